/* sum.h - totals per group: one pass over the records */
#ifndef CRM_SUM_H
#define CRM_SUM_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * A grid is what a computation hands out: typed columns and rows of values.  The
 * last ntotal rows are totals, whose keys are nothing.  A row may hold more values
 * than columns: the currencies that these refer to.  Zero-initialise; all of it lives in the arena.
 */
struct crm_grid {
	const struct crm_outcol *col;
	size_t ncol, width;
	struct crm_val **row;
	size_t nrow, rowcap, ntotal;
	struct crm_arena arena;
};
void crm_grid_free(struct crm_grid *);
/* A row more, all nothing, before or after those there are. */
struct crm_val *crm_grid_add(struct crm_grid *);
/* Sorts by columns "name,-name", nothing last, totals staying where they are; equal rows keep their order. */
int crm_grid_sort(struct crm_grid *, const char *by, struct crm_err *);

/* What groups: a path, a day or instant being taken as its week, month... in local time. */
enum crm_unit { CRM_AS_IS, CRM_DAY, CRM_WEEK, CRM_MONTH, CRM_QUARTER, CRM_YEAR };
struct crm_by { struct crm_path path; enum crm_unit unit; const char *name; };

/* What is told of a group.  COUNT and RATE look at a filter,
 * the others at a path; empty values do not count. */
enum crm_stat_fn { CRM_STAT_COUNT, CRM_STAT_SUM, CRM_STAT_AVG, CRM_STAT_MEDIAN, CRM_STAT_MIN, CRM_STAT_MAX,
    CRM_STAT_SHARE, CRM_STAT_RATE };
struct crm_stat { enum crm_stat_fn fn; struct crm_path path; const struct crm_expr *cond; const char *name; };

struct crm_sum {
	const struct crm_entity *ent;
	const struct crm_expr *where;
	const int64_t *id;      size_t nid;      /* among these only; NULL: all */
	struct crm_by *by;      size_t nby;
	struct crm_stat *stat;  size_t nstat;
	const char *sort;                        /* columns of the result; NULL: by the groups themselves */
	int64_t limit;                           /* groups that are shown; the total is of all; 0: none */
	bool no_total;
	bool whole;                              /* of most records: see struct crm_query */
};
/* "stage,closed:quarter" and "count,sum:value,rate:state=won": added to what is there, in the arena.  A
 * filter goes on over commas until the next word that is a statistic. */
int crm_sum_by(const struct crm_ctx *, struct crm_sum *, const char *text, struct crm_arena *,
    struct crm_err *);
int crm_sum_stats(const struct crm_ctx *, struct crm_sum *, const char *text, struct crm_arena *,
    struct crm_err *);
/*
 * The columns are the groups, then the statistics.  Without groups there is one row and no total.
 * CRM_DATA when amounts of several currencies meet in one group; in a total they leave it empty.
 */
int crm_sum_run(struct crm *, const struct crm_sum *, struct crm_grid *, struct crm_err *);

/* The name of the interval that a stored day or instant lies
 * in: "2017-Q1".  What is no day stays as it is. */
size_t crm_unit_name(enum crm_unit, const struct crm_val *, char out[24]);

#pragma GCC visibility pop
#endif
