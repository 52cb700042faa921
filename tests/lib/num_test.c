/* numbers, bounded */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/base.h"

#define UNTOUCHED 4242

static void
whole_numbers_are_read_whole_or_not_at_all(void **state)
{
	static const struct { const char *in; int64_t lo, hi, want; int status; } cases[] = {
		{ "0", 0, 9, 0, CRM_OK }, { "-0", 0, 9, 0, CRM_OK }, { "+7", 0, 9, 7, CRM_OK },
		{ "007", 0, 9, 7, CRM_OK }, { "-5", -9, 9, -5, CRM_OK },
		{ "10", 0, 9, UNTOUCHED, CRM_DATA }, { "-1", 0, 9, UNTOUCHED, CRM_DATA },
		{ "9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, CRM_OK },
		{ "-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, CRM_OK },
		{ "9223372036854775808", INT64_MIN, INT64_MAX, UNTOUCHED, CRM_DATA },
		{ "-9223372036854775809", INT64_MIN, INT64_MAX, UNTOUCHED, CRM_DATA },
		{ "99999999999999999999999999", INT64_MIN, INT64_MAX, UNTOUCHED, CRM_DATA },
		{ "", 0, 9, UNTOUCHED, CRM_DATA }, { "-", -9, 9, UNTOUCHED, CRM_DATA },
		{ "+-1", -9, 9, UNTOUCHED, CRM_DATA }, { " 1", 0, 9, UNTOUCHED, CRM_DATA },
		{ "1 ", 0, 9, UNTOUCHED, CRM_DATA }, { "1.0", 0, 9, UNTOUCHED, CRM_DATA },
		{ "0x1", 0, 9, UNTOUCHED, CRM_DATA }, { "1e0", 0, 9, UNTOUCHED, CRM_DATA },
		{ "٣", 0, 9, UNTOUCHED, CRM_DATA },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t v = UNTOUCHED;

		assert_int_equal(crm_num(cases[i].in, strlen(cases[i].in), cases[i].lo, cases[i].hi, &v),
		    cases[i].status);
		assert_true(v == cases[i].want);
	}
	int64_t v = UNTOUCHED;
	assert_int_equal(crm_num("1\0", 2, 0, 9, &v), CRM_DATA);
}

static void
decimals_are_scaled_or_refused(void **state)
{
	static const struct { const char *in; int digits; int64_t want; int status; } cases[] = {
		{ "12.5", 2, 1250, CRM_OK }, { "12", 2, 1200, CRM_OK }, { "-0.05", 2, -5, CRM_OK },
		{ "+1.25", 2, 125, CRM_OK }, { "1.2500", 2, 125, CRM_OK }, { "7", 0, 7, CRM_OK },
		{ "7.00", 0, 7, CRM_OK }, { ".5", 1, 5, CRM_OK }, { "0", 18, 0, CRM_OK },
		{ "12.5k", 2, 1250000, CRM_OK }, { "1.23456k", 2, 123456, CRM_OK },
		{ "2M", 0, 2000000, CRM_OK },
		{ "0.000001M", 0, 1, CRM_OK }, { "-1k", 0, -1000, CRM_OK },
		{ "92233720368547758.07", 2, INT64_MAX, CRM_OK },
		{ "-92233720368547758.08", 2, INT64_MIN, CRM_OK },
		{ "92233720368547758.08", 2, UNTOUCHED, CRM_DATA },
		{ "92233720368547759", 2, UNTOUCHED, CRM_DATA },
		{ "9223372036854775807k", 0, UNTOUCHED, CRM_DATA },
		{ "99999999999999999999999999", 0, UNTOUCHED, CRM_DATA },
		{ "12.345", 2, UNTOUCHED, CRM_DATA }, { "12.001", 2, UNTOUCHED, CRM_DATA },
		{ "1.2345678k", 2, UNTOUCHED, CRM_DATA }, { "0.5", 0, UNTOUCHED, CRM_DATA },
		{ "", 2, UNTOUCHED, CRM_DATA }, { ".", 2, UNTOUCHED, CRM_DATA },
		{ "1.", 2, UNTOUCHED, CRM_DATA },
		{ "1.k", 2, UNTOUCHED, CRM_DATA }, { "k", 2, UNTOUCHED, CRM_DATA },
		{ "-", 2, UNTOUCHED, CRM_DATA },
		{ "-.", 2, UNTOUCHED, CRM_DATA }, { "+-1", 2, UNTOUCHED, CRM_DATA },
		{ "1e3", 2, UNTOUCHED, CRM_DATA },
		{ "0x10", 2, UNTOUCHED, CRM_DATA }, { "1,5", 2, UNTOUCHED, CRM_DATA },
		{ "1 000", 2, UNTOUCHED, CRM_DATA }, { "1.2.3", 2, UNTOUCHED, CRM_DATA },
		{ "1kk", 2, UNTOUCHED, CRM_DATA }, { "1K", 2, UNTOUCHED, CRM_DATA },
		{ "1m", 2, UNTOUCHED, CRM_DATA },
		{ "inf", 2, UNTOUCHED, CRM_DATA }, { "nan", 2, UNTOUCHED, CRM_DATA },
		{ "1 ", 2, UNTOUCHED, CRM_DATA },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t v = UNTOUCHED;
		int status = crm_decimal(cases[i].in, strlen(cases[i].in), cases[i].digits, &v);

		if (status != cases[i].status || v != cases[i].want)
			fail_msg("%s: status %d, value %lld", cases[i].in, status, (long long)v);
	}
}

static void
decimals_print_with_their_digits(void **state)
{
	static const struct { int64_t v; int digits; const char *want; } cases[] = {
		{ 0, 2, "0.00" }, { 5, 2, "0.05" }, { -5, 2, "-0.05" }, { 1250, 2, "12.50" }, { 7, 0, "7" },
		{ -100, 2, "-1.00" }, { INT64_MAX, 2, "92233720368547758.07" },
		{ 1, 18, "0.000000000000000001" },
		{ INT64_MIN, 18, "-9.223372036854775808" }, { INT64_MIN, 0, "-9223372036854775808" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf b = { 0 };
		int64_t back;

		crm_put_decimal(&b, cases[i].v, cases[i].digits);
		assert_string_equal(b.p, cases[i].want);
		assert_int_equal(crm_decimal(b.p, b.n, cases[i].digits, &back), CRM_OK);
		assert_true(back == cases[i].v);
		crm_buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_numbers_are_read_whole_or_not_at_all),
		cmocka_unit_test(decimals_are_scaled_or_refused),
		cmocka_unit_test(decimals_print_with_their_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
