/* report_sales_test.c - reports on people, sources and stages, whose figures are worked out by hand */
#include "base_fixture.h"
#include "crm/report.h"

#include <stdio.h>

static struct crm_asked asked;

static int
setup(void **state)
{
	base_setup(state);
	memset(&asked, 0, sizeof asked);
	base_add("user", "login=anna", "name=Anna", "unit=North", "target=1000", NULL);
	base_add("user", "login=bob", "name=Bob", "unit=South, West", "target=500", NULL);
	base_add("user", "login=cleo", "name=Cleo", "unit=North", NULL);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, base_teardown)

static const char *
report(const char *name)
{
	return base_report(crm_report_find(name), &asked);
}

static void
decided(const char *value, const char *stage, const char *owner, const char *closed, const char *currency)
{
	base_add("deal", value, stage, owner, closed, currency, "opened=2026-01-01", "client=c1", NULL);
}

static void
a_win_rate_is_of_what_was_decided_and_each_currency_by_itself(void **s)
{
	(void)s;
	base_add("client", "name=Acme", "class=key", NULL);
	decided("value=300", "stage=won", "owner=anna", "closed=2026-03-31", "currency=EUR");
	decided("value=100", "stage=lost", "owner=anna", "closed=2026-04-01", "currency=EUR");
	decided("value=200", "stage=lost", "owner=bob", "closed=2026-04-02", "currency=EUR");
	decided("value=7", "stage=won", "owner=bob", "closed=2026-04-03", "currency=USD");
	base_add("deal", "title=open", "value=9999", "client=c1", "owner=anna", "stage=needs", NULL);
	assert_string_equal(report("winrate"), ",EUR,1,2,33.33,300.00,300.00,50; ,USD,1,0,100,7.00,0.00,100");
	asked.by = "owner";
	assert_string_equal(report("winrate"), "Anna,EUR,1,1,50,300.00,100.00,75; Bob,EUR,0,1,0,0.00,200.00,0; "
	    "Bob,USD,1,0,100,7.00,0.00,100 | ,EUR,1,2,33.33,300.00,300.00,50; ,USD,1,0,100,7.00,0.00,100");
	asked.by = "quarter";
	asked.from = "2026-04-01";
	assert_string_equal(report("winrate"), "2026-Q2,EUR,0,2,0,0.00,300.00,0; 2026-Q2,USD,1,0,100,7.00,0.00,100"
	    " | ,EUR,0,2,0,0.00,300.00,0; ,USD,1,0,100,7.00,0.00,100");
	asked.by = "class";
	asked.to = "2026-04-01";
	assert_string_equal(report("winrate"), "key,EUR,0,1,0,0.00,100.00,0 | ,EUR,0,1,0,0.00,100.00,0");
	asked.to = "2025-12-31";
	asked.from = NULL;
	assert_string_equal(report("winrate"), "");
}

/* Moves a deal at a time. */
static void
move(int64_t deal, const char *at, const char *stage)
{
	base_open(at, false);
	assert_int_equal(base_set("deal", deal, CRM_FORCE, stage, NULL), CRM_OK);
}

static void
a_deal_s_visits_of_a_stage_add_up(void **s)
{
	(void)s;
	base_add("deal", "title=a", "stage=base", NULL);
	base_add("deal", "title=b", "stage=base", "value=1", NULL);
	base_add("deal", "title=c", "stage=base", "value=5", NULL);
	move(1, "2026-09-17T09:00:00Z", "stage=needs");              /* 2 days in base */
	move(1, "2026-09-18T21:00:00Z", "stage=base");               /* 1.5 in needs */
	move(1, "2026-09-19T09:00:00Z", "stage=needs");              /* half a day in base again */
	move(2, "2026-09-25T09:00:00Z", "stage=lost");               /* 10 days in base */
	base_open("2026-09-25T21:00:00Z", false);
	assert_string_equal(report("stage-times"), "base,2,6.25,6.25,9.25,1,10.5,10.5; needs,1,1.5,1.5,1.5,1,6.5,6.5; "
	    "closing,0,,,,0,,");
	asked.filter = (char *[]){ "value=1.." };
	asked.nfilter = 1;
	assert_string_equal(report("stage-times"), "base,1,10,10,10,1,10.5,10.5; needs,0,,,,0,,; closing,0,,,,0,,");
	asked.nfilter = 0;
	asked.from = "2026-09-18";
	asked.to = "2026-09-24";
	assert_string_equal(report("stage-times"), "base,1,0.5,0.5,0.5,1,10.5,10.5; needs,1,1.5,1.5,1.5,1,6.5,6.5; "
	    "closing,0,,,,0,,");
}

static void
a_campaign_s_cost_stands_beside_what_it_brought(void **s)
{
	(void)s;
	base_add("campaign", "name=Fair 26", "kind=fair", "since=2026-05-01", "cost=400", NULL);
	base_add("campaign", "name=Letters", "kind=newsletter", "since=2026-06-01", "cost=50", "currency=USD", NULL);
	base_add("client", "name=A", "source=fair", "campaign=Fair 26", "created=2026-05-03T00:00:00Z", NULL);
	base_add("client", "name=B", "source=web", "created=2026-05-04T00:00:00Z", NULL);
	base_add("client", "name=C", "source=web", "created=2025-05-04T00:00:00Z", NULL);
	base_add("deal", "client=A", "value=1000", "stage=won", "opened=2026-05-10", "closed=2026-06-01", NULL);
	base_add("deal", "client=B", "value=70", "stage=lost", "opened=2026-05-10", "closed=2026-06-01", NULL);
	base_add("deal", "client=B", "source=call", "value=10", "currency=USD", "stage=won", "opened=2026-05-11",
	    "closed=2026-06-01", NULL);
	base_add("deal", "value=1", "stage=base", "opened=2026-05-12", NULL);
	asked.from = "2026-05-01";
	asked.to = "2026-06-30";
	assert_string_equal(report("sources"), "call,,USD,0,0,,1,1,0,100,10.00,0.00; "
	    "fair,Fair 26,EUR,1,1,100,1,1,0,100,1000.00,400.00; newsletter,Letters,USD,0,0,,0,0,0,,0.00,50.00; "
	    "web,,EUR,1,1,100,1,0,1,0,0.00,0.00; ,,EUR,0,0,,1,0,0,,0.00,0.00"
	    " | ,,USD,0,0,,1,1,0,100,10.00,50.00; ,,EUR,2,2,100,3,1,1,50,1000.00,400.00");
}

static void
people_and_units_are_held_against_their_targets(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	decided("value=1500", "stage=won", "owner=anna", "closed=2026-08-15", "currency=EUR");
	decided("value=500", "stage=won", "owner=anna", "closed=2026-08-31", "currency=EUR");
	decided("value=80", "stage=won", "owner=bob", "closed=2026-08-31", "currency=USD");
	decided("value=10", "stage=lost", "owner=cleo", "closed=2026-07-01", "currency=EUR");
	base_add("interaction", "channel=call", "agent=bob", "at=2026-08-31T12:00:00Z", NULL);
	asked.from = "2026-07-01";
	asked.to = "2026-08-31";
	assert_string_equal(report("units"), "North,u1,Anna,EUR,0,0,2,0,100,234,2000.00,2000.00,100; "
	    "North,u3,Cleo,EUR,0,0,0,1,0,,0.00,,; South, West,u2,Bob,EUR,1,0,0,0,,,0.00,1000.00,0; "
	    "South, West,u2,Bob,USD,0,0,1,0,100,242,80.00,,"
	    " | ,,,EUR,1,0,2,1,66.67,234,2000.00,3000.00,66.67; ,,,USD,0,0,1,0,100,242,80.00,,");
	asked.by = "unit";
	asked.from = "2026-08-22";                                   /* 10 of 31 days */
	asked.unit = "North";
	assert_string_equal(report("units"), "North,,,EUR,0,0,1,0,100,242,500.00,322.58,155"
	    " | ,,,EUR,0,0,1,0,100,242,500.00,322.58,155");
	asked.by = "product";
	assert_string_equal(report("units"), "--by: owner or unit, not product\n");
}

static void
the_plan_has_the_days_of_a_unit(void **s)
{
	(void)s;
	base_add("client", "name=Acme", "owner=anna", NULL);
	base_add("followup", "client=c1", "about=Late", "due=2026-09-01T10:00:00Z", "owner=anna", NULL);
	base_add("followup", "client=c1", "about=Far", "due=2026-09-22T10:00:00Z", "owner=anna", NULL);
	base_add("followup", "client=c1", "about=Theirs", "due=2026-09-16", "owner=bob", NULL);
	base_add("deal", "client=c1", "title=Line", "stage=needs", "close=2026-09-21", "owner=anna", NULL);
	base_add("contract", "client=c1", "title=Frame", "state=active", "starts=2026-01-01", "ends=2026-12-18",
	    "notice=3m", "owner=anna", NULL);
	base_add("order", "client=c1", "promised=2026-09-17", "owner=anna", NULL);
	base_add("case", "client=c1", "about=Torn", "state=acting", "due=2026-09-20", "owner=cleo", NULL);
	asked.unit = "North";
	assert_string_equal(report("plan"), "2026-09-01,Anna,followup,f1,Late,Acme; "
	    "2026-09-17,Anna,delivery,o1,0 to deliver,Acme; 2026-09-18,Anna,notice,k1,Frame, ends 2026-12-18,Acme; "
	    "2026-09-20,Cleo,case,cs1,measure: Torn,Acme; 2026-09-21,Anna,deal,d1,Line, in stage needs,Acme");
	asked.unit = NULL;
	asked.owner = 2;
	assert_string_equal(report("plan"), "2026-09-16,Bob,followup,f3,Theirs,Acme");
	asked.owner = 3;
	asked.from = "2026-09-21";
	asked.to = "2026-12-31";
	assert_string_equal(report("plan"), "");
	asked.owner = 1;
	assert_string_equal(report("plan"), "2026-09-21,Anna,deal,d1,Line, in stage needs,Acme; "
	    "2026-09-22,Anna,followup,f2,Far,Acme; 2026-12-18,Anna,ending,k1,Frame, renewal none,Acme");
}

static void
order(const char *client, const char *ordered, const char *price)
{
	char id[16];

	snprintf(id, sizeof id, "order=o%lld", (long long)base_add("order", client, ordered, NULL));
	base_add("line", id, "product=S", "quantity=1", price, NULL);
}

static void
bought(void)
{
	base_add("product", "sku=S", "name=Something", NULL);
	base_add("client", "name=Ann", "class=key", NULL);
	base_add("client", "name=Ben", NULL);
	base_add("client", "name=Cas", NULL);
	order("client=Ann", "ordered=2025-03-10", "price=100");
	order("client=Ben", "ordered=2025-03-31", "price=30");
	order("client=Ann", "ordered=2026-05-01", "price=40");
	order("client=Ann", "ordered=2026-05-02", "price=50");
	order("client=Cas", "ordered=2026-08-20", "price=5");
	base_add("order", "client=Ben", "ordered=2026-06-01", "cancelled=2026-06-02", NULL);
	base_add("order", "client=Ben", "kind=quote", "ordered=2026-06-01", NULL);
}

static void
cohorts_go_by_the_first_order_and_their_ages_add_up(void **s)
{
	(void)s;
	assert_string_equal(report("retention"), "");
	bought();
	asked.by = "year";
	assert_string_equal(report("retention"), "2025,0,2,2,100; 2025,1,2,1,50; 2026,0,1,1,100 | ,0,3,3,100; ,1,2,1,50");
	asked.by = "quarter";
	asked.from = asked.to = "2025-02-01";
	assert_string_equal(report("retention"), "2025-Q1,0,2,2,100; 2025-Q1,1,2,0,0; 2025-Q1,2,2,0,0; 2025-Q1,3,2,0,0; "
	    "2025-Q1,4,2,0,0; 2025-Q1,5,2,1,50; 2025-Q1,6,2,0,0"
	    " | ,0,2,2,100; ,1,2,0,0; ,2,2,0,0; ,3,2,0,0; ,4,2,0,0; ,5,2,1,50; ,6,2,0,0");
	asked = (struct crm_asked){ .by = "year", .filter = (char *[]){ "class=key" }, .nfilter = 1 };
	assert_string_equal(report("retention"), "2025,0,1,1,100; 2025,1,1,1,100 | ,0,1,1,100; ,1,1,1,100");
	asked = (struct crm_asked){ .by = "owner" };
	assert_string_equal(report("retention"), "--by: month, quarter or year, not owner\n");
}

static void
the_base_of_clients_moves(void **s)
{
	(void)s;
	assert_string_equal(report("clients"), "");
	bought();
	asked.by = "year";
	/* 2026 ends today */
	assert_string_equal(report("clients"), "2025,0,2,0,0,2,,,0,130.00,,; 2026,2,1,0,1,2,50,50,33.33,95.00,69.23,69.23");
	asked.by = NULL;
	asked.from = "2026-03-15";
	asked.to = "2026-05-01";
	assert_string_equal(report("clients"), "2026-03,2,0,0,2,0,0,100,0,0.00,0,0; 2026-04,0,0,0,0,0,,,0,0.00,0,0; "
	    "2026-05,0,0,1,0,1,,,50,90.00,69.23,69.23");
	asked.from = "2026-10-01";
	asked.to = NULL;
	assert_string_equal(report("clients"), "");
}

static void
a_key_account_has_its_health_people_plan_and_lines(void **s)
{
	(void)s;
	assert_string_equal(report("key-accounts"), "");
	bought();
	base_add("product", "sku=T", "name=Thing", "line=Things", NULL);
	base_add("product", "sku=O", "name=Other", "line=Others", NULL);
	base_add("need", "client=Ann", "line=Others", "level=has", NULL);
	base_add("person", "name=Dee", NULL);
	base_add("role", "client=Ann", "person=Dee", "influence=decider", NULL);
	base_add("role", "client=Ann", "person=Dee", "influence=sponsor", "until=2026-01-01", NULL);
	base_add("goal", "client=Ann", "about=More", "due=2026-09-14", NULL);
	base_add("goal", "client=Ann", "about=Done", "due=2026-01-01", "reached=2026-02-01", NULL);
	base_add("case", "client=Ann", "about=Torn", NULL);
	/* 90 within a year; in the year before that, 100 */
	assert_string_equal(report("key-accounts"), "c1,Ann,,good,90,90.00,100.00,-10,0.00,1/2,decider,"
	    "influencer, user, gatekeeper, sponsor,Things,,-5 open cases: 1, -5 goals late: 1"
	    " | ,,,,,90.00,100.00,-10,0.00,,,,,,");
	asked.owner = 1;
	assert_string_equal(report("key-accounts"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_win_rate_is_of_what_was_decided_and_each_currency_by_itself),
		TEST(a_deal_s_visits_of_a_stage_add_up),
		TEST(a_campaign_s_cost_stands_beside_what_it_brought),
		TEST(people_and_units_are_held_against_their_targets),
		TEST(the_plan_has_the_days_of_a_unit),
		TEST(cohorts_go_by_the_first_order_and_their_ages_add_up),
		TEST(the_base_of_clients_moves),
		TEST(a_key_account_has_its_health_people_plan_and_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
