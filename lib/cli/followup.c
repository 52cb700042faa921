/* followup.c - the operands of crm-followup: references, a time, a text */
#include <string.h>

#include "cli.h"

const struct crm_entity *
cli_followup(struct cli *cli)
{
	return crm_entity_must(crm_schema_of(cli->crm), "followup");
}

char *
cli_joined(struct cli *cli, int argc, char **argv)
{
	struct crm_buf b = { 0 };
	char *text;

	for (int i = 0; i < argc; i++) {
		crm_puts(&b, i ? " " : "");
		crm_puts(&b, argv[i]);
	}
	text = argc > 0 ? crm_strdup(&cli->arena, b.p) : NULL;
	crm_buf_free(&b);
	return text;
}

static bool
is_time(const struct cli *cli, const char *arg, int64_t *lo, int64_t *hi)
{
	return crm_when_time(arg, strlen(arg), cli->now, lo, hi) == CRM_OK;
}

int
cli_followup_new(struct cli *cli, int *argc, char **argv, const char *const *given, struct crm_rec *like)
{
	char **set = crm_zalloc(&cli->arena, ((size_t)*argc + 16) * sizeof *set), *text;
	int when = 0, end = 0;
	int64_t lo, hi;
	size_t n = 0;
	int rc;

	crm_rec_init(like, cli_followup(cli));
	while (end < *argc && !cli_is_assignment(argv[end]))
		end++;
	while (when < end && !is_time(cli, argv[when], &lo, &hi))
		when++;
	if (when == end)
		return cli_usage(cli, "when? a time follows the references: tomorrow, +2d, fri, 2026-12-01 14:30");
	if ((text = cli_joined(cli, end - when - 1, argv + when + 1)) == NULL)
		return cli_usage(cli, "what is to be done %s?", argv[when]);
	set[n++] = crm_sprintf(&cli->arena, "due=%s", argv[when]);
	set[n++] = crm_sprintf(&cli->arena, "about=%s", text);
	for (; *given != NULL; given += 2)
		if (given[1] != NULL)
			set[n++] = crm_sprintf(&cli->arena, "%s=%s", given[0], given[1]);
	for (int i = end; i < *argc; i++)
		set[n++] = argv[i];
	*argc = when;
	if ((rc = crm_rec_assign_all(crm_ctx_of(cli->crm), like, set, n, &cli->err)) == CRM_OK
	    && (rc = crm_rec_defaults(crm_ctx_of(cli->crm), like, &cli->err)) == CRM_OK)
		rc = crm_rec_check(like, &cli->err);
	return rc;
}

int
cli_followup_refs(struct cli *cli, int argc, char **argv, struct cli_refs *refs)
{
	int n = 0, rc;

	while (n < argc && cli_is_ref(cli, argv[n]))
		n++;
	if (n == 0 && cli->in_tty && argc > 0)
		return cli_usage(cli, "'%s' is no follow-up: name them by ids like f12", argv[0]);
	rc = cli_refs(cli, cli_followup(cli), n, argv, refs);
	for (size_t i = 0; i < refs->n; i++)
		if (refs->v[i].ent != cli_followup(cli))
			rc = cli_complain(cli, crm_fail(&cli->err, CRM_DATA, NULL,
			    "%s is a %s: name the follow-up (crm-followup due lists them)", refs->v[i].text,
			    refs->v[i].ent->name));
	return rc;
}

static int
due_query(struct cli *cli, struct crm_query *q, int argc, char **argv)
{
	static const char *const by[] = { "due", "priority" };
	struct crm_sort *sort = crm_zalloc(&cli->arena, 2 * sizeof *sort);
	struct crm_expr *mine, *theirs;
	int64_t lo, hi;
	char until[21];
	int used = argc > 0 && is_time(cli, argv[0], &lo, &hi), rc;

	if (!used)
		is_time(cli, "today", &lo, &hi);
	crm_fmt_time(until, hi);
	for (int i = 0; i < 2; i++) {
		sort[i].path = (struct crm_path){ .ent = q->ent, .field = crm_field_must(q->ent, by[i]) };
		sort[i].desc = i == 1;           /* high before low */
	}
	q->sort = sort;
	q->nsort = 2;
	rc = crm_filter_text(&cli->ctx, q->ent, crm_sprintf(&cli->arena, "state=open due=..%s", until), &mine,
	    &cli->arena, &cli->err);
	if (rc == CRM_OK)
		rc = crm_filter_parse(&cli->ctx, q->ent, argv + used, (size_t)(argc - used), &theirs, &cli->arena,
		    &cli->err);
	if (rc == CRM_OK)
		q->where = crm_filter_and(mine, theirs, &cli->arena);
	return rc;
}

/* Whether there is one at all. */
static int
any(struct cli *cli, struct crm_query *q)
{
	struct crm_cursor *cur;
	int rc;

	q->limit = 1;
	if ((rc = crm_select(crm_db_of(cli->crm), q, &cur, &cli->err)) != CRM_OK)
		return rc;
	rc = crm_cursor_next(cur, &cli->err);
	crm_cursor_close(cur);
	return rc == CRM_ROW ? CRM_OK : rc == CRM_DONE ? CRM_NO : rc;
}

int
cli_followup_due(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = cli_followup(cli), .ctx = &cli->ctx };
	int rc = due_query(cli, &q, argc, argv);

	if (rc != CRM_OK || cli->quiet)
		return rc == CRM_OK ? any(cli, &q) : rc;
	if (cli->format != NULL && strcmp(cli->format, "ics") == 0)
		return cli_ics(cli, &q);
	return cli_query(cli, &q, CLI_FOLLOWUP_COLUMNS, NULL);
}

static int
sweep(struct crm *crm, void *arg, struct crm_err *err)
{
	struct cli *cli = arg;
	struct crm_rec rec;
	int64_t *id;
	size_t n;
	int rc = crm_followup_sweep(crm, &id, &n, &cli->arena, err);

	crm_rec_init(&rec, cli_followup(cli));
	for (size_t i = 0; i < n && rc == CRM_OK; i++) {
		crm_rec_reset(&rec);
		if ((rc = crm_get(crm, rec.ent, id[i], &rec, err)) == CRM_OK)
			cli_changed(cli, NULL, &rec);
	}
	crm_rec_free(&rec);
	return rc;
}

int
cli_followup_sweep(struct cli *cli, int argc, char **argv)
{
	(void)argv;
	return argc > 0 ? cli_usage(cli, "sweep takes no operands") : cli_work(cli, sweep, cli, NULL);
}

struct each {
	struct cli *cli;
	const struct cli_refs *refs;
	int (*one)(struct cli *, const struct cli_ref *, void *);
	void *arg;
};

static int
each(struct crm *crm, void *arg, struct crm_err *err)
{
	struct each *e = arg;
	int worst = CRM_OK, rc;

	(void)crm, (void)err;
	for (size_t i = 0; i < e->refs->n; i++)
		if ((rc = e->one(e->cli, &e->refs->v[i], e->arg)) > worst)
			worst = rc;
	return worst;
}

int
cli_each(struct cli *cli, const struct cli_refs *refs,
    int (*one)(struct cli *, const struct cli_ref *, void *), void *arg)
{
	struct each e = { cli, refs, one, arg };

	return cli_work(cli, each, &e, NULL);
}
