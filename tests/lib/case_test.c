/* case_test.c - whose a case is, its number, and the clock of service: business time, holds, reopening */
#include "base_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "crm/case.h"

static const char weekdays[] =
	"hours:\n  zone: UTC\n  week:\n    mon-fri: [10:00-18:00]\n"
	"service:\n"
	"  - {severity: urgent, respond: 30min, resolve: 2h}\n"
	"  - {severity: high, respond: 1h, resolve: 4h}\n"
	"  - {kind: claim, respond: 2h, resolve: 8h}\n";

/* The fixture's policy with these hours and levels; the session begins anew at an instant. */
static void
house(const char *hours, const char *now)
{
	struct crm_buf b = { 0 };
	char *text;

	assert_int_equal(crm_policy_text(crm, &text, &err), CRM_OK);
	crm_putf(&b, "%s\n%s", text, hours);
	if (crm_policy_load(crm, "p", b.p, b.n, false, &err) != CRM_OK)
		fail_msg("%s", err.text);
	free(text);
	crm_buf_free(&b);
	assert_int_equal(base_open(now, false), CRM_OK);
}

struct trial {
	int64_t id;
	struct crm_stride stride;
	const char *channel;
	bool hold, on;
	struct crm_rec old, rec;
};

static int
go(struct crm *c, void *arg, struct crm_err *e)
{
	struct trial *t = arg;

	return t->hold ? crm_case_hold(c, t->id, t->on, "photo", &t->old, &t->rec, e)
	    : crm_case_step(c, t->id, &t->stride, t->channel, &t->old, &t->rec, e);
}

static int
attempt(struct trial *t)
{
	int rc;

	crm_err_clear(&err);
	crm_rec_init(&t->old, ent("case"));
	crm_rec_init(&t->rec, ent("case"));
	rc = crm_work(crm, go, t, NULL, &err);
	crm_rec_free(&t->old);
	crm_rec_free(&t->rec);
	return rc;
}

/* Takes a case a step on, with one field set or none. */
static int
step(int64_t id, const char *verb, const char *text)
{
	char *set[] = { (char *)text };

	return attempt(&(struct trial){ .id = id, .stride = { .verb = verb, .text = set, .n = text != NULL } });
}

static int
hold(int64_t id, bool on)
{
	return attempt(&(struct trial){ .id = id, .hold = true, .on = on });
}

static void
must(int rc)
{
	if (rc != CRM_OK)
		fail_msg("%s", err.text);
}

static void
to_investigating(int64_t id)
{
	must(step(id, "acknowledge", NULL));
	must(step(id, "assess", NULL));
	must(step(id, "investigate", NULL));
}

static const char *
get(int64_t id, const char *name)
{
	return base_get("case", id, name);
}

static void
deadlines_are_in_business_time(void **s)
{
	static const struct { const char *severity, *received, *respond, *resolve; } known[] = {
		{ "high", "2024-01-08T08:00:00Z", "2024-01-08T11:00:00Z", "2024-01-08T14:00:00Z" },
		{ "urgent", "2024-01-08T20:00:00Z", "2024-01-09T10:30:00Z", "2024-01-09T12:00:00Z" },
		{ "high", "2024-01-12T19:00:00Z", "2024-01-15T11:00:00Z", "2024-01-15T14:00:00Z" },
		{ "urgent", "2024-01-11T15:00:00Z", "2024-01-11T15:30:00Z", "2024-01-11T17:00:00Z" },
		{ "low", "2024-01-11T15:00:00Z", "", "" },
	};

	(void)s;
	house(weekdays, "2024-01-20T09:00:00Z");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		char received[40], severity[24];
		int64_t id;

		snprintf(received, sizeof received, "received=%s", known[i].received);
		snprintf(severity, sizeof severity, "severity=%s", known[i].severity);
		id = base_add("case", "about=x", received, severity, NULL);
		assert_string_equal(get(id, "respond_by"), known[i].respond);
		assert_string_equal(get(id, "resolve_by"), known[i].resolve);
	}
	assert_string_equal(base_get("case", base_add("case", "about=x", "kind=claim", "severity=low",
	    "received=2024-01-11T15:00:00Z", NULL), "resolve_by"), "2024-01-12T15:00:00Z");
}

static void
lunch_holidays_and_the_turn_of_the_clock_are_minded(void **s)
{
	(void)s;
	house("hours:\n  zone: Europe/Amsterdam\n  week:\n    mon-fri: [09:00-12:00, 13:00-17:00]\n    sun: [00:00-06:00]\n"
	    "  holidays: [2026-03-30]\n"
	    "service:\n  - {severity: high, respond: 4h, resolve: 6h}\n", BASE_NOW);
	/* Friday 10:00 to 12:00 and 13:00 to 15:00 */
	base_add("case", "about=x", "severity=high", "received=2026-03-27T09:00:00Z", NULL);
	assert_string_equal(get(1, "respond_by"), "2026-03-27T14:00:00Z");
	/* the night of Sunday has five hours; Monday is a holiday */
	base_add("case", "about=x", "severity=high", "received=2026-03-28T12:00:00Z", NULL);
	assert_string_equal(get(2, "respond_by"), "2026-03-29T03:00:00Z");
	assert_string_equal(get(2, "resolve_by"), "2026-03-31T08:00:00Z");
	/* in autumn it has seven */
	base_add("case", "about=x", "severity=high", "received=2026-10-24T12:00:00Z", NULL);
	assert_string_equal(get(3, "resolve_by"), "2026-10-25T04:00:00Z");
}

static void
time_on_hold_moves_the_decision_and_not_the_answer(void **s)
{
	(void)s;
	house(weekdays, "2024-01-11T15:00:00Z");
	base_add("case", "about=x", "severity=urgent", NULL);
	must(hold(1, true));
	assert_string_equal(get(1, "hold_since"), "2024-01-11T15:00:00Z");
	assert_int_equal(hold(1, true), CRM_DATA);
	assert_string_equal(err.text, "cs1: is on hold already\n");
	base_open("2024-01-11T16:00:00Z", false);
	must(hold(1, false));
	assert_string_equal(get(1, "respond_by"), "2024-01-11T15:30:00Z");
	assert_string_equal(get(1, "resolve_by"), "2024-01-11T18:00:00Z");
	assert_string_equal(get(1, "held"), "1h");
	assert_int_equal(hold(1, false), CRM_DATA);
	assert_string_equal(err.text, "cs1: is not on hold\n");
	assert_string_equal(base_find("step", "case=cs1 old_state= state=received note~hold lasted=0s"), "st1");
	assert_string_equal(base_find("step", "case=cs1 old_state= note~resumed lasted=1h"), "st2");
	/* a hold outside the hours, and one of no time, leave it at the closing hour */
	base_open("2024-01-11T19:00:00Z", false);
	must(hold(1, true));
	base_open("2024-01-11T21:00:00Z", false);
	must(hold(1, false));
	assert_string_equal(get(1, "resolve_by"), "2024-01-11T18:00:00Z");
	/* the step that follows counts from the last step, holds left aside */
	must(step(1, "acknowledge", NULL));
	assert_string_equal(base_find("step", "state=acknowledged lasted=6h"), "st5");
}

static void
what_is_decided_out_of_a_hold_was_on_hold_until_then(void **s)
{
	(void)s;
	house(weekdays, "2024-01-11T10:00:00Z");
	base_add("case", "about=x", "severity=urgent", NULL);
	base_add("case", "about=x", "severity=urgent", NULL);
	to_investigating(1);
	must(hold(1, true));
	must(hold(2, true));
	base_open("2024-01-12T11:00:00Z", false);
	assert_string_equal(base_find("case", "resolution_late=yes"), "");
	must(step(1, "decide", "decision=another one"));
	assert_string_equal(get(1, "hold_since"), "");
	assert_string_equal(get(1, "held"), "9h");
	assert_string_equal(get(1, "resolve_by"), "2024-01-12T13:00:00Z");
	assert_string_equal(base_find("case", "resolution_late=no"), "cs1 cs2");
	must(step(2, "withdraw", NULL));
	assert_string_equal(get(2, "held"), "9h");
	assert_int_equal(hold(1, true), CRM_DATA);
	assert_string_equal(err.text, "cs1: is decided: its clock has stopped\n");
}

static void
until_it_is_decided_another_severity_has_other_deadlines(void **s)
{
	(void)s;
	house(weekdays, "2024-01-11T10:00:00Z");
	base_add("case", "about=x", "severity=low", NULL);
	assert_string_equal(get(1, "respond_by"), "");
	base_set("case", 1, 0, "severity=high", NULL);
	assert_string_equal(get(1, "resolve_by"), "2024-01-11T14:00:00Z");
	base_set("case", 1, 0, "received=2024-01-11T11:00:00Z", NULL);
	assert_string_equal(get(1, "resolve_by"), "2024-01-11T15:00:00Z");
	must(hold(1, true));
	base_open("2024-01-11T12:00:00Z", false);
	must(hold(1, false));
	must(step(1, "acknowledge", NULL));
	must(step(1, "assess", "severity=urgent"));
	assert_string_equal(get(1, "resolve_by"), "2024-01-11T15:00:00Z");   /* two hours, and two on hold */
	must(step(1, "investigate", NULL));
	must(step(1, "decide", "decision=no"));
	base_set("case", 1, 0, "severity=high", NULL);
	assert_string_equal(get(1, "resolve_by"), "2024-01-11T15:00:00Z");
}

static void
a_case_has_a_number_of_its_year(void **s)
{
	static const struct { const char *number, *received, *want; } cases[] = {
		{ "number=", "received=2026-03-01", "cs-2026-0001" },
		{ "number=", "received=2025-12-31T23:59:59Z", "cs-2025-0001" },
		{ "number=K/7", "received=2026-03-02", "K/7" },
		{ "number=", "received=2026-01-01", "cs-2026-0002" },
		{ "number=cs-2026-0009", "received=2026-01-01", "cs-2026-0009" },
		{ "number=", "received=2026-01-01", "cs-2026-0010" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(base_get("case", base_add("case", "about=x", cases[i].number, cases[i].received, NULL),
		    "number"), cases[i].want);
	/* what is refused takes no number with it */
	assert_int_equal(base_set("case", 0, 0, "about=x", "received=now", "satisfaction=9", NULL), CRM_DATA);
	assert_string_equal(base_get("case", base_add("case", "about=x", NULL), "number"), "cs-2026-0011");
	base_add("case", "about=x", "number=cs-2026-9999", NULL);
	assert_string_equal(base_get("case", base_add("case", "about=x", NULL), "number"), "cs-2026-10000");
	assert_string_equal(base_get("case", base_add("case", "about=x", NULL), "number"), "cs-2026-10001");
	assert_int_equal(base_set("case", 0, 0, "about=x", "number=k/7", NULL), CRM_OK);
	assert_int_equal(base_set("case", 0, 0, "about=x", "number=K/7", NULL), CRM_DATA);
}

static void
a_case_finds_its_client_and_its_owner(void **s)
{
	(void)s;
	base_add("user", "name=Anna", "login=anna", NULL);
	base_add("user", "name=Bob", "login=bob", NULL);
	base_add("client", "name=Acme", "owner=u2", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("order", "client=c1", NULL);
	base_add("contract", "title=Parkas", "client=c1", NULL);
	base_add("right", "contract=k1", "about=answers in a day", NULL);
	base_add("person", "name=Piet", NULL);
	base_add("person", "name=Jan", NULL);
	base_add("role", "person=p1", "client=c2", NULL);
	base_add("role", "person=p1", "client=c1", "until=2020-01-01", NULL);
	base_add("role", "person=p2", "client=c1", NULL);
	base_add("role", "person=p2", "client=c2", NULL);
	base_add("case", "about=x", "order=o1", NULL);
	base_add("case", "about=x", "contract=k1", NULL);
	base_add("case", "about=x", "kind=right", "right=rt1", NULL);
	base_add("case", "about=x", "person=p1", NULL);
	base_add("case", "about=x", "person=p2", NULL);
	base_add("case", "about=x", "client=c2", "order=o1", "owner=u2", NULL);
	assert_string_equal(base_find("case", "client=c1 owner=u2"), "cs1 cs2 cs3");
	assert_string_equal(get(3, "contract"), "k1");
	assert_string_equal(base_find("case", "client=c2 owner=u1"), "cs4");
	assert_string_equal(base_find("case", "client= owner=u1"), "cs5");
	assert_string_equal(base_find("case", "client=c2 owner=u2"), "cs6");
}

static void
what_is_first_told_to_the_client_is_the_answer(void **s)
{
	(void)s;
	house(weekdays, "2024-01-11T15:00:00Z");
	base_add("client", "name=Acme", NULL);
	base_add("case", "about=x", "client=c1", "severity=urgent", NULL);
	base_add("interaction", "case=cs1", "channel=note", "direction=out", NULL);
	base_add("interaction", "case=cs1", "channel=email", "direction=in", NULL);
	base_add("interaction", "case=cs1", "channel=email", "direction=out", "at=2024-01-11T14:59:59Z", NULL);
	assert_string_equal(get(1, "responded"), "");
	assert_string_equal(base_get("interaction", 1, "client"), "c1");
	base_add("interaction", "case=cs1", "channel=call", "direction=out", "at=2024-01-11T16:00:00Z", NULL);
	assert_string_equal(base_find("case", "response_late=yes"), "cs1");
	/* no time at all is a time, and the first counts whenever it is recorded */
	base_add("interaction", "case=cs1", "channel=call", "direction=out", "at=2024-01-11T15:00:00Z", NULL);
	assert_string_equal(get(1, "responded"), "2024-01-11T15:00:00Z");
	base_open("2024-01-12T15:00:00Z", false);
	base_add("interaction", "case=cs1", "channel=email", "direction=out", NULL);
	must(step(1, "acknowledge", NULL));
	assert_string_equal(get(1, "responded"), "2024-01-11T15:00:00Z");
	assert_string_equal(base_find("case", "response_late=no resolution_late=yes breached=yes"), "cs1");
}

static void
telling_the_client_of_a_step_is_logged(void **s)
{
	struct trial t = { .id = 1, .stride = { .verb = "acknowledge", .note = "We look into it" }, .channel = "email" };

	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("person", "name=Piet", NULL);
	base_add("case", "about=Torn", "client=c1", "person=p1", NULL);
	must(attempt(&t));
	assert_string_equal(base_find("interaction", "case=cs1 client=c1 persons=p1 channel=email direction=out "
	    "subject=\"We look into it\""), "i1");
	assert_string_equal(get(1, "responded"), BASE_NOW);
	t.stride = (struct crm_stride){ .verb = "assess" };
	t.channel = "pigeon";
	assert_int_equal(attempt(&t), CRM_DATA);
	assert_string_equal(get(1, "state"), "acknowledged");
	t.channel = "call";
	must(attempt(&t));
	assert_string_equal(base_find("interaction", "subject=Torn channel=call"), "i2");
}

static void
a_step_asks_for_what_must_be_known(void **s)
{
	char *measure[] = { "measure=check seams", "cause=seams", "department=QA", "due=2026-10-01" };
	struct trial act = { .id = 1, .stride = { .verb = "act", .text = measure, .n = 4 } };

	(void)s;
	base_add("case", "about=x", NULL);
	to_investigating(1);
	assert_int_equal(step(1, "decide", NULL), CRM_USAGE);
	assert_string_equal(err.text, "cs1: decision: what was decided? decision=...\n");
	must(step(1, "decide", "decision=a new one"));
	assert_string_equal(get(1, "resolved"), BASE_NOW);
	must(step(1, "accept", NULL));
	assert_int_equal(step(1, "act", NULL), CRM_USAGE);
	assert_int_equal(err.n, 4);
	must(attempt(&act));
	assert_int_equal(step(1, "verify", NULL), CRM_USAGE);
	/* what has no effect goes back to acting, and is to be taken again */
	must(step(1, "verify", "effective=no"));
	assert_string_equal(get(1, "state"), "acting");
	assert_string_equal(get(1, "done"), "");
	assert_string_equal(get(1, "effective"), "no");
	assert_string_equal(base_find("step", "old_state=verified state=acting note=\"without effect\""), "st8");
	must(step(1, "verify", "effective=yes"));
	assert_string_equal(get(1, "state"), "verified");
	assert_string_equal(get(1, "done"), "2026-09-15");
	must(step(1, "close", "satisfaction=5"));
	assert_string_equal(get(1, "closed"), BASE_NOW);
	assert_string_equal(base_check(), "");
}

static void
what_is_reopened_has_a_clock_of_its_own(void **s)
{
	(void)s;
	house(weekdays, "2024-01-11T10:00:00Z");
	base_add("case", "about=x", "severity=high", "cause=seams", "measure=check", "decision=no", "satisfaction=2", NULL);
	must(step(1, "withdraw", NULL));
	assert_string_equal(get(1, "closed"), "2024-01-11T10:00:00Z");
	base_open("2024-01-15T10:00:00Z", false);
	assert_string_equal(base_find("case", "breached=yes"), "");          /* it was withdrawn in time */
	must(step(1, "reopen", NULL));
	assert_string_equal(base_find("case", "cycle=2 state=received closed= responded= decision= satisfaction="), "cs1");
	assert_string_equal(base_find("case", "cause=seams measure=check received=2024-01-11"), "cs1");
	assert_string_equal(get(1, "respond_by"), "2024-01-15T11:00:00Z");
	base_set("case", 1, 0, "severity=urgent", "received=2024-01-10", NULL);
	assert_string_equal(get(1, "respond_by"), "2024-01-15T10:30:00Z");   /* from the reopening on */
	base_add("interaction", "case=cs1", "channel=email", "at=2024-01-12T12:00:00Z", NULL);
	assert_string_equal(get(1, "responded"), "");
}

static void
history_comes_in_as_it_was(void **s)
{
	(void)s;
	house(weekdays, "2024-02-01T10:00:00Z");
	base_add("case", "about=x", "severity=high", "received=2024-01-08T10:00:00Z", "state=closed",
	    "responded=2024-01-08T10:00:00Z", "resolved=2024-01-08T15:00:00Z", NULL);
	assert_string_equal(get(1, "closed"), "2024-01-08T15:00:00Z");
	assert_string_equal(base_find("case", "response_late=no resolution_late=yes"), "cs1");
	base_add("case", "about=x", "state=withdrawn", NULL);
	assert_string_equal(get(2, "closed"), "2024-02-01T10:00:00Z");
	base_add("case", "about=x", "state=acting", NULL);
	assert_string_equal(get(3, "state"), "acting");
	assert_int_equal(base_set("case", 3, 0, "state=closed", NULL), CRM_USAGE);
	assert_int_equal(base_set("case", 3, 0, "satisfaction=0", NULL), CRM_DATA);
	assert_string_equal(err.text, "satisfaction: 0: is from 1 to 5\n");
	assert_string_equal(base_find("step", NULL), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(deadlines_are_in_business_time),
		BASE_TEST(lunch_holidays_and_the_turn_of_the_clock_are_minded),
		BASE_TEST(time_on_hold_moves_the_decision_and_not_the_answer),
		BASE_TEST(what_is_decided_out_of_a_hold_was_on_hold_until_then),
		BASE_TEST(until_it_is_decided_another_severity_has_other_deadlines),
		BASE_TEST(a_case_has_a_number_of_its_year),
		BASE_TEST(a_case_finds_its_client_and_its_owner),
		BASE_TEST(what_is_first_told_to_the_client_is_the_answer),
		BASE_TEST(telling_the_client_of_a_step_is_logged),
		BASE_TEST(a_step_asks_for_what_must_be_known),
		BASE_TEST(what_is_reopened_has_a_clock_of_its_own),
		BASE_TEST(history_comes_in_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
