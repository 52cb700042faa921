/* consent.h - whether somebody may be written to or called: the one place that says so */
#ifndef CRM_CONSENT_H
#define CRM_CONSENT_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * Whom an approach would reach: a client, a person, or a person at a client, with all that is known of them.
 * crm_reach_load finds the client of a person who is at one only, when none is named.  Free it with
 * crm_reach_free().
 */
struct crm_reach {
	int64_t client_id, person_id;            /* 0: none */
	struct crm_rec client, person;           /* empty where there is none */
	bool left;                               /* the person's roles at the client have all ended */
};
int crm_reach_load(struct crm *, int64_t client, int64_t person, struct crm_reach *, struct crm_err *);
void crm_reach_free(struct crm_reach *);
/* The addresses at which they can be reached on a channel, one after another from *at = 0; false at the
 * end. */
bool crm_reach_address(struct crm_reach *, const char *channel, size_t *at, const char **address);

/*
 * The verdict, and its reason in words appended to `why`: by the newest word about address and channel that
 * holds (one that is on hold no longer is passed over), opt-outs, the client's lawful basis and what the
 * policy asks for.  Every command that writes to or calls somebody asks here first.
 */
int crm_may_approach(struct crm *, const struct crm_reach *, const char *channel, const char *address,
    bool *may, struct crm_buf *why, struct crm_err *);

/* An address as it is kept: mail in lower case..., numbers as E.164; the channel says which it is. */
int crm_address_on(const struct crm_ctx *, const char *channel, const char *p, size_t n, struct crm_val *,
    struct crm_arena *, struct crm_err *);
/* Who is known by an address: 0 where nobody is, or several are. */
int crm_known_by(struct crm *, const char *channel, const struct crm_val *address, int64_t *client,
    int64_t *person, struct crm_err *);

#pragma GCC visibility pop
#endif
