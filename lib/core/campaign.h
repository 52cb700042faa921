/* campaign.h - what the files about campaigns share */
#ifndef CORE_CAMPAIGN_H
#define CORE_CAMPAIGN_H

#include "session.h"
#include "crm/campaign.h"
#include "crm/consent.h"

/* A campaign at work, with whom it had better leave alone: clients with an open complaint, who was
 * approached lately. */
struct campaign {
	struct crm *c;
	struct crm_rec rec;
	int64_t quiet;                           /* days */
	/* by number; the last two to the day of the approach */
	struct crm_map complaining, clients, persons;
};
int campaign_open(struct crm *, int64_t id, struct campaign *, struct crm_err *);
void campaign_close(struct campaign *);
/* Finds whom to leave alone: of everybody, or only this client and person. */
int campaign_courtesy(struct campaign *, const struct crm_target *only, struct crm_err *);
/* May it approach them there?  The reason is appended. */
int campaign_may(struct campaign *, struct crm_reach *, const char *channel, const char *address, bool *may,
    struct crm_buf *why, struct crm_err *);

/* Campaign, client and person as one text, so that nobody is in it twice. */
void member_slot(struct crm_rec *member);
/* Ids of the members of a campaign that pass a filter, in the order of `sort` (a field). */
int campaign_members(struct crm *, int64_t campaign, const char *filter, struct crm_expr *where,
    const char *sort, int64_t limit, int64_t **id, size_t *n, struct crm_arena *, struct crm_err *);
/* A seat for one more: the campaign's are not all taken. */
int campaign_has_seat(struct crm *, int64_t campaign, bool *free, struct crm_err *);
/* An interaction of a campaign with a member, in or out; `rec` begins with what is known beside. */
int campaign_log(struct crm *, const struct crm_rec *member, struct crm_rec *rec, struct crm_err *);

#endif
