/* claims.h - claiming records of any entity that has the fields claim and claimed */
#ifndef CORE_CLAIMS_H
#define CORE_CLAIMS_H

#include "session.h"
#include "crm/claims.h"

struct claiming {
	/* whose turn it is: a filter; sort: a field, or NULL: by id */
	const char *entity, *ready, *sort;
	/* Looks at one that is to be claimed and may change it; clears *take when its turn is over.  NULL:
	 * all are taken. */
	int (*look)(struct crm *, struct crm_rec *, bool *take, void *, struct crm_err *);
	void *arg;
};
/* CRM_NO: there is none; some may have been dropped. */
int take_claims(struct crm *, struct crm_claims *, const struct claiming *, struct crm_err *);
/* Marks those claimed last and lets go of them.  What was changed meanwhile and is held no longer is left
 * alone. */
int mark_claims(struct crm *, struct crm_claims *, int (*mark)(struct crm *, struct crm_rec *, void *,
    struct crm_err *), void *arg, struct crm_err *);

#endif
