/* sqlite.h - what the files of the SQLite driver share */
#ifndef CRM_SQLITE_H
#define CRM_SQLITE_H

#include <sqlite3.h>

#include "crm/store.h"

struct crm_conn {
	sqlite3 *db;
	struct crm_stmt *all;           /* statements not finished yet */
	struct crm_stmt *stream;        /* the one that forbids all others, while its rows are read */
	bool readonly;                  /* opened for reading */
	bool tx, writing, poisoned;
	uint64_t seed;                  /* of the pauses */
	int64_t deadline;               /* ms, of the present wait */
	struct crm_dberr err;           /* the first error */
};

/* Records the error unless an earlier one stands, poisons the transaction, returns the status. */
int sq_fail(struct crm_conn *, int status, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same for what SQLite itself complains about. */
int sq_error(struct crm_conn *);
/* The first error as SQLite tells it, into e, with the status for it. */
int sq_map(sqlite3 *, struct crm_dberr *e);
/* CRM_OK when a statement may run: no stream but `self` is open, the transaction is sound. */
int sq_ready(struct crm_conn *, const struct crm_stmt *self);
/* Ends every statement whose rows are still being read: their transaction is over. */
void sq_cut(struct crm_conn *);

int sq_exec(struct crm_conn *, const char *sql);
int sq_prepare(struct crm_conn *, struct crm_stmt **, const char *sql, const char *types, unsigned flags);
int sq_bind(struct crm_stmt *, int i, const struct crm_val *);
int sq_step(struct crm_stmt *);
int sq_column(struct crm_stmt *, int i, int want, struct crm_val *);
int64_t sq_changes(struct crm_stmt *);
int sq_reset(struct crm_stmt *);
void sq_finish(struct crm_stmt *);

int sq_ddl(struct crm_conn *, const struct crm_ddl *, struct crm_buf *);
int sq_frag(struct crm_conn *, enum crm_frag, const char *a, const char *b, int n, struct crm_buf *);
int sq_tables(struct crm_conn *, const char *table, int (*each)(void *, const char *, int), void *);
int sq_check(struct crm_conn *, int (*each)(void *, const char *), void *);
int64_t sq_size(struct crm_conn *);

/* Test hook: "retry:N" rolls the next N commits back, "unavail:N" fails the next N begins,
 * "unknown:N" lets the N-th commit happen and answers that nobody knows. */
void crm_sqlite_fault(const char *spec);

#endif
