/* case_due.c - which deadlines of cases are past, or come */
#include "ask.h"
#include "crm/case.h"

#include <stdlib.h>
#include <string.h>

enum { ID, WHAT, WHEN, LATE, KIND, SEVERITY, STATE, CLIENT, OWNER, ABOUT };
static const struct crm_outcol cols[] = {
	COL("id", &crm_t_text), COL("what", &crm_t_word), COL("when", &crm_t_time), COL("late", &crm_t_span),
	COL("kind", &crm_t_word), COL("severity", &crm_t_word), COL("state", &crm_t_word),
	COL("client", &crm_t_text), COL("owner", &crm_t_text), COL("about", &crm_t_text),
};

/* The case's own columns, in their order, stand before these four. */
static const char columns[] =
    "id,kind,severity,state,client.name,owner.name,about,respond_by,resolve_by,due,effect_due";
enum { RESPOND = 7, RESOLVE, MEASURE, EFFECT, CONDS };

#define UNDECIDED "state=received,acknowledged,assessed,investigating,escalated"

/* When each is due of a case that is not closed, the date in place of %s. */
static const char *const when_due[] = {
	"responded= " UNDECIDED " respond_by=..%s",
	"resolved= hold_since= " UNDECIDED " resolve_by=..%s",
	"state=acting done= due=..%s",
	"state=acting done!= effect_due=..%s",
};
static const char *const what[] = { "respond", "resolve", "measure", "effect" };
struct due { struct crm *c; struct crm_grid *g; struct crm_meter meter; const char *id; };

/* A day is due until its end, where the clocks of service hang. */
static bool
moment(const struct due *d, const struct crm_val *v, int64_t *t)
{
	int64_t day;

	if (crm_read_time(v->p, v->n, t) == CRM_OK)
		return true;
	if (crm_read_date(v->p, v->n, &day) != CRM_OK)
		return false;
	*t = crm_zone_instant(d->c->policy.hours.zone, day, 86400) - 1;
	return true;
}

static void
put_due(struct due *d, const struct crm_val *v, int which)
{
	struct crm_val *row;
	int64_t when, now = d->c->ctx.now;
	char text[21];

	if (!moment(d, &v[RESPOND + which], &when))
		return;
	row = crm_grid_add(d->g);
	crm_fmt_time(text, when);
	row[ID] = words(d->g, "%s%lld", d->id, (long long)v[0].i);
	row[WHAT] = CRM_VTEXT(what[which], strlen(what[which]));
	row[WHEN] = as_text(d->g, text);
	row[LATE] = CRM_VINT(crm_meter_between(&d->meter, when, now)
	    - crm_meter_between(&d->meter, now, when));
	for (int i = KIND; i <= ABOUT; i++)
		row[i] = keep(d->g, &v[1 + i - KIND]);
}

static int
soonest_first(const void *x, const void *y)
{
	const struct crm_val *a = *(struct crm_val *const *)x, *b = *(struct crm_val *const *)y;
	int c = crm_val_cmp(&a[WHEN], &b[WHEN]);

	if (c == 0)
		c = (a[ID].n > b[ID].n) - (a[ID].n < b[ID].n);   /* c9 before c10 */
	if (c == 0)
		c = crm_val_cmp(&a[ID], &b[ID]);
	return c != 0 ? c : crm_val_cmp(&b[WHAT], &a[WHAT]);     /* respond before resolve */
}

/* One pass: each case is asked which of the four is due. */
static int
each_due(struct ask *q, struct due *d, const char *until, struct crm_err *err)
{
	const struct crm_expr *cond[EFFECT - RESPOND + 1];
	struct crm_expr *any = NULL;
	struct crm_path col[CONDS];
	struct crm_query query = { .ent = q->ent, .col = col, .cond = cond, .any_order = true,
	    .ctx = &q->c->ctx };
	struct crm_cursor *cur = NULL;
	int rc = CRM_OK;

	for (const char *p = columns; rc == CRM_OK && *p != '\0'; p += strcspn(p, ","), p += *p == ',')
		rc = crm_path_parse(&q->c->schema, q->ent, p, strcspn(p, ","), &col[query.ncol++], err);
	for (size_t i = 0; rc == CRM_OK && i < sizeof when_due / sizeof *when_due; i++) {
		struct crm_expr *x, *either = crm_zalloc(&q->arena, sizeof *either);

		rc = crm_filter_text(&q->c->ctx, q->ent, crm_sprintf(&q->arena, when_due[i], until), &x,
		    &q->arena, err);
		cond[query.ncond++] = x;
		*either = (struct crm_expr){ .node = CRM_OR, .a = any, .b = x };
		any = any != NULL ? either : x;
	}
	query.where = crm_filter_and(q->where, any, &q->arena);
	if (rc != CRM_OK || (rc = crm_select(q->c->db, &query, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		for (int i = 0; i < (int)query.ncond; i++)
			if (cur->val[cur->cond + i].i != 0)
				put_due(d, cur->val, i);
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
run_due(struct crm *c, const struct crm_asked *asked, struct crm_grid *g, struct crm_err *err)
{
	struct due d = { .c = c, .g = g, .meter.hours = &c->policy.hours };
	struct ask q;
	int rc = ask(&q, c, asked, "case", "closed=", NULL, err);

	d.id = q.ent->prefix;
	if (rc == CRM_OK)
		rc = each_due(&q, &d, asked->to, err);
	if (g->nrow > 1)
		qsort(g->row, g->nrow, sizeof *g->row, soonest_first);
	crm_meter_free(&d.meter);
	ask_free(&q);
	return rc;
}

const struct crm_report crm_case_due = {
	"due", "deadlines of service and of measures that are past, or come", CRM_ASK_FILTER | CRM_ASK_PERIOD,
	cols, NCOL(cols), run_due,
};
