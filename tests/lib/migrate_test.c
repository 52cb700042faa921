/*
 * migrate_test.c - a base made by another table becomes this one's: it gains what it lacks and loses
 * nothing
 */
#include "base_fixture.h"

#include <stdio.h>
#include <stdlib.h>

static struct crm_schema old, new;

static const struct crm_custom old_fields[] = {
	{ "client", { .name = "color", .type = &crm_t_text, .help = "colour of the logo" } },
	{ "client", { .name = "marks", .type = &crm_t_text, .flags = CRM_F_MANY, .help = "marks on boxes" } },
	{ "client", { .name = "memo", .type = &crm_t_text, .flags = CRM_F_EXACT,
	    .help = "kept as it stands" } },
	{ "client", { .name = "spare", .type = &crm_t_int, .help = "nobody fills it" } },
};
static const struct crm_custom new_fields[] = {
	{ "client", { .name = "colour", .type = &crm_t_text, .flags = CRM_F_SEARCHED, .was = "color",
	    .help = "colour of the logo" } },
	{ "client", { .name = "marks", .type = &crm_t_text, .flags = CRM_F_MANY, .help = "marks on boxes" } },
	{ "client", { .name = "memo", .type = &crm_t_text, .help = "now folded too" } },
	{ "client", { .name = "tone", .type = &crm_t_text, .dflt = "Friendly",
	    .flags = CRM_F_SEARCHED | CRM_F_INDEX, .help = "how to speak" } },
	{ "client", { .name = "score", .type = &crm_t_int, .dflt = "7", .help = "from 0 to 10" } },
};

static void
schema_of(struct crm_schema *s, const struct crm_custom *custom, size_t n)
{
	static struct crm_policy policy;

	policy = *crm_policy_of(crm);
	policy.custom = custom;
	policy.ncustom = n;
	if (crm_schema_make(s, &policy, &err) != CRM_OK)
		fail_msg("%s", err.text);
}

/* The base as the old table made it, with records. */
static int
setup(void **state)
{
	base_setup(state);
	schema_of(&old, old_fields, 4);
	schema_of(&new, new_fields, 5);
	return 0;
}

static int
teardown(void **state)
{
	crm_schema_free(&old);
	crm_schema_free(&new);
	return base_teardown(state);
}

static int
fill(void *arg, struct crm_err *e)
{
	static const struct { const char *name, *color, *marks, *memo; } rows[] = {
		{ "Acme", "Azure", "A1\nb2", "Żółw" }, { "Bits", NULL, NULL, NULL },
	};
	struct crm_batch b = { .uid = "00000000-0000-7000-8000-000000000000", .actor = "anna",
	    .command = "old" };
	const struct crm_entity *client = crm_entity_must(&old, "client");
	struct crm_rec rec;
	int rc = crm_batch_start(db, &b, e);

	(void)arg;
	crm_rec_init(&rec, client);
	for (size_t i = 0; i < 2 && rc == CRM_OK; i++) {
		const char *text[] = { rows[i].name, rows[i].color, rows[i].marks, rows[i].memo };
		const char *names[] = { "name", "color", "marks", "memo" };

		crm_rec_reset(&rec);
		for (size_t k = 0; k < 4; k++)
			if (text[k] != NULL)
				crm_rec_put(&rec, names[k], &CRM_VTEXT(text[k], strlen(text[k])));
		rc = crm_insert(db, &rec, e);
	}
	crm_rec_free(&rec);
	return rc == CRM_OK ? crm_batch_end(db, e) : rc;
}

static void
make_old(void)
{
	base_sql("DROP TABLE crm_client; DROP TABLE crm_client_fts; DELETE FROM crm_meta WHERE key = 'words client'");
	if (crm_db_migrate(db, &old, &err) != CRM_OK || crm_db_write(db, fill, NULL, false, &err) != CRM_OK)
		fail_msg("%s", err.text);
}

static void
the_plan_says_what_will_be_done_and_then_there_is_nothing_to_do(void **s)
{
	struct crm_buf plan = { 0 };
	bool current = true;

	(void)s;
	make_old();
	assert_int_equal(crm_db_current(db, &new, &current, &err), CRM_OK);
	assert_false(current);
	assert_int_equal(crm_db_plan(db, &new, &plan, &err), CRM_OK);
	assert_string_equal(plan.p,
	    "rename crm_client.color to colour\n"
	    "rename crm_client.color_key to colour_key\n"
	    "column crm_client.memo_key\n"
	    "column crm_client.tone\n"
	    "column crm_client.tone_key\n"
	    "column crm_client.score\n"
	    "index crm_client_tone_key\n");
	assert_int_equal(crm_db_migrate(db, &new, &err), CRM_OK);
	plan.n = 0;
	assert_int_equal(crm_db_plan(db, &new, &plan, &err), CRM_OK);
	assert_int_equal(plan.n, 0);
	assert_int_equal(crm_db_current(db, &new, &current, &err), CRM_OK);
	assert_true(current);
	crm_buf_free(&plan);
}

static void
a_renamed_field_keeps_its_values_and_what_is_new_is_filled(void **s)
{
	static const char *const facts[] = {
		"colour = 'Azure' AND colour_key = 'azure'", "memo = 'Żółw' AND memo_key = 'zolw'",
		    "marks IS NOT NULL",
		"tone = 'Friendly' AND tone_key = 'friendly' AND score = 7",
	};

	(void)s;
	make_old();
	assert_int_equal(crm_db_migrate(db, &new, &err), CRM_OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(base_count(crm_sprintf(&arena,
		    "SELECT count(*) FROM crm_client WHERE id = 1 AND %s", facts[i])), 1);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client WHERE colour IS NULL AND memo_key IS NULL AND tone_key = 'friendly'"), 1);
	assert_int_equal(base_count("SELECT count(*) FROM crm_many WHERE name = 'c.marks' AND id = 1"), 2);
}

static void
what_became_searched_is_found_in_old_records_too(void **s)
{
	(void)s;
	make_old();
	assert_int_equal(base_count("SELECT count(*) FROM crm_client_fts WHERE crm_client_fts MATCH 'azure'"),
	    0);
	assert_int_equal(crm_db_migrate(db, &new, &err), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client_fts WHERE crm_client_fts MATCH 'azure'"),
	    1);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client_fts WHERE crm_client_fts MATCH 'friendly'"), 2);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client_fts WHERE crm_client_fts MATCH 'acme'"),
	    1);
	base_sql("INSERT INTO crm_client_fts(crm_client_fts) VALUES ('integrity-check')");
}

static void
a_base_without_its_full_text_or_indices_gets_them_back(void **s)
{
	int64_t indices;

	(void)s;
	make_old();
	indices = base_count("SELECT count(*) FROM sqlite_schema WHERE type = 'index'");
	base_sql("DROP TABLE crm_client_fts; DROP INDEX crm_client_name_key; DROP INDEX crm_many_name_value_id");
	assert_int_equal(crm_db_migrate(db, &old, &err), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client_fts WHERE crm_client_fts MATCH 'acme'"),
	    1);
	assert_int_equal(base_count("SELECT count(*) FROM sqlite_schema WHERE type = 'index'"), indices);
}

static void
the_journal_knows_a_renamed_field_by_its_former_name(void **s)
{
	const struct crm_entity *client = crm_entity_must(&new, "client");
	struct crm_rec rec;

	(void)s;
	crm_rec_init(&rec, client);
	assert_int_equal(crm_image_read("color\tAzure", 11, client, &rec, &err), CRM_OK);
	assert_string_equal(crm_rec_get(&rec, "colour")->p, "Azure");
	crm_rec_free(&rec);
}

static void
what_would_lose_data_is_refused_and_changes_nothing(void **s)
{
	static const struct crm_custom other_kind[] = {
		{ "client", { .name = "color", .type = &crm_t_int, .help = "colour of the logo" } },
	};
	static const struct { const struct crm_custom *fields; size_t n; const char *said; } cases[] = {
		{ NULL, 0, "color: client records hold values there, and the field is no longer declared: they would be lost\n" },
		{ old_fields, 1, "marks: client records hold values there, and the field is no longer declared: they would be lost\n" },
		{ old_fields, 2, "memo: client records hold values there, and the field is no longer declared: they would be lost\n" },
		{ old_fields, 3, "" },
		{ other_kind, 1, "crm_client.color: the base keeps another kind of value there: changing it would lose data\n" },
	};

	(void)s;
	make_old();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_schema less = { 0 };
		struct crm_buf plan = { 0 };
		int rc = cases[i].said[0] != '\0' ? CRM_CONFIG : CRM_OK;

		schema_of(&less, cases[i].fields, cases[i].n);
		crm_err_clear(&err);
		assert_int_equal(crm_db_plan(db, &less, &plan, &err), rc);
		assert_string_equal(err.text, cases[i].said);
		crm_err_clear(&err);
		assert_int_equal(crm_db_migrate(db, &less, &err), rc);
		assert_string_equal(err.text, cases[i].said);
		assert_int_equal(base_count("SELECT count(*) FROM crm_client WHERE color = 'Azure' AND memo = 'Żółw'"), 1);
		crm_db_schema(db, crm_schema_of(crm));
		crm_schema_free(&less);
		crm_buf_free(&plan);
	}
}

static void
a_newer_base_is_refused_before_anything_else(void **s)
{
	(void)s;
	base_sql("UPDATE crm_meta SET value = '2' WHERE key = 'version'; UPDATE crm_meta SET value = 'x: [' WHERE key = 'policy'");
	assert_int_equal(base_open(BASE_NOW, false), CRM_CONFIG);
	assert_string_equal(err.text,
	    "this base was made by a newer crm (base version 2, this program knows 1)\n");
	base_sql("UPDATE crm_meta SET value = 'two' WHERE key = 'version'");
	assert_int_equal(base_open(BASE_NOW, false), CRM_CONFIG);
	base_sql("UPDATE crm_meta SET value = '1' WHERE key = 'version'; DELETE FROM crm_meta WHERE key = 'policy'");
	assert_int_equal(base_open(BASE_NOW, false), CRM_CONFIG);
	assert_string_equal(err.text, "the base was made by an older crm: crm-init brings it up to date\n");
}

static int
open_new(int k)
{
	struct crm_opening o = { .url = fixture_path("fresh.db"), .actor = "anna", .command = "crm-test",
	    .now = k };
	struct crm *c;
	struct crm_err e = CRM_ERR_INIT;
	int rc = crm_open(&c, &o, &e);

	if (rc == CRM_OK)
		crm_close(c);
	else
		fputs(e.text, stderr);
	return rc;
}

static void
a_fresh_base_made_by_many_at_once_is_made_once(void **s)
{
	(void)s;
	crm_close(crm);         /* no connection outlives a fork */
	crm = NULL;
	for (int i = 0; i < 5; i++) {
		/* slowed twentyfold, eight would wait for each other longer than a base waits */
		assert_true(fixture_all(getenv("CRM_SLOW") != NULL ? 2 : 8, open_new));
		assert_int_equal(open_new(0), CRM_OK);
		remove(fixture_path("fresh.db"));
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_plan_says_what_will_be_done_and_then_there_is_nothing_to_do),
		    T(a_renamed_field_keeps_its_values_and_what_is_new_is_filled),
		T(what_became_searched_is_found_in_old_records_too),
		    T(a_base_without_its_full_text_or_indices_gets_them_back),
		T(the_journal_knows_a_renamed_field_by_its_former_name),
		    T(what_would_lose_data_is_refused_and_changes_nothing),
		T(a_newer_base_is_refused_before_anything_else),
		    T(a_fresh_base_made_by_many_at_once_is_made_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
