/* consent_test.c - who may be approached, by what was said; how members go on; claims that go out once */
#include "base_fixture.h"

#include "crm/campaign.h"
#include "crm/consent.h"
#include "crm/rules.h"

static const char *const needed[] = { "email", "chat", NULL };
static const char *const bases[] = { "contract", NULL };
static const struct crm_policy rules = { .consent_needed = needed, .bases = bases };

static void
the_verdict_is_by_hindrance_consent_need_and_basis(void **s)
{
	static const struct { struct crm_approach a; bool may; const char *why; } cases[] = {
		{ { .channel = "email", .basis = "contract" }, false, "no address for email" },
		{ { .channel = "email", .address = "a", .basis = "contract" }, true, "basis contract" },
		{ { .channel = "email", .address = "a", .basis = "public_interest" }, false, "no consent" },
		{ { .channel = "email", .address = "a" }, false, "no consent" },
		{ { .channel = "call", .address = "a" }, true, "call needs no consent" },
		{ { .channel = "call", .address = "a", .basis = "withdrawn" }, false, "basis withdrawn" },
		{ { .channel = "call", .address = "a", .opted_out = true }, false, "opted out of call" },
		{ { .channel = "call", .address = "a", .left = true }, false, "has left" },
		{ { .channel = "call", .address = "a", .away = true }, false, "is put away" },
		{ { .channel = "email", .address = "a", .said = "granted", .since = "2026-01-02T" }, true,
		    "consent granted 2026-01-02" },
		{ { .channel = "email", .address = "a", .said = "granted", .since = "2026-01-02T", .opted_out = true },
		    false, "opted out of email" },
		{ { .channel = "email", .address = "a", .said = "granted", .until = "2026-02-01", .over = true }, false,
		    "consent ended 2026-02-01" },
		{ { .channel = "email", .address = "a", .said = "granted", .until = "2026-02-01", .over = true,
		    .basis = "contract" }, true, "basis contract" },
		{ { .channel = "call", .address = "a", .said = "denied", .since = "2026-01-02T" }, false,
		    "consent denied 2026-01-02" },
		{ { .channel = "call", .address = "a", .said = "withdrawn", .since = "2026-01-02T", .basis = "contract" },
		    false, "consent withdrawn 2026-01-02" },
		{ { .channel = "email", .address = "a", .said = "hold", .since = "2026-01-02T", .basis = "contract" },
		    false, "address on hold since 2026-01-02" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf why = { 0 };

		assert_int_equal(crm_approachable(&rules, &cases[i].a, &why), cases[i].may);
		assert_string_equal(why.p, cases[i].why);
		crm_buf_free(&why);
	}
}

/* Every pair of statuses: a letter for each that may follow. */
static void
a_member_goes_on_by_the_table_only(void **s)
{
	static const char *const status[] = { "targeted", "excluded", "sent", "failed", "responded", "registered",
		"waiting", "attended", "absent", "declined" };
	static const char *const may[] = {
		"0111111101", "1000111101", "0001111101", "1110111101", "0000011101", "0000000111", "0000010101",
		"0000000010", "0000000100", "0000111100",
	};

	(void)s;
	for (size_t i = 0; i < 10; i++)
		for (size_t k = 0; k < 10; k++)
			if (crm_member_may(status[i], status[k]) != (may[i][k] == '1'))
				fail_msg("%s -> %s", status[i], status[k]);
	assert_false(crm_member_may("nonsense", "sent"));
}

/* What the records refuse and allow is the same, and a refusal names what is allowed. */
static void
a_refused_step_names_those_allowed(void **s)
{
	int64_t cm = base_add("campaign", "name=Fair", NULL), c = base_add("client", "name=Acme", NULL);
	int64_t m = base_add("member", crm_sprintf(&arena, "campaign=cm%lld", (long long)cm),
	    crm_sprintf(&arena, "client=c%lld", (long long)c), "status=attended", NULL);

	(void)s;
	assert_int_equal(base_set("member", m, 0, "status=declined", NULL), CRM_DATA);
	assert_non_null(strstr(err.text, "mb1 is attended and cannot be declined; it can be absent"));
	assert_int_equal(base_set("member", m, 0, "status=absent", NULL), CRM_OK);
	assert_string_equal(base_get("member", m, "slot"), "cm1:c1:p0");
}

static bool
may(int64_t client, int64_t person, const char *channel, const char *address)
{
	struct crm_buf why = { 0 };
	struct crm_reach w;
	bool ok = false;

	assert_int_equal(crm_reach_load(crm, client, person, &w, &err), CRM_OK);
	assert_int_equal(crm_may_approach(crm, &w, channel, address, &ok, &why, &err), CRM_OK);
	crm_reach_free(&w);
	crm_buf_free(&why);
	return ok;
}

static void
the_newest_word_counts_whatever_the_order_it_was_written_in(void **s)
{
	int64_t c = base_add("client", "name=Acme", "emails=a@acme.example", NULL);

	(void)s;
	base_add("consent", "address=a@ACME.example", "state=denied", "at=2026-03-01", NULL);
	base_add("consent", "address=a@acme.example", "state=granted", "at=2026-02-01", NULL);
	assert_false(may(c, 0, "email", "a@acme.example"));
	base_add("consent", "address=a@acme.example", "state=granted", "at=2026-03-02", NULL);
	assert_true(may(c, 0, "email", "a@acme.example"));
	base_add("consent", "address=a@acme.example", "state=hold", "at=2026-03-03", "until=2026-04-01", NULL);
	assert_true(may(c, 0, "email", "a@acme.example"));
	assert_string_equal(base_get("consent", 1, "client"), "c1");
}

static void
an_address_is_kept_as_the_channel_keeps_it(void **s)
{
	(void)s;
	base_add("consent", "address=030 123 4567", "channel=call", "state=denied", NULL);
	assert_string_equal(base_get("consent", 1, "address"), "+31301234567");
	assert_false(may(0, 0, "call", "+31301234567"));
	assert_true(may(0, 0, "fax", "+31301234567"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_verdict_is_by_hindrance_consent_need_and_basis),
		cmocka_unit_test(a_member_goes_on_by_the_table_only),
		BASE_TEST(a_refused_step_names_those_allowed),
		BASE_TEST(the_newest_word_counts_whatever_the_order_it_was_written_in),
		BASE_TEST(an_address_is_kept_as_the_channel_keeps_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
