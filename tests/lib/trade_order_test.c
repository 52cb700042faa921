/* trade_order_test.c - what follows from a change of an order, its lines, deliveries and payments */
#include "base_fixture.h"

static int
fill(void **state)
{
	base_setup(state);
	base_add("user", "login=anna", "name=Anna", NULL);
	base_add("user", "login=bob", "name=Bob", NULL);
	base_add("client", "name=Acme", "owner=u2", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("product", "name=Bolt", "sku=B1", NULL);
	base_add("deal", "title=Paint", "client=c1", NULL);
	base_add("order", "client=c1", "promised=2026-10-01", NULL);
	base_add("line", "order=o1", "product=B1", "quantity=10", "price=2.50", NULL);
	return 0;
}

#define FILLED(f) cmocka_unit_test_setup_teardown(f, fill, base_teardown)

static void
refuses(int rc, const char *text)
{
	assert_int_equal(rc, CRM_DATA);
	assert_string_equal(err.text, text);
	crm_err_clear(&err);
}

static void
the_first_promise_stays_known(void **s)
{
	(void)s;
	assert_string_equal(base_get("order", 1, "promised_first"), "2026-10-01");
	assert_int_equal(base_set("order", 1, 0, "promised=2026-11-01", NULL), CRM_OK);
	assert_int_equal(base_set("order", 1, 0, "promised=2026-09-20", NULL), CRM_OK);
	assert_string_equal(base_get("order", 1, "promised_first"), "2026-10-01");
	base_add("order", "client=c1", "promised=2026-10-02", "promised_first=2026-09-02", NULL);
	assert_string_equal(base_get("order", 2, "promised_first"), "2026-09-02");
	base_add("order", "client=c1", NULL);
	assert_string_equal(base_get("order", 3, "promised_first"), "");
	assert_int_equal(base_set("order", 3, 0, "promised=2026-12-01", NULL), CRM_OK);
	assert_string_equal(base_get("order", 3, "promised_first"), "2026-12-01");
}

static void
a_new_order_is_its_client_s_owner_s_or_the_actor_s(void **s)
{
	(void)s;
	assert_string_equal(base_get("order", 1, "owner"), "u2");
	base_add("order", "client=c2", NULL);
	assert_string_equal(base_get("order", 2, "owner"), "u1");
	base_add("order", "client=c2", "owner=bob", NULL);
	assert_string_equal(base_get("order", 3, "owner"), "u2");
	base_add("order", "deal=d1", NULL);
	assert_string_equal(base_get("order", 4, "client"), "c1");
	assert_string_equal(base_get("order", 4, "owner"), "u2");
}

static void
a_line_can_be_counted(void **s)
{
	static const struct { const char *quantity, *price, *discount, *why; } cases[] = {
		{ "quantity=0", "price=1", "discount=0", "quantity: 0: at least one unit is ordered\n" },
		{ "quantity=-3", "price=1", "discount=0", "quantity: -3: at least one unit is ordered\n" },
		{ "quantity=1", "price=1", "discount=101", "discount: is from 0 to 100%\n" },
		{ "quantity=900000000001", "price=10", "discount=0",
		    "quantity: 900000000001 of them come to more than can be counted\n" },
		{ "quantity=9223372036854775807", "price=9", "discount=0",
		    "quantity: 9223372036854775807 of them come to more than can be counted\n" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuses(base_set("line", 0, 0, "order=o1", "product=B1", cases[i].quantity, cases[i].price,
		    cases[i].discount, NULL), cases[i].why);
	base_add("line", "order=o1", "product=B1", "quantity=900000000000", "price=10", "discount=100", NULL);
	assert_string_equal(base_find("line", "amount=0"), "ol2");
	base_add("line", "order=o1", "product=B1", "quantity=900000000000", "price=10", NULL);
	assert_string_equal(base_find("line", "amount=9000000000000"), "ol3");
}

static void
no_more_is_delivered_than_was_ordered(void **s)
{
	(void)s;
	base_add("delivery", "line=ol1", "quantity=4", NULL);
	refuses(base_set("delivery", 0, 0, "line=ol1", "quantity=7", NULL),
	    "quantity: 7 are more than the 6 that remain of the 10 ordered (ol1)\n");
	refuses(base_set("delivery", 0, 0, "line=ol1", "quantity=0", NULL),
	    "quantity: 0 units are no delivery\n");
	/* its own 4 do not count twice */
	assert_int_equal(base_set("delivery", 1, 0, "quantity=10", NULL), CRM_OK);
	refuses(base_set("delivery", 1, 0, "quantity=11", NULL),
	    "quantity: 11 are more than the 10 that remain of the 10 ordered (ol1)\n");
	refuses(base_set("line", 1, 0, "quantity=9", NULL), "quantity: 10 were delivered\n");
}

static void
no_more_comes_back_than_was_delivered(void **s)
{
	(void)s;
	refuses(base_set("delivery", 0, 0, "line=ol1", "quantity=-1", NULL),
	    "quantity: 1 are more than the 0 that were delivered (ol1)\n");
	base_add("delivery", "line=ol1", "quantity=10", NULL);
	base_add("delivery", "line=ol1", "quantity=-6", NULL);
	refuses(base_set("delivery", 0, 0, "line=ol1", "quantity=-5", NULL),
	    "quantity: 5 are more than the 4 that were delivered (ol1)\n");
	assert_string_equal(base_find("order", "kept=10.00"), "o1");
	/* what came back is replaced */
	base_add("delivery", "line=ol1", "quantity=6", NULL);
	assert_string_equal(base_find("order", "kept=25.00"), "o1");
	base_add("order", "client=c1", "shipped=2026-09-01", NULL);
	base_add("line", "order=o2", "product=B1", "quantity=3", "price=1", NULL);
	base_add("delivery", "line=ol2", "quantity=-3", NULL);
	assert_string_equal(base_find("order", "kept=0.00"), "o2");
}

static void
a_quote_is_not_delivered(void **s)
{
	(void)s;
	base_add("order", "client=c1", "kind=quote", NULL);
	base_add("line", "order=o2", "product=B1", "quantity=3", "price=1", NULL);
	refuses(base_set("delivery", 0, 0, "line=ol2", "quantity=1", NULL),
	    "line: o2 is a quote: confirm it first\n");
	assert_int_equal(base_set("order", 2, 0, "kind=order", NULL), CRM_OK);
	base_add("delivery", "line=ol2", "quantity=1", NULL);
	refuses(base_set("order", 2, 0, "kind=quote", NULL),
	    "kind: an order does not become a quote again\n");
}

static void
a_cancelled_order_is_left_alone(void **s)
{
	(void)s;
	assert_int_equal(base_set("order", 1, 0, "cancelled=today", NULL), CRM_OK);
	refuses(base_set("line", 0, 0, "order=o1", "product=B1", "quantity=1", "price=1", NULL),
	    "order: o1 was cancelled on 2026-09-15\n");
	refuses(base_set("line", 1, 0, "quantity=11", NULL), "order: o1 was cancelled on 2026-09-15\n");
	refuses(base_set("delivery", 0, 0, "line=ol1", "quantity=1", NULL),
	    "line: o1 was cancelled on 2026-09-15\n");
	/* one that comes in cancelled brings what belongs to it */
	base_add("order", "client=c1", "ordered=2026-01-01", "cancelled=2026-02-01", NULL);
	base_add("line", "order=o2", "product=B1", "quantity=1", "price=1", NULL);
}

static void
what_was_delivered_is_not_cancelled_unless_forced(void **s)
{
	(void)s;
	base_add("delivery", "line=ol1", "quantity=4", NULL);
	refuses(base_set("order", 1, 0, "cancelled=today", NULL), "cancelled: 4 units were delivered\n");
	assert_int_equal(base_set("order", 1, CRM_FORCE, "cancelled=today", NULL), CRM_OK);
}

static void
the_currency_of_what_has_lines_stays(void **s)
{
	(void)s;
	refuses(base_set("order", 1, 0, "currency=USD", NULL), "currency: its 1 lines are in EUR\n");
	base_add("order", "client=c1", NULL);
	assert_int_equal(base_set("order", 2, 0, "currency=USD", NULL), CRM_OK);
	base_add("line", "order=o2", "product=B1", "quantity=1", "price=1", NULL);
	assert_string_equal(base_get("line", 2, "currency"), "USD");
	refuses(base_set("payment", 0, 0, "order=o2", "amount=1", "currency=EUR", NULL),
	    "currency: is EUR, and the order's is USD\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FILLED(the_first_promise_stays_known),
		    FILLED(a_new_order_is_its_client_s_owner_s_or_the_actor_s),
		FILLED(a_line_can_be_counted), FILLED(no_more_is_delivered_than_was_ordered),
		FILLED(no_more_comes_back_than_was_delivered), FILLED(a_quote_is_not_delivered),
		FILLED(a_cancelled_order_is_left_alone),
		    FILLED(what_was_delivered_is_not_cancelled_unless_forced),
		FILLED(the_currency_of_what_has_lines_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
