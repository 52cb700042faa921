/* rules.c - the trade's arithmetic: shares, rates, forecasts, rotting, quantiles */
#include "crm/rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WHOLE = 10000 };          /* basis points */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The value is split, so that the product stays in range. */
int64_t
crm_weighted(int64_t value, int64_t basis_points)
{
	return value / WHOLE * basis_points + floor_div(value % WHOLE * basis_points + WHOLE / 2, WHOLE);
}

int64_t
crm_rate(int64_t won, int64_t lost)
{
	int64_t all = won + lost;

	return all == 0 ? -1 : (2 * WHOLE * won + all) / (2 * all);
}

const char *const crm_fc_name[] = {
	[CRM_FC_CLOSED] = "closed", [CRM_FC_COMMIT] = "commit", [CRM_FC_BEST] = "best_case",
	[CRM_FC_PIPELINE] = "pipeline", [CRM_FC_OMITTED] = "omitted", [CRM_FC_N] = NULL
};

int
crm_fc_of(const struct crm_stage *stage, const char *override)
{
	const char *name = override != NULL && *override != '\0' ? override : stage->forecast;

	for (int i = 0; i < CRM_FC_N; i++)
		if (strcmp(crm_fc_name[i], name) == 0)
			return i;
	return CRM_FC_OMITTED;
}

/* What is closed is no longer in the open pipeline; every nearer category else counts in the wider ones. */
void
crm_fc_cumulate(const int64_t single[CRM_FC_N], int64_t cumulative[CRM_FC_N])
{
	int64_t closed = single[CRM_FC_CLOSED], commit = single[CRM_FC_COMMIT], best = single[CRM_FC_BEST];

	cumulative[CRM_FC_PIPELINE] = single[CRM_FC_PIPELINE] + best + commit;
	cumulative[CRM_FC_OMITTED] = single[CRM_FC_OMITTED];
	cumulative[CRM_FC_CLOSED] = closed;
	cumulative[CRM_FC_COMMIT] = commit + closed;
	cumulative[CRM_FC_BEST] = best + commit + closed;
}

double
crm_velocity(int64_t open, double win_rate, double avg_value, double cycle_days)
{
	return cycle_days > 0 ? (double)open * win_rate * avg_value / cycle_days : -1;
}

unsigned
crm_rotting(const struct crm_stage *stage, int64_t idle_days, int64_t stage_days)
{
	if (stage->rots == 0)
		return 0;
	return (idle_days > stage->rots ? 1u : 0) | (stage_days > stage->rots ? 2u : 0);
}

double
crm_quantile(const double *sorted, size_t n, double q)
{
	if (n == 0 || isnan(q))
		return NAN;
	double at = (double)(n - 1) * (q < 0 ? 0 : q > 1 ? 1 : q), below = floor(at);
	size_t i = (size_t)below;

	return i + 1 < n ? sorted[i] + (at - below) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
crm_median(double *v, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(v, n, sizeof *v, ascending);
	return crm_quantile(v, n, 0.5);
}
