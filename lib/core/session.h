/* session.h - what the files of this room share */
#ifndef CRM_SESSION_H
#define CRM_SESSION_H

#include "crm/core.h"
#include "crm/rules.h"

struct crm {
	struct crm_db *db;
	struct crm_policy policy;
	struct crm_schema schema;
	struct crm_ctx ctx;
	char *actor, *command;
	bool dry;
	struct crm_batch batch;                  /* of the work at hand */
	struct there { const struct crm_entity *ent; int64_t id; } found[1024];  /* records that are there: see found_at() */
	struct crm_map *ref;   /* per entity: texts that were resolved to ids, while names stand still */
	struct crm_err err;                      /* for resolving inside a type's parse */
	struct crm_named *named; size_t nnamed;  /* the base's segments, once a filter asked for them */
	bool has_named;
	struct crm_arena names;                  /* they live here */
	crm_next_due *next_due;
	const char *note;                        /* why a deal is moved: goes into its history */
	int64_t planned;                         /* the follow-up that the last one done gave rise to */
	struct crm_map numbered;                 /* of the work at hand: the last number of each register */
	struct crm_map domain;                   /* of the work at hand: the client that is known by a domain, or 0 */
	struct crm_rec order, line, contract;    /* the last that a row referred to: thousands in a row name one */
	int64_t met;                             /* lines looked at by this work */
	bool ordinary;                           /* of many: no order is cancelled, all are in our currency */
	const struct crm_entity *fresh;          /* of which every record there is came in by this work, or NULL */
	struct crm_map delivered;                /* of those, if deliveries: units by line */
	int64_t moved_up;                        /* the member that the last seat that came free went to */
};

/* Runs before a record is written; may set more fields of rec, and write other records after it (after). */
struct rule {
	const char *entity;
	int (*before)(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
	    struct crm_err *);
	int (*after)(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
	    struct crm_err *);
};
extern const struct rule rules_of_trade[];   /* trade.c, ends with a NULL entity */
int followup_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int need_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int request_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int term_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
/* The product's line, unless one is said with it. */
int inherit_line(struct crm *, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *);
/* Refuses what is before the other, both being given. */
int ascend(const struct crm_rec *, const char *low, const char *high, struct crm_err *);
/* trade_rival.c */
int deal_names_rival(struct crm *, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *);
int deal_meets_rival(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *);
int rival_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int rival_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags, struct crm_err *);
int bid_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int fact_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int sighting_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int consent_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int member_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int member_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int campaign_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int followup_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int interaction_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int interaction_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);

/* Gives a record without a number the next of the register of its kind and the year of `at`: "in-2026-0042". */
int register_number(struct crm *, struct crm_rec *, const char *kind, const char *at, struct crm_err *);
/* Notes one that was written. */
void register_numbered(struct crm *, const struct crm_rec *);
/* trade_order.c */
int order_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int order_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int line_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int line_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int delivery_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int delivery_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int payment_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
/* The record that a row refers to: loaded when another than the last; then what was kept is dropped, of one or all. */
int meet(struct crm *, struct crm_rec *last, const char *entity, int64_t id, struct crm_err *);
void met_changed(struct crm_rec *last, const struct crm_rec *);
void forget_met(struct crm *);
/* Copies a field of the record that a reference of this one leads to, where this one has nothing. */
int inherit(struct crm *, struct crm_rec *, const char *via, const char *field, struct crm_err *);

/* trade_contract.c.  AGREED: what is written was agreed before, as a renewal's end and an amendment's terms. */
enum { AGREED = 0x100 };
int client_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int contract_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int contract_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int clause_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int right_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int check_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int check_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
/* Whether what belongs to a contract may change so, or (rec NULL) go: not once it is signed; the same by its number. */
int contract_permits(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *);
int contract_keeps(struct crm *, const struct crm_entity *, int64_t id, struct crm_err *);
/* Whether who acts may decide on a contract of this value. */
int contract_within(struct crm *, const struct crm_rec *contract, struct crm_err *);
/* The period that a field holds; false when it holds none. */
bool get_period(const struct crm_rec *, const char *field, struct crm_period *);
bool get_day(const struct crm_rec *, const char *field, int64_t *day);
void put_day(struct crm_rec *, const char *field, int64_t day);
/* signed, active, ended, terminated */
bool is_sealed(const struct crm_rec *contract);

int case_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int case_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
/* The client of a case heard from us at that time. */
int case_heard(struct crm *, int64_t id, int64_t at, struct crm_err *);
/* Ends what is on hold: the time until then moves the date by which it must be decided. */
void case_resume(struct crm *, struct crm_rec *, int64_t until);
int objection_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
/* Records what is no step of a case from state to state: that it is on hold, or no longer, after so long. */
int step_aside(struct crm *, const struct crm_rec *, int64_t lasted, const char *note, struct crm_err *);

int points_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int bonus_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int signal_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
int score_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *);
/* Refuses to cancel an order whose points were redeemed, unless by force. */
int points_unspent(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);

int segment_before(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *);
int segment_after(struct crm *, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *);
/* The filters that the base keeps as segments: struct crm_ctx's named. */
int segments_named(void *, const struct crm_named **, size_t *n, struct crm_err *);
void forget_named(struct crm *);

/* Appends to ids whose room doubles in the arena. */
void push_id(int64_t **id, size_t *n, int64_t, struct crm_arena *);

void forget_refs(struct crm *);
/* The place of a record among those that were found of late; it is there if the place says so. */
struct there *found_at(struct crm *, const struct crm_entity *, int64_t id);
/* Leaves those of the ids whose records are not put away. */
int keep_present(struct crm *, const struct crm_entity *, int64_t *id, size_t *n, struct crm_err *);
/* What derived fields of one record come to now: a value for each of "sent,back"; texts live in the arena. */
int facts(struct crm *, const struct crm_entity *, int64_t id, const char *fields, struct crm_val *,
    struct crm_arena *, struct crm_err *);
/* The user whose login is the actor's; 0 when there is none. */
int64_t actor_id(struct crm *);
/* As crm_save, also for what the program alone keeps. */
int save(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, bool *changed,
    struct crm_err *);

/* The edge of a verb, or a complaint that names those that may follow. */
const struct crm_edge *edge_of(const struct crm_edge *, const char *from, const char *verb, const char *id, struct crm_err *);
/* Loads into both what is to be changed, of old's entity; name gets its id, for complaints. */
int load_both(struct crm *, int64_t id, struct crm_rec *old, struct crm_rec *rec, char name[32], struct crm_err *);
/* Passes complaints about a record on, each beginning with its id; the result is rc. */
int whose(const char *id, int rc, const struct crm_err *why, struct crm_err *err);

/* Statuses that concern one record; anything else ends the work. */
bool of_the_record(int status);

/* Set by name; for the rules. */
void put_text(struct crm_rec *, const char *field, const char *text);
/* Whether a stored instant is there, and which. */
bool read_instant(const struct crm_val *, int64_t *);
void put_int(struct crm_rec *, const char *field, int64_t);
bool is(const struct crm_rec *, const char *field, const char *word);
bool differs(const struct crm_rec *old, const struct crm_rec *rec, const char *field);

#endif
