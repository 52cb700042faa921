/* digest.c - sends each owner what is to be done: through a command, or as an mbox on standard output */
#include <string.h>

#include "cli.h"

struct sending { struct cli *cli; const char *cmd; bool mbox; int64_t sent, failed; };

static int
send(void *arg, const struct crm_digest *d, struct crm_err *err)
{
	struct sending *s = arg;
	struct cli *cli = s->cli;
	long long n = d->late + d->today + d->coming;

	(void)err;
	if (d->to == NULL && d->name == NULL)
		cli_warn(cli, "%lld follow-ups have no owner: nobody is told of them", n);
	else if (d->to == NULL)
		cli_warn(cli, "%s has no address: not told of %lld follow-ups", d->name, n);
	if (d->to == NULL)
		return CRM_OK;
	s->sent++;
	if (s->cmd != NULL && !cli->dry) {
		s->failed += !cli_run(cli, d->to, s->cmd, d->message, d->n, (char *[]){ NULL }, 0);
		return CRM_OK;
	}
	if (s->mbox)
		crm_mbox_put(&cli->out.buf, cli->now, d->message, d->n);
	else
		crm_put(&cli->out.buf, d->message, d->n);
	crm_sink_room(&cli->out);
	return CRM_OK;
}

/* For one owner it is a message alone, for all of them a mailbox, however many there are. */
int
cli_digest(struct cli *cli, int argc, char **argv, const char *owner, const char *from, const char *cmd)
{
	struct sending s = { .cli = cli, .cmd = cmd, .mbox = owner == NULL };
	const struct crm_entity *ent = cli_followup(cli);
	struct crm_expr *where, *theirs = NULL;
	char *own = crm_sprintf(&cli->arena, "owner=%s", owner != NULL ? owner : "");
	int rc = crm_filter_parse(&cli->ctx, ent, argv, (size_t)argc, &where, &cli->arena, &cli->err);

	if (rc == CRM_OK && owner != NULL)
		rc = crm_filter_parse(&cli->ctx, ent, &own, 1, &theirs, &cli->arena, &cli->err);
	if (rc == CRM_OK && from != NULL && strpbrk(from, "\r\n") != NULL)
		rc = cli_usage(cli, "--from: an address is one line");
	if (rc == CRM_OK)
		rc = crm_digests(cli->crm, crm_filter_and(where, theirs, &cli->arena), from, send, &s,
		    &cli->err);
	if (rc == CRM_OK && s.failed > 0)
		rc = crm_fail(&cli->err, CRM_UNAVAIL, NULL, "%lld of %lld messages failed", (long long)s.failed,
		    (long long)s.sent);
	return rc == CRM_OK && s.sent == 0 ? CRM_NO : rc;
}
