/* assoc.c - what comes together in baskets: association rules */
#include <stdlib.h>
#include <string.h>

#include "crm/rules.h"

static int
order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_basket(const void *x, const void *y)
{
	const struct crm_pick *a = x, *b = y;

	return a->basket != b->basket ? order(a->basket, b->basket) : order(a->item, b->item);
}

static int
by_value(const void *x, const void *y)
{
	return order(*(const int64_t *)x, *(const int64_t *)y);
}

/* Each pick once, in order. */
static void
tidy(struct crm_baskets *b)
{
	size_t kept = 0;

	qsort(b->v, b->n, sizeof *b->v, by_basket);
	for (size_t i = 0; i < b->n; i++)
		if (kept == 0 || by_basket(&b->v[kept - 1], &b->v[i]) != 0)
			b->v[kept++] = b->v[i];
	b->n = kept;
}

static uint32_t
place(const struct crm_baskets *b, int64_t item)
{
	const int64_t *p = bsearch(&item, b->item, b->nitem, sizeof item, by_value);

	return (uint32_t)(p - b->item);
}

void
crm_baskets_begin(struct crm_baskets *b)
{
	size_t kept = 0;

	if (b->n > 0)
		tidy(b);
	b->item = crm_alloc(&b->arena, (b->n + 1) * sizeof *b->item);
	for (size_t i = 0; i < b->n; i++)
		b->item[i] = b->v[i].item;
	if (b->n > 0)
		qsort(b->item, b->n, sizeof *b->item, by_value);
	for (size_t i = 0; i < b->n; i++)
		if (kept == 0 || b->item[kept - 1] != b->item[i])
			b->item[kept++] = b->item[i];
	b->nitem = kept;
	b->with = crm_zalloc(&b->arena, (kept + 1) * sizeof *b->with);
	b->at = crm_alloc(&b->arena, (b->n + 1) * sizeof *b->at);
	b->baskets = 0;
	for (size_t i = 0; i < b->n; i++) {
		b->with[b->at[i] = place(b, b->v[i].item)]++;
		b->baskets += i == 0 || b->v[i].basket != b->v[i - 1].basket;
	}
}

void
crm_baskets_end(struct crm_baskets *b)
{
	crm_arena_free(&b->arena);
	memset(b, 0, sizeof *b);
}

/* The end of the basket that begins at i. */
static size_t
end_of(const struct crm_baskets *b, size_t i)
{
	size_t end = i;

	while (end < b->n && b->v[end].basket == b->v[i].basket)
		end++;
	return end;
}

static size_t
begin_of(const struct crm_baskets *b, int64_t basket)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (b->v[mid].basket < basket)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* A basket's own items have rows in the table of pairs: row[item] is 1 and on, 0 for what it lacks. */
struct pairs { const struct crm_baskets *b; uint32_t *row; uint32_t *both; };

static void
count_basket(const struct pairs *p, size_t from, size_t to)
{
	const struct crm_baskets *b = p->b;

	for (size_t i = from; i < to; i++) {
		size_t row = p->row[b->at[i]];

		for (size_t k = from; k < to && row > 0; k++)
			p->both[(row - 1) * b->nitem + b->at[k]]++;
	}
}

static bool
better(const struct crm_assoc *a, const struct crm_assoc *b)
{
	return a->confidence != b->confidence ? a->confidence > b->confidence : a->lift > b->lift;
}

static struct crm_assoc
rule(const struct crm_baskets *b, uint32_t given, uint32_t item, int64_t both)
{
	struct crm_assoc r = {
		.given = b->item[given], .item = b->item[item], .baskets = b->baskets,
		.with_given = b->with[given], .with_item = b->with[item], .with_both = both,
	};

	r.confidence = (double)both / (double)r.with_given;
	r.lift = r.confidence * (double)b->baskets / (double)r.with_item;
	return r;
}

/* Above 1, told in whole numbers. */
static bool
attracts(const struct crm_assoc *r)
{
	return r->with_both * r->baskets > r->with_given * r->with_item;
}

static int
best_first(const void *x, const void *y)
{
	const struct crm_assoc *a = x, *b = y;

	return better(a, b) ? -1 : better(b, a) ? 1 : order(a->item, b->item);
}

static size_t
choose(const struct pairs *p, size_t from, size_t to, int64_t least, struct crm_assoc *out)
{
	const struct crm_baskets *b = p->b;
	size_t n = 0;

	for (uint32_t item = 0; item < b->nitem; item++) {
		struct crm_assoc best = { .confidence = -1 };

		for (size_t i = from; i < to && p->row[item] == 0; i++) {
			int64_t both = p->both[(i - from) * b->nitem + item];
			struct crm_assoc r = rule(b, b->at[i], item, both);

			if (both >= least && both > 0 && attracts(&r) && better(&r, &best))
				best = r;
		}
		if (best.confidence >= 0)
			out[n++] = best;
	}
	return n;
}

size_t
crm_assoc_find(const struct crm_baskets *b, int64_t basket, int64_t least, struct crm_assoc **out,
    struct crm_arena *arena)
{
	size_t from = begin_of(b, basket), to = from, n;
	struct crm_arena a = { 0 };
	struct pairs p = { .b = b, .row = crm_zalloc(&a, (b->nitem + 1) * sizeof *p.row) };

	for (; to < b->n && b->v[to].basket == basket; to++)
		p.row[b->at[to]] = (uint32_t)(to - from + 1);
	p.both = crm_zalloc(&a, ((to - from) * b->nitem + 1) * sizeof *p.both);
	for (size_t i = 0, end; i < b->n && to > from; i = end)
		count_basket(&p, i, end = end_of(b, i));
	*out = crm_alloc(arena, (b->nitem + 1) * sizeof **out);
	n = choose(&p, from, to, least, *out);
	if (n > 0)
		qsort(*out, n, sizeof **out, best_first);
	crm_arena_free(&a);
	return n;
}
