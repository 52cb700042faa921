/* monthly.c - the monthly report: its lines, its months, and how they are counted */
#include "monthly.h"

#include <stdlib.h>
#include <string.h>

/* THE report: one declaration of all that is told, in this order; those of an item together. */
static const struct { const char *section, *what; const struct crm_type *type; bool of_item; } told[L_LINES] = {
#define TOLD(l, s, w, t) [l] = { s, w, &crm_t_##t, false }
#define EACH(l, s, w, t) [l] = { s, w, &crm_t_##t, true }
	TOLD(L_CLIENTS_START, "clients", "at the start", int), TOLD(L_CLIENTS_NEW, "clients", "new", int),
	TOLD(L_CLIENTS_BACK, "clients", "won back", int), TOLD(L_CLIENTS_LOST, "clients", "lost", int),
	TOLD(L_CLIENTS_END, "clients", "at the end", int), TOLD(L_RETENTION, "clients", "retention", percent),
	TOLD(L_REPEAT, "clients", "repeat rate", percent),

	TOLD(L_CONTACTS_ALL, "activity", "contacts", int), TOLD(L_CONTACTS_IN, "activity", "came in", int),
	TOLD(L_CONTACTS_OUT, "activity", "went out", int), TOLD(L_PLANNED, "activity", "planned", int),
	TOLD(L_DONE, "activity", "done", int), TOLD(L_UNDONE, "activity", "overdue at the end", int),
	EACH(L_CHANNEL, "channels", "contacts", int),

	TOLD(L_FIRST_MEDIAN, "response", "first answer median", span), TOLD(L_FIRST_P90, "response", "first answer 9 of 10 within", span),
	TOLD(L_FIRST_WAITING, "response", "cases not answered", int),
	TOLD(L_ROLLING_MEDIAN, "response", "any answer median", span),
	TOLD(L_ROLLING_P90, "response", "any answer 9 of 10 within", span),
	TOLD(L_ROLLING_WAITING, "response", "messages not answered", int),

	TOLD(L_OPEN_START, "pipeline", "open at the start", int), TOLD(L_OPENED, "pipeline", "opened", int),
	TOLD(L_REOPENED, "pipeline", "reopened", int), TOLD(L_CLOSED_WON, "pipeline", "won", int),
	TOLD(L_CLOSED_LOST, "pipeline", "lost", int), TOLD(L_OPEN_END, "pipeline", "open at the end", int),
	TOLD(L_OPENED_VALUE, "pipeline", "value opened", money), TOLD(L_OPEN_VALUE, "pipeline", "value at the end", money),
	TOLD(L_OPEN_WEIGHTED, "pipeline", "weighted at the end", money),
	EACH(L_STAGE_ENTERED, "stages", "entered", int), EACH(L_STAGE_LEFT, "stages", "left", int),
	EACH(L_STAGE_OPEN, "stages", "at the end", int), EACH(L_STAGE_VALUE, "stages", "value", money),

	TOLD(L_WON, "won", "deals", int), TOLD(L_WON_VALUE, "won", "value", money),
	TOLD(L_WIN_RATE, "won", "win rate", percent),
	EACH(L_WON_REASON, "won by reason", "deals", int), EACH(L_WON_REASON_VALUE, "won by reason", "value", money),
	TOLD(L_LOST, "lost", "deals", int), TOLD(L_LOST_VALUE, "lost", "value", money),
	EACH(L_LOST_REASON, "lost by reason", "deals", int), EACH(L_LOST_REASON_VALUE, "lost by reason", "value", money),
	EACH(L_RIVAL_WON, "rivals", "won against", int), EACH(L_RIVAL_LOST, "rivals", "lost to", int),

	EACH(L_FORECAST, "forecast", "value", money),

	TOLD(L_ORDERS, "orders", "placed", int), TOLD(L_REVENUE, "orders", "revenue", money),
	TOLD(L_CANCELLED, "orders", "cancelled", int), TOLD(L_DELIVERED, "orders", "delivered", int),
	TOLD(L_LATE, "orders", "late at the end", int), TOLD(L_DUE, "orders", "due", int),
	TOLD(L_OTIF, "orders", "on time in full", percent), TOLD(L_OTIF_FIRST, "orders", "by the first promise", percent),

	TOLD(L_CASES, "cases", "received", int), TOLD(L_CASES_CLOSED, "cases", "closed", int),
	TOLD(L_CASES_OPEN, "cases", "open at the end", int), TOLD(L_CASES_OVERDUE, "cases", "overdue at the end", int),
	TOLD(L_CASES_REPEATED, "cases", "repeated", int),

	TOLD(L_SIGNED, "contracts", "signed", int), TOLD(L_SIGNED_VALUE, "contracts", "value signed", money),
	TOLD(L_IN_FORCE, "contracts", "in force at the end", int), TOLD(L_ENDED, "contracts", "ended", int),
	TOLD(L_ENDING, "contracts", "ending in 90 days", int),

	TOLD(L_APPROACHED, "campaigns", "approached", int), TOLD(L_RESPONDED, "campaigns", "responded", int),
	TOLD(L_CAMPAIGN_COST, "campaigns", "cost", money), TOLD(L_CAMPAIGN_WON, "campaigns", "deals won", int),
	TOLD(L_CAMPAIGN_YIELD, "campaigns", "value won", money),

	TOLD(L_PROMISED, "referrals", "promised", int), TOLD(L_MADE, "referrals", "made", int),
	TOLD(L_REFERRAL_WON, "referrals", "deals won", int),

	TOLD(L_ISSUED, "loyalty", "points issued", int), TOLD(L_USED, "loyalty", "points used", int),
	TOLD(L_EXPIRED, "loyalty", "points expired", int), TOLD(L_TAKEN_BACK, "loyalty", "points taken back", int),
	TOLD(L_OUTSTANDING, "loyalty", "points at the end", int),

	EACH(L_TREND_WON, "trend", "value won", money), EACH(L_TREND_REVENUE, "trend", "revenue", money),
};
/* The spans that are shown: this month, the one before, the same a year before. */
static const int shown[CRM_MONTHS] = { SPANS - 1, SPANS - 2, 0 };

int
span_of_slot(int slot)
{
	return shown[slot];
}

int
slot_of_span(int span)
{
	return span == SPANS - 1 ? CRM_THIS_MONTH : span == SPANS - 2 ? CRM_MONTH_BEFORE : span == 0 ? CRM_YEAR_BEFORE : -1;
}

int64_t
instant_of(const struct crm_val *v, int64_t none)
{
	int64_t t;

	return read_instant(v, &t) ? t : none;
}

/* Stored dates come in the order of their texts; instants do not fall on a month by theirs, but on one of here. */
int
span_of(const struct monthly *m, const struct crm_val *v)
{
	int64_t t;
	int e = 0;

	if (v->t != CRM_TEXT)
		return -1;
	if (v->n == 10) {
		while (e < EDGES && memcmp(v->p, m->from[e], 10) >= 0)
			e++;
	} else {
		t = instant_of(v, INT64_MIN);
		while (e < EDGES && t >= m->at[e])
			e++;
	}
	return e == EDGES ? -1 : e - 1;
}

int
slot_of(const struct monthly *m, const struct crm_val *v)
{
	return slot_of_span(span_of(m, v));
}

bool
mine(const struct monthly *m, const struct crm_val *user)
{
	return !m->scoped || (user->t == CRM_INT && map_at(&m->mine, user->i, 0) != 0);
}

const char *
shown_months(const struct monthly *m, const char *dated, struct crm_arena *a)
{
	struct crm_buf b = { 0 };
	const char *text;
	size_t n;

	for (; *dated != '\0'; dated += n + (dated[n] == ',')) {
		n = strcspn(dated, ",");
		for (int i = 0; i < CRM_MONTHS; i++)
			crm_putf(&b, "%s%.*s=%.7s", b.n > 0 ? " or " : "", (int)n, dated, m->from[shown[i]]);
	}
	text = crm_strdup(a, b.p);
	crm_buf_free(&b);
	return text;
}

int
pass(struct monthly *m, const char *entity, const char *where, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	const struct view v = { .entity = entity, .where = where, .columns = columns, .sort = sort, .whole = true,
	    .any_order = sort == NULL };

	return look_at(m->c, &v, row, arg, err);
}

/* What nothing is counted of is 0; of shares and times it is nothing. */
static size_t
add_figure(struct monthly *m, enum line line, const char *item, int64_t rank, const char *currency)
{
	const struct crm_type *type = told[line].type;
	int months = line >= L_TREND_WON ? 1 : CRM_MONTHS;       /* an item there is a month itself */
	struct figure *f;

	if (m->n == m->cap)
		m->v = crm_xrealloc(m->v, (m->cap = m->cap ? 2 * m->cap : 128) * sizeof *m->v);
	f = &m->v[m->n];
	*f = (struct figure){ .line = line, .rank = rank, .f = { .section = told[line].section, .what = told[line].what,
	    .type = type, .item = item, .currency = type == &crm_t_money ? currency : NULL } };
	for (int i = 0; i < months && (type == &crm_t_int || type == &crm_t_money); i++)
		f->f.value[i] = CRM_VINT(0);
	return m->n++;
}

/* The line's own place is its number; others are found by their item and currency. */
static struct figure *
figure_of(struct monthly *m, enum line line, const struct crm_val *item, int64_t rank, const struct crm_val *currency)
{
	const char *house = m->c->policy.currency;
	bool foreign = told[line].type == &crm_t_money && currency != NULL && currency->t == CRM_TEXT
	    && strcmp(currency->p, house) != 0;
	struct crm_buf key = { 0 };
	int64_t at;

	if (!told[line].of_item && !foreign)
		return &m->v[line];
	crm_putf(&key, "%d\t%s\t", line, foreign ? currency->p : house);
	if (item != NULL && item->t == CRM_TEXT)
		crm_put(&key, item->p, item->n);
	if (!crm_map_get(&m->place, key.p, key.n, &at)) {
		at = (int64_t)add_figure(m, line, !told[line].of_item ? NULL
		    : item != NULL && item->t == CRM_TEXT ? crm_strndup(&m->out->arena, item->p, item->n) : "not said", rank,
		    foreign ? crm_strdup(&m->out->arena, currency->p) : house);
		m->v[at].foreign = foreign;
		crm_map_put(&m->place, key.p, key.n, at);
	}
	crm_buf_free(&key);
	return &m->v[at];
}

int64_t *
tally_item(struct monthly *m, enum line line, const struct crm_val *item, int64_t rank, const struct crm_val *currency,
    int slot)
{
	return &figure_of(m, line, item, rank, currency)->f.value[slot].i;
}

int64_t *
tally_line(struct monthly *m, enum line line, int slot)
{
	return &m->v[line].f.value[slot].i;
}

void
put_value(struct monthly *m, enum line line, int slot, struct crm_val v)
{
	m->v[line].f.value[slot] = v;
}

struct crm_val *
target_of(struct monthly *m, enum line line, const struct crm_val *item, int64_t rank)
{
	return &figure_of(m, line, item, rank, NULL)->f.target;
}

static void
set_months(struct monthly *m, int64_t day)
{
	struct crm_civil civil = { 0 };
	int64_t first;

	m->now = m->c->ctx.now;
	m->today = crm_local_day(m->now);
	crm_day_civil(day, &civil);
	first = crm_day(civil.y, civil.m, 1);
	for (int e = 0; e < EDGES; e++) {
		m->day[e] = crm_add_months(first, e - SPANS + 1);
		m->since[e] = crm_add_months(m->day[e], -12);
		memset(&civil, 0, sizeof civil);
		crm_day_civil(m->day[e], &civil);
		m->at[e] = crm_from_local(&civil);
		crm_fmt_date(m->from[e], m->day[e]);
	}
	for (int i = 0; i < CRM_MONTHS; i++)
		m->out->first[i] = m->day[shown[i]];
	m->out->running = m->day[EDGES - 1] > m->today;
}

/* Reasons and rivals: the most of this month first.  Items come behind the lines that have none. */
static void
rank_most(struct monthly *m, enum line first, enum line last)
{
	struct crm_map most = { 0 };

	for (int told_now = 0; told_now < 2; told_now++)
		for (struct figure *f = m->v + L_LINES; f < m->v + m->n; f++) {
			int64_t rank = 0;

			if (f->line < first || f->line > last)
				continue;
			crm_map_get(&most, f->f.item, strlen(f->f.item), &rank);
			if (told_now)
				f->rank = rank;
			else if (f->f.type == &crm_t_int)
				crm_map_set(&most, f->f.item, strlen(f->f.item), rank - f->f.value[CRM_THIS_MONTH].i);
		}
	crm_map_free(&most);
}

/* Sections as they are told; of one, items by rank and name; of an item, lines as they are told; the policy's currency first. */
static int
as_told(const void *x, const void *y)
{
	const struct figure *a = x, *b = y;
	int c;

	if (strcmp(a->f.section, b->f.section) != 0)
		return a->line < b->line ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->f.item != NULL && b->f.item != NULL && (c = strcmp(a->f.item, b->f.item)) != 0)
		return c;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->foreign != b->foreign)
		return a->foreign ? 1 : -1;
	return a->f.currency != NULL && b->f.currency != NULL ? strcmp(a->f.currency, b->f.currency) : 0;
}

static void
hand_out(struct monthly *m)
{
	struct crm_monthly *out = m->out;

	rank_most(m, L_WON_REASON, L_WON_REASON_VALUE);
	rank_most(m, L_LOST_REASON, L_LOST_REASON_VALUE);
	rank_most(m, L_RIVAL_WON, L_RIVAL_LOST);
	qsort(m->v, m->n, sizeof *m->v, as_told);
	out->v = crm_alloc(&out->arena, (m->n + 1) * sizeof *out->v);
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].f.item != NULL || !told[m->v[i].line].of_item)
			out->v[out->n++] = m->v[i].f;
}

int
crm_monthly(struct crm *c, int64_t day, int64_t owner, const char *unit, struct crm_monthly *out, struct crm_err *err)
{
	static read_part *const parts[] = { read_deals, read_orders, read_contacts, read_cases, read_contracts,
	    read_campaigns, read_referrals, read_points };
	struct monthly m = { .c = c, .out = out, .scoped = owner != 0 || unit != NULL };
	int rc;

	set_months(&m, day);
	if (m.day[SPANS - 1] > m.today)
		return crm_fail(err, CRM_USAGE, NULL, "that month has not begun");
	for (int i = 0; i < L_LINES; i++)
		add_figure(&m, (enum line)i, NULL, 0, c->policy.currency);
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		goto out;
	rc = read_users(&m, owner, unit, err);
	for (size_t i = 0; rc == CRM_OK && i < sizeof parts / sizeof *parts; i++)
		rc = parts[i](&m, err);
	crm_db_read_end(c->db);
	if (rc == CRM_OK) {
		put_clients(&m);
		hand_out(&m);
	}
out:
	crm_map_free(&m.mine);
	crm_map_free(&m.place);
	free(m.client);
	free(m.v);
	return rc;
}

void
crm_monthly_free(struct crm_monthly *out)
{
	crm_arena_free(&out->arena);
	*out = (struct crm_monthly){ 0 };
}
