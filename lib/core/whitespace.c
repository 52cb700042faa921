/* whitespace.c - clients by product lines: what each has of the whole line, and what it was never shown */
#include "ask.h"

#include <string.h>

#include "crm/product.h"

/* What stands in a place of the matrix; the first that is true. */
static const char *const words_of[] = {
	"bought", "has", "offered", "interested", "asked", "rejected", "never",
};
enum { BOUGHT, NEVER = 6 };
enum { ID, NAME, LINES };

static const struct crm_asked anything;

struct matrix {
	struct crm *c;
	struct crm_grid *g;
	struct crm_map line, row;                /* a line's column; a client's row */
	struct crm_outcol *col;
	size_t colcap;
};

static void
add_column(struct matrix *m, struct crm_val name, const struct crm_type *type)
{
	struct crm_grid *g = m->g;

	if (g->ncol == m->colcap) {
		struct crm_outcol *more;

		m->colcap = m->colcap ? 2 * m->colcap : 16;
		more = crm_alloc(&g->arena, m->colcap * sizeof *more);
		if (g->ncol > 0)
			memcpy(more, m->col, g->ncol * sizeof *more);
		g->col = m->col = more;
	}
	m->col[g->ncol++] = (struct crm_outcol)COL(crm_strndup(&g->arena, name.p, name.n), type);
	g->width = g->ncol;
}

/* No two columns have one name. */
static struct crm_val
heading(struct matrix *m, const struct crm_val *line)
{
	const char *name = line->p;

	for (size_t i = 0; i < LINES; i++)
		if (strcmp(m->col[i].name, name) == 0)
			name = crm_sprintf(&m->g->arena, "line %s", name);
	return CRM_VTEXT(name, strlen(name));
}

static int
add_lines(struct matrix *m, const char *entity, struct crm_err *err)
{
	struct crm_grid sum = { 0 };
	struct ask q;
	int rc = ask(&q, m->c, &anything, entity, "line!=", NULL, err);

	if (rc == CRM_OK)
		rc = ask_sum(&q, "line", "count", &sum, err);
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow - sum.ntotal; i++)
		if (crm_map_put(&m->line, sum.row[i][0].p, sum.row[i][0].n, (int64_t)m->g->ncol))
			add_column(m, heading(m, &sum.row[i][0]), &crm_t_word);
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

static int
add_client(struct matrix *m, const struct crm_val *v)
{
	struct crm_val *row = crm_grid_add(m->g);

	crm_map_put(&m->row, (const char *)&v[0].i, sizeof v[0].i, (int64_t)m->g->nrow - 1);
	row[ID] = words(m->g, "%s%lld", crm_entity_must(&m->c->schema, "client")->prefix, (long long)v[0].i);
	row[NAME] = keep(m->g, &v[1]);
	for (size_t i = LINES; i < m->g->ncol; i++)
		row[i] = CRM_VINT(NEVER);
	return CRM_OK;
}

static int
add_clients(struct matrix *m, const struct crm_whom *whom, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&m->c->schema, "client");
	struct crm_path col[] = {
		{ .ent = e, .field = &e->field[0] }, { .ent = e, .field = crm_field_must(e, "name") },
	};
	struct crm_query q = {
		.ent = e, .where = whom->where, .id = whom->id, .nid = whom->nid, .col = col, .ncol = 2,
		.ctx = &m->c->ctx,
	};
	struct crm_cursor *cur;
	int rc = crm_select(m->c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		add_client(m, cur->val);
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

/* A client, a line: the stronger word stays. */
static void
mark(struct matrix *m, const struct crm_val *client, const struct crm_val *line, int64_t word)
{
	int64_t row, col;
	struct crm_val *at;

	if (client->t != CRM_INT || line->t != CRM_TEXT || !crm_map_get(&m->line, line->p, line->n, &col)
	    || !crm_map_get(&m->row, (const char *)&client->i, sizeof client->i, &row))
		return;
	at = &m->g->row[row][col];
	at->i = word < at->i ? word : at->i;
}

/* Of few clients only theirs is asked for: " order.client=c1,c2". */
static const char *
only(struct matrix *m, const struct crm_whom *whom, const char *path)
{
	enum { FEW = 100 };
	struct crm_buf ids = { 0 };
	const char *text;

	if (whom->nid == 0 || whom->nid > FEW)
		return "";
	for (size_t i = 0; i < whom->nid; i++) {
		crm_puts(&ids, i ? "," : "");
		crm_put_id(&ids, crm_entity_must(&m->c->schema, "client"), whom->id[i]);
	}
	text = crm_sprintf(&m->g->arena, " %s=%s", path, ids.p);
	crm_buf_free(&ids);
	return text;
}

static int
add_bought(struct matrix *m, const struct crm_whom *whom, struct crm_err *err)
{
	struct crm_grid sum = { 0 };
	struct ask q;
	const char *filter;
	char from[11];
	int rc;

	crm_fmt_date(from, crm_add_months(crm_local_day(m->c->ctx.now), -12));
	filter = crm_sprintf(&m->g->arena, "order.kind=order order.cancelled= order.ordered>=%s%s", from,
	    only(m, whom, "order.client"));
	rc = ask(&q, m->c, &anything, "line", filter, NULL, err);
	if (rc == CRM_OK)
		rc = ask_sum(&q, "order.client,product.line", "count", &sum, err);
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow - sum.ntotal; i++)
		mark(m, &sum.row[i][0], &sum.row[i][1], BOUGHT);
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

static int
add_need(void *arg, const struct crm_val *v)
{
	for (int64_t i = BOUGHT + 1; i < NEVER; i++)
		if (v[2].t == CRM_TEXT && strcmp(words_of[i], v[2].p) == 0)
			mark(arg, &v[0], &v[1], i);
	return CRM_OK;
}

static int
add_needs(struct matrix *m, const struct crm_whom *whom, struct crm_err *err)
{
	const char *filter = crm_sprintf(&m->g->arena, "line!=%s", only(m, whom, "client"));

	return look(m->c, "need", filter, "client,line,level", NULL, add_need, m, err);
}

static int
fill(struct matrix *m, const struct crm_whom *whom, struct crm_err *err)
{
	int rc;

	add_column(m, CRM_VTEXT("id", 2), &crm_t_text);
	add_column(m, CRM_VTEXT("name", 4), &crm_t_text);
	if ((rc = add_lines(m, "product", err)) != CRM_OK || (rc = add_lines(m, "need", err)) != CRM_OK
	    || (rc = add_clients(m, whom, err)) != CRM_OK || (rc = add_bought(m, whom, err)) != CRM_OK
	    || (rc = add_needs(m, whom, err)) != CRM_OK)
		return rc;
	for (size_t r = 0; r < m->g->nrow; r++)
		for (size_t i = LINES; i < m->g->ncol; i++) {
			const char *word = words_of[m->g->row[r][i].i];

			m->g->row[r][i] = CRM_VTEXT(word, strlen(word));
		}
	return CRM_OK;
}

int
crm_whitespace(struct crm *c, const struct crm_whom *whom, struct crm_grid *g, struct crm_err *err)
{
	struct matrix m = { .c = c, .g = g };
	int rc = crm_db_read_begin(c->db, err);

	if (rc == CRM_OK) {
		rc = fill(&m, whom, err);
		crm_db_read_end(c->db);
	}
	crm_map_free(&m.line);
	crm_map_free(&m.row);
	return rc;
}
