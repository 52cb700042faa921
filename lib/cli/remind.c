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
remind_one(struct cli *cli, struct crm_remind *r, const char *cmd, bool *sent)
{
	struct reminder m = { .json.fd = -1 };
	char what[24];
	int rc = read_reminder(cli, r->id[0], &m);

	snprintf(what, sizeof what, "f%lld", (long long)r->id[0]);
	*sent = rc == CRM_OK && cli_run(cli, what, cmd, m.json.buf.p, m.json.buf.n, m.var, r->lease);
	crm_buf_free(&m.json.buf);
	crm_arena_free(&m.arena);
	if (*sent)
		rc = crm_remind_told(cli->crm, r, &cli->err);
	return rc;
}

/* Each is claimed by itself: its lease covers one run of the command, which ends with it. */
static int
remind_each(struct cli *cli, struct crm_remind *r, const char *cmd)
{
	int64_t most = r->limit, n = 0, failed = 0;
	bool sent;
	int rc = CRM_NO;

	r->limit = 1;
	while ((most == 0 || n < most) && (rc = crm_remind_claim(cli->crm, r, &cli->err)) == CRM_OK
	    && (rc = remind_one(cli, r, cmd, &sent)) == CRM_OK) {
		n++;
		failed += !sent;
	}
	if (rc == CRM_NO && n > 0)
		rc = CRM_OK;
	if (rc == CRM_OK)
		rc = crm_remind_release(cli->crm, r, &cli->err);
	else
		crm_remind_release(cli->crm, r, NULL);
	if (rc == CRM_OK && failed > 0)
		rc = crm_fail(&cli->err, CRM_UNAVAIL, NULL,
		    "%lld of %lld reminders failed: they are tried again next time", (long long)failed, (long long)n);
	return rc;
}

/* Marked once all is out: what could not be written is released, so that it comes again. */
static int
remind_all(struct cli *cli, struct crm_remind *r)
{
	struct crm_query q = { .ent = cli_followup(cli), .ctx = &cli->ctx };
	int rc = crm_remind_claim(cli->crm, r, &cli->err);

	if (rc != CRM_OK)
		return rc;
	q.id = r->id;
	q.nid = r->n;
	rc = cli_query(cli, &q, CLI_FOLLOWUP_COLUMNS, NULL);
	if (rc == CRM_OK)
		rc = crm_sink_flush(&cli->out, &cli->err);
	if (rc == CRM_OK)
		return crm_remind_told(cli->crm, r, &cli->err);
	crm_remind_release(cli->crm, r, NULL);
	return rc;
}

int
cli_remind(struct cli *cli, int argc, char **argv, int64_t limit, const char *lease, const char *cmd)
{
	struct crm_remind r = { .limit = limit, .lease = crm_policy_of(cli->crm)->lease };
	int rc;

	if (lease != NULL && (crm_span(lease, strlen(lease), &r.lease) != CRM_OK || r.lease < 1))
		return cli_usage(cli, "--lease: '%s' is not a span of time: 10min, 2h", lease);
	rc = crm_filter_parse(&cli->ctx, cli_followup(cli), argv, (size_t)argc, &r.where, &cli->arena,
	    &cli->err);
	if (rc == CRM_OK)
		rc = cmd != NULL && !cli->dry ? remind_each(cli, &r, cmd) : remind_all(cli, &r);
	crm_remind_free(&r);
	return rc;
}
