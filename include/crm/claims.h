/* claims.h - what goes out once, however many processes put it out at once */
#ifndef CRM_CLAIMS_H
#define CRM_CLAIMS_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * A claim takes records whose turn it is, under a lease, so that no other process takes them; they are marked
 * when they are out.  Release gives up all that were claimed and not marked, for the next to try.  Each is
 * work of its own.  What a process claimed that died is claimed again when its lease has ended.  Begin with
 * the rest zero.
 */
struct crm_claims {
	struct crm_expr *where;                  /* among these only; NULL: all */
	int64_t limit, lease;                    /* claims at once, 0: all; seconds */
	int64_t *id; size_t n;                   /* claimed last */
	int64_t *dropped; size_t ndropped;       /* looked at then, and changed so that their turn is over */
	/* its own: */
	const char *entity;
	char token[37];
	int64_t began;
	int64_t *held; size_t nheld;
	struct crm_arena arena;
};
int crm_claims_release(struct crm *, struct crm_claims *, struct crm_err *);
void crm_claims_free(struct crm_claims *);

#pragma GCC visibility pop
#endif
