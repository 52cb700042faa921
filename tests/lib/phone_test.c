/* telephone numbers: every notation of one number is one number */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model_fixture.h"

static const char *
e164(const char *country, const char *text)
{
	static char out[20];
	const char *why = NULL;

	if (crm_phone_e164(country, text, strlen(text), out, &why) == CRM_OK)
		return out;
	assert_non_null(why);
	return why;
}

static void
notations_of_one_number_agree(void **s)
{
	static const struct { const char *country, *text, *e164; } cases[] = {
		{ "NL", "020 123 4567", "+31201234567" }, { "NL", "(020) 123-4567", "+31201234567" },
		{ "NL", "+31 (0)20 123 4567", "+31201234567" }, { NULL, "+31 020 123 4567", "+31201234567" },
		{ "NL", "0031 20 123 4567", "+31201234567" }, { "NL", "31201234567", "+31201234567" },
		{ "NL", "20 123 4567", "+31201234567" }, { "DE", "0031201234567", "+31201234567" },
		{ NULL, "0031201234567", "+31201234567" },
		{ "NL", "+31\xC2\xA0" "20\xE2\x80\x93" "1234567", "+31201234567" },
		{ "US", "1-201-555-0123", "+12015550123" }, { "US", "(201) 555-0123", "+12015550123" },
		{ "US", "011 31 20 123 4567", "+31201234567" }, { "US", "0031 20 123 4567", "+31201234567" },
		{ "AU", "0011 44 20 7946 0958", "+442079460958" },
		{ "GB", "+44 (0)20 7946 0958", "+442079460958" },
		{ "GB", "020 7946 0958", "+442079460958" }, { "IT", "02 1234 5678", "+390212345678" },
		{ NULL, "+39 02 1234 5678", "+390212345678" }, { "HU", "06 1 234 5678", "+3612345678" },
		{ "RU", "8 (495) 123-45-67", "+74951234567" },
		{ "RU", "8 10 31 20 123 4567", "+31201234567" },
		{ NULL, "+7 800 123 45 67", "+78001234567" }, { "RU", "8 800 123-45-67", "+78001234567" },
		{ "BY", "8 017 123-45-67", "+375171234567" }, { NULL, "+52 1 55 1234 5678", "+525512345678" },
		{ "JP", "03-1234-5678", "+81312345678" }, { NULL, "+1 246 230 1234", "+12462301234" },
		{ NULL, "tel:+31-20-123-4567", "+31201234567" }, { NULL, "+800 1234 5678", "+80012345678" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(e164(cases[i].country, cases[i].text), cases[i].e164);
}

static void
what_is_no_number_is_refused_with_the_reason(void **s)
{
	static const struct { const char *country, *text, *why; } cases[] = {
		{ "NL", "12", "too short" }, { "NL", "-", "too short" }, { "NL", "", "too short" },
		{ "NL", "020 123 4567 8901", "too long" },
		{ NULL, "020 123 4567", "no +COUNTRY before it and no default country" },
		{ "XX", "020 123 4567", "no +COUNTRY before it and no default country" },
		{ "NL", "020 CALL ME", "more than digits" }, { "NL", "+31+20", "more than digits" },
		{ NULL, "+999 123 4567", "no such calling code" }, { NULL, "+", "too short" },
		{ "US", "555-0123", "too short" }, { "US", "101 555 0123", "no such area code" },
		{ NULL, "+31 20", "too short" }, { "DE", "0123456789012345678901234567890123", "too long" },
		{ "NL", "01234", "too short" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(e164(cases[i].country, cases[i].text), cases[i].why);
}

/* The field at a place of a line of plain CSV. */
static char *
column(char *line, int i)
{
	while (i-- > 0)
		line += strcspn(line, ",") + 1;
	return crm_strndup(&arena, line, strcspn(line, ",\r\n"));
}

static void
all_examples_of_the_numbering_plans_agree(void **s)
{
	const char *data = getenv("CRM_TEST_DATA");
	char *path = crm_sprintf(&arena, "%s/phones/examples.csv", data ? data : "../shared/data"), line[512];
	FILE *f = fopen(path, "r");
	size_t n = 0;

	(void)s;
	if (f == NULL)
		skip();
	assert_non_null(fgets(line, sizeof line, f));
	for (; fgets(line, sizeof line, f) != NULL; n++) {
		const char *region = column(line, 0), *want = column(line, 4);

		assert_string_equal(e164(NULL, want), want);
		assert_string_equal(e164(NULL, column(line, 5)), want);
		assert_string_equal(e164(region, column(line, 6)), want);
		assert_string_equal(e164(NULL, column(line, 7)), want);
	}
	fclose(f);
	assert_true(n > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notations_of_one_number_agree),
		cmocka_unit_test(what_is_no_number_is_refused_with_the_reason),
		cmocka_unit_test_setup(all_examples_of_the_numbering_plans_agree, model_clear),
	};

	return cmocka_run_group_tests(tests, NULL, model_teardown);
}
