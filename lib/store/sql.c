/* sql.c - expressions and conditions as portable SQL */
#include "sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"

#define FILTER_PARAMS 223      /* of the 255 that every engine takes: the rest of the statement has some too */

void
sql_init(struct sql *s, struct crm_db *db, const struct crm_ctx *ctx)
{
	memset(s, 0, sizeof *s);
	s->db = db;
	s->ctx = ctx;
}

void
sql_free(struct sql *s)
{
	sql_join_groups(s);
	crm_arena_free(&s->arena);
	crm_buf_free(&s->text);
	crm_buf_free(&s->join);
	crm_buf_free(&s->types);
}

int
sql_param(struct sql *s, const struct crm_val *v)
{
	if (s->narg == s->argcap) {
		size_t cap = s->argcap ? 2 * s->argcap : 16;
		struct crm_val *more = crm_alloc(&s->arena, cap * sizeof *more);

		if (s->narg > 0)
			memcpy(more, s->arg, s->narg * sizeof *more);
		s->arg = more;
		s->argcap = cap;
	}
	s->arg[s->narg] = *v;
	if (v->t == CRM_TEXT)
		s->arg[s->narg].p = crm_strndup(&s->arena, v->p, v->n);
	crm_putc(&s->types, v->t == CRM_NULL ? CRM_TEXT : v->t);
	return (int)++s->narg;
}

static void
param(struct sql *s, const struct crm_val *v, struct crm_buf *out)
{
	crm_putf(out, "$%d", sql_param(s, v));
}

bool
sql_keyed(const struct crm_field *f)
{
	return f->type->folded && !(f->flags & (CRM_F_MANY | CRM_F_DERIVED | CRM_F_EXACT));
}

const char *
sql_column(const struct crm_field *f)
{
	return f->column != NULL ? f->column : f->name;
}

void
sql_many_name(struct crm_buf *b, const struct crm_entity *e, const struct crm_field *f)
{
	crm_puts(b, e->prefix);
	crm_putc(b, '.');
	crm_puts(b, f->name);
}

void
sql_many_value(struct crm_buf *b, const struct crm_field *f, const char *item, size_t n)
{
	if (f->type->folded)
		crm_fold(b, item, n);
	else
		crm_put(b, item, n);
}

/* What is compared as its folded text; derived text is a copy of a column that has a twin. */
static bool
folds(const struct crm_field *f)
{
	return sql_keyed(f) || (f->type->folded && (f->flags & CRM_F_DERIVED));
}

/* The alias that a reference of alias `from` is joined as: one join for all paths through it. */
static int
join(struct sql *s, int from, const struct crm_field *ref, struct crm_err *err)
{
	int i;

	for (i = 0; i < s->nhop; i++)
		if (s->hop[i].field == ref && s->hop[i].from == from)
			return i + 1;
	if (i == (int)(sizeof s->hop / sizeof *s->hop)) {
		crm_fail(err, CRM_USAGE, NULL, "too many references are followed at once");
		return -1;
	}
	s->hop[i].field = ref;
	s->hop[i].from = from;
	crm_putf(&s->join, " LEFT JOIN crm_%s t%d ON t%d.id = t%d.%s", ref->to->name, i + 1, i + 1, from,
	    sql_column(ref));
	s->nhop++;
	return i + 1;
}

static int cond(struct sql *, const struct crm_expr *, const char *alias, struct crm_buf *, struct crm_err *);

/* Money is summed in one currency: the record's own where it has one, else the policy's. */
static void
one_currency(struct sql *s, const struct crm_entity *of, const char *alias, const char *sub,
    struct crm_buf *out)
{
	if (crm_field_find(of, "currency", 8) != NULL) {
		crm_putf(out, " AND %s.currency = %s.currency", sub, alias);
	} else if (s->ctx->currency != NULL) {
		crm_putf(out, " AND %s.currency = ", sub);
		param(s, &CRM_VTEXT(s->ctx->currency, strlen(s->ctx->currency)), out);
	}
}

int
sql_related(struct sql *s, const struct crm_derive *d, const struct crm_entity *e, const char *alias,
    struct crm_buf *out, struct crm_err *err)
{
	struct crm_ctx ctx = *s->ctx;
	struct crm_expr *where;
	int rc;

	if (crm_field_find(e, "away", 4) != NULL)
		crm_putf(out, " AND %s.away IS NULL", alias);
	if (d->where == NULL)
		return CRM_OK;
	ctx.schema = s->db->schema;
	if ((rc = crm_filter_text(&ctx, e, d->where, &where, &s->arena, err)) != CRM_OK)
		return rc;
	crm_puts(out, " AND ");
	return cond(s, where, alias, out, err);
}

/* What becomes of nothing: no records are 0 and come to 0. */
static const struct { const char *open, *shut; } aggregates[] = {
	[CRM_COUNT] = { "COUNT(", ")" }, [CRM_SUM] = { "COALESCE(CAST(SUM(", ") AS bigint), 0)" },
	[CRM_MIN] = { "MIN(", ")" }, [CRM_MAX] = { "MAX(", ")" },
};

int
sql_relation(struct sql *s, const struct crm_entity *of, const struct crm_derive *d, const char *alias,
    enum crm_derive_fn fn, struct crm_buf *out, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(s->db->schema, d->entity);
	const struct crm_field *f = d->field ? crm_field_must(e, d->field) : NULL;
	char sub[16];
	int rc;

	if (s->whole)
		return sql_grouped(s, of, d, alias, fn, out, err);
	snprintf(sub, sizeof sub, "s%d", ++s->nsub);
	crm_putf(out, "(SELECT %s", aggregates[fn].open);
	if (f == NULL)
		crm_putc(out, '*');
	else if ((rc = sql_field(s, e, f, sub, false, out, err)) != CRM_OK)
		return rc;
	crm_putf(out, "%s FROM crm_%s %s WHERE %s.%s = %s.id", aggregates[fn].shut, e->name, sub, sub,
	    sql_column(crm_field_must(e, d->via)), alias);
	if (f != NULL && f->type == &crm_t_money && crm_field_find(e, "currency", 8) != NULL)
		one_currency(s, of, alias, sub, out);
	rc = sql_related(s, d, e, sub, out, err);
	crm_putc(out, ')');
	return rc;
}

const struct crm_field *
sql_days_of(const struct crm_entity *e, const struct crm_field *f)
{
	return crm_field_must(e, f->derive->field);
}

int64_t
sql_days(const struct crm_field *from, const struct crm_val *v, int64_t now)
{
	int64_t day = 0, t;

	if (from->type == &crm_t_date)
		crm_read_date(v->p, v->n, &day);
	else if (crm_read_time(v->p, v->n, &t) == CRM_OK)
		day = crm_local_day(t);
	return crm_local_day(now) - day;
}

/* The record of the relation with the highest number is looked up once that is known. */
static int
last_of(struct sql *s, const struct crm_entity *of, const struct crm_derive *d, const char *alias,
    struct crm_buf *out, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(s->db->schema, d->entity);
	struct crm_derive number = *d;
	char sub[16];
	int rc;

	number.field = "id";
	snprintf(sub, sizeof sub, "s%d", ++s->nsub);
	crm_puts(out, "(SELECT ");
	if ((rc = sql_field(s, e, crm_field_must(e, d->field), sub, false, out, err)) != CRM_OK)
		return rc;
	crm_putf(out, " FROM crm_%s %s WHERE %s.id = ", e->name, sub, sub);
	rc = sql_relation(s, of, &number, alias, CRM_MAX, out, err);
	crm_putc(out, ')');
	return rc;
}

static int
derived_expr(struct sql *s, const struct crm_entity *e, const struct crm_field *f, const char *alias,
    bool key, struct crm_buf *out, struct crm_err *err)
{
	const struct crm_derive *d = f->derive;
	struct crm_path path;
	int rc;

	switch (d->fn) {
	case CRM_COUNT:
	case CRM_SUM:
	case CRM_MIN:
	case CRM_MAX:
		return sql_relation(s, e, d, alias, d->fn, out, err);
	case CRM_DAYS:
		if (d->until != NULL)
			crm_putf(out, "CASE WHEN %s.%s IS NULL THEN ", alias, d->until);
		crm_puts(out, d->by != NULL ? "COALESCE(" : "(");
		rc = sql_field(s, e, crm_field_must(e, d->field), alias, false, out, err);
		if (d->by != NULL)
			crm_putf(out, ", %s.%s", alias, d->by);
		crm_putc(out, ')');
		if (d->until != NULL)
			crm_puts(out, " END");
		return rc;
	case CRM_LATEST:
		crm_puts(out, "CASE WHEN ");
		if ((rc = sql_relation(s, e, d, alias, CRM_MAX, out, err)) != CRM_OK)
			return rc;
		crm_putf(out, " > %s.%s THEN ", alias, d->by);
		if ((rc = sql_relation(s, e, d, alias, CRM_MAX, out, err)) != CRM_OK)
			return rc;
		crm_putf(out, " ELSE %s.%s END", alias, d->by);
		return CRM_OK;
	case CRM_LAST:
		return last_of(s, e, d, alias, out, err);
	case CRM_COPY:
		rc = crm_path_parse(s->db->schema, e, d->field, strlen(d->field), &path, NULL);
		CRM_BUG_IF(rc != CRM_OK);
		return sql_reach(s, &path, alias, key, out, err);
	case CRM_FORMULA:
		return sql_formula(s, e, d->formula, alias, out, err);
	}
	crm_bug(__FILE__, __LINE__, f->name);
}

int
sql_field(struct sql *s, const struct crm_entity *e, const struct crm_field *f, const char *alias, bool key,
    struct crm_buf *out, struct crm_err *err)
{
	if (f->flags & CRM_F_DERIVED)
		return derived_expr(s, e, f, alias, key, out, err);
	crm_putf(out, "%s.%s%s", alias, sql_column(f), key && sql_keyed(f) ? "_key" : "");
	return CRM_OK;
}

/* The alias that a path's last record has, when it starts from a joined one. */
static int
path_alias(struct sql *s, const struct crm_path *p, const char *from, char alias[16],
    const struct crm_entity **e,
    struct crm_err *err)
{
	int at = (int)strtol(from + 1, NULL, 10);

	*e = p->ent;
	for (unsigned i = 0; i < p->nhop; i++) {
		if ((at = join(s, at, p->hop[i], err)) < 0)
			return CRM_USAGE;
		*e = p->hop[i]->to;
	}
	snprintf(alias, 16, "t%d", at);
	return CRM_OK;
}

/* From within a relation nothing can be joined: the record is looked up by itself. */
int
sql_reach(struct sql *s, const struct crm_path *p, const char *alias, bool key, struct crm_buf *out,
    struct crm_err *err)
{
	const struct crm_entity *e = p->ent;
	char far[16];
	int rc = CRM_OK;

	if (alias[0] == 't') {
		rc = path_alias(s, p, alias, far, &e, err);
		return rc == CRM_OK ? sql_field(s, e, p->field, far, key, out, err) : rc;
	}
	if (p->nhop != 1)
		return crm_fail(err, CRM_USAGE, p->field->name, "references cannot be followed here");
	snprintf(far, sizeof far, "s%d", ++s->nsub);
	crm_puts(out, "(SELECT ");
	rc = sql_field(s, p->hop[0]->to, p->field, far, key, out, err);
	crm_putf(out, " FROM crm_%s %s WHERE %s.id = %s.%s)", p->hop[0]->to->name, far, far, alias,
	    sql_column(p->hop[0]));
	return rc;
}

int
sql_path(struct sql *s, const struct crm_path *p, bool key, struct crm_buf *out, struct crm_err *err)
{
	return sql_reach(s, p, "t0", key, out, err);
}

/* What a bound of a test is compared as: folded text for a keyed column. */
static struct crm_val
bound(struct sql *s, const struct crm_field *f, const struct crm_val *v)
{
	struct crm_buf b = { 0 };
	struct crm_val r = *v;

	if (v->t == CRM_TEXT && folds(f)) {
		crm_fold(&b, v->p, v->n);
		r = CRM_VTEXT(crm_strndup(&s->arena, b.n ? b.p : "", b.n), b.n);
		crm_buf_free(&b);
	}
	return r;
}

/* Days count backwards: at least n days ago is at most that instant. */
static struct crm_val
days_bound(struct sql *s, const struct crm_field *from, int64_t days, bool end)
{
	int64_t day = crm_local_day(s->ctx->now) - days;
	struct crm_civil c = { 0 };
	char text[24];

	if (from->type == &crm_t_date) {
		crm_fmt_date(text, day);
	} else {
		crm_day_civil(day + end, &c);
		crm_fmt_time(text, crm_from_local(&c) - end);
	}
	return CRM_VTEXT(crm_strdup(&s->arena, text), strlen(text));
}

/* "x >= $1 AND x <= $2", whichever bounds there are. */
static void
interval(struct sql *s, const char *x, const struct crm_val *lo, const struct crm_val *hi,
    struct crm_buf *out)
{
	crm_putc(out, '(');
	if (lo->t != CRM_NULL && hi->t != CRM_NULL && crm_val_eq(lo, hi)) {
		crm_putf(out, "%s = ", x);
		param(s, lo, out);
	} else {
		if (lo->t != CRM_NULL) {
			crm_putf(out, "%s >= ", x);
			param(s, lo, out);
		}
		if (lo->t != CRM_NULL && hi->t != CRM_NULL)
			crm_puts(out, " AND ");
		if (hi->t != CRM_NULL) {
			crm_putf(out, "%s <= ", x);
			param(s, hi, out);
		}
	}
	crm_putc(out, ')');
}

/* The bounds that an operator makes of an alternative; strict ones are told by *open: '<' or '>'. */
static void
bounds(unsigned op, const struct crm_alt *a, struct crm_val *lo, struct crm_val *hi, const char **strict)
{
	*lo = a->lo;
	*hi = a->hi;
	*strict = NULL;
	if (op == CRM_LT || op == CRM_LE) {
		*hi = op == CRM_LT ? a->lo : a->hi;
		*lo = CRM_VNULL;
		*strict = op == CRM_LT ? "<" : NULL;
	} else if (op == CRM_GT || op == CRM_GE) {
		*lo = op == CRM_GT ? a->hi : a->lo;
		*hi = CRM_VNULL;
		*strict = op == CRM_GT ? ">" : NULL;
	}
}

static int
many_alt(struct sql *s, const struct crm_expr *x, const struct crm_entity *e, const char *alias,
    const struct crm_alt *a, struct crm_buf *out, struct crm_err *err)
{
	const struct crm_field *f = x->path.field;
	struct crm_buf name = { 0 }, lo = { 0 }, hi = { 0 };
	int rc = CRM_OK;

	if (a->empty) {
		crm_putf(out, "%s.%s IS NULL", alias, sql_column(f));
		return CRM_OK;
	}
	sql_many_name(&name, e, f);
	crm_putf(out, "%s.id IN (SELECT m.id FROM crm_many m WHERE m.name = ", alias);
	param(s, &CRM_VTEXT(name.p, name.n), out);
	crm_puts(out, " AND ");
	if (x->op & (CRM_HAS | CRM_HASNT)) {
		rc = s->db->drv->frag(s->db->conn, CRM_FRAG_CONTAINS, "m.value", NULL, sql_param(s, &a->lo),
		    out);
	} else {
		struct crm_val l = a->lo, h = a->hi;

		if (l.t == CRM_INT)
			crm_putd(&lo, l.i), l = CRM_VTEXT(lo.p, lo.n);
		else if (l.t == CRM_TEXT)
			sql_many_value(&lo, f, l.p, l.n), l = CRM_VTEXT(lo.n ? lo.p : "", lo.n);
		if (h.t == CRM_INT)
			crm_putd(&hi, h.i), h = CRM_VTEXT(hi.p, hi.n);
		else if (h.t == CRM_TEXT)
			sql_many_value(&hi, f, h.p, h.n), h = CRM_VTEXT(hi.n ? hi.p : "", hi.n);
		interval(s, "m.value", &l, &h, out);
	}
	crm_putc(out, ')');
	crm_buf_free(&name);
	crm_buf_free(&lo);
	crm_buf_free(&hi);
	return rc == CRM_OK ? CRM_OK : crm_db_fail(s->db, rc, err);
}

static int
one_alt(struct sql *s, const struct crm_expr *x, const struct crm_entity *e, const char *alias,
    const struct crm_alt *a, struct crm_buf *out, struct crm_err *err)
{
	const struct crm_field *f = x->path.field;
	bool days = (f->flags & CRM_F_DERIVED) && f->derive->fn == CRM_DAYS, single;
	struct crm_buf raw = { 0 }, key = { 0 };
	struct crm_val lo, hi;
	const char *strict;
	int rc;

	if ((rc = sql_field(s, e, f, alias, false, &raw, err)) != CRM_OK
	    || (folds(f) && (rc = sql_field(s, e, f, alias, true, &key, err)) != CRM_OK))
		goto out;
	if (!folds(f))
		crm_put(&key, raw.p, raw.n);
	if (a->empty) {
		crm_putf(out, "%s IS NULL", raw.p);
		goto out;
	}
	if ((x->op & (CRM_HAS | CRM_HASNT)) && (f->flags & CRM_F_EXACT)) {
		rc = crm_fail(err, CRM_USAGE, f->name, "is compared as it stands: use =");
		goto out;
	}
	if (x->op & (CRM_HAS | CRM_HASNT)) {
		rc = s->db->drv->frag(s->db->conn, CRM_FRAG_CONTAINS, key.p, NULL, sql_param(s, &a->lo), out);
		if (rc != CRM_OK)
			rc = crm_db_fail(s->db, rc, err);
		goto out;
	}
	bounds(x->op, a, &lo, &hi, &strict);
	if (days) {
		const struct crm_field *from = sql_days_of(e, f);
		struct crm_val l = CRM_VNULL, h = CRM_VNULL;

		/* strict bounds of whole numbers become closed ones; then the ends change places */
		if (lo.t == CRM_INT)
			h = days_bound(s, from, lo.i + (x->op == CRM_GT), true);
		if (hi.t == CRM_INT)
			l = days_bound(s, from, hi.i - (x->op == CRM_LT), false);
		interval(s, raw.p, &l, &h, out);
		goto out;
	}
	single = lo.t == CRM_TEXT && hi.t == CRM_TEXT && crm_val_eq(&lo, &hi);
	if (single && (f->flags & CRM_F_UNIQUE)) {
		interval(s, raw.p, &lo, &hi, out);
		goto out;
	}
	if (single && folds(f)) {
		/* the key finds it by its index, the text itself decides */
		crm_putf(out, "(%s = ", raw.p);
		param(s, &lo, out);
		lo = bound(s, f, &lo);
		crm_putf(out, " AND %s = ", key.p);
		param(s, &lo, out);
		crm_putc(out, ')');
		goto out;
	}
	lo = bound(s, f, &lo);
	hi = bound(s, f, &hi);
	if (strict != NULL) {
		crm_putf(out, "%s %s ", key.p, strict);
		param(s, lo.t != CRM_NULL ? &lo : &hi, out);
	} else {
		interval(s, key.p, &lo, &hi, out);
	}
out:
	crm_buf_free(&raw);
	crm_buf_free(&key);
	return rc;
}

static int
test(struct sql *s, const struct crm_expr *x, const char *alias, struct crm_buf *out, struct crm_err *err)
{
	const struct crm_entity *e = x->path.ent;
	bool deny = x->op & (CRM_NE | CRM_HASNT);
	char far[16];
	int rc = CRM_OK;

	if (x->path.nhop > 0) {
		if (alias[0] != 't')
			return crm_fail(err, CRM_USAGE, x->path.field->name,
			    "references cannot be followed here");
		if ((rc = path_alias(s, &x->path, alias, far, &e, err)) != CRM_OK)
			return rc;
		alias = far;
	}
	/* a comparison with nothing is neither true nor false: CASE makes it false */
	crm_puts(out, deny ? "CASE WHEN (" : "(");
	for (size_t i = 0; i < x->nalt && rc == CRM_OK; i++) {
		if (i > 0)
			crm_puts(out, " OR ");
		rc = x->path.field->flags & CRM_F_MANY ? many_alt(s, x, e, alias, &x->alt[i], out, err)
		    : one_alt(s, x, e, alias, &x->alt[i], out, err);
	}
	crm_puts(out, deny ? ") THEN 1 ELSE 0 END = 0" : ")");
	return rc;
}

static int
words(struct sql *s, const struct crm_expr *x, const char *alias, struct crm_buf *out, struct crm_err *err)
{
	struct crm_buf query = { 0 }, table = { 0 }, id = { 0 };
	int rc, n;

	crm_putf(&table, "crm_%s_fts", x->path.ent->name);
	crm_putf(&id, "%s.id", alias);
	if ((rc = s->db->drv->frag(s->db->conn, CRM_FRAG_QUERY, x->words, NULL, 0, &query)) == CRM_OK) {
		n = sql_param(s, &CRM_VTEXT(query.n ? query.p : "", query.n));
		rc = s->db->drv->frag(s->db->conn, CRM_FRAG_SEARCH, table.p, id.p, n, out);
	}
	crm_buf_free(&query);
	crm_buf_free(&table);
	crm_buf_free(&id);
	return rc == CRM_OK ? CRM_OK : crm_db_fail(s->db, rc, err);
}

static int
cond(struct sql *s, const struct crm_expr *x, const char *alias, struct crm_buf *out, struct crm_err *err)
{
	int rc;

	switch (x->node) {
	case CRM_AND:
	case CRM_OR:
		crm_putc(out, '(');
		rc = cond(s, x->a, alias, out, err);
		crm_puts(out, x->node == CRM_AND ? " AND " : " OR ");
		if (rc == CRM_OK)
			rc = cond(s, x->b, alias, out, err);
		crm_putc(out, ')');
		return rc;
	case CRM_NOT:
		crm_puts(out, "CASE WHEN ");
		rc = cond(s, x->a, alias, out, err);
		crm_puts(out, " THEN 1 ELSE 0 END = 0");
		return rc;
	case CRM_TEST:
		return test(s, x, alias, out, err);
	case CRM_WORDS:
		return words(s, x, alias, out, err);
	}
	crm_bug(__FILE__, __LINE__, "filter node");
}

int
sql_where(struct sql *s, const struct crm_expr *x, struct crm_buf *out, struct crm_err *err)
{
	int rc = cond(s, x, "t0", out, err);

	return rc != CRM_OK || s->narg <= FILTER_PARAMS ? rc : crm_fail(err, CRM_USAGE, NULL,
	    "the filter compares with too many values: more records than that are named on standard input");
}
