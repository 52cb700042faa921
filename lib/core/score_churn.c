/* score_churn.c - from orders: who is still a client, what it will order, what it is worth */
#include "score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REPEATERS_LEAST = 10, WEEK = 7 };
enum { ID, NAME, ORDERS, LAST, VERDICT, ALIVE, EXPECTED, VALUE, LIFETIME, WHY, COLUMNS };
static const struct crm_outcol columns[COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("orders", &crm_t_int), COL("last", &crm_t_date),
	COL("verdict", &crm_t_word), COL("alive", &crm_t_percent), COL("expected", &crm_t_real), MONEY("value", -1),
	MONEY("lifetime", -1), COL("why", &crm_t_text),
};

struct gathering { struct crm *c; struct crm_purchase *v; size_t n; };

/* client, ordered, kept, currency: in another currency than the policy's it is an order of unknown worth */
static int
gather(void *arg, const struct crm_val *v)
{
	struct gathering *g = arg;

	if ((g->n & (g->n - 1)) == 0)            /* full at each power of two */
		g->v = crm_xrealloc(g->v, (g->n > 0 ? 2 * g->n : 1) * sizeof *g->v);
	g->v[g->n++] = (struct crm_purchase){ v[0].i, day_of(&v[1], 0),
	    v[2].t == CRM_INT && v[3].t == CRM_TEXT && strcmp(v[3].p, g->c->policy.currency) == 0 ? v[2].i : -1 };
	return CRM_OK;
}

int
crm_purchases(struct crm *c, struct crm_purchase **v, size_t *n, struct crm_err *err)
{
	struct gathering g = { .c = c };
	int rc = look_among(c, "order", &(struct crm_whom){ 0 }, "kind=order cancelled= client!= ordered!=",
	    "client,ordered,kept,currency", gather, &g, err);

	*v = g.v;
	*n = g.n;
	return rc;
}

static int
by_client(const void *x, const void *y)
{
	const struct crm_purchase *a = x, *b = y;

	return a->client != b->client ? (a->client > b->client) - (a->client < b->client)
	    : (a->day > b->day) - (a->day < b->day);
}

/* A client's history: from its first purchase v, of n; money in whole units. */
struct history { struct crm_buyer b; int64_t client, last; };

static struct history
history_of(const struct crm_purchase *v, size_t n, int64_t at, double unit)
{
	struct history h = { .client = v->client, .last = v[n - 1].day, .b.like = 1 };
	double money = 0, priced = 0;
	int64_t days = 0;

	for (size_t i = 0; i < n; i++) {
		bool again = i > 0 && v[i].day == v[i - 1].day;

		days += !again;
		if (v[i].day > v[0].day && v[i].money >= 0) {
			money += (double)v[i].money / unit;
			priced += !again;
		}
	}
	h.b.repeats = (double)(days - 1);
	h.b.last = (double)(h.last - v[0].day) / WEEK;
	h.b.age = (double)(at - v[0].day) / WEEK;
	h.b.mean = priced > 0 ? money / priced : 0;
	return h;
}

/* Calls for each client's history that has begun by the day. */
static void
each_history(const struct crm_churn *m, double unit, void (*fn)(void *, const struct history *), void *arg)
{
	for (size_t i = 0, end; i < m->n; i = end) {
		size_t known = i;
		struct history h;

		for (end = i; end < m->n && m->v[end].client == m->v[i].client; end++)
			known += m->v[end].day <= m->at;
		if (known == i)
			continue;
		h = history_of(m->v + i, known - i, m->at, unit);
		fn(arg, &h);
	}
}

struct fitting { struct crm_churn *m; struct crm_buyer *v, *paying; size_t n, npaying; };

static void
add_buyer(void *arg, const struct history *h)
{
	struct fitting *f = arg;

	f->v[f->n++] = h->b;
	if (h->b.repeats > 0 && h->b.mean > 0)
		f->paying[f->npaying++] = h->b;
	f->m->clients++;
	f->m->once += h->b.repeats == 0;
	f->m->repeats += (int64_t)h->b.repeats;
}

static double
likelihood(const void *arg, const double *x)
{
	const struct fitting *f = arg;

	return crm_bgnbd_ln(&(struct crm_bgnbd){ x[0], x[1], x[2], x[3] }, f->v, f->n);
}

static double
money_likelihood(const void *arg, const double *x)
{
	const struct fitting *f = arg;

	return crm_gamma_gamma_ln(&(struct crm_gamma_gamma){ x[0], x[1], x[2] }, f->paying, f->npaying);
}

static double
unit_of(const struct crm *c)
{
	return pow(10, crm_currency_digits(c->policy.currency));
}

/* In units of the mean, so that the parameters are near 1 in any currency. */
static int
fit_money(struct crm_churn *m, struct fitting *f, crm_maximiser *maximise, struct crm_err *err)
{
	double y[] = { 1, 2, 1 }, unit = 0;
	int rc;

	for (size_t i = 0; i < f->npaying; i++)
		unit += f->paying[i].mean / (double)f->npaying;
	for (size_t i = 0; i < f->npaying; i++)
		f->paying[i].mean /= unit;
	if ((rc = maximise(money_likelihood, f, y, 3, &m->money_ln, err)) == CRM_OK) {
		m->money = (struct crm_gamma_gamma){ y[0], y[1], y[2] * unit };
		m->money_ln -= (double)f->npaying * log(unit);
	}
	return rc;
}

static int
fit(struct crm_churn *m, struct fitting *f, crm_maximiser *maximise, struct crm_err *err)
{
	double x[] = { 1, 1, 1, 1 };
	int rc;

	if (m->clients - m->once < REPEATERS_LEAST)
		return crm_fail(err, CRM_NO, NULL, "%lld clients ordered again: too few to learn from, %d are needed",
		    (long long)(m->clients - m->once), REPEATERS_LEAST);
	f->n = crm_buyers_merge(f->v, f->n);
	if ((rc = maximise(likelihood, f, x, 4, &m->ln, err)) != CRM_OK)
		return rc;
	m->model = (struct crm_bgnbd){ x[0], x[1], x[2], x[3] };
	return f->npaying < REPEATERS_LEAST ? CRM_OK : fit_money(m, f, maximise, err);
}

int
crm_churn_fit(struct crm *c, struct crm_churn *m, crm_maximiser *maximise, struct crm_err *err)
{
	struct fitting f = { .m = m, .v = crm_xmalloc((m->n + 1) * sizeof *f.v),
		.paying = crm_xmalloc((m->n + 1) * sizeof *f.paying) };
	int rc;

	if (m->n > 0)
		qsort(m->v, m->n, sizeof *m->v, by_client);
	each_history(m, unit_of(c), add_buyer, &f);
	rc = fit(m, &f, maximise, err);
	free(f.v);
	free(f.paying);
	return rc;
}

struct showing {
	struct crm *c;
	const struct crm_churn *m;
	struct crm_scores *out;
	struct crm_map at;                       /* by the client's number, its place in name */
	const char **name; size_t n;
	struct crm_arena arena;
};

static int
read_name(void *arg, const struct crm_val *v)
{
	struct showing *s = arg;

	s->name = crm_room(&s->arena, s->name, s->n, sizeof *s->name);
	map_put(&s->at, v[0].i, (int64_t)s->n);
	s->name[s->n++] = crm_strdup(&s->arena, v[1].t == CRM_TEXT ? v[1].p : "");
	return CRM_OK;
}

static struct crm_val
money(const struct showing *s, double v)
{
	v *= unit_of(s->c);
	return s->m->money.p > 0 && isfinite(v) && fabs(v) < 9e15 ? CRM_VINT((int64_t)floor(v + .5)) : CRM_VNULL;
}

static const char *
verdict_of(const struct showing *s, const struct history *h, double alive)
{
	return h->b.repeats == 0 ? "no_repeat" : alive * 1e4 >= (double)s->c->policy.alive ? "alive"
	    : alive * 1e4 < (double)s->c->policy.gone ? "gone" : "fading";
}

static void
show(void *arg, const struct history *h)
{
	struct showing *s = arg;
	const struct crm_churn *m = s->m;
	struct crm_grid *g = &s->out->grid;
	int64_t place = m->name == NULL ? map_at(&s->at, h->client, -1) : 0;
	double alive = crm_bgnbd_alive(&m->model, &h->b);
	double orders = crm_bgnbd_expect(&m->model, &h->b, (double)m->weeks);
	double margin = (double)m->margin / 1e4, rate = (double)m->rate / 1e4;
	struct crm_score *kept;
	struct crm_val *row;
	char last[11];

	if (place < 0)
		return;
	row = crm_grid_add(g);
	row[ID] = m->name == NULL ? words(g, "c%lld", (long long)h->client) : as_text(g, m->name[h->client]);
	row[NAME] = m->name == NULL ? as_text(g, s->name[place]) : CRM_VNULL;
	row[ORDERS] = CRM_VINT((int64_t)h->b.repeats + 1);
	crm_fmt_date(last, h->last);
	row[LAST] = as_text(g, last);
	row[VERDICT] = as_text(g, verdict_of(s, h, alive));
	row[ALIVE] = h->b.repeats > 0 ? CRM_VINT((int64_t)floor(alive * 1e4 + .5)) : CRM_VNULL;
	row[EXPECTED] = isfinite(orders) ? CRM_VREAL(floor(orders * 1000 + .5) / 1000) : CRM_VNULL;
	row[VALUE] = money(s, orders * crm_gamma_gamma_mean(&m->money, &h->b));
	row[LIFETIME] = money(s, margin * crm_lifetime(&m->model, &m->money, &h->b, rate));
	row[WHY] = h->b.repeats == 0 ? words(g, "no repeat yet: ordered once, %.1f weeks ago", h->b.age)
	    : words(g, "ordered on %.0f days in %.1f weeks, then not for %.1f", h->b.repeats + 1, h->b.last,
	    h->b.age - h->b.last);
	kept = add_score(s->out);
	*kept = (struct crm_score){ .client = m->name == NULL ? h->client : 0, .kind = "churn", .verdict = row[VERDICT].p,
	    .why = row[WHY].p, .chance = row[ALIVE], .amount = row[LIFETIME] };
}

int
crm_churn_run(struct crm *c, const struct crm_churn *m, const struct crm_whom *whom, struct crm_scores *out,
    struct crm_err *err)
{
	struct showing s = { .c = c, .m = m, .out = out };
	int rc = CRM_OK;

	out->grid.col = columns;
	out->grid.ncol = out->grid.width = COLUMNS;
	if (m->name == NULL)
		rc = look_among(c, "client", whom, "", "id,name", read_name, &s, err);
	if (rc == CRM_OK)
		each_history(m, unit_of(c), show, &s);
	crm_map_free(&s.at);
	crm_arena_free(&s.arena);
	return rc == CRM_OK ? crm_grid_sort(&out->grid, "-lifetime,-expected,id", err) : rc;
}
