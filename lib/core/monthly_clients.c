/* monthly_clients.c - of the monthly report: whose report it is; who is a client, new, won back, lost */
#include "monthly.h"

#include <stdlib.h>
#include <string.h>

struct users { struct monthly *m; int64_t owner, target; size_t n; };

/* id, name, target */
static int
add_user(void *arg, const struct crm_val *v)
{
	struct users *u = arg;

	if (u->owner != 0 && v[0].i != u->owner)
		return CRM_OK;
	if (u->owner != 0)
		u->m->out->whose = crm_strndup(&u->m->out->arena, v[1].p, v[1].n);
	map_put(&u->m->mine, v[0].i, 1);
	u->target += v[2].t == CRM_INT ? v[2].i : 0;
	u->n++;
	return CRM_OK;
}

/* Their targets together are that of what is won in the policy's currency. */
int
read_users(struct monthly *m, int64_t owner, const char *unit, struct crm_err *err)
{
	struct users u = { .m = m, .owner = owner };
	struct crm_arena a = { 0 };
	char *of_unit[1];
	struct crm_asked asked = { .filter = of_unit, .nfilter = unit != NULL };
	const struct view v = { .entity = "user", .where = "", .columns = "id,name,target", .asked = &asked };
	int rc;

	of_unit[0] = crm_sprintf(&a, "unit=%s", unit != NULL ? unit : "");
	rc = look_at(m->c, &v, add_user, &u, err);
	if (rc == CRM_OK && unit != NULL && u.n == 0)
		rc = crm_fail(err, CRM_USAGE, NULL, "--unit: no user is of unit '%s'", unit);
	if (unit != NULL && owner == 0)
		m->out->whose = crm_strdup(&m->out->arena, unit);
	if (u.target > 0)
		*target_of(m, L_WON_VALUE, NULL, 0) = CRM_VINT(u.target);
	crm_arena_free(&a);
	return rc;
}

static struct client *
client_of(struct monthly *m, const struct crm_val *id)
{
	size_t n = m->nclient;

	if (id->t != CRM_INT || id->i < 0)
		return NULL;
	/* numbers are given one after the other: a place for each is less than a table of those met */
	while (n <= (size_t)id->i)
		n = n ? 2 * n : 1024;
	if (n > m->nclient) {
		m->client = crm_xrealloc(m->client, n * sizeof *m->client);
		memset(m->client + m->nclient, 0, (n - m->nclient) * sizeof *m->client);
		m->nclient = n;
	}
	return &m->client[id->i];
}

void
client_ordered(struct monthly *m, const struct crm_val *client, int64_t day, int64_t cancelled)
{
	struct client *c = client_of(m, client);

	for (int e = EDGES - 1; c != NULL && e >= 0 && day < m->day[e]; e--) {
		int slot = e > 0 ? slot_of_span(e - 1) : -1;

		if (cancelled < m->day[e])
			continue;
		c->ever |= (uint16_t)(1 << e);
		if (day >= m->since[e])
			c->active |= (uint16_t)(1 << e);
		if (slot >= 0)
			c->orders[slot] += c->orders[slot] < 2;
	}
}

struct base { int64_t start, new, back, lost, end, ever, twice; };

static void
add_client(const struct client *c, int slot, struct base *b)
{
	int e = span_of_slot(slot);
	bool was = c->active >> e & 1, is = c->active >> (e + 1) & 1, ever = c->ever >> e & 1;

	b->start += was;
	b->end += is;
	b->new += is && !was && !ever;
	b->back += is && !was && ever;
	b->lost += was && !is;
	b->ever += c->orders[slot] > 0;
	b->twice += c->orders[slot] > 1;
}

void
put_clients(struct monthly *m)
{
	for (int slot = 0; slot < CRM_MONTHS; slot++) {
		struct base b = { 0 };

		for (size_t i = 0; i < m->nclient; i++)
			add_client(&m->client[i], slot, &b);
		*tally_line(m, L_CLIENTS_START, slot) = b.start;
		*tally_line(m, L_CLIENTS_NEW, slot) = b.new;
		*tally_line(m, L_CLIENTS_BACK, slot) = b.back;
		*tally_line(m, L_CLIENTS_LOST, slot) = b.lost;
		*tally_line(m, L_CLIENTS_END, slot) = b.end;
		put_value(m, L_RETENTION, slot, percent_of(b.end - b.new - b.back, b.start));
		put_value(m, L_REPEAT, slot, percent_of(b.twice, b.ever));
	}
}
