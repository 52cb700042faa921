/* cohort_test.c - cohorts and the base of clients as it moves, worked out by hand */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crm/cohort.h"
#include "crm/time.h"

static void
a_cohort_is_counted_once_for_each_period(void **s)
{
	struct crm_cohorts c = { 0 };
	static const struct { int64_t client; int32_t period; } orders[] = {
		{ 7, 12 }, { 7, 10 }, { 7, 12 }, { 1000000007, 10 }, { 8, 11 }, { 8, 11 }, { 8, 13 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		crm_cohorts_add(&c, orders[i].client, orders[i].period);
	crm_cohorts_count(&c);
	assert_int_equal(c.first, 10);
	assert_int_equal(c.last, 13);
	assert_int_equal(crm_cohort_active(&c, 10, 0), 2);
	assert_int_equal(crm_cohort_active(&c, 10, 1), 0);
	assert_int_equal(crm_cohort_active(&c, 10, 2), 1);
	assert_int_equal(crm_cohort_active(&c, 11, 0), 1);
	assert_int_equal(crm_cohort_active(&c, 11, 2), 1);
	assert_int_equal(crm_cohort_active(&c, 12, 0), 0);   /* its client had come before */
	crm_cohorts_free(&c);
}

static void
nobody_is_in_no_cohort(void **s)
{
	struct crm_cohorts c = { 0 };

	(void)s;
	crm_cohorts_count(&c);
	assert_int_equal(crm_cohort_active(&c, 0, 0), 0);
	crm_cohorts_free(&c);
}

static struct crm_base_move
year(int y)
{
	return (struct crm_base_move){ .from = crm_day(y, 1, 1), .to = crm_day(y, 12, 31) };
}

static void
the_base_of_a_day_are_those_who_ordered_within_a_year(void **s)
{
	const struct crm_purchase v[] = {
		/* stays, and buys more */
		{ 1, crm_day(2023, 6, 1), 100 }, { 1, crm_day(2024, 6, 1), 300 }, { 1, crm_day(2025, 6, 1), 50 },
		/* on the first and the last day of 2024 */
		{ 2, crm_day(2024, 1, 1), 10 }, { 2, crm_day(2024, 12, 31), 10 },
		/* goes, and comes back; what an order of another currency came to is not known */
		{ 3, crm_day(2023, 3, 1), 40 }, { 3, crm_day(2025, 3, 1), -1 },
	};
	struct crm_base_move p[] = { year(2022), year(2023), year(2024), year(2025) };

	(void)s;
	crm_base_moves(v, sizeof v / sizeof *v, p, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(p[i].start + p[i].fresh + p[i].back - p[i].lost, p[i].end);
		if (i > 0)
			assert_int_equal(p[i].start, p[i - 1].end);
	}
	assert_int_equal(p[0].end, 0);
	assert_int_equal(p[1].fresh, 2);
	assert_int_equal(p[1].again, 0);
	assert_int_equal(p[2].fresh, 1);
	assert_int_equal(p[2].lost, 1);
	assert_int_equal(p[2].end, 2);
	assert_int_equal(p[2].ever, 3);
	assert_int_equal(p[2].again, 2);
	assert_int_equal(p[2].revenue, 320);
	assert_int_equal(p[2].year_before, 140);             /* of 2023, by those who ordered then: */
	assert_int_equal(p[2].year, 300);                    /* this is theirs now, */
	assert_int_equal(p[2].gross, 100);                   /* and this without what was bought more */
	assert_int_equal(p[3].back, 1);
	assert_int_equal(p[3].lost, 1);                      /* the second, a year after its last order */
	assert_int_equal(p[3].end, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cohort_is_counted_once_for_each_period),
		cmocka_unit_test(nobody_is_in_no_cohort),
		cmocka_unit_test(the_base_of_a_day_are_those_who_ordered_within_a_year),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
