/* monthly_bonds.c - of the monthly report: contracts, campaigns, referrals, loyalty: what binds clients */
#include "monthly.h"

#include <string.h>

enum { ENDING_IN = 90 };

enum { K_STATE, K_OWNER, K_VALUE, K_CURRENCY, K_STARTS, K_ENDS, K_SIGNED, K_CLOSED, K_AMENDS, K_PROMISED };

static bool
is_one_of(const struct crm_val *v, const char *const *words)
{
	for (; *words != NULL; words++)
		if (v->t == CRM_TEXT && strcmp(v->p, *words) == 0)
			return true;
	return false;
}

/* In force on a month's last day. */
static void
add_in_force(struct monthly *m, const struct crm_val *v, int64_t signed_on)
{
	int64_t from = day_of(&v[K_STARTS], signed_on), ends = day_of(&v[K_ENDS], INT64_MAX);
	int64_t to = day_of(&v[K_CLOSED], ends);

	for (int slot = 0; slot < CRM_MONTHS; slot++) {
		int64_t last = m->day[span_of_slot(slot) + 1] - 1;

		if (from > last || to < last)
			continue;
		++*tally_line(m, L_IN_FORCE, slot);
		*tally_line(m, L_ENDING, slot) += ends > last && ends <= last + ENDING_IN;
	}
}

/* An amendment is a version of what was signed before. */
static int
add_contract(void *arg, const struct crm_val *v)
{
	static const char *const sealed[] = { "signed", "active", "ended", "terminated", NULL };
	static const char *const over[] = { "ended", "terminated", NULL };
	struct monthly *m = arg;
	int slot = slot_of(m, &v[K_SIGNED]), ended = slot_of(m, &v[K_CLOSED]);

	if (!mine(m, &v[K_OWNER]) || !is_one_of(&v[K_STATE], sealed))
		return CRM_OK;
	add_in_force(m, v, day_of(&v[K_SIGNED], INT64_MAX));
	if (ended >= 0 && is_one_of(&v[K_STATE], over))
		++*tally_line(m, L_ENDED, ended);
	if (slot < 0 || v[K_AMENDS].t == CRM_INT)
		return CRM_OK;
	++*tally_line(m, L_SIGNED, slot);
	if (v[K_VALUE].t == CRM_INT)
		*tally_item(m, L_SIGNED_VALUE, NULL, 0, &v[K_CURRENCY], slot) += v[K_VALUE].i;
	if (v[K_PROMISED].t == CRM_INT)
		*tally_line(m, L_PROMISED, slot) += v[K_PROMISED].i;
	return CRM_OK;
}

int
read_contracts(struct monthly *m, struct crm_err *err)
{
	return pass(m, "contract", "", "state,owner,value,currency,starts,ends,signed,closed,amends,introductions", NULL,
	    add_contract, m, err);
}

/* sent, responded, campaign.owner */
static int
add_member(void *arg, const struct crm_val *v)
{
	struct monthly *m = arg;
	int sent = slot_of(m, &v[0]), responded = slot_of(m, &v[1]);

	if (!mine(m, &v[2]))
		return CRM_OK;
	if (sent >= 0)
		++*tally_line(m, L_APPROACHED, sent);
	if (responded >= 0)
		++*tally_line(m, L_RESPONDED, responded);
	return CRM_OK;
}

/* since, cost, currency, owner */
static int
add_campaign(void *arg, const struct crm_val *v)
{
	struct monthly *m = arg;
	int slot = slot_of(m, &v[0]);

	if (slot >= 0 && v[1].t == CRM_INT && mine(m, &v[3]))
		*tally_item(m, L_CAMPAIGN_COST, NULL, 0, &v[2], slot) += v[1].i;
	return CRM_OK;
}

int
read_campaigns(struct monthly *m, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	int rc = pass(m, "member", shown_months(m, "sent,responded", &a), "sent,responded,campaign.owner", NULL, add_member, m,
	    err);

	if (rc == CRM_OK)
		rc = pass(m, "campaign", shown_months(m, "since", &a), "since,cost,currency,owner", NULL, add_campaign, m, err);
	crm_arena_free(&a);
	return rc;
}

/* created, owner */
static int
add_referral(void *arg, const struct crm_val *v)
{
	struct monthly *m = arg;
	int slot = slot_of(m, &v[0]);

	if (slot >= 0 && mine(m, &v[1]))
		++*tally_line(m, L_MADE, slot);
	return CRM_OK;
}

int
read_referrals(struct monthly *m, struct crm_err *err)
{
	return pass(m, "client", "referrer!= or referral!=", "created,owner", NULL, add_referral, m, err);
}

/* kind, points, at, and whose the client is */
static int
add_points(void *arg, const struct crm_val *v)
{
	static const struct { const char *kind; enum line line; int sign; } booked[] = {
		{ "earned", L_ISSUED, 1 }, { "adjusted", L_ISSUED, 1 }, { "redeemed", L_USED, -1 }, { "expired", L_EXPIRED, -1 },
		{ "returned", L_TAKEN_BACK, -1 },
	};
	struct monthly *m = arg;
	int slot = slot_of(m, &v[2]);
	int64_t day = day_of(&v[2], INT64_MAX);

	if (!mine(m, &v[3]))
		return CRM_OK;
	for (size_t i = 0; i < NCOL(booked); i++)
		if (slot >= 0 && strcmp(v[0].p, booked[i].kind) == 0)
			*tally_line(m, booked[i].line, slot) += booked[i].sign * v[1].i;
	for (slot = 0; slot < CRM_MONTHS; slot++)
		if (day < m->day[span_of_slot(slot) + 1])
			*tally_line(m, L_OUTSTANDING, slot) += v[1].i;
	return CRM_OK;
}

int
read_points(struct monthly *m, struct crm_err *err)
{
	return pass(m, "points", "", m->scoped ? "kind,points,at,client.owner" : "kind,points,at,client", NULL, add_points, m,
	    err);
}
