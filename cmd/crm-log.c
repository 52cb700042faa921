/* crm-log - records an interaction: a call, a mail, a meeting, in or out */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "crm/followup.h"

static const char *person, *deal, *case_, *campaign, *at, *minutes, *outcome, *answers, *next;
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
	{ 0 },
};
static const char *const columns[] = { "client", "at", "channel", "subject", NULL };

struct logging {
	struct cli *cli;
	struct cli_refs refs;
	const char *channel, *direction, *text, *todo;
	char *about[12];                         /* assignments of the options */
	size_t n;
	struct crm_buf numbers;                  /* of letters, as the register gave them */
};

static void
put(struct crm_rec *r, const char *field, const char *text, size_t n)
{
	crm_rec_put(r, field, n > 0 ? &CRM_VTEXT(text, n) : &CRM_VNULL);
}

/* The first line is the subject, the rest the body. */
static int
log_one(struct crm *crm, struct logging *l, const struct cli_ref *ref, struct crm_err *err)
{
	const char *nl = strchr(l->text, '\n'), *name = ref->ent->name;
	bool person_of = strcmp(name, "person") == 0;
	char followup[600], id[32];
	struct crm_rec rec, like;
	int64_t f;
	int rc;

	crm_rec_init(&rec, crm_entity_must(crm_schema_of(crm), "interaction"));
	put(&rec, "channel", l->channel, strlen(l->channel));
	put(&rec, "direction", l->direction, strlen(l->direction));
	put(&rec, "subject", l->text, nl != NULL ? (size_t)(nl - l->text) : strlen(l->text));
	if (nl != NULL)
		put(&rec, "body", nl + 1, strlen(nl + 1));
	if (person_of) {
		snprintf(id, sizeof id, "%lld", (long long)ref->id);
		put(&rec, "persons", id, strlen(id));
	} else if (strcmp(name, "client") != 0 && strcmp(name, "deal") != 0) {
		rc = crm_fail(err, CRM_DATA, NULL, "%s is no client, person or deal", ref->text);
		goto out;
	} else {
		crm_rec_put(&rec, name, &CRM_VINT(ref->id));
	}
	rc = crm_rec_assign_all(crm_ctx_of(crm), &rec, l->about, l->n, err);
	if (rc == CRM_OK && (rc = crm_rec_defaults(crm_ctx_of(crm), &rec, err)) == CRM_OK
	    && (rc = crm_save(crm, NULL, &rec, 0, NULL, err)) == CRM_OK) {
		crm_putf(&l->cli->said, "i%lld\n", (long long)crm_rec_id(&rec));
		if (crm_rec_get(&rec, "number")->t == CRM_TEXT)
			crm_putf(&l->numbers, "i%lld is %s\n", (long long)crm_rec_id(&rec), crm_rec_get(&rec, "number")->p);
	}
	if (rc != CRM_OK || next == NULL)
		goto out;
	crm_rec_init(&like, crm_entity_must(crm_schema_of(crm), "followup"));
	put(&like, "about", l->todo, strlen(l->todo));
	snprintf(followup, sizeof followup, "due=%s", next);
	if ((rc = crm_rec_assign(crm_ctx_of(crm), &like, followup, err)) == CRM_OK
	    && (rc = crm_followup_plan(crm, &like, ref->ent, ref->id, &f, err)) == CRM_OK)
		crm_putf(&l->cli->said, "f%lld\n", (long long)f);
	crm_rec_free(&like);
out:
	crm_rec_free(&rec);
	return rc;
}

static int
log_all(struct crm *crm, void *arg, struct crm_err *err)
{
	struct logging *l = arg;
	int rc = CRM_OK;

	l->numbers.n = 0;
	for (size_t i = 0; i < l->refs.n && rc == CRM_OK; i++)
		rc = log_one(crm, l, &l->refs.v[i], err);
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

static int
log_interaction(struct cli *cli, int argc, char **argv)
{
	const struct crm_entity *e = crm_entity_must(crm_schema_of(cli->crm), "interaction");
	const char *const option[][2] = { { "persons", person }, { "deal", deal }, { "case", case_ }, { "campaign", campaign },
	    { "at", at }, { "minutes", minutes }, { "outcome", outcome }, { "answers", answers } };
	struct logging l = { .cli = cli, .channel = "note", .direction = "out" };
	struct crm_bulk b = { .ent = e, .set = l.about };
	int rc;

	for (size_t i = 0; i < sizeof option / sizeof *option; i++)
		if (option[i][1] != NULL)
			l.about[l.n++] = crm_sprintf(&cli->arena, "%s=%s", option[i][0], option[i][1]);
	b.nset = l.n;
	if (cli->bulk.format != NULL || (argc == 0 && !cli->in_tty)) {
		cli->bulk.format = cli->bulk.format != NULL ? cli->bulk.format : "lines";
		return cli_bulk(cli, &b, argc, argv, columns);
	}
	if (argc > 0 && is_word(e, "channel", argv[0])) {
		l.channel = *argv++;
		argc--;
	}
	if (next != NULL && argc > 0)
		l.todo = argv[--argc];
	if (argc < 2)
		return cli_usage(cli, "whom with, what was said%s?", next != NULL ? ", and what is next" : "");
	l.text = argv[--argc];
	if (argc > 1 && is_word(e, "direction", argv[argc - 1]))
		l.direction = argv[--argc];
	rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), argc, argv, &l.refs);
	rc = rc == CRM_OK ? cli_work(cli, log_all, &l, NULL) : rc;
	for (char *p = l.numbers.n > 0 ? strtok(l.numbers.p, "\n") : NULL; rc == CRM_OK && p != NULL; p = strtok(NULL, "\n"))
		cli_tell(cli, "%s", p);
	crm_buf_free(&l.numbers);
	return rc;
}

static const struct cli_cmd cmd = {
	.name = "crm-log", .args = "[CHANNEL] REF... [in|out] TEXT [NEXT] | [-i FORMAT] [FILE...]",
	.help = "records an interaction: a call, a mail, a meeting, in or out",
	.group = "work", .flags = CLI_WORKS | CLI_BULK, .opts = opts, .run = log_interaction,
	.words = "ref fields=interaction",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
