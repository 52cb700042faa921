/* db.c - a connection, its schema and its prepared statements */
#include <stdlib.h>
#include <string.h>

#include "store/store_private.h"

int
crm_db_open(struct crm_db **out, const char *url, unsigned flags, struct crm_err *err)
{
	const struct crm_driver *drv;
	const char *dsn;
	struct crm_conn *conn;
	struct crm_dberr e;
	int rc;

	*out = NULL;
	rc = crm_driver_find(url, &drv, &dsn, err);
	if (rc != CRM_OK)
		return rc;
	rc = drv->open(&conn, dsn, flags, &e);
	if (rc != CRM_OK)
		return crm_fail(err, rc, NULL, "%s", e.message);
	*out = crm_xmalloc(sizeof(**out));
	**out = (struct crm_db){ .drv = drv, .conn = conn };
	return CRM_OK;
}

void
crm_db_close(struct crm_db *db)
{
	if (db == NULL)
		return;
	db_drop_stmts(db);
	db->drv->close(db->conn);
	crm_arena_free(&db->attempt);
	crm_arena_free(&db->texts);
	free(db);
}

const struct crm_driver *
crm_db_driver(const struct crm_db *db, struct crm_conn **conn)
{
	if (conn != NULL)
		*conn = db->conn;
	return db->drv;
}

void
crm_db_schema(struct crm_db *db, const struct crm_schema *schema)
{
	db_drop_stmts(db);
	db->whole = NULL;
	crm_arena_free(&db->texts);
	db->schema = schema;
}

const struct crm_schema *
crm_db_table(const struct crm_db *db)
{
	return db->schema;
}

/*
 * Errors: what the engine says is for engineers, so what people meet has our words.
 */
int
crm_db_fail(struct crm_db *db, int status, struct crm_err *err)
{
	struct crm_dberr e;
	const char *field;

	db->drv->error(db->conn, &e);
	if (e.status == CRM_OK)
		return crm_fail(err, status, NULL, "the base refused without a reason");
	field = e.column[0] != '\0' ? e.column : NULL;
	switch (e.status) {
	case CRM_UNIQUE:
		return crm_fail(err, e.status, field != NULL ? field : e.constraint, "exists already");
	case CRM_FK:
		return crm_fail(err, e.status, field,
		    "a record it refers to does not exist, or others refer to it");
	default:
		return crm_fail(err, e.status, field, "%s", e.message);
	}
}

/*
 * Statements
 */

static void
drop(struct crm_db *db, struct db_cached *at)
{
	db->drv->finish(at->stmt);
	free(at->sql);
}

void
db_drop_stmts(struct crm_db *db)
{
	for (size_t i = 0; i < db->ncached; i++)
		drop(db, &db->cache[i]);
	db->ncached = db->oldest = 0;
}

static struct db_cached *
find(struct crm_db *db, uint64_t hash, const char *sql)
{
	for (size_t i = 0; i < db->ncached; i++)
		if (db->cache[i].hash == hash && strcmp(db->cache[i].sql, sql) == 0)
			return &db->cache[i];
	return NULL;
}

static struct db_cached *
place(struct crm_db *db)
{
	struct db_cached *at;

	if (db->ncached < DB_STMTS)
		return &db->cache[db->ncached++];
	at = &db->cache[db->oldest];
	db->oldest = (db->oldest + 1) % DB_STMTS;
	drop(db, at);
	return at;
}

int
db_stmt(struct crm_db *db, struct crm_stmt **out, const char *sql, const char *types, struct crm_err *err)
{
	size_t n = strlen(sql);
	uint64_t hash = crm_hash(sql, n);
	struct db_cached *at = find(db, hash, sql);
	int rc;

	if (at != NULL) {
		*out = at->stmt;
		db->drv->reset(*out);
		return CRM_OK;
	}
	rc = db->drv->prepare(db->conn, out, sql, types, CRM_STMT_REUSE);
	if (rc != CRM_OK)
		return crm_db_fail(db, rc, err);
	at = place(db);
	*at = (struct db_cached){ hash, memcpy(crm_xmalloc(n + 1), sql, n + 1), *out };
	return CRM_OK;
}

/* A statement with its arguments bound and its first step done: CRM_ROW, CRM_DONE or a failure. */
static int
start(struct crm_db *db, struct crm_stmt **st, const char *sql, const char *types, const struct crm_val *args,
    struct crm_err *err)
{
	int rc = db_stmt(db, st, sql, types, err);

	if (rc != CRM_OK)
		return rc;
	for (int i = 0; types[i] != '\0' && rc == CRM_OK; i++)
		rc = db->drv->bind(*st, i + 1, &args[i]);
	if (rc == CRM_OK)
		rc = db->drv->step(*st);
	if (rc == CRM_ROW || rc == CRM_DONE)
		return rc;
	db->drv->reset(*st);
	return crm_db_fail(db, rc, err);
}

int
db_run_n(struct crm_db *db, const char *sql, const char *types, const struct crm_val *args, int64_t *changes,
    struct crm_err *err)
{
	struct crm_stmt *st;
	int rc = start(db, &st, sql, types, args, err);

	if (rc != CRM_ROW && rc != CRM_DONE)
		return rc;
	while (rc == CRM_ROW)
		rc = db->drv->step(st);
	if (rc == CRM_DONE)
		*changes = db->drv->changes(st);
	db->drv->reset(st);
	return rc == CRM_DONE ? CRM_OK : crm_db_fail(db, rc, err);
}

int
db_run(struct crm_db *db, const char *sql, const char *types, const struct crm_val *args, struct crm_err *err)
{
	int64_t changes;

	return db_run_n(db, sql, types, args, &changes, err);
}

int
db_one(struct crm_db *db, const char *sql, const char *types, const struct crm_val *args, const char *want,
    struct crm_val *out, struct crm_arena *mem, struct crm_err *err)
{
	struct crm_stmt *st;
	int rc = start(db, &st, sql, types, args, err);

	if (rc != CRM_ROW && rc != CRM_DONE)
		return rc;
	rc = rc == CRM_ROW ? CRM_OK : CRM_NO;
	for (int i = 0; want[i] != '\0' && rc == CRM_OK; i++) {
		rc = db->drv->column(st, i, want[i], &out[i]);
		if (rc == CRM_OK && out[i].t == CRM_TEXT)
			out[i].p = crm_strndup(mem, out[i].p, out[i].n);
	}
	db->drv->reset(st);
	return rc == CRM_OK || rc == CRM_NO ? rc : crm_db_fail(db, rc, err);
}

int
db_exec(struct crm_db *db, const char *sql, struct crm_err *err)
{
	int rc = db->drv->exec(db->conn, sql);

	return rc == CRM_OK ? rc : crm_db_fail(db, rc, err);
}
