/* report_retention.c - who came back: cohorts by the first order, and the base of clients from period to period */
#include "score.h"
#include "ask.h"

#include <stdlib.h>
#include <string.h>

/* Months, quarters and years are counted from the year 0, so that they are numbers that follow one another. */
static int
months_of_unit(const struct crm_asked *a, int *months, struct crm_err *err)
{
	static const char *const units[] = { "month", "quarter", "year" };
	static const int each[] = { 1, 3, 12 };

	*months = each[0];
	for (size_t i = 0; a->by != NULL && i < NCOL(units); i++)
		if (strcmp(a->by, units[i]) == 0) {
			*months = each[i];
			return CRM_OK;
		}
	return a->by == NULL ? CRM_OK : crm_fail(err, CRM_USAGE, "--by", "month, quarter or year, not %s", a->by);
}

static int32_t
period_of(int64_t day, int months)
{
	struct crm_civil c;

	crm_day_civil(day, &c);
	return (c.y * 12 + c.m - 1) / months;
}

static int64_t
first_day(int64_t period, int months)
{
	int64_t month = period * months;

	return crm_day((int)(month / 12), (int)(month % 12) + 1, 1);
}

static struct crm_val
period_name(struct crm_grid *g, int64_t period, int months)
{
	char text[11], name[24];

	crm_fmt_date(text, first_day(period, months));
	crm_unit_name(months == 1 ? CRM_MONTH : months == 3 ? CRM_QUARTER : CRM_YEAR, &CRM_VTEXT(text, 10), name);
	return as_text(g, name);
}

/* The periods that the asked days lie in, or none: from INT64_MIN to INT64_MAX. */
static void
period_bounds(const struct crm_asked *a, int months, int64_t *lo, int64_t *hi)
{
	int64_t day;

	*lo = a->from != NULL && crm_read_date(a->from, strlen(a->from), &day) == CRM_OK ? period_of(day, months) : INT64_MIN;
	*hi = a->to != NULL && crm_read_date(a->to, strlen(a->to), &day) == CRM_OK ? period_of(day, months) : INT64_MAX;
}

/* A filter is of clients: those that it lets pass. */
struct whose { bool all; struct crm_map passed; };

static int
add_client(void *arg, const struct crm_val *v)
{
	map_put(arg, v[0].i, 1);
	return CRM_OK;
}

static int
read_clients(struct crm *c, const struct crm_asked *a, struct whose *w, struct crm_err *err)
{
	struct crm_asked clients = { .filter = a->filter, .nfilter = a->nfilter };
	const struct view v = { .entity = "client", .where = "", .columns = "id", .asked = &clients, .whole = true,
	    .any_order = true };

	w->all = a->nfilter == 0;
	return w->all ? CRM_OK : look_at(c, &v, add_client, &w->passed, err);
}

static bool
counts(const struct whose *w, int64_t client)
{
	return w->all || map_at(&w->passed, client, 0) != 0;
}

enum { COHORT, SINCE, CLIENTS, ACTIVE, SHARE };
const struct crm_outcol retention_cols[5] = {
	COL("cohort", &crm_t_text), COL("since", &crm_t_int), COL("clients", &crm_t_int), COL("active", &crm_t_int),
	COL("share", &crm_t_percent),
};
struct retention { struct whose whose; struct crm_cohorts cohorts; int months; };

/* client, ordered */
static int
add_order(void *arg, const struct crm_val *v)
{
	struct retention *r = arg;
	int64_t day = day_of(&v[1], INT64_MIN);

	if (day != INT64_MIN && v[0].t == CRM_INT && counts(&r->whose, v[0].i))
		crm_cohorts_add(&r->cohorts, v[0].i, period_of(day, r->months));
	return CRM_OK;
}

static int
read_orders(struct crm *c, struct retention *r, struct crm_err *err)
{
	const struct view v = { .entity = "order", .where = "kind!=quote cancelled=", .columns = "client,ordered",
	    .any_order = true };

	return look_at(c, &v, add_order, r, err);
}

static void
put_cell(struct crm_grid *g, struct crm_val cohort, int64_t since, int64_t clients, int64_t active)
{
	struct crm_val *row = crm_grid_add(g);

	row[COHORT] = cohort;
	row[SINCE] = CRM_VINT(since);
	row[CLIENTS] = CRM_VINT(clients);
	row[ACTIVE] = CRM_VINT(active);
	row[SHARE] = percent_of(active, clients);
}

/* A cohort until now, and for each age the sum of all cohorts that have reached it. */
static void
put_cohorts(const struct retention *r, int64_t lo, int64_t hi, int64_t now, struct crm_grid *g)
{
	const struct crm_cohorts *k = &r->cohorts;
	int64_t last = k->last > now ? k->last : now;
	struct { int64_t clients, active; } *all = crm_xcalloc((size_t)(last - k->first) + 1, sizeof *all);

	lo = lo > k->first ? lo : k->first;
	hi = hi < k->last ? hi : k->last;
	for (int64_t c = lo; c <= hi; c++) {
		int64_t clients = crm_cohort_active(k, c, 0);
		struct crm_val name = clients > 0 ? period_name(g, c, r->months) : CRM_VNULL;

		for (int64_t s = 0; clients > 0 && s <= last - c; s++) {
			int64_t active = crm_cohort_active(k, c, s);

			put_cell(g, name, s, clients, active);
			all[s].clients += clients;
			all[s].active += active;
		}
	}
	for (int64_t s = 0; s <= last - k->first && all[s].clients > 0; s++, g->ntotal++)
		put_cell(g, CRM_VNULL, s, all[s].clients, all[s].active);
	free(all);
}

/* The period is that of the first order. */
int
run_retention(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct retention r = { 0 };
	int64_t lo, hi;
	int rc = months_of_unit(a, &r.months, err);

	if (rc == CRM_OK && (rc = read_clients(c, a, &r.whose, err)) == CRM_OK)
		rc = read_orders(c, &r, err);
	period_bounds(a, r.months, &lo, &hi);
	if (rc == CRM_OK && r.cohorts.n > 0) {
		crm_cohorts_count(&r.cohorts);
		put_cohorts(&r, lo, hi, period_of(crm_local_day(c->ctx.now), r.months), g);
	}
	crm_cohorts_free(&r.cohorts);
	crm_map_free(&r.whose.passed);
	return rc;
}

enum { PERIOD, START, FRESH, BACK, LOST, END, RETENTION, CHURN, REPEAT, REVENUE, NET, GROSS };
const struct crm_outcol clients_cols[12] = {
	COL("period", &crm_t_text), COL("start", &crm_t_int), COL("new", &crm_t_int), COL("back", &crm_t_int),
	COL("lost", &crm_t_int), COL("end", &crm_t_int), COL("retention", &crm_t_percent), COL("churn", &crm_t_percent),
	COL("repeat_rate", &crm_t_percent), MONEY("revenue", -1), COL("net_retention", &crm_t_percent),
	COL("gross_retention", &crm_t_percent),
};

static void
put_move(struct crm_grid *g, const struct crm_base_move *p, struct crm_val name)
{
	struct crm_val *row = crm_grid_add(g);

	row[PERIOD] = name;
	row[START] = CRM_VINT(p->start);
	row[FRESH] = CRM_VINT(p->fresh);
	row[BACK] = CRM_VINT(p->back);
	row[LOST] = CRM_VINT(p->lost);
	row[END] = CRM_VINT(p->end);
	row[RETENTION] = percent_of(p->end - p->fresh - p->back, p->start);
	row[CHURN] = percent_of(p->lost, p->start);
	row[REPEAT] = percent_of(p->again, p->ever);
	row[REVENUE] = CRM_VINT(p->revenue);
	row[NET] = percent_of(p->year, p->year_before);
	row[GROSS] = percent_of(p->gross, p->year_before);
}

static int
by_client_and_day(const void *x, const void *y)
{
	const struct crm_purchase *a = x, *b = y;

	return a->client != b->client ? (a->client > b->client) - (a->client < b->client)
	    : (a->day > b->day) - (a->day < b->day);
}

/* The orders of the clients that count; when the first and the last of all were placed. */
static size_t
sort_purchases(struct crm_purchase *v, size_t n, const struct whose *w, int64_t *first)
{
	size_t kept = 0;

	*first = INT64_MAX;
	for (size_t i = 0; i < n; i++)
		if (counts(w, v[i].client)) {
			v[kept++] = v[i];
			if (v[i].day < *first)
				*first = v[i].day;
		}
	if (kept > 1)
		qsort(v, kept, sizeof *v, by_client_and_day);
	return kept;
}

static void
put_moves(const struct crm_purchase *v, size_t n, int64_t lo, int64_t hi, int months, int64_t today, struct crm_grid *g)
{
	size_t periods = hi >= lo ? (size_t)(hi - lo + 1) : 0;
	struct crm_base_move *p = crm_xcalloc(periods + 1, sizeof *p);

	for (size_t i = 0; i < periods; i++) {
		p[i].from = first_day(lo + (int64_t)i, months);
		p[i].to = first_day(lo + (int64_t)i + 1, months) - 1;
		if (p[i].to > today)                 /* nobody is lost before the time */
			p[i].to = today;
	}
	crm_base_moves(v, n, p, periods);
	for (size_t i = 0; i < periods; i++)
		put_move(g, &p[i], period_name(g, lo + (int64_t)i, months));
	free(p);
}

int
run_clients(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_purchase *v = NULL;
	struct whose whose = { 0 };
	int64_t today = crm_local_day(c->ctx.now), first, lo, hi;
	size_t n = 0;
	int months, rc = months_of_unit(a, &months, err);

	if (rc == CRM_OK && (rc = read_clients(c, a, &whose, err)) == CRM_OK)
		rc = crm_purchases(c, &v, &n, err);
	if (rc == CRM_OK && (n = sort_purchases(v, n, &whose, &first)) > 0 && first <= today) {
		period_bounds(a, months, &lo, &hi);
		if (lo < period_of(first, months))
			lo = period_of(first, months);
		if (hi > period_of(today, months))
			hi = period_of(today, months);
		put_moves(v, n, lo, hi, months, today, g);
	}
	free(v);
	crm_map_free(&whose.passed);
	return rc;
}
