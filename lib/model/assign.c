/* assign.c - records from text: field=value, field=, field+=v, field-=v */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

/* An assignment taken apart. */
struct assign {
	const struct crm_field *field;
	char op;                                 /* '=', '+', '-' */
	const char *p;
	size_t n;
};

static int
read_assign(const struct crm_entity *ent, const char *text, struct assign *a, struct crm_err *err)
{
	const char *eq = strchr(text, '='), *name = text;
	size_t n = eq ? (size_t)(eq - text) : 0;
	char quoted[256];

	if (n == 0)
		return crm_fail(err, CRM_USAGE, NULL, "%s is not field=value",
		    crm_quote(quoted, text, strlen(text)));
	a->op = eq[-1] == '+' || eq[-1] == '-' ? eq[-1] : '=';
	n -= a->op != '=';
	model_trim(&name, &n);
	a->p = eq + 1;
	a->n = strlen(a->p);
	a->field = crm_field_find(ent, name, n);
	if (a->field == NULL)
		return model_no_field(err, CRM_USAGE, ent, name, n);
	if (a->op != '=' && !(a->field->flags & CRM_F_MANY))
		return crm_fail(err, CRM_USAGE, a->field->name, "has one value: set it with %s=",
		    a->field->name);
	return CRM_OK;
}

/* The context in which a record's money is read: its own currency's. */
static struct crm_ctx
rec_ctx(const struct crm_ctx *ctx, const struct crm_rec *rec, char code[4])
{
	struct crm_ctx own = *ctx;

	for (size_t i = 0; i < rec->ent->nfield; i++) {
		const struct crm_val *v = &rec->val[i];

		if (rec->ent->field[i].type != &crm_t_currency || v->t != CRM_TEXT || v->n != 3)
			continue;
		memcpy(code, v->p, 3);
		code[3] = '\0';
		own.currency = code;
	}
	return own;
}

static void
add_item(struct crm_buf *items, const struct crm_val *v)
{
	struct crm_buf digits = { 0 };
	const char *p = v->p;
	size_t n = v->n;

	if (v->t == CRM_INT) {
		crm_putd(&digits, v->i);
		p = digits.p;
		n = digits.n;
	}
	if (!crm_many_has(items->p, items->n, p, n))
		crm_many_add(items, p, n);
	crm_buf_free(&digits);
}

/* Parses what stands between commas into a many value; all wrong items are told. */
static int
parse_items(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_buf *items, struct crm_arena *arena, struct crm_err *err)
{
	size_t at = 0, len;
	char *item;
	int rc = CRM_OK;

	while (crm_list_next(p, n, &at, arena, &item, &len)) {
		struct crm_val v;
		int bad = crm_field_parse(ctx, f, item, len, &v, arena, err);

		if (bad != CRM_OK)
			rc = rc == CRM_OK ? bad : rc;
		else if (v.t != CRM_NULL)
			add_item(items, &v);
	}
	return rc;
}

/* Adds the items of one many value that another lacks. */
static void
add_all(struct crm_buf *to, const char *p, size_t n, const struct crm_buf *less, struct crm_arena *arena)
{
	size_t at = 0, len;
	char *item;

	while (n && crm_many_next(p, n, &at, arena, &item, &len))
		if (!crm_many_has(less->p, less->n, item, len) && !crm_many_has(to->p, to->n, item, len))
			crm_many_add(to, item, len);
}

static int
many_value(const struct crm_ctx *ctx, struct crm_rec *rec, const struct assign *a, struct crm_val *out,
    struct crm_err *err)
{
	const struct crm_val *old = &rec->val[a->field->index];
	struct crm_buf given = { 0 }, all = { 0 }, none = { 0 };
	size_t nold = old->t == CRM_TEXT ? old->n : 0;
	int rc = parse_items(ctx, a->field, a->p, a->n, &given, &rec->arena, err);

	if (a->op != '=')
		add_all(&all, old->p, nold, a->op == '-' ? &given : &none, &rec->arena);
	if (a->op != '-')
		add_all(&all, given.p, given.n, &none, &rec->arena);
	*out = all.n ? CRM_VTEXT(crm_strndup(&rec->arena, all.p, all.n), all.n) : CRM_VNULL;
	crm_buf_free(&given);
	crm_buf_free(&all);
	return rc;
}

static int
may_set(const struct crm_rec *rec, const struct crm_field *f, const struct crm_val *v, struct crm_err *err)
{
	if (f->index == 0 || (f->flags & (CRM_F_DERIVED | CRM_F_AUTO)))
		return crm_fail(err, CRM_USAGE, f->name, "is kept by the program and cannot be set");
	if ((f->flags & CRM_F_ONCE) && crm_rec_id(rec) && !crm_val_eq(&rec->val[f->index], v))
		return crm_fail(err, CRM_USAGE, f->name,
		    "can be given when the record is made, not changed later");
	return CRM_OK;
}

static int
carry_out(const struct crm_ctx *ctx, struct crm_rec *rec, const struct assign *a, struct crm_err *err)
{
	char code[4];
	struct crm_ctx own = rec_ctx(ctx, rec, code);
	struct crm_val v;
	int rc;

	if (a->field->flags & CRM_F_MANY)
		rc = many_value(&own, rec, a, &v, err);
	else
		rc = crm_field_parse(&own, a->field, a->p, a->n, &v, &rec->arena, err);
	if (rc == CRM_OK)
		rc = may_set(rec, a->field, &v, err);
	if (rc == CRM_OK)
		rec->val[a->field->index] = v;
	rec->set[a->field->index] = rc == CRM_OK ? CRM_ASSIGNED : CRM_REFUSED;
	return rc;
}

/* The same number in another currency's minor units; false when it has too many decimals for those. */
static bool
rescale(int64_t *amount, int from, int to)
{
	for (; from < to; from++)
		if (__builtin_mul_overflow(*amount, (int64_t)10, amount))
			return false;
	for (; from > to; from--) {
		if (*amount % 10)
			return false;
		*amount /= 10;
	}
	return true;
}

/* After a change of currency the amounts that were not given anew keep their numbers: 12.00 EUR, 12 JPY. */
static int
keep_amounts(const struct crm_rec *rec, int from, int to, const bool *given, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; from != to && i < rec->ent->nfield; i++) {
		const struct crm_field *f = &rec->ent->field[i];

		if (f->type != &crm_t_money || !crm_field_stored(f) || given[i] || rec->val[i].t != CRM_INT)
			continue;
		if (!rescale(&rec->val[i].i, from, to))
			rc = crm_fail(err, CRM_DATA, f->name, "does not fit the new currency: give it too");
		rec->set[i] = 1;
	}
	return rc;
}

static int
minor_digits(const struct crm_ctx *ctx, const struct crm_rec *rec)
{
	char code[4];
	struct crm_ctx own = rec_ctx(ctx, rec, code);
	int d = own.currency ? crm_currency_digits(own.currency) : 2;

	return d < 0 ? 2 : d;
}

int
crm_rec_assign_all(const struct crm_ctx *ctx, struct crm_rec *rec, char *const *text, size_t n,
    struct crm_err *err)
{
	struct assign *a = crm_zalloc(&rec->arena, n * sizeof *a);
	bool *given = crm_zalloc(&rec->arena, rec->ent->nfield * sizeof *given);
	int first = CRM_OK, rc, from = minor_digits(ctx, rec);

	for (size_t i = 0; i < n; i++) {
		rc = read_assign(rec->ent, text[i], &a[i], err);
		first = first == CRM_OK ? rc : first;
		if (rc != CRM_OK)
			a[i].field = NULL;
	}
	for (int pass = 0; pass < 2; pass++)     /* the currency before the money */
		for (size_t i = 0; i < n; i++) {
			if (a[i].field == NULL || (a[i].field->type == &crm_t_currency) != (pass == 0))
				continue;
			rc = carry_out(ctx, rec, &a[i], err);
			given[a[i].field->index] = true;
			first = first == CRM_OK ? rc : first;
		}
	rc = keep_amounts(rec, from, minor_digits(ctx, rec), given, err);
	return first == CRM_OK ? rc : first;
}

int
crm_rec_assign(const struct crm_ctx *ctx, struct crm_rec *rec, const char *text, struct crm_err *err)
{
	char *one = (char *)text;

	return crm_rec_assign_all(ctx, rec, &one, 1, err);
}

int
crm_rec_defaults(const struct crm_ctx *ctx, struct crm_rec *rec, struct crm_err *err)
{
	int first = CRM_OK;

	for (size_t i = 0; i < rec->ent->nfield; i++) {
		const struct crm_field *f = &rec->ent->field[i];
		struct crm_ctx own;
		struct assign a;
		char code[4];
		int rc;

		if (f->dflt == NULL || rec->set[i] || rec->val[i].t != CRM_NULL)
			continue;
		a = (struct assign){ f, '=', f->dflt, strlen(f->dflt) };
		own = rec_ctx(ctx, rec, code);
		/* our own text, whatever form the source's dates have */
		own.date_format = NULL;
		rc = f->flags & CRM_F_MANY ? many_value(&own, rec, &a, &rec->val[i], err) :
		    crm_field_parse(&own, f, a.p, a.n, &rec->val[i], &rec->arena, err);
		first = first == CRM_OK ? rc : first;
	}
	return first;
}
