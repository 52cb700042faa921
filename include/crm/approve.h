/* approve.h - who may decide what, and what others allowed beyond it */
#ifndef CRM_APPROVE_H
#define CRM_APPROVE_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * What somebody wants to decide.  kind is "discount" (v in basis points), "credit", "contract" (v in minor units of the
 * policy's currency) or "points".  What it concerns may be 0; an approval that names nothing there covers all.
 */
struct crm_decision {
	const char *kind;
	int64_t client, product, contract;
	int64_t v;
};
/*
 * Whether who acts may: within the own limit (user.discount_limit, user.contract_limit) or else that of the role in the
 * policy, or within an approval that is valid today.  Who is no user of this base has no limits: a script of the house.
 */
int crm_may(struct crm *, const struct crm_decision *, bool *may, struct crm_err *);
/* Whether an approval that is valid today covers it, own authority aside. */
int crm_approved(struct crm *, const struct crm_decision *, bool *is_so, struct crm_err *);
/* The same, as the complaint CRM_NOPERM under `field` when not: "20 % is beyond the 5 % that anna may give; crm-x approve". */
int crm_must(struct crm *, const struct crm_decision *, const char *field, const char *by, struct crm_err *);
/*
 * Inside crm_work(): who acts allows it, until a day as typed ("+30d") or, with NULL, for good; *id is the approval.
 * CRM_NOPERM unless who acts is a user whose own authority covers it.
 */
int crm_approve(struct crm *, const struct crm_decision *, const char *until, const char *note, int64_t *id,
    struct crm_err *);

#pragma GCC visibility pop
#endif
