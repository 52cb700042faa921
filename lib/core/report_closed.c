/* report_closed.c - what was won and lost, and how fast */
#include "ask.h"
#include "tally.h"

#include <math.h>
#include <string.h>

/* Behind what is shown lies how many have a value. */
enum { REASON, CURRENCY, DEALS, VALUE, AVG, SHARE_DEALS, SHARE_VALUE, VALUED, CLOSED_PARTS };
const struct crm_outcol closed_cols[7] = {
	COL("reason", &crm_t_word), COL("currency", &crm_t_currency), COL("deals", &crm_t_int),
	MONEY("value", CURRENCY), MONEY("avg", CURRENCY), COL("share_deals", &crm_t_percent),
	COL("share_value", &crm_t_percent),
};

/* A mean of amounts is one, in the smallest there is of the currency. */
static struct crm_val
amount_of(int64_t sum, int64_t n)
{
	return n == 0 ? CRM_VNULL : CRM_VINT((int64_t)floor((double)sum / (double)n + .5));
}

/* Shares are of the currency's total. */
static void
put_shares(struct crm_grid *g)
{
	for (size_t i = 0; i < g->nrow; i++) {
		struct crm_val *row = g->row[i];
		size_t t = g->nrow - g->ntotal;

		while (!crm_val_eq(&g->row[t][CURRENCY], &row[CURRENCY]))
			t++;
		row[AVG] = amount_of(row[VALUE].i, row[VALUED].i);
		row[SHARE_DEALS] = percent_of(row[DEALS].i, g->row[t][DEALS].i);
		row[SHARE_VALUE] = percent_of(row[VALUE].i, g->row[t][VALUE].i);
	}
}

static int
closed(struct crm *c, const struct crm_asked *a, const char *state, struct crm_grid *g, struct crm_err *err)
{
	struct tally t = { .g = g, .ints = DEALS, .end = CLOSED_PARTS };
	struct crm_grid sum = { 0 };
	struct ask q;
	int rc = ask(&q, c, a, "deal", state, "closed", err);

	g->width = CLOSED_PARTS;
	if (rc == CRM_OK)
		rc = ask_sum(&q, crm_sprintf(&q.arena, "%s,currency", q.by ? q.by : "reason"),
		    "count,sum:value,count:value!=", &sum, err);
	if (rc == CRM_OK && (rc = name_by(g, &sum, 5, err)) == CRM_OK) {
		for (size_t i = 0; i < sum.nrow - sum.ntotal; i++) {
			struct crm_val *row = tally(&t, sum.row[i], 2);

			row[DEALS] = sum.row[i][2];
			row[VALUE] = sum.row[i][3];
			row[VALUED] = sum.row[i][4];
		}
		tally_totals(&t, CURRENCY);
		put_shares(g);
	}
	crm_grid_free(&sum);
	tally_free(&t);
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

/* Behind what is shown lies what it is made of.  The sum has a row for each state. */
enum { V_OPEN = CURRENCY + 1, V_WON, V_LOST, V_RATE, V_AVG, V_MEAN, V_MEDIAN, V_VELOCITY, V_BY_MEDIAN,
    V_VALUE, V_VALUED, V_DAYS, V_TIMED, V_PARTS };
const struct crm_outcol velocity_cols[11] = {
	COL("all", &crm_t_text), COL("currency", &crm_t_currency), COL("open", &crm_t_int), COL("won", &crm_t_int),
	COL("lost", &crm_t_int), COL("win_rate", &crm_t_percent), MONEY("avg_won", CURRENCY),
	COL("cycle_mean", &crm_t_real),
	COL("cycle_median", &crm_t_real), MONEY("velocity", CURRENCY), MONEY("velocity_median", CURRENCY),
};

static void
add_state(struct tally *t, const struct crm_val *key, const struct crm_val *from)
{
	struct crm_val *row = tally(t, (struct crm_val[]){ *key, from[0] }, 2);
	char state = from[1].t == CRM_TEXT ? from[1].p[0] : 'o';

	row[state == 'w' ? V_WON : state == 'l' ? V_LOST : V_OPEN] = from[2];
	if (state != 'w')
		return;
	for (size_t i = 0; i < 4; i++)
		row[V_VALUE + i] = from[3 + i];
	row[V_MEDIAN] = from[7];
}

static struct crm_val
per_day(const struct crm_val *row, double rate, double days)
{
	double v = crm_velocity(row[V_OPEN].i, rate, (double)row[V_VALUE].i / (double)row[V_VALUED].i, days);

	return v < 0 ? CRM_VNULL : CRM_VINT((int64_t)floor(v + .5));
}

/* Nothing is rounded before it is shown. */
static void
derive(struct crm_val *row)
{
	int64_t decided = row[V_WON].i + row[V_LOST].i;
	double rate;

	if (decided == 0)
		return;
	row[V_RATE] = CRM_VINT(crm_rate(row[V_WON].i, row[V_LOST].i));
	row[V_AVG] = amount_of(row[V_VALUE].i, row[V_VALUED].i);
	row[V_MEAN] = mean_of(row[V_DAYS].i, row[V_TIMED].i);
	if (row[V_VALUED].i == 0 || row[V_TIMED].i == 0)
		return;
	rate = (double)row[V_WON].i / (double)decided;
	row[V_VELOCITY] = per_day(row, rate, (double)row[V_DAYS].i / (double)row[V_TIMED].i);
	row[V_BY_MEDIAN] = per_day(row, rate, row[V_MEDIAN].r);
}

static int
velocity(struct ask *q, const char *by, struct crm_grid *g, struct crm_err *err)
{
	struct tally t = { .g = g, .ints = V_OPEN, .end = V_LOST + 1 };
	struct crm_grid sum = { 0 };
	size_t from = g->nrow, keys = by != NULL;
	int rc = ask_sum(q, by ? crm_sprintf(&q->arena, "%s,currency,state", by) : "currency,state",
	    "count,sum:value,count:value!=,sum:cycle,count:cycle!=,median:cycle", &sum, err);

	if (rc == CRM_OK && keys)
		rc = name_by(g, &sum, 9, err);
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow - sum.ntotal; i++)
		add_state(&t, keys ? &sum.row[i][0] : &CRM_VNULL, sum.row[i] + keys);
	for (size_t i = from; i < g->nrow; i++)
		derive(g->row[i]);
	crm_grid_free(&sum);
	tally_free(&t);
	return rc;
}

/* The period is that of what was closed; what is open is open now.  A total has a median of its own. */
int
run_velocity(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_asked ever = *a;
	struct crm_buf fixed = { 0 };
	struct ask q;
	size_t n;
	int rc;

	g->width = V_PARTS;
	ever.from = ever.to = NULL;
	if (a->from != NULL || a->to != NULL)
		crm_putf(&fixed, "(state=open or closed=%s..%s)", a->from ? a->from : "", a->to ? a->to : "");
	rc = ask(&q, c, &ever, "deal", fixed.n ? fixed.p : "", NULL, err);
	if (rc == CRM_OK && a->by != NULL)
		rc = velocity(&q, q.by, g, err);
	n = g->nrow;
	if (rc == CRM_OK)
		rc = velocity(&q, NULL, g, err);
	g->ntotal = g->nrow - n;
	crm_buf_free(&fixed);
	ask_free(&q);
	return rc;
}

enum { W_WON = CURRENCY + 1, W_LOST, W_RATE, W_VALUE, W_LOST_VALUE, W_VALUE_RATE, W_PARTS };
const struct crm_outcol winrate_cols[8] = {
	COL("all", &crm_t_text), COL("currency", &crm_t_currency), COL("won", &crm_t_int), COL("lost", &crm_t_int),
	COL("win_rate", &crm_t_percent), MONEY("won_value", CURRENCY), MONEY("lost_value", CURRENCY),
	COL("value_rate", &crm_t_percent),
};

/* The sum has a row for each state: of a group, when there are groups. */
static void
add_decided(struct tally *t, const struct crm_grid *sum, bool grouped)
{
	for (size_t i = 0; i < sum->nrow - sum->ntotal; i++) {
		const struct crm_val *from = sum->row[i] + grouped;
		struct crm_val *row = tally(t, (struct crm_val[]){ grouped ? sum->row[i][0] : CRM_VNULL, from[0] }, 2);
		bool won = from[1].p[0] == 'w';

		row[won ? W_WON : W_LOST] = from[2];
		row[won ? W_VALUE : W_LOST_VALUE] = from[3];
	}
}

int
run_winrate(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct tally t = { .g = g, .ints = W_WON, .end = W_PARTS };
	struct crm_grid sum = { 0 };
	struct ask q;
	int rc = ask(&q, c, a, "deal", "state=won,lost", "closed", err);

	if (rc == CRM_OK)
		rc = ask_sum(&q, q.by ? crm_sprintf(&q.arena, "%s,currency,state", q.by) : "currency,state",
		    "count,sum:value", &sum, err);
	if (rc == CRM_OK && q.by != NULL)
		rc = name_by(g, &sum, 5, err);
	if (rc == CRM_OK) {
		add_decided(&t, &sum, q.by != NULL);
		if (q.by != NULL)
			tally_totals(&t, CURRENCY);
		else
			g->ntotal = g->nrow;
	}
	for (size_t i = 0; i < g->nrow; i++) {
		struct crm_val *row = g->row[i];

		row[W_RATE] = percent_of(row[W_WON].i, row[W_WON].i + row[W_LOST].i);
		row[W_VALUE_RATE] = percent_of(row[W_VALUE].i, row[W_VALUE].i + row[W_LOST_VALUE].i);
	}
	crm_grid_free(&sum);
	tally_free(&t);
	ask_free(&q);
	return rc;
}
