/* loyalty_run.c - what orders earn and lose again, and what expires: booked once, however often one asks */
#include "loyalty.h"

#include <stdlib.h>
#include <string.h>

/* What the ledger says of an order: given less taken back, expired (below 0), what money earned a point. */
struct earned { int64_t entry, client, given, expired, per; };

/* An order that is owed points, or owes some. */
struct due {
	struct due *next;
	int64_t id, client, day, points, per, entry;
};

struct run {
	struct crm *c;
	int64_t day;
	struct crm_booked *booked;
	struct crm_map number;                   /* situations: the last number given to each subject, "o12" */
	struct crm_map order;                    /* the place in `earned` of each order */
	struct earned *earned; size_t nearned;
	struct crm_map spent;                    /* by each client, on the orders seen so far */
	struct due *due, **last;
	struct crm_arena arena;
};

static struct earned *
earned_by(struct run *r, int64_t order)
{
	int64_t i = map_at(&r->order, order, -1);

	if (i < 0) {
		map_put(&r->order, order, i = (int64_t)r->nearned);
		if ((r->nearned & (r->nearned - 1)) == 0)
			r->earned = crm_xrealloc(r->earned, (r->nearned > 0 ? 2 * r->nearned : 1) * sizeof *r->earned);
		r->earned[r->nearned++] = (struct earned){ 0 };
	}
	return &r->earned[i];
}

/* "o12:3" */
static void
read_situation(struct run *r, const struct crm_val *v)
{
	const char *colon = v->t == CRM_TEXT ? memchr(v->p, ':', v->n) : NULL;
	int64_t n, last;
	size_t of;

	if (colon == NULL)
		return;
	of = (size_t)(colon - v->p);
	if (crm_num(colon + 1, v->n - of - 1, 1, INT64_MAX - 1, &n) == CRM_OK
	    && (!crm_map_get(&r->number, v->p, of, &last) || last < n))
		crm_map_set(&r->number, v->p, of, n);
}

enum { L_ID, L_SITUATION, L_CLIENT, L_ORDER, L_KIND, L_POINTS, L_PER };
static int
read_ledger(void *arg, const struct crm_val *v)
{
	struct run *r = arg;
	struct earned *e;

	read_situation(r, &v[L_SITUATION]);
	if (v[L_ORDER].t != CRM_INT || strcmp(v[L_KIND].p, "redeemed") == 0 || strcmp(v[L_KIND].p, "adjusted") == 0)
		return CRM_OK;
	e = earned_by(r, v[L_ORDER].i);
	if (strcmp(v[L_KIND].p, "expired") == 0)
		e->expired += v[L_POINTS].i;
	else
		e->given += v[L_POINTS].i;
	if (strcmp(v[L_KIND].p, "earned") == 0) {
		e->entry = v[L_ID].i;
		e->client = v[L_CLIENT].i;
		e->per = v[L_PER].t == CRM_INT ? v[L_PER].i : 0;
	}
	return CRM_OK;
}

static void
push_due(struct run *r, int64_t id, int64_t client, int64_t day, int64_t points, int64_t per, int64_t entry)
{
	struct due *d = crm_alloc(&r->arena, sizeof *d);

	*d = (struct due){ .id = id, .client = client, .day = day, .points = points, .per = per, .entry = entry };
	*r->last = d;
	r->last = &d->next;
}

/*
 * An order earns at the rate of the day it is first booked, whatever the policy says later.  What had expired
 * of its points is not taken back once more.
 */
enum { O_ID, O_CLIENT, O_CANCELLED, O_DELIVERED, O_TOTAL, O_KEPT, O_REDEEMED };
static int
read_order(void *arg, const struct crm_val *v)
{
	struct run *r = arg;
	int64_t client = v[O_CLIENT].i, kept = v[O_KEPT].i, place = map_at(&r->order, v[O_ID].i, -1);
	int64_t before = map_at(&r->spent, client, 0), cancelled = day_of(&v[O_CANCELLED], CRM_NEVER);
	int64_t delivered = day_of(&v[O_DELIVERED], CRM_NEVER), per, owed;
	struct earned e = place >= 0 ? r->earned[place] : (struct earned){ 0 };
	int64_t to = e.entry != 0 ? e.client : client;      /* who was given points gives them back */

	if (cancelled == CRM_NEVER)
		map_put(&r->spent, client, before + kept);
	per = e.entry != 0 ? e.per : crm_point_per(&r->c->policy, before, kept);
	if (e.entry != 0 && per == 0 && cancelled > r->day)      /* came with an import: by what rule is not known */
		return CRM_OK;
	owed = cancelled <= r->day ? 0
	    : crm_points_earned(v[O_TOTAL].i, v[O_REDEEMED].i, v[O_TOTAL].i - kept, per);
	if (owed > e.given && delivered <= r->day)
		push_due(r, v[O_ID].i, to, delivered, owed - e.given, per, 0);
	else if (e.given + e.expired > owed)
		push_due(r, v[O_ID].i, to, cancelled <= r->day ? cancelled : r->day, owed - e.given - e.expired, per,
		    e.entry);
	return CRM_OK;
}

/* A booking has the next number of what it is about; two that are booked at once would have the same name. */
static int
book_next(struct run *r, struct crm_rec *rec, const char *prefix, int64_t id, struct crm_err *err)
{
	char of[32], situation[64];
	int64_t n = 0;

	snprintf(of, sizeof of, "%s%lld", prefix, (long long)id);
	crm_map_get(&r->number, of, strlen(of), &n);
	crm_map_set(&r->number, of, strlen(of), ++n);
	snprintf(situation, sizeof situation, "%s:%lld", of, (long long)n);
	put_text(rec, "situation", situation);
	return book(r->c, rec, r->booked, err);
}

static int
earn(struct run *r, const struct due *d, struct crm_err *err)
{
	struct crm_rec rec;
	int rc;

	begin_entry(r->c, &rec, "earned", d->client, d->day);
	put_int(&rec, "order", d->id);
	put_int(&rec, "points", d->points);
	put_int(&rec, "per", d->per);
	rc = book_next(r, &rec, "o", d->id, err);
	crm_rec_free(&rec);
	return rc;
}

/* From what the order gave, then from what else there is; the rest is a debt on the order's entry. */
static int
give_back(struct run *r, const struct due *d, struct crm_err *err)
{
	struct crm_rec rec;
	struct entries e;
	char day[11], where[160];
	int64_t short_of;
	int rc;

	crm_fmt_date(day, r->day);
	snprintf(where, sizeof where, "client=c%lld uses= left=1.. (expires= or expires=%s.. or order=o%lld)",
	    (long long)d->client, day, (long long)d->id);
	rc = entries_of(r->c, where, "left", d->id, &e, err);
	begin_entry(r->c, &rec, "returned", d->client, d->day);
	put_int(&rec, "order", d->id);
	short_of = crm_points_take(e.v, e.n, -d->points);
	for (size_t i = 0; i <= e.n && rc == CRM_OK; i++) {
		int64_t take = i < e.n ? e.v[i].take : short_of;

		if (take == 0)
			continue;
		put_int(&rec, "points", -take);
		put_int(&rec, "uses", i < e.n ? e.v[i].id : d->entry);
		rc = book_next(r, &rec, "o", d->id, err);
	}
	crm_rec_free(&rec);
	crm_arena_free(&e.arena);
	return rc;
}

/* An entry whose last day is over, with what is left of it. */
enum { X_ID, X_CLIENT, X_ORDER, X_EXPIRES, X_LEFT };
static int
read_expired(void *arg, const struct crm_val *v)
{
	struct run *r = arg;

	push_due(r, v[X_ORDER].t == CRM_INT ? v[X_ORDER].i : 0, v[X_CLIENT].i, day_of(&v[X_EXPIRES], 0) + 1,
	    -v[X_LEFT].i, 0, v[X_ID].i);
	return CRM_OK;
}

static int
expire(struct run *r, const struct due *d, struct crm_err *err)
{
	struct crm_rec rec;
	int rc;

	begin_entry(r->c, &rec, "expired", d->client, d->day);
	if (d->id != 0)
		put_int(&rec, "order", d->id);
	put_int(&rec, "points", d->points);
	put_int(&rec, "uses", d->entry);
	rc = book_next(r, &rec, "pt", d->entry, err);
	crm_rec_free(&rec);
	return rc;
}

static void
none_due(struct run *r)
{
	r->due = NULL;
	r->last = &r->due;
}

static int
book_orders(struct run *r, struct crm_err *err)
{
	char where[64];
	int rc = look(r->c, "points", "", "id,situation,client,order,kind,points,per", NULL, read_ledger,
	    r, err);

	snprintf(where, sizeof where, "kind=order client!= currency=%s", r->c->policy.currency);
	none_due(r);
	if (rc == CRM_OK)
		rc = look(r->c, "order", where, "id,client,cancelled,delivered,total,kept,redeemed", "ordered",
		    read_order, r, err);
	for (const struct due *d = r->due; d != NULL && rc == CRM_OK; d = d->next)
		rc = d->points > 0 ? earn(r, d, err) : give_back(r, d, err);
	return rc;
}

/* After the orders: what came in late may have expired already. */
static int
book_expired(struct run *r, struct crm_err *err)
{
	char day[11], where[64];
	int rc;

	crm_fmt_date(day, r->day);
	snprintf(where, sizeof where, "uses= expires<%s left=1..", day);
	none_due(r);
	rc = look(r->c, "points", where, "id,client,order,expires,left", "expires", read_expired, r, err);
	for (const struct due *d = r->due; d != NULL && rc == CRM_OK; d = d->next)
		rc = expire(r, d, err);
	return rc;
}

int
crm_points_run(struct crm *c, int64_t day, struct crm_booked *b, struct crm_err *err)
{
	struct run r = { .c = c, .day = day, .booked = b };
	int rc;

	if (day > crm_local_day(c->ctx.now))
		return crm_fail(err, CRM_DATA, "--to", "lies ahead");
	if ((rc = book_orders(&r, err)) == CRM_OK)
		rc = book_expired(&r, err);
	free(r.earned);
	crm_map_free(&r.number);
	crm_map_free(&r.order);
	crm_map_free(&r.spent);
	crm_arena_free(&r.arena);
	return rc;
}
