/* monthly.h - the monthly report: each figure beside the month before, the month a year before, and its target */
#ifndef CRM_MONTHLY_H
#define CRM_MONTHLY_H

#include "report.h"

#pragma GCC visibility push(default)

enum { CRM_THIS_MONTH, CRM_MONTH_BEFORE, CRM_YEAR_BEFORE, CRM_MONTHS };

/* One line.  Numbers and money that nothing was counted of are 0, shares and times of nothing are nothing. */
struct crm_figure {
	const char *section, *item, *what;       /* item: the stage, channel, reason... it is about, or NULL */
	const struct crm_type *type;             /* int, money, percent or span */
	const char *currency;                    /* of money, else NULL */
	struct crm_val value[CRM_MONTHS], target;
};
/* All of it, in the order in which it is printed: whoever prints, prints this.  Zero-initialise. */
struct crm_monthly {
	int64_t first[CRM_MONTHS];               /* the first day of each month */
	bool running;                            /* the month is not over: figures are so far */
	const char *whose;                       /* a user's name, a unit, or NULL: everybody's */
	struct crm_figure *v; size_t n;
	struct crm_arena arena;
};
/* The month that a day lies in, of all, of a user (not 0) or of a unit (not NULL).  Each entity is read once. */
int crm_monthly(struct crm *, int64_t day, int64_t owner, const char *unit, struct crm_monthly *, struct crm_err *);
void crm_monthly_free(struct crm_monthly *);

/* Basis points: by how much this month is more than another; of shares, the difference. Nothing where it cannot be told. */
struct crm_val crm_figure_change(const struct crm_figure *, int than);
/* This month as a share of the target. */
struct crm_val crm_figure_reached(const struct crm_figure *);
/* "EUR" of money, "%", "time", or "count". */
const char *crm_figure_unit(const struct crm_figure *);
/* A value of it, as every format prints it: 1250.00, 12.5, 3h. */
void crm_figure_put(const struct crm_figure *, const struct crm_val *, struct crm_buf *);
/* "2026-08" */
void crm_month_put(int64_t first, struct crm_buf *);

#pragma GCC visibility pop
#endif
