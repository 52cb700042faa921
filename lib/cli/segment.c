/* segment.c - crm-segment's own: classes of clients, gaps in being in touch, markets */
#include <string.h>

#include "cli.h"
#include "crm/report.h"
#include "crm/segment.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

/* Orders count up to --at, or --to, or today; days are counted from there. */
static int
read_days(struct cli *cli, const struct cli_segment *o, struct crm_classing *how)
{
	struct crm_asked asked = { 0 };
	char *today;
	int rc;

	if (o->at != NULL && o->to != NULL)
		return cli_usage(cli, "--at and --to are both the last day");
	if ((rc = cli_period(cli, o->from, o->at != NULL ? o->at : o->to, &asked)) != CRM_OK)
		return rc;
	if (asked.to == NULL) {
		today = crm_alloc(&cli->arena, 11);
		crm_fmt_date(today, crm_local_day(cli->now));
		asked.to = today;
	}
	how->from = asked.from;
	how->to = asked.to;
	return crm_read_date(how->to, strlen(how->to), &how->day);
}

/* Which options belong together. */
static int
check(struct cli *cli, const struct cli_segment *o)
{
	bool matrix = o->by != NULL && strcmp(o->by, "matrix") == 0, orders = o->value == NULL && !matrix;

	if (o->value != NULL && (o->by == NULL || strcmp(o->by, "abc") != 0))
		return cli_usage(cli, "--value belongs to --by abc");
	if (!matrix && (o->attractive != NULL || o->position != NULL))
		return cli_usage(cli, "--attractive and --position belong to --by matrix");
	if (!orders && (o->from != NULL || o->to != NULL || o->at != NULL))
		return cli_usage(cli, "--from, --to and --at are of orders, which do not count here");
	if (cli->bulk.format != NULL && !orders)
		return cli_usage(cli, "-i reads orders, which do not count here");
	if (cli->bulk.format != NULL && (o->into != NULL || o->from != NULL))
		return cli_usage(cli, "-i classes who is not in the base: no --into, no --from");
	return CRM_OK;
}

struct keeping { struct cli *cli; const struct crm_classing *how; const char *into; struct crm_grid *g; size_t n; };

static void
said(void *arg, const struct crm_rec *old, const struct crm_rec *rec)
{
	struct keeping *k = arg;

	k->n++;
	cli_changed(k->cli, old, rec);
}

static int
keep(struct crm *crm, void *arg, struct crm_err *err)
{
	struct keeping *k = arg;

	k->n = 0;
	return crm_classes_keep(crm, k->g, k->how->where, k->into, said, k, err);
}

static int
keep_or_print(struct cli *cli, const struct crm_classing *how, const char *into, struct crm_grid *g)
{
	struct keeping k = { cli, how, into, g, 0 };
	char *did;
	int64_t batch;
	int rc;

	if (into == NULL)
		return cli_grid(cli, g);
	if ((rc = cli_work(cli, keep, &k, &batch)) != CRM_OK)
		return rc;
	did = crm_sprintf(&cli->arena, "%zu changed", k.n);
	cli_tell_kept(cli, did, batch);
	return CRM_OK;
}

/* Line by line. */
static void
tell_about(struct cli *cli, const char *text)
{
	for (size_t n; text != NULL && *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		cli_tell(cli, "%.*s", (int)n, text);
	}
}

int
cli_classify(struct cli *cli, int argc, char **argv, const struct cli_segment *o)
{
	struct crm_classing how = { .by = o->by, .value = o->value != NULL && strcmp(o->value, "orders") != 0 ? o->value : NULL,
	    .attractive = o->attractive, .position = o->position };
	struct crm_buyers buyers = { 0 };
	struct crm_grid g = { 0 };
	struct crm_buf about = { 0 };
	int rc = check(cli, o);

	if (rc == CRM_OK && (rc = read_days(cli, o, &how)) == CRM_OK && cli->bulk.format != NULL) {
		how.buyers = &buyers;
		rc = cli_buyers(cli, argc, argv, how.day, &buyers);
	} else if (rc == CRM_OK) {
		rc = crm_filter_parse(crm_ctx_of(cli->crm), entity(cli, "client"), argv, (size_t)argc, &how.where, &cli->arena,
		    &cli->err);
	}
	if (rc == CRM_OK && (rc = crm_classify(cli->crm, &how, &g, &about, &cli->err)) == CRM_OK) {
		rc = keep_or_print(cli, &how, o->into, &g);
		tell_about(cli, rc == CRM_OK ? about.p : NULL);
	}
	crm_buf_free(&about);
	crm_buyers_free(&buyers);
	crm_grid_free(&g);
	return rc;
}

int
cli_moved(struct cli *cli, int argc, char **argv, const char *since)
{
	struct crm_grid g = { 0 };
	struct crm_asked asked = { 0 };
	int rc;

	if (argc != 1)
		return cli_usage(cli, "moved takes the field that keeps the class");
	rc = cli_period(cli, since, NULL, &asked);
	return rc == CRM_OK ? cli_made(cli, &g, crm_classes_moved(cli->crm, argv[0], asked.from, &g, &cli->err)) : rc;
}

int
cli_gaps(struct cli *cli, int argc, char **argv)
{
	struct crm_grid g = { 0 };
	struct cli_refs refs = { 0 };
	int64_t *id;
	int rc = argc > 0 ? cli_refs(cli, entity(cli, "segment"), argc, argv, &refs) : CRM_OK;

	id = crm_alloc(&cli->arena, (refs.n + 1) * sizeof *id);
	for (size_t i = 0; i < refs.n && rc == CRM_OK; i++) {
		id[i] = refs.v[i].id;
		if (refs.v[i].ent != entity(cli, "segment"))
			rc = crm_fail(&cli->err, CRM_DATA, NULL, "%s is no segment", refs.v[i].text);
	}
	return rc == CRM_OK
	    ? cli_made(cli, &g, crm_segment_gaps(cli->crm, argc > 0 ? id : NULL, refs.n, &g, &cli->err)) : rc;
}

int
cli_market(struct cli *cli, int argc, char **argv)
{
	struct crm_grid g = { 0 };

	(void)argv;
	return argc > 0 ? cli_usage(cli, "market takes no operands")
	    : cli_made(cli, &g, crm_segment_market(cli->crm, &g, &cli->err));
}
