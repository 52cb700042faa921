/* case.c - the operands of crm-case: a client and a text, references and what is set with a step */
#include <string.h>

#include "cli.h"
#include "crm/case.h"
#include "crm/objection.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

static void
put_field(struct cli *cli, struct crm_buf *b, const struct crm_rec *rec, const char *name, const char *before)
{
	const struct crm_val *v = crm_rec_get(rec, name);

	if (v->t == CRM_NULL)
		return;
	crm_puts(b, before);
	crm_field_print(&cli->ctx, crm_field_must(rec->ent, name), v, b);
}

int
cli_case_new(struct cli *cli, int argc, char **argv)
{
	struct cli_about t = { .ent = entity(cli, "case"), .via = "client" };
	struct crm_buf said = { 0 };
	int rc;

	crm_rec_init(&t.rec, t.ent);
	if ((rc = cli_about(cli, argc, argv, &t, true)) == CRM_OK) {
		crm_put_id(&said, t.ent, crm_rec_id(&t.rec));
		put_field(cli, &said, &t.rec, "number", " is ");
		put_field(cli, &said, &t.rec, "respond_by", ": answer by ");
		put_field(cli, &said, &t.rec, "resolve_by", ", decide by ");
		cli_tell(cli, "%s%s", said.p, cli->dry ? " (dry run: nothing is kept)" : "");
	}
	crm_buf_free(&said);
	crm_rec_free(&t.rec);
	return rc;
}

int
cli_object(struct cli *cli, int argc, char **argv)
{
	struct cli_about t = { .ent = entity(cli, "objection"), .via = "deal" };
	int rc;

	crm_rec_init(&t.rec, t.ent);
	rc = cli_about(cli, argc, argv, &t, false);
	crm_rec_free(&t.rec);
	return rc;
}

/* A way to change a case or an objection. */
struct going {
	const struct crm_entity *ent;
	int (*go)(struct cli *, int64_t id, struct going *);
	struct crm_stride stride;
	const char *channel;
	bool on;
	struct crm_rec old, rec;
};

static int
go_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct going *g = arg;

	if (ref->ent != g->ent)
		return crm_fail(&cli->err, CRM_DATA, NULL, "%s is no %s", ref->text, g->ent->name);
	return g->go(cli, ref->id, g);
}

static int
changed(struct cli *cli, struct going *g, int rc)
{
	if (rc == CRM_OK)
		cli_changed(cli, &g->old, &g->rec);
	return rc;
}

/* The first operands are references, nref of them or, with -1, all that are no assignments. */
static int
go_all(struct cli *cli, int argc, char **argv, int nref, struct going *g)
{
	struct cli_refs refs;
	int rc = cli_refs(cli, g->ent, nref >= 0 ? nref : argc, argv, &refs);

	if (rc != CRM_OK)
		return rc;
	if (nref < 0) {
		g->stride.text = argv + refs.used;
		g->stride.n = (size_t)(argc - refs.used);
	}
	crm_rec_init(&g->old, g->ent);
	crm_rec_init(&g->rec, g->ent);
	rc = cli_each(cli, &refs, go_one, g);
	if (rc == CRM_OK && cli->dry)
		cli_tell(cli, "dry run: nothing is kept");
	crm_rec_free(&g->old);
	crm_rec_free(&g->rec);
	return rc;
}

static int
step(struct cli *cli, int64_t id, struct going *g)
{
	return changed(cli, g, crm_case_step(cli->crm, id, &g->stride, g->channel, &g->old, &g->rec,
	    &cli->err));
}

int
cli_case_step(struct cli *cli, int argc, char **argv, const char *verb, const char *note, const char *channel)
{
	struct going g = { .ent = entity(cli, "case"), .go = step, .channel = channel,
	    .stride = { .verb = verb, .note = note } };

	return go_all(cli, argc, argv, -1, &g);
}

static int
hold(struct cli *cli, int64_t id, struct going *g)
{
	int rc = crm_case_hold(cli->crm, id, g->on, g->stride.note, &g->old, &g->rec, &cli->err);

	if (rc != CRM_OK)
		return rc;
	crm_put_id(&cli->said, g->ent, id);
	crm_puts(&cli->said, g->on ? "\ton hold" : "\tresumed");
	if (!g->on)
		put_field(cli, &cli->said, &g->rec, "resolve_by", ", decide by ");
	crm_putc(&cli->said, '\n');
	return CRM_OK;
}

int
cli_case_hold(struct cli *cli, int argc, char **argv, bool on, const char *note)
{
	struct going g = { .ent = entity(cli, "case"), .go = hold, .on = on, .stride = { .note = note } };

	return go_all(cli, argc, argv, argc, &g);
}

/* Satisfaction is asked for once all is done. */
static int
content(struct cli *cli, int64_t id, struct going *g)
{
	const struct crm_ctx *ctx = crm_ctx_of(cli->crm);
	int rc;

	crm_rec_reset(&g->old);
	if ((rc = crm_get(cli->crm, g->ent, id, &g->old, &cli->err)) != CRM_OK)
		return rc;
	if (crm_rec_get(&g->old, "closed")->t == CRM_NULL)
		return crm_fail(&cli->err, CRM_DATA, NULL,
		    "%s%lld is %s: satisfaction is asked for once it is closed", g->ent->prefix, (long long)id,
		    crm_rec_get(&g->old, "state")->p);
	crm_rec_copy(&g->rec, &g->old);
	rc = crm_rec_assign_all(ctx, &g->rec, g->stride.text, g->stride.n, &cli->err);
	return rc == CRM_OK ? changed(cli, g, crm_save(cli->crm, &g->old, &g->rec, 0, NULL, &cli->err)) : rc;
}

int
cli_case_content(struct cli *cli, int argc, char **argv)
{
	struct going g = { .ent = entity(cli, "case"), .go = content, .stride.n = 1 };

	if (argc == 0)
		return cli_usage(cli, "how content? the last operand is a number from 1 to 5");
	g.stride.text = (char *[]){ crm_sprintf(&cli->arena, "satisfaction=%s", argv[argc - 1]) };
	return go_all(cli, argc - 1, argv, argc - 1, &g);
}

static int
object_step(struct cli *cli, int64_t id, struct going *g)
{
	return changed(cli, g, crm_objection_step(cli->crm, id, &g->stride, &g->old, &g->rec, &cli->err));
}

/* An answer is the text after the one objection that it is given to. */
int
cli_objection_step(struct cli *cli, int argc, char **argv, const char *verb)
{
	struct going g = { .ent = entity(cli, "objection"), .go = object_step, .stride = { .verb = verb } };
	int end = 1;

	if (strcmp(verb, "answer") != 0)
		return go_all(cli, argc, argv, -1, &g);
	while (end < argc && !cli_is_assignment(argv[end]))
		end++;
	if (end < 2)
		return cli_usage(cli, "which objection, and what was said to it?");
	argv[end - 1] = crm_sprintf(&cli->arena, "answer=%s", cli_joined(cli, end - 1, argv + 1));
	g.stride.text = argv + end - 1;
	g.stride.n = (size_t)(argc - end + 1);
	return go_all(cli, argc, argv, 1, &g);
}
