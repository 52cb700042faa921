/* crm-rm - puts records away, and brings them back */
#include "cli/cli.h"

static bool restore, purge, deep;
static const struct cli_opt opts[] = {
	{ 0, "restore", CLI_FLAG, &restore, NULL, "bring back what was put away" },
	{ 0, "purge", CLI_FLAG, &purge, NULL, "remove for good (crm-history undo still brings it back)" },
	{ 0, "with-dependents", CLI_FLAG, &deep, NULL, "and the records that depend on them" },
	{ 0 },
};

struct removing { struct cli_refs refs; int64_t n; };

static int
remove_all(struct crm *crm, void *arg, struct crm_err *err)
{
	struct removing *r = arg;
	int rc, worst = CRM_OK;

	r->n = 0;
	for (size_t i = 0; i < r->refs.n; i++) {
		const struct cli_ref *ref = &r->refs.v[i];

		rc = purge ? crm_purge(crm, ref->ent, ref->id, deep, &r->n, err)
		    : crm_put_away(crm, ref->ent, ref->id, restore, deep, &r->n, err);
		worst = rc > worst ? rc : worst;
		if (rc != CRM_OK && rc != CRM_NOPERM && rc != CRM_NO)
			break;
	}
	return worst;
}

static int
rm(struct cli *cli, int argc, char **argv)
{
	struct removing r = { .n = 0 };
	int64_t batch;
	int rc;

	if (restore && purge)
		return cli_usage(cli, "--restore and --purge contradict each other");
	if ((rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), argc, argv, &r.refs)) != CRM_OK
	    || (rc = cli_work(cli, remove_all, &r, &batch)) != CRM_OK)
		return rc;
	cli_tell(cli, "%lld %s%s", (long long)r.n, purge ? "purged" : restore ? "restored" : "put away",
	    cli->dry ? " (dry run: nothing is kept)" : "");
	return CRM_OK;
}

static const struct cli_cmd cmd = {
	.name = "crm-rm", .args = "REF...", .help = "puts records away, and brings them back",
	.group = "base", .flags = CLI_WORKS, .opts = opts, .run = rm, .words = "ref",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
