/* product.h - the assortment and the clients: who has what of it, who may want what, what it lacks */
#ifndef CRM_PRODUCT_H
#define CRM_PRODUCT_H

#include "sum.h"

#pragma GCC visibility push(default)

/* Clients that are asked about: those that pass, among these if id is not NULL. */
struct crm_whom { const struct crm_expr *where; const int64_t *id; size_t nid; };

/*
 * A line for each client, a column for each product line: bought (within 12 months), else how far a need of it
 * is (has, offered, interested, asked, rejected: the first of these that is found), else never.
 */
int crm_whitespace(struct crm *, const struct crm_whom *, struct crm_grid *, struct crm_err *);
/*
 * What the clients may want: association rules over what each client bought, has, asked for or is interested
 * in, each with its reason.  Nothing that the client bought, has or rejected, by product or by line, and
 * nothing discontinued.  `least` is how many clients at least support a rule.
 */
int crm_suggest(struct crm *, const int64_t *client, size_t n, int64_t least, struct crm_grid *,
    struct crm_err *);
/*
 * What is requested, by product, line and text (compared without case and accents), or by that of them which
 * `by` names (product, line; NULL: all): how many clients ask for it, and their weight: what they spent and
 * what was won with them.  Heaviest first.  Open requests, unless the filter names their state.
 */
int crm_requests(struct crm *, char *const *filter, size_t n, const char *by, struct crm_grid *,
    struct crm_err *);

#pragma GCC visibility pop
#endif
