/* buyers.c - what each client bought, from orders and their lines */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/segment.h"

static struct crm_buyer *
add_buyer(struct crm_buyers *b, const char *key, size_t n, int64_t who)
{
	int64_t at;

	if (crm_map_get(&b->place, key, n, &at))
		return &b->v[at];
	crm_map_put(&b->place, key, n, (int64_t)b->n);
	if (b->n == b->cap) {
		b->cap = b->cap ? 2 * b->cap : 64;
		b->v = crm_xrealloc(b->v, b->cap * sizeof *b->v);
	}
	b->v[b->n] = (struct crm_buyer){ .who = who, .last = INT64_MIN };
	return &b->v[b->n++];
}

static void
add_order(struct crm_buyer *v, int64_t day, int64_t amount)
{
	v->orders++;
	v->amount += amount;
	if (day > v->last)
		v->last = day;
}

void
crm_buyers_add(struct crm_buyers *b, const char *name, size_t n, int64_t day, int64_t amount)
{
	size_t had = b->n, room = b->cap;
	struct crm_buyer *v = add_buyer(b, name, n, (int64_t)had);

	if (b->cap != room)
		b->name = crm_xrealloc(b->name, b->cap * sizeof *b->name);
	if (b->n != had)
		b->name[had] = crm_strndup(&b->arena, name, n);
	add_order(v, day, amount);
}

void
crm_buyers_free(struct crm_buyers *b)
{
	free(b->v);
	free(b->name);
	crm_map_free(&b->place);
	crm_arena_free(&b->arena);
	*b = (struct crm_buyers){ 0 };
}

/* Orders by their numbers, which is how most engines give them, and the one that the last line belonged to. */
struct placed { int64_t id, client, day, amount; };
struct orders { struct placed *v; size_t n, cap, at; bool unsorted; int64_t top, from, to; struct crm_map returned; };

static int
read_order(void *arg, const struct crm_val *v)
{
	struct orders *o = arg;
	int64_t day = day_of(&v[2], INT64_MIN);

	if (v[1].t != CRM_INT || day < o->from || day > o->to)
		return CRM_OK;
	if (o->n == o->cap) {
		o->cap = o->cap ? 2 * o->cap : 1024;
		o->v = crm_xrealloc(o->v, o->cap * sizeof *o->v);
	}
	if (v[1].i > o->top)
		o->top = v[1].i;
	o->unsorted |= o->n > 0 && o->v[o->n - 1].id > v[0].i;
	o->v[o->n++] = (struct placed){ v[0].i, v[1].i, day, 0 };
	return CRM_OK;
}

static int
by_id(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	return (a->id > b->id) - (a->id < b->id);
}

/* Lines mostly come order by order. */
static struct placed *
find_order(struct orders *o, int64_t id)
{
	struct placed key = { .id = id }, *found;

	for (int next = 0; next < 2 && o->at + next < o->n; next++)
		if (o->v[o->at + next].id == id)
			return &o->v[o->at += next];
	if ((found = bsearch(&key, o->v, o->n, sizeof *o->v, by_id)) != NULL)
		o->at = (size_t)(found - o->v);
	return found;
}

/* order, quantity, price, discount: what the line's amount is, which an engine takes longer to reckon */
static int
read_line(void *arg, const struct crm_val *v)
{
	struct orders *o = arg;
	struct placed *order = v[0].t == CRM_INT ? find_order(o, v[0].i) : NULL;

	if (order != NULL && v[1].t == CRM_INT && v[2].t == CRM_INT && v[3].t == CRM_INT)
		order->amount += crm_weighted(v[1].i * v[2].i, 10000 - v[3].i);
	return CRM_OK;
}

/* What was sent back of a line, told by each delivery that took some back, counts once. */
static int
read_return(void *arg, const struct crm_val *v)
{
	struct orders *o = arg;
	struct placed *order = v[1].t == CRM_INT ? find_order(o, v[1].i) : NULL;

	if (order == NULL || v[2].t != CRM_INT || v[3].t != CRM_INT || map_at(&o->returned, v[0].i, 0) != 0)
		return CRM_OK;
	map_put(&o->returned, v[0].i, 1);
	order->amount += v[3].i - v[2].i;
	return CRM_OK;
}

static int
stream(struct crm *c, const char *entity, const char *where, const char *columns,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	const struct view v = { .entity = entity, .where = where, .columns = columns, .any_order = true, .bare = true };

	return look_at(c, &v, row, arg, err);
}

/* Clients are numbered from 1 on, mostly without gaps: a table of places is sooner asked than a map. */
static void
add_up(struct crm_buyers *b, const struct orders *o)
{
	bool dense = (size_t)o->top / 4 <= o->n;
	uint32_t *place = crm_xcalloc(dense ? (size_t)o->top + 1 : 1, sizeof *place), *at;

	for (const struct placed *p = o->v; p < o->v + o->n; p++) {
		struct crm_buyer *v;

		at = dense ? &place[p->client] : place;
		v = *at != 0 ? &b->v[*at - 1] : add_buyer(b, (const char *)&p->client, sizeof p->client, p->client);
		if (dense)
			*at = (uint32_t)(v - b->v) + 1;
		add_order(v, p->day, p->amount);
	}
	free(place);
}

static int64_t
day_or(const char *stored, int64_t none)
{
	return stored != NULL ? day_of(&CRM_VTEXT(stored, strlen(stored)), none) : none;
}

int
crm_buyers_read(struct crm *c, const char *from, const char *to, struct crm_buyers *b, struct crm_err *err)
{
	struct orders o = { .from = day_or(from, INT64_MIN + 1), .to = day_or(to, INT64_MAX) };
	char where[64];
	int rc;

	/* all are read, and chosen here: an index that finds most of them would only be in the way */
	snprintf(where, sizeof where, "kind!=quote cancelled= currency=%s", c->policy.currency);
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	rc = stream(c, "order", where, "id,client,ordered", read_order, &o, err);
	if (o.unsorted)
		qsort(o.v, o.n, sizeof *o.v, by_id);
	if (rc == CRM_OK && o.n > 0)
		rc = stream(c, "line", "", "order,quantity,price,discount", read_line, &o, err);
	/* most lines keep what they came to: so few are looked at for what was sent back */
	if (rc == CRM_OK && o.n > 0)
		rc = stream(c, "delivery", "quantity=..-1", "line,line.order,line.amount,line.kept", read_return, &o, err);
	crm_db_read_end(c->db);
	if (rc == CRM_OK && o.n > 0)
		add_up(b, &o);
	crm_map_free(&o.returned);
	free(o.v);
	return rc;
}
