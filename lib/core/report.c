/* report.c - the list of reports, and how they ask */
#include "ask.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REPORT(n, h, a, cols) { #n, h, a, cols, NCOL(cols), run_##n }
const struct crm_report crm_reports[] = {
	REPORT(pipeline, "open deals by stage: how many, worth what, how old", CRM_ASK_FILTER, pipeline_cols),
	REPORT(board, "open deals by stage, with those that rot", CRM_ASK_FILTER, board_cols),
	REPORT(rotting, "deals too long untouched, or too long in their stage", CRM_ASK_FILTER, rotting_cols),
	REPORT(forecast, "value by month and category, and as they add up",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_CATEGORY, forecast_cols),
	REPORT(activity, "interactions by user and channel; this month unless asked otherwise",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, activity_cols),
	REPORT(agenda, "today: what is late and due, deals that rot, clients neglected", CRM_ASK_OWNER, agenda_cols),
	REPORT(won, "deals won, by reason", CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, closed_cols),
	REPORT(lost, "deals lost, by reason", CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, closed_cols),
	REPORT(velocity, "how much a day is won: open deals, win rate, value, cycle",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, velocity_cols),
	REPORT(conversion, "for each stage, how many deals entered it and went on", CRM_ASK_FILTER, conversion_cols),
	REPORT(otif, "orders that came on time and in full, by the current promise and by the first",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, otif_cols),
	{ "otif_lines", "the same of their lines", CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, otif_cols,
	    NCOL(otif_cols), run_otif_lines },
	REPORT(revenue, "what orders come to, discounts taken off, rounded once",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, revenue_cols),
	{ 0 },
};

const struct crm_report *
crm_report_find(const char *name)
{
	for (const struct crm_report *r = crm_reports; r->name != NULL; r++)
		if (strcmp(r->name, name) == 0)
			return r;
	return NULL;
}

static int
refuse(const struct crm_report *r, unsigned asks, bool asked, const char *what, struct crm_err *err)
{
	return !asked || (r->asks & asks) ? CRM_OK
	    : crm_fail(err, CRM_USAGE, NULL, "the report %s takes no %s", r->name, what);
}

int
crm_report_run(struct crm *c, const struct crm_report *r, const struct crm_asked *a, struct crm_grid *g,
    struct crm_err *err)
{
	struct crm_outcol *col = crm_alloc(&g->arena, r->ncol * sizeof *col);
	int rc;

	refuse(r, CRM_ASK_FILTER, a->nfilter > 0, "filter", err);
	refuse(r, CRM_ASK_PERIOD, a->from != NULL || a->to != NULL, "--from and --to", err);
	refuse(r, CRM_ASK_BY, a->by != NULL, "--by", err);
	refuse(r, CRM_ASK_CATEGORY, a->category != NULL, "--category", err);
	refuse(r, CRM_ASK_OWNER, a->owner != 0, "--owner", err);
	if (err->code != CRM_OK)
		return err->code;
	memcpy(col, r->col, r->ncol * sizeof *col);
	g->col = col;
	g->ncol = g->width = r->ncol;
	/* one snapshot for all its questions */
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	rc = r->run(c, a, g, err);
	crm_db_read_end(c->db);
	return rc;
}

/* People say owner and unit: of a deal its owner's, of an interaction those of who had it. */
static const char *
line_path(const struct crm_entity *e, const char *by)
{
	static const char *const said[][3] = {
		{ "owner", "owner.name", "agent.name" }, { "unit", "owner.unit", "agent.unit" },
	};
	const struct crm_field *own = by != NULL ? crm_field_find(e, by, strlen(by)) : NULL;
	bool agent = crm_field_find(e, "agent", 5) != NULL;

	for (size_t i = 0; by != NULL && i < sizeof said / sizeof *said; i++)
		if (strcmp(by, said[i][0]) == 0 && (own == NULL || own->to != NULL))
			return said[i][1 + agent];
	return by;
}

int
ask(struct ask *q, struct crm *c, const struct crm_asked *a, const char *entity, const char *fixed,
    const char *dated, struct crm_err *err)
{
	struct crm_expr *own, *theirs;
	struct crm_buf text = { 0 };
	int rc;

	*q = (struct ask){ .c = c, .asked = a, .ent = crm_entity_must(&c->schema, entity) };
	q->by = line_path(q->ent, a->by);
	crm_putf(&text, "%s", fixed);
	if (dated != NULL && (a->from != NULL || a->to != NULL))
		crm_putf(&text, " %s=%s..%s", dated, a->from ? a->from : "", a->to ? a->to : "");
	rc = crm_filter_text(&c->ctx, q->ent, text.p, &own, &q->arena, err);
	if (rc == CRM_OK)
		rc = crm_filter_parse(&c->ctx, q->ent, a->filter, a->nfilter, &theirs, &q->arena, err);
	if (rc == CRM_OK)
		q->where = crm_filter_and(own, theirs, &q->arena);
	crm_buf_free(&text);
	return rc;
}

void
ask_free(struct ask *q)
{
	crm_arena_free(&q->arena);
}

int
ask_sum(struct ask *q, const char *by, const char *stats, struct crm_grid *g, struct crm_err *err)
{
	struct crm_sum s = { .ent = q->ent, .where = q->where, .whole = q->whole };
	int rc;

	if ((rc = crm_sum_by(&q->c->ctx, &s, by, &q->arena, err)) != CRM_OK
	    || (rc = crm_sum_stats(&q->c->ctx, &s, stats, &q->arena, err)) != CRM_OK)
		return rc;
	rc = crm_sum_run(q->c, &s, g, err);
	return rc == CRM_NO ? CRM_OK : rc;
}

int
ask_rows(struct ask *q, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	struct crm_sort by[4] = { 0 };
	struct crm_path *col = crm_alloc(&q->arena, (strlen(columns) + 1) * sizeof *col);
	struct crm_query query = { .ent = q->ent, .where = q->where, .col = col, .ctx = &q->c->ctx, .sort = by,
	    .whole = q->whole, .any_order = q->any_order };
	struct crm_cursor *cur = NULL;
	int rc = CRM_OK;

	for (size_t n; rc == CRM_OK && *columns != '\0'; columns += n + (columns[n] == ',')) {
		n = strcspn(columns, ",");
		rc = crm_path_parse(&q->c->schema, q->ent, columns, n, &col[query.ncol++], err);
	}
	for (size_t n; rc == CRM_OK && sort != NULL && *sort != '\0'; sort += n + (sort[n] == ',')) {
		struct crm_sort *s = &by[query.nsort++];

		s->desc = *sort == '-';
		sort += s->desc;
		n = strcspn(sort, ",");
		rc = crm_path_parse(&q->c->schema, q->ent, sort, n, &s->path, err);
	}
	if (rc != CRM_OK || (rc = crm_select(q->c->db, &query, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		if ((rc = row(arg, cur->val)) != CRM_OK)
			break;
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

struct crm_val
keep(struct crm_grid *g, const struct crm_val *v)
{
	return v->t == CRM_TEXT ? CRM_VTEXT(crm_strndup(&g->arena, v->p, v->n), v->n) : *v;
}

struct crm_val
words(struct crm_grid *g, const char *fmt, ...)
{
	char text[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return CRM_VTEXT(crm_strdup(&g->arena, text), n < (int)sizeof text ? (size_t)n : sizeof text - 1);
}

struct crm_val
percent_of(int64_t part, int64_t whole)
{
	return whole == 0 ? CRM_VNULL : CRM_VINT((int64_t)floor((double)part / (double)whole * 1e4 + .5));
}

struct crm_val
mean_of(int64_t sum, int64_t n)
{
	return n == 0 ? CRM_VNULL : CRM_VREAL(floor((double)sum / (double)n * 100 + .5) / 100);
}

int
name_by(struct crm_grid *g, const struct crm_grid *sum, size_t ncol, struct crm_err *err)
{
	struct crm_outcol *col;

	if (sum->ncol != ncol)
		return crm_fail(err, CRM_USAGE, "--by", "one path only");
	if (sum->col[0].field->flags & CRM_F_MANY)
		return crm_fail(err, CRM_USAGE, "--by", "%s has several values", sum->col[0].name);
	col = crm_alloc(&g->arena, g->ncol * sizeof *col);
	memcpy(col, g->col, g->ncol * sizeof *col);
	col[0] = sum->col[0];
	col[0].name = crm_strdup(&g->arena, sum->col[0].name);
	g->col = col;
	return CRM_OK;
}
