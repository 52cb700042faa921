/* chart_text.c - charts for a terminal: bars of block elements, their values beside them */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/chart_text.h"

enum { GAP = 2, LEAST_AREA = 10, SHARE = 9 };

void
io_plot_spaces(struct plot *p, size_t n)
{
	while (n-- > 0)
		crm_putc(p->to, ' ');
}

void
io_plot_eol(struct plot *p)
{
	while (p->to->n > 0 && p->to->p[p->to->n - 1] == ' ')
		p->to->n--;
	crm_putc(p->to, '\n');
}

void
io_plot_cell(struct plot *p, const char *text, size_t cols, enum align align)
{
	struct crm_buf safe = { 0 };
	size_t n, used;
	bool cut;

	crm_put_safe(&safe, text, strlen(text));
	cut = safe.n > 0 && crm_width(safe.p, safe.n) > cols;
	n = cut ? crm_fit(safe.p, safe.n, cols - (cols > 0)) : safe.n;
	used = (n > 0 ? crm_width(safe.p, n) : 0) + (cut && cols > 0);
	if (align == RIGHT)
		io_plot_spaces(p, cols - used);
	crm_put(p->to, safe.p, n);
	if (cut && cols > 0)
		crm_puts(p->to, p->ascii ? "~" : "…");
	if (align == LEFT)
		io_plot_spaces(p, cols - used);
	crm_buf_free(&safe);
}

/* The nearest of the colours 16..231, a cube, which all terminals with more than 16 have. */
static unsigned
nearest(unsigned rgb)
{
	static const unsigned level[] = { 0, 95, 135, 175, 215, 255 };
	unsigned color = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		unsigned want = rgb >> shift & 0xFF, best = 0;

		for (unsigned i = 1; i < 6; i++)
			if (abs((int)level[i] - (int)want) < abs((int)level[best] - (int)want))
				best = i;
		color = 6 * color + best;
	}
	return 16 + color;
}

void
io_plot_run(struct plot *p, const char *glyph, size_t n, unsigned rgb)
{
	if (n == 0)
		return;
	if (p->color)
		crm_putf(p->to, "\033[38;5;%um", nearest(rgb));
	while (n-- > 0)
		crm_puts(p->to, glyph);
	if (p->color)
		crm_puts(p->to, "\033[0m");
}

const char *
io_plot_fill(const struct plot *p, size_t series)
{
	static const char *const fill[2][CRM_CHART_COLORS] = {
		{ "█", "░", "▓", "▒", "▞", "▚", "▄", "▀" }, { "#", "=", "+", "o", "*", "x", "%", "-" },
	};

	return fill[p->ascii][series % CRM_CHART_COLORS];
}

size_t
io_plot_width(const char *text, size_t most)
{
	struct crm_buf safe = { 0 };
	size_t n = 0;

	if (text != NULL && *text != '\0') {
		crm_put_safe(&safe, text, strlen(text));
		n = crm_width(safe.p, safe.n);
	}
	crm_buf_free(&safe);
	return n < most ? n : most;
}

size_t
io_plot_labels(const struct plot *p, size_t most)
{
	size_t widest = 0, n;

	for (size_t r = 0; r < p->c->nrow && widest < most; r++)
		if ((n = io_plot_width(p->c->row[r], most)) > widest)
			widest = n;
	return widest;
}

size_t
io_plot_number(const struct plot *p, double v)
{
	struct crm_buf b = { 0 };
	size_t n;

	if (!isnan(v))
		crm_chart_number(p->c, v, &b);
	n = b.n;
	crm_buf_free(&b);
	return n;
}

void
io_plot_legend(struct plot *p, const char **name, size_t n, const char *(*glyph)(const struct plot *, size_t))
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		size_t cols = io_plot_width(name[i], p->width / 2);

		if (used > 0 && used + GAP + 2 + cols > p->width) {
			io_plot_eol(p);
			used = 0;
		}
		io_plot_spaces(p, used > 0 ? GAP : 0);
		used += (used > 0 ? GAP : 0) + 2 + cols;
		io_plot_run(p, glyph(p, i), 1, crm_chart_color(i));
		crm_putc(p->to, ' ');
		io_plot_cell(p, name[i], cols, LEFT);
	}
	io_plot_eol(p);
}

static void
put_value(struct plot *p, double v)
{
	struct crm_buf b = { 0 };

	if (!isnan(v))
		crm_chart_number(p->c, v, &b);
	io_plot_cell(p, b.n > 0 ? b.p : "", p->value, RIGHT);
	crm_buf_free(&b);
}

/* What stands beside a bar. */
static double
told(const struct crm_chart *c, size_t row, size_t series)
{
	return c->kind == CRM_STACKED ? crm_chart_total(c, row) : c->value[row * c->nseries + series];
}

/* Labels get a third of the width at most, so that bars have lengths to compare. */
static void
lay_out(struct plot *p, size_t extra)
{
	const struct crm_chart *c = p->c;
	size_t most = p->width / 3, used, n;

	p->label = io_plot_width(c->x, most);
	n = io_plot_labels(p, most);
	p->label = n > p->label ? n : p->label;
	p->value = io_plot_width(c->y, 16);
	for (size_t i = 0; i < c->nrow * c->nseries; i++)
		if ((n = io_plot_number(p, told(c, i / c->nseries, i % c->nseries))) > p->value)
			p->value = n;
	used = p->label + GAP + p->value + extra + GAP;
	p->area = p->width > used + LEAST_AREA ? p->width - used : LEAST_AREA;
}

/* What the columns are called, where that is known. */
static void
put_heads(struct plot *p, const char *more)
{
	const char *y = p->c->y;

	if (p->c->x == NULL && y == NULL && *more == '\0')
		return;
	io_plot_cell(p, p->c->x != NULL ? p->c->x : "", p->label, LEFT);
	io_plot_spaces(p, GAP);
	io_plot_cell(p, y != NULL ? y : "", p->value, RIGHT);
	crm_puts(p->to, more);
	io_plot_eol(p);
}

/* A length in parts of a column; what is not nothing has one. */
static size_t
parts(double columns, size_t of)
{
	size_t n = (size_t)lround(columns * (double)of);

	return n == 0 && columns > 0 ? 1 : n;
}

/* A bar to the right in eighths of a column, where its glyph is the full block. */
static void
put_right(struct plot *p, double columns, size_t series)
{
	static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	const char *fill = io_plot_fill(p, p->color ? 0 : series);
	bool fine = !p->ascii && (p->color || series == 0);
	size_t n = parts(columns, fine ? 8 : 1);

	io_plot_run(p, fill, fine ? n / 8 : n, crm_chart_color(series));
	if (fine)
		io_plot_run(p, part[n % 8], n % 8 > 0, crm_chart_color(series));
}

/* A bar to the left of zero, in halves: there are no finer elements on that side. */
static void
put_left(struct plot *p, double columns, size_t zero, size_t series)
{
	const char *fill = io_plot_fill(p, p->color ? 0 : series);
	bool fine = !p->ascii && (p->color || series == 0);
	size_t of = fine ? 2 : 1, n = parts(columns, of);

	if (n > of * zero)
		n = of * zero;
	io_plot_spaces(p, zero - (n + of - 1) / of);
	io_plot_run(p, "▐", n % of, crm_chart_color(series));
	io_plot_run(p, fill, n / of, crm_chart_color(series));
}

static void
put_bar(struct plot *p, double v, size_t series, const struct crm_scale *s)
{
	double unit = s->hi > s->lo ? (double)p->area / (s->hi - s->lo) : 0;
	size_t zero = (size_t)ceil(-s->lo * unit);

	if (isnan(v) || v == 0)
		return;
	if (v < 0) {
		put_left(p, -v * unit, zero, series);
		return;
	}
	io_plot_spaces(p, zero);
	put_right(p, fmin(v * unit, (double)(p->area - zero)), series);
}

/* How many columns of zero's side the values of a sign fill, up to and with a series. */
static long
stacked(const struct plot *p, size_t row, size_t series, bool negative, double unit)
{
	double sum = 0;

	for (size_t s = 0; s <= series; s++) {
		double v = p->c->value[row * p->c->nseries + s];

		sum += isnan(v) || negative != (v < 0) ? 0 : fabs(v);
	}
	return lround(sum * unit);
}

static void
put_part(struct plot *p, size_t row, size_t series, bool negative, double unit)
{
	long from = series > 0 ? stacked(p, row, series - 1, negative, unit) : 0;

	io_plot_run(p, io_plot_fill(p, series), (size_t)(stacked(p, row, series, negative, unit) - from),
	    crm_chart_color(series));
}

/* What is less than nothing grows from zero to the left. */
static void
put_stack(struct plot *p, size_t row, const struct crm_scale *s)
{
	size_t last = p->c->nseries - 1;
	double unit = s->hi > s->lo ? (double)p->area / (s->hi - s->lo) : 0;
	long zero = lround(-s->lo * unit);

	io_plot_spaces(p, (size_t)(zero - stacked(p, row, last, true, unit)));
	for (size_t i = last + 1; i-- > 0; )
		put_part(p, row, i, true, unit);
	for (size_t i = 0; i <= last; i++)
		put_part(p, row, i, false, unit);
}

static void
put_line(struct plot *p, const char *label, size_t row, size_t series, const struct crm_scale *s)
{
	double v = told(p->c, row, series);

	io_plot_cell(p, label, p->label, LEFT);
	io_plot_spaces(p, GAP);
	put_value(p, v);
	io_plot_spaces(p, GAP);
	if (p->c->kind == CRM_STACKED)
		put_stack(p, row, s);
	else
		put_bar(p, v, series, s);
	io_plot_eol(p);
}

/* A line for each value that there is; a row without any has its label at least. */
void
io_plot_bars(struct plot *p)
{
	const struct crm_chart *c = p->c;
	struct crm_scale s = crm_chart_scale(c, 0);
	size_t lanes = c->kind == CRM_STACKED ? 1 : c->nseries, lines;

	lay_out(p, 0);
	put_heads(p, "");
	for (size_t r = 0; r < c->nrow; r++) {
		lines = 0;
		for (size_t i = 0; i < lanes; i++)
			if (!isnan(told(c, r, i)) || (i + 1 == lanes && lines == 0))
				put_line(p, lines++ == 0 ? c->row[r] : "", r, i, &s);
	}
	if (c->nseries > 1)
		io_plot_legend(p, c->series, c->nseries, io_plot_fill);
}

static void
put_share(struct plot *p, double v, double of)
{
	struct crm_buf b = { 0 };

	if (!isnan(v) && of > 0)
		crm_putf(&b, "%.0f%%", 100 * v / of);
	io_plot_cell(p, b.n > 0 ? b.p : "", SHARE, RIGHT);
	crm_buf_free(&b);
}

/* A bar in the middle, in halves of a column on both sides. */
static void
put_middle(struct plot *p, double v, double most)
{
	size_t half = p->area / 2, n = most > 0 && !isnan(v) ? parts(v * (double)half / most, p->ascii ? 1 : 2) : 0;

	if (p->ascii)
		n *= 2;
	io_plot_spaces(p, half - (n + 1) / 2);
	io_plot_run(p, "▐", n % 2, crm_chart_color(0));
	io_plot_run(p, io_plot_fill(p, 0), n / 2 * 2, crm_chart_color(0));
	io_plot_run(p, "▌", n % 2, crm_chart_color(0));
}

/* How much of the first step, and of the one before, came to each. */
void
io_plot_funnel(struct plot *p)
{
	const struct crm_chart *c = p->c;
	struct crm_scale s = crm_chart_scale(c, 0);

	lay_out(p, 2 * SHARE);
	put_heads(p, " of first  of prev");
	for (size_t r = 0; r < c->nrow; r++) {
		double v = c->value[r * c->nseries];

		io_plot_cell(p, c->row[r], p->label, LEFT);
		io_plot_spaces(p, GAP);
		put_value(p, v);
		put_share(p, v, c->value[0]);
		put_share(p, v, r > 0 ? c->value[(r - 1) * c->nseries] : 0);
		io_plot_spaces(p, GAP);
		put_middle(p, v, s.hi);
		io_plot_eol(p);
	}
}

void
crm_chart_text(const struct crm_chart *c, const struct crm_chart_look *look, struct crm_buf *to)
{
	static void (*const plot[])(struct plot *) = {
		[CRM_BAR] = io_plot_bars, [CRM_STACKED] = io_plot_bars, [CRM_LINE] = io_plot_lines,
		[CRM_FUNNEL] = io_plot_funnel, [CRM_HEATMAP] = io_plot_heatmap,
	};
	struct plot p = {
		.c = c, .to = to, .width = look->width > 0 ? look->width : 80,
		.height = look->height > 2 ? look->height : 12, .color = look->color, .ascii = look->ascii,
	};

	if (c->title != NULL) {
		io_plot_cell(&p, c->title, p.width, LEFT);
		io_plot_eol(&p);
	}
	if (c->nrow > 0 && c->nseries > 0)
		plot[c->kind](&p);
	if (c->note != NULL)
		crm_putf(to, "(%s)\n", c->note);
}
