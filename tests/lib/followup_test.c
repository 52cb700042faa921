/* followup_test.c - rules of follow-ups: repetition spelt out, reminders claimed once, owners found */
#include "base_fixture.h"
#include "crm/followup.h"

static int
no_more(const char *rule, const char *starts, const char *after, char next[21], struct crm_err *e)
{
	(void)rule, (void)starts, (void)after, (void)next, (void)e;
	return CRM_NO;
}

static int
a_week_later(const char *rule, const char *starts, const char *after, char next[21], struct crm_err *e)
{
	int64_t t;

	(void)rule, (void)starts, (void)e;
	assert_int_equal(crm_read_time(after, strlen(after), &t), CRM_OK);
	crm_fmt_time(next, t + 7 * 86400);
	return CRM_OK;
}

static void
words_are_spelt_out_by_the_day_they_begin(void **s)
{
	static const struct { const char *due, *word, *rule; } cases[] = {
		{ "2026-01-31", "daily", "FREQ=DAILY" }, { "2026-01-31", "weekly", "FREQ=WEEKLY" },
		{ "2026-01-28", "monthly", "FREQ=MONTHLY" }, { "2026-01-29", "monthly", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1" },
		{ "2026-01-31", "monthly", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1" },
		{ "2026-01-30", "quarterly", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30;BYSETPOS=-1" },
		{ "2026-02-28", "yearly", "FREQ=YEARLY" },
		{ "2028-02-29", "yearly", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1" },
		{ "2026-01-31", "FREQ=MONTHLY", "FREQ=MONTHLY" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t id = base_add("followup", "about=x", crm_sprintf(&arena, "due=%s", cases[i].due),
		    crm_sprintf(&arena, "repeat=%s", cases[i].word), NULL);

		assert_string_equal(base_get("followup", id, "repeat"), cases[i].rule);
		assert_string_equal(base_get("followup", id, "starts"), base_get("followup", id, "due"));
	}
}

static void
a_new_rule_begins_anew(void **s)
{
	int64_t id = base_add("followup", "about=x", "due=2026-09-20", "repeat=weekly", NULL);

	(void)s;
	assert_int_equal(base_set("followup", id, 0, "due=2026-09-22", NULL), CRM_OK);
	assert_string_equal(base_get("followup", id, "starts"), "2026-09-20T00:00:00Z");
	assert_int_equal(base_set("followup", id, 0, "repeat=daily", NULL), CRM_OK);
	assert_string_equal(base_get("followup", id, "starts"), "2026-09-22T00:00:00Z");
	assert_int_equal(base_set("followup", id, 0, "repeat=", NULL), CRM_OK);
	assert_string_equal(base_get("followup", id, "starts"), "");
}

/* One follow-up of a work of its own. */
struct one { int64_t id, next, due; const char *state; };

static int
end(struct crm *c, void *arg, struct crm_err *e)
{
	struct one *o = arg;

	return crm_followup_end(c, o->id, o->state, "so", &o->next, e);
}

static int
snooze(struct crm *c, void *arg, struct crm_err *e)
{
	struct one *o = arg;

	return crm_followup_snooze(c, o->id, o->due, e);
}

static void
done_plans_the_next_with_its_reminder_and_dropped_none(void **s)
{
	struct one o = { .state = "done" };

	(void)s;
	o.id = base_add("followup", "about=x", "due=2026-09-16 10:00", "remind=2026-09-16 09:00", "repeat=weekly",
	    "note=n", NULL);
	assert_int_equal(crm_work(crm, end, &o, NULL, &err), CRM_USAGE);
	assert_non_null(strstr(err.text, "crm-followup done"));
	crm_err_clear(&err);
	crm_set_next_due(crm, a_week_later);
	assert_int_equal(crm_work(crm, end, &o, NULL, &err), CRM_OK);
	assert_int_equal(o.next, o.id + 1);
	assert_string_equal(base_get("followup", o.next, "due"), "2026-09-23T10:00:00Z");
	assert_string_equal(base_get("followup", o.next, "remind"), "2026-09-23T09:00:00Z");
	assert_string_equal(base_get("followup", o.next, "rings"), "2026-09-23T09:00:00Z");
	assert_string_equal(base_get("followup", o.next, "starts"), "2026-09-16T10:00:00Z");
	assert_string_equal(base_get("followup", o.next, "note"), "n");
	assert_string_equal(base_get("followup", o.next, "outcome"), "");
	assert_string_equal(base_get("followup", o.id, "rings"), "");
	o.id = o.next, o.state = "dropped";
	assert_int_equal(crm_work(crm, end, &o, NULL, &err), CRM_OK);
	assert_int_equal(o.next, 0);
	assert_int_equal(crm_work(crm, end, &o, NULL, &err), CRM_DATA);
	crm_err_clear(&err);
	crm_set_next_due(crm, no_more);
	o.id = base_add("followup", "about=x", "due=2026-09-16 10:00", "repeat=weekly", NULL), o.state = "done";
	assert_int_equal(crm_work(crm, end, &o, NULL, &err), CRM_OK);
	assert_int_equal(o.next, 0);
}

static void
a_reminder_rings_until_it_is_told(void **s)
{
	int64_t id = base_add("followup", "about=x", "due=2026-09-15", NULL);
	struct crm_claims r = { .lease = 600 }, other = { .lease = 600 };
	struct one o = { .id = id };

	(void)s;
	assert_string_equal(base_get("followup", id, "rings"), "2026-09-15T00:00:00Z");
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_OK);
	assert_int_equal(r.n, 1);
	assert_int_equal(r.id[0], id);
	assert_int_equal(crm_remind_claim(crm, &other, &err), CRM_NO);
	assert_int_equal(crm_remind_told(crm, &r, &err), CRM_OK);
	assert_string_equal(base_get("followup", id, "rings"), "");
	assert_string_equal(base_get("followup", id, "claim"), "");
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_NO);
	assert_int_equal(crm_read_time("2026-09-15T08:00:00Z", 20, &o.due), CRM_OK);
	assert_int_equal(crm_work(crm, snooze, &o, NULL, &err), CRM_OK);
	assert_int_equal(crm_remind_claim(crm, &other, &err), CRM_OK);
	assert_int_equal(crm_claims_release(crm, &other, &err), CRM_OK);
	assert_string_equal(base_get("followup", id, "claim"), "");
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_OK);
	crm_claims_free(&r);
	crm_claims_free(&other);
}

static void
what_was_put_off_while_it_went_out_is_not_marked(void **s)
{
	int64_t id = base_add("followup", "about=x", "due=2026-09-15", NULL);
	struct crm_claims r = { .lease = 600 };
	struct one o = { .id = id };

	(void)s;
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_OK);
	assert_int_equal(crm_read_time("2026-09-20T08:00:00Z", 20, &o.due), CRM_OK);
	assert_int_equal(crm_work(crm, snooze, &o, NULL, &err), CRM_OK);
	assert_int_equal(crm_remind_told(crm, &r, &err), CRM_OK);
	assert_string_equal(base_get("followup", id, "reminded"), "");
	assert_string_equal(base_get("followup", id, "rings"), "2026-09-20T08:00:00Z");
	crm_claims_free(&r);
}

static void
claims_that_failed_are_kept_from_this_run_and_free_for_the_next(void **s)
{
	struct crm_claims r = { .lease = 600, .limit = 1 }, next = { .lease = 600 };

	(void)s;
	base_add("followup", "about=x", "due=2026-09-15", NULL);
	base_add("followup", "about=y", "due=2026-09-15", NULL);
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_OK);
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_OK);
	assert_int_equal(r.id[0], 2);
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_NO);
	assert_int_equal(crm_claims_release(crm, &r, &err), CRM_OK);
	assert_int_equal(crm_remind_claim(crm, &next, &err), CRM_OK);
	assert_int_equal(next.n, 2);
	crm_claims_free(&r);
	crm_claims_free(&next);
}

static void
a_lease_ends(void **s)
{
	struct crm_claims r = { .lease = 600 }, late = { .lease = 600 };

	(void)s;
	base_add("followup", "about=x", "due=2026-09-15", NULL);
	assert_int_equal(crm_remind_claim(crm, &r, &err), CRM_OK);
	assert_int_equal(base_open("2026-09-15T09:09:50Z", false), CRM_OK);
	assert_int_equal(crm_remind_claim(crm, &late, &err), CRM_NO);
	assert_int_equal(base_open("2026-09-15T09:10:01Z", false), CRM_OK);
	assert_int_equal(crm_remind_claim(crm, &late, &err), CRM_OK);
	/* the first comes back to life: it is not its own any more */
	assert_int_equal(crm_remind_told(crm, &r, &err), CRM_OK);
	assert_string_equal(base_get("followup", 1, "reminded"), "");
	crm_claims_free(&r);
	crm_claims_free(&late);
}

static int
plan(struct crm *c, void *arg, struct crm_err *e)
{
	const char *of = arg;
	const struct crm_entity *ref = crm_entity_prefix(crm_schema_of(c), of, strlen(of));
	struct crm_rec like;
	int64_t id, planned;
	int rc;

	assert_true(crm_read_id(ref, of, strlen(of), &id));
	crm_rec_init(&like, ent("followup"));
	assert_int_equal(crm_rec_assign(crm_ctx_of(c), &like, "about=x", e), CRM_OK);
	assert_int_equal(crm_rec_assign(crm_ctx_of(c), &like, "due=today", e), CRM_OK);
	assert_int_equal(crm_rec_defaults(crm_ctx_of(c), &like, e), CRM_OK);
	rc = crm_followup_plan(c, &like, ref, id, &planned, e);
	crm_rec_free(&like);
	return rc;
}

static void
a_plan_takes_client_and_owner_from_what_it_is_for(void **s)
{
	static const struct { const char *of, *client, *person, *deal, *owner; } cases[] = {
		{ "c1", "c1", "", "", "u2" }, { "c2", "c2", "", "", "u1" }, { "d1", "c1", "", "d1", "u1" },
		{ "d2", "c1", "", "d2", "u2" },
		{ "d3", "", "", "d3", "u1" }, { "p1", "c1", "p1", "", "u2" }, { "p2", "", "p2", "", "u1" },
	};

	(void)s;
	base_add("user", "login=anna", "name=Anna", NULL);
	base_add("user", "login=bob", "name=Bob", NULL);
	base_add("client", "name=A", "owner=bob", NULL);
	base_add("client", "name=B", NULL);
	base_add("person", "name=P", NULL);
	base_add("person", "name=Q", NULL);
	base_add("role", "client=c1", "person=p1", NULL);
	base_add("role", "client=c1", "person=p2", NULL);
	base_add("role", "client=c2", "person=p2", NULL);
	base_add("deal", "title=1", "client=c1", "owner=anna", NULL);
	base_add("deal", "title=2", "client=c1", NULL);
	base_add("deal", "title=3", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t id = (int64_t)i + 1;

		assert_int_equal(crm_work(crm, plan, (void *)cases[i].of, NULL, &err), CRM_OK);
		assert_string_equal(base_get("followup", id, "client"), cases[i].client);
		assert_string_equal(base_get("followup", id, "person"), cases[i].person);
		assert_string_equal(base_get("followup", id, "deal"), cases[i].deal);
		assert_string_equal(base_get("followup", id, "owner"), cases[i].owner);
	}
	assert_int_equal(crm_work(crm, plan, "u1", NULL, &err), CRM_USAGE);
	assert_non_null(strstr(err.text, "for a client, person or deal"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(words_are_spelt_out_by_the_day_they_begin), BASE_TEST(a_new_rule_begins_anew),
		BASE_TEST(done_plans_the_next_with_its_reminder_and_dropped_none), BASE_TEST(a_reminder_rings_until_it_is_told),
		BASE_TEST(what_was_put_off_while_it_went_out_is_not_marked),
		BASE_TEST(claims_that_failed_are_kept_from_this_run_and_free_for_the_next), BASE_TEST(a_lease_ends),
		BASE_TEST(a_plan_takes_client_and_owner_from_what_it_is_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
