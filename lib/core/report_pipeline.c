/* report_pipeline.c - what is open: by stage, and what rots of it */
#include "ask.h"
#include "tally.h"

#include <string.h>

/* Behind what is shown lie the ages' sum and number. */
enum { STAGE, CURRENCY, DEALS, VALUE, WEIGHTED, LAST, AGES, AGED, PARTS };
const struct crm_outcol pipeline_cols[6] = {
	COL("stage", &crm_t_word), COL("currency", &crm_t_currency), COL("deals", &crm_t_int),
	MONEY("value", CURRENCY), MONEY("weighted", CURRENCY), COL("avg_age", &crm_t_real),
};
const struct crm_outcol board_cols[6] = {
	COL("stage", &crm_t_word), COL("currency", &crm_t_currency), COL("deals", &crm_t_int),
	MONEY("value", CURRENCY), MONEY("weighted", CURRENCY), COL("rotting", &crm_t_int),
};

/* A stage where nothing stands is told too. */
static void
put_stage(struct crm *c, struct tally *t, const char *name, const struct crm_grid *sum)
{
	const char *house = c->policy.currency;
	struct crm_val key[] = { CRM_VTEXT(name, strlen(name)), CRM_VTEXT(house, strlen(house)) };
	size_t before = t->g->nrow;

	for (size_t i = 0; i < sum->nrow - sum->ntotal; i++) {
		struct crm_val *row;

		if (!crm_val_eq(&sum->row[i][0], &key[0]))
			continue;
		row = tally(t, sum->row[i], 2);
		for (size_t k = 2; k < sum->ncol; k++)
			row[k] = sum->row[i][k];
	}
	if (t->g->nrow == before)
		tally(t, key, 2);
}

/* The stages of the policy in its order, each with a line for each currency, then the totals. */
static int
by_stage(struct crm *c, const struct crm_asked *a, const char *stats, struct crm_grid *g, struct crm_err *err)
{
	struct tally t = { .g = g, .ints = DEALS, .end = PARTS };
	struct crm_grid sum = { 0 };
	struct ask q;
	int rc = ask(&q, c, a, "deal", "state=open", NULL, err);

	g->width = PARTS;
	if (rc == CRM_OK)
		rc = ask_sum(&q, "stage,currency", stats, &sum, err);
	for (size_t s = 0; s < c->policy.nstage && rc == CRM_OK; s++)
		if (c->policy.stage[s].kind == CRM_STAGE_OPEN)
			put_stage(c, &t, c->policy.stage[s].name, &sum);
	if (rc == CRM_OK)
		tally_totals(&t, CURRENCY);
	crm_grid_free(&sum);
	tally_free(&t);
	ask_free(&q);
	return rc;
}

int
run_pipeline(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	/* the second count only keeps the place of the mean */
	int rc = by_stage(c, a, "count,sum:value,sum:weighted,count,sum:age,count:age!=", g, err);

	for (size_t i = 0; i < g->nrow; i++)
		g->row[i][LAST] = mean_of(g->row[i][AGES].i, g->row[i][AGED].i);
	return rc;
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
	int rc = by_stage(c, a, crm_sprintf(&arena, "count,sum:value,sum:weighted,count:%s",
	    rots != NULL ? rots : "id="), g, err);

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
	row[8] = as_text(r->g, why[crm_rotting(stage, v[5].i, v[6].i)]);
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
