/* crm-followup - plans what is to be done, lists what is due, reminds of it exactly once, ends it */
#include <string.h>

#include "cli/cli.h"

static const char *kind, *owner, *priority, *deal, *cmd_line, *lease, *from;
static int64_t limit;
static const struct cli_opt opts[] = {
	{ 'k', "kind", CLI_TEXT, &kind, "KIND", "add: how: call, email, meeting..." },
	{ 0, "owner", CLI_TEXT, &owner, "USER", "add: who does it; digest: to this owner alone" },
	{ 'p', "priority", CLI_TEXT, &priority, "low|normal|high", "add: how much it matters" },
	{ 0, "deal", CLI_TEXT, &deal, "DEAL", "add: for which deal" },
	{ 'x', "exec", CLI_TEXT, &cmd_line, "CMD", "remind, digest: give each to CMD, run by sh(1)" },
	{ 0, "lease", CLI_TEXT, &lease, "SPAN", "remind: how long what goes out is left alone by others" },
	{ 'l', "limit", CLI_COUNT, &limit, "N", "remind: of at most N" },
	{ 0, "from", CLI_TEXT, &from, "ADDRESS", "digest: the sender, else each owner" },
	{ 0 },
};

/* An id begins each line, for the next command; `at`, if any, follows it. */
static void
say(struct cli *cli, int64_t id, const char *at)
{
	crm_put_id(&cli->said, cli_followup(cli), id);
	crm_putf(&cli->said, "%s%s\n", at != NULL ? "\t" : "", at != NULL ? at : "");
}

static int
add_one(struct cli *cli, const struct cli_ref *ref, void *like)
{
	int64_t id;
	int rc = crm_followup_plan(cli->crm, like, ref->ent, ref->id, &id, &cli->err);

	if (rc == CRM_OK)
		say(cli, id, NULL);
	return rc;
}

static int
add(struct cli *cli, int argc, char **argv)
{
	const char *const given[] = { "kind", kind, "owner", owner, "priority", priority, "deal", deal, NULL };
	struct cli_refs refs;
	struct crm_rec like;
	int rc = cli_followup_new(cli, &argc, argv, given, &like);

	if (rc == CRM_OK)
		rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), argc, argv, &refs);
	if (rc == CRM_OK && (rc = cli_each(cli, &refs, add_one, &like)) == CRM_OK && refs.n > 1)
		cli_tell(cli, "%zu planned", refs.n);
	crm_rec_free(&like);
	return rc;
}

struct ending { const char *state, *text; };

static int
end_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	const struct ending *e = arg;
	int64_t next;
	int rc = crm_followup_end(cli->crm, ref->id, e->state, e->text, &next, &cli->err);

	if (next != 0)
		say(cli, next, NULL);
	return rc;
}

static int
end(struct cli *cli, int argc, char **argv, const char *state)
{
	struct ending e = { .state = state };
	struct cli_refs refs;
	int rc = cli_followup_refs(cli, argc, argv, &refs);

	if (rc != CRM_OK)
		return rc;
	crm_set_next_due(cli->crm, cli_ics_next);
	e.text = cli_joined(cli, argc - refs.used, argv + refs.used);
	if ((rc = cli_each(cli, &refs, end_one, &e)) == CRM_OK && refs.n > 1)
		cli_tell(cli, "%zu %s", refs.n, state);
	return rc;
}

static int done(struct cli *cli, int argc, char **argv) { return end(cli, argc, argv, "done"); }
static int drop(struct cli *cli, int argc, char **argv) { return end(cli, argc, argv, "dropped"); }

static int
snooze_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	const int64_t *until = arg;
	char text[21];
	int rc = crm_followup_snooze(cli->crm, ref->id, *until, &cli->err);

	crm_fmt_time(text, *until);
	if (rc == CRM_OK)
		say(cli, ref->id, text);
	return rc;
}

static int
snooze(struct cli *cli, int argc, char **argv)
{
	struct cli_refs refs;
	const char *when = argc > 0 ? argv[argc - 1] : "";
	int64_t until, hi;
	int rc;

	if (crm_when_time(when, strlen(when), cli->now, &until, &hi) != CRM_OK)
		return cli_usage(cli, "until when? the last operand is a time: tomorrow, +2d, 2026-12-01 14:30");
	rc = cli_followup_refs(cli, argc - 1, argv, &refs);
	return rc == CRM_OK ? cli_each(cli, &refs, snooze_one, &until) : rc;
}

static int
remind(struct cli *cli, int argc, char **argv)
{
	return cli_remind(cli, argc, argv, limit, lease, cmd_line);
}

static int
digest(struct cli *cli, int argc, char **argv)
{
	return cli_digest(cli, argc, argv, owner, from, cmd_line);
}

static const struct cli_verb verbs[] = {
	{ "add", "[REF...] WHEN TEXT [FIELD=VALUE...]", "plans one for each client, person or deal", add },
	{ "due", "[WHEN] [FILTER...]", "lists what is due until the end of WHEN, or of today", cli_followup_due },
	{ "done", "[REF...] [OUTCOME]", "finishes them; what recurs is planned anew", done },
	{ "drop", "[REF...] [REASON]", "gives them up; what recurs ends", drop },
	{ "snooze", "[REF...] WHEN", "puts them off; they are reminded of again", snooze },
	{ "remind", "[FILTER...]", "puts out what has come due, each reminder once", remind },
	{ "sweep", "", "plans what the policy's rules ask for, once for each situation", cli_followup_sweep },
	{ "digest", "[FILTER...]", "writes each owner what is late, due today and coming", digest },
	{ 0 },
};

static const struct cli_cmd cmd = {
	.name = "crm-followup", .args = "VERB", .group = "work",
	.help = "plans what is to be done, lists what is due, reminds of it exactly once",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "fields=followup", .formats = "ics",
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
