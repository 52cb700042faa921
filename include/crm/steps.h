/* steps.h - contracts and cases on their way from state to state */
#ifndef CRM_STEPS_H
#define CRM_STEPS_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * A step takes a contract or a case to the state that the verb leads to (crm_contract_edges, crm_case_edges in
 * rules.h), sets fields with it, and leaves a `step` record that says when, who, from, to, how long and why.
 */
struct crm_stride {
	const char *verb;                        /* "sign" */
	char *const *text; size_t n;             /* field=value, set with it */
	void (*put)(struct crm *, struct crm_rec *rec, void *arg);   /* fields that are the program's to set; or NULL */
	void *arg;
	const char *note;                        /* why: goes into the step */
	unsigned save;                           /* CRM_FORCE */
};
/*
 * Inside crm_work().  old and rec, initialised for contract or case, come to hold the record before and after.
 * CRM_DATA when the verb does not lead on from its state, naming those that do; the rules of the trade may refuse too.
 * Complaints begin with the record's id.
 */
int crm_step(struct crm *, int64_t id, const struct crm_stride *, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *);

#pragma GCC visibility pop
#endif
