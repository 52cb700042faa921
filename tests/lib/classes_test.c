/* classes_test.c - ABC, RFM and the matrix, at their edges */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crm/classes.h"

#define LEN(a) (sizeof (a) / sizeof *(a))

/* "4A 2A 1B 3C": who, in their order, with their classes */
static const char *
abc(size_t n, const int64_t *value)
{
	static char text[256];
	struct crm_abc v[16];
	struct crm_buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		v[i] = (struct crm_abc){ .who = (int64_t)i + 1, .value = value[i] };
	crm_abc(v, n);
	for (size_t i = 0; i < n; i++)
		crm_putf(&b, "%s%lld%s", i ? " " : "", (long long)v[i].who, v[i].class);
	strcpy(text, b.n ? b.p : "");
	crm_buf_free(&b);
	return text;
}
#define ABC(...) abc(LEN(((int64_t[]){ __VA_ARGS__ })), (int64_t[]){ __VA_ARGS__ })

static void
the_class_is_by_what_others_have_before(void **s)
{
	(void)s;
	assert_string_equal(ABC(100), "1A");
	assert_string_equal(ABC(10, 90), "2A 1B");                       /* 90 before it: above 80, not 95 */
	assert_string_equal(ABC(80, 15, 5), "1A 2B 3C");                 /* exactly 80, exactly 95 before */
	assert_string_equal(ABC(79, 15, 6), "1A 2A 3B");
	assert_string_equal(ABC(94, 6), "1A 2B");
	assert_string_equal(ABC(5, 5, 5, 5), "1A 2A 3A 4A");             /* equals by their numbers */
	assert_string_equal(abc(0, NULL), "");
}

static void
who_has_nothing_is_a_c_and_takes_no_share(void **s)
{
	struct crm_abc v[] = { { .who = 1, .value = -50 }, { .who = 2, .value = 0 }, { .who = 3, .value = 100 } };

	(void)s;
	crm_abc(v, LEN(v));
	assert_int_equal(v[0].who, 3);
	assert_string_equal(v[0].class, "A");
	assert_true(v[0].share == 1 && v[0].before == 0);
	assert_string_equal(v[1].class, "C");
	assert_string_equal(v[2].class, "C");
	assert_true(v[2].share == 0);
	assert_string_equal(ABC(0, 0), "1C 2C");
	assert_string_equal(ABC(INT64_MAX, INT64_MAX), "1A 2A");         /* their sum is no int64_t */
}

static void
scores_begin_at_the_quantile_and_one(void **s)
{
	struct crm_rfm v[11];
	struct crm_rfm_edges e;
	static const double edges[] = { 0, 3, 5, 7, 9, 11 };

	(void)s;
	for (int i = 0; i < 11; i++)
		v[i] = (struct crm_rfm){ .who = i, .v = { i, i, i } };
	crm_rfm(v, LEN(v), &e);
	for (size_t i = 0; i < LEN(edges); i++)
		assert_true(e.at[CRM_F][i] == edges[i] && e.at[CRM_R][i] == edges[i]);
	assert_int_equal(v[2].score[CRM_M], 1);
	assert_int_equal(v[3].score[CRM_M], 2);
	assert_int_equal(v[10].score[CRM_M], 5);
	assert_int_equal(v[0].score[CRM_R], 5);                          /* the most recent is the best */
	assert_int_equal(v[10].score[CRM_R], 1);
}

static void
nobody_and_one_have_scores_too(void **s)
{
	struct crm_rfm one = { .v = { 7, 1, 100 } };
	struct crm_rfm_edges e;

	(void)s;
	crm_rfm(NULL, 0, &e);
	assert_true(e.at[CRM_R][0] == 0);
	crm_rfm(&one, 1, &e);
	assert_int_equal(one.score[CRM_R], 5);
	assert_int_equal(one.score[CRM_F], 1);
	assert_string_equal(one.class, "New Customers");
}

static void
of_the_ranges_that_hold_the_first_counts(void **s)
{
	static const struct { int score; const char *class; } cases[] = {
		{ 555, "Champions" }, { 554, "Potential Loyalist" }, { 332, "Potential Loyalist" }, { 343, "Potential Loyalist" },
		{ 244, "Loyal Customers" }, { 222, "Loyal Customers" }, { 313, "Promising" }, { 435, "Potential Loyalist" },
		{ 425, "Promising" }, { 511, "New Customers" }, { 525, "New Customers" }, { 134, "Can't Lose Them" },
		{ 124, "At Risk" }, { 254, "At Risk" }, { 153, "Need Attention" }, { 311, "About To Sleep" },
		{ 111, "Lost" }, { 251, "Others" }, { 451, "Others" }, { 541, "Others" },
	};

	(void)s;
	for (size_t i = 0; i < LEN(cases); i++) {
		int n = cases[i].score, score[CRM_RFM] = { n / 100, n / 10 % 10, n % 10 };

		assert_string_equal(crm_rfm_class(score), cases[i].class);
	}
}

static void
the_matrix_is_cut_at_five(void **s)
{
	static const struct crm_factor money = { 1, 1000, 2000 }, down = { 1, 30, 10 };

	(void)s;
	assert_string_equal(crm_matrix_class(5, 5), "strategic");
	assert_string_equal(crm_matrix_class(5, 4.99), "star");
	assert_string_equal(crm_matrix_class(4.99, 5), "status");
	assert_string_equal(crm_matrix_class(0, 0), "streamline");
	assert_true(crm_factor_score(&money, 1500) == 5);
	assert_true(crm_factor_score(&money, 9000) == 10 && crm_factor_score(&money, 0) == 0);
	assert_true(crm_factor_score(&down, 10) == 10 && crm_factor_score(&down, 25) == 2.5);
}

static const char *
health(struct crm_account a)
{
	static char text[256];
	struct crm_buf why = { 0 };
	int points = crm_health(&a, &why);

	snprintf(text, sizeof text, "%d %s: %s", points, crm_health_class(points), why.n ? why.p : "");
	crm_buf_free(&why);
	return text;
}

static void
an_account_s_health_has_its_reasons(void **s)
{
	(void)s;
	assert_string_equal(health((struct crm_account){ .decider = true, .idle = 900 }), "100 good: ");
	assert_string_equal(health((struct crm_account){ 0 }), "90 good: -10 no decider known");
	assert_string_equal(health((struct crm_account){ .decider = true, .idle = 60, .neglected = 60, .has_alive = true,
	    .alive = 5000, .has_trend = true, .trend = -1999 }), "100 good: ");
	assert_string_equal(health((struct crm_account){ .decider = true, .idle = 61, .neglected = 60, .has_trend = true,
	    .trend = -2000 }), "70 watch: -15 not spoken with, -15 buys less");
	assert_string_equal(health((struct crm_account){ .decider = true, .late_orders = 2, .open_cases = 3,
	    .breached = 1 }), "55 watch: -20 late orders: 2, -10 cases served too late: 1, -15 open cases: 3");
	assert_string_equal(health((struct crm_account){ .verdict = "careful", .has_alive = true, .alive = 4999,
	    .decider = true, .late_goals = 9 }), "50 watch: -15 careful, -25 fading, -10 goals late: 9");
	assert_string_equal(health((struct crm_account){ .verdict = "unprofitable", .late_orders = INT64_MAX,
	    .open_cases = 99, .breached = 99 }), "0 risk: -40 unprofitable, -30 late orders: 9223372036854775807, "
	    "-20 cases served too late: 99, -20 open cases: 99, -10 no decider known");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_class_is_by_what_others_have_before),
		cmocka_unit_test(who_has_nothing_is_a_c_and_takes_no_share),
		cmocka_unit_test(scores_begin_at_the_quantile_and_one),
		cmocka_unit_test(nobody_and_one_have_scores_too),
		cmocka_unit_test(of_the_ranges_that_hold_the_first_counts),
		cmocka_unit_test(the_matrix_is_cut_at_five),
		cmocka_unit_test(an_account_s_health_has_its_reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
