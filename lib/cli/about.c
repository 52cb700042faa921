/* about.c - records that tell something about others: a reference and a text, then what is set */
#include <string.h>

#include "cli.h"

static int
about_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct cli_about *t = arg;
	const struct crm_ctx *ctx = crm_ctx_of(cli->crm);
	int rc;

	if (ref->id != 0 && ref->ent != crm_field_must(t->ent, t->via)->to)
		return crm_fail(&cli->err, CRM_DATA, NULL, "%s is no %s", ref->text, t->via);
	crm_rec_reset(&t->rec);
	if (ref->id != 0)
		crm_rec_put(&t->rec, t->via, &CRM_VINT(ref->id));
	crm_rec_put(&t->rec, "about", &CRM_VTEXT(t->about, strlen(t->about)));
	if ((rc = crm_rec_assign_all(ctx, &t->rec, t->text, t->n, &cli->err)) != CRM_OK
	    || (rc = crm_rec_defaults(ctx, &t->rec, &cli->err)) != CRM_OK
	    || (rc = crm_save(cli->crm, NULL, &t->rec, 0, NULL, &cli->err)) != CRM_OK)
		return rc;
	crm_putf(&cli->said, "%s%lld\n", t->ent->prefix, (long long)crm_rec_id(&t->rec));
	return CRM_OK;
}

int
cli_about(struct cli *cli, int argc, char **argv, struct cli_about *t, bool may_be_nobody)
{
	struct cli_refs refs = { .v = &(struct cli_ref){ .text = "-" }, .n = 1, .used = 1 };
	int end = 1, rc = CRM_OK;

	while (end < argc && !cli_is_assignment(argv[end]))
		end++;
	if (argc < 1 || cli_is_assignment(argv[0]) || (t->about = cli_joined(cli, end - 1, argv + 1)) == NULL
	    || *t->about == '\0')
		return cli_usage(cli, "a %s and a text: what was said?", t->via);
	if (!may_be_nobody || strcmp(argv[0], "-") != 0)
		rc = cli_refs(cli, crm_field_must(t->ent, t->via)->to, 1, argv, &refs);
	if (rc != CRM_OK)
		return rc;
	t->text = argv + end;
	t->n = (size_t)(argc - end);
	return cli_each(cli, &refs, about_one, t);
}
