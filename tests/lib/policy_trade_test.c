/* the policy on hours, service, prices, limits, orders, contracts, loyalty and consent */
#include "policy_fixture.h"

#include <string.h>

#define N(a) (sizeof (a) / sizeof *(a))

static const char full[] = HOUSE
    "hours:\n"
    "  zone: Europe/Amsterdam\n"
    "  week: {mon-thu: [09:00-12:30, 13:30-17:30], fri: [09:00-16:00], sat: [], sun: [00:00-24:00]}\n"
    "  holidays: [2026-12-26, 2026-12-25]\n"
    "service:\n"
    "  - {kind: complaint, severity: high, respond: 1h, resolve: 4h}\n"
    "  - {respond: 2d, resolve: 2d}\n"
    "prices: {rounding: 0.05, min_margin: 12.5%}\n"
    "limits:\n"
    "  - {role: agent, discount: 5%, contract: 10k, credit: 0, points: 100}\n"
    "  - {role: lead, discount: any, contract: any, credit: any, points: any}\n"
    "  - {role: manager, discount: 20}\n"
    "orders: {over_delivery: 5%, warn: 3d}\n"
    "contracts: {remind: [90d, 30, 1w], introductions_due: 26w}\n"
    "loyalty:\n"
    "  tiers: [{name: bronze, from: 0}, {name: silver, from: 10000.50, per: 8}]\n"
    "  per: 10.00\n"
    "  value: 0.10\n"
    "  expires: 365d\n"
    "consent: {needed: [email, call], bases: [contract], quiet: 14d}\n";

static void
hours_and_service_are_read(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;
	const struct crm_hours *h = &p.hours;

	(void)state;
	assert_int_equal(policy_use(full, &err), CRM_OK);
	assert_string_equal(err.text, "");
	assert_int_equal(policy_parse(&p, full, &err), CRM_OK);
	assert_string_equal(crm_zone_name(h->zone), "Europe/Amsterdam");
	assert_int_equal(h->nday[0], 2);
	assert_int_equal(h->nday[3], 2);
	assert_int_equal(h->day[3][0].from, 540);
	assert_int_equal(h->day[3][0].to, 750);
	assert_int_equal(h->day[3][1].from, 810);
	assert_int_equal(h->nday[4], 1);
	assert_int_equal(h->day[4][0].to, 960);
	assert_int_equal(h->nday[5], 0);
	assert_int_equal(h->day[6][0].to, 1440);
	assert_int_equal(h->nholiday, 2);
	assert_int_equal(h->holiday[0], crm_day(2026, 12, 25));
	assert_int_equal(h->holiday[1], crm_day(2026, 12, 26));
	assert_int_equal(p.nservice, 2);
	assert_string_equal(p.service[0].kind, "complaint");
	assert_string_equal(p.service[0].severity, "high");
	assert_int_equal(p.service[0].respond, 3600);
	assert_int_equal(p.service[0].resolve, 14400);
	assert_null(p.service[1].kind);
	assert_null(p.service[1].severity);
	crm_policy_free(&p);
}

static void
what_trade_goes_by_is_read(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_parse(&p, full, &err), CRM_OK);
	assert_int_equal(p.price_rounding, 5);
	assert_int_equal(p.min_margin, 1250);
	assert_int_equal(p.nlimit, 3);
	assert_string_equal(p.limit[0].role, "agent");
	assert_int_equal(p.limit[0].discount, 500);
	assert_int_equal(p.limit[0].contract, 1000000);
	assert_int_equal(p.limit[0].credit, 0);
	assert_int_equal(p.limit[0].points, 100);
	assert_int_equal(p.limit[1].discount, CRM_UNLIMITED);
	assert_int_equal(p.limit[1].contract, CRM_UNLIMITED);
	assert_int_equal(p.limit[1].points, CRM_UNLIMITED);
	assert_int_equal(p.limit[2].discount, 2000);
	assert_int_equal(p.limit[2].credit, CRM_UNLIMITED);
	assert_int_equal(p.over_delivery, 500);
	assert_int_equal(p.warn, 3);
	assert_int_equal(p.nremind, 3);
	assert_int_equal(p.remind[0], 90);
	assert_int_equal(p.remind[1], 30);
	assert_int_equal(p.remind[2], 7);
	assert_int_equal(p.introductions_due, 182);
	assert_int_equal(p.point_per, 1000);
	assert_int_equal(p.point_value, 10);
	assert_int_equal(p.point_expires, 365);
	assert_int_equal(p.ntier, 2);
	assert_int_equal(p.tier[0].per, 1000);
	assert_string_equal(p.tier[1].name, "silver");
	assert_int_equal(p.tier[1].from, 1000050);
	assert_int_equal(p.tier[1].per, 800);
	assert_string_equal(p.consent_needed[1], "call");
	assert_null(p.consent_needed[2]);
	assert_string_equal(p.bases[0], "contract");
	assert_int_equal(p.quiet, 14);
	crm_policy_free(&p);
}

static void
every_section_may_be_left_out(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_parse(&p, HOUSE, &err), CRM_OK);
	assert_string_equal(crm_zone_name(p.hours.zone), "UTC");
	for (int day = 0; day < 7; day++)
		assert_int_equal(p.hours.nday[day], day < 5);
	assert_int_equal(p.hours.day[4][0].from, 540);
	assert_int_equal(p.hours.day[4][0].to, 1020);
	assert_int_equal(p.hours.nholiday, 0);
	assert_int_equal(p.nservice + p.nlimit + p.ntier, 0);
	assert_int_equal(p.price_rounding, 1);
	assert_int_equal(p.min_margin, 0);
	assert_int_equal(p.over_delivery, 0);
	assert_int_equal(p.warn, 2);
	assert_int_equal(p.nremind, 2);
	assert_int_equal(p.remind[0], 90);
	assert_int_equal(p.remind[1], 30);
	assert_int_equal(p.introductions_due, 180);
	assert_int_equal(p.point_per, 0);
	assert_null(p.consent_needed[0]);
	assert_null(p.bases[0]);
	assert_int_equal(p.quiet, 0);
	crm_policy_free(&p);
}

/* A zone without a week is that zone's usual week; a week without a zone is in UTC. */
static void
a_section_may_say_a_part(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_parse(&p, HOUSE "hours: {zone: UTC}\ncontracts: {remind: []}\nconsent: {needed: []}\n", &err),
	    CRM_OK);
	assert_int_equal(p.hours.nday[0], 1);
	assert_null(p.consent_needed[0]);
	assert_int_equal(p.nremind, 0);
	crm_policy_free(&p);
	assert_int_equal(policy_parse(&p, HOUSE "hours: {week: {tue: [10:00-11:00]}}\n", &err), CRM_OK);
	assert_null(p.hours.zone);
	assert_int_equal(p.hours.nday[0], 0);
	assert_int_equal(p.hours.nday[1], 1);
	crm_policy_free(&p);
}

/* The currency may stand below what is said in it. */
static void
money_has_the_digits_of_its_currency(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_parse(&p, "version: 1\ncountry: NL\nprices: {rounding: 5}\ncurrency: JPY\n" STAGES, &err),
	    CRM_OK);
	assert_int_equal(p.price_rounding, 5);
	crm_policy_free(&p);
	assert_int_equal(policy_parse(&p, "version: 1\ncountry: NL\nprices: {rounding: 0.005}\ncurrency: KWD\n" STAGES, &err),
	    CRM_OK);
	assert_int_equal(p.price_rounding, 5);
	crm_policy_free(&p);
	assert_policy_refused("version: 1\ncountry: NL\nprices: {rounding: 0.5}\ncurrency: JPY\n" STAGES,
	    "3: prices.rounding: \"0.5\" is no amount of JPY from 1 up\n");
	assert_policy_refused("version: 1\ncountry: NL\nprices: {rounding: 0.005}\ncurrency: gold\n" STAGES,
	    "3: prices.rounding: \"0.005\" is no amount of money from 0.01 up\n"
	    "policy.yaml:4: currency: \"gold\" is no currency: ISO 4217, such as EUR\n");
}

#define WEEK(days) HOUSE "hours:\n  week: {" days "}\n"
#define NO_DAYS "no number of days: 30, 30d or 4w, at most 36500\n"
#define NO_SPAN "no span of time: 10min, 4h or 2d\n"
#define NO_OPENING "is no time of opening: 09:00-12:30, to 24:00 at most\n"

static void
every_wrong_value_is_named_by_line_and_key(void **state)
{
	static const struct { const char *text, *want; } cases[] = {
		/* hours */
		{ HOUSE "hours: [mon]\n", "9: hours: must be a map: key: value\n" },
		{ HOUSE "hours:\n  open: 9\n", "10: hours.open: is no key here; there are zone, week, holidays\n" },
		{ HOUSE "hours: {zone: Europe/Atlantis}\n",
		    "9: hours.zone: \"Europe/Atlantis\" is no time zone of this machine's "
		    "/usr/share/zoneinfo, such as Europe/Amsterdam\n" },
		{ HOUSE "hours: {zone: ../../etc/passwd}\n", "9: hours.zone: \"../../etc/passwd\" is no time zone " },
		{ HOUSE "hours: {zone: }\n", "9: hours.zone: has no value\n" },
		{ HOUSE "hours: {week: [mon]}\n", "9: hours.week: must be a map: key: value\n" },
		{ WEEK("mon: 09:00-17:00"), "10: hours.week.mon: must be a list: - item\n" },
		{ WEEK("monday: [09:00-17:00]"),
		    "10: hours.week.monday: \"monday\" is no day or days in order: mon, or mon-fri\n" },
		{ WEEK("fri-mon: [09:00-17:00]"),
		    "10: hours.week.fri-mon: \"fri-mon\" is no day or days in order: mon, or mon-fri\n" },
		{ WEEK("mo: [09:00-17:00]"), "10: hours.week.mo: \"mo\" is no day or days in order: mon, or mon-fri\n" },
		{ WEEK("mon-fri: [09:00-17:00], fri: [09:00-16:00]"),
		    "10: hours.week.fri: has a day that line 10 names already\n" },
		{ WEEK("mon: [9:00-17:00]"), "10: hours.week.mon[0]: \"9:00-17:00\" " NO_OPENING },
		{ WEEK("mon: [09:00-24:01]"), "10: hours.week.mon[0]: \"09:00-24:01\" " NO_OPENING },
		{ WEEK("mon: [09:60-17:00]"), "10: hours.week.mon[0]: \"09:60-17:00\" " NO_OPENING },
		{ WEEK("mon: [17:00-09:00]"), "10: hours.week.mon[0]: \"17:00-09:00\" " NO_OPENING },
		{ WEEK("mon: [09:00-09:00]"), "10: hours.week.mon[0]: \"09:00-09:00\" " NO_OPENING },
		{ WEEK("mon: [09.00-17.00]"), "10: hours.week.mon[0]: \"09.00-17.00\" " NO_OPENING },
		{ WEEK("mon: [09:00-12:00, 11:59-17:00]"),
		    "10: hours.week.mon[1]: begins before the one before it has ended\n" },
		{ WEEK("mon: []"), "10: hours.week: is never open\n" },
		{ WEEK(""), "10: hours.week: is never open\n" },
		{ HOUSE "hours:\n  holidays:\n  - 2026-12-25\n  - 25 dec\n",
		    "12: hours.holidays[1]: \"25 dec\" is no date: 2026-12-25\n" },
		{ HOUSE "hours: {holidays: [2026-02-29]}\n",
		    "9: hours.holidays[0]: \"2026-02-29\" is no date: 2026-12-25\n" },
		/* service */
		{ HOUSE "service: {}\n", "9: service: must be a list: - item\n" },
		{ HOUSE "service: [{respond: 1h}]\n", "9: service[0]: resolve is missing\n" },
		{ HOUSE "service: [{resolve: 1h}]\n", "9: service[0]: respond is missing\n" },
		{ HOUSE "service: [{respond: soon, resolve: 1h}]\n", "9: service[0].respond: \"soon\" is " NO_SPAN },
		{ HOUSE "service: [{respond: 1h, resolve: 0h}]\n", "9: service[0].resolve: \"0h\" is " NO_SPAN },
		{ HOUSE "service:\n- respond: 4h\n  resolve: 1h\n", "11: service[0].resolve: comes sooner than respond\n" },
		{ HOUSE "service: [{respond: 1h, resolve: 1h, vip: yes}]\n",
		    "9: service[0].vip: is no key here; there are kind, severity, respond, resolve\n" },
		{ HOUSE "service: [{kind: quarrel, respond: 1h, resolve: 1h}]\n", "9: service[0].kind: \"quarrel\" is not " },
		{ HOUSE "service: [{severity: grave, respond: 1h, resolve: 1h}]\n", "9: service[0].severity: \"grave\" is not " },
		/* prices */
		{ HOUSE "prices: {rounding: 0}\n", "9: prices.rounding: \"0\" is no amount of EUR from 0.01 up\n" },
		{ HOUSE "prices: {rounding: EUR 1}\n", "9: prices.rounding: \"EUR 1\" is no amount of EUR from 0.01 up\n" },
		{ HOUSE "prices: {min_margin: 101%}\n", "9: prices.min_margin: \"101%\" is no percentage from 0 to 100\n" },
		{ HOUSE "prices: {round: 1}\n", "9: prices.round: is no key here; there are rounding, min_margin\n" },
		/* limits */
		{ HOUSE "limits: [{discount: 5%}]\n", "9: limits[0]: role is missing\n" },
		{ HOUSE "limits: [{role: king}]\n", "9: limits[0].role: \"king\" is not " },
		{ HOUSE "limits:\n- {role: agent}\n- {role: agent}\n",
		    "11: limits[1].role: agent is the role of the one on line 10 already\n" },
		{ HOUSE "limits: [{role: agent, discount: all}]\n",
		    "9: limits[0].discount: \"all\" is no percentage from 0 to 100\n" },
		{ HOUSE "limits: [{role: agent, contract: -1}]\n",
		    "9: limits[0].contract: \"-1\" is no amount of EUR from 0.00 up\n" },
		{ HOUSE "limits: [{role: agent, credit: 1.005}]\n",
		    "9: limits[0].credit: \"1.005\" is no amount of EUR from 0.00 up\n" },
		{ HOUSE "limits: [{role: agent, points: 1.5}]\n",
		    "9: limits[0].points: \"1.5\" is no whole number from 0 up\n" },
		{ HOUSE "limits: [{role: agent, sales: 1}]\n",
		    "9: limits[0].sales: is no key here; there are role, discount, contract, credit, points\n" },
		/* orders, contracts */
		{ HOUSE "orders: {over_delivery: any}\n",
		    "9: orders.over_delivery: \"any\" is no percentage from 0 to 100\n" },
		{ HOUSE "orders: {warn: 36h}\n", "9: orders.warn: \"36h\" is " NO_DAYS },
		{ HOUSE "orders: {late: 1}\n", "9: orders.late: is no key here; there are over_delivery, warn\n" },
		{ HOUSE "contracts: {remind: 90d}\n", "9: contracts.remind: must be a list: - item\n" },
		{ HOUSE "contracts: {remind: [30d, 90d]}\n",
		    "9: contracts.remind[1]: must be fewer days than the one before it\n" },
		{ HOUSE "contracts: {remind: [30d, 30d]}\n",
		    "9: contracts.remind[1]: must be fewer days than the one before it\n" },
		{ HOUSE "contracts: {remind: [soon]}\n", "9: contracts.remind[0]: \"soon\" is " NO_DAYS },
		{ HOUSE "contracts: {introductions_due: soon}\n", "9: contracts.introductions_due: \"soon\" is " NO_DAYS },
		{ HOUSE "contracts: {term: 1}\n",
		    "9: contracts.term: is no key here; there are remind, introductions_due\n" },
		/* loyalty */
		{ HOUSE "loyalty: {}\n", "9: loyalty: per is missing\npolicy.yaml:9: loyalty: value is missing\n" },
#define LOYAL(more) HOUSE "loyalty: {per: 10, value: 1, " more "}\n"
		{ HOUSE "loyalty: {per: 0, value: 1}\n", "9: loyalty.per: \"0\" is no amount of EUR from 0.01 up\n" },
		{ HOUSE "loyalty: {per: 1, value: x}\n", "9: loyalty.value: \"x\" is no amount of EUR from 0.00 up\n" },
		{ LOYAL("expires: never"), "9: loyalty.expires: \"never\" is " NO_DAYS },
		{ LOYAL("bonus: 1"), "9: loyalty.bonus: is no key here; there are per, value, expires, tiers\n" },
		{ LOYAL("tiers: [{name: a, from: 5}]"), "9: loyalty.tiers[0]: the first tier is from 0\n" },
		{ LOYAL("tiers: [{name: a, from: 0}, {name: b, from: 0}]"),
		    "9: loyalty.tiers[1]: must be from more than the one before it\n" },
		{ LOYAL("tiers: [{name: a, from: 0}, {name: a, from: 1}]"),
		    "9: loyalty.tiers[1].name: a is the name of the one on line 9 already\n" },
		{ LOYAL("tiers: [{name: a}]"), "9: loyalty.tiers[0]: from is missing\n" },
		{ LOYAL("tiers: [{from: 0}]"), "9: loyalty.tiers[0]: name is missing\n" },
		{ LOYAL("tiers: [{name: Gold, from: 0}]"),
		    "9: loyalty.tiers[0].name: \"Gold\" is no name: a-z, then a-z, 0-9 and _, at most 40\n" },
		{ LOYAL("tiers: [{name: a, from: 0, per: 0}]"),
		    "9: loyalty.tiers[0].per: \"0\" is no amount of EUR from 0.01 up\n" },
		/* consent */
		{ HOUSE "consent: {needed: email}\n", "9: consent.needed: must be a list: - item\n" },
		{ HOUSE "consent:\n  needed:\n  - email\n  - pigeon\n", "12: consent.needed[1]: \"pigeon\" is not " },
		{ HOUSE "consent: {needed: [email, email]}\n", "9: consent.needed[1]: \"email\" is given twice\n" },
		{ HOUSE "consent: {bases: [friendship]}\n", "9: consent.bases[0]: \"friendship\" is not " },
		{ HOUSE "consent: {quiet: x}\n", "9: consent.quiet: \"x\" is " NO_DAYS },
		{ HOUSE "consent: {ask: 1}\n", "9: consent.ask: is no key here; there are needed, bases, quiet\n" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_policy_refused(cases[i].text, cases[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_and_service_are_read),
		cmocka_unit_test(what_trade_goes_by_is_read),
		cmocka_unit_test(every_section_may_be_left_out),
		cmocka_unit_test(a_section_may_say_a_part),
		cmocka_unit_test(money_has_the_digits_of_its_currency),
		cmocka_unit_test(every_wrong_value_is_named_by_line_and_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
