/* suggest.c - what clients like this one have, and this one has not */
#include "ask.h"

#include <stdlib.h>
#include <string.h>

#include "crm/product.h"

enum { ID, SKU, NAME, LINE, CLIENT, CLIENT_NAME, BOTH, CONFIDENCE, LIFT, WHY, STRENGTHS, COLUMNS };
static const struct crm_outcol columns[COLUMNS] = {
	COL("id", &crm_t_text), COL("sku", &crm_t_text), COL("name", &crm_t_text), COL("line", &crm_t_text),
	COL("client", &crm_t_text), COL("client.name", &crm_t_text), COL("support", &crm_t_int),
	COL("confidence", &crm_t_percent), COL("lift", &crm_t_real), COL("why", &crm_t_text),
	{ .name = "strengths", .type = &crm_t_text, .currency = -1, .many = true },
};

struct advice {
	struct crm *c;
	struct crm_grid *g;
	struct crm_baskets all;
	size_t cap;
	struct crm_map refused;                  /* by refusal() */
	struct crm_rec product, given, client;
};

static void
add_pick(struct advice *a, int64_t client, int64_t product)
{
	if (a->all.n == a->cap)
		a->all.v = crm_xrealloc(a->all.v, (a->cap = a->cap ? 2 * a->cap : 1024) * sizeof *a->all.v);
	a->all.v[a->all.n++] = (struct crm_pick){ client, product };
}

static int
add_bought(void *arg, const struct crm_val *v)
{
	if (v[0].t == CRM_INT && v[1].t == CRM_INT)
		add_pick(arg, v[0].i, v[1].i);
	return CRM_OK;
}

static const char *
refusal(struct crm_buf *b, int64_t client, const struct crm_val *what)
{
	b->n = 0;
	if (what->t == CRM_INT)
		crm_putf(b, "%lld %lld", (long long)client, (long long)what->i);
	else
		crm_putf(b, "%lld line %s", (long long)client, what->p);
	return b->p;
}

/* A need of a product is in the basket; one that was rejected bars the product, or else the line. */
static int
add_need(void *arg, const struct crm_val *v)
{
	struct advice *a = arg;
	const struct crm_val *what = v[1].t == CRM_INT ? &v[1] : &v[2];
	bool rejected = v[3].t == CRM_TEXT && strcmp(v[3].p, "rejected") == 0;
	struct crm_buf key = { 0 };

	if (rejected && what->t != CRM_NULL) {
		refusal(&key, v[0].i, what);
		crm_map_set(&a->refused, key.p, key.n, 1);
	} else if (what->t == CRM_INT)
		add_pick(a, v[0].i, what->i);
	crm_buf_free(&key);
	return CRM_OK;
}

static int
read_rows(struct advice *a, const char *entity, const char *filter, const char *cols,
    int (*row)(void *, const struct crm_val *), struct crm_err *err)
{
	return look(a->c, entity, filter, cols, NULL, row, a, err);
}

static int
load(struct advice *a, struct crm_rec *rec, int64_t id, struct crm_err *err)
{
	if (crm_rec_id(rec) == id)
		return CRM_OK;
	crm_rec_reset(rec);
	return crm_get(a->c, rec->ent, id, rec, err);
}

static bool
is_refused(const struct advice *a, int64_t client)
{
	const struct crm_val *of[] = { &a->product.val[0], crm_rec_get(&a->product, "line") };
	struct crm_buf key = { 0 };
	bool found = false;
	int64_t one;

	for (size_t i = 0; i < 2; i++)
		if (of[i]->t != CRM_NULL) {
			refusal(&key, client, of[i]);
			found |= crm_map_get(&a->refused, key.p, key.n, &one);
		}
	crm_buf_free(&key);
	return found;
}

static struct crm_val
field(struct advice *a, const struct crm_rec *rec, const char *name)
{
	return keep(a->g, crm_rec_get(rec, name));
}

static void
put(struct advice *a, int64_t client, const struct crm_assoc *r)
{
	struct crm_val *row = crm_grid_add(a->g);
	char *why = crm_sprintf(&a->g->arena, "%lld of the %lld with %s have it, of all %lld %lld; lift %.2f",
	    (long long)r->with_both, (long long)r->with_given, crm_rec_get(&a->given, "name")->p,
	    (long long)r->baskets, (long long)r->with_item, r->lift);

	row[ID] = words(a->g, "%s%lld", a->product.ent->prefix, (long long)r->item);
	row[SKU] = field(a, &a->product, "sku");
	row[NAME] = field(a, &a->product, "name");
	row[LINE] = field(a, &a->product, "line");
	row[CLIENT] = words(a->g, "%s%lld", a->client.ent->prefix, (long long)client);
	row[CLIENT_NAME] = field(a, &a->client, "name");
	row[BOTH] = CRM_VINT(r->with_both);
	row[CONFIDENCE] = percent_of(r->with_both, r->with_given);
	row[LIFT] = CRM_VREAL(r->lift);
	row[WHY] = CRM_VTEXT(why, strlen(why));
	row[STRENGTHS] = field(a, &a->product, "strengths");
}

static int
advise(struct advice *a, int64_t client, int64_t least, struct crm_err *err)
{
	struct crm_arena arena = { 0 };
	struct crm_assoc *r;
	size_t n = crm_assoc_find(&a->all, client, least, &r, &arena);
	int rc = load(a, &a->client, client, err);

	for (size_t i = 0; i < n && rc == CRM_OK; i++) {
		if ((rc = load(a, &a->product, r[i].item, err)) != CRM_OK
		    || is(&a->product, "state", "discontinued") || crm_rec_get(&a->product,
		    "away")->t != CRM_NULL || is_refused(a, client))
			continue;
		if ((rc = load(a, &a->given, r[i].given, err)) == CRM_OK)
			put(a, client, &r[i]);
	}
	crm_arena_free(&arena);
	return rc;
}

static int
read_all(struct advice *a, struct crm_err *err)
{
	int rc = read_rows(a, "line", "order.kind=order order.cancelled=", "order.client,product", add_bought,
	    err);

	return rc != CRM_OK ? rc : read_rows(a, "need", "level=asked,interested,has,rejected",
	    "client,product,line,level", add_need, err);
}

int
crm_suggest(struct crm *c, const int64_t *client, size_t n, int64_t least, struct crm_grid *g,
    struct crm_err *err)
{
	struct advice a = { .c = c, .g = g };
	int rc;

	g->col = columns;
	g->ncol = g->width = COLUMNS;
	crm_rec_init(&a.product, crm_entity_must(&c->schema, "product"));
	crm_rec_init(&a.given, a.product.ent);
	crm_rec_init(&a.client, crm_entity_must(&c->schema, "client"));
	if ((rc = crm_db_read_begin(c->db, err)) == CRM_OK) {
		if ((rc = read_all(&a, err)) == CRM_OK)
			crm_baskets_begin(&a.all);
		for (size_t i = 0; i < n && rc == CRM_OK; i++)
			rc = advise(&a, client[i], least, err);
		crm_db_read_end(c->db);
	}
	free(a.all.v);
	crm_baskets_end(&a.all);
	crm_map_free(&a.refused);
	crm_rec_free(&a.product);
	crm_rec_free(&a.given);
	crm_rec_free(&a.client);
	return rc;
}
