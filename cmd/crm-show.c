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
brief(struct cli *cli, const struct cli_ref *ref, struct crm_doc *doc, void *from)
{
	return crm_brief(cli->crm, ref->ent, ref->id, *(int64_t *)from, doc, &cli->err);
}

static int
show(struct cli *cli, int argc, char **argv)
{
	int64_t from = 0, to;

	if (since != NULL && crm_when_time(since, strlen(since), cli->now, &from, &to) != CRM_OK)
		return cli_usage(cli, "--since: '%s' is no time", since);
	return cli_documents(cli, "client", argc, argv, format, brief, &from);
}

static const struct cli_cmd cmd = {
	.name = "crm-show", .args = "REF...",
	.help = "shows everything known about a record: the brief before a meeting",
	.group = "work", .flags = CLI_READS, .opts = opts, .run = show, .words = "ref",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
