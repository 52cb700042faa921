/* crm-segment - filters with names, classes of clients, who is neglected, which market promises most */
#include "cli/cli.h"

static struct cli_segment given;
static const char *since;
static const struct cli_opt opts[] = {
	{ 0, "by", CLI_TEXT, &given.by, "abc|rfm|matrix", "classify: how" },
	{ 0, "value", CLI_TEXT, &given.value, "FIELD|orders", "abc: by a number that clients have; by orders unless said" },
	{ 0, "attractive", CLI_TEXT, &given.attractive, "FACTORS", "matrix: FIELD:WEIGHT[:ZERO..TEN],... that make them attractive" },
	{ 0, "position", CLI_TEXT, &given.position, "FACTORS", "matrix: the same for how well we stand" },
	{ 0, "into", CLI_TEXT, &given.into, "FIELD", "classify: writes the class into this field" },
	{ 0, "from", CLI_TEXT, &given.from, "DAY", "classify: orders from this day on" },
	{ 0, "to", CLI_TEXT, &given.to, "DAY", "classify: orders up to this day" },
	{ 0, "at", CLI_TEXT, &given.at, "DAY", "classify: as of this day; today unless said" },
	{ 0, "since", CLI_TEXT, &since, "DAY", "moved: since this day; since the class was last written unless said" },
	{ 0 },
};

static int
list(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = crm_entity_must(crm_schema_of(cli->crm), "segment"), .ctx = &cli->ctx };
	struct crm_expr *where = NULL;
	int rc = crm_filter_parse(&cli->ctx, q.ent, argv, (size_t)argc, &where, &cli->arena, &cli->err);

	q.where = where;
	if (rc == CRM_OK && (rc = cli_sort(cli, &q, "name")) == CRM_OK)
		rc = cli_query(cli, &q, "name,filter,channel,every,owner.name,about", NULL);
	return rc;
}

static int classify(struct cli *cli, int n, char **arg) { return cli_classify(cli, n, arg, &given); }
static int moved(struct cli *cli, int n, char **arg) { return cli_moved(cli, n, arg, since); }

static const struct cli_verb verbs[] = {
	{ "list", "[FILTER...]", "lists the segments", list },
	{ "classify", "[FILTER...|FILE...]", "puts clients into classes, and says why", classify },
	{ "moved", "FIELD", "prints clients whose class is another than before", moved },
	{ "gaps", "[SEGMENT...]", "prints clients with whom the scheme of a segment is not kept", cli_gaps },
	{ "market", "", "prints the segments as markets, the most promising first", cli_market },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm-segment", .args = "VERB", .help = "names groups of clients, classes them, tells who is neglected",
	.group = "insight", .flags = CLI_WORKS | CLI_OUT | CLI_BULK, .opts = opts, .verbs = verbs,
	.words = "ref fields=client",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
