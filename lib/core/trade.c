/* trade.c - what follows from a change by the rules of the trade */
#include "session.h"

#include <stdio.h>
#include <string.h>

static const struct crm_stage *
stage_of(const struct crm *c, const struct crm_rec *rec)
{
	const struct crm_val *v = crm_rec_get(rec, "stage");

	return v->t == CRM_TEXT ? crm_policy_stage(&c->policy, v->p, v->n) : NULL;
}

static void
put_now(const struct crm *c, struct crm_rec *rec, const char *field)
{
	char t[21];

	crm_fmt_time(t, c->ctx.now);
	put_text(rec, field, t);
}

static void
put_today(const struct crm *c, struct crm_rec *rec, const char *field)
{
	char t[11];

	crm_fmt_date(t, crm_local_day(c->ctx.now));
	put_text(rec, field, t);
}

/* Days from opened to closed; nothing while either is missing. */
static void
put_cycle(struct crm_rec *rec)
{
	const struct crm_val *opened = crm_rec_get(rec, "opened"), *closed = crm_rec_get(rec, "closed");
	int64_t from, to;

	if (opened->t == CRM_TEXT && closed->t == CRM_TEXT
	    && crm_read_date(opened->p, opened->n, &from) == CRM_OK
	    && crm_read_date(closed->p, closed->n, &to) == CRM_OK)
		put_int(rec, "cycle", to - from);
	else
		put_text(rec, "cycle", NULL);
}

/* An imported deal has stood in its stage since it was closed, or else opened: nobody knows better. */
static void
put_entered(const struct crm *c, const struct crm_rec *old, struct crm_rec *rec)
{
	const struct crm_val *v = crm_rec_get(rec, "closed");
	struct crm_civil at = { 0 };
	int64_t day;
	char t[21];

	if (v->t != CRM_TEXT)
		v = crm_rec_get(rec, "opened");
	if (old != NULL || v->t != CRM_TEXT || crm_read_date(v->p, v->n, &day) != CRM_OK
	    || day >= crm_local_day(c->ctx.now)) {
		put_now(c, rec, "entered");
		return;
	}
	crm_day_civil(day, &at);
	crm_fmt_time(t, crm_from_local(&at));
	put_text(rec, "entered", t);
}

static const char *const state_name[] = { "open", "won", "lost" };

static int
enter_stage(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, const struct crm_stage *to,
    unsigned flags, struct crm_err *err)
{
	const struct crm_stage *from = old != NULL ? stage_of(c, old) : NULL;
	const struct crm_val *prob = crm_rec_get(rec, "probability");
	const struct crm_val *last = old != NULL ? crm_rec_get(old, "stage") : NULL;

	if (from != NULL && from->kind == CRM_STAGE_WON && to->kind == CRM_STAGE_LOST && !(flags & CRM_FORCE))
		return crm_fail(err, CRM_NOPERM, "stage",
		    "a won deal is not lost: reopen it first, or --force");
	put_text(rec, "state", state_name[to->kind]);
	if (to->kind != CRM_STAGE_OPEN || prob->t == CRM_NULL
	    || (from != NULL && !differs(old, rec, "probability") && prob->i == from->probability)
	    || (from != NULL && from->kind != CRM_STAGE_OPEN))
		put_int(rec, "probability", to->probability);
	if (to->kind == CRM_STAGE_OPEN) {
		if (from != NULL && from->kind != CRM_STAGE_OPEN) {
			put_text(rec, "closed", NULL);
			put_text(rec, "reason", NULL);
			put_text(rec, "last_stage", NULL);
		}
	} else {
		if (crm_rec_get(rec, "closed")->t == CRM_NULL)
			put_today(c, rec, "closed");
		if (from != NULL && from->kind == CRM_STAGE_OPEN)
			crm_rec_put(rec, "last_stage", last);
	}
	put_entered(c, old, rec);
	return CRM_OK;
}

static int
deal_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_stage *to;
	char shown[256];
	int rc = CRM_OK;

	if (crm_rec_get(rec, "stage")->t == CRM_NULL)
		put_text(rec, "stage", c->policy.stage[0].name);
	to = stage_of(c, rec);
	if (to == NULL)
		return crm_fail(err, CRM_DATA, "stage", "the policy has no stage %s",
		    crm_quote(shown, crm_rec_get(rec, "stage")->p, crm_rec_get(rec, "stage")->n));
	if (old == NULL || differs(old, rec, "stage"))
		rc = enter_stage(c, old, rec, to, flags, err);
	put_cycle(rec);
	return rc == CRM_OK ? deal_names_rival(c, old, rec, err) : rc;
}

/* A gate is a filter that the deal, as it is now written, must pass to have entered. */
static int
gate(struct crm *c, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_stage *to = stage_of(c, rec);
	struct crm_query q = { .ent = rec->ent, .id = &rec->val[0].i, .nid = 1, .away = true,
	    .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_expr *where;
	int64_t n;
	int rc = crm_filter_text(&c->ctx, rec->ent, to->gate, &where, &a, err);

	q.where = where;
	if (rc == CRM_OK && (rc = crm_count(c->db, &q, &n, err)) == CRM_OK && n == 0)
		rc = crm_fail(err, CRM_NOPERM, "stage",
		    "d%lld may not enter %s, whose gate is: %s (--force passes it)",
		    (long long)rec->val[0].i, to->name, to->gate);
	crm_arena_free(&a);
	return rc;
}

static int
history_row(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	static const char *const pairs[][2] = {
		{ "old_stage", "stage" }, { "old_value", "value" }, { "old_probability", "probability" },
		    { "old_close", "close" },
	};
	struct crm_rec h;
	const struct crm_val *entered = crm_rec_get(old, "entered");
	int64_t since;
	int rc;

	crm_rec_init(&h, crm_entity_must(&c->schema, "stage_history"));
	crm_rec_put(&h, "deal", &rec->val[0]);
	put_now(c, &h, "at");
	put_text(&h, "actor", c->actor);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		crm_rec_put(&h, pairs[i][0], crm_rec_get(old, pairs[i][1]));
		crm_rec_put(&h, pairs[i][1], crm_rec_get(rec, pairs[i][1]));
	}
	crm_rec_put(&h, "currency", crm_rec_get(rec, "currency"));
	if (c->note != NULL)
		put_text(&h, "note", c->note);
	if (differs(old, rec, "stage") && entered->t == CRM_TEXT
	    && crm_read_time(entered->p, entered->n, &since) == CRM_OK)
		put_int(&h, "lasted", c->ctx.now > since ? c->ctx.now - since : 0);
	rc = crm_insert(c->db, &h, err);
	crm_rec_free(&h);
	return rc;
}

/* Won business makes a client of whom it was won from. */
static int
make_client(struct crm *c, const struct crm_rec *deal, struct crm_err *err)
{
	const struct crm_val *ref = crm_rec_get(deal, "client");
	const struct crm_entity *e = crm_entity_must(&c->schema, "client");
	struct crm_rec old, rec;
	int rc;

	if (ref->t != CRM_INT)
		return CRM_OK;
	crm_rec_init(&old, e);
	crm_rec_init(&rec, e);
	if ((rc = crm_get(c, e, ref->i, &old, err)) == CRM_OK && !is(&old, "stage", "client")) {
		crm_rec_copy(&rec, &old);
		put_text(&rec, "stage", "client");
		rc = save(c, &old, &rec, 0, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

static int
deal_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	bool moved = old == NULL || differs(old, rec, "stage");
	int rc = CRM_OK;

	/* the gate first: until it is passed nothing but the deal itself is written */
	if (old != NULL && moved && !(flags & CRM_FORCE) && stage_of(c, rec)->gate != NULL)
		rc = gate(c, rec, err);
	if (rc == CRM_OK && old != NULL
	    && (moved || differs(old, rec, "value") || differs(old, rec, "probability")
	    || differs(old, rec, "close")))
		rc = history_row(c, old, rec, err);
	if (rc == CRM_OK && is(rec, "state", "won") && (moved || differs(old, rec, "client")))
		rc = make_client(c, rec, err);
	return rc == CRM_OK ? deal_meets_rival(c, old, rec, err) : rc;
}

const struct rule rules_of_trade[] = {
	{ "bid", bid_before, NULL },
	{ "bonus", bonus_before, NULL },
	{ "check", check_before, check_after },
	{ "clause", clause_before, NULL },
	{ "client", client_before, NULL },
	{ "contract", contract_before, contract_after },
	{ "case", case_before, case_after },
	{ "deal", deal_before, deal_after },
	{ "fact", fact_before, NULL },
	{ "followup", followup_before, followup_after },
	{ "interaction", interaction_before, interaction_after },
	{ "order", order_before, order_after },
	{ "line", line_before, line_after },
	{ "delivery", delivery_before, delivery_after },
	{ "payment", payment_before, NULL },
	{ "need", need_before, NULL },
	{ "request", request_before, NULL },
	{ "term", term_before, NULL },
	{ "points", points_before, NULL },
	{ "signal", signal_before, NULL },
	{ "score", score_before, NULL },
	{ "segment", segment_before, segment_after },
	{ "right", right_before, NULL },
	{ "rival", rival_before, rival_after },
	{ "sighting", sighting_before, NULL },
	{ "objection", objection_before, NULL },
	{ "campaign", NULL, campaign_after },
	{ "consent", consent_before, NULL },
	{ "member", member_before, member_after },
	{ NULL, NULL, NULL },
};
