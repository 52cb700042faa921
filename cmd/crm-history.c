/* crm-history - who changed what, when, by which command; and taking it back */
#include <string.h>

#include "cli/cli.h"
#include "crm/brief.h"

static bool force;
static int64_t limit;
static const struct cli_opt opts[] = {
	{ 'l', "limit", CLI_COUNT, &limit, "N", "look at so many changes at most" },
	{ 'f', "force", CLI_FLAG, &force, NULL, "undo what has been changed since, too" },
	{ 0 },
};

struct telling { struct crm_out *out; int64_t n; };

static int
put_row(void *arg, const struct crm_val *v)
{
	struct telling *t = arg;

	t->n++;
	crm_out_row(t->out, v);
	return CRM_OK;
}

/* References become record=c1,c2 beside the other tests. */
static int
filter(struct cli *cli, int argc, char **argv, struct crm_expr **where)
{
	const struct crm_entity *change = crm_entity_must(crm_schema_of(cli->crm), "change");
	struct crm_buf records = { 0 };
	struct cli_refs refs;
	char **test = crm_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *test);
	size_t n = 0;
	int rc = CRM_OK;

	for (int i = 0; i < argc && rc == CRM_OK; i++) {
		if (strpbrk(argv[i], "=<>~(\"") != NULL) {
			test[n++] = argv[i];
			continue;
		}
		rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), 1, &argv[i], &refs);
		for (size_t k = 0; k < refs.n; k++) {
			crm_puts(&records, records.n ? "," : "record=");
			crm_put_id(&records, refs.v[k].ent, refs.v[k].id);
		}
	}
	if (records.n > 0)
		test[n++] = crm_strdup(&cli->arena, records.p);
	crm_buf_free(&records);
	if (rc == CRM_OK)
		rc = crm_filter_parse(crm_ctx_of(cli->crm), change, test, n, where, &cli->arena, &cli->err);
	return rc;
}

static int
history(struct cli *cli, int argc, char **argv)
{
	struct telling t = { .n = 0 };
	struct crm_expr *where;
	int rc, closed;

	if ((rc = filter(cli, argc, argv, &where)) != CRM_OK
	    || (rc = cli_rows(cli, crm_history_col, crm_history_ncol, &t.out)) != CRM_OK)
		return rc;
	rc = crm_history(cli->crm, where, limit, put_row, &t, &cli->err);
	closed = crm_out_close(t.out, &cli->err);
	return rc != CRM_OK ? rc : closed != CRM_OK ? closed : t.n > 0 ? CRM_OK : CRM_NO;
}

static int
undo_one(struct cli *cli, const char *text)
{
	const struct crm_entity *ba = crm_entity_must(crm_schema_of(cli->crm), "batch");
	int64_t batch, undone, as;
	int rc = CRM_OK;

	if (strcmp(text, "last") == 0)
		rc = crm_last_batch(cli->crm, &batch, &cli->err);
	else if (!crm_read_id(ba, text, strlen(text), &batch)
	    && crm_num(text, strlen(text), 1, INT64_MAX, &batch) != CRM_OK)
		return cli_usage(cli, "'%s' is no batch: say ba12, or last", text);
	if (rc != CRM_OK || (rc = crm_undo(cli->crm, batch, force, &undone, &as, &cli->err)) != CRM_OK)
		return rc;
	if (as != 0) {
		crm_put_id(&cli->out.buf, ba, as);
		crm_putc(&cli->out.buf, '\n');
	}
	cli_tell(cli, "ba%lld: %lld changes taken back%s", (long long)batch, (long long)undone,
	    cli->dry ? " (dry run: nothing is kept)" : "");
	return CRM_OK;
}

static int
undo(struct cli *cli, int argc, char **argv)
{
	int rc = CRM_OK;

	if (argc == 0)
		return cli_usage(cli, "which batch? ba12, or last");
	for (int i = 0; i < argc && rc == CRM_OK; i++)
		rc = undo_one(cli, argv[i]);
	return rc;
}

static const struct cli_verb verbs[] = {
	{ "undo", "BATCH...", "takes whole batches back, as batches of their own", undo },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-history", .args = "[REF...] [FILTER...]",
	.help = "tells who changed what, when, by which command; takes it back",
	.group = "care", .flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .run = history,
	.words = "ref verb fields=change",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
