/* period_test.c - periods of contracts, notice and terms, in calendar months */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "crm/rules.h"

static int64_t
day(const char *text)
{
	int64_t d = 0;

	assert_int_equal(crm_read_date(text, strlen(text), &d), CRM_OK);
	return d;
}

/* Monday to Friday, and one holiday. */
static const struct crm_span_of_day office[] = { { 540, 1020 } };
static int64_t christmas;
static struct crm_hours hours = {
	.day = { office, office, office, office, office }, .nday = { 1, 1, 1, 1, 1 }, .holiday = &christmas, .nholiday = 1,
};

static struct crm_period
period(const char *text)
{
	struct crm_period p;

	assert_true(crm_period_read(text, strlen(text), &p));
	return p;
}

static void
gives(int64_t got, const char *want)
{
	char text[11];

	crm_fmt_date(text, got);
	assert_string_equal(text, want);
}

static void
a_number_and_a_unit_are_a_period(void **s)
{
	static const char *const bad[] = {
		"", "m", "3", "0m", "-3m", "3 m", "3mm", "3M", "12345d", "1.5y", "3m ", "3min", "bd",
	};

	(void)s;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(crm_period_read(bad[i], strlen(bad[i]), &(struct crm_period){ 0 }));
	assert_int_equal(period("10bd").unit, CRM_PERIOD_BUSINESS);
	assert_int_equal(period("9999d").n, 9999);
}

static void
notice_is_given_so_long_before_the_end(void **s)
{
	static const struct { const char *end, *notice, *by; } cases[] = {
		{ "2024-05-31", "1m", "2024-04-30" }, { "2024-03-31", "1m", "2024-02-29" },
		{ "2023-03-31", "1m", "2023-02-28" }, { "2026-12-31", "3m", "2026-09-30" },
		{ "2024-02-29", "1y", "2023-02-28" }, { "2026-03-01", "2w", "2026-02-15" },
		{ "2026-03-01", "30d", "2026-01-30" }, { "2026-01-31", "12m", "2025-01-31" },
		{ "2026-09-21", "1bd", "2026-09-18" },  /* a Monday */
		{ "2026-12-28", "2bd", "2026-12-23" },  /* over Christmas, a Friday, and a weekend */
	};

	(void)s;
	christmas = day("2026-12-25");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_period p = period(cases[i].notice);

		gives(crm_period_from(&hours, &p, day(cases[i].end), -1), cases[i].by);
	}
	/* a house that is never open counts days */
	gives(crm_period_from(&(struct crm_hours){ 0 }, &(struct crm_period){ 3, CRM_PERIOD_BUSINESS },
	    day("2026-09-15"), -1), "2026-09-12");
}

static void
terms_follow_each_other_without_wandering(void **s)
{
	static const struct { const char *starts, *term, *after, *end; } cases[] = {
		{ "2025-01-01", "1y", "2025-12-31", "2026-12-31" }, { "2025-09-01", "6m", "2026-02-28", "2026-08-31" },
		{ "2026-01-31", "1m", "2026-02-27", "2026-03-30" }, { "2026-01-31", "1m", "2026-03-30", "2026-04-29" },
		{ "2024-02-29", "1y", "2025-02-27", "2026-02-27" }, { "2026-01-05", "2w", "2026-01-18", "2026-02-01" },
		{ "2025-01-01", "1y", "2026-06-30", "2027-06-30" },     /* it was prolonged by half a year */
		{ "2020-01-01", "1m", "2026-06-30", "2026-07-31" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_period p = period(cases[i].term);

		gives(crm_period_end(&hours, &p, day(cases[i].starts), day(cases[i].after)), cases[i].end);
	}
}

static void
what_lies_between_two_days_is_months_or_days(void **s)
{
	struct crm_period p;

	(void)s;
	p = crm_period_between(day("2025-09-01"), day("2026-08-31"));
	assert_true(p.n == 12 && p.unit == CRM_PERIOD_MONTHS);
	p = crm_period_between(day("2025-09-01"), day("2025-09-30"));
	assert_true(p.n == 1 && p.unit == CRM_PERIOD_MONTHS);
	p = crm_period_between(day("2025-09-01"), day("2025-10-15"));
	assert_true(p.n == 45 && p.unit == CRM_PERIOD_DAYS);
	p = crm_period_between(day("2025-09-01"), day("2025-09-01"));
	assert_true(p.n == 1 && p.unit == CRM_PERIOD_DAYS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_and_a_unit_are_a_period),
		cmocka_unit_test(notice_is_given_so_long_before_the_end),
		cmocka_unit_test(terms_follow_each_other_without_wandering),
		cmocka_unit_test(what_lies_between_two_days_is_months_or_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
