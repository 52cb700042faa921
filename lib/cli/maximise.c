/* maximise.c - the largest value of a function of a few positive numbers, by NLopt */
#include <math.h>
#include <nlopt.h>

#include "cli.h"
#include "crm/score.h"

enum { MOST = 8, EVALUATIONS = 5000 };
/* Of a parameter that the data drive to infinity, more would only lose digits. */
static const double largest = 1e6;

struct goal { crm_goal *f; const void *arg; };

/* In logarithms everything is allowed, and steps fit the size of what they change. */
static double
value(unsigned n, const double *log_of, double *gradient, void *arg)
{
	const struct goal *goal = arg;
	double x[MOST], v;

	(void)gradient;
	for (unsigned i = 0; i < n; i++)
		x[i] = exp(log_of[i]);
	v = goal->f(goal->arg, x);
	return isfinite(v) ? v : -HUGE_VAL;
}

int
cli_maximise(crm_goal *f, const void *arg, double *x, size_t n, double *best, struct crm_err *err)
{
	nlopt_opt opt = nlopt_create(NLOPT_LN_NELDERMEAD, (unsigned)n);
	struct goal goal = { f, arg };
	nlopt_result done;

	CRM_BUG_IF(opt == NULL || n > MOST);
	for (size_t i = 0; i < n; i++)
		x[i] = log(x[i]);
	nlopt_set_max_objective(opt, value, &goal);
	nlopt_set_lower_bounds1(opt, -log(largest));
	nlopt_set_upper_bounds1(opt, log(largest));
	nlopt_set_ftol_rel(opt, 1e-12);
	nlopt_set_xtol_rel(opt, 1e-7);
	nlopt_set_maxeval(opt, EVALUATIONS);
	done = nlopt_optimize(opt, x, best);
	nlopt_destroy(opt);
	for (size_t i = 0; i < n; i++)
		x[i] = exp(x[i]);
	return done > 0 && done != NLOPT_MAXEVAL_REACHED ? CRM_OK
	    : crm_fail(err, CRM_DATA, NULL, "no parameters fit these orders best");
}
