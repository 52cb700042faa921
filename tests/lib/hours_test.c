/* business time, over nights, lunches, weekends, holidays and days on which the clock turns */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/rules.h"

#define N(a) (sizeof (a) / sizeof *(a))
#define H 3600

static struct crm_arena arena;

static int64_t
time_of(const char *s)
{
	int64_t t = INT64_MIN;

	assert_int_equal(crm_read_time(s, strlen(s), &t), CRM_OK);
	return t;
}

static int64_t
day_of(const char *s)
{
	int64_t day = INT64_MIN;

	assert_int_equal(crm_read_date(s, strlen(s), &day), CRM_OK);
	return day;
}

/* The same spans from Monday to the day that is the last (7: Sunday). */
static struct crm_hours
week(const char *zone, const struct crm_span_of_day *span, size_t n, int last)
{
	struct crm_hours h = { .zone = crm_zone_load(&arena, zone) };

	assert_non_null(h.zone);
	for (int i = 0; i < last; i++) {
		h.day[i] = span;
		h.nday[i] = n;
	}
	return h;
}

static const struct crm_span_of_day ten_to_six[] = { { 600, 1080 } };
static const struct crm_span_of_day lunch[] = { { 540, 750 }, { 810, 1050 } };   /* 9:00-12:30, 13:30-17:30 */
static const struct crm_span_of_day whole[] = { { 0, 1440 } };

struct sum { const char *from; int64_t seconds; const char *want; };

/* Both ways: so much after `from` is `want`, and between them there is so much. */
static void
assert_sums(const struct crm_hours *h, const struct sum *sum, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t from = time_of(sum[i].from);
		char got[21];

		crm_fmt_time(got, crm_business_add(h, from, sum[i].seconds));
		assert_string_equal(got, sum[i].want);
		assert_int_equal(crm_business_between(h, from, time_of(sum[i].want)), sum[i].seconds);
	}
}

/* The published ones: Monday to Friday, 10-18. */
static void
service_falls_due_in_business_time(void **state)
{
	const struct crm_hours h = week("UTC", ten_to_six, 1, 5);
	static const struct sum sums[] = {
		{ "2024-01-08T08:00:00Z", 1 * H, "2024-01-08T11:00:00Z" },
		{ "2024-01-08T08:00:00Z", 4 * H, "2024-01-08T14:00:00Z" },
		{ "2024-01-08T20:00:00Z", H / 2, "2024-01-09T10:30:00Z" },
		{ "2024-01-08T20:00:00Z", 2 * H, "2024-01-09T12:00:00Z" },
		{ "2024-01-12T19:00:00Z", 1 * H, "2024-01-15T11:00:00Z" },
		{ "2024-01-12T19:00:00Z", 4 * H, "2024-01-15T14:00:00Z" },
		{ "2024-01-11T15:00:00Z", 2 * H + 3600, "2024-01-11T18:00:00Z" },      /* held for an hour */
		{ "2024-01-12T17:59:59Z", 2, "2024-01-15T10:00:01Z" },
		{ "2024-01-08T10:00:00Z", 40 * H, "2024-01-12T18:00:00Z" },
		{ "2024-01-08T10:00:00Z", 2600 * 8 * (int64_t)H, "2033-12-23T18:00:00Z" },
	};

	(void)state;
	assert_sums(&h, sums, N(sums));
}

static void
nobody_works_at_lunch_or_on_holidays(void **state)
{
	const int64_t holidays[] = { day_of("2026-12-25"), day_of("2026-12-26"), day_of("2027-01-01") };
	struct crm_hours h = week("Europe/Amsterdam", lunch, 2, 5);
	static const struct sum sums[] = {
		{ "2026-11-24T10:30:00Z", 1 * H, "2026-11-24T11:30:00Z" },     /* till lunch begins: due before it */
		{ "2026-11-24T10:30:00Z", 1 * H + 1, "2026-11-24T12:30:01Z" },
		{ "2026-11-24T12:00:00Z", 1 * H, "2026-11-24T13:30:00Z" },     /* asked at lunch */
		{ "2026-12-24T15:30:00Z", 2 * H, "2026-12-28T09:00:00Z" },     /* Christmas and the weekend */
		{ "2026-12-25T09:00:00Z", 1 * H, "2026-12-28T09:00:00Z" },
		{ "2026-12-31T16:30:00Z", 1, "2027-01-04T08:00:01Z" },
	};

	(void)state;
	h.holiday = holidays;
	h.nholiday = N(holidays);
	assert_sums(&h, sums, N(sums));
}

/* A holiday is a day of the zone: in New York Christmas begins at 05:00 UTC. */
static void
holidays_are_days_of_the_zone(void **state)
{
	const int64_t holiday = day_of("2026-12-25");
	struct crm_hours h = week("America/New_York", whole, 1, 7);
	static const struct sum sums[] = {
		{ "2026-12-25T04:00:00Z", 2 * H, "2026-12-26T06:00:00Z" },
	};

	(void)state;
	h.holiday = &holiday;
	h.nholiday = 1;
	assert_sums(&h, sums, N(sums));
}

static void
office_hours_stay_on_the_wall_when_the_clock_turns(void **state)
{
	const struct crm_hours ams = week("Europe/Amsterdam", ten_to_six, 1, 5);
	const struct crm_hours nyc = week("America/New_York", ten_to_six, 1, 5);
	static const struct sum amsterdam[] = {
		{ "2026-03-27T16:00:00Z", 2 * H, "2026-03-30T09:00:00Z" },     /* Friday 17:00, Monday 11:00 */
		{ "2026-10-23T15:00:00Z", 2 * H, "2026-10-26T10:00:00Z" },
	};
	static const struct sum new_york[] = {
		{ "2026-03-06T22:00:00Z", 2 * H, "2026-03-09T15:00:00Z" },
		{ "2026-10-30T21:00:00Z", 2 * H, "2026-11-02T16:00:00Z" },
	};

	(void)state;
	assert_sums(&ams, amsterdam, N(amsterdam));
	assert_sums(&nyc, new_york, N(new_york));
}

/* Who is open all night works an hour less in spring and one more in autumn. */
static void
a_night_is_as_long_as_its_clock_makes_it(void **state)
{
	static const struct crm_span_of_day nights[] = { { 60, 150 }, { 165, 240 } };    /* 1:00-2:30, 2:45-4:00 */
	const struct crm_hours always = week("Europe/Amsterdam", whole, 1, 7);
	const struct crm_hours nyc = week("America/New_York", whole, 1, 7);
	const struct crm_hours night = week("Europe/Amsterdam", nights, 2, 7);

	(void)state;
#define BETWEEN(h, from, to) (int)crm_business_between(&h, time_of(from), time_of(to))
	assert_int_equal(BETWEEN(always, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23 * H);
	assert_int_equal(BETWEEN(always, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25 * H);
	assert_int_equal(BETWEEN(nyc, "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"), 23 * H);
	assert_int_equal(BETWEEN(nyc, "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"), 25 * H);
	/* 1:00 until the gap, and from its end: 3:00-4:00 */
	assert_int_equal(BETWEEN(night, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 2 * H);
	/* both ends between two and three are of the first time round: the second is work as well */
	assert_int_equal(BETWEEN(night, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 90 * 60 + 75 * 60 + H);
}

static void
no_time_at_all_is_now_or_the_next_opening(void **state)
{
	const struct crm_hours h = week("UTC", ten_to_six, 1, 5);
	static const struct sum sums[] = {
		{ "2024-01-08T12:00:00Z", 0, "2024-01-08T12:00:00Z" },
		{ "2024-01-08T08:00:00Z", 0, "2024-01-08T10:00:00Z" },
		{ "2024-01-08T18:00:00Z", 0, "2024-01-09T10:00:00Z" },
		{ "2024-01-13T12:00:00Z", 0, "2024-01-15T10:00:00Z" },
	};

	(void)state;
	assert_sums(&h, sums, N(sums));
	assert_int_equal(BETWEEN(h, "2024-01-08T12:00:00Z", "2024-01-08T12:00:00Z"), 0);
	assert_int_equal(BETWEEN(h, "2024-01-09T12:00:00Z", "2024-01-08T12:00:00Z"), 0);
	assert_int_equal(BETWEEN(h, "2024-01-12T12:00:00Z", "2024-01-15T12:00:00Z"), 8 * H);
}

static void
hours_that_never_suffice_end_with_the_calendar(void **state)
{
	static const struct crm_hours closed;
	const struct crm_hours h = week("UTC", ten_to_six, 1, 1);
	const int64_t end = time_of("9999-12-31T23:59:59Z");

	(void)state;
	assert_true(crm_business_add(&closed, time_of("2026-01-01T00:00:00Z"), 0) == end);
	assert_int_equal(BETWEEN(closed, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), 0);
	assert_true(crm_business_add(&h, time_of("9990-01-01T00:00:00Z"), INT64_MAX) == end);
}

static void
a_meter_gives_what_a_walk_gives(void **state)
{
	static const int64_t day = 86400;
	const int64_t holiday[] = { day_of("2026-03-27"), day_of("2026-12-25") };
	struct crm_hours h = week("Europe/Amsterdam", lunch, N(lunch), 5);
	struct crm_meter m = { .hours = &h };
	int64_t from = time_of("2026-02-01T10:17:23Z");

	(void)state;
	h.day[6] = whole;
	h.nday[6] = 1;
	h.holiday = holiday;
	h.nholiday = N(holiday);
	/* near and far, before what was summed and after it */
	for (int64_t i = 0; i < 400; i++) {
		int64_t a = from + (i * 7919 % 700 - 350) * day + i * 1237, b = a + i * i % 500 * day + i * 911;

		assert_true(crm_meter_between(&m, a, b) == crm_business_between(&h, a, b));
	}
	assert_int_equal(crm_meter_between(&m, from, from), 0);
	assert_int_equal(crm_meter_between(&m, from, from - day), 0);
	crm_meter_free(&m);
}

static int
teardown(void **state)
{
	(void)state;
	crm_arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(service_falls_due_in_business_time),
		cmocka_unit_test(nobody_works_at_lunch_or_on_holidays),
		cmocka_unit_test(holidays_are_days_of_the_zone),
		cmocka_unit_test(office_hours_stay_on_the_wall_when_the_clock_turns),
		cmocka_unit_test(a_night_is_as_long_as_its_clock_makes_it),
		cmocka_unit_test(no_time_at_all_is_now_or_the_next_opening),
		cmocka_unit_test(hours_that_never_suffice_end_with_the_calendar),
		cmocka_unit_test(a_meter_gives_what_a_walk_gives),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
