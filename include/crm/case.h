/* case.h - complaints, claims and questions: their steps, what is due, how fast they are served */
#ifndef CRM_CASE_H
#define CRM_CASE_H

#include "report.h"
#include "steps.h"

#pragma GCC visibility push(default)

/*
 * A case's step, inside crm_work(): as crm_step(), and with a channel what the client is told on it is
 * logged; what is verified as without effect goes back to acting.
 */
int crm_case_step(struct crm *, int64_t id, const struct crm_stride *, const char *channel,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *);
/*
 * The same: on hold a case waits for the client and its clock stands; taken up again, the business time
 * that it stood moves the date by which it must be decided.  CRM_DATA when it is decided or closed, or is
 * on hold already, or is not.
 */
int crm_case_hold(struct crm *, int64_t id, bool on, const char *note, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *);

/* Deadlines of service and of measures that are past, or come until the instant asked.to; the first first. */
extern const struct crm_report crm_case_due;
/* Cases of one cause together, where there are several. */
extern const struct crm_report crm_case_repeats;

#pragma GCC visibility pop
#endif
