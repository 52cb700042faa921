/* chart.c - crm-chart: what is read becomes a picture */
#include <string.h>

#include "cli.h"

static int
open_reader(struct cli *cli, const char *file, const struct cli_chart *how, struct crm_reader **reader)
{
	const struct crm_readopt opt = { .encoding = how->encoding, .sniff = true, .bare = true };
	struct crm_input *in;
	int rc = crm_input_open(&in, file, how->encoding, &cli->err);

	return rc != CRM_OK ? rc : crm_reader_open(reader, in, how->input, &opt, &cli->err);
}

static int
draw(struct cli *cli, const struct crm_chart *c, const struct cli_chart *how)
{
	struct crm_chart_look look = {
		.width = how->width > 0 ? (unsigned)how->width : cli->width, .height = (unsigned)how->height,
		.color = cli->color, .ascii = how->ascii,
	};
	struct crm_chart_size size = { (unsigned)how->width, (unsigned)how->height };

	if (how->format != NULL && strcmp(how->format, "text") != 0)
		return cli_draw(c, how->format, size, &cli->out.buf, &cli->err);
	crm_chart_text(c, &look, &cli->out.buf);
	return CRM_OK;
}

int
cli_chart(struct cli *cli, int argc, char **argv, const struct cli_chart *how)
{
	enum { MOST = 32000 };
	struct crm_reader *reader = NULL;
	struct crm_chart c = { 0 };
	int rc;

	if (argc > 1)
		return cli_usage(cli, "one file at most");
	if (argc == 0 && cli->in_tty)
		return cli_usage(cli, "name a file, or pipe a listing in");
	if (how->width > MOST || how->height > MOST)
		return cli_usage(cli, "--width and --height are at most %d", MOST);
	if (how->format != NULL && strcmp(how->format, "png") == 0 && cli->out_tty)
		return cli_usage(cli, "a PNG is nothing for a terminal: > FILE");
	if ((rc = open_reader(cli, argc > 0 ? argv[0] : "-", how, &reader)) == CRM_OK)
		rc = crm_chart_read(&c, reader, &how->ask, &cli->err);
	if (rc == CRM_OK)
		rc = draw(cli, &c, how);
	if (rc == CRM_OK && how->ask.limit > 0 && c.nrow == how->ask.limit && c.note != NULL)
		cli_tell(cli, "%s: -l draws more, --other adds the rest up", c.note);
	crm_reader_close(reader);
	crm_chart_free(&c);
	return rc;
}
