/* write.c - changing records: row, folded columns, items, full text and journal in one go */
#include "sql.h"

#include <string.h>

#include "crm/utf8.h"

/*
 * Numbers are ours, not the engine's: each entity's next one is read once in
 * a batch and kept by its end.  Places past the schema's entities are our own tables'.
 */
struct db_seq { int64_t *next; bool *used; size_t n, change; struct plan *plan; };

/* The insert of an entity names every column, so that one statement serves every record. */
struct plan { char *sql, *types; struct crm_val *arg; size_t n; };
struct db_load {
	const struct crm_entity *ent;
	bool empty, aside, many_empty, change_empty;
	int64_t rows;
};

#define ASIDE_AFTER 2000   /* rows into an empty table until its indices are set aside */

static const char *
seq_name(struct crm_db *db, size_t i)
{
	return i < db->schema->n ? db->schema->ent[i].name : "many";
}

static int
next_number(struct crm_db *db, size_t i, int64_t want, int64_t *id, struct crm_err *err)
{
	struct db_seq *q = db->seq;
	const char *name = seq_name(db, i);
	struct crm_val v;
	int rc;

	if (q->next[i] == 0) {
		rc = db_one(db, "SELECT next FROM crm_seq WHERE name = $1", "t",
		    &CRM_VTEXT(name, strlen(name)), "i", &v, &db->attempt, err);
		if (rc != CRM_OK && rc != CRM_NO)
			return rc;
		q->next[i] = rc == CRM_OK ? v.i : 1;
	}
	q->used[i] = true;
	*id = want > 0 ? want : q->next[i];
	if (*id >= q->next[i])
		q->next[i] = *id + 1;
	return CRM_OK;
}

int
crm_batch_start(struct crm_db *db, struct crm_batch *b, struct crm_err *err)
{
	size_t n = db->schema->n + 1;
	int rc = db->drv->batch != NULL ? db->drv->batch(db->conn, 1) : CRM_OK;

	CRM_BUG_IF(!db->writing);
	b->id = b->changes = 0;
	db->batch = b;
	db->seq = crm_zalloc(&db->attempt, sizeof *db->seq);
	db->seq->n = n;
	db->seq->change = crm_entity_must(db->schema, "change")->n;
	db->seq->next = crm_zalloc(&db->attempt, n * sizeof *db->seq->next);
	db->seq->used = crm_zalloc(&db->attempt, n * sizeof *db->seq->used);
	db->seq->plan = crm_zalloc(&db->attempt, n * sizeof *db->seq->plan);
	return rc == CRM_OK ? CRM_OK : crm_db_fail(db, rc, err);
}

int
crm_batch_end(struct crm_db *db, struct crm_err *err)
{
	int rc = CRM_OK;

	if (db->batch->id != 0)
		rc = db_run(db, "UPDATE crm_batch SET changes = $1 WHERE id = $2", "ii",
		    (struct crm_val[]){ CRM_VINT(db->batch->changes), CRM_VINT(db->batch->id) }, err);
	for (size_t i = 0; i < db->seq->n && rc == CRM_OK; i++) {
		const char *name = seq_name(db, i);

		if (db->seq->used[i])
			rc = db_run(db, "INSERT INTO crm_seq (name, next) VALUES ($1, $2)"
			    " ON CONFLICT (name) DO UPDATE SET next = excluded.next", "ti",
			    (struct crm_val[]){ CRM_VTEXT(name, strlen(name)), CRM_VINT(db->seq->next[i]) },
			    err);
	}
	if (rc == CRM_OK && db->drv->batch != NULL && (rc = db->drv->batch(db->conn, 0)) != CRM_OK)
		rc = crm_db_fail(db, rc, err);
	return rc;
}

int
crm_batch_find(struct crm_db *db, const char *uid, int64_t *id, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_val v;
	int rc = db_one(db, "SELECT id FROM crm_batch WHERE uid = $1", "t", &CRM_VTEXT(uid, strlen(uid)), "i",
	    &v, &a, err);

	if (rc == CRM_OK)
		*id = v.i;
	crm_arena_free(&a);
	return rc;
}

static struct crm_val
text_or_null(const char *s)
{
	return s != NULL ? CRM_VTEXT(s, strlen(s)) : CRM_VNULL;
}

static int
batch_row(struct crm_db *db, struct crm_err *err)
{
	struct crm_batch *b = db->batch;
	struct crm_buf actor = { 0 }, command = { 0 };
	char at[21];
	int rc;

	if ((rc = next_number(db, crm_entity_must(db->schema, "batch")->n, 0, &b->id, err)) != CRM_OK)
		return rc;
	crm_fmt_time(at, b->at);
	crm_fold(&actor, b->actor, strlen(b->actor));
	crm_fold(&command, b->command, strlen(b->command));
	rc = db_run(db,
	    "INSERT INTO crm_batch (id, uid, at, actor, actor_key, command, command_key, changes, undoes)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", "ittttttii",
	    (struct crm_val[]){ CRM_VINT(b->id), text_or_null(b->uid), text_or_null(at),
	    text_or_null(b->actor),
	    text_or_null(actor.p), text_or_null(b->command), text_or_null(command.p), CRM_VINT(0),
	    b->undoes ? CRM_VINT(b->undoes) : CRM_VNULL }, err);
	crm_buf_free(&actor);
	crm_buf_free(&command);
	return rc;
}

static int
journal(struct crm_db *db, const struct crm_entity *e, int64_t id, const char *op,
    const struct crm_buf *before, const struct crm_buf *after, struct crm_err *err)
{
	char record[32];
	struct crm_buf b = { 0 };
	int64_t seq;
	int rc;

	if (db->batch->id == 0 && (rc = batch_row(db, err)) != CRM_OK)
		return rc;
	if ((rc = next_number(db, db->seq->change, 0, &seq, err)) != CRM_OK)
		return rc;
	crm_put_id(&b, e, id);
	CRM_BUG_IF(b.n >= sizeof record);
	memcpy(record, b.p, b.n + 1);
	crm_buf_free(&b);
	db->batch->changes++;
	return db_run(db, "INSERT INTO crm_change (id, batch, op, entity, record, before, after)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7)", "iittttt",
	    (struct crm_val[]){ CRM_VINT(seq), CRM_VINT(db->batch->id), text_or_null(op),
	    text_or_null(e->name),
	    text_or_null(record), before != NULL && before->n ? CRM_VTEXT(before->p, before->n) : CRM_VNULL,
	    after != NULL && after->n ? CRM_VTEXT(after->p, after->n) : CRM_VNULL }, err);
}

bool
store_searched(const struct crm_entity *e)
{
	for (size_t i = 0; i < e->nfield; i++)
		if (e->field[i].flags & CRM_F_SEARCHED)
			return true;
	return false;
}

bool
store_words(const struct crm_rec *rec, struct crm_buf *out)
{
	bool any = false;

	for (size_t i = 0; i < rec->ent->nfield; i++) {
		if (!(rec->ent->field[i].flags & CRM_F_SEARCHED))
			continue;
		any = true;
		if (rec->val[i].t == CRM_TEXT)
			crm_words(out, rec->val[i].p, rec->val[i].n);
	}
	return any;
}

int
store_fts(struct crm_db *db, enum crm_frag what, const struct crm_rec *rec, struct crm_err *err)
{
	struct crm_buf words = { 0 }, table = { 0 }, sql = { 0 };
	int rc = CRM_OK;

	if (!store_words(rec, &words) || words.n == 0)
		goto out;
	crm_puts(&table, "crm_");
	crm_puts(&table, rec->ent->name);
	crm_puts(&table, "_fts");
	if ((rc = db->drv->frag(db->conn, what, table.p, NULL, 0, &sql)) != CRM_OK)
		rc = crm_db_fail(db, rc, err);
	else
		rc = db_run(db, sql.p, "it", (struct crm_val[]){ rec->val[0], CRM_VTEXT(words.p, words.n) },
		    err);
out:
	crm_buf_free(&words);
	crm_buf_free(&table);
	crm_buf_free(&sql);
	return rc;
}

/* The items of one many field, one row each, so that they are found by an index. */
static int
items(struct crm_db *db, const struct crm_entity *e, const struct crm_field *f, int64_t id,
    const struct crm_val *v, bool put, struct crm_err *err)
{
	struct crm_buf name = { 0 }, value = { 0 };
	struct crm_arena a = { 0 };
	size_t at = 0, n;
	int64_t num;
	char *item;
	int rc = CRM_OK;

	sql_many_name(&name, e, f);
	while (rc == CRM_OK && crm_many_next(v->p, v->n, &at, &a, &item, &n)) {
		value.n = 0;
		sql_many_value(&value, f, item, n);
		struct crm_val arg[4] = { CRM_VTEXT(name.p, name.n),
		    CRM_VTEXT(value.n ? value.p : "", value.n), CRM_VINT(id) };

		if (!put) {
			rc = db_run(db, "DELETE FROM crm_many WHERE name = $1 AND value = $2 AND id = $3",
			    "tti", arg, err);
		} else if ((rc = next_number(db, db->schema->n, 0, &num, err)) == CRM_OK) {
			arg[3] = CRM_VINT(num);
			rc = db_run(db, "INSERT INTO crm_many (name, value, id, n) VALUES ($1, $2, $3, $4)",
			    "ttii", arg, err);
		}
	}
	crm_arena_free(&a);
	crm_buf_free(&name);
	crm_buf_free(&value);
	return rc;
}

static int
all_items(struct crm_db *db, const struct crm_rec *rec, bool put, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < rec->ent->nfield && rc == CRM_OK; i++)
		if ((rec->ent->field[i].flags & CRM_F_MANY) && rec->val[i].t == CRM_TEXT)
			rc = items(db, rec->ent, &rec->ent->field[i], rec->val[0].i, &rec->val[i], put, err);
	return rc;
}

/* Done for every field of every record that changes, so without the slow way of printing. */
static void
put_set(struct sql *s, const char *column, const char *twin, const struct crm_val *v)
{
	crm_puts(&s->text, s->narg ? ", " : "");
	crm_puts(&s->text, column);
	crm_puts(&s->text, twin);
	crm_puts(&s->text, " = $");
	crm_putd(&s->text, sql_param(s, v));
}

/* One column with its folded twin: both texts, or both nothing. */
static void
push(struct sql *s, const struct crm_field *f, const struct crm_val *v, struct crm_buf *fold)
{
	struct crm_val key = CRM_VNULL;

	put_set(s, sql_column(f), "", v);
	s->types.p[s->types.n - 1] = (char)(f->flags & CRM_F_MANY ? CRM_TEXT : f->type->store);
	if (!sql_keyed(f))
		return;
	if (v->t == CRM_TEXT) {
		fold->n = 0;
		crm_fold(fold, v->p, v->n);
		key = CRM_VTEXT(fold->n ? fold->p : "", fold->n);
	}
	put_set(s, sql_column(f), "_key", &key);
}

static void
put_time(struct crm_rec *rec, const char *field, const char *text, bool always)
{
	const struct crm_field *f = crm_field_find(rec->ent, field, strlen(field));

	if (f != NULL && (always || rec->val[f->index].t == CRM_NULL))
		rec->val[f->index] = CRM_VTEXT(crm_strndup(&rec->arena, text, 20), 20);
}

static const struct plan *
plan_of(struct crm_db *db, const struct crm_entity *e)
{
	struct plan *p = &db->seq->plan[e->n];
	struct crm_buf sql = { 0 }, types = { 0 };

	if (p->sql != NULL)
		return p;
	crm_putf(&sql, "INSERT INTO crm_%s (", e->name);
	for (size_t i = 0; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];
		int t = f->flags & CRM_F_MANY ? CRM_TEXT : f->type->store;

		if (!crm_field_stored(f))
			continue;
		crm_putf(&sql, types.n ? ", %s" : "%s", sql_column(f));
		crm_putc(&types, t);
		if (sql_keyed(f)) {
			crm_putf(&sql, ", %s_key", sql_column(f));
			crm_putc(&types, t);
		}
	}
	crm_puts(&sql, ") VALUES (");
	for (p->n = 0; p->n < types.n; p->n++)
		crm_putf(&sql, p->n ? ", $%zu" : "$%zu", p->n + 1);
	crm_putc(&sql, ')');
	p->sql = crm_strndup(&db->attempt, sql.p, sql.n);
	p->types = crm_strndup(&db->attempt, types.p, types.n);
	p->arg = crm_alloc(&db->attempt, p->n * sizeof *p->arg);
	crm_buf_free(&sql);
	crm_buf_free(&types);
	return p;
}

static int
insert_row(struct crm_db *db, const struct crm_rec *rec, struct crm_err *err)
{
	const struct plan *p = plan_of(db, rec->ent);
	struct crm_buf fold = { 0 };
	size_t k = 0, at;
	int rc;

	/* the keys' lengths first, their addresses once the buffer stands still */
	for (size_t i = 0; i < rec->ent->nfield; i++) {
		if (!crm_field_stored(&rec->ent->field[i]))
			continue;
		p->arg[k++] = rec->val[i];
		if (!sql_keyed(&rec->ent->field[i]))
			continue;
		p->arg[k] = CRM_VNULL;
		if (rec->val[i].t == CRM_TEXT) {
			at = fold.n;
			crm_fold(&fold, rec->val[i].p, rec->val[i].n);
			p->arg[k] = (struct crm_val){ .t = CRM_TEXT, .n = fold.n - at };
		}
		k++;
	}
	at = 0;
	for (size_t i = 0; i < k; i++)
		if (p->arg[i].t == CRM_TEXT && p->arg[i].p == NULL) {
			p->arg[i].p = fold.p != NULL ? fold.p + at : "";
			at += p->arg[i].n;
		}
	rc = db_run(db, p->sql, p->types, p->arg, err);
	crm_buf_free(&fold);
	return rc;
}

static int set_aside(struct crm_db *, struct crm_err *);

int
crm_insert(struct crm_db *db, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *e = rec->ent;
	char now[21];
	int64_t id;
	int rc;

	CRM_BUG_IF(db->batch == NULL);
	if (db->load != NULL && db->load->ent == e && db->load->empty && db->load->rows++ == ASIDE_AFTER
	    && (rc = set_aside(db, err)) != CRM_OK)
		return rc;
	if ((rc = next_number(db, e->n, rec->val[0].t == CRM_INT ? rec->val[0].i : 0, &id, err)) != CRM_OK)
		return rc;
	rec->val[0] = CRM_VINT(id);
	crm_fmt_time(now, db->batch->at);
	put_time(rec, "created", now, false);
	put_time(rec, "updated", now, true);
	if ((rc = insert_row(db, rec, err)) == CRM_OK && (rc = all_items(db, rec, true, err)) == CRM_OK
	    && (rc = store_fts(db, CRM_FRAG_FTS_PUT, rec, err)) == CRM_OK)
		rc = journal(db, e, id, "add", NULL, NULL, err);
	return rc;
}

int
crm_update(struct crm_db *db, const struct crm_rec *old, const struct crm_rec *rec, bool *changed,
    struct crm_err *err)
{
	const struct crm_entity *e = rec->ent;
	const struct crm_field *stamp = crm_field_find(e, "updated", 7);
	struct crm_buf fold = { 0 }, before = { 0 }, after = { 0 };
	bool words = false;
	struct sql s;
	char now[21];
	int64_t n;
	int rc = CRM_OK;

	CRM_BUG_IF(db->batch == NULL || old->val[0].t != CRM_INT);
	sql_init(&s, db, NULL);
	for (size_t i = 1; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];

		if (!crm_field_stored(f) || f == stamp || crm_val_eq(&old->val[i], &rec->val[i]))
			continue;
		push(&s, f, &rec->val[i], &fold);
		crm_image_put(&before, f, &old->val[i]);
		crm_image_put(&after, f, &rec->val[i]);
		words |= (f->flags & CRM_F_SEARCHED) != 0;
	}
	if (changed != NULL)
		*changed = s.narg > 0;
	if (s.narg == 0)
		goto out;
	if (stamp != NULL) {
		crm_fmt_time(now, db->batch->at);
		put_set(&s, stamp->name, "", &CRM_VTEXT(now, 20));
	}
	fold.n = 0;
	crm_puts(&fold, "UPDATE crm_");
	crm_puts(&fold, e->name);
	crm_puts(&fold, " SET ");
	crm_put(&fold, s.text.p, s.text.n);
	crm_puts(&fold, " WHERE id = $");
	crm_putd(&fold, sql_param(&s, &old->val[0]));
	crm_putc(&s.types, 0);
	if ((rc = db_run_n(db, fold.p, s.types.p, s.arg, &n, err)) != CRM_OK)
		goto out;
	if (n == 0) {
		rc = crm_fail(err, CRM_NO, NULL, "%s%lld is gone", e->prefix, (long long)old->val[0].i);
		goto out;
	}
	for (size_t i = 1; i < e->nfield && rc == CRM_OK; i++) {
		const struct crm_field *f = &e->field[i];

		if (!(f->flags & CRM_F_MANY) || crm_val_eq(&old->val[i], &rec->val[i]))
			continue;
		if (old->val[i].t == CRM_TEXT)
			rc = items(db, e, f, old->val[0].i, &old->val[i], false, err);
		if (rc == CRM_OK && rec->val[i].t == CRM_TEXT)
			rc = items(db, e, f, old->val[0].i, &rec->val[i], true, err);
	}
	if (rc == CRM_OK && words && (rc = store_fts(db, CRM_FRAG_FTS_DROP, old, err)) == CRM_OK)
		rc = store_fts(db, CRM_FRAG_FTS_PUT, rec, err);
	if (rc == CRM_OK)
		rc = journal(db, e, old->val[0].i, "set", &before, &after, err);
out:
	sql_free(&s);
	crm_buf_free(&fold);
	crm_buf_free(&before);
	crm_buf_free(&after);
	return rc;
}

int
crm_delete(struct crm_db *db, const struct crm_rec *old, struct crm_err *err)
{
	const struct crm_entity *e = old->ent;
	struct crm_buf sql = { 0 }, before = { 0 };
	int rc;

	CRM_BUG_IF(db->batch == NULL);
	for (size_t i = 1; i < e->nfield; i++)
		if (crm_field_stored(&e->field[i]) && old->val[i].t != CRM_NULL)
			crm_image_put(&before, &e->field[i], &old->val[i]);
	crm_putf(&sql, "DELETE FROM crm_%s WHERE id = $1", e->name);
	if ((rc = all_items(db, old, false, err)) == CRM_OK && (rc =
	    store_fts(db, CRM_FRAG_FTS_DROP, old, err)) == CRM_OK
	    && (rc = db_run(db, sql.p, "i", &old->val[0], err)) == CRM_OK)
		rc = journal(db, e, old->val[0].i, "rm", &before, NULL, err);
	crm_buf_free(&sql);
	crm_buf_free(&before);
	return rc;
}

static int
is_empty(struct crm_db *db, const char *table, bool *empty, struct crm_err *err)
{
	struct crm_buf sql = { 0 };
	struct crm_val v;
	int rc;

	crm_putf(&sql, "SELECT id FROM %s LIMIT 1", table);
	rc = db_one(db, sql.p, "", NULL, "i", &v, &db->attempt, err);
	*empty = rc == CRM_NO;
	crm_buf_free(&sql);
	return rc == CRM_NO ? CRM_OK : rc;
}

int
crm_load_begin(struct crm_db *db, const struct crm_entity *e, struct crm_err *err)
{
	struct db_load *l = crm_zalloc(&db->attempt, sizeof *l);
	struct crm_buf table = { 0 };
	int rc;

	CRM_BUG_IF(db->batch == NULL || db->load != NULL);
	l->ent = e;
	crm_putf(&table, "crm_%s", e->name);
	if ((rc = is_empty(db, table.p, &l->empty, err)) == CRM_OK
	    && (rc = is_empty(db, "crm_many", &l->many_empty, err)) == CRM_OK)
		rc = is_empty(db, "crm_change", &l->change_empty, err);
	crm_buf_free(&table);
	db->load = l;
	return rc;
}

static int
index_step(void *arg, const struct crm_ddl *d)
{
	struct crm_db *db = arg;
	struct crm_ddl step = *d;
	struct crm_buf sql = { 0 };
	int rc;

	/* what must be unique is asked for row by row */
	if (d->unique)
		return CRM_OK;
	step.op = db->load->aside ? CRM_DDL_INDEX : CRM_DDL_NOINDEX;
	if ((rc = db->drv->ddl(db->conn, &step, &sql)) == CRM_OK)
		rc = db->drv->exec(db->conn, sql.p);
	crm_buf_free(&sql);
	return rc;
}

/* Drops, or makes again, the indices of what was empty when the load began. */
static int
indices(struct crm_db *db, struct crm_err *err)
{
	struct db_load *l = db->load;
	int rc = store_indices(db, l->ent, index_step, db, err);

	if (rc == CRM_OK && l->many_empty)
		rc = store_indices(db, NULL, index_step, db, err);
	if (rc == CRM_OK && l->change_empty)
		rc = store_indices(db, crm_entity_must(db->schema, "change"), index_step, db, err);
	return rc;
}

static int
set_aside(struct crm_db *db, struct crm_err *err)
{
	int rc;

	db_drop_stmts(db);
	if ((rc = indices(db, err)) == CRM_OK)
		db->load->aside = true;
	return rc;
}

int
crm_load_end(struct crm_db *db, struct crm_err *err)
{
	int rc = CRM_OK;

	if (db->load->aside) {
		db_drop_stmts(db);
		rc = indices(db, err);
	}
	db->load = NULL;
	return rc;
}
