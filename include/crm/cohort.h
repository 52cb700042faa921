/* cohort.h - who came back: cohorts of clients by their first order, and the base of clients as it moves */
#ifndef CRM_COHORT_H
#define CRM_COHORT_H

#include "base.h"

#pragma GCC visibility push(default)

/*
 * A cohort are the clients whose first order lies in one period; periods are numbers that follow one another, as
 * months do.  Zero-initialise; orders are added in any order, then counted, then asked about.
 */
struct crm_visit { uint32_t who; int32_t period; };
struct crm_cohorts {
	struct crm_map place, cell;
	struct crm_visit *v; size_t n, cap;
	uint32_t *visits; size_t clients, room;  /* how many each client made */
	int64_t first, last;                     /* of all periods with an order, once counted */
};
void crm_cohorts_add(struct crm_cohorts *, int64_t client, int32_t period);
void crm_cohorts_count(struct crm_cohorts *);
/* How many of a cohort ordered so many periods after their first: with 0, all of them. */
int64_t crm_cohort_active(const struct crm_cohorts *, int64_t cohort, int64_t since);
void crm_cohorts_free(struct crm_cohorts *);

/* An order as the statistics see it; money in minor units, below 0 unknown. */
struct crm_purchase { int64_t client, day, money; };

/*
 * The base of clients in a period, from its first to its last day.  A client of a day ordered within the year that
 * ends with it.  Those of the day before the period, plus who ordered for the first time and who came back, less
 * who was lost, are those of the period's last day.  Money of the year to that day, and of the year before, is told
 * of the clients of the year before; the lesser of each client's two is `gross`.
 */
struct crm_base_move {
	int64_t from, to;                        /* days: given */
	int64_t start, fresh, back, lost, end;
	int64_t ever, again;                     /* who had ordered by the last day; who had twice */
	int64_t revenue;                         /* of the period */
	int64_t year_before, year, gross;
};
/* The purchases of each client stand together, in the order of their days; the periods are in theirs. */
void crm_base_moves(const struct crm_purchase *, size_t n, struct crm_base_move *, size_t periods);

#pragma GCC visibility pop
#endif
