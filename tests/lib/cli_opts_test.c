/* cli_opts_test.c - options by table, operands wherever they stand */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <getopt.h>
#include <string.h>
#include <cmocka.h>

#include "cli/front.h"

static bool force;
static const char *key;
static int64_t top;
static struct cli_texts set;
static const struct cli_opt opts[] = {
	{ 'f', "force", CLI_FLAG, &force, NULL, "whatever it says" },
	{ 'k', "key", CLI_TEXT, &key, "FIELD", "what finds a record" },
	{ 0, "mode", CLI_TEXT, &key, "insert|update", "what may be done" },
	{ 't', "top", CLI_COUNT, &top, "N", "so many" },
	{ 's', "set", CLI_MANY, &set, "FIELD=VALUE", "for all" },
	{ 0 },
};
static const struct cli_cmd cmd = { .name = "crm-x", .flags = CLI_WORKS, .opts = opts };
static const struct cli_cmd strict = { .name = "crm-x", .flags = CLI_STRICT, .opts = opts };
static struct cli cli;

/* Parses a line cut at blanks; what is left is joined by blanks again. */
static int
parse(const struct cli_cmd *of, const char *line, char left[200])
{
	char *argv[20] = { (char *)"crm-x" }, *save = NULL;
	int argc = 1, rc;

	crm_arena_free(&cli.arena);
	memset(&cli, 0, sizeof(cli));
	cli.cmd = of;
	force = false, key = NULL, top = 0, set.n = 0;
	for (char *w = strtok_r(crm_strdup(&cli.arena, line), " ", &save); w; w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	cli_opts_make(&cli);
	optind = 0;                              /* glibc begins anew */
	getopt(1, argv, "");
	rc = cli_opts_parse(&cli, &argc, argv);
	left[0] = '\0';
	for (int i = 0; i < argc; i++)
		strcat(strcat(left, i ? " " : ""), argv[i]);
	assert_null(argv[argc]);
	return rc;
}

static void
options_may_stand_among_operands(void **state)
{
	char left[200];

	(void)state;
	assert_int_equal(parse(&cmd, "client -f stage=lead --key=email -t 5 x -s a=1 -sb=2 -n", left), CRM_OK);
	assert_string_equal(left, "client stage=lead x");
	assert_true(force && cli.dry);
	assert_string_equal(key, "email");
	assert_int_equal(top, 5);
	assert_int_equal(set.n, 2);
	assert_string_equal(set.v[0], "a=1");
	assert_string_equal(set.v[1], "b=2");
}

static void
what_only_looks_like_an_option_is_an_operand(void **state)
{
	char left[200];

	(void)state;
	assert_int_equal(parse(&cmd, "add -3d - -f -- -f --key", left), CRM_OK);
	assert_string_equal(left, "add -3d - -f --key");
	assert_int_equal(parse(&strict, "-f find -k x -q", left), CRM_OK);
	assert_string_equal(left, "find -k x -q");
	assert_true(force);
}

static void
a_long_name_may_be_shortened_while_it_is_clear(void **state)
{
	char left[200];

	(void)state;
	assert_int_equal(parse(&cmd, "--forc --ke x --dry", left), CRM_OK);
	assert_true(force && cli.dry);
	assert_string_equal(key, "x");
}

static void
a_wrong_option_is_named(void **state)
{
	const struct { const char *line, *says; } cases[] = {
		{ "-x", "no such option: -x (see crm-x --help)\n" },
		{ "-fx", "no such option: -x (see crm-x --help)\n" },
		{ "--forse", "no such option: --forse, did you mean --force? (see crm-x --help)\n" },
		{ "--xyzzy=1", "no such option: --xyzzy (see crm-x --help)\n" },
		{ "--force=1", "--force takes no value (see crm-x --help)\n" },
		{ "--d", "--d may mean several options (see crm-x --help)\n" },
		{ "--key", "--key needs a value (see crm-x --help)\n" },
		{ "-k", "-k needs a value (see crm-x --help)\n" },
		{ "--top=-1", "--top: '-1' is not a number (see crm-x --help)\n" },
		{ "-t 1x", "--top: '1x' is not a number (see crm-x --help)\n" },
		{ "--mode=upsert", "--mode: 'upsert' is none of insert|update (see crm-x --help)\n" },
	};
	char left[200];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(parse(&cmd, cases[i].line, left), CRM_USAGE);
		assert_string_equal(cli.err.text, cases[i].says);
	}
}

static void
common_options_follow_the_flags(void **state)
{
	char left[200];

	(void)state;
	assert_int_equal(parse(&strict, "-n", left), CRM_USAGE);
	assert_int_equal(parse(&strict, "--db=x", left), CRM_USAGE);
	assert_int_equal(parse(&cmd, "-d base --as anna --now 2026-01-01 -q", left), CRM_OK);
	assert_string_equal(cli.base, "base");
	assert_string_equal(cli.actor, "anna");
	assert_true(cli.quiet);
	crm_arena_free(&cli.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_may_stand_among_operands),
		cmocka_unit_test(what_only_looks_like_an_option_is_an_operand),
		cmocka_unit_test(a_long_name_may_be_shortened_while_it_is_clear),
		cmocka_unit_test(a_wrong_option_is_named),
		cmocka_unit_test(common_options_follow_the_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
