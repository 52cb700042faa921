/* price_test.c - which price holds, what makes it, and who may go below it */
#include "base_fixture.h"

#include "crm/price.h"

#define LEN(a) (sizeof (a) / sizeof *(a))

static int64_t
day(const char *text)
{
	int64_t d;

	assert_int_equal(crm_read_date(text, strlen(text), &d), CRM_OK);
	return d;
}

#define TERM(i, ...) { .id = i, __VA_ARGS__ }
#define FIXED(p) .fixed = true, .price = (p)
#define CLIENTS .rank = CRM_RANK_CLIENT
#define LOW .rank = CRM_RANK_QUANTITY

static struct crm_price got;

/* "PRICE of tN", or the complaint.  What a term does not say: euros, always. */
static const char *
choose(const struct crm_pricing *of, const struct crm_term *given, size_t n)
{
	struct crm_term *t = crm_alloc(&arena, (n + 1) * sizeof *t);
	struct crm_pricing p = *of;

	p.product = "pr1";
	p.currency = "EUR";
	for (size_t i = 0; i < n; i++) {
		t[i] = given[i];
		t[i].name = crm_sprintf(&arena, "t%lld", (long long)t[i].id);
		t[i].whose = "somebody";
		t[i].currency = t[i].currency ? t[i].currency : "EUR";
		t[i].until = t[i].until ? t[i].until : INT64_MAX;
	}
	crm_err_clear(&err);
	if (crm_price_choose(&p, t, n, &got, &arena, &err) != CRM_OK)
		return err.text;
	return crm_sprintf(&arena, "%lld of t%lld", (long long)got.price, (long long)got.term);
}

/* What each look said: "t3: fewer than 10; 0: list price". */
static const char *
looks(void)
{
	char *text = "";

	for (size_t i = 0; i < got.nstep; i++)
		text = crm_sprintf(&arena, "%s%st%lld %s%s %s", text, i ? "; " : "",
		    (long long)got.step[i].term,
		    got.step[i].rank, got.step[i].did ? "!" : "", got.step[i].what);
	return text;
}

#define LIST(p) { .has_list = true, .list = (p) }

static void
a_formula_is_reckoned_in_its_order(void **s)
{
	const struct { struct crm_pricing of; struct crm_term t; const char *want; } cases[] = {
		{ LIST(100000), TERM(1, .markup = 1000, .discount = 1000), "99000 of t1" },
		{ LIST(12345), TERM(1, .rounding = 1000, .surcharge = -1), "11999 of t1" },
		{ LIST(12500), TERM(1, .rounding = 1000), "13000 of t1" },      /* half up */
		{ LIST(12499), TERM(1, .rounding = 1000), "12000 of t1" },
		{ LIST(15), TERM(1, .rounding = 5), "15 of t1" },
		{ LIST(17), TERM(1, .rounding = 5), "15 of t1" },
		{ LIST(18), TERM(1, .rounding = 5), "20 of t1" },
		{ LIST(29), TERM(1, .discount = 500), "28 of t1" },             /* 27.55 */
		{ LIST(10), TERM(1, .discount = 500), "10 of t1" },             /* 9.5 */
		{ LIST(10), TERM(1, .discount = 10000), "0 of t1" },
		{ LIST(1000), TERM(1, .discount = 5000, .has_min = true, .min_margin = -100), "900 of t1" },
		{ LIST(1000), TERM(1, .markup = 5000, .has_max = true, .max_margin = 200), "1200 of t1" },
		{ { .has_cost = true, .cost = 800, .has_list = true, .list = 1000 },
		    TERM(1, .on_cost = true, .markup = 2500), "1000 of t1" },
		{ { .has_list = true, .list = 1234, .rounding = 5 }, TERM(1, .discount = 1), "1235 of t1" },
		{ { .has_list = true, .list = 1234, .rounding = 5 }, TERM(1, .discount = 1, .rounding = 1),
		    "1234 of t1" },
		{ LIST(1000), TERM(1, FIXED(777), .discount = 5000), "777 of t1" },
		{ { .has_list = false }, TERM(1, FIXED(777)), "777 of t1" },
		{ LIST(1000), TERM(1, .surcharge = -1001), "t1: makes a price below 0 of pr1\n" },
		{ LIST(1000), TERM(1, .on_cost = true, .markup = 1), "t1: pr1 has no cost to reckon with\n" },
		{ { .has_cost = true, .cost = 5 }, TERM(1, .discount = 1),
		    "t1: pr1 has no list price to reckon with\n" },
		{ LIST(1000), TERM(1, FIXED(1), .currency = "USD"), "t1: is in USD, and pr1 in EUR\n" },
		{ LIST(1000), TERM(1, .discount = 1000, .currency = "USD"), "900 of t1" },
		{ LIST(1000), TERM(1, .markup = INT64_MAX),
		    "t1: cannot be reckoned with: a number is too large\n" },
		{ LIST(INT64_MAX), TERM(1, .markup = 1),
		    "pr1: its price or cost is too large to reckon with\n" },
	};

	(void)s;
	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(choose(&cases[i].of, &cases[i].t, 1), cases[i].want);
}

static void
each_rank_goes_before_the_next_and_each_tie_is_broken_in_turn(void **s)
{
	/* each term goes before all that follow it */
	const struct crm_term order[] = {
		TERM(1, .rank = CRM_RANK_CONTRACT, FIXED(1)),
		TERM(2, CLIENTS, .on = CRM_ON_PRODUCT, .quantity = 10, FIXED(2)),
		TERM(3, CLIENTS, .on = CRM_ON_PRODUCT, .quantity = 5, .priority = 2, FIXED(3)),
		TERM(4, CLIENTS, .on = CRM_ON_PRODUCT, .quantity = 5, .priority = 1, FIXED(4)),
		TERM(5, CLIENTS, .on = CRM_ON_LINE, .quantity = 10, .priority = 9, FIXED(5)),
		TERM(6, CLIENTS, .on = CRM_ON_ALL, .quantity = 10, .priority = 9, FIXED(6)),
		TERM(7, CLIENTS, .level = 1, .on = CRM_ON_PRODUCT, .quantity = 10, FIXED(7)),
		TERM(8, .rank = CRM_RANK_CLASS, .on = CRM_ON_ALL, FIXED(8)),
		TERM(9, .rank = CRM_RANK_CAMPAIGN, .on = CRM_ON_ALL, FIXED(9)),
		TERM(10, LOW, .on = CRM_ON_ALL, .quantity = 10, FIXED(10)),
		TERM(11, LOW, .on = CRM_ON_ALL, FIXED(11)),
	};
	struct crm_pricing of = { .has_list = true, .list = 12, .quantity = 10 };
	struct crm_term turned[LEN(order)];

	(void)s;
	for (size_t i = 0; i < LEN(order); i++) {
		size_t n = LEN(order) - i;

		for (size_t k = 0; k < n; k++)
			turned[k] = order[LEN(order) - 1 - k];
		assert_string_equal(choose(&of, turned, n), crm_sprintf(&arena, "%zu of t%zu", i + 1, i + 1));
	}
	assert_string_equal(choose(&of, NULL, 0), "12 of t0");
}

static void
what_does_not_hold_is_passed_over_with_its_reason(void **s)
{
	const struct crm_term t[] = {
		TERM(1, .rank = CRM_RANK_CONTRACT, .barred = "contract k1 is draft", .discount = 1),
		TERM(2, .rank = CRM_RANK_CLIENT, .quantity = 10, .discount = 2),
		TERM(3, .rank = CRM_RANK_CLASS, .since = day("2026-10-01"), .discount = 3),
		TERM(4, .rank = CRM_RANK_CAMPAIGN, .until = day("2026-09-14"), .discount = 4),
		TERM(5, LOW, .discount = 1000),
	};
	struct crm_pricing of = { .has_list = true, .list = 1000, .quantity = 9, .day = day("2026-09-15") };

	(void)s;
	assert_string_equal(choose(&of, t, LEN(t)), "900 of t5");
	assert_string_equal(looks(), "t1 contract contract k1 is draft; t2 client fewer than 10; "
	    "t3 class not yet valid: from 2026-10-01; t4 campaign no longer valid: until 2026-09-14; "
	    "t5 quantity! list price; t5 quantity! -10%; t0 list list price 10.00");
	assert_string_equal(got.why, "t5 somebody: list price 10.00, -10% 9.00");
	of.quantity = 10;
	assert_string_equal(choose(&of, t, LEN(t)), "1000 of t2");
	of.day = day("2026-10-01");
	assert_string_equal(choose(&of, t + 2, 3), "1000 of t3");
	of.day = day("2026-09-14");
	assert_string_equal(choose(&of, t + 2, 3), "1000 of t4");
}

static void
two_that_hold_equally_are_an_error_that_names_both(void **s)
{
	const struct crm_term t[] = { 
		TERM(3, LOW, .discount = 100), TERM(7, LOW, .discount = 200), TERM(9, .discount = 300),
	};
	struct crm_pricing of = LIST(1000);

	(void)s;
	assert_string_equal(choose(&of, t, 2), "pr1: t3 and t7 hold equally: give one a higher priority\n");
	/* below what is taken they do no harm */
	assert_string_equal(choose(&of, t, 3), "970 of t9");
	assert_string_equal(choose(&of, NULL, 0), "1000 of t0");
	of.has_list = false;
	assert_string_equal(choose(&of, NULL, 0), "pr1: has no list price, and no special price holds\n");
}

static void
the_discount_is_against_the_list_and_the_margin_over_cost(void **s)
{
	const struct crm_term t = TERM(1, .discount = 3333);
	struct crm_pricing of = { .has_list = true, .list = 30000, .has_cost = true, .cost = 15000 };

	(void)s;
	assert_string_equal(choose(&of, &t, 1), "20001 of t1");
	assert_int_equal(got.discount, 3333);
	assert_int_equal(got.margin, 3334);
	assert_string_equal(choose(&of, NULL, 0), "30000 of t0");
	assert_int_equal(got.discount, 0);
	assert_int_equal(got.margin, 10000);
	of.cost = 0;
	choose(&of, NULL, 0);
	assert_false(got.has_margin);
}

static const char *
price(int64_t client, int64_t product, int64_t quantity, const char *at)
{
	struct crm_price_ask ask = {
		.client = client, .product = product, .quantity = quantity, .day = day(at),
	};

	crm_err_clear(&err);
	return crm_price(crm, &ask, &got, &arena, &err) == CRM_OK ? got.why : err.text;
}

static void
the_terms_of_a_client_are_its_own_its_group_s_its_class_s_and_its_segment_s(void **s)
{
	(void)s;
	base_add("client", "name=Group", NULL);
	base_add("client", "name=Acme", "parent=c1", "class=key", NULL);
	base_add("client", "name=Small", "employees=5", NULL);
	base_add("product", "name=Parka", "line=Coats", "price=100", NULL);
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "list price 100.00");
	base_add("term", "quantity=10", "discount=1", NULL);
	assert_string_equal(price(2, 1, 9, "2026-09-15"), "list price 100.00");
	assert_string_equal(price(2, 1, 10, "2026-09-15"), "t1 everybody: list price 100.00, -1% 99.00");
	assert_string_equal(price(0, 1, 10, "2026-09-15"), "t1 everybody: list price 100.00, -1% 99.00");
	base_add("term", "segment=big", "line=Coats", "discount=2", NULL);
	/* the policy had it once */
	base_add("term", "segment=big", "line=Coats", "discount=2", NULL);
	base_sql("UPDATE crm_term SET segment = 'gone' WHERE id = 3");
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "t2 segment big: list price 100.00, -2% 98.00");
	assert_string_equal(looks(),
	    "t2 class! list price; t2 class! -2%; t3 class @gone is no filter that can be read; "
	    "t1 quantity fewer than 10; t0 list list price 100.00");
	assert_string_equal(price(3, 1, 1, "2026-09-15"), "list price 100.00");
	base_add("term", "class=key", "product=pr1", "discount=3", NULL);
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "t4 class key: list price 100.00, -3% 97.00");
	base_add("term", "client=c1", "line=Coats", "discount=4", NULL);
	base_add("term", "client=c1", "line=Hats", "discount=44", NULL);
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "t5 client c1: list price 100.00, -4% 96.00");
	base_add("term", "client=c2", "discount=5", NULL);
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "t7 client c2: list price 100.00, -5% 95.00");
	assert_string_equal(price(1, 1, 1, "2026-09-15"), "t5 client c1: list price 100.00, -4% 96.00");
	assert_string_equal(price(2, 1, 0, "2026-09-15"), "quantity: a price is of one unit or more\n");
	assert_string_equal(price(9, 1, 1, "2026-09-15"), "there is no client c9\n");
	assert_string_equal(price(2, 9, 1, "2026-09-15"), "there is no product pr9\n");
}

static void
a_contract_s_terms_hold_while_it_is_in_force(void **s)
{
	struct crm_price_ask ask = { .client = 1, .product = 1, .quantity = 1, .day = day("2026-09-15") };

	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Other", NULL);
	base_add("product", "name=Parka", "price=100", NULL);
	base_add("contract", "client=c1", "title=Frame", "starts=2026-01-01", "ends=2026-12-31", NULL);
	base_add("contract", "client=c2", "title=Theirs", NULL);
	base_add("term", "contract=k1", "price=80", NULL);
	base_sql("UPDATE crm_contract SET state = 'draft'");
	assert_string_equal(price(1, 1, 1, "2026-09-15"), "list price 100.00");
	assert_string_equal(looks(), "t1 contract contract k1 is draft; t0 list! list price");
	base_sql("UPDATE crm_contract SET state = 'active'");
	assert_string_equal(price(1, 1, 1, "2026-09-15"), "t1 contract k1: fixed price 80.00");
	assert_string_equal(price(1, 1, 1, "2026-12-31"), "t1 contract k1: fixed price 80.00");
	assert_string_equal(price(1, 1, 1, "2027-01-01"), "list price 100.00");
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "list price 100.00");
	ask.contract = 2;
	assert_int_equal(crm_price(crm, &ask, &got, &arena, &err), CRM_NO);
	assert_string_equal(err.text, "contract: k2 is not with this client or its group\n");
}

static void
a_campaign_s_terms_hold_for_its_members_while_it_runs(void **s)
{
	struct crm_price_ask ask = {
		.client = 3, .product = 1, .quantity = 1, .campaign = 1, .day = day("2026-09-15"),
	};

	(void)s;
	base_add("campaign", "name=Autumn", "state=running", "since=2026-09-01", "until=2026-09-30", NULL);
	base_add("campaign", "name=Plan", NULL);
	base_add("client", "name=Acme", "campaign=cm1", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("client", "name=Cubes", NULL);
	base_add("member", "campaign=cm1", "client=c2", NULL);
	base_add("member", "campaign=cm2", "client=c2", NULL);
	base_add("member", "campaign=cm1", "client=c3", "status=excluded", NULL);
	base_add("product", "name=Parka", "price=100", NULL);
	base_add("term", "campaign=cm1", "discount=10", NULL);
	base_add("term", "campaign=cm2", "product=pr1", "discount=20", NULL);
	assert_string_equal(price(1, 1, 1, "2026-09-15"), "t1 campaign cm1: list price 100.00, -10% 90.00");
	assert_string_equal(price(2, 1, 1, "2026-09-15"), "t1 campaign cm1: list price 100.00, -10% 90.00");
	assert_string_equal(looks(),
	    "t2 campaign campaign cm2 is planned; t1 campaign! list price; t1 campaign! -10%; "
	    "t0 list list price 100.00");
	assert_string_equal(price(3, 1, 1, "2026-09-15"), "list price 100.00");
	assert_string_equal(price(1, 1, 1, "2026-10-01"), "list price 100.00");
	assert_int_equal(crm_price(crm, &ask, &got, &arena, &err), CRM_OK);
	assert_int_equal(got.price, 9000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_formula_is_reckoned_in_its_order),
		cmocka_unit_test(each_rank_goes_before_the_next_and_each_tie_is_broken_in_turn),
		cmocka_unit_test(what_does_not_hold_is_passed_over_with_its_reason),
		cmocka_unit_test(two_that_hold_equally_are_an_error_that_names_both),
		cmocka_unit_test(the_discount_is_against_the_list_and_the_margin_over_cost),
		BASE_TEST(the_terms_of_a_client_are_its_own_its_group_s_its_class_s_and_its_segment_s),
		BASE_TEST(a_contract_s_terms_hold_while_it_is_in_force),
		BASE_TEST(a_campaign_s_terms_hold_for_its_members_while_it_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
