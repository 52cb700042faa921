/* tx_test.c - the closure that writes, the snapshot that reads, statements kept */
#include "store_fixture.h"

#include <stdio.h>

#include "store/store_private.h"

static struct crm_db *db;
static struct crm_err err;

static int
make_table(void *arg, struct crm_err *e)
{
	(void)arg;
	return db_exec(db, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY, name TEXT)", e);
}

static int
setup(void **state)
{
	crm_err_clear(&err);
	return fixture_make_dir(state) != 0 ||
	    crm_db_open(&db, fixture_path("t.db"), CRM_OPEN_CREATE, &err) != CRM_OK ||
	    crm_db_write(db, make_table, NULL, false, &err) != CRM_OK;
}

static int
teardown(void **state)
{
	crm_fault(NULL);
	crm_db_close(db);
	return fixture_remove_dir(state);
}

static int64_t
rows(void)
{
	struct crm_val n;

	assert_int_equal(db_one(db, "SELECT count(id) FROM crm_t", "", NULL, "i", &n, NULL, &err), CRM_OK);
	return n.i;
}

/* A closure that counts its runs, writes a row and ends as told. */
struct told { int runs, end; };

static int
add_row(void *arg, struct crm_err *e)
{
	struct told *t = arg;
	int rc;

	t->runs++;
	rc = db_run(db, "INSERT INTO crm_t (name) VALUES ($1)", "t", &CRM_VTEXT("anna", 4), e);
	if (rc == CRM_OK && t->end != CRM_OK)
		rc = crm_fail(e, t->end, "name", "told to");
	return rc;
}

static void
a_closure_writes_all_or_nothing(void **s)
{
	struct told good = { 0, CRM_OK }, bad = { 0, CRM_DATA };

	(void)s;
	assert_int_equal(crm_db_write(db, add_row, &good, false, &err), CRM_OK);
	assert_int_equal(rows(), 1);
	assert_int_equal(crm_db_write(db, add_row, &bad, false, &err), CRM_DATA);
	assert_int_equal(rows(), 1);
	assert_string_equal(err.text, "name: told to\n");
	assert_int_equal(good.runs + bad.runs, 2);
}

static void
a_dry_run_succeeds_and_leaves_nothing(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	assert_int_equal(crm_db_write(db, add_row, &good, true, &err), CRM_OK);
	assert_int_equal(good.runs, 1);
	assert_int_equal(rows(), 0);
}

static void
a_closure_that_lost_is_run_again(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	crm_fault("retry:3");
	assert_int_equal(crm_db_write(db, add_row, &good, false, &err), CRM_OK);
	assert_int_equal(good.runs, 4);
	assert_int_equal(rows(), 1);
	assert_int_equal(err.n, 0);
}

static void
after_eight_attempts_it_gives_up(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	crm_fault("retry:100");
	assert_int_equal(crm_db_write(db, add_row, &good, false, &err), CRM_RETRY);
	assert_int_equal(good.runs, 8);
	assert_int_equal(err.n, 1);
	assert_int_equal(crm_exit(err.code), 75);
	assert_int_equal(rows(), 0);
}

static void
earlier_complaints_outlive_the_attempts(void **s)
{
	struct told again = { 0, CRM_RETRY };

	(void)s;
	crm_fail(&err, CRM_DATA, "phone", "too short");
	assert_int_equal(crm_db_write(db, add_row, &again, false, &err), CRM_RETRY);
	assert_int_equal(again.runs, 8);
	assert_int_equal(err.n, 2);
	assert_int_equal(err.code, CRM_DATA);
}

static void
an_unknown_outcome_is_said_and_not_repeated(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	crm_fault("unknown:1");
	assert_int_equal(crm_db_write(db, add_row, &good, false, &err), CRM_UNKNOWN);
	assert_int_equal(good.runs, 1);
	assert_int_equal(rows(), 1);
}

static void
when_the_base_is_away_nothing_is_run(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	crm_fault("unavail:1");
	assert_int_equal(crm_db_write(db, add_row, &good, false, &err), CRM_UNAVAIL);
	crm_fault("unavail:1");
	assert_int_equal(crm_db_read_begin(db, &err), CRM_UNAVAIL);
	assert_int_equal(good.runs, 0);
	assert_int_equal(db->depth, 0);
}

static int
ignore_failure(void *arg, struct crm_err *e)
{
	struct told *t = arg;

	add_row(t, e);
	assert_int_equal(db_run(db, "INSERT INTO crm_t (id) VALUES (1)", "", NULL, NULL), CRM_UNIQUE);
	return CRM_OK;
}

static void
a_failure_that_was_ignored_is_no_success(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	assert_int_equal(crm_db_write(db, ignore_failure, &good, false, &err), CRM_TXABORTED);
	assert_int_equal(rows(), 0);
}

static int
read_inside(void *arg, struct crm_err *e)
{
	int rc = crm_db_read_begin(db, e);

	if (rc == CRM_OK) {
		add_row(arg, e);
		crm_db_read_end(db);
		add_row(arg, e);
	}
	return rc;
}

static void
reads_nest_in_reads_and_in_writes(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	assert_int_equal(crm_db_write(db, read_inside, &good, false, &err), CRM_OK);
	assert_int_equal(crm_db_read_begin(db, &err), CRM_OK);
	assert_int_equal(crm_db_read_begin(db, &err), CRM_OK);
	crm_db_read_end(db);
	assert_int_equal(rows(), 2);
	assert_int_equal(add_row(&good, &err), CRM_CHECK);
	crm_db_read_end(db);
	assert_int_equal(crm_db_write(db, add_row, &good, false, &err), CRM_OK);
	assert_int_equal(rows(), 3);
}

static int
add_name_twice(void *arg, struct crm_err *e)
{
	int rc = db_exec(db, "CREATE UNIQUE INDEX crm_t_name ON crm_t (name)", e);

	for (int i = 0; i < 2 && rc == CRM_OK; i++)
		rc = add_row(arg, e);
	return rc;
}

static void
a_refusal_names_the_field(void **s)
{
	struct told good = { 0, CRM_OK };

	(void)s;
	assert_int_equal(crm_db_write(db, add_name_twice, &good, false, &err), CRM_UNIQUE);
	assert_string_equal(err.text, "name: exists already\n");
}

static void
what_one_row_says_is_copied(void **s)
{
	struct crm_arena mem = { 0 };
	struct crm_val v[3], who = CRM_VTEXT("anna", 4);
	struct told good = { 0, CRM_OK };
	static const char sql[] = "SELECT id, name, NULL FROM crm_t WHERE name = $1";

	(void)s;
	assert_int_equal(db_one(db, sql, "t", &who, "itt", v, &mem, &err), CRM_NO);
	crm_db_write(db, add_row, &good, false, &err);
	assert_int_equal(db_one(db, sql, "t", &who, "itt", v, &mem, &err), CRM_OK);
	crm_db_schema(db, NULL);
	assert_int_equal(v[0].i, 1);
	assert_string_equal(v[1].p, "anna");
	assert_int_equal(v[2].t, CRM_NULL);
	assert_int_equal(err.n, 0);
	crm_arena_free(&mem);
}

static void
a_statement_is_prepared_once_and_the_oldest_goes(void **s)
{
	struct crm_stmt *first, *st;
	char sql[50];

	(void)s;
	crm_db_schema(db, NULL);
	assert_int_equal(db_stmt(db, &first, "SELECT 0", "", &err), CRM_OK);
	snprintf(sql, sizeof(sql), "SELECT %d", 0);
	assert_int_equal(db_stmt(db, &st, sql, "", &err), CRM_OK);
	assert_ptr_equal(st, first);
	assert_int_equal(db->drv->step(st), CRM_ROW);
	assert_int_equal(db_stmt(db, &st, sql, "", &err), CRM_OK);
	assert_int_equal(db->drv->step(st), CRM_ROW);
	for (int64_t i = 1; i < 1000; i++) {
		struct crm_val v;

		snprintf(sql, sizeof(sql), "SELECT %d", (int)i);
		assert_int_equal(db_one(db, sql, "", NULL, "i", &v, NULL, &err), CRM_OK);
		assert_int_equal(v.i, i);
		assert_int_equal(db_stmt(db, &st, sql, "", &err), CRM_OK);
	}
	assert_int_equal(db->ncached, DB_STMTS);
	assert_int_equal(db_stmt(db, &st, "SELECT no", "", &err), CRM_CONFIG);
	crm_db_schema(db, NULL);
	assert_int_equal(db->ncached, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_closure_writes_all_or_nothing),
		TEST(a_dry_run_succeeds_and_leaves_nothing),
		TEST(a_closure_that_lost_is_run_again),
		TEST(after_eight_attempts_it_gives_up),
		TEST(earlier_complaints_outlive_the_attempts),
		TEST(an_unknown_outcome_is_said_and_not_repeated),
		TEST(when_the_base_is_away_nothing_is_run),
		TEST(a_failure_that_was_ignored_is_no_success),
		TEST(reads_nest_in_reads_and_in_writes),
		TEST(a_refusal_names_the_field),
		TEST(what_one_row_says_is_copied),
		TEST(a_statement_is_prepared_once_and_the_oldest_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
