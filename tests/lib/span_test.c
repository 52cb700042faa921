/* lengths of time */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/time.h"

static void
spans_are_read(void **state)
{
	static const struct { const char *in; int64_t want; } cases[] = {
		{ "3d", 259200 }, { "4h", 14400 }, { "90min", 5400 }, { "2w", 1209600 }, { "45s", 45 },
		{ "1d 4h", 100800 }, { "1d4h", 100800 }, { " 1h  30min ", 5400 }, { "0s", 0 },
		{ "4H 5Min", 14700 },
		{ "999999999w", 999999999LL * 604800 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t s = -1;

		assert_int_equal(crm_span(cases[i].in, strlen(cases[i].in), &s), CRM_OK);
		assert_true(s == cases[i].want);
	}
}

static void
what_is_no_span_is_refused(void **state)
{
	static const char *const cases[] = {
		"", " ", "3", "d", "3x", "3m", "3 d", "-3d", "+3d", "3d4", "3dd", "3mins", "1.5h", "3d,4h",
		"99999999999999999999s", "4hours", "3\xff", "1y",
	};
	int64_t s = -1;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (crm_span(cases[i], strlen(cases[i]), &s) != CRM_DATA)
			fail_msg("%s", cases[i]);
	assert_int_equal(crm_span("3d\0", 3, &s), CRM_DATA);
	assert_int_equal(s, -1);
}

static void
a_sum_that_overflows_is_refused(void **state)
{
	struct crm_buf b = { 0 };
	int64_t s = -1;

	(void)state;
	for (int i = 0; i < 20000; i++)
		crm_puts(&b, "999999999w");
	assert_int_equal(crm_span(b.p, b.n, &s), CRM_DATA);
	assert_int_equal(s, -1);
	crm_buf_free(&b);
}

static void
spans_print_in_the_largest_unit_that_divides_or_hours_and_what_is_left(void **state)
{
	static const struct { int64_t in; const char *want; } cases[] = {
		{ 259200, "3d" }, { 14400, "4h" }, { 5400, "1h30min" }, { 2700, "45min" }, { 92400, "25h40min" }, { 1209600, "2w" }, { 45, "45s" },
		{ 100800, "28h" }, { 3601, "1h1s" }, { 3661, "1h1min1s" }, { 61, "1min1s" }, { 0, "0s" }, { -7200, "-2h" }, { -9000, "-2h30min" }, { -61, "-1min1s" }, { -45, "-45s" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf b = { 0 };

		crm_put_span(&b, cases[i].in);
		assert_string_equal(b.p, cases[i].want);
		crm_buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_are_read),
		cmocka_unit_test(what_is_no_span_is_refused),
		cmocka_unit_test(a_sum_that_overflows_is_refused),
		cmocka_unit_test(spans_print_in_the_largest_unit_that_divides_or_hours_and_what_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
