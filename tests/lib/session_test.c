/* session_test.c - opening a base, its policy, and what a policy may not take away */
#include "base_fixture.h"

#include <stdio.h>
#include <sys/stat.h>

static int
open_as(const char *file, bool read_only)
{
	struct crm_opening o = { .url = fixture_path(file), .actor = "anna", .command = "crm-test",
	    .read_only = read_only };
	struct crm *c;
	int rc;

	crm_err_clear(&err);
	rc = crm_open(&c, &o, &err);
	crm_close(c);
	return rc;
}

static void
write_file(const char *name, const char *text)
{
	FILE *f = fopen(fixture_path(name), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
a_base_is_made_on_first_use_unless_it_is_only_read(void **s)
{
	struct stat st;

	(void)s;
	assert_int_equal(open_as("none.db", true), CRM_NOINPUT);
	assert_int_not_equal(stat(fixture_path("none.db"), &st), 0);
	umask(0);
	assert_int_equal(open_as("new.db", false), CRM_OK);
	assert_int_equal(stat(fixture_path("new.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(open_as("new.db", true), CRM_OK);
	assert_int_equal(open_as("no/such/dir.db", false), CRM_CANTCREATE);
}

static void
what_is_no_base_is_refused_and_left_alone(void **s)
{
	char text[64];
	FILE *f;

	(void)s;
	write_file("letter.txt", "Dear Sir, this is not a base at all. It is a letter, and it is long enough to be read as a header.\n");
	assert_int_equal(open_as("letter.txt", false), CRM_CONFIG);
	assert_non_null(strstr(err.text, "letter.txt: not a client base"));
	f = fopen(fixture_path("letter.txt"), "r");
	assert_non_null(fgets(text, sizeof text, f));
	fclose(f);
	assert_memory_equal(text, "Dear Sir", 8);
	assert_int_equal(open_as(".", false), CRM_NOINPUT);
	write_file("empty", "");
	assert_int_equal(open_as("empty", false), CRM_OK);   /* an empty file is an empty base */
}

static int
try_policy(const char *text, bool only_check)
{
	crm_err_clear(&err);
	return crm_policy_load(crm, "p.yaml", text, strlen(text), only_check, &err);
}

#define STAGES "stages:\n  - {name: base, probability: 5, help: h}\n  - {name: won, kind: won, help: h}\n  - {name: lost, kind: lost, help: h}\n"
#define HEAD "version: 1\ncountry: NL\ncurrency: EUR\n"

static void
a_policy_is_kept_only_when_it_is_whole_and_meant(void **s)
{
	static const char custom[] =
	    HEAD STAGES "fields:\n  client:\n    - {name: mood, type: word, values: [good, bad], help: h}\n";
	char *text;

	(void)s;
	assert_int_equal(try_policy(custom, true), CRM_OK);
	assert_null(crm_field_find(ent("client"), "mood", 4));
	assert_int_equal(try_policy(HEAD STAGES "nosuch: 1\n", false), CRM_CONFIG);
	assert_non_null(strstr(err.text, "p.yaml:"));
	assert_int_equal(base_open(BASE_NOW, true), CRM_OK);
	assert_int_equal(try_policy(custom, false), CRM_OK);
	assert_int_equal(base_open(BASE_NOW, false), CRM_OK);
	assert_null(crm_field_find(ent("client"), "mood", 4));
	assert_int_equal(try_policy(custom, false), CRM_OK);
	assert_non_null(crm_field_find(ent("client"), "mood", 4));
	base_add("client", "name=Acme", "mood=good", NULL);
	assert_int_equal(base_open(BASE_NOW, false), CRM_OK);
	assert_string_equal(base_find("client", "mood=good"), "c1");
	assert_int_equal(crm_policy_text(crm, &text, &err), CRM_OK);
	assert_string_equal(text, custom);
	free(text);
}

static void
a_policy_takes_no_meaning_from_what_is_stored(void **s)
{
	static const char less[] = HEAD STAGES, dollars[] = "version: 1\ncountry: NL\ncurrency: USD\n" STAGES;

	(void)s;
	base_add("client", "name=Acme", "vip=yes", NULL);
	assert_int_equal(try_policy(less, false), CRM_CONFIG);
	assert_non_null(strstr(err.text, "vip: client records hold values there"));
	assert_string_equal(base_find("client", "vip=yes"), "c1");
	assert_int_equal(base_set("client", 1, 0, "vip=", NULL), CRM_OK);
	base_add("deal", "title=Paint", "stage=needs", NULL);
	assert_int_equal(try_policy(less, false), CRM_CONFIG);
	assert_string_equal(err.text, "stages: 1 deals stand in needs: move them first\n");
	assert_int_equal(base_set("deal", 1, 0, "stage=base", NULL), CRM_OK);
	assert_int_equal(try_policy(dollars, false), CRM_CONFIG);
	assert_string_equal(err.text, "currency: 1 deals were recorded with EUR as the default\n");
	assert_int_equal(try_policy(less, false), CRM_OK);
	assert_string_equal(base_find("deal", "stage=base"), "d1");
	assert_string_equal(base_check(), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(a_base_is_made_on_first_use_unless_it_is_only_read),
		    BASE_TEST(what_is_no_base_is_refused_and_left_alone),
		BASE_TEST(a_policy_is_kept_only_when_it_is_whole_and_meant),
		    BASE_TEST(a_policy_takes_no_meaning_from_what_is_stored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
