/* kinds of values: what is typed, what is kept, what is printed */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model_fixture.h"

struct pair { const char *typed, *printed; };    /* or the complaint */

static void
check(const struct crm_field *f, const struct pair *pair)
{
	for (; pair->typed != NULL; pair++) {
		const char *once = reprint(f, pair->typed);

		assert_string_equal(once, pair->printed);
		if (err.n == 0)
			assert_string_equal(reprint(f, once), once);
	}
}

#define FIELD(t, ...) (&(const struct crm_field){ .name = "f", .type = &crm_t_##t, __VA_ARGS__ })
#define PAIRS(...) ((const struct pair[]){ __VA_ARGS__, { NULL, NULL } })

static void
text_is_trimmed_and_kept(void **s)
{
	(void)s;
	check(FIELD(text), PAIRS({ "  Acme  Corp \n", "Acme  Corp" }, { "a\nb", "a\nb" }, { "", "" },
	    { " \t ", "" },
	    { "\xC2\xA0naïve\xC2\xA0", "naïve" }, { "a\xFF", "f: \"a\\xFF\" is not UTF-8 at byte 2" }));
}

static void
words_are_compared_without_case(void **s)
{
	const char *const list[] = { "lead", "in_progress", "won", NULL };
	const char *const one[] = { "only", NULL };

	(void)s;
	check(FIELD(word, .values = list), PAIRS({ "LEAD", "lead" }, { "In Progress", "in_progress" },
	    { "in-progress", "in_progress" }, { "wonn", "f: \"wonn\" is not lead, in_progress or won" },
	    { "wo", "f: \"wo\" is not lead, in_progress or won" }));
	check(FIELD(word, .values = one), PAIRS({ "two", "f: \"two\" is not only" }));
	check(FIELD(word), PAIRS({ "Too-High", "too-high" }, { "été", "été" },
	    { "too high", "f: \"too high\" is not one word: letters, digits, _ and - only" },
	    { "a,b", "f: \"a,b\" is not one word: letters, digits, _ and - only" }));
}

static void
whole_numbers_fill_64_bits(void **s)
{
	(void)s;
	check(FIELD(int), PAIRS({ "0", "0" }, { "-7", "-7" },
	    { "9223372036854775807", "9223372036854775807" },
	    { "9223372036854775808", "f: \"9223372036854775808\" is not a whole number" },
	    { "1.0", "f: \"1.0\" is not a whole number" }, { "12 ", "12" }));
}

static void
money_is_in_minor_units_of_its_currency(void **s)
{
	struct crm_val v;

	(void)s;
	check(FIELD(money), PAIRS({ "1250", "1250.00" }, { "1250.5", "1250.50" }, { "12.5k", "12500.00" },
	    { "EUR 12", "12.00" }, { "12 eur", "12.00" }, { "€12", "12.00" }, { "-€ 12.30", "-12.30" },
	    { "12€", "12.00" },
	    { "2M EUR", "2000000.00" }, { "2MEUR", "2000000.00" }, { "-3", "-3.00" },
	    { "$12", "f: \"$12\" is not an amount in EUR: 1250, 1250.5 or 12.5k" },
	    { "12 USD", "f: \"12 USD\" is not an amount in EUR: 1250, 1250.5 or 12.5k" },
	    { "1.234", "f: \"1.234\" is not an amount in EUR: 1250, 1250.5 or 12.5k" },
	    { "1,234.00", "f: \"1,234.00\" is not an amount in EUR: 1250, 1250.5 or 12.5k" },
	    { "EUR", "f: \"EUR\" is not an amount in EUR: 1250, 1250.5 or 12.5k" },
	    { "-", "f: \"-\" is not an amount in EUR: 1250, 1250.5 or 12.5k" }));
	assert_int_equal(crm_field_parse(&ctx, FIELD(money), "12.34", 5, &v, &arena, &err), CRM_OK);
	assert_int_equal(v.i, 1234);
	ctx.currency = "JPY";
	check(FIELD(money), PAIRS({ "1250", "1250" }, { "¥1250", "1250" }, { "1250 JPY", "1250" },
	    { "1.5", "f: \"1.5\" is not an amount in JPY: 1250 or 12k" }));
	ctx.currency = "KWD";
	check(FIELD(money), PAIRS({ "1.234", "1.234" }));
	ctx.currency = "CHF";
	check(FIELD(money), PAIRS({ "12 Fr.", "12.00" }, { "Fr. 12", "12.00" }));
	ctx.currency = "EUR";
}

static void
percentages_have_two_decimals(void **s)
{
	(void)s;
	check(FIELD(percent), PAIRS({ "25%", "25" }, { "25", "25" }, { "12.5 %", "12.5" },
	    { "0.25", "0.25" }, { "-3%", "-3" },
	    { "100", "100" }, { "1.234", "f: \"1.234\" is not a percentage: 25, 12.5 or 12.5%" },
	    { "5k", "f: \"5k\" is not a percentage: 25, 12.5 or 12.5%" },
	    { "%", "f: \"%\" is not a percentage: 25, 12.5 or 12.5%" }));
}

static void
reals_have_four_decimals(void **s)
{
	(void)s;
	check(FIELD(real), PAIRS({ "0.5", "0.5" }, { "3", "3" }, { "-1.2345", "-1.2345" },
	    { "abc", "f: \"abc\" is not a number" }));
}

static void
days_are_kept_in_ISO_form(void **s)
{
	(void)s;
	check(FIELD(date), PAIRS({ "2026-12-01", "2026-12-01" }, { "today", "2026-11-24" },
	    { "+3d", "2026-11-27" },
	    { "2026-12", "2026-12-01" }, { "eom", "2026-11-30" }, { "2026-12-01T10:00:00Z", "2026-12-01" },
	    { "2026-12-01 14:30", "2026-12-01" },
	    { "2026-02-30", "f: \"2026-02-30\" is not a date: 2026-12-01, today, +3d, fri, eom" },
	    { "1/2/2026", "f: \"1/2/2026\" is not a date: 2026-12-01, today, +3d, fri, eom" }));
}

static void
a_source_has_its_own_form_of_dates(void **s)
{
	(void)s;
	ctx.date_format = "%d/%m/%Y";
	check(FIELD(date), PAIRS({ "2026-12-01", "2026-12-01" }));
	assert_string_equal(reprint(FIELD(date), "1/2/2026"), "2026-02-01");
	assert_string_equal(reprint(FIELD(time), "1/2/2026"), "2026-02-01T00:00:00Z");
	assert_string_equal(reprint(FIELD(date), "today"), "f: \"today\" is not a date of the form %d/%m/%Y");
	assert_string_equal(reprint(FIELD(time), "x"), "f: \"x\" is not a time of the form %d/%m/%Y");
	ctx.date_format = NULL;
}

static void
instants_are_kept_in_UTC_and_shown_in_local_time(void **s)
{
	const struct crm_field *f = FIELD(time);

	(void)s;
	check(f, PAIRS({ "now", "2026-11-24T09:00:00Z" }, { "2026-12-01", "2026-12-01T00:00:00Z" },
	    { "tomorrow 9:30", "2026-11-25T09:30:00Z" },
	    { "2026-12-01T10:00:00+02:00", "2026-12-01T08:00:00Z" },
	    { "+4h", "2026-11-24T13:00:00Z" },
	    { "soon", "f: \"soon\" is not a time: 2026-12-01 14:30, tomorrow 9:00, +4h" }));
	setenv("TZ", "Europe/Amsterdam", 1);
	tzset();
	assert_string_equal(reprint(f, "2026-07-01 14:30"), "2026-07-01T12:30:00Z");
	assert_string_equal(reprint(FIELD(date), "2026-07-01T23:30:00Z"), "2026-07-02");
	ctx.local = true;
	assert_string_equal(reprint(f, "2026-07-01T12:30:00Z"), "2026-07-01 14:30");
	assert_string_equal(reprint(f, "2026-07-01T12:30:07Z"), "2026-07-01 14:30:07");
	assert_string_equal(reprint(f, "2026-07-01 14:30:07"), "2026-07-01 14:30:07");
	ctx.local = false;
	setenv("TZ", "UTC", 1);
	tzset();
}

static void
spans_are_seconds(void **s)
{
	(void)s;
	check(FIELD(span), PAIRS({ "3d", "3d" }, { "90min", "1h30min" }, { "1d 4h", "28h" }, { "14d", "2w" },
	    { "long", "f: \"long\" is not a span of time: 3d, 4h, 90min, 1d 4h" }));
}

static void
yes_has_many_spellings(void **s)
{
	(void)s;
	check(FIELD(bool), PAIRS({ "YES", "yes" }, { "true", "yes" }, { "1", "yes" }, { "on", "yes" },
	    { "No", "no" },
	    { "false", "no" }, { "0", "no" }, { "off", "no" }, { "maybe", "f: \"maybe\" is not yes or no" }));
}

#define NO_MAIL(t) { t, "f: \"" t "\" is not an e-mail address" }

static void
mail_addresses_are_lower_case_and_one_at(void **s)
{
	struct crm_buf b = { 0 };

	(void)s;
	check(FIELD(email), PAIRS({ "Anna@Example.ORG", "anna@example.org" }, { "mailto:a@b.nl", "a@b.nl" },
	    { "o'neil+x@sub.b.co", "o'neil+x@sub.b.co" }, { "джон@пример.рф", "джон@пример.рф" },
	    { "a@xn--80ak6aa92e.com", "a@xn--80ak6aa92e.com" },
	    NO_MAIL("Anna <a@b.nl>"), NO_MAIL("a@b"), NO_MAIL("a@@b.nl"), NO_MAIL("a@b@c.nl"),
	    NO_MAIL("@b.nl"), NO_MAIL("a@"),
	    NO_MAIL(".a@b.nl"), NO_MAIL("a.@b.nl"), NO_MAIL("a..b@b.nl"), NO_MAIL("a b@c.nl"),
	    NO_MAIL("a@-b.nl"),
	    NO_MAIL("a@b-.nl"), NO_MAIL("a@b..nl"), NO_MAIL("a@b.nl."), NO_MAIL("a@b_c.nl"),
	    NO_MAIL("a@[127.0.0.1]"),
	    { "\"a b\"@c.nl", "f: \"\\\"a b\\\"@c.nl\" is not an e-mail address" }, NO_MAIL("a"),
	    NO_MAIL("a,b@c.nl"),
	    { "a\xE2\x80\x8B@b.nl", "f: \"a\\xE2\\x80\\x8B@b.nl\" is not an e-mail address" }));
	for (int i = 0; i < 65; i++)
		crm_putc(&b, 'x');
	crm_puts(&b, "@b.nl");
	reprint(FIELD(email), b.p);
	assert_int_equal(err.n, 1);
	assert_string_equal(reprint(FIELD(email), b.p + 1), b.p + 1);
	crm_buf_free(&b);
}

#define NO_SITE(t) { t, "f: \"" t "\" is not a web address: https://example.org/page" }

static void
sites_are_whole_addresses(void **s)
{
	(void)s;
	check(FIELD(site), PAIRS({ "Example.org", "https://example.org" },
	    { "HTTP://WWW.Example.org/Page?a=B#C", "http://www.example.org/Page?a=B#C" },
	    { "https://example.org/", "https://example.org" },
	    { "example.org:8080/x", "https://example.org:8080/x" },
	    { "bücher.de/é", "https://bücher.de/é" }, { "192.168.1.10/x", "https://192.168.1.10/x" },
	    NO_SITE("ftp://example.org"), NO_SITE("example"), NO_SITE("a b.nl"), NO_SITE("mailto:a@b.nl"),
	    NO_SITE("a@b.nl"),
	    NO_SITE("example.org:99999"), NO_SITE("example.org:"), NO_SITE("https://"), NO_SITE("n/a"),
	    NO_SITE("http://-a.nl"),
	    NO_SITE("javascript:alert(1)")));
}

static void
phone_numbers_keep_their_extension(void **s)
{
	(void)s;
	check(FIELD(phone), PAIRS({ "020 123 4567", "+31201234567" },
	    { "+31 (0)20-1234567 x12", "+31201234567;ext=12" },
	    { "(020) 123.45.67 ext. 12", "+31201234567;ext=12" },
	    { "tel:+31-20-123-4567;ext=7", "+31201234567;ext=7" },
	    { "+1 201-555-0123 extension 5", "+12015550123;ext=5" },
	    { "020 1234567 #3", "+31201234567;ext=3" },
	    { "12", "f: \"12\" is not a phone number: too short" },
	    { "call me", "f: \"call me\" is not a phone number: more than digits" },
	    { "0800-FLOWERS", "f: \"0800-FLOWERS\" is not a phone number: more than digits" },
	    { "020 1234567 x", "f: \"020 1234567 x\" is not a phone number: more than digits" }));
}

static void
countries_and_currencies_are_codes(void **s)
{
	(void)s;
	check(FIELD(country), PAIRS({ "nl", "NL" }, { "The Netherlands", "NL" }, { "USA", "US" },
	    { "Atlantis", "f: \"Atlantis\" is not a country: an ISO 3166 code or the English name" }));
	check(FIELD(currency), PAIRS({ "eur", "EUR" },
	    { "XXX", "f: \"XXX\" is not a currency: an ISO 4217 code such as EUR" },
	    { "euro", "f: \"euro\" is not a currency: an ISO 4217 code such as EUR" }));
}

static void
references_are_ids_or_resolved(void **s)
{
	const struct crm_field *owner = crm_field_must(entity("deal"), "owner");
	const struct crm_field *client = crm_field_must(entity("deal"), "client");

	(void)s;
	check(owner, PAIRS({ "u42", "u42" }, { "anna", "u1" }, { "me", "u2" },
	    { "c42", "owner: there is no user \"c42\"" },
	    { "u0", "owner: there is no user \"u0\"" }, { "u01", "owner: there is no user \"u01\"" },
	    { "twin", "owner: \"twin\" is c1 or c2" }));
	check(client, PAIRS({ "key:A-1", "c7" }, { "Acme", "c7" },
	    { "X", "client: there is no client \"X\"" }));
	check(&entity("deal")->field[0], PAIRS({ "d12", "d12" },
	    { "c12", "id: \"c12\" is not the id of a deal: d and a number" }));
}

#define NO_RULE(t, why) { t, "f: \"" t "\" " why }

static void
recurrence_rules_obey_RFC_5545(void **s)
{
	(void)s;
	check(FIELD(rrule), PAIRS({ "Monthly", "monthly" }, { "quarterly", "quarterly" },
	    { "rrule:freq=weekly;byday=mo,-1fr",
	      "f: \"freq=weekly;byday=mo,-1fr\" numbers its days, which only months and years have" },
	    { "RRULE:freq=weekly;byday=mo,fr", "FREQ=WEEKLY;BYDAY=MO,FR" },
	    { "FREQ=DAILY;COUNT=10", "FREQ=DAILY;COUNT=10" },
	    { "FREQ=DAILY;UNTIL=19971224T000000Z", "FREQ=DAILY;UNTIL=19971224T000000Z" },
	    { "FREQ=MONTHLY;BYDAY=1SU,-1SU;INTERVAL=2;COUNT=10",
	      "FREQ=MONTHLY;BYDAY=1SU,-1SU;INTERVAL=2;COUNT=10" },
	    { "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU" },
	    { "FREQ=MONTHLY;BYMONTHDAY=-3,15", "FREQ=MONTHLY;BYMONTHDAY=-3,15" },
	    { "FREQ=MONTHLY;BYSETPOS=3;BYDAY=TU,WE,TH", "FREQ=MONTHLY;BYSETPOS=3;BYDAY=TU,WE,TH" },
	    { "FREQ=YEARLY;UNTIL=20271231", "FREQ=YEARLY;UNTIL=20271231" },
	    NO_RULE("sometimes", "is not daily, weekly, monthly, quarterly, yearly or a rule of RFC 5545"),
	    NO_RULE("COUNT=2", "lacks FREQ"),
	    NO_RULE("FREQ=DAILY;COUNT=2;UNTIL=20271231", "has both COUNT and UNTIL"),
	    NO_RULE("FREQ=DAILY;FREQ=DAILY", "has a part twice"),
	    NO_RULE("FREQ=DAILY;", "ends in a semicolon"),
	    NO_RULE("FREQ=DAILY;;COUNT=2", "has a part without a value"),
	    NO_RULE("FREQ=DAILY;X=1", "has a part that RFC 5545 does not know"),
	    NO_RULE("FREQ=DAYLY", "has a value that its part cannot have"),
	    NO_RULE("FREQ=DAILY;COUNT=0", "has a value that its part cannot have"),
	    NO_RULE("FREQ=DAILY;COUNT=+1", "has a value that its part cannot have"),
	    NO_RULE("FREQ=DAILY;BYHOUR=24", "has a value that its part cannot have"),
	    NO_RULE("FREQ=MONTHLY;BYMONTHDAY=0", "has a value that its part cannot have"),
	    NO_RULE("FREQ=MONTHLY;BYMONTHDAY=32", "has a value that its part cannot have"),
	    NO_RULE("FREQ=MONTHLY;BYDAY=54MO", "has a value that its part cannot have"),
	    NO_RULE("FREQ=WEEKLY;BYDAY=MO,", "has a value that its part cannot have"),
	    NO_RULE("FREQ=WEEKLY;WKST=1MO", "has a value that its part cannot have"),
	    NO_RULE("FREQ=DAILY;UNTIL=20271331", "has a value that its part cannot have"),
	    NO_RULE("FREQ=DAILY;UNTIL=2027-12-31", "has a value that its part cannot have"),
	    NO_RULE("FREQ=WEEKLY;BYMONTHDAY=1", "has a part that does not go with its FREQ"),
	    NO_RULE("FREQ=MONTHLY;BYWEEKNO=1", "has a part that does not go with its FREQ"),
	    NO_RULE("FREQ=DAILY;BYSETPOS=1", "has BYSETPOS without another BY part")));
}

static void
large_reals_have_no_fraction(void **s)
{
	static const struct { double r; const char *text; } cases[] = {
		{ 0, "0" }, { 1.226, "1.226" }, { 2.00004, "2" }, { 2.00006, "2.0001" },
		{ -9582.4, "-9582.4" },
		{ -0.00001, "0" }, { 1e15, "1000000000000000" }, { 100, "100" },
	};
	struct crm_buf b = { 0 };

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		b.n = 0;
		crm_t_real.print(&ctx, NULL, &CRM_VREAL(cases[i].r), &b);
		assert_string_equal(b.p, cases[i].text);
	}
	crm_buf_free(&b);
}

static void
values_order_nothing_numbers_text(void **s)
{
	const struct crm_val v[] = {
		CRM_VNULL, CRM_VINT(INT64_MIN), CRM_VINT(-1), CRM_VREAL(-.5), CRM_VINT(3), CRM_VREAL(3.5),
		    CRM_VTEXT("", 0),
		CRM_VTEXT("a", 1), CRM_VTEXT("ab", 2), CRM_VTEXT("\xC3\xA9", 2),
	};

	(void)s;
	for (int i = 0; i < 10; i++)
		for (int k = 0; k < 10; k++) {
			int c = crm_val_cmp(&v[i], &v[k]);

			assert_int_equal((c > 0) - (c < 0), (i > k) - (i < k));
			assert_int_equal(crm_val_eq(&v[i], &v[k]), i == k);
		}
}

static void
types_of_custom_fields_are_found_by_name(void **s)
{
	(void)s;
	assert_ptr_equal(crm_type_find("money"), &crm_t_money);
	assert_null(crm_type_find("id"));
	assert_null(crm_type_find("real"));
	assert_null(crm_type_find("blob"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(text_is_trimmed_and_kept, model_clear),
		cmocka_unit_test_setup(words_are_compared_without_case, model_clear),
		cmocka_unit_test_setup(whole_numbers_fill_64_bits, model_clear),
		cmocka_unit_test_setup(money_is_in_minor_units_of_its_currency, model_clear),
		cmocka_unit_test_setup(percentages_have_two_decimals, model_clear),
		cmocka_unit_test_setup(reals_have_four_decimals, model_clear),
		cmocka_unit_test_setup(large_reals_have_no_fraction, model_clear),
		cmocka_unit_test_setup(days_are_kept_in_ISO_form, model_clear),
		cmocka_unit_test_setup(a_source_has_its_own_form_of_dates, model_clear),
		cmocka_unit_test_setup(instants_are_kept_in_UTC_and_shown_in_local_time, model_clear),
		cmocka_unit_test_setup(spans_are_seconds, model_clear),
		cmocka_unit_test_setup(yes_has_many_spellings, model_clear),
		cmocka_unit_test_setup(mail_addresses_are_lower_case_and_one_at, model_clear),
		cmocka_unit_test_setup(sites_are_whole_addresses, model_clear),
		cmocka_unit_test_setup(phone_numbers_keep_their_extension, model_clear),
		cmocka_unit_test_setup(countries_and_currencies_are_codes, model_clear),
		cmocka_unit_test_setup(references_are_ids_or_resolved, model_clear),
		cmocka_unit_test_setup(recurrence_rules_obey_RFC_5545, model_clear),
		cmocka_unit_test_setup(values_order_nothing_numbers_text, model_clear),
		cmocka_unit_test_setup(types_of_custom_fields_are_found_by_name, model_clear),
	};

	return cmocka_run_group_tests(tests, model_setup, model_teardown);
}
