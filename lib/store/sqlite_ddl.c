/* sqlite_ddl.c - the SQLite driver: its dialect, and what a base holds */
#include <stdio.h>
#include <string.h>

#include "store/sqlite.h"

static const struct { int store; const char *name; } types[] = {
	{ CRM_INT, "INTEGER" }, { CRM_REAL, "REAL" }, { CRM_TEXT, "TEXT" },
};

static const char *
type_name(int store)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].store == store)
			return types[i].name;
	crm_bug(__FILE__, __LINE__, "a column of no type");
}

static int
type_store(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].store;
	return 0;
}

static void
put_column(const struct crm_ddlcol *col, struct crm_buf *out)
{
	crm_putf(out, "%s %s", col->name, type_name(col->store));
	if (col->notnull)
		crm_puts(out, " NOT NULL");
	if (col->ref != NULL)
		crm_putf(out, " REFERENCES %s(id)", col->ref);
}

static void
put_table(const struct crm_ddl *d, struct crm_buf *out)
{
	crm_putf(out, "CREATE TABLE %s (\n\t", d->table);
	/* only a key that is no row number could be nothing */
	crm_putf(out, "%s %s%s PRIMARY KEY", d->col[0].name, type_name(d->col[0].store),
	    d->col[0].store == CRM_INT ? "" : " NOT NULL");
	for (size_t i = 1; i < d->ncol; i++) {
		crm_puts(out, ",\n\t");
		put_column(&d->col[i], out);
	}
	crm_puts(out, "\n) STRICT");
}

int
sq_ddl(struct crm_conn *c, const struct crm_ddl *d, struct crm_buf *out)
{
	(void)c;
	switch (d->op) {
	case CRM_DDL_TABLE:
		put_table(d, out);
		break;
	case CRM_DDL_COLUMN:
		crm_putf(out, "ALTER TABLE %s ADD COLUMN ", d->table);
		put_column(d->col, out);
		break;
	case CRM_DDL_RENAME:
		crm_putf(out, "ALTER TABLE %s RENAME COLUMN %s TO %s", d->table, d->name, d->cols);
		break;
	case CRM_DDL_INDEX:
		crm_putf(out, "CREATE %sINDEX %s ON %s (%s)", d->unique ? "UNIQUE " : "", d->name, d->table,
		    d->cols);
		if (d->where != NULL)
			crm_putf(out, " WHERE %s", d->where);
		break;
	case CRM_DDL_NOINDEX:
		crm_putf(out, "DROP INDEX %s", d->name);
		break;
	case CRM_DDL_FTS:
		/* words come folded, parted by blanks; this tokenizer keeps all bytes above ASCII in them */
		crm_putf(out, "CREATE VIRTUAL TABLE %s USING fts5(words, content='', columnsize=0, "
		    "detail=none, tokenize='ascii')", d->table);
		break;
	case CRM_DDL_NOFTS:
		crm_putf(out, "DROP TABLE %s", d->table);
		break;
	}
	return CRM_OK;
}

/* "anna lu " becomes "anna"* AND "lu"*. */
static int
put_query(const char *words, struct crm_buf *out)
{
	size_t len, n = 0;

	for (words += strspn(words, " "); *words != '\0'; words += strspn(words, " ")) {
		len = strcspn(words, " \"");
		if (len > 0)
			crm_putf(out, "%s\"%.*s\"*", n++ > 0 ? " AND " : "", (int)len, words);
		words += len + (words[len] == '"');
	}
	return n > 0 ? CRM_OK : CRM_NO;
}

int
sq_frag(struct crm_conn *c, enum crm_frag what, const char *a, const char *b, int n, struct crm_buf *out)
{
	(void)c;
	switch (what) {
	case CRM_FRAG_CONTAINS:
		crm_putf(out, "instr(%s, $%d) > 0", a, n);
		break;
	case CRM_FRAG_DAYS:
		crm_putf(out, "CAST(julianday(%s) - julianday(%s) AS INTEGER)", b, a);
		break;
	case CRM_FRAG_SEARCH:
		crm_putf(out, "%s IN (SELECT rowid FROM %s WHERE %s MATCH $%d)", b, a, a, n);
		break;
	case CRM_FRAG_QUERY:
		return put_query(a, out);
	case CRM_FRAG_FTS_PUT:
		crm_putf(out, "INSERT INTO %s(rowid, words) VALUES ($1, $2)", a);
		break;
	case CRM_FRAG_FTS_DROP:
		crm_putf(out, "INSERT INTO %s(%s, rowid, words) VALUES ('delete', $1, $2)", a, a);
		break;
	}
	return CRM_OK;
}

/* Runs a statement of our own, row by row; $1 is arg.  A row function that returns non-zero ends it. */
static int
each_row(struct crm_conn *c, const char *sql, const char *arg, int (*row)(sqlite3_stmt *, void *), void *ctx)
{
	sqlite3_stmt *st = NULL;
	int code, rc = sq_ready(c, NULL);

	if (rc != CRM_OK)
		return rc;
	if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) != SQLITE_OK)
		return sq_error(c);
	if (arg != NULL)
		sqlite3_bind_text(st, 1, arg, -1, SQLITE_STATIC);
	while ((code = sqlite3_step(st)) == SQLITE_ROW && rc == CRM_OK)
		rc = row(st, ctx);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		rc = sq_error(c);
	sqlite3_finalize(st);
	return rc;
}

struct lister { int (*each)(void *, const char *, int); void *arg; };

static int
list_name(sqlite3_stmt *st, void *ctx)
{
	const struct lister *l = ctx;
	const char *type = (const char *)sqlite3_column_text(st, 1);

	return l->each(l->arg, (const char *)sqlite3_column_text(st, 0), type != NULL ? type_store(type) : 0);
}

int
sq_tables(struct crm_conn *c, const char *table, int (*each)(void *, const char *, int), void *arg)
{
	struct lister l = { each, arg };
	int rc;

	if (table == NULL)
		return each_row(c, "SELECT name, NULL FROM pragma_table_list WHERE schema = 'main' "
		    "AND type IN ('table', 'virtual') AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
		    NULL, list_name, &l);
	rc = each_row(c, "SELECT name, type FROM pragma_table_info($1)", table, list_name, &l);
	if (rc == CRM_OK)
		rc = each_row(c, "SELECT 'index ' || name, NULL FROM sqlite_schema WHERE type = 'index' "
		    "AND tbl_name = $1 AND sql IS NOT NULL ORDER BY name", table, list_name, &l);
	return rc;
}

struct checker { int (*each)(void *, const char *); void *arg; };

static int
check_page(sqlite3_stmt *st, void *ctx)
{
	const struct checker *k = ctx;
	const char *text = (const char *)sqlite3_column_text(st, 0);

	return strcmp(text, "ok") == 0 ? CRM_OK : k->each(k->arg, text);
}

static int
check_reference(sqlite3_stmt *st, void *ctx)
{
	const struct checker *k = ctx;
	char text[256];

	snprintf(text, sizeof(text), "%s: row %lld names a record of %s that does not exist",
	    (const char *)sqlite3_column_text(st, 0), sqlite3_column_int64(st, 1),
	    (const char *)sqlite3_column_text(st, 2));
	return k->each(k->arg, text);
}

int
sq_check(struct crm_conn *c, int (*each)(void *, const char *), void *arg)
{
	struct checker k = { each, arg };
	int rc = each_row(c, "PRAGMA integrity_check", NULL, check_page, &k);

	return rc == CRM_OK ? each_row(c, "PRAGMA foreign_key_check", NULL, check_reference, &k) : rc;
}

static int
take_int(sqlite3_stmt *st, void *ctx)
{
	*(int64_t *)ctx = sqlite3_column_int64(st, 0);
	return CRM_OK;
}

int64_t
sq_size(struct crm_conn *c)
{
	int64_t bytes = 0;

	each_row(c, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", NULL,
	    take_int, &bytes);
	return bytes;
}
