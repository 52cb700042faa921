/* reliable.c - whether to trust a client: how it pays, whether it can, and what else speaks for and against it */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/foresight.h"

enum { PAID_LEAST = 3, YEAR = 365 };

/* Days beyond the terms, and the index that they stand for. */
static const struct { double days, index; } anchors[] = {
	{ -30, 100 }, { -20, 90 }, { 0, 80 }, { 15, 70 }, { 22, 60 }, { 30, 50 }, { 60, 40 }, { 90, 30 }, { 120, 20 },
};
enum { ANCHORS = sizeof anchors / sizeof *anchors };

double
crm_paydex(double days)
{
	int i = 1;

	if (days <= anchors[0].days)
		return anchors[0].index;
	while (i < ANCHORS && days > anchors[i].days)
		i++;
	if (i == ANCHORS)
		return anchors[ANCHORS - 1].index;
	return anchors[i - 1].index + (days - anchors[i - 1].days) / (anchors[i].days - anchors[i - 1].days)
	    * (anchors[i].index - anchors[i - 1].index);
}

int64_t
crm_payment_index(const struct crm_paid *v, size_t n)
{
	double sum = 0, money = 0;

	for (size_t i = 0; i < n; i++) {
		sum += (double)v[i].amount * crm_paydex((double)v[i].days);
		money += (double)v[i].amount;
	}
	return n < PAID_LEAST || money <= 0 ? -1 : (int64_t)floor(sum / money + .5);
}

double
crm_altman(const struct crm_figures *f)
{
	double assets = (double)f->assets, liabilities = (double)f->liabilities;

	if (assets <= 0 || liabilities <= 0)
		return NAN;
	return 3.107 * (double)f->ebit / assets + 0.998 * (double)f->sales / assets
	    + 0.420 * (double)f->equity / liabilities + 0.717 * (double)f->working_capital / assets
	    + 0.847 * (double)f->retained / assets;
}

const char *
crm_altman_zone(double z)
{
	return z > 2.9 ? "safe" : z >= 1.23 ? "grey" : "distress";
}

/*
 * A signal that the books themselves give: the words that tell of it, in the arena, or NULL where it does not
 * hold.
 */
typedef const char *holds(const struct crm_conduct *, struct crm_arena *);

static const char *
no_registration(const struct crm_conduct *c, struct crm_arena *a)
{
	(void)a;
	return !c->person && !c->registered ? "neither a number in the trade register nor one for VAT" : NULL;
}

static const char *
free_mail(const struct crm_conduct *c, struct crm_arena *a)
{
	(void)a;
	return !c->person && c->mails > 0 && c->free_mails == c->mails ? "only addresses that anybody may have" : NULL;
}

static const char *
credit_first(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->credit_first <= 0 || c->orders > 2 ? NULL
	    : crm_sprintf(a, "%lld days of credit at the first order", (long long)c->credit_first);
}

static const char *
changed_contact(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->left == 0 ? NULL : crm_sprintf(a, "%lld of those we knew left within a year", (long long)c->left);
}

static const char *
returned_mail(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->held == 0 ? NULL : crm_sprintf(a, "mail to %lld address%s comes back", (long long)c->held,
	    c->held == 1 ? "" : "es");
}

static const char *
index_within(const struct crm_conduct *c, struct crm_arena *a, int64_t lo, int64_t hi)
{
	int64_t index = crm_payment_index(c->paid, c->npaid);

	return index < lo || index > hi ? NULL
	    : crm_sprintf(a, "payment index %lld of %zu payments", (long long)index, c->npaid);
}

static const char *
pays_promptly(const struct crm_conduct *c, struct crm_arena *a)
{
	return index_within(c, a, 80, 100);
}

static const char *
pays_late(const struct crm_conduct *c, struct crm_arena *a)
{
	return index_within(c, a, 50, 69);
}

static const char *
pays_badly(const struct crm_conduct *c, struct crm_arena *a)
{
	return index_within(c, a, 0, 49);
}

static const char *
overdue(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->overdue <= 30 ? NULL : crm_sprintf(a, "a payment is %lld days overdue", (long long)c->overdue);
}

static const char *
over_limit(const struct crm_conduct *c, struct crm_arena *a)
{
	(void)a;
	return c->over_limit ? "owes more than its credit limit" : NULL;
}

static const char *
complaints_lost(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->rejected < 2 ? NULL : crm_sprintf(a, "%lld of its complaints were rejected", (long long)c->rejected);
}

static const char *
buys_again(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->orders < 3 ? NULL : crm_sprintf(a, "%lld orders", (long long)c->orders);
}

static const char *
long_known(const struct crm_conduct *c, struct crm_arena *a)
{
	return c->known < 3 * YEAR ? NULL : crm_sprintf(a, "a client for %lld years", (long long)(c->known / YEAR));
}

static const char *
in_zone(const struct crm_conduct *c, struct crm_arena *a, const char *zone)
{
	double z = c->figures != NULL ? crm_altman(c->figures) : NAN;

	return isnan(z) || strcmp(crm_altman_zone(z), zone) != 0 ? NULL
	    : crm_sprintf(a, "Altman Z' %.2f of %lld", z, (long long)c->figures->year);
}

static const char *solvent(const struct crm_conduct *c, struct crm_arena *a) { return in_zone(c, a, "safe"); }
static const char *strained(const struct crm_conduct *c, struct crm_arena *a) { return in_zone(c, a, "grey"); }
static const char *insolvent(const struct crm_conduct *c, struct crm_arena *a) { return in_zone(c, a, "distress"); }

/* Those without a function are recorded by people; more may be named in the policy. */
static const struct { struct crm_signal usual; holds *holds; } signals[] = {
	{ { "no_registration", -10, false }, no_registration },
	{ { "free_mail", -5, false }, free_mail },
	{ { "credit_first", -5, false }, credit_first },
	{ { "changed_contact", -5, false }, changed_contact },
	{ { "returned_mail", -10, false }, returned_mail },
	{ { "pays_promptly", 20, false }, pays_promptly },
	{ { "pays_late", -20, false }, pays_late },
	{ { "pays_badly", -40, false }, pays_badly },
	{ { "overdue", -20, false }, overdue },
	{ { "over_limit", -15, false }, over_limit },
	{ { "complaints_lost", -10, false }, complaints_lost },
	{ { "buys_again", 10, false }, buys_again },
	{ { "long_known", 10, false }, long_known },
	{ { "solvent", 15, false }, solvent },
	{ { "strained", -10, false }, strained },
	{ { "insolvent", -40, false }, insolvent },
	{ { "refuses_contract", -20, false }, NULL },
	{ { "bad_press", -15, false }, NULL },
	{ { "good_reference", 15, false }, NULL },
	{ { "bankrupt", -100, true }, NULL },
	{ { "fraud", -100, true }, NULL },
};
enum { SIGNALS = sizeof signals / sizeof *signals };

const struct crm_signal *
crm_signal_usual(size_t i)
{
	return i < SIGNALS ? &signals[i].usual : NULL;
}

const struct crm_signal *
crm_signal_of(const struct crm_policy *p, const char *name)
{
	const struct crm_signal *s;

	if (p->nsignal == 0) {
		for (size_t i = 0; (s = crm_signal_usual(i)) != NULL; i++)
			if (strcmp(s->name, name) == 0)
				return s;
		return NULL;
	}
	for (s = p->signal; s < p->signal + p->nsignal; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

size_t
crm_signals(const struct crm_policy *p, const struct crm_conduct *c, struct crm_reason **out, struct crm_arena *a)
{
	struct crm_reason *v = *out = crm_alloc(a, SIGNALS * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < SIGNALS; i++) {
		const struct crm_signal *s = crm_signal_of(p, signals[i].usual.name);
		const char *what = s != NULL && signals[i].holds != NULL ? signals[i].holds(c, a) : NULL;

		if (what != NULL && (s->weight != 0 || s->veto))
			v[n++] = (struct crm_reason){ s->name, what, s->weight, s->veto };
	}
	return n;
}

/* A veto first, then what weighs most, for or against. */
static int
heaviest_first(const void *x, const void *y)
{
	const struct crm_reason *a = x, *b = y;
	int64_t wa = llabs(a->weight), wb = llabs(b->weight);

	return a->veto != b->veto ? b->veto - a->veto : wa != wb ? (wa < wb) - (wa > wb) : strcmp(a->name, b->name);
}

const char *const crm_verdicts[] = { "promising", "careful", "unprofitable", NULL };

const char *
crm_reliable(const struct crm_policy *p, struct crm_reason *v, size_t n, int64_t *points)
{
	bool veto = false;

	*points = 0;
	if (n > 0)
		qsort(v, n, sizeof *v, heaviest_first);
	for (size_t i = 0; i < n; i++) {
		*points += v[i].weight;
		veto |= v[i].veto;
	}
	return crm_verdicts[veto || *points <= p->unprofitable ? 2 : *points >= p->promising ? 0 : 1];
}
