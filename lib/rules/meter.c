/* meter.c - business time between many pairs of instants */
#include <stdlib.h>

#include "crm/rules.h"

enum { FEW = 8, MORE = 400 };                            /* days */

static int64_t
midnight(const struct crm_meter *m, int64_t day)
{
	return crm_zone_instant(m->hours->zone, day, 0);
}

/* sum[i] is what the days from the first to before first + i have. */
static void
reach(struct crm_meter *m, int64_t from, int64_t to)
{
	if (m->n > 0 && from >= m->first && to < m->first + (int64_t)m->n)
		return;
	if (m->n > 0 && m->first < from)
		from = m->first;
	if (m->n > 0 && to < m->first + (int64_t)m->n)
		to = m->first + (int64_t)m->n;
	m->first = from - MORE;
	m->n = (size_t)(to + MORE - m->first);
	m->sum = crm_xrealloc(m->sum, m->n * sizeof *m->sum);
	m->sum[0] = 0;
	for (size_t i = 1; i < m->n; i++) {
		int64_t day = m->first + (int64_t)i;

		m->sum[i] = m->sum[i - 1]
		    + crm_business_between(m->hours, midnight(m, day - 1), midnight(m, day));
	}
}

int64_t
crm_meter_between(struct crm_meter *m, int64_t from, int64_t to)
{
	int64_t after, last;

	if (to <= from)
		return 0;
	after = crm_zone_day(m->hours->zone, from) + 1;
	last = crm_zone_day(m->hours->zone, to);
	if (last - after < FEW)
		return crm_business_between(m->hours, from, to);
	reach(m, after, last);
	return crm_business_between(m->hours, from, midnight(m, after)) + m->sum[last - m->first]
	    - m->sum[after - m->first] + crm_business_between(m->hours, midnight(m, last), to);
}

void
crm_meter_free(struct crm_meter *m)
{
	free(m->sum);
	m->sum = NULL;
	m->n = 0;
}
