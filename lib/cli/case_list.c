/* case_list.c - the listings of crm-case */
#include <string.h>

#include "cli.h"
#include "crm/case.h"
#include "crm/objection.h"

/* Until the end of WITHIN, or of today; -q only tells whether there is anything. */
int
cli_case_due(struct cli *cli, int argc, char **argv)
{
	struct crm_asked asked = { .filter = argv, .nfilter = (size_t)argc };
	struct crm_grid grid = { 0 };
	char until[21];
	int64_t lo, hi;
	int rc;

	if (argc > 0 && crm_when_time(argv[0], strlen(argv[0]), cli->now, &lo, &hi) == CRM_OK) {
		asked.filter++;
		asked.nfilter--;
	} else {
		CRM_BUG_IF(crm_when_time("today", 5, cli->now, &lo, &hi) != CRM_OK);
	}
	crm_fmt_time(until, hi);
	asked.to = until;
	if ((rc = crm_report_run(cli->crm, &crm_case_due, &asked, &grid, &cli->err)) == CRM_OK)
		rc = !cli->quiet ? cli_grid(cli, &grid) : grid.nrow > 0 ? CRM_OK : CRM_NO;
	crm_grid_free(&grid);
	return rc;
}

int
cli_case_history(struct cli *cli, int argc, char **argv)
{
	const struct crm_schema *s = crm_schema_of(cli->crm);
	struct crm_query q = { .ent = crm_entity_must(s, "step"), .ctx = &cli->ctx };
	const struct crm_entity *of = crm_entity_must(s, "case");
	char *text = "case=";
	struct crm_expr *where;
	struct cli_refs refs;
	int rc = cli_refs(cli, of, argc, argv, &refs);

	for (const struct cli_ref *r = refs.v; r < refs.v + refs.n && rc == CRM_OK; r++) {
		if (r->ent != of)
			rc = crm_fail(&cli->err, CRM_DATA, NULL, "%s is no case", r->text);
		text = crm_sprintf(&cli->arena, "%s%s%s%lld", text, r > refs.v ? "," : "", of->prefix,
		    (long long)r->id);
	}
	if (rc != CRM_OK
	    || (rc = crm_filter_text(q.ctx, q.ent, text, &where, &cli->arena, &cli->err)) != CRM_OK)
		return rc;
	q.where = where;
	return cli_query(cli, &q, "case,at,actor,old_state,state,lasted,note", NULL);
}

static bool
is_word(const struct crm_field *f, const char *text)
{
	for (const char *const *w = f->values; w != NULL && *w != NULL; w++)
		if (strcmp(*w, text) == 0)
			return true;
	return false;
}

/* [KIND|DEAL] */
int
cli_answers(struct cli *cli, int argc, char **argv)
{
	const struct crm_schema *s = crm_schema_of(cli->crm);
	struct crm_buf filter = { 0 };
	struct crm_asked asked = { .filter = &filter.p };
	struct cli_refs refs;
	int rc = CRM_OK;

	if (argc > 1)
		return cli_usage(cli, "answers takes a kind of objection, or a deal");
	if (argc == 1 && is_word(crm_field_must(crm_entity_must(s, "objection"), "kind"), argv[0])) {
		crm_putf(&filter, "kind=%s", argv[0]);
	} else if (argc == 1 && (rc = cli_refs(cli, crm_entity_must(s, "deal"), 1, argv, &refs)) == CRM_OK) {
		rc = strcmp(refs.v->ent->name, "deal") != 0
		    ? crm_fail(&cli->err, CRM_DATA, NULL, "%s is no deal", refs.v->text)
		    : crm_answers_for(cli->crm, refs.v->id, &filter, &cli->err);
	}
	asked.nfilter = filter.n > 0;
	if (rc == CRM_OK)
		rc = cli_report(cli, &crm_answers, &asked);
	crm_buf_free(&filter);
	return rc;
}
