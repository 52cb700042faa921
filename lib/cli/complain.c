/* complain.c - what is said on standard error, safe for a terminal */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front.h"

/* One write for the whole, so that lines of programs in a pipe do not mix. */
static void
say(const struct cli *cli, const char *text, size_t n)
{
	struct crm_buf b = { 0 };
	const char *end = text + n, *eol;

	for (; text < end; text = eol + 1) {
		eol = memchr(text, '\n', (size_t)(end - text));
		if (eol == NULL)
			eol = end;
		crm_puts(&b, cli->cmd->name);
		crm_puts(&b, ": ");
		crm_put_safe(&b, text, (size_t)(eol - text));
		crm_putc(&b, '\n');
	}
	if (b.n && write(STDERR_FILENO, b.p, b.n) < 0)
		errno = 0;                       /* there is nobody left to tell */
	crm_buf_free(&b);
}

static void
vsay(struct cli *cli, const char *fmt, va_list ap)
{
	char text[4096];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	if (n > 0)
		say(cli, text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
}

void
cli_warn(struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(cli, fmt, ap);
	va_end(ap);
}

void
cli_tell(struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	vsay(cli, fmt, ap);
	va_end(ap);
}

/* A reader that went away, as head(1) does, has had enough: no complaint. */
int
cli_complain(struct cli *cli, int status)
{
	if (status != CRM_IO || cli->out.failed != EPIPE)
		say(cli, cli->err.text, cli->err.len);
	crm_err_clear(&cli->err);
	if (status > cli->worst)
		cli->worst = status;
	return status;
}

int
cli_usage(struct cli *cli, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return crm_fail(&cli->err, CRM_USAGE, NULL, "%s (see %s --help)", text, cli->cmd->name);
}
