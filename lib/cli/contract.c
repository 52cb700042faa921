/* contract.c - crm-contract's steps and listings */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "crm/contract.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

static int
wrong(struct cli *cli, const struct cli_ref *ref, const char *name)
{
	return crm_fail(&cli->err, CRM_DATA, NULL, "%s is no %s", ref->text, name);
}

static void
say(struct cli *cli, const struct crm_rec *rec)
{
	crm_put_id(&cli->said, rec->ent, crm_rec_id(rec));
	crm_putc(&cli->said, '\n');
}

/* References, then assignments; a record that is made or changed with each. */
struct doing {
	const struct crm_field *via;             /* what is made refers by it to what was named */
	const char *what;                        /* the entity that references are of */
	char **text; size_t n;
	struct crm_contract_step step;
	struct crm_rec old, rec;
};

static int
all(struct cli *cli, int argc, char **argv, const char *what, const char *made, int (*one)(struct cli *,
    const struct cli_ref *, void *), struct doing *d)
{
	struct cli_refs refs;
	int rc = cli_refs(cli, entity(cli, what), argc, argv, &refs);

	if (rc != CRM_OK)
		return rc;
	if (d->text == NULL) {
		d->text = argv + refs.used;
		d->n = (size_t)(argc - refs.used);
	}
	d->what = what;
	crm_rec_init(&d->old, entity(cli, made));
	crm_rec_init(&d->rec, d->old.ent);
	rc = cli_each(cli, &refs, one, d);
	crm_rec_free(&d->old);
	crm_rec_free(&d->rec);
	return rc;
}

static int
make_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	int rc;

	if (ref->id != 0 && strcmp(ref->ent->name, d->what) != 0)
		return wrong(cli, ref, d->what);
	crm_rec_reset(&d->rec);
	if (ref->id != 0)
		crm_rec_put(&d->rec, d->via->name, &CRM_VINT(ref->id));
	rc = crm_contract_new(cli->crm, &d->rec, d->text, d->n, &cli->err);
	if (rc == CRM_OK)
		say(cli, &d->rec);
	return rc;
}

/* What comes from a deal has its client. */
static int
make_alone(struct cli *cli, int argc, char **argv, struct doing *d)
{
	const struct cli_refs nobody = { .v = &(struct cli_ref){ .text = "-" }, .n = 1 };
	int rc;

	d->text = argv;
	d->n = (size_t)argc;
	crm_rec_init(&d->rec, entity(cli, "contract"));
	rc = cli_each(cli, &nobody, make_one, d);
	crm_rec_free(&d->rec);
	return rc;
}

int
cli_contract_make(struct cli *cli, int argc, char **argv, const char *name, const char *via)
{
	struct doing d = { .via = crm_field_must(entity(cli, name), via) };
	bool alone = argc > 0 && strcmp(via, "client") == 0 && cli_is_assignment(argv[0]);

	for (int i = 0; alone && i < argc; i++)
		if (strncmp(argv[i], "deal=", 5) == 0)
			return make_alone(cli, argc, argv, &d);
	return all(cli, argc, argv, via, name, make_one, &d);
}

/* All of a text or nothing: what the template lacks is told before a file is touched. */
static int
write_out(struct cli *cli, const char *path, struct crm_buf *text)
{
	struct crm_sink sink = { .fd = -1 };
	char shown[256];
	int rc;

	if (path == NULL) {
		crm_put(&cli->out.buf, text->p, text->n);
		return CRM_OK;
	}
	sink.buf = *text;
	*text = (struct crm_buf){ 0 };
	sink.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (sink.fd < 0)
		rc = crm_fail(&cli->err, CRM_CANTCREATE, NULL, "%s cannot be made: %s", crm_quote(shown, path, strlen(path)),
		    strerror(errno));
	else if ((rc = crm_sink_flush(&sink, &cli->err)) == CRM_OK && close(sink.fd) != 0)
		rc = crm_fail(&cli->err, CRM_IO, NULL, "%s: %s", crm_quote(shown, path, strlen(path)), strerror(errno));
	crm_buf_free(&sink.buf);
	return rc;
}

int
cli_contract_text(struct cli *cli, int argc, char **argv, const char *template, const char *out)
{
	enum { MOST = 16 << 20 };
	struct crm_buf form = { 0 }, text = { 0 };
	struct crm_input *in = NULL;
	struct cli_refs refs;
	int rc = cli_refs(cli, entity(cli, "contract"), argc, argv, &refs);

	if (rc == CRM_OK && (refs.used < argc || (out != NULL && refs.n != 1)))
		return cli_usage(cli, "a template is filled in for contracts; --out takes one");
	if (rc == CRM_OK && (rc = crm_input_open(&in, template, NULL, &cli->err)) == CRM_OK)
		rc = crm_input_all(in, &form, MOST, &cli->err);
	for (size_t i = 0; i < refs.n && rc == CRM_OK; i++)
		rc = refs.v[i].ent != entity(cli, "contract") ? wrong(cli, &refs.v[i], "contract")
		    : crm_contract_text(cli->crm, refs.v[i].id, template, form.n > 0 ? form.p : "", &text, &cli->err);
	if (rc == CRM_OK)
		rc = write_out(cli, out, &text);
	crm_input_close(in);
	crm_buf_free(&form);
	crm_buf_free(&text);
	return rc;
}

static int
step_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	int rc;

	if (ref->ent != d->old.ent)
		return wrong(cli, ref, "contract");
	d->step.text = d->text;
	d->step.n = d->n;
	if ((rc = crm_contract_step(cli->crm, ref->id, &d->step, &d->old, &d->rec, &cli->err)) == CRM_OK)
		cli_changed(cli, &d->old, &d->rec);
	return rc;
}

static bool
has(int argc, char **argv, const char *prefix)
{
	size_t n = strlen(prefix);

	for (int i = 0; i < argc; i++)
		if (strncmp(argv[i], prefix, n) == 0 && argv[i][n] != '\0')
			return true;
	return false;
}

/* A day as typed, as it is stored. */
static int
read_day(struct cli *cli, const char *typed, const char **day)
{
	char text[11];
	int64_t lo, hi;

	*day = NULL;
	if (typed == NULL)
		return CRM_OK;
	if (crm_when_date(typed, strlen(typed), cli->now, &lo, &hi) != CRM_OK)
		return cli_usage(cli, "--at: '%s' is no day", typed);
	crm_fmt_date(text, lo);
	*day = crm_strdup(&cli->arena, text);
	return CRM_OK;
}

int
cli_contract_step(struct cli *cli, int argc, char **argv, const char *verb, const char *did,
    const struct cli_contract *o)
{
	static const char *const explained[] = { "reject", "decline", "terminate", "cancel" };
	bool signs = strcmp(verb, "sign") == 0;
	bool dated = signs || strcmp(verb, "end") == 0 || strcmp(verb, "terminate") == 0;
	struct doing d = { .step = { .verb = verb, .by = o->by, .note = o->note } };
	struct crm_file file;
	int rc;

	if (!signs && (o->by != NULL || o->document != NULL))
		return cli_usage(cli, "--by and --document belong to sign");
	if (!dated && o->at != NULL)
		return cli_usage(cli, "--at belongs to sign, end, terminate and check");
	for (size_t i = 0; i < sizeof explained / sizeof *explained; i++)
		if (strcmp(verb, explained[i]) == 0 && !has(argc, argv, "reason="))
			return cli_usage(cli, "why? reason=TEXT");
	if ((rc = read_day(cli, o->at, &d.step.on)) != CRM_OK
	    || (o->document != NULL && (rc = cli_file(cli, o->document, &file)) != CRM_OK))
		return rc;
	d.step.document = o->document != NULL ? &file : NULL;
	if ((rc = all(cli, argc, argv, "contract", "contract", step_one, &d)) == CRM_OK)
		cli_tell(cli, "%s%s", did, cli->dry ? " (dry run: nothing is kept)" : "");
	return rc;
}

static int
amend_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	int rc = ref->ent != d->old.ent ? wrong(cli, ref, "contract")
	    : crm_contract_amend(cli->crm, ref->id, d->text, d->n, &d->rec, &cli->err);

	if (rc == CRM_OK)
		say(cli, &d->rec);
	return rc;
}

int
cli_contract_amend(struct cli *cli, int argc, char **argv)
{
	return all(cli, argc, argv, "contract", "contract", amend_one, &(struct doing){ 0 });
}

static int
settle_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	int rc = ref->ent != d->old.ent ? wrong(cli, ref, "clause")
	    : crm_contract_settle(cli->crm, ref->id, d->text, d->n, &d->old, &d->rec, &cli->err);

	if (rc == CRM_OK)
		cli_changed(cli, &d->old, &d->rec);
	return rc;
}

/* References, a word, assignments: the word goes before these as one of them, "state=ours". */
static int
worded(struct cli *cli, int argc, char **argv, const char *field, const char *what, struct doing *d, int *nref)
{
	*nref = 0;
	while (*nref < argc && !cli_is_assignment(argv[*nref]))
		++*nref;
	if (*nref == 0)
		return cli_usage(cli, "%s", what);
	d->n = (size_t)(argc - *nref) + 1;
	d->text = crm_alloc(&cli->arena, (d->n + 2) * sizeof *d->text);
	memcpy(d->text + 1, argv + *nref, (d->n - 1) * sizeof *d->text);
	d->text[0] = crm_sprintf(&cli->arena, "%s=%s", field, argv[--*nref]);
	return CRM_OK;
}

int
cli_contract_settle(struct cli *cli, int argc, char **argv)
{
	struct doing d = { 0 };
	int n, rc = worded(cli, argc, argv, "state", "how? [CLAUSE...] ours|theirs|compromise|withdrawn", &d, &n);

	return rc == CRM_OK ? all(cli, n, argv, "clause", "clause", settle_one, &d) : rc;
}

int
cli_contract_check(struct cli *cli, int argc, char **argv, const struct cli_contract *o)
{
	struct doing d = { .via = crm_field_must(entity(cli, "check"), "right") };
	int n, rc = worded(cli, argc, argv, "verdict", "what was found? [RIGHT...] ok|breach", &d, &n);

	if (rc != CRM_OK)
		return rc;
	if (o->note != NULL)
		d.text[d.n++] = crm_sprintf(&cli->arena, "note=%s", o->note);
	if (o->at != NULL)
		d.text[d.n++] = crm_sprintf(&cli->arena, "at=%s", o->at);
	return all(cli, n, argv, "right", "check", make_one, &d);
}

struct renewing { struct crm_rec old, rec; size_t n, by_hand; };

static int
renew_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct renewing *r = arg;
	enum crm_renewal what;
	int rc = ref->ent != r->old.ent ? wrong(cli, ref, "contract")
	    : crm_contract_renew(cli->crm, ref->id, &what, &r->old, &r->rec, &cli->err);

	if (rc != CRM_OK || what == CRM_NOT_DUE)
		return rc;
	if (what == CRM_RENEWED)
		cli_changed(cli, &r->old, &r->rec);
	else
		crm_putf(&cli->said, "k%lld\tended on %s: amend it, or end it\n", (long long)ref->id,
		    crm_rec_get(&r->old, "ends")->p);
	++*(what == CRM_RENEWED ? &r->n : &r->by_hand);
	return CRM_OK;
}

/* The active contracts whose end has passed, as references. */
static int
past_end(struct cli *cli, struct cli_refs *refs)
{
	const struct crm_entity *e = entity(cli, "contract");
	struct crm_path id = { .ent = e, .field = &e->field[0] };
	struct crm_query q = { .ent = e, .col = &id, .ncol = 1, .ctx = crm_ctx_of(cli->crm) };
	struct crm_cursor *cur;
	struct crm_expr *where;
	int64_t n = 0;
	int rc = crm_filter_text(q.ctx, e, "state=active ends=..yesterday", &where, &cli->arena, &cli->err);

	memset(refs, 0, sizeof *refs);
	q.where = where;
	if (rc != CRM_OK || (rc = crm_count(crm_db_of(cli->crm), &q, &n, &cli->err)) != CRM_OK
	    || (rc = crm_select(crm_db_of(cli->crm), &q, &cur, &cli->err)) != CRM_OK)
		return rc;
	refs->v = crm_zalloc(&cli->arena, (size_t)(n + 1) * sizeof *refs->v);
	while ((int64_t)refs->n < n && (rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW)
		refs->v[refs->n++] = (struct cli_ref){ e, cur->val[0].i, "" };
	crm_cursor_close(cur);
	return rc == CRM_ROW || rc == CRM_DONE ? CRM_OK : rc;
}

int
cli_contract_renew(struct cli *cli, int argc, char **argv, bool every)
{
	struct renewing r = { 0 };
	struct cli_refs refs;
	int rc;

	if (every && argc > 0)
		return cli_usage(cli, "--due looks at all contracts: name none");
	rc = every ? past_end(cli, &refs) : cli_refs(cli, entity(cli, "contract"), argc, argv, &refs);
	if (rc != CRM_OK)
		return rc;
	crm_rec_init(&r.old, entity(cli, "contract"));
	crm_rec_init(&r.rec, r.old.ent);
	if ((rc = cli_each(cli, &refs, renew_one, &r)) == CRM_OK)
		cli_tell(cli, "%zu renewed, %zu to be renewed by hand%s", r.n, r.by_hand,
		    cli->dry ? " (dry run: nothing is kept)" : "");
	crm_rec_free(&r.old);
	crm_rec_free(&r.rec);
	return rc == CRM_OK && r.n + r.by_hand == 0 ? CRM_NO : rc;
}

int
cli_contract_due(struct cli *cli, int argc, char **argv)
{
	struct crm_grid g = { 0 };
	int64_t until = crm_local_day(cli->now) + crm_contract_ahead(crm_policy_of(cli->crm)), lo, hi;
	int used = argc > 0 && crm_when_date(argv[0], strlen(argv[0]), cli->now, &lo, &hi) == CRM_OK;
	int rc = crm_contract_due(cli->crm, argv + used, (size_t)(argc - used), used ? hi : until, &g, &cli->err);

	if (rc == CRM_OK)
		rc = !cli->quiet ? cli_grid(cli, &g) : g.nrow > 0 ? CRM_OK : CRM_NO;
	crm_grid_free(&g);
	return rc;
}

/* What has an operator is a filter; else it names contracts. */
static int
named(struct cli *cli, int argc, char **argv, const char *via, int *used, char **text)
{
	struct cli_refs refs;
	int rc;

	*used = 0;
	*text = "";
	while (*used < argc && strpbrk(argv[*used], "=<>~@(") == NULL)
		++*used;
	if (*used == 0)
		return CRM_OK;
	rc = cli_refs(cli, entity(cli, "contract"), *used, argv, &refs);
	for (size_t i = 0; i < refs.n; i++) {
		if (strcmp(refs.v[i].ent->name, "contract") != 0)
			rc = cli_complain(cli, wrong(cli, &refs.v[i], "contract"));
		*text = crm_sprintf(&cli->arena, "%s%sk%lld", *text, i ? "," : crm_sprintf(&cli->arena, "%s=", via),
		    (long long)refs.v[i].id);
	}
	return refs.n > 0 ? CRM_OK : rc;
}

int
cli_contract_list(struct cli *cli, int argc, char **argv, const char *name, const char *via, const char *columns)
{
	struct crm_query q = { .ent = entity(cli, name), .ctx = &cli->ctx };
	struct crm_expr *mine, *theirs;
	char *text;
	int used, rc = named(cli, argc, argv, via, &used, &text);

	if (rc == CRM_OK)
		rc = crm_filter_text(q.ctx, q.ent, text, &mine, &cli->arena, &cli->err);
	if (rc == CRM_OK)
		rc = crm_filter_parse(q.ctx, q.ent, argv + used, (size_t)(argc - used), &theirs, &cli->arena,
		    &cli->err);
	if (rc != CRM_OK)
		return rc;
	q.where = crm_filter_and(mine, theirs, &cli->arena);
	return cli_query(cli, &q, columns, NULL);
}

int
cli_contract_chain(struct cli *cli, const char *client)
{
	struct crm_grid g = { 0 };
	int64_t id;
	int rc = crm_resolve(cli->crm, entity(cli, "client"), NULL, client, strlen(client), &id, &cli->err);

	return rc == CRM_OK ? cli_made(cli, &g, crm_referral_chain(cli->crm, id, &g, &cli->err)) : rc;
}
