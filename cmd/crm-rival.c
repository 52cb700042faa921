/* crm-rival - watches who else sells: what is known of them, where they meet us, who wins, how to win */
#include "cli/cli.h"

static struct cli_rival given;
static const struct cli_opt opts[] = {
	{ 0, "by", CLI_TEXT, &given.by, "PATH[:UNIT]",
	    "won-lost: a line for each reason, client.industry, closed:quarter..., or segment" },
	{ 0, "from", CLI_TEXT, &given.from, "WHEN", "won-lost: what was closed from this day, or month... on" },
	{ 0, "to", CLI_TEXT, &given.to, "WHEN", "won-lost: until the end of this one" },
	{ 0, "show", CLI_TEXT, &given.show, "deals|open|won|lost|seen|of_ours",
	    "matrix: a column for each line, with this in it" },
	{ 'a', "all", CLI_FLAG, &given.all, NULL, "swot: also what holds no more, or not yet" },
	{ 0 },
};

static int
list(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = crm_entity_must(crm_schema_of(cli->crm), "rival"), .ctx = &cli->ctx };
	struct crm_expr *where = NULL;
	int rc = crm_filter_parse(&cli->ctx, q.ent, argv, (size_t)argc, &where, &cli->arena, &cli->err);

	q.where = where;
	if (rc == CRM_OK && (rc = cli_sort(cli, &q, "name")) == CRM_OK)
		rc = cli_query(cli, &q, "name,lines,open_deals,won,lost,lost_to,win_rate,facts,sightings,seen", NULL);
	return rc;
}

static int swot(struct cli *cli, int n, char **arg) { return cli_rival_swot(cli, n, arg, &given); }
static int won_lost(struct cli *cli, int n, char **arg) { return cli_rival_won_lost(cli, n, arg, &given); }
static int matrix(struct cli *cli, int n, char **arg) { return cli_rival_matrix(cli, n, arg, &given); }

static const struct cli_verb verbs[] = {
	{ "list", "[FILTER...]", "lists the rivals", list },
	{ "fact", "RIVAL strength|weakness|opportunity|threat|goal TEXT [FIELD=VALUE...]", "records what is known",
	    cli_rival_fact },
	{ "see", "RIVAL price|product|campaign|people|other TEXT [FIELD=VALUE...]", "records what it was seen to do",
	    cli_rival_see },
	{ "bid", "[DEAL...] RIVAL [FIELD=VALUE...]", "records that it is in deals", cli_rival_bid },
	{ "swot", "[RIVAL...]", "prints what is known: goals, strengths, weaknesses, opportunities, threats", swot },
	{ "sightings", "[RIVAL...] [FILTER...]", "lists what was seen, the latest first", cli_rival_sightings },
	{ "matrix", "[RIVAL...]", "prints the product lines on which rivals meet us", matrix },
	{ "won-lost", "[RIVAL...] [FILTER...]", "prints deals won and lost against each rival", won_lost },
	{ "card", "[DEAL...]", "prints how to win a deal from those who are in it", cli_rival_card },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm-rival", .args = "VERB", .group = "insight",
	.help = "watches competitors: what is known, where they meet us, who wins",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .formats = "text",
	.words = "ref strength weakness opportunity threat goal price product campaign people other fields=sighting",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
