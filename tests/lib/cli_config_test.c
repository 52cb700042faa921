/* cli_config_test.c - the user's own settings */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "cli/front.h"

static const struct cli_cmd cmd = { .name = "crm-x" };
static char path[] = "/tmp/crm-config-XXXXXX";
static struct cli cli;

static int
read_text(const char *text, struct cli_config *conf)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
	crm_arena_free(&cli.arena);
	memset(&cli, 0, sizeof(cli));
	cli.cmd = &cmd;
	return cli_config_read(&cli, path, conf);
}

static void
settings_are_read(void **state)
{
	struct cli_config conf;

	(void)state;
	assert_int_equal(read_text("# mine\ndb: /srv/crm.db\nuser: 'anna'\nformat: csv\n", &conf), CRM_OK);
	assert_string_equal(conf.db, "/srv/crm.db");
	assert_string_equal(conf.user, "anna");
	assert_string_equal(conf.format, "csv");
	assert_int_equal(read_text("user: bob\n", &conf), CRM_OK);
	assert_null(conf.db);
	assert_string_equal(conf.user, "bob");
	assert_int_equal(read_text("", &conf), CRM_OK);
	assert_null(conf.user);
}

static void
a_missing_file_is_no_mistake(void **state)
{
	struct cli_config conf;

	(void)state;
	assert_int_equal(cli_config_read(&cli, "/nowhere/config.yaml", &conf), CRM_OK);
}

static void
a_mistake_is_named_by_its_line(void **state)
{
	const struct { const char *text, *line, *says; } cases[] = {
		{ "db: x\nformt: csv\n", ":2: ", "formt" },
		{ "db: x\nuser: [a, b]\n", ":2: ", "db: FILE" },
		{ "user: a\ndb: *x\n", ":2: ", "db: FILE" },
		{ "- db\n", ":1: ", "db: FILE" },
		{ "just text\n", ":1: ", "db: FILE" },
		{ "db: x\n\"open\n", ":3: ", "" },
	};
	struct cli_config conf;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(read_text(cases[i].text, &conf), CRM_CONFIG);
		assert_non_null(strstr(cli.err.text, path));
		assert_non_null(strstr(cli.err.text, cases[i].line));
		assert_non_null(strstr(cli.err.text, cases[i].says));
	}
	crm_arena_free(&cli.arena);
}

static int
open_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_are_read),
		cmocka_unit_test(a_missing_file_is_no_mistake),
		cmocka_unit_test(a_mistake_is_named_by_its_line),
	};

	return cmocka_run_group_tests(tests, open_file, remove_file);
}
