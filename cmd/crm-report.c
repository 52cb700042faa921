/* crm-report - the standing questions about the trade */
#include <string.h>

#include "cli/cli.h"
#include "crm/report.h"

static struct crm_asked asked;
static const char *from, *to, *owner;
static const struct cli_opt opts[] = {
	{ 0, "from", CLI_TEXT, &from, "WHEN", "the first day, or month..., that counts" },
	{ 0, "to", CLI_TEXT, &to, "WHEN", "the last" },
	{ 0, "by", CLI_TEXT, &asked.by, "FIELD[:UNIT]", "what makes a line" },
	{ 0, "category", CLI_TEXT, &asked.category, "closed|commit|best_case|pipeline",
	    "of the forecast, only this" },
	{ 0, "owner", CLI_TEXT, &owner, "USER", "of whose records: agenda, plan, units, accounts, monthly" },
	{ 0, "unit", CLI_TEXT, &asked.unit, "UNIT", "of which sales unit's: the same" },
	{ 0 },
};

static int
whose(struct cli *cli)
{
	const struct crm_entity *user = crm_entity_must(crm_schema_of(cli->crm), "user");

	return owner == NULL ? CRM_OK
	    : crm_resolve(cli->crm, user, NULL, owner, strlen(owner), &asked.owner, &cli->err);
}

/* What reports there are, and the columns that they have. */
static int
list(struct cli *cli)
{
	static const struct crm_outcol col[] = {
		{ .name = "report", .type = &crm_t_word, .currency = -1 },
		{ .name = "what", .type = &crm_t_text, .currency = -1 },
		{ .name = "columns", .type = &crm_t_text, .currency = -1 },
	};
	struct crm_grid g = { .col = col, .ncol = 3, .width = 3 };
	struct crm_buf names = { 0 };
	int rc;

	for (const struct crm_report *r = crm_reports; r->name != NULL; r++) {
		struct crm_val *row = crm_grid_add(&g);

		names.n = 0;
		for (size_t i = 0; i < r->ncol; i++)
			crm_putf(&names, "%s%s", i ? "," : "", r->col[i].name);
		row[0] = CRM_VTEXT(r->name, strlen(r->name));
		row[1] = CRM_VTEXT(r->help, strlen(r->help));
		row[2] = CRM_VTEXT(crm_strdup(&g.arena, names.p), names.n);
	}
	rc = cli_grid(cli, &g);
	crm_buf_free(&names);
	crm_grid_free(&g);
	return rc;
}

static int
no_such(struct cli *cli, const char *name)
{
	const char *names[64] = { NULL }, *near;
	size_t n = 0;

	for (const struct crm_report *r = crm_reports; r->name != NULL && n < 63; r++)
		names[n++] = r->name;
	near = cli_near(name, names);
	return cli_usage(cli, near ? "no such report: '%s', did you mean %s?"
	    : "no such report: '%s'; crm-report alone lists them", name, near);
}

static int
report(struct cli *cli, int argc, char **argv)
{
	const struct crm_report *r;
	int rc;

	if (argc == 0)
		return list(cli);
	if ((r = crm_report_find(argv[0])) == NULL)
		return no_such(cli, argv[0]);
	if ((rc = cli_period(cli, from, to, &asked)) != CRM_OK || (rc = whose(cli)) != CRM_OK)
		return rc;
	if (r->asks & CRM_ASK_MONTH)
		return cli_monthly(cli, r, &asked, argc - 1, argv + 1);
	asked.filter = argv + 1;
	asked.nfilter = (size_t)argc - 1;
	return cli_report(cli, r, &asked);
}

static const struct cli_cmd cmd = {
	.name = "crm-report", .args = "[REPORT] [FILTER... | MONTH]",
	.help = "prints reports: pipeline, forecast, agenda, velocity and more",
	.group = "insight", .flags = CLI_READS | CLI_OUT, .opts = opts, .run = report,
	.words = "pipeline board rotting forecast activity agenda won lost velocity conversion otif otif-lines "
	    "winrate stage-times sources units service plan monthly key-accounts retention clients revenue fields=deal",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
