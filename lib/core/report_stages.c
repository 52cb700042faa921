/* report_stages.c - how long deals stay in a stage, by what is recorded of them */
#include "ask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STAGE, DEALS, MEAN, MEDIAN, P90, STANDING, STANDING_MEDIAN, STANDING_P90 };
const struct crm_outcol stage_times_cols[8] = {
	COL("stage", &crm_t_word), COL("deals", &crm_t_int), COL("mean", &crm_t_real), COL("median", &crm_t_real),
	COL("p90", &crm_t_real), COL("standing", &crm_t_int), COL("standing_median", &crm_t_real),
	COL("standing_p90", &crm_t_real),
};

/* A stay in a stage, the policy's number of it, that has ended; those of one deal in one stage become one. */
struct stay { size_t stage; int64_t deal, seconds; };
struct stays { struct stay *v; size_t n, cap; };
struct stages {
	struct crm *c;
	bool filtered;
	struct crm_map chosen;                   /* the deals that the filter lets pass */
	struct stays ended, standing;
};

static void
push(struct stages *s, struct stays *to, const struct crm_val *stage, int64_t deal, int64_t seconds)
{
	const struct crm_policy *policy = &s->c->policy;
	const struct crm_stage *known = stage->t == CRM_TEXT ? crm_policy_stage(policy, stage->p, stage->n) : NULL;

	if (known == NULL)
		return;
	if (to->n == to->cap)
		to->v = crm_xrealloc(to->v, (to->cap = to->cap ? 2 * to->cap : 1024) * sizeof *to->v);
	to->v[to->n++] = (struct stay){ (size_t)(known - policy->stage), deal, seconds };
}

/* id, state, stage, entered */
static int
add_deal(void *arg, const struct crm_val *v)
{
	struct stages *s = arg;
	int64_t since;

	if (s->filtered)
		map_put(&s->chosen, v[0].i, 1);
	if (v[1].t == CRM_TEXT && strcmp(v[1].p, "open") == 0 && v[3].t == CRM_TEXT
	    && crm_read_time(v[3].p, v[3].n, &since) == CRM_OK)
		push(s, &s->standing, &v[2], v[0].i, s->c->ctx.now > since ? s->c->ctx.now - since : 0);
	return CRM_OK;
}

/* deal, old_stage, lasted */
static int
add_stay(void *arg, const struct crm_val *v)
{
	struct stages *s = arg;

	if (!s->filtered || map_at(&s->chosen, v[0].i, 0) != 0)
		push(s, &s->ended, &v[1], v[0].i, v[2].i);
	return CRM_OK;
}

static int
by_stage_and_deal(const void *x, const void *y)
{
	const struct stay *a = x, *b = y;

	return a->stage != b->stage ? (a->stage > b->stage) - (a->stage < b->stage)
	    : (a->deal > b->deal) - (a->deal < b->deal);
}

static void
join_visits(struct stays *s)
{
	size_t n = 0;

	if (s->n > 1)
		qsort(s->v, s->n, sizeof *s->v, by_stage_and_deal);
	for (size_t i = 0; i < s->n; i++)
		if (n > 0 && by_stage_and_deal(&s->v[n - 1], &s->v[i]) == 0)
			s->v[n - 1].seconds += s->v[i].seconds;
		else
			s->v[n++] = s->v[i];
	s->n = n;
}

static int
ascending(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/* The days of a stage's stays, ascending; v has room for all. */
static size_t
days_in(const struct stays *s, size_t stage, double *v)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].stage == stage)
			v[n++] = (double)s->v[i].seconds / 86400;
	if (n > 1)
		qsort(v, n, sizeof *v, ascending);
	return n;
}

static struct crm_val
two_digits(double days)
{
	return CRM_VREAL(floor(days * 100 + .5) / 100);
}

static void
put_stage(struct stages *s, size_t stage, double *v, struct crm_grid *g)
{
	const char *name = s->c->policy.stage[stage].name;
	size_t n = days_in(&s->ended, stage, v);
	struct crm_val *row = crm_grid_add(g);
	double sum = 0;

	row[STAGE] = as_text(g, name);
	row[DEALS] = CRM_VINT((int64_t)n);
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	if (n > 0) {
		row[MEAN] = two_digits(sum / (double)n);
		row[MEDIAN] = two_digits(crm_quantile(v, n, .5));
		row[P90] = two_digits(crm_quantile(v, n, .9));
	}
	n = days_in(&s->standing, stage, v);
	row[STANDING] = CRM_VINT((int64_t)n);
	if (n > 0) {
		row[STANDING_MEDIAN] = two_digits(crm_quantile(v, n, .5));
		row[STANDING_P90] = two_digits(crm_quantile(v, n, .9));
	}
}

static void
put_stages(struct stages *s, struct crm_grid *g)
{
	double *v = crm_xmalloc((s->ended.n + s->standing.n + 1) * sizeof *v);

	join_visits(&s->ended);
	for (size_t i = 0; i < s->c->policy.nstage && s->ended.n + s->standing.n > 0; i++)
		if (s->c->policy.stage[i].kind == CRM_STAGE_OPEN)
			put_stage(s, i, v, g);
	free(v);
}

/* The period is that of leaving a stage; who stands there stands there now. */
int
run_stage_times(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_asked deals = { .filter = a->filter, .nfilter = a->nfilter }, left = { .from = a->from, .to = a->to };
	struct stages s = { .c = c, .filtered = a->nfilter > 0 };
	struct ask q, h = { 0 };
	int rc = ask(&q, c, &deals, "deal", s.filtered ? "" : "state=open", NULL, err);

	q.any_order = h.any_order = true;
	if (rc == CRM_OK)
		rc = ask_rows(&q, "id,state,stage,entered", NULL, add_deal, &s, err);
	if (rc == CRM_OK && (rc = ask(&h, c, &left, "stage_history", "lasted!= old_stage!=", "at", err)) == CRM_OK)
		rc = ask_rows(&h, "deal,old_stage,lasted", NULL, add_stay, &s, err);
	if (rc == CRM_OK)
		put_stages(&s, g);
	free(s.ended.v);
	free(s.standing.v);
	crm_map_free(&s.chosen);
	ask_free(&q);
	ask_free(&h);
	return rc;
}
