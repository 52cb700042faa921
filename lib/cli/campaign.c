/* campaign.c - the operands of crm-campaign; who is in one, and what came of it */
#include <string.h>

#include "cli.h"
#include "crm/campaign.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

int
cli_campaign(struct cli *cli, int *argc, char ***argv, int64_t *id)
{
	const char *name = *argc > 0 ? **argv : NULL;

	if (name == NULL)
		return cli_usage(cli, "which campaign? name it first");
	--*argc;
	++*argv;
	return crm_resolve(cli->crm, entity(cli, "campaign"), NULL, name, strlen(name), id, &cli->err);
}

struct targeting {
	struct cli *cli;
	int64_t campaign;
	struct crm_target *v; size_t n;
	struct crm_targeted out;
};

/* A role is a person at a client. */
static int
add_target(struct targeting *t, const struct crm_entity *ent, int64_t id)
{
	struct cli *cli = t->cli;
	struct crm_target *to = &t->v[t->n];
	struct crm_rec role;
	int rc = CRM_OK;

	*to = (struct crm_target){ 0 };
	if (ent == entity(cli, "client"))
		to->client = id;
	else if (ent == entity(cli, "person"))
		to->person = id;
	else if (ent == entity(cli, "role")) {
		crm_rec_init(&role, ent);
		if ((rc = crm_get(cli->crm, ent, id, &role, &cli->err)) == CRM_OK) {
			to->client = crm_rec_get(&role, "client")->i;
			to->person = crm_rec_get(&role, "person")->i;
		}
		crm_rec_free(&role);
	} else {
		rc = crm_fail(&cli->err, CRM_DATA, NULL,
		    "%s%lld is a %s: a campaign is for clients, persons and roles", ent->prefix,
		    (long long)id, ent->name);
	}
	t->n += rc == CRM_OK;
	return rc;
}

static int
targets_of_refs(struct targeting *t, int argc, char **argv)
{
	struct cli *cli = t->cli;
	struct cli_refs refs;
	int rc = cli_refs(cli, entity(cli, "client"), argc, argv, &refs), one;

	if (rc != CRM_OK)
		return rc;
	if (refs.used < argc)
		return cli_usage(cli, "'%s': references or a filter, not both", argv[refs.used]);
	t->v = crm_alloc(&cli->arena, (refs.n + 1) * sizeof *t->v);
	for (size_t i = 0; i < refs.n; i++)
		if ((one = add_target(t, refs.v[i].ent, refs.v[i].id)) != CRM_OK)
			rc = cli_complain(cli, one);
	return rc;
}

/* No statement may run while rows come, so the ids are kept. */
static int
targets_of_filter(struct targeting *t, const struct crm_entity *ent, int argc, char **argv)
{
	struct cli *cli = t->cli;
	struct crm_path id = { .ent = ent, .field = &ent->field[0] };
	struct crm_query q = { .ent = ent, .col = &id, .ncol = 1, .ctx = &cli->ctx };
	struct crm_expr *where;
	struct crm_cursor *cur = NULL;
	struct crm_buf ids = { 0 };
	int rc = crm_filter_parse(&cli->ctx, ent, argv, (size_t)argc, &where, &cli->arena, &cli->err);

	q.where = where;
	if (rc == CRM_OK && (rc = crm_select(crm_db_of(cli->crm), &q, &cur, &cli->err)) == CRM_OK)
		while ((rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW)
			crm_put(&ids, &cur->val[0].i, sizeof cur->val[0].i);
	crm_cursor_close(cur);
	t->v = crm_alloc(&cli->arena, (ids.n / sizeof(int64_t) + 1) * sizeof *t->v);
	for (size_t at = 0; at < ids.n && (rc == CRM_DONE || rc == CRM_OK); at += sizeof(int64_t)) {
		int64_t one;

		memcpy(&one, ids.p + at, sizeof one);
		rc = add_target(t, ent, one);
	}
	crm_buf_free(&ids);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
target(struct crm *crm, void *arg, struct crm_err *err)
{
	struct targeting *t = arg;

	return crm_campaign_target(crm, t->campaign, t->v, t->n, &t->out, err);
}

int
cli_campaign_target(struct cli *cli, int argc, char **argv)
{
	struct targeting t = { .cli = cli };
	const struct crm_entity *ent;
	bool all;
	int rc = cli_campaign(cli, &argc, &argv, &t.campaign), words = argc;

	if (rc != CRM_OK)
		return rc;
	ent = cli_entity(cli, &argc, &argv, "client");
	all = words > argc;              /* "client" alone is every client */
	rc = !all && (argc == 0 || cli_is_ref(cli, argv[0])) ? targets_of_refs(&t, argc, argv)
	    : targets_of_filter(&t, ent, argc, argv);
	if (rc == CRM_OK && t.n == 0)
		return CRM_NO;
	if (rc == CRM_OK && (rc = cli_work(cli, target, &t, NULL)) == CRM_OK) {
		rc = t.out.grid.nrow > 0 ? cli_grid(cli, &t.out.grid) : CRM_OK;
		cli_tell(cli, "%lld targeted, %lld excluded, %lld in it already%s", (long long)t.out.targeted,
		    (long long)t.out.excluded, (long long)t.out.already,
		    cli->dry ? " (dry run: nothing is kept)" : "");
	}
	crm_grid_free(&t.out.grid);
	return rc;
}

int
cli_campaign_members(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = entity(cli, "member"), .ctx = &cli->ctx };
	struct crm_expr *mine, *theirs;
	int64_t id;
	int rc = cli_campaign(cli, &argc, &argv, &id);

	if (rc == CRM_OK)
		rc = crm_filter_text(q.ctx, q.ent, crm_sprintf(&cli->arena, "campaign=cm%lld", (long long)id),
		    &mine, &cli->arena, &cli->err);
	if (rc == CRM_OK)
		rc = crm_filter_parse(q.ctx, q.ent, argv, (size_t)argc, &theirs, &cli->arena, &cli->err);
	if (rc != CRM_OK)
		return rc;
	q.where = crm_filter_and(mine, theirs, &cli->arena);
	return cli_query(cli, &q, "status,client.name,person.name,channel,address,why", NULL);
}

/* Who is still to be approached; who may be no longer is told. */
static int
ready(struct cli *cli, int argc, char **argv, const char *channel, struct crm_ready *r)
{
	struct crm_expr *where;
	struct crm_buf barred = { 0 };
	int64_t campaign;
	int rc = cli_campaign(cli, &argc, &argv, &campaign);

	*r = (struct crm_ready){ 0 };
	if (rc == CRM_OK)
		rc = crm_filter_parse(&cli->ctx, entity(cli, "member"), argv, (size_t)argc, &where,
		    &cli->arena, &cli->err);
	if (rc == CRM_OK)
		rc = crm_campaign_ready(cli->crm, campaign, channel, where, r, &cli->err);
	for (size_t i = 0; i < r->nbarred; i++)
		crm_putf(&barred, "%smb%lld", i ? ", " : "", (long long)r->barred[i]);
	if (rc == CRM_OK && r->nbarred > 0)
		cli_tell(cli, "left out, who may be approached no longer: %s", barred.p);
	crm_buf_free(&barred);
	return rc == CRM_OK && r->n == 0 ? CRM_NO : rc;
}

int
cli_campaign_calls(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = entity(cli, "member"), .ctx = &cli->ctx };
	struct crm_ready r;
	int rc = ready(cli, argc, argv, "call", &r);

	q.id = r.id;
	q.nid = r.n;
	if (rc == CRM_OK)
		rc = cli_query(cli, &q, "client.name,person.name,address,campaign.name,client.owner.name", NULL);
	crm_arena_free(&r.arena);
	return rc;
}

enum { NAME, PERSON, STREET, POSTCODE, CITY, COUNTRY, NLABEL };
#define LABEL "client.name,person.name,client.street,client.postcode,client.city,client.country"

static void
put_line(struct cli *cli, const struct crm_val *v, const char *end)
{
	if (v->t == CRM_TEXT) {
		crm_put_safe(&cli->out.buf, v->p, v->n);
		crm_puts(&cli->out.buf, end);
	}
}

/* As it stands on an envelope; an empty line ends each. */
static void
put_label(struct cli *cli, const struct crm_val *v)
{
	const char *home = crm_policy_of(cli->crm)->country;

	put_line(cli, &v[NAME], "\n");
	put_line(cli, &v[PERSON], "\n");
	put_line(cli, &v[STREET], "\n");
	put_line(cli, &v[POSTCODE], "  ");
	put_line(cli, &v[CITY], "\n");
	if (v[COUNTRY].t == CRM_TEXT && (home == NULL || strcmp(v[COUNTRY].p, home) != 0))
		put_line(cli, &v[COUNTRY], "\n");
	crm_putc(&cli->out.buf, '\n');
	crm_sink_room(&cli->out);
}

static int
labels(struct cli *cli, struct crm_query *q)
{
	struct crm_path *col;
	struct crm_cursor *cur;
	int rc = cli_columns(cli, q->ent, LABEL, &col, &q->ncol);

	q->col = col;
	if (rc != CRM_OK || (rc = crm_select(crm_db_of(cli->crm), q, &cur, &cli->err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW)
		put_label(cli, cur->val + 1);    /* the id comes first always */
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

int
cli_campaign_letters(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = entity(cli, "member"), .ctx = &cli->ctx };
	struct crm_ready r;
	int rc = ready(cli, argc, argv, "post", &r);

	q.id = r.id;
	q.nid = r.n;
	if (rc == CRM_OK)
		rc = cli->format != NULL && strcmp(cli->format, "labels") == 0 ? labels(cli, &q)
		    : cli_query(cli, &q, LABEL, NULL);
	crm_arena_free(&r.arena);
	return rc;
}

/* How members went on, by a field of theirs. */
static int
results_by(struct cli *cli, const struct crm_expr *where, const char *by)
{
	static const char *const name[] = {
		"targeted", "excluded", "sent", "responded", "registered", "attended", "declined",
	};
	static const char stats[] =
	    "count:status!=excluded,count:status=excluded,count:sent!=,count:responded!=,"
	    "count:status=registered,attended,count:status=attended,count:status=declined";
	struct crm_sum s = { .ent = entity(cli, "member"), .where = where };
	struct crm_grid g = { 0 };
	int rc = crm_sum_by(&cli->ctx, &s, by, &cli->arena, &cli->err);

	if (rc == CRM_OK)
		rc = crm_sum_stats(&cli->ctx, &s, stats, &cli->arena, &cli->err);
	for (size_t i = 0; i < s.nstat; i++)
		s.stat[i].name = name[i];
	return rc == CRM_OK ? cli_made(cli, &g, crm_sum_run(cli->crm, &s, &g, &cli->err)) : rc;
}

#define RESULTS "name,targeted,excluded,sent,responded,registered,attended,deals,won_value,cost," \
	"cost_per_response,roi"

int
cli_campaign_results(struct cli *cli, int argc, char **argv, const char *by)
{
	struct crm_query q = { .ent = entity(cli, "campaign"), .ctx = &cli->ctx };
	struct crm_buf of = { 0 };
	struct crm_expr *where = NULL;
	struct cli_refs refs = { 0 };
	int64_t *id;
	int rc = argc > 0 ? cli_refs(cli, q.ent, argc, argv, &refs) : CRM_OK;

	id = crm_alloc(&cli->arena, (refs.n + 1) * sizeof *id);
	for (size_t i = 0; i < refs.n; i++) {
		id[q.nid++] = refs.v[i].id;
		crm_putf(&of, "%scm%lld", i ? "," : "campaign=", (long long)refs.v[i].id);
	}
	if (refs.n > 0)
		q.id = id;
	if (rc == CRM_OK && by != NULL && of.n > 0)
		rc = crm_filter_text(&cli->ctx, entity(cli, "member"), of.p, &where, &cli->arena, &cli->err);
	crm_buf_free(&of);
	if (rc != CRM_OK)
		return rc;
	return by != NULL ? results_by(cli, where, by) : cli_query(cli, &q, RESULTS, NULL);
}
