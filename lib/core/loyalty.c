/* loyalty.c - the ledger of points: taking from it by hand, and how a client stands */
#include "loyalty.h"

#include <string.h>

#include "crm/approve.h"

/* Columns of an entry: what `left` is is the asker's. */
enum { E_ID, E_AT, E_EXPIRES, E_LEFT, E_ORDER };
struct reading { struct entries *to; int64_t first; };

static int
keep_entry(void *arg, const struct crm_val *v)
{
	struct reading *r = arg;
	struct entries *to = r->to;

	to->v = crm_room(&to->arena, to->v, to->n, sizeof *to->v);
	to->v[to->n++] = (struct crm_points_entry){
		.id = v[E_ID].i, .at = day_of(&v[E_AT], INT64_MIN), .left = v[E_LEFT].i,
		.expires = r->first != 0 && v[E_ORDER].t == CRM_INT && v[E_ORDER].i == r->first ? INT64_MIN
		    : day_of(&v[E_EXPIRES], CRM_NEVER),
	};
	to->sum += v[E_LEFT].i;
	return CRM_OK;
}

int
entries_of(struct crm *c, const char *where, const char *left, int64_t first, struct entries *e,
    struct crm_err *err)
{
	struct reading r = { e, first };
	char columns[64];

	*e = (struct entries){ 0 };
	snprintf(columns, sizeof columns, "id,at,expires,%s,order", left);
	return look(c, "points", where, columns, NULL, keep_entry, &r, err);
}

/* What the client may use today, debts counted. */
static int
usable(struct crm *c, int64_t client, struct entries *e, struct crm_err *err)
{
	char where[64];

	snprintf(where, sizeof where, "client=c%lld uses= usable!=0", (long long)client);
	return entries_of(c, where, "usable", 0, e, err);
}

int
book(struct crm *c, struct crm_rec *rec, struct crm_booked *b, struct crm_err *err)
{
	int rc;

	rec->val[0] = CRM_VNULL;
	if ((rc = save(c, NULL, rec, 0, NULL, err)) == CRM_OK)
		push_id(&b->id, &b->n, crm_rec_id(rec), b->arena);
	return rc;
}

void
begin_entry(struct crm *c, struct crm_rec *rec, const char *kind, int64_t client, int64_t day)
{
	char text[11];

	crm_rec_init(rec, crm_entity_must(&c->schema, "points"));
	crm_fmt_date(text, day);
	put_text(rec, "kind", kind);
	put_text(rec, "at", text);
	put_int(rec, "client", client);
}

/* Takes points from the entries: an entry of the ledger like `like` for each. */
static int
take(struct crm *c, struct crm_rec *like, struct entries *e, int64_t points, struct crm_booked *b,
    struct crm_err *err)
{
	int rc = CRM_OK;

	crm_points_take(e->v, e->n, points);
	for (size_t i = 0; i < e->n && rc == CRM_OK; i++) {
		if (e->v[i].take == 0)
			continue;
		put_int(like, "points", -e->v[i].take);
		put_int(like, "uses", e->v[i].id);
		rc = book(c, like, b, err);
	}
	return rc;
}

/* Whether the client has so many, and who acts may decide on so many. */
static int
allowed(struct crm *c, int64_t client, int64_t points, int64_t has, struct crm_err *err)
{
	const struct crm_decision d = { .kind = "points", .client = client, .v = points };

	if (points > has)
		return crm_fail(err, CRM_DATA, "points", "c%lld has %lld, not %lld", (long long)client, (long long)has,
		    (long long)points);
	return crm_must(c, &d, "points", "crm-loyalty approve", err);
}

static int
payable(struct crm *c, int64_t client, int64_t order, int64_t money, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_buf owed = { 0 };
	struct crm_val v[3];                     /* client, currency, owed */
	int rc = facts(c, crm_entity_must(&c->schema, "order"), order, "client,currency,owed", v, &a, err);

	if (rc != CRM_OK)
		goto out;
	crm_put_decimal(&owed, v[2].i, crm_currency_digits(c->policy.currency));
	if (v[0].t != CRM_INT || v[0].i != client)
		rc = crm_fail(err, CRM_DATA, "order", "o%lld is no order of c%lld", (long long)order, (long long)client);
	else if (strcmp(v[1].p, c->policy.currency) != 0)
		rc = crm_fail(err, CRM_DATA, "order", "o%lld is not in %s, as points are", (long long)order,
		    c->policy.currency);
	else if (money > v[2].i)
		rc = crm_fail(err, CRM_DATA, "order", "o%lld owes no more than %s", (long long)order, owed.p);
out:
	crm_buf_free(&owed);
	crm_arena_free(&a);
	return rc;
}

static int
pay(struct crm *c, int64_t order, int64_t money, struct crm_err *err)
{
	struct crm_rec rec;
	char today[11];
	int rc;

	crm_rec_init(&rec, crm_entity_must(&c->schema, "payment"));
	crm_fmt_date(today, crm_local_day(c->ctx.now));
	put_int(&rec, "order", order);
	put_int(&rec, "amount", money);
	put_text(&rec, "currency", c->policy.currency);
	put_text(&rec, "paid", today);
	put_text(&rec, "note", "points");
	rc = save(c, NULL, &rec, 0, NULL, err);
	crm_rec_free(&rec);
	return rc;
}

int
crm_points_redeem(struct crm *c, int64_t client, int64_t points, int64_t order, const char *note,
    struct crm_booked *b, int64_t *money, struct crm_err *err)
{
	struct crm_rec like;
	struct entries e;
	int rc = usable(c, client, &e, err);

	begin_entry(c, &like, "redeemed", client, crm_local_day(c->ctx.now));
	put_text(&like, "note", note);
	if (rc != CRM_OK || (rc = allowed(c, client, points, e.sum, err)) != CRM_OK)
		goto out;
	if (__builtin_mul_overflow(points, c->policy.point_value, money)) {
		rc = crm_fail(err, CRM_DATA, "points", "are worth more than can be counted");
		goto out;
	}
	if (order != 0) {
		put_int(&like, "order", order);
		if ((rc = payable(c, client, order, *money, err)) != CRM_OK || (rc = pay(c, order, *money, err)) != CRM_OK)
			goto out;
	}
	rc = take(c, &like, &e, points, b, err);
out:
	crm_rec_free(&like);
	crm_arena_free(&e.arena);
	return rc;
}

int
crm_points_adjust(struct crm *c, int64_t client, int64_t points, const char *note, struct crm_booked *b,
    struct crm_err *err)
{
	struct crm_rec like;
	struct entries e;
	int rc = usable(c, client, &e, err);

	begin_entry(c, &like, "adjusted", client, crm_local_day(c->ctx.now));
	put_text(&like, "note", note);
	if (rc == CRM_OK && points > 0) {
		put_int(&like, "points", points);
		rc = book(c, &like, b, err);
	} else if (rc == CRM_OK && (rc = allowed(c, client, -points, e.sum, err)) == CRM_OK) {
		rc = take(c, &like, &e, -points, b, err);
	}
	crm_rec_free(&like);
	crm_arena_free(&e.arena);
	return rc;
}

/* The first that expires, and all that go with it. */
static void
next_to_expire(struct entries *e, struct crm_standing *s)
{
	s->expires = CRM_NEVER;
	crm_points_take(e->v, e->n, 0);          /* in order */
	for (size_t i = 0; i < e->n; i++) {
		if (e->v[i].left <= 0 || e->v[i].expires == CRM_NEVER)
			continue;
		if (s->expires == CRM_NEVER)
			s->expires = e->v[i].expires;
		if (e->v[i].expires == s->expires)
			s->expiring += e->v[i].left;
	}
}

int
crm_points_standing(struct crm *c, int64_t client, struct crm_standing *s, struct crm_err *err)
{
	const struct crm_tier *end = c->policy.tier + c->policy.ntier;
	struct crm_arena a = { 0 };
	struct crm_val spent;
	struct entries e;
	int rc = facts(c, crm_entity_must(&c->schema, "client"), client, "spent", &spent, &a, err);

	*s = (struct crm_standing){ 0 };
	crm_arena_free(&a);
	if (rc != CRM_OK)
		return rc;
	s->spent = spent.i;
	s->tier = crm_tier_of(&c->policy, s->spent);
	s->next = s->tier != NULL && s->tier + 1 < end ? s->tier + 1 : NULL;
	rc = usable(c, client, &e, err);
	s->points = e.sum;
	next_to_expire(&e, s);
	crm_arena_free(&e.arena);
	return rc;
}
