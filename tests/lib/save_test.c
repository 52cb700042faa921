/* save_test.c - what may be saved, and what follows from it by the rules of the trade */
#include "base_fixture.h"

static void
what_is_wrong_is_refused_with_its_field(void **s)
{
	(void)s;
	base_add("client", "name=Acme", "key=A-1", NULL);
	base_add("client", "name=Bits", "parent=c1", NULL);
	base_add("client", "name=Cubes", "parent=c2", NULL);
	base_add("user", "login=anna", "name=Anna", NULL);
	assert_int_equal(base_set("client", 0, 0, "city=Utrecht", NULL), CRM_DATA);
	assert_string_equal(err.text, "name: is required\n");
	assert_int_equal(base_set("client", 2, 0, "key=A-1", NULL), CRM_DATA);
	assert_string_equal(err.text, "key: c1 has \"A-1\" already\n");
	assert_int_equal(base_set("client", 1, 0, "parent=c3", NULL), CRM_DATA);
	assert_string_equal(err.text, "parent: c1 would be above itself\n");
	assert_int_equal(base_set("client", 1, 0, "parent=c1", NULL), CRM_DATA);
	assert_int_equal(base_set("client", 1, 0, "referrer=c3", NULL),
	    CRM_OK);    /* another relation, another order */
	assert_int_equal(base_set("client", 1, 0, "parent=c9", NULL), CRM_DATA);
	assert_string_equal(err.text, "parent: there is no client \"c9\"\n");
	assert_int_equal(base_set("client", 1, 0, "key=A-1", NULL), CRM_OK);        /* its own */
	assert_int_equal(base_set("batch", 1, 0, "command=x", NULL), CRM_NOPERM);
	assert_string_equal(err.text, "batch records are kept by the program alone\n");
	assert_string_equal(base_check(), "");
}

static void
a_deal_begins_in_the_first_stage_with_its_probability(void **s)
{
	(void)s;
	base_add("deal", "title=Paint", NULL);
	assert_string_equal(base_get("deal", 1, "stage"), "base");
	assert_string_equal(base_get("deal", 1, "state"), "open");
	assert_string_equal(base_get("deal", 1, "probability"), "5");
	assert_string_equal(base_get("deal", 1, "currency"), "EUR");
	assert_string_equal(base_get("deal", 1, "entered"), BASE_NOW);
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history"), 0);
}

static void
an_imported_deal_has_stood_since_it_was_closed_or_opened(void **s)
{
	(void)s;
	base_add("deal", "title=Old", "opened=2026-03-01", NULL);
	assert_string_equal(base_get("deal", 1, "entered"), "2026-03-01T00:00:00Z");
	base_add("deal", "title=Won", "opened=2026-03-01", "stage=won", "closed=2026-04-10", NULL);
	assert_string_equal(base_get("deal", 2, "entered"), "2026-04-10T00:00:00Z");
	assert_string_equal(base_get("deal", 2, "cycle"), "40");
	base_add("deal", "title=Just", "opened=2026-03-01", "stage=lost", NULL);
	assert_string_equal(base_get("deal", 3, "closed"), "2026-09-15");
	assert_string_equal(base_get("deal", 3, "entered"), BASE_NOW);
}

static void
a_move_takes_the_stage_s_probability_unless_another_was_set(void **s)
{
	(void)s;
	base_add("deal", "title=Paint", NULL);
	assert_int_equal(base_set("deal", 1, 0, "stage=needs", NULL), CRM_OK);
	assert_string_equal(base_get("deal", 1, "probability"), "40");
	assert_int_equal(base_set("deal", 1, 0, "probability=60", NULL), CRM_OK);
	assert_int_equal(base_set("deal", 1, 0, "stage=base", NULL), CRM_OK);
	assert_string_equal(base_get("deal", 1, "probability"), "60");
	assert_int_equal(base_set("deal", 1, 0, "stage=won", NULL), CRM_OK);
	assert_string_equal(base_get("deal", 1, "probability"), "100");
}

static void
each_change_of_stage_value_probability_or_close_leaves_history(void **s)
{
	(void)s;
	base_add("deal", "title=Paint", "value=100", NULL);
	assert_int_equal(base_set("deal", 1, 0, "note=hello", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history"), 0);
	assert_int_equal(base_set("deal", 1, 0, "value=200", NULL), CRM_OK);
	assert_int_equal(base_set("deal", 1, 0, "close=2026-12-01", NULL), CRM_OK);
	assert_int_equal(base_open("2026-09-16T09:00:00Z", false), CRM_OK);
	crm_set_note(crm, "they called");
	assert_int_equal(base_set("deal", 1, 0, "stage=needs", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history"), 3);
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history WHERE id = 1 AND old_value = 10000 AND value = 20000 AND lasted IS NULL"), 1);
	assert_string_equal(base_get("stage_history", 3, "old_stage"), "base");
	assert_string_equal(base_get("stage_history", 3, "stage"), "needs");
	assert_string_equal(base_get("stage_history", 3, "lasted"), "1d");
	assert_string_equal(base_get("stage_history", 3, "note"), "they called");
}

static void
a_gate_is_passed_by_its_filter_or_by_force(void **s)
{
	(void)s;
	base_add("deal", "title=Paint", NULL);
	assert_int_equal(base_set("deal", 1, 0, "stage=closing", NULL), CRM_NOPERM);
	assert_string_equal(err.text,
	    "stage: d1 may not enter closing, whose gate is: value!= (--force passes it)\n");
	assert_string_equal(base_get("deal", 1, "stage"), "base");
	assert_int_equal(base_set("deal", 1, 0, "stage=closing", "value=5", NULL), CRM_OK);
	base_add("deal", "title=Bare", NULL);
	assert_int_equal(base_set("deal", 2, CRM_FORCE, "stage=closing", NULL), CRM_OK);
	assert_string_equal(base_get("deal", 2, "stage"), "closing");
}

static void
won_business_makes_a_client(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("deal", "title=Paint", "client=c1", NULL);
	assert_string_equal(base_get("client", 1, "stage"), "lead");
	assert_int_equal(base_set("deal", 1, 0, "stage=won", NULL), CRM_OK);
	assert_string_equal(base_get("client", 1, "stage"), "client");
	assert_string_equal(base_get("deal", 1, "closed"), "2026-09-15");
	assert_string_equal(base_get("deal", 1, "last_stage"), "base");
	assert_int_equal(base_set("deal", 1, 0, "stage=lost", NULL), CRM_NOPERM);
	assert_int_equal(base_set("deal", 1, 0, "stage=needs", NULL), CRM_OK);
	assert_string_equal(base_get("deal", 1, "closed"), "");
	assert_string_equal(base_get("deal", 1, "state"), "open");
	assert_string_equal(base_get("deal", 1, "probability"), "40");
}

static void
a_word_about_a_deal_is_a_word_with_its_client(void **s)
{
	(void)s;
	base_add("user", "login=anna", "name=Anna", NULL);
	base_add("client", "name=Acme", NULL);
	base_add("deal", "title=Paint", "client=c1", NULL);
	base_add("interaction", "deal=d1", "channel=call", NULL);
	assert_string_equal(base_get("interaction", 1, "client"), "c1");
	assert_string_equal(base_get("interaction", 1, "at"), BASE_NOW);
	assert_string_equal(base_find("interaction", "client=c1"), "i1");
	assert_int_equal(base_count("SELECT count(*) FROM crm_change WHERE record = 'i1'"), 1);
}

/* Going on after a refusal, as bulk does: the refused record is as it was. */
static int
refused_then_good(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_rec old, rec = { 0 };
	struct crm_err why = CRM_ERR_INIT;
	bool changed = true;
	int rc;

	(void)arg;
	crm_rec_init(&old, ent("deal"));
	assert_int_equal(crm_get(c, old.ent, 1, &old, e), CRM_OK);
	crm_rec_copy(&rec, &old);
	crm_rec_put(&rec, "stage", &CRM_VTEXT("closing", 7));
	assert_int_equal(crm_save(c, &old, &rec, 0, &changed, &why), CRM_NOPERM);
	assert_false(changed);
	crm_rec_copy(&rec, &old);
	crm_rec_put(&rec, "note", &CRM_VTEXT("kept", 4));
	rc = crm_save(c, &old, &rec, 0, &changed, e);
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

static void
a_refused_record_is_as_it_was(void **s)
{
	(void)s;
	base_add("deal", "title=Paint", NULL);
	assert_int_equal(crm_work(crm, refused_then_good, NULL, NULL, &err), CRM_OK);
	assert_string_equal(base_get("deal", 1, "stage"), "base");
	assert_string_equal(base_get("deal", 1, "probability"), "5");
	assert_string_equal(base_get("deal", 1, "note"), "kept");
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history"), 0);
	assert_string_equal(base_check(), "");
}

static void
a_recurring_followup_is_not_ended_where_no_calendar_is(void **s)
{
	(void)s;
	base_add("followup", "about=Call", "due=2026-09-20", "repeat=weekly", NULL);
	assert_int_equal(base_set("followup", 1, 0, "state=done", NULL), CRM_USAGE);
	assert_string_equal(err.text,
	    "state: f1 recurs: finish it with crm-followup done, which plans the next\n");
	assert_string_equal(base_get("followup", 1, "state"), "open");
	assert_int_equal(base_set("followup", 1, 0, "state=dropped", NULL), CRM_OK);
	assert_string_equal(base_get("followup", 1, "closed"), BASE_NOW);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(what_is_wrong_is_refused_with_its_field),
		    BASE_TEST(a_deal_begins_in_the_first_stage_with_its_probability),
		BASE_TEST(an_imported_deal_has_stood_since_it_was_closed_or_opened),
		BASE_TEST(a_move_takes_the_stage_s_probability_unless_another_was_set),
		BASE_TEST(each_change_of_stage_value_probability_or_close_leaves_history),
		    BASE_TEST(a_gate_is_passed_by_its_filter_or_by_force),
		BASE_TEST(won_business_makes_a_client),
		    BASE_TEST(a_word_about_a_deal_is_a_word_with_its_client),
		BASE_TEST(a_refused_record_is_as_it_was),
		    BASE_TEST(a_recurring_followup_is_not_ended_where_no_calendar_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
