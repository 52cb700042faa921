/* progress.c - how far long work is, on a terminal's standard error */
#include <inttypes.h>
#include <stdio.h>

#include "cli.h"

void
cli_progress(struct cli *cli, struct cli_progress *p, int64_t rows, int64_t at, int64_t total)
{
	int64_t now;

	if (!cli->err_tty || cli->quiet)
		return;
	now = crm_mono_ms();
	if (p->began == 0)
		p->began = now;
	if (now - p->began < 500 || now - p->shown < 200)
		return;
	p->shown = now;
	fprintf(stderr, "\r%s: ", cli->cmd->name);
	if (p->what)
		fprintf(stderr, "%s: ", p->what);
	if (total > 0)
		fprintf(stderr, "%" PRId64 " %%, ", at >= total ? 100 : (int64_t)((double)at * 100 / (double)total));
	fprintf(stderr, "%" PRId64 " rows, %" PRId64 " a second\033[K", rows, rows * 1000 / (now - p->began));
}

void
cli_progress_end(struct cli *cli, struct cli_progress *p)
{
	if (p->shown && cli->err_tty)
		fputs("\r\033[K", stderr);
	p->shown = p->began = 0;
}
