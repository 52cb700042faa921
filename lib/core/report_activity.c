/* report_activity.c - what was done, and what is to be done today */
#include "ask.h"

#include <string.h>

const struct crm_outcol activity_cols[6] = {
	COL("agent.name", &crm_t_text), COL("channel", &crm_t_word), COL("count", &crm_t_int), COL("in", &crm_t_int),
	COL("out", &crm_t_int), COL("minutes", &crm_t_int),
};

int
run_activity(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_asked asked = *a;
	struct crm_grid sum = { 0 };
	struct month month;
	struct ask q;
	const char *by;
	int rc;

	if (a->from == NULL && a->to == NULL)
		this_month(c, &month, &asked);
	rc = ask(&q, c, &asked, "interaction", "", "at", err);
	by = crm_sprintf(&q.arena, "%s,channel", q.by ? q.by : "agent.name");
	if (strcmp(by, "channel,channel") == 0) {
		by = "channel";
		g->col++;
		g->width = --g->ncol;
	}
	if (rc == CRM_OK)
		rc = ask_sum(&q, by, "count,count:direction=in,count:direction=out,sum:minutes", &sum, err);
	if (rc == CRM_OK && (rc = name_by(g, &sum, g->ncol, err)) == CRM_OK) {
		for (size_t i = 0; i < sum.nrow; i++) {
			struct crm_val *row = crm_grid_add(g);

			for (size_t k = 0; k < g->ncol; k++)
				row[k] = keep(g, &sum.row[i][k]);
		}
		g->ntotal = sum.ntotal;
	}
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

const struct crm_outcol agenda_cols[6] = {
	COL("id", &crm_t_text), COL("kind", &crm_t_word), COL("when", &crm_t_time), COL("what", &crm_t_text),
	COL("client", &crm_t_text), COL("owner", &crm_t_text),
};
struct agenda { struct crm *c; struct crm_grid *g; const char *kind, *prefix; char midnight[21]; };

/* Every question has the columns id, when, what, client and owner. */
static struct crm_val *
put_item(struct agenda *a, const struct crm_val *v)
{
	struct crm_val *row = crm_grid_add(a->g);

	row[0] = words(a->g, "%s%lld", a->prefix, (long long)v[0].i);
	row[1] = as_text(a->g, a->kind);
	for (size_t i = 1; i < 5; i++)
		row[i + 1] = keep(a->g, &v[i]);
	return row;
}

static int
put_followup(void *arg, const struct crm_val *v)
{
	struct agenda *a = arg;

	a->kind = crm_val_cmp(&v[1], &CRM_VTEXT(a->midnight, strlen(a->midnight))) < 0 ? "late" : "due";
	put_item(a, v);
	return CRM_OK;
}

static int
put_deal(void *arg, const struct crm_val *v)
{
	put_item(arg, v);
	return CRM_OK;
}

static int
put_client(void *arg, const struct crm_val *v)
{
	struct agenda *a = arg;

	put_item(a, v)[3] = words(a->g, "no contact for %lld days", (long long)v[5].i);
	return CRM_OK;
}

static int
put_all(struct agenda *a, const struct crm_asked *asked, const char *kind, const char *entity,
    const char *filter,
    const char *columns, const char *sort, int (*row)(void *, const struct crm_val *), struct crm_err *err)
{
	struct ask q;
	int rc;

	if ((rc = ask(&q, a->c, asked, entity, filter, NULL, err)) == CRM_OK) {
		a->kind = kind;
		a->prefix = q.ent->prefix;
		rc = ask_rows(&q, columns, sort, row, a, err);
	}
	ask_free(&q);
	return rc;
}

int
run_agenda(struct crm *c, const struct crm_asked *asked, struct crm_grid *g, struct crm_err *err)
{
	struct crm_civil day = { 0 };
	struct agenda a = { .c = c, .g = g };
	struct crm_arena arena = { 0 };
	const char *rots = rotting_filter(&c->policy, &arena);
	int rc;

	crm_day_civil(crm_local_day(c->ctx.now), &day);
	crm_fmt_time(a.midnight, crm_from_local(&day));
	rc = put_all(&a, asked, "due", "followup", "state=open due=..today",
	    "id,due,about,client.name,owner.name", "due", put_followup, err);
	if (rc == CRM_OK && rots != NULL)
		rc = put_all(&a, asked, "rotting", "deal", rots,
		    "id,touched,title,client.name,owner.name", "touched", put_deal, err);
	if (rc == CRM_OK && c->policy.neglected > 0)
		rc = put_all(&a, asked, "neglected", "client",
		    crm_sprintf(&arena, "stage=client idle>%lld", (long long)c->policy.neglected),
		    "id,last_contact,name,name,owner.name,idle", "-idle", put_client, err);
	crm_arena_free(&arena);
	return rc;
}
