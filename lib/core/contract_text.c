/* contract_text.c - the text of a contract: a template with its fields, price terms, differences and rights */
#include "ask.h"

#include <stdio.h>
#include <string.h>

#include "crm/contract.h"
#include "crm/template.h"

/* A list in a template: the records of an entity that refer to the contract, a line for each. */
struct lines { struct crm *c; const struct crm_entity *ent; struct crm_buf *out; };
typedef int put_line(void *, const struct crm_val *);

static void
put_money(struct lines *l, const char *field, const struct crm_val *v, const struct crm_val *currency)
{
	struct crm_ctx ctx = l->c->ctx;

	ctx.currency = currency->p;
	crm_field_print(&ctx, crm_field_must(l->ent, field), v, l->out);
	crm_putf(l->out, " %s", currency->p);
}

static void
put_plain(struct lines *l, const char *before, const char *field, const struct crm_val *v, const char *after)
{
	if (v->t == CRM_NULL)
		return;
	crm_puts(l->out, before);
	crm_field_print(&l->c->ctx, crm_field_must(l->ent, field), v, l->out);
	crm_puts(l->out, after);
}

/* A surcharge, or what is taken off. */
static void
put_signed(struct lines *l, const char *field, const struct crm_val *v, const struct crm_val *currency)
{
	if (v->t == CRM_NULL || v->i == 0)
		return;
	crm_puts(l->out, v->i < 0 ? " - " : " + ");
	put_money(l, field, &CRM_VINT(v->i < 0 ? -v->i : v->i), currency);
}

enum { T_NAME = 1, T_SKU, T_LINE, T_QUANTITY, T_PRICE, T_BASE, T_MARKUP, T_DISCOUNT, T_SURCHARGE, T_CURRENCY, T_SINCE,
    T_UNTIL };
static const char term_columns[] =
	"id,product.name,product.sku,line,quantity,price,base,markup,discount,surcharge,currency,since,until";

/* "- Bolt (B1), from 10: 2.50 EUR" or "- line tools: list price - 10 %, until 2026-12-31" */
static int
put_term(void *arg, const struct crm_val *v)
{
	struct lines *l = arg;

	crm_puts(l->out, "- ");
	if (v[T_NAME].t == CRM_TEXT)
		crm_puts(l->out, v[T_NAME].p);
	else if (v[T_LINE].t == CRM_TEXT)
		crm_putf(l->out, "line %s", v[T_LINE].p);
	else
		crm_puts(l->out, "all products");
	if (v[T_SKU].t == CRM_TEXT)
		crm_putf(l->out, " (%s)", v[T_SKU].p);
	if (v[T_QUANTITY].t == CRM_INT && v[T_QUANTITY].i > 1)
		crm_putf(l->out, ", from %lld", (long long)v[T_QUANTITY].i);
	crm_puts(l->out, ": ");
	if (v[T_PRICE].t == CRM_INT) {
		put_money(l, "price", &v[T_PRICE], &v[T_CURRENCY]);
	} else {
		crm_putf(l->out, "%s price", v[T_BASE].t == CRM_TEXT ? v[T_BASE].p : "list");
		put_plain(l, " + ", "markup", &v[T_MARKUP], " %");
		put_plain(l, " - ", "discount", &v[T_DISCOUNT], " %");
		put_signed(l, "surcharge", &v[T_SURCHARGE], &v[T_CURRENCY]);
	}
	put_plain(l, ", from ", "since", &v[T_SINCE], "");
	put_plain(l, ", until ", "until", &v[T_UNTIL], "");
	crm_putc(l->out, '\n');
	return CRM_OK;
}

/* "- bonus of 2 % on a turnover from 1000.00 EUR a year" */
static int
put_bonus(void *arg, const struct crm_val *v)
{
	struct lines *l = arg;

	put_plain(l, "- bonus of ", "rate", &v[3], " %");
	crm_puts(l->out, " on a turnover from ");
	put_money(l, "threshold", &v[2], &v[4]);
	put_plain(l, " a ", "period", &v[1], "");
	put_plain(l, ", line ", "line", &v[5], "");
	crm_putc(l->out, '\n');
	return CRM_OK;
}

/* "- 4.2 Payment: 30 days" */
static int
put_clause(void *arg, const struct crm_val *v)
{
	struct lines *l = arg;

	crm_puts(l->out, "- ");
	put_plain(l, "", "para", &v[1], " ");
	put_plain(l, "", "about", &v[2], "");
	put_plain(l, ": ", "agreed", &v[3], "");
	crm_putc(l->out, '\n');
	return CRM_OK;
}

/* "- Delivered within ten days: at most 2 % late (Stores)" */
static int
put_right(void *arg, const struct crm_val *v)
{
	struct lines *l = arg;

	put_plain(l, "- ", "about", &v[1], "");
	put_plain(l, ": ", "rule", &v[2], "");
	put_plain(l, " (", "department", &v[3], ")");
	crm_putc(l->out, '\n');
	return CRM_OK;
}

static const struct list { const char *name, *entity, *where, *columns, *sort; put_line *put; } lists[] = {
	{ "terms", "term", "", term_columns, "id", put_term },
	{ "terms", "bonus", "", "id,period,threshold,rate,currency,line", "threshold", put_bonus },
	{ "clauses", "clause", " state=ours,theirs,compromise", "id,para,about,agreed", "id", put_clause },
	{ "rights", "right", "", "id,about,rule,department", "id", put_right },
};
enum { NLISTS = sizeof lists / sizeof *lists };

/* The lines of all lists of a name, without the last line end: the template has its own. */
static int
put_list(struct crm *c, int64_t id, const char *name, struct crm_buf *out, struct crm_err *err)
{
	int rc = CRM_OK;

	for (int i = 0; i < NLISTS && rc == CRM_OK; i++) {
		struct lines l = { c, crm_entity_must(&c->schema, lists[i].entity), out };
		char of[64];

		if (strcmp(lists[i].name, name) != 0)
			continue;
		snprintf(of, sizeof of, "contract=k%lld%s", (long long)id, lists[i].where);
		rc = look(c, lists[i].entity, of, lists[i].columns, lists[i].sort, lists[i].put, &l, err);
	}
	if (out->n > 0)
		out->n--;
	return rc;
}

/* The contract as a template sees it: its fields, then the lists, which hide fields of the same name. */
static struct crm_entity
with_lists(struct crm *c, struct crm_arena *a)
{
	struct crm_entity e = *crm_entity_must(&c->schema, "contract");
	struct crm_field *field = crm_alloc(a, (e.nfield + NLISTS) * sizeof *field);
	size_t n = 0;

	for (int i = 0; i < NLISTS; i++)
		if (i == 0 || strcmp(lists[i].name, lists[i - 1].name) != 0)
			field[n++] = (struct crm_field){ .name = lists[i].name, .type = &crm_t_text };
	memcpy(field + n, e.field, e.nfield * sizeof *field);
	e.field = field;
	e.nfield += n;
	return e;
}

/* A list has no help, as every field has. */
static bool
is_list(const struct crm_path *p)
{
	return p->nhop == 0 && p->field->help == NULL;
}

static int
fill_lists(struct crm *c, int64_t id, const struct crm_columns *cols, struct crm_val *val, struct crm_arena *a,
    struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < cols->n && rc == CRM_OK; i++) {
		struct crm_buf text = { 0 };

		if (!is_list(&cols->v[i]))
			continue;
		if ((rc = put_list(c, id, cols->v[i].field->name, &text, err)) == CRM_OK && text.n > 0)
			val[i] = CRM_VTEXT(crm_strndup(a, text.p, text.n), text.n);
		crm_buf_free(&text);
	}
	return rc;
}

/* The path as the base knows it; of a list the id, so that columns keep their places. */
static struct crm_path
at_home(const struct crm_entity *e, struct crm_path p)
{
	if (is_list(&p))
		return (struct crm_path){ .ent = e, .field = &e->field[0] };
	p.ent = e;
	if (p.nhop > 0)
		p.hop[0] = &e->field[p.hop[0]->index];
	else
		p.field = &e->field[p.field->index];
	return p;
}

static struct crm_val
kept(struct crm_arena *a, const struct crm_val *v)
{
	return v->t == CRM_TEXT ? CRM_VTEXT(crm_strndup(a, v->p, v->n), v->n) : *v;
}

/* The values, and after as many the currencies that some of them are in. */
static int
fill_fields(struct crm *c, int64_t id, const struct crm_columns *cols, struct crm_val *val, int *currency,
    struct crm_arena *a, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "contract");
	struct crm_path *col = crm_alloc(a, (cols->n + 1) * sizeof *col);
	struct crm_query q = { .ent = e, .id = &id, .nid = 1, .away = true, .col = col, .ncol = cols->n, .ctx = &c->ctx };
	struct crm_cursor *cur;
	int rc;

	for (size_t i = 0; i < cols->n; i++)
		col[i] = at_home(e, cols->v[i]);
	if (cols->n == 0)
		return CRM_OK;
	if ((rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	rc = crm_cursor_next(cur, err);
	for (size_t i = 0; i < cols->n && rc == CRM_ROW; i++) {
		currency[i] = -1;
		if (is_list(&cols->v[i]))
			continue;
		val[i] = kept(a, &cur->val[i]);
		if (cur->currency[i] >= 0) {
			currency[i] = (int)(cols->n + i);
			val[cols->n + i] = kept(a, &cur->val[cur->currency[i]]);
		}
	}
	crm_cursor_close(cur);
	return rc == CRM_ROW ? CRM_OK : rc;
}

int
crm_contract_text(struct crm *c, int64_t id, const char *name, const char *text, struct crm_buf *out,
    struct crm_err *err)
{
	struct crm_columns cols = { 0 };
	struct crm_template t;
	struct crm_arena a = { 0 };
	struct crm_entity ent = with_lists(c, &a);
	struct crm_val *val;
	int *currency, rc;

	if ((rc = crm_template_read(&c->schema, &ent, name, text, &cols, &t, &a, err)) == CRM_OK) {
		val = crm_zalloc(&a, 2 * (cols.n + 1) * sizeof *val);
		currency = crm_zalloc(&a, (cols.n + 1) * sizeof *currency);
		if ((rc = fill_fields(c, id, &cols, val, currency, &a, err)) == CRM_OK
		    && (rc = fill_lists(c, id, &cols, val, &a, err)) == CRM_OK)
			crm_template_put(&t, &cols, &c->ctx, val, currency, CRM_MERGE_TEXT, out);
	}
	crm_arena_free(&a);
	return rc;
}
