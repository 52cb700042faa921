/* report_accounts.c - key accounts: what they bring, how they do, whom we know there, what they lack, what is planned */
#include "ask.h"

#include <string.h>

#include "crm/product.h"
#include "crm/segment.h"

/* Behind what is shown lies what it is made of. */
enum { ID, NAME, OWNER, HEALTH, POINTS, VALUE, BEFORE, TREND, OPEN, GOALS, KNOWN, MISSING, LACKS, CONTACT, WHY,
    CLIENT, SET, REACHED, LATE_GOALS, ROLES, BREACHED, IDLE, LATE_ORDERS, CASES, VERDICT, ALIVE, PARTS };
const struct crm_outcol key_accounts_cols[15] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("owner", &crm_t_text), COL("health", &crm_t_word),
	COL("points", &crm_t_int), MONEY("value", -1), MONEY("before", -1), COL("trend", &crm_t_percent),
	MONEY("open_value", -1), COL("goals", &crm_t_text), COL("known", &crm_t_text), COL("missing", &crm_t_text),
	COL("whitespace", &crm_t_text), COL("last_contact", &crm_t_time), COL("why", &crm_t_text),
};
static const char *const influences[] = { "decider", "influencer", "user", "gatekeeper", "sponsor" };

struct accounts { struct crm *c; struct crm_grid *g; struct crm_map place; char today[11]; };

/* id, name, owner, open_value, last_contact, idle, late_orders, open_cases, reliability, alive */
static int
add_account(void *arg, const struct crm_val *v)
{
	static const int at[] = { CLIENT, NAME, OWNER, OPEN, CONTACT, IDLE, LATE_ORDERS, CASES, VERDICT, ALIVE };
	struct accounts *a = arg;
	struct crm_val *row;

	map_put(&a->place, v[0].i, (int64_t)a->g->nrow);
	row = crm_grid_add(a->g);
	for (size_t i = 0; i < NCOL(at); i++)
		row[at[i]] = keep(a->g, &v[i]);
	row[ID] = words(a->g, "c%lld", (long long)v[0].i);
	for (int i = SET; i <= BREACHED; i++)
		row[i] = CRM_VINT(0);
	row[VALUE] = row[BEFORE] = CRM_VINT(0);
	return CRM_OK;
}

static struct crm_val *
account(const struct accounts *a, const struct crm_val *client)
{
	int64_t at = client->t == CRM_INT ? map_at(&a->place, client->i, -1) : -1;

	return at >= 0 ? a->g->row[at] : NULL;
}

/* client, reached, due */
static int
add_goal(void *arg, const struct crm_val *v)
{
	struct accounts *a = arg;
	struct crm_val *row = account(a, &v[0]);

	if (row == NULL)
		return CRM_OK;
	row[SET].i++;
	row[REACHED].i += v[1].t != CRM_NULL;
	row[LATE_GOALS].i += v[1].t == CRM_NULL && v[2].t == CRM_TEXT && strcmp(v[2].p, a->today) < 0;
	return CRM_OK;
}

/* client, influence */
static int
add_role(void *arg, const struct crm_val *v)
{
	struct crm_val *row = account(arg, &v[0]);

	for (size_t i = 0; row != NULL && i < NCOL(influences); i++)
		if (strcmp(influences[i], v[1].p) == 0)
			row[ROLES].i |= INT64_C(1) << i;
	return CRM_OK;
}

/* client, of a case that was served too late */
static int
add_breach(void *arg, const struct crm_val *v)
{
	struct crm_val *row = account(arg, &v[0]);

	if (row != NULL)
		row[BREACHED].i++;
	return CRM_OK;
}

/* What each bought in a year that ends so many months ago. */
static int
add_year(struct accounts *a, int months_ago, int column, struct crm_err *err)
{
	int64_t end = crm_add_months(crm_local_day(a->c->ctx.now), -months_ago);
	struct crm_buyers b = { 0 };
	char from[11], to[11];
	int rc;

	crm_fmt_date(from, crm_add_months(end, -12) + 1);
	crm_fmt_date(to, end);
	rc = crm_buyers_read(a->c, from, to, &b, err);
	for (size_t i = 0; i < b.n && rc == CRM_OK; i++) {
		struct crm_val *row = account(a, &CRM_VINT(b.v[i].who));

		if (row != NULL)
			row[column] = CRM_VINT(b.v[i].amount);
	}
	crm_buyers_free(&b);
	return rc;
}

/* The lines that the client neither bought within a year nor has from elsewhere. */
static int
add_whitespace(struct accounts *a, const struct crm_expr *where, struct crm_err *err)
{
	struct crm_grid m = { 0 };
	int rc = crm_whitespace(a->c, &(struct crm_whom){ .where = where }, &m, err);

	for (size_t r = 0; r < m.nrow && rc == CRM_OK; r++) {
		struct crm_buf lacks = { 0 };

		for (size_t i = 2; i < m.ncol; i++)
			if (strcmp(m.row[r][i].p, "bought") != 0 && strcmp(m.row[r][i].p, "has") != 0)
				crm_putf(&lacks, "%s%s", lacks.n ? ", " : "", m.col[i].name);
		if (lacks.n > 0)
			a->g->row[r][LACKS] = as_text(a->g, lacks.p);
		crm_buf_free(&lacks);
	}
	crm_grid_free(&m);
	return rc;
}

static struct crm_val
list_roles(struct accounts *a, int64_t roles, bool there)
{
	struct crm_buf b = { 0 };
	struct crm_val v = CRM_VNULL;

	for (size_t i = 0; i < NCOL(influences); i++)
		if ((roles >> i & 1) == there)
			crm_putf(&b, "%s%s", b.n ? ", " : "", influences[i]);
	if (b.n > 0)
		v = as_text(a->g, b.p);
	crm_buf_free(&b);
	return v;
}

static void
judge(struct accounts *a, struct crm_val *row)
{
	struct crm_buf why = { 0 };
	struct crm_account facts = {
		.verdict = row[VERDICT].t == CRM_TEXT ? row[VERDICT].p : NULL,
		.has_alive = row[ALIVE].t == CRM_INT, .alive = row[ALIVE].i,
		.late_orders = row[LATE_ORDERS].i, .open_cases = row[CASES].i, .breached = row[BREACHED].i,
		.idle = row[IDLE].i, .neglected = a->c->policy.neglected,
		.decider = row[ROLES].i & 1, .late_goals = row[LATE_GOALS].i,
	};
	int points;

	row[TREND] = percent_of(row[VALUE].i - row[BEFORE].i, row[BEFORE].i);
	facts.has_trend = row[TREND].t == CRM_INT;
	facts.trend = row[TREND].i;
	points = crm_health(&facts, &why);
	row[POINTS] = CRM_VINT(points);
	row[HEALTH] = as_text(a->g, crm_health_class(points));
	row[WHY] = as_text(a->g, why.n ? why.p : "nothing against it");
	if (row[SET].i > 0)
		row[GOALS] = words(a->g, "%lld/%lld", (long long)row[REACHED].i, (long long)row[SET].i);
	row[KNOWN] = list_roles(a, row[ROLES].i, true);
	row[MISSING] = list_roles(a, row[ROLES].i, false);
	crm_buf_free(&why);
}

static void
put_total(struct crm_grid *g)
{
	size_t n = g->nrow;
	struct crm_val *total = crm_grid_add(g);

	total[VALUE] = total[BEFORE] = total[OPEN] = CRM_VINT(0);
	for (size_t i = 0; i < n; i++) {
		total[VALUE].i += g->row[i][VALUE].i;
		total[BEFORE].i += g->row[i][BEFORE].i;
		total[OPEN].i += g->row[i][OPEN].i;
	}
	total[TREND] = percent_of(total[VALUE].i - total[BEFORE].i, total[BEFORE].i);
	g->ntotal = 1;
}

static int
add_facts(struct accounts *a, const struct crm_expr *where, struct crm_err *err)
{
	int rc;

	if ((rc = look(a->c, "goal", "", "client,reached,due", NULL, add_goal, a, err)) == CRM_OK
	    && (rc = look(a->c, "role", "influence!= (until= or until=today..)", "client,influence", NULL, add_role, a,
	    err)) == CRM_OK
	    && (rc = look(a->c, "case", "client!= closed= breached=yes", "client", NULL, add_breach, a, err)) == CRM_OK
	    && (rc = add_year(a, 0, VALUE, err)) == CRM_OK && (rc = add_year(a, 12, BEFORE, err)) == CRM_OK)
		rc = add_whitespace(a, where, err);
	return rc;
}

int
run_key_accounts(struct crm *c, const struct crm_asked *asked, struct crm_grid *g, struct crm_err *err)
{
	struct accounts a = { .c = c, .g = g };
	struct ask q;
	int rc = ask(&q, c, asked, "client", "class=key", NULL, err);

	g->width = PARTS;
	crm_fmt_date(a.today, crm_local_day(c->ctx.now));
	if (rc == CRM_OK)
		rc = ask_rows(&q, "id,name,owner.name,open_value,last_contact,idle,late_orders,open_cases,reliability,alive",
		    NULL, add_account, &a, err);
	if (rc == CRM_OK && g->nrow > 0 && (rc = add_facts(&a, q.where, err)) == CRM_OK) {
		for (size_t i = 0; i < g->nrow; i++)
			judge(&a, g->row[i]);
		if ((rc = crm_grid_sort(g, "points,-value,name", err)) == CRM_OK)
			put_total(g);
	}
	crm_map_free(&a.place);
	ask_free(&q);
	return rc;
}
