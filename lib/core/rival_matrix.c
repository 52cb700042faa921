/* rival_matrix.c - rivals by product lines: where they meet us, and at what price */
#include "rival.h"
#include "tally.h"

#include <string.h>

/* Behind what is shown lies what the price is the mean of. */
enum { ID, RIVAL, LINE, OPEN, WON, LOST, WIN_RATE, SEEN, OF_OURS, LAST, PERCENTS, PRICES, PARTS };
enum { SHOWN = PERCENTS };
static const struct crm_outcol cols[SHOWN] = {
	COL("id", &crm_t_text), COL("rival", &crm_t_text), COL("line", &crm_t_text), COL("open", &crm_t_int),
	COL("won", &crm_t_int), COL("lost", &crm_t_int), COL("win_rate", &crm_t_percent), COL("seen", &crm_t_int),
	COL("of_ours", &crm_t_percent), COL("last_seen", &crm_t_date),
};

struct matrix {
	struct fights f;
	struct tally t;
	struct crm_map met;                      /* deal and line, deals that have any, rival and product */
};

/* False when it was there. */
static bool
first_time(struct matrix *m, char what, int64_t a, int64_t b, const struct crm_val *line)
{
	struct crm_buf key = { 0 };
	bool fresh;

	crm_putf(&key, "%c %lld %lld ", what, (long long)a, (long long)b);
	if (line->t == CRM_TEXT)
		crm_put(&key, line->p, line->n);
	fresh = crm_map_put(&m->met, key.p, key.n, 1);
	crm_buf_free(&key);
	return fresh;
}

/* The row of a rival and a line, or NULL when it is not asked about. */
static struct crm_val *
row_of(struct matrix *m, int64_t rival, const struct crm_val *line)
{
	struct crm_val key[LINE + 1], *row;

	if (!rival_key(&m->f, rival, key))
		return NULL;
	key[LINE] = *line;
	row = tally(&m->t, key, LINE + 1);
	return row;
}

static void
meet_on(struct matrix *m, const struct fight *f, const struct crm_val *line)
{
	int col = f->state == 'w' ? WON : f->state == 'l' ? LOST : OPEN;
	struct crm_val *row;

	for (int64_t i = f->bid; i >= 0; i = m->f.bid[i].next)
		if ((row = row_of(m, m->f.bid[i].rival, line)) != NULL)
			row[col].i++;
}

/* deal, line: of its product, or of a need that is dealt with in it */
static int
add_line(void *arg, const struct crm_val *v)
{
	struct matrix *m = arg;
	const struct fight *f = v[0].t == CRM_INT ? fight_of(&m->f, v[0].i) : NULL;

	if (f == NULL || !first_time(m, 'l', f->deal, 0, &v[1]))
		return CRM_OK;
	first_time(m, 'd', f->deal, 0, &CRM_VNULL);
	meet_on(m, f, &v[1]);
	return CRM_OK;
}

/* rival, line, at, product, of_ours; the latest first */
static int
add_sighting(void *arg, const struct crm_val *v)
{
	struct matrix *m = arg;
	struct crm_val *row = row_of(m, v[0].i, &v[1]);

	if (row == NULL)
		return CRM_OK;
	row[SEEN].i++;
	if (row[LAST].t != CRM_TEXT)
		row[LAST] = keep(m->f.g, &v[2]);
	if (v[4].t == CRM_INT && first_time(m, 'p', v[0].i, v[3].i, &CRM_VNULL)) {
		row[PERCENTS].i += v[4].i;
		row[PRICES].i++;
	}
	return CRM_OK;
}

/* rival, lines */
static int
add_rival(void *arg, const struct crm_val *v)
{
	struct matrix *m = arg;
	struct crm_arena a = { 0 };
	size_t at = 0, n;
	char *line;

	while (v[1].t == CRM_TEXT && crm_many_next(v[1].p, v[1].n, &at, &a, &line, &n))
		row_of(m, v[0].i, &CRM_VTEXT(line, n));
	crm_arena_free(&a);
	return CRM_OK;
}

static int
fill(struct matrix *m, const struct crm_rivals *of, struct crm_err *err)
{
	struct crm *c = m->f.c;
	int rc;

	if ((rc = fights_read(&m->f, of, &(struct crm_asked){ 0 }, "rivals>0", err)) != CRM_OK
	    || (rc = look(c, "deal", "rivals>0 product.line!=", "id,product.line", NULL, add_line, m, err)) != CRM_OK
	    || (rc = look(c, "need", "deal!= line!=", "deal,line", NULL, add_line, m, err)) != CRM_OK
	    || (rc = look(c, "sighting", only_rivals(&m->f, of, "rival"), "rival,line,at,product,of_ours", "-at,-id",
	    add_sighting, m, err)) != CRM_OK
	    || (rc = look(c, "rival", only_rivals(&m->f, of, "id"), "id,lines", NULL, add_rival, m, err)) != CRM_OK)
		return rc;
	for (const struct fight *f = m->f.v; f < m->f.v + m->f.n; f++)
		if (first_time(m, 'd', f->deal, 0, &CRM_VNULL))
			meet_on(m, f, &CRM_VNULL);
	return CRM_OK;
}

static void
finish(struct crm_val *row)
{
	int64_t n = row[PRICES].i;

	row[WIN_RATE] = percent_of(row[WON].i, row[WON].i + row[LOST].i);
	row[OF_OURS] = n > 0 ? CRM_VINT((row[PERCENTS].i + n / 2) / n) : CRM_VNULL;
	if (row[LAST].t != CRM_TEXT)
		row[LAST] = CRM_VNULL;
}

int
crm_rival_matrix(struct crm *c, const struct crm_rivals *of, struct crm_grid *g, struct crm_err *err)
{
	struct matrix m = { .f = { .c = c, .g = g }, .t = { .g = g, .ints = OPEN, .end = PARTS } };
	int rc = crm_db_read_begin(c->db, err);

	g->col = cols;
	g->ncol = SHOWN;
	g->width = PARTS;
	if (rc == CRM_OK) {
		rc = fill(&m, of, err);
		crm_db_read_end(c->db);
	}
	for (size_t i = 0; i < g->nrow; i++)
		finish(g->row[i]);
	crm_map_free(&m.met);
	tally_free(&m.t);
	fights_free(&m.f);
	return rc == CRM_OK ? crm_grid_sort(g, "rival,line", err) : rc;
}

/* A column of the square: the line's name, or what keeps it apart from the columns before. */
static const char *
heading(struct crm_grid *g, const struct crm_val *line)
{
	if (line->t != CRM_TEXT)
		return "(no line)";
	for (int i = 0; i < LINE; i++)
		if (strcmp(line->p, cols[i].name) == 0)
			return crm_sprintf(&g->arena, "line %s", line->p);
	return crm_strdup(&g->arena, line->p);
}

/* A rate is not shown without what it is made of. */
static int
what_column(const char *what, struct crm_err *err)
{
	if (strcmp(what, "deals") == 0)
		return PARTS;
	for (int i = OPEN; i < LAST; i++)
		if (i != WIN_RATE && strcmp(cols[i].name, what) == 0)
			return i;
	crm_fail(err, CRM_USAGE, NULL, "no such square: '%s'; there are deals, open, won, lost, seen, of_ours",
	    what);
	return -1;
}

/* The lines in their order, each once, that of none last. */
static size_t
square_columns(struct crm_grid *g, struct crm_grid *list, int what, struct crm_map *place, struct crm_err *err)
{
	struct crm_outcol *col = crm_alloc(&g->arena, (LINE + list->nrow) * sizeof *col);
	size_t n = LINE;

	memcpy(col, cols, LINE * sizeof *col);
	crm_grid_sort(list, "line,rival", err);
	for (size_t i = 0; i < list->nrow; i++) {
		const struct crm_val *line = &list->row[i][LINE];

		if (!crm_map_put(place, line->t == CRM_TEXT ? line->p : "", line->n, (int64_t)n))
			continue;
		col[n] = what < PARTS ? cols[what] : cols[OPEN];
		col[n++].name = heading(g, line);
	}
	g->col = col;
	return g->ncol = g->width = n;
}

int
crm_rival_square(struct crm *c, const struct crm_rivals *of, const char *what, struct crm_grid *g,
    struct crm_err *err)
{
	struct crm_grid list = { 0 };
	struct crm_map place = { 0 };
	struct tally t = { .g = g };
	int from = what_column(what, err), rc = from < 0 ? CRM_USAGE : crm_rival_matrix(c, of, &list, err);

	if (rc == CRM_OK)
		t.ints = t.end = square_columns(g, &list, from, &place, err);
	for (size_t i = 0; rc == CRM_OK && i < list.nrow; i++) {
		const struct crm_val *row = list.row[i], *line = &row[LINE];
		int64_t at = LINE;

		crm_map_get(&place, line->t == CRM_TEXT ? line->p : "", line->n, &at);
		tally(&t, row, LINE)[at] = from < PARTS ? row[from] : CRM_VINT(row[OPEN].i + row[WON].i + row[LOST].i);
	}
	crm_map_free(&place);
	tally_free(&t);
	crm_grid_free(&list);
	return rc == CRM_OK ? crm_grid_sort(g, "rival", err) : rc;
}
