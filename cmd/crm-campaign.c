/* crm-campaign - tells clients of something, or invites them: channel by channel, whom it may, each once */
#include <string.h>

#include "cli/cli.h"
#include "crm/campaign.h"

static struct cli_sending sending;
static const char *of, *outcome, *by, *next;
static struct cli_given given[] = {
	{ "channel", NULL }, { "source", NULL }, { "basis", NULL }, { "evidence", NULL }, { NULL, NULL },
};
static bool consents;
static const struct cli_opt opts[] = {
	{ 0, "campaign", CLI_TEXT, &of, "CAMPAIGN", "answers: in which clients are looked up" },
	{ 'm', "outcome", CLI_TEXT, &outcome, "TEXT", "done: what came of it" },
	{ 'x', "exec", CLI_TEXT, &sending.cmd, "CMD", "send: give each message to CMD (sh)" },
	{ 0, "template", CLI_TEXT, &sending.text, "FILE", "send: the text, instead of the campaign's" },
	{ 0, "html", CLI_TEXT, &sending.html, "FILE", "send: the same as HTML" },
	{ 0, "subject", CLI_TEXT, &sending.subject, "TEXT", "send: the subject" },
	{ 0, "from", CLI_TEXT, &sending.from, "ADDRESS", "send: the sender, else the campaign's owner" },
	{ 0, "unsubscribe", CLI_TEXT, &sending.unsubscribe, "ADDRESS", "send: mailto: or https:" },
	{ 0, "override", CLI_TEXT, &sending.override, "REASON", "send: also to the barred; journalled" },
	{ 0, "lease", CLI_TEXT, &sending.lease, "SPAN", "send: how long others leave it alone" },
	{ 'l', "limit", CLI_COUNT, &sending.limit, "N", "send: to at most N" },
	{ 0, "next", CLI_TEXT, &next, "WHEN", "capture: plan a follow-up; its text is the last operand" },
	{ 0, "consent", CLI_FLAG, &consents, NULL, "capture: the visitor agreed to mail" },
	{ 0, "by", CLI_TEXT, &by, "FIELD", "results: of members, by a field of theirs: channel" },
	{ 0, "channel", CLI_TEXT, &given[0].value, "CHANNEL", "consent: else email, or call for a number" },
	{ 0, "source", CLI_TEXT, &given[1].value, "WORD", "consent: how it was given" },
	{ 0, "basis", CLI_TEXT, &given[2].value, "WORD", "consent: its lawful basis" },
	{ 0, "evidence", CLI_TEXT, &given[3].value, "TEXT", "consent: what proves it" },
	{ 0 },
};

#define VERB(name, of, with) static int name(struct cli *cli, int argc, char **argv) \
	{ return of(cli, argc, argv, with); }
VERB(send, cli_campaign_send, &sending)
VERB(consent, cli_consent, given)
VERB(results, cli_campaign_results, by)

struct answering { struct crm_answer a; struct crm_rec old, rec; };

static int
answer_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct answering *w = arg;
	int rc = crm_campaign_answer(cli->crm, ref->ent, ref->id, &w->a, &w->old, &w->rec, &cli->err);

	if (rc == CRM_OK)
		cli_changed(cli, crm_rec_id(&w->old) != 0 ? &w->old : NULL, &w->rec);
	if (rc == CRM_OK && w->a.moved_up != 0)
		crm_putf(&cli->said, "mb%lld\tstatus: waiting -> registered\n", (long long)w->a.moved_up);
	return rc;
}

/* All or none of them; every complaint is told. */
static int
answer(struct cli *cli, int argc, char **argv, const struct crm_answer *how)
{
	const struct crm_schema *schema = crm_schema_of(cli->crm);
	struct answering w = { .a = *how };
	struct cli_refs refs;
	int rc = cli_refs(cli, crm_entity_must(schema, "client"), argc, argv, &refs);

	if (rc == CRM_OK && of != NULL)
		rc = crm_resolve(cli->crm, crm_entity_must(schema, "campaign"), NULL, of, strlen(of),
		    &w.a.campaign, &cli->err);
	if (rc != CRM_OK)
		return rc;
	w.a.text = argv + refs.used;
	w.a.n = (size_t)(argc - refs.used);
	w.a.outcome = outcome;
	crm_rec_init(&w.old, crm_entity_must(schema, "member"));
	crm_rec_init(&w.rec, w.old.ent);
	rc = cli_each(cli, &refs, answer_one, &w);
	crm_rec_free(&w.old);
	crm_rec_free(&w.rec);
	return rc;
}

#define ANSWER(verb, ...) static int verb(struct cli *cli, int argc, char **argv) \
	{ return answer(cli, argc, argv, &(struct crm_answer){ __VA_ARGS__ }); }
ANSWER(done, .status = "sent", .approached = true)
ANSWER(respond, .status = "responded", .joins = true)
ANSWER(enrol, .status = "registered", .joins = true)
ANSWER(decline, .status = "declined")
ANSWER(attend, .status = "attended", .joins = true)
ANSWER(absent, .status = "absent")

static int
capture_work(struct crm *crm, void *arg, struct crm_err *err)
{
	return crm_campaign_capture(crm, arg, err);
}

static int
capture(struct cli *cli, int argc, char **argv)
{
	struct crm_visit v = { .due = next, .consents = consents, .made = &cli->said };
	char **word = crm_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *word), *text[2] = { NULL };
	int ntext = 0, rc = cli_campaign(cli, &argc, &argv, &v.campaign), wanted = 1 + (next != NULL);

	if (rc != CRM_OK)
		return rc;
	for (int i = 0; i < argc; i++) {
		if (cli_is_assignment(argv[i]))
			word[v.n++] = argv[i];
		else if (ntext++ < wanted)
			text[ntext - 1] = argv[i];
	}
	if (ntext != wanted)
		return cli_usage(cli, next != NULL ? "what was said, and what is next? two texts"
		    : "what was said? one text");
	v.text = word;
	v.said = text[0];
	v.todo = text[1];
	return cli_work(cli, capture_work, &v, NULL);
}

static const struct cli_verb verbs[] = {
	{ "target", "CAMPAIGN [ENTITY] [FILTER...|REF...]", "makes members, or tells why not", cli_campaign_target },
	{ "members", "CAMPAIGN [FILTER...]", "lists who is in it, and why", cli_campaign_members },
	{ "send", "CAMPAIGN [FILTER...]", "writes to those who are reached by mail, each once", send },
	{ "calls", "CAMPAIGN [FILTER...]", "lists those who are to be called", cli_campaign_calls },
	{ "letters", "CAMPAIGN [FILTER...]", "lists who gets a letter; -o labels", cli_campaign_letters },
	{ "done", "[REF...] [FIELD=VALUE...]", "marks those who were called or written to by hand", done },
	{ "respond", "[REF...] [FIELD=VALUE...]", "notes that they answered: answer=TEXT", respond },
	{ "register", "[REF...] [FIELD=VALUE...]", "gives seats, or places on the waiting list", enrol },
	{ "decline", "[REF...] [FIELD=VALUE...]", "notes that they stay away; who waits moves up", decline },
	{ "attend", "[REF...] [FIELD=VALUE...]", "notes that they came", attend },
	{ "absent", "[REF...] [FIELD=VALUE...]", "notes that they did not", absent },
	{ "capture", "CAMPAIGN FIELD=VALUE... TEXT [NEXT]", "records a visitor, in one line", capture },
	{ "results", "[CAMPAIGN...]", "prints what came of campaigns", results },
	{ "consent", "grant|deny|withdraw|hold|show ADDRESS...", "notes what was said, or shows it", consent },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-campaign", .args = "VERB",
	.help = "informs and invites clients, honouring opt-outs",
	.group = "trade", .flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs,
	.words = "ref fields=member",
	.formats = "labels",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
