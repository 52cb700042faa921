/* order.h - what clients order: taken at the prices that hold, delivered, promised anew, cancelled, paid */
#ifndef CRM_ORDER_H
#define CRM_ORDER_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * An item is units of something: of a product when an order is taken, of a line when it is delivered.  Texts
 * are as typed.  Complaints about it begin with `place` where there is one ("orders.csv:17"), else with `what`.
 */
struct crm_item { const char *what, *quantity, *price, *place; };
/* "SKU:QTY@PRICE", the price may be missing; false when it is no such text.  Parts live in the arena. */
bool crm_item_read(const char *text, struct crm_item *, struct crm_arena *);

/* Orders delivered in part, or promised within N days (to be filled in), with something left. */
#define CRM_ORDER_SHORT \
	"kind=order cancelled= shipped= (promised=..+%lldd or filled=1..) (open_lines=1.. or lines=0)"

/*
 * All of these run inside crm_work().  Complaints begin with the order's id.
 *
 * A new order of a client (0: text says which) with its lines.  A line without a price gets the one that holds
 * (price.h) and its reason; a price that is given must be within what who acts may give: CRM_NOPERM.  An order,
 * not a quote, may take the client over its credit limit only by so much as who acts may allow, or was
 * approved: CRM_NOPERM tells the numbers.
 */
int crm_order_take(struct crm *, int64_t client, char *const *text, size_t ntext, const struct crm_item *,
    size_t nitem, struct crm_rec *order, struct crm_err *);
/* A quote becomes an order of today, the credit limit permitting.  One that is expired does only with `force`. */
int crm_order_confirm(struct crm *, int64_t order, char *const *text, size_t ntext, bool force,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *);

/*
 * Units that leave us, or (back) return.  An item names a line ("ol3") or the product of one; no items: all
 * that remains.  The new deliveries are added to *id, in the arena.  CRM_NO when nothing remains.
 */
struct crm_consignment {
	const struct crm_item *item; size_t nitem;
	bool back;
	const char *at, *number, *note;          /* as typed; NULL: today, none, none */
};
int crm_order_deliver(struct crm *, int64_t order, const struct crm_consignment *, int64_t **id, size_t *n,
    struct crm_arena *, struct crm_err *);
/* What remains of it, "o1: 3 of ol2 BOLT" a line; nothing when it is delivered whole. */
int crm_order_remains(struct crm *, int64_t order, struct crm_buf *, struct crm_err *);

/* Another promise; the first one stays known.  The note of the order tells why, if a reason is given. */
int crm_order_promise(struct crm *, int64_t order, const char *date, const char *why, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *);
/*
 * Cancels what was not delivered at all.  With `force` an order that was delivered in part is closed instead:
 * each line is cut to what was delivered of it, and put away when that is nothing.
 */
int crm_order_cancel(struct crm *, int64_t order, char *const *text, size_t ntext, bool force,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *);
/* A payment, today unless `at`: all that is owed when amount is NULL, and no more than that without `force`. */
int crm_order_pay(struct crm *, int64_t order, const char *amount, const char *at, char *const *text,
    size_t ntext, bool force, int64_t *id, struct crm_err *);

#pragma GCC visibility pop
#endif
