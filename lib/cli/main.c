/* main.c - from the command line to the worker and to the exit code */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "front.h"

/* A base opened on a closed descriptor 1 would be written over
 * by our output; this one refuses to be written. */
static void
fill_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
			_exit(71);
}

static void
look_at_terminal(struct cli *cli)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	struct winsize size;

	cli->in_tty = isatty(STDIN_FILENO);
	cli->out_tty = isatty(STDOUT_FILENO);
	cli->err_tty = isatty(STDERR_FILENO);
	if (!cli->out_tty)
		return;
	cli->width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
	cli->color = (no_color == NULL || *no_color == '\0') && !(term && strcmp(term, "dumb") == 0);
}

/* The first operand names the verb; without one the command itself runs, if it can. */
static int
dispatch(struct cli *cli, int argc, char **argv)
{
	const struct cli_cmd *cmd = cli->cmd;
	const char *name[64] = { NULL }, *near;
	size_t n = 0;

	for (const struct cli_verb *v = cmd->verbs; v && v->name; v++) {
		if (argc > 0 && strcmp(argv[0], v->name) == 0)
			return v->run(cli, argc - 1, argv + 1);
		CRM_BUG_IF(n == 63);
		name[n++] = v->name;
	}
	if (cmd->run)
		return cmd->run(cli, argc, argv);
	if (argc == 0)
		return cli_usage(cli, "what is to be done?");
	near = cli_near(argv[0], name);
	return cli_usage(cli, near ? "no such verb: '%s', did you mean %s?" : "no such verb: '%s'", argv[0], near);
}

static int
run(struct cli *cli, int argc, char **argv)
{
	int rc;

	cli_opts_make(cli);
	if ((rc = cli_opts_parse(cli, &argc, argv)) != CRM_OK)
		return rc;
	if (cli->help)
		return cli_help(cli, *cli->help ? cli->help : "text");
	if (cli->version) {
		crm_putf(&cli->out.buf, "%s %s\n", cli->cmd->name, CRM_VERSION);
		return CRM_OK;
	}
	cli_heap();
	if ((rc = cli_settle(cli)) != CRM_OK)
		return rc;
	if ((cli->cmd->flags & CLI_PEEKS) == CLI_DB && (rc = cli_open(cli, true)) != CRM_OK)
		return rc;
	return dispatch(cli, argc, argv);
}

/* What was not printed was not done: a full disk or a closed pipe is a failure. */
static int
finish(struct cli *cli, int rc)
{
	bool told = rc == CRM_IO && cli->out.failed != 0;

	if (rc != CRM_OK)
		cli_complain(cli, rc);
	if ((rc = crm_sink_flush(&cli->out, &cli->err)) != CRM_OK && !told)
		cli_complain(cli, rc);
	crm_close(cli->crm);
	crm_arena_free(&cli->arena);
	crm_buf_free(&cli->out.buf);
	crm_buf_free(&cli->said);
	free(cli->line);
	return crm_exit(cli->worst);
}

int
cli_main(const struct cli_cmd *cmd, int argc, char **argv)
{
	struct cli cli = { .cmd = cmd, .err = CRM_ERR_INIT, .out = { .fd = STDOUT_FILENO } };

	fill_descriptors();
	signal(SIGPIPE, SIG_IGN);
	look_at_terminal(&cli);
	return finish(&cli, run(&cli, argc, argv));
}
