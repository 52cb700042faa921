/* assoc_test.c - association rules, against what was worked out by hand */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crm/rules.h"

#define LEN(a) (sizeof (a) / sizeof *(a))

static struct crm_arena arena;

static int
clear(void **state)
{
	(void)state;
	crm_arena_free(&arena);
	return 0;
}

/*
 * Five baskets: 1 {1 2 3}, 2 {1 2}, 3 {1 2 4}, 4 {1}, 5 {3 4}.  Items: 1 in 4, 2 in 3, 3 in 2, 4 in 2.
 * Both: 12 3, 13 1, 14 1, 23 1, 24 1, 34 1.
 */
static const struct crm_pick five[] = {
	{ 5, 4 }, { 1, 3 }, { 1, 1 }, { 1, 2 }, { 2, 1 }, { 2, 2 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 4, 1 },
	{ 5, 3 },
	{ 1, 1 }, { 5, 4 },     /* bought again */
};

/* "item<given both/with_given lift*100": each rule that is found. */
static const char *
find(int64_t basket, int64_t least)
{
	struct crm_pick v[LEN(five)];
	struct crm_baskets b = { .v = v, .n = LEN(five) };
	struct crm_assoc *r;
	char *text = "";
	size_t n;

	memcpy(v, five, sizeof v);
	crm_baskets_begin(&b);
	n = crm_assoc_find(&b, basket, least, &r, &arena);
	for (size_t i = 0; i < n; i++)
		text = crm_sprintf(&arena, "%s%s%lld<%lld %lld/%lld %.0f", text, i ? ", " : "",
		    (long long)r[i].item,
		    (long long)r[i].given, (long long)r[i].with_both, (long long)r[i].with_given,
		    r[i].lift * 100);
	crm_baskets_end(&b);
	return text;
}

static void
confidence_and_lift_are_those_worked_out_by_hand(void **s)
{
	(void)s;
	/* 4 lacks 2 (3 of the 4 with 1; .75 / .6), 3 and 4 (1 of 4, lift .625: less than by chance) */
	assert_string_equal(find(4, 1), "2<1 3/4 125");
	/* 3 has 1, 2, 4 and lacks 3: by 4 1 of 2, .5 / .4 */
	assert_string_equal(find(3, 1), "3<4 1/2 125");
	/* 5 has 3 and 4 and lacks 1 and 2: by 3 or 4 1 of 2, below what chance gives */
	assert_string_equal(find(5, 1), "");
	/* 2 lacks 3 and 4: by 2 1 of 3, .333 / .4 */
	assert_string_equal(find(2, 1), "");
}

static void
too_little_support_is_no_rule(void **s)
{
	(void)s;
	assert_string_equal(find(4, 3), "2<1 3/4 125");
	assert_string_equal(find(4, 4), "");
	assert_string_equal(find(3, 2), "");
}

static void
who_has_nothing_is_suggested_nothing(void **s)
{
	struct crm_baskets none = { 0 };
	struct crm_assoc *r;

	(void)s;
	assert_string_equal(find(9, 1), "");
	crm_baskets_begin(&none);
	assert_int_equal(crm_assoc_find(&none, 1, 1, &r, &arena), 0);
	crm_baskets_end(&none);
}

static void
of_several_reasons_the_surest_is_told_and_equals_come_in_order(void **s)
{
	/* 9 has 1 and 2.  3: by 1 2 of 3, by 2 1 of 3; 4 and 5: by 2 2 of 3 */
	static const struct crm_pick given[] = {
		{ 1, 1 }, { 1, 3 }, { 2, 1 }, { 2, 3 }, { 9, 1 }, { 9, 2 }, { 3, 2 }, { 3, 5 }, { 3, 4 },
		{ 4, 2 }, { 4, 5 }, { 4, 4 },
		{ 4, 3 }, { 5, 6 }, { 6, 6 }, { 7, 6 },
	};
	struct crm_pick v[LEN(given)];
	struct crm_baskets b = { .v = v, .n = LEN(given) };
	struct crm_assoc *r;

	(void)s;
	memcpy(v, given, sizeof v);
	crm_baskets_begin(&b);
	assert_int_equal(b.baskets, 8);
	assert_int_equal(crm_assoc_find(&b, 9, 1, &r, &arena), 3);
	/* 4 and 5 are in 2 baskets each, 3 in 3: of equal confidence the greater lift */
	assert_int_equal(r[0].item, 4);
	assert_int_equal(r[0].given, 2);
	assert_int_equal(r[1].item, 5);
	assert_int_equal(r[2].item, 3);
	assert_int_equal(r[2].given, 1);
	assert_int_equal(r[2].with_both, 2);
	crm_baskets_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(confidence_and_lift_are_those_worked_out_by_hand, clear),
		cmocka_unit_test_teardown(too_little_support_is_no_rule, clear),
		cmocka_unit_test_teardown(who_has_nothing_is_suggested_nothing, clear),
		cmocka_unit_test_teardown(of_several_reasons_the_surest_is_told_and_equals_come_in_order,
		    clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
