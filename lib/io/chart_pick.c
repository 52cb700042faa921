/* chart_pick.c - what the columns of a listing are, and which of them a chart takes */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/chart_table.h"

/* Copies digits without the commas between thousands: three stand behind each, and one to three before the first. */
static bool
take_whole(const char **p, char *to, size_t *n, size_t room)
{
	const char *at = *p;
	size_t run = strspn(at, "0123456789"), first = run;

	for (;; run = strspn(at, "0123456789")) {
		if (*n + run >= room)
			return false;
		memcpy(to + *n, at, run);
		*n += run;
		at += run;
		if (*at != ',')
			break;
		if (first == 0 || first > 3 || strspn(at + 1, "0123456789") != 3)
			return false;
		at++;
	}
	*p = at;
	return true;
}

/* How long the exponent here is; 0: there is none. */
static size_t
exponent(const char *p)
{
	size_t sign = (*p == 'e' || *p == 'E') && (p[1] == '-' || p[1] == '+');

	return (*p == 'e' || *p == 'E') && isdigit((unsigned char)p[1 + sign])
	    ? 1 + sign + strspn(p + 1 + sign, "0123456789") : 0;
}

bool
io_chart_number(const char *p, struct chart_number *out)
{
	enum { ROOM = 400 };
	char plain[ROOM], *end;
	size_t n = 0, digits = 0, tail;

	p += strspn(p, " ");
	if (*p == '-' || *p == '+')
		plain[n++] = *p++;
	if (!isdigit((unsigned char)p[*p == '.']) || !take_whole(&p, plain, &n, ROOM - 2))
		return false;
	if (*p == '.')
		digits = strspn(p + 1, "0123456789");
	tail = *p == '.' ? 1 + digits : 0;
	tail += exponent(p + tail);
	if (n + tail >= ROOM)
		return false;
	memcpy(plain + n, p, tail);
	plain[n + tail] = '\0';
	p += tail + strspn(p + tail, " ");
	*out = (struct chart_number){ strtod(plain, &end), (int)digits, *p == '%' };
	p += out->percent;
	return *end == '\0' && p[strspn(p, " ")] == '\0' && fabs(out->v) <= 1e100;
}

const char *
io_chart_cell(const struct chart_line *l, size_t col)
{
	return col < l->ncell ? l->cell[col] : "";
}

static const char *
cell(const struct chart_table *t, size_t line, size_t col)
{
	return io_chart_cell(&t->line[line], col);
}

int
io_chart_bad(const struct chart_table *t, const struct chart_line *l, size_t col, const char *why, struct crm_err *err)
{
	const char *p = io_chart_cell(l, col);
	char shown[256];

	return t->name[col] != NULL
	    ? io_bad(t->reader, l->at, err, "%.60s: %s %s", t->name[col], crm_quote(shown, p, strlen(p)), why)
	    : io_bad(t->reader, l->at, err, "column %zu: %s %s", col + 1, crm_quote(shown, p, strlen(p)), why);
}

/* Every filled cell of a column that has some passes. */
static bool
all(const struct chart_table *t, size_t col, bool (*is)(const char *))
{
	size_t filled = 0;

	for (size_t l = t->first; l < t->nline; l++) {
		const char *p = cell(t, l, col);

		if (*p != '\0' && !is(p))
			return false;
		filled += *p != '\0';
	}
	return filled > 0;
}

/* "c12": nobody's label. */
static bool
is_reference(const char *p)
{
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz"), d = strspn(p + n, "0123456789");

	return n >= 1 && n <= 3 && d > 0 && p[n + d] == '\0';
}

static bool
is_code(const char *p)
{
	return strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && p[3] == '\0';
}

/* A column has numbers when half of what is in it are some: one that is none is an error then, not a kind. */
static void
look(struct chart_table *t)
{
	struct chart_number number;

	for (size_t c = 0; c < t->ncol; c++) {
		size_t numbers = 0, filled = 0;

		for (size_t l = t->first; l < t->nline; l++) {
			const char *p = cell(t, l, c);

			filled += *p != '\0';
			numbers += *p != '\0' && io_chart_number(p, &number);
		}
		t->number[c] = numbers > 0 && 2 * numbers >= filled;
	}
}

/* None of the first line's cells is a number, or comes again below: they are names. */
static bool
is_other(const struct chart_table *t)
{
	struct chart_number number;
	struct crm_map below = { 0 };
	bool other = true;
	int64_t n;

	for (size_t l = 1; l < t->nline; l++)
		for (size_t c = 0; c < t->line[l].ncell; c++)
			crm_map_set(&below, cell(t, l, c), strlen(cell(t, l, c)), 0);
	for (size_t c = 0; c < t->ncol && other; c++)
		other = !io_chart_number(cell(t, 0, c), &number)
		    && !crm_map_get(&below, cell(t, 0, c), strlen(cell(t, 0, c)), &n);
	crm_map_free(&below);
	return other;
}

/*
 * Whether the first line is a header: it has a text above numbers; or it counts, as the periods of a cohort or years
 * do, in a format that knows headers.
 */
static bool
is_header(const struct chart_table *t)
{
	struct chart_number n;
	size_t columns = 0;
	bool counts = t->reader->ops != &io_read_lines;
	double last = 0;

	for (size_t c = 0; c < t->ncol; c++) {
		if (!t->number[c])
			continue;
		if (!io_chart_number(cell(t, 0, c), &n))
			return *cell(t, 0, c) != '\0';
		counts &= columns++ == 0 || n.v == last + 1;
		last = n.v;
	}
	if (columns == 0)
		return t->nline > 1 ? is_other(t) : t->ncol > 1;
	return columns > 1 && counts;
}

/* The names of columns are the reader's, where the format has some, or the first line's. */
static int
name(struct chart_table *t)
{
	bool own = t->reader->ops != &io_read_lines && t->reader->ops != &io_read_csv && t->reader->ops != &io_read_tsv;
	int header = t->ask->header;

	t->number = crm_zalloc(&t->arena, t->ncol * sizeof *t->number + 1);
	t->name = crm_zalloc(&t->chart->arena, t->ncol * sizeof *t->name + 1);
	for (size_t c = 0; own && c < t->ncol; c++)
		t->name[c] = crm_strdup(&t->chart->arena, crm_reader_col(t->reader, (unsigned)c));
	if (!own) {
		t->first = t->nline > 1;         /* to see what the columns are, without it */
		look(t);
		t->first = header >= 0 ? (size_t)header : is_header(t);
	}
	for (size_t c = 0; t->first == 1 && c < t->ncol; c++)
		t->name[c] = crm_strdup(&t->chart->arena, cell(t, 0, c));
	look(t);
	return t->first < t->nline ? CRM_OK : CRM_NO;
}

static int
find(const struct chart_table *t, const char *text, size_t n, size_t *col, struct crm_err *err)
{
	struct crm_buf known = { 0 };
	char shown[256];
	int64_t number;

	for (size_t c = 0; c < t->ncol; c++)
		if (t->name[c] != NULL && strlen(t->name[c]) == n && memcmp(t->name[c], text, n) == 0) {
			*col = c;
			return CRM_OK;
		}
	if (crm_num(text, n, 1, (int64_t)t->ncol, &number) == CRM_OK) {
		*col = (size_t)number - 1;
		return CRM_OK;
	}
	for (size_t c = 0; c < t->ncol && known.n < 500; c++)
		crm_putf(&known, "%s%zu%s%.60s", c > 0 ? ", " : "", c + 1, t->name[c] != NULL ? " " : "",
		    t->name[c] != NULL ? t->name[c] : "");
	crm_fail(err, CRM_USAGE, NULL, "no such column: %s; there are %s", crm_quote(shown, text, n), known.p);
	crm_buf_free(&known);
	return CRM_USAGE;
}

static size_t
text_column(const struct chart_table *t, size_t from, bool references)
{
	for (size_t c = from; c < t->ncol; c++)
		if (!t->number[c] && c != t->currency && (references || !all(t, c, is_reference))
		    && (t->name[c] == NULL || strcmp(t->name[c], "total") != 0))
			return c;
	return CHART_NONE;
}

/* Kinds whose point is many series. */
static bool
takes_all(const struct chart_table *t)
{
	return t->by == CHART_NONE && (t->ask->kind == CRM_STACKED || t->ask->kind == CRM_HEATMAP);
}

static void
pick_values(struct chart_table *t)
{
	for (size_t c = 0; c < t->ncol; c++) {
		bool fits = t->words ? !t->number[c] && (t->label == CHART_NONE || c > t->label) : t->number[c];

		if (fits && c != t->label && c != t->by && (t->nvalue == 0 || takes_all(t)))
			t->value[t->nvalue++] = c;
	}
}

/* Two columns of texts and one of numbers are a matrix written as a list. */
static void
pick_by(struct chart_table *t)
{
	size_t numbers = 0;

	for (size_t c = 0; c < t->ncol; c++)
		numbers += t->number[c] && c != t->label;
	if (numbers == 1 && t->label != CHART_NONE && takes_all(t))
		t->by = text_column(t, t->label + 1, false);
}

static void
pick_label(struct chart_table *t)
{
	size_t numbers = 0;

	t->label = text_column(t, 0, false);
	if (t->label == CHART_NONE)
		t->label = text_column(t, 0, true);
	for (size_t c = 0; c < t->ncol; c++)
		numbers += t->number[c];
	if (t->label == CHART_NONE && numbers > 1)
		t->label = 0;
}

/* The column that tells whose money it is; by its name, or where there are none by its codes. */
static size_t
currency_column(const struct chart_table *t)
{
	for (size_t c = 0; c < t->ncol; c++)
		if (all(t, c, is_code) && (t->name[c] == NULL || strstr(t->name[c], "currency") != NULL))
			return c;
	return CHART_NONE;
}

/* Bars and lines of several currencies stand side by side; nothing adds them up. */
static void
pick_currency(struct chart_table *t)
{
	bool beside = t->by == CHART_NONE && t->nvalue == 1 && (t->ask->kind == CRM_BAR || t->ask->kind == CRM_LINE);

	if (t->currency == t->label || t->currency == t->by)
		t->currency = CHART_NONE;
	for (size_t l = t->first; beside && t->currency != CHART_NONE && l < t->nline; l++)
		if (strcmp(cell(t, l, t->currency), cell(t, t->first, t->currency)) != 0) {
			t->by = t->currency;
			t->currency = CHART_NONE;
		}
}

static int
pick_asked(struct chart_table *t, struct crm_err *err)
{
	const struct crm_charting *ask = t->ask;
	int rc = CRM_OK;
	size_t n, col;

	if (ask->label != NULL)
		rc = find(t, ask->label, strlen(ask->label), &t->label, err);
	if (rc == CRM_OK && ask->by != NULL)
		rc = find(t, ask->by, strlen(ask->by), &t->by, err);
	if (rc == CRM_OK && ask->label == NULL && t->by != CHART_NONE && t->by == t->label)
		t->label = text_column(t, t->by + 1, false);
	for (const char *p = ask->values; rc == CRM_OK && p != NULL; p = p[n] != '\0' ? p + n + 1 : NULL) {
		n = strcspn(p, ",");
		if ((rc = find(t, p, n, &col, err)) == CRM_OK)
			t->value[t->nvalue++] = col;
	}
	if (rc == CRM_OK && t->by != CHART_NONE && t->nvalue > 1)
		rc = crm_fail(err, CRM_USAGE, NULL, "several values are series already: one of them, or no --by");
	return rc;
}

int
io_chart_pick(struct chart_table *t, struct crm_err *err)
{
	size_t most;
	int rc = name(t);

	if (rc != CRM_OK)
		return rc;
	most = t->ncol + (t->ask->values != NULL ? strlen(t->ask->values) : 0) + 1;
	t->value = crm_zalloc(&t->arena, most * sizeof *t->value);
	t->label = t->by = CHART_NONE;
	t->currency = currency_column(t);
	pick_label(t);
	if ((rc = pick_asked(t, err)) != CRM_OK)
		return rc;
	if (t->nvalue == 0) {
		if (t->by == CHART_NONE)
			pick_by(t);
		pick_values(t);
	}
	if (t->nvalue == 0 && t->ask->kind == CRM_HEATMAP) {
		t->words = true;
		pick_values(t);
	}
	if (t->nvalue == 0)
		return crm_fail(err, CRM_DATA, NULL, "no column has numbers; --value takes one all the same");
	t->words = t->ask->kind == CRM_HEATMAP && !t->number[t->value[0]];
	pick_currency(t);
	return CRM_OK;
}
