/* crm-score - foresees whom to trust, which deals will be won and who will order again, with the reasons */
#include "cli/cli.h"

static struct cli_score how = { .weeks = 52 };
static const struct cli_opt opts[] = {
	{ 0, "save", CLI_FLAG, &how.save, NULL, "keep the scores with their date; filters and reports see the last ones" },
	{ 0, "since", CLI_TEXT, &how.since, "DATE", "prospect: learn from deals opened then or later; changes: since then" },
	{ 0, "explain", CLI_FLAG, &how.explain, NULL, "prospect: print what each chance is made of" },
	{ 0, "weeks", CLI_COUNT, &how.weeks, "N", "churn: look so far ahead; 52 if left out" },
	{ 0, "at", CLI_TEXT, &how.at, "DATE", "churn: as of this day, not today" },
	{ 0, "fit", CLI_FLAG, &how.fit, NULL, "churn: print the parameters and their likelihood" },
	{ 0, "margin", CLI_TEXT, &how.margin, "PERCENT", "churn: of the turnover that a lifetime brings; 100 if left out" },
	{ 0, "rate", CLI_TEXT, &how.rate, "PERCENT", "churn: by which a lifetime is discounted a year; 10 if left out" },
	{ 'i', "input", CLI_TEXT, &how.input, "csv|tsv|json|jsonl|yaml|lines",
	    "churn: orders of files, not the base's: client, date, amount" },
	{ 0, "date-format", CLI_TEXT, &how.date_format, "FORMAT", "churn -i: how dates are written: %d/%m/%Y" },
	{ 0 },
};

static int reliability(struct cli *cli, int n, char **arg) { return cli_score_reliability(cli, n, arg, &how); }
static int prospect(struct cli *cli, int n, char **arg) { return cli_score_prospect(cli, n, arg, &how); }
static int churn(struct cli *cli, int n, char **arg) { return cli_score_churn(cli, n, arg, &how); }
static int changes(struct cli *cli, int n, char **arg) { return cli_score_changes(cli, n, arg, &how); }

static const struct cli_verb verbs[] = {
	{ "reliability", "[CLIENT...|FILTER...]", "tells promising clients from unprofitable ones", reliability },
	{ "prospect", "[DEAL...|FILTER...]", "prints the chance of open deals, learned from closed ones", prospect },
	{ "churn", "[CLIENT...|FILTER...|FILE...]", "prints who still is a client, and what it will order", churn },
	{ "changes", "", "prints which of the scores that were kept changed", changes },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm-score", .args = "VERB", .group = "insight",
	.help = "foresees whom to trust, what will be won, who orders again",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "ref fields=client",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
