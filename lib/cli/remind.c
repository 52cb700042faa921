/* remind.c - puts reminders out: printed all together, or each through a command */
#include <stdio.h>
#include <string.h>

#include "cli.h"

enum { ID, DUE, KIND = 4, PRIORITY, ABOUT, CLIENT = 9, NAME, OWNER = 16, ADDRESS = 18, NCOL };
static const char *const columns[NCOL] = {
	"id", "due", "remind", "late", "kind", "priority", "about", "note", "repeat", "client", "client.name",
	"person", "person.name", "deal", "deal.title", "owner", "owner.name", "owner.login", "owner.email",
};
static const struct { const char *name; int col; } variables[] = {
	{ "CRM_ID", ID }, { "CRM_CLIENT", NAME }, { "CRM_CLIENT_ID", CLIENT }, { "CRM_DUE", DUE },
	{ "CRM_ABOUT", ABOUT }, { "CRM_OWNER", OWNER }, { "CRM_OWNER_EMAIL", ADDRESS }, { "CRM_KIND", KIND },
	{ "CRM_PRIORITY", PRIORITY },
};
enum { NVAR = sizeof variables / sizeof *variables };

/* One reminder as a command gets it: a line of JSON, and variables that hold no control characters. */
struct reminder { struct crm_arena arena; struct crm_sink json; char *var[NVAR + 2]; };

/* A run of the command. */
struct reminding { struct crm_claims claims; const char *cmd; };

static void
set_variables(struct cli *cli, const struct crm_path *path, const struct crm_val *val, struct reminder *m)
{
	struct crm_buf b = { 0 }, safe = { 0 };

	for (int i = 0; i < NVAR; i++) {
		int k = variables[i].col;

		b.n = safe.n = 0;
		if (val[k].t != CRM_NULL)
			crm_field_print(crm_ctx_of(cli->crm), path[k].field, &val[k], &b);
		crm_put_safe(&safe, b.n ? b.p : "", b.n);
		m->var[i] = crm_sprintf(&m->arena, "%s=%s", variables[i].name, safe.n ? safe.p : "");
	}
	m->var[NVAR] = crm_sprintf(&m->arena, "CRM_DB=%s", cli->base);
	m->var[NVAR + 1] = NULL;
	crm_buf_free(&b);
	crm_buf_free(&safe);
}

static int
write_json(struct cli *cli, const struct crm_path *path, const struct crm_val *val, struct reminder *m)
{
	struct crm_outcol col[NCOL];
	struct crm_outopt opt = { .ctx = crm_ctx_of(cli->crm) };
	struct crm_out *out;
	int rc;

	for (int i = 0; i < NCOL; i++)
		col[i] = (struct crm_outcol){
			.name = columns[i], .type = path[i].field->type, .field = path[i].field, .currency = -1,
		};
	m->json.fd = -1;
	if ((rc = crm_out_open(&out, "jsonl", &m->json, col, NCOL, &opt, &cli->err)) != CRM_OK)
		return rc;
	crm_out_row(out, val);
	return crm_out_close(out, &cli->err);
}

static int
read_reminder(struct cli *cli, int64_t id, struct reminder *m)
{
	const struct crm_entity *ent = cli_followup(cli);
	struct crm_path path[NCOL];
	struct crm_query q = {
		.ent = ent, .col = path, .ncol = NCOL, .id = &id, .nid = 1, .ctx = crm_ctx_of(cli->crm),
	};
	struct crm_cursor *cur;
	int rc;

	for (int i = 0; i < NCOL; i++)
		CRM_BUG_IF(crm_path_parse(cli->ctx.schema, ent, columns[i], strlen(columns[i]), &path[i], NULL) != CRM_OK);
	if ((rc = crm_select(crm_db_of(cli->crm), &q, &cur, &cli->err)) != CRM_OK)
		return rc;
	if ((rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW) {
		set_variables(cli, path, cur->val, m);
		rc = write_json(cli, path, cur->val, m);
	} else if (rc == CRM_DONE) {
		rc = crm_fail(&cli->err, CRM_NO, NULL, "f%lld has gone", (long long)id);
	}
	crm_cursor_close(cur);
	return rc;
}

static int
run_one(struct cli *cli, int64_t id, void *arg, bool *done)
{
	const struct reminding *g = arg;
	struct reminder m = { .json.fd = -1 };
	char what[24];
	int rc = read_reminder(cli, id, &m);

	snprintf(what, sizeof what, "f%lld", (long long)id);
	*done = rc == CRM_OK && cli_run(cli, what, g->cmd, m.json.buf.p, m.json.buf.n, m.var, g->claims.lease);
	crm_buf_free(&m.json.buf);
	crm_arena_free(&m.arena);
	return rc;
}

static int
print_all(struct cli *cli, void *arg)
{
	const struct reminding *g = arg;
	struct crm_query q = { .ent = cli_followup(cli), .ctx = &cli->ctx, .id = g->claims.id, .nid = g->claims.n };

	return cli_query(cli, &q, CLI_FOLLOWUP_COLUMNS, NULL);
}

static int
claim(struct cli *cli, void *arg)
{
	return crm_remind_claim(cli->crm, &((struct reminding *)arg)->claims, &cli->err);
}

static int
told(struct cli *cli, void *arg)
{
	return crm_remind_told(cli->crm, &((struct reminding *)arg)->claims, &cli->err);
}

int
cli_remind(struct cli *cli, int argc, char **argv, int64_t limit, const char *lease, const char *cmd)
{
	struct reminding g = { .claims = { .limit = limit }, .cmd = cmd };
	struct cli_outgoing o = { &g.claims, "reminders", claim, run_one, print_all, told, &g };
	int rc = cli_lease(cli, lease, &g.claims);

	if (rc == CRM_OK)
		rc = crm_filter_parse(&cli->ctx, cli_followup(cli), argv, (size_t)argc, &g.claims.where, &cli->arena, &cli->err);
	if (rc == CRM_OK)
		rc = cmd != NULL && !cli->dry ? cli_each_claim(cli, &o) : cli_all_claims(cli, &o);
	crm_claims_free(&g.claims);
	return rc;
}
