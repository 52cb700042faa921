/* report_closed.c - what was won and lost, and how fast */
#include "ask.h"
#include "tally.h"

#include <math.h>
#include <string.h>

const struct crm_outcol closed_cols[7] = {
	COL("reason", &crm_t_word), COL("deals", &crm_t_int), COL("share_deals", &crm_t_percent), MONEY("value", 6),
	COL("share_value", &crm_t_percent), MONEY("avg", 6), COL("currency", &crm_t_currency),
};

/* A sum by [what was asked,] currency: deals, value, average; shares are of the currency's total. */
static void
put_line(struct crm_grid *g, const struct crm_grid *totals, const struct crm_val *key, const struct crm_val *from)
{
	struct crm_val *row = crm_grid_add(g);

	row[0] = keep(g, key);
	row[6] = keep(g, &from[0]);
	row[1] = from[1];
	row[3] = from[2];
	row[5] = from[3];
	for (size_t i = 0; i < totals->nrow - totals->ntotal; i++)
		if (crm_val_eq(&totals->row[i][0], &from[0])) {
			row[2] = percent_of(from[1].i, totals->row[i][1].i);
			row[4] = percent_of(from[2].i, totals->row[i][2].i);
		}
}

static int
closed(struct crm *c, const struct crm_asked *a, const char *state, struct crm_grid *g, struct crm_err *err)
{
	static const char stats[] = "count,sum:value,avg:value";
	struct crm_grid lines = { 0 }, totals = { 0 };
	struct ask q;
	int rc = ask(&q, c, a, "deal", state, "closed", err);

	if (rc == CRM_OK)
		rc = ask_sum(&q, crm_sprintf(&q.arena, "%s,currency", a->by ? a->by : "reason"), stats, &lines, err);
	if (rc == CRM_OK && lines.ncol != 5)
		rc = crm_fail(err, CRM_USAGE, "--by", "one path only");
	if (rc == CRM_OK && (rc = ask_sum(&q, "currency", stats, &totals, err)) == CRM_OK) {
		name_by(g, &lines);
		for (size_t i = 0; i < lines.nrow - lines.ntotal; i++)
			put_line(g, &totals, &lines.row[i][0], &lines.row[i][1]);
		for (size_t i = 0; i < totals.nrow - totals.ntotal; i++, g->ntotal++)
			put_line(g, &totals, &CRM_VNULL, totals.row[i]);
	}
	crm_grid_free(&lines);
	crm_grid_free(&totals);
	ask_free(&q);
	return rc;
}

int
run_won(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	return closed(c, a, "state=won", g, err);
}

int
run_lost(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	return closed(c, a, "state=lost", g, err);
}

/*
 * The first column, the currency, then what is shown; behind the columns lie what it is made of.  A sum by
 * [what was asked,] currency and state gives one row for each state.
 */
enum { GROUP, CURRENCY, OPEN, WON, LOST, WIN_RATE, AVG_WON, CYCLE_MEAN, CYCLE_MEDIAN, VELOCITY, VELOCITY_MEDIAN, VALUE,
    VALUED, DAYS, TIMED, PARTS };
const struct crm_outcol velocity_cols[11] = {
	COL("all", &crm_t_text), COL("currency", &crm_t_currency), COL("open", &crm_t_int), COL("won", &crm_t_int),
	COL("lost", &crm_t_int), COL("win_rate", &crm_t_percent), MONEY("avg_won", CURRENCY), COL("cycle_mean", &crm_t_real),
	COL("cycle_median", &crm_t_real), MONEY("velocity", CURRENCY), MONEY("velocity_median", CURRENCY),
};

static void
add_state(struct tally *t, const struct crm_val *key, const struct crm_val *from)
{
	struct crm_val *row = tally(t, (struct crm_val[]){ *key, from[0] }, 2);
	char state = from[1].t == CRM_TEXT ? from[1].p[0] : 'o';

	for (size_t i = OPEN; i <= LOST; i++)
		if (row[i].t == CRM_NULL)
			row[i] = CRM_VINT(0);
	row[state == 'w' ? WON : state == 'l' ? LOST : OPEN] = from[2];
	if (state != 'w')
		return;
	row[VALUE] = from[3];
	row[VALUED] = from[4];
	row[DAYS] = from[5];
	row[TIMED] = from[6];
	row[CYCLE_MEDIAN] = from[7];
}

static struct crm_val
per_day(const struct crm_val *row, double rate, double days)
{
	double v = crm_velocity(row[OPEN].i, rate, (double)row[VALUE].i / (double)row[VALUED].i, days);

	return v < 0 ? CRM_VNULL : CRM_VINT((int64_t)floor(v + .5));
}

/* Nothing is rounded before it is shown. */
static void
derive(struct crm_val *row)
{
	int64_t closed_deals = row[WON].i + row[LOST].i;
	double rate, days;

	if (closed_deals == 0)
		return;
	row[WIN_RATE] = CRM_VINT(crm_rate(row[WON].i, row[LOST].i));
	if (row[VALUED].t == CRM_NULL || row[VALUED].i == 0 || row[TIMED].i == 0)
		return;
	rate = (double)row[WON].i / (double)closed_deals;
	days = (double)row[DAYS].i / (double)row[TIMED].i;
	row[AVG_WON] = CRM_VINT((int64_t)floor((double)row[VALUE].i / (double)row[VALUED].i + .5));
	row[CYCLE_MEAN] = CRM_VREAL(floor(days * 100 + .5) / 100);
	row[VELOCITY] = per_day(row, rate, days);
	row[VELOCITY_MEDIAN] = per_day(row, rate, row[CYCLE_MEDIAN].t == CRM_INT ? (double)row[CYCLE_MEDIAN].i : row[CYCLE_MEDIAN].r);
}

static int
velocity(struct ask *q, const char *by, struct crm_grid *g, struct crm_err *err)
{
	struct crm_grid sum = { 0 };
	struct tally t = { .g = g };
	size_t from = g->nrow, keys = by != NULL ? 1 : 0;
	int rc = ask_sum(q, by ? crm_sprintf(&q->arena, "%s,currency,state", by) : "currency,state",
	    "count,sum:value,count:value!=,sum:cycle,count:cycle!=,median:cycle", &sum, err);

	if (rc == CRM_OK && sum.ncol != keys + 8)
		rc = crm_fail(err, CRM_USAGE, "--by", "one path only");
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow - sum.ntotal; i++)
		add_state(&t, keys ? &sum.row[i][0] : &CRM_VNULL, sum.row[i] + keys);
	for (size_t i = from; i < g->nrow; i++)
		derive(g->row[i]);
	if (rc == CRM_OK && keys)
		name_by(g, &sum);
	crm_grid_free(&sum);
	tally_free(&t);
	return rc;
}

int
run_velocity(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_asked closed_then = *a;
	struct crm_buf fixed = { 0 };
	struct ask q;
	size_t n;
	int rc;

	g->width = PARTS;
	/* the period is that of what was closed; what is open is open now */
	closed_then.from = closed_then.to = NULL;
	crm_puts(&fixed, "(state=open or state=won,lost");
	if (a->from != NULL || a->to != NULL)
		crm_putf(&fixed, " closed=%s..%s", a->from ? a->from : "", a->to ? a->to : "");
	crm_putc(&fixed, ')');
	rc = ask(&q, c, &closed_then, "deal", fixed.p, NULL, err);
	if (rc == CRM_OK && a->by != NULL)
		rc = velocity(&q, a->by, g, err);
	n = g->nrow;
	if (rc == CRM_OK)
		rc = velocity(&q, NULL, g, err);
	g->ntotal = g->nrow - n;
	crm_buf_free(&fixed);
	ask_free(&q);
	return rc;
}
