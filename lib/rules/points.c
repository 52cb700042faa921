/* points.c - a deal's prospects while too few are closed to learn from: who it is, and how near they come */
#include <math.h>

#include "crm/foresight.h"

enum { FIT_MOST = 40, NEAR_MOST = 60 };

double
crm_decayed(double points, double age, double half_life)
{
	return age <= 0 ? points : points * pow(0.5, age / half_life);
}

int64_t
crm_prospect_points(const struct crm_prospect *p, int64_t *fit, int64_t *near)
{
	double nearness = p->contacts + 5 * fmin((double)p->needs, 4);

	*fit = 10 * p->email + 5 * p->phone + 15 * p->decider + 10 * p->referred;
	*fit = *fit < FIT_MOST ? *fit : FIT_MOST;
	*near = (int64_t)floor(fmin(nearness, NEAR_MOST) + .5);
	return *fit + *near;
}
