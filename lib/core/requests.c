/* requests.c - what clients ask the assortment to become, weighed by those who ask */
#include "ask.h"

#include <string.h>

#include "crm/product.h"
#include "crm/utf8.h"

enum { ID, PRODUCT, NAME, LINE, ABOUT, REQUESTS, CLIENTS, WEIGHT, COLUMNS };
static const struct crm_outcol columns[COLUMNS] = {
	COL("id", &crm_t_text), COL("product", &crm_t_text), COL("product.name", &crm_t_text),
	COL("line", &crm_t_text),
	COL("about", &crm_t_text), COL("requests", &crm_t_int), COL("clients", &crm_t_int),
	MONEY("weight", -1),
};
/* As they are asked for. */
enum { Q_ID, Q_PRODUCT, Q_NAME, Q_LINE, Q_ABOUT, Q_CLIENT, Q_SPENT, Q_WON };
static const char asked_columns[] = "id,product,product.name,line,about,client,client.spent,client.won_value";

struct requests {
	struct crm *c;
	struct crm_grid *g;
	bool by_product, by_line, by_text;
	struct crm_map group, client;            /* a group's row; a group and a client that is counted */
	struct crm_buf key;
};

static void
put_key(struct requests *r, const struct crm_val *v)
{
	r->key.n = 0;
	if (r->by_product)
		crm_putf(&r->key, "%lld", v[Q_PRODUCT].t == CRM_INT ? (long long)v[Q_PRODUCT].i : 0);
	crm_putc(&r->key, '\0');
	if (r->by_line && v[Q_LINE].t == CRM_TEXT)
		crm_put(&r->key, v[Q_LINE].p, v[Q_LINE].n);
	crm_putc(&r->key, '\0');
	if (r->by_text && v[Q_ABOUT].t == CRM_TEXT)
		crm_fold(&r->key, v[Q_ABOUT].p, v[Q_ABOUT].n);
}

static struct crm_val *
group(struct requests *r, const struct crm_val *v, int64_t *at)
{
	const struct crm_schema *s = &r->c->schema;
	struct crm_val *row;

	put_key(r, v);
	if (crm_map_get(&r->group, r->key.p, r->key.n, at))
		return r->g->row[*at];
	row = crm_grid_add(r->g);
	*at = (int64_t)r->g->nrow - 1;
	crm_map_put(&r->group, r->key.p, r->key.n, *at);
	row[ID] = words(r->g, "%s%lld", crm_entity_must(s, "request")->prefix, (long long)v[Q_ID].i);
	if (r->by_product && v[Q_PRODUCT].t == CRM_INT) {
		row[PRODUCT] = words(r->g, "%s%lld", crm_entity_must(s, "product")->prefix,
		    (long long)v[Q_PRODUCT].i);
		row[NAME] = keep(r->g, &v[Q_NAME]);
	}
	if (r->by_line)
		row[LINE] = keep(r->g, &v[Q_LINE]);
	if (r->by_text)
		row[ABOUT] = keep(r->g, &v[Q_ABOUT]);
	row[REQUESTS] = row[CLIENTS] = row[WEIGHT] = CRM_VINT(0);
	return row;
}

/* A client that asks twice for the same weighs once. */
static int
add_request(void *arg, const struct crm_val *v)
{
	struct requests *r = arg;
	int64_t who[2] = { 0, v[Q_CLIENT].i };
	struct crm_val *row = group(r, v, &who[0]);

	row[REQUESTS].i++;
	if (!crm_map_put(&r->client, (const char *)who, sizeof who, 1))
		return CRM_OK;
	row[CLIENTS].i++;
	for (int i = Q_SPENT; i <= Q_WON; i++)
		row[WEIGHT].i += v[i].t == CRM_INT ? v[i].i : 0;
	return CRM_OK;
}

static int
take_by(struct requests *r, const char *by, struct crm_err *err)
{
	r->by_product = by == NULL || strcmp(by, "product") == 0;
	r->by_line = by == NULL || r->by_product || strcmp(by, "line") == 0;
	r->by_text = by == NULL;
	return r->by_line ? CRM_OK : crm_fail(err, CRM_USAGE, "--by", "product or line, not '%s'", by);
}

int
crm_requests(struct crm *c, char *const *filter, size_t n, const char *by, struct crm_grid *g,
    struct crm_err *err)
{
	const struct crm_asked asked = { .filter = filter, .nfilter = n };
	struct requests r = { .c = c, .g = g };
	struct ask q = { 0 };
	int rc = take_by(&r, by, err);

	g->col = columns;
	g->ncol = g->width = COLUMNS;
	if (rc == CRM_OK && (rc = ask(&q, c, &asked, "request", "", NULL, err)) == CRM_OK
	    && !crm_filter_names(q.where, "state")) {
		ask_free(&q);
		rc = ask(&q, c, &asked, "request", "state=open", NULL, err);
	}
	if (rc == CRM_OK)
		rc = ask_rows(&q, asked_columns, NULL, add_request, &r, err);
	if (rc == CRM_OK)
		rc = crm_grid_sort(g, "-weight,-clients,-requests", err);
	ask_free(&q);
	crm_map_free(&r.group);
	crm_map_free(&r.client);
	crm_buf_free(&r.key);
	return rc;
}
