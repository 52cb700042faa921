/* price.h - the price that holds for a client, why, and who may go below it */
#ifndef CRM_PRICE_H
#define CRM_PRICE_H

#include "core.h"
#include "rules.h"

#pragma GCC visibility push(default)

/* What a price is asked of; the quantity is at least 1. */
struct crm_price_ask {
	int64_t client;                          /* 0: anybody */
	int64_t product, quantity;
	int64_t contract;                        /* 0: any of the client's that is in force */
	int64_t campaign;                        /* besides those that the client is in; 0: none */
	int64_t day;
};
/*
 * The price by the terms: those of the client's signed contracts, its own and its group's, its class's and
 * segments', those of its campaigns running that day, those for everybody; else the list.  Texts live in the
 * arena.  CRM_NO: no such product or client, or a contract of others; CRM_DATA: see crm_price_choose().
 */
int crm_price(struct crm *, const struct crm_price_ask *, struct crm_price *, struct crm_arena *,
    struct crm_err *);
/*
 * Whether who acts may give this price of a unit instead: it is not below what holds, or its discount against
 * the list is within his limit and its margin over cost not below the policy's, or it was approved.
 * CRM_NOPERM says why not.  Who is no user of the base has no limit.
 */
int crm_price_may(struct crm *, const struct crm_price_ask *, int64_t price, struct crm_err *);

#pragma GCC visibility pop
#endif
