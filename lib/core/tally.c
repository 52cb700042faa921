/* tally.c - counting into rows that are found by their keys */
#include "ask.h"
#include "tally.h"

struct crm_val *
tally(struct tally *t, const struct crm_val *key, size_t n)
{
	struct crm_buf b = { 0 };
	struct crm_val *row;
	int64_t at;

	for (size_t i = 0; i < n; i++) {
		crm_putc(&b, key[i].t);
		if (key[i].t == CRM_TEXT)
			crm_escape(&b, key[i].p, key[i].n);
		else if (key[i].t == CRM_INT)
			crm_putd(&b, key[i].i);
		crm_putc(&b, '\t');
	}
	if (crm_map_get(&t->map, b.p, b.n, &at)) {
		row = t->g->row[at];
	} else {
		crm_map_put(&t->map, b.p, b.n, (int64_t)t->g->nrow);
		row = crm_grid_add(t->g);
		for (size_t i = 0; i < n; i++)
			row[i] = keep(t->g, &key[i]);
		for (size_t i = t->ints; i < t->end; i++)
			row[i] = CRM_VINT(0);
	}
	crm_buf_free(&b);
	return row;
}

void
tally_totals(struct tally *t, size_t per)
{
	struct crm_grid *g = t->g;
	size_t n = g->nrow;

	for (size_t r = 0; r < n; r++) {
		size_t at = n;

		while (at < g->nrow && !crm_val_eq(&g->row[at][per], &g->row[r][per]))
			at++;
		if (at == g->nrow) {
			struct crm_val *total = crm_grid_add(g);

			total[per] = g->row[r][per];
			for (size_t i = t->ints; i < t->end; i++)
				total[i] = CRM_VINT(0);
		}
		for (size_t i = t->ints; i < t->end; i++)
			g->row[at][i].i += g->row[r][i].i;
	}
	g->ntotal = g->nrow - n;
}

void
tally_free(struct tally *t)
{
	crm_map_free(&t->map);
}
