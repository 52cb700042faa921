/* chart_page.c - a chart laid out on a page, whatever pen draws it: title, legend, bars, funnel, lines, heat map */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/chart.h"
#include "crm/utf8.h"

enum { TEXT = 13, LINE = 20, PAD = 12, GAP = 8, ROW = 28, SHARE = 80, SWATCH = 12 };
enum { WIDTH = 800, HEIGHT = 420, LEAST = 160, MOST = 32000, MOST_PIXELS = 1 << 26 };
enum { STEPS = 6, MOST_DOTS = 60, MOST_LABEL = 200, LONGEST = 300, SHADES = 24 };
enum { PAPER = 0xFFFFFF, AXIS = 0x888888, FAINT = 0xDDDDDD, PALE = 0xF4F4F4 };
static const struct crm_ink black = { TEXT, false, 0x222222 }, grey = { TEXT, false, 0x555555 },
    white = { TEXT, false, PAPER }, headline = { 18, true, 0x222222 };

/* What is left of the page, in pixels. */
struct page { struct crm_pen *pen; const struct crm_chart *c; double left, top, right, bottom; };

/* A text's width as the widest of the usual fonts without serifs would have it, so that it has room in all of them. */
static double
width_of(const char *p, size_t n, int size)
{
	double em = 0;
	size_t run;

	for (const char *end = p + n; p < end; p += run) {
		run = 1;
		if ((unsigned char)*p >= 0x80) {
			while (p + run < end && (unsigned char)p[run] >= 0x80)
				run++;
			em += 0.62 * (double)crm_width(p, run);
		} else
			em += strchr("ijlt.,:;'|!I /-()", *p) != NULL ? 0.38 : strchr("mwMW%", *p) != NULL ? 0.95
			    : *p >= 'A' && *p <= 'Z' ? 0.72 : 0.63;
	}
	return em * size;
}

static double
text_width(const char *text)
{
	return width_of(text, crm_fit(text, strlen(text), LONGEST), TEXT);
}

/* y is the middle of the line; what is wider than the room is cut; 0: there is enough. */
static void
put_text(struct page *g, double x, double y, enum crm_anchor anchor, double room, const struct crm_ink *ink,
    const char *text)
{
	size_t n = strlen(text), cols = LONGEST;
	struct crm_buf cut = { 0 };

	if (room > 0 && width_of(text, crm_fit(text, n, cols), ink->size) > room) {
		while (cols > 0 && width_of(text, crm_fit(text, n, cols), ink->size) > room - ink->size)
			cols--;
		crm_put(&cut, text, crm_fit(text, n, cols));
		crm_puts(&cut, "…");
		text = cut.p;
	}
	g->pen->text(g->pen, x, y + ink->size * 0.36, anchor, ink, text);
	crm_buf_free(&cut);
}

/* A number exactly, or shortly where a step is given. */
static void
number(const struct crm_chart *c, double v, double step, struct crm_buf *b)
{
	b->n = 0;
	if (step > 0)
		crm_chart_short(c, v, step, b);
	else
		crm_chart_number(c, v, b);
}

static void
put_number(struct page *g, double x, double y, enum crm_anchor anchor, const struct crm_ink *ink, double v, double step)
{
	struct crm_buf b = { 0 };

	number(g->c, v, step, &b);
	put_text(g, x, y, anchor, 0, ink, b.p);
	crm_buf_free(&b);
}

static double
number_width(const struct page *g, double v, double step)
{
	struct crm_buf b = { 0 };
	double w;

	number(g->c, v, step, &b);
	w = text_width(b.p);
	crm_buf_free(&b);
	return w;
}

/* The widest of the exact numbers beside bars. */
static double
numbers_width(const struct page *g)
{
	const struct crm_chart *c = g->c;
	double w = 0;

	for (size_t i = 0; i < c->nrow * c->nseries; i++) {
		double v = c->kind == CRM_STACKED ? crm_chart_total(c, i / c->nseries) : c->value[i];

		if (!isnan(v))
			w = fmax(w, number_width(g, v, 0));
	}
	return w;
}

static double
labels_width(const struct page *g, double most)
{
	double widest = 0;

	for (size_t r = 0; r < g->c->nrow && widest < most; r++)
		widest = fmax(widest, text_width(g->c->row[r]));
	return fmin(widest, most);
}

static void
put_rule(struct page *g, double x, double y, double to_x, double to_y, unsigned rgb)
{
	g->pen->line(g->pen, (double[]){ x, y, to_x, to_y }, 2, 1, rgb);
}

/* A box that tells "label, series: value". */
static void
put_box(struct page *g, double x, double y, double w, double h, unsigned rgb, size_t row, size_t series)
{
	const struct crm_chart *c = g->c;
	double v = c->value[row * c->nseries + series];
	struct crm_buf tip = { 0 };

	crm_puts(&tip, c->row[row]);
	if (c->nseries > 1) {
		crm_puts(&tip, ", ");
		crm_puts(&tip, c->series[series]);
	}
	crm_puts(&tip, ": ");
	if (c->nword > 0)
		crm_puts(&tip, c->word[(size_t)v - 1]);
	else
		crm_chart_number(c, v, &tip);
	g->pen->box(g->pen, x, y, w, h, rgb, tip.p);
	crm_buf_free(&tip);
}

static double
between(double from, double to, double share)
{
	return from + (to - from) * share;
}

static double
value_of(const struct crm_chart *c, size_t row, size_t series)
{
	return c->value[row * c->nseries + series];
}

/* Steps with their numbers below, over which the bars stand; where they stand too near, every other has none. */
static void
put_measure(struct page *g, const struct crm_scale *s, double left, double right)
{
	long steps = lround((s->hi - s->lo) / s->step), every = 1;
	double widest = 0;

	for (long i = 0; i <= steps; i++)
		widest = fmax(widest, number_width(g, s->lo + (double)i * s->step, s->step));
	while ((right - left) * (double)every / (double)steps < widest + PAD && every < steps)
		every *= 2;
	for (long i = 0; i <= steps; i += every) {
		double v = s->lo + (double)i * s->step, x = between(left, right, crm_scale_share(s, v));

		put_rule(g, x, g->top, x, g->bottom - LINE, fabs(v) < s->step / 2 ? AXIS : FAINT);
		put_number(g, x, g->bottom - LINE / 2.0, CRM_MIDDLE, &grey, v, s->step);
	}
}

/* One bar each, with its value at its end. */
static void
put_bars(struct page *g, size_t row, double y, double h, const struct crm_scale *s, double left, double right)
{
	const struct crm_chart *c = g->c;
	double zero = between(left, right, crm_scale_share(s, 0));

	for (size_t i = 0; i < c->nseries; i++, y += h) {
		double v = value_of(c, row, i), end = between(left, right, crm_scale_share(s, v));

		if (isnan(v))
			continue;
		put_box(g, fmin(zero, end), y, fmax(fabs(end - zero), 1), h - (c->nseries > 1),
		    crm_chart_color(i), row, i);
		put_number(g, end + (v < 0 ? -GAP / 2 : GAP / 2), y + h / 2, v < 0 ? CRM_END : CRM_START, &black, v, 0);
	}
}

/* What is more than nothing goes to the right, what is less to the left; their sum stands at the right end. */
static void
put_stack(struct page *g, size_t row, double y, double h, const struct crm_scale *s, double left, double right)
{
	const struct crm_chart *c = g->c;
	double end[2] = { 0 };

	for (size_t i = 0; i < c->nseries; i++) {
		double v = value_of(c, row, i), *to = &end[v < 0], from;

		if (isnan(v) || v == 0)
			continue;
		from = between(left, right, crm_scale_share(s, *to));
		*to += v;
		v = between(left, right, crm_scale_share(s, *to));
		put_box(g, fmin(from, v), y, fabs(v - from), h, crm_chart_color(i), row, i);
	}
	put_number(g, between(left, right, crm_scale_share(s, end[0])) + GAP / 2, y + h / 2, CRM_START, &black,
	    end[0] + end[1], 0);
}

static void
paint_bars(struct page *g)
{
	const struct crm_chart *c = g->c;
	struct crm_scale s = crm_chart_scale(c, STEPS);
	size_t lanes = c->kind == CRM_STACKED ? 1 : c->nseries;
	double room = (g->right - g->left) * 0.35, left = g->left + labels_width(g, room) + GAP;
	double outside = numbers_width(g) + GAP;
	double right = fmax(g->right - outside, left + LINE), band = (g->bottom - LINE - g->top) / (double)c->nrow;

	if (s.lo < 0 && lanes == c->nseries)
		left = fmin(left + outside, right - 1);
	put_measure(g, &s, left, right);
	for (size_t r = 0; r < c->nrow; r++) {
		double y = g->top + band * (double)r, h = band * 0.75 / (double)lanes;

		put_text(g, g->left, y + band / 2, CRM_START, room, &black, c->row[r]);
		(c->kind == CRM_STACKED ? put_stack : put_bars)(g, r, y + band * 0.125, h, &s, left, right);
	}
}

static void
put_share(struct page *g, double x, double y, double v, double of)
{
	struct crm_buf b = { 0 };

	if (of > 0) {
		crm_putf(&b, "%.0f%%", 100 * v / of);
		put_text(g, x, y, CRM_END, 0, &black, b.p);
	}
	crm_buf_free(&b);
}

/* The steps in the middle, each with its share of the first and of the one before. */
static void
paint_funnel(struct page *g)
{
	const struct crm_chart *c = g->c;
	struct crm_scale s = { 0 };
	double band = (g->bottom - g->top - LINE) / (double)c->nrow, number = g->right - 2 * SHARE - GAP;
	double left = g->left + labels_width(g, (g->right - g->left) * 0.3) + GAP;
	double right = fmax(number - numbers_width(g) - GAP, left + LINE);

	for (size_t r = 0; r < c->nrow; r++)
		s.hi = fmax(s.hi, value_of(c, r, 0));
	put_text(g, g->right - SHARE, g->top + LINE / 2.0, CRM_END, 0, &grey, "of first");
	put_text(g, g->right, g->top + LINE / 2.0, CRM_END, 0, &grey, "of previous");
	for (size_t r = 0; r < c->nrow; r++) {
		double v = value_of(c, r, 0), y = g->top + LINE + band * ((double)r + 0.5);
		double w = fmax((right - left) * crm_scale_share(&s, v), v > 0);

		put_text(g, g->left, y, CRM_START, left - g->left - GAP, &black, c->row[r]);
		if (isnan(v))
			continue;
		put_box(g, (left + right - w) / 2, y - band * 0.4, w, band * 0.8, crm_chart_color(0), r, 0);
		put_number(g, number, y, CRM_END, &black, v, 0);
		put_share(g, g->right - SHARE, y, v, value_of(c, 0, 0));
		put_share(g, g->right, y, v, r > 0 ? value_of(c, r - 1, 0) : 0);
	}
}

/* Labels below their points, as many as stand apart, in even steps. */
static void
put_labels(struct page *g, double left, double right)
{
	const struct crm_chart *c = g->c;
	double widest = labels_width(g, MOST_LABEL) + PAD, used = -PAD;
	size_t every = (size_t)ceil((double)c->nrow * widest / (right - left));

	for (size_t r = 0; r < c->nrow; r += every) {
		double w = fmin(text_width(c->row[r]), MOST_LABEL), x = between(left, right, crm_chart_along(c, r));

		x = fmax(left, fmin(x - w / 2, right - w));
		if (x < used + PAD)
			continue;
		put_text(g, x + w / 2, g->bottom - LINE / 2.0, CRM_MIDDLE, MOST_LABEL, &grey, c->row[r]);
		used = x + w;
	}
}

/* Dots where there are few, or where one stands alone. */
static void
put_stretch(struct page *g, const double *xy, size_t n, unsigned rgb)
{
	if (n > 1)
		g->pen->line(g->pen, xy, n, 2, rgb);
	for (size_t i = 0; i < n && (n == 1 || g->c->nrow <= MOST_DOTS); i++)
		g->pen->dot(g->pen, xy[2 * i], xy[2 * i + 1], 3.5, rgb);
}

/* A line goes from gap to gap. */
static void
put_series(struct page *g, size_t s, const struct crm_scale *scale, double left, double right)
{
	const struct crm_chart *c = g->c;
	double *xy = crm_xcalloc(2 * c->nrow, sizeof *xy);
	size_t n = 0;

	for (size_t r = 0; r < c->nrow; r++) {
		if (isnan(value_of(c, r, s)))
			continue;
		if (!crm_chart_joined(c, r, s)) {
			put_stretch(g, xy, n, crm_chart_color(s));
			n = 0;
		}
		xy[2 * n] = between(left, right, crm_chart_along(c, r));
		xy[2 * n++ + 1] = between(g->bottom - LINE - 4, g->top + 4, crm_scale_share(scale, value_of(c, r, s)));
	}
	put_stretch(g, xy, n, crm_chart_color(s));
	free(xy);
}

static void
paint_lines(struct page *g)
{
	const struct crm_chart *c = g->c;
	struct crm_scale s = crm_chart_scale(c, STEPS);
	long steps = lround((s.hi - s.lo) / s.step);
	double left = 0;

	for (long i = 0; i <= steps; i++)
		left = fmax(left, number_width(g, s.lo + (double)i * s.step, s.step));
	left += g->left + GAP;
	for (long i = 0; i <= steps; i++) {
		double v = s.lo + (double)i * s.step;
		double y = between(g->bottom - LINE - 4, g->top + 4, crm_scale_share(&s, v));

		put_rule(g, left, y, g->right, y, fabs(v) < s.step / 2 ? AXIS : FAINT);
		put_number(g, left - GAP, y, CRM_END, &grey, v, s.step);
	}
	put_labels(g, left + 4, g->right - 4);
	for (size_t i = 0; i < c->nseries; i++)
		put_series(g, i, &s, left + 4, g->right - 4);
}

/* A cell of a heat map; its number, of that step, where it has room. */
static void
put_cell(struct page *g, size_t row, size_t series, double x, double y, double w, double h, const struct crm_scale *s)
{
	const struct crm_chart *c = g->c;
	double v = value_of(c, row, series), share = s->hi > s->lo ? crm_scale_share(s, v) : 1;

	if (c->nword > 0 && v < 1)
		g->pen->box(g->pen, x, y, w, h, PALE, NULL);
	if (isnan(v) || (c->nword > 0 && v < 1))
		return;
	put_box(g, x, y, w, h, c->nword > 0 ? crm_chart_color((size_t)v - 1) : crm_chart_heat(share), row, series);
	if (c->nword == 0 && h >= TEXT && number_width(g, v, s->step) < w)
		put_number(g, x + w / 2, y + h / 2, CRM_MIDDLE, share > 0.4 ? &white : &black, v, s->step);
}

static void
paint_heatmap(struct page *g)
{
	const struct crm_chart *c = g->c;
	struct crm_scale s = crm_chart_scale(c, STEPS);
	double left = g->left + labels_width(g, (g->right - g->left) * 0.35) + GAP;
	double w = (g->right - left) / (double)c->nseries, h = (g->bottom - g->top - LINE) / (double)c->nrow;
	double gap = w > 4 ? 1 : 0;

	/* numbers are exact where all of them have room */
	s.step = c->nword > 0 || numbers_width(g) < w - 2 ? 0 : fmax(s.step / 100, 1e-12);
	for (size_t i = 0; i < c->nseries; i++)
		put_text(g, left + w * ((double)i + 0.5), g->top + LINE / 2.0, CRM_MIDDLE, w - GAP / 2, &grey,
		    c->series[i]);
	for (size_t r = 0; r < c->nrow; r++) {
		double y = g->top + LINE + h * (double)r;

		put_text(g, g->left, y + h / 2, CRM_START, left - g->left - GAP, &black, c->row[r]);
		for (size_t i = 0; i < c->nseries; i++)
			put_cell(g, r, i, left + w * (double)i + gap, y + 1, w - 2 * gap, h - 2, &s);
	}
}

/* From the least to the most, with their numbers. */
static void
put_ramp(struct page *g)
{
	struct crm_scale s = crm_chart_scale(g->c, STEPS);
	double x = g->left + number_width(g, s.lo, 0) + GAP, y = g->top + LINE / 2.0;

	put_number(g, g->left, y, CRM_START, &grey, s.lo, 0);
	for (int i = 0; i < SHADES; i++, x += 6)
		g->pen->box(g->pen, x, g->top + 4, 6, SWATCH, crm_chart_heat(i / (SHADES - 1.0)), NULL);
	put_number(g, x + GAP, y, CRM_START, &grey, s.hi, 0);
}

static void
put_names(struct page *g, const char **name, size_t n)
{
	double x = g->left;

	for (size_t i = 0; i < n; i++) {
		double w = SWATCH + GAP + text_width(name[i]);

		if (x > g->left && x + w > g->right) {
			x = g->left;
			g->top += LINE;
		}
		g->pen->box(g->pen, x, g->top + 4, SWATCH, SWATCH, crm_chart_color(i), NULL);
		put_text(g, x + SWATCH + GAP / 2, g->top + LINE / 2.0, CRM_START, g->right - x - SWATCH - GAP, &black,
		    name[i]);
		x += w + PAD;
	}
}

/* What the colours stand for; where there is one series, what its values are. */
static void
put_legend(struct page *g)
{
	const struct crm_chart *c = g->c;

	if (c->nword > 0)
		put_names(g, c->word, c->nword);
	else if (c->kind == CRM_HEATMAP)
		put_ramp(g);
	else if (c->nseries > 1)
		put_names(g, c->series, c->nseries);
	else if (c->y != NULL)
		put_text(g, g->left, g->top + LINE / 2.0, CRM_START, g->right - g->left, &grey, c->y);
	else
		return;
	g->top += LINE + PAD / 2.0;
}

/* Bars and the rows of a heat map have a height of their own, and one that they cannot do without. */
static double
height_of(const struct crm_chart *c, double row, double lane)
{
	double lanes = c->kind == CRM_BAR ? (double)c->nseries : 1;

	return c->kind == CRM_LINE ? 0 : (double)c->nrow * fmax(row, lanes * lane) + 4 * LINE + 2 * PAD;
}

int
crm_chart_fit(const struct crm_chart *c, struct crm_chart_size *size, struct crm_err *err)
{
	double least = height_of(c, TEXT, TEXT / 2.0);

	if (size->width == 0)
		size->width = WIDTH;
	if (size->height == 0)
		size->height = c->kind == CRM_LINE ? HEIGHT
		    : (unsigned)fmin(height_of(c, ROW, LINE) + LINE + 2 * PAD, 1e9);
	if (size->height < least && least <= MOST)
		return crm_fail(err, CRM_DATA, NULL, "%zu rows need a height of %.0f pixels at least", c->nrow,
		    ceil(least));
	if (size->width < LEAST || size->height < LEAST || size->width > MOST || size->height > MOST)
		return crm_fail(err, CRM_DATA, NULL, "a picture of %u by %u pixels cannot be drawn: %d to %d",
		    size->width, size->height, LEAST, MOST);
	return size->width <= MOST_PIXELS / size->height ? CRM_OK
	    : crm_fail(err, CRM_DATA, NULL, "a picture of %u by %u pixels is too large: they are more than %d million",
	    size->width, size->height, MOST_PIXELS / 1000000);
}

void
crm_chart_paint(const struct crm_chart *c, struct crm_chart_size size, struct crm_pen *pen)
{
	static void (*const paint[])(struct page *) = {
		[CRM_BAR] = paint_bars, [CRM_STACKED] = paint_bars, [CRM_LINE] = paint_lines,
		[CRM_FUNNEL] = paint_funnel, [CRM_HEATMAP] = paint_heatmap,
	};
	struct page g = { pen, c, PAD, PAD, size.width - PAD, size.height - PAD };

	pen->box(pen, 0, 0, size.width, size.height, PAPER, NULL);
	if (c->title != NULL) {
		put_text(&g, g.left, g.top + LINE / 2.0, CRM_START, g.right - g.left, &headline, c->title);
		g.top += LINE + PAD;
	}
	if (c->note != NULL) {
		put_text(&g, g.left, g.bottom - LINE / 2.0, CRM_START, g.right - g.left, &grey, c->note);
		g.bottom -= LINE;
	}
	if (c->nrow == 0 || c->nseries == 0)
		return;
	put_legend(&g);
	paint[c->kind](&g);
}
