/* store_private.h - what the files of this room share: a db, its statements */
#ifndef CRM_STORE_PRIVATE_H
#define CRM_STORE_PRIVATE_H

#include "crm/store.h"

/*
 * A cached statement is found by its text.  Texts are made from the table, so there
 * are few; when there are more than fit, the oldest goes.
 */
#define DB_STMTS 256
struct db_cached { uint64_t hash; char *sql; struct crm_stmt *stmt; };

/* The select of one whole record and the types of its columns. */
struct db_whole { const char *sql, *want; };

struct crm_db {
	const struct crm_driver *drv;
	struct crm_conn *conn;
	const struct crm_schema *schema;         /* borrowed; NULL until crm_db_schema() */
	struct db_whole *whole;                  /* per entity, made when first asked for; in `texts` */
	struct crm_arena texts;                  /* what lives as long as the schema */
	struct db_cached cache[DB_STMTS];
	size_t ncached, oldest;
	int depth;                               /* open crm_db_read_begin()s */
	bool writing;                            /* inside crm_db_write() */
	/* NULL before every attempt of crm_db_write() and after it: */
	struct crm_batch *batch;
	struct db_load *load;
	struct db_seq *seq;                      /* next numbers; made by crm_batch_start() in `attempt` */
	struct crm_arena attempt;                /* emptied there as well: what lives as long as an attempt */
};

/*
 * A prepared statement for this text, reset and ready to bind.  It is the db's: never
 * finish it, reset it when its rows are no longer wanted.  Asking for the same text again gives the
 * same statement, so never while the first one's rows are still being read.
 */
int db_stmt(struct crm_db *, struct crm_stmt **, const char *sql, const char *types, struct crm_err *);
void db_drop_stmts(struct crm_db *);

/* Runs a statement that returns no rows, to its end.  args: one for each type. */
int db_run(struct crm_db *, const char *sql, const char *types, const struct crm_val *args, struct crm_err *);
/* As db_run; *changes is how many rows it touched. */
int db_run_n(struct crm_db *, const char *sql, const char *types, const struct crm_val *args,
    int64_t *changes, struct crm_err *);
/* The first row's columns, of the types `want` ("it"), text copied into the arena.  CRM_NO, without
 * complaint, when there is no row. */
int db_one(struct crm_db *, const char *sql, const char *types, const struct crm_val *args, const char *want,
    struct crm_val *out, struct crm_arena *, struct crm_err *);
/* DDL: no parameters, not kept. */
int db_exec(struct crm_db *, const char *sql, struct crm_err *);

#endif
