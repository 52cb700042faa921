/* crm-set - changes fields of many records at once, from arguments or a stream */
#include "cli/cli.h"

static const char *key;
static bool force;
static const struct cli_opt opts[] = {
	{ 'k', "key", CLI_TEXT, &key, "FIELD", "with -i: find the stored record by this field" },
	{ 'f', "force", CLI_FLAG, &force, NULL, "past the policy's gates" },
	{ 0 },
};

struct setting { struct cli *cli; struct cli_refs refs; char **text; size_t n; int64_t changed, same; };

static int
set_one(struct setting *s, const struct cli_ref *ref, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *err)
{
	struct crm *crm = s->cli->crm;
	bool changed;
	int rc;

	if ((rc = crm_get(crm, ref->ent, ref->id, old, err)) != CRM_OK)
		return rc;
	crm_rec_copy(rec, old);
	if ((rc = crm_rec_assign_all(crm_ctx_of(crm), rec, s->text, s->n, err)) != CRM_OK
	    || (rc = crm_save(crm, old, rec, force ? CRM_FORCE : 0, &changed, err)) != CRM_OK)
		return rc;
	if (changed)
		cli_changed(s->cli, old, rec);
	*(changed ? &s->changed : &s->same) += 1;
	return CRM_OK;
}

static int
set_all(struct crm *crm, void *arg, struct crm_err *err)
{
	struct setting *s = arg;
	struct crm_rec old = { 0 }, rec = { 0 };
	int rc = CRM_OK, worst = CRM_OK;

	(void)crm;
	s->changed = s->same = 0;
	for (size_t i = 0; i < s->refs.n; i++) {
		if (old.ent != s->refs.v[i].ent) {
			crm_rec_free(&old);
			crm_rec_init(&old, s->refs.v[i].ent);
		}
		crm_rec_reset(&old);
		rc = set_one(s, &s->refs.v[i], &old, &rec, err);
		worst = rc > worst ? rc : worst;
		/* what a field may not hold, none of them may: one complaint is enough for all */
		if (rc != CRM_OK && rc != CRM_NOPERM)
			break;
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return worst;
}

struct streaming { struct cli *cli; const struct crm_entity *ent; };

static void
each(void *arg, int64_t id, int what)
{
	struct streaming *s = arg;

	if (what == '=')
		return;
	crm_put_id(&s->cli->out.buf, s->ent, id);
	crm_putc(&s->cli->out.buf, '\n');
	crm_sink_room(&s->cli->out);
}

static int
from_stream(struct cli *cli, int argc, char **argv)
{
	struct streaming s = { cli, cli_entity(cli, &argc, &argv, "client") };
	struct crm_bulk b = { .ent = s.ent, .key = key != NULL ? key : "id", .mode = CRM_UPDATE_ONLY,
	    .save = force ? CRM_FORCE : 0, .done = each, .arg = &s };

	return cli_bulk(cli, &b, argc, argv, NULL);
}

static int
set(struct cli *cli, int argc, char **argv)
{
	struct setting s = { .cli = cli };
	int64_t batch;
	int rc;

	if (cli->bulk.format != NULL)
		return from_stream(cli, argc, argv);
	while (s.n < (size_t)argc && cli_is_assignment(argv[argc - 1 - (int)s.n]))
		s.n++;
	s.text = argv + argc - s.n;
	if (s.n == 0)
		return cli_usage(cli, "what is to be set? field=value");
	rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "client"), argc - (int)s.n, argv, &s.refs);
	if (rc != CRM_OK)
		return rc;
	if ((rc = cli_work(cli, set_all, &s, &batch)) != CRM_OK)
		return rc;
	cli_tell(cli, "%lld changed, %lld already so%s", (long long)s.changed, (long long)s.same,
	    cli->dry ? " (dry run: nothing is kept)" : "");
	return CRM_OK;
}

static const struct cli_cmd cmd = {
	.name = "crm-set", .args = "REF... field=value... | [ENTITY] -i FORMAT [FILE...]",
	.help = "changes fields of many records at once, from arguments or a stream",
	.group = "base", .flags = CLI_WORKS | CLI_BULK, .opts = opts, .run = set, .words = "ref fields=client",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
