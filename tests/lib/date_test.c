/* the calendar, local time, and their stored forms */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crm/time.h"

static void
zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

static int64_t
day_of(const char *s)
{
	int64_t day = INT64_MIN;

	assert_int_equal(crm_read_date(s, strlen(s), &day), CRM_OK);
	return day;
}

static int64_t
time_of(const char *s)
{
	int64_t t = INT64_MIN;

	assert_int_equal(crm_read_time(s, strlen(s), &t), CRM_OK);
	return t;
}

static void
assert_time(int64_t t, const char *want)
{
	char got[21];

	crm_fmt_time(got, t);
	assert_string_equal(got, want);
}

static void
every_day_of_the_calendar_comes_back(void **state)
{
	int64_t day = crm_day(1, 1, 1);
	char text[11], want[11];

	(void)state;
	assert_int_equal(crm_day(1970, 1, 1), 0);
	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= crm_month_days(y, m); d++, day++) {
				struct crm_civil c;
				int64_t back;

				if (crm_day(y, m, d) != day)
					fail_msg("%d-%d-%d", y, m, d);
				crm_day_civil(day, &c);
				if (c.y != y || c.m != m || c.d != d)
					fail_msg("%lld", (long long)day);
				if (d != 1 && d < 28)
					continue;
				crm_fmt_date(text, day);
				snprintf(want, sizeof want, "%04u-%02u-%02u", y % 10000u, m % 100u, d % 100u);
				assert_string_equal(text, want);
				assert_int_equal(crm_read_date(text, 10, &back), CRM_OK);
				assert_true(back == day);
			}
	assert_int_equal(day - 1, crm_day(9999, 12, 31));
}

static void
the_calendar_goes_on_outside_the_stored_years(void **state)
{
	struct crm_civil c;
	char text[11];

	(void)state;
	crm_day_civil(crm_day(1, 1, 1) - 1, &c);
	assert_true(c.y == 0 && c.m == 12 && c.d == 31);
	crm_day_civil(crm_day(9999, 12, 31) + 1, &c);
	assert_true(c.y == 10000 && c.m == 1 && c.d == 1);
	crm_fmt_date(text, INT64_MAX);
	assert_string_equal(text, "9999-12-31");
	crm_fmt_date(text, INT64_MIN);
	assert_string_equal(text, "0001-01-01");
	assert_time(INT64_MAX, "9999-12-31T23:59:59Z");
	assert_time(INT64_MIN, "0001-01-01T00:00:00Z");
}

static void
weekdays_count_from_monday(void **state)
{
	(void)state;
	assert_int_equal(crm_weekday(0), 4);
	assert_int_equal(crm_weekday(day_of("2026-11-24")), 2);
	assert_int_equal(crm_weekday(day_of("2024-02-29")), 4);
	assert_int_equal(crm_weekday(day_of("0001-01-01")), 1);
	for (int64_t day = -1000; day < 1000; day++)
		assert_int_equal(crm_weekday(day + 1), crm_weekday(day) % 7 + 1);
}

static void
months_have_their_lengths(void **state)
{
	(void)state;
	assert_int_equal(crm_month_days(2024, 2), 29);
	assert_int_equal(crm_month_days(2023, 2), 28);
	assert_int_equal(crm_month_days(1900, 2), 28);
	assert_int_equal(crm_month_days(2000, 2), 29);
	assert_int_equal(crm_month_days(2024, 4), 30);
	assert_int_equal(crm_month_days(2024, 12), 31);
	assert_int_equal(crm_month_days(2024, 0), 0);
	assert_int_equal(crm_month_days(2024, 13), 0);
}

static void
months_are_added_with_the_day_clamped(void **state)
{
	static const struct { const char *from; int n; const char *to; } cases[] = {
		{ "2024-05-31", -1, "2024-04-30" }, { "2024-03-31", -1, "2024-02-29" },
		{ "2023-03-31", -1, "2023-02-28" }, { "2024-01-31", 1, "2024-02-29" },
		{ "2024-01-31", 13, "2025-02-28" }, { "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", 48, "2028-02-29" }, { "2024-01-15", -1, "2023-12-15" },
		{ "2024-12-31", 2, "2025-02-28" }, { "2024-06-30", 0, "2024-06-30" },
		{ "2024-01-31", -24000, "0024-01-31" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char got[11];

		crm_fmt_date(got, crm_add_months(day_of(cases[i].from), cases[i].n));
		assert_string_equal(got, cases[i].to);
	}
}

static void
only_the_stored_form_of_a_date_is_read(void **state)
{
	static const char *const bad[] = {
		"", "2026", "2026-12", "2026-1-01", "2026-12-1", "2026-13-01", "2026-00-01", "2026-02-29",
		"2026-04-31", "2026-12-00", "0000-01-01", "20261201", "2026/12/01", "2026-12-01 ",
		" 2026-12-01",
		"+026-12-01", "-026-12-01", "2026-12-0x", "12026-12-01", "２026-12-01",
	};
	int64_t day = 77;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(crm_read_date(bad[i], strlen(bad[i]), &day), CRM_DATA);
	assert_int_equal(crm_read_date("2026-12-0\0", 10, &day), CRM_DATA);
	assert_int_equal(day, 77);
}

static void
instants_are_read_with_offsets_and_fractions(void **state)
{
	static const struct { const char *in, *want; } cases[] = {
		{ "2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z" },
		{ "2026-12-01T14:30:05.999Z", "2026-12-01T14:30:05Z" },
		{ "2026-12-01T14:30:05+02:00", "2026-12-01T12:30:05Z" },
		{ "2026-12-01T00:30:05+02:00", "2026-11-30T22:30:05Z" },
		{ "2026-12-31T23:30:05.5-05:30", "2027-01-01T05:00:05Z" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
		{ "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z" },
		{ "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
	};
	static const char *const bad[] = {
		"", "2026-12-01", "2026-12-01T14:30:05", "2026-12-01 14:30:05Z", "2026-12-01T14:30Z",
		"2026-12-01T24:00:00Z", "2026-12-01T14:60:00Z", "2026-12-01T14:30:60Z",
		"2026-02-29T14:30:05Z",
		"2026-12-01T14:30:05.Z", "2026-12-01T14:30:05ZZ", "2026-12-01T14:30:05+2:00",
		"2026-12-01T14:30:05+0200", "2026-12-01T14:30:05+24:00", "2026-12-01T14:30:05+02:60",
		"2026-12-01T14:30:05Z ", "2026-12-01T14:30:05z", "2026-12-01T4:30:005Z",
		"0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01", "2026-12-01T14:30:05+02:",
	};
	int64_t t = 77;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_time(time_of(cases[i].in), cases[i].want);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (crm_read_time(bad[i], strlen(bad[i]), &t) != CRM_DATA)
			fail_msg("%s", bad[i]);
	assert_int_equal(t, 77);
}

static void
a_buffer_takes_dates_and_times(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	crm_put_date(&b, 0);
	crm_puts(&b, " ");
	crm_put_time(&b, -1);
	assert_string_equal(b.p, "1970-01-01 1969-12-31T23:59:59Z");
	assert_int_equal(b.n, strlen(b.p));
	crm_buf_free(&b);
}

static void
local_time_is_that_of_libc(void **state)
{
	static const char *const zones[] = {
		"UTC", "Europe/Amsterdam", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "EST5EDT",
		"Australia/Lord_Howe",
	};

	(void)state;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		zone(zones[i]);
		for (int64_t t = -3000000000; t < 5000000000; t += 7654321) {
			time_t tt = (time_t)t;
			struct crm_civil c;
			struct tm tm;

			assert_non_null(localtime_r(&tt, &tm));
			crm_local(t, &c);
			assert_true(c.y == tm.tm_year + 1900 && c.m == tm.tm_mon + 1 && c.d == tm.tm_mday);
			assert_true(c.H == tm.tm_hour && c.M == tm.tm_min && c.S == tm.tm_sec);
			assert_true(crm_local_day(t) == crm_day(c.y, c.m, c.d));
			int64_t back = crm_from_local(&c);
			struct crm_civil again;
			crm_local(back, &again);
			assert_memory_equal(&again, &c, sizeof c);
			assert_true(back <= t);
		}
	}
}

static void
gaps_move_forward_and_the_first_of_two_counts(void **state)
{
	static const struct { const char *tz; struct crm_civil c; const char *want; } cases[] = {
		{ "Europe/Amsterdam", { 2026, 3, 29, 1, 59, 59 }, "2026-03-29T00:59:59Z" },
		{ "Europe/Amsterdam", { 2026, 3, 29, 2, 0, 0 }, "2026-03-29T01:00:00Z" },
		{ "Europe/Amsterdam", { 2026, 3, 29, 2, 30, 0 }, "2026-03-29T01:30:00Z" },
		{ "Europe/Amsterdam", { 2026, 3, 29, 3, 0, 0 }, "2026-03-29T01:00:00Z" },
		{ "Europe/Amsterdam", { 2026, 10, 25, 1, 59, 59 }, "2026-10-24T23:59:59Z" },
		{ "Europe/Amsterdam", { 2026, 10, 25, 2, 30, 0 }, "2026-10-25T00:30:00Z" },
		{ "Europe/Amsterdam", { 2026, 10, 25, 3, 0, 0 }, "2026-10-25T02:00:00Z" },
		{ "America/New_York", { 2026, 3, 8, 2, 30, 0 }, "2026-03-08T07:30:00Z" },
		{ "America/New_York", { 2026, 11, 1, 1, 30, 0 }, "2026-11-01T05:30:00Z" },
		{ "America/Sao_Paulo", { 2018, 11, 4, 0, 0, 0 }, "2018-11-04T03:00:00Z" },
		{ "UTC", { 2026, 3, 29, 2, 30, 0 }, "2026-03-29T02:30:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		zone(cases[i].tz);
		assert_time(crm_from_local(&cases[i].c), cases[i].want);
	}
}

static void
local_days_turn_at_local_midnight(void **state)
{
	(void)state;
	zone("Europe/Amsterdam");
	assert_int_equal(crm_local_day(time_of("2026-03-28T22:59:59Z")), day_of("2026-03-28"));
	assert_int_equal(crm_local_day(time_of("2026-03-28T23:00:00Z")), day_of("2026-03-29"));
	assert_int_equal(crm_local_day(time_of("2026-03-29T21:59:59Z")), day_of("2026-03-29"));
	assert_int_equal(crm_local_day(time_of("2026-03-29T22:00:00Z")), day_of("2026-03-30"));
}

static void
an_absurd_instant_is_taken_as_utc(void **state)
{
	(void)state;
	zone("Europe/Amsterdam");
	assert_true(crm_local_day(INT64_MAX / 2) == INT64_MAX / 2 / 86400);
}

static void
the_clocks_run(void **state)
{
	(void)state;
	int64_t mono = crm_mono_ms(), ms = crm_clock_ms(), now = crm_clock_now();

	assert_in_range(now - ms / 1000, 0, 5);
	assert_true(llabs(now - (int64_t)time(NULL)) < 5);
	assert_true(crm_mono_ms() >= mono);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_the_calendar_comes_back),
		cmocka_unit_test(the_calendar_goes_on_outside_the_stored_years),
		cmocka_unit_test(weekdays_count_from_monday),
		cmocka_unit_test(months_have_their_lengths),
		cmocka_unit_test(months_are_added_with_the_day_clamped),
		cmocka_unit_test(only_the_stored_form_of_a_date_is_read),
		cmocka_unit_test(instants_are_read_with_offsets_and_fractions),
		cmocka_unit_test(a_buffer_takes_dates_and_times),
		cmocka_unit_test(local_time_is_that_of_libc),
		cmocka_unit_test(gaps_move_forward_and_the_first_of_two_counts),
		cmocka_unit_test(local_days_turn_at_local_midnight),
		cmocka_unit_test(an_absurd_instant_is_taken_as_utc),
		cmocka_unit_test(the_clocks_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
