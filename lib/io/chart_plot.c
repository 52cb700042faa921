/* chart_plot.c - charts for a terminal that are a plane: lines of braille dots, heat maps of shades */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/chart_text.h"

enum { STEPS = 6, LEAST_AREA = 10, MARK_EVERY = 6 };

/* A cell holds dots, and the mark of a series over them; the last series drawn gives it its colour. */
struct cell { unsigned char dots, series; bool marked; };
struct canvas { struct cell *cell; size_t cols, rows; long wide, high; };      /* wide, high: dots of a cell */

static struct cell *
cell_of(const struct canvas *cv, long x, long y)
{
	return &cv->cell[(size_t)(y / cv->high) * cv->cols + (size_t)(x / cv->wide)];
}

static void
set_dot(const struct canvas *cv, long x, long y, size_t series)
{
	static const unsigned char bit[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };
	struct cell *c = cell_of(cv, x, y);

	c->dots |= bit[y % cv->high][x % cv->wide];
	c->series = (unsigned char)series;
}

static void
set_line(const struct canvas *cv, long x, long y, long to_x, long to_y, size_t series)
{
	long steps = labs(to_x - x) > labs(to_y - y) ? labs(to_x - x) : labs(to_y - y);

	for (long i = 0; i <= steps; i++)
		set_dot(cv, x + (steps > 0 ? lround((double)(to_x - x) * (double)i / (double)steps) : 0),
		    y + (steps > 0 ? lround((double)(to_y - y) * (double)i / (double)steps) : 0), series);
}

/* Several series have marks, so that they differ without colours too, at points that are not too near each other; so
 * has a point that no line leads to or from. */
static bool
is_marked(const struct crm_chart *c, size_t row, size_t series, size_t every)
{
	return (c->nseries > 1 && row % every == 0)
	    || (!crm_chart_joined(c, row, series) && (row + 1 == c->nrow || !crm_chart_joined(c, row + 1, series)));
}

static void
draw_series(const struct plot *p, const struct canvas *cv, size_t s, const struct crm_scale *scale)
{
	const struct crm_chart *c = p->c;
	size_t every = (c->nrow * MARK_EVERY + cv->cols - 1) / cv->cols;
	long last_x = 0, last_y = 0;

	for (size_t r = 0; r < c->nrow; r++) {
		double v = c->value[r * c->nseries + s];
		long x = lround(crm_chart_along(c, r) * (double)(cv->wide * (long)cv->cols - 1)), y;

		if (isnan(v))
			continue;
		y = lround((1 - crm_scale_share(scale, v)) * (double)(cv->high * (long)cv->rows - 1));
		if (crm_chart_joined(c, r, s))
			set_line(cv, last_x, last_y, x, y, s);
		else
			set_dot(cv, x, y, s);
		if (is_marked(c, r, s, every))
			cell_of(cv, x, y)->marked = true;
		last_x = x;
		last_y = y;
	}
}

static const char *
mark(const struct plot *p, size_t series)
{
	static const char *const marks[2][CRM_CHART_COLORS] = {
		{ "●", "○", "■", "□", "▲", "△", "◆", "◇" }, { "*", "o", "+", "x", "#", "@", "%", "&" },
	};

	return marks[p->ascii][series % CRM_CHART_COLORS];
}

static void
put_cell(struct plot *p, const struct cell *c)
{
	const char braille[] = { '\xE2', (char)(0xA0 | c->dots >> 6), (char)(0x80 | (c->dots & 0x3F)), '\0' };

	if (c->dots == 0)
		crm_putc(p->to, ' ');
	else
		io_plot_run(p, c->marked ? mark(p, c->series) : p->ascii ? "." : braille, 1,
		    crm_chart_color(c->series));
}

static void
put_rows(struct plot *p, const struct canvas *cv, const struct crm_scale *s)
{
	size_t ticks = (size_t)lround((s->hi - s->lo) / s->step);
	struct crm_buf b = { 0 };

	for (size_t y = 0; y < cv->rows; y++) {
		b.n = 0;
		for (size_t t = 0; t <= ticks; t++)
			if ((cv->rows - 1) / ticks * (ticks - t) == y)
				crm_chart_short(p->c, s->lo + (double)t * s->step, s->step, &b);
		crm_putc(&b, '\0');
		io_plot_cell(p, b.p, p->value, RIGHT);
		crm_puts(p->to, b.p[0] != '\0' ? p->ascii ? " +" : " ┤" : p->ascii ? " |" : " │");
		for (size_t x = 0; x < cv->cols; x++)
			put_cell(p, &cv->cell[y * cv->cols + x]);
		io_plot_eol(p);
	}
	crm_buf_free(&b);
}

/* A label that begins under its point, where it has room. */
static size_t
put_label(struct plot *p, const struct canvas *cv, size_t row, size_t used)
{
	const char *label = p->c->row[row];
	size_t n = io_plot_width(label, cv->cols), from = p->value + 2, at;

	at = (size_t)lround(crm_chart_along(p->c, row) * (double)(cv->cols - 1));
	at = from + (at + n > cv->cols ? cv->cols - n : at);
	if (used > 0 && at < used + 2)
		return used;
	io_plot_spaces(p, at - used);
	io_plot_cell(p, label, n, LEFT);
	return at + n;
}

/* The axis, and below it as many labels as stand apart, in even steps. */
static void
put_axis(struct plot *p, const struct canvas *cv)
{
	size_t every, used = 0;

	io_plot_spaces(p, p->value);
	crm_puts(p->to, p->ascii ? " +" : " └");
	for (size_t x = 0; x < cv->cols; x++)
		crm_puts(p->to, p->ascii ? "-" : "─");
	io_plot_eol(p);
	every = (p->c->nrow * (io_plot_labels(p, cv->cols) + 2) + cv->cols - 1) / cv->cols;
	for (size_t r = 0; r < p->c->nrow; r += every)
		used = put_label(p, cv, r, used);
	io_plot_eol(p);
}

static size_t
widest_tick(const struct plot *p, const struct crm_scale *s)
{
	struct crm_buf b = { 0 };
	size_t widest = 0;

	for (long i = 0; i <= lround((s->hi - s->lo) / s->step); i++) {
		b.n = 0;
		crm_chart_short(p->c, s->lo + (double)i * s->step, s->step, &b);
		widest = b.n > widest ? b.n : widest;
	}
	crm_buf_free(&b);
	return widest;
}

void
io_plot_lines(struct plot *p)
{
	const struct crm_chart *c = p->c;
	struct canvas cv = { .wide = p->ascii ? 1 : 2, .high = p->ascii ? 1 : 4 };
	struct crm_scale s = crm_chart_scale(c, p->height - 1 < STEPS ? (unsigned)p->height - 1 : STEPS);
	double ticks = round((s.hi - s.lo) / s.step);

	/* about the height asked for, so that steps are as high as each other */
	cv.rows = (size_t)(fmax(1, round((double)(p->height - 1) / ticks)) * ticks) + 1;
	p->value = widest_tick(p, &s);
	cv.cols = p->width > p->value + 2 + LEAST_AREA ? p->width - p->value - 2 : LEAST_AREA;
	cv.cell = crm_xcalloc(cv.cols * cv.rows, sizeof *cv.cell);
	for (size_t i = 0; i < c->nseries; i++)
		draw_series(p, &cv, i, &s);
	if (c->nseries == 1 && c->y != NULL) {
		io_plot_cell(p, c->y, p->width, LEFT);
		io_plot_eol(p);
	}
	put_rows(p, &cv, &s);
	put_axis(p, &cv);
	if (c->nseries > 1)
		io_plot_legend(p, c->series, c->nseries, mark);
	free(cv.cell);
}

/* How much a cell of a heat map tells beside its shade, as there is room: all of its number, shortly, nothing. */
enum detail { EXACT, BRIEF, NONE };

static void
heat_number(const struct plot *p, double v, const struct crm_scale *s, enum detail detail, struct crm_buf *b)
{
	if (detail == EXACT)
		crm_chart_number(p->c, v, b);
	else if (detail == BRIEF)
		crm_chart_short(p->c, v, fmax((s->hi - s->lo) / 100, 1e-12), b);
	crm_putc(b, '\0');
}

/* Two columns of shade, then the value. */
static void
put_heat(struct plot *p, double v, const struct crm_scale *s, enum detail detail)
{
	static const char *const shade[2][4] = { { "░", "▒", "▓", "█" }, { ".", "-", "+", "#" } };
	double share = s->hi > s->lo ? crm_scale_share(s, v) : 1;
	struct crm_buf b = { 0 };

	if (isnan(v) || (p->c->nword > 0 && v < 1)) {
		io_plot_cell(p, p->c->nword == 0 ? "" : p->ascii ? "." : "·", p->value, LEFT);
		return;
	}
	if (p->c->nword > 0) {
		io_plot_run(p, io_plot_fill(p, (size_t)v - 1), 2, crm_chart_color((size_t)v - 1));
		io_plot_spaces(p, p->value - 2);
		return;
	}
	io_plot_run(p, p->color ? "█" : shade[p->ascii][share >= 1 ? 3 : (int)(share * 4)], 2, crm_chart_heat(share));
	heat_number(p, v, s, detail, &b);
	io_plot_cell(p, b.p, p->value - 2, RIGHT);
	crm_buf_free(&b);
}

static size_t
heat_width(const struct plot *p, const struct crm_scale *s, enum detail detail)
{
	const struct crm_chart *c = p->c;
	struct crm_buf b = { 0 };
	size_t widest = 0;

	for (size_t i = 0; i < c->nrow * c->nseries; i++) {
		if (isnan(c->value[i]))
			continue;
		b.n = 0;
		heat_number(p, c->value[i], s, detail, &b);
		widest = b.n - 1 > widest ? b.n - 1 : widest;
	}
	crm_buf_free(&b);
	return detail == NONE ? 2 : widest + 3;
}

/* What is over goes to the names of the columns. */
static enum detail
measure_heat(struct plot *p, const struct crm_scale *s)
{
	const struct crm_chart *c = p->c;
	enum detail detail = c->nword > 0 ? NONE : EXACT;

	p->label = io_plot_labels(p, p->width / 4);
	p->value = c->nword > 0 ? 4 : heat_width(p, s, detail);
	while (detail < NONE && p->label + c->nseries * (p->value + 2) > p->width)
		p->value = heat_width(p, s, ++detail);
	for (size_t i = 0; i < c->nseries; i++)
		while (io_plot_width(c->series[i], p->width) > p->value
		    && p->label + c->nseries * (p->value + 3) <= p->width)
			p->value++;
	return detail;
}

static void
put_ramp(struct plot *p, const struct crm_scale *s)
{
	for (int i = 0; i < 4; i++) {
		double v = s->lo + i * (s->hi - s->lo) / 3;
		struct crm_buf b = { 0 };

		io_plot_spaces(p, i > 0 ? 2 : 0);
		p->value = 2;
		put_heat(p, v, s, NONE);
		heat_number(p, v, s, BRIEF, &b);
		crm_putf(p->to, " %s", b.p);
		crm_buf_free(&b);
	}
	io_plot_eol(p);
}

void
io_plot_heatmap(struct plot *p)
{
	const struct crm_chart *c = p->c;
	struct crm_scale s = crm_chart_scale(c, 0);
	enum detail detail = measure_heat(p, &s);
	size_t shown = c->nseries, fit = p->width > p->label ? (p->width - p->label) / (p->value + 2) : 1;

	shown = fit < 1 ? 1 : fit < shown ? fit : shown;
	io_plot_spaces(p, p->label);
	for (size_t i = 0; i < shown; i++) {
		io_plot_spaces(p, 2);
		io_plot_cell(p, c->series[i], p->value, detail == NONE ? LEFT : RIGHT);
	}
	io_plot_eol(p);
	for (size_t r = 0; r < c->nrow; r++) {
		io_plot_cell(p, c->row[r], p->label, LEFT);
		for (size_t i = 0; i < shown; i++) {
			io_plot_spaces(p, 2);
			put_heat(p, c->value[r * c->nseries + i], &s, detail);
		}
		io_plot_eol(p);
	}
	if (c->nword > 0)
		io_plot_legend(p, c->word, c->nword, io_plot_fill);
	else if (detail == NONE)
		put_ramp(p, &s);
	if (shown < c->nseries)
		crm_putf(p->to, "(%zu of %zu columns; the others need a greater width)\n", shown, c->nseries);
}
