/* loyalty.c - what an order earns, which entries pay for what is taken, what turnover gives back */
#include "crm/rules.h"

#include <stdlib.h>

int64_t
crm_point_per(const struct crm_policy *p, int64_t spent_before, int64_t order)
{
	const struct crm_tier *tier = crm_tier_of(p, spent_before + order);

	return tier != NULL ? tier->per : p->point_per;
}

int64_t
crm_points_earned(int64_t total, int64_t redeemed, int64_t returned, int64_t per)
{
	int64_t base = total - redeemed - returned;

	return per > 0 && base > 0 ? base / per : 0;
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
sooner(const void *a, const void *b)
{
	const struct crm_points_entry *x = a, *y = b;
	int by = compare(x->expires, y->expires);

	if (by == 0)
		by = compare(x->at, y->at);
	return by != 0 ? by : compare(x->id, y->id);
}

int64_t
crm_points_take(struct crm_points_entry *e, size_t n, int64_t points)
{
	if (n > 0)
		qsort(e, n, sizeof *e, sooner);
	for (size_t i = 0; i < n; i++) {
		e[i].take = e[i].left <= 0 ? 0 : e[i].left < points ? e[i].left : points;
		points -= e[i].take;
	}
	return points;
}

/* What of the turnover a step is about: the slice up to the next one, or all if it is the highest reached. */
static int64_t
part(const struct crm_bonus_step *step, size_t i, size_t n, int64_t turnover, bool whole)
{
	bool highest = i + 1 == n || turnover < step[i + 1].threshold;

	if (turnover < step[i].threshold || (whole && !highest))
		return 0;
	return whole ? turnover : (highest ? turnover : step[i + 1].threshold) - step[i].threshold;
}

int64_t
crm_bonus(struct crm_bonus_step *step, size_t n, int64_t turnover, bool whole)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		step[i].part = part(step, i, n, turnover, whole);
		step[i].bonus = crm_weighted(step[i].part, step[i].rate);
		sum += step[i].bonus;
	}
	return sum;
}
