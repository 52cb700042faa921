/*
 * write_test.c - a change reaches the row, its twins, its items, the full text and the journal, or none of
 * them
 */
#include "base_fixture.h"

#include <stdio.h>

#define ITEMS "SELECT count(*) FROM crm_many WHERE name = 'c.tags' AND id = 1"

static void
items_follow_their_record(void **s)
{
	(void)s;
	base_add("client", "name=Acme", "tags=VIP,big", NULL);
	assert_int_equal(base_count(ITEMS), 2);
	assert_int_equal(base_count(ITEMS " AND value = 'vip'"), 1);
	assert_int_equal(base_set("client", 1, 0, "tags+=new", NULL), CRM_OK);
	assert_int_equal(base_count(ITEMS), 3);
	assert_int_equal(base_set("client", 1, 0, "tags-=big", NULL), CRM_OK);
	assert_int_equal(base_count(ITEMS " AND value = 'big'"), 0);
	assert_int_equal(base_set("client", 1, 0, "tags=", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_many"), 0);
	assert_string_equal(base_check(), "");
}

static void
full_text_follows_its_record(void **s)
{
	(void)s;
	base_add("client", "name=Acme", "note=blue paint", NULL);
	base_add("client", "name=Bits", "note=red paint", NULL);
	assert_string_equal(base_find("client", "paint"), "c1 c2");
	assert_int_equal(base_set("client", 1, 0, "note=green ink", NULL), CRM_OK);
	assert_string_equal(base_find("client", "paint"), "c2");
	assert_string_equal(base_find("client", "acme ink"), "c1");
	assert_int_equal(base_set("client", 1, 0, "note=", NULL), CRM_OK);
	assert_string_equal(base_find("client", "ink"), "");
	assert_string_equal(base_find("client", "acme"), "c1");
	assert_int_equal(base_set("client", 2, 0, "city=Utrecht", NULL), CRM_OK);
	assert_string_equal(base_find("client", "red utrecht"), "c2");
}

static void
folded_twins_follow_their_text(void **s)
{
	(void)s;
	base_add("client", "name=Ångström", "city=Malmö", NULL);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client WHERE name_key = 'angstrom' AND city_key = 'malmo'"), 1);
	assert_int_equal(base_set("client", 1, 0, "name=Łódź", "city=", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client WHERE name_key = 'lodz' AND city_key IS NULL"), 1);
}

static int
delete_client(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_rec rec;
	int rc;

	crm_rec_init(&rec, ent("client"));
	if ((rc = crm_get(c, rec.ent, *(int64_t *)arg, &rec, e)) == CRM_OK)
		rc = crm_delete(db, &rec, e);
	crm_rec_free(&rec);
	return rc;
}

static void
a_deletion_leaves_the_journal_only(void **s)
{
	int64_t id = 1;

	(void)s;
	base_add("client", "name=Acme", "note=paint", "tags=vip", "emails=a@x.example", NULL);
	assert_int_equal(crm_work(crm, delete_client, &id, NULL, &err), CRM_OK);
	assert_string_equal(base_find("client", "paint"), "");
	assert_int_equal(base_count("SELECT count(*) FROM crm_many"), 0);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client"), 0);
	assert_int_equal(base_count("SELECT count(*) FROM crm_change WHERE op = 'rm' AND instr(before, 'note\tpaint') > 0"), 1);
	assert_string_equal(base_check(), "");
}

static void
a_number_is_never_given_twice(void **s)
{
	int64_t id = 2;

	(void)s;
	base_add("client", "name=A", NULL);
	base_add("client", "name=B", NULL);
	assert_int_equal(crm_work(crm, delete_client, &id, NULL, &err), CRM_OK);
	assert_int_equal(base_add("client", "name=C", NULL), 3);
	assert_int_equal(base_add("person", "name=P", NULL), 1);
}

static int
insert_100(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_rec rec;
	int rc;

	(void)c, (void)arg;
	crm_rec_init(&rec, ent("client"));
	crm_rec_put(&rec, "name", &CRM_VTEXT("Hundred", 7));
	rec.val[0] = CRM_VINT(100);
	rc = crm_insert(db, &rec, e);
	crm_rec_free(&rec);
	return rc;
}

static void
a_given_number_is_kept_and_the_next_one_follows_it(void **s)
{
	(void)s;
	assert_int_equal(crm_work(crm, insert_100, NULL, NULL, &err), CRM_OK);
	assert_string_equal(base_find("client", "name=Hundred"), "c100");
	assert_int_equal(base_add("client", "name=Next", NULL), 101);
}

static void
what_is_equal_is_not_written(void **s)
{
	int64_t batch = 7;

	(void)s;
	base_add("client", "name=Acme", "city=Utrecht", NULL);
	assert_int_equal(base_set("client", 1, 0, "city=Utrecht", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_batch"), 1);
	assert_int_equal(base_count("SELECT count(*) FROM crm_change"), 1);
	assert_int_equal(crm_work(crm, delete_client, &(int64_t){ 9 }, &batch, &err), CRM_NO);
	assert_string_equal(err.text, "there is no client c9\n");
	assert_int_equal(batch, 0);
}

static void
a_change_journals_the_changed_fields_before_and_after(void **s)
{
	(void)s;
	base_add("client", "name=Acme", "city=Utrecht", "employees=5", NULL);
	assert_int_equal(base_set("client", 1, 0, "city=Rome", "employees=", "note=a\tb", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_change WHERE op = 'set' AND record = 'c1' AND batch = 2"
	    " AND before = 'employees\t5\ncity\tUtrecht\nnote' AND after = 'employees\ncity\tRome\nnote\ta\\tb'"), 1);
	assert_int_equal(base_count("SELECT changes FROM crm_batch WHERE id = 2"), 1);
	assert_int_equal(base_count("SELECT count(*) FROM crm_batch WHERE actor = 'anna' AND command = 'crm-test'"
	    " AND at = '" BASE_NOW "' AND length(uid) = 36"), 2);
}

/* A text for each kind of value; what an image holds must be the value, whatever it is. */
static void
images_hold_every_kind_of_value(void **s)
{
	static const struct { const char *type, *text; } texts[] = {
		{ "id", "c1" }, { "text", "tab\there\\n \"q\" \xe2\x80\xae" }, { "word", "call" },
		    { "int", "-12" }, { "money", "-12.50" },
		{ "percent", "12.25" }, { "date", "2026-02-28" }, { "time", "2026-02-28T23:59:59Z" },
		    { "span", "3d" }, { "bool", "yes" },
		{ "email", "a@x.example" }, { "phone", "+31201234567" }, { "site", "https://x.example/a" },
		    { "country", "NL" },
		{ "currency", "EUR" }, { "ref", NULL }, { "rrule", "FREQ=DAILY" },
	};
	const struct crm_schema *schema_ = crm_schema_of(crm);
	size_t tried = 0;

	(void)s;
	for (size_t e = 0; e < schema_->n; e++)
		for (size_t i = 1; i < schema_->ent[e].nfield; i++) {
			const struct crm_field *f = &schema_->ent[e].field[i];
			struct crm_val v = CRM_VINT(42);
			struct crm_buf image = { 0 }, many = { 0 };
			struct crm_rec rec;
			const char *text = NULL;

			if (!crm_field_stored(f))
				continue;
			for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
				if (strcmp(texts[k].type, f->type->name) == 0)
					text = f->values != NULL ? f->values[0] : texts[k].text;
			if (text != NULL && crm_field_parse(crm_ctx_of(crm), f, text, strlen(text), &v,
			    &arena, &err) != CRM_OK)
				fail_msg("%s.%s: %s", schema_->ent[e].name, f->name, err.text);
			if (f->flags & CRM_F_MANY) {
				crm_many_add(&many, v.t == CRM_TEXT ? v.p : "42", v.t == CRM_TEXT ? v.n : 2);
				crm_many_add(&many, "b\nc\\", 4);
				v = CRM_VTEXT(many.p, many.n);
			}
			crm_rec_init(&rec, &schema_->ent[e]);
			crm_image_put(&image, f, &v);
			if (crm_image_read(image.p, image.n, rec.ent, &rec, &err) != CRM_OK
			    || !crm_val_eq(&rec.val[i], &v) || !rec.set[i])
				fail_msg("%s.%s: %s %s", rec.ent->name, f->name, image.p, err.text);
			image.n = 0;
			crm_image_put(&image, f, &CRM_VNULL);
			assert_int_equal(crm_image_read(image.p, image.n, rec.ent, &rec, &err), CRM_OK);
			assert_int_equal(rec.val[i].t, CRM_NULL);
			crm_rec_free(&rec);
			crm_buf_free(&image);
			crm_buf_free(&many);
			tried++;
		}
	assert_true(tried > 100);
}

static void
an_image_of_unknown_fields_or_broken_numbers_is_refused(void **s)
{
	static const struct { const char *image; int rc; } bad[] = {
		{ "employees\tx", CRM_DATA }, { "employees\t", CRM_DATA },
		    { "nosuch\t1\nemployees\tx", CRM_DATA },
		{ "nosuch\t1\nname\tA", CRM_CONFIG }, { "idle\t1", CRM_CONFIG },
		    { "name\tA\n\tB", CRM_CONFIG },
	};
	struct crm_rec rec;

	(void)s;
	crm_rec_init(&rec, ent("client"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(crm_image_read(bad[i].image, strlen(bad[i].image), rec.ent, &rec, &err),
		    bad[i].rc);
	assert_string_equal(crm_rec_get(&rec, "name")->p, "A");
	crm_rec_free(&rec);
}

static int
add_counted(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_rec rec;
	int rc;

	++*(int *)arg;
	crm_rec_init(&rec, ent("client"));
	crm_rec_put(&rec, "name", &CRM_VTEXT("Once", 4));
	rc = crm_save(c, NULL, &rec, 0, NULL, e);
	crm_rec_free(&rec);
	return rc;
}

/* Whatever happens at the commit, the work is in the base once, or not at all. */
static void
work_is_done_once_whatever_the_commit_answers(void **s)
{
	static const struct { const char *fault; int rc, runs; int64_t kept; } cases[] = {
		{ "unknown:1", CRM_OK, 1, 1 }, { "retry:1", CRM_OK, 2, 1 }, { "retry:3", CRM_OK, 4, 1 },
		    { "retry:7", CRM_OK, 8, 1 },
		{ "retry:8", CRM_RETRY, 8, 0 }, { "unavail:1", CRM_UNAVAIL, 0, 0 },
	};
	int64_t all = 0;

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t batch = -1;
		int runs = 0;

		crm_fault(cases[i].fault);
		crm_err_clear(&err);
		assert_int_equal(crm_work(crm, add_counted, &runs, &batch, &err), cases[i].rc);
		crm_fault(NULL);
		assert_int_equal(runs, cases[i].runs);
		all += cases[i].kept;
		assert_int_equal(base_count("SELECT count(*) FROM crm_client"), all);
		assert_int_equal(base_count("SELECT count(*) FROM crm_batch"), all);
		assert_int_equal(batch, cases[i].kept ? all : 0);
	}
	assert_string_equal(base_check(), "");
}

static int
nothing(struct crm *c, void *arg, struct crm_err *e)
{
	(void)c, (void)e;
	++*(int *)arg;
	return CRM_OK;
}

static void
work_that_changed_nothing_is_not_repeated_either(void **s)
{
	int runs = 0;

	(void)s;
	crm_fault("unknown:1");
	assert_int_equal(crm_work(crm, nothing, &runs, NULL, &err), CRM_OK);
	assert_int_equal(runs, 1);
}

static void
a_dry_run_keeps_nothing(void **s)
{
	int runs = 0;
	int64_t batch;

	(void)s;
	assert_int_equal(base_open(BASE_NOW, true), CRM_OK);
	assert_int_equal(crm_work(crm, add_counted, &runs, &batch, &err), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_client"), 0);
	assert_int_equal(base_count("SELECT count(*) FROM crm_seq"), 0);
}

static int
load(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_rec rec;
	char name[32];
	int rc = crm_load_begin(db, ent("client"), e);

	(void)c;
	crm_rec_init(&rec, ent("client"));
	for (int i = 0; i < *(int *)arg && rc == CRM_OK; i++) {
		crm_rec_reset(&rec);
		snprintf(name, sizeof name, "Client %d", i);
		crm_rec_put(&rec, "name", &CRM_VTEXT(name, strlen(name)));
		crm_rec_put(&rec, "tags", &CRM_VTEXT("vip", 3));
		rc = crm_insert(db, &rec, e);
	}
	crm_rec_free(&rec);
	return rc == CRM_OK ? crm_load_end(db, e) : rc;
}

static void
a_long_load_leaves_every_index_in_place(void **s)
{
	const char *indices = "SELECT count(*) FROM sqlite_schema WHERE type = 'index'";
	int64_t before = base_count(indices);
	int n = 2500;

	(void)s;
	assert_true(before > 20);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(crm_work(crm, load, &n, NULL, &err), CRM_OK);
		assert_int_equal(base_count(indices), before);
	}
	assert_string_equal(base_find("client", "name=\"Client 2400\""), "c2401 c4901");
	assert_string_equal(base_find("client", "\"client 2399\" tags=vip"), "c2400 c4900");
	assert_int_equal(base_count("SELECT count(*) FROM crm_many"), 5000);
	assert_int_equal(base_count("SELECT changes FROM crm_batch WHERE id = 1"), 2500);
	assert_string_equal(base_check(), "");
}

static void
the_journal_is_read_backwards_page_by_page(void **s)
{
	struct crm_change page[2];
	int64_t below = INT64_MAX, id = 1, later;
	char got[128] = "";
	size_t n;

	(void)s;
	base_add("client", "name=A", NULL);
	assert_int_equal(base_set("client", 1, 0, "name=B", NULL), CRM_OK);
	base_sql("UPDATE crm_change SET batch = 1");
	base_add("client", "name=C", NULL);
	base_sql("UPDATE crm_change SET batch = 1");
	assert_int_equal(base_set("client", 1, 0, "name=D", NULL), CRM_OK);
	do {
		assert_int_equal(crm_journal(db, 1, below, page, 2, &n, &arena, &err), CRM_OK);
		for (size_t i = 0; i < n; i++) {
			below = page[i].id;
			snprintf(got + strlen(got), 32, "%c%s%d %.*s\n", page[i].op, page[i].ent->prefix,
			    (int)page[i].record,
			    page[i].before.t == CRM_TEXT ? (int)page[i].before.n : 0, page[i].before.p);
		}
	} while (n > 0);
	assert_string_equal(got, "ac2 \nsc1 name\tA\nac1 \n");
	assert_int_equal(crm_journal_later(db, ent("client"), 1, &id, &later, &err), CRM_OK);
	assert_int_equal(id * 10 + later, 21);
	assert_int_equal(crm_journal_later(db, ent("client"), 1, &id, &later, &err), CRM_OK);
	assert_int_equal(id * 10 + later, 44);
	assert_int_equal(crm_journal_later(db, ent("client"), 1, &id, &later, &err), CRM_NO);
}

/* Damage that only the journal, the twins or the items can betray. */
static void
the_check_names_every_damage(void **s)
{
	static const struct { const char *sql, *said; } cases[] = {
		{ "UPDATE crm_client SET city = 'Paris', city_key = 'paris' WHERE id = 1",
		    "c1: city is not what the journal says it was last set to\n" },
		{ "UPDATE crm_client SET city_key = 'paris' WHERE id = 1",
		    "c1: city_key is not the folded city\n" },
		{ "UPDATE crm_client SET city_key = NULL WHERE id = 1",
		    "c1: city_key is not the folded city\n" },
		{ "DELETE FROM crm_many WHERE value = 'vip'",
		    "c1: tags is not found by its item\ncrm_many: the records have 2 items, it holds 1\n" },
		{ "INSERT INTO crm_many (n, name, value, id) VALUES (99, 'c.tags', 'loose', 1)",
		    "crm_many: the records have 2 items, it holds 3\n" },
		{ "DELETE FROM crm_change WHERE op = 'add' AND record = 'c2'",
		    "c2: the journal does not know how it came\nclient: the journal knows of 1 records, there are 2\n" },
		{ "DELETE FROM crm_client WHERE id = 2",
		    "client: the journal knows of 2 records, there are 1\n" },
		{ "UPDATE crm_client SET owner = 9 WHERE id = 2",
		    "crm_client: row 2 names a record of crm_user that does not exist\n" },
		{ "UPDATE crm_change SET after = 'employees\tx' WHERE op = 'set'",
		    "c1: the journal holds an image that cannot be read\n" },
		{ "UPDATE crm_change SET op = 'rm' WHERE op = 'set'",
		    "c1: the journal says it was purged, but it is there\nclient: the journal knows of 1 records, there are 2\n" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		base_add("client", "name=Acme", "city=Rome", "tags=vip,big", NULL);
		base_add("client", "name=Bits", NULL);
		assert_int_equal(base_set("client", 1, 0, "city=Utrecht", NULL), CRM_OK);
		assert_string_equal(base_check(), "");
		base_sql(cases[i].sql);
		assert_string_equal(base_check(), cases[i].said);
		base_teardown(NULL);
		base_setup(NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(items_follow_their_record), BASE_TEST(full_text_follows_its_record),
		    BASE_TEST(folded_twins_follow_their_text),
		BASE_TEST(a_deletion_leaves_the_journal_only), BASE_TEST(a_number_is_never_given_twice),
		BASE_TEST(a_given_number_is_kept_and_the_next_one_follows_it),
		    BASE_TEST(what_is_equal_is_not_written),
		BASE_TEST(a_change_journals_the_changed_fields_before_and_after),
		    BASE_TEST(images_hold_every_kind_of_value),
		BASE_TEST(an_image_of_unknown_fields_or_broken_numbers_is_refused),
		    BASE_TEST(work_is_done_once_whatever_the_commit_answers),
		BASE_TEST(work_that_changed_nothing_is_not_repeated_either),
		    BASE_TEST(a_dry_run_keeps_nothing),
		BASE_TEST(a_long_load_leaves_every_index_in_place),
		    BASE_TEST(the_journal_is_read_backwards_page_by_page),
		BASE_TEST(the_check_names_every_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
