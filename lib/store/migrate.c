/* migrate.c - the base against the table: what is missing is added, what would be lost is refused */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sql.h"

/* Our own tables beside the entities'. */
static const struct crm_ddl own[] = {
	{ CRM_DDL_TABLE, "crm_meta", (const struct crm_ddlcol[]){ { "key", CRM_TEXT, true, NULL },
	    { "value", CRM_TEXT, true, NULL } },
	    2, NULL, NULL, NULL, false },
	{ CRM_DDL_TABLE, "crm_seq", (const struct crm_ddlcol[]){ { "name", CRM_TEXT, true, NULL },
	    { "next", CRM_INT, true, NULL } },
	    2, NULL, NULL, NULL, false },
	{ CRM_DDL_TABLE, "crm_many", (const struct crm_ddlcol[]){ { "n", CRM_INT, true, NULL },
	    { "name", CRM_TEXT, true, NULL },
	    { "value", CRM_TEXT, true, NULL }, { "id", CRM_INT, true, NULL } }, 4, NULL, NULL, NULL, false },
};

static bool
led_by(const struct crm_entity *e, const char *field)
{
	size_t n = strlen(field);

	for (size_t i = 0; e->index != NULL && e->index[i] != NULL; i++)
		if (strncmp(e->index[i], field, n) == 0 && (e->index[i][n] == ',' || e->index[i][n] == '\0'))
			return true;
	return false;
}

/* "crm_deal_stage_owner" for (stage, owner). */
static void
index_name(char out[80], const char *table, const char *cols)
{
	size_t n = (size_t)snprintf(out, 64, "%s_", table);

	for (; *cols != '\0' && n < 62; cols++)
		if (*cols != ',')
			out[n++] = *cols == ' ' ? '_' : *cols;
	out[n] = '\0';
}

int
store_indices(struct crm_db *db, const struct crm_entity *e, int (*each)(void *, const struct crm_ddl *),
    void *arg, struct crm_err *err)
{
	char name[80], table[64], col[80], where[96];
	struct crm_ddl d = { .op = CRM_DDL_INDEX, .name = name, .table = table };
	int rc = CRM_OK;

	if (e == NULL) {
		d.table = "crm_many";
		d.cols = "name, value, id";
		index_name(name, d.table, d.cols);
		rc = each(arg, &d);
		return rc == CRM_OK ? rc : crm_db_fail(db, rc, err);
	}
	snprintf(table, sizeof table, "crm_%s", e->name);
	for (size_t i = 1; i < e->nfield && rc == CRM_OK; i++) {
		const struct crm_field *f = &e->field[i];
		bool key = (f->flags & CRM_F_KEY) || (f->flags & CRM_F_INDEX) || f->to != NULL;

		if (!crm_field_stored(f) || (f->flags & CRM_F_MANY) || !(key || (f->flags & CRM_F_UNIQUE))
		    || led_by(e, f->name))
			continue;
		d.unique = (f->flags & CRM_F_UNIQUE) != 0;
		snprintf(col, sizeof col, "%s%s", sql_column(f), sql_keyed(f) && !d.unique ? "_key" : "");
		d.cols = col;
		/* what is empty is not looked for by an index, and most of parent, referrer, away... is */
		snprintf(where, sizeof where, "%s IS NOT NULL", col);
		d.where = f->flags & CRM_F_REQUIRED ? NULL : where;
		index_name(name, table, col);
		rc = each(arg, &d);
	}
	d.unique = false;
	d.where = NULL;
	for (size_t i = 0; rc == CRM_OK && e->index != NULL && e->index[i] != NULL; i++) {
		d.cols = e->index[i];
		index_name(name, table, d.cols);
		rc = each(arg, &d);
	}
	return rc == CRM_OK ? rc : crm_db_fail(db, rc, err);
}

/*
 * The walk over everything the table wants.  What the base has is read first;
 * each step that is missing is handed to `step`.
 */
struct walk {
	struct crm_db *db;
	struct crm_map tables, columns, indices; /* "t"; "t.c" -> store kind */
	struct crm_buf seen;                     /* every "t c" of the base, a line each */
	const char *table;
	int (*step)(struct walk *, const struct crm_ddl *);
	struct crm_buf *plan;                    /* planning or printing: text */
	bool bare;                               /* print all, compare with nothing */
	struct crm_err *err;
};

static int
on_column(void *arg, const char *name, int store)
{
	struct walk *w = arg;
	struct crm_buf b = { 0 };

	if (strncmp(name, "index ", 6) == 0) {
		crm_map_set(&w->indices, name + 6, strlen(name + 6), 1);
		return CRM_OK;
	}
	crm_putf(&b, "%s.%s", w->table, name);
	crm_map_set(&w->columns, b.p, b.n, store);
	crm_putf(&w->seen, "%s %s\n", w->table, name);
	crm_buf_free(&b);
	return CRM_OK;
}

static int
on_table(void *arg, const char *name, int store)
{
	struct walk *w = arg;

	(void)store;
	crm_map_set(&w->tables, name, strlen(name), 1);
	return CRM_OK;
}

static bool
has(const struct crm_map *m, const char *name)
{
	int64_t v;

	return crm_map_get(m, name, strlen(name), &v);
}

/* A new index on what exists: named by the walk that finds it missing. */
static int
want_index(void *arg, const struct crm_ddl *d)
{
	struct walk *w = arg;

	return w->bare || !has(&w->indices, d->name) ? w->step(w, d) : CRM_OK;
}

static int
want_column(struct walk *w, const char *table, const struct crm_field *f, const char *suffix, int store)
{
	char name[80], full[160], old[80];
	struct crm_ddlcol col = { name, store, false, NULL };
	struct crm_ddl d = { .op = CRM_DDL_COLUMN, .table = table, .col = &col, .ncol = 1 };
	char to[64];
	int64_t have;

	snprintf(name, sizeof name, "%s%s", sql_column(f), suffix);
	snprintf(full, sizeof full, "%s.%s", table, name);
	if (crm_map_get(&w->columns, full, strlen(full), &have))
		return have == store ? CRM_OK : crm_fail(w->err, CRM_CONFIG, full,
		    "the base keeps another kind of value there: changing it would lose data");
	if (f->was != NULL) {
		snprintf(full, sizeof full, "%s.%s%s", table, f->was, suffix);
		if (crm_map_get(&w->columns, full, strlen(full), &have) && have == store) {
			snprintf(old, sizeof old, "%s%s", f->was, suffix);
			return w->step(w, &(struct crm_ddl){ .op = CRM_DDL_RENAME, .table = table,
			    .name = old, .cols = name });
		}
	}
	if (f->to != NULL && suffix[0] == '\0' && !(f->flags & CRM_F_MANY)) {
		snprintf(to, sizeof to, "crm_%s", f->to->name);
		col.ref = to;
	}
	return w->step(w, &d);
}

static int
want_table(struct walk *w, const struct crm_entity *e, const char *table)
{
	struct crm_ddlcol *col = crm_xmalloc(2 * e->nfield * sizeof *col);
	struct crm_arena a = { 0 };
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];
		bool many = f->flags & CRM_F_MANY;

		if (!crm_field_stored(f))
			continue;
		col[n++] = (struct crm_ddlcol){ sql_column(f), many ? CRM_TEXT : f->type->store,
		    f->flags & CRM_F_REQUIRED,
		    f->to != NULL && !many ? crm_sprintf(&a, "crm_%s", f->to->name) : NULL };
		if (sql_keyed(f))
			col[n++] = (struct crm_ddlcol){ crm_sprintf(&a, "%s_key", sql_column(f)), CRM_TEXT,
			    f->flags & CRM_F_REQUIRED, NULL };
	}
	rc = w->step(w, &(struct crm_ddl){ .op = CRM_DDL_TABLE, .table = table, .col = col, .ncol = n });
	crm_arena_free(&a);
	free(col);
	return rc;
}

static int
want_entity(struct walk *w, const struct crm_entity *e)
{
	char table[64], full[160];
	int rc = CRM_OK;

	snprintf(table, sizeof table, "crm_%s", e->name);
	if (w->bare || !has(&w->tables, table)) {
		rc = want_table(w, e, table);
	} else {
		for (size_t i = 0; i < e->nfield && rc == CRM_OK; i++) {
			const struct crm_field *f = &e->field[i];
			int store = f->flags & CRM_F_MANY ? CRM_TEXT : f->type->store;

			if (!crm_field_stored(f))
				continue;
			snprintf(full, sizeof full, "%s.%s", table, sql_column(f));
			if ((f->flags & CRM_F_REQUIRED) && f->dflt == NULL && !has(&w->columns, full)
			    && f->was == NULL)
				rc = crm_fail(w->err, CRM_CONFIG, full,
				    "a new required field needs a default");
			else if ((rc = want_column(w, table, f, "", store)) == CRM_OK && sql_keyed(f))
				rc = want_column(w, table, f, "_key", CRM_TEXT);
		}
	}
	if (rc == CRM_OK && store_searched(e)) {
		snprintf(full, sizeof full, "%s_fts", table);
		if (w->bare || !has(&w->tables, full))
			rc = w->step(w, &(struct crm_ddl){ .op = CRM_DDL_FTS, .table = full });
	}
	return rc == CRM_OK ? store_indices(w->db, e, want_index, w, w->err) : rc;
}

static bool
declared(const struct crm_entity *e, const char *column)
{
	size_t n = strlen(column);

	for (size_t i = 0; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];
		size_t len = strlen(sql_column(f)), was = f->was != NULL ? strlen(f->was) : 0;

		if (strncmp(column, sql_column(f), len) == 0 && (n == len || strcmp(column + len, "_key") == 0))
			return true;
		if (was > 0 && strncmp(column, f->was, was) == 0
		    && (n == was || strcmp(column + was, "_key") == 0))
			return true;
	}
	return false;
}

/* A column that the table no longer has must be empty: what it holds would be out of reach. */
static int
no_orphans(struct walk *w, const struct crm_schema *schema)
{
	struct crm_arena a = { 0 };
	struct crm_buf sql = { 0 };
	struct crm_val v;
	int rc = CRM_OK, used;
	char table[80], column[80];

	for (const char *p = w->seen.p; w->seen.n > 0 && *p != '\0' && rc == CRM_OK; p += used) {
		const struct crm_entity *e;

		if (sscanf(p, "crm_%79s %79s\n%n", table, column, &used) != 2)
			break;
		e = crm_entity_find(schema, table, strlen(table));
		if (e == NULL || declared(e, column))
			continue;
		sql.n = 0;
		crm_putf(&sql, "SELECT id FROM crm_%s WHERE %s IS NOT NULL LIMIT 1", table, column);
		rc = db_one(w->db, sql.p, "", NULL, "i", &v, &a, w->err);
		if (rc == CRM_OK)
			rc = crm_fail(w->err, CRM_CONFIG, column,
			    "%s records hold values there, and the field is no longer declared: "
			    "they would be lost", table);
		else if (rc == CRM_NO)
			rc = CRM_OK;
	}
	crm_buf_free(&sql);
	crm_arena_free(&a);
	return rc;
}

static int
walk(struct walk *w, const struct crm_schema *schema)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < sizeof own / sizeof *own && rc == CRM_OK; i++)
		if (w->bare || !has(&w->tables, own[i].table))
			rc = w->step(w, &own[i]);
	if (rc == CRM_OK)
		rc = store_indices(w->db, NULL, want_index, w, w->err);
	/* tables first: references may point forward */
	for (size_t i = 0; i < schema->n && rc == CRM_OK; i++)
		rc = want_entity(w, &schema->ent[i]);
	return rc;
}

static int
read_base(struct walk *w, const struct crm_schema *schema)
{
	struct crm_db *db = w->db;
	char table[64];
	int rc = db->drv->tables(db->conn, NULL, on_table, w);

	w->table = "crm_many";
	if (rc == CRM_OK && has(&w->tables, w->table))
		rc = db->drv->tables(db->conn, w->table, on_column, w);
	for (size_t i = 0; i < schema->n && rc == CRM_OK; i++) {
		snprintf(table, sizeof table, "crm_%s", schema->ent[i].name);
		w->table = table;
		if (has(&w->tables, table))
			rc = db->drv->tables(db->conn, table, on_column, w);
	}
	return rc == CRM_OK ? CRM_OK : crm_db_fail(db, rc, w->err);
}

static int
plan_step(struct walk *w, const struct crm_ddl *d)
{
	static const char *const what[] = { "table", "column", "rename", "index", "drop index", "full text",
	    "drop full text" };

	crm_putf(w->plan, "%s %s", what[d->op], d->op == CRM_DDL_INDEX ? d->name : d->table);
	if (d->op == CRM_DDL_COLUMN)
		crm_putf(w->plan, ".%s", d->col->name);
	if (d->op == CRM_DDL_RENAME)
		crm_putf(w->plan, ".%s to %s", d->name, d->cols);
	crm_putc(w->plan, '\n');
	return CRM_OK;
}

static int
do_step(struct walk *w, const struct crm_ddl *d)
{
	struct crm_buf sql = { 0 };
	int rc = w->db->drv->ddl(w->db->conn, d, &sql);

	if (rc == CRM_OK)
		rc = w->db->drv->exec(w->db->conn, sql.p);
	crm_buf_free(&sql);
	return rc == CRM_OK || d->op == CRM_DDL_INDEX ? rc : crm_db_fail(w->db, rc, w->err);
}

static int
print_step(struct walk *w, const struct crm_ddl *d)
{
	int rc = w->db->drv->ddl(w->db->conn, d, w->plan);

	crm_puts(w->plan, ";\n");
	return rc;
}

static void
walk_free(struct walk *w)
{
	crm_map_free(&w->tables);
	crm_map_free(&w->columns);
	crm_map_free(&w->indices);
	crm_buf_free(&w->seen);
}

static int
version_ok(struct crm_db *db, struct crm_err *err)
{
	char *text = NULL;
	int64_t v = 0;
	int rc;

	rc = crm_db_meta(db, "version", &text, err);
	if (rc == CRM_OK && (crm_num(text, strlen(text), 1, INT32_MAX, &v) != CRM_OK || v > CRM_BASE_VERSION))
		rc = crm_fail(err, CRM_CONFIG, NULL,
		    "this base was made by a newer crm (base version %.20s, this program knows %d)",
		    text, CRM_BASE_VERSION);
	free(text);
	return rc == CRM_NO ? CRM_OK : rc;
}

/* Nothing is put beside the tables of another program. */
static int
ours(struct walk *w)
{
	if (has(&w->tables, "crm_meta"))
		return version_ok(w->db, w->err);
	return w->tables.n == 0 ? CRM_OK
	    : crm_fail(w->err, CRM_CONFIG, NULL, "not a client base: another program keeps its tables there");
}

int
crm_db_plan(struct crm_db *db, const struct crm_schema *schema, struct crm_buf *plan, struct crm_err *err)
{
	struct walk w = { .db = db, .step = plan_step, .plan = plan, .err = err };
	int rc = read_base(&w, schema);

	if (rc == CRM_OK)
		rc = ours(&w);
	if (rc == CRM_OK && (rc = walk(&w, schema)) == CRM_OK)
		rc = no_orphans(&w, schema);
	walk_free(&w);
	return rc;
}

/* What the shape of the tables depends on, as one number. */
static void
fingerprint(const struct crm_schema *schema, char out[24])
{
	struct crm_buf b = { 0 };

	for (size_t i = 0; i < schema->n; i++) {
		const struct crm_entity *e = &schema->ent[i];

		crm_puts(&b, e->name);
		for (size_t k = 0; k < e->nfield; k++) {
			crm_putc(&b, ' ');
			crm_puts(&b, e->field[k].name);
			crm_putc(&b, e->field[k].type->store);
			crm_putd(&b, e->field[k].flags & (CRM_F_KEY | CRM_F_UNIQUE | CRM_F_MANY | CRM_F_SEARCHED | CRM_F_DERIVED
			    | CRM_F_INDEX | CRM_F_EXACT));
		}
		for (size_t k = 0; e->index != NULL && e->index[k] != NULL; k++)
			crm_puts(&b, e->index[k]);
		crm_putc(&b, '\n');
	}
	snprintf(out, 24, "%016llx", (unsigned long long)crm_hash(b.p, b.n));
	crm_buf_free(&b);
}

int
crm_db_current(struct crm_db *db, const struct crm_schema *schema, bool *current, struct crm_err *err)
{
	char *have = NULL, want[24];
	int rc;

	if ((rc = version_ok(db, err)) == CRM_OK && (rc = crm_db_meta(db, "table", &have, err)) != CRM_OK
	    && rc != CRM_NO)
		goto out;
	fingerprint(schema, want);
	*current = have != NULL && strcmp(have, want) == 0;
	rc = rc == CRM_NO ? CRM_OK : rc;
out:
	free(have);
	return rc;
}

/* Whether the entity's table was there, with a text whose folded twin was not. */
static bool
lacks_twins(const struct walk *w, const struct crm_entity *e)
{
	char full[160], was[160];

	for (size_t i = 1; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];

		if (!sql_keyed(f))
			continue;
		snprintf(full, sizeof full, "crm_%s.%s_key", e->name, sql_column(f));
		snprintf(was, sizeof was, "crm_%s.%s_key", e->name, f->was != NULL ? f->was : sql_column(f));
		if (!has(&w->columns, full) && !has(&w->columns, was))
			return true;
	}
	return false;
}

/* Full text holds the words of these fields; when they are others now, it is made anew. */
static int
searched_fields(struct crm_db *db, const struct crm_entity *e, bool *same, struct crm_err *err)
{
	struct crm_buf names = { 0 }, key = { 0 };
	char *have = NULL;
	int rc;

	for (size_t i = 0; i < e->nfield; i++)
		if (e->field[i].flags & CRM_F_SEARCHED)
			crm_putf(&names, "%s ", e->field[i].name);
	crm_putf(&key, "words %s", e->name);
	if ((rc = crm_db_meta(db, key.p, &have, err)) == CRM_NO)
		rc = CRM_OK;
	*same = have != NULL && strcmp(have, names.p) == 0;
	if (rc == CRM_OK && !*same)
		rc = crm_db_meta_set(db, key.p, names.p, err);
	free(have);
	crm_buf_free(&names);
	crm_buf_free(&key);
	return rc;
}

static int
refill(struct walk *w, const struct crm_entity *e)
{
	char table[64], fts[72];
	bool twins, same = true;
	int rc = CRM_OK;

	snprintf(table, sizeof table, "crm_%s", e->name);
	snprintf(fts, sizeof fts, "%s_fts", table);
	if (store_searched(e) && (rc = searched_fields(w->db, e, &same, w->err)) != CRM_OK)
		return rc;
	if (!has(&w->tables, table))
		return CRM_OK;
	twins = lacks_twins(w, e);
	if (!same && has(&w->tables, fts)) {
		db_drop_stmts(w->db);
		if ((rc = do_step(w, &(struct crm_ddl){ .op = CRM_DDL_NOFTS, .table = fts })) == CRM_OK)
			rc = do_step(w, &(struct crm_ddl){ .op = CRM_DDL_FTS, .table = fts });
	}
	same = same && (!store_searched(e) || has(&w->tables, fts));
	return rc == CRM_OK && (twins || !same) ? store_refill(w->db, e, twins, !same, w->err) : rc;
}

struct migration { struct crm_db *db; const struct crm_schema *schema; };

static int
fill_defaults(struct crm_db *db, const struct crm_schema *schema, struct walk *w)
{
	struct crm_ctx ctx = { .now = crm_clock_now(), .schema = schema, .currency = "EUR" };
	struct crm_arena a = { 0 };
	struct crm_buf sql = { 0 };
	int rc = CRM_OK;

	/* a field that came with a default: older records get it, as new ones would */
	for (size_t i = 0; i < schema->n; i++)
		for (size_t k = 1; k < schema->ent[i].nfield && rc == CRM_OK; k++) {
			const struct crm_field *f = &schema->ent[i].field[k];
			char full[160], table[64];
			struct crm_val v[2];

			snprintf(table, sizeof table, "crm_%s", schema->ent[i].name);
			snprintf(full, sizeof full, "%s.%s", table, sql_column(f));
			if (!crm_field_stored(f) || f->dflt == NULL || !has(&w->tables, table)
			    || has(&w->columns, full)
			    || (f->flags & CRM_F_MANY))
				continue;
			rc = crm_field_parse(&ctx, f, f->dflt, strlen(f->dflt), &v[0], &a, w->err);
			if (rc != CRM_OK)
				break;
			sql.n = 0;
			crm_putf(&sql, "UPDATE %s SET %s = $1 WHERE %s IS NULL", table, sql_column(f), sql_column(f));
			rc = db_run(db, sql.p, f->type->store == CRM_INT ? "i" : "t", v, w->err);
		}
	crm_buf_free(&sql);
	crm_arena_free(&a);
	return rc;
}

static int
migrate(void *arg, struct crm_err *err)
{
	struct migration *m = arg;
	struct walk w = { .db = m->db, .step = do_step, .err = err };
	char version[16], print[24];
	int rc;

	/* whoever waited for the lock finds nothing left to do */
	rc = m->db->drv->lock != NULL ? m->db->drv->lock(m->db->conn, 1) : CRM_OK;
	if (rc != CRM_OK)
		return crm_db_fail(m->db, rc, err);
	if ((rc = read_base(&w, m->schema)) == CRM_OK)
		rc = ours(&w);
	if (rc == CRM_OK && (rc = walk(&w, m->schema)) == CRM_OK
	    && (rc = no_orphans(&w, m->schema)) == CRM_OK)
		rc = fill_defaults(m->db, m->schema, &w);
	for (size_t i = 0; i < m->schema->n && rc == CRM_OK; i++)
		rc = refill(&w, &m->schema->ent[i]);
	snprintf(version, sizeof version, "%d", CRM_BASE_VERSION);
	if (rc == CRM_OK)
		rc = crm_db_meta_set(m->db, "version", version, err);
	fingerprint(m->schema, print);
	if (rc == CRM_OK)
		rc = crm_db_meta_set(m->db, "table", print, err);
	walk_free(&w);
	return rc;
}

int
crm_db_migrate(struct crm_db *db, const struct crm_schema *schema, struct crm_err *err)
{
	struct migration m = { db, schema };
	int rc;

	crm_db_schema(db, schema);
	rc = db->writing ? migrate(&m, err) : crm_db_write(db, migrate, &m, false, err);
	db_drop_stmts(db);
	return rc;
}

int
crm_db_ddl(struct crm_db *db, const struct crm_entity *e, struct crm_buf *out, struct crm_err *err)
{
	struct walk w = { .db = db, .step = print_step, .plan = out, .bare = true, .err = err };

	return e != NULL ? want_entity(&w, e) : walk(&w, db->schema);
}

static int
has_columns(void *arg, const char *name, int store)
{
	(void)name, (void)store;
	*(bool *)arg = true;
	return CRM_OK;
}

int
crm_db_empty(struct crm_db *db, bool *empty, struct crm_err *err)
{
	bool found = false;
	/* of one table: a list of all makes the engine open each full text */
	int rc = db->drv->tables(db->conn, "crm_meta", has_columns, &found);

	*empty = !found;
	if (rc != CRM_OK)
		return crm_db_fail(db, rc, err);
	/* before anything in it is trusted: what a newer crm keeps may read differently */
	return found ? version_ok(db, err) : CRM_OK;
}

int
crm_db_meta(struct crm_db *db, const char *key, char **value, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_val v;
	int rc = db_one(db, "SELECT value FROM crm_meta WHERE key = $1", "t", &CRM_VTEXT(key, strlen(key)),
	    "t", &v, &a, err);

	if (rc == CRM_OK) {
		*value = crm_xmalloc(v.n + 1);
		memcpy(*value, v.p, v.n);
		(*value)[v.n] = '\0';
	}
	crm_arena_free(&a);
	return rc;
}

int
crm_db_meta_set(struct crm_db *db, const char *key, const char *value, struct crm_err *err)
{
	return db_run(db, "INSERT INTO crm_meta (key, value) VALUES ($1, $2)"
	    " ON CONFLICT (key) DO UPDATE SET value = excluded.value", "tt",
	    (struct crm_val[]){ CRM_VTEXT(key, strlen(key)), CRM_VTEXT(value, strlen(value)) }, err);
}
