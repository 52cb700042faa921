/* chart.c - what every drawing of a chart goes by: its scale, its numbers, its colours */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "crm/chart.h"

void
crm_chart_room(struct crm_chart *c, size_t nrow, size_t nseries)
{
	c->nrow = nrow;
	c->nseries = nseries;
	c->row = crm_alloc(&c->arena, nrow * sizeof *c->row + 1);
	c->series = crm_alloc(&c->arena, nseries * sizeof *c->series + 1);
	c->value = crm_alloc(&c->arena, nrow * nseries * sizeof *c->value + 1);
	for (size_t r = 0; r < nrow; r++)
		c->row[r] = "";
	for (size_t s = 0; s < nseries; s++)
		c->series[s] = "";
	for (size_t i = 0; i < nrow * nseries; i++)
		c->value[i] = NAN;
}

void
crm_chart_free(struct crm_chart *c)
{
	crm_arena_free(&c->arena);
	*c = (struct crm_chart){ 0 };
}

/* The steps of a measure that people read without counting. */
static double
round_step(double span, unsigned steps)
{
	double power = pow(10, floor(log10(span / steps)));

	for (int i = 1; i <= 5; i += i == 1 ? 1 : 3)
		if (span / (i * power) <= steps * (1 + 1e-9))
			return i * power;
	return 10 * power;
}

struct crm_scale
crm_scale(double lo, double hi, unsigned steps)
{
	struct crm_scale s;

	if (!(hi > lo))
		hi = lo + (lo != 0 ? fabs(lo) : 1);
	s.step = round_step(hi - lo, steps > 0 ? steps : 1);
	s.lo = s.step * floor(lo / s.step + 1e-9);
	s.hi = s.step * ceil(hi / s.step - 1e-9);
	return s;
}

double
crm_chart_sum(const struct crm_chart *c, size_t row, bool negative)
{
	double sum = 0;

	for (size_t s = 0; s < c->nseries; s++) {
		double v = c->value[row * c->nseries + s];

		if (!isnan(v) && negative == (v < 0))
			sum += v;
	}
	return sum;
}

double
crm_chart_total(const struct crm_chart *c, size_t row)
{
	return crm_chart_sum(c, row, false) + crm_chart_sum(c, row, true);
}

static void
range(const struct crm_chart *c, double *lo, double *hi)
{
	*lo = HUGE_VAL;
	*hi = -HUGE_VAL;
	for (size_t r = 0; r < c->nrow; r++)
		for (size_t s = 0; s < c->nseries; s++) {
			bool stacked = c->kind == CRM_STACKED;
			double v = c->value[r * c->nseries + s];

			*lo = fmin(*lo, stacked ? crm_chart_sum(c, r, true) : v);
			*hi = fmax(*hi, stacked ? crm_chart_sum(c, r, false) : v);
		}
	if (*lo > *hi)
		*lo = *hi = 0;
}

struct crm_scale
crm_chart_scale(const struct crm_chart *c, unsigned steps)
{
	double lo, hi;

	range(c, &lo, &hi);
	if (c->kind == CRM_HEATMAP)
		return (struct crm_scale){ lo, hi, hi - lo };
	if (c->kind != CRM_LINE || (lo > 0 && lo < hi / 2))
		lo = fmin(lo, 0);
	if (c->kind != CRM_LINE || (hi < 0 && hi > lo / 2))
		hi = fmax(hi, 0);
	return steps > 0 ? crm_scale(lo, hi, steps) : (struct crm_scale){ lo, hi, hi - lo };
}

double
crm_scale_share(const struct crm_scale *s, double v)
{
	return s->hi > s->lo && !isnan(v) ? fmax(0, fmin((v - s->lo) / (s->hi - s->lo), 1)) : 0;
}

static double
at(const struct crm_chart *c, size_t row)
{
	return c->at != NULL ? c->at[row] : (double)row;
}

double
crm_chart_along(const struct crm_chart *c, size_t row)
{
	double first = at(c, 0), last = at(c, c->nrow - 1);

	return last > first ? (at(c, row) - first) / (last - first) : 0.5;
}

bool
crm_chart_joined(const struct crm_chart *c, size_t row, size_t series)
{
	const double *v = &c->value[row * c->nseries + series];

	return row > 0 && !isnan(*v) && !isnan(v[-(ptrdiff_t)c->nseries])
	    && (c->every <= 0 || at(c, row) - at(c, row - 1) <= c->every);
}

void
crm_chart_number(const struct crm_chart *c, double v, struct crm_buf *b)
{
	if (fabs(v) < 1e15)
		crm_putf(b, "%.*f", c->digits, v == 0 ? 0.0 : v);
	else
		crm_putf(b, "%.15g", v);
	if (c->unit != NULL)
		crm_puts(b, c->unit);
}

void
crm_chart_short(const struct crm_chart *c, double v, double step, struct crm_buf *b)
{
	static const char suffix[] = " kMGT";
	double unit = 1;
	int power = 0, digits;
	size_t point;

	while (power < 4 && fabs(v) >= 1000 * unit * (1 - 1e-9)) {
		unit *= 1000;
		power++;
	}
	digits = step > 0 && step < unit ? (int)fmin(12, ceil(-log10(step / unit) - 1e-9)) : 0;
	point = b->n;
	if (fabs(v) < 1e18)
		crm_putf(b, "%.*f", digits, fabs(v) < step / 1e6 ? 0.0 : v / unit);
	else
		crm_putf(b, "%.3g", v / unit);
	if (digits > 0 && memchr(b->p + point, '.', b->n - point) != NULL) {
		while (b->p[b->n - 1] == '0')
			b->n--;
		b->n -= b->p[b->n - 1] == '.';
	}
	if (power > 0)
		crm_putc(b, suffix[power]);
	crm_puts(b, c->unit != NULL ? c->unit : "");
}

/* Those next to each other as different as the palette has them. */
unsigned
crm_chart_color(size_t series)
{
	static const unsigned palette[CRM_CHART_COLORS] = {
		0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0x56B4E9, 0xCC79A7, 0xF0E442, 0x777777,
	};

	return palette[series % CRM_CHART_COLORS];
}

/* Viridis from its light end to its dark one: by lightness alone the order is seen, on a screen and on paper. */
unsigned
crm_chart_heat(double share)
{
	static const unsigned stop[] = { 0xFDE725, 0x90D743, 0x35B779, 0x21918C, 0x31688E, 0x443983, 0x440154 };
	enum { SPANS = sizeof stop / sizeof *stop - 1 };
	double at = fmax(0, fmin(share, 1)) * SPANS, part;
	int i = at >= SPANS ? SPANS - 1 : (int)at;
	unsigned rgb = 0;

	part = at - i;
	for (int shift = 16; shift >= 0; shift -= 8) {
		double from = stop[i] >> shift & 0xFF, to = stop[i + 1] >> shift & 0xFF;

		rgb |= (unsigned)lround(from + (to - from) * part) << shift;
	}
	return rgb;
}
