/* loyalty_rules_test.c - points, the entries they are taken from, bonuses on turnover */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "crm/rules.h"

#define N(a) (sizeof (a) / sizeof *(a))

static const struct crm_tier tiers[] = { { "bronze", 0, 10 }, { "silver", 10000, 8 }, { "gold", 20000, 5 } };

static void
the_tier_is_that_of_what_was_spent_and_this_order(void **state)
{
	const struct crm_policy p = { .tier = tiers, .ntier = N(tiers), .point_per = 99 };
	static const struct { int64_t before, order, per; } cases[] = {
		{ 0, 15000, 8 }, { 8000, 3000, 8 }, { 18000, 3000, 5 },
		{ 0, 9999, 10 }, { 0, 10000, 8 }, { 19999, 0, 8 }, { 19999, 1, 5 }, { 0, 0, 10 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_int_equal(crm_point_per(&p, cases[i].before, cases[i].order), cases[i].per);
	assert_int_equal(crm_point_per(&(struct crm_policy){ .point_per = 99 }, 18000, 3000), 99);
}

static void
an_order_earns_whole_points_on_what_was_paid_in_money_and_kept(void **state)
{
	static const struct { int64_t total, redeemed, returned, per, want; } cases[] = {
		{ 15000, 0, 0, 800, 18 }, { 15000, 600, 0, 800, 18 }, { 15000, 601, 0, 800, 17 },
		{ 15000, 0, 15000, 800, 0 },
		{ 799, 0, 0, 800, 0 }, { 800, 0, 0, 800, 1 }, { 1000, 600, 500, 1, 0 }, { 1000, 0, 0, 0, 0 },
		{ INT64_MAX, 0, 0, 1, INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_int_equal(crm_points_earned(cases[i].total, cases[i].redeemed, cases[i].returned, cases[i].per),
		    cases[i].want);
}

static void
what_expires_soonest_is_taken_first_then_what_is_oldest(void **state)
{
	struct crm_points_entry e[] = {
		{ .id = 1, .at = 5, .expires = CRM_NEVER, .left = 100 }, { .id = 2, .at = 3, .expires = 90, .left = 10 },
		{ .id = 3, .at = 2, .expires = 90, .left = 20 }, { .id = 4, .at = 4, .expires = 80, .left = 5 },
		{ .id = 5, .at = 2, .expires = 90, .left = 7 }, { .id = 6, .at = 1, .expires = 70, .left = -30 },
	};
	static const struct { int64_t id, take; } want[] = {
		{ 6, 0 }, { 4, 5 }, { 3, 20 }, { 5, 7 }, { 2, 1 }, { 1, 0 },
	};

	(void)state;
	assert_int_equal(crm_points_take(e, N(e), 33), 0);
	for (size_t i = 0; i < N(e); i++) {
		assert_int_equal(e[i].id, want[i].id);
		assert_int_equal(e[i].take, want[i].take);
	}
	assert_int_equal(crm_points_take(e, N(e), 142), 0);
	assert_int_equal(e[5].take, 100);
	assert_int_equal(crm_points_take(e, N(e), 150), 8);
	assert_int_equal(crm_points_take(NULL, 0, 3), 3);
}

static void
a_bonus_is_marginal_or_on_the_whole(void **state)
{
	static const struct { int64_t turnover; bool whole; int64_t want, bonus[3]; } cases[] = {
		/* 1 % from 100.00, 2 % from 500.00, 5 % from 1000.00 */
		{ 9999, false, 0, { 0, 0, 0 } }, { 9999, true, 0, { 0, 0, 0 } },
		{ 10000, false, 0, { 0, 0, 0 } }, { 10000, true, 100, { 100, 0, 0 } },
		{ 60000, false, 400 + 200, { 400, 200, 0 } }, { 60000, true, 1200, { 0, 1200, 0 } },
		{ 120000, false, 400 + 1000 + 1000, { 400, 1000, 1000 } }, { 120000, true, 6000, { 0, 0, 6000 } },
		/* half a cent goes up: 0.50 of 1 %, 0.49 of it */
		{ 10050, false, 1, { 1, 0, 0 } }, { 10049, false, 0, { 0, 0, 0 } }, { 10050, true, 101, { 101, 0, 0 } },
		{ -500, false, 0, { 0, 0, 0 } }, { -500, true, 0, { 0, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct crm_bonus_step step[] = {
			{ .threshold = 10000, .rate = 100 }, { .threshold = 50000, .rate = 200 },
			{ .threshold = 100000, .rate = 500 },
		};

		assert_int_equal(crm_bonus(step, 3, cases[i].turnover, cases[i].whole), cases[i].want);
		for (size_t k = 0; k < 3; k++)
			assert_int_equal(step[k].bonus, cases[i].bonus[k]);
	}
	assert_int_equal(crm_bonus(NULL, 0, 5000, true), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tier_is_that_of_what_was_spent_and_this_order),
		cmocka_unit_test(an_order_earns_whole_points_on_what_was_paid_in_money_and_kept),
		cmocka_unit_test(what_expires_soonest_is_taken_first_then_what_is_oldest),
		cmocka_unit_test(a_bonus_is_marginal_or_on_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
