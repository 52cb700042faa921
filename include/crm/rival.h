/* rival.h - who else sells: what is known of them, where they meet us, who wins */
#ifndef CRM_RIVAL_H
#define CRM_RIVAL_H

#include "report.h"

#pragma GCC visibility push(default)

/* Rivals that are asked about: these, or with n 0 all. */
struct crm_rivals { const int64_t *id; size_t n; };

/*
 * For each rival the deals that were decided while it was in (a bid): won and lost, how many were lost to it,
 * won of all, and what they were worth in the policy's currency.  asked: which deals, when closed, by what path
 * of theirs; or by segment, the base's: a deal stands under each that its client is in.  The total counts a
 * deal once, however many rivals were in.
 */
int crm_won_lost(struct crm *, const struct crm_rivals *, const struct crm_asked *, struct crm_grid *,
    struct crm_err *);
/*
 * For each rival and product line where it meets us: deals whose product or needs are of the line, what was
 * seen of it there, and its prices: the last for each product, in percent of our list price, their mean.
 */
int crm_rival_matrix(struct crm *, const struct crm_rivals *, struct crm_grid *, struct crm_err *);
/* The same as a square: a column for each line, in it what one of the matrix's columns says, or open, won and
 * lost added up: deals. */
int crm_rival_square(struct crm *, const struct crm_rivals *, const char *what, struct crm_grid *,
    struct crm_err *);

/* What is known of a rival as a map: its goals, strengths, weaknesses, and what it means to us: opportunities,
 * threats.  all: also what holds no more, or not yet. */
int crm_swot(struct crm *, int64_t rival, bool all, struct crm_doc *, struct crm_err *);
/*
 * The battle card of a deal as a map: what we have (products, strengths, proof), each rival that is in it (its
 * record against us and why, what is known of it, its prices against ours for this client, the answers that
 * worked where it was in), the objections heard, and the best answers to their kind.
 */
int crm_battle_card(struct crm *, int64_t deal, struct crm_doc *, struct crm_err *);

#pragma GCC visibility pop
#endif
