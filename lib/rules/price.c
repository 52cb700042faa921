/* price.c - which special price holds, and what it makes of the list price */
#include <stdlib.h>
#include <string.h>

#include "crm/rules.h"

/* Beyond these, arithmetic might not fit; shares are in basis points. */
#define AMOUNT_MOST 100000000000000
enum { WHOLE = 10000, SHARE_MOST = 1000000 };

const char *const crm_rank_name[] = {
	[CRM_RANK_CONTRACT] = "contract", [CRM_RANK_CLIENT] = "client", [CRM_RANK_CLASS] = "class",
	[CRM_RANK_CAMPAIGN] = "campaign", [CRM_RANK_QUANTITY] = "quantity", [CRM_RANK_LIST] = "list",
};

struct choice {
	const struct crm_pricing *of;
	struct crm_price *price;
	struct crm_arena *arena;
	struct crm_buf why;
	size_t named;                            /* of it, the term's name */
};

static bool
within(int64_t v, int64_t most)
{
	return v >= -most && v <= most;
}

static const char *
money(struct choice *c, int64_t amount)
{
	struct crm_buf b = { 0 };
	char *text;

	crm_t_money.print(&(struct crm_ctx){ .currency = c->of->currency }, NULL, &CRM_VINT(amount), &b);
	text = crm_strdup(c->arena, b.p);
	crm_buf_free(&b);
	return text;
}

static const char *
percent(struct choice *c, int64_t share)
{
	struct crm_buf b = { 0 };
	char *text;

	crm_t_percent.print(NULL, NULL, &CRM_VINT(share), &b);
	text = crm_strdup(c->arena, b.p);
	crm_buf_free(&b);
	return text;
}

static void
look(struct choice *c, const struct crm_term *t, const char *what)
{
	c->price->step[c->price->nstep++] = (struct crm_price_step){ .term = t ? t->id : 0, .what = what,
	    .rank = crm_rank_name[t ? t->rank : CRM_RANK_LIST] };
}

/* The price came to this by what was done. */
static void
make(struct choice *c, const struct crm_term *t, int64_t price, const char *what)
{
	struct crm_price_step *s = &c->price->step[c->price->nstep];

	look(c, t, what);
	s->did = true;
	s->price = c->price->price = price;
	crm_putf(&c->why, "%s%s %s", c->why.n > c->named ? ", " : "", what, money(c, price));
}

static const char *
date(struct choice *c, const char *word, int64_t day)
{
	char text[11];

	crm_fmt_date(text, day);
	return crm_sprintf(c->arena, "%s %s", word, text);
}

/* NULL when it holds. */
static const char *
why_not(struct choice *c, const struct crm_term *t)
{
	if (t->barred != NULL)
		return t->barred;
	if (c->of->day < t->since)
		return date(c, "not yet valid: from", t->since);
	if (c->of->day > t->until)
		return date(c, "no longer valid: until", t->until);
	return c->of->quantity >= t->quantity ? NULL
	    : crm_sprintf(c->arena, "fewer than %lld", (long long)t->quantity);
}

static int
precedence(const struct crm_term *a, const struct crm_term *b)
{
	const int64_t by[][2] = {
		{ a->rank, b->rank }, { a->level, b->level }, { a->on, b->on },
		{ b->quantity, a->quantity }, { b->priority, a->priority },
	};

	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		if (by[i][0] != by[i][1])
			return by[i][0] < by[i][1] ? -1 : 1;
	return 0;
}

static int
in_order(const void *x, const void *y)
{
	const struct crm_term *a = *(const struct crm_term *const *)x;
	const struct crm_term *b = *(const struct crm_term *const *)y;
	int c = precedence(a, b);

	return c != 0 ? c : (a->id > b->id) - (a->id < b->id);
}

static int64_t
round_to(int64_t v, int64_t multiple)
{
	int64_t twice = 2 * v + multiple, down = twice / (2 * multiple);

	return (down - (twice % (2 * multiple) < 0)) * multiple;
}

/* What cannot be reckoned is an error: a lower rank would make a price that nobody meant. */
static int
usable(struct choice *c, const struct crm_term *t, struct crm_err *err)
{
	const struct crm_pricing *of = c->of;
	bool has_money = t->fixed || t->rounding != 0 || t->surcharge != 0 || t->has_min || t->has_max;

	if (has_money && strcmp(t->currency, of->currency) != 0)
		return crm_fail(err, CRM_DATA, t->name, "is in %s, and %s in %s", t->currency, of->product,
		    of->currency);
	if (!t->fixed && !(t->on_cost ? of->has_cost : of->has_list))
		return crm_fail(err, CRM_DATA, t->name, "%s has no %s to reckon with", of->product,
		    t->on_cost ? "cost" : "list price");
	if (!within(t->price, AMOUNT_MOST) || !within(t->surcharge, AMOUNT_MOST)
	    || !within(t->rounding, AMOUNT_MOST) || !within(t->min_margin, AMOUNT_MOST)
	    || !within(t->max_margin, AMOUNT_MOST)
	    || !within(t->markup, SHARE_MOST) || !within(t->discount, WHOLE))
		return crm_fail(err, CRM_DATA, t->name, "cannot be reckoned with: a number is too large");
	return CRM_OK;
}

static void
formula(struct choice *c, const struct crm_term *t)
{
	int64_t base = t->on_cost ? c->of->cost : c->of->list, p = base, to;
	int64_t multiple = t->rounding > 0 ? t->rounding : c->of->rounding;

	make(c, t, p, t->on_cost ? "cost" : "list price");
	if (t->markup != 0)
		make(c, t, p += crm_weighted(p, t->markup),
		    crm_sprintf(c->arena, "+%s%%", percent(c, t->markup)));
	if (t->discount != 0)
		make(c, t, p = crm_weighted(p, WHOLE - t->discount),
		    crm_sprintf(c->arena, "-%s%%", percent(c, t->discount)));
	if (multiple > 1 && (to = round_to(p, multiple)) != p)
		make(c, t, p = to, crm_sprintf(c->arena, "rounded to %s", money(c, multiple)));
	if (t->surcharge != 0)
		make(c, t, p += t->surcharge, crm_sprintf(c->arena, "surcharge %s", money(c, t->surcharge)));
	if (t->has_min && p < base + t->min_margin)
		make(c, t, p = base + t->min_margin,
		    crm_sprintf(c->arena, "at least %s over", money(c, t->min_margin)));
	if (t->has_max && p > base + t->max_margin)
		make(c, t, base + t->max_margin,
		    crm_sprintf(c->arena, "at most %s over", money(c, t->max_margin)));
}

static int
reckon(struct choice *c, const struct crm_term *t, struct crm_err *err)
{
	int rc = usable(c, t, err);

	if (rc != CRM_OK)
		return rc;
	crm_putf(&c->why, "%s %s: ", t->name, t->whose);
	c->named = c->why.n;
	if (t->fixed)
		make(c, t, t->price, "fixed price");
	else
		formula(c, t);
	c->price->term = t->id;
	return c->price->price >= 0 ? CRM_OK
	    : crm_fail(err, CRM_DATA, t->name, "makes a price below 0 of %s", c->of->product);
}

/* Every term gets its look, in the order of precedence; the first that holds makes the price. */
static int
walk(struct choice *c, const struct crm_term *const *t, size_t n, bool *any, struct crm_err *err)
{
	const struct crm_term *taken = NULL;
	const char *no;
	int rc = CRM_OK;

	for (size_t i = 0; i < n && rc == CRM_OK; i++) {
		if ((no = why_not(c, t[i])) != NULL)
			look(c, t[i], no);
		else if (taken == NULL)
			rc = reckon(c, taken = t[i], err);
		else if (precedence(taken, t[i]) == 0)
			rc = crm_fail(err, CRM_DATA, c->of->product,
			    "%s and %s hold equally: give one a higher priority", taken->name, t[i]->name);
		else
			look(c, t[i], crm_sprintf(c->arena, "%s comes first", taken->name));
	}
	*any = taken != NULL;
	return rc;
}

/* Shares of huge amounts are taken of less exact ones. */
static void
fit(int64_t *from, int64_t *price)
{
	if (*from > AMOUNT_MOST) {
		*from /= WHOLE;
		*price /= WHOLE;
	}
}

int64_t
crm_discount_of(int64_t from, int64_t price)
{
	fit(&from, &price);
	return price >= from ? 0 : (2 * WHOLE * (from - price) + from) / (2 * from);
}

/* The price stands for all that is rounded to it, from half a unit more on down. */
int64_t
crm_discount_least(int64_t from, int64_t price)
{
	fit(&from, &price);
	return price >= from ? 0 : WHOLE * (2 * (from - price) - 1) / (2 * from) + 1;
}

static void
measure(const struct crm_pricing *of, struct crm_price *p)
{
	if (of->has_list)
		p->discount = crm_discount_of(of->list, p->price);
	p->has_margin = of->has_cost && of->cost > 0;
	if (p->has_margin)
		p->margin = round_to(WHOLE * (p->price - of->cost), of->cost) / of->cost;
}

int
crm_price_choose(const struct crm_pricing *of, const struct crm_term *t, size_t n, struct crm_price *p,
    struct crm_arena *a, struct crm_err *err)
{
	enum { STEPS_OF_A_TERM = 7 };
	struct choice c = { .of = of, .price = p, .arena = a };
	const struct crm_term **sorted = crm_alloc(a, (n + 1) * sizeof *sorted);
	bool any;
	int rc;

	if (!within(of->list, AMOUNT_MOST) || !within(of->cost, AMOUNT_MOST))
		return crm_fail(err, CRM_DATA, of->product, "its price or cost is too large to reckon with");
	*p = (struct crm_price){ .list = of->has_list ? of->list : 0, .currency = of->currency };
	p->step = crm_alloc(a, (n + 1 + STEPS_OF_A_TERM) * sizeof *p->step);
	for (size_t i = 0; i < n; i++)
		sorted[i] = &t[i];
	qsort(sorted, n, sizeof *sorted, in_order);
	rc = walk(&c, sorted, n, &any, err);
	if (rc == CRM_OK && !any && !of->has_list)
		rc = crm_fail(err, CRM_DATA, of->product, "has no list price, and no special price holds");
	if (rc == CRM_OK && !any)
		make(&c, NULL, of->list, "list price");
	else if (rc == CRM_OK && of->has_list)
		look(&c, NULL, crm_sprintf(a, "list price %s", money(&c, of->list)));
	p->why = crm_strdup(a, c.why.n ? c.why.p : "");
	measure(of, p);
	crm_buf_free(&c.why);
	return rc;
}
