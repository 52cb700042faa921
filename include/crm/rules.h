/* rules.h - the trade: rows and records in, a verdict out; now is an argument */
#ifndef CRM_RULES_H
#define CRM_RULES_H

#include "model.h"
#include "policy.h"

#pragma GCC visibility push(default)

/* round-half-up share: value * basis points / 10000 (a deal's
 * weighted value; Odoo prorated_revenue, EspoCRM). */
int64_t crm_weighted(int64_t value, int64_t basis_points);
/* won / (won + lost) in basis points, -1 when both are 0. */
int64_t crm_rate(int64_t won, int64_t lost);

/*
 * Forecast category of a stage or as overridden on the deal: pipeline, best_case, commit, closed, omitted.
 * Cumulative rollup (Salesforce "Forecast rollup"): commit = commit + closed; best_case adds best_case;
 * pipeline = pipeline + best_case + commit.  In and out in the order closed, commit, best_case, pipeline:
 * singles 50/100/150/200 give 50/150/300/450.
 */
enum { CRM_FC_CLOSED, CRM_FC_COMMIT, CRM_FC_BEST, CRM_FC_PIPELINE, CRM_FC_OMITTED, CRM_FC_N };
extern const char *const crm_fc_name[];
int crm_fc_of(const struct crm_stage *, const char *override);
void crm_fc_cumulate(const int64_t single[CRM_FC_N], int64_t cumulative[CRM_FC_N]);

/* Sales velocity: open x win rate x average won value / cycle
 * days; money a day, minor units; -1 unknown when cycle is 0. */
double crm_velocity(int64_t open, double win_rate, double avg_value, double cycle_days);

/* Rotting: strictly more than the stage's days, by each clock;
 * bit 1 idle since the last touch, bit 2 days in the stage. */
unsigned crm_rotting(const struct crm_stage *, int64_t idle_days, int64_t stage_days);

/* Quantile of sorted values, type 7 (Hyndman & Fan 1996): R's and NumPy's default. */
double crm_quantile(const double *sorted, size_t n, double q);
double crm_median(double *v, size_t n);                  /* sorts v; NAN when n is 0 */

/*
 * Business time.  crm_business_add gives the instant at which so many seconds of it, from 0, have passed since
 * start, which counts from the next opening when it is outside the hours; the last second of 9999 when they never
 * suffice.  crm_business_between gives the seconds of it between two instants; 0 when `to` is not after `from`.
 */
int64_t crm_business_add(const struct crm_hours *, int64_t start, int64_t seconds);
int64_t crm_business_between(const struct crm_hours *, int64_t from, int64_t to);
/* Whether the house is open at all on a day. */
bool crm_business_day(const struct crm_hours *, int64_t day);

/*
 * A period of a contract: "30d", "2w", "3m", "1y", or "10bd", business days.  Months and years are the calendar's: what
 * a month lacks of days is its last.  crm_period_from goes so many times as far from a day, back when below 0.
 */
enum crm_period_unit { CRM_PERIOD_DAYS, CRM_PERIOD_WEEKS, CRM_PERIOD_MONTHS, CRM_PERIOD_YEARS, CRM_PERIOD_BUSINESS };
struct crm_period { int n; enum crm_period_unit unit; };
bool crm_period_read(const char *p, size_t n, struct crm_period *);
void crm_period_put(struct crm_buf *, const struct crm_period *);
int64_t crm_period_from(const struct crm_hours *, const struct crm_period *, int64_t day, int times);
/*
 * The last day of the first term that ends after the day `after`.  Terms are counted from the start, so that what
 * began on a month's last day does not wander; when `after` ends none of them, one more is counted from it.
 */
int64_t crm_period_end(const struct crm_hours *, const struct crm_period *, int64_t starts, int64_t after);
/* How long it is from the first to the last day: whole months when it is that. */
struct crm_period crm_period_between(int64_t starts, int64_t ends);
/* The same of many pairs that lie far apart: what each day has is added up once.  Begins with its hours set. */
struct crm_meter { const struct crm_hours *hours; int64_t first, *sum; size_t n; };
int64_t crm_meter_between(struct crm_meter *, int64_t from, int64_t to);
void crm_meter_free(struct crm_meter *);

/*
 * A step: a verb takes a record from a state to a state; what no edge allows is refused.  Of contracts: Salesforce
 * "Contract statuses", with the difference that ended and terminated are told apart.  Of cases: ISO 10002:2018,
 * clause 7, a rejected decision staying open until it is escalated, closed or withdrawn.  An objection is answered,
 * again if need be, until it is settled.
 */
struct crm_edge { const char *from, *verb, *to; };
/* Each ends with a NULL from. */
extern const struct crm_edge crm_contract_edges[], crm_case_edges[], crm_objection_edges[];
const struct crm_edge *crm_edge_find(const struct crm_edge *, const char *from, const char *verb);   /* or NULL */
/* The verbs that lead on from a state, "approve, reject, cancel", or "nothing". */
void crm_edges_from(const struct crm_edge *, const char *from, struct crm_buf *);

/* The service that a case of this kind and severity is promised: the first that matches, or NULL. */
const struct crm_service *crm_service_of(const struct crm_policy *, const char *kind, const char *severity);
/* What a role may decide alone.  Never NULL: a role the policy does not name has no limits. */
const struct crm_limit *crm_limit_of(const struct crm_policy *, const char *role);
/* Whether a limit lets so much pass. */
bool crm_within(int64_t limit, int64_t v);
/* The tier reached by who has spent so much; NULL where there are none. */
const struct crm_tier *crm_tier_of(const struct crm_policy *, int64_t spent);

/*
 * Loyalty (ERPNext "Loyalty Program").  The money that earns a point is that of the tier reached by what was
 * spent before and this order together.  An order earns whole points, on its total less what was paid by points
 * and what was sent back.
 */
int64_t crm_point_per(const struct crm_policy *, int64_t spent_before, int64_t order);
int64_t crm_points_earned(int64_t total, int64_t redeemed, int64_t returned, int64_t per);
/*
 * An entry of the ledger has points left until the end of its last day.  crm_points_take spreads points over
 * entries: those that expire soonest first, of these the oldest.  The entries come to stand in that order; the
 * result is what they could not give.
 */
#define CRM_NEVER INT64_MAX
struct crm_points_entry { int64_t id, at, expires, left, take; };
int64_t crm_points_take(struct crm_points_entry *, size_t n, int64_t points);
/*
 * A bonus on turnover, by steps that ascend.  Marginal: each slice at the rate of its step; whole: all of it
 * at the rate of the highest step reached.  part and bonus, rounded half up, tell what each step gave; the
 * result is their sum.
 */
struct crm_bonus_step { int64_t id, threshold, rate, part, bonus; };
int64_t crm_bonus(struct crm_bonus_step *, size_t n, int64_t turnover, bool whole);

/*
 * Prices.  A term is a special price that may concern the question asked.  The first that holds is taken: by
 * rank, then the client's own before its group's, a product's before a line's before one for all, the larger
 * quantity, the higher priority; two that are still equal are an error.  A term's price is fixed, or a
 * formula: base + markup - discount, rounded half up to a multiple, + surcharge, kept within its margins.
 * The formula is that of Odoo's pricelist item; markup before discount and the refusal of equals are those of
 * ERPNext's pricing rule.
 */
enum crm_rank {
	CRM_RANK_CONTRACT, CRM_RANK_CLIENT, CRM_RANK_CLASS, CRM_RANK_CAMPAIGN, CRM_RANK_QUANTITY,
	CRM_RANK_LIST,
};
extern const char *const crm_rank_name[];
enum crm_term_on { CRM_ON_PRODUCT, CRM_ON_LINE, CRM_ON_ALL };
struct crm_term {
	int64_t id;
	const char *name, *whose;                /* "t5"; "contract k1" */
	enum crm_rank rank;
	int level;                               /* how far above the client its client is, in their group */
	enum crm_term_on on;
	int64_t since, until;                    /* days, both within */
	int64_t quantity, priority;
	const char *barred;                      /* why it cannot hold, days and quantity aside; or NULL */
	const char *currency;                    /* of its money */
	bool fixed, on_cost, has_min, has_max;
	int64_t price, markup, discount, rounding, surcharge, min_margin, max_margin;
};
struct crm_pricing {
	const char *product, *currency;          /* "pr3" */
	bool has_list, has_cost;
	int64_t list, cost;                      /* of a unit */
	int64_t rounding;                        /* where a term says none */
	int64_t quantity, day;
};
/* One look at a term: what it did to the price, or why it was not taken. */
struct crm_price_step { int64_t term; const char *rank, *what; bool did; int64_t price; };
struct crm_price {
	int64_t price, list;                     /* of a unit, minor units; list 0 where there is none */
	const char *currency;
	int64_t term;                            /* that held; 0: the list */
	const char *why;                         /* in one line, for an order's */
	int64_t discount;                        /* against the list, basis points; 0: none */
	bool has_margin;
	int64_t margin;                          /* over cost, basis points */
	struct crm_price_step *step;
	size_t nstep;
};
/* What a price is below another, in basis points: rounded half up; and the least that, rounded, makes it. */
int64_t crm_discount_of(int64_t from, int64_t price);
int64_t crm_discount_least(int64_t from, int64_t price);
/* Texts live in the arena.  CRM_DATA: two equal terms, no price, a term that cannot be reckoned with. */
int crm_price_choose(const struct crm_pricing *, const struct crm_term *, size_t n, struct crm_price *,
    struct crm_arena *, struct crm_err *);

/*
 * Association rules (Agrawal, Imielinski, Swami 1993): who has this has that.  A basket is what one client
 * has.  Of n baskets: support is those with both, a count; confidence both / given; lift confidence / (item /
 * n), above 1 when the two come together more often than by chance.
 */
struct crm_pick { int64_t basket, item; };
struct crm_assoc { int64_t given, item, baskets, with_given, with_item, with_both; double confidence, lift; };
struct crm_baskets {
	struct crm_pick *v;  size_t n;           /* the caller's, doubles too; begin sorts them */
	int64_t baskets;
	/* its own: */
	int64_t *item, *with;  size_t nitem;
	uint32_t *at;                            /* of v, the place in item */
	struct crm_arena arena;
};
void crm_baskets_begin(struct crm_baskets *);
void crm_baskets_end(struct crm_baskets *);
/*
 * For each item that a basket lacks the best reason to add it: that of the highest confidence, then lift,
 * among those of lift above 1 that at least `least` baskets support.  The result, in the arena, has the best
 * first; of equals the lower item, given the lower.
 */
size_t crm_assoc_find(const struct crm_baskets *, int64_t basket, int64_t least, struct crm_assoc **,
    struct crm_arena *);

/* Whether anybody may have an address at this domain (gmail.com): it tells nothing of whose it is. */
bool crm_public_mail(const char *domain, size_t n);

/*
 * Whether somebody may be approached at an address on a channel, by what is known: the last word about the
 * two (granted, denied, withdrawn, hold; NULL: none), whether it held until a day that has passed, opt-outs
 * of the channel, the client's lawful basis.  The reason is appended either way: "consent granted
 * 2026-01-02", "opted out of email".
 */
struct crm_approach {
	const char *channel, *address;           /* address NULL: there is none */
	const char *said, *since, *until;        /* as stored */
	bool over, opted_out, left, away;
	const char *basis;
};
bool crm_approachable(const struct crm_policy *, const struct crm_approach *, struct crm_buf *why);

/* Whether a member of a campaign may go from one status to another; appends those it may go to: "sent,
 * failed". */
bool crm_member_may(const char *from, const char *to);
void crm_member_moves(const char *from, struct crm_buf *);

#pragma GCC visibility pop
#endif
