/* crm - runs the other commands: `crm find` is `crm-find`; alone, lists them */
#include "cli/cli.h"

static int
run(struct cli *cli, int argc, char **argv)
{
	return argc ? cli_become(cli, argc, argv) : cli_commands(cli, argc, argv);
}

static const struct cli_verb verbs[] = {
	{ "help", "[NAME]", "shows the manual of a command or topic", cli_manual },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm", .args = "[NAME] [ARGUMENT...]", .help = "runs the command crm-NAME, or lists the commands",
	.flags = CLI_STRICT, .verbs = verbs, .run = run, .words = "command",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
