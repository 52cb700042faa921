/* report_pipeline.c - what is open: by stage, and what rots of it */
#include "ask.h"

#include <string.h>

const struct crm_outcol pipeline_cols[6] = {
	COL("stage", &crm_t_word), COL("deals", &crm_t_int), MONEY("value", 4), MONEY("weighted", 4),
	COL("currency", &crm_t_currency), COL("avg_age", &crm_t_real),
};
const struct crm_outcol board_cols[6] = {
	COL("stage", &crm_t_word), COL("deals", &crm_t_int), MONEY("value", 4), MONEY("weighted", 4),
	COL("currency", &crm_t_currency), COL("rotting", &crm_t_int),
};

/* One row of a sum by [stage,] currency, whose last four columns are the report's, as a row of the report. */
static void
put_line(struct crm_grid *g, const struct crm_val *stage, const struct crm_grid *sum, const struct crm_val *from)
{
	const struct crm_val *stat = from + sum->ncol - 4;
	struct crm_val *row = crm_grid_add(g);

	row[0] = keep(g, stage);
	row[1] = stat[0];
	row[2] = stat[1];
	row[3] = stat[2];
	row[4] = keep(g, &stat[-1]);
	row[5] = stat[3];
}

/* A stage where nothing stands is told too. */
static void
put_empty(struct crm *c, struct crm_grid *g, const struct crm_val *stage, bool counts)
{
	struct crm_val *row = crm_grid_add(g);

	row[0] = keep(g, stage);
	row[1] = row[2] = row[3] = CRM_VINT(0);
	row[4] = words(g, "%s", c->policy.currency);
	row[5] = counts ? CRM_VINT(0) : CRM_VNULL;
}

/* The stages of the policy in its order, each with a line for each currency, then the totals. */
static int
by_stage(struct crm *c, const struct crm_asked *a, const char *last, struct crm_grid *g, struct crm_err *err)
{
	struct crm_grid lines = { 0 }, totals = { 0 };
	struct crm_buf stats = { 0 };
	bool counts = strncmp(last, "count", 5) == 0;
	struct ask q;
	int rc = ask(&q, c, a, "deal", "state=open", NULL, err);

	crm_putf(&stats, "count,sum:value,sum:weighted,%s", last);
	if (rc == CRM_OK && (rc = ask_sum(&q, "stage,currency", stats.p, &lines, err)) == CRM_OK)
		rc = ask_sum(&q, "currency", stats.p, &totals, err);
	for (size_t s = 0; s < c->policy.nstage && rc == CRM_OK; s++) {
		struct crm_val stage = CRM_VTEXT(c->policy.stage[s].name, strlen(c->policy.stage[s].name));
		size_t before = g->nrow;

		if (c->policy.stage[s].kind != CRM_STAGE_OPEN)
			continue;
		for (size_t i = 0; i < lines.nrow - lines.ntotal; i++)
			if (crm_val_eq(&lines.row[i][0], &stage))
				put_line(g, &stage, &lines, lines.row[i]);
		if (g->nrow == before)
			put_empty(c, g, &stage, counts);
	}
	for (size_t i = 0; i < totals.nrow - totals.ntotal && rc == CRM_OK; i++, g->ntotal++)
		put_line(g, &CRM_VNULL, &totals, totals.row[i]);
	crm_buf_free(&stats);
	crm_grid_free(&lines);
	crm_grid_free(&totals);
	ask_free(&q);
	return rc;
}

int
run_pipeline(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	return by_stage(c, a, "avg:age", g, err);
}

const char *
rotting_filter(const struct crm_policy *p, struct crm_arena *a)
{
	struct crm_buf b = { 0 };
	const char *text = NULL;

	for (size_t i = 0; i < p->nstage; i++)
		if (p->stage[i].kind == CRM_STAGE_OPEN && p->stage[i].rots > 0)
			crm_putf(&b, "%s(stage=%s (idle>%lld or in_stage>%lld))", b.n ? " or " : "", p->stage[i].name,
			    (long long)p->stage[i].rots, (long long)p->stage[i].rots);
	if (b.n > 0)
		text = crm_strdup(a, b.p);
	crm_buf_free(&b);
	return text;
}

int
run_board(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_arena arena = { 0 };
	const char *rots = rotting_filter(&c->policy, &arena);
	int rc = by_stage(c, a, crm_sprintf(&arena, "count:%s", rots != NULL ? rots : "id="), g, err);

	crm_arena_free(&arena);
	return rc;
}

const struct crm_outcol rotting_cols[9] = {
	COL("id", &crm_t_text), COL("title", &crm_t_text), COL("client", &crm_t_text), COL("stage", &crm_t_word),
	COL("owner", &crm_t_text), COL("idle", &crm_t_int), COL("in_stage", &crm_t_int), COL("rots", &crm_t_int),
	COL("why", &crm_t_text),
};
struct rotting { struct crm *c; struct crm_grid *g; };

static int
put_rotting(void *arg, const struct crm_val *v)
{
	static const char *const why[] = { "", "idle", "in stage", "idle, in stage" };
	struct rotting *r = arg;
	const struct crm_stage *stage = crm_policy_stage(&r->c->policy, v[3].p, v[3].n);
	struct crm_val *row = crm_grid_add(r->g);

	for (size_t i = 0; i < 7; i++)
		row[i] = keep(r->g, &v[i]);
	row[0] = words(r->g, "%s%lld", crm_entity_must(&r->c->schema, "deal")->prefix, (long long)v[0].i);
	row[7] = CRM_VINT(stage->rots);
	row[8] = words(r->g, "%s", why[crm_rotting(stage, v[5].i, v[6].i)]);
	return CRM_OK;
}

int
run_rotting(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct rotting r = { c, g };
	struct crm_arena arena = { 0 };
	const char *rots = rotting_filter(&c->policy, &arena);
	struct ask q = { 0 };
	int rc = CRM_OK;

	if (rots != NULL && (rc = ask(&q, c, a, "deal", rots, NULL, err)) == CRM_OK)
		rc = ask_rows(&q, "id,title,client.name,stage,owner.name,idle,in_stage", "-idle", put_rotting, &r, err);
	ask_free(&q);
	crm_arena_free(&arena);
	return rc;
}
