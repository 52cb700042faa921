/* crm-find - selects records */
#include <string.h>

#include "cli/cli.h"

static const char *sort;
static int64_t limit, offset;
static bool count, away;
static const struct cli_opt opts[] = {
	{ 's', "sort", CLI_TEXT, &sort, "FIELD,-FIELD", "order; a minus sorts downwards" },
	{ 'l', "limit", CLI_COUNT, &limit, "N", "print so many at most" },
	{ 0, "offset", CLI_COUNT, &offset, "N", "pass over so many first" },
	{ 0, "count", CLI_FLAG, &count, NULL, "print only how many there are" },
	{ 'a', "away", CLI_FLAG, &away, NULL, "also what was put away" },
	{ 0 },
};

static int
find(struct cli *cli, int argc, char **argv)
{
	const struct crm_entity *ent = cli_entity(cli, &argc, &argv, "client");
	struct crm_query q = { .ent = ent, .limit = limit, .offset = offset, .away = away,
	    .ctx = crm_ctx_of(cli->crm) };
	struct crm_expr *where;
	int64_t n;
	int rc;

	if ((rc = cli_among(cli, &q, &argc, argv)) != CRM_OK || (rc = cli_sort(cli, &q, sort)) != CRM_OK
	    || (rc = crm_filter_parse(q.ctx, ent, argv, (size_t)argc, &where, &cli->arena, &cli->err)) != CRM_OK)
		return rc;
	q.where = where;
	if (!count)
		return cli_query(cli, &q, NULL, NULL);
	if ((rc = crm_count(crm_db_of(cli->crm), &q, &n, &cli->err)) != CRM_OK)
		return rc;
	crm_putd(&cli->out.buf, n);
	crm_putc(&cli->out.buf, '\n');
	return n > 0 ? CRM_OK : CRM_NO;
}

static const struct cli_cmd cmd = {
	.name = "crm-find", .args = "[ENTITY] [FILTER...] [-]", .help = "selects records",
	.group = "base", .flags = CLI_READS | CLI_OUT, .opts = opts, .run = find, .words = "entity fields=client",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
