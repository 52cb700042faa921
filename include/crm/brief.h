/* brief.h - everything known about a record, and what happened to it */
#ifndef CRM_BRIEF_H
#define CRM_BRIEF_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * The brief before a meeting, as one map of a document: the record's fields, what is computed of it,
 * the sections that its entity has (people and their influence, open deals, follow-ups, the last
 * interactions...) and what the policy calls missing.  since, if not 0, shows all interactions from
 * that instant on instead of the last few.  Secret fields are left out.
 */
int crm_brief(struct crm *, const struct crm_entity *, int64_t id, int64_t since, struct crm_doc *,
    struct crm_err *);

/*
 * The journal as rows, newest first: one for each changed field of each change that passes `where` (a
 * filter of the entity change); for a record that was added or purged one row without a field.  The
 * columns are fixed.
 */
extern const struct crm_outcol crm_history_col[];
extern const size_t crm_history_ncol;
int crm_history(struct crm *, const struct crm_expr *where, int64_t limit,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *);
/* The newest batch of the acting user that is not itself an
 * undo and was not taken back; CRM_NO when there is none. */
int crm_last_batch(struct crm *, int64_t *batch, struct crm_err *);

#pragma GCC visibility pop
#endif
