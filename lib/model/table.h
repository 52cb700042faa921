/* table.h - the words that THE table is written in; each of its files says what some entities are */
#ifndef CRM_TABLE_H
#define CRM_TABLE_H

#include "crm/model.h"

#define F(n, t, fl, h, ...) { .name = #n, .type = &crm_t_##t, .flags = (fl), .help = h, __VA_ARGS__ }
#define REF(n, to_, fl, h, ...) F(n, ref, fl, h, .ref = #to_, __VA_ARGS__)
#define WORD(n, fl, h, list, ...) F(n, word, fl, h, .values = list, __VA_ARGS__)
#define D(n, t, h, f, ...) F(n, t, CRM_F_DERIVED, h, .derive = &(const struct crm_derive){ .fn = CRM_##f, __VA_ARGS__ })
#define X(n, t, fl, h, f, ...) { .name = #n, .type = &crm_t_##t, .flags = CRM_F_DERIVED | (fl), .help = h, \
	.derive = &(const struct crm_derive){ .fn = CRM_FORMULA, .formula = f }, __VA_ARGS__ }
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define ENTITY(n, p, l, h, ...) NAMED(n, #n, p, l, h, __VA_ARGS__)
#define NAMED(n, name_, p, l, h, ...) \
	const struct crm_entity crm_e_##n = { .name = name_, .prefix = p, .label = l, .help = h, \
	    .field = n##_fields, .nfield = sizeof n##_fields / sizeof *n##_fields, __VA_ARGS__ }

enum {
	KEY = CRM_F_KEY, REQ = CRM_F_REQUIRED, UNIQ = CRM_F_UNIQUE, MANY = CRM_F_MANY, LIST = CRM_F_LISTED,
	SRCH = CRM_F_SEARCHED, SECRET = CRM_F_SECRET, AUTO = CRM_F_AUTO, IDX = CRM_F_INDEX, ONCE = CRM_F_ONCE, EXACT = CRM_F_EXACT,
	NAT = CRM_F_NATURAL,
};

/* What every record that people keep has: its own number, the number others know it by, its dates. */
#define ID F(id, id, AUTO | LIST, "number in this base")
#define KEPT \
	F(key, text, KEY | UNIQ, "key by which another system knows it", .alias = "external id,external key,ext id,foreign id"), \
	F(created, time, ONCE, "when it was recorded", .alias = "created at,date created"), \
	F(updated, time, AUTO, "when it was last changed"), \
	F(away, time, AUTO | IDX, "when it was put away; hidden unless asked for")

static const char *const channels[] = {
	"call", "email", "meeting", "chat", "fax", "post", "fair", "visit", "web", "note", NULL
};
static const char *const sources[] = {
	"referral", "fair", "call", "web", "campaign", "competitor", "other", NULL
};
static const char *const levels[] = { "low", "normal", "high", NULL };

/* Every entity, in the order of the table. */
#define TABLE_ENTITIES(E) \
	E(client) E(person) E(role) E(user) E(interaction) E(followup) E(deal) E(stage_history) E(product) \
	E(need) E(request) E(objection) E(contract) E(clause) E(right) E(check) E(term) E(bonus) E(document) \
	E(order) E(line) E(delivery) E(payment) E(case_) E(step) E(campaign) E(member) E(consent) E(points) E(approval) \
	E(segment) E(goal) E(signal) E(figures) E(score) E(rival) E(fact) E(sighting) E(bid) \
	E(batch) E(change)
#define TABLE_DECLARED(n) extern const struct crm_entity crm_e_##n;
TABLE_ENTITIES(TABLE_DECLARED)

#endif
