/* report_test.c - reports and moves, on a small department whose figures are worked out by hand */
#include "base_fixture.h"
#include "crm/deal.h"
#include "crm/report.h"

static const char policy[] =
	"version: 1\n"
	"country: NL\n"
	"currency: EUR\n"
	"neglected: 60d\n"
	"stages:\n"
	"  - {name: base, probability: 10, rots: 30d, help: known}\n"
	"  - {name: needs, probability: 50, rots: 10d, help: asked}\n"
	"  - {name: closing, probability: 90, gate: \"value!=\", help: decided}\n"
	"  - {name: won, kind: won, help: signed}\n"
	"  - {name: lost, kind: lost, help: not now}\n";

static int
setup(void **state)
{
	base_setup(state);
	if (crm_policy_load(crm, "policy", policy, strlen(policy), false, &err) != CRM_OK)
		fail_msg("%s", err.text);
	base_add("user", "login=anna", "name=Anna", "unit=North", NULL);
	base_add("user", "login=bob", "name=Bob", "unit=South", NULL);
	return 0;
}

static struct crm_asked asked;

static const char *
report(const char *name)
{
	const char *text = base_report(crm_report_find(name), &asked);

	memset(&asked, 0, sizeof asked);
	return text;
}

static void
every_report_gives_its_columns_of_an_empty_base(void **s)
{
	(void)s;
	for (const struct crm_report *r = crm_reports; r->name != NULL; r++) {
		struct crm_grid g = { 0 };

		assert_int_equal(crm_report_run(crm, r, &asked, &g, &err), CRM_OK);
		assert_int_equal(g.ncol, r->ncol);
		for (size_t i = 0; i < g.ncol; i++) {
			assert_string_equal(g.col[i].name, r->col[i].name);
			assert_non_null(g.col[i].type);
		}
		assert_ptr_equal(crm_report_find(r->name), r);
		crm_grid_free(&g);
	}
	assert_null(crm_report_find("nothing"));
}

static void
the_pipeline_has_every_open_stage_and_a_total_for_each_currency(void **s)
{
	(void)s;
	base_add("deal", "title=a", "value=1000", "stage=needs", "opened=2026-09-05", NULL);
	base_add("deal", "title=b", "value=500.01", "stage=needs", "opened=2026-09-14", NULL);
	base_add("deal", "title=c", "value=80", "currency=USD", "stage=closing", "opened=2026-09-15", NULL);
	base_add("deal", "title=d", "value=9999", "stage=won", NULL);
	assert_string_equal(report("pipeline"),
	    "base,EUR,0,0.00,0.00,; needs,EUR,2,1500.01,750.01,5.5; closing,USD,1,80.00,72.00,0"
	    " | ,EUR,2,1500.01,750.01,5.5; ,USD,1,80.00,72.00,0");
	asked.filter = (char *[]){ "value>=600" };
	asked.nfilter = 1;
	assert_string_equal(report("pipeline"),
	    "base,EUR,0,0.00,0.00,; needs,EUR,1,1000.00,500.00,10; closing,EUR,0,0.00,0.00, | ,EUR,1,1000.00,500.00,10");
}

static void
a_deal_rots_by_either_clock_once_its_stage_s_days_are_over(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("deal", "title=a", "client=c1", "stage=needs", "owner=anna", NULL);
	base_add("deal", "title=b", "stage=closing", NULL);          /* never rots */
	base_add("deal", "title=c", "stage=base", NULL);
	base_open("2026-09-25T09:00:00Z", false);                    /* ten days later: not yet */
	assert_string_equal(report("rotting"), "");
	base_open("2026-09-26T09:00:00Z", false);
	assert_string_equal(report("rotting"), "d1,a,Acme,needs,Anna,11,11,10,idle, in stage");
	assert_string_equal(report("board"), "base,EUR,1,0.00,0.00,0; needs,EUR,1,0.00,0.00,1; closing,EUR,1,0.00,0.00,0"
	    " | ,EUR,3,0.00,0.00,1");
	base_add("interaction", "deal=d1", "channel=call", "at=2026-09-26T08:00:00Z", NULL);
	assert_string_equal(report("rotting"), "d1,a,Acme,needs,Anna,0,11,10,in stage");
}

static void
the_forecast_adds_up_by_category_and_leaves_out_what_is_lost(void **s)
{
	(void)s;
	base_add("deal", "title=1", "value=50", "stage=won", "closed=2026-09-01", "close=2026-08-01", NULL);
	base_add("deal", "title=2", "value=100", "stage=closing", "close=2026-09-20", NULL);
	base_add("deal", "title=3", "value=150", "stage=needs", "close=2026-09-30", NULL);
	base_add("deal", "title=4", "value=200", "stage=base", "close=2026-09-01", NULL);
	base_add("deal", "title=5", "value=7000", "stage=lost", "close=2026-09-01", "closed=2026-09-01", NULL);
	base_add("deal", "title=6", "value=8000", "stage=base", "forecast=omitted", "close=2026-09-01", NULL);
	base_add("deal", "title=7", "value=1", "stage=base", "forecast=commit", "close=2026-10-01", NULL);
	base_add("deal", "title=8", "value=3", "stage=base", NULL);
	assert_string_equal(report("forecast"),
	    "2026-09,EUR,4,50.00,100.00,150.00,200.00,50.00,150.00,300.00,450.00; "
	    "2026-10,EUR,1,0.00,1.00,0.00,0.00,0.00,1.00,1.00,1.00; "
	    ",EUR,1,0.00,0.00,0.00,3.00,0.00,0.00,0.00,3.00"
	    " | ,EUR,6,50.00,101.00,150.00,203.00,50.00,151.00,301.00,454.00");
	asked.category = "commit";
	asked.to = "2026-09-30";
	assert_string_equal(report("forecast"), "2026-09,EUR,1,0.00,100.00,0.00,0.00,0.00,100.00,100.00,100.00"
	    " | ,EUR,1,0.00,100.00,0.00,0.00,0.00,100.00,100.00,100.00");
}

static void
won_and_lost_share_out_their_period(void **s)
{
	(void)s;
	base_add("deal", "title=1", "value=30", "stage=lost", "reason=price", "closed=2026-09-01", "owner=anna", NULL);
	base_add("deal", "title=2", "value=10", "stage=lost", "reason=price", "closed=2026-09-30", "owner=bob", NULL);
	base_add("deal", "title=3", "value=60", "stage=lost", "reason=rival", "closed=2026-09-15", "owner=bob", NULL);
	base_add("deal", "title=4", "value=5", "stage=lost", "reason=rival", "closed=2026-08-31", NULL);
	base_add("deal", "title=5", "value=5", "currency=USD", "stage=lost", "reason=rival", "closed=2026-09-10", NULL);
	asked.from = "2026-09-01";
	asked.to = "2026-09-30";
	assert_string_equal(report("lost"), "price,EUR,2,40.00,20.00,66.67,40; rival,EUR,1,60.00,60.00,33.33,60; "
	    "rival,USD,1,5.00,5.00,100,100 | ,EUR,3,100.00,33.33,100,100; ,USD,1,5.00,5.00,100,100");
	asked.by = "owner.unit";
	asked.to = "2026-09-09";
	assert_string_equal(report("lost"),
	    "North,EUR,1,30.00,30.00,50,85.71; ,EUR,1,5.00,5.00,50,14.29 | ,EUR,2,35.00,17.50,100,100");
	asked.by = "stage,owner";
	assert_string_equal(report("lost"), "--by: one path only\n");
	asked.by = "tags";
	assert_string_equal(report("lost"), "--by: tags has several values\n");
	assert_string_equal(report("won"), "");
}

static void
velocity_is_open_deals_by_win_rate_by_value_over_cycle(void **s)
{
	(void)s;
	/* three won in 10, 20 and 60 days for 100, 200 and 300; one lost; two open */
	base_add("deal", "title=1", "value=100", "stage=won", "opened=2026-01-01", "closed=2026-01-11", "owner=anna", NULL);
	base_add("deal", "title=2", "value=200", "stage=won", "opened=2026-01-01", "closed=2026-01-21", "owner=anna", NULL);
	base_add("deal", "title=3", "value=300", "stage=won", "opened=2026-01-01", "closed=2026-03-02", "owner=bob", NULL);
	base_add("deal", "title=4", "value=900", "stage=lost", "opened=2026-01-01", "closed=2026-03-02", "owner=bob", NULL);
	base_add("deal", "title=5", "stage=base", "owner=anna", NULL);
	base_add("deal", "title=6", "stage=base", "owner=bob", NULL);
	assert_string_equal(report("velocity"), ",EUR,2,3,1,75,200.00,30,20,10.00,15.00");
	asked.by = "owner.unit";
	assert_string_equal(report("velocity"), "North,EUR,1,2,0,100,150.00,15,15,10.00,10.00; "
	    "South,EUR,1,1,1,50,300.00,60,60,2.50,2.50 | ,EUR,2,3,1,75,200.00,30,20,10.00,15.00");
	asked.to = "2026-01-31";
	assert_string_equal(report("velocity"), ",EUR,2,2,0,100,150.00,15,15,20.00,20.00");
	asked.to = "2025-12-31";
	assert_string_equal(report("velocity"), ",EUR,2,0,0,,,,,,");
}

static void
activity_is_this_month_s_by_user_and_channel(void **s)
{
	(void)s;
	base_add("interaction", "channel=call", "agent=anna", "at=2026-09-01T00:00:00Z", "minutes=5", NULL);
	base_add("interaction", "channel=call", "agent=anna", "at=2026-09-30T23:59:59Z", "direction=in", "minutes=7", NULL);
	base_add("interaction", "channel=visit", "agent=bob", "at=2026-09-15T10:00:00Z", NULL);
	base_add("interaction", "channel=visit", "agent=bob", "at=2026-08-31T23:59:59Z", "minutes=60", NULL);
	assert_string_equal(report("activity"), "Anna,call,2,1,1,12; Bob,visit,1,0,1,0 | ,,3,1,2,12");
	asked.by = "agent.unit";
	asked.from = "2026-08-01";
	asked.to = "2026-08-31";
	assert_string_equal(report("activity"), "South,visit,1,0,1,60 | ,,1,0,1,60");
	asked.from = asked.to = NULL;
	asked.by = "unit";
	assert_string_equal(report("activity"), "North,call,2,1,1,12; South,visit,1,0,1,0 | ,,3,1,2,12");
	asked.by = "owner";
	assert_string_equal(report("activity"), "Anna,call,2,1,1,12; Bob,visit,1,0,1,0 | ,,3,1,2,12");
	asked.by = "channel";
	assert_string_equal(report("activity"), "call,2,1,1,12; visit,1,0,1,0 | ,3,1,2,12");
}

static void
the_agenda_has_what_is_late_due_rotting_and_neglected(void **s)
{
	(void)s;
	base_add("client", "name=Quiet", "stage=client", "owner=anna", NULL);
	base_add("client", "name=Spoken", "stage=client", "owner=bob", NULL);
	base_add("client", "name=Lead", "owner=bob", NULL);
	base_add("deal", "title=Old", "stage=needs", "client=c2", "owner=bob", NULL);
	base_open("2026-12-01T09:00:00Z", false);
	base_add("interaction", "client=c2", "channel=call", "at=2026-11-30T10:00:00Z", NULL);
	base_add("followup", "client=c1", "about=Ring", "due=2026-11-30T23:59:59Z", "owner=anna", NULL);
	base_add("followup", "client=c2", "about=Write", "due=2026-12-01T18:00:00Z", "owner=bob", NULL);
	base_add("followup", "client=c2", "about=Later", "due=2026-12-02", "owner=bob", NULL);
	base_add("followup", "client=c2", "about=Done", "due=2026-11-01", "state=done", "owner=bob", NULL);
	assert_string_equal(report("agenda"),
	    "f1,late,2026-11-30T23:59:59Z,Ring,Quiet,Anna; f2,due,2026-12-01T18:00:00Z,Write,Spoken,Bob; "
	    "d1,rotting,2026-09-15T09:00:00Z,Old,Spoken,Bob; c1,neglected,,no contact for 77 days,Quiet,Anna");
	asked.owner = 2;
	assert_string_equal(report("agenda"),
	    "f2,due,2026-12-01T18:00:00Z,Write,Spoken,Bob; d1,rotting,2026-09-15T09:00:00Z,Old,Spoken,Bob");
}

static int
move(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_rec old, rec;
	int rc;

	crm_rec_init(&old, ent("deal"));
	crm_rec_init(&rec, ent("deal"));
	rc = crm_deal_move(c, 1, arg, &old, &rec, e);
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* Moves d1; the complaint, or where it stands then. */
static const char *
moved(struct crm_move m)
{
	crm_err_clear(&err);
	if (crm_work(crm, move, &m, NULL, &err) != CRM_OK)
		return crm_strndup(&arena, err.text, err.len - 1);
	return base_get("deal", 1, "stage");
}

static const char *
is_now(const char *name)
{
	return base_get("deal", 1, name);
}

static void
a_deal_goes_its_way_by_the_rules(void **s)
{
	char *reason[] = { "reason=price" }, *value[] = { "value=5" };

	(void)s;
	base_add("deal", "title=a", NULL);
	assert_string_equal(moved((struct crm_move){ .stage = "base" }), "d1: is in base already");
	assert_string_equal(moved((struct crm_move){ .stage = "nowhere" }), "d1: the policy has no stage \"nowhere\"");
	assert_non_null(strstr(moved((struct crm_move){ .stage = "closing" }),
	    "d1 may not enter closing, whose gate is: value!="));
	assert_int_equal(err.code, CRM_NOPERM);
	assert_string_equal(moved((struct crm_move){ .stage = "closing", .force = true, .note = "trust" }), "closing");
	assert_string_equal(moved((struct crm_move){ .way = CRM_LOSE }), "d1: why was it lost? reason=...");
	assert_string_equal(moved((struct crm_move){ .way = CRM_REOPEN }), "d1: is open already, in closing");
	assert_string_equal(moved((struct crm_move){ .way = CRM_LOSE, .text = reason, .n = 1 }), "lost");
	assert_string_equal(is_now("closed"), "2026-09-15");
	assert_string_equal(is_now("last_stage"), "closing");
	base_open("2026-09-16T09:00:00Z", false);
	assert_string_equal(moved((struct crm_move){ .way = CRM_WIN, .text = value, .n = 1 }), "won");
	assert_string_equal(is_now("closed"), "2026-09-16");         /* not the day it was lost on, */
	assert_string_equal(is_now("reason"), "");                   /* nor why */
	assert_non_null(strstr(moved((struct crm_move){ .way = CRM_LOSE, .text = reason, .n = 1 }), "a won deal is not lost"));
	assert_non_null(strstr(moved((struct crm_move){ .way = CRM_REOPEN, .stage = "won" }), "d1: won is no open stage"));
	assert_string_equal(moved((struct crm_move){ .way = CRM_REOPEN, .note = "hurrah too early" }), "closing");
	assert_string_equal(is_now("state"), "open");
	assert_int_equal(base_count("SELECT COUNT(*) FROM crm_stage_history"), 4);
	assert_int_equal(base_count("SELECT COUNT(*) FROM crm_stage_history WHERE note = 'forced: trust'"), 1);
	assert_int_equal(base_count("SELECT COUNT(*) FROM crm_stage_history WHERE note = 'hurrah too early' AND stage = 'closing'"), 1);
	assert_int_equal(base_count("SELECT COUNT(*) FROM crm_stage_history WHERE note IS NULL"), 2);
}

static void
conversion_counts_the_stages_that_deals_have_been_in(void **s)
{
	(void)s;
	for (int i = 0; i < 4; i++)
		base_add("deal", "title=x", "value=1", NULL);
	base_add("deal", "title=imported", "stage=won", NULL);
	base_set("deal", 1, 0, "stage=needs", NULL);
	base_set("deal", 1, 0, "stage=won", NULL);
	base_set("deal", 2, 0, "stage=needs", NULL);
	base_set("deal", 2, 0, "stage=lost", "reason=price", NULL);
	base_set("deal", 3, 0, "stage=closing", NULL);
	base_set("deal", 3, 0, "stage=base", NULL);                  /* back: it has been further all the same */
	assert_string_equal(report("conversion"), "base,4,3,0,75; needs,2,1,1,50; closing,1,0,0,0; won,2,,0,");
	asked.filter = (char *[]){ "state=lost" };
	asked.nfilter = 1;
	assert_string_equal(report("conversion"), "base,1,1,0,100; needs,1,0,1,0; closing,0,0,0,; won,0,,0,");
}

static void
what_a_report_cannot_be_asked_is_refused(void **s)
{
	(void)s;
	asked.owner = 1;
	asked.from = "2026-01-01";
	asked.by = "stage";
	assert_string_equal(report("pipeline"),
	    "the report pipeline takes no --from and --to\nthe report pipeline takes no --by\n"
	    "the report pipeline takes no --owner\n");
	assert_int_equal(err.code, CRM_USAGE);
	asked.filter = (char *[]){ "nix=1" };
	asked.nfilter = 1;
	assert_non_null(strstr(report("velocity"), "deal has no field \"nix\""));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, base_teardown)
	const struct CMUnitTest tests[] = {
		T(every_report_gives_its_columns_of_an_empty_base),
		T(the_pipeline_has_every_open_stage_and_a_total_for_each_currency),
		T(a_deal_rots_by_either_clock_once_its_stage_s_days_are_over),
		T(the_forecast_adds_up_by_category_and_leaves_out_what_is_lost), T(won_and_lost_share_out_their_period),
		T(velocity_is_open_deals_by_win_rate_by_value_over_cycle), T(activity_is_this_month_s_by_user_and_channel),
		T(the_agenda_has_what_is_late_due_rotting_and_neglected), T(a_deal_goes_its_way_by_the_rules),
		T(conversion_counts_the_stages_that_deals_have_been_in), T(what_a_report_cannot_be_asked_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
