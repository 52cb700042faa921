/* score.h - what is foreseen of clients and deals, each score with its reason */
#ifndef CRM_SCORE_H
#define CRM_SCORE_H

#include "cohort.h"
#include "foresight.h"
#include "product.h"

#pragma GCC visibility push(default)

/* A score that may be kept with its date; what of it there is not is nothing. */
struct crm_score {
	int64_t client, deal;                    /* of one of them; 0: not */
	const char *kind, *verdict, *why;
	struct crm_val points, chance, amount;   /* whole, basis points, money of the policy's currency */
};
/* Scores and how they are shown, the best first.  Begins empty; texts live in the grid. */
struct crm_scores { struct crm_grid grid; struct crm_score *v; size_t n; };
void crm_scores_free(struct crm_scores *);
/* Inside work: each becomes a record of the ledger `score`. */
int crm_scores_keep(struct crm *, const struct crm_scores *, struct crm_err *);
/* Whose last score, of those since a day (INT64_MIN: ever), is another than the last before it. */
int crm_scores_changed(struct crm *, int64_t since, struct crm_grid *, struct crm_err *);

/* Whether clients are to be trusted, by the policy's signals. */
int crm_reliability(struct crm *, const struct crm_whom *, struct crm_scores *, struct crm_err *);

/*
 * The prospects of open deals.  What is learned from: deals that were opened on `since` or later.  Where they are
 * too few, or all won or lost, points take the place of chances.  With `explain` the grid has the factors.
 */
enum { CRM_LEARN_LEAST = 50 };
struct crm_learned { int64_t won, lost; bool points; };
int crm_prospects(struct crm *, const struct crm_whom *, int64_t since, bool explain, struct crm_learned *,
    struct crm_scores *, struct crm_err *);

/* A function of positive numbers, and what finds those where it is largest, from those that x begins with. */
typedef double crm_goal(const void *arg, const double *x);
typedef int crm_maximiser(crm_goal *, const void *arg, double *x, size_t n, double *best, struct crm_err *);

/*
 * Churn.  Purchases are the base's orders, or come from elsewhere; the client is then the number of a name.
 * They are sorted, and those after the day `at` left out.
 */
int crm_purchases(struct crm *, struct crm_purchase **, size_t *n, struct crm_err *);            /* malloc'd */
struct crm_churn {
	struct crm_purchase *v; size_t n;
	const char *const *name;                 /* of clients from elsewhere; NULL: they are the base's */
	int64_t at, weeks;                       /* as of that day; how far ahead */
	int64_t margin, rate;                    /* of a turnover, and discounted by the year, in basis points */
	/* results: */
	struct crm_bgnbd model; struct crm_gamma_gamma money;   /* money.p 0: of nobody is there enough */
	double ln, money_ln;                     /* log-likelihoods */
	int64_t clients, once, repeats;
};
/* CRM_NO when too few bought again to learn from. */
int crm_churn_fit(struct crm *, struct crm_churn *, crm_maximiser *, struct crm_err *);
/* After it.  Of purchases from elsewhere all clients are shown. */
int crm_churn_run(struct crm *, const struct crm_churn *, const struct crm_whom *, struct crm_scores *,
    struct crm_err *);

#pragma GCC visibility pop
#endif
