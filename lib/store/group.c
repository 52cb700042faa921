/*
 * group.c - what hangs on records, worked out once for all of them
 *
 * A derived field over a relation is a select of its own for each record: best for few.  A statement that
 * reads most records has them from a join with the relation grouped by what it refers to; fields over the same
 * records share it.  What a group counts may be derived by groups in its turn: these are joined within.
 */
#include "sql.h"

#include <stdio.h>
#include <string.h>

struct group {
	struct group *next, *inner;
	const struct crm_entity *ent;
	const char *via, *where, *of;            /* of: the alias whose records it is about */
	enum money { NONE, OWN, HOUSE } money;   /* of the record's own currency, or of the policy's */
	int n;                                   /* its records are s<n>, it is g<n> */
	struct crm_buf select, cond;
	struct column { struct column *next; enum crm_derive_fn fn; const struct crm_field *field; } *column;
};

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static struct group *
find(struct sql *s, const struct crm_entity *e, const struct crm_derive *d, const char *of, enum money money)
{
	struct group *g;

	for (g = s->group; g != NULL; g = g->next)
		if (g->ent == e && same(g->via, d->via) && same(g->where, d->where) && same(g->of, of)
		    && g->money == money)
			break;
	return g;
}

static int
make(struct sql *s, const struct crm_entity *e, const struct crm_derive *d, const char *of, enum money money,
    struct group **out, struct crm_err *err)
{
	struct group *g = crm_zalloc(&s->arena, sizeof *g), *outer = s->group;
	char sub[16];
	int rc;

	*g = (struct group){ .ent = e, .via = d->via, .where = d->where, .of = crm_strdup(&s->arena, of),
	    .money = money, .n = ++s->nsub };
	snprintf(sub, sizeof sub, "s%d", g->n);
	if (money == HOUSE && s->ctx->currency != NULL)
		crm_putf(&g->cond, " AND %s.currency = $%d", sub,
		    sql_param(s, &CRM_VTEXT(s->ctx->currency, strlen(s->ctx->currency))));
	s->group = NULL;
	rc = sql_related(s, d, e, sub, &g->cond, err);
	g->inner = s->group;
	g->next = outer;
	s->group = *out = g;
	return rc;
}

/* A column of the group, by its number: one for each function and field. */
static int
column(struct sql *s, struct group *g, enum crm_derive_fn fn, const struct crm_field *f, int *number,
    struct crm_err *err)
{
	static const char *const open[] = { [CRM_COUNT] = "COUNT(", [CRM_SUM] = "CAST(SUM(",
	    [CRM_MIN] = "MIN(",
	    [CRM_MAX] = "MAX(" };
	struct column **c = &g->column;
	struct group *outer = s->group;
	char sub[16];
	int rc = CRM_OK;

	for (*number = 0; *c != NULL && ((*c)->fn != fn || (*c)->field != f); c = &(*c)->next)
		++*number;
	if (*c != NULL)
		return CRM_OK;
	*c = crm_zalloc(&s->arena, sizeof **c);
	(*c)->fn = fn;
	(*c)->field = f;
	snprintf(sub, sizeof sub, "s%d", g->n);
	crm_putf(&g->select, ", %s", open[fn]);
	s->group = g->inner;
	if (f == NULL)
		crm_putc(&g->select, '*');
	else
		rc = sql_field(s, g->ent, f, sub, false, &g->select, err);
	g->inner = s->group;
	s->group = outer;
	crm_putf(&g->select, ")%s AS v%d", fn == CRM_SUM ? " AS bigint)" : "", *number);
	return rc;
}

int
sql_grouped(struct sql *s, const struct crm_entity *of, const struct crm_derive *d, const char *alias,
    enum crm_derive_fn fn, struct crm_buf *out, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(s->db->schema, d->entity);
	const struct crm_field *f = d->field != NULL ? crm_field_must(e, d->field) : NULL;
	enum money money = f == NULL || f->type != &crm_t_money || crm_field_find(e, "currency", 8) == NULL
	    ? NONE
	    : crm_field_find(of, "currency", 8) != NULL ? OWN : HOUSE;
	struct group *g = find(s, e, d, alias, money);
	int number, rc = CRM_OK;

	if (g == NULL)
		rc = make(s, e, d, alias, money, &g, err);
	if (rc == CRM_OK && (rc = column(s, g, fn, f, &number, err)) == CRM_OK)
		crm_putf(out, fn == CRM_COUNT || fn == CRM_SUM ? "COALESCE(g%d.v%d, 0)" : "g%d.v%d", g->n,
		    number);
	return rc;
}

static void
put(struct sql *s, struct group *g, struct crm_buf *out)
{
	const char *via = sql_column(crm_field_must(g->ent, g->via));

	crm_putf(out, " LEFT JOIN (SELECT s%d.%s AS k", g->n, via);
	if (g->money == OWN)
		crm_putf(out, ", s%d.currency AS c", g->n);
	crm_put(out, g->select.p, g->select.n);
	crm_putf(out, " FROM crm_%s s%d", g->ent->name, g->n);
	for (struct group *i = g->inner; i != NULL; i = i->next)
		put(s, i, out);
	crm_putf(out, " WHERE s%d.%s IS NOT NULL", g->n, via);
	crm_puts(out, g->cond.n > 0 ? g->cond.p : "");
	crm_putf(out, " GROUP BY s%d.%s%s", g->n, via, g->money == OWN ? ", c" : "");
	crm_putf(out, ") g%d ON g%d.k = %s.id", g->n, g->n, g->of);
	if (g->money == OWN)
		crm_putf(out, " AND g%d.c = %s.currency", g->n, g->of);
	crm_buf_free(&g->select);
	crm_buf_free(&g->cond);
}

void
sql_join_groups(struct sql *s)
{
	for (struct group *g = s->group; g != NULL; g = g->next)
		put(s, g, &s->join);
	s->group = NULL;
}
