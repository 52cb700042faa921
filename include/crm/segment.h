/* segment.h - clients by classes and segments: who is worth what, who is neglected, which market promises most */
#ifndef CRM_SEGMENT_H
#define CRM_SEGMENT_H

#include "classes.h"
#include "sum.h"

#pragma GCC visibility push(default)

/*
 * What each bought: how many orders, for how much, the day of the last.  Those of the base are clients by their
 * numbers: orders in the policy's currency of a period (days as stored; NULL: no limit), less what was sent back, without
 * quotes and what was cancelled.  Those of elsewhere are added by name, and are their places in it.  Zero-initialise.
 */
struct crm_buyer { int64_t who, orders, amount, last; };
struct crm_buyers {
	struct crm_buyer *v;
	size_t n, cap;
	const char **name;                       /* of those added by name; NULL: of the base */
	struct crm_map place;
	struct crm_arena arena;
};
int crm_buyers_read(struct crm *, const char *from, const char *to, struct crm_buyers *, struct crm_err *);
void crm_buyers_add(struct crm_buyers *, const char *name, size_t n, int64_t day, int64_t amount);
void crm_buyers_free(struct crm_buyers *);

/* How clients are classed.  Columns are id (of clients of the base), name, class, then what made it. */
struct crm_classing {
	const char *by;                          /* abc, rfm, matrix */
	struct crm_expr *where;                  /* which clients; NULL: all */
	const char *from, *to;                   /* of the orders, as stored */
	int64_t day;                             /* from which days are counted */
	const char *value;                       /* abc: a field of the client; NULL: what it ordered */
	const char *attractive, *position;       /* matrix: "field:weight[:zero..ten],..." */
	struct crm_buyers *buyers;               /* instead of the base's, or NULL */
};
/* *about says how many are in each class, and by which edges. */
int crm_classify(struct crm *, const struct crm_classing *, struct crm_grid *, struct crm_buf *about,
    struct crm_err *);
/*
 * Inside crm_work(): writes the classes of a grid into a field of the clients; those that pass `where` and are in no
 * class have it emptied.  each: of those that it changed.
 */
int crm_classes_keep(struct crm *, const struct crm_grid *, const struct crm_expr *where, const char *field,
    void (*each)(void *, const struct crm_rec *old, const struct crm_rec *), void *, struct crm_err *);
/* Clients whose field is another than before a day, by the journal; day NULL: than before it was last written. */
int crm_classes_moved(struct crm *, const char *field, const char *day, struct crm_grid *, struct crm_err *);

/*
 * Clients of the segments (none: of all that have a scheme) whom nobody was in touch with for more days than the scheme
 * says, on its channel; those never, since they were recorded.  Longest first.
 */
int crm_segment_gaps(struct crm *, const int64_t *segment, size_t n, struct crm_grid *, struct crm_err *);
/*
 * Each segment as a market: clients, what they bought within a year, our share of the size, how many of all deals closed
 * there were won, and the promise: the market after a year's growth, less what is ours now, by the win rate.  The most first.
 */
int crm_segment_market(struct crm *, struct crm_grid *, struct crm_err *);

#pragma GCC visibility pop
#endif
