/* driver_test.c - how strict every driver is: parameters, transactions, streams */
#include "driver_fixture.h"

static void
only_numbered_parameters_are_accepted(void **s)
{
	static const struct { const char *sql, *types; } bad[] = {
		{ "SELECT ?", "i" }, { "SELECT ?1", "i" }, { "SELECT :a", "i" }, { "SELECT @a", "i" },
		{ "SELECT $a", "i" }, { "SELECT $0", "i" }, { "SELECT $01", "i" }, { "SELECT $1a", "i" },
		{ "SELECT $1::text", "t" }, { "SELECT '1'::int", "" },
		{ "SELECT $256", "i" }, { "SELECT $99999999999999999999", "i" },
		{ "SELECT \"id\" FROM crm_thing", "" }, { "SELECT [id] FROM crm_thing", "" },
		{ "SELECT `id` FROM crm_thing", "" },
		{ "SELECT id -- all\nFROM crm_thing", "" }, { "SELECT id /* all */ FROM crm_thing", "" },
		{ "SELECT 'a", "" },
		{ "SELECT 1; SELECT 2", "" }, { "", "" }, { ";", "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct crm_stmt *st;

		if (drv->prepare(conn, &st, bad[i].sql, bad[i].types, 0) == CRM_OK)
			fail_msg("accepted: %s", bad[i].sql);
		assert_null(st);
		assert_int_equal(t_error(NULL), CRM_BUG);
	}
}

static void
what_a_literal_holds_is_left_alone(void **s)
{
	(void)s;
	assert_int_equal(t_ask("SELECT 7 WHERE '? :x \"a\" $9 -- it''s ::' <> $1", "t", "x"), 7);
	assert_int_equal(t_ask("SELECT 5 - 3 - -1", ""), 3);
}

static void
parameters_go_by_number_not_by_place(void **s)
{
	const int64_t one = 1;

	(void)s;
	assert_int_equal(t_ask("SELECT $2 - $1 WHERE $3 = 'c' AND $1 < $2", "iit", one, 10 * one, "c"), 9);
	assert_int_equal(t_ask("SELECT $10 - $1 - $2 - $3 - $4 - $5 - $6 - $7 - $8 - $9", "iiiiiiiiii",
	    one, one, one, one, one, one, one, one, one, 100 * one), 91);
}

static void
each_parameter_has_one_declared_type(void **s)
{
	static const struct { const char *sql, *types; } bad[] = {
		{ "SELECT $1", "" }, { "SELECT $2", "i" }, { "SELECT $1", "ii" }, { "SELECT 1", "i" },
		{ "SELECT $1", "x" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(t_run(bad[i].sql, bad[i].types, (int64_t)1, (int64_t)1), CRM_BUG);
}

static void
a_value_of_another_type_is_refused_and_nothing_never(void **s)
{
	const struct crm_val vals[] = { CRM_VINT(1), CRM_VREAL(1), CRM_VTEXT("1", 1) };
	static const char *const types[] = { "i", "r", "t" };
	struct crm_stmt *st;

	(void)s;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(drv->prepare(conn, &st, "SELECT 1 WHERE $1 IS NOT NULL", types[i], 0),
		    CRM_OK);
		for (int k = 0; k < 3; k++)
			assert_int_equal(drv->bind(st, 1, &vals[k]), i == k ? CRM_OK : CRM_BUG);
		assert_int_equal(drv->bind(st, 1, &CRM_VNULL), CRM_OK);
		assert_int_equal(drv->step(st), CRM_DONE);
		assert_int_equal(drv->bind(st, 1, &CRM_VNULL), CRM_BUG);
		drv->reset(st);
		assert_int_equal(drv->bind(st, 0, &CRM_VNULL), CRM_BUG);
		assert_int_equal(drv->bind(st, 2, &CRM_VNULL), CRM_BUG);
		drv->finish(st);
	}
}

static void
text_is_valid_and_without_nul(void **s)
{
	static const struct { const char *p; size_t n; int rc; } cases[] = {
		{ "plain", 5, CRM_OK }, { "\xc5\x81ukasz", 7, CRM_OK }, { "", 0, CRM_OK },
		{ NULL, 0, CRM_OK }, { "a\0b", 3, CRM_CHECK }, { "\xff", 1, CRM_CHECK },
		{ "\xc5", 1, CRM_CHECK }, { "\xed\xa0\x80", 3, CRM_CHECK },
	};
	struct crm_stmt *st;

	(void)s;
	assert_int_equal(drv->prepare(conn, &st, "SELECT $1", "t", 0), CRM_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct crm_val v = CRM_VTEXT(cases[i].p, cases[i].n);

		assert_int_equal(drv->bind(st, 1, &v), cases[i].rc);
		assert_int_equal(t_error(NULL), cases[i].rc);
		if (cases[i].rc == CRM_OK) {
			assert_int_equal(drv->step(st), CRM_ROW);
			assert_int_equal(drv->column(st, 0, CRM_TEXT, &v), CRM_OK);
			assert_int_equal(v.t, CRM_TEXT);
			assert_int_equal(v.n, cases[i].n);
			assert_memory_equal(v.p, cases[i].n > 0 ? cases[i].p : "", v.n);
		}
		drv->reset(st);
	}
	drv->finish(st);
}

static void
a_failed_statement_poisons_the_transaction(void **s)
{
	struct crm_stmt *st;
	struct crm_dberr e;

	(void)s;
	assert_int_equal(drv->prepare(conn, &st, COUNT, "", CRM_STMT_REUSE), CRM_OK);
	t_begin(1);
	t_add("anna", 1);
	assert_int_equal(t_run(ADD, "ti", "anna", (int64_t)2), CRM_UNIQUE);
	assert_int_equal(t_run(COUNT, ""), CRM_TXABORTED);
	assert_int_equal(drv->step(st), CRM_TXABORTED);
	assert_int_equal(drv->exec(conn, "DELETE FROM crm_thing"), CRM_TXABORTED);
	assert_int_equal(drv->commit(conn), CRM_TXABORTED);
	drv->error(conn, &e);
	assert_int_equal(e.status, CRM_UNIQUE);
	drv->reset(st);
	assert_int_equal(drv->step(st), CRM_ROW);
	drv->finish(st);
	assert_int_equal(t_ask(COUNT, ""), 0);
}

static void
a_failed_prepare_poisons_as_well(void **s)
{
	(void)s;
	t_begin(1);
	t_add("anna", 1);
	assert_int_equal(t_run("SELECT nosuch FROM crm_thing", ""), CRM_CONFIG);
	assert_int_equal(t_run(ADD, "ti", "bob", (int64_t)2), CRM_TXABORTED);
	t_rollback();
	t_begin(1);
	t_add("bob", 1);
	t_commit();
	assert_int_equal(t_ask(COUNT, ""), 1);
}

static void
the_first_error_sticks_until_it_is_read(void **s)
{
	struct crm_dberr e;

	(void)s;
	assert_int_equal(t_run("SELECT a FROM nosuch", ""), CRM_CONFIG);
	assert_int_equal(t_run("SELECT a FROM another", ""), CRM_CONFIG);
	assert_int_equal(t_run("SELECT ?", ""), CRM_BUG);
	drv->error(conn, &e);
	assert_int_equal(e.status, CRM_CONFIG);
	assert_non_null(strstr(e.message, "nosuch"));
	assert_int_equal(t_error(NULL), CRM_OK);
	assert_int_equal(t_run("SELECT ?", ""), CRM_BUG);
	t_begin(0);
	assert_int_equal(t_error(NULL), CRM_OK);
	t_rollback();
}

static void
nothing_is_written_outside_a_write_transaction(void **s)
{
	(void)s;
	for (int tx = 0; tx < 2; tx++) {
		if (tx)
			t_begin(0);
		assert_int_equal(t_run(ADD, "ti", "anna", (int64_t)1), CRM_CHECK);
		t_rollback();
		if (tx)
			t_begin(0);
		assert_int_equal(drv->exec(conn, "DELETE FROM crm_thing"), CRM_CHECK);
		t_rollback();
		assert_int_equal(drv->lock(conn, 1), CRM_BUG);
		t_error(NULL);
	}
	assert_int_equal(t_ask(COUNT, ""), 0);
}

static void
no_state_is_left_to_the_session(void **s)
{
	static const char *const sql[] = {
		"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a", "RELEASE a", "PRAGMA foreign_keys = 0",
		"ATTACH 'x' AS y", "DETACH y", "VACUUM", "SET x = 1", "selection",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
		assert_int_equal(drv->exec(conn, sql[i]), CRM_BUG);
		assert_int_equal(t_run(sql[i], ""), CRM_BUG);
	}
	t_begin(1);
	assert_int_equal(drv->exec(conn, "DELETE FROM crm_thing; COMMIT"), CRM_BUG);
	t_rollback();
}

static void
a_rollback_undoes_all_tables_too(void **s)
{
	static const struct crm_ddlcol id = { "id", CRM_INT, true, NULL };
	static const struct crm_ddl more = {
		.op = CRM_DDL_TABLE, .table = "crm_more", .col = &id, .ncol = 1,
	};

	(void)s;
	t_begin(1);
	t_ddl(&more);
	t_add("anna", 1);
	t_rollback();
	assert_int_equal(t_ask(COUNT, ""), 0);
	assert_int_equal(t_run("SELECT id FROM crm_more", ""), CRM_CONFIG);
}

static void
transactions_do_not_nest(void **s)
{
	(void)s;
	t_begin(1);
	assert_int_equal(drv->begin(conn, 0), CRM_BUG);
	t_rollback();
	assert_int_equal(drv->commit(conn), CRM_BUG);
	assert_int_equal(drv->rollback(conn), CRM_OK);
}

static void
a_read_transaction_sees_one_snapshot(void **s)
{
	struct crm_conn *first = conn, *other = t_connect();

	(void)s;
	t_begin(0);
	assert_int_equal(t_ask(COUNT, ""), 0);
	conn = other;
	t_add_three();
	assert_int_equal(t_ask(COUNT, ""), 3);
	conn = first;
	assert_int_equal(t_ask(COUNT, ""), 0);
	t_rollback();
	assert_int_equal(t_ask(COUNT, ""), 3);
	drv->close(other);
}

static void
open_stream(struct crm_stmt **st)
{
	struct crm_val v;

	assert_int_equal(drv->prepare(conn, st, "SELECT id FROM crm_thing", "", CRM_STMT_STREAM), CRM_OK);
	assert_int_equal(drv->step(*st), CRM_ROW);
	assert_int_equal(drv->column(*st, 0, CRM_INT, &v), CRM_OK);
}

static void
nothing_else_runs_while_a_stream_is_open(void **s)
{
	struct crm_stmt *st, *other;

	(void)s;
	t_add_three();
	assert_int_equal(drv->prepare(conn, &other, COUNT, "", 0), CRM_OK);
	for (int how = 0; how < 3; how++) {
		t_begin(1);
		open_stream(&st);
		if (how == 0)
			assert_int_equal(t_run(COUNT, ""), CRM_BUG);
		else if (how == 1)
			assert_int_equal(drv->step(other), CRM_BUG);
		else
			assert_int_equal(drv->exec(conn, "DELETE FROM crm_thing"), CRM_BUG);
		drv->finish(st);
		t_rollback();
	}
	drv->finish(other);
}

static void
a_stream_that_is_over_is_in_nobodys_way(void **s)
{
	struct crm_stmt *st;
	int rows = 1;

	(void)s;
	t_add_three();
	t_begin(0);
	open_stream(&st);
	while (drv->step(st) == CRM_ROW)
		rows++;
	assert_int_equal(rows, 3);
	assert_int_equal(t_ask(COUNT, ""), 3);
	drv->reset(st);
	assert_int_equal(drv->step(st), CRM_ROW);
	drv->reset(st);
	assert_int_equal(t_ask(COUNT, ""), 3);
	assert_int_equal(drv->step(st), CRM_ROW);
	drv->finish(st);
	assert_int_equal(t_ask(COUNT, ""), 3);
	t_rollback();
}

static void
a_stream_lives_in_one_transaction(void **s)
{
	struct crm_stmt *st;

	(void)s;
	t_add_three();
	assert_int_equal(drv->prepare(conn, &st, "SELECT id FROM crm_thing", "", CRM_STMT_STREAM), CRM_OK);
	assert_int_equal(drv->step(st), CRM_BUG);
	drv->finish(st);
	t_begin(0);
	open_stream(&st);
	t_rollback();
	t_begin(0);
	assert_int_equal(drv->step(st), CRM_BUG);
	t_rollback();
	assert_int_equal(t_ask(COUNT, ""), 3);
	drv->finish(st);
}

static void
a_statement_is_used_again_after_reset_with_all_bound_anew(void **s)
{
	struct crm_stmt *st;
	char name[2] = "a";
	struct crm_val text = CRM_VTEXT(name, 1);

	(void)s;
	t_begin(1);
	assert_int_equal(drv->prepare(conn, &st, ADD, "ti", CRM_STMT_REUSE), CRM_OK);
	for (int64_t i = 0; i < 20; i++, name[0]++) {
		drv->bind(st, 1, &text);
		drv->bind(st, 2, &CRM_VINT(i));
		assert_int_equal(drv->step(st), CRM_DONE);
		assert_int_equal(drv->changes(st), 1);
		drv->reset(st);
	}
	assert_int_equal(t_ask("SELECT sum(n) FROM crm_thing", ""), 190);
	drv->bind(st, 1, &text);
	assert_int_equal(drv->step(st), CRM_BUG);
	t_rollback();
	drv->finish(st);
	drv->finish(NULL);
}

static int
increment(int k)
{
	(void)k;
	conn = t_connect();
	for (int i = 0; i < 100; ) {
		t_begin(1);
		int64_t n = t_ask("SELECT n FROM crm_thing", "");

		if (t_run("UPDATE crm_thing SET n = $1", "i", n + 1) == CRM_OK && drv->commit(conn) == CRM_OK)
			i++;
		else
			drv->rollback(conn);
	}
	drv->close(conn);
	return 0;
}

static void
eight_writers_lose_no_increment(void **s)
{
	(void)s;
	t_begin(1);
	t_add("counter", 0);
	t_commit();
	/* no connection may cross a fork */
	drv->close(conn);
	assert_true(fixture_all(8, increment));
	conn = t_connect();
	assert_int_equal(t_ask("SELECT n FROM crm_thing", ""), 800);
}

int
main(void)
{
	static const struct CMUnitTest promises[] = {
		T_PROMISE(only_numbered_parameters_are_accepted),
		T_PROMISE(what_a_literal_holds_is_left_alone),
		T_PROMISE(parameters_go_by_number_not_by_place),
		T_PROMISE(each_parameter_has_one_declared_type),
		T_PROMISE(a_value_of_another_type_is_refused_and_nothing_never),
		T_PROMISE(text_is_valid_and_without_nul),
		T_PROMISE(a_failed_statement_poisons_the_transaction),
		T_PROMISE(a_failed_prepare_poisons_as_well),
		T_PROMISE(the_first_error_sticks_until_it_is_read),
		T_PROMISE(nothing_is_written_outside_a_write_transaction),
		T_PROMISE(no_state_is_left_to_the_session),
		T_PROMISE(a_rollback_undoes_all_tables_too),
		T_PROMISE(transactions_do_not_nest),
		T_PROMISE(a_read_transaction_sees_one_snapshot),
		T_PROMISE(nothing_else_runs_while_a_stream_is_open),
		T_PROMISE(a_stream_that_is_over_is_in_nobodys_way),
		T_PROMISE(a_stream_lives_in_one_transaction),
		T_PROMISE(a_statement_is_used_again_after_reset_with_all_bound_anew),
		T_PROMISE(eight_writers_lose_no_increment),
	};

	return T_RUN(promises);
}
