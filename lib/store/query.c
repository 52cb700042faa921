/* query.c - selecting: cursors, counts, single records, lookups, dependents */
#include "sql.h"

#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"

/*
 * How the ids of a query are met: unsorted, each is asked for by itself in the
 * caller's order; sorted, everything is read in order and the others are skipped.
 */
struct cursor {
	struct crm_cursor pub;
	struct crm_db *db;
	struct crm_stmt *stmt;
	const struct crm_query *q;
	struct sql sql;
	char *want;                              /* type of each value */
	const struct crm_field **days;           /* per column: what DAYS counts from, or NULL */
	int64_t *id;                             /* the query's ids, ours */
	size_t nid, at;
	bool by_id, among, stepping, in_tx;
	int idparam;
	struct crm_map set;
	int64_t now, limit, skip, given;
};

static void
close_cursor(struct cursor *c)
{
	if (c->stmt != NULL)
		c->db->drv->finish(c->stmt);
	if (c->in_tx)
		crm_db_read_end(c->db);
	sql_free(&c->sql);
	crm_map_free(&c->set);
	free(c->id);
	free(c);
}

/* The field that names the currency of a path's money, by the same hops; false when the policy's is meant. */
static bool
currency_path(const struct crm_path *p, struct crm_path *cur)
{
	const struct crm_entity *e = p->nhop > 0 ? p->hop[p->nhop - 1]->to : p->ent;

	if (p->field->type != &crm_t_money)
		return false;
	*cur = *p;
	cur->field = crm_field_find(e, "currency", 8);
	return cur->field != NULL;
}

/* The filters of which a row tells whether it passes: 1 or 0. */
static int
put_conds(struct cursor *c, const struct crm_query *q, struct crm_buf *out, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < q->ncond && rc == CRM_OK; i++) {
		crm_puts(out, c->pub.nval > 0 ? ", CASE WHEN (" : "CASE WHEN (");
		rc = sql_where(&c->sql, q->cond[i], out, err);
		crm_puts(out, ") THEN 1 ELSE 0 END");
		c->want[c->pub.nval++] = CRM_INT;
	}
	return rc;
}

/* The columns, the currencies that their money is in, then the conditions. */
static int
put_columns(struct cursor *c, const struct crm_query *q, struct crm_buf *out, struct crm_err *err)
{
	size_t n = q->ncol, cap = 2 * q->ncol + q->ncond + 1, i, k;
	struct crm_path *all = crm_alloc(&c->sql.arena, cap * sizeof *all), cur;
	int rc = CRM_OK;

	c->pub.currency = crm_alloc(&c->sql.arena, cap * sizeof *c->pub.currency);
	c->days = crm_zalloc(&c->sql.arena, cap * sizeof *c->days);
	if (q->ncol > 0)
		memcpy(all, q->col, q->ncol * sizeof *all);
	for (i = 0; i < q->ncol; i++) {
		c->pub.currency[i] = -1;
		if (q->bare || !currency_path(&all[i], &cur))
			continue;
		for (k = 0; k < n; k++)
			if (all[k].field == cur.field && all[k].nhop == cur.nhop
			    && memcmp(all[k].hop, cur.hop, cur.nhop * sizeof *cur.hop) == 0)
				break;
		if (k == n)
			all[n++] = cur;
		c->pub.currency[i] = (int)k;
	}
	c->want = crm_alloc(&c->sql.arena, cap);
	for (i = 0; i < n && rc == CRM_OK; i++) {
		const struct crm_field *f = all[i].field;
		const struct crm_entity *e = all[i].nhop ? all[i].hop[all[i].nhop - 1]->to : q->ent;

		crm_puts(out, i ? ", " : "");
		rc = sql_path(&c->sql, &all[i], false, out, err);
		c->want[i] = (char)(f->flags & CRM_F_MANY ? CRM_TEXT : f->type->store);
		if ((f->flags & CRM_F_DERIVED) && f->derive->fn == CRM_DAYS) {
			c->days[i] = sql_days_of(e, f);
			c->want[i] = CRM_TEXT;
		}
	}
	c->pub.nval = n;
	c->pub.cond = (int)n;
	c->pub.val = crm_zalloc(&c->sql.arena, cap * sizeof *c->pub.val);
	return rc == CRM_OK ? put_conds(c, q, out, err) : rc;
}

static int
put_where(struct sql *s, const struct crm_query *q, bool by_id, int *idparam, struct crm_buf *out,
    struct crm_err *err)
{
	const char *glue = " WHERE ";
	int rc = CRM_OK;

	if (by_id) {
		crm_putf(out, "%st0.id = $%d", glue, *idparam = sql_param(s, &CRM_VINT(0)));
		glue = " AND ";
	}
	if (!q->away && crm_field_find(q->ent, "away", 4) != NULL && !crm_filter_names(q->where, "away")) {
		crm_putf(out, "%st0.away IS NULL", glue);
		glue = " AND ";
	}
	if (q->where != NULL) {
		crm_puts(out, glue);
		rc = sql_where(s, q->where, out, err);
	}
	return rc;
}

/* Words go in the order the table or the policy lists them: low, normal, high. */
static int
put_rank(struct sql *s, const struct crm_path *p, struct crm_buf *out, struct crm_err *err)
{
	int rc;

	crm_puts(out, "CASE ");
	rc = sql_path(s, p, false, out, err);
	for (int i = 0; p->field->values[i] != NULL; i++)
		crm_putf(out, " WHEN $%d THEN %d",
		    sql_param(s, &CRM_VTEXT(p->field->values[i], strlen(p->field->values[i]))), i);
	crm_puts(out, " END");
	return rc;
}

static int
put_order(struct sql *s, const struct crm_query *q, struct crm_buf *out, struct crm_err *err)
{
	int rc = CRM_OK;

	crm_puts(out, " ORDER BY ");
	for (size_t i = 0; i < q->nsort && rc == CRM_OK; i++) {
		const struct crm_field *f = q->sort[i].path.field;
		bool days = (f->flags & CRM_F_DERIVED) && f->derive->fn == CRM_DAYS;
		/* an index gives the order of what is never empty */
		bool full = (f->flags & CRM_F_REQUIRED) && q->sort[i].path.nhop == 0;

		rc = f->values != NULL && !(f->flags & CRM_F_MANY) ? put_rank(s, &q->sort[i].path, out, err)
		    : sql_path(s, &q->sort[i].path, true, out, err);
		crm_puts(out, q->sort[i].desc != days ? " DESC" : " ASC");
		crm_puts(out, full ? ", " : " NULLS LAST, ");
	}
	crm_puts(out, "t0.id");
	return rc;
}

static int
bind_all(struct cursor *c)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < c->sql.narg && rc == CRM_OK; i++)
		rc = c->db->drv->bind(c->stmt, (int)i + 1, &c->sql.arg[i]);
	return rc;
}

static int
run(struct cursor *c, struct crm_err *err)
{
	int rc;

	crm_putc(&c->sql.types, 0);
	rc = c->db->drv->prepare(c->db->conn, &c->stmt, c->sql.text.p, c->sql.types.p, CRM_STMT_STREAM);
	if (rc == CRM_OK && !c->by_id)
		rc = bind_all(c);
	return rc == CRM_OK ? rc : crm_db_fail(c->db, rc, err);
}

/* Whether an index finds the few records that pass: what hangs on them is looked up for each, then. */
static bool
narrow(const struct crm_expr *x)
{
	const struct crm_field *f;

	if (x == NULL || x->node == CRM_WORDS)
		return x != NULL;
	if (x->node == CRM_AND)
		return narrow(x->a) || narrow(x->b);
	if (x->node != CRM_TEST || x->op != CRM_EQ || x->path.nhop > 0)
		return false;
	f = x->path.field;
	for (size_t i = 0; i < x->nalt; i++)
		if (x->alt[i].empty || !crm_val_eq(&x->alt[i].lo, &x->alt[i].hi))
			return false;
	return f->to != NULL || f->index == 0 || (f->values == NULL && (f->flags & (CRM_F_INDEX | CRM_F_UNIQUE)));
}

int
crm_select(struct crm_db *db, const struct crm_query *q, struct crm_cursor **out, struct crm_err *err)
{
	struct cursor *c = crm_xmalloc(sizeof *c);
	struct crm_buf cols = { 0 }, tail = { 0 };
	int rc;

	memset(c, 0, sizeof *c);
	c->db = db;
	c->by_id = q->id != NULL && q->nsort == 0;
	c->among = q->id != NULL && q->nsort > 0;
	c->limit = q->limit;
	c->skip = q->offset;
	c->now = q->ctx->now;
	sql_init(&c->sql, db, q->ctx);
	c->sql.whole = q->whole && q->id == NULL && !narrow(q->where);
	if (q->id != NULL) {
		c->nid = q->nid;
		c->id = crm_xmalloc((q->nid + 1) * sizeof *c->id);
		if (q->nid > 0)
			memcpy(c->id, q->id, q->nid * sizeof *c->id);
		for (size_t i = 0; c->among && i < q->nid; i++)
			crm_map_set(&c->set, (const char *)&c->id[i], sizeof *c->id, 1);
	}
	if ((rc = put_columns(c, q, &cols, err)) != CRM_OK
	    || (rc = put_where(&c->sql, q, c->by_id, &c->idparam, &tail, err)) != CRM_OK
	    || (!c->by_id && !q->any_order && (rc = put_order(&c->sql, q, &tail, err)) != CRM_OK))
		goto out;
	if (q->id == NULL && (q->limit > 0 || q->offset > 0)) {
		crm_putf(&tail, " LIMIT $%d",
		    sql_param(&c->sql, &CRM_VINT(q->limit > 0 ? q->limit : INT64_MAX)));
		crm_putf(&tail, " OFFSET $%d", sql_param(&c->sql, &CRM_VINT(q->offset)));
		c->limit = c->skip = 0;
	}
	crm_putf(&c->sql.text, "SELECT t0.id%s", cols.n ? ", " : "");
	crm_put(&c->sql.text, cols.p, cols.n);
	crm_putf(&c->sql.text, " FROM crm_%s t0", q->ent->name);
	sql_join_groups(&c->sql);
	crm_put(&c->sql.text, c->sql.join.p, c->sql.join.n);
	crm_put(&c->sql.text, tail.p, tail.n);
	if ((rc = crm_db_read_begin(db, err)) != CRM_OK)
		goto out;
	c->in_tx = true;
	rc = run(c, err);
out:
	crm_buf_free(&cols);
	crm_buf_free(&tail);
	if (rc != CRM_OK)
		close_cursor(c);
	else
		*out = &c->pub;
	return rc;
}

static int
read_row(struct cursor *c, struct crm_err *err)
{
	const struct crm_driver *d = c->db->drv;
	int rc;

	for (size_t i = 0; i < c->pub.nval; i++) {
		struct crm_val *v = &c->pub.val[i];

		if ((rc = d->column(c->stmt, (int)i + 1, c->want[i], v)) != CRM_OK)
			return crm_db_fail(c->db, rc, err);
		if (c->days[i] != NULL && v->t != CRM_NULL)
			*v = CRM_VINT(sql_days(c->days[i], v, c->now));
	}
	return CRM_ROW;
}

static int
next_id(struct cursor *c)
{
	const struct crm_driver *d = c->db->drv;
	int rc;

	for (;;) {
		if (c->stepping)
			d->reset(c->stmt);
		c->stepping = false;
		if (c->at == c->nid)
			return CRM_DONE;
		c->sql.arg[c->idparam - 1] = CRM_VINT(c->id[c->at++]);
		if ((rc = bind_all(c)) != CRM_OK)
			return rc;
		c->stepping = true;
		if ((rc = d->step(c->stmt)) != CRM_DONE)
			return rc;
	}
}

int
crm_cursor_next(struct crm_cursor *pub, struct crm_err *err)
{
	struct cursor *c = (struct cursor *)pub;
	struct crm_val id;
	int rc;

	for (;;) {
		if (c->limit > 0 && c->given == c->limit)
			return CRM_DONE;
		rc = c->by_id ? next_id(c) : c->db->drv->step(c->stmt);
		if (rc == CRM_DONE)
			return CRM_DONE;
		if (rc != CRM_ROW)
			return crm_db_fail(c->db, rc, err);
		if (c->among) {
			if ((rc = c->db->drv->column(c->stmt, 0, CRM_INT, &id)) != CRM_OK)
				return crm_db_fail(c->db, rc, err);
			if (!crm_map_get(&c->set, (const char *)&id.i, sizeof id.i, &(int64_t){ 0 }))
				continue;
		}
		if (c->skip > 0) {
			c->skip--;
			continue;
		}
		c->given++;
		return read_row(c, err);
	}
}

void
crm_cursor_close(struct crm_cursor *pub)
{
	if (pub != NULL)
		close_cursor((struct cursor *)pub);
}

int
crm_count(struct crm_db *db, const struct crm_query *q, int64_t *n, struct crm_err *err)
{
	struct crm_query all = *q;
	struct crm_cursor *cur = NULL;
	struct crm_buf tail = { 0 };
	struct crm_val v;
	struct sql s;
	int rc;

	*n = 0;
	if (q->id != NULL) {
		all.ncol = all.nsort = 0;
		if ((rc = crm_select(db, &all, &cur, err)) != CRM_OK)
			return rc;
		while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
			++*n;
		crm_cursor_close(cur);
		return rc == CRM_DONE ? CRM_OK : rc;
	}
	sql_init(&s, db, q->ctx);
	if ((rc = put_where(&s, q, false, NULL, &tail, err)) == CRM_OK) {
		crm_putf(&s.text, "SELECT COUNT(*) FROM crm_%s t0", q->ent->name);
		crm_put(&s.text, s.join.p, s.join.n);
		crm_put(&s.text, tail.p, tail.n);
		crm_putc(&s.types, 0);
		rc = db_one(db, s.text.p, s.types.p, s.arg, "i", &v, &s.arena, err);
		if (rc == CRM_OK)
			*n = v.i;
	}
	if (rc == CRM_OK && (q->offset > 0 || q->limit > 0)) {
		*n = *n > q->offset ? *n - q->offset : 0;
		if (q->limit > 0 && *n > q->limit)
			*n = q->limit;
	}
	crm_buf_free(&tail);
	sql_free(&s);
	return rc;
}

/* The select of a whole record is the same for all of an entity, and much asked for. */
static const struct db_whole *
whole(struct crm_db *db, const struct crm_entity *e)
{
	struct crm_buf text = { 0 }, want = { 0 };
	struct db_whole *w;

	if (db->whole == NULL)
		db->whole = crm_zalloc(&db->texts, db->schema->n * sizeof *db->whole);
	w = &db->whole[e->n];
	if (w->sql != NULL)
		return w;
	for (size_t i = 0; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];

		if (!crm_field_stored(f))
			continue;
		crm_putf(&text, "%s%s", want.n ? ", " : "SELECT ", sql_column(f));
		crm_putc(&want, f->flags & CRM_F_MANY ? CRM_TEXT : f->type->store);
	}
	crm_putf(&text, " FROM crm_%s WHERE id = $1", e->name);
	*w = (struct db_whole){ crm_strdup(&db->texts, text.p), crm_strdup(&db->texts, want.p) };
	crm_buf_free(&text);
	crm_buf_free(&want);
	return w;
}

int
crm_load(struct crm_db *db, const struct crm_entity *e, int64_t id, struct crm_rec *rec, struct crm_err *err)
{
	const struct db_whole *w = whole(db, e);
	struct crm_val *got = crm_alloc(&rec->arena, e->nfield * sizeof *got);
	int rc = db_one(db, w->sql, "i", &CRM_VINT(id), w->want, got, &rec->arena, err);

	for (size_t i = 0; rc == CRM_OK && i < e->nfield; i++)
		if (crm_field_stored(&e->field[i]))
			rec->val[i] = *got++;
	return rc;
}

int
crm_lookup(struct crm_db *db, const struct crm_field *f, const struct crm_entity *e, const struct crm_val *v,
    int64_t *id, size_t max, size_t *n, struct crm_err *err)
{
	const struct crm_driver *d = db->drv;
	struct crm_buf text = { 0 }, fold = { 0 }, name = { 0 };
	struct crm_val arg[3] = { *v };
	struct crm_stmt *st;
	struct crm_val got;
	int nargs = 1, rc;

	*n = 0;
	if (f->flags & CRM_F_MANY) {
		sql_many_name(&name, e, f);
		sql_many_value(&fold, f, v->p, v->n);
		arg[0] = CRM_VTEXT(name.p, name.n);
		arg[nargs++] = CRM_VTEXT(fold.n ? fold.p : "", fold.n);
		crm_puts(&text, "SELECT id FROM crm_many WHERE name = $1 AND value = $2");
	} else {
		bool keyed = sql_keyed(f) && !(f->flags & CRM_F_UNIQUE);

		if (keyed) {
			crm_fold(&fold, v->p, v->n);
			arg[0] = CRM_VTEXT(fold.n ? fold.p : "", fold.n);
		}
		crm_puts(&text, "SELECT id FROM crm_");
		crm_puts(&text, e->name);
		crm_puts(&text, " WHERE ");
		crm_puts(&text, sql_column(f));
		crm_puts(&text, keyed ? "_key = $1" : " = $1");
	}
	arg[nargs] = CRM_VINT((int64_t)max);
	crm_puts(&text, nargs == 2 ? " ORDER BY id LIMIT $3" : " ORDER BY id LIMIT $2");
	rc = db_stmt(db, &st, text.p, nargs == 2 ? "tti" : arg[0].t == CRM_INT ? "ii" : "ti", err);
	if (rc != CRM_OK)
		goto out;
	for (int i = 0; i <= nargs && rc == CRM_OK; i++)
		rc = d->bind(st, i + 1, &arg[i]);
	while (rc == CRM_OK && (rc = d->step(st)) == CRM_ROW)
		if ((rc = d->column(st, 0, CRM_INT, &got)) == CRM_OK)
			id[(*n)++] = got.i;
	d->reset(st);
	rc = rc == CRM_DONE ? CRM_OK : crm_db_fail(db, rc, err);
out:
	crm_buf_free(&text);
	crm_buf_free(&fold);
	crm_buf_free(&name);
	return rc;
}

/* The ids are collected before the callback runs: it may ask the base itself. */
static int
each_dependent(struct crm_db *db, const struct crm_entity *e, const struct crm_field *f, const char *sql,
    const struct crm_val *arg,
    const char *types, int (*each)(void *, const struct crm_entity *, const struct crm_field *, int64_t),
    void *ctx, struct crm_err *err)
{
	struct crm_stmt *st;
	int64_t *id = NULL;
	struct crm_val v;
	size_t n = 0, cap = 0;
	int rc;

	if ((rc = db_stmt(db, &st, sql, types, err)) != CRM_OK)
		return rc;
	for (int i = 0; types[i] != '\0' && rc == CRM_OK; i++)
		rc = db->drv->bind(st, i + 1, &arg[i]);
	while (rc == CRM_OK && (rc = db->drv->step(st)) == CRM_ROW) {
		if (n == cap)
			id = crm_xrealloc(id, (cap = cap ? 2 * cap : 16) * sizeof *id);
		if ((rc = db->drv->column(st, 0, CRM_INT, &v)) == CRM_OK)
			id[n++] = v.i;
	}
	db->drv->reset(st);
	rc = rc == CRM_DONE ? CRM_OK : crm_db_fail(db, rc, err);
	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		rc = each(ctx, e, f, id[i]);
	free(id);
	return rc;
}

int
crm_dependents(struct crm_db *db, const struct crm_entity *to, int64_t id,
    int (*each)(void *, const struct crm_entity *, const struct crm_field *, int64_t), void *ctx,
    struct crm_err *err)
{
	struct crm_buf sql = { 0 }, name = { 0 }, item = { 0 };
	int rc = CRM_OK;

	for (size_t k = 0; k < db->schema->n; k++) {
		const struct crm_entity *e = &db->schema->ent[k];

		for (size_t i = 1; i < e->nfield && rc == CRM_OK; i++) {
			const struct crm_field *f = &e->field[i];

			if (f->to != to || !crm_field_stored(f))
				continue;
			sql.n = name.n = item.n = 0;
			if (f->flags & CRM_F_MANY) {
				sql_many_name(&name, e, f);
				crm_putd(&item, id);
				crm_puts(&sql,
				    "SELECT id FROM crm_many WHERE name = $1 AND value = $2 ORDER BY id");
				rc = each_dependent(db, e, f, sql.p,
				    (struct crm_val[]){ CRM_VTEXT(name.p, name.n),
				    CRM_VTEXT(item.p, item.n) }, "tt", each, ctx, err);
			} else {
				crm_putf(&sql, "SELECT id FROM crm_%s WHERE %s = $1 ORDER BY id", e->name,
				    sql_column(f));
				rc = each_dependent(db, e, f, sql.p, &CRM_VINT(id), "i", each, ctx, err);
			}
		}
	}
	crm_buf_free(&sql);
	crm_buf_free(&name);
	crm_buf_free(&item);
	return rc;
}
