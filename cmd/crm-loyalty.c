/* crm-loyalty - points earned, redeemed and expired, tiers, and bonuses that contracts promise */
#include <string.h>

#include "cli/cli.h"
#include "crm/approve.h"
#include "crm/loyalty.h"

static const char *note, *to, *since, *until, *at;
static bool plan;
static const struct cli_opt opts[] = {
	{ 'm', "note", CLI_TEXT, &note, "TEXT", "redeem, adjust, approve: why" },
	{ 0, "to", CLI_TEXT, &to, "DATE", "run: as of this day, else today" },
	{ 0, "since", CLI_TEXT, &since, "DATE", "statement: from this day on; tiers: who moved since" },
	{ 0, "until", CLI_TEXT, &until, "DATE", "approve: the last day that it holds" },
	{ 0, "at", CLI_TEXT, &at, "DATE", "bonus: of the period of this day, else of the last that ended" },
	{ 0, "plan", CLI_FLAG, &plan, NULL, "bonus: plan a follow-up for each that is to be credited, once" },
	{ 0 },
};

/* What is done with so many points of each client. */
struct doing {
	int (*how)(struct cli *, int64_t client, struct doing *, struct crm_booked *);
	int64_t points, order, money;
};

static int
redeem_how(struct cli *cli, int64_t client, struct doing *d, struct crm_booked *b)
{
	return crm_points_redeem(cli->crm, client, d->points, d->order, note, b, &d->money, &cli->err);
}

static int
adjust_how(struct cli *cli, int64_t client, struct doing *d, struct crm_booked *b)
{
	return crm_points_adjust(cli->crm, client, d->points, note, b, &cli->err);
}

static int
approve_how(struct cli *cli, int64_t client, struct doing *d, struct crm_booked *b)
{
	const struct crm_decision asked = { .kind = "points", .client = client, .v = d->points };
	int64_t id;
	int rc = crm_approve(cli->crm, &asked, until, note, &id, &cli->err);

	(void)b;
	if (rc == CRM_OK)
		crm_putf(&cli->said, "ap%lld\n", (long long)id);
	return rc;
}

static int
do_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	struct crm_booked b = { .arena = &cli->arena };
	int rc = strcmp(ref->ent->name, "client") != 0
	    ? crm_fail(&cli->err, CRM_DATA, NULL, "%s is no client", ref->text) : d->how(cli, ref->id, d, &b);

	return rc == CRM_OK ? cli_loyalty_said(cli, &b) : rc;
}

/* [CLIENT...] POINTS [order=ORDER] */
static int
do_all(struct cli *cli, int argc, char **argv, int64_t least, struct doing *d, struct cli_refs *refs)
{
	const struct crm_schema *s = crm_schema_of(cli->crm);
	const char *order = argc > 0 && strncmp(argv[argc - 1], "order=", 6) == 0 ? argv[--argc] + 6 : NULL, *last;
	int rc;

	last = argc > 0 ? argv[--argc] : "";
	if (crm_num(last, strlen(last), least, INT64_MAX, &d->points) != CRM_OK || d->points == 0)
		return cli_usage(cli, "how many points? the last operand is a number, not '%s'", last);
	if (order != NULL && d->how != redeem_how)
		return cli_usage(cli, "order= belongs to redeem");
	rc = cli_refs(cli, crm_entity_must(s, "client"), argc, argv, refs);
	if (rc == CRM_OK && order != NULL)
		rc = crm_resolve(cli->crm, crm_entity_must(s, "order"), NULL, order, strlen(order), &d->order, &cli->err);
	return rc == CRM_OK ? cli_each(cli, refs, do_one, d) : rc;
}

static int
redeem(struct cli *cli, int argc, char **argv)
{
	const char *currency = crm_policy_of(cli->crm)->currency;
	struct doing d = { .how = redeem_how };
	struct cli_refs refs;
	struct crm_buf worth = { 0 };
	int rc = do_all(cli, argc, argv, 1, &d, &refs);

	crm_put_decimal(&worth, d.money, crm_currency_digits(currency));
	if (rc == CRM_OK)
		cli_tell(cli, "%lld points redeemed, worth %s %s%s", (long long)d.points, worth.p, currency,
		    refs.n > 1 ? ", by each" : "");
	crm_buf_free(&worth);
	return rc;
}

static int
adjust(struct cli *cli, int argc, char **argv)
{
	struct doing d = { .how = adjust_how };
	struct cli_refs refs;

	return note == NULL || *note == '\0' ? cli_usage(cli, "why? -m TEXT says it")
	    : do_all(cli, argc, argv, -INT64_MAX, &d, &refs);
}

static int
approve(struct cli *cli, int argc, char **argv)
{
	struct doing d = { .how = approve_how };
	struct cli_refs refs;

	return do_all(cli, argc, argv, 1, &d, &refs);
}

static int run(struct cli *cli, int n, char **arg) { return cli_loyalty_run(cli, n, arg, to); }
static int statement(struct cli *cli, int n, char **arg) { return cli_loyalty_statement(cli, n, arg, since); }
static int tiers(struct cli *cli, int n, char **arg) { return cli_loyalty_tiers(cli, n, arg, since); }
static int bonus(struct cli *cli, int n, char **arg) { return cli_loyalty_bonus(cli, n, arg, at, plan); }

static const struct cli_verb verbs[] = {
	{ "run", "", "books what orders earned and lost again, and what expired; for cron", run },
	{ "redeem", "[CLIENT...] POINTS [order=ORDER]", "takes points for what they are worth", redeem },
	{ "adjust", "[CLIENT...] POINTS", "gives points by hand, or takes them when below 0", adjust },
	{ "approve", "[CLIENT...] POINTS", "allows others to take or give so many at once", approve },
	{ "statement", "[CLIENT]", "prints a client's entries, and what was there after each", statement },
	{ "expiring", "[WITHIN]", "lists points whose last day comes by then, or in 30 days", cli_loyalty_expiring },
	{ "tiers", "[FILTER...]", "counts the clients of each tier", tiers },
	{ "bonus", "[CONTRACT...]", "prints what contracts give back on the turnover of a period", bonus },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm-loyalty", .args = "VERB", .help = "keeps loyalty points, tiers and bonuses", .group = "trade",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "ref fields=client",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
