/* ask.h - what the reports share: questions put to sums and to the store */
#ifndef CRM_ASK_H
#define CRM_ASK_H

#include "session.h"
#include "crm/report.h"

#define COL(n, t) { .name = n, .type = t, .currency = -1 }
#define MONEY(n, at) { .name = n, .type = &crm_t_money, .currency = (at) }
#define NCOL(a) (sizeof(a) / sizeof *(a))

/* A question: the records that `fixed` and the asked filter
 * let pass, whose `dated` field lies in the period. */
struct ask {
	struct crm *c;
	const struct crm_asked *asked;
	const struct crm_entity *ent;
	const char *by;                          /* the path that makes a line, or NULL */
	struct crm_expr *where;
	bool whole;                              /* it looks at what hangs on most records */
	bool any_order;                          /* rows as the engine finds them soonest */
	bool bare;                               /* money comes without its currency */
	struct crm_arena arena;
};
int ask(struct ask *, struct crm *, const struct crm_asked *, const char *entity, const char *fixed,
    const char *dated, struct crm_err *);
void ask_free(struct ask *);
/* Its records summed, as crm-sum would; nothing found is no failure. */
int ask_sum(struct ask *, const char *by, const char *stats, struct crm_grid *, struct crm_err *);
/* Its records' columns "id,title,owner.name", row by row; sort is up to four fields, or NULL. */
int ask_rows(struct ask *, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *, struct crm_err *);

/* The records of an entity that a filter lets pass, of those asked for (NULL: of all); the rest as in struct ask. */
struct view {
	const char *entity, *where, *columns, *sort, *dated;
	const struct crm_asked *asked;
	bool whole, any_order, bare;
};
int look_at(struct crm *, const struct view *, int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *);
/* Gives each row of what passes a filter, in the order of a field (NULL: of the records). */
int look(struct crm *, const char *entity, const char *where, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *);
/* Maps whose keys are the numbers of records. */
int64_t map_at(const struct crm_map *, int64_t id, int64_t none);
void map_put(struct crm_map *, int64_t id, int64_t);
/* The period becomes the month of today, whose days live in m. */
struct month { char from[11], to[11]; };
void this_month(const struct crm *, struct month *m, struct crm_asked *);
/* The day of a stored date, or what stands for none. */
int64_t day_of(const struct crm_val *, int64_t none);

/* Only what belongs to a segment's clients. */
int in_segment(struct ask *, const char *segment, struct crm_err *);
/* A report, whose lines are by anything, by segments. */
int run_by_segment(struct crm *, const struct crm_report *, const struct crm_asked *, struct crm_grid *,
    struct crm_err *);

/* A value of one grid kept in another. */
struct crm_val keep(struct crm_grid *, const struct crm_val *);
/* A text kept in a grid; nothing when NULL. */
struct crm_val as_text(struct crm_grid *, const char *);
struct crm_val words(struct crm_grid *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Part of a whole as a percentage; nothing when there is no whole. */
struct crm_val percent_of(int64_t part, int64_t whole);
/* Ten-thousandths, which were summed whole, rounded once. */
int64_t rounded(__int128 v);
/* A mean with two decimals; nothing when there is none. */
struct crm_val mean_of(int64_t sum, int64_t n);
/* Refuses a sum of other than ncol columns, or whose column `by` is not one value. */
int one_path(const struct crm_grid *sum, size_t ncol, size_t by, struct crm_err *);
/* The first column as it was asked for, a sum's first.  Refuses what is not one value. */
int name_by(struct crm_grid *, const struct crm_grid *sum, size_t ncol, struct crm_err *);
/* The filter that rotting deals pass, by the policy's stages; NULL when none rots. */
const char *rotting_filter(const struct crm_policy *, struct crm_arena *);

typedef int run_report(struct crm *, const struct crm_asked *, struct crm_grid *, struct crm_err *);
run_report run_pipeline, run_board, run_rotting, run_forecast, run_activity, run_agenda, run_won, run_lost,
    run_velocity, run_conversion, run_otif, run_otif_lines, run_revenue, run_winrate, run_stage_times, run_sources,
    run_units, run_service, run_plan, run_retention, run_clients, run_key_accounts,
    run_monthly;
extern const struct crm_outcol pipeline_cols[6], board_cols[6], rotting_cols[9], forecast_cols[11],
    activity_cols[6], agenda_cols[6], closed_cols[7], velocity_cols[11], conversion_cols[5],
    otif_cols[7], revenue_cols[8], winrate_cols[8], stage_times_cols[8], sources_cols[12], units_cols[13],
    service_cols[9], plan_cols[6], retention_cols[5], clients_cols[12], key_accounts_cols[15],
    monthly_cols[11];

#endif
