/* trade_order.c - what follows from a change of an order, its lines, deliveries and payments */
#include "session.h"

#include <string.h>

/* The money of a line or a payment is in its order's currency. */
int
of_order_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *order = crm_rec_get(rec, "order"), *given = crm_rec_get(rec, "currency"), *own;
	struct crm_rec o;
	int rc;

	(void)flags;
	if (order->t != CRM_INT || (old != NULL && !differs(old, rec, "order") && !differs(old, rec, "currency")))
		return CRM_OK;
	crm_rec_init(&o, crm_entity_must(&c->schema, "order"));
	if ((rc = crm_get(c, o.ent, order->i, &o, err)) != CRM_OK)
		goto out;
	own = crm_rec_get(&o, "currency");
	if (given->t == CRM_TEXT && !crm_val_eq(given, own))
		rc = crm_fail(err, CRM_DATA, "currency", "is %s, and the order's is %s", given->p, own->p);
	else if (given->t == CRM_NULL && crm_currency_digits(own->p) != crm_currency_digits(c->policy.currency))
		rc = crm_fail(err, CRM_DATA, "currency", "must be said: the order is in %s", own->p);
	else
		crm_rec_put(rec, "currency", own);
out:
	crm_rec_free(&o);
	return rc;
}
