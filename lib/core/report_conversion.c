/* report_conversion.c - how deals pass through the stages, by what is recorded of them */
#include "ask.h"

#include <stdlib.h>
#include <string.h>

const struct crm_outcol conversion_cols[5] = {
	COL("stage", &crm_t_word), COL("entered", &crm_t_int), COL("moved_on", &crm_t_int), COL("lost", &crm_t_int),
	COL("rate", &crm_t_percent),
};

/* A deal and the stages it has been in, as bits: 16 bytes for each. */
struct deal { int64_t id; uint64_t been; };
struct funnel {
	const struct crm_policy *policy;
	struct deal *deal; size_t n, cap;        /* ascending by id */
	int64_t lost[64];                        /* per stage: lost from it */
};

static uint64_t
bit(const struct funnel *f, const struct crm_val *stage)
{
	const struct crm_stage *s = stage->t == CRM_TEXT ? crm_policy_stage(f->policy, stage->p, stage->n) : NULL;

	return s != NULL ? UINT64_C(1) << (s - f->policy->stage) : 0;
}

/* Where it stands, and where it stood when it was closed. */
static int
add_deal(void *arg, const struct crm_val *v)
{
	struct funnel *f = arg;
	uint64_t now = bit(f, &v[1]), last = bit(f, &v[2]);

	if (f->n == f->cap)
		f->deal = crm_xrealloc(f->deal, (f->cap = f->cap ? 2 * f->cap : 1024) * sizeof *f->deal);
	f->deal[f->n++] = (struct deal){ v[0].i, now | last };
	for (size_t i = 0; i < f->policy->nstage; i++)
		if (last >> i & 1 && v[3].t == CRM_TEXT && v[3].p[0] == 'l')
			f->lost[i]++;
	return CRM_OK;
}

static int
by_id(const void *a, const void *b)
{
	int64_t x = ((const struct deal *)a)->id, y = ((const struct deal *)b)->id;

	return (x > y) - (x < y);
}

static int
add_history(void *arg, const struct crm_val *v)
{
	struct funnel *f = arg;
	struct deal key = { .id = v[0].i }, *d = NULL;

	if (f->n > 0)
		d = bsearch(&key, f->deal, f->n, sizeof *d, by_id);
	if (d != NULL)
		d->been |= bit(f, &v[1]) | bit(f, &v[2]);
	return CRM_OK;
}

/* To have moved on is to have been in a later stage, a lost
 * one not counting; from the last there is no way on. */
static void
put_stages(struct funnel *f, struct crm_grid *g)
{
	uint64_t later = 0;

	for (size_t i = 0; i < f->policy->nstage; i++)
		later |= (uint64_t)(f->policy->stage[i].kind != CRM_STAGE_LOST) << i;
	for (size_t i = 0; i < f->policy->nstage; i++) {
		int64_t entered = 0, moved = 0;
		struct crm_val *row;

		later &= ~(UINT64_C(1) << i);
		if (f->policy->stage[i].kind == CRM_STAGE_LOST)
			continue;
		for (size_t k = 0; k < f->n; k++) {
			entered += f->deal[k].been >> i & 1;
			moved += (f->deal[k].been >> i & 1) && (f->deal[k].been & later);
		}
		row = crm_grid_add(g);
		row[0] = as_text(g, f->policy->stage[i].name);
		row[1] = CRM_VINT(entered);
		row[2] = later != 0 ? CRM_VINT(moved) : CRM_VNULL;
		row[3] = CRM_VINT(f->lost[i]);
		row[4] = later != 0 ? percent_of(moved, entered) : CRM_VNULL;
	}
}

int
run_conversion(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	static const struct crm_asked all = { 0 };
	struct funnel f = { .policy = &c->policy };
	struct ask q, h = { 0 };
	int rc;

	if (c->policy.nstage > 64)
		return crm_fail(err, CRM_CONFIG, "stages", "more than 64");
	rc = ask(&q, c, a, "deal", "", NULL, err);
	if (rc == CRM_OK)
		rc = ask_rows(&q, "id,stage,last_stage,state", NULL, add_deal, &f, err);
	if (rc == CRM_OK && (rc = ask(&h, c, &all, "stage_history", "", NULL, err)) == CRM_OK)
		rc = ask_rows(&h, "deal,old_stage,stage", NULL, add_history, &f, err);
	if (rc == CRM_OK && f.n > 0)
		put_stages(&f, g);
	free(f.deal);
	ask_free(&q);
	ask_free(&h);
	return rc;
}
