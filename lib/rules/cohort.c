/* cohort.c - cohorts of clients, and the base of clients as it moves from period to period */
#include "crm/cohort.h"

#include <stdlib.h>

#include "crm/time.h"

static uint32_t
place_of(struct crm_cohorts *c, int64_t client)
{
	int64_t at;

	if (crm_map_get(&c->place, (const char *)&client, sizeof client, &at))
		return (uint32_t)at;
	if (c->clients == c->room)
		c->visits = crm_xrealloc(c->visits, (c->room = c->room ? 2 * c->room : 1024) * sizeof *c->visits);
	c->visits[c->clients] = 0;
	crm_map_put(&c->place, (const char *)&client, sizeof client, (int64_t)c->clients);
	return (uint32_t)c->clients++;
}

void
crm_cohorts_add(struct crm_cohorts *c, int64_t client, int32_t period)
{
	uint32_t who = place_of(c, client);

	if (c->n == c->cap)
		c->v = crm_xrealloc(c->v, (c->cap = c->cap ? 2 * c->cap : 1024) * sizeof *c->v);
	if (c->n == 0 || period < c->first)
		c->first = period;
	if (c->n == 0 || period > c->last)
		c->last = period;
	c->v[c->n++] = (struct crm_visit){ who, period };
	c->visits[who]++;
}

static void
add_to_cell(struct crm_cohorts *c, int64_t cohort, int64_t since)
{
	int64_t key[2] = { cohort, since }, had = 0;

	crm_map_get(&c->cell, (const char *)key, sizeof key, &had);
	crm_map_set(&c->cell, (const char *)key, sizeof key, had + 1);
}

/* One client's periods, each counted once; met tells whose a period was counted for last. */
static void
count_client(struct crm_cohorts *c, const int32_t *period, size_t n, uint32_t who, uint32_t *met)
{
	int32_t cohort = period[0];

	for (size_t i = 1; i < n; i++)
		if (period[i] < cohort)
			cohort = period[i];
	for (size_t i = 0; i < n; i++) {
		uint32_t *m = &met[period[i] - c->first];

		if (*m != who + 1)
			add_to_cell(c, cohort, period[i] - cohort);
		*m = who + 1;
	}
}

/* The visits are dealt out to their clients, whose numbers of them are known: no sorting. */
void
crm_cohorts_count(struct crm_cohorts *c)
{
	int32_t *period = crm_xmalloc((c->n + 1) * sizeof *period);
	size_t *end = crm_xmalloc((c->clients + 1) * sizeof *end), at = 0;
	uint32_t *met = crm_xcalloc((size_t)(c->last - c->first) + 1, sizeof *met);

	for (size_t i = 0; i < c->clients; i++) {
		end[i] = at;
		at += c->visits[i];
	}
	for (size_t i = 0; i < c->n; i++)
		period[end[c->v[i].who]++] = c->v[i].period;
	for (size_t i = 0; i < c->clients; i++)
		count_client(c, period + end[i] - c->visits[i], c->visits[i], (uint32_t)i, met);
	free(period);
	free(end);
	free(met);
}

int64_t
crm_cohort_active(const struct crm_cohorts *c, int64_t cohort, int64_t since)
{
	int64_t key[2] = { cohort, since }, n = 0;

	crm_map_get(&c->cell, (const char *)key, sizeof key, &n);
	return n;
}

void
crm_cohorts_free(struct crm_cohorts *c)
{
	crm_map_free(&c->place);
	crm_map_free(&c->cell);
	free(c->v);
	free(c->visits);
	*c = (struct crm_cohorts){ 0 };
}

/* A client's orders until a day, which only goes forward: how many, and their money. */
struct until { size_t n; int64_t money; };

static void
advance(struct until *u, const struct crm_purchase *v, size_t n, int64_t day)
{
	for (; u->n < n && v[u->n].day <= day; u->n++)
		u->money += v[u->n].money > 0 ? v[u->n].money : 0;
}

static void
move(struct crm_base_move *p, const struct crm_purchase *v, size_t n, struct until at[5])
{
	enum { START, YEAR_TO_START, END, YEAR_TO_END, TWO_YEARS };
	const int64_t day[] = { p->from - 1, crm_add_months(p->from - 1, -12), p->to, crm_add_months(p->to, -12),
	    crm_add_months(p->to, -24) };
	int64_t year, before;
	bool was, is;

	for (int i = 0; i < 5; i++)
		advance(&at[i], v, n, day[i]);
	was = at[START].n > at[YEAR_TO_START].n;
	is = at[END].n > at[YEAR_TO_END].n;
	p->start += was;
	p->end += is;
	p->fresh += at[START].n == 0 && at[END].n > 0;
	p->back += is && !was && at[START].n > 0;
	p->lost += was && !is;
	p->ever += at[END].n > 0;
	p->again += at[END].n > 1;
	p->revenue += at[END].money - at[START].money;
	year = at[END].money - at[YEAR_TO_END].money;
	before = at[YEAR_TO_END].money - at[TWO_YEARS].money;
	if (at[YEAR_TO_END].n > at[TWO_YEARS].n) {
		p->year_before += before;
		p->year += year;
		p->gross += year < before ? year : before;
	}
}

void
crm_base_moves(const struct crm_purchase *v, size_t n, struct crm_base_move *p, size_t periods)
{
	for (size_t i = 0, next; i < n; i = next) {
		struct until at[5] = { 0 };

		for (next = i; next < n && v[next].client == v[i].client; next++)
			;
		for (size_t k = 0; k < periods; k++)
			if (p[k].to >= v[i].day)
				move(&p[k], v + i, next - i, at);
	}
}
