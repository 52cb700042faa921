/* campaign_send.c - a mailing: an mbox on standard output, or each message through a command */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "crm/campaign.h"

enum { TEMPLATE_MAX = 4 << 20 };

struct sending { struct crm_mailing g; const char *cmd; int64_t left_out; };

static int
read_file(struct cli *cli, const char *path, const char **text)
{
	struct crm_input *in;
	struct crm_buf b = { 0 };
	int rc;

	if (path == NULL)
		return CRM_OK;
	if ((rc = crm_input_open(&in, path, NULL, &cli->err)) != CRM_OK)
		return rc;
	rc = crm_input_all(in, &b, TEMPLATE_MAX, &cli->err);
	crm_input_close(in);
	*text = crm_strndup(&cli->arena, b.n ? b.p : "", b.n);
	crm_buf_free(&b);
	return rc;
}

/* A dry run kept no reasons. */
static int
tell_dropped(struct cli *cli, struct sending *s)
{
	const struct crm_claims *claims = &s->g.claims;
	struct crm_rec rec;
	int rc = CRM_OK;

	crm_rec_init(&rec, crm_entity_must(crm_schema_of(cli->crm), "member"));
	for (size_t i = 0; i < claims->ndropped && rc == CRM_OK; i++) {
		const struct crm_val *why;

		crm_rec_reset(&rec);
		rc = crm_get(cli->crm, rec.ent, claims->dropped[i], &rec, &cli->err);
		why = crm_rec_get(&rec, "why");
		cli_warn(cli, "mb%lld is left out%s%s", (long long)claims->dropped[i], cli->dry ? "" : ": ",
		    !cli->dry && why->t == CRM_TEXT ? why->p : "");
		s->left_out++;
	}
	crm_rec_free(&rec);
	return rc;
}

static int
claim(struct cli *cli, void *arg)
{
	struct sending *s = arg;
	int rc = crm_mailing_claim(cli->crm, &s->g, &cli->err);
	int told = rc == CRM_OK || rc == CRM_NO ? tell_dropped(cli, s) : CRM_OK;

	return told == CRM_OK ? rc : told;
}

static int
run(struct cli *cli, int64_t id, void *arg, bool *done)
{
	struct sending *s = arg;
	struct crm_buf message = { 0 };
	char what[24];
	int rc = crm_mailing_message(cli->crm, &s->g, id, &message, &cli->err);

	snprintf(what, sizeof what, "mb%lld", (long long)id);
	*done = rc == CRM_OK && cli_run(cli, what, s->cmd, message.p, message.n, (char *[]){ NULL },
	    s->g.claims.lease);
	crm_buf_free(&message);
	return rc;
}

static int
print(struct cli *cli, void *arg)
{
	struct sending *s = arg;
	struct crm_buf message = { 0 };
	int rc = CRM_OK;

	for (size_t i = 0; i < s->g.claims.n && rc == CRM_OK && !cli->out.failed; i++) {
		message.n = 0;
		if ((rc = crm_mailing_message(cli->crm, &s->g, s->g.claims.id[i], &message,
		    &cli->err)) == CRM_OK)
			crm_mbox_put(&cli->out.buf, cli->now, message.p, message.n);
		crm_sink_room(&cli->out);
	}
	crm_buf_free(&message);
	return rc;
}

static int
mark(struct cli *cli, void *arg)
{
	return crm_mailing_sent(cli->crm, &((struct sending *)arg)->g, &cli->err);
}

int
cli_campaign_send(struct cli *cli, int argc, char **argv, const struct cli_sending *o)
{
	struct sending s = { .cmd = o->cmd, .g = {
		.subject = o->subject, .from = o->from, .unsubscribe = o->unsubscribe,
		.override = o->override,
		.claims = { .limit = o->limit },
	} };
	struct cli_outgoing out = { &s.g.claims, "messages", claim, run, print, mark, &s };
	int rc = cli_campaign(cli, &argc, &argv, &s.g.campaign);

	if (rc == CRM_OK && (rc = read_file(cli, o->text, &s.g.text)) == CRM_OK)
		rc = read_file(cli, o->html, &s.g.html);
	if (rc == CRM_OK && (rc = cli_lease(cli, o->lease, &s.g.claims)) == CRM_OK)
		rc = crm_filter_parse(&cli->ctx, crm_entity_must(cli->ctx.schema, "member"), argv,
		    (size_t)argc, &s.g.claims.where, &cli->arena, &cli->err);
	if (rc == CRM_OK && (rc = crm_mailing_begin(cli->crm, &s.g, &cli->err)) == CRM_OK)
		rc = o->cmd != NULL && !cli->dry ? cli_each_claim(cli, &out) : cli_all_claims(cli, &out);
	crm_mailing_end(&s.g);
	if (rc == CRM_NO && cli->err.code == CRM_OK && s.left_out == 0)
		cli_tell(cli, "nobody is left to be written to");
	return rc;
}
