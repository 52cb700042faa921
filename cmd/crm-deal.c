/* crm-deal - opens deals and moves them through the pipeline */
#include <string.h>

#include "cli/cli.h"
#include "crm/deal.h"
#include "crm/report.h"

static const char *note;
static bool force;
static const struct cli_opt opts[] = {
	{ 'm', "note", CLI_TEXT, &note, "TEXT", "why: goes into the deal's history" },
	{ 'f', "force", CLI_FLAG, &force, NULL, "past the gates of the policy; the history says so" },
	{ 0 },
};

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

struct opening { char **text; size_t n; struct crm_rec rec; };

static int
open_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct opening *o = arg;
	bool wrong = ref->id != 0 && ref->ent != entity(cli, "client");
	int rc = wrong ? crm_fail(&cli->err, CRM_DATA, NULL, "%s is no client", ref->text)
	    : crm_deal_open(cli->crm, ref->id, o->text, o->n, &o->rec, &cli->err);

	if (rc == CRM_OK)
		crm_putf(&cli->said, "%s%lld\n", o->rec.ent->prefix, (long long)crm_rec_id(&o->rec));
	return rc;
}

/* "-" stands for no client; without operands the clients come from standard input. */
static int
open_deals(struct cli *cli, int argc, char **argv)
{
	struct cli_refs refs = { .v = &(struct cli_ref){ .text = "-" }, .n = 1, .used = 1 };
	struct opening o = { 0 };
	int rc = argc && strcmp(*argv, "-") == 0 ? CRM_OK : cli_refs(cli, entity(cli, "client"), argc, argv, &refs);

	if (rc != CRM_OK)
		return rc;
	o.text = argv + refs.used;
	o.n = (size_t)(argc - refs.used);
	crm_rec_init(&o.rec, entity(cli, "deal"));
	rc = cli_each(cli, &refs, open_one, &o);
	crm_rec_free(&o.rec);
	return rc;
}

struct moving { struct crm_move move; struct crm_rec old, rec; };

static int
move_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct moving *m = arg;
	int rc = ref->ent != m->old.ent ? crm_fail(&cli->err, CRM_DATA, NULL, "%s is no deal", ref->text)
	    : crm_deal_move(cli->crm, ref->id, &m->move, &m->old, &m->rec, &cli->err);

	if (rc == CRM_OK)
		cli_changed(cli, &m->old, &m->rec);
	return rc;
}

/* All or none of them; every complaint is told. */
static int
move_all(struct cli *cli, int argc, char **argv, enum crm_way way, const char *stage, const char *did)
{
	struct moving m = { .move = { .way = way, .stage = stage, .note = note, .force = force } };
	struct cli_refs refs;
	int rc = cli_refs(cli, entity(cli, "deal"), argc, argv, &refs);

	if (rc != CRM_OK)
		return rc;
	m.move.text = argv + refs.used;
	m.move.n = (size_t)(argc - refs.used);
	crm_rec_init(&m.old, entity(cli, "deal"));
	crm_rec_init(&m.rec, m.old.ent);
	if ((rc = cli_each(cli, &refs, move_one, &m)) == CRM_OK)
		cli_tell(cli, "%zu %s%s", refs.n, did, cli->dry ? " (dry run: nothing is kept)" : "");
	crm_rec_free(&m.old);
	crm_rec_free(&m.rec);
	return rc;
}

static int
move(struct cli *cli, int argc, char **argv)
{
	return argc == 0 ? cli_usage(cli, "where to? the last operand is a stage")
	    : move_all(cli, argc - 1, argv, CRM_MOVE, argv[argc - 1], "moved");
}

static int win(struct cli *cli, int n, char **ref) { return move_all(cli, n, ref, CRM_WIN, NULL, "won"); }
static int lose(struct cli *cli, int n, char **ref) { return move_all(cli, n, ref, CRM_LOSE, NULL, "lost"); }

static int
reopen(struct cli *cli, int argc, char **argv)
{
	const char *last = argc > 0 ? argv[argc - 1] : "";
	bool named = crm_policy_stage(crm_policy_of(cli->crm), last, strlen(last)) != NULL;

	return move_all(cli, argc - named, argv, CRM_REOPEN, named ? last : NULL, "reopened");
}

static int
history(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = entity(cli, "stage_history"), .ctx = crm_ctx_of(cli->crm) };
	char *of = "deal=";
	struct crm_expr *where;
	struct cli_refs refs;
	int rc = cli_refs(cli, entity(cli, "deal"), argc, argv, &refs);

	for (const struct cli_ref *r = refs.v; r < refs.v + refs.n; r++)
		of = crm_sprintf(&cli->arena, "%s%s%s%lld", of, r > refs.v ? "," : "", r->ent->prefix, (long long)r->id);
	if (rc != CRM_OK || (rc = crm_filter_text(q.ctx, q.ent, of, &where, &cli->arena, &cli->err)) != CRM_OK)
		return rc;
	q.where = where;
	return cli_query(cli, &q, "deal,at,actor,old_stage,stage,lasted,old_value,value,note", NULL);
}

static int
report(struct cli *cli, const char *name, int n, char **filter)
{
	return cli_report(cli, crm_report_find(name), &(struct crm_asked){ .filter = filter, .nfilter = (size_t)n });
}

static int board(struct cli *cli, int argc, char **argv) { return report(cli, "board", argc, argv); }
static int rotting(struct cli *cli, int argc, char **argv) { return report(cli, "rotting", argc, argv); }

static const struct cli_verb verbs[] = {
	{ "open", "[CLIENT...|-] title=TEXT [FIELD=VALUE...]", "opens a deal with each, - with none", open_deals },
	{ "move", "[REF...] STAGE", "takes deals to a stage", move },
	{ "win", "[REF...] [FIELD=VALUE...]", "takes them to the stage of what is won", win },
	{ "lose", "[REF...] reason=WORD [FIELD=VALUE...]", "takes them to the stage of what is lost", lose },
	{ "reopen", "[REF...] [STAGE]", "takes what was won or lost back to where it was, or to STAGE", reopen },
	{ "board", "[FILTER...]", "prints what is open by stage, with what rots of it", board },
	{ "rotting", "[FILTER...]", "prints the deals that are untouched, or in their stage, too long", rotting },
	{ "history", "[REF...]", "prints what was changed of stage, value, chance and close, and when", history },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-deal", .args = "VERB", .help = "opens deals and moves them through the pipeline",
	.group = "trade", .flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "ref fields=deal",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
