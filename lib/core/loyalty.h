/* loyalty.h - what the files on points share */
#ifndef CORE_LOYALTY_H
#define CORE_LOYALTY_H

#include "ask.h"
#include "crm/loyalty.h"

#include <stdio.h>

/* The entries that a filter lets pass; `left` names the field that tells what is left of them, and of that
 * `sum` is the sum.  Those of the order `first` expire first of all.  Free the arena. */
struct entries { struct crm_points_entry *v; size_t n; int64_t sum; struct crm_arena arena; };
int entries_of(struct crm *, const char *where, const char *left, int64_t first, struct entries *,
    struct crm_err *);
/* An entry of the ledger to be filled in, and written as often as it is wanted. */
void begin_entry(struct crm *, struct crm_rec *, const char *kind, int64_t client, int64_t day);
int book(struct crm *, struct crm_rec *, struct crm_booked *, struct crm_err *);

#endif
