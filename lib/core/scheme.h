/* scheme.h - segments with a scheme of communication, and whom it is not kept with */
#ifndef CRM_SCHEME_H
#define CRM_SCHEME_H

#include "crm/core.h"

struct scheme { int64_t id, every, owner; const char *name, *channel, *message; };   /* owner 0: the client's */
struct schemes {
	struct scheme *v;
	size_t n;
	struct contacts { struct contacts *next; const char *channel; struct crm_map last; } *contacts;
	struct crm_arena arena;
};
/* Of these segments; NULL: of all that have one. */
int schemes_read(struct crm *, const int64_t *segment, size_t n, struct schemes *, struct crm_err *);
void schemes_free(struct schemes *);

/* A client not met for longer than the scheme says; last is INT64_MIN when never. */
struct gap { int64_t client, days, last; const char *name, *owner; };
int scheme_gaps(struct crm *, struct schemes *, const struct scheme *, struct gap **, size_t *n, struct crm_err *);

#endif
