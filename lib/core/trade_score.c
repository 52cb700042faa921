/* trade_score.c - the rules of the trade for signals and scores */
#include "session.h"
#include "crm/foresight.h"

/* What weighs nothing by the policy needs a weight of its own. */
int
signal_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *kind = crm_rec_get(rec, "kind"), *weight = crm_rec_get(rec, "weight");
	char shown[256];

	(void)old, (void)flags;
	if (kind->t != CRM_TEXT || weight->t != CRM_NULL || crm_signal_of(&c->policy, kind->p) != NULL)
		return CRM_OK;
	return crm_fail(err, CRM_DATA, "kind",
	    "the policy has no signal %s: say weight=, or add it to signals (crm-init --print-policy)",
	    crm_quote(shown, kind->p, kind->n));
}

int
score_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	(void)c, (void)old, (void)flags;
	return (crm_rec_get(rec, "client")->t == CRM_NULL) != (crm_rec_get(rec, "deal")->t == CRM_NULL) ? CRM_OK
	    : crm_fail(err, CRM_DATA, "client", "a score is of one client, or of one deal");
}
