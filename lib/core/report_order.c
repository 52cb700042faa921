/* report_order.c - what came on time and in full, and what was earned */
#include "ask.h"
#include "tally.h"

#include <stdlib.h>
#include <string.h>

/* What makes a line, as people say it, is a path of the entity, or of its order; NULL when it has none. */
static const char *
way(struct ask *q, const struct crm_entity *e, const char *by, struct crm_err *err)
{
	static const char *const said[][2] = {
		{ "owner", "owner.name" }, { "employee", "owner.name" }, { "client", "client.name" },
		{ "product", "product.name" }, { "line", "product.line" }, { "category", "product.line" },
		{ "unit", "owner.unit" }, { "class", "client.class" },
	};
	static const char *const from[] = { "%s", "order.%s" };
	struct crm_path path;
	const char *text;

	for (size_t i = 0; i < NCOL(said); i++)
		if (strcmp(by, said[i][0]) == 0)
			by = said[i][1];
	for (size_t i = 0; i < NCOL(from); i++) {
		text = crm_sprintf(&q->arena, from[i], by);
		if (crm_path_parse(&q->c->schema, e, text, strcspn(text, ":"), &path, err) == CRM_OK)
			return text;
	}
	return NULL;
}

/* Months and years are those of the date that the report is about. */
static const char *
dated_way(struct ask *q, const char *dated, const char *by)
{
	static const char *const units[] = { "day", "week", "month", "quarter", "year" };

	for (size_t i = 0; i < NCOL(units); i++)
		if (strcmp(by, units[i]) == 0)
			return crm_sprintf(&q->arena, "%s:%s", dated, by);
	return by;
}

enum { ALL, DUE, GOOD, RATE, FIRST_DUE, FIRST_GOOD, FIRST_RATE };
const struct crm_outcol otif_cols[7] = {
	COL("all", &crm_t_text), COL("due", &crm_t_int), COL("good", &crm_t_int), COL("rate", &crm_t_percent),
	COL("due_first", &crm_t_int), COL("good_first", &crm_t_int), COL("rate_first", &crm_t_percent),
};

static void
put_rates(struct crm_val *row)
{
	row[RATE] = percent_of(row[GOOD].i, row[DUE].i);
	row[FIRST_RATE] = percent_of(row[FIRST_GOOD].i, row[FIRST_DUE].i);
}

/* Due is what has a verdict: it may still come in time, or nothing was promised, where there is none. */
static int
otif(struct crm *c, const struct crm_asked *a, const char *entity, const char *promised, const char *dated,
    struct crm_grid *g, struct crm_err *err)
{
	static const int at[] = { DUE, GOOD, FIRST_DUE, FIRST_GOOD };
	static const char stats[] = "count:otif!=,count:otif=yes,count:otif_first!=,count:otif_first=yes";
	struct crm_grid sum = { 0 };
	struct ask q;
	const char *by = NULL;
	int rc = ask(&q, c, a, entity, promised, dated, err);

	if (rc == CRM_OK && a->by != NULL
	    && (by = way(&q, q.ent, dated_way(&q, dated, a->by), NULL)) == NULL)
		by = a->by;                      /* the sum tells what is wrong with it */
	q.whole = true;
	if (rc == CRM_OK)
		rc = ask_sum(&q, by != NULL ? by : "", stats, &sum, err);
	if (rc == CRM_OK && by != NULL)
		rc = name_by(g, &sum, 5, err);
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow; i++) {
		struct crm_val *row = crm_grid_add(g);

		row[ALL] = by != NULL ? keep(g, &sum.row[i][0]) : CRM_VNULL;
		for (size_t k = 0; k < NCOL(at); k++)
			row[at[k]] = sum.row[i][k + (by != NULL)];
		put_rates(row);
	}
	g->ntotal = by != NULL ? sum.ntotal : g->nrow;
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

/* What an order does not have, its lines are counted by. */
int
run_otif(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct ask q = { .c = c };
	bool lines = a->by != NULL
	    && way(&q, crm_entity_must(&c->schema, "order"), dated_way(&q, "promised", a->by), NULL) == NULL
	    && way(&q, crm_entity_must(&c->schema, "line"), a->by, NULL) != NULL;

	ask_free(&q);
	return lines ? run_otif_lines(c, a, g, err) : otif(c, a, "order",
	    "kind=order cancelled= promised!=", "promised", g, err);
}

int
run_otif_lines(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	return otif(c, a, "line", "order.kind=order order.cancelled= order.promised!=", "order.promised", g,
	    err);
}

/* Ten-thousandths of the smallest there is of a currency are summed whole, and rounded once. */
struct earned { __int128 net, gross; int64_t last; };
enum { BY, CURRENCY, ORDERS, LINES, UNITS, GROSS, REVENUE, SHARE, AT };
const struct crm_outcol revenue_cols[8] = {
	COL("all", &crm_t_text), COL("currency", &crm_t_currency), COL("orders", &crm_t_int),
	COL("lines", &crm_t_int), COL("units", &crm_t_int), MONEY("gross", CURRENCY), MONEY("revenue",
	    CURRENCY),
	COL("share", &crm_t_percent),
};

/* Rows are groups, and of each currency the whole, whose rows have a grid of their own until the end. */
struct earning {
	struct tally group, whole;
	struct crm_grid total;
	const struct crm_by *by;                 /* NULL: the whole alone */
	struct earned *v;
	size_t n, cap;
	struct crm_map orders;                   /* those that were counted: place in v, order */
};

static struct crm_val *
row_of(struct earning *e, struct tally *t, const struct crm_val *by, const struct crm_val *currency)
{
	struct crm_val *row = tally(t, (struct crm_val[]){ *by, *currency }, 2);

	if (row[AT].t == CRM_INT)
		return row;
	if (e->n == e->cap) {
		e->cap = e->cap ? 2 * e->cap : 64;
		e->v = crm_xrealloc(e->v, e->cap * sizeof *e->v);
	}
	e->v[e->n] = (struct earned){ 0 };
	row[AT] = CRM_VINT((int64_t)e->n++);
	return row;
}

/* Lines of an order mostly come one after another; those of a group by product do not. */
static bool
counted(struct earning *e, int64_t at, int64_t order)
{
	int64_t key[2] = { at, order };

	if (e->v[at].last == order)
		return true;
	e->v[at].last = order;
	return !crm_map_put(&e->orders, (const char *)key, sizeof key, 1);
}

enum { V_ORDER, V_CURRENCY, V_QUANTITY, V_PRICE, V_DISCOUNT, V_BY };
#define REVENUE_OF "order,currency,quantity,price,discount"

static void
earn(struct earning *e, struct crm_val *row, const struct crm_val *val)
{
	__int128 gross = (__int128)val[V_QUANTITY].i * val[V_PRICE].i;
	struct earned *v = &e->v[row[AT].i];

	row[LINES].i++;
	row[UNITS].i += val[V_QUANTITY].i;
	row[ORDERS].i += !counted(e, row[AT].i, val[V_ORDER].i);
	v->gross += gross * 10000;
	v->net += gross * (10000 - (val[V_DISCOUNT].t == CRM_INT ? val[V_DISCOUNT].i : 0));
}

static int
add_line(void *arg, const struct crm_val *val)
{
	struct earning *e = arg;
	struct crm_val by;
	char name[24];

	if (e->by != NULL) {
		by = val[V_BY];
		if (e->by->unit != CRM_AS_IS && by.t == CRM_TEXT)
			by = CRM_VTEXT(name, crm_unit_name(e->by->unit, &val[V_BY], name));
		earn(e, row_of(e, &e->group, &by, &val[V_CURRENCY]), val);
	}
	earn(e, row_of(e, &e->whole, &CRM_VNULL, &val[V_CURRENCY]), val);
	return CRM_OK;
}

int64_t
rounded(__int128 v)
{
	return (int64_t)(v >= 0 ? (v + 5000) / 10000 : -((5000 - v) / 10000));
}

static void
put_money_of(struct earning *e, struct crm_val *row)
{
	const struct earned *v = &e->v[row[AT].i], *whole = v;

	for (size_t i = 0; i < e->total.nrow; i++)
		if (crm_val_eq(&e->total.row[i][CURRENCY], &row[CURRENCY]))
			whole = &e->v[e->total.row[i][AT].i];
	row[GROSS] = CRM_VINT(rounded(v->gross));
	row[REVENUE] = CRM_VINT(rounded(v->net));
	row[SHARE] = percent_of(row[REVENUE].i, rounded(whole->net));
}

static void
finish(struct earning *e, struct crm_grid *g)
{
	for (size_t i = 0; i < e->total.nrow; i++) {
		struct crm_val *row = crm_grid_add(g);

		for (size_t k = 0; k <= AT; k++)
			row[k] = keep(g, &e->total.row[i][k]);
	}
	g->ntotal = e->total.nrow;
	for (size_t i = 0; i < g->nrow; i++)
		put_money_of(e, g->row[i]);
}

/* What the lines are by: its name and type become those of the first column. */
static int
read_by(struct ask *q, const char *text, struct crm_sum *s, struct crm_grid *g, struct crm_err *err)
{
	const char *by = way(q, q->ent, dated_way(q, "order.ordered", text), NULL);
	struct crm_outcol *col;
	int rc = crm_sum_by(&q->c->ctx, s, by != NULL ? by : text, &q->arena, err);

	if (rc != CRM_OK || s->nby != 1 || (s->by->path.field->flags & CRM_F_MANY))
		return rc != CRM_OK ? rc : crm_fail(err, CRM_USAGE, "--by", "one path only, with one value");
	col = crm_alloc(&g->arena, g->ncol * sizeof *col);
	memcpy(col, g->col, g->ncol * sizeof *col);
	col[BY] = (struct crm_outcol)COL(crm_strdup(&g->arena, s->by->name),
	    s->by->unit == CRM_AS_IS ? s->by->path.field->type : &crm_t_text);
	col[BY].field = s->by->unit == CRM_AS_IS ? s->by->path.field : NULL;
	g->col = col;
	return CRM_OK;
}

int
run_revenue(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct earning e = { .group = { .g = g, .ints = ORDERS, .end = GROSS } };
	struct crm_sum s = { 0 };
	struct crm_buf columns = { 0 };
	struct ask q;
	int rc = ask(&q, c, a, "line", "order.kind=order order.cancelled=", "order.ordered", err);

	g->width = AT + 1;
	e.total.width = AT + 1;
	e.total.ncol = g->ncol;
	e.whole = (struct tally){ .g = &e.total, .ints = ORDERS, .end = GROSS };
	s.ent = q.ent;
	crm_puts(&columns, REVENUE_OF);
	if (rc == CRM_OK && a->by != NULL && (rc = read_by(&q, a->by, &s, g, err)) == CRM_OK) {
		e.by = s.by;
		crm_putc(&columns, ',');
		crm_path_print(&s.by->path, &columns);
	}
	if (rc == CRM_OK)
		rc = ask_rows(&q, columns.p, NULL, add_line, &e, err);
	if (rc == CRM_OK && e.by != NULL)
		rc = crm_grid_sort(g, g->col[BY].name, err);
	if (rc == CRM_OK)
		finish(&e, g);
	crm_buf_free(&columns);
	crm_grid_free(&e.total);
	tally_free(&e.group);
	tally_free(&e.whole);
	crm_map_free(&e.orders);
	free(e.v);
	ask_free(&q);
	return rc;
}
