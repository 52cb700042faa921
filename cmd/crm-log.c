/* crm-log - records an interaction: a call, a mail, a meeting, in or out; reads e-mail */
#include <string.h>

#include "cli/cli.h"
#include "crm/followup.h"
#include "crm/mail.h"

static const char *person, *deal, *case_, *campaign, *at, *minutes, *outcome, *answers, *next;
static bool add_leads;
static const struct cli_opt opts[] = {
	{ 0, "person", CLI_TEXT, &person, "REF,...", "with whom" },
	{ 0, "deal", CLI_TEXT, &deal, "REF", "about which deal" },
	{ 0, "case", CLI_TEXT, &case_, "REF", "about which complaint, claim or question" },
	{ 0, "campaign", CLI_TEXT, &campaign, "REF", "in which campaign" },
	{ 0, "at", CLI_TEXT, &at, "WHEN", "when it took place, else now" },
	{ 0, "minutes", CLI_TEXT, &minutes, "N", "how long it took" },
	{ 0, "outcome", CLI_TEXT, &outcome, "TEXT", "what came of it" },
	{ 0, "answers", CLI_TEXT, &answers, "REF", "which interaction it replies to" },
	{ 0, "next", CLI_TEXT, &next, "WHEN", "plan a follow-up; its text is the last operand" },
	{ 0, "add-leads", CLI_FLAG, &add_leads, NULL, "senders of mail whom nobody knows become leads" },
	{ 0 },
};
static const char *const columns[] = { "client", "at", "channel", "subject", NULL };

struct logging {
	const char *channel, *direction, *subject, *body, *todo;
	char *about[12];                         /* assignments of the options */
	size_t n;
};

static void
put(struct crm_rec *r, const char *field, const char *text)
{
	crm_rec_put(r, field, text != NULL && *text != '\0' ? &CRM_VTEXT(text, strlen(text)) : &CRM_VNULL);
}

static int
plan_next(struct cli *cli, const struct logging *l, const struct cli_ref *ref)
{
	struct crm_rec like;
	int64_t f;
	int rc;

	crm_rec_init(&like, crm_entity_must(crm_schema_of(cli->crm), "followup"));
	put(&like, "about", l->todo);
	rc = crm_rec_assign(&cli->ctx, &like, crm_sprintf(&like.arena, "due=%s", next), &cli->err);
	if (rc == CRM_OK && (rc = crm_followup_plan(cli->crm, &like, ref->ent, ref->id, &f, &cli->err)) == CRM_OK)
		crm_putf(&cli->said, "f%lld\n", (long long)f);
	crm_rec_free(&like);
	return rc;
}

static int
log_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	const struct logging *l = arg;
	const char *name = ref->ent->name;
	const struct crm_val *number;
	struct crm_rec rec;
	int rc = CRM_OK;

	crm_rec_init(&rec, crm_entity_must(crm_schema_of(cli->crm), "interaction"));
	put(&rec, "channel", l->channel);
	put(&rec, "direction", l->direction);
	put(&rec, "subject", l->subject);
	put(&rec, "body", l->body);
	if (strcmp(name, "person") == 0)
		put(&rec, "persons", crm_sprintf(&rec.arena, "%lld", (long long)ref->id));
	else if (strcmp(name, "client") != 0 && strcmp(name, "deal") != 0)
		rc = crm_fail(&cli->err, CRM_DATA, NULL, "%s is no client, person or deal", ref->text);
	else
		crm_rec_put(&rec, name, &CRM_VINT(ref->id));
	if (rc == CRM_OK && (rc = crm_rec_assign_all(&cli->ctx, &rec, l->about, l->n, &cli->err)) == CRM_OK
	    && (rc = crm_rec_defaults(&cli->ctx, &rec, &cli->err)) == CRM_OK
	    && (rc = crm_save(cli->crm, NULL, &rec, 0, NULL, &cli->err)) == CRM_OK) {
		number = crm_rec_get(&rec, "number");
		crm_putf(&cli->said, number->t == CRM_TEXT ? "i%lld\t%s\n" : "i%lld\n", (long long)crm_rec_id(&rec),
		    number->p);
		rc = next != NULL ? plan_next(cli, l, ref) : CRM_OK;
	}
	crm_rec_free(&rec);
	return rc;
}

static bool
is_word(const struct crm_entity *e, const char *field, const char *text)
{
	const char *const *w = crm_field_must(e, field)->values;

	while (w != NULL && *w != NULL && strcmp(*w, text) != 0)
		w++;
	return w != NULL && *w != NULL;
}

/* The first line of the text is the subject, the rest the body. */
static int
log_typed(struct cli *cli, struct logging *l, const struct crm_entity *e, int argc, char **argv)
{
	struct cli_refs refs;
	char *text;
	int rc;

	if (argc > 0 && is_word(e, "channel", argv[0])) {
		l->channel = *argv++;
		argc--;
	}
	if (next != NULL && argc > 0)
		l->todo = argv[--argc];
	if (argc < 2)
		return cli_usage(cli, "whom with, what was said%s?", next != NULL ? ", and what is next" : "");
	text = argv[--argc];
	l->subject = strsep(&text, "\n");
	l->body = text;
	if (argc > 1 && is_word(e, "direction", argv[argc - 1]))
		l->direction = argv[--argc];
	for (int i = 0; i < argc; i++)
		if (is_word(e, "channel", argv[i]) || is_word(e, "direction", argv[i]))
			return cli_usage(cli, "'%s' is out of its place: CHANNEL WITH-WHOM in|out TEXT", argv[i]);
	rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), argc, argv, &refs);
	return rc == CRM_OK ? cli_each(cli, &refs, log_one, l) : rc;
}

static int
log_interaction(struct cli *cli, int argc, char **argv)
{
	const char *const option[][2] = { { "persons", person }, { "deal", deal }, { "case", case_ }, { "campaign", campaign },
	    { "at", at }, { "minutes", minutes }, { "outcome", outcome }, { "answers", answers } }, *format = cli->bulk.format;
	const struct crm_entity *e = crm_entity_must(crm_schema_of(cli->crm), "interaction");
	struct logging l = { .channel = "note", .direction = "out" };

	for (size_t i = 0; i < sizeof option / sizeof *option; i++)
		if (option[i][1] != NULL)
			l.about[l.n++] = crm_sprintf(&cli->arena, "%s=%s", option[i][0], option[i][1]);
	if (format != NULL && (strcmp(format, "mail") == 0 || strcmp(format, "mbox") == 0))
		return cli_mail(cli, strcmp(format, "mail") == 0, argc, argv, &(struct crm_postal){ add_leads, l.about, l.n });
	if (add_leads)
		return cli_usage(cli, "--add-leads goes with -i mail and -i mbox");
	if (format != NULL || (argc == 0 && !cli->in_tty)) {
		cli->bulk.format = format != NULL ? format : "lines";
		return cli_bulk(cli, &(struct crm_bulk){ .ent = e, .set = l.about, .nset = l.n }, argc, argv, columns);
	}
	return log_typed(cli, &l, e, argc, argv);
}

static const struct cli_cmd cmd = {
	.name = "crm-log", .args = "[CHANNEL] REF... [in|out] TEXT [NEXT] | [-i FORMAT] [FILE...]", .inputs = "mail|mbox",
	.help = "records an interaction: a call, a mail, a meeting, in or out; reads e-mail",
	.group = "work", .flags = CLI_WORKS | CLI_BULK, .opts = opts, .run = log_interaction, .words = "ref fields=interaction",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
