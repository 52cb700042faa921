/* trade_loyalty.c - what an entry of the points ledger and a step of a bonus must be */
#include "session.h"

#include <string.h>

#include "crm/approve.h"

/* So many, on so many entries, can still be summed and valued in 64 bits. */
#define MOST INT64_C(1000000000000)

static int
right_number(const struct crm_rec *rec, struct crm_err *err)
{
	int64_t points = crm_rec_get(rec, "points")->i;

	if (points == 0)
		return crm_fail(err, CRM_DATA, "points", "are none");
	if (points > MOST || points < -MOST)
		return crm_fail(err, CRM_DATA, "points", "are more than %lld", (long long)MOST);
	if (is(rec, "kind", "earned") && points < 0)
		return crm_fail(err, CRM_DATA, "points", "that are earned are above 0");
	if ((is(rec, "kind", "redeemed") || is(rec, "kind", "expired") || is(rec, "kind", "returned")) && points > 0)
		return crm_fail(err, CRM_DATA, "points", "that are %s are below 0", crm_rec_get(rec, "kind")->p);
	return CRM_OK;
}

/* Points are taken from what the same client was given. */
static int
right_source(struct crm *c, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *uses = crm_rec_get(rec, "uses");
	struct crm_rec from;
	int rc;

	if (uses->t != CRM_INT)
		return CRM_OK;
	crm_rec_init(&from, rec->ent);
	if ((rc = crm_get(c, rec->ent, uses->i, &from, err)) != CRM_OK)
		goto out;
	if (crm_rec_get(rec, "points")->i > 0)
		rc = crm_fail(err, CRM_DATA, "uses", "points that are given use no entry");
	else if (!crm_val_eq(crm_rec_get(rec, "client"), crm_rec_get(&from, "client")))
		rc = crm_fail(err, CRM_DATA, "uses", "pt%lld is another client's", (long long)uses->i);
	else if (crm_rec_get(&from, "points")->i < 0)
		rc = crm_fail(err, CRM_DATA, "uses", "pt%lld gave nothing: it took", (long long)uses->i);
out:
	crm_rec_free(&from);
	return rc;
}

/* What is given lasts as the policy says. */
static void
default_expires(const struct crm *c, struct crm_rec *rec)
{
	const struct crm_val *at = crm_rec_get(rec, "at");
	char text[11];
	int64_t day;

	if (c->policy.point_expires == 0 || crm_rec_get(rec, "points")->i < 0
	    || crm_rec_get(rec, "expires")->t != CRM_NULL || crm_read_date(at->p, at->n, &day) != CRM_OK)
		return;
	crm_fmt_date(text, day + c->policy.point_expires);
	put_text(rec, "expires", text);
}

int
points_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *client = crm_rec_get(rec, "client"), *points = crm_rec_get(rec, "points");
	struct crm_decision d = { .kind = "points" };
	int rc;

	(void)flags;
	if (old != NULL || client->t != CRM_INT || points->t != CRM_INT || crm_rec_get(rec, "at")->t != CRM_TEXT)
		return CRM_OK;                   /* what is missing is told later */
	if ((rc = right_number(rec, err)) != CRM_OK || (rc = right_source(c, rec, err)) != CRM_OK)
		return rc;
	default_expires(c, rec);
	if (!is(rec, "kind", "adjusted"))
		return CRM_OK;
	d.client = client->i;
	d.v = points->i < 0 ? -points->i : points->i;
	return crm_must(c, &d, "points", "crm-loyalty approve", err);
}

int
points_unspent(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	struct crm_query q = { .ent = crm_entity_must(&c->schema, "points"), .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_expr *where;
	int64_t n = 0;
	int rc;

	if (old == NULL || (flags & CRM_FORCE) || crm_rec_get(rec, "cancelled")->t == CRM_NULL
	    || !differs(old, rec, "cancelled"))
		return CRM_OK;
	rc = crm_filter_text(&c->ctx, q.ent, crm_sprintf(&a, "kind=redeemed uses.order=o%lld",
	    (long long)crm_rec_id(rec)), &where, &a, err);
	q.where = where;
	if (rc == CRM_OK && (rc = crm_count(c->db, &q, &n, err)) == CRM_OK && n > 0)
		rc = crm_fail(err, CRM_NOPERM, "cancelled", "the points that it earned were redeemed: --force cancels it");
	crm_arena_free(&a);
	return rc;
}

int
bonus_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *from = crm_rec_get(rec, "threshold"), *rate = crm_rec_get(rec, "rate");
	int rc = contract_permits(c, old, rec, err);

	(void)flags;
	if (from->t == CRM_INT && from->i < 0)
		rc = crm_fail(err, CRM_DATA, "threshold", "is below 0");
	if (rate->t == CRM_INT && rate->i < 0)
		rc = crm_fail(err, CRM_DATA, "rate", "is below 0");
	return rc;
}
