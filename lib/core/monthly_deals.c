/* monthly_deals.c - of the monthly report: what stood in the pipeline, what came, went, was won and lost */
#include "monthly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line of the history: what was so until then. */
struct move { int64_t deal, at; const struct crm_stage *from, *to; bool staged, valued; int64_t value, probability; };

/* A deal at an edge.  An open one whose stage nobody recorded has none. */
enum kind { ABSENT, OPEN, WON, LOST };
struct state { enum kind kind; const struct crm_stage *stage; bool valued; int64_t value, probability; };

struct deals {
	struct monthly *m;
	struct move *move; size_t n, cap, next;
};

enum { D_ID, D_STAGE, D_VALUE, D_CURRENCY, D_PROBABILITY, D_OPENED, D_CLOSED, D_REASON, D_RIVAL,
    D_FORECAST, D_CAMPAIGN, D_SOURCE, D_OWNER, D_LAST_STAGE };
#define DEAL_COLUMNS "id,stage,value,currency,probability,opened,closed,reason,rival,forecast,campaign," \
	"source,owner,last_stage"

static const struct crm_stage *
stage_of(const struct monthly *m, const struct crm_val *v)
{
	return v->t == CRM_TEXT ? crm_policy_stage(&m->c->policy, v->p, v->n) : NULL;
}

/* deal, at, old_stage, stage, old_value, old_probability */
static int
add_move(void *arg, const struct crm_val *v)
{
	struct deals *d = arg;

	if (d->n == d->cap)
		d->move = crm_xrealloc(d->move, (d->cap = d->cap ? 2 * d->cap : 256) * sizeof *d->move);
	d->move[d->n++] = (struct move){ v[0].i, instant_of(&v[1], 0), stage_of(d->m, &v[2]), stage_of(d->m, &v[3]),
	    !crm_val_eq(&v[2], &v[3]), v[4].t == CRM_INT, v[4].i, v[5].t == CRM_INT ? v[5].i : 0 };
	return CRM_OK;
}

/* The moves of a deal, which mostly comes after the last one asked for. */
static struct move *
moves_of(struct deals *d, int64_t deal, size_t *n)
{
	size_t lo = 0, hi = d->n, first;

	if (d->next < d->n && d->move[d->next].deal >= deal && (d->next == 0 || d->move[d->next - 1].deal < deal))
		lo = hi = d->next;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (d->move[mid].deal < deal)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (first = lo; lo < d->n && d->move[lo].deal == deal; lo++)
		;
	d->next = lo;
	*n = lo - first;
	return d->move + first;
}

static enum kind
kind_of(const struct crm_stage *s)
{
	return s == NULL || s->kind == CRM_STAGE_OPEN ? OPEN : s->kind == CRM_STAGE_WON ? WON : LOST;
}

/*
 * What a deal was at an edge: what its history says was so until the next change, or else what it is.  The day on
 * which it was closed holds against both: who tells of it late, or imports it, says when it was.
 */
static struct state
at_edge(const struct monthly *m, const struct crm_val *v, const struct move *move, size_t n, int e)
{
	int64_t closed = day_of(&v[D_CLOSED], INT64_MAX);
	enum kind now = kind_of(stage_of(m, &v[D_STAGE]));
	struct state s;
	size_t i = 0;

	while (i < n && move[i].at < m->at[e])
		i++;
	if (day_of(&v[D_OPENED], INT64_MIN) >= m->day[e])
		return (struct state){ .kind = ABSENT };
	if (i < n)
		s = (struct state){ kind_of(move[i].from), move[i].from, move[i].valued, move[i].value, move[i].probability };
	else
		s = (struct state){ now, stage_of(m, &v[D_STAGE]), v[D_VALUE].t == CRM_INT, v[D_VALUE].i,
		    v[D_PROBABILITY].t == CRM_INT ? v[D_PROBABILITY].i : 0 };
	if (s.kind == OPEN && now != OPEN && closed < m->day[e])
		s.kind = now;
	else if (i == n && now != OPEN && closed >= m->day[e])
		s = (struct state){ OPEN, stage_of(m, &v[D_LAST_STAGE]), s.valued, s.value, 0 };
	if (s.kind == OPEN && i == n && now != OPEN && s.stage != NULL)
		s.probability = s.stage->probability;
	return s;
}

static void
add_value(struct monthly *m, enum line line, const struct crm_val *v, const struct crm_val *item, int64_t rank,
    const struct state *s, int slot)
{
	if (s->valued)
		*tally_item(m, line, item, rank, &v[D_CURRENCY], slot) += s->value;
}

static int64_t
rank_of(const struct monthly *m, const struct crm_stage *s)
{
	return s != NULL ? s - m->c->policy.stage : INT64_MAX;
}

static struct crm_val
name_of(const struct crm_stage *s)
{
	return s != NULL ? CRM_VTEXT(s->name, strlen(s->name)) : CRM_VTEXT("not recorded", 12);
}

/* What is open at the end of a month: where it stands, what it may bring. */
static void
add_open(struct monthly *m, const struct crm_val *v, const struct state *s, int slot)
{
	struct crm_val stage = name_of(s->stage), category;
	int fc = s->stage != NULL ? crm_fc_of(s->stage, v[D_FORECAST].t == CRM_TEXT ? v[D_FORECAST].p : NULL) : CRM_FC_N;

	++*tally_line(m, L_OPEN_END, slot);
	add_value(m, L_OPEN_VALUE, v, NULL, 0, s, slot);
	++*tally_item(m, L_STAGE_OPEN, &stage, rank_of(m, s->stage), NULL, slot);
	add_value(m, L_STAGE_VALUE, v, &stage, rank_of(m, s->stage), s, slot);
	if (s->valued && s->stage != NULL)
		*tally_item(m, L_OPEN_WEIGHTED, NULL, 0, &v[D_CURRENCY], slot) += crm_weighted(s->value, s->probability);
	category = fc == CRM_FC_N ? stage : CRM_VTEXT(crm_fc_name[fc], strlen(crm_fc_name[fc]));
	if (fc != CRM_FC_OMITTED)
		add_value(m, L_FORECAST, v, &category, fc, s, slot);
}

static void
add_won(struct monthly *m, const struct crm_val *v, const struct state *s, int slot)
{
	++*tally_line(m, L_WON, slot);
	++*tally_line(m, L_CLOSED_WON, slot);
	++*tally_item(m, L_WON_REASON, &v[D_REASON], 0, NULL, slot);
	add_value(m, L_WON_VALUE, v, NULL, 0, s, slot);
	add_value(m, L_WON_REASON_VALUE, v, &v[D_REASON], 0, s, slot);
	add_value(m, L_FORECAST, v, &CRM_VTEXT("closed", 6), CRM_FC_CLOSED, s, slot);
	if (v[D_RIVAL].t == CRM_TEXT)
		++*tally_item(m, L_RIVAL_WON, &v[D_RIVAL], 0, NULL, slot);
	if (v[D_CAMPAIGN].t == CRM_INT) {
		++*tally_line(m, L_CAMPAIGN_WON, slot);
		add_value(m, L_CAMPAIGN_YIELD, v, NULL, 0, s, slot);
	}
	*tally_line(m, L_REFERRAL_WON, slot) += v[D_SOURCE].t == CRM_TEXT && strcmp(v[D_SOURCE].p, "referral") == 0;
}

static void
add_lost(struct monthly *m, const struct crm_val *v, const struct state *s, int slot)
{
	++*tally_line(m, L_LOST, slot);
	++*tally_line(m, L_CLOSED_LOST, slot);
	++*tally_item(m, L_LOST_REASON, &v[D_REASON], 0, NULL, slot);
	add_value(m, L_LOST_VALUE, v, NULL, 0, s, slot);
	add_value(m, L_LOST_REASON_VALUE, v, &v[D_REASON], 0, s, slot);
	if (v[D_RIVAL].t == CRM_TEXT)
		++*tally_item(m, L_RIVAL_LOST, &v[D_RIVAL], 0, NULL, slot);
}

/* What becomes of a deal between two edges: so the pipeline's lines add up, whatever was told late. */
static void
add_month(struct monthly *m, const struct crm_val *v, const struct state *was, const struct state *is, int slot)
{
	*tally_line(m, L_OPEN_START, slot) += was->kind == OPEN;
	if (was->kind == ABSENT && is->kind != ABSENT) {
		++*tally_line(m, L_OPENED, slot);
		add_value(m, L_OPENED_VALUE, v, NULL, 0, is, slot);
	}
	*tally_line(m, L_REOPENED, slot) += (was->kind == WON || was->kind == LOST) && is->kind != was->kind;
	if (is->kind == WON && was->kind != WON)
		add_won(m, v, is, slot);
	else if (is->kind == LOST && was->kind != LOST)
		add_lost(m, v, is, slot);
	else if (is->kind == OPEN)
		add_open(m, v, is, slot);
}

/* Stages are entered and left when that was written; the first is known by what the next change says was before. */
static void
add_moves(struct monthly *m, const struct crm_val *v, const struct move *move, size_t n)
{
	const struct crm_stage *first = n > 0 ? move[0].from : stage_of(m, &v[D_STAGE]);
	struct crm_val name;
	char at[21];
	int slot = slot_of(m, &v[D_OPENED]);

	if (slot >= 0 && first != NULL && first->kind == CRM_STAGE_OPEN) {
		name = name_of(first);
		++*tally_item(m, L_STAGE_ENTERED, &name, rank_of(m, first), NULL, slot);
	}
	for (; n > 0; n--, move++) {
		crm_fmt_time(at, move->at);
		slot = slot_of(m, &CRM_VTEXT(at, 20));
		if (slot < 0 || !move->staged)
			continue;
		if (move->from != NULL && move->from->kind == CRM_STAGE_OPEN) {
			name = name_of(move->from);
			++*tally_item(m, L_STAGE_LEFT, &name, rank_of(m, move->from), NULL, slot);
		}
		if (move->to != NULL && move->to->kind == CRM_STAGE_OPEN) {
			name = name_of(move->to);
			++*tally_item(m, L_STAGE_ENTERED, &name, rank_of(m, move->to), NULL, slot);
		}
	}
}

static int
add_deal(void *arg, const struct crm_val *v)
{
	struct deals *d = arg;
	struct monthly *m = d->m;
	struct state at[EDGES];
	size_t n;
	struct move *move = moves_of(d, v[D_ID].i, &n);

	if (!mine(m, &v[D_OWNER]))
		return CRM_OK;
	for (int e = 0; e < EDGES; e++) {
		at[e] = at_edge(m, v, move, n, e);
		if (e == 0)
			continue;
		if (at[e].kind == WON && at[e - 1].kind != WON && at[e].valued)
			*tally_item(m, L_TREND_WON, &CRM_VTEXT(m->from[e - 1], 7), e - 1, &v[D_CURRENCY], 0) += at[e].value;
		if (slot_of_span(e - 1) >= 0)
			add_month(m, v, &at[e - 1], &at[e], slot_of_span(e - 1));
	}
	add_moves(m, v, move, n);
	return CRM_OK;
}

/* What is shown, be there any or not: each stage and category of the policy's, each month of the trend. */
static void
prepare(struct monthly *m)
{
	static const int category[] = { CRM_FC_CLOSED, CRM_FC_COMMIT, CRM_FC_BEST, CRM_FC_PIPELINE };
	struct crm_val name;

	for (size_t i = 0; i < m->c->policy.nstage; i++) {
		const struct crm_stage *s = &m->c->policy.stage[i];

		name = name_of(s);
		for (enum line l = L_STAGE_ENTERED; l <= L_STAGE_VALUE && s->kind == CRM_STAGE_OPEN; l++)
			tally_item(m, l, &name, rank_of(m, s), NULL, 0);
	}
	for (size_t i = 0; i < NCOL(category); i++)
		tally_item(m, L_FORECAST, &CRM_VTEXT(crm_fc_name[category[i]], strlen(crm_fc_name[category[i]])), category[i],
		    NULL, 0);
	for (int i = 0; i < SPANS; i++)
		tally_item(m, L_TREND_WON, &CRM_VTEXT(m->from[i], 7), i, NULL, 0);
}

int
read_deals(struct monthly *m, struct crm_err *err)
{
	struct deals d = { .m = m };
	char since[64];
	int rc;

	prepare(m);
	snprintf(since, sizeof since, "at=%s..", m->from[0]);
	rc = pass(m, "stage_history", since, "deal,at,old_stage,stage,old_value,old_probability", "deal", add_move, &d, err);
	if (rc == CRM_OK)
		rc = pass(m, "deal", "", DEAL_COLUMNS, NULL, add_deal, &d, err);
	for (int s = 0; s < CRM_MONTHS && rc == CRM_OK; s++) {
		int64_t rate = crm_rate(*tally_line(m, L_WON, s), *tally_line(m, L_LOST, s));

		if (rate >= 0)
			put_value(m, L_WIN_RATE, s, CRM_VINT(rate));
	}
	free(d.move);
	return rc;
}
