/* crm-show - everything known about a record: the brief before a meeting */
#include <string.h>

#include "cli/cli.h"
#include "crm/brief.h"

static const char *since, *format;
static const struct cli_opt opts[] = {
	{ 0, "since", CLI_TEXT, &since, "WHEN", "all interactions since then, not only the last few" },
	{ 'o', "output", CLI_TEXT, &format, "text|json|yaml", "how to print" },
	{ 0 },
};

static int
show(struct cli *cli, int argc, char **argv)
{
	struct crm_outopt opt = cli_outopt(cli);
	struct cli_refs refs;
	struct crm_doc *doc;
	int64_t from = 0, to;
	int rc, found, closed;

	if (since != NULL && crm_when_time(since, strlen(since), cli->now, &from, &to) != CRM_OK)
		return cli_usage(cli, "--since: '%s' is no time", since);
	found = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), argc, argv, &refs);
	if (refs.n == 0)
		return found;
	if ((rc = crm_doc_open(&doc, format != NULL ? format : "text", &cli->out, &opt, &cli->err)) != CRM_OK)
		return rc;
	if (refs.n > 1)
		crm_doc_list(doc, NULL);
	for (size_t i = 0; i < refs.n && rc == CRM_OK; i++)
		rc = crm_brief(cli->crm, refs.v[i].ent, refs.v[i].id, from, doc, &cli->err);
	closed = crm_doc_close(doc, &cli->err);
	return rc != CRM_OK ? rc : closed != CRM_OK ? closed : found;
}

static const struct cli_cmd cmd = {
	.name = "crm-show", .args = "REF...",
	.help = "shows everything known about a record: the brief before a meeting",
	.group = "work", .flags = CLI_READS, .opts = opts, .run = show, .words = "ref",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
