/* grid.c - computed rows */
#include "crm/sum.h"
#include "crm/utf8.h"

#include <stdlib.h>
#include <string.h>

void
crm_grid_free(struct crm_grid *g)
{
	free(g->row);
	crm_arena_free(&g->arena);
	memset(g, 0, sizeof *g);
}

struct crm_val *
crm_grid_add(struct crm_grid *g)
{
	if (g->nrow == g->rowcap)
		g->row = crm_xrealloc(g->row, (g->rowcap = g->rowcap ? 2 * g->rowcap : 16) * sizeof *g->row);
	return g->row[g->nrow++] = crm_zalloc(&g->arena, (g->width + 1) * sizeof **g->row);
}

struct order { size_t col; bool desc; };
struct sorted { struct crm_val *row, *key; size_t at; const struct order *by; size_t nby; };

static int
compare(const void *x, const void *y)
{
	const struct sorted *a = x, *b = y;

	for (size_t i = 0; i < a->nby; i++) {
		const struct crm_val *l = &a->key[i], *r = &b->key[i];
		int c;

		if (l->t == CRM_NULL || r->t == CRM_NULL)
			c = (l->t == CRM_NULL) - (r->t == CRM_NULL);
		else
			c = a->by[i].desc ? crm_val_cmp(r, l) : crm_val_cmp(l, r);
		if (c != 0)
			return c;
	}
	return a->at < b->at ? -1 : 1;
}

/* What a value is sorted by: a listed word by its place in the
 * list, a text by its fold, then as it stands. */
static struct crm_val
sort_key(struct crm_grid *g, const struct crm_outcol *col, const struct crm_val *v, struct crm_buf *b)
{
	const char *const *words = col->field != NULL ? col->field->values : NULL;

	if (v->t != CRM_TEXT)
		return *v;
	for (int i = 0; words != NULL && words[i] != NULL; i++)
		if (strlen(words[i]) == v->n && memcmp(words[i], v->p, v->n) == 0)
			return CRM_VINT(i);
	if (!col->type->folded)
		return *v;
	b->n = 0;
	crm_fold(b, v->p, v->n);
	crm_putc(b, 0);
	crm_put(b, v->p, v->n);
	return CRM_VTEXT(crm_strndup(&g->arena, b->p, b->n), b->n);
}

static struct crm_val *
keys(struct crm_grid *g, const struct crm_val *row, const struct order *by, size_t nby)
{
	struct crm_val *key = crm_alloc(&g->arena, (nby + 1) * sizeof *key);
	struct crm_buf b = { 0 };

	for (size_t i = 0; i < nby; i++)
		key[i] = sort_key(g, &g->col[by[i].col], &row[by[i].col], &b);
	crm_buf_free(&b);
	return key;
}

static bool
column(const struct crm_grid *g, const char *name, size_t n, size_t *col)
{
	for (*col = 0; *col < g->ncol; ++*col)
		if (strlen(g->col[*col].name) == n && memcmp(g->col[*col].name, name, n) == 0)
			return true;
	return false;
}

static int
read_order(struct crm_grid *g, const char *text, struct order *by, size_t *n, struct crm_err *err)
{
	int rc = CRM_OK;
	size_t len;

	for (*n = 0; *text != '\0'; text += len + (text[len] == ',')) {
		by[*n].desc = *text == '-';
		text += *text == '-';
		len = strcspn(text, ",");
		if (column(g, text, len, &by[*n].col))
			++*n;
		else
			rc = crm_fail(err, CRM_USAGE, "sort", "no such column: '%.*s'", (int)len, text);
	}
	return rc;
}

int
crm_grid_sort(struct crm_grid *g, const char *text, struct crm_err *err)
{
	struct order *by = crm_alloc(&g->arena, (strlen(text) + 1) * sizeof *by);
	size_t nby, n = g->nrow - g->ntotal;
	struct sorted *v;
	int rc = read_order(g, text, by, &nby, err);

	if (rc != CRM_OK)
		return rc;
	v = crm_xmalloc((n + 1) * sizeof *v);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct sorted){ g->row[i], keys(g, g->row[i], by, nby), i, by, nby };
	qsort(v, n, sizeof *v, compare);
	for (size_t i = 0; i < n; i++)
		g->row[i] = v[i].row;
	free(v);
	return CRM_OK;
}
