/* loyalty.h - points and what becomes of them; bonuses that contracts promise */
#ifndef CRM_LOYALTY_H
#define CRM_LOYALTY_H

#include "rules.h"
#include "sum.h"

#pragma GCC visibility push(default)

/*
 * Points are kept in a ledger.  An entry gives them to a client, until a last day; what takes points away
 * names the entry that it takes them from: those that expire soonest first.  The functions of this section
 * run inside crm_work(); the entries that they made are in booked->id, in the arena.
 */
struct crm_booked { int64_t *id; size_t n; struct crm_arena *arena; };
/*
 * Books, as of a day (CRM_DATA when it lies ahead), what is not booked yet: for orders in the policy's
 * currency that were delivered whole by then, what they earned; for those that were cancelled, or sent back in
 * part, since, what they earned too much, unless it had expired; of entries whose last day is over, the rest.
 */
int crm_points_run(struct crm *, int64_t day, struct crm_booked *, struct crm_err *);
/*
 * Takes points for what they are worth, *money in the policy's currency; `order`, if not 0, is paid that much
 * by a payment whose note is "points".  CRM_DATA when the client has fewer or the order owes less, CRM_NOPERM
 * when they are more than who acts may take.
 */
int crm_points_redeem(struct crm *, int64_t client, int64_t points, int64_t order, const char *note,
    struct crm_booked *, int64_t *money, struct crm_err *);
/* Gives points by hand, or takes them when below 0; refuses as above. */
int crm_points_adjust(struct crm *, int64_t client, int64_t points, const char *note, struct crm_booked *,
    struct crm_err *);

/* How a client stands: points, how many expire next and when (CRM_NEVER), what was spent, its tier and the
 * next; NULL where there is none. */
struct crm_standing {
	int64_t points, expiring, expires, spent;
	const struct crm_tier *tier, *next;
};
int crm_points_standing(struct crm *, int64_t client, struct crm_standing *, struct crm_err *);
/* The client's ledger from a day on, with what it had after each entry. */
int crm_points_statement(struct crm *, int64_t client, int64_t since, struct crm_grid *, struct crm_err *);
/* The clients whose tier is another than by the orders placed until the end of a day. */
int crm_tier_moves(struct crm *, int64_t day, struct crm_grid *, struct crm_err *);

/*
 * A bonus is what a contract gives back on the turnover of a period: that of its orders or, where none names
 * it, of all its client's.  Rows: one for each contract, period and product line that has steps.  The period
 * is the last that has ended, or the one that a day lies in, as far as the contract was in force.  Without
 * contracts (n 0): all that are or were in force.  CRM_DATA when two steps begin at the same turnover.
 */
#define CRM_LAST_ENDED INT64_MIN
int crm_bonuses(struct crm *, const int64_t *contract, size_t n, int64_t day, struct crm_grid *,
    struct crm_err *);
/* Inside crm_work(): a follow-up for the owner of each whose period has ended and that comes to something,
 * unless it was planned before; their ids are in the arena. */
int crm_bonuses_plan(struct crm *, const int64_t *contract, size_t n, int64_t day, struct crm_booked *,
    struct crm_err *);

#pragma GCC visibility pop
#endif
