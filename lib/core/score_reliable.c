/* score_reliable.c - what the books tell of clients' conduct, and what that comes to */
#include "score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { YEAR = 365, FEW = 100 };
enum { ID, NAME, VERDICT, POINTS, INDEX, SOLVENCY, WHY, COLUMNS };
static const struct crm_field verdict_field = { .name = "verdict", .type = &crm_t_word, .values = crm_verdicts };
static const struct crm_outcol columns[COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text),
	{ .name = "verdict", .type = &crm_t_word, .field = &verdict_field, .currency = -1 },
	COL("points", &crm_t_int), COL("index", &crm_t_int), COL("z", &crm_t_real), COL("why", &crm_t_text),
};

/* A client that is judged; its payments and the reasons that people recorded grow as they are read. */
struct judged {
	struct crm_conduct c;
	int64_t id, limit, owes, first_order, first_day;
	const char *name;
	struct crm_paid *paid;
	struct crm_reason *told; size_t ntold;
	struct crm_figures figures;
};
struct judging {
	struct crm *c;
	int64_t today;
	struct judged *v; size_t n;
	struct crm_map at;                       /* by the client's number */
	struct crm_buf address;                  /* whose consents are being read */
	bool held;
	struct judged *of;                       /* whose address that is */
	struct crm_arena arena;
};

/* NULL: nobody that is asked about. */
static struct judged *
judged(struct judging *j, const struct crm_val *client)
{
	int64_t i = client->t == CRM_INT ? map_at(&j->at, client->i, -1) : -1;

	return i >= 0 ? &j->v[i] : NULL;
}

/* The next of an array that doubles in the arena. */
static void *
grow(struct judging *j, void *v, size_t n, size_t size)
{
	void *more;

	if ((n & (n - 1)) != 0)
		return v;
	more = crm_alloc(&j->arena, (n > 0 ? 2 * n : 1) * size);
	if (n > 0)
		memcpy(more, v, n * size);
	return more;
}

static void
count_mails(struct judging *j, struct crm_conduct *c, const struct crm_val *v)
{
	size_t at = 0, n;
	char *mail, *sign;

	while (v->t == CRM_TEXT && crm_many_next(v->p, v->n, &at, &j->arena, &mail, &n)) {
		c->mails++;
		if ((sign = memchr(mail, '@', n)) != NULL)
			c->free_mails += crm_public_mail(sign + 1, n - (size_t)(sign + 1 - mail));
	}
}

enum { C_ID, C_NAME, C_KIND, C_REGISTRATION, C_VAT, C_EMAILS, C_LIMIT, C_OWES };
static int
read_client(void *arg, const struct crm_val *v)
{
	struct judging *j = arg;
	struct judged *d;

	j->v = grow(j, j->v, j->n, sizeof *j->v);
	map_put(&j->at, v[C_ID].i, (int64_t)j->n);
	d = &j->v[j->n++];
	*d = (struct judged){ .id = v[C_ID].i, .name = crm_strdup(&j->arena, v[C_NAME].p) };
	d->c.person = v[C_KIND].t == CRM_TEXT && strcmp(v[C_KIND].p, "person") == 0;
	d->c.registered = v[C_REGISTRATION].t != CRM_NULL || v[C_VAT].t != CRM_NULL;
	d->c.over_limit = v[C_LIMIT].t == CRM_INT && v[C_OWES].t == CRM_INT && v[C_OWES].i > v[C_LIMIT].i;
	count_mails(j, &d->c, &v[C_EMAILS]);
	return CRM_OK;
}

/* By day: the first of a client comes first. */
enum { O_CLIENT, O_ID, O_ORDERED };
static int
read_order(void *arg, const struct crm_val *v)
{
	struct judging *j = arg;
	struct judged *d = judged(j, &v[O_CLIENT]);
	int64_t day = day_of(&v[O_ORDERED], j->today);

	if (d == NULL || day > j->today)
		return CRM_OK;
	if (d->c.orders++ == 0) {
		d->first_order = v[O_ID].i;
		d->c.known = j->today - day;
	}
	return CRM_OK;
}

/* A payment that is not due yet tells nothing. */
enum { P_CLIENT, P_ORDER, P_AMOUNT, P_CURRENCY, P_DUE, P_PAID, P_ORDERED };
static int
read_payment(void *arg, const struct crm_val *v)
{
	struct judging *j = arg;
	struct judged *d = judged(j, &v[P_CLIENT]);
	int64_t due = day_of(&v[P_DUE], 0), paid = day_of(&v[P_PAID], CRM_NEVER);
	int64_t until = paid <= j->today ? paid : j->today, ordered = day_of(&v[P_ORDERED], due);

	if (d == NULL)
		return CRM_OK;
	if (v[P_ORDER].i == d->first_order && due - ordered > d->c.credit_first)
		d->c.credit_first = due - ordered;
	if (paid > j->today && due >= j->today)
		return CRM_OK;
	if (paid > j->today && j->today - due > d->c.overdue)
		d->c.overdue = j->today - due;
	if (v[P_CURRENCY].t == CRM_TEXT && strcmp(v[P_CURRENCY].p, j->c->policy.currency) == 0 && v[P_AMOUNT].i > 0) {
		d->paid = grow(j, d->paid, d->c.npaid, sizeof *d->paid);
		d->paid[d->c.npaid++] = (struct crm_paid){ v[P_AMOUNT].i, until - due };
	}
	return CRM_OK;
}

static int
read_left(void *arg, const struct crm_val *v)
{
	struct judging *j = arg;
	struct judged *d = judged(j, &v[0]);
	int64_t day = day_of(&v[1], j->today);

	if (d != NULL && day <= j->today && day > j->today - YEAR)
		d->c.left++;
	return CRM_OK;
}

/* The last word on an address counts. */
static void
end_address(struct judging *j)
{
	if (j->of != NULL && j->held)
		j->of->c.held++;
	j->of = NULL;
	j->held = false;
}

/* By address and time. */
enum { A_CLIENT, A_ADDRESS, A_STATE };
static int
read_consent(void *arg, const struct crm_val *v)
{
	struct judging *j = arg;

	if (j->address.n != v[A_ADDRESS].n || memcmp(j->address.p, v[A_ADDRESS].p, v[A_ADDRESS].n) != 0) {
		end_address(j);
		j->address.n = 0;
		crm_put(&j->address, v[A_ADDRESS].p, v[A_ADDRESS].n);
	}
	j->of = judged(j, &v[A_CLIENT]);
	j->held = strcmp(v[A_STATE].p, "hold") == 0;
	return CRM_OK;
}

static int
read_rejected(void *arg, const struct crm_val *v)
{
	struct judged *d = judged(arg, &v[0]);

	if (d != NULL)
		d->c.rejected++;
	return CRM_OK;
}

/* What people recorded, at the policy's weight unless it has its own. */
enum { G_CLIENT, G_KIND, G_WEIGHT, G_NOTE, G_SOURCE };
static int
read_signal(void *arg, const struct crm_val *v)
{
	struct judging *j = arg;
	struct judged *d = judged(j, &v[G_CLIENT]);
	const struct crm_signal *s = crm_signal_of(&j->c->policy, v[G_KIND].p);
	const char *note = text_of(&v[G_NOTE]), *source = text_of(&v[G_SOURCE]);

	if (d == NULL)
		return CRM_OK;
	d->told = grow(j, d->told, d->ntold, sizeof *d->told);
	d->told[d->ntold++] = (struct crm_reason){
		.name = crm_strdup(&j->arena, v[G_KIND].p),
		.what = crm_sprintf(&j->arena, "%s%s%s%s", note ? note : "recorded", source ? " (" : "",
		    source ? source : "", source ? ")" : ""),
		.weight = v[G_WEIGHT].t == CRM_INT ? v[G_WEIGHT].i : s != NULL ? s->weight : 0,
		.veto = s != NULL && s->veto,
	};
	return CRM_OK;
}

/* By year and number: the last stays. */
static int
read_figures(void *arg, const struct crm_val *v)
{
	struct judged *d = judged(arg, &v[0]);

	if (d == NULL)
		return CRM_OK;
	d->figures = (struct crm_figures){ v[1].i, v[2].i, v[3].i, v[4].i, v[5].i, v[6].i, v[7].i, v[8].i };
	d->c.figures = &d->figures;
	for (int i = 2; i <= 8; i++)
		if (v[i].t == CRM_NULL)
			d->c.figures = NULL;
	return CRM_OK;
}

/* What is read of each client's conduct.  via: the path to the client, for few clients. */
static const struct { const char *entity, *where, *via, *columns, *sort; int (*row)(void *, const struct crm_val *); }
sources[] = {
	{ "order", "kind=order cancelled=", "client", "client,id,ordered", "ordered", read_order },
	{ "payment", "due!= order.kind=order", "order.client",
	    "order.client,order,amount,currency,due,paid,order.ordered", NULL, read_payment },
	{ "role", "until!=", "client", "client,until", NULL, read_left },
	{ "consent", "client!=", "client", "client,address,state", "address,at", read_consent },
	{ "step", "state=rejected case!=", "case.client", "case.client", NULL, read_rejected },
	{ "signal", "at=..today (until= or until=today..)", "client", "client,kind,weight,note,source", NULL, read_signal },
	{ "figures", "", "client",
	    "client,year,ebit,total_assets,sales,equity,liabilities,working_capital,retained", "year", read_figures },
};

static int
read_all(struct judging *j, struct crm_err *err)
{
	struct crm_buf where = { 0 };
	int rc = CRM_OK;

	for (size_t i = 0; i < sizeof sources / sizeof *sources && rc == CRM_OK; i++) {
		where.n = 0;
		crm_puts(&where, sources[i].where);
		for (size_t k = 0; k < j->n && j->n <= FEW; k++)
			crm_putf(&where, "%s%s%sc%lld", k > 0 ? "," : " ", k > 0 ? "" : sources[i].via, k > 0 ? "" : "=",
			    (long long)j->v[k].id);
		rc = look(j->c, sources[i].entity, where.p, sources[i].columns, sources[i].sort, sources[i].row, j, err);
	}
	end_address(j);
	crm_buf_free(&where);
	return rc;
}

/* "+20 pays_promptly: payment index 82 of 14 payments; -10 no_registration: ..." */
static struct crm_val
reasons(struct crm_grid *g, const struct crm_reason *v, size_t n)
{
	struct crm_buf b = { 0 };
	struct crm_val out;

	for (size_t i = 0; i < n; i++)
		crm_putf(&b, "%s%s%+lld %s: %s", i > 0 ? "; " : "", v[i].veto ? "veto " : "", (long long)v[i].weight,
		    v[i].name, v[i].what);
	if (n == 0)
		crm_puts(&b, "nothing is known for or against it");
	out = CRM_VTEXT(crm_strndup(&g->arena, b.p, b.n), b.n);
	crm_buf_free(&b);
	return out;
}

static void
judge(struct judging *j, struct judged *d, struct crm_scores *out)
{
	struct crm_val *row = crm_grid_add(&out->grid);
	struct crm_score *s = add_score(out);
	struct crm_reason *v, *all;
	int64_t points, index;
	size_t n;

	d->c.paid = d->paid;
	n = crm_signals(&j->c->policy, &d->c, &v, &j->arena);
	all = crm_alloc(&j->arena, (n + d->ntold + 1) * sizeof *all);
	memcpy(all, v, n * sizeof *all);
	if (d->ntold > 0)
		memcpy(all + n, d->told, d->ntold * sizeof *all);
	n += d->ntold;
	s->client = d->id;
	s->kind = "reliability";
	s->verdict = crm_reliable(&j->c->policy, all, n, &points);
	s->points = CRM_VINT(points);
	index = crm_payment_index(d->paid, d->c.npaid);
	row[ID] = words(&out->grid, "c%lld", (long long)d->id);
	row[NAME] = CRM_VTEXT(crm_strdup(&out->grid.arena, d->name), strlen(d->name));
	row[VERDICT] = CRM_VTEXT(s->verdict, strlen(s->verdict));
	row[POINTS] = s->points;
	row[INDEX] = index >= 0 ? CRM_VINT(index) : CRM_VNULL;
	row[SOLVENCY] = d->c.figures != NULL && !isnan(crm_altman(d->c.figures))
	    ? CRM_VREAL(floor(crm_altman(d->c.figures) * 100 + .5) / 100) : CRM_VNULL;
	row[WHY] = reasons(&out->grid, all, n);
	s->why = row[WHY].p;
}

int
crm_reliability(struct crm *c, const struct crm_whom *whom, struct crm_scores *out, struct crm_err *err)
{
	struct judging j = { .c = c, .today = crm_local_day(c->ctx.now) };
	int rc;

	out->grid.col = columns;
	out->grid.ncol = out->grid.width = COLUMNS;
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	rc = look_among(c, "client", whom, "", "id,name,kind,registration,vat,emails,credit_limit,exposure", read_client,
	    &j, err);
	if (rc == CRM_OK && j.n > 0)
		rc = read_all(&j, err);
	crm_db_read_end(c->db);
	for (size_t i = 0; i < j.n && rc == CRM_OK; i++)
		judge(&j, &j.v[i], out);
	crm_map_free(&j.at);
	crm_buf_free(&j.address);
	crm_arena_free(&j.arena);
	return rc == CRM_OK ? crm_grid_sort(&out->grid, "verdict,-points,name,id", err) : rc;
}
