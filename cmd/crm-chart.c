/* crm-chart - draws what a listing or report holds, in the terminal or as a picture */
#include <string.h>

#include "cli/cli.h"

static const char *header;
static int64_t limit = 50;
static struct cli_chart how;
static const struct cli_opt opts[] = {
	{ 'o', "output", CLI_TEXT, &how.format, "text|svg|png", "how to draw; text if left out" },
	{ 't', "title", CLI_TEXT, &how.ask.title, "TEXT", "what stands above" },
	{ 'x', "label", CLI_TEXT, &how.ask.label, "COLUMN",
	    "the column of labels, by name or number; else the first of texts" },
	{ 'y', "value", CLI_TEXT, &how.ask.values, "COLUMN,...", "the columns of values; else the first of numbers" },
	{ 'b', "by", CLI_TEXT, &how.ask.by, "COLUMN", "the column whose texts tell series apart" },
	{ 's', "sort", CLI_FLAG, &how.ask.sort, NULL, "the largest first" },
	{ 'l', "limit", CLI_COUNT, &limit, "N", "draw so many rows, of a line all; 50 if left out, 0 is all" },
	{ 0, "other", CLI_FLAG, &how.ask.other, NULL, "add the rest of the rows up as one more" },
	{ 'i', "input", CLI_TEXT, &how.input, "csv|tsv|json|jsonl|yaml|lines", "what is read; else as it looks" },
	{ 0, "encoding", CLI_TEXT, &how.encoding, "NAME", "how the source is encoded; else UTF-8 or by its mark" },
	{ 0, "header", CLI_TEXT, &header, "yes|no", "whether the first line names the columns; else as it looks" },
	{ 0, "width", CLI_COUNT, &how.width, "N", "columns of text, else the terminal's or 80; pixels of a picture" },
	{ 0, "height", CLI_COUNT, &how.height, "N", "lines of a line chart, 12 if left out; pixels of a picture" },
	{ 0, "ascii", CLI_FLAG, &how.ascii, NULL, "draw with plain characters, for a terminal without UTF-8" },
	{ 0 },
};

static int
draw(struct cli *cli, int argc, char **argv, enum crm_chart_kind kind)
{
	how.ask.kind = kind;
	how.ask.limit = (size_t)limit;
	how.ask.header = header == NULL ? -1 : strcmp(header, "yes") == 0;
	return cli_chart(cli, argc, argv, &how);
}

static int bar(struct cli *cli, int n, char **arg) { return draw(cli, n, arg, CRM_BAR); }
static int stacked(struct cli *cli, int n, char **arg) { return draw(cli, n, arg, CRM_STACKED); }
static int line(struct cli *cli, int n, char **arg) { return draw(cli, n, arg, CRM_LINE); }
static int funnel(struct cli *cli, int n, char **arg) { return draw(cli, n, arg, CRM_FUNNEL); }
static int heatmap(struct cli *cli, int n, char **arg) { return draw(cli, n, arg, CRM_HEATMAP); }

static const struct cli_verb verbs[] = {
	{ "bar", "[FILE]", "draws a bar for each row", bar },
	{ "stacked", "[FILE]", "draws bars of which each series is a part", stacked },
	{ "line", "[FILE]", "draws values in the course of time", line },
	{ "funnel", "[FILE]", "draws steps, and what share comes to each", funnel },
	{ "heatmap", "[FILE]", "draws a matrix, the larger the darker", heatmap },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm-chart", .args = "KIND", .help = "draws what a listing or report holds", .group = "insight",
	.opts = opts, .verbs = verbs, .words = "file",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
