/* civil time in named zones, against libc and by known days */
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
#include "base/zone_rule.h"

#define N(a) (sizeof (a) / sizeof *(a))

static struct crm_arena arena;

static int
clear(void **state)
{
	(void)state;
	crm_arena_free(&arena);
	return 0;
}

static const struct crm_zone *
zone(const char *name)
{
	const struct crm_zone *z = crm_zone_load(&arena, name);

	assert_non_null(z);
	return z;
}

static int64_t
time_of(const char *s)
{
	int64_t t = INT64_MIN;

	assert_int_equal(crm_read_time(s, strlen(s), &t), CRM_OK);
	return t;
}

/* Summer time both ways, of half an hour and of minus one hour, a day left out, none, and the years to come. */
static void
every_offset_is_as_libc_has_it(void **state)
{
	static const char *const names[] = {
		"Europe/Amsterdam", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia",
		"Africa/Casablanca", "Asia/Kolkata", "Etc/GMT+5", "UTC",
	};
	const int64_t from = time_of("1900-01-01T00:00:00Z"), to = time_of("2500-01-01T00:00:00Z");

	(void)state;
	for (size_t i = 0; i < N(names); i++) {
		const struct crm_zone *z = zone(names[i]);

		assert_string_equal(crm_zone_name(z), names[i]);
		setenv("TZ", names[i], 1);
		tzset();
		for (int64_t t = from; t < to; t += 86400 * 5 + 3571) {
			time_t tt = (time_t)t;
			struct tm tm;

			assert_non_null(localtime_r(&tt, &tm));
			if (crm_zone_offset(z, t) != tm.tm_gmtoff)
				fail_msg("%s at %lld: %lld, not %ld", names[i], (long long)t,
				    (long long)crm_zone_offset(z, t), tm.tm_gmtoff);
		}
	}
	setenv("TZ", "UTC", 1);
	tzset();
}

static void
the_clock_turns_at_its_second(void **state)
{
	static const struct { const char *zone, *at; int before, after; } cases[] = {
		{ "Europe/Amsterdam", "2026-03-29T01:00:00Z", 3600, 7200 },
		{ "Europe/Amsterdam", "2026-10-25T01:00:00Z", 7200, 3600 },
		{ "Europe/Amsterdam", "2099-03-29T01:00:00Z", 3600, 7200 },
		{ "America/New_York", "2026-03-08T07:00:00Z", -18000, -14400 },
		{ "America/New_York", "2026-11-01T06:00:00Z", -14400, -18000 },
		{ "America/New_York", "2060-11-07T06:00:00Z", -14400, -18000 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		const struct crm_zone *z = zone(cases[i].zone);
		int64_t t = time_of(cases[i].at);

		assert_int_equal(crm_zone_offset(z, t - 1), cases[i].before);
		assert_int_equal(crm_zone_offset(z, t), cases[i].after);
	}
}

static void
a_local_time_has_its_instant(void **state)
{
	static const struct { const char *zone, *local, *want; } cases[] = {
		{ "UTC", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z" },
		{ "Europe/Amsterdam", "2026-07-01T12:00:00Z", "2026-07-01T10:00:00Z" },
		{ "Europe/Amsterdam", "2026-01-01T00:30:00Z", "2025-12-31T23:30:00Z" },
		{ "Asia/Kolkata", "2026-07-01T12:00:00Z", "2026-07-01T06:30:00Z" },
		/* a gap: all of it is its end */
		{ "Europe/Amsterdam", "2026-03-29T01:59:59Z", "2026-03-29T00:59:59Z" },
		{ "Europe/Amsterdam", "2026-03-29T02:00:00Z", "2026-03-29T01:00:00Z" },
		{ "Europe/Amsterdam", "2026-03-29T02:45:00Z", "2026-03-29T01:00:00Z" },
		{ "Europe/Amsterdam", "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z" },
		{ "America/New_York", "2040-03-11T02:30:00Z", "2040-03-11T07:00:00Z" },
		{ "Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T10:00:00Z" },
		/* twice: the first */
		{ "Europe/Amsterdam", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z" },
		{ "Europe/Amsterdam", "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z" },
		{ "America/New_York", "2026-11-01T01:30:00Z", "2026-11-01T05:30:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		int64_t wall = time_of(cases[i].local);
		char got[21];

		crm_fmt_time(got, crm_zone_instant(zone(cases[i].zone), wall / 86400, wall % 86400));
		assert_string_equal(got, cases[i].want);
	}
}

static void
an_instant_has_its_local_time(void **state)
{
	const struct crm_zone *z = zone("America/New_York");
	struct crm_civil c;

	(void)state;
	crm_zone_civil(z, time_of("2026-07-01T02:03:04Z"), &c);
	assert_int_equal(c.y, 2026);
	assert_int_equal(c.m, 6);
	assert_int_equal(c.d, 30);
	assert_int_equal(c.H, 22);
	assert_int_equal(c.M, 3);
	assert_int_equal(c.S, 4);
	assert_int_equal(crm_zone_day(z, time_of("2026-07-01T02:03:04Z")), crm_day(2026, 6, 30));
	assert_int_equal(crm_zone_day(z, -1), -1);
}

/* Minute by minute over days on which the clock turns: later on the wall is never sooner. */
static void
the_order_of_a_day_is_kept(void **state)
{
	static const struct { const char *zone; int y, m, d; } cases[] = {
		{ "Europe/Amsterdam", 2026, 3, 29 }, { "Europe/Amsterdam", 2026, 10, 25 },
		{ "America/New_York", 2026, 3, 8 }, { "America/New_York", 2026, 11, 1 },
		{ "Pacific/Apia", 2011, 12, 30 }, { "Australia/Lord_Howe", 2026, 4, 5 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		const struct crm_zone *z = zone(cases[i].zone);
		int64_t day = crm_day(cases[i].y, cases[i].m, cases[i].d), last = INT64_MIN;

		for (int64_t s = -86400; s <= 2 * 86400; s += 60) {
			int64_t t = crm_zone_instant(z, day, s);

			assert_true(t >= last);
			last = t;
		}
	}
}

static void
no_zone_is_utc(void **state)
{
	(void)state;
	setenv("TZ", "America/New_York", 1);
	tzset();
	assert_string_equal(crm_zone_name(NULL), "UTC");
	assert_int_equal(crm_zone_offset(NULL, time_of("2026-07-01T00:00:00Z")), 0);
	assert_int_equal(crm_zone_instant(NULL, 1, 30), 86430);
	setenv("TZ", "UTC", 1);
	tzset();
}

static void
what_is_no_zone_is_refused(void **state)
{
	static const char *const names[] = {
		"", "Europe", "Europe/Atlantis", "../zoneinfo/UTC", "/usr/share/zoneinfo/UTC", "Europe//Amsterdam",
		"Europe/", "Europe/Amsterdam\n", "zone.tab", "tzdata.zi", "CET-1CEST",
		"Europe/Amsterdam/Europe/Amsterdam/Europe/Amsterdam/Europe/Amsterdam/Europe/Amsterdam",
	};

	(void)state;
	for (size_t i = 0; i < N(names); i++)
		if (crm_zone_load(&arena, names[i]) != NULL)
			fail_msg("%s is a zone", names[i]);
}

static void
rules_are_read_strictly(void **state)
{
	static const char *const good[] = {
		"UTC0", "<+0330>-3:30", "CET-1CEST,M3.5.0,M10.5.0/3", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
		"EST5EDT,J60/2:30:15,300", "IST-1GMT0,M10.5.0,M3.5.0/1",
	};
	static const char *const bad[] = {
		"", "CE-1", "CET", "<+03", "CET-1:60", "CET-168", "CET-1CEST", "CET-1CEST,M3.5.0",
		"CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,J0,J365", "CET-1CEST,0,366", "CET-1CEST,M3.5.0,M10.5.0 ",
	};
	struct zone_rule rule;

	(void)state;
	for (size_t i = 0; i < N(good); i++)
		if (!zone_rule_read(&rule, good[i]))
			fail_msg("%s is a rule", good[i]);
	for (size_t i = 0; i < N(bad); i++)
		if (zone_rule_read(&rule, bad[i]))
			fail_msg("%s is no rule", bad[i]);
}

static void
rules_count_days_with_and_without_leap_days(void **state)
{
	static const struct { const char *rule, *turn; } cases[] = {
		{ "EST5EDT,J60/0,J300", "2024-03-01T05:00:00Z" }, { "EST5EDT,J60/0,J300", "2025-03-01T05:00:00Z" },
		{ "EST5EDT,J59/0,J300", "2024-02-28T05:00:00Z" }, { "EST5EDT,59/0,J300", "2024-02-29T05:00:00Z" },
		{ "EST5EDT,59/0,J300", "2025-03-01T05:00:00Z" }, { "EST5EDT,M2.5.4/0,J300", "2024-02-29T05:00:00Z" },
		{ "EST5EDT,M2.5.4/-1,J300", "2025-02-27T04:00:00Z" },
	};
	struct zone_rule rule;
	int64_t since;

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		int64_t t = time_of(cases[i].turn);

		assert_true(zone_rule_read(&rule, cases[i].rule));
		assert_int_equal(zone_rule_offset(&rule, t - 1, &since), -18000);
		assert_int_equal(zone_rule_offset(&rule, t, &since), -14400);
		assert_true(since == t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(every_offset_is_as_libc_has_it, clear),
		cmocka_unit_test_teardown(the_clock_turns_at_its_second, clear),
		cmocka_unit_test_teardown(a_local_time_has_its_instant, clear),
		cmocka_unit_test_teardown(an_instant_has_its_local_time, clear),
		cmocka_unit_test_teardown(the_order_of_a_day_is_kept, clear),
		cmocka_unit_test(no_zone_is_utc),
		cmocka_unit_test_teardown(what_is_no_zone_is_refused, clear),
		cmocka_unit_test(rules_are_read_strictly),
		cmocka_unit_test(rules_count_days_with_and_without_leap_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
