/* policy.h - the rules of the house: one YAML document, kept in the base */
#ifndef CRM_POLICY_H
#define CRM_POLICY_H

#include "model.h"

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
struct crm_named { const char *name, *entity, *filter; };                      /* @name in filters */
struct crm_need { const char *entity, *when; const char *const *fields; };     /* what a brief calls missing; when: or NULL */

/* A follow-up rule: each record of `entity` that passes `when` gets one follow-up, once per situation. */
struct crm_rule {
	const char *name, *entity, *when;
	const char *what, *kind, *priority, *to; /* to: a path to a user ("owner", "client.owner") or a login */
	const char *due;                         /* as typed: "+2d"; these five have defaults and are never NULL */
	const char *again;                       /* path whose value makes the situation a new one ("last_contact"), or NULL */
};

/* Where a text of the policy stood in its document, for complaints about it. */
struct crm_place { const char *text; unsigned line; };

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
	struct crm_arena arena;
};

/* The text a new base starts with: valid, and commented to teach. */
extern const char crm_policy_default[];
/*
 * Reads a policy; every complaint names line and key ("policy.yaml:12: stages[2].probability: ...") and is CRM_CONFIG.
 * Aliases, tags, unknown and repeated keys and documents over 1 MiB are refused.  Structure only: filters, paths and
 * defaults are checked by crm_policy_check() against the schema made from it.  On failure *out is empty.
 */
int crm_policy_parse(struct crm_policy *out, const char *name, const char *text, size_t n, struct crm_err *);
int crm_policy_check(const struct crm_policy *, const struct crm_schema *, const struct crm_ctx *, struct crm_err *);
void crm_policy_free(struct crm_policy *);
const struct crm_stage *crm_policy_stage(const struct crm_policy *, const char *name, size_t n);   /* or NULL */

#pragma GCC visibility pop
#endif
