/* countries and currencies of the world */
#include <string.h>

#include "model_fixture.h"

static const char *
code(const char *name)
{
	const char *c = crm_country_code(name, strlen(name));

	return c ? c : "";
}

static void
countries_are_known_by_code_and_name(void **s)
{
	static const struct { const char *name, *code; } cases[] = {
		{ "NL", "NL" }, { "nl", "NL" }, { "NLD", "NL" }, { "Netherlands", "NL" },
		{ "the netherlands", "NL" },
		{ "Holland", "NL" }, { "United States", "US" }, { "USA", "US" }, { "U.S.A.", "US" },
		{ "United States of America", "US" }, { "UK", "GB" }, { "u.k.", "GB" },
		{ "Great Britain", "GB" },
		{ "Korea", "KR" }, { "South Korea", "KR" }, { "Korea, Republic of", "KR" },
		{ "North Korea", "KP" },
		{ "Germany", "DE" }, { "Czech Republic", "CZ" }, { "Czechia", "CZ" },
		{ "Côte d'Ivoire", "CI" },
		{ "Cote d Ivoire", "CI" }, { "Ivory Coast", "CI" }, { "Reunion", "RE" },
		{ "Turkey", "TR" }, { "Türkiye", "TR" },
		{ "Russia", "RU" }, { "Viet Nam", "VN" }, { "Vietnam", "VN" }, { "Bolivia", "BO" },
		{ "Curacao", "CW" },
		{ "Kenya", "KE" }, { "Jordan", "JO" }, { "Philippines", "PH" }, { "Romania", "RO" },
		{ "Norway", "NO" },
		{ "Guinea", "GN" }, { "Guinea-Bissau", "GW" }, { "Congo", "CG" }, { "DR Congo", "CD" },
		{ "Niger", "NE" },
		{ "XX", "" }, { "Europe", "" }, { "", "" }, { "the", "" }, { "Nether", "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(code(cases[i].name), cases[i].code);
}

static void
the_world_has_249_countries(void **s)
{
	int n = 0;

	(void)s;
	for (char a = 'A'; a <= 'Z'; a++)
		for (char b = 'A'; b <= 'Z'; b++) {
			const char two[3] = { a, b, '\0' };
			bool known = *code(two) != '\0' && strcmp(two, "UK") != 0;

			n += known;
			if (known)
				assert_string_equal(code(two), two);
		}
	assert_int_equal(n, 249);
}

static void
currencies_have_their_digits(void **s)
{
	static const struct { const char *code; int digits; } cases[] = {
		{ "EUR", 2 }, { "USD", 2 }, { "GBP", 2 }, { "JPY", 0 }, { "KRW", 0 }, { "ISK", 0 },
		{ "HUF", 2 }, { "KWD", 3 },
		{ "BHD", 3 }, { "CLF", 4 }, { "UYW", 4 }, { "ZWG", 2 }, { "XCG", 2 }, { "BIF", 0 },
		{ "VND", 0 }, { "CLP", 0 },
		{ "XAU", -1 }, { "XXX", -1 }, { "eur", -1 }, { "", -1 }, { "EU", -1 }, { "EURO", -1 },
		{ "UR ", -1 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(crm_currency_digits(cases[i].code), cases[i].digits);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(countries_are_known_by_code_and_name),
		cmocka_unit_test(the_world_has_249_countries),
		cmocka_unit_test(currencies_have_their_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
