/* tally.h - rows of a grid that are found again by their first values */
#ifndef CRM_TALLY_H
#define CRM_TALLY_H

#include "crm/sum.h"

struct tally {
	struct crm_grid *g;
	size_t ints, end;                        /* columns that count: ints <= i < end; they begin at 0 */
	struct crm_map map;
};
/* The row whose first n values are these: made when it is new, before any row is a total. */
struct crm_val *tally(struct tally *, const struct crm_val *key, size_t n);
/* Adds a total row for each value of one column. */
void tally_totals(struct tally *, size_t per);
void tally_free(struct tally *);

#endif
