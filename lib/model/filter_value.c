/* filter_value.c - the filter language: one test, path op value */
#include <string.h>

#include "crm/utf8.h"
#include "model/inner.h"
#include "model/parser.h"

#define RANGED (CRM_EQ | CRM_NE)
#define CONTAINS (CRM_HAS | CRM_HASNT)

/* The value of a test while it is read: it ends at `end`, or before at a blank unless it is whole. */
struct value {
	size_t end;
	bool whole, ranges;
};

/* One side of a range, or a value alone. */
struct side {
	const char *p;
	size_t n, at;
};

static const struct { const char *text; unsigned op; } ops[] = {
	{ "=", CRM_EQ }, { "!=", CRM_NE }, { "~", CRM_HAS }, { "!~", CRM_HASNT },
	{ "<", CRM_LT }, { "<=", CRM_LE }, { ">", CRM_GT }, { ">=", CRM_GE },
};
#define NOP (sizeof ops / sizeof *ops)

static bool
at_dots(const struct parser *ps, const struct value *v, size_t i)
{
	return v->ranges && i + 1 < v->end && ps->text[i] == '.' && ps->text[i + 1] == '.';
}

/* Whether a value may end here. */
static bool
at_end(const struct parser *ps, const struct value *v, size_t i)
{
	return i >= v->end || ps->text[i] == ',' || at_dots(ps, v, i) ||
	    (!v->whole && (model_blank(ps->text[i]) || ps->text[i] == ')'));
}

static void
read_quoted(struct parser *ps, const struct value *v, struct crm_buf *out)
{
	size_t i = ps->at + 1;

	for (; i < v->end && ps->text[i] != '"'; i++) {
		if (ps->text[i] == '\\' && i + 1 < v->end && memchr("\"\\", ps->text[i + 1], 2) != NULL)
			i++;
		crm_putc(out, ps->text[i]);
	}
	if (i >= v->end)
		parser_tear(ps, ps->at, "the quote is never closed");
	else if (!at_end(ps, v, i + 1))
		parser_tear(ps, i + 1, "after a quoted value comes a comma, a blank or the end");
	ps->at = i + 1;
}

/* Brackets inside a value belong to it while they pair: phone=(020)1234567. */
static void
read_plain(struct parser *ps, const struct value *v, struct crm_buf *out)
{
	unsigned open = 0;
	size_t i = ps->at;

	for (; !at_end(ps, v, i) || (i < v->end && open && ps->text[i] == ')'); i++) {
		char c = ps->text[i];

		open += (c == '(') - (c == ')' && open);
		if (c == '\\' && i + 1 < v->end && memchr(",\"\\", ps->text[i + 1], 3) != NULL)
			c = ps->text[++i];
		crm_putc(out, c);
	}
	ps->at = i;
}

static struct side
read_side(struct parser *ps, const struct value *v)
{
	struct crm_buf text = { 0 };
	struct side side = { .at = ps->at };
	const char *p;
	size_t n;

	while (v->whole && ps->at < v->end && model_blank(ps->text[ps->at]))
		ps->at++;
	if (ps->at < v->end && ps->text[ps->at] == '"')
		read_quoted(ps, v, &text);
	else
		read_plain(ps, v, &text);
	p = text.p ? text.p : "";
	n = text.n;
	model_trim(&p, &n);
	side.p = crm_strndup(ps->arena, p, n);
	side.n = n;
	crm_buf_free(&text);
	return side;
}

/* The interval that one value names: a day, a month, itself. */
static bool
read_bounds(struct parser *ps, const struct crm_field *f, const struct side *side, struct crm_val *lo,
    struct crm_val *hi)
{
	struct crm_err why;
	int rc;

	if (f->type->range != NULL && f->type->range(&ps->ctx, side->p, side->n, lo, hi, ps->arena) == CRM_OK)
		return true;
	crm_err_clear(&why);
	rc = crm_field_parse(&ps->ctx, f, side->p, side->n, lo, ps->arena, &why);
	if (rc != CRM_OK)
		parser_relay(ps, side->at, rc, &why);
	*hi = *lo;
	return rc == CRM_OK;
}

static void
read_range(struct parser *ps, const struct value *v, const struct crm_field *f, const struct side *from,
    struct crm_alt *alt)
{
	struct crm_val ignored;
	struct side to;

	ps->at += 2;
	to = read_side(ps, v);
	if (ps->torn)
		return;
	if (from->n == 0 && to.n == 0)
		parser_fail(ps, from->at, "a range needs an end: lo..hi, lo.. or ..hi");
	if (from->n)
		read_bounds(ps, f, from, &alt->lo, &ignored);
	if (to.n)
		read_bounds(ps, f, &to, &ignored, &alt->hi);
	if (from->n && to.n && !f->type->folded && crm_val_cmp(&alt->lo, &alt->hi) > 0)
		parser_fail(ps, from->at, "%s..%s is empty: the ends are swapped", from->p, to.p);
}

static struct crm_val
folded(struct parser *ps, const struct side *side)
{
	struct crm_buf b = { 0 };
	struct crm_val v;

	crm_fold(&b, side->p, side->n);
	v = CRM_VTEXT(crm_strndup(ps->arena, b.p ? b.p : "", b.n), b.n);
	crm_buf_free(&b);
	return v;
}

static void
read_alt(struct parser *ps, const struct value *v, const struct crm_expr *e, struct crm_alt *alt)
{
	struct side side = read_side(ps, v);
	const struct crm_field *f = e->path.field;

	if (ps->torn)
		return;
	if (at_dots(ps, v, ps->at))
		read_range(ps, v, f, &side, alt);
	else if (side.n == 0 && (e->op & RANGED))
		alt->empty = true;
	else if (side.n == 0)
		parser_fail(ps, side.at, "a value is missing");
	else if (e->op & CONTAINS) {
		alt->lo = alt->hi = folded(ps, &side);
		alt->exact = true;
	} else if (read_bounds(ps, f, &side, &alt->lo, &alt->hi)) {
		/* before an interval is before its beginning, after it is after its end */
		if (e->op & (CRM_LT | CRM_GE))
			alt->hi = alt->lo;
		if (e->op & (CRM_LE | CRM_GT))
			alt->lo = alt->hi;
		alt->exact = crm_val_eq(&alt->lo, &alt->hi);
	}
}

static void
read_alts(struct parser *ps, const struct value *v, struct crm_expr *e)
{
	struct crm_buf alts = { 0 };
	size_t from = ps->at;

	for (;;) {
		struct crm_alt alt = { .lo = CRM_VNULL, .hi = CRM_VNULL };

		read_alt(ps, v, e, &alt);
		crm_put(&alts, &alt, sizeof alt);
		if (ps->torn || ps->at >= v->end || ps->text[ps->at] != ',')
			break;
		ps->at++;
	}
	if (!ps->torn && ps->at < v->end && at_dots(ps, v, ps->at))
		parser_tear(ps, ps->at, "a range has two ends");
	e->nalt = alts.n / sizeof *e->alt;
	e->alt = crm_alloc(ps->arena, alts.n);
	memcpy(e->alt, alts.p, alts.n);
	crm_buf_free(&alts);
	if (!ps->torn && e->nalt > 1 && !(e->op & (RANGED | CONTAINS)))
		parser_fail(ps, from, "one value only: any of several goes with = and !=");
}

/* What a field answers to: of several values only whether one is there; exact text has no folded form. */
static unsigned
allowed(const struct crm_field *f)
{
	unsigned answers = f->type->ops;

	if (f->flags & CRM_F_MANY)
		answers &= RANGED | CONTAINS;
	if (f->flags & CRM_F_EXACT)
		answers &= ~(unsigned)CONTAINS;
	return answers;
}

static void
refuse_op(struct parser *ps, size_t at, const struct crm_field *f)
{
	struct crm_buf use = { 0 };
	size_t n = 0, i = 0;
	const char *type = f->type->name;

	for (size_t k = 0; k < NOP; k++)
		n += (allowed(f) & ops[k].op) != 0;
	for (size_t k = 0; k < NOP; k++)
		if (allowed(f) & ops[k].op)
			model_put_choice(&use, ops[k].text, i++, n);
	if (f->flags & CRM_F_MANY)
		parser_fail(ps, at, "%s has several values: use %s", f->name, use.p);
	else
		parser_fail(ps, at, "%s is %s %s: use %s", f->name, memchr("aeio", *type, 4) ? "an" : "a",
		    type, use.p);
	crm_buf_free(&use);
}

static void
read_path(struct parser *ps, size_t len, struct crm_path *path)
{
	struct crm_err why;

	crm_err_clear(&why);
	if (crm_path_parse(ps->ctx.schema, ps->ent, ps->text + ps->at, len, path, &why) != CRM_OK)
		parser_relay(ps, ps->at, CRM_USAGE, &why);
}

/* The value's stretch: to the end of the argument where that is one test. */
static struct value
stretch(struct parser *ps, size_t from)
{
	struct value v = { .end = ps->n };

	while (ps->npiece && ps->piece->from < from) {
		ps->piece++;
		ps->npiece--;
	}
	if (ps->npiece && ps->piece->from == from) {
		v.end = ps->piece->to;
		v.whole = true;
	}
	return v;
}

/* A test that cannot be understood is stepped over, so that the next mistake is told too. */
static void
skip_value(struct parser *ps, const struct value *v)
{
	bool quoted = false;

	for (; ps->at < v->end; ps->at++) {
		char c = ps->text[ps->at];

		if (!quoted && !v->whole && (model_blank(c) || c == ')'))
			return;
		quoted ^= c == '"';
	}
}

struct crm_expr *
parser_test(struct parser *ps)
{
	struct crm_expr *e = crm_zalloc(ps->arena, sizeof *e);
	size_t from = ps->at, len = parser_path(ps->text + from, ps->n - from), op;
	struct value v = stretch(ps, from);

	e->node = CRM_TEST;
	op = parser_op(ps->text + from + len, ps->n - from - len, &e->op);
	read_path(ps, len, &e->path);
	ps->at = from + len + op;
	if (e->path.field != NULL && (allowed(e->path.field) & e->op)) {
		v.ranges = (e->op & RANGED) && (allowed(e->path.field) & CRM_LT);
		read_alts(ps, &v, e);
		return e;
	}
	if (e->path.field != NULL)
		refuse_op(ps, from + len, e->path.field);
	skip_value(ps, &v);
	return e;
}
