/* bulk.c - bulk input as all commands take it: told how it was read, what was bad, what was done */
#include <stdio.h>
#include <string.h>

#include "cli.h"

struct bulk {
	struct cli *cli;
	void (*done)(void *, int64_t id, int what);      /* the command's own */
	void *arg;
	struct cli_rejects rejects;
	struct cli_progress progress;
};

static void
bad(void *arg, const struct crm_reader *rd, const struct crm_row *row, const char *text)
{
	struct bulk *b = arg;

	cli_bad_row(b->cli, rd, row->line, text);
	cli_rejects_put(&b->rejects, rd, row->raw, row->nraw);
}

static void
note(void *arg, const char *text)
{
	bool in = strncmp(text, "-: ", 3) == 0;

	cli_tell(((struct bulk *)arg)->cli, "%s%s", in ? "stdin" : "", text + in);
}

static void
done(void *arg, int64_t id, int what)
{
	struct bulk *b = arg;

	if (b->done != NULL)
		b->done(b->arg, id, what);
}

static bool
progress(void *arg, const struct crm_reader *rd, int64_t rows)
{
	struct bulk *b = arg;
	const struct crm_input *in = crm_reader_input(rd);

	b->progress.what = cli_place(rd);
	cli_progress(b->cli, &b->progress, rows, crm_input_offset(in), crm_input_size(in));
	return true;
}

int
cli_readers(struct cli *cli, int n, char **file, const char *const *columns, struct crm_reader **rd,
    size_t *opened)
{
	const char *d = cli->bulk.delimiter;
	struct crm_readopt opt = { .encoding = cli->bulk.encoding, .columns = columns };
	struct crm_input *in;
	int rc = CRM_OK, worst = CRM_OK;

	if (d != NULL && strlen(d) != 1 && strcmp(d, "\\t") != 0 && strcmp(d, "tab") != 0)
		return cli_usage(cli, "--delimiter: '%s' is not one character", d);
	opt.delimiter = d == NULL ? 0 : d[1] != '\0' ? '\t' : d[0];
	for (int i = 0; i < n; i++) {
		if ((rc = crm_input_open(&in, file[i], cli->bulk.encoding, &cli->err)) == CRM_OK
		    && (rc = crm_reader_open(&rd[*opened], in, cli->bulk.format, &opt, &cli->err)) == CRM_OK)
			++*opened;
		worst = rc > worst ? rc : worst;
	}
	return worst;
}

void
cli_tell_kept(struct cli *cli, const char *what, int64_t batch)
{
	if (cli->dry)
		cli_tell(cli, "%s (dry run: nothing is kept)", what);
	else if (batch != 0)
		cli_tell(cli, "%s (ba%lld)", what, (long long)batch);
	else
		cli_tell(cli, "%s", what);
}

static int
report(struct cli *cli, const struct crm_bulk *b, int64_t batch)
{
	char did[120];

	snprintf(did, sizeof did, "%lld added, %lld updated, %lld unchanged, %lld rejected", (long long)b->added,
	    (long long)b->updated, (long long)b->unchanged, (long long)b->rejected);
	cli_tell_kept(cli, did, batch);
	return b->rejected > 0 ? CRM_DATA : CRM_OK;
}

int
cli_bulk(struct cli *cli, struct crm_bulk *b, int nfile, char **file, const char *const *columns)
{
	struct bulk ctx = { .cli = cli, .done = b->done, .arg = b->arg, .rejects = { .to = { .fd = -1 } } };
	char *input = "-";
	struct crm_reader **rd;
	size_t n = 0;
	int64_t batch;
	int rc, closed;

	if (nfile == 0) {
		nfile = 1;
		file = &input;
	}
	rd = crm_zalloc(&cli->arena, (size_t)nfile * sizeof *rd);
	b->map = cli->bulk.map;
	b->value = cli->bulk.value.v;
	b->nvalue = cli->bulk.value.n;
	b->date_format = cli->bulk.date_format;
	b->ignore_unknown = cli->bulk.ignore_unknown;
	b->skip_bad = cli->bulk.skip_bad || cli->bulk.rejects != NULL;
	b->bad = bad;
	b->note = note;
	b->done = done;
	b->progress = progress;
	b->arg = &ctx;
	/* lines without a header are what crm-find prints, unless mapped */
	if (columns == NULL && b->map == NULL)
		columns = cli_column_names(cli, b->ent);
	if ((rc = cli_readers(cli, nfile, file, columns, rd, &n)) == CRM_OK
	    && (rc = cli_rejects_open(cli, &ctx.rejects)) == CRM_OK) {
		rc = crm_bulk_run(cli->crm, b, rd, n, &batch, &cli->err);
		cli_progress_end(cli, &ctx.progress);
		if (rc == CRM_OK)
			rc = report(cli, b, batch);
		else if (rc == CRM_DATA && b->rejected > 0)
			crm_fail(&cli->err, CRM_DATA, NULL,
			    "%lld bad row%s: nothing was kept (--skip-bad keeps the good ones)",
			    (long long)b->rejected, b->rejected == 1 ? "" : "s");
	}
	for (size_t i = 0; i < n; i++)
		crm_reader_close(rd[i]);
	closed = cli_rejects_close(cli, &ctx.rejects);
	return closed == CRM_OK ? rc : closed;
}
