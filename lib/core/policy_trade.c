/* policy_trade.c - the policy on hours, service, prices, limits, orders, contracts, loyalty and consent */
#include <stdlib.h>
#include <string.h>

#include "crm/policy.h"
#include "core/policy_shape.h"

enum { MINUTES = 1440, FRIDAY = 4 };

static const struct crm_span_of_day office[] = { { 9 * 60, 17 * 60 } };
static const int64_t usual_remind[] = { 90, 30 };
static const char *const nothing[] = { NULL };

void
policy_trade_usual(struct crm_policy *p)
{
	for (int day = 0; day <= FRIDAY; day++) {
		p->hours.day[day] = office;
		p->hours.nday[day] = 1;
	}
	p->price_rounding = 1;
	p->warn = 2;
	p->remind = usual_remind;
	p->nremind = sizeof usual_remind / sizeof *usual_remind;
	p->introductions_due = 180;
	p->consent_needed = p->bases = nothing;
}

static void
read_zone(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);
	char quoted[256];

	(void)key;
	if (text == NULL)
		return;
	((struct crm_hours *)base)->zone = crm_zone_load(&r->policy->arena, text);
	if (((struct crm_hours *)base)->zone == NULL)
		SHAPE_ERROR(r, node, "%s is no time zone of this machine's /usr/share/zoneinfo, such as Europe/Amsterdam",
		    crm_quote(quoted, text, strlen(text)));
}

/* "09:30" in minutes after midnight, which 24:00 is too; -1 is no such thing */
static int
minute_of(const char *p)
{
	int64_t h, m;

	if (p[2] != ':' || crm_num(p, 2, 0, 24, &h) != CRM_OK || crm_num(p + 3, 2, 0, 59, &m) != CRM_OK)
		return -1;
	return h * 60 + m <= MINUTES ? (int)(h * 60 + m) : -1;
}

/* "09:00-12:30" */
static bool
read_span_of_day(struct reading *r, const struct node *node, struct crm_span_of_day *span)
{
	const char *text = shape_take(r, node);
	bool ok = text != NULL && strlen(text) == 11 && text[5] == '-';
	char quoted[256];

	if (text == NULL)
		return false;
	if (ok) {
		span->from = minute_of(text);
		span->to = minute_of(text + 6);
	}
	if (ok && span->from >= 0 && span->from < span->to)
		return true;
	SHAPE_ERROR(r, node, "%s is no time of opening: 09:00-12:30, to 24:00 at most",
	    crm_quote(quoted, text, strlen(text)));
	return false;
}

static const struct crm_span_of_day *
read_day(struct reading *r, const struct node *list, size_t *n)
{
	struct crm_span_of_day *v;

	*n = 0;
	if (!shape_is(r, list, NODE_LIST))
		return NULL;
	v = crm_zalloc(&r->policy->arena, list->n * sizeof *v);
	for (const struct node *c = list->first; c != NULL; c = c->next) {
		if (!read_span_of_day(r, c, &v[*n]))
			continue;
		if (*n > 0 && v[*n].from < v[*n - 1].to)
			SHAPE_ERROR(r, c, "begins before the one before it has ended");
		++*n;
	}
	return v;
}

/* Three letters; -1 is no day. */
static int
weekday(const char *p)
{
	static const char days[] = "montuewedthufrisatsun";

	for (int i = 0; i < 7; i++)
		if (strncmp(days + 3 * i, p, 3) == 0)
			return i;
	return -1;
}

/* "fri" or "mon-thu" */
static bool
read_days(struct reading *r, const struct node *node, int *from, int *to)
{
	const char *key = node->key;
	size_t n = strlen(key);
	char quoted[256];

	*from = n >= 3 ? weekday(key) : -1;
	*to = n == 3 ? *from : n == 7 && key[3] == '-' ? weekday(key + 4) : -1;
	if (*from >= 0 && *from <= *to)
		return true;
	SHAPE_ERROR(r, node, "%s is no day or days in order: mon, or mon-fri", crm_quote(quoted, key, n));
	return false;
}

static void
read_week(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	struct crm_hours *h = (struct crm_hours *)base;
	unsigned line[7] = { 0 };
	size_t open = 0, n;
	int from, to;

	(void)key;
	if (!shape_is(r, node, NODE_MAP))
		return;
	memset(h->day, 0, sizeof h->day);
	memset(h->nday, 0, sizeof h->nday);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		const struct crm_span_of_day *v = read_day(r, c, &n);

		open += c->kind == NODE_LIST ? c->n : 1;
		if (!read_days(r, c, &from, &to))
			continue;
		for (int d = from; d <= to; d++) {
			if (line[d] != 0) {
				SHAPE_ERROR(r, c, "has a day that line %u names already", line[d]);
				break;
			}
			line[d] = c->line;
			h->day[d] = v;
			h->nday[d] = n;
		}
	}
	if (open == 0)
		SHAPE_ERROR(r, node, "is never open");
}

static int
ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
read_holidays(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	struct crm_hours *h = (struct crm_hours *)base;
	char quoted[256];
	int64_t *v;

	(void)key;
	if (!shape_is(r, node, NODE_LIST))
		return;
	v = crm_zalloc(&r->policy->arena, node->n * sizeof *v);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		const char *text = shape_take(r, c);

		if (text != NULL && crm_read_date(text, strlen(text), &v[c->at]) != CRM_OK)
			SHAPE_ERROR(r, c, "%s is no date: 2026-12-25", crm_quote(quoted, text, strlen(text)));
	}
	if (node->n > 0)
		qsort(v, node->n, sizeof *v, ascending);
	h->holiday = v;
	h->nholiday = node->n;
}

const struct shape policy_hours = {
	.key = (const struct key[]){
		{ "zone", .read = read_zone },
		{ "week", .read = read_week },
		{ "holidays", .read = read_holidays },
		{ 0 }
	},
};

static void
finish_service(struct reading *r, const struct node *node, void *base)
{
	const struct crm_service *s = base;
	const struct node *resolve = policy_tree_child(node, "resolve");

	if (resolve != NULL && s->resolve > 0 && s->respond > s->resolve)
		SHAPE_ERROR(r, resolve, "comes sooner than respond");
}

const struct shape policy_service = {
	.key = (const struct key[]){
		{ "kind", shape_text, IN(crm_service, kind) },
		{ "severity", shape_text, IN(crm_service, severity) },
		{ "respond", shape_span, IN(crm_service, respond), .must = true },
		{ "resolve", shape_span, IN(crm_service, resolve), .must = true },
		{ 0 }
	},
	.size = sizeof(struct crm_service), .finish = finish_service,
};

const struct shape policy_prices = {
	.key = (const struct key[]){
		{ "rounding", shape_money, IN(crm_policy, price_rounding), .least = 1 },
		{ "min_margin", shape_percent, IN(crm_policy, min_margin) },
		{ 0 }
	},
};

/* What a role's line is silent about is no limit, as for a role without a line. */
static void
finish_limit(struct reading *r, const struct node *node, void *base)
{
	struct crm_limit *l = base;
	const struct { const char *name; int64_t *v; } all[] = {
		{ "discount", &l->discount }, { "contract", &l->contract },
		{ "credit", &l->credit }, { "points", &l->points },
	};

	(void)r;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (policy_tree_child(node, all[i].name) == NULL)
			*all[i].v = CRM_UNLIMITED;
}

const struct shape policy_limit = {
	.key = (const struct key[]){
		{ "role", shape_text, IN(crm_limit, role), .must = true },
		{ "discount", shape_percent, IN(crm_limit, discount), .any = true },
		{ "contract", shape_money, IN(crm_limit, contract), .any = true },
		{ "credit", shape_money, IN(crm_limit, credit), .any = true },
		{ "points", shape_count, IN(crm_limit, points), .any = true },
		{ 0 }
	},
	.size = sizeof(struct crm_limit), .unique = "role", .finish = finish_limit,
};

const struct shape policy_orders = {
	.key = (const struct key[]){
		{ "over_delivery", shape_percent, IN(crm_policy, over_delivery) },
		{ "warn", shape_days, IN(crm_policy, warn) },
		{ 0 }
	},
};

static void
read_remind(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	struct crm_policy *p = (struct crm_policy *)base;
	int64_t *v;

	(void)key;
	if (!shape_is(r, node, NODE_LIST))
		return;
	v = crm_zalloc(&p->arena, node->n * sizeof *v);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		shape_days(r, &(struct key){ .at = 0 }, c, (char *)&v[c->at]);
		if (c->at > 0 && v[c->at] >= v[c->at - 1])
			SHAPE_ERROR(r, c, "must be fewer days than the one before it");
	}
	p->remind = v;
	p->nremind = node->n;
}

const struct shape policy_contracts = {
	.key = (const struct key[]){
		{ "remind", .read = read_remind },
		{ "introductions_due", shape_days, IN(crm_policy, introductions_due) },
		{ 0 }
	},
};

static const struct shape tier_shape = {
	.key = (const struct key[]){
		{ "name", shape_word, IN(crm_tier, name), .must = true },
		{ "from", shape_money, IN(crm_tier, from), .must = true },
		{ "per", shape_money, IN(crm_tier, per), .least = 1 },
		{ 0 }
	},
	.size = sizeof(struct crm_tier), .unique = "name",
};

/* A tier that says nothing earns as everybody does, which may stand below the tiers. */
static void
finish_loyalty(struct reading *r, const struct node *node, void *base)
{
	struct crm_policy *p = base;
	struct crm_tier *tier = (struct crm_tier *)p->tier;
	const struct node *list = policy_tree_child(node, "tiers"), *c = list ? list->first : NULL;

	for (size_t i = 0; i < p->ntier; i++, c = c->next) {
		if (i == 0 && tier[i].from != 0)
			SHAPE_ERROR(r, c, "the first tier is from 0");
		if (i > 0 && tier[i].from <= tier[i - 1].from)
			SHAPE_ERROR(r, c, "must be from more than the one before it");
		if (tier[i].per == 0)
			tier[i].per = p->point_per;
	}
}

const struct shape policy_loyalty = {
	.key = (const struct key[]){
		{ "per", shape_money, IN(crm_policy, point_per), .least = 1, .must = true },
		{ "value", shape_money, IN(crm_policy, point_value), .must = true },
		{ "expires", shape_days, IN(crm_policy, point_expires) },
		{ "tiers", shape_items, IN(crm_policy, tier), .count = offsetof(struct crm_policy, ntier),
		    .of = &tier_shape },
		{ 0 }
	},
	.finish = finish_loyalty,
};

const struct shape policy_consent = {
	.key = (const struct key[]){
		{ "needed", shape_list, IN(crm_policy, consent_needed), .empty = true },
		{ "bases", shape_list, IN(crm_policy, bases), .empty = true },
		{ "quiet", shape_days, IN(crm_policy, quiet) },
		{ 0 }
	},
};
