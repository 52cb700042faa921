/* dates and times as a person types them */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crm/time.h"

#define UNTOUCHED 4242

static const char *anchor = "2026-11-24T10:00:00Z";     /* a Tuesday */

static void
zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

static int64_t
now(void)
{
	int64_t t = 0;

	assert_int_equal(crm_read_time(anchor, strlen(anchor), &t), CRM_OK);
	return t;
}

static void
assert_date(const char *typed, const char *lo, const char *hi)
{
	int64_t l, h;
	char got[2][11];

	if (crm_when_date(typed, strlen(typed), now(), &l, &h) != CRM_OK)
		fail_msg("'%s' is refused", typed);
	crm_fmt_date(got[0], l);
	crm_fmt_date(got[1], h);
	if (strcmp(got[0], lo) != 0 || strcmp(got[1], hi) != 0)
		fail_msg("'%s' names %s..%s", typed, got[0], got[1]);
}

static void
assert_time(const char *typed, const char *lo, const char *hi)
{
	int64_t l, h;
	char got[2][21];

	if (crm_when_time(typed, strlen(typed), now(), &l, &h) != CRM_OK)
		fail_msg("'%s' is refused", typed);
	crm_fmt_time(got[0], l);
	crm_fmt_time(got[1], h);
	if (strcmp(got[0], lo) != 0 || strcmp(got[1], hi) != 0)
		fail_msg("'%s' names %s..%s", typed, got[0], got[1]);
}

static void
refuse_date(const char *p, size_t n)
{
	int64_t lo = UNTOUCHED, hi = UNTOUCHED;

	if (crm_when_date(p, n, now(), &lo, &hi) != CRM_DATA)
		fail_msg("'%s' is taken for a date", p);
	assert_true(lo == UNTOUCHED && hi == UNTOUCHED);
}

static void
refuse_time(const char *p, size_t n)
{
	int64_t lo = UNTOUCHED, hi = UNTOUCHED;

	if (crm_when_time(p, n, now(), &lo, &hi) != CRM_DATA)
		fail_msg("'%s' is taken for a time", p);
	assert_true(lo == UNTOUCHED && hi == UNTOUCHED);
}

static void
words_name_days(void **state)
{
	static const struct { const char *typed, *lo, *hi; } cases[] = {
		{ "today", "2026-11-24", "2026-11-24" }, { "Tomorrow", "2026-11-25", "2026-11-25" },
		{ "YESTERDAY", "2026-11-23", "2026-11-23" }, { "now", "2026-11-24", "2026-11-24" },
		{ " today ", "2026-11-24", "2026-11-24" },
		{ "mon", "2026-11-30", "2026-11-30" }, { "tue", "2026-12-01", "2026-12-01" },
		{ "wed", "2026-11-25", "2026-11-25" }, { "Sunday", "2026-11-29", "2026-11-29" },
		{ "monday", "2026-11-30", "2026-11-30" }, { "tuesday", "2026-12-01", "2026-12-01" },
		{ "+3d", "2026-11-27", "2026-11-27" }, { "3d", "2026-11-27", "2026-11-27" },
		{ "-2w", "2026-11-10", "2026-11-10" }, { "2w", "2026-12-08", "2026-12-08" },
		{ "+1m", "2026-12-24", "2026-12-24" }, { "-9m", "2026-02-24", "2026-02-24" },
		{ "-1y", "2025-11-24", "2025-11-24" }, { "+0d", "2026-11-24", "2026-11-24" },
		{ "+1M", "2026-12-24", "2026-12-24" }, { "+20h", "2026-11-25", "2026-11-25" },
		{ "som", "2026-11-01", "2026-11-01" }, { "eom", "2026-11-30", "2026-11-30" },
		{ "soq", "2026-10-01", "2026-10-01" }, { "eoq", "2026-12-31", "2026-12-31" },
		{ "soy", "2026-01-01", "2026-01-01" }, { "eoy", "2026-12-31", "2026-12-31" },
		{ "sow", "2026-11-23", "2026-11-23" }, { "eow", "2026-11-29", "2026-11-29" },
	};

	(void)state;
	zone("UTC");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_date(cases[i].typed, cases[i].lo, cases[i].hi);
}

static void
calendar_texts_name_their_whole_period(void **state)
{
	static const struct { const char *typed, *lo, *hi; } cases[] = {
		{ "2026", "2026-01-01", "2026-12-31" }, { "2026-Q4", "2026-10-01", "2026-12-31" },
		{ "2026-q1", "2026-01-01", "2026-03-31" }, { "2024-02", "2024-02-01", "2024-02-29" },
		{ "2026-12", "2026-12-01", "2026-12-31" }, { "2026-12-01", "2026-12-01", "2026-12-01" },
		{ "2026-W49", "2026-11-30", "2026-12-06" }, { "2026-w01", "2025-12-29", "2026-01-04" },
		{ "2026-W53", "2026-12-28", "2027-01-03" }, { "2020-W53", "2020-12-28", "2021-01-03" },
		{ "0001", "0001-01-01", "0001-12-31" }, { "9999-Q4", "9999-10-01", "9999-12-31" },
	};

	(void)state;
	zone("UTC");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_date(cases[i].typed, cases[i].lo, cases[i].hi);
}

static void
month_ends_clamp(void **state)
{
	(void)state;
	zone("UTC");
	anchor = "2024-05-31T12:00:00Z";
	assert_date("-1m", "2024-04-30", "2024-04-30");
	anchor = "2024-03-31T12:00:00Z";
	assert_date("-1m", "2024-02-29", "2024-02-29");
	anchor = "2024-01-31T12:00:00Z";
	assert_date("+1m", "2024-02-29", "2024-02-29");
	assert_date("eom", "2024-01-31", "2024-01-31");
	assert_date("+1y", "2025-01-31", "2025-01-31");
	anchor = "2026-11-24T10:00:00Z";
}

static void
nonsense_is_no_date(void **state)
{
	static const char *const cases[] = {
		"", " ", "x", "todayx", "mo", "mond", "mon.", "d", "+", "+d", "+3", "3", "+3x", "3 d",
		"++3d", "+-3d",
		"+3days", "+1e3d", "+0x3d", "+99999999999999999999d", "+999999y", "-999999d", "999999m",
		"2026-", "2026-1", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-Q", "2026-Q44",
		"2026-W00",
		"2026-W54", "2025-W53", "2026-W1", "2026-W", "2026-02-29", "0000", "202", "20266", "9999-W52",
		"2026-12-01 14:30", "2026-12-01T14:30:00Z", "14:30", "today 9:00",
		"this text is far too long to be anything that we know of at all",
	};

	(void)state;
	zone("UTC");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuse_date(cases[i], strlen(cases[i]));
	refuse_date("today\0", 6);
	refuse_date("2026\0-12", 8);
	refuse_date(NULL, 0);
}

static void
instants_are_named_by_words_and_clocks(void **state)
{
	static const struct { const char *typed, *lo, *hi; } cases[] = {
		{ "now", "2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z" },
		{ "+4h", "2026-11-24T14:00:00Z", "2026-11-24T14:00:00Z" },
		{ "-30min", "2026-11-24T09:30:00Z", "2026-11-24T09:30:00Z" },
		{ "90MIN", "2026-11-24T11:30:00Z", "2026-11-24T11:30:00Z" },
		{ "+1m", "2026-12-24T00:00:00Z", "2026-12-24T23:59:59Z" },
		{ "+2d", "2026-11-26T00:00:00Z", "2026-11-26T23:59:59Z" },
		{ "today", "2026-11-24T00:00:00Z", "2026-11-24T23:59:59Z" },
		{ "2026-12", "2026-12-01T00:00:00Z", "2026-12-31T23:59:59Z" },
		{ "2026-W49", "2026-11-30T00:00:00Z", "2026-12-06T23:59:59Z" },
		{ "14:30", "2026-11-24T14:30:00Z", "2026-11-24T14:30:59Z" },
		{ "9:05", "2026-11-24T09:05:00Z", "2026-11-24T09:05:59Z" },
		{ "14:30:15", "2026-11-24T14:30:15Z", "2026-11-24T14:30:15Z" },
		{ "tomorrow 14:30", "2026-11-25T14:30:00Z", "2026-11-25T14:30:59Z" },
		{ "mon  9:00", "2026-11-30T09:00:00Z", "2026-11-30T09:00:59Z" },
		{ "+3dT09:00", "2026-11-27T09:00:00Z", "2026-11-27T09:00:59Z" },
		{ "eom 23:59:59", "2026-11-30T23:59:59Z", "2026-11-30T23:59:59Z" },
		{ "2026-12-01 14:30", "2026-12-01T14:30:00Z", "2026-12-01T14:30:59Z" },
		{ "2026-12-01T14:30:05", "2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z" },
		{ "2026-12-01t14:30:05", "2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z" },
		{ "2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z" },
		{ "2026-12-01T14:30:05+02:00", "2026-12-01T12:30:05Z", "2026-12-01T12:30:05Z" },
	};

	(void)state;
	zone("UTC");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_time(cases[i].typed, cases[i].lo, cases[i].hi);
}

static void
nonsense_is_no_time(void **state)
{
	static const char *const cases[] = {
		"", "x", ":", "14:", ":30", "14:3", "24:00", "14:60", "14:30:60", "14:30:5", "14:30:05:00",
		"14:30x",
		"114:30", "T14:30", "x 14:30", "today14:30", "now 14:30", "+4h 14:30", "2026-12 14:30",
		"2026 09:00",
		"2026-12-01 14", "2026-12-01T14:30Z+", "2026-12-01T14:30:05+2", "14:30 today",
	};

	(void)state;
	zone("UTC");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuse_time(cases[i], strlen(cases[i]));
	refuse_time("14:30\0", 6);
	refuse_time("\xff", 1);
}

static void
local_days_keep_their_length_over_a_change_of_clocks(void **state)
{
	(void)state;
	zone("Europe/Amsterdam");
	assert_time("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z");
	assert_time("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z");
	assert_time("2026-03-29 02:30", "2026-03-29T01:30:00Z", "2026-03-29T01:30:59Z");
	assert_time("2026-10-25 02:30", "2026-10-25T00:30:00Z", "2026-10-25T00:30:59Z");
	anchor = "2026-03-28T22:30:00Z";        /* 23:30 on the eve */
	assert_time("+1d 23:30", "2026-03-29T21:30:00Z", "2026-03-29T21:30:59Z");
	assert_time("+4h", "2026-03-29T02:30:00Z", "2026-03-29T02:30:00Z");
	assert_date("today", "2026-03-28", "2026-03-28");
	assert_date("+4h", "2026-03-29", "2026-03-29");
	anchor = "2026-03-28T23:30:00Z";        /* 00:30 on the day */
	assert_date("today", "2026-03-29", "2026-03-29");
	assert_date("sun", "2026-04-05", "2026-04-05");
	anchor = "2026-11-24T10:00:00Z";
	assert_time("2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z", "2026-12-01T14:30:05Z");
	assert_time("14:30", "2026-11-24T13:30:00Z", "2026-11-24T13:30:59Z");
	zone("EAST-1");
	assert_time("0001", "0001-01-01T00:00:00Z", "0001-12-31T22:59:59Z");
	zone("America/New_York");
	assert_time("9999", "9999-01-01T05:00:00Z", "9999-12-31T23:59:59Z");
	zone("America/Sao_Paulo");              /* midnight itself was skipped, and came twice */
	assert_time("2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59Z");
	assert_time("2018-02-17", "2018-02-17T02:00:00Z", "2018-02-18T02:59:59Z");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_name_days),
		cmocka_unit_test(calendar_texts_name_their_whole_period),
		cmocka_unit_test(month_ends_clamp),
		cmocka_unit_test(nonsense_is_no_date),
		cmocka_unit_test(instants_are_named_by_words_and_clocks),
		cmocka_unit_test(nonsense_is_no_time),
		cmocka_unit_test(local_days_keep_their_length_over_a_change_of_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
