/* objection.h - what a client holds against a deal, and which answers settle it */
#ifndef CRM_OBJECTION_H
#define CRM_OBJECTION_H

#include "report.h"
#include "steps.h"

#pragma GCC visibility push(default)

/*
 * Inside crm_work(): answers an objection, settles it, or lets it stand (crm_objection_edges in rules.h).
 * An answer that gives way to another stays known as tried.  Otherwise as crm_step(); an objection has no
 * step records.
 */
int crm_objection_step(struct crm *, int64_t id, const struct crm_stride *, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *);
/*
 * What works against which objection: for each kind the answers that were given, the best first.  The share
 * is of all times that it was given; the order is by (settled + 1) / (used + 2), so that what worked once
 * does not outrank what works nine times in ten (Laplace's rule of succession).
 */
extern const struct crm_report crm_answers;
/* A filter: objections of the kinds not settled in a deal, else of those raised there; CRM_NO: none were. */
int crm_answers_for(struct crm *, int64_t deal, struct crm_buf *filter, struct crm_err *);

#pragma GCC visibility pop
#endif
