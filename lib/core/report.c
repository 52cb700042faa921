/* report.c - the list of reports, and how they ask */
#include "ask.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REPORT(n, h, a, cols) { #n, h, a, cols, NCOL(cols), run_##n }
#define NAMED(name, n, h, a) { name, h, a, n##_cols, NCOL(n##_cols), run_##n }
const struct crm_report crm_reports[] = {
	REPORT(pipeline, "open deals by stage: how many, worth what, how old", CRM_ASK_FILTER, pipeline_cols),
	REPORT(board, "open deals by stage, with those that rot", CRM_ASK_FILTER, board_cols),
	REPORT(rotting, "deals too long untouched, or too long in their stage", CRM_ASK_FILTER, rotting_cols),
	REPORT(forecast, "value by month and category, and as they add up",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_CATEGORY, forecast_cols),
	REPORT(activity, "interactions by user and channel; this month unless asked otherwise",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, activity_cols),
	REPORT(agenda, "today: what is late and due, deals that rot, clients neglected",
	    CRM_ASK_OWNER | CRM_ASK_UNIT, agenda_cols),
	REPORT(won, "deals won, by reason", CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, closed_cols),
	REPORT(lost, "deals lost, by reason", CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, closed_cols),
	REPORT(velocity, "how much a day is won: open deals, win rate, value, cycle",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, velocity_cols),
	REPORT(conversion, "for each stage, how many deals entered it and went on", CRM_ASK_FILTER, conversion_cols),
	REPORT(otif, "orders that came on time and in full, by the current promise and by the first",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, otif_cols),
	{ "otif-lines", "the same of their lines", CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, otif_cols,
	    NCOL(otif_cols), run_otif_lines },
	REPORT(winrate, "how many of the deals decided were won, and of their value",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, winrate_cols),
	NAMED("stage-times", stage_times, "days that deals spend in each stage, and that those there have spent",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD),
	REPORT(sources, "what each source and campaign brought: leads, deals, value, at what cost",
	    CRM_ASK_PERIOD, sources_cols),
	REPORT(units, "people or units against their targets; this month unless asked otherwise",
	    CRM_ASK_PERIOD | CRM_ASK_BY | CRM_ASK_OWNER | CRM_ASK_UNIT, units_cols),
	REPORT(service, "how fast clients are served, in business time",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, service_cols),
	NAMED("key-accounts", key_accounts, "key accounts, the sickest first: health and why, value, plan, people, lines",
	    CRM_ASK_FILTER | CRM_ASK_OWNER | CRM_ASK_UNIT),
	REPORT(plan, "what is to be done by whom on which day; what is late and a week unless asked otherwise",
	    CRM_ASK_PERIOD | CRM_ASK_OWNER | CRM_ASK_UNIT, plan_cols),
	REPORT(retention, "cohorts of clients by their first order: how many ordered again how much later",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, retention_cols),
	REPORT(clients, "the base of clients by period: who came, came back, was lost; retention, churn, repeat rate",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, clients_cols),
	REPORT(revenue, "what orders come to, discounts taken off, rounded once",
	    CRM_ASK_FILTER | CRM_ASK_PERIOD | CRM_ASK_BY, revenue_cols),
	REPORT(monthly, "the month, the last whole one unless asked otherwise: every figure beside others",
	    CRM_ASK_MONTH | CRM_ASK_OWNER | CRM_ASK_UNIT, monthly_cols),
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
	refuse(r, CRM_ASK_MONTH, a->month != NULL, "month", err);
	refuse(r, CRM_ASK_UNIT, a->unit != NULL, "--unit", err);
	if (err->code != CRM_OK)
		return err->code;
	memcpy(col, r->col, r->ncol * sizeof *col);
	g->col = col;
	g->ncol = g->width = r->ncol;
	/* one snapshot for all its questions */
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	rc = a->by != NULL && strcmp(a->by, "segment") == 0 && strcmp(r->col[0].name, "all") == 0
	    ? run_by_segment(c, r, a, g, err) : r->run(c, a, g, err);
	crm_db_read_end(c->db);
	return rc;
}

/* Whoever of us a record is of: the owner of a deal, of an interaction who had it. */
static const char *
one_of_us(const struct crm_entity *e)
{
	return crm_field_find(e, "agent", 5) != NULL ? "agent" : "owner";
}

/* People say owner and unit, client and its class, or the month of what the report is about. */
static const char *
line_path(struct ask *q, const char *by, const char *dated)
{
	static const char *const said[][2] = {
		{ "owner", "%s.name" }, { "unit", "%s.unit" }, { "client", "client.name" }, { "class", "client.class" },
		{ "product", "product.name" },
	};
	static const char *const units[] = { "day", "week", "month", "quarter", "year" };
	const struct crm_field *own = by != NULL ? crm_field_find(q->ent, by, strlen(by)) : NULL;

	if (by == NULL || (own != NULL && own->to == NULL))
		return by;
	for (size_t i = 0; i < NCOL(said); i++)
		if (strcmp(by, said[i][0]) == 0)
			return crm_sprintf(&q->arena, said[i][1], one_of_us(q->ent));
	for (size_t i = 0; dated != NULL && i < NCOL(units); i++)
		if (strcmp(by, units[i]) == 0)
			return crm_sprintf(&q->arena, "%s:%s", dated, by);
	return by;
}

/* What is asked for by options is a filter too. */
static int
restrict_to(struct ask *q, struct crm_err *err)
{
	const char *us = one_of_us(q->ent);
	char *only[2];
	struct crm_expr *x;
	size_t n = 0;
	int rc;

	if (q->asked->owner != 0)
		only[n++] = crm_sprintf(&q->arena, "%s=u%lld", us, (long long)q->asked->owner);
	if (q->asked->unit != NULL)
		only[n++] = crm_sprintf(&q->arena, "%s.unit=%s", us, q->asked->unit);
	if (n == 0)
		return CRM_OK;
	if ((rc = crm_filter_parse(&q->c->ctx, q->ent, only, n, &x, &q->arena, err)) == CRM_OK)
		q->where = crm_filter_and(q->where, x, &q->arena);
	return rc;
}

int
ask(struct ask *q, struct crm *c, const struct crm_asked *a, const char *entity, const char *fixed,
    const char *dated, struct crm_err *err)
{
	struct crm_expr *own, *theirs;
	struct crm_buf text = { 0 };
	int rc;

	*q = (struct ask){ .c = c, .asked = a, .ent = crm_entity_must(&c->schema, entity) };
	q->by = line_path(q, a->by, dated);
	crm_putf(&text, "%s", fixed);
	if (dated != NULL && (a->from != NULL || a->to != NULL))
		crm_putf(&text, " %s=%s..%s", dated, a->from ? a->from : "", a->to ? a->to : "");
	rc = crm_filter_text(&c->ctx, q->ent, text.p, &own, &q->arena, err);
	if (rc == CRM_OK)
		rc = crm_filter_parse(&c->ctx, q->ent, a->filter, a->nfilter, &theirs, &q->arena, err);
	if (rc == CRM_OK)
		q->where = crm_filter_and(own, theirs, &q->arena);
	crm_buf_free(&text);
	if (rc == CRM_OK)
		rc = restrict_to(q, err);
	return rc == CRM_OK && a->segment != NULL ? in_segment(q, a->segment, err) : rc;
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
	    .whole = q->whole, .any_order = q->any_order, .bare = q->bare };
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
as_text(struct crm_grid *g, const char *s)
{
	return s != NULL ? keep(g, &CRM_VTEXT(s, strlen(s))) : CRM_VNULL;
}

struct crm_val
words(struct crm_grid *g, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	text = crm_alloc(&g->arena, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return CRM_VTEXT(text, (size_t)n);
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
one_path(const struct crm_grid *sum, size_t ncol, size_t by, struct crm_err *err)
{
	if (sum->ncol != ncol)
		return crm_fail(err, CRM_USAGE, "--by", "one path only");
	if (sum->col[by].field->flags & CRM_F_MANY)
		return crm_fail(err, CRM_USAGE, "--by", "%s has several values", sum->col[by].name);
	return CRM_OK;
}

int
name_by(struct crm_grid *g, const struct crm_grid *sum, size_t ncol, struct crm_err *err)
{
	struct crm_outcol *col;
	int rc = one_path(sum, ncol, 0, err);

	if (rc != CRM_OK)
		return rc;
	col = crm_alloc(&g->arena, g->ncol * sizeof *col);
	memcpy(col, g->col, g->ncol * sizeof *col);
	col[0] = sum->col[0];
	col[0].name = crm_strdup(&g->arena, sum->col[0].name);
	g->col = col;
	return CRM_OK;
}
