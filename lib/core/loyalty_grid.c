/* loyalty_grid.c - a client's ledger with what it had after each entry; clients that changed tier */
#include "loyalty.h"

#include <string.h>

enum { S_ID, S_AT, S_KIND, S_POINTS, S_BALANCE, S_EXPIRES, S_ORDER, S_USES, S_NOTE, S_COLUMNS };
static const struct crm_outcol statement_cols[S_COLUMNS] = {
	COL("id", &crm_t_text), COL("at", &crm_t_date), COL("kind", &crm_t_word), COL("points", &crm_t_int),
	COL("balance", &crm_t_int), COL("expires", &crm_t_date), COL("order", &crm_t_text), COL("uses", &crm_t_text),
	COL("note", &crm_t_text),
};

struct ledger { struct crm_grid *g; int64_t since, balance; };

static struct crm_val
id_of(struct crm_grid *g, const char *prefix, const struct crm_val *v)
{
	return v->t == CRM_INT ? words(g, "%s%lld", prefix, (long long)v->i) : CRM_VNULL;
}

static int
add_entry(void *arg, const struct crm_val *v)
{
	struct ledger *l = arg;
	struct crm_val *row;

	l->balance += v[S_POINTS].i;
	if (day_of(&v[S_AT], 0) < l->since)
		return CRM_OK;
	row = crm_grid_add(l->g);
	for (size_t i = 0; i < S_COLUMNS; i++)
		row[i] = keep(l->g, &v[i]);
	row[S_ID] = id_of(l->g, "pt", &v[S_ID]);
	row[S_ORDER] = id_of(l->g, "o", &v[S_ORDER]);
	row[S_USES] = id_of(l->g, "pt", &v[S_USES]);
	row[S_BALANCE] = CRM_VINT(l->balance);
	return CRM_OK;
}

int
crm_points_statement(struct crm *c, int64_t client, int64_t since, struct crm_grid *g, struct crm_err *err)
{
	struct ledger l = { g, since, 0 };
	char where[32];

	g->col = statement_cols;
	g->ncol = g->width = S_COLUMNS;
	snprintf(where, sizeof where, "client=c%lld", (long long)client);
	/* the balance is made here: another column holds its place */
	return look(c, "points", where, "id,at,kind,points,points,expires,order,uses,note", "at", add_entry, &l,
	    err);
}

enum { T_CLIENT, T_NAME, T_WAS, T_TIER, T_SPENT, T_COLUMNS };
static const struct crm_outcol tier_cols[T_COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("was", &crm_t_word), COL("tier", &crm_t_word),
	MONEY("spent", -1),
};

struct moves { struct crm *c; struct crm_grid *g; struct crm_map until; };

static int
add_until(void *arg, const struct crm_val *v)
{
	struct moves *m = arg;

	map_put(&m->until, v[0].i, map_at(&m->until, v[0].i, 0) + v[1].i);
	return CRM_OK;
}

static int
add_move(void *arg, const struct crm_val *v)
{
	struct moves *m = arg;
	const struct crm_tier *was, *is;
	struct crm_val *row;

	was = crm_tier_of(&m->c->policy, map_at(&m->until, v[0].i, 0));
	is = crm_tier_of(&m->c->policy, v[2].i);
	if (was == is)
		return CRM_OK;
	row = crm_grid_add(m->g);
	row[T_CLIENT] = id_of(m->g, "c", &v[0]);
	row[T_NAME] = keep(m->g, &v[1]);
	row[T_WAS] = as_text(m->g, was->name);
	row[T_TIER] = as_text(m->g, is->name);
	row[T_SPENT] = v[2];
	return CRM_OK;
}

int
crm_tier_moves(struct crm *c, int64_t day, struct crm_grid *g, struct crm_err *err)
{
	struct moves m = { .c = c, .g = g };
	char where[96], text[11];
	int rc;

	g->col = tier_cols;
	g->ncol = g->width = T_COLUMNS;
	crm_fmt_date(text, day);
	snprintf(where, sizeof where, "kind=order cancelled= client!= currency=%s ordered=..%s",
	    c->policy.currency, text);
	if ((rc = look(c, "order", where, "client,kept", NULL, add_until, &m, err)) == CRM_OK)
		rc = look(c, "client", "orders=1..", "id,name,spent", "name", add_move, &m, err);
	crm_map_free(&m.until);
	return rc;
}
