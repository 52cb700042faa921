/* cli_near_test.c - what a mistyped word may have meant */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "cli/cli.h"

static const char *const words[] = { "output", "columns", "dry-run", "db", "find", "followup", NULL };

static void
one_slip_is_forgiven(void **state)
{
	const struct { const char *typed, *meant; } cases[] = {
		{ "outptu", "output" }, { "outpt", "output" }, { "coulmns", "columns" }, { "dryrun", "dry-run" },
		{ "folowup", "followup" }, { "fnid", "find" }, { "find", "find" }, { "dbb", "db" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(cli_near(cases[i].typed, words), cases[i].meant);
}

static void
another_word_is_not_taken_for_one(void **state)
{
	(void)state;
	assert_null(cli_near("report", words));
	assert_null(cli_near("xyz", words));
	assert_null(cli_near("a word that is far longer than any of those that are known here", words));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_slip_is_forgiven),
		cmocka_unit_test(another_word_is_not_taken_for_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
