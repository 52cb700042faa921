/* cli_ics_test.c - repetition, with the examples of RFC 5545 section 3.8.5.3 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "cli/cli.h"

static int
next_of(const char *rule, const char *start, const char *after, char next[21])
{
	struct crm_err err = CRM_ERR_INIT;

	return cli_ics_next(rule, start, after, next, &err);
}

static void
in_zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

/* An instant as the standard writes it: "0902" in a year, "0902T0920" when it is not nine o'clock. */
static void
put_local(struct crm_buf *b, const char *stored, int *year)
{
	struct crm_civil c;
	int64_t t;

	assert_int_equal(crm_read_time(stored, strlen(stored), &t), CRM_OK);
	crm_local(t, &c);
	if (c.y != *year)
		crm_putf(b, "%s%d:", b->n ? " " : "", *year = c.y);
	crm_putf(b, " %02d%02d", c.m, c.d);
	if (c.H != 9 || c.M != 0)
		crm_putf(b, "T%02d%02d", c.H, c.M);
}

/* What follows the start, up to n occurrences; "." at an end. */
static void
walk(const char *rule, const char *start, int n, const char *want)
{
	char at[21], next[21];
	struct crm_civil c = { .H = 9 };
	struct crm_buf got = { 0 };
	int rc = CRM_OK, year = 0;

	assert_int_equal(sscanf(start, "%4d%2d%2d", &c.y, &c.m, &c.d), 3);
	crm_fmt_time(at, crm_from_local(&c));
	strcpy(next, at);
	for (int i = 0; i < n && (rc = next_of(rule, at, next, next)) == CRM_OK; i++)
		put_local(&got, next, &year);
	crm_puts(&got, rc == CRM_NO ? "." : "");
	if (strcmp(got.p, want) != 0)
		fail_msg("%s from %s:\n%s, expected\n%s", rule, start, got.p, want);
	crm_buf_free(&got);
}

/* Section 3.8.5.3 of RFC 5545, in its order and its zone; the first occurrence is the start itself. */
static void
the_examples_of_the_standard_hold(void **state)
{
	static const struct { const char *rule, *start; int n; const char *rest; } examples[] = {
		{ "FREQ=DAILY;COUNT=10", "19970902", 20, "1997: 0903 0904 0905 0906 0907 0908 0909 0910 0911." },
		{ "FREQ=DAILY;UNTIL=19970905T000000Z", "19970902", 20, "1997: 0903 0904." },
		{ "FREQ=DAILY;INTERVAL=2", "19970902", 4, "1997: 0904 0906 0908 0910" },
		{ "FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902", 9, "1997: 0912 0922 1002 1012." },
		{ "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "19980130", 4,
		    "1998: 0131 1999: 0101 0102 0103" },
		{ "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "20000129", 9, "2000: 0130 0131." },
		{ "FREQ=WEEKLY;COUNT=10", "19970902", 20, "1997: 0909 0916 0923 0930 1007 1014 1021 1028 1104." },
		{ "FREQ=WEEKLY;UNTIL=19971224T000000Z", "19971209", 9, "1997: 1216 1223." },
		{ "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "19970902", 11,
		    "1997: 0916 0930 1014 1028 1111 1125 1209 1223 1998: 0106 0120 0203" },
		{ "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "19970902", 20,
		    "1997: 0904 0909 0911 0916 0918 0923 0925 0930 1002." },
		{ "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "19970902", 20, "1997: 0904 0909 0911 0916 0918 0923 0925 0930 1002." },
		{ "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "19970901", 40,
		    "1997: 0903 0905 0915 0917 0919 0929 1001 "
		    "1003 1013 1015 1017 1027 1029 1031 1110 1112 1114 1124 1126 1128 1208 1210 1212 1222." },
		{ "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "19970902", 20, "1997: 0904 0916 0918 0930 1002 1014 1016." },
		{ "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "19970905", 20, "1997: 1003 1107 1205 1998: 0102 0206 0306 0403 0501 0605." },
		{ "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "19970905", 20, "1997: 1003 1107 1205." },
		{ "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "19970907", 20,
		    "1997: 0928 1102 1130 1998: 0104 0125 0301 0329 0503 0531." },
		{ "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922", 20, "1997: 1020 1117 1222 1998: 0119 0216." },
		{ "FREQ=MONTHLY;BYMONTHDAY=-3", "19970928", 5, "1997: 1029 1128 1229 1998: 0129 0226" },
		{ "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "19970902", 20,
		    "1997: 0915 1002 1015 1102 1115 1202 1215 1998: 0102 0115." },
		{ "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "19970930", 20,
		    "1997: 1001 1031 1101 1130 1201 1231 1998: 0101 0131 0201." },
		{ "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "19970910", 20, "1997: 0911 0912 0913 0914 0915 "
		    "1999: 0310 0311 0312 0313." },
		{ "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "19970902", 9, "1997: 0909 0916 0923 0930 1104 1111 1118 1125 1998: 0106" },
		{ "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "19970610", 20,
		    "1997: 0710 1998: 0610 0710 1999: 0610 0710 2000: 0610 0710 2001: 0610 0710." },
		{ "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "19970310", 20,
		    "1999: 0110 0210 0310 2001: 0110 0210 0310 2003: 0110 0210 0310." },
		{ "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "19970101", 20, "1997: 0410 0719 2000: 0101 0409 0718 "
		    "2003: 0101 0410 0719 2006: 0101." },
		{ "FREQ=YEARLY;BYDAY=20MO", "19970519", 2, "1998: 0518 1999: 0517" },
		{ "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "19970512", 2, "1998: 0511 1999: 0517" },
		{ "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "19970313", 7, "1997: 0320 0327 1998: 0305 0312 0319 0326 1999: 0304" },
		{ "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "19970605", 13,
		    "1997: 0612 0619 0626 0703 0710 0717 0724 0731 0807 0814 0821 0828 1998: 0604" },
		{ "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19970902", 5, "1998: 0213 0313 1113 1999: 0813 2000: 1013" },
		{ "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "19970913", 9,
		    "1997: 1011 1108 1213 1998: 0110 0207 0307 0411 0509 0613" },
		{ "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "19961105", 2, "2000: 1107 2004: 1102" },
		{ "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904", 9, "1997: 1007 1106." },
		{ "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "19970929", 6, "1997: 1030 1127 1230 1998: 0129 0226 0330" },
		{ "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", "19970902", 9, "1997: 0902T1200 0902T1500." },
		{ "FREQ=MINUTELY;INTERVAL=15;COUNT=6", "19970902", 9, "1997: 0902T0915 0902T0930 0902T0945 0902T1000 0902T1015." },
		{ "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "19970902", 9, "1997: 0902T1030 0902T1200 0902T1330." },
		{ "FREQ=DAILY;BYHOUR=9,16;BYMINUTE=0,40", "19970902", 4, "1997: 0902T0940 0902T1600 0902T1640 0903" },
		{ "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805", 9, "1997: 0810 0819 0824." },
		{ "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805", 9, "1997: 0817 0819 0831." },
		{ "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115", 9, "2007: 0130 0215 0315 0330." },
	};

	(void)state;
	in_zone("America/New_York");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		walk(examples[i].rule, examples[i].start, examples[i].n, examples[i].rest);
	in_zone("UTC");
}

static void
an_end_is_where_it_is_said_to_be(void **state)
{
	(void)state;
	in_zone("America/New_York");
	/* 12:00 in Greenwich is 8 o'clock here, before nine; a day ends at midnight here */
	walk("FREQ=DAILY;UNTIL=19970904T120000Z", "19970902", 9, "1997: 0903.");
	walk("FREQ=DAILY;UNTIL=19970904T130000Z", "19970902", 9, "1997: 0903 0904.");
	walk("FREQ=DAILY;UNTIL=19970904", "19970902", 9, "1997: 0903 0904.");
	in_zone("UTC");
}

static void
a_rule_that_counts_ends(void **state)
{
	char next[21];

	(void)state;
	in_zone("UTC");
	assert_int_equal(next_of("FREQ=DAILY;COUNT=3", "2026-01-01", "2026-01-03", next), CRM_NO);
	assert_int_equal(next_of("FREQ=DAILY;UNTIL=20260102", "2026-01-01", "2026-01-02", next), CRM_NO);
}

static void
local_time_is_kept_when_the_clocks_change(void **state)
{
	char next[21];

	(void)state;
	in_zone("Europe/Amsterdam");
	assert_int_equal(next_of("FREQ=DAILY", "2026-03-28T08:00:00Z", "2026-03-28T08:00:00Z", next), CRM_OK);
	assert_string_equal(next, "2026-03-29T07:00:00Z");
	in_zone("UTC");
}

static void
nonsense_is_refused(void **state)
{
	char next[21];

	(void)state;
	assert_int_equal(next_of("FREQ=SOMETIMES", "2026-01-01", "2026-01-01", next), CRM_DATA);
	assert_int_equal(next_of("", "2026-01-01", "2026-01-01", next), CRM_DATA);
	assert_int_equal(next_of("FREQ=DAILY", "tomorrow", "2026-01-01", next), CRM_DATA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_standard_hold),
		cmocka_unit_test(an_end_is_where_it_is_said_to_be),
		cmocka_unit_test(a_rule_that_counts_ends),
		cmocka_unit_test(local_time_is_kept_when_the_clocks_change),
		cmocka_unit_test(nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
