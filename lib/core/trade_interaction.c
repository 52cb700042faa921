/* trade_interaction.c - what follows from a contact: whose it is, how long an answer took, the number of a letter */
#include "session.h"

#include <string.h>

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
	    && read_instant(crm_rec_get(&asked, "at"), &from) && read_instant(crm_rec_get(rec, "at"), &to) && to >= from)
		put_int(rec, "took", crm_business_between(&c->policy.hours, from, to));
	crm_rec_free(&asked);
	return rc == CRM_NO ? CRM_DATA : rc;
}

/* Post and fax are numbered. */
static int
number_letter(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *direction = crm_rec_get(rec, "direction");

	if (!differs(old, rec, "channel") || direction->t != CRM_TEXT
	    || (!is(rec, "channel", "post") && !is(rec, "channel", "fax")))
		return CRM_OK;
	return register_number(c, rec, direction->p, "at", err);
}

int
interaction_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	int64_t me;
	int rc;

	(void)flags;
	if ((rc = inherit(c, rec, "deal", "client", err)) != CRM_OK
	    || (rc = inherit(c, rec, "case", "client", err)) != CRM_OK
	    || (rc = put_took(c, old, rec, err)) != CRM_OK)
		return rc;
	if (old == NULL && crm_rec_get(rec, "agent")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "agent", me);
	return number_letter(c, old, rec, err);
}

/* What we tell a client about a case is an answer; what we note for ourselves is none. */
static int
tell_case(struct crm *c, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *about = crm_rec_get(rec, "case");
	int64_t at;

	if (about->t != CRM_INT || !is(rec, "direction", "out") || is(rec, "channel", "note")
	    || !read_instant(crm_rec_get(rec, "at"), &at))
		return CRM_OK;
	return case_heard(c, about->i, at, err);
}

int
interaction_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags;
	if (differs(old, rec, "number"))
		register_numbered(c, rec);
	return tell_case(c, rec, err);
}
