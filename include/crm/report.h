/* report.h - the standing questions about the trade, each a fixed set of columns */
#ifndef CRM_REPORT_H
#define CRM_REPORT_H

#include "sum.h"

#pragma GCC visibility push(default)

/* What may be asked of a report, beside its name. */
enum { CRM_ASK_FILTER = 1, CRM_ASK_PERIOD = 2, CRM_ASK_BY = 4, CRM_ASK_OWNER = 8, CRM_ASK_CATEGORY = 16,
    CRM_ASK_UNIT = 32, CRM_ASK_MONTH = 64 };
struct crm_asked {
	char *const *filter; size_t nfilter;     /* which deals, or interactions */
	const char *from, *to;                   /* first and last day, as stored; NULL: no limit */
	const char *by;                          /* what makes a line: a path, a date with a unit; or owner, unit */
	const char *category;                    /* of the forecast */
	const char *month;                       /* a day of it, as stored; NULL: the last that is over */
	int64_t owner;                           /* a user's number; 0: all */
	const char *unit;                        /* a sales unit's name, or several between commas; NULL: all */
	const char *segment;                     /* only of clients of this one; NULL: of all */
};

/*
 * A report is a declaration.  A column without a type is what the lines are by: it has the name and the
 * type of the path asked for.  Money is counted for each currency by itself.
 */
struct crm_report {
	const char *name, *help;
	unsigned asks;
	const struct crm_outcol *col; size_t ncol;
	int (*run)(struct crm *, const struct crm_asked *, struct crm_grid *, struct crm_err *);
};
extern const struct crm_report crm_reports[];              /* ends with an entry without a name */
const struct crm_report *crm_report_find(const char *name);          /* NULL if there is none */
/* Refuses what the report cannot be asked (CRM_USAGE).  A
 * report without lines is CRM_OK, and the grid empty. */
int crm_report_run(struct crm *, const struct crm_report *, const struct crm_asked *, struct crm_grid *,
    struct crm_err *);

#pragma GCC visibility pop
#endif
