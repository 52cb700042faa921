/* policy.h - the rules of the house: one YAML document, kept in the base */
#ifndef CRM_POLICY_H
#define CRM_POLICY_H

#include "model.h"
#include "time.h"

#pragma GCC visibility push(default)

enum crm_stage_kind { CRM_STAGE_OPEN, CRM_STAGE_WON, CRM_STAGE_LOST };

/* A place in the pipeline.  rots: days in it, and days untouched, until a deal rots; 0 never. */
struct crm_stage {
	const char *name, *help, *gate, *forecast;       /* gate: deal filter or NULL; forecast: category */
	enum crm_stage_kind kind;
	int64_t probability;                     /* basis points */
	int64_t rots;                            /* days */
};

struct crm_words { const char *entity, *field; const char *const *values; };   /* allowed words of a field */
struct crm_custom { const char *entity; struct crm_field field; };
/* what a brief calls missing; when: or NULL */
struct crm_need { const char *entity, *when; const char *const *fields; };

/* A follow-up rule: each record of `entity` that passes `when` gets one follow-up, once per situation. */
struct crm_rule {
	const char *name, *entity, *when;
	const char *what, *kind, *priority, *to; /* to: a path to a user ("owner", "client.owner") or a login */
	const char *due;                         /* as typed: "+2d"; these five have defaults and are never NULL */
	const char *again;   /* path whose value makes the situation a new one ("last_contact"), or NULL */
};

/*
 * Business time: the clock of service.  A span of a day is from..to in minutes after midnight, to at most
 * 1440; those of a day are in order and do not overlap.  Days are counted from Monday; no zone is UTC.
 */
struct crm_span_of_day { int from, to; };
struct crm_hours {
	const struct crm_zone *zone;
	const struct crm_span_of_day *day[7];
	size_t nday[7];
	const int64_t *holiday;   size_t nholiday;       /* days as of crm_read_date, ascending */
};

/* How soon a case is answered and solved, in seconds of
 * business time; the first that matches counts.  NULL is any. */
struct crm_service { const char *kind, *severity; int64_t respond, resolve; };

/* What a role may decide alone: a discount in basis points, a contract's value, credit, loyalty points. */
enum { CRM_UNLIMITED = -1 };
struct crm_limit { const char *role; int64_t discount, contract, credit, points; };

/* A tier of loyalty: from this much spent on, `per` earns a point. */
struct crm_tier { const char *name; int64_t from, per; };

/* What a signal says for a client, or below 0 against it; a veto decides alone. */
struct crm_signal { const char *name; int64_t weight; unsigned veto; };

/* Where a text of the policy stood in its document, for complaints about it. */
struct crm_place { const char *text; unsigned line; };

/* Money is in minor units of the policy's currency. */
struct crm_policy {
	const char *name;                        /* of the document: "policy.yaml" */
	const struct crm_place *place;    size_t nplace;
	const char *country, *currency;
	const struct crm_stage *stage;    size_t nstage;
	const struct crm_words *words;    size_t nwords;
	const struct crm_custom *custom;  size_t ncustom;
	const struct crm_named *named;    size_t nnamed;
	const struct crm_need *need;      size_t nneed;
	const struct crm_rule *rule;      size_t nrule;
	int64_t lease;                           /* seconds a reminder is claimed for */
	int64_t neglected;                       /* days without contact until a client is neglected */
	struct crm_hours hours;
	const struct crm_service *service; size_t nservice;
	int64_t price_rounding;                  /* a computed price is a multiple of this; at least 1 */
	int64_t min_margin;                      /* over cost, in basis points, that a price needs no approval for */
	const struct crm_limit *limit;    size_t nlimit;
	int64_t over_delivery;                   /* basis points that may be delivered beyond what was ordered */
	int64_t warn;                            /* days before its promise that an unfinished order warns */
	const int64_t *remind;            size_t nremind;   /* days before a contract's notice or end, descending */
	int64_t introductions_due;               /* days: usual term of a referral clause */
	int64_t point_per, point_value;          /* money that earns a point, 0 none does; what one is worth */
	int64_t point_expires;                   /* days; 0 never */
	const struct crm_tier *tier;      size_t ntier;     /* ascending, the first from 0 */
	const char *const *consent_needed;       /* channels that need a granted consent, NULL-terminated */
	const char *const *bases;                /* of a client, that stand for consent; likewise */
	int64_t quiet;                           /* days between two approaches by campaigns; 0 off */
	const struct crm_signal *signal;  size_t nsignal;   /* none: the usual ones */
	int64_t promising, unprofitable;         /* sums of weights from which, and down to which, a client is so */
	int64_t alive, gone;                     /* chances, in basis points, above and below which a client is so */
	struct crm_arena arena;
};

/* The text a new base starts with: valid, and commented to teach. */
extern const char crm_policy_default[];
/*
 * Reads a policy; every complaint names line and key ("policy.yaml:12: stages[2].probability: ...") and is
 * CRM_CONFIG.  Aliases, tags, unknown and repeated keys and documents over 1 MiB are refused.  Structure
 * only: filters, paths and defaults are checked by crm_policy_check() against the schema made from it.  On
 * failure *out is empty.
 */
int crm_policy_parse(struct crm_policy *out, const char *name, const char *text, size_t n, struct crm_err *);
int crm_policy_check(const struct crm_policy *, const struct crm_schema *, const struct crm_ctx *,
    struct crm_err *);
void crm_policy_free(struct crm_policy *);
/* or NULL */
const struct crm_stage *crm_policy_stage(const struct crm_policy *, const char *name, size_t n);

#pragma GCC visibility pop
#endif
