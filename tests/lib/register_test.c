/* register_test.c - the yearly numbers of post and fax, and how long an answer took */
#include "base_fixture.h"

static struct crm_buf told;

static void
tell(void *arg, const char *numbers)
{
	(void)arg;
	crm_puts(&told, told.n ? "; " : "");
	crm_puts(&told, numbers);
}

static const char *
gaps(void)
{
	told.n = 0;
	assert_int_equal(crm_register_gaps(crm, tell, NULL, &err), CRM_OK);
	return told.n ? told.p : "";
}

static const char *
number(int64_t id)
{
	return base_get("interaction", id, "number");
}

static void
each_year_and_direction_has_its_own_numbers(void **s)
{
	static const struct { const char *channel, *direction, *at, *want; } letters[] = {
		{ "channel=post", "direction=in", "at=2026-03-01", "in-2026-0001" },
		{ "channel=fax", "direction=in", "at=2026-02-01", "in-2026-0002" },
		{ "channel=post", "direction=out", "at=2026-03-01", "out-2026-0001" },
		{ "channel=post", "direction=in", "at=2025-12-31T23:59:59Z", "in-2025-0001" },
		{ "channel=call", "direction=in", "at=2026-03-01", "" },
		{ "channel=email", "direction=out", "at=2026-03-01", "" },
		{ "channel=fax", "direction=out", "at=2026-03-01", "out-2026-0002" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		assert_string_equal(number(base_add("interaction", letters[i].channel, letters[i].direction, letters[i].at,
		    NULL)), letters[i].want);
	assert_string_equal(gaps(), "");
}

static void
a_number_that_is_given_stays_and_the_next_follows_it(void **s)
{
	(void)s;
	base_add("interaction", "channel=post", "number=out-2026-0007", NULL);
	base_add("interaction", "channel=post", "number=Z/26/1", NULL);
	base_add("interaction", "channel=post", NULL);
	assert_string_equal(number(1), "out-2026-0007");
	assert_string_equal(number(2), "Z/26/1");
	assert_string_equal(number(3), "out-2026-0008");
	base_add("interaction", "channel=post", "number=out-2026-0010", NULL);
	assert_string_equal(gaps(), "out-2026-0001 to out-2026-0006; out-2026-0009");
	assert_int_equal(base_set("interaction", 0, 0, "channel=post", "at=now", "number=out-2026-0010", NULL), CRM_DATA);
}

static void
what_becomes_a_letter_gets_a_number_and_keeps_it(void **s)
{
	(void)s;
	base_add("interaction", "channel=note", NULL);
	assert_int_equal(base_set("interaction", 1, 0, "outcome=filed", NULL), CRM_OK);
	assert_string_equal(number(1), "");
	assert_int_equal(base_set("interaction", 1, 0, "channel=post", NULL), CRM_OK);
	assert_string_equal(number(1), "out-2026-0001");
	assert_int_equal(base_set("interaction", 1, 0, "channel=fax", "direction=in", NULL), CRM_OK);
	assert_string_equal(number(1), "out-2026-0001");
}

static void
the_ten_thousandth_letter_is_followed_by_the_next(void **s)
{
	(void)s;
	base_add("interaction", "channel=post", "number=out-2026-9999", NULL);
	for (int i = 0; i < 3; i++)
		base_add("interaction", "channel=post", NULL);
	assert_string_equal(number(2), "out-2026-10000");
	assert_string_equal(number(4), "out-2026-10002");
}

struct letters { int n; bool bad; };

static int
write_letters(struct crm *c, void *arg, struct crm_err *e)
{
	struct letters *l = arg;
	struct crm_rec rec;
	int rc = CRM_OK;

	for (int i = 0; i < l->n && rc == CRM_OK; i++) {
		crm_rec_init(&rec, ent("interaction"));
		rc = crm_rec_assign_all(crm_ctx_of(c), &rec, (char *[]){ "channel=post", "at=now", "direction=out", "key=K" },
		    l->bad && i == 1 ? 4 : 3, e);
		if (rc == CRM_OK)
			rc = crm_save(c, NULL, &rec, 0, NULL, e);
		if (rc == CRM_DATA && l->bad)
			rc = CRM_OK;
		crm_rec_free(&rec);
	}
	return rc;
}

static void
one_run_counts_on_and_what_is_refused_takes_no_number(void **s)
{
	struct letters l = { .n = 3, .bad = true };
	int64_t batch, undone, as;

	(void)s;
	base_add("interaction", "channel=call", "key=K", NULL);
	assert_int_equal(crm_work(crm, write_letters, &l, &batch, &err), CRM_OK);
	assert_string_equal(base_find("interaction", "number=out-2026-0001,out-2026-0002"), "i2 i3");
	assert_string_equal(gaps(), "");
	assert_int_equal(crm_undo(crm, batch, false, &undone, &as, &err), CRM_OK);
	assert_string_equal(number(base_add("interaction", "channel=fax", NULL)), "out-2026-0001");
}

static void
an_answer_of_ours_took_business_time_from_the_question(void **s)
{
	static const struct { const char *asked, *by, *at, *direction, *want; } answers[] = {
		{ "at=2026-09-14T10:00:00Z", "direction=in", "at=2026-09-14T12:00:00Z", "direction=out", "2h" },
		{ "at=2026-09-11T16:00:00Z", "direction=in", "at=2026-09-14T10:00:00Z", "direction=out", "2h" },
		{ "at=2026-09-14T10:00:00Z", "direction=out", "at=2026-09-14T12:00:00Z", "direction=in", "" },
		{ "at=2026-09-14T10:00:00Z", "direction=out", "at=2026-09-14T12:00:00Z", "direction=out", "" },
		{ "at=2026-09-14T10:00:00Z", "direction=in", "at=2026-09-14T09:00:00Z", "direction=out", "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		int64_t q = base_add("interaction", "channel=email", answers[i].asked, answers[i].by, NULL);
		const char *to = crm_sprintf(&arena, "answers=i%lld", (long long)q);
		int64_t a = base_add("interaction", "channel=email", answers[i].at, answers[i].direction, to, NULL);

		assert_string_equal(base_get("interaction", a, "took"), answers[i].want);
	}
	assert_int_equal(base_set("interaction", 2, 0, "at=2026-09-14T11:00:00Z", NULL), CRM_OK);
	assert_string_equal(base_get("interaction", 2, "took"), "1h");
	assert_int_equal(base_set("interaction", 2, 0, "answers=", NULL), CRM_OK);
	assert_string_equal(base_get("interaction", 2, "took"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(each_year_and_direction_has_its_own_numbers),
		BASE_TEST(a_number_that_is_given_stays_and_the_next_follows_it),
		BASE_TEST(what_becomes_a_letter_gets_a_number_and_keeps_it),
		BASE_TEST(the_ten_thousandth_letter_is_followed_by_the_next),
		BASE_TEST(one_run_counts_on_and_what_is_refused_takes_no_number),
		BASE_TEST(an_answer_of_ours_took_business_time_from_the_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
