/* campaign.h - who is told of something, or invited to it: on which channel, and what came of it */
#ifndef CRM_CAMPAIGN_H
#define CRM_CAMPAIGN_H

#include "claims.h"
#include "sum.h"

#pragma GCC visibility push(default)

/*
 * A member is a client, or a person, in a campaign: on a channel, at an address, and why; or left out, and
 * why.  Targeting, inside crm_work(), makes members of those who are not in it yet.  The channel is the one
 * they prefer, if the campaign has it, else the campaign's in their order: the first with an address that may
 * be used (see consent.h), unless they were approached by another campaign too lately, or have a complaint
 * open. The grid tells of each: id, status, client, person, channel, address, why.
 */
struct crm_target { int64_t client, person; };       /* either may be 0 */
struct crm_targeted { struct crm_grid grid; int64_t targeted, excluded, already; };
int crm_campaign_target(struct crm *, int64_t campaign, const struct crm_target *, size_t n,
    struct crm_targeted *, struct crm_err *);

/* Members who are to be approached on a channel and still may be; and those who may be no longer.  Free
 * the arena. */
struct crm_ready { int64_t *id; size_t n; int64_t *barred; size_t nbarred; struct crm_arena arena; };
int crm_campaign_ready(struct crm *, int64_t campaign, const char *channel, struct crm_expr *where,
    struct crm_ready *, struct crm_err *);

/*
 * A mailing writes to the members whose channel is email, each once (see claims.h): claim, then message for
 * each of claims.id, and sent when they are out, which also logs them.  Who may be approached no longer is
 * excluded when claimed; with `override`, a reason, is written to all the same, as are those excluded before,
 * and it stands in the member's `why`. The Message-ID is settled by the claim, so that what a crash lets go
 * out again is the same message.
 */
struct crm_mailing {
	int64_t campaign;
	const char *subject, *text, *html;       /* templates of a member; NULL: the campaign's */
	const char *from, *from_name;            /* NULL: the campaign's owner, else who acts */
	/* template of a mailto: or https: address; NULL: mail to `from` */
	const char *unsubscribe;
	const char *override;
	struct crm_claims claims;
	struct crm_mailing_own *own;
};
/* Reads the templates: every mistake is told before anything is claimed.  Free with crm_mailing_end(),
 * also on failure. */
int crm_mailing_begin(struct crm *, struct crm_mailing *, struct crm_err *);
/* CRM_NO: nobody is left */
int crm_mailing_claim(struct crm *, struct crm_mailing *, struct crm_err *);
int crm_mailing_message(struct crm *, struct crm_mailing *, int64_t member, struct crm_buf *,
    struct crm_err *);
int crm_mailing_sent(struct crm *, struct crm_mailing *, struct crm_err *);
void crm_mailing_end(struct crm_mailing *);

/*
 * What became of a member, inside crm_work(): found by its own number, or as the member that a client or
 * person is of the campaign; who is none becomes one where `joins`.  Without a free seat "registered" becomes
 * "waiting".  With `approached` it is told that the member was called, written to or visited by hand, which
 * is logged with the outcome.
 */
struct crm_answer {
	int64_t campaign;                        /* 0: members are named themselves */
	const char *status;                      /* to be; "responded" leaves alone who is further */
	bool joins, approached;
	bool again;                              /* who has that status already is left as he is */
	char *const *text; size_t n;             /* field=value, set with it */
	const char *outcome;
	int64_t moved_up;                        /* result: who got the seat that came free, or 0 */
};
int crm_campaign_answer(struct crm *, const struct crm_entity *of, int64_t id, struct crm_answer *,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *);

/* A visitor, inside crm_work(): the client and person are found or made, and what was said is logged. */
struct crm_visit {
	int64_t campaign;
	char *const *text; size_t n;             /* client= person= email= phone= title=..., as typed */
	const char *said, *due, *todo;           /* due NULL: no follow-up is planned */
	bool consents;                           /* to mail */
	struct crm_buf *made;                    /* ids of the new records, a line each */
};
int crm_campaign_capture(struct crm *, const struct crm_visit *, struct crm_err *);

#pragma GCC visibility pop
#endif
