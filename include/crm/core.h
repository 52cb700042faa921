/* core.h - a session: the base, the policy, the clock and who acts */
#ifndef CRM_CORE_H
#define CRM_CORE_H

#include "filter.h"
#include "io.h"
#include "model.h"
#include "policy.h"
#include "store.h"

#pragma GCC visibility push(default)

/*
 * A session is one command at work on one base.  Everything that changes
 * goes through crm_work(): check, rules, then records and journal in one transaction.
 */
struct crm;
struct crm_opening {
	const char *url;                         /* the base; made on first use unless read_only */
	const char *actor, *command;             /* for the journal: login name, command line's name */
	int64_t now;                             /* the one clock */
	bool dry;                                /* every transaction is rolled back in the end */
	bool read_only;
	bool upgrade;                            /* do not refuse a base that wants migration (crm-init) */
};
int crm_open(struct crm **, const struct crm_opening *, struct crm_err *);
void crm_close(struct crm *);
struct crm_db *crm_db_of(struct crm *);
const struct crm_schema *crm_schema_of(const struct crm *);
const struct crm_policy *crm_policy_of(const struct crm *);
const struct crm_ctx *crm_ctx_of(const struct crm *);
int64_t crm_now(const struct crm *);
const char *crm_actor(const struct crm *);
/* Checks a policy text whole; then (unless only_check)
 * migrates the base for its custom fields and keeps it. */
int crm_policy_load(struct crm *, const char *name, const char *text, size_t n, bool only_check,
    struct crm_err *);
int crm_policy_text(struct crm *, char **text, struct crm_err *);    /* malloc'd */
int crm_upgrade(struct crm *, struct crm_buf *did, struct crm_err *);

/*
 * When a recurring follow-up comes next: the first time of the rule, begun at `starts`, that lies after
 * `after` (stored forms); CRM_NO when there is no more, else a failure with its complaint.  Set by the
 * commands that have a calendar library; finishing a recurring follow-up without one is refused.
 */
typedef int crm_next_due(const char *rule, const char *starts, const char *after, char next[21],
    struct crm_err *);
void crm_set_next_due(struct crm *, crm_next_due *);

/*
 * References.  crm_resolve finds one record of an entity by id, key:K, me, an
 * identifying field (e-mail and phone in any notation), or name.  CRM_NO: none, with the complaint
 * "there is no client 'X'"; CRM_DATA: several, listing them.  crm_refer also
 * takes an id of any entity ("d7"); otherwise `dflt` is meant.
 */
int crm_resolve(struct crm *, const struct crm_entity *, const struct crm_field *by, const char *p, size_t n,
    int64_t *id, struct crm_err *);
int crm_refer(struct crm *, const struct crm_entity *dflt, const char *p, size_t n,
    const struct crm_entity **, int64_t *id, struct crm_err *);

/*
 * Work is a write transaction that is one batch of the journal.  fn may be
 * run again (see crm_db_write).  *batch, if not NULL, is the batch's id (0 when nothing changed).
 */
int crm_work(struct crm *, int (*fn)(struct crm *, void *, struct crm_err *), void *arg, int64_t *batch,
    struct crm_err *);
/* Inside work: checks, applies the rules of the trade (a deal's state and history, a won client...),
 * writes and journals.  old is NULL for a new record.  *changed tells whether anything differed.  The
 * rules may set more fields of rec. */
enum { CRM_FORCE = 1 };                      /* past the policy's gates; the journal says so */
int crm_save(struct crm *, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, bool *changed,
    struct crm_err *);
/* Why the deals of this work are moved: a line in their history. NULL again after it. */
void crm_set_note(struct crm *, const char *note);
/* Puts away (or back).  Without `deep`, refuses while records
 * that are not put away depend on it: complaints list them. */
int crm_put_away(struct crm *, const struct crm_entity *, int64_t id, bool back, bool deep, int64_t *n,
    struct crm_err *);
int crm_purge(struct crm *, const struct crm_entity *, int64_t id, bool deep, int64_t *n, struct crm_err *);
/* Loads for reading or changing; CRM_NO names the id. */
int crm_get(struct crm *, const struct crm_entity *, int64_t id, struct crm_rec *, struct crm_err *);

/*
 * The registers of post and fax, and of cases.  What is recorded without a number gets, in the transaction that writes it,
 * the one after the last of its year and kind ("in-2026-0042", "cs-2026-0007"); so there are no gaps but those that undo, or
 * numbers given by hand, leave in the middle: each call of this names one ("in-2026-0007 to in-2026-0009").
 */
int crm_register_gaps(struct crm *, void (*each)(void *, const char *), void *, struct crm_err *);

/*
 * Bulk: rows of a reader become records of one entity, in one transaction.
 */
enum crm_mode { CRM_UPSERT, CRM_INSERT_ONLY, CRM_UPDATE_ONLY };
struct crm_bulk {
	const struct crm_entity *ent;
	const char *key;                         /* field that finds the stored record; NULL: every row is new */
	enum crm_mode mode;
	const char *map;                         /* 'Account Name=name,...'; an empty name ignores the column */
	char *const *value; size_t nvalue;       /* 'FIELD:From=to,...' */
	char *const *set; size_t nset;           /* field=value for every row */
	const char *date_format;
	bool ignore_unknown, skip_bad;
	unsigned save;                           /* CRM_FORCE */
	/* each bad row */
	void (*bad)(void *, const struct crm_reader *, const struct crm_row *, const char *complaint);
	/* '+' added, '~' changed, '=' unchanged; in input order, after the commit */
	void (*done)(void *, int64_t id, int what);
	void (*note)(void *, const char *text);            /* how the file is read; a key given twice */
	bool (*progress)(void *, const struct crm_reader *, int64_t rows);
	void *arg;
	int64_t added, updated, unchanged, rejected;       /* results */
};
/* All inputs are one batch.  CRM_DATA when a row was bad and not skipped: nothing is kept then. */
int crm_bulk_run(struct crm *, struct crm_bulk *, struct crm_reader **, size_t n, int64_t *batch,
    struct crm_err *);

/* Takes a batch back, newest change first, as a batch of its own;
 * refuses, listing them, records changed since unless force. */
int crm_undo(struct crm *, int64_t batch, bool force, int64_t *undone, int64_t *as, struct crm_err *);

#pragma GCC visibility pop
#endif
