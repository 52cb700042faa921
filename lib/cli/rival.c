/* rival.c - crm-rival's verbs: what is seen and known of rivals, where they meet us, who wins */
#include <string.h>

#include "cli.h"
#include "crm/rival.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

/* "RIVAL KIND TEXT... [FIELD=VALUE...]" */
static int
tell(struct cli *cli, const char *name, int argc, char **argv)
{
	struct cli_about t = { .ent = entity(cli, name), .via = "rival" };
	char **arg = crm_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *arg);
	int rc;

	if (argc < 3 || cli_is_assignment(argv[1]) || cli_is_assignment(argv[2]))
		return cli_usage(cli, "of which rival, of what kind, and what? RIVAL KIND TEXT");
	arg[0] = argv[0];
	memcpy(arg + 1, argv + 2, (size_t)(argc - 2) * sizeof *arg);
	arg[argc - 1] = crm_sprintf(&cli->arena, "kind=%s", argv[1]);
	crm_rec_init(&t.rec, t.ent);
	rc = cli_about(cli, argc, arg, &t, false);
	crm_rec_free(&t.rec);
	return rc;
}

int
cli_rival_fact(struct cli *cli, int argc, char **argv)
{
	return tell(cli, "fact", argc, argv);
}

int
cli_rival_see(struct cli *cli, int argc, char **argv)
{
	return tell(cli, "sighting", argc, argv);
}

struct bidding { int64_t rival; char **text; size_t n; struct crm_rec rec; };

static int
bid_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct bidding *b = arg;
	const struct crm_ctx *ctx = crm_ctx_of(cli->crm);
	int rc;

	if (ref->ent != entity(cli, "deal"))
		return crm_fail(&cli->err, CRM_DATA, NULL, "%s is no deal", ref->text);
	crm_rec_reset(&b->rec);
	crm_rec_put(&b->rec, "deal", &CRM_VINT(ref->id));
	crm_rec_put(&b->rec, "rival", &CRM_VINT(b->rival));
	if ((rc = crm_rec_assign_all(ctx, &b->rec, b->text, b->n, &cli->err)) == CRM_OK
	    && (rc = crm_rec_defaults(ctx, &b->rec, &cli->err)) == CRM_OK
	    && (rc = crm_save(cli->crm, NULL, &b->rec, 0, NULL, &cli->err)) == CRM_OK) {
		crm_put_id(&cli->said, b->rec.ent, crm_rec_id(&b->rec));
		crm_putc(&cli->said, '\n');
	}
	return rc;
}

/* "[DEAL...] RIVAL [FIELD=VALUE...]" */
int
cli_rival_bid(struct cli *cli, int argc, char **argv)
{
	struct bidding b = { 0 };
	struct cli_refs refs;
	const char *who;
	int n = 0, rc;

	while (n < argc && !cli_is_assignment(argv[n]))
		n++;
	if (n == 0)
		return cli_usage(cli, "which rival is in? [DEAL...] RIVAL");
	b.text = argv + n;
	b.n = (size_t)(argc - n);
	who = argv[n - 1];
	if ((rc = crm_resolve(cli->crm, entity(cli, "rival"), NULL, who, strlen(who), &b.rival, &cli->err)) != CRM_OK
	    || (rc = cli_refs(cli, entity(cli, "deal"), n - 1, argv, &refs)) != CRM_OK)
		return rc;
	crm_rec_init(&b.rec, entity(cli, "bid"));
	rc = cli_each(cli, &refs, bid_one, &b);
	crm_rec_free(&b.rec);
	return rc;
}

static int
rivals(struct cli *cli, int *argc, char ***argv, struct crm_rivals *of)
{
	int64_t *id = NULL;
	int rc = cli_before_filter(cli, "rival", argc, argv, &id, &of->n);

	of->id = id;
	return rc;
}

int
cli_rival_sightings(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = entity(cli, "sighting"), .ctx = &cli->ctx };
	struct crm_expr *mine, *theirs;
	struct crm_rivals of;
	const char *text = "";
	int rc = rivals(cli, &argc, &argv, &of);

	for (size_t i = 0; i < of.n; i++)
		text = crm_sprintf(&cli->arena, "%s%srv%lld", text, i > 0 ? "," : "rival=", (long long)of.id[i]);
	if (rc != CRM_OK || (rc = crm_filter_text(q.ctx, q.ent, text, &mine, &cli->arena, &cli->err)) != CRM_OK
	    || (rc = crm_filter_parse(q.ctx, q.ent, argv, (size_t)argc, &theirs, &cli->arena, &cli->err)) != CRM_OK
	    || (rc = cli_sort(cli, &q, "-at,-id")) != CRM_OK)
		return rc;
	q.where = crm_filter_and(mine, theirs, &cli->arena);
	return cli_query(cli, &q, "at,rival.name,kind,about,product.name,line,price,of_ours,source", NULL);
}

static int
swot(struct cli *cli, const struct cli_ref *ref, struct crm_doc *doc, void *all)
{
	return ref->ent != entity(cli, "rival") ? crm_fail(&cli->err, CRM_DATA, NULL, "%s is no rival", ref->text)
	    : crm_swot(cli->crm, ref->id, *(const bool *)all, doc, &cli->err);
}

int
cli_rival_swot(struct cli *cli, int argc, char **argv, const struct cli_rival *o)
{
	bool all = o->all;

	return cli_documents(cli, "rival", argc, argv, cli->format, swot, &all);
}

static int
card(struct cli *cli, const struct cli_ref *ref, struct crm_doc *doc, void *arg)
{
	(void)arg;
	return ref->ent != entity(cli, "deal") ? crm_fail(&cli->err, CRM_DATA, NULL, "%s is no deal", ref->text)
	    : crm_battle_card(cli->crm, ref->id, doc, &cli->err);
}

int
cli_rival_card(struct cli *cli, int argc, char **argv)
{
	return cli_documents(cli, "deal", argc, argv, cli->format, card, NULL);
}

int
cli_rival_won_lost(struct cli *cli, int argc, char **argv, const struct cli_rival *o)
{
	struct crm_asked asked = { .by = o->by };
	struct crm_grid g = { 0 };
	struct crm_rivals of;
	int rc = rivals(cli, &argc, &argv, &of);

	asked.filter = argv;
	asked.nfilter = (size_t)argc;
	if (rc == CRM_OK && (rc = cli_period(cli, o->from, o->to, &asked)) == CRM_OK
	    && (rc = crm_won_lost(cli->crm, &of, &asked, &g, &cli->err)) == CRM_OK)
		rc = cli_grid(cli, &g);
	crm_grid_free(&g);
	return rc;
}

int
cli_rival_matrix(struct cli *cli, int argc, char **argv, const struct cli_rival *o)
{
	struct crm_grid g = { 0 };
	struct crm_rivals of;
	int rc = rivals(cli, &argc, &argv, &of);

	if (rc == CRM_OK && argc > 0)
		return cli_usage(cli, "matrix takes rivals, not '%s'", argv[0]);
	if (rc == CRM_OK)
		rc = o->show != NULL ? crm_rival_square(cli->crm, &of, o->show, &g, &cli->err)
		    : crm_rival_matrix(cli->crm, &of, &g, &cli->err);
	rc = rc == CRM_OK ? cli_grid(cli, &g) : rc;
	crm_grid_free(&g);
	return rc;
}
