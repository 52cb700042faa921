/* report_forecast.c - when how much may come, and how sure that is */
#include "ask.h"
#include "tally.h"

#include <string.h>

enum { MONTH, CURRENCY, DEALS, SINGLE, CUMULATIVE = SINGLE + CRM_FC_OMITTED };
const struct crm_outcol forecast_cols[11] = {
	COL("month", &crm_t_text), COL("currency", &crm_t_currency), COL("deals", &crm_t_int),
	MONEY("closed", CURRENCY), MONEY("commit", CURRENCY), MONEY("best_case", CURRENCY),
	MONEY("pipeline", CURRENCY),
	MONEY("cum_closed", CURRENCY), MONEY("cum_commit", CURRENCY), MONEY("cum_best_case", CURRENCY),
	MONEY("cum_pipeline", CURRENCY),
};
struct forecast { struct crm *c; const char *category; struct tally lines; };

/* One sum's row: month, stage, category as overridden, currency; deals, value. */
static void
add_line(struct forecast *f, const struct crm_val *v)
{
	const struct crm_stage *stage = crm_policy_stage(&f->c->policy, v[1].p, v[1].n);
	struct crm_val *row, key[] = { v[0], v[3] };
	char name[16] = "";
	int fc;

	if (v[2].t == CRM_TEXT)
		memcpy(name, v[2].p, v[2].n < 15 ? v[2].n : 15);
	/* what is won is closed, whatever was hoped of it */
	fc = stage->kind == CRM_STAGE_WON ? CRM_FC_CLOSED : crm_fc_of(stage, name);
	if (fc == CRM_FC_OMITTED || (f->category != NULL && strcmp(crm_fc_name[fc], f->category) != 0))
		return;
	row = tally(&f->lines, key, 2);
	row[DEALS].i += v[4].i;
	row[SINGLE + fc].i += v[5].i;
}

static int
add_sum(struct forecast *f, const struct crm_asked *a, const char *state, const char *dated,
    struct crm_err *err)
{
	struct crm_grid sum = { 0 };
	struct crm_buf by = { 0 };
	struct ask q;
	int rc = ask(&q, f->c, a, "deal", state, dated, err);

	crm_putf(&by, "%s:month,stage,forecast,currency", dated);
	if (rc == CRM_OK)
		rc = ask_sum(&q, by.p, "count,sum:value", &sum, err);
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow - sum.ntotal; i++)
		add_line(f, sum.row[i]);
	crm_buf_free(&by);
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

static void
cumulate(struct crm_val *row)
{
	int64_t single[CRM_FC_N] = { 0 }, cum[CRM_FC_N];

	for (int i = 0; i < CRM_FC_OMITTED; i++)
		single[i] = row[SINGLE + i].i;
	crm_fc_cumulate(single, cum);
	for (int i = 0; i < CRM_FC_OMITTED; i++)
		row[CUMULATIVE + i] = CRM_VINT(cum[i]);
}

int
run_forecast(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct forecast f = { .c = c, .category = a->category,
	    .lines = { .g = g, .ints = DEALS, .end = CUMULATIVE } };
	int rc;

	if ((rc = add_sum(&f, a, "state=won", "closed", err)) == CRM_OK
	    && (rc = add_sum(&f, a, "state=open", "close", err)) == CRM_OK)
		rc = crm_grid_sort(g, "month,currency", err);
	if (rc == CRM_OK)
		tally_totals(&f.lines, CURRENCY);
	for (size_t i = 0; i < g->nrow; i++)
		cumulate(g->row[i]);
	tally_free(&f.lines);
	return rc;
}
