/* rival.h - deals that rivals are in */
#ifndef CRM_CORE_RIVAL_H
#define CRM_CORE_RIVAL_H

#include "ask.h"
#include "crm/rival.h"

/* A deal with the first of its bids, or -1; a bid with the next of its deal. */
struct fight { int64_t deal, client, value, bid; char state; struct crm_val by; };
struct fought { int64_t rival, next; bool took; };
struct fights {
	struct crm *c;
	struct crm_grid *g;                      /* texts live there */
	struct fight *v; size_t n, cap;
	struct fought *bid; size_t nbid, bidcap;
	struct crm_map place, name;              /* of a deal in v; of a rival in names */
	struct crm_val *names; size_t nnames;    /* id and name of each rival */
};
/* Deals with their bids, of these rivals alone; a value is only of our currency. */
int fights_read(struct fights *, const struct crm_rivals *, const struct crm_asked *, const char *fixed,
    struct crm_err *);
void fights_free(struct fights *);
/* The fight of a deal, or NULL. */
struct fight *fight_of(const struct fights *, int64_t deal);
/* Id and name as the first two values of a row's key; false when it is not asked about. */
bool rival_key(const struct fights *, int64_t rival, struct crm_val key[2]);
/* " rival=rv1,rv2", or "" for all. */
const char *only_rivals(struct fights *, const struct crm_rivals *, const char *path);

#endif
