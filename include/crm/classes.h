/* classes.h - in which class somebody is by what was bought, or by factors that were scored */
#ifndef CRM_CLASSES_H
#define CRM_CLASSES_H

#include "base.h"

#pragma GCC visibility push(default)

/*
 * ABC: who has the most comes first, of equals the lower number.  A are those before whom less than 80 % of it all is had,
 * B those before whom less than 95 % is, C the rest and whoever has nothing, or less; so the biggest is an A, however big.
 * v comes to stand in that order; share and before are parts of what those above 0 have.
 */
struct crm_abc { int64_t who, value; double share, before; const char *class; };
void crm_abc(struct crm_abc *v, size_t n);

/*
 * RFM: how many days ago, how often, how much (in whole units of the currency).  Each is scored 1 to 5, 5 the best: the
 * edges are its least, its type-7 quantiles at 20, 40, 60 and 80 %, each and the most + 1; a score's values begin at its
 * edge and end below the next.  The class is the first whose ranges hold the three, else "Others".
 */
enum { CRM_R, CRM_F, CRM_M, CRM_RFM };
enum { CRM_SCORES = 5 };
struct crm_rfm { int64_t who; double v[CRM_RFM]; int score[CRM_RFM]; const char *class; };
struct crm_rfm_edges { double at[CRM_RFM][CRM_SCORES + 1]; };
void crm_rfm(struct crm_rfm *v, size_t n, struct crm_rfm_edges *);
const char *crm_rfm_class(const int score[CRM_RFM]);

/*
 * Attractiveness by position, each a mean of scores from 0 to 10 by their weights, high from 5 on (McDonald,
 * Woodburn: key customers): strategic, both high; star, attractive but ours only in part; status, the reverse;
 * streamline, neither.  A factor whose value is no score says by which values 0 and 10 are meant.
 */
struct crm_factor { double weight, zero, ten; };
double crm_factor_score(const struct crm_factor *, double value);
const char *crm_matrix_class(double attractiveness, double position);

/*
 * The health of a key account: 100 points less what speaks against it, never below 0.  Reasons are appended,
 * "-20 late orders: 2, -10 no decider known".  good from 75 on, watch from 50, else risk.
 */
struct crm_account {
	const char *verdict;                     /* of its reliability; NULL: none */
	bool has_alive, has_trend;
	int64_t alive, trend;                    /* chance that it still is a client; how much more it buys: basis points */
	int64_t late_orders, open_cases, breached, late_goals;
	int64_t idle, neglected;                 /* days since the last contact, and those allowed; 0: any */
	bool decider;                            /* we know who decides */
};
int crm_health(const struct crm_account *, struct crm_buf *why);
const char *crm_health_class(int points);

/* NULL-terminated, the best first. */
extern const char *const crm_abc_classes[], *const crm_rfm_classes[], *const crm_matrix_classes[];

#pragma GCC visibility pop
#endif
