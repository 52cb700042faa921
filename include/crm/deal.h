/* deal.h - a deal's way through the pipeline */
#ifndef CRM_DEAL_H
#define CRM_DEAL_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * A move takes a deal to another stage.  Win and lose go to the policy's first stage of that
 * kind, reopen to the stage it was closed from, else to the first open one, unless a stage is named.
 */
enum crm_way { CRM_MOVE, CRM_WIN, CRM_LOSE, CRM_REOPEN };
struct crm_move {
	enum crm_way way;
	const char *stage;                       /* NULL: see above; CRM_MOVE needs one */
	char *const *text; size_t n;             /* field=value, set with it */
	const char *note;                        /* why: goes into the history */
	bool force;                              /* past the gate of the stage; the history says "forced" */
};
/*
 * Inside crm_work().  Complaints begin with the deal's id: it stands in that stage already, the policy has
 * no such stage, it is lost without a reason.  CRM_NOPERM when a gate refuses.  old and rec, initialised,
 * come to hold the deal before and after.
 */
int crm_deal_move(struct crm *, int64_t id, const struct crm_move *, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *);
/* Inside crm_work(): a new deal of a client (0: of none); its
 * owner is the client's, else who acts, unless said. */
int crm_deal_open(struct crm *, int64_t client, char *const *text, size_t n, struct crm_rec *rec,
    struct crm_err *);

#pragma GCC visibility pop
#endif
