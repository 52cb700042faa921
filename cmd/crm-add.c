/* crm-add - adds records: one from arguments, thousands from a stream */
#include <string.h>

#include "cli/cli.h"

static const char *key, *mode = "upsert";
static const struct cli_opt opts[] = {
	{ 'k', "key", CLI_TEXT, &key, "FIELD", "find the stored record by this field, and update it" },
	{ 0, "mode", CLI_TEXT, &mode, "insert|update|upsert",
	    "with --key: refuse what exists, what is new, or neither" },
	{ 0 },
};

struct adding { struct crm_rec rec; char **text; size_t n; };

static int
add_one(struct crm *crm, void *arg, struct crm_err *err)
{
	struct adding *a = arg;
	int rc;

	crm_rec_reset(&a->rec);
	rc = crm_rec_assign_all(crm_ctx_of(crm), &a->rec, a->text, a->n, err);
	if (crm_rec_defaults(crm_ctx_of(crm), &a->rec, err) != CRM_OK || rc != CRM_OK) {
		crm_rec_check(&a->rec, err);
		return CRM_DATA;
	}
	return crm_save(crm, NULL, &a->rec, 0, NULL, err);
}

/* The new id goes out by itself, so that it feeds the next command. */
static int
from_arguments(struct cli *cli, const struct crm_entity *ent, char **text, size_t n)
{
	struct adding a = { .text = text, .n = n };
	int rc;

	crm_rec_init(&a.rec, ent);
	if ((rc = crm_work(cli->crm, add_one, &a, NULL, &cli->err)) == CRM_OK) {
		crm_put_id(&cli->out.buf, ent, crm_rec_id(&a.rec));
		crm_putc(&cli->out.buf, '\n');
	}
	crm_rec_free(&a.rec);
	return rc;
}

struct ids { struct cli *cli; const struct crm_entity *ent; };

static void
each_id(void *arg, int64_t id, int what)
{
	struct ids *i = arg;

	if (what != '+')
		return;
	crm_put_id(&i->cli->out.buf, i->ent, id);
	crm_putc(&i->cli->out.buf, '\n');
	crm_sink_room(&i->cli->out);
}

static int
add(struct cli *cli, int argc, char **argv)
{
	const struct crm_entity *ent = cli_entity(cli, &argc, &argv, "client");
	struct ids ids = { cli, ent };
	struct crm_bulk b = { .ent = ent, .key = key, .done = each_id, .arg = &ids };
	char **set = crm_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *set);
	int files = 0;

	for (int i = 0; i < argc; i++) {
		if (cli_is_assignment(argv[i]))
			set[b.nset++] = argv[i];
		else
			argv[files++] = argv[i];
	}
	b.set = set;
	b.mode = mode[0] == 'i' ? CRM_INSERT_ONLY : mode[1] == 'p' && mode[2] == 'd' ? CRM_UPDATE_ONLY : CRM_UPSERT;
	if (b.mode == CRM_UPDATE_ONLY && key == NULL)
		return cli_usage(cli, "--mode update needs --key");
	if (files > 0 || cli->bulk.format != NULL)
		return cli_bulk(cli, &b, files, argv, NULL);
	if (b.nset == 0)
		return cli_usage(cli, "what is to be added? field=value, a file, or -i FORMAT");
	if (key != NULL)
		return cli_usage(cli, "--key goes with a file");
	return from_arguments(cli, ent, set, b.nset);
}

static const struct cli_cmd cmd = {
	.name = "crm-add", .args = "[ENTITY] field=value... | [ENTITY] [-i FORMAT] [FILE...] [field=value...]",
	.help = "adds records: one from arguments, thousands from a stream",
	.group = "base", .flags = CLI_WORKS | CLI_BULK, .opts = opts, .run = add,
	.words = "entity fields=client file",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
