/* order_deliver.c - what leaves us for an order, what comes back, what remains */
#include "order.h"

#include <stdio.h>
#include <string.h>

int
order_lines(struct crm *c, int64_t order, struct order_line **line, size_t *n, struct crm_arena *a,
    struct crm_err *err)
{
	static const char *const columns[] = { "id", "product", "quantity", "left", "delivered", "back",
	    "product.sku" };
	enum { N = sizeof columns / sizeof *columns };
	const struct crm_entity *e = crm_entity_must(&c->schema, "line");
	struct crm_path col[N];
	struct crm_query q = { .ent = e, .col = col, .ncol = N, .ctx = &c->ctx };
	struct crm_expr *where;
	struct crm_cursor *cur;
	size_t cap = 0;
	int rc;

	*line = NULL;
	*n = 0;
	for (size_t i = 0; i < N; i++)
		CRM_BUG_IF(crm_path_parse(&c->schema, e, columns[i], strlen(columns[i]), &col[i],
		    NULL) != CRM_OK);
	rc = crm_filter_text(&c->ctx, e, crm_sprintf(a, "order=o%lld", (long long)order), &where, a, err);
	q.where = where;
	if (rc != CRM_OK || (rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		if (*n == cap) {
			struct order_line *more = crm_alloc(a, (cap = cap ? 2 * cap : 16) * sizeof *more);

			if (*n > 0)
				memcpy(more, *line, *n * sizeof *more);
			*line = more;
		}
		(*line)[(*n)++] = (struct order_line){ .id = cur->val[0].i, .product = cur->val[1].i,
		    .ordered = cur->val[2].i, .left = cur->val[3].i, .with = cur->val[4].i + cur->val[5].i,
		    .sku = cur->val[6].t == CRM_TEXT ? crm_strndup(a, cur->val[6].p, cur->val[6].n) : "" };
	}
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

struct consigning {
	struct crm *c;
	const struct crm_consignment *what;
	struct order_line *line;
	size_t nline;
	struct crm_rec rec;
	int64_t **id;
	size_t *n;
	struct crm_arena *arena;
};

/* The line that is meant: by its id, or by its product, of which there must be one with units to be moved. */
static int
find_line(struct consigning *d, const struct crm_item *item, const struct order_line **line,
    struct crm_err *err)
{
	const struct crm_entity *product = crm_entity_must(&d->c->schema, "product");
	int64_t id, of = 0;
	size_t fit = 0, any = 0;
	char shown[256];

	*line = NULL;
	if (!crm_read_id(crm_entity_must(&d->c->schema, "line"), item->what, strlen(item->what), &id)) {
		int rc = crm_resolve(d->c, product, NULL, item->what, strlen(item->what), &of, err);

		if (rc != CRM_OK)
			return rc;
	}
	for (const struct order_line *l = d->line; l < d->line + d->nline; l++) {
		if (of != 0 ? l->product != of : l->id != id)
			continue;
		if ((d->what->back ? l->with : l->left) > 0) {
			*line = l;
			fit++;
		} else if (any++ == 0 && fit == 0) {
			*line = l;
		}
	}
	if (*line == NULL)
		return crm_fail(err, CRM_DATA, NULL, "the order has no line of %s",
		    crm_quote(shown, item->what, strlen(item->what)));
	return fit <= 1 ? CRM_OK : crm_fail(err, CRM_DATA, NULL, "%zu lines are of it: name one, as ol%lld",
	    fit,
	    (long long)(*line)->id);
}

static int
move(struct consigning *d, int64_t line, int64_t quantity, struct crm_err *err)
{
	int rc;

	crm_rec_reset(&d->rec);
	put_int(&d->rec, "line", line);
	put_int(&d->rec, "quantity", quantity);
	if ((rc = put_typed(d->c, &d->rec, "at", d->what->at, err)) != CRM_OK
	    || (rc = put_typed(d->c, &d->rec, "consignment", d->what->number, err)) != CRM_OK
	    || (rc = put_typed(d->c, &d->rec, "note", d->what->note, err)) != CRM_OK
	    || (rc = crm_rec_defaults(&d->c->ctx, &d->rec, err)) != CRM_OK
	    || (rc = crm_save(d->c, NULL, &d->rec, 0, NULL, err)) != CRM_OK)
		return rc;
	push_id(d->id, d->n, crm_rec_id(&d->rec), d->arena);
	return CRM_OK;
}

static int
move_item(struct consigning *d, const struct crm_item *item, struct crm_err *err)
{
	const struct order_line *line;
	int64_t q;
	int rc = crm_num(item->quantity, strlen(item->quantity), 1, INT32_MAX, &q);

	if (rc != CRM_OK)
		return crm_fail(err, CRM_DATA, "quantity", "%s is no number of units", item->quantity);
	rc = find_line(d, item, &line, err);
	return rc == CRM_OK ? move(d, line->id, d->what->back ? -q : q, err) : rc;
}

static int
move_rest(struct consigning *d, struct crm_err *err)
{
	size_t before = *d->n;
	int rc = CRM_OK;

	for (size_t i = 0; i < d->nline && rc == CRM_OK; i++)
		if (d->line[i].left > 0)
			rc = move(d, d->line[i].id, d->line[i].left, err);
	return rc == CRM_OK && *d->n == before ? crm_fail(err, CRM_NO, NULL,
	    "nothing remains to be delivered") : rc;
}

int
crm_order_deliver(struct crm *c, int64_t order, const struct crm_consignment *what, int64_t **id, size_t *n,
    struct crm_arena *arena, struct crm_err *err)
{
	struct consigning d = { .c = c, .what = what, .id = id, .n = n, .arena = arena };
	struct crm_err why = CRM_ERR_INIT;
	char name[32];
	int rc = order_lines(c, order, &d.line, &d.nline, arena, err), worst = CRM_OK;

	if (rc != CRM_OK)
		return rc;
	snprintf(name, sizeof name, "o%lld", (long long)order);
	crm_rec_init(&d.rec, crm_entity_must(&c->schema, "delivery"));
	if (what->nitem == 0 && (worst = move_rest(&d, &why)) != CRM_OK)
		whose(name, worst, &why, err);
	for (size_t i = 0; i < what->nitem && (worst == CRM_OK || of_the_record(worst)); i++) {
		crm_err_clear(&why);
		if ((rc = move_item(&d, &what->item[i], &why)) != CRM_OK)
			item_failed(&what->item[i], rc, &why, err);
		worst = rc > worst ? rc : worst;
	}
	crm_rec_free(&d.rec);
	return worst;
}

int
crm_order_remains(struct crm *c, int64_t order, struct crm_buf *out, struct crm_err *err)
{
	struct order_line *line;
	struct crm_arena a = { 0 };
	size_t n;
	int rc = order_lines(c, order, &line, &n, &a, err);

	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		if (line[i].left > 0)
			crm_putf(out, "o%lld: %lld %s of ol%lld remain\n", (long long)order,
			    (long long)line[i].left,
			    line[i].sku, (long long)line[i].id);
	crm_arena_free(&a);
	return rc;
}
