/* reliable_test.c - how clients pay, whether they can, and what signals come to */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "crm/foresight.h"

#define LEN(a) (sizeof (a) / sizeof *(a))

static void
days_beyond_terms_have_the_index_of_the_chart(void **s)
{
	static const struct { double days, index; } v[] = {
		{ -99, 100 }, { -30, 100 }, { -20, 90 }, { 0, 80 }, { 15, 70 }, { 22, 60 }, { 30, 50 }, { 39, 47 },
		{ 45, 45 }, { 60, 40 }, { 90, 30 }, { 120, 20 }, { 999, 20 },
	};

	(void)s;
	for (size_t i = 0; i < LEN(v); i++)
		assert_true(fabs(crm_paydex(v[i].days) - v[i].index) < 1e-9);
}

static void
an_index_weighs_by_money_and_wants_three_payments(void **s)
{
	const struct crm_paid v[] = { { 30000, 0 }, { 10000, 30 }, { 0, 90 } };

	(void)s;
	assert_int_equal(crm_payment_index(v, 2), -1);
	assert_int_equal(crm_payment_index(v, 3), 73);          /* (3 * 80 + 50) / 4 = 72.5 */
	assert_int_equal(crm_payment_index(NULL, 0), -1);
}

static void
solvency_is_altmans(void **s)
{
	const struct crm_figures f = { 2025, 100, 1000, 2000, 600, 400, 300, 200 };

	(void)s;
	/* 3.107 * .1 + .998 * 2 + .42 * 1.5 + .717 * .3 + .847 * .2 */
	assert_true(fabs(crm_altman(&f) - 3.3212) < 1e-9);
	assert_string_equal(crm_altman_zone(2.91), "safe");
	assert_string_equal(crm_altman_zone(2.9), "grey");
	assert_string_equal(crm_altman_zone(1.23), "grey");
	assert_string_equal(crm_altman_zone(1.22), "distress");
	assert_true(isnan(crm_altman(&(struct crm_figures){ .assets = 1 })));
}

/* "promising 25: +20 pays_promptly, +10 buys_again, -5 free_mail" */
static const char *
judge(const struct crm_policy *p, const struct crm_conduct *c, struct crm_arena *a)
{
	struct crm_reason *v;
	size_t n = crm_signals(p, c, &v, a);
	int64_t points;
	const char *verdict = crm_reliable(p, v, n, &points);
	char *text = crm_sprintf(a, "%s %lld", verdict, (long long)points);

	for (size_t i = 0; i < n; i++)
		text = crm_sprintf(a, "%s%s%+lld %s", text, i ? ", " : ": ", (long long)v[i].weight, v[i].name);
	return text;
}

static void
conduct_is_judged_by_the_usual_signals(void **s)
{
	const struct crm_policy p = { .promising = 10, .unprofitable = -30 };
	const struct crm_paid prompt[] = { { 100, 0 }, { 100, -5 }, { 100, 0 } }, bad[] = { { 100, 90 }, { 100, 60 }, { 100, 60 } };
	const struct crm_figures weak = { 2025, -10, 1000, 300, 50, 950, -100, 0 };
	const struct { struct crm_conduct c; const char *verdict; } v[] = {
		{ { .registered = true }, "careful 0" },
		{ { .mails = 2, .free_mails = 2 }, "careful -15: -10 no_registration, -5 free_mail" },
		{ { .mails = 2, .free_mails = 1, .registered = true }, "careful 0" },
		{ { .person = true, .mails = 1, .free_mails = 1 }, "careful 0" },
		{ { .registered = true, .paid = prompt, .npaid = 3, .orders = 5, .known = 1200, .credit_first = 30 },
		    "promising 40: +20 pays_promptly, +10 buys_again, +10 long_known" },
		{ { .registered = true, .orders = 1, .credit_first = 30 }, "careful -5: -5 credit_first" },
		{ { .registered = true, .paid = bad, .npaid = 3, .overdue = 31, .over_limit = true },
		    "unprofitable -75: -40 pays_badly, -20 overdue, -15 over_limit" },
		{ { .registered = true, .left = 1, .held = 2, .rejected = 2 },
		    "careful -25: -10 complaints_lost, -10 returned_mail, -5 changed_contact" },
		{ { .registered = true, .figures = &weak }, "unprofitable -40: -40 insolvent" },
	};
	struct crm_arena a = { 0 };

	(void)s;
	for (size_t i = 0; i < LEN(v); i++)
		assert_string_equal(judge(&p, &v[i].c, &a), v[i].verdict);
	crm_arena_free(&a);
}

static void
a_veto_decides_and_stands_first(void **s)
{
	const struct crm_policy p = { .promising = 10, .unprofitable = -30 };
	struct crm_reason v[] = { { "a", "", 5, false }, { "b", "", 90, false }, { "c", "", 0, true } };
	int64_t points;

	(void)s;
	assert_string_equal(crm_reliable(&p, v, 2, &points), "promising");
	assert_string_equal(crm_reliable(&p, v, 3, &points), "unprofitable");
	assert_int_equal(points, 95);
	assert_string_equal(v[0].name, "c");
	assert_string_equal(v[1].name, "b");
	assert_string_equal(crm_reliable(&p, NULL, 0, &points), "careful");
}

static void
a_policy_that_names_signals_names_all(void **s)
{
	const struct crm_signal own[] = { { "free_mail", -50, 0 }, { "rude", -5, 0 }, { "no_registration", 0, 0 } };
	const struct crm_policy p = { .promising = 10, .unprofitable = -30, .signal = own, .nsignal = LEN(own) };
	const struct crm_conduct c = { .mails = 1, .free_mails = 1, .orders = 9 };
	struct crm_arena a = { 0 };

	(void)s;
	assert_string_equal(judge(&p, &c, &a), "unprofitable -50: -50 free_mail");
	assert_null(crm_signal_of(&p, "bankrupt"));
	assert_int_equal(crm_signal_of(&p, "rude")->weight, -5);
	crm_arena_free(&a);
}

static void
the_default_policy_says_what_holds_without_one(void **s)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;
	size_t i = 0;

	(void)s;
	assert_int_equal(crm_policy_parse(&p, "policy", crm_policy_default, strlen(crm_policy_default), &err), CRM_OK);
	for (const struct crm_signal *u; (u = crm_signal_usual(i)) != NULL; i++) {
		assert_true(i < p.nsignal);
		assert_string_equal(p.signal[i].name, u->name);
		assert_int_equal(p.signal[i].weight, u->weight);
		assert_int_equal(p.signal[i].veto, u->veto);
	}
	assert_int_equal(p.nsignal, i);
	crm_policy_free(&p);
}

static void
a_wrong_section_is_refused_by_line(void **s)
{
	static const struct { const char *text, *why; } v[] = {
		{ "signals: {promising: -40}", "unprofitable must be less than promising" },
		{ "signals: {weights: [{name: a, weight: 1001}]}", "is no whole number from -1000 to 1000" },
		{ "signals: {weights: [{name: A, weight: 1}]}", "is no name" },
		{ "signals: {weights: [{name: a, weight: 1}, {name: a, weight: 2}]}", "is the name of the one on line" },
		{ "signals: {weight: 1}", "is no key here" },
		{ "churn: {alive: 20%, gone: 30%}", "gone must not be more than alive" },
		{ "churn: {alive: 101%}", "is no percentage" },
	};

	(void)s;
	for (size_t i = 0; i < LEN(v); i++) {
		struct crm_err err = CRM_ERR_INIT;
		struct crm_policy p;
		struct crm_arena a = { 0 };
		const char *text = crm_sprintf(&a, "version: 1\ncountry: NL\ncurrency: EUR\nstages:\n  - {name: x, probability: 5}\n"
		    "  - {name: won, kind: won}\n  - {name: lost, kind: lost}\n%s\n", v[i].text);

		assert_int_equal(crm_policy_parse(&p, "p.yaml", text, strlen(text), &err), CRM_CONFIG);
		assert_non_null(strstr(err.text, v[i].why));
		assert_non_null(strstr(err.text, "p.yaml:8: "));
		crm_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_beyond_terms_have_the_index_of_the_chart),
		cmocka_unit_test(an_index_weighs_by_money_and_wants_three_payments),
		cmocka_unit_test(solvency_is_altmans),
		cmocka_unit_test(conduct_is_judged_by_the_usual_signals),
		cmocka_unit_test(a_veto_decides_and_stands_first),
		cmocka_unit_test(a_policy_that_names_signals_names_all),
		cmocka_unit_test(the_default_policy_says_what_holds_without_one),
		cmocka_unit_test(a_wrong_section_is_refused_by_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
