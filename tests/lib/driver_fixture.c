/* driver_fixture.c - a promise of the seam, run through every driver there is */
#include <stdio.h>

#include "driver_fixture.h"

const struct crm_driver *drv;
struct crm_conn *conn;
static const char *dsn;         /* NULL: a fresh file */

static const struct crm_ddlcol columns[] = {
	{ "id", CRM_INT, true, NULL },
	{ "name", CRM_TEXT, true, NULL },
	{ "n", CRM_INT, false, NULL },
	{ "x", CRM_REAL, false, NULL },
	{ "parent", CRM_INT, false, "crm_thing" },
};
static const struct crm_ddl schema[] = {
	{ .op = CRM_DDL_TABLE, .table = "crm_thing", .col = columns, .ncol = 5 },
	{ .op = CRM_DDL_INDEX, .table = "crm_thing",
	  .name = "crm_thing_name", .cols = "name", .unique = true },
	{ .op = CRM_DDL_FTS, .table = "crm_thing_words" },
};

struct crm_conn *
t_connect(void)
{
	struct crm_conn *new;
	struct crm_dberr e;

	if (drv->open(&new, dsn != NULL ? dsn : fixture_path("t.db"), CRM_OPEN_CREATE, &e) != CRM_OK)
		fail_msg("%s", e.message);
	return new;
}

int
t_error(struct crm_dberr *e)
{
	struct crm_dberr mine;

	if (e == NULL)
		e = &mine;
	drv->error(conn, e);
	return e->status;
}

void
t_ddl(const struct crm_ddl *d)
{
	struct crm_buf sql = { 0 };

	assert_int_equal(drv->ddl(conn, d, &sql), CRM_OK);
	if (drv->exec(conn, sql.p) != CRM_OK) {
		struct crm_dberr e;

		drv->error(conn, &e);
		fail_msg("%s: %s", sql.p, e.message);
	}
	crm_buf_free(&sql);
}

static int
drop_table(void *arg, const char *name, int store)
{
	(void)store;
	crm_putf(arg, "DROP TABLE %s;", name);
	return CRM_OK;
}

int
t_setup(void **state)
{
	struct crm_buf drops = { 0 };

	if (fixture_make_dir(state) != 0)
		return -1;
	conn = t_connect();
	assert_int_equal(drv->tables(conn, NULL, drop_table, &drops), CRM_OK);
	assert_int_equal(drv->begin(conn, 1), CRM_OK);
	if (drops.n > 0)
		assert_int_equal(drv->exec(conn, drops.p), CRM_OK);
	for (size_t i = 0; i < sizeof(schema) / sizeof(*schema); i++)
		t_ddl(&schema[i]);
	assert_int_equal(drv->commit(conn), CRM_OK);
	crm_buf_free(&drops);
	return 0;
}

int
t_teardown(void **state)
{
	drv->close(conn);
	return fixture_remove_dir(state);
}

/* *first becomes the first column of the last row. */
static int
vrun(int64_t *first, const char *sql, const char *types, va_list ap)
{
	struct crm_stmt *st;
	struct crm_val v;
	int rc = drv->prepare(conn, &st, sql, types, 0);

	for (int i = 0; rc == CRM_OK && types[i] != '\0'; i++) {
		if (types[i] == 'i')
			v = CRM_VINT(va_arg(ap, int64_t));
		else if (types[i] == 'r')
			v = CRM_VREAL(va_arg(ap, double));
		else
			v.t = CRM_TEXT, v.p = va_arg(ap, const char *), v.n = strlen(v.p);
		rc = drv->bind(st, i + 1, &v);
	}
	if (rc == CRM_OK)
		while ((rc = drv->step(st)) == CRM_ROW)
			if (first != NULL && drv->column(st, 0, CRM_INT, &v) == CRM_OK)
				*first = v.t == CRM_INT ? v.i : -1;
	drv->finish(st);
	return rc == CRM_DONE ? CRM_OK : rc;
}

int
t_run(const char *sql, const char *types, ...)
{
	va_list ap;
	int rc;

	va_start(ap, types);
	rc = vrun(NULL, sql, types, ap);
	va_end(ap);
	return rc;
}

int64_t
t_ask(const char *sql, const char *types, ...)
{
	int64_t n = -2;
	va_list ap;

	va_start(ap, types);
	assert_int_equal(vrun(&n, sql, types, ap), CRM_OK);
	va_end(ap);
	return n;
}


void
t_add(const char *name, int64_t n)
{
	assert_int_equal(t_run(ADD, "ti", name, n), CRM_OK);
}

void
t_begin(int write)
{
	assert_int_equal(drv->begin(conn, write), CRM_OK);
}

void
t_commit(void)
{
	assert_int_equal(drv->commit(conn), CRM_OK);
}

void
t_rollback(void)
{
	assert_int_equal(drv->rollback(conn), CRM_OK);
}

void
t_add_three(void)
{
	t_begin(1);
	t_add("anna", 3);
	t_add("bob", 1);
	t_add("cleo", 2);
	t_commit();
}

int
t_promises(const struct CMUnitTest *tests, size_t n)
{
	struct crm_err err = CRM_ERR_INIT;
	const char *url = getenv("CRM_TEST_DSN");
	int failed;

	drv = &crm_sqlite;
	failed = _cmocka_run_group_tests(drv->name, tests, n, NULL, NULL);
	if (url == NULL)
		return failed;
	if (crm_driver_find(url, &drv, &dsn, &err) != CRM_OK) {
		fputs(err.text, stderr);
		return failed + 1;
	}
	return failed + _cmocka_run_group_tests(drv->name, tests, n, NULL, NULL);
}
