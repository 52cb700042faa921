/* crm-order - takes orders, delivers them, and tells what is late, what is short, how much came on time */
#include <string.h>

#include "cli/cli.h"
#include "crm/report.h"

static struct cli_order o;
static const char *from, *to;
static struct crm_asked asked;
static bool lines;
static const struct cli_opt opts[] = {
	{ 0, "promised", CLI_TEXT, &o.promised, "DATE", "take: when it is to be delivered" },
	{ 0, "quote", CLI_FLAG, &o.quote, NULL, "take: a quote, which confirm makes an order" },
	{ 0, "valid", CLI_TEXT, &o.valid, "DATE", "take: the last day of a quote" },
	{ 0, "at", CLI_TEXT, &o.at, "DATE", "deliver, return, pay: when, if not today" },
	{ 0, "consignment", CLI_TEXT, &o.number, "NUMBER", "deliver, return: of which consignment" },
	{ 'm', "note", CLI_TEXT, &o.note, "TEXT", "deliver, return, promise, approve: why" },
	{ 'f', "force", CLI_FLAG, &o.force, NULL, "past what is refused for a reason: see the manual" },
	{ 0, "until", CLI_TEXT, &o.until, "DATE", "approve: the last day" },
	{ 0, "by", CLI_TEXT, &asked.by, "FIELD[:UNIT]", "otif: what makes a line" },
	{ 0, "from", CLI_TEXT, &from, "DATE", "otif: the first day of a promise that counts" },
	{ 0, "to", CLI_TEXT, &to, "DATE", "otif: the last" },
	{ 0, "lines", CLI_FLAG, &lines, NULL, "otif: of lines, not of whole orders" },
	{ 0 },
};

static int
take(struct cli *cli, int argc, char **argv)
{
	return cli_order_take(cli, argc, argv, &o);
}

static int
confirm(struct cli *cli, int argc, char **argv)
{
	return cli_order_confirm(cli, argc, argv, &o);
}

static int
deliver(struct cli *cli, int argc, char **argv)
{
	return cli_order_deliver(cli, argc, argv, &o);
}

static int
take_back(struct cli *cli, int argc, char **argv)
{
	return cli_order_return(cli, argc, argv, &o);
}

static int
promise(struct cli *cli, int argc, char **argv)
{
	return cli_order_promise(cli, argc, argv, &o);
}

static int
cancel(struct cli *cli, int argc, char **argv)
{
	return cli_order_cancel(cli, argc, argv, &o);
}

static int
pay(struct cli *cli, int argc, char **argv)
{
	return cli_order_pay(cli, argc, argv, &o);
}

static int
approve(struct cli *cli, int argc, char **argv)
{
	return cli_order_approve(cli, argc, argv, &o);
}

static int
late(struct cli *cli, int argc, char **argv)
{
	return cli_order_list(cli, "late=yes", argc, argv,
	    "number,client.name,promised,overdue,open_lines,left,owner.name");
}

static int
short_(struct cli *cli, int argc, char **argv)
{
	long long warn = crm_policy_of(cli->crm)->warn;
	const char *soon = crm_sprintf(&cli->arena, CRM_ORDER_SHORT, warn);

	return cli_order_list(cli, soon, argc, argv,
	    "number,client.name,promised,open_lines,left,delivered_pct,owner.name");
}

static int
otif(struct cli *cli, int argc, char **argv)
{
	int rc = cli_period(cli, from, to, &asked);

	asked.filter = argv;
	asked.nfilter = (size_t)argc;
	return rc == CRM_OK ? cli_report(cli, crm_report_find(lines ? "otif-lines" : "otif"), &asked) : rc;
}

static const struct cli_verb verbs[] = {
	{ "take", "[CLIENT SKU:QTY...] [FILE...] [FIELD=VALUE...]",
	    "takes an order, or those of rows, and prints its id", take },
	{ "confirm", "[QUOTE...] [FIELD=VALUE...]", "makes orders of quotes", confirm },
	{ "deliver", "[ORDER...] [LINE:QTY|SKU:QTY...]", "delivers that of it, or all that remains",
	    deliver },
	{ "return", "[ORDER] LINE:QTY|SKU:QTY...", "takes back what was delivered", take_back },
	{ "promise", "[ORDER...] DATE", "promises another day; the first one stays known", promise },
	{ "cancel", "[ORDER...] [reason=TEXT] [FIELD=VALUE...]", "cancels what was not delivered", cancel },
	{ "pay", "[ORDER] [AMOUNT] [invoice=NUMBER]", "records what was paid, or that all is", pay },
	{ "approve", "[CLIENT...] AMOUNT", "lets a client owe so much beyond its limit", approve },
	{ "late", "[FILTER...]", "lists orders that should have been delivered by now", late },
	{ "short", "[FILTER...]", "lists orders delivered in part, or due soon with lines open", short_ },
	{ "otif", "[FILTER...]", "tells how many came on time and in full", otif },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-order", .args = "VERB",
	.help = "takes orders, delivers them, tells what is late and what is short",
	.group = "trade", .flags = CLI_WORKS | CLI_OUT | CLI_BULK, .opts = opts, .verbs = verbs,
	.words = "ref fields=order file",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
