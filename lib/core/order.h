/* order.h - what the files about orders share */
#ifndef CRM_CORE_ORDER_H
#define CRM_CORE_ORDER_H

#include "session.h"

#include "crm/order.h"

/* A line as it stands: units ordered, left to be delivered, and with the client. */
struct order_line { int64_t id, product, ordered, left, with; const char *sku; };
int order_lines(struct crm *, int64_t order, struct order_line **, size_t *n, struct crm_arena *,
    struct crm_err *);

/* Passes complaints on under the item's name. */
int item_failed(const struct crm_item *, int rc, const struct crm_err *why, struct crm_err *);
/* Sets a field from what was typed, money in the record's currency; an empty or no text sets nothing. */
int put_typed(struct crm *, struct crm_rec *, const char *field, const char *text, struct crm_err *);
void put_money(struct crm_buf *, int64_t, const char *currency);

#endif
