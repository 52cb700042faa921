/* crm-schema - prints the table: what the entities are and what their fields mean */
#include <string.h>

#include "cli/cli.h"

static bool all;
static const char *format;
static const struct cli_opt opts[] = {
	{ 'a', "all", CLI_FLAG, &all, NULL, "the fields of every entity" },
	{ 'o', "output", CLI_TEXT, &format, "text|lines|table|tsv|csv|json|jsonl|yaml|markdown|html|sql|mdoc|words",
	    "how to print" },
	{ 0 },
};

static int
schema(struct cli *cli, int argc, char **argv)
{
	if (argc > 1)
		return cli_usage(cli, "one entity at most");
	cli->format = format && strcmp(format, "text") == 0 ? NULL : format;
	return cli_schema(cli, argc ? argv[0] : NULL, all);
}

static const struct cli_cmd cmd = {
	.name = "crm-schema", .args = "[ENTITY]", .help = "prints the entities, or the fields of one",
	.group = "base", .flags = CLI_PEEKS, .opts = opts, .run = schema, .words = "entity",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
