/* bgnbd.c - clients who buy when they please: are they still there, how often will they buy, for how much */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/foresight.h"

static int
order(double a, double b)
{
	return (a > b) - (a < b);
}

static int
by_history(const void *x, const void *y)
{
	const struct crm_buyer *a = x, *b = y;

	return a->repeats != b->repeats ? order(a->repeats, b->repeats)
	    : a->last != b->last ? order(a->last, b->last) : order(a->age, b->age);
}

size_t
crm_buyers_merge(struct crm_buyer *v, size_t n)
{
	size_t kept = 0;

	if (n > 0)
		qsort(v, n, sizeof *v, by_history);
	for (size_t i = 0; i < n; i++)
		if (kept > 0 && by_history(&v[kept - 1], &v[i]) == 0)
			v[kept - 1].like += v[i].like;
		else
			v[kept++] = v[i];
	return kept;
}

/* ln(1 + e^u), also where e^u is out of range */
static double
soft(double u)
{
	return u > 0 ? u + log1p(exp(-u)) : log1p(exp(u));
}

/* What depends on the number of repeats alone is worked out once for all that have it: the buyers are sorted. */
double
crm_bgnbd_ln(const struct crm_bgnbd *m, const struct crm_buyer *v, size_t n)
{
	double r = m->r, a = m->a, b = m->b, sum = 0, same = 0, x = -1;
	double fixed = r * log(m->alpha) - lgamma(r) + lgamma(a + b) - lgamma(b);

	for (const struct crm_buyer *c = v; c < v + n; c++) {
		double to_now = log(m->alpha + c->age), one;

		if (c->repeats != x) {
			x = c->repeats;
			same = fixed + lgamma(r + x) + lgamma(b + x) - lgamma(a + b + x);
		}
		one = same - (r + x) * to_now;
		if (x > 0)
			one += soft(log(a / (b + x - 1)) + (r + x) * (to_now - log(m->alpha + c->last)));
		sum += c->like * one;
	}
	return sum;
}

/* How much likelier it is that this client has gone than that it stayed. */
static double
gone_odds(const struct crm_bgnbd *m, const struct crm_buyer *c)
{
	return c->repeats == 0 ? 0 : exp(log(m->a / (m->b + c->repeats - 1))
	    + (m->r + c->repeats) * (log(m->alpha + c->age) - log(m->alpha + c->last)));
}

double
crm_bgnbd_alive(const struct crm_bgnbd *m, const struct crm_buyer *c)
{
	return 1 / (1 + gone_odds(m, c));
}

/* Gauss's hypergeometric series, for 0 <= z < 1. */
static double
hypergeometric(double a, double b, double c, double z)
{
	double term = 1, sum = 1;

	for (int i = 0; i < 100000 && fabs(term) > 1e-12 * fabs(sum); i++) {
		term *= (a + i) * (b + i) / (c + i) * z / (i + 1);
		sum += term;
	}
	return sum;
}

/*
 * The published form multiplies ((alpha+T)/(alpha+T+t))^(r+x) by a series that explodes as this vanishes, unless a is
 * large; Euler's transformation takes the one out of the other, unless a is large.
 */
static double
still_none(double a, const struct crm_bgnbd *m, double x, double z)
{
	double rx = m->r + x, c = a + m->b + x - 1;

	return a - 1 > rx ? pow(1 - z, rx) * hypergeometric(rx, m->b + x, c, z)
	    : pow(1 - z, a - 1) * hypergeometric(a + m->b - 1 - m->r, a - 1, c, z);
}

double
crm_bgnbd_expect(const struct crm_bgnbd *m, const struct crm_buyer *c, double weeks)
{
	double a = fabs(m->a - 1) < 1e-9 ? 1 + 1e-9 : m->a, more = a + m->b + c->repeats - 1;
	double none = still_none(a, m, c->repeats, weeks / (m->alpha + c->age + weeks));

	return weeks <= 0 ? 0 : more / (a - 1) * (1 - none) / (1 + gone_odds(m, c));
}

double
crm_gamma_gamma_ln(const struct crm_gamma_gamma *g, const struct crm_buyer *v, size_t n)
{
	double p = g->p, q = g->q, sum = 0;

	for (const struct crm_buyer *c = v; c < v + n; c++) {
		double x = c->repeats, m = c->mean;

		if (x > 0 && m > 0)
			sum += c->like * (lgamma(p * x + q) - lgamma(p * x) - lgamma(q) + q * log(g->v)
			    + (p * x - 1) * log(m) + p * x * log(x) - (p * x + q) * log(x * m + g->v));
	}
	return sum;
}

double
crm_gamma_gamma_mean(const struct crm_gamma_gamma *g, const struct crm_buyer *c)
{
	double px = c->mean > 0 ? g->p * c->repeats : 0, own = px / (px + g->q - 1);

	return g->q > 1 ? (1 - own) * g->p * g->v / (g->q - 1) + own * c->mean : NAN;
}

/* Periods of a quarter: what comes in one is worth what is paid at its end. */
double
crm_lifetime(const struct crm_bgnbd *m, const struct crm_gamma_gamma *g, const struct crm_buyer *c, double rate)
{
	enum { QUARTER = 13, QUARTERS = 12 };
	double before = 0, sum = 0;

	for (int k = 1; k <= QUARTERS; k++) {
		double orders = crm_bgnbd_expect(m, c, k * QUARTER);

		sum += (orders - before) / pow(1 + rate, k * QUARTER / 52.0);
		before = orders;
	}
	return sum * crm_gamma_gamma_mean(g, c);
}
