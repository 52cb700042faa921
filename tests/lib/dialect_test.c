/* dialect_test.c - what every driver stores, finds and refuses alike */
#include "driver_fixture.h"

#include <stdio.h>

static void
numbers_come_back_as_they_went(void **s)
{
	static const int64_t ints[] = { 0, 1, -1, INT64_MAX, INT64_MIN };
	static const double reals[] = { 0, 0.1, -2.5, 1e300, 3 };
	struct crm_val v;
	struct crm_stmt *st;

	(void)s;
	t_begin(1);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(t_run("DELETE FROM crm_thing", ""), CRM_OK);
		assert_int_equal(t_run("INSERT INTO crm_thing (name, n, x) VALUES ('a', $1, $2)", "ir",
		    ints[i], reals[i]), CRM_OK);
		assert_int_equal(drv->prepare(conn, &st, "SELECT n, x, parent FROM crm_thing", "", 0),
		    CRM_OK);
		assert_int_equal(drv->step(st), CRM_ROW);
		assert_int_equal(drv->column(st, 0, CRM_INT, &v), CRM_OK);
		assert_true(v.t == CRM_INT && v.i == ints[i]);
		assert_int_equal(drv->column(st, 1, CRM_REAL, &v), CRM_OK);
		assert_true(v.t == CRM_REAL && v.r == reals[i]);
		assert_int_equal(drv->column(st, 2, CRM_INT, &v), CRM_OK);
		assert_int_equal(v.t, CRM_NULL);
		drv->finish(st);
	}
	t_rollback();
}

static void
a_column_of_another_type_is_a_failure(void **s)
{
	struct crm_stmt *st;
	struct crm_val v;

	(void)s;
	assert_int_equal(drv->prepare(conn, &st, "SELECT 'a', 1.5", "", 0), CRM_OK);
	assert_int_equal(drv->step(st), CRM_ROW);
	assert_int_equal(drv->column(st, 0, CRM_INT, &v), CRM_BUG);
	assert_int_equal(drv->column(st, 1, CRM_INT, &v), CRM_BUG);
	assert_int_equal(drv->column(st, 1, CRM_TEXT, &v), CRM_BUG);
	assert_int_equal(drv->column(st, 2, CRM_TEXT, &v), CRM_BUG);
	drv->finish(st);
}

static void
a_table_refuses_what_is_of_another_type(void **s)
{
	(void)s;
	t_begin(1);
	assert_int_not_equal(t_run("INSERT INTO crm_thing (name, n) VALUES ('a', $1)", "t", "abc"), CRM_OK);
	t_rollback();
}

static void
changes_are_counted(void **s)
{
	static const struct { const char *sql; int64_t n; } cases[] = {
		{ "UPDATE crm_thing SET n = 0 WHERE n < 3", 2 },
		{ "UPDATE crm_thing SET n = 9 WHERE id = 99", 0 },
		{ "INSERT INTO crm_thing (name) VALUES ('anna') ON CONFLICT (name) DO NOTHING", 0 },
		{ "INSERT INTO crm_thing (name) VALUES ('anna') ON CONFLICT (name) DO UPDATE SET n = 7", 1 },
		{ "DELETE FROM crm_thing", 3 },
	};
	struct crm_stmt *st;

	(void)s;
	t_add_three();
	t_begin(1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(drv->prepare(conn, &st, cases[i].sql, "", 0), CRM_OK);
		assert_int_equal(drv->step(st), CRM_DONE);
		assert_int_equal(drv->changes(st), cases[i].n);
		drv->finish(st);
	}
	t_rollback();
}

static void
the_id_of_a_new_row_is_returned(void **s)
{
	(void)s;
	t_begin(1);
	int64_t a = t_ask("INSERT INTO crm_thing (name) VALUES ('a') RETURNING id", "");
	int64_t b = t_ask("INSERT INTO crm_thing (name) VALUES ('b') RETURNING id", "");

	assert_true(a > 0 && b > a);
	assert_int_equal(t_ask("SELECT id FROM crm_thing WHERE name = 'b'", ""), b);
	t_commit();
}

static void
refusals_are_told_apart_and_name_the_column(void **s)
{
	static const struct { const char *sql; int status; const char *column; } cases[] = {
		{ "INSERT INTO crm_thing (name) VALUES ('anna')", CRM_UNIQUE, "name" },
		{ "INSERT INTO crm_thing (id, name) VALUES (1, 'x')", CRM_UNIQUE, "id" },
		{ "INSERT INTO crm_thing (name, parent) VALUES ('x', 99)", CRM_FK, NULL },
		{ "DELETE FROM crm_thing WHERE id = 2", CRM_FK, NULL },
		{ "INSERT INTO crm_thing (n) VALUES (1)", CRM_CHECK, "name" },
		{ "INSERT INTO nosuch (n) VALUES (1)", CRM_CONFIG, NULL },
		{ "SELECT nosuch FROM crm_thing", CRM_CONFIG, NULL },
		{ "INSERT INTO crm_thing (nosuch) VALUES (1)", CRM_CONFIG, NULL },
		{ "SELECT FROM WHERE", CRM_BUG, NULL },
	};
	struct crm_dberr e;

	(void)s;
	t_add_three();
	t_begin(1);
	assert_int_equal(t_run("UPDATE crm_thing SET parent = 2 WHERE id = 1", ""), CRM_OK);
	t_commit();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		t_begin(1);
		if (t_run(cases[i].sql, "") != cases[i].status)
			fail_msg("%s", cases[i].sql);
		drv->error(conn, &e);
		assert_int_equal(e.status, cases[i].status);
		assert_true(e.message[0] != '\0');
		if (cases[i].column != NULL)
			assert_string_equal(e.column, cases[i].column);
		t_rollback();
	}
}

static void
nothing_sorts_where_the_words_say(void **s)
{
	(void)s;
	t_add_three();
	t_begin(1);
	assert_int_equal(t_run("UPDATE crm_thing SET n = NULL WHERE name = 'bob'", ""), CRM_OK);
	t_commit();
	/* t_ask() gives the last row */
	assert_int_equal(t_ask("SELECT id FROM crm_thing ORDER BY n NULLS LAST, id", ""), 2);
	assert_int_equal(t_ask("SELECT id FROM crm_thing ORDER BY n DESC NULLS FIRST, id", ""), 3);
	assert_int_equal(t_ask("SELECT CAST(sum(n) AS bigint) FROM crm_thing", ""), 5);
}

static void
text_sorts_as_bytes(void **s)
{
	(void)s;
	t_begin(1);
	t_add("b", 1);
	t_add("B", 2);
	t_add("a", 3);
	t_add("\xc3\xa9", 4);
	assert_int_equal(t_ask("SELECT n FROM crm_thing ORDER BY name DESC LIMIT 1 OFFSET 3", ""), 2);
	assert_int_equal(t_ask("SELECT n FROM crm_thing ORDER BY name", ""), 4);
	t_rollback();
}

static int
note(void *arg, const char *name, int store)
{
	crm_putf(arg, "%s/%c ", name, store != 0 ? store : '-');
	return CRM_OK;
}

static void
holds(const char *table, const char *want)
{
	struct crm_buf got = { 0 };

	assert_int_equal(drv->tables(conn, table, note, &got), CRM_OK);
	assert_string_equal(got.p, want);
	crm_buf_free(&got);
}

static void
a_schema_changes_in_steps(void **s)
{
	static const struct crm_ddlcol city = { "city", CRM_TEXT, false, NULL };
	static const struct crm_ddlcol boss = { "boss", CRM_INT, false, "crm_thing" };
	static const struct crm_ddl steps[] = {
		{ .op = CRM_DDL_COLUMN, .table = "crm_thing", .col = &city, .ncol = 1 },
		{ .op = CRM_DDL_COLUMN, .table = "crm_thing", .col = &boss, .ncol = 1 },
		{ .op = CRM_DDL_RENAME, .table = "crm_thing", .name = "city", .cols = "town" },
		{ .op = CRM_DDL_INDEX, .table = "crm_thing", .name = "crm_thing_n",
		  .cols = "n, id", .where = "n IS NOT NULL" },
		{ .op = CRM_DDL_NOINDEX, .table = "crm_thing", .name = "crm_thing_name" },
		{ .op = CRM_DDL_NOFTS, .table = "crm_thing_words" },
	};

	(void)s;
	t_add_three();
	holds(NULL, "crm_thing/- crm_thing_words/- ");
	holds("crm_thing", "id/i name/t n/i x/r parent/i index crm_thing_name/- ");
	t_begin(1);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		t_ddl(&steps[i]);
	t_commit();
	holds(NULL, "crm_thing/- ");
	holds("crm_thing", "id/i name/t n/i x/r parent/i town/t boss/i index crm_thing_n/- ");
	t_begin(1);
	t_add("anna", 4);
	assert_int_equal(t_run("UPDATE crm_thing SET boss = 99", ""), CRM_FK);
	t_rollback();
}

static void
a_key_may_be_text(void **s)
{
	static const struct crm_ddlcol col[] = {
		{ "key", CRM_TEXT, true, NULL }, { "value", CRM_TEXT, true, NULL },
	};
	static const struct crm_ddl meta = {
		.op = CRM_DDL_TABLE, .table = "crm_meta", .col = col, .ncol = 2,
	};

	(void)s;
	t_begin(1);
	t_ddl(&meta);
	assert_int_equal(t_run("INSERT INTO crm_meta (key, value) VALUES ($1, 'x')", "t", "a"), CRM_OK);
	assert_int_equal(t_run("INSERT INTO crm_meta (key, value) VALUES ($1, 'x')", "t", "a"), CRM_UNIQUE);
	t_rollback();
}

static const char *
frag(enum crm_frag what, const char *a, const char *b, int n)
{
	static struct crm_buf out;

	out.n = 0;
	assert_int_equal(drv->frag(conn, what, a, b, n, &out), CRM_OK);
	return out.p;
}

static void
contains_finds_bytes(void **s)
{
	char sql[200];

	(void)s;
	t_add_three();
	snprintf(sql, sizeof(sql), "SELECT count(id) FROM crm_thing WHERE %s",
	    frag(CRM_FRAG_CONTAINS, "name", NULL, 1));
	assert_int_equal(t_ask(sql, "t", "nn"), 1);
	assert_int_equal(t_ask(sql, "t", "o"), 2);
	assert_int_equal(t_ask(sql, "t", "%"), 0);
	assert_int_equal(t_ask(sql, "t", "N"), 0);
}

static void
feed(enum crm_frag how, int64_t id, const char *words)
{
	assert_int_equal(t_run(frag(how, "crm_thing_words", NULL, 0), "it", id, words), CRM_OK);
}

static int64_t
hits(const char *words)
{
	char query[200], sql[300];

	snprintf(query, sizeof(query), "%s", frag(CRM_FRAG_QUERY, words, NULL, 0));
	snprintf(sql, sizeof(sql), "SELECT coalesce(sum(id), 0) FROM crm_thing WHERE %s",
	    frag(CRM_FRAG_SEARCH, "crm_thing_words", "id", 1));
	return t_ask(sql, "t", query);
}

static void
full_text_finds_all_words_by_their_beginnings(void **s)
{
	static const char *const texts[] = {
		"lukasz anna 2026 ", "anna bob and ", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd or near ",
	};
	struct crm_buf none = { 0 };

	(void)s;
	t_add_three();
	t_begin(1);
	for (int64_t i = 0; i < 3; i++)
		feed(CRM_FRAG_FTS_PUT, i + 1, texts[i]);
	t_commit();
	assert_int_equal(hits("anna "), 3);
	assert_int_equal(hits("an "), 3);
	assert_int_equal(hits("an luk "), 1);
	assert_int_equal(hits("luk  an"), 1);
	assert_int_equal(hits("nna "), 0);
	assert_int_equal(hits("20 "), 1);
	assert_int_equal(hits("and "), 2);
	assert_int_equal(hits("or near "), 3);
	assert_int_equal(hits("\xd0\xb8\xd0\xb2 "), 3);
	t_begin(1);
	feed(CRM_FRAG_FTS_DROP, 1, texts[0]);
	t_commit();
	assert_int_equal(hits("anna "), 2);
	assert_int_equal(hits("luk "), 0);
	assert_int_equal(drv->frag(conn, CRM_FRAG_QUERY, "  ", NULL, 0, &none), CRM_NO);
}

static int
complain(void *arg, const char *text)
{
	crm_puts(arg, text);
	return CRM_OK;
}

static void
a_sound_base_has_no_complaints_and_a_size(void **s)
{
	struct crm_buf got = { 0 };
	int64_t before = drv->size(conn);

	(void)s;
	t_begin(1);
	assert_int_equal(drv->batch(conn, 1), CRM_OK);
	assert_int_equal(t_run("INSERT INTO crm_thing (id, name) WITH RECURSIVE k(i) AS "
	    "(SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 5000) "
	    "SELECT i, 'name ' || i FROM k", ""), CRM_OK);
	t_commit();
	assert_int_equal(drv->batch(conn, 0), CRM_OK);
	assert_int_equal(drv->check(conn, complain, &got), CRM_OK);
	assert_int_equal(got.n, 0);
	assert_true(before > 0 && drv->size(conn) > before);
}

int
main(void)
{
	static const struct CMUnitTest promises[] = {
		T_PROMISE(numbers_come_back_as_they_went),
		T_PROMISE(a_column_of_another_type_is_a_failure),
		T_PROMISE(a_table_refuses_what_is_of_another_type),
		T_PROMISE(changes_are_counted),
		T_PROMISE(the_id_of_a_new_row_is_returned),
		T_PROMISE(refusals_are_told_apart_and_name_the_column),
		T_PROMISE(nothing_sorts_where_the_words_say),
		T_PROMISE(text_sorts_as_bytes),
		T_PROMISE(a_schema_changes_in_steps),
		T_PROMISE(a_key_may_be_text),
		T_PROMISE(contains_finds_bytes),
		T_PROMISE(full_text_finds_all_words_by_their_beginnings),
		T_PROMISE(a_sound_base_has_no_complaints_and_a_size),
	};

	return T_RUN(promises);
}
