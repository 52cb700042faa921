/* trade_interaction.c - what follows from a contact: whose it is, how long an answer took, the number of a letter */
#include "session.h"

#include <string.h>

static int
client_of_deal(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *deal = crm_rec_get(rec, "deal");
	struct crm_rec d;
	int rc;

	if (deal->t != CRM_INT || crm_rec_get(rec, "client")->t != CRM_NULL)
		return CRM_OK;
	crm_rec_init(&d, crm_entity_must(&c->schema, "deal"));
	if ((rc = crm_get(c, d.ent, deal->i, &d, err)) == CRM_OK)
		crm_rec_put(rec, "client", crm_rec_get(&d, "client"));
	crm_rec_free(&d);
	return rc;
}

static bool
instant(const struct crm_rec *rec, int64_t *t)
{
	const struct crm_val *at = crm_rec_get(rec, "at");

	return at->t == CRM_TEXT && crm_read_time(at->p, at->n, t) == CRM_OK;
}

/* Our answer to a client's word; a client who answers is under no clock of ours. */
static int
put_took(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *answers = crm_rec_get(rec, "answers");
	struct crm_rec asked;
	int64_t from, to;
	int rc;

	if (!differs(old, rec, "answers") && !differs(old, rec, "at") && !differs(old, rec, "direction"))
		return CRM_OK;
	put_text(rec, "took", NULL);
	if (answers->t != CRM_INT || !is(rec, "direction", "out"))
		return CRM_OK;
	crm_rec_init(&asked, rec->ent);
	if ((rc = crm_get(c, rec->ent, answers->i, &asked, err)) == CRM_OK && is(&asked, "direction", "in")
	    && instant(&asked, &from) && instant(rec, &to) && to >= from)
		put_int(rec, "took", crm_business_between(&c->policy.hours, from, to));
	crm_rec_free(&asked);
	return rc == CRM_NO ? CRM_DATA : rc;
}

int
interaction_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	int64_t me;
	int rc;

	(void)flags;
	if ((rc = client_of_deal(c, rec, err)) != CRM_OK || (rc = put_took(c, old, rec, err)) != CRM_OK)
		return rc;
	if (old == NULL && crm_rec_get(rec, "agent")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "agent", me);
	return differs(old, rec, "channel") ? register_number(c, rec, err) : CRM_OK;
}

int
interaction_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags;
	(void)err;
	if (differs(old, rec, "number"))
		register_numbered(c, rec);
	return CRM_OK;
}
