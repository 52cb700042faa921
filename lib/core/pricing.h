/* pricing.h - what the files about prices share */
#ifndef CRM_PRICING_H
#define CRM_PRICING_H

#include "session.h"

#include "crm/approve.h"

/* What is asked, by a product's record: its list price, cost and currency; one unit, on day 0. */
struct crm_pricing pricing_of(const struct crm *, const struct crm_rec *product, struct crm_arena *);
/* Whether who acts may sell it below its list price for this much: by the discount, and the margin over cost. */
int price_allowed(struct crm *, struct crm_decision *, const struct crm_pricing *, int64_t price,
    struct crm_err *);

#endif
