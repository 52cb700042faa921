/* foresight.h - scores of deals and clients, as the trade's literature has them: pure, like rules.h */
#ifndef CRM_FORESIGHT_H
#define CRM_FORESIGHT_H

#include "rules.h"

#pragma GCC visibility push(default)

/*
 * Lead scoring (Odoo "Predictive lead scoring"): naive Bayes over what leads have in common, their stage and their
 * traits.  A frequency is how many with a value were won and lost, by team; a lead of a team that none was
 * learned from, or of none, is judged by all teams together.  Tags count once 50 leads had them.
 */
#define CRM_STAGE "stage"
#define CRM_TAG "tag"
struct crm_trait { const char *variable, *value; };
struct crm_lead { const char *team; int64_t stage; const struct crm_trait *trait; size_t n; };   /* stage: place, -1 none */
struct crm_freq {
	const char *team, *variable, *value;
	double won, lost;                        /* each 0.1 more than there were */
	int64_t of_team, of_variable, of_value;  /* its own */
};
struct crm_bayes {
	const char *const *stage; size_t nstage; /* borrowed, in order, the last that of what is won */
	struct crm_freq *row; size_t n;
	struct crm_map name, place;
	struct crm_arena arena;
};
void crm_bayes_begin(struct crm_bayes *, const char *const *stage, size_t nstage);
void crm_bayes_end(struct crm_bayes *);
/* A lead was closed; and opened again. */
void crm_bayes_learn(struct crm_bayes *, const struct crm_lead *, bool won);
void crm_bayes_unlearn(struct crm_bayes *, const struct crm_lead *, bool won);
const struct crm_freq *crm_bayes_row(const struct crm_bayes *, const char *team, const char *variable,
    const char *value);                              /* NULL: never seen */
/* A value's part in a score: its counts and its variable's; score is its chance by itself, 0 to 1. */
struct crm_factor { const char *variable, *value; double won, all_won, lost, all_lost, score; };
struct crm_chance { int64_t chance; double won, lost; struct crm_factor *factor; size_t n; };    /* basis points */
/* 0.01 to 99.99 %; 100 in the last stage, 0 without one.  False: nothing was won, or lost, to learn from. */
bool crm_bayes_score(const struct crm_bayes *, const struct crm_lead *, struct crm_chance *, struct crm_arena *);

/*
 * Points (HubSpot "lead scoring": fit and engagement kept apart, engagement decaying).  Fit, at most 40: e-mail
 * known 10, telephone 5, who decides 15, recommended to us 10.  Nearness, at most 60: contacts, 10 for each of theirs
 * and 4 for each of ours, halved every 30 days; 5 for each need told, up to 4.
 */
struct crm_prospect { bool email, phone, decider, referred; double contacts; int64_t needs; };
double crm_decayed(double points, double age, double half_life);
int64_t crm_prospect_points(const struct crm_prospect *, int64_t *fit, int64_t *near);

/*
 * Who buys when they please (Fader, Hardie, Lee 2005, "Counting your customers the easy way": BG/NBD).  Of a client:
 * how often it bought again, a day counting once; the weeks from its first purchase to its last and to now; the mean
 * money of the repeats; `like` clients have that history.  Merged histories are sorted, as the likelihood wants.
 */
struct crm_buyer { double repeats, last, age, mean, like; };
struct crm_bgnbd { double r, alpha, a, b; };
size_t crm_buyers_merge(struct crm_buyer *, size_t n);       /* by history; the money of one stays */
double crm_bgnbd_ln(const struct crm_bgnbd *, const struct crm_buyer *, size_t n);       /* log-likelihood */
double crm_bgnbd_alive(const struct crm_bgnbd *, const struct crm_buyer *);      /* 1 for who never bought again */
double crm_bgnbd_expect(const struct crm_bgnbd *, const struct crm_buyer *, double weeks);
/* What an order is worth (Fader, Hardie 2013, "The Gamma-Gamma model"); NAN when the mean is not finite. */
struct crm_gamma_gamma { double p, q, v; };
double crm_gamma_gamma_ln(const struct crm_gamma_gamma *, const struct crm_buyer *, size_t n);
double crm_gamma_gamma_mean(const struct crm_gamma_gamma *, const struct crm_buyer *);
/* The money of the next three years, discounted by a yearly rate. */
double crm_lifetime(const struct crm_bgnbd *, const struct crm_gamma_gamma *, const struct crm_buyer *, double rate);

/*
 * How a client pays (D&B PAYDEX): 100 a month early, 80 in time, 50 a month late, linear between its anchors; the
 * mean of payments, weighed by their money.  -1: of fewer than 3.
 */
struct crm_paid { int64_t amount, days; };                   /* days beyond the terms; below 0 early */
double crm_paydex(double days);
int64_t crm_payment_index(const struct crm_paid *, size_t n);
/* Solvency (Altman 1983, Z' of private firms): above 2.9 safe, below 1.23 distress; NAN where a figure lacks. */
struct crm_figures { int64_t year, ebit, assets, sales, equity, liabilities, working_capital, retained; };
double crm_altman(const struct crm_figures *);
const char *crm_altman_zone(double z);

/* What the books tell of a client's conduct. */
struct crm_conduct {
	bool person, registered, over_limit;
	int64_t mails, free_mails;
	int64_t credit_first;                    /* days of credit that the first order was given */
	int64_t left, held, rejected;            /* people who left in a year; addresses on hold; complaints */
	int64_t overdue;                         /* days, of the oldest payment that is due */
	int64_t orders, known;                   /* known: days since the first order */
	const struct crm_paid *paid; size_t npaid;
	const struct crm_figures *figures;       /* the last year's, or NULL */
};
struct crm_reason { const char *name, *what; int64_t weight; bool veto; };
/* The signals known without a policy, NULL after the last; what the policy makes of one, NULL if it knows none so. */
const struct crm_signal *crm_signal_usual(size_t i);
const struct crm_signal *crm_signal_of(const struct crm_policy *, const char *name);
/* Those that hold of a conduct. */
size_t crm_signals(const struct crm_policy *, const struct crm_conduct *, struct crm_reason **, struct crm_arena *);
/* promising, careful or unprofitable, by the sum of the weights and a veto; puts the heaviest reason first. */
extern const char *const crm_verdicts[];
const char *crm_reliable(const struct crm_policy *, struct crm_reason *, size_t n, int64_t *points);

#pragma GCC visibility pop
#endif
