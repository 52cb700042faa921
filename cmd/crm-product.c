/* crm-product - records needs, tells prices and why, suggests what clients may want of the assortment */
#include <string.h>

#include "cli/cli.h"
#include "crm/approve.h"
#include "crm/price.h"
#include "crm/product.h"

static const char *at, *until, *note, *by;
static int64_t least = 3;
static const struct cli_opt opts[] = {
	{ 0, "at", CLI_TEXT, &at, "DATE", "price: on that day, not today" },
	{ 0, "until", CLI_TEXT, &until, "DATE", "approve: the last day it holds; else for good" },
	{ 'm', "note", CLI_TEXT, &note, "TEXT", "approve: why" },
	{ 0, "least", CLI_COUNT, &least, "N", "suggest: what at least N clients have together; 3" },
	{ 0, "by", CLI_TEXT, &by, "product|line", "requests: one line for each of these, whatever the text" },
	{ 0 },
};

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

static int
refer(struct cli *cli, const char *name, const char *text, int64_t *id)
{
	return crm_resolve(cli->crm, entity(cli, name), NULL, text, strlen(text), id, &cli->err);
}

/* "-" is anybody. */
static int
price(struct cli *cli, int argc, char **argv)
{
	struct crm_price_ask ask = { .quantity = 1, .day = crm_local_day(cli->now) };
	struct crm_price p;
	int64_t hi;
	int rc;

	if (argc < 2 || argc > 3)
		return cli_usage(cli, "of what, for whom? CLIENT PRODUCT [QUANTITY]");
	if (argc == 3 && crm_num(argv[2], strlen(argv[2]), 1, INT64_MAX, &ask.quantity) != CRM_OK)
		return cli_usage(cli, "'%s' is no quantity", argv[2]);
	if (at != NULL && crm_when_date(at, strlen(at), cli->now, &ask.day, &hi) != CRM_OK)
		return cli_usage(cli, "--at: '%s' is no day", at);
	if ((strcmp(argv[0], "-") != 0 && (rc = refer(cli, "client", argv[0], &ask.client)) != CRM_OK)
	    || (rc = refer(cli, "product", argv[1], &ask.product)) != CRM_OK
	    || (rc = crm_price(cli->crm, &ask, &p, &cli->arena, &cli->err)) != CRM_OK)
		return rc;
	return cli_price(cli, &p);
}

static int
approve_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	int64_t id;
	int rc = crm_approve(cli->crm, arg, until, note, &id, &cli->err);

	(void)ref;
	if (rc == CRM_OK) {
		crm_put_id(&cli->said, entity(cli, "approval"), id);
		crm_putc(&cli->said, '\n');
	}
	return rc;
}

static int
approve(struct cli *cli, int argc, char **argv)
{
	const struct cli_refs once = { .v = &(struct cli_ref){ 0 }, .n = 1 };
	struct crm_decision d = { .kind = "discount" };
	const char *discount = argc > 0 ? argv[argc - 1] : "";
	struct crm_val v;
	int rc;

	if (argc < 2 || argc > 3)
		return cli_usage(cli, "what, for whom? CLIENT [PRODUCT] DISCOUNT");
	if ((rc = crm_field_parse(crm_ctx_of(cli->crm), crm_field_must(entity(cli, "approval"), "discount"),
	    discount, strlen(discount), &v, &cli->arena, &cli->err)) != CRM_OK)
		return rc;
	if (v.t != CRM_INT || v.i <= 0 || v.i > 10000)
		return cli_usage(cli, "a discount is above 0 and at most 100 %%, not '%s'", discount);
	d.v = v.i;
	if ((strcmp(argv[0], "-") != 0 && (rc = refer(cli, "client", argv[0], &d.client)) != CRM_OK)
	    || (argc == 3 && (rc = refer(cli, "product", argv[1], &d.product)) != CRM_OK))
		return rc;
	return cli_each(cli, &once, approve_one, &d);
}

static int
whitespace(struct cli *cli, int argc, char **argv)
{
	struct crm_grid g = { 0 };
	struct crm_whom whom;
	int rc = cli_whom(cli, "client", argc, argv, &whom);

	return rc != CRM_OK ? rc : cli_made(cli, &g, crm_whitespace(cli->crm, &whom, &g, &cli->err));
}

static int
suggest(struct cli *cli, int argc, char **argv)
{
	struct crm_grid g = { 0 };
	int64_t *client;
	size_t n;
	int rc = cli_clients(cli, argc, argv, &client, &n);

	return n == 0 ? rc : cli_made(cli, &g, crm_suggest(cli->crm, client, n, least, &g, &cli->err));
}

static int
requests(struct cli *cli, int argc, char **argv)
{
	struct crm_grid g = { 0 };

	return cli_made(cli, &g, crm_requests(cli->crm, argv, (size_t)argc, by, &g, &cli->err));
}

static const struct cli_verb verbs[] = {
	{ "need", "[CLIENT...] PRODUCT TEXT [FIELD=VALUE...]", "records what each needs", cli_need },
	{ "whitespace", "[CLIENT...|FILTER...]", "prints what clients have of each product line",
	    whitespace },
	{ "price", "CLIENT|- PRODUCT [QUANTITY]", "prints the price that holds, and why", price },
	{ "approve", "CLIENT|- [PRODUCT] DISCOUNT", "allows others a discount beyond their limit", approve },
	{ "suggest", "[CLIENT...]", "prints what clients like these have, and these have not", suggest },
	{ "requests", "[FILTER...]", "prints what clients ask for, heaviest first", requests },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-product", .args = "VERB", .group = "trade",
	.help = "records needs, tells prices and why, suggests what clients may want",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "ref fields=need",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
