/* bonus.c - what contracts give back on the turnover of a period */
#include "loyalty.h"

#include <string.h>

#include "crm/followup.h"

/* What one contract gives on one kind of turnover: on all, or on that of a product line. */
struct bonus {
	struct bonus *next;
	int64_t contract, client, starts, ends, from, until, turnover, given;
	const char *title, *line, *currency;
	enum crm_unit unit;
	char period[24];
	bool whole, own;                         /* own: on the orders that name the contract */
	struct crm_bonus_step *step; size_t n;
};

struct bonuses {
	struct crm *c;
	struct bonus *first, **last;
	struct crm_map former, replaced;         /* of a contract: the version it amends; its last day as it stood */
	struct crm_arena arena;
	struct crm_err *err;
};

static const char *
text_of(struct crm_arena *a, const struct crm_val *v)
{
	return v->t == CRM_TEXT ? crm_strndup(a, v->p, v->n) : "";
}

static enum crm_unit
unit_of(const char *period)
{
	return *period == 'm' ? CRM_MONTH : *period == 'q' ? CRM_QUARTER : CRM_YEAR;
}

enum { B_ID, B_PERIOD, B_THRESHOLD, B_RATE, B_CURRENCY, B_LINE, B_CONTRACT, B_CLIENT, B_TITLE, B_BY, B_STARTS,
    B_ENDS };
#define STEP_COLUMNS "id,period,threshold,rate,currency,line,contract,contract.client,contract.title," \
	"contract.bonus_by,contract.starts,contract.ends"

/* The bonus that a step belongs to. */
static struct bonus *
bonus_of(struct bonuses *all, const struct crm_val *v)
{
	struct crm_arena *a = &all->arena;
	const char *line = text_of(a, &v[B_LINE]), *currency = text_of(a, &v[B_CURRENCY]);
	enum crm_unit unit = unit_of(text_of(a, &v[B_PERIOD]));
	struct bonus *b = all->first;

	while (b != NULL && (b->contract != v[B_CONTRACT].i || b->unit != unit || strcmp(b->line, line) != 0
	    || strcmp(b->currency, currency) != 0))
		b = b->next;
	if (b != NULL)
		return b;
	b = crm_alloc(a, sizeof *b);
	*b = (struct bonus){
		.contract = v[B_CONTRACT].i, .client = v[B_CLIENT].i, .line = line, .currency = currency, .unit = unit,
		.title = text_of(a, &v[B_TITLE]), .whole = strcmp(text_of(a, &v[B_BY]), "whole") == 0,
		.starts = day_of(&v[B_STARTS], INT64_MIN), .ends = day_of(&v[B_ENDS], INT64_MAX),
	};
	*all->last = b;
	all->last = &b->next;
	return b;
}

/* Thresholds come ascending. */
static int
read_step(void *arg, const struct crm_val *v)
{
	struct bonuses *all = arg;
	struct bonus *b = bonus_of(all, v);

	if (b->n > 0 && b->step[b->n - 1].threshold == v[B_THRESHOLD].i)
		return crm_fail(all->err, CRM_DATA, "threshold", "bo%lld and bo%lld of k%lld begin at the same turnover",
		    (long long)b->step[b->n - 1].id, (long long)v[B_ID].i, (long long)b->contract);
	b->step = crm_room(&all->arena, b->step, b->n, sizeof *b->step);
	b->step[b->n++] = (struct crm_bonus_step){
		.id = v[B_ID].i, .threshold = v[B_THRESHOLD].i, .rate = v[B_RATE].i,
	};
	return CRM_OK;
}

static int
read_steps(struct bonuses *all, const int64_t *contract, size_t n, struct crm_err *err)
{
	struct crm_buf where = { 0 };
	int rc;

	crm_puts(&where, n > 0 ? "contract=" : "contract.state=active,ended,terminated");
	for (size_t i = 0; i < n; i++)
		crm_putf(&where, "%sk%lld", i > 0 ? "," : "", (long long)contract[i]);
	rc = look(all->c, "bonus", where.p, STEP_COLUMNS, "threshold", read_step, all, err);
	crm_buf_free(&where);
	return rc;
}

/* The first and last day of the period that a day lies in. */
static void
period_of(struct bonus *b, int64_t day)
{
	int months = b->unit == CRM_YEAR ? 12 : b->unit == CRM_QUARTER ? 3 : 1;
	struct crm_civil c = { 0 };

	crm_day_civil(day, &c);
	b->from = crm_day(c.y, (c.m - 1) / months * months + 1, 1);
	b->until = crm_add_months(b->from, months) - 1;
}

static int
read_version(void *arg, const struct crm_val *v)
{
	struct bonuses *all = arg;

	map_put(&all->former, v[0].i, v[1].i);
	map_put(&all->replaced, v[1].i, day_of(&v[2], INT64_MIN + 1) - 1);
	return CRM_OK;
}

/* The period as far as the contract was in force, and no later version in its place. */
static void
put_period(const struct bonuses *all, struct bonus *b, int64_t day)
{
	int64_t last = map_at(&all->replaced, b->contract, INT64_MAX);
	char first[11];

	period_of(b, day == CRM_LAST_ENDED ? crm_local_day(all->c->ctx.now) : day);
	if (day == CRM_LAST_ENDED)
		period_of(b, b->from - 1);
	crm_fmt_date(first, b->from);
	crm_unit_name(b->unit, &CRM_VTEXT(first, 10), b->period);
	b->from = b->from < b->starts ? b->starts : b->from;
	b->until = b->until > b->ends ? b->ends : b->until;
	b->until = b->until > last ? last : b->until;
}

/* "k7,k3": a contract and the versions before it. */
static const char *
versions(struct bonuses *all, int64_t contract)
{
	const char *text = crm_sprintf(&all->arena, "k%lld", (long long)contract);

	while ((contract = map_at(&all->former, contract, 0)) != 0)
		text = crm_sprintf(&all->arena, "%s,k%lld", text, (long long)contract);
	return text;
}

static int
add_line(void *arg, const struct crm_val *v)
{
	struct bonus *b = arg;

	if (*b->line == '\0' || (v[1].t == CRM_TEXT && strcmp(v[1].p, b->line) == 0))
		b->turnover += v[0].i;
	return CRM_OK;
}

static int
seen(void *arg, const struct crm_val *v)
{
	(void)v;
	*(bool *)arg = true;
	return CRM_OK;
}

static int
count_up(struct bonuses *all, struct bonus *b, struct crm_err *err)
{
	struct crm_arena *a = &all->arena;
	const char *these = versions(all, b->contract), *of;
	char from[11], until[11];
	int rc;

	of = crm_sprintf(a, "contract=%s kind=order cancelled=", these);
	if ((rc = look(all->c, "order", of, "id", NULL, seen, &b->own, err)) != CRM_OK)
		return rc;
	crm_fmt_date(from, b->from);
	crm_fmt_date(until, b->until);
	of = b->own ? crm_sprintf(a, "contract=%s", these) : crm_sprintf(a, "client=c%lld", (long long)b->client);
	of = crm_sprintf(a, "order.%s order.kind=order order.cancelled= currency=%s order.ordered=%s..%s", of,
	    b->currency, from, until);
	if ((rc = look(all->c, "line", of, "kept,product.line", NULL, add_line, b, err)) == CRM_OK)
		b->given = crm_bonus(b->step, b->n, b->turnover, b->whole);
	return rc;
}

/* All of them, those of periods in which the contract was not in force left out. */
static int
read_bonuses(struct bonuses *all, const int64_t *contract, size_t n, int64_t day, struct crm_err *err)
{
	struct bonus **at = &all->first;
	int rc;

	all->last = &all->first;
	all->err = err;
	rc = look(all->c, "contract", "amends!= state=active,ended,terminated", "id,amends,starts", NULL,
	    read_version, all, err);
	if (rc != CRM_OK || (rc = read_steps(all, contract, n, err)) != CRM_OK)
		return rc;
	while (*at != NULL && rc == CRM_OK) {
		put_period(all, *at, day);
		if ((*at)->from > (*at)->until) {
			*at = (*at)->next;
			continue;
		}
		rc = count_up(all, *at, err);
		at = &(*at)->next;
	}
	return rc;
}

static void
put_money(struct crm_buf *out, const struct bonus *b, int64_t v)
{
	crm_put_decimal(out, v, crm_currency_digits(b->currency));
}

/* "2000.00 at 1 % = 20.00; 500.00 at 2 % = 10.00" */
static void
explain(const struct crm *c, const struct bonus *b, struct crm_buf *out)
{
	for (size_t i = 0; i < b->n; i++) {
		if (b->step[i].part == 0)
			continue;
		crm_puts(out, out->n > 0 ? "; " : "");
		put_money(out, b, b->step[i].part);
		crm_puts(out, " at ");
		crm_t_percent.print(&c->ctx, NULL, &CRM_VINT(b->step[i].rate), out);
		crm_puts(out, " % = ");
		put_money(out, b, b->step[i].bonus);
	}
	if (out->n == 0) {
		crm_puts(out, "nothing below ");
		put_money(out, b, b->step[0].threshold);
	}
}

enum { G_CONTRACT, G_TITLE, G_CLIENT, G_PERIOD, G_LINE, G_OF, G_BY, G_TURNOVER, G_BONUS, G_CURRENCY, G_ENDED,
    G_WHY, G_COLUMNS };
static const struct crm_outcol bonus_cols[G_COLUMNS] = {
	COL("id", &crm_t_text), COL("title", &crm_t_text), COL("client", &crm_t_text), COL("period", &crm_t_text),
	COL("line", &crm_t_text), COL("of", &crm_t_word), COL("by", &crm_t_word), MONEY("turnover", G_CURRENCY),
	MONEY("bonus", G_CURRENCY), COL("currency", &crm_t_currency), COL("ended", &crm_t_bool),
	COL("why", &crm_t_text),
};

static bool
has_ended(const struct crm *c, const struct bonus *b)
{
	return b->until < crm_local_day(c->ctx.now);
}

static void
add_row(const struct crm *c, const struct bonus *b, struct crm_grid *g)
{
	struct crm_val *row = crm_grid_add(g);
	struct crm_buf why = { 0 };

	explain(c, b, &why);
	row[G_CONTRACT] = words(g, "k%lld", (long long)b->contract);
	row[G_TITLE] = keep(g, &CRM_VTEXT(b->title, strlen(b->title)));
	row[G_CLIENT] = words(g, "c%lld", (long long)b->client);
	row[G_PERIOD] = as_text(g, b->period);
	row[G_LINE] = *b->line != '\0' ? keep(g, &CRM_VTEXT(b->line, strlen(b->line))) : CRM_VNULL;
	row[G_OF] = as_text(g, b->own ? "contract" : "client");
	row[G_BY] = as_text(g, b->whole ? "whole" : "marginal");
	row[G_TURNOVER] = CRM_VINT(b->turnover);
	row[G_BONUS] = CRM_VINT(b->given);
	row[G_CURRENCY] = as_text(g, b->currency);
	row[G_ENDED] = CRM_VINT(has_ended(c, b));
	row[G_WHY] = keep(g, &CRM_VTEXT(why.p, why.n));
	crm_buf_free(&why);
}

static void
free_bonuses(struct bonuses *all)
{
	crm_map_free(&all->former);
	crm_map_free(&all->replaced);
	crm_arena_free(&all->arena);
}

int
crm_bonuses(struct crm *c, const int64_t *contract, size_t n, int64_t day, struct crm_grid *g,
    struct crm_err *err)
{
	struct bonuses all = { .c = c };
	int rc = read_bonuses(&all, contract, n, day, err);

	g->col = bonus_cols;
	g->ncol = g->width = G_COLUMNS;
	for (const struct bonus *b = all.first; b != NULL && rc == CRM_OK; b = b->next)
		add_row(c, b, g);
	free_bonuses(&all);
	return rc;
}

static int
plan(struct crm *c, const struct bonus *b, struct crm_booked *booked, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "followup");
	struct crm_buf about = { 0 }, situation = { 0 };
	struct crm_rec like;
	char now[21];
	int64_t id;
	size_t n;
	int rc;

	crm_rec_init(&like, e);
	crm_putf(&situation, "bonus:k%lld:%s:%s:%s", (long long)b->contract, b->period, b->currency, b->line);
	rc = crm_lookup(c->db, crm_field_must(e, "situation"), e, &CRM_VTEXT(situation.p, situation.n), &id, 1, &n,
	    err);
	if (rc != CRM_OK || n > 0)
		goto out;
	crm_putf(&about, "Credit the bonus of %s%s%s: ", b->period, *b->line != '\0' ? " on " : "", b->line);
	put_money(&about, b, b->given);
	crm_putf(&about, " %s", b->currency);
	crm_fmt_time(now, c->ctx.now);
	put_text(&like, "about", about.p);
	put_text(&like, "due", now);
	put_text(&like, "situation", situation.p);
	put_int(&like, "contract", b->contract);
	rc = crm_followup_plan(c, &like, crm_entity_must(&c->schema, "contract"), b->contract, &id, err);
	if (rc == CRM_OK)
		push_id(&booked->id, &booked->n, id, booked->arena);
out:
	crm_rec_free(&like);
	crm_buf_free(&about);
	crm_buf_free(&situation);
	return rc;
}

int
crm_bonuses_plan(struct crm *c, const int64_t *contract, size_t n, int64_t day, struct crm_booked *booked,
    struct crm_err *err)
{
	struct bonuses all = { .c = c };
	int rc = read_bonuses(&all, contract, n, day, err);

	for (const struct bonus *b = all.first; b != NULL && rc == CRM_OK; b = b->next)
		if (b->given > 0 && has_ended(c, b))
			rc = plan(c, b, booked, err);
	free_bonuses(&all);
	return rc;
}
