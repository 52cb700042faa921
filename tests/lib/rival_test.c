/* rival_test.c - rivals: known by the deals that name them, who won, where they meet us, what is known of them */
#include "base_fixture.h"

#include "crm/rival.h"

static const struct crm_rivals all;

static const char *
won_lost(const struct crm_rivals *of, const char *by, const char *from)
{
	struct crm_grid g = { 0 };

	crm_err_clear(&err);
	crm_won_lost(crm, of, &(struct crm_asked){ .by = by, .from = from }, &g, &err);
	return base_grid(&g);
}

static const char *
matrix(const char *what)
{
	struct crm_grid g = { 0 };

	crm_err_clear(&err);
	if (what == NULL)
		crm_rival_matrix(crm, &all, &g, &err);
	else
		crm_rival_square(crm, &all, what, &g, &err);
	return base_grid(&g);
}

/* Two rivals: rv1 won once, lost twice, once to us; rv2 beside it in what was lost. */
static void
fill(void)
{
	base_add("product", "name=Parka", "line=Winter", "price=100", NULL);
	base_add("client", "name=Zed", "supplier=acme", NULL);
	base_add("deal", "title=1", "client=Zed", "rival=Acme", "product=Parka", "value=10", "stage=won",
	    "closed=2026-01-01", NULL);
	base_add("deal", "title=2", "client=Zed", "rival=ACME", "product=Parka", "value=20", "stage=lost", "reason=price",
	    "closed=2026-02-02", NULL);
	base_add("deal", "title=3", "rival=acme", "value=40", "currency=USD", "stage=lost",
	    "reason=trust", "closed=2026-03-03", NULL);
	base_add("rival", "name=Brio", NULL);
	base_add("bid", "deal=d2", "rival=Brio", NULL);
}

static void
a_rival_is_known_once_by_the_deals_that_name_it(void **s)
{
	(void)s;
	fill();
	assert_string_equal(base_find("rival", "name~acme"), "rv1");
	assert_string_equal(base_find("bid", "rival=rv1"), "bd1 bd2 bd3");
	assert_string_equal(base_get("deal", 3, "rival"), "Acme");
	assert_string_equal(base_get("bid", 1, "role"), "incumbent");
	assert_string_equal(base_get("bid", 3, "role"), "challenger");
	assert_string_equal(base_find("bid", "took=yes"), "bd2 bd3");
	assert_string_equal(base_find("rival", "won=1 lost=2 lost_to=2 win_rate=33.33"), "rv1");
	assert_int_equal(base_set("deal", 1, 0, "rival=rv7", NULL), CRM_DATA);
	assert_string_equal(base_check(), "");
}

static void
deals_follow_a_rival_to_its_new_name(void **s)
{
	(void)s;
	fill();
	assert_int_equal(base_set("rival", 1, 0, "name=brio", NULL), CRM_DATA);
	crm_err_clear(&err);
	assert_int_equal(base_set("rival", 1, 0, "name=Apex", NULL), CRM_OK);
	assert_string_equal(base_find("deal", "rival=Apex"), "d1 d2 d3");
	assert_string_equal(base_find("bid", "took=yes"), "bd2 bd3");
	assert_int_equal(base_set("rival", 1, 0, "name=APEX", NULL), CRM_OK);
	assert_string_equal(base_get("deal", 1, "rival"), "APEX");
}

static void
a_deal_counts_once_however_many_were_in(void **s)
{
	(void)s;
	fill();
	assert_string_equal(won_lost(&all, NULL, NULL), "rv1,Acme,3,1,2,2,33.33,10.00,20.00; "
	    "rv2,Brio,1,0,1,0,0,0.00,20.00 | ,,3,1,2,2,33.33,10.00,20.00");
	assert_string_equal(won_lost(&(struct crm_rivals){ (const int64_t[]){ 2 }, 1 }, NULL, NULL),
	    "rv2,Brio,1,0,1,0,0,0.00,20.00 | ,,1,0,1,0,0,0.00,20.00");
	assert_string_equal(won_lost(&all, "reason", "2026-02-01"), "rv1,Acme,price,1,0,1,1,0,0.00,20.00; "
	    "rv1,Acme,trust,1,0,1,1,0,0.00,0.00; rv2,Brio,price,1,0,1,0,0,0.00,20.00 | ,,,2,0,2,2,0,0.00,20.00");
	assert_string_equal(won_lost(&all, NULL, "2027-01-01"), "");
	won_lost(&all, "tags", NULL);
	assert_int_equal(err.code, CRM_USAGE);
}

static void
the_last_price_for_each_product_counts(void **s)
{
	(void)s;
	fill();
	base_add("sighting", "rival=rv1", "about=x", "kind=price", "product=Parka", "price=50", "at=2026-01-01", NULL);
	base_add("sighting", "rival=rv1", "about=x", "kind=price", "product=Parka", "price=90", "at=2026-01-02", NULL);
	base_add("sighting", "rival=rv1", "about=x", "kind=price", "product=Parka", "price=1", "currency=USD", NULL);
	assert_string_equal(matrix(NULL), "rv1,Acme,Winter,0,1,1,50,3,90,2026-09-15; rv1,Acme,,0,0,1,0,0,,; "
	    "rv2,Brio,Winter,0,0,1,0,0,,");
	assert_string_equal(matrix("deals"), "rv1,Acme,2,1; rv2,Brio,1,");
	assert_string_equal(matrix("of_ours"), "rv1,Acme,90,; rv2,Brio,,");
	matrix("win_rate");
	assert_int_equal(err.code, CRM_USAGE);
}

static void
a_fact_is_coming_holds_is_old_or_expired(void **s)
{
	static const struct { const char *at, *until; } facts[] = {
		{ "at=2026-09-15", "until=" }, { "at=2025-09-15", "until=" }, { "at=2025-09-14", "until=" },
		{ "at=2020-01-01", "until=2026-09-15" }, { "at=2020-01-01", "until=2026-09-14" },
		{ "at=2026-09-16", "until=" }, { "at=2026-09-16", "until=2026-10-01" },
	};

	(void)s;
	base_add("rival", "name=Acme", NULL);
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		base_add("fact", "rival=rv1", "kind=strength", "about=x", facts[i].at, facts[i].until, NULL);
	assert_string_equal(base_find("fact", "state=holds"), "fa1 fa2 fa4");
	assert_string_equal(base_find("fact", "state=old"), "fa3");
	assert_string_equal(base_find("fact", "state=expired"), "fa5");
	assert_string_equal(base_find("fact", "state=coming"), "fa6 fa7");
	assert_string_equal(base_find("rival", "facts=4"), "rv1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(a_rival_is_known_once_by_the_deals_that_name_it),
		BASE_TEST(deals_follow_a_rival_to_its_new_name),
		BASE_TEST(a_deal_counts_once_however_many_were_in),
		BASE_TEST(the_last_price_for_each_product_counts),
		BASE_TEST(a_fact_is_coming_holds_is_old_or_expired),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
