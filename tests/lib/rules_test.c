/* the arithmetic of the trade, against published figures */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "crm/rules.h"

#define N(a) (sizeof (a) / sizeof *(a))

static void
a_share_is_rounded_half_up(void **state)
{
	static const struct { int64_t value, points, want; } cases[] = {
		{ 100000, 5000, 50000 }, { 999, 3333, 333 }, { 15, 1000, 2 }, { 14, 1000, 1 }, { 1, 5000, 1 },
		{ 1, 4999, 0 }, { 0, 10000, 0 }, { 123456, 0, 0 }, { -15, 1000, -1 }, { -16, 1000, -2 },
		{ INT64_MAX, 10000, INT64_MAX }, { INT64_MIN, 10000, INT64_MIN },
		{ INT64_MAX, 5000, INT64_MAX / 2 + 1 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_true(crm_weighted(cases[i].value, cases[i].points) == cases[i].want);
}

static void
a_rate_is_of_what_was_decided(void **state)
{
	(void)state;
	assert_int_equal(crm_rate(0, 0), -1);
	assert_int_equal(crm_rate(1, 0), 10000);
	assert_int_equal(crm_rate(0, 7), 0);
	assert_int_equal(crm_rate(1, 2), 3333);
	assert_int_equal(crm_rate(2, 1), 6667);
	assert_int_equal(crm_rate(1080, 120), 9000);
}

/* Salesforce's help: single categories 50, 100, 150, 200. */
static void
wider_forecasts_hold_the_nearer(void **state)
{
	static const int64_t single[CRM_FC_N] = { 50, 100, 150, 200, 7 }, want[CRM_FC_N] = { 50, 150, 300, 450, 7 };
	int64_t got[CRM_FC_N] = { 50, 100, 150, 200, 7 };

	(void)state;
	crm_fc_cumulate(single, got);
	assert_memory_equal(got, want, sizeof want);
	memcpy(got, single, sizeof got);
	crm_fc_cumulate(got, got);
	assert_memory_equal(got, want, sizeof want);
}

static void
a_deal_may_override_its_stages_forecast(void **state)
{
	const struct crm_stage stage = { .name = "needs", .forecast = "best_case" };

	(void)state;
	assert_int_equal(crm_fc_of(&stage, NULL), CRM_FC_BEST);
	assert_int_equal(crm_fc_of(&stage, ""), CRM_FC_BEST);
	for (int i = 0; i < CRM_FC_N; i++)
		assert_int_equal(crm_fc_of(&stage, crm_fc_name[i]), i);
	assert_int_equal(crm_fc_of(&stage, "surely"), CRM_FC_OMITTED);
}

static void
velocity_is_money_a_day(void **state)
{
	(void)state;
	assert_true(fabs(crm_velocity(100, 0.25, 50000, 60) - 20833.33) < 0.005);
	assert_true(crm_velocity(100, 0.25, 50000, 0) == -1);
	assert_true(crm_velocity(0, 0.25, 50000, 60) == 0);
}

static void
a_deal_rots_after_its_days_by_either_clock(void **state)
{
	const struct crm_stage stage = { .rots = 14 }, never = { .rots = 0 };

	(void)state;
	assert_int_equal(crm_rotting(&stage, 14, 14), 0);
	assert_int_equal(crm_rotting(&stage, 15, 14), 1);
	assert_int_equal(crm_rotting(&stage, 14, 15), 2);
	assert_int_equal(crm_rotting(&stage, 15, 15), 3);
	assert_int_equal(crm_rotting(&never, 1000, 1000), 0);
}

/* summary() of R's data sets women and cars, and numpy.quantile's first example. */
static void
quantiles_are_those_of_r(void **state)
{
	static const double weight[] = { 115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164 };
	static const double speed[] = { 4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14,
		15, 15, 15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25 };
	static const double six[] = { 1, 2, 3, 4, 7, 10 }, ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, one[] = { 42 };
	static const struct { const double *v; size_t n; double q, want; } cases[] = {
		{ weight, N(weight), 0, 115 }, { weight, N(weight), 0.25, 124.5 }, { weight, N(weight), 0.5, 135 },
		{ weight, N(weight), 0.75, 148 }, { weight, N(weight), 1, 164 },
		{ speed, N(speed), 0.25, 12 }, { speed, N(speed), 0.5, 15 }, { speed, N(speed), 0.75, 19 },
		{ six, N(six), 0.5, 3.5 }, { ten, N(ten), 0.25, 3.25 }, { ten, N(ten), 0.9, 9.1 },
		{ one, 1, 0, 42 }, { one, 1, 0.3, 42 }, { one, 1, 1, 42 },
		{ ten, N(ten), -1, 1 }, { ten, N(ten), 2, 10 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_true(fabs(crm_quantile(cases[i].v, cases[i].n, cases[i].q) - cases[i].want) < 1e-9);
	assert_true(isnan(crm_quantile(NULL, 0, 0.5)));
}

static void
a_median_sorts_first(void **state)
{
	double odd[] = { 3, 1, 2 }, even[] = { 10, 7, 4, 3, 2, 1 };

	(void)state;
	assert_true(crm_median(odd, 3) == 2);
	assert_true(odd[0] == 1 && odd[2] == 3);
	assert_true(crm_median(even, 6) == 3.5);
	assert_true(isnan(crm_median(NULL, 0)));
}

static void
the_first_service_that_matches_counts(void **state)
{
	static const struct crm_service lines[] = {
		{ "complaint", "high", 1, 2 }, { "complaint", NULL, 3, 4 },
		{ NULL, "high", 5, 6 }, { NULL, NULL, 7, 8 },
	};
	const struct crm_policy p = { .service = lines, .nservice = N(lines) };
	static const struct { const char *kind, *severity; size_t want; } cases[] = {
		{ "complaint", "high", 0 }, { "complaint", "low", 1 }, { "complaint", NULL, 1 }, { "question", "high", 2 },
		{ "question", "low", 3 }, { NULL, NULL, 3 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_ptr_equal(crm_service_of(&p, cases[i].kind, cases[i].severity), &lines[cases[i].want]);
	assert_null(crm_service_of(&(struct crm_policy){ .service = lines, .nservice = 1 }, "complaint", "low"));
}

static void
a_role_without_a_line_has_no_limits(void **state)
{
	static const struct crm_limit lines[] = { { "agent", 500, 10000, 0, 100 }, { "lead", 1000, -1, 5000, 0 } };
	const struct crm_policy p = { .limit = lines, .nlimit = N(lines) };

	(void)state;
	assert_ptr_equal(crm_limit_of(&p, "lead"), &lines[1]);
	assert_int_equal(crm_limit_of(&p, "director")->discount, CRM_UNLIMITED);
	assert_int_equal(crm_limit_of(&p, "director")->contract, CRM_UNLIMITED);
	assert_int_equal(crm_limit_of(&p, NULL)->credit, CRM_UNLIMITED);
	assert_int_equal(crm_limit_of(&p, "")->points, CRM_UNLIMITED);
	assert_true(crm_within(500, 500));
	assert_false(crm_within(500, 501));
	assert_false(crm_within(0, 1));
	assert_true(crm_within(CRM_UNLIMITED, INT64_MAX));
}

/* (spent before, this order) as published: (0, 15000), (8000, 3000), (18000, 3000) */
static void
a_tier_is_reached_by_what_was_spent(void **state)
{
	static const struct crm_tier tiers[] = { { "bronze", 0, 10 }, { "silver", 10000, 8 }, { "gold", 20000, 5 } };
	const struct crm_policy p = { .tier = tiers, .ntier = N(tiers) };
	static const struct { int64_t spent; const char *want; } cases[] = {
		{ 0, "bronze" }, { 9999, "bronze" }, { 10000, "silver" },
		{ 0 + 15000, "silver" }, { 8000 + 3000, "silver" }, { 18000 + 3000, "gold" }, { INT64_MAX, "gold" },
		{ -5, "bronze" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_string_equal(crm_tier_of(&p, cases[i].spent)->name, cases[i].want);
	assert_null(crm_tier_of(&(struct crm_policy){ 0 }, 15000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_is_rounded_half_up),
		cmocka_unit_test(a_rate_is_of_what_was_decided),
		cmocka_unit_test(wider_forecasts_hold_the_nearer),
		cmocka_unit_test(a_deal_may_override_its_stages_forecast),
		cmocka_unit_test(velocity_is_money_a_day),
		cmocka_unit_test(a_deal_rots_after_its_days_by_either_clock),
		cmocka_unit_test(quantiles_are_those_of_r),
		cmocka_unit_test(a_median_sorts_first),
		cmocka_unit_test(the_first_service_that_matches_counts),
		cmocka_unit_test(a_role_without_a_line_has_no_limits),
		cmocka_unit_test(a_tier_is_reached_by_what_was_spent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
