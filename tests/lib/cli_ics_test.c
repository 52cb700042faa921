/* cli_ics_test.c - repetition, with the examples of RFC 5545 section 3.8.5.3 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "cli/cli.h"

static void
in_zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

/* Walks the rule from its start and compares all that it gives. */
static void
walk(const char *rule, const char *start, const char *const *want)
{
	char at[21], next[21];

	strcpy(at, start);
	for (; *want; want++) {
		assert_int_equal(cli_ics_next(rule, start, at, next), CRM_OK);
		assert_string_equal(next, *want);
		strcpy(at, next);
	}
}

static void
the_examples_of_the_standard_hold(void **state)
{
	(void)state;
	in_zone("UTC");
	walk("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02T09:00:00Z", (const char *[]){ "1998-02-13T09:00:00Z",
	    "1998-03-13T09:00:00Z", "1998-11-13T09:00:00Z", "1999-08-13T09:00:00Z", "2000-10-13T09:00:00Z", NULL });
	walk("FREQ=MONTHLY;BYDAY=-1FR", "1997-09-26", (const char *[]){ "1997-10-31", "1997-11-28", NULL });
	walk("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T09:00:00Z", (const char *[]){ "1997-10-29T09:00:00Z",
	    "1997-11-28T09:00:00Z", "1997-12-29T09:00:00Z", "1998-01-29T09:00:00Z", "1998-02-26T09:00:00Z", NULL });
	walk("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02T09:00:00Z", (const char *[]){ "1997-09-16T09:00:00Z",
	    "1997-09-30T09:00:00Z", NULL });
	walk("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07T09:00:00Z", (const char *[]){
	    "1997-09-28T09:00:00Z", "1997-11-02T09:00:00Z", "1997-11-30T09:00:00Z", "1998-01-04T09:00:00Z",
	    "1998-01-25T09:00:00Z", "1998-03-01T09:00:00Z", "1998-03-29T09:00:00Z", "1998-05-03T09:00:00Z",
	    "1998-05-31T09:00:00Z", NULL });
}

static void
a_rule_that_counts_ends(void **state)
{
	char next[21];

	(void)state;
	in_zone("UTC");
	assert_int_equal(cli_ics_next("FREQ=DAILY;COUNT=3", "2026-01-01", "2026-01-03", next), CRM_NO);
	assert_int_equal(cli_ics_next("FREQ=DAILY;UNTIL=20260102", "2026-01-01", "2026-01-02", next), CRM_NO);
}

static void
local_time_is_kept_when_the_clocks_change(void **state)
{
	char next[21];

	(void)state;
	in_zone("Europe/Amsterdam");
	assert_int_equal(cli_ics_next("FREQ=DAILY", "2026-03-28T08:00:00Z", "2026-03-28T08:00:00Z", next), CRM_OK);
	assert_string_equal(next, "2026-03-29T07:00:00Z");
	in_zone("UTC");
}

static void
nonsense_is_refused(void **state)
{
	char next[21];

	(void)state;
	assert_int_equal(cli_ics_next("FREQ=SOMETIMES", "2026-01-01", "2026-01-01", next), CRM_DATA);
	assert_int_equal(cli_ics_next("", "2026-01-01", "2026-01-01", next), CRM_DATA);
	assert_int_equal(cli_ics_next("FREQ=DAILY", "tomorrow", "2026-01-01", next), CRM_DATA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_standard_hold),
		cmocka_unit_test(a_rule_that_counts_ends),
		cmocka_unit_test(local_time_is_kept_when_the_clocks_change),
		cmocka_unit_test(nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
