/* resolve_test.c - from what a person calls a record to the record */
#include "base_fixture.h"

static int
fill(void **state)
{
	base_setup(state);
	base_add("user", "login=anna", "name=Anna", "email=anna@house.example", NULL);
	base_add("user", "login=bob", "name=Bob", NULL);
	base_add("client", "name=Łukasz Müller", "key=ACME-1",
	    "emails=info@lukasz.example,Sales@Lukasz.example", "phones=020 123 4567", NULL);
	base_add("client", "name=Acme", "city=Utrecht", NULL);
	base_add("client", "name=acme", "city=Rome", NULL);
	base_add("client", "name=c2", NULL);
	base_add("client", "name=key:X", NULL);
	base_add("client", "name=a=b", NULL);
	base_add("client", "name=Gone", NULL);
	base_add("deal", "title=Paint", "client=c1", NULL);
	base_sql("UPDATE crm_client SET away = '2026-01-01T00:00:00Z' WHERE name = 'Gone'");
	return 0;
}

static const char *
resolve(const char *entity, const char *text)
{
	const struct crm_entity *e;
	struct crm_buf b = { 0 };
	int64_t id;
	char *out;

	crm_err_clear(&err);
	if (crm_refer(crm, ent(entity), text, strlen(text), &e, &id, &err) == CRM_OK)
		crm_put_id(&b, e, id);
	else
		crm_puts(&b, err.text);
	out = crm_strndup(&arena, b.p, b.n);
	crm_buf_free(&b);
	return out;
}

static void
a_record_is_found_by_whatever_identifies_it(void **s)
{
	static const struct { const char *entity, *text, *is; } cases[] = {
		{ "client", "c1", "c1" }, { "client", "d1", "d1" }, { "client", "u2", "u2" },
		{ "client", "key:ACME-1", "c1" }, { "client", "ACME-1", "c1" },
		{ "client", "info@lukasz.example", "c1" }, { "client", "SALES@lukasz.EXAMPLE", "c1" },
		    { "client", "mailto:info@lukasz.example", "c1" },
		{ "client", "+31 20 1234567", "c1" }, { "client", "(020) 123-4567", "c1" },
		    { "client", "0031201234567", "c1" },
		{ "client", "lukasz muller", "c1" }, { "client", "ŁUKASZ MÜLLER", "c1" },
		    { "client", "a=b", "c6" }, { "client", "A=B", "c6" },
		{ "deal", "paint", "d1" }, { "user", "me", "u1" }, { "user", "anna@house.example", "u1" },
		    { "user", "BOB", "u2" },
		/* what looks like an id is one */
		{ "client", "c2", "c2" }, { "client", "key:X", "there is no client \"X\"\n" },
		{ "client", "c99", "there is no client \"c99\"\n" },
		    { "client", "d99", "there is no deal \"d99\"\n" },
		{ "client", "nobody", "there is no client \"nobody\"\n" },
		    { "client", "gone", "there is no client \"gone\"\n" }, { "client", "c7", "c7" },
		{ "client", "", "there is no client \"\"\n" },
		    { "client", "me", "there is no client \"me\"\n" },
		{ "client", "key:acme-1", "there is no client \"acme-1\"\n" },
		{ "client", "acme",
		    "several clients are called \"acme\": c2 Acme in Utrecht, c3 acme in Rome\n" },
		{ "client", "\033[2J", "there is no client \"\\x1B[2J\"\n" },
		    { "client", "c-1", "there is no client \"c-1\"\n" },
		{ "client", "c18446744073709551617", "there is no client \"c18446744073709551617\"\n" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int again = 0; again < 2; again++)
			if (strcmp(resolve(cases[i].entity, cases[i].text), cases[i].is) != 0)
				fail_msg("%s %s: %s", cases[i].entity, cases[i].text,
				    resolve(cases[i].entity, cases[i].text));
}

static void
one_identifying_field_may_be_asked_alone(void **s)
{
	int64_t id = 0;

	(void)s;
	assert_int_equal(crm_resolve(crm, ent("client"), field("client", "name"), "c2", 2, &id, &err),
	    CRM_OK);
	assert_int_equal(id, 2);        /* an id is an id, whatever is asked */
	assert_int_equal(crm_resolve(crm, ent("client"), field("client", "name"), "ACME-1", 6, &id, &err),
	    CRM_NO);
	assert_int_equal(crm_resolve(crm, ent("user"), field("user", "login"), "anna", 4, &id, &err), CRM_OK);
	assert_int_equal(id, 1);
	assert_int_equal(crm_resolve(crm, ent("user"), field("user", "login"), "Anna", 4, &id, &err), CRM_NO);
}

static void
me_without_such_a_user_says_so(void **s)
{
	(void)s;
	base_sql("UPDATE crm_user SET login = 'nina' WHERE id = 1");
	assert_int_equal(base_open(BASE_NOW, false), CRM_OK);
	assert_string_equal(resolve("user", "me"), "me: no user has the login 'anna'\n");
	base_sql("UPDATE crm_user SET login = 'anna' WHERE id = 1");
}

static void
a_name_is_remembered_only_while_it_stands(void **s)
{
	(void)s;
	base_add("client", "name=Moving", NULL);
	assert_string_equal(resolve("client", "moving"), "c8");
	assert_int_equal(base_set("client", 8, 0, "name=Moved", NULL), CRM_OK);
	assert_string_equal(resolve("client", "moving"), "there is no client \"moving\"\n");
	assert_string_equal(resolve("client", "moved"), "c8");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, base_clear)
	const struct CMUnitTest tests[] = {
		T(a_record_is_found_by_whatever_identifies_it), T(one_identifying_field_may_be_asked_alone),
		    T(me_without_such_a_user_says_so),
		T(a_name_is_remembered_only_while_it_stands),
	};

	return cmocka_run_group_tests(tests, fill, base_teardown);
}
