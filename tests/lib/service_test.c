/* service_test.c - what is due, how fast clients are served, and causes that come again; worked out by hand */
#include "base_fixture.h"

#include <stdlib.h>

#include "crm/case.h"

static const char hours[] =
	"hours:\n  zone: UTC\n  week:\n    mon-fri: [10:00-18:00]\n"
	"service:\n  - {severity: high, respond: 1h, resolve: 4h}\n";

static int
setup(void **state)
{
	struct crm_buf b = { 0 };
	char *text;

	base_setup(state);
	assert_int_equal(crm_policy_text(crm, &text, &err), CRM_OK);
	crm_putf(&b, "%s\n%s", text, hours);
	if (crm_policy_load(crm, "p", b.p, b.n, false, &err) != CRM_OK)
		fail_msg("%s", err.text);
	free(text);
	crm_buf_free(&b);
	base_add("user", "name=Anna", "login=anna", NULL);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", NULL);
	return 0;
}
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, base_teardown)

static const char *
due(const char *until)
{
	struct crm_asked asked = { .to = until };

	return base_report(&crm_case_due, &asked);
}

static const char *
service(const char *by, const char *filter, const char *from, const char *to)
{
	char *one[] = { (char *)filter };
	struct crm_asked asked = { .by = by, .filter = one, .nfilter = filter != NULL, .from = from, .to = to };

	return base_report(crm_report_find("service"), &asked);
}

/* Monday 2024-01-08 is the day of these. */
static void
what_is_due_comes_first_that_is_first(void **s)
{
	(void)s;
	base_open("2024-01-08T12:00:00Z", false);
	base_add("case", "about=b", "client=c2", "severity=high", "received=2024-01-08T10:30:00Z", NULL);
	base_add("case", "about=a", "client=c1", "severity=high", "received=2024-01-05T16:00:00Z",
	    "responded=2024-01-05T16:30:00Z", NULL);
	base_add("case", "about=c", "severity=low", NULL);
	base_add("case", "about=d", "state=acting", "due=2024-01-08", NULL);
	base_add("case", "about=e", "state=acting", "due=2024-01-01", "done=2024-01-02", "effect_due=2024-01-10", NULL);
	base_add("case", "about=f", "severity=high", "state=withdrawn", NULL);
	assert_string_equal(due("2024-01-07T10:00:00Z"), "");
	assert_string_equal(due("2024-01-08T12:00:00Z"),
	    "cs1,respond,2024-01-08T11:30:00Z,30min,complaint,high,received,Bits,Anna,b; "
	    "cs2,resolve,2024-01-08T12:00:00Z,0s,complaint,high,received,Acme,Anna,a; "
	    "cs4,measure,2024-01-08T23:59:59Z,-6h,complaint,normal,acting,,Anna,d");
	assert_string_equal(due("2024-01-10T12:00:00Z"),
	    "cs1,respond,2024-01-08T11:30:00Z,30min,complaint,high,received,Bits,Anna,b; "
	    "cs2,resolve,2024-01-08T12:00:00Z,0s,complaint,high,received,Acme,Anna,a; "
	    "cs1,resolve,2024-01-08T14:30:00Z,-2h30min,complaint,high,received,Bits,Anna,b; "
	    "cs4,measure,2024-01-08T23:59:59Z,-6h,complaint,normal,acting,,Anna,d; "
	    "cs5,effect,2024-01-10T23:59:59Z,-22h,complaint,normal,acting,,Anna,e");
	/* what is late over a weekend is late by its hours of business */
	base_open("2024-01-15T11:00:00Z", false);
	assert_string_equal(due("2024-01-08T11:59:00Z"),
	    "cs1,respond,2024-01-08T11:30:00Z,39h30min,complaint,high,received,Bits,Anna,b; "
	    "cs4,measure,2024-01-08T23:59:59Z,33h,complaint,normal,acting,,Anna,d");
}

/* All are received at 10:00 of the same day: an hour to answer, four to decide. */
static void
service_is_measured_and_judged(void **s)
{
	(void)s;
	base_open("2024-01-09T12:00:00Z", false);
#define CASE "about=x", "received=2024-01-08T10:00:00Z", "severity=high"
	base_add("case", CASE, "client=c1", "responded=2024-01-08T10:00:00Z", "resolved=2024-01-08T12:00:00Z", NULL);
	base_add("case", CASE, "client=c1", "responded=2024-01-08T10:30:00Z", "resolved=2024-01-08T16:00:00Z", NULL);
	base_add("case", CASE, "client=c1", "responded=2024-01-08T12:00:00Z", NULL);
	base_add("case", CASE, "client=c2", NULL);                      /* nobody answered */
	base_add("case", CASE, "client=c2", "closed=2024-01-08T10:15:00Z", "state=withdrawn", NULL);
	base_add("case", "about=x", "client=c2", "severity=high", "received=2024-01-09T11:30:00Z", NULL);   /* in time */
	base_add("case", "about=x", "client=c2", "severity=low", "received=2024-01-08T10:00:00Z", NULL);
	assert_string_equal(service(NULL, NULL, NULL, NULL),
	    ",response,3,3,30min,1h42min,60,2,5h; ,resolution,2,4,4h,5h36min,40,3,6h");
	assert_string_equal(service("client", NULL, NULL, NULL),
	    "Acme,response,3,0,30min,1h42min,66.67,1,1h; Acme,resolution,2,1,4h,5h36min,33.33,2,4h; "
	    "Bits,response,0,3,,,50,1,9h; Bits,resolution,0,3,,,50,1,6h"
	    " | ,response,3,3,30min,1h42min,60,2,5h; ,resolution,2,4,4h,5h36min,40,3,6h");
	assert_string_equal(service("severity", "severity=low", NULL, NULL),
	    "low,response,0,1,,,,0,; low,resolution,0,1,,,,0, | ,response,0,1,,,,0,; ,resolution,0,1,,,,0,");
	assert_string_equal(service("received:day", "client=c2", "2024-01-09", "2024-01-09"),
	    "2024-01-09,response,0,1,,,,0,; 2024-01-09,resolution,0,1,,,,0, | "
	    ",response,0,1,,,,0,; ,resolution,0,1,,,,0,");
	assert_string_equal(service("tags", NULL, NULL, NULL), "--by: one path, of one value\n");
	assert_string_equal(service(NULL, "closed=2030", NULL, NULL), "");
}

static void
time_on_hold_is_nobodys(void **s)
{
	(void)s;
	base_open("2024-01-08T17:00:00Z", false);
	base_add("case", CASE, "responded=2024-01-08T10:00:00Z", NULL);
	base_add("case", CASE, "responded=2024-01-08T10:00:00Z", NULL);
	base_sql("UPDATE crm_case SET hold_since = '2024-01-08T13:00:00Z' WHERE id = 1");
	base_sql("UPDATE crm_case SET resolved = '2024-01-08T16:00:00Z', held = 7200, resolve_by = '2024-01-08T16:00:00Z' "
	    "WHERE id = 2");
	assert_string_equal(service(NULL, NULL, NULL, NULL),
	    ",response,2,0,0s,0s,100,0,; ,resolution,1,1,4h,4h,100,0,");
}

static void
say(const char *client, const char *direction, const char *at, const char *about)
{
	base_add("interaction", client, "channel=email", direction, at, about, NULL);
}

static void
each_message_has_a_clock_and_the_next_word_stops_it(void **s)
{
	(void)s;
	base_add("case", "about=x", "client=c1", "kind=claim", NULL);
	base_add("case", "about=y", "client=c1", NULL);
	/* two messages, one answer to both */
	say("client=c1", "direction=in", "at=2024-01-08T10:00:00Z", "case=");
	say("client=c1", "direction=in", "at=2024-01-08T11:00:00Z", "case=");
	base_add("interaction", "client=c1", "channel=note", "direction=out", "at=2024-01-08T11:30:00Z", NULL);
	base_add("interaction", "client=c1", "channel=call", "direction=out", "at=2024-01-08T12:00:00Z", NULL);
	say("client=c1", "direction=out", "at=2024-01-08T13:00:00Z", "case=");          /* answers nothing */
	/* another client's */
	say("client=c2", "direction=in", "at=2024-01-08T17:00:00Z", "case=");
	say("client=c2", "direction=out", "at=2024-01-09T11:00:00Z", "case=");
	say("client=c2", "direction=in", "at=2024-01-10T11:00:00Z", "case=");
	assert_string_equal(service("client", "id=cs9", NULL, NULL), "");
	assert_string_equal(service(NULL, NULL, "2024-01-01", "2024-01-31"), ",rolling,3,1,2h,2h,,,");
	assert_string_equal(service("client", NULL, "2024-01-01", "2024-01-31"),
	    "Acme,rolling,2,0,1h30min,1h54min,,,; Bits,rolling,1,1,2h,2h,,, | ,rolling,3,1,2h,2h,,,");
	/* what came in the period may be answered after it */
	assert_string_equal(service(NULL, NULL, "2024-01-08", "2024-01-08"), ",rolling,3,0,2h,2h,,,");
	/* of two cases each has its own answer; a word about none answers all */
	say("client=c1", "direction=in", "at=2024-02-05T10:00:00Z", "case=cs1");
	say("client=c1", "direction=out", "at=2024-02-05T11:00:00Z", "case=cs2");
	say("client=c1", "direction=out", "at=2024-02-05T12:00:00Z", "case=cs1");
	say("client=c1", "direction=in", "at=2024-02-05T13:00:00Z", "case=cs2");
	say("client=c1", "direction=out", "at=2024-02-05T14:00:00Z", "case=");
	assert_string_equal(service("kind", NULL, "2024-02-01", "2024-02-29"),
	    "complaint,rolling,1,0,1h,1h,,,; claim,rolling,1,0,2h,2h,,, | ,rolling,2,0,1h30min,1h54min,,,");
	assert_string_equal(service("received:week", NULL, "2024-02-01", "2024-02-29"),
	    "2024-W06,rolling,2,0,1h30min,1h54min,,, | ,rolling,2,0,1h30min,1h54min,,,");
	assert_string_equal(service(NULL, "kind=claim", NULL, NULL),
	    ",response,0,1,,,,0,; ,resolution,0,1,,,,0,; ,rolling,1,0,2h,2h,,,");
}

static void
cases_of_one_cause_are_told_together(void **s)
{
	(void)s;
	base_add("case", "about=x", "client=c1", "cause=Seams", "received=2024-01-01", "state=closed", "closed=2024-01-05",
	    "measure=check", "done=2024-01-10", "effective=no", NULL);
	base_add("case", "about=x", "client=c1", "cause=seams", "received=2024-01-10T12:00:00Z", NULL);
	base_add("case", "about=x", "client=c2", "cause=SEAMS", "received=2024-01-11", "measure=double check",
	    "done=2024-02-01", "effective=yes", NULL);
	base_add("case", "about=x", "cause=zips", "received=2024-01-11", NULL);
	base_add("case", "about=x", "cause=colour", "received=2024-01-11", NULL);
	base_add("case", "about=x", "cause=colour", "received=2024-01-12", NULL);
	base_add("case", "about=x", NULL);
	assert_string_equal(base_report(&crm_case_repeats, &(struct crm_asked){ 0 }),
	    "Seams,3,2,2024-01-01T00:00:00Z,2024-01-11T00:00:00Z,2,2,1,1,1; "
	    "colour,2,0,2024-01-11T00:00:00Z,2024-01-12T00:00:00Z,2,0,0,0,0");
	assert_string_equal(base_report(&crm_case_repeats, &(struct crm_asked){ .from = "2024-01-11" }),
	    "colour,2,0,2024-01-11T00:00:00Z,2024-01-12T00:00:00Z,2,0,0,0,0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_due_comes_first_that_is_first),
		TEST(service_is_measured_and_judged),
		TEST(time_on_hold_is_nobodys),
		TEST(each_message_has_a_clock_and_the_next_word_stops_it),
		TEST(cases_of_one_cause_are_told_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
