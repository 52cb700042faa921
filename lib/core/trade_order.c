/* trade_order.c - what follows from a change of an order, its lines, deliveries and payments */
#include "session.h"

#include <string.h>

/* A hundredth of a percent of what a line comes to must still be counted in 64 bits. */
#define MOST INT64_C(900000000000000)

void
forget_met(struct crm *c)
{
	crm_rec_free(&c->order);
	crm_rec_free(&c->line);
	crm_rec_free(&c->contract);
	memset(&c->order, 0, sizeof c->order);
	memset(&c->line, 0, sizeof c->line);
	memset(&c->contract, 0, sizeof c->contract);
	crm_map_free(&c->delivered);
	memset(&c->delivered, 0, sizeof c->delivered);
	c->fresh = NULL;
	c->met = 0;
	c->ordinary = false;
}

int
meet(struct crm *c, struct crm_rec *last, const char *entity, int64_t id, struct crm_err *err)
{
	int rc;

	if (last->ent == NULL)
		crm_rec_init(last, crm_entity_must(&c->schema, entity));
	else if (crm_rec_id(last) == id)
		return CRM_OK;
	crm_rec_reset(last);
	if ((rc = crm_get(c, last->ent, id, last, err)) != CRM_OK)
		crm_rec_reset(last);
	return rc;
}

void
met_changed(struct crm_rec *last, const struct crm_rec *rec)
{
	if (last->ent != NULL && crm_rec_id(last) == crm_rec_id(rec))
		crm_rec_reset(last);
}

static int64_t
local_day(const struct crm_val *v)
{
	int64_t t = 0;

	crm_read_time(v->p, v->n, &t);
	return crm_local_day(t);
}

/* A cancelled order is left alone; one that came in cancelled brings its lines and deliveries after it. */
static int
alive(const struct crm_rec *order, const char *field, struct crm_err *err)
{
	const struct crm_val *cancelled = crm_rec_get(order, "cancelled"), *created;
	int64_t day;

	if (cancelled->t != CRM_TEXT || crm_read_date(cancelled->p, cancelled->n, &day) != CRM_OK)
		return CRM_OK;
	created = crm_rec_get(order, "created");
	if (created->t == CRM_TEXT && local_day(created) > day)
		return CRM_OK;
	return crm_fail(err, CRM_DATA, field, "o%lld was cancelled on %s", (long long)crm_rec_id(order),
	    cancelled->p);
}

/* The money of a line or a payment is in its order's currency; without one it was read in the policy's. */
static int
own_currency(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *given = crm_rec_get(rec, "currency"), *own = crm_rec_get(&c->order, "currency");

	if (given->t == CRM_TEXT)
		return crm_val_eq(given, own) ? CRM_OK
		    : crm_fail(err, CRM_DATA, "currency", "is %s, and the order's is %s", given->p, own->p);
	if (strcmp(own->p, c->policy.currency) != 0
	    && crm_currency_digits(own->p) != crm_currency_digits(c->policy.currency))
		return crm_fail(err, CRM_DATA, "currency", "must be said: the order is in %s", own->p);
	crm_rec_put(rec, "currency", own);
	return CRM_OK;
}

int
payment_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *order = crm_rec_get(rec, "order");
	int rc;

	(void)flags;
	if (order->t != CRM_INT || (old != NULL && !differs(old, rec, "order") && !differs(old, rec,
	    "currency")))
		return CRM_OK;
	rc = meet(c, &c->order, "order", order->i, err);
	return rc == CRM_OK ? own_currency(c, rec, err) : rc;
}

static int64_t
whole(const struct crm_rec *rec, const char *field)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_INT ? v->i : 0;
}

/* What may be delivered of a line in all. */
static int64_t
most(const struct crm *c, int64_t quantity)
{
	return quantity + (int64_t)((__int128)quantity * c->policy.over_delivery / 10000);
}

static int
line_numbers(const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *q = crm_rec_get(rec, "quantity");
	int64_t quantity = q->t == CRM_INT ? q->i : 1, discount = whole(rec, "discount"), amount;

	if (quantity < 1)
		return crm_fail(err, CRM_DATA, "quantity", "%lld: at least one unit is ordered",
		    (long long)quantity);
	if (discount < 0 || discount > 10000)
		return crm_fail(err, CRM_DATA, "discount", "is from 0 to 100%%");
	if (__builtin_mul_overflow(quantity, whole(rec, "price"), &amount) || amount > MOST || amount < -MOST)
		return crm_fail(err, CRM_DATA, "quantity", "%lld of them come to more than can be counted",
		    (long long)quantity);
	return CRM_OK;
}

/* No line asks for less than was delivered of it. */
static int
line_shrinks(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_val v[2];
	int rc;

	if (whole(rec, "quantity") >= whole(old, "quantity"))
		return CRM_OK;
	if ((rc = facts(c, rec->ent, crm_rec_id(rec), "sent,back", v, &rec->arena, err)) != CRM_OK)
		return rc;
	return v[0].i + v[1].i <= most(c, whole(rec, "quantity")) ? CRM_OK
	    : crm_fail(err, CRM_DATA, "quantity", "%lld were delivered", (long long)(v[0].i + v[1].i));
}

static int
ask_ordinary(struct crm *c, struct crm_err *err)
{
	struct crm_query q = { .ent = crm_entity_must(&c->schema, "order"), .away = true, .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	const char *text = crm_sprintf(&a, "cancelled!= or currency!=%s", c->policy.currency);
	struct crm_expr *where;
	int64_t n;
	int rc = crm_filter_text(&c->ctx, q.ent, text, &where, &a, err);

	q.where = where;
	if (rc == CRM_OK && (rc = crm_count(c->db, &q, &n, err)) == CRM_OK)
		c->ordinary = n == 0;
	crm_arena_free(&a);
	return rc;
}

/* Whether there is nothing to look at in any order: asked once, by a load that has looked at many. */
static int
ordinary(struct crm *c, const struct crm_rec *line, bool *is_so, struct crm_err *err)
{
	enum { MANY = 10000 };
	int rc = ++c->met == MANY ? ask_ordinary(c, err) : CRM_OK;

	*is_so = c->ordinary && (crm_rec_get(line, "currency")->t == CRM_NULL
	    || is(line, "currency", c->policy.currency));
	return rc;
}

int
line_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *order = crm_rec_get(rec, "order");
	bool plain;
	int rc;

	(void)flags;
	if ((rc = line_numbers(rec, err)) != CRM_OK || order->t != CRM_INT)
		return rc;
	if (old == NULL && ((rc = ordinary(c, rec, &plain, err)) != CRM_OK || plain))
		return rc;
	if ((rc = meet(c, &c->order, "order", order->i, err)) != CRM_OK
	    || (rc = alive(&c->order, "order", err)) != CRM_OK)
		return rc;
	if (old != NULL && (rc = line_shrinks(c, old, rec, err)) != CRM_OK)
		return rc;
	return own_currency(c, rec, err);
}

int
line_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags, (void)err;
	if (old != NULL)
		met_changed(&c->line, rec);
	return CRM_OK;
}

/*
 * What was delivered of each line while every delivery there is came in by this work: the base's index of
 * them may be set aside, and need not be asked.  In blocks, as there may be millions.
 */
static int64_t *
tallied(struct crm *c, int64_t line)
{
	enum { BLOCK = 512 };
	int64_t block = line / BLOCK, at;

	if (!crm_map_get(&c->delivered, (const char *)&block, sizeof block, &at)) {
		at = (int64_t)(intptr_t)crm_zalloc(&c->delivered.arena, 2 * BLOCK * sizeof at);
		crm_map_put(&c->delivered, (const char *)&block, sizeof block, at);
	}
	return (int64_t *)(intptr_t)at + 2 * (line % BLOCK);
}

/* Units that left us and that came back, of the line met, but for what `old` brought. */
static int
so_far(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, int64_t *sent, int64_t *back,
    struct crm_err *err)
{
	int64_t line = crm_rec_id(&c->line), q;
	struct crm_val v[2];
	int rc;

	if (c->fresh == rec->ent) {
		*sent = tallied(c, line)[0];
		*back = tallied(c, line)[1];
	} else if ((rc = facts(c, c->line.ent, line, "sent,back", v, &rec->arena, err)) == CRM_OK) {
		*sent = v[0].i;
		*back = v[1].i;
	} else {
		return rc;
	}
	if (old != NULL && whole(old, "line") == line && crm_rec_get(old, "away")->t == CRM_NULL) {
		q = whole(old, "quantity");
		*(q > 0 ? sent : back) -= q;
	}
	return CRM_OK;
}

static int
within_order(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	int64_t ordered = whole(&c->line, "quantity"), q = whole(rec, "quantity"), sent = 0, back = 0, left;
	int rc = so_far(c, old, rec, &sent, &back, err);

	if (rc != CRM_OK)
		return rc;
	if (q > 0 && (left = most(c, ordered) - sent - back) < q)
		return crm_fail(err, CRM_DATA, "quantity",
		    "%lld are more than the %lld that remain of the %lld ordered (ol%lld)",
		    (long long)q, (long long)(left > 0 ? left : 0), (long long)ordered,
		    (long long)crm_rec_id(&c->line));
	if (crm_rec_get(&c->order, "shipped")->t == CRM_TEXT && sent < ordered)
		sent = ordered;
	if (q < 0 && sent + back + q < 0)
		return crm_fail(err, CRM_DATA, "quantity",
		    "%lld are more than the %lld that were delivered (ol%lld)",
		    (long long)-q, (long long)(sent + back), (long long)crm_rec_id(&c->line));
	return CRM_OK;
}

int
delivery_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *line = crm_rec_get(rec, "line"), *q = crm_rec_get(rec, "quantity");
	int rc;

	(void)flags;
	if (line->t != CRM_INT || q->t != CRM_INT
	    || (old != NULL && !differs(old, rec, "line") && !differs(old, rec, "quantity")))
		return CRM_OK;
	if (q->i == 0 || q->i > MOST || q->i < -MOST)
		return crm_fail(err, CRM_DATA, "quantity", "%lld units are no delivery", (long long)q->i);
	if ((rc = meet(c, &c->line, "line", line->i, err)) != CRM_OK
	    || (rc = meet(c, &c->order, "order", whole(&c->line, "order"), err)) != CRM_OK
	    || (rc = alive(&c->order, "line", err)) != CRM_OK)
		return rc;
	if (is(&c->order, "kind", "quote"))
		return crm_fail(err, CRM_DATA, "line", "o%lld is a quote: confirm it first",
		    (long long)crm_rec_id(&c->order));
	return within_order(c, old, rec, err);
}

int
delivery_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	int64_t q;

	(void)flags, (void)err;
	if (c->fresh != rec->ent)
		return CRM_OK;
	if (old != NULL && (q = whole(old, "quantity")) != 0)
		tallied(c, whole(old, "line"))[q < 0] -= q;
	q = whole(rec, "quantity");
	tallied(c, whole(rec, "line"))[q < 0] += q;
	return CRM_OK;
}

int
inherit(struct crm *c, struct crm_rec *rec, const char *via, const char *field, struct crm_err *err)
{
	const struct crm_val *ref = crm_rec_get(rec, via);
	struct crm_rec from;
	int rc;

	if (ref->t != CRM_INT || crm_rec_get(rec, field)->t != CRM_NULL)
		return CRM_OK;
	crm_rec_init(&from, crm_field_must(rec->ent, via)->to);
	if ((rc = crm_get(c, from.ent, ref->i, &from, err)) == CRM_OK)
		crm_rec_put(rec, field, crm_rec_get(&from, field));
	crm_rec_free(&from);
	return rc;
}

/* What was promised first stays known when the promise is moved. */
static void
keep_first_promise(const struct crm_rec *old, struct crm_rec *rec)
{
	const struct crm_val *promised = crm_rec_get(old != NULL ? old : rec, "promised");

	if (crm_rec_get(rec, "promised_first")->t == CRM_NULL)
		crm_rec_put(rec, "promised_first", promised->t != CRM_NULL ? promised : crm_rec_get(rec,
		    "promised"));
}

/* What has happened to an order limits what can become of it. */
static int
may_become(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	struct crm_val v[2];
	int rc;

	if (is(old, "kind", "order") && is(rec, "kind", "quote"))
		return crm_fail(err, CRM_DATA, "kind", "an order does not become a quote again");
	if (!differs(old, rec, "currency") && !differs(old, rec, "cancelled"))
		return CRM_OK;
	if ((rc = facts(c, rec->ent, crm_rec_id(rec), "lines,filled", v, &rec->arena, err)) != CRM_OK)
		return rc;
	if (differs(old, rec, "currency") && v[0].i > 0)
		return crm_fail(err, CRM_DATA, "currency", "its %lld lines are in %s", (long long)v[0].i,
		    crm_rec_get(old, "currency")->p);
	if (crm_rec_get(rec, "cancelled")->t != CRM_NULL && v[1].i > 0 && !(flags & CRM_FORCE))
		return crm_fail(err, CRM_DATA, "cancelled", "%lld units were delivered", (long long)v[1].i);
	return CRM_OK;
}

int
order_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	int64_t me;
	int rc;

	keep_first_promise(old, rec);
	if (old != NULL)
		return (rc = points_unspent(c, old, rec, flags, err)) == CRM_OK ? may_become(c, old, rec,
		    flags, err) : rc;
	if ((rc = inherit(c, rec, "deal", "client", err)) != CRM_OK
	    || (rc = inherit(c, rec, "contract", "client", err)) != CRM_OK
	    || (rc = inherit(c, rec, "client", "owner", err)) != CRM_OK)
		return rc;
	if (crm_rec_get(rec, "owner")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "owner", me);
	return CRM_OK;
}

int
order_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags, (void)err;
	c->met = 0;
	c->ordinary = false;
	if (old != NULL)
		met_changed(&c->order, rec);
	return CRM_OK;
}
