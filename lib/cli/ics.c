/* ics.c - repetition and calendars, by a module that only they
 * load: libical costs more than all else a command does */
#include <string.h>

#include "cli.h"
#include "ics/ics.h"

static int
load(const struct ics **ics, struct crm_err *err)
{
	return cli_module("ics", ICS_SYMBOL, "repetition and calendars need", (const void **)ics, err);
}

int
cli_ics_next(const char *rrule, const char *start, const char *after, char next[21], struct crm_err *err)
{
	const struct ics *ics;
	int rc = load(&ics, err);

	if (rc != CRM_OK)
		return rc;
	rc = ics->next(rrule, start, after, next);
	return rc == CRM_DATA ? crm_fail(err, rc, "repeat", "cannot be expanded: %s", rrule) : rc;
}

/* What makes ids of this base unique in the world: that of its first batch. */
static const char *
base_uid(struct cli *cli)
{
	const struct crm_entity *ent = crm_entity_must(crm_schema_of(cli->crm), "batch");
	struct crm_path col = { .ent = ent, .field = crm_field_must(ent, "uid") };
	struct crm_query q = { .ent = ent, .col = &col, .ncol = 1, .limit = 1, .ctx = &cli->ctx };
	struct crm_cursor *cur;
	const char *uid = "crm";

	if (crm_select(crm_db_of(cli->crm), &q, &cur, NULL) != CRM_OK)
		return uid;
	if (crm_cursor_next(cur, NULL) == CRM_ROW && cur->val[0].t == CRM_TEXT)
		uid = crm_strdup(&cli->arena, cur->val[0].p);
	crm_cursor_close(cur);
	return uid;
}

int
cli_ics(struct cli *cli, struct crm_query *q)
{
	const char *base = base_uid(cli);
	const struct ics *ics;
	struct crm_path *path;
	struct crm_cursor *cur;
	int64_t rows = 0;
	int rc;

	if ((rc = load(&ics, &cli->err)) != CRM_OK)
		return rc;
	path = crm_zalloc(&cli->arena, ics->ncolumn * sizeof *path);
	for (size_t i = 0; i < ics->ncolumn; i++)
		CRM_BUG_IF(crm_path_parse(cli->ctx.schema, q->ent, ics->column[i], strlen(ics->column[i]), &path[i],
		    NULL) != CRM_OK);
	q->col = path;
	q->ncol = ics->ncolumn;
	if ((rc = crm_select(crm_db_of(cli->crm), q, &cur, &cli->err)) != CRM_OK)
		return rc;
	crm_puts(&cli->out.buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "PRODID:-//crm//crm-followup " CRM_VERSION "//EN\r\n"
	    "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
	for (; !cli->out.failed && (rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW; rows++) {
		ics->put_event(&cli->out.buf, cur->val, cli->now, base);
		crm_sink_room(&cli->out);
	}
	crm_puts(&cli->out.buf, "END:VCALENDAR\r\n");
	crm_cursor_close(cur);
	return rc != CRM_DONE && rc != CRM_ROW ? rc : rows > 0 ? CRM_OK : CRM_NO;
}
