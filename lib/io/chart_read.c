/* chart_read.c - the rows of a reader become a chart */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/chart_table.h"

enum { MOST_VALUES = 4000000 };

/* The cells of a row as texts; those of an array between commas. */
static void
keep(const struct chart_table *t, const struct crm_row *row, struct crm_arena *arena, struct chart_line *l)
{
	*l = (struct chart_line){ .at = row->line, .ncell = crm_reader_ncol(t->reader) };
	l->cell = crm_alloc(arena, (l->ncell + 1) * sizeof *l->cell);
	for (size_t i = 0; i < l->ncell; i++)
		l->cell[i] = "";
	for (size_t i = 0; i < row->n; i++) {
		const struct crm_cell *c = &row->cell[i];
		const char **to = &l->cell[c->col];

		if (c->kind != CRM_CELL_NULL)
			*to = **to == '\0' ? crm_strndup(arena, c->p, c->n)
			    : crm_sprintf(arena, "%s, %.*s", *to, (int)c->n, c->p);
	}
}

/* Our listings mark totals: by a column `total`, or where values have no kinds by that word in the first. */
static bool
is_total(const struct chart_table *t, const struct crm_row *row)
{
	const struct crm_cell *c = row->cell;

	for (size_t i = 0; i < row->n; i++)
		if (c[i].kind == CRM_CELL_BOOL && strcmp(crm_reader_col(t->reader, c[i].col), "total") == 0)
			return c[i].n == 4;
	return t->nline > 0 && row->n > 0 && c->col == 0 && c->n == 5 && memcmp(c->p, "total", 5) == 0;
}

static int
next(struct chart_table *t, struct crm_arena *arena, struct chart_line *l, struct crm_err *err)
{
	struct crm_row row;
	int rc;

	while ((rc = crm_reader_next(t->reader, &row, err)) == CRM_ROW && is_total(t, &row))
		t->totals++;
	if (rc == CRM_ROW)
		keep(t, &row, arena, l);
	return rc;
}

static int
hold(struct chart_table *t, struct crm_err *err)
{
	int rc = CRM_ROW;

	t->line = crm_xcalloc(CHART_HELD, sizeof *t->line);
	while (t->nline < CHART_HELD && (rc = next(t, &t->arena, &t->line[t->nline], err)) == CRM_ROW)
		t->nline++;
	t->ncol = crm_reader_ncol(t->reader);
	if (rc != CRM_ROW && rc != CRM_DONE)
		return rc;
	return t->nline > 0 ? CRM_OK : CRM_NO;
}

/* The index of a name in the order of their coming. */
static size_t
index_of(struct chart_table *t, struct crm_map *map, const char *text, const char ***names, size_t *n)
{
	int64_t i = (int64_t)*n;

	if (!crm_map_put(map, text, strlen(text), i)) {
		crm_map_get(map, text, strlen(text), &i);
		return (size_t)i;
	}
	if ((*n & (*n - 1)) == 0)
		*names = crm_xrealloc(*names, (*n > 0 ? 2 * *n : 1) * sizeof **names);
	(*names)[(*n)++] = crm_strdup(&t->chart->arena, text);
	return (size_t)i;
}

/* The value's place; room is made when it is new. */
static double *
place(struct chart_table *t, size_t row, size_t series)
{
	size_t rows = t->roomrow, columns = t->roomseries;
	double *grown;

	while (row >= rows)
		rows = 2 * rows + 16;
	while (series >= columns)
		columns = 2 * columns + (columns == 0);
	if (rows > t->roomrow || columns > t->roomseries) {
		grown = crm_xmalloc(rows * columns * sizeof *grown);
		for (size_t i = 0; i < rows * columns; i++)
			grown[i] = i / columns < t->roomrow && i % columns < t->roomseries
			    ? t->grid[i / columns * t->roomseries + i % columns] : NAN;
		free(t->grid);
		t->grid = grown;
		t->roomrow = rows;
		t->roomseries = columns;
	}
	return &t->grid[row * t->roomseries + series];
}

static int
add_number(struct chart_table *t, const struct chart_line *l, size_t col, double *to, struct crm_err *err)
{
	const char *p = io_chart_cell(l, col);
	struct chart_number n;

	if (*p == '\0')
		return CRM_OK;
	if (!io_chart_number(p, &n))
		return io_chart_bad(t, l, col, "is no number", err);
	if (n.v < 0 && t->ask->kind == CRM_FUNNEL)
		return io_chart_bad(t, l, col, "is less than nothing: no step of a funnel", err);
	t->percent &= n.percent;
	if (n.digits > t->chart->digits)
		t->chart->digits = n.digits;
	*to = isnan(*to) ? n.v : *to + n.v;
	return CRM_OK;
}

/* What says no is nothing, other words are numbered as they come. */
static void
add_word(struct chart_table *t, const char *p, double *to)
{
	static const char *const none[] = { "", "-", "0", "no", "false", "never" };

	*to = 0;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (strcmp(p, none[i]) == 0)
			return;
	*to = (double)index_of(t, &t->known, p, &t->wordname, &t->nword) + 1;
}

static int
check_currency(struct chart_table *t, const struct chart_line *l, struct crm_err *err)
{
	const char *code = t->currency != CHART_NONE ? io_chart_cell(l, t->currency) : "";
	char why[96];

	if (*code == '\0')
		return CRM_OK;
	if (t->code == NULL)
		t->code = crm_strdup(&t->chart->arena, code);
	if (strcmp(t->code, code) == 0)
		return CRM_OK;
	snprintf(why, sizeof why, "and %.20s are not drawn on one scale: filter by one currency", t->code);
	return io_chart_bad(t, l, t->currency, why, err);
}

static int
add_line(struct chart_table *t, const struct chart_line *l, struct crm_err *err)
{
	char counted[24];
	const char *label = counted;
	size_t row, series;
	int rc = check_currency(t, l, err);

	snprintf(counted, sizeof counted, "%zu", t->nrow + 1);
	if (t->label != CHART_NONE)
		label = io_chart_cell(l, t->label);
	row = index_of(t, &t->rows, label, &t->rowname, &t->nrow);
	for (size_t i = 0; i < t->nvalue && rc == CRM_OK; i++) {
		series = t->by == CHART_NONE ? i
		    : index_of(t, &t->series, io_chart_cell(l, t->by), &t->seriesname, &t->nseries);
		if (t->nrow > MOST_VALUES / (t->nseries > 0 ? t->nseries : 1))
			return crm_fail(err, CRM_DATA, NULL, "%zu labels of %zu series are too many to draw", t->nrow,
			    t->nseries);
		if (t->words)
			add_word(t, io_chart_cell(l, t->value[i]), place(t, row, series));
		else
			rc = add_number(t, l, t->value[i], place(t, row, series), err);
	}
	return rc;
}

/* Complaints are collected, so that all that are no numbers can be mended at once. */
static int
add_all(struct chart_table *t, struct crm_err *err)
{
	struct chart_line l;
	int rc = CRM_OK, one;

	for (size_t i = 0; i < t->nvalue && t->by == CHART_NONE; i++) {
		const char *name = t->name[t->value[i]];

		name = name != NULL ? name : crm_sprintf(&t->arena, "%zu", t->value[i] + 1);
		if (index_of(t, &t->series, name, &t->seriesname, &t->nseries) != i)
			return crm_fail(err, CRM_USAGE, NULL, "the column %.60s is there twice", name);
	}
	for (size_t i = t->first; i < t->nline; i++)
		if ((one = add_line(t, &t->line[i], err)) != CRM_OK)
			rc = one;
	while ((one = next(t, &t->row, &l, err)) == CRM_ROW) {
		if ((one = add_line(t, &l, err)) != CRM_OK)
			rc = one;
		crm_arena_reset(&t->row);
	}
	return rc != CRM_OK || one == CRM_DONE ? rc : one;
}

static int
check_series(const struct chart_table *t, struct crm_err *err)
{
	if (t->nseries > CRM_CHART_COLORS && t->ask->kind != CRM_HEATMAP)
		return crm_fail(err, CRM_DATA, NULL, "%zu series cannot be told apart, %d can: see heatmap", t->nseries,
		    CRM_CHART_COLORS);
	if (t->nword > CRM_CHART_COLORS)
		return crm_fail(err, CRM_DATA, NULL, "%zu different words cannot be told apart, %d can", t->nword,
		    CRM_CHART_COLORS);
	if (t->nseries > 1 && t->ask->kind == CRM_FUNNEL)
		return crm_fail(err, CRM_USAGE, NULL, "a funnel has one value, not %zu", t->nseries);
	return CRM_OK;
}

/* Long fractions are cut to six digits of the largest value: a picture tells no more. */
static void
settle_digits(struct crm_chart *c)
{
	double largest = 0;
	int enough;

	for (size_t i = 0; i < c->nrow * c->nseries; i++)
		if (!isnan(c->value[i]))
			largest = fmax(largest, fabs(c->value[i]));
	enough = largest > 0 ? 5 - (int)floor(log10(largest)) : 0;
	enough = enough < 2 ? 2 : enough > 12 ? 12 : enough;
	if (c->digits > enough)
		c->digits = enough;
}

static void
fill(struct chart_table *t)
{
	struct crm_chart *c = t->chart;

	crm_chart_room(c, t->nrow, t->nseries);
	c->nword = t->nword;
	c->word = crm_alloc(&c->arena, t->nword * sizeof *c->word + 1);
	if (t->nword > 0)
		memcpy(c->word, t->wordname, t->nword * sizeof *c->word);
	memcpy(c->row, t->rowname, t->nrow * sizeof *c->row);
	memcpy(c->series, t->seriesname, t->nseries * sizeof *c->series);
	for (size_t r = 0; r < c->nrow; r++)
		memcpy(c->value + r * c->nseries, t->grid + r * t->roomseries, c->nseries * sizeof *c->value);
	c->x = t->label != CHART_NONE ? t->name[t->label] : NULL;
	c->y = t->nvalue == 1 ? t->name[t->value[0]] : NULL;
	c->unit = t->percent && !t->words ? "%" : NULL;
	settle_digits(c);
}

void
io_chart_reorder(struct crm_chart *c, const size_t *order)
{
	const char **row = crm_alloc(&c->arena, c->nrow * sizeof *row + 1);
	double *value = crm_alloc(&c->arena, c->nrow * c->nseries * sizeof *value + 1);

	for (size_t r = 0; r < c->nrow; r++) {
		row[r] = c->row[order[r]];
		memcpy(value + r * c->nseries, c->value + order[r] * c->nseries, c->nseries * sizeof *value);
	}
	c->row = row;
	c->value = value;
}

struct ranked { double total; size_t row; };

static int
by_size(const void *a, const void *b)
{
	const struct ranked *p = a, *q = b;

	if (p->total != q->total)
		return p->total < q->total ? 1 : -1;
	return (p->row > q->row) - (p->row < q->row);
}

static void
sort(struct crm_chart *c)
{
	struct ranked *rank = crm_xcalloc(c->nrow, sizeof *rank);
	size_t *order = crm_xcalloc(c->nrow, sizeof *order);

	for (size_t r = 0; r < c->nrow; r++)
		rank[r] = (struct ranked){ crm_chart_total(c, r), r };
	qsort(rank, c->nrow, sizeof *rank, by_size);
	for (size_t r = 0; r < c->nrow; r++)
		order[r] = rank[r].row;
	io_chart_reorder(c, order);
	free(order);
	free(rank);
}

/* What is more than the limit is one row, or is told. */
static void
cut(struct crm_chart *c, const struct crm_charting *ask, struct crm_buf *note)
{
	size_t rest = c->nrow - ask->limit;

	if (!ask->other || c->nword > 0) {
		crm_putf(note, "%zu of %zu rows", ask->limit, c->nrow);
		c->nrow = ask->limit;
		return;
	}
	c->row[ask->limit] = crm_sprintf(&c->arena, "other (%zu)", rest);
	for (size_t r = ask->limit + 1; r < c->nrow; r++)
		for (size_t s = 0; s < c->nseries; s++) {
			double *to = &c->value[ask->limit * c->nseries + s], v = c->value[r * c->nseries + s];

			if (!isnan(v))
				*to = isnan(*to) ? v : *to + v;
		}
	c->nrow = ask->limit + 1;
}

static int
make(struct chart_table *t, struct crm_err *err)
{
	const struct crm_charting *ask = t->ask;
	struct crm_chart *c = t->chart;
	struct crm_buf note = { 0 };
	int rc = add_all(t, err);

	if (rc != CRM_OK || (rc = check_series(t, err)) != CRM_OK)
		return rc;
	fill(t);
	if (ask->kind == CRM_LINE)
		io_chart_set_out(c, &note);
	else if (ask->sort && !t->words)
		sort(c);
	if (ask->kind != CRM_LINE && ask->limit > 0 && c->nrow > ask->limit)
		cut(c, ask, &note);
	c->note = note.n > 0 ? crm_strdup(&c->arena, note.p) : NULL;
	crm_buf_free(&note);
	return c->nrow > 0 ? CRM_OK : CRM_NO;
}

int
crm_chart_read(struct crm_chart *c, struct crm_reader *reader, const struct crm_charting *ask, struct crm_err *err)
{
	struct chart_table t = { .chart = c, .ask = ask, .reader = reader, .percent = true };
	int rc;

	*c = (struct crm_chart){ .kind = ask->kind };
	if (ask->other && (ask->kind == CRM_LINE || ask->kind == CRM_FUNNEL))
		return crm_fail(err, CRM_USAGE, NULL, "--other: only bars and heat maps have room for a rest");
	if (ask->title != NULL)
		c->title = crm_strdup(&c->arena, ask->title);
	if ((rc = hold(&t, err)) == CRM_OK && (rc = io_chart_pick(&t, err)) == CRM_OK)
		rc = make(&t, err);
	if (rc == CRM_NO && t.totals > 0)
		crm_fail(err, CRM_NO, NULL, "there is nothing but a total");
	crm_map_free(&t.rows);
	crm_map_free(&t.series);
	crm_map_free(&t.known);
	crm_arena_free(&t.arena);
	crm_arena_free(&t.row);
	free(t.rowname);
	free(t.seriesname);
	free(t.wordname);
	free(t.grid);
	free(t.line);
	return rc;
}
