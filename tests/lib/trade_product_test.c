/* trade_product_test.c - needs, requests and special prices: what is filled in, what is refused, who may */
#include "base_fixture.h"

#include "crm/approve.h"
#include "crm/price.h"

#define LEN(a) (sizeof (a) / sizeof *(a))

static void
a_need_and_a_request_take_their_line_from_the_product_unless_said(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("product", "name=Parka", "line=Coats", NULL);
	base_add("product", "name=Cap", "line=Hats", NULL);
	base_add("need", "client=c1", "product=pr1", NULL);
	base_add("need", "client=c1", "product=pr1", "line=Winter", NULL);
	base_add("need", "client=c1", "about=warm feet", NULL);
	base_add("request", "client=c1", "about=in red", "product=pr2", NULL);
	assert_string_equal(base_get("need", 1, "line"), "Coats");
	assert_string_equal(base_get("need", 2, "line"), "Winter");
	assert_string_equal(base_get("need", 3, "line"), "");
	assert_string_equal(base_get("request", 1, "line"), "Hats");
	assert_int_equal(base_set("need", 1, 0, "product=pr2", NULL), CRM_OK);
	assert_string_equal(base_get("need", 1, "line"), "Hats");
	assert_int_equal(base_set("need", 1, 0, "line=Caps", NULL), CRM_OK);
	assert_string_equal(base_get("need", 1, "line"), "Caps");
	assert_int_equal(base_set("need", 0, 0, "client=c1", "level=has", NULL), CRM_DATA);
	assert_string_equal(err.text, "about: what is needed? about=, product= or line=\n");
}

static void
a_term_has_one_price_at_most_one_owner_and_its_dates_in_order(void **s)
{
	static const struct { const char *a, *b, *c, *why; } cases[] = {
		{ "client=c1", "quantity=1", "note=x",
		    "price: is missing: price=, discount= or another part of a formula\n" },
		{ "price=5", "discount=5", "note=x",
		    "price: is fixed, and discount belongs to a formula: one of them\n" },
		{ "price=5", "base=cost", "note=x",
		    "price: is fixed, and base belongs to a formula: one of them\n" },
		{ "client=c1", "class=key", "price=5", 
		    "client: a special price has one owner, or none: a contract, a client, a class, a segment or a "
		    "campaign\n" },
		{ "since=2026-02-01", "until=2026-01-31", "price=5", "until: is before since\n" },
		{ "min_margin=2", "max_margin=1", "base=cost", "max_margin: is before min_margin\n" },
		{ "quantity=0", "discount=100.01", "rounding=0", "quantity: is one or more\n"
		    "discount: is from 0 to 100 %: what is added is a markup\nrounding: is above 0\n" },
		{ "markup=-1", "base=list", "note=x",
		    "markup: is from 0 to 10000 %: what is taken off is a discount\n" },
		{ "price=-1", "base=list", "note=x", "price: is not below 0\n" },
		{ "segment=small", "discount=5", "note=x",
		    "segment: there is no segment, nor filter of clients in the policy, \"small\"\n" },
	};

	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("product", "name=Parka", "line=Coats", "price=100", "currency=USD", NULL);
	base_add("product", "name=Kimono", "price=100", "currency=JPY", NULL);
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_int_equal(base_set("term", 0, 0, cases[i].a, cases[i].b, cases[i].c, NULL), CRM_DATA);
		assert_string_equal(err.text, cases[i].why);
	}
	base_add("term", "segment=big", "product=pr1", "base=cost", "since=2026-01-01", "until=2026-01-01",
	    NULL);
	assert_string_equal(base_get("term", 1, "line"), "Coats");
	assert_string_equal(base_get("term", 1, "currency"), "USD");
	assert_int_equal(base_set("term", 0, 0, "product=pr2", "price=5", NULL), CRM_DATA);
	assert_string_equal(err.text, "currency: must be said: the product is in JPY\n");
	assert_int_equal(base_count("SELECT count(*) FROM crm_term"), 1);
}

/* anna may give 5 %, and is who acts. */
static void
agent(void)
{
	base_add("user", "login=anna", "name=Anna", "discount_limit=5", NULL);
	base_add("user", "login=bob", "name=Bob", "discount_limit=50", NULL);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("product", "name=Parka", "line=Coats", "price=0.99", "cost=0.20", NULL);
	base_add("product", "name=Cap", "price=100", "cost=98", NULL);
	base_add("product", "name=Bare", NULL);
}

static int
approve(struct crm *c, void *arg, struct crm_err *e)
{
	int64_t id;

	return crm_approve(c, arg, NULL, NULL, &id, e);
}

/* bob allows a discount, on the same base. */
static void
bob_approves(int64_t client, int64_t product, int64_t v)
{
	struct crm_decision d = { .kind = "discount", .client = client, .product = product, .v = v };
	struct crm_opening o = { .url = fixture_path("t.db"), .actor = "bob", .command = "crm-test" };
	struct crm *boss;

	assert_int_equal(crm_read_time(BASE_NOW, strlen(BASE_NOW), &o.now), CRM_OK);
	assert_int_equal(crm_open(&boss, &o, &err), CRM_OK);
	assert_int_equal(crm_work(boss, approve, &d, NULL, &err), CRM_OK);
	crm_close(boss);
}

static int
may(int64_t client, int64_t product, int64_t price)
{
	struct crm_price_ask ask = { .client = client, .product = product, .quantity = 1 };

	assert_int_equal(crm_read_date("2026-09-15", 10, &ask.day), CRM_OK);
	crm_err_clear(&err);
	return crm_price_may(crm, &ask, price, &err);
}

static void
who_is_no_user_may_give_any_price(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("product", "name=Parka", "price=100", "cost=50", NULL);
	assert_int_equal(may(1, 1, 1), CRM_OK);
	base_add("term", "client=c1", "discount=99", NULL);
}

static void
a_user_gives_what_holds_and_below_it_no_more_than_the_limit(void **s)
{
	(void)s;
	agent();
	assert_int_equal(may(1, 1, 99), CRM_OK);
	assert_int_equal(may(1, 1, 150), CRM_OK);
	assert_int_equal(may(1, 1, 94), CRM_OK);        /* 5 % of 0.99, rounded to a cent */
	assert_int_equal(may(1, 1, 93), CRM_NOPERM);
	assert_string_equal(err.text,
	    "price: 6.06 % is beyond the 5 % that anna may decide alone: see crm-product approve\n");
	bob_approves(1, 1, 1000);
	assert_int_equal(may(1, 1, 93), CRM_OK);
	assert_int_equal(may(1, 1, 89), CRM_OK);
	assert_int_equal(may(1, 1, 88), CRM_NOPERM);
	assert_int_equal(may(2, 1, 93), CRM_NOPERM);
	assert_int_equal(may(1, 3, 1), CRM_OK);         /* there is nothing to compare with */
	assert_int_equal(may(9, 1, 1), CRM_NO);
}

static void
below_the_policy_s_margin_it_must_be_approved(void **s)
{
	(void)s;
	agent();
	assert_int_equal(may(1, 2, 9800), CRM_OK);
	assert_int_equal(may(1, 2, 9799), CRM_NOPERM);
	assert_string_equal(err.text,
	    "price: its margin over cost is below the 0 % of the policy: see crm-product approve\n");
	bob_approves(0, 0, 300);
	assert_int_equal(may(1, 2, 9799), CRM_OK);
	assert_int_equal(may(1, 2, 9699), CRM_NOPERM);
}

static void
a_special_price_is_as_good_as_any_that_holds(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("product", "name=Parka", "price=100", NULL);
	base_add("term", "client=c1", "discount=30", NULL);
	base_add("user", "login=anna", "name=Anna", "discount_limit=5", NULL);
	assert_int_equal(may(1, 1, 7000), CRM_OK);
	assert_int_equal(may(1, 1, 6999), CRM_NOPERM);
	base_add("term", "client=c1", "product=pr1", "price=120", NULL);
	assert_int_equal(may(1, 1, 11400), CRM_OK);
	assert_int_equal(may(1, 1, 11399), CRM_NOPERM);
}

static void
a_term_beyond_its_maker_s_authority_is_refused_unless_approved(void **s)
{
	static const struct { const char *a, *b, *c; int rc; } cases[] = {
		{ "client=c1", "discount=5", "note=x", CRM_OK },
		{ "client=c1", "discount=5.01", "note=x", CRM_NOPERM },
		{ "client=c1", "discount=10", "markup=6", CRM_OK },     /* 4.6 % in all */
		{ "client=c1", "product=pr2", "price=98", CRM_OK },
		{ "client=c1", "product=pr1", "price=0.93", CRM_NOPERM },
		{ "client=c1", "product=pr1", "price=0.94", CRM_OK },
		{ "client=c1", "product=pr2", "base=cost", CRM_OK },
		{ "client=c1", "line=Coats", "price=1000", CRM_NOPERM },        /* nobody knows what of */
		{ "client=c1", "surcharge=-1", "line=Coats", CRM_NOPERM },
		{ "client=c1", "surcharge=1", "line=Coats", CRM_OK },
		{ "client=c1", "base=cost", "discount=1", CRM_NOPERM },
		{ "client=c1", "product=pr3", "discount=90", CRM_OK },          /* of nothing yet */
	};
	int64_t id;

	(void)s;
	agent();
	for (size_t i = 0; i < LEN(cases); i++)
		if (base_set("term", 0, 0, cases[i].a, cases[i].b, cases[i].c, NULL) != cases[i].rc)
			fail_msg("%s %s %s: %s", cases[i].a, cases[i].b, cases[i].c, err.text);
	bob_approves(2, 0, 2000);
	id = base_add("term", "client=c2", "discount=20", NULL);
	assert_int_equal(base_set("term", id, 0, "discount=21", NULL), CRM_NOPERM);
	base_sql("UPDATE crm_approval SET until = '2026-09-14'");
	assert_int_equal(base_set("term", id, 0, "note=as agreed", "priority=2", NULL), CRM_OK);
	assert_int_equal(base_set("term", id, 0, "until=2027-01-01", NULL), CRM_NOPERM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(a_need_and_a_request_take_their_line_from_the_product_unless_said),
		BASE_TEST(a_term_has_one_price_at_most_one_owner_and_its_dates_in_order),
		BASE_TEST(who_is_no_user_may_give_any_price),
		BASE_TEST(a_user_gives_what_holds_and_below_it_no_more_than_the_limit),
		BASE_TEST(below_the_policy_s_margin_it_must_be_approved),
		BASE_TEST(a_special_price_is_as_good_as_any_that_holds),
		BASE_TEST(a_term_beyond_its_maker_s_authority_is_refused_unless_approved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
