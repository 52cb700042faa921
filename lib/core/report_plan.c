/* report_plan.c - the agenda of a unit: what is to be done by whom on which day */
#include "ask.h"

#include <string.h>

#include "crm/case.h"

enum { DAY, OWNER, KIND, ID, WHAT, CLIENT };
const struct crm_outcol plan_cols[6] = {
	COL("day", &crm_t_date), COL("owner", &crm_t_text), COL("kind", &crm_t_word), COL("id", &crm_t_text),
	COL("what", &crm_t_text), COL("client", &crm_t_text),
};

/* Its columns are id, when, owner, client, what; what else there is to say follows in words. */
struct planned { const char *kind, *entity, *where, *dated, *columns, *more; };
static const struct planned planned[] = {
	{ "followup", "followup", "state=open", "due", "id,due,owner.name,client.name,about", NULL },
	{ "deal", "deal", "state=open", "close", "id,close,owner.name,client.name,title,stage", "in stage %s" },
	{ "notice", "contract", "state=signed,active", "notice_by", "id,notice_by,owner.name,client.name,title,ends",
	    "ends %s" },
	{ "ending", "contract", "state=signed,active", "ends", "id,ends,owner.name,client.name,title,renewal",
	    "renewal %s" },
	{ "delivery", "order", "kind=order cancelled= shipped= (lines=0 or open_lines>0)", "promised",
	    "id,promised,owner.name,client.name,number,left",
	    "%s to deliver" },
	{ "goal", "goal", "reached=", "due", "id,due,owner.name,client.name,about,measure", "%s" },
	{ 0 },
};

struct plan {
	struct crm_grid *g;
	const struct planned *of;
	const char *prefix, *from;               /* from: as stored; NULL: also what is late */
};

/* The local day of a date or an instant. */
static struct crm_val
local_day(struct plan *p, const struct crm_val *when)
{
	char name[24];
	size_t n = crm_unit_name(CRM_DAY, when, name);

	return CRM_VTEXT(crm_strndup(&p->g->arena, name, n), n);
}

/* "Title, ends 2026-12-31", either of which there may not be. */
static struct crm_val
with_more(struct plan *p, const struct crm_val *what, const struct crm_val *more)
{
	const char *said = what->t == CRM_TEXT ? what->p : "", *comma = what->t == CRM_TEXT ? ", " : "", *text;

	if (more->t == CRM_NULL)
		return keep(p->g, what);
	text = more->t == CRM_TEXT ? more->p : crm_sprintf(&p->g->arena, "%lld", (long long)more->i);
	return words(p->g, "%s%s%s", said, comma, crm_sprintf(&p->g->arena, p->of->more, text));
}

static int
put_planned(void *arg, const struct crm_val *v)
{
	struct plan *p = arg;
	struct crm_val *row = crm_grid_add(p->g);

	row[DAY] = local_day(p, &v[1]);
	row[OWNER] = keep(p->g, &v[2]);
	row[KIND] = as_text(p->g, p->of->kind);
	row[ID] = words(p->g, "%s%lld", p->prefix, (long long)v[0].i);
	row[WHAT] = p->of->more != NULL ? with_more(p, &v[4], &v[5]) : keep(p->g, &v[4]);
	row[CLIENT] = keep(p->g, &v[3]);
	return CRM_OK;
}

static int
put_all(struct crm *c, struct plan *p, const struct crm_asked *asked, struct crm_err *err)
{
	int rc = CRM_OK;

	for (p->of = planned; p->of->kind != NULL && rc == CRM_OK; p->of++) {
		struct ask q;

		if ((rc = ask(&q, c, asked, p->of->entity, p->of->where, p->of->dated, err)) == CRM_OK) {
			p->prefix = q.ent->prefix;
			rc = ask_rows(&q, p->of->columns, NULL, put_planned, p, err);
		}
		ask_free(&q);
	}
	return rc;
}

/* What is due of a case is known there: to respond, to decide, a measure, its effect. */
static int
put_cases(struct crm *c, struct plan *p, const struct crm_asked *asked, struct crm_err *err)
{
	enum { CASE, DUE, WHEN, CASE_CLIENT = 7, CASE_OWNER, ABOUT };
	struct crm_grid due = { .width = crm_case_due.ncol };
	int rc = crm_case_due.run(c, asked, &due, err);

	for (size_t i = 0; i < due.nrow && rc == CRM_OK; i++) {
		struct crm_val *v = due.row[i], day = local_day(p, &v[WHEN]), *row;

		if (p->from != NULL && crm_val_cmp(&day, &CRM_VTEXT(p->from, strlen(p->from))) < 0)
			continue;
		row = crm_grid_add(p->g);
		row[DAY] = day;
		row[OWNER] = keep(p->g, &v[CASE_OWNER]);
		row[KIND] = words(p->g, "case");
		row[ID] = keep(p->g, &v[CASE]);
		row[WHAT] = words(p->g, "%s: %s", v[DUE].p, v[ABOUT].p);
		row[CLIENT] = keep(p->g, &v[CASE_CLIENT]);
	}
	crm_grid_free(&due);
	return rc;
}

/* A week from today, and what is late, unless asked otherwise. */
int
run_plan(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct plan p = { .g = g, .from = a->from };
	struct crm_asked asked = *a;
	char week[11];
	int rc;

	crm_fmt_date(week, crm_local_day(c->ctx.now) + 6);
	if (asked.to == NULL)
		asked.to = week;
	if ((rc = put_all(c, &p, &asked, err)) == CRM_OK && (rc = put_cases(c, &p, &asked, err)) == CRM_OK)
		rc = crm_grid_sort(g, "day,owner,kind", err);
	return rc;
}
