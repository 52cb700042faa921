/* crm-sum - totals per group */
#include "cli/cli.h"
#include "crm/sum.h"

static struct cli_texts by, stats;
static const char *sort;
static int64_t limit;
static bool no_total;
static const struct cli_opt opts[] = {
	{ 'b', "by", CLI_MANY, &by, "FIELD,...",
	    "what makes a group; a date also as FIELD:day, week, month, quarter or year" },
	{ 'a', "stats", CLI_MANY, &stats, "STAT,...",
	    "what is told of each: count, sum:FIELD, avg:FIELD, median:FIELD, min:FIELD, "
	    "max:FIELD, share:FIELD, count:FILTER, rate:FILTER" },
	{ 's', "sort", CLI_TEXT, &sort, "COLUMN,...",
	    "order, by columns of the result; a minus before one sorts downwards" },
	{ 'l', "limit", CLI_COUNT, &limit, "N", "print so many groups at most" },
	{ 0, "no-total", CLI_FLAG, &no_total, NULL, "print no total" },
	{ 0 },
};

static int
parse(struct cli *cli, struct crm_sum *s)
{
	const struct crm_ctx *ctx = crm_ctx_of(cli->crm);

	for (size_t i = 0; i < by.n; i++)
		crm_sum_by(ctx, s, by.v[i], &cli->arena, &cli->err);
	for (size_t i = 0; i < stats.n; i++)
		crm_sum_stats(ctx, s, stats.v[i], &cli->arena, &cli->err);
	if (stats.n == 0)
		crm_sum_stats(ctx, s, "count", &cli->arena, &cli->err);
	return cli->err.code;
}

static int
sum(struct cli *cli, int argc, char **argv)
{
	struct crm_query among = { .ent = cli_entity(cli, &argc, &argv, "client") };
	struct crm_sum s = { .ent = among.ent, .sort = sort, .limit = limit, .no_total = no_total };
	struct crm_grid grid = { 0 };
	struct crm_expr *where;
	int rc, printed;

	if ((rc = cli_among(cli, &among, &argc, argv)) != CRM_OK
	    || (rc = crm_filter_parse(crm_ctx_of(cli->crm), s.ent, argv, (size_t)argc, &where, &cli->arena,
	    &cli->err)) != CRM_OK
	    || (rc = parse(cli, &s)) != CRM_OK)
		return rc;
	s.where = where;
	s.id = among.id;
	s.nid = among.nid;
	rc = crm_sum_run(cli->crm, &s, &grid, &cli->err);
	if ((rc == CRM_OK || rc == CRM_NO) && (printed = cli_grid(cli, &grid)) != CRM_OK)
		rc = printed;
	crm_grid_free(&grid);
	return rc;
}

static const struct cli_cmd cmd = {
	.name = "crm-sum", .args = "[ENTITY] [FILTER...] [-]", .help = "prints totals per group",
	.group = "base", .flags = CLI_READS | CLI_OUT, .opts = opts, .run = sum, .words = "entity fields=client",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
