/* followup.h - what is to be done, and when: planned, ended, reminded of exactly once */
#ifndef CRM_FOLLOWUP_H
#define CRM_FOLLOWUP_H

#include "claims.h"

#pragma GCC visibility push(default)

/*
 * A follow-up is something to be done by somebody, at a time, for a client,
 * person or deal.  The functions of this section run inside crm_work().
 */

/*
 * Plans a follow-up like `like` for a record: its client, person, deal and owner, where `like` names none,
 * are those of the record; failing an owner there the client's, failing that who acts.
 */
int crm_followup_plan(struct crm *, const struct crm_rec *like, const struct crm_entity *of, int64_t of_id,
    int64_t *id, struct crm_err *);
/* Ends an open one as "done" or "dropped".  *next is the one planned as it recurs and is done, else 0. */
int crm_followup_end(struct crm *, int64_t id, const char *state, const char *outcome, int64_t *next,
    struct crm_err *);
/* Puts an open one off until `due`, when it is reminded of anew: as long before as it was to be. */
int crm_followup_snooze(struct crm *, int64_t id, int64_t due, struct crm_err *);
/*
 * Plans what the policy's rules ask for: one for each record that passes `when`, unless one was planned for
 * the same situation ever, or one of the same rule is still open; and likewise reminds owners of contracts of the days
 * on which notice is given, or they end, and whoever is to be in touch with the clients that crm_segment_gaps() finds.
 * The new ids are in the arena.
 */
int crm_followup_sweep(struct crm *, int64_t **id, size_t *n, struct crm_arena *, struct crm_err *);

/*
 * A reminder goes out once, however many processes remind at once: claim takes open follow-ups whose time has come, the
 * first due first; told marks them when they are out; crm_claims_release gives up what was not told.
 */
int crm_remind_claim(struct crm *, struct crm_claims *, struct crm_err *);   /* CRM_NO: nothing has come due */
int crm_remind_told(struct crm *, struct crm_claims *, struct crm_err *);

/*
 * A digest is a message to one owner about what is late, due today and due in the next seven days.  to is
 * NULL for an owner without an address, name too for what nobody owns: there is no message then.
 */
struct crm_digest { const char *name, *to; const char *message; size_t n; int64_t late, today, coming; };
/* One call for each owner; `from` NULL: to themselves.  Stops when `each` fails. */
int crm_digests(struct crm *, struct crm_expr *where, const char *from,
    int (*each)(void *, const struct crm_digest *, struct crm_err *), void *, struct crm_err *);

#pragma GCC visibility pop
#endif
