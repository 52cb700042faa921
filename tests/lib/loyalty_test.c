/* loyalty_test.c - points are booked once, taken in order, given back and expired to the day */
#include "base_fixture.h"

#include <stdio.h>

#include "crm/approve.h"
#include "crm/loyalty.h"

static const char policy[] =
	"version: 1\ncountry: NL\ncurrency: EUR\n"
	"stages:\n  - {name: base, probability: 5}\n  - {name: won, kind: won}\n  - {name: lost, kind: lost}\n"
	"limits:\n  - {role: agent, points: 50}\n  - {role: lead, points: 500}\n"
	"loyalty:\n  per: 10\n  value: 0.10\n  expires: 100d\n  tiers:\n"
	"    - {name: bronze, from: 0}\n    - {name: silver, from: 10000, per: 8}\n"
	"    - {name: gold, from: 20000, per: 5}\n";

static int
fill(void **state)
{
	base_setup(state);
	if (crm_policy_load(crm, "policy", policy, strlen(policy), false, &err) != CRM_OK)
		fail_msg("%s", err.text);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("product", "name=Bolt", "sku=B1", "line=bolts", NULL);
	return 0;
}

/* An order that was delivered whole on a day, or not yet. */
static int64_t
order(const char *client, const char *ordered, const char *price, const char *delivered)
{
	int64_t o = base_add("order", crm_sprintf(&arena, "client=%s", client),
	    crm_sprintf(&arena, "ordered=%s", ordered), NULL);
	int64_t l = base_add("line", crm_sprintf(&arena, "order=o%lld", (long long)o), "product=B1", "quantity=10",
	    crm_sprintf(&arena, "price=%s", price), NULL);

	if (delivered != NULL)
		base_add("delivery", crm_sprintf(&arena, "line=ol%lld", (long long)l), "quantity=10",
		    crm_sprintf(&arena, "at=%s", delivered), NULL);
	return o;
}

struct doing { int64_t client, points, order, day, money; const char *note; struct crm_booked b; };

static int
run(struct crm *c, void *arg, struct crm_err *e)
{
	struct doing *d = arg;

	d->b = (struct crm_booked){ .arena = &arena };
	return crm_points_run(c, d->day, &d->b, e);
}

static int
redeem(struct crm *c, void *arg, struct crm_err *e)
{
	struct doing *d = arg;

	d->b = (struct crm_booked){ .arena = &arena };
	return crm_points_redeem(c, d->client, d->points, d->order, d->note, &d->b, &d->money, e);
}

static int
adjust(struct crm *c, void *arg, struct crm_err *e)
{
	struct doing *d = arg;

	d->b = (struct crm_booked){ .arena = &arena };
	return crm_points_adjust(c, d->client, d->points, "by hand", &d->b, e);
}

static int
approve(struct crm *c, void *arg, struct crm_err *e)
{
	const struct doing *d = arg;
	const struct crm_decision what = { .kind = "points", .client = d->client, .v = d->points };
	int64_t id;

	return crm_approve(c, &what, NULL, NULL, &id, e);
}

static int
work(int (*fn)(struct crm *, void *, struct crm_err *), struct doing *d)
{
	crm_err_clear(&err);
	return crm_work(crm, fn, d, NULL, &err);
}

/* How many entries a run makes. */
static int64_t
booked(void)
{
	struct doing d = { .day = crm_local_day(crm_now(crm)) };

	if (work(run, &d) != CRM_OK)
		fail_msg("%s", err.text);
	return (int64_t)d.b.n;
}

static void
at(const char *now)
{
	assert_int_equal(base_open(now, false), CRM_OK);
}

/* The ledger of all, an entry "kind points<entry it uses", as it was written. */
static void
ledger(const char *want)
{
	struct crm_buf b = { 0 };
	int64_t n = base_count("SELECT COALESCE(MAX(id), 0) FROM crm_points");

	for (int64_t id = 1; id <= n; id++) {
		const char *uses = base_get("points", id, "uses");

		crm_putf(&b, "%s%s %s%s%s", id > 1 ? ", " : "", base_get("points", id, "kind"),
		    base_get("points", id, "points"), *uses ? "<" : "", uses);
	}
	if (strcmp(b.n ? b.p : "", want) != 0)
		fail_msg("got %s, expected %s", b.n ? b.p : "", want);
	crm_buf_free(&b);
}

static int64_t
points_of(int64_t client)
{
	struct crm_standing s;

	assert_int_equal(crm_points_standing(crm, client, &s, &err), CRM_OK);
	return s.points;
}

static void
an_order_earns_by_the_tier_that_it_reaches_when_it_is_delivered_whole(void **s)
{
	(void)s;
	order("c1", "2026-06-01", "1500", "2026-06-20");  /* 0 and 15000: silver */
	order("c1", "2026-06-02", "200", NULL);
	order("c2", "2026-06-03", "800", "2026-06-20");   /* 8000: bronze */
	order("c2", "2026-06-04", "300", "2026-06-20");   /* 8000 and 3000: silver */
	order("c2", "2026-06-05", "700", "2026-06-20");   /* 11000 and 7000: silver */
	order("c2", "2026-06-06", "300", "2026-06-20");   /* 18000 and 3000: gold */
	assert_int_equal(booked(), 5);
	ledger("earned 1875, earned 800, earned 375, earned 875, earned 600");
	assert_string_equal(base_get("points", 1, "at"), "2026-06-20");
	assert_string_equal(base_get("points", 1, "expires"), "2026-09-28");
	assert_string_equal(base_get("points", 1, "per"), "8.00");
	assert_int_equal(booked(), 0);
	assert_string_equal(base_find("client", "tier=gold"), "c2");
	assert_string_equal(base_find("client", "tier=silver"), "c1");
	assert_string_equal(base_find("order", "points=1875"), "o1");
}

static void
quotes_cancelled_orders_and_other_currencies_earn_nothing(void **s)
{
	(void)s;
	order("c1", "2026-06-01", "100", "2026-06-20");
	assert_int_equal(base_set("order", 1, CRM_FORCE, "cancelled=2026-06-21", NULL), CRM_OK);
	base_add("order", "client=c1", "currency=USD", "shipped=2026-06-20", NULL);
	base_add("line", "order=o2", "product=B1", "quantity=1", "price=1000", NULL);
	base_add("order", "client=c1", "kind=quote", NULL);
	base_add("line", "order=o3", "product=B1", "quantity=1", "price=1000", NULL);
	order("c1", "2026-06-01", "0.99", "2026-06-20");  /* 9.90: less than a point */
	assert_int_equal(booked(), 0);
}

static void
another_policy_does_not_change_the_past(void **s)
{
	char *dear = crm_strdup(&arena, policy);

	(void)s;
	order("c1", "2026-09-01", "100", "2026-09-02");
	assert_int_equal(booked(), 1);
	memcpy(strstr(dear, "per: 10\n"), "per: 50\n", 8);
	assert_int_equal(crm_policy_load(crm, "policy", dear, strlen(dear), false, &err), CRM_OK);
	assert_int_equal(booked(), 0);
	base_add("delivery", "line=ol1", "quantity=-5", "at=2026-09-10", NULL);
	assert_int_equal(booked(), 1);
	ledger("earned 100, returned -50<pt1");
}

static void
points_last_through_their_last_day(void **s)
{
	(void)s;
	order("c1", "2026-06-01", "100", "2026-06-20");
	assert_int_equal(booked(), 1);
	at("2026-09-28T23:59:59Z");
	assert_int_equal(points_of(1), 100);
	assert_int_equal(booked(), 0);
	at("2026-09-29T00:00:00Z");
	assert_int_equal(points_of(1), 0);
	assert_int_equal(booked(), 1);
	ledger("earned 100, expired -100<pt1");
	assert_string_equal(base_get("points", 2, "at"), "2026-09-29");
	assert_string_equal(base_get("points", 2, "order"), "o1");
	assert_int_equal(booked(), 0);
	/* what expired is not taken back once more */
	base_add("delivery", "line=ol1", "quantity=-10", "at=2026-09-29", NULL);
	assert_int_equal(booked(), 0);
}

static void
redeeming_takes_what_expires_soonest_and_may_take_all(void **s)
{
	struct doing d = { .client = 1, .points = 130 };

	(void)s;
	order("c1", "2026-08-01", "100", "2026-08-10");
	order("c1", "2026-07-01", "50", "2026-07-10");
	assert_int_equal(booked(), 2);
	ledger("earned 50, earned 100");
	assert_int_equal(work(redeem, &d), CRM_OK);
	assert_int_equal(d.money, 1300);
	ledger("earned 50, earned 100, redeemed -50<pt1, redeemed -80<pt2");
	d.points = 21;
	assert_int_equal(work(redeem, &d), CRM_DATA);
	assert_string_equal(err.text, "points: c1 has 20, not 21\n");
	d.points = 20;
	assert_int_equal(work(redeem, &d), CRM_OK);
	assert_int_equal(points_of(1), 0);
	assert_int_equal(work(redeem, &d), CRM_DATA);
	assert_int_equal(booked(), 0);
}

static void
what_is_paid_by_points_is_paid_and_earns_none(void **s)
{
	struct doing d = { .client = 1, .points = 100, .order = 2 };

	(void)s;
	order("c1", "2026-08-01", "100", "2026-08-10");
	order("c1", "2026-09-01", "1.5", NULL);
	assert_int_equal(booked(), 1);
	d.order = 1;
	d.client = 2;
	assert_int_equal(work(redeem, &d), CRM_DATA);
	d = (struct doing){ .client = 1, .points = 100, .order = 2 };
	assert_int_equal(work(redeem, &d), CRM_OK);
	assert_string_equal(base_find("order", "redeemed=10 owed=5"), "o2");
	assert_string_equal(base_find("payment", "note=points order=o2 paid=today amount=10"), "py1");
	base_add("delivery", "line=ol2", "quantity=10", NULL);
	assert_int_equal(booked(), 0);           /* 15 less 10: not a point */
	base_add("points", "client=c1", "points=60", "kind=earned", NULL);
	d.points = 60;
	assert_int_equal(work(redeem, &d), CRM_DATA);
	assert_string_equal(err.text, "order: o2 owes no more than 5.00\n");
	base_add("order", "client=c2", NULL);
	d.order = 3;
	assert_int_equal(work(redeem, &d), CRM_DATA);
	assert_string_equal(err.text, "order: o3 is no order of c1\n");
}

static void
what_is_sent_back_after_it_was_redeemed_is_taken_from_the_rest_and_then_owed(void **s)
{
	struct doing d = { .client = 1, .points = 90 };

	(void)s;
	order("c1", "2026-08-01", "100", "2026-08-10");
	order("c1", "2026-08-02", "20", "2026-08-11");
	assert_int_equal(booked(), 2);
	assert_int_equal(work(redeem, &d), CRM_OK);
	base_add("delivery", "line=ol1", "quantity=-5", "at=2026-09-01", NULL);
	assert_int_equal(booked(), 3);
	ledger("earned 100, earned 20, redeemed -90<pt1, returned -10<pt1, returned -20<pt2, returned -20<pt1");
}

static void
who_was_given_points_gives_them_back(void **s)
{
	(void)s;
	order("c1", "2026-08-01", "100", "2026-08-10");
	assert_int_equal(booked(), 1);
	assert_int_equal(base_set("order", 1, 0, "client=c2", NULL), CRM_OK);
	assert_int_equal(booked(), 0);
	base_add("delivery", "line=ol1", "quantity=-10", NULL);
	assert_int_equal(booked(), 1);
	ledger("earned 100, returned -100<pt1");
	assert_string_equal(base_get("points", 2, "client"), "c1");
}

static int64_t
debt(void)
{
	struct doing d = { .client = 1, .points = 100 };

	order("c1", "2026-08-01", "100", "2026-08-10");
	assert_int_equal(booked(), 1);
	assert_int_equal(work(redeem, &d), CRM_OK);
	assert_int_equal(base_set("order", 1, 0, "cancelled=today", NULL), CRM_NOPERM);
	assert_int_equal(base_set("order", 1, CRM_FORCE, "cancelled=today", NULL), CRM_OK);
	return booked();
}

static void
an_order_whose_points_were_redeemed_is_cancelled_by_force_alone(void **s)
{
	struct doing d = { .client = 1, .points = 50 };

	(void)s;
	assert_int_equal(debt(), 1);
	ledger("earned 100, redeemed -100<pt1, returned -100<pt1");
	assert_int_equal(points_of(1), -100);
	assert_int_equal(booked(), 0);
	/* a debt does not expire, and what is earned pays it */
	at("2027-03-01T09:00:00Z");
	assert_int_equal(booked(), 0);
	assert_int_equal(points_of(1), -100);
	order("c1", "2027-02-01", "140", "2027-02-10");
	assert_int_equal(booked(), 1);
	assert_int_equal(points_of(1), 40);
	assert_int_equal(work(redeem, &d), CRM_DATA);
	d.points = 40;
	assert_int_equal(work(redeem, &d), CRM_OK);
	assert_int_equal(points_of(1), 0);
	/* and an order that is taken up again earns again */
	assert_int_equal(base_set("order", 1, 0, "cancelled=", NULL), CRM_OK);
	assert_int_equal(booked(), 2);
}

static void
a_hand_gives_and_takes_within_its_authority(void **s)
{
	struct doing d = { .client = 1, .points = 51 };

	(void)s;
	base_add("user", "login=anna", "name=Anna", "role=agent", NULL);
	base_add("user", "login=bob", "name=Bob", "role=lead", NULL);
	at(BASE_NOW);
	assert_int_equal(work(adjust, &d), CRM_NOPERM);
	assert_int_equal(work(approve, &d), CRM_NOPERM);
	assert_int_equal(base_set("points", 0, 0, "client=c1", "kind=adjusted", "points=51", NULL), CRM_NOPERM);
	d.points = 50;
	assert_int_equal(work(adjust, &d), CRM_OK);
	assert_string_equal(base_get("points", 1, "expires"), "2026-12-24");
	d.points = -51;
	assert_int_equal(work(adjust, &d), CRM_DATA);
	d.points = -50;
	assert_int_equal(work(adjust, &d), CRM_OK);
	ledger("adjusted 50, adjusted -50<pt1");
	base_sql("UPDATE crm_user SET login = 'x', login_key = 'x' WHERE id = 1");
	base_sql("UPDATE crm_user SET login = 'anna', login_key = 'anna' WHERE id = 2");
	d.points = 500;
	assert_int_equal(work(approve, &d), CRM_OK);
	base_sql("UPDATE crm_user SET login = 'bob', login_key = 'bob' WHERE id = 2");
	base_sql("UPDATE crm_user SET login = 'anna', login_key = 'anna' WHERE id = 1");
	assert_int_equal(work(adjust, &d), CRM_OK);
	assert_int_equal(work(redeem, &d), CRM_OK);
	d.client = 2;
	assert_int_equal(work(adjust, &d), CRM_NOPERM);
}

static void
what_is_no_entry_is_refused(void **s)
{
	static const struct { char *kind, *points, *uses, *complaint; } cases[] = {
		{ "earned", "0", "", "points: are none\n" },
		{ "earned", "-1", "", "points: that are earned are above 0\n" },
		{ "redeemed", "1", "", "points: that are redeemed are below 0\n" },
		{ "expired", "1", "", "points: that are expired are below 0\n" },
		{ "returned", "1", "", "points: that are returned are below 0\n" },
		{ "adjusted", "1000000000001", "", "points: are more than 1000000000000\n" },
		{ "adjusted", "-9223372036854775808", "", "points: are more than 1000000000000\n" },
		{ "redeemed", "-1", "pt1", "uses: pt1 is another client's\n" },
		{ "redeemed", "-1", "pt3", "uses: pt3 gave nothing: it took\n" },
		{ "earned", "1", "pt2", "uses: points that are given use no entry\n" },
	};

	(void)s;
	base_add("points", "client=c1", "kind=earned", "points=10", NULL);
	base_add("points", "client=c2", "kind=earned", "points=10", "expires=2026-10-01", NULL);
	base_add("points", "client=c2", "kind=redeemed", "points=-4", "uses=pt2", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(base_set("points", 0, 0, "client=c2", crm_sprintf(&arena, "kind=%s", cases[i].kind),
		    crm_sprintf(&arena, "points=%s", cases[i].points), crm_sprintf(&arena, "uses=%s", cases[i].uses), NULL),
		    CRM_DATA);
		assert_string_equal(err.text, cases[i].complaint);
	}
	assert_string_equal(base_get("points", 2, "expires"), "2026-10-01");
	assert_int_equal(base_set("points", 1, 0, "points=11", NULL), CRM_NOPERM);
	assert_int_equal(points_of(2), 6);
}

#define T(f) cmocka_unit_test_setup_teardown(f, fill, base_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_order_earns_by_the_tier_that_it_reaches_when_it_is_delivered_whole),
		T(quotes_cancelled_orders_and_other_currencies_earn_nothing),
		T(another_policy_does_not_change_the_past),
		T(points_last_through_their_last_day),
		T(redeeming_takes_what_expires_soonest_and_may_take_all),
		T(what_is_paid_by_points_is_paid_and_earns_none),
		T(what_is_sent_back_after_it_was_redeemed_is_taken_from_the_rest_and_then_owed),
		T(who_was_given_points_gives_them_back),
		T(an_order_whose_points_were_redeemed_is_cancelled_by_force_alone),
		T(a_hand_gives_and_takes_within_its_authority),
		T(what_is_no_entry_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
