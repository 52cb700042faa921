/* bonus_test.c - what contracts give back: of whose orders, of which period, by which steps */
#include "base_fixture.h"

#include <stdio.h>

#include "crm/loyalty.h"

/*
 * k1 counts each slice of a year by itself, in force from March; k2 all at the reached rate, of a quarter,
 * and of one line apart.  By hand, of 2025: under k1 300 in March, 500 in November, 50 more sent back; 999 in
 * February, too early; 70 in 2026.  c2 has no orders under k2: 1000 in the second quarter of 2026, 400 of it
 * bolts, 100 in the third.
 */
static int
fill(void **state)
{
	static const struct { char *client, *contract, *ordered, *product, *price; } orders[] = {
		{ "client=c1", "contract=k1", "ordered=2025-03-01", "product=B1", "price=300" },
		{ "client=c1", "contract=k1", "ordered=2025-11-30", "product=B1", "price=500" },
		{ "client=c1", "contract=k1", "ordered=2025-02-28", "product=B1", "price=999" },
		{ "client=c1", "contract=k1", "ordered=2026-01-01", "product=B1", "price=70" },
		{ "client=c1", "contract=", "ordered=2025-06-01", "product=B1", "price=5000" },
		{ "client=c2", "contract=", "ordered=2026-04-01", "product=B1", "price=400" },
		{ "client=c2", "contract=", "ordered=2026-06-30", "product=N1", "price=600" },
		{ "client=c2", "contract=", "ordered=2026-07-01", "product=N1", "price=100" },
	};

	base_setup(state);
	base_add("user", "login=bob", "name=Bob", NULL);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("product", "name=Bolt", "sku=B1", "line=bolts", NULL);
	base_add("product", "name=Nut", "sku=N1", "line=nuts \"M8\"", NULL);
	base_add("contract", "title=Frame", "client=c1", "state=active", "starts=2025-03-01", "owner=bob", NULL);
	base_add("contract", "title=Quarterly", "client=c2", "state=active", "bonus_by=whole", NULL);
	base_add("contract", "title=Idea", "client=c2", NULL);
	base_add("bonus", "contract=k1", "threshold=500", "rate=3", NULL);
	base_add("bonus", "contract=k1", "threshold=100", "rate=1.5", NULL);
	base_add("bonus", "contract=k2", "threshold=0", "rate=1", "period=quarter", NULL);
	base_add("bonus", "contract=k2", "threshold=1000", "rate=2", "period=quarter", NULL);
	base_add("bonus", "contract=k2", "threshold=500", "rate=10", "period=quarter", "line=nuts \"M8\"", NULL);
	base_add("bonus", "contract=k3", "threshold=0", "rate=1", NULL);
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		base_add("order", orders[i].client, orders[i].contract, orders[i].ordered, NULL);
		base_add("line", crm_sprintf(&arena, "order=o%zu", i + 1), orders[i].product, "quantity=1",
		    orders[i].price, NULL);
	}
	base_add("line", "order=o2", "product=B1", "quantity=1", "price=50", NULL);
	base_add("delivery", "line=ol9", "quantity=1", NULL);
	base_add("delivery", "line=ol9", "quantity=-1", NULL);
	return 0;
}

static int64_t
day(const char *text)
{
	int64_t d;

	assert_int_equal(crm_read_date(text, strlen(text), &d), CRM_OK);
	return d;
}

/* Of each row: contract, period, line, whose orders, turnover, bonus, whether it has ended, why. */
static void
gives(const int64_t *contract, size_t n, int64_t at, const char *want)
{
	static const size_t shown[] = { 0, 3, 4, 5, 7, 8, 10, 11 };
	struct crm_grid g = { 0 };
	struct crm_buf b = { 0 };

	crm_err_clear(&err);
	if (crm_bonuses(crm, contract, n, at, &g, &err) != CRM_OK)
		crm_puts(&b, err.text);
	for (size_t r = 0; r < g.nrow; r++) {
		for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
			crm_puts(&b, i > 0 ? "|" : "");
			if (g.row[r][shown[i]].t != CRM_NULL)
				g.col[shown[i]].type->print(crm_ctx_of(crm), NULL, &g.row[r][shown[i]], &b);
		}
		crm_putc(&b, '\n');
	}
	if (strcmp(b.n ? b.p : "", want) != 0)
		fail_msg("got:\n%s\nexpected:\n%s", b.n ? b.p : "", want);
	crm_buf_free(&b);
	crm_grid_free(&g);
}

static void
the_last_period_that_ended_is_meant_and_each_step_explained(void **s)
{
	(void)s;
	/* 800 less what came before March: 400 at 1.5 %, 300 at 3 % */
	gives(NULL, 0, CRM_LAST_ENDED,
	    "k2|2026-Q2||client|1000.00|20.00|yes|1000.00 at 2 % = 20.00\n"
	    "k1|2025||contract|800.00|15.00|yes|400.00 at 1.5 % = 6.00; 300.00 at 3 % = 9.00\n"
	    "k2|2026-Q2|nuts \"M8\"|client|600.00|60.00|yes|600.00 at 10 % = 60.00\n");
}

static void
a_day_names_the_period_and_contracts_may_be_named(void **s)
{
	(void)s;
	gives((int64_t[]){ 1 }, 1, day("2026-05-05"), "k1|2026||contract|70.00|0.00|no|nothing below 100.00\n");
	gives((int64_t[]){ 3 }, 1, day("2026-05-05"), "k3|2026||client|1100.00|11.00|no|1100.00 at 1 % = 11.00\n");
	gives((int64_t[]){ 1 }, 1, day("2025-01-05"),
	    "k1|2025||contract|800.00|15.00|yes|400.00 at 1.5 % = 6.00; 300.00 at 3 % = 9.00\n");
	/* before it was in force */
	gives((int64_t[]){ 1 }, 1, day("2024-12-31"), "");
}

static void
a_contract_that_ended_counts_to_its_last_day(void **s)
{
	(void)s;
	base_sql("UPDATE crm_contract SET ends = '2025-11-29' WHERE id = 1");
	gives((int64_t[]){ 1 }, 1, CRM_LAST_ENDED, "k1|2025||contract|300.00|3.00|yes|200.00 at 1.5 % = 3.00\n");
}

static void
a_later_version_counts_from_its_first_day_with_the_orders_of_those_before(void **s)
{
	(void)s;
	base_add("contract", "title=Frame II", "client=c1", "starts=2025-10-01", NULL);
	base_add("bonus", "contract=k4", "threshold=0", "rate=10", NULL);
	base_sql("UPDATE crm_contract SET amends = 1 WHERE id = 4");
	/* a draft replaces nothing */
	gives((int64_t[]){ 1 }, 1, CRM_LAST_ENDED,
	    "k1|2025||contract|800.00|15.00|yes|400.00 at 1.5 % = 6.00; 300.00 at 3 % = 9.00\n");
	base_sql("UPDATE crm_contract SET state = 'active' WHERE id = 4");
	gives((int64_t[]){ 1, 4 }, 2, CRM_LAST_ENDED,
	    "k4|2025||contract|500.00|50.00|yes|500.00 at 10 % = 50.00\n"
	    "k1|2025||contract|300.00|3.00|yes|200.00 at 1.5 % = 3.00\n");
	gives((int64_t[]){ 1, 4 }, 2, day("2026-05-05"), "k4|2026||contract|70.00|7.00|no|70.00 at 10 % = 7.00\n");
}

static void
two_steps_at_one_turnover_are_refused(void **s)
{
	(void)s;
	base_add("bonus", "contract=k1", "threshold=500", "rate=4", NULL);
	gives((int64_t[]){ 1 }, 1, CRM_LAST_ENDED, "threshold: bo1 and bo7 of k1 begin at the same turnover\n");
	assert_int_equal(base_set("bonus", 0, 0, "contract=k1", "threshold=-1", "rate=-4", NULL), CRM_DATA);
	assert_string_equal(err.text, "threshold: is below 0\nrate: is below 0\n");
}

static int
plan(struct crm *c, void *arg, struct crm_err *e)
{
	struct crm_booked *b = arg;

	*b = (struct crm_booked){ .arena = &arena };
	return crm_bonuses_plan(c, NULL, 0, CRM_LAST_ENDED, b, e);
}

static void
each_bonus_is_planned_once_for_the_contracts_owner(void **s)
{
	struct crm_booked b;

	(void)s;
	assert_int_equal(crm_work(crm, plan, &b, NULL, &err), CRM_OK);
	assert_int_equal(b.n, 3);
	assert_string_equal(base_get("followup", 2, "about"), "Credit the bonus of 2025: 15.00 EUR");
	assert_string_equal(base_find("followup", "contract=k1 client=c1 owner=bob state=open"), "f2");
	assert_string_equal(base_get("followup", 3, "about"),
	    "Credit the bonus of 2026-Q2 on nuts \"M8\": 60.00 EUR");
	assert_int_equal(crm_work(crm, plan, &b, NULL, &err), CRM_OK);
	assert_int_equal(b.n, 0);
	assert_int_equal(base_open("2026-10-01T09:00:00Z", false), CRM_OK);
	assert_int_equal(crm_work(crm, plan, &b, NULL, &err), CRM_OK);
	assert_int_equal(b.n, 1);
	assert_string_equal(base_get("followup", 4, "about"), "Credit the bonus of 2026-Q3: 1.00 EUR");
}

#define T(f) cmocka_unit_test_setup_teardown(f, fill, base_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_last_period_that_ended_is_meant_and_each_step_explained),
		T(a_day_names_the_period_and_contracts_may_be_named),
		T(a_contract_that_ended_counts_to_its_last_day),
		T(a_later_version_counts_from_its_first_day_with_the_orders_of_those_before),
		T(two_steps_at_one_turnover_are_refused),
		T(each_bonus_is_planned_once_for_the_contracts_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
