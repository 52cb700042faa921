/* store.h - one seam, any engine: what is stored, asked and journalled */
#ifndef CRM_STORE_H
#define CRM_STORE_H

#include "filter.h"
#include "model.h"

#pragma GCC visibility push(default)

/*
 * A driver is an engine behind a struct of functions; a NULL member is
 * unsupported.  Promises that hold for every driver (and have a conformance test):
 *  - SQL has $1..$n only; the types of parameters ("tir") are declared and checked at bind
 *  - a failed statement poisons the transaction until rollback (CRM_TXABORTED)
 *  - writes only inside begin(write), a read transaction cannot write and sees one snapshot
 *  - while a STREAM statement is open no other statement may run; a stream needs a transaction
 *  - commit ends the transaction whatever it answers, and every statement whose rows are still being read
 *  - after a reset all parameters are bound anew; a statement is reset before it is stepped again
 *  - no session state outlives a transaction
 *  - the FIRST error sticks until the next begin or error()
 * Functions return a crm_status; step returns CRM_ROW or CRM_DONE.
 */
struct crm_conn;                                         /* a connection, the driver's own */
struct crm_stmt;
struct crm_dberr { int status; char sqlstate[8]; char constraint[64], column[64]; char message[400]; };

enum { CRM_STMT_STREAM = 1, CRM_STMT_REUSE = 2 };
enum { CRM_OPEN_READ = 1, CRM_OPEN_CREATE = 2 };
enum { CRM_CAP_SERVER = 1, CRM_CAP_BULK = 2, CRM_CAP_AUDIT = 4 };

/* One declarative step of a schema: ddl() writes the engine's statement for it. */
enum crm_ddl_op { CRM_DDL_TABLE, CRM_DDL_COLUMN, CRM_DDL_RENAME, CRM_DDL_INDEX, CRM_DDL_NOINDEX, CRM_DDL_FTS,
    CRM_DDL_NOFTS };
/* ref: table its id points at */
struct crm_ddlcol { const char *name; int store; bool notnull; const char *ref; };
struct crm_ddl {
	enum crm_ddl_op op;
	const char *table;
	const struct crm_ddlcol *col; size_t ncol;       /* table: all, the first is the primary key; column: one */
	const char *name, *cols, *where;                 /* index: its name, columns; rename: name -> cols */
	bool unique;
};
/* Fragments whose text differs between engines. */
enum crm_frag {
	CRM_FRAG_CONTAINS,      /* boolean: column `a` holds the text of parameter n */
	CRM_FRAG_DAYS,          /* whole days from date `a` to date `b` */
	/* boolean: id column `b` is among table `a`'s full-text hits for the words of parameter n */
	CRM_FRAG_SEARCH,
	/* not SQL: turns folded words "a b " (in a) into the engine's query text, each word a prefix, all
	 * required */
	CRM_FRAG_QUERY,
	CRM_FRAG_FTS_PUT,       /* statement on table `a`: ($1 id, $2 words) */
	CRM_FRAG_FTS_DROP,      /* statement on table `a`: ($1 id, $2 the words that were put) */
};

struct crm_driver {
	const char *name;
	unsigned abi, caps;
	int (*open)(struct crm_conn **, const char *dsn, unsigned flags, struct crm_dberr *);
	void (*close)(struct crm_conn *);
	int (*exec)(struct crm_conn *, const char *sql);
	int (*prepare)(struct crm_conn *, struct crm_stmt **, const char *sql, const char *types,
	    unsigned flags);
	/* 1-based; borrowed until the statement is reset or stepped to its end */
	int (*bind)(struct crm_stmt *, int i, const struct crm_val *);
	int (*step)(struct crm_stmt *);
	/* 0-based; valid until the next step */
	int (*column)(struct crm_stmt *, int i, int want, struct crm_val *);
	int64_t (*changes)(struct crm_stmt *);
	int (*reset)(struct crm_stmt *);
	void (*finish)(struct crm_stmt *);
	int (*begin)(struct crm_conn *, int write);
	int (*commit)(struct crm_conn *);
	int (*rollback)(struct crm_conn *);
	int (*lock)(struct crm_conn *, int64_t key);                     /* to the end of the transaction */
	int (*batch)(struct crm_conn *, int on);                         /* a long batch begins or ends: caches */
	int (*ddl)(struct crm_conn *, const struct crm_ddl *, struct crm_buf *);
	int (*frag)(struct crm_conn *, enum crm_frag, const char *a, const char *b, int n, struct crm_buf *);
	/* columns of a table; NULL: tables; indices as "index NAME" */
	int (*tables)(struct crm_conn *, const char *table,
	    int (*each)(void *, const char *name, int store), void *);
	int (*check)(struct crm_conn *, int (*each)(void *, const char *complaint), void *);
	int64_t (*size)(struct crm_conn *);                              /* bytes */
	void (*error)(struct crm_conn *, struct crm_dberr *);            /* reads and clears the first error */
};
#define CRM_DRIVER_ABI 1
extern const struct crm_driver crm_sqlite;
/* By URL: a path or sqlite:path is SQLite; NAME: loads libcrm-NAME.so, which exports `crm_driver`.
 * CRM_NOSERVER when there is none.  The dsn is what follows the colon, or all of NAME://... */
int crm_driver_find(const char *url, const struct crm_driver **, const char **dsn, struct crm_err *);
/* Test hook of the SQLite driver: "retry:N" rolls the next N commits back, "unavail:N" fails the next N
 * begins, "unknown:N" lets the N-th commit happen and answers CRM_UNKNOWN; NULL ends it. */
void crm_fault(const char *spec);

/*
 * A db is a connection with the schema that its statements are made from.
 */
struct crm_db;
int crm_db_open(struct crm_db **, const char *url, unsigned flags, struct crm_err *);
void crm_db_close(struct crm_db *);
const struct crm_driver *crm_db_driver(const struct crm_db *, struct crm_conn **);
void crm_db_schema(struct crm_db *, const struct crm_schema *);      /* borrowed; drops prepared statements */
const struct crm_schema *crm_db_table(const struct crm_db *);
/* The driver's first error as a complaint, its status as the result. */
int crm_db_fail(struct crm_db *, int status, struct crm_err *);

/*
 * The only way to write.  fn may run several times (after CRM_RETRY the whole
 * closure is run again, up to 8 times with growing random pauses), so it prints nothing and keeps no
 * state it does not reset.  Anything but CRM_OK rolls back and is returned.  `dry` rolls back a success.
 * Not nested.  After CRM_UNKNOWN the caller looks up its batch by uid.
 */
int crm_db_write(struct crm_db *, int (*fn)(void *arg, struct crm_err *), void *arg, bool dry,
    struct crm_err *);
/* A read transaction: one snapshot.  Nests inside reads and writes (then it is part of those). */
int crm_db_read_begin(struct crm_db *, struct crm_err *);
void crm_db_read_end(struct crm_db *);

/* Small facts beside the records: policy text, version... *value is malloc'd; CRM_NO when absent. */
int crm_db_meta(struct crm_db *, const char *key, char **value, struct crm_err *);
int crm_db_meta_set(struct crm_db *, const char *key, const char *value, struct crm_err *);

/*
 * Migration: the base against the table.  plan lists what is to be done, a line each (empty: nothing);
 * CRM_CONFIG for a base newer than the program or a change that would lose data.  apply does it in one
 * transaction.
 */
#define CRM_BASE_VERSION 1
int crm_db_plan(struct crm_db *, const struct crm_schema *, struct crm_buf *plan, struct crm_err *);
int crm_db_migrate(struct crm_db *, const struct crm_schema *, struct crm_err *);
/* no tables of ours yet; CRM_CONFIG for a newer base */
int crm_db_empty(struct crm_db *, bool *empty, struct crm_err *);
/* Whether the last migration was to this very table: cheap, for every start.  CRM_CONFIG for a newer base. */
int crm_db_current(struct crm_db *, const struct crm_schema *, bool *current, struct crm_err *);
/* The base's health: each complaint by the callback; CRM_OK when sound, CRM_DATA when not. */
int crm_db_check(struct crm_db *, void (*each)(void *, const char *), void *, struct crm_err *);
/* The DDL of one entity (or all: NULL) in the driver's dialect. */
int crm_db_ddl(struct crm_db *, const struct crm_entity *, struct crm_buf *, struct crm_err *);

/*
 * A query selects columns of one entity.  A cursor streams it: val[0..ncol) is valid until the next step.
 * DAYS fields come as whole days; money columns come with hidden currency columns at val[ncol...], see
 * currency.
 */
struct crm_sort { struct crm_path path; bool desc; };
struct crm_query {
	const struct crm_entity *ent;
	const struct crm_expr *where;
	const struct crm_path *col;   size_t ncol;
	const struct crm_sort *sort;  size_t nsort;      /* then by id */
	const int64_t *id;            size_t nid;   /* among these only, in this order unless sorted; NULL: all */
	int64_t limit, offset;                           /* limit 0: none */
	bool away;                                       /* also what is put away */
	bool whole;                                      /* reads most records: see lib/store/group.c */
	bool any_order;                                  /* unsorted, as the engine finds them soonest: for sums */
	bool bare;                                       /* money without its currency: the filter says which */
	const struct crm_expr *const *cond; size_t ncond;   /* filters: val[cond...] is 1 where one passes, else 0 */
	const struct crm_ctx *ctx;                       /* now for DAYS, the currency that sums are in */
};
struct crm_cursor {
	struct crm_val *val;
	size_t nval;
	int *currency;                           /* per column: index in val, or -1 */
	int cond;
};
int crm_select(struct crm_db *, const struct crm_query *, struct crm_cursor **, struct crm_err *);
int crm_cursor_next(struct crm_cursor *, struct crm_err *);          /* CRM_ROW, CRM_DONE or a failure */
void crm_cursor_close(struct crm_cursor *);
int crm_count(struct crm_db *, const struct crm_query *, int64_t *n, struct crm_err *);

/* One record whole (stored fields); CRM_NO when there is none. */
int crm_load(struct crm_db *, const struct crm_entity *, int64_t id, struct crm_rec *, struct crm_err *);
/* Ids whose field equals the value (folded fields: by folded text;
 * many fields: any item), ascending, at most max; *n counts. */
int crm_lookup(struct crm_db *, const struct crm_field *, const struct crm_entity *, const struct crm_val *,
    int64_t *id, size_t max, size_t *n, struct crm_err *);
/* Records that point at this one: each call names entity, field and id. */
int crm_dependents(struct crm_db *, const struct crm_entity *, int64_t id,
    int (*each)(void *, const struct crm_entity *, const struct crm_field *, int64_t id), void *,
    struct crm_err *);

/*
 * Writing, inside crm_db_write() only.  A batch is one run of one command: its journal rows name it.
 * The batch row itself is written with the first change.
 */
struct crm_batch { char uid[37]; int64_t at; const char *actor, *command; int64_t undoes, id, changes; };
/* per attempt: id and changes begin at 0 */
int crm_batch_start(struct crm_db *, struct crm_batch *, struct crm_err *);
/* last in the transaction: numbers, count of changes */
int crm_batch_end(struct crm_db *, struct crm_err *);
/* CRM_NO when it is not there */
int crm_batch_find(struct crm_db *, const char *uid, int64_t *id, struct crm_err *);
int crm_insert(struct crm_db *, struct crm_rec *, struct crm_err *);   /* gives an id unless val[0] has one */
int crm_update(struct crm_db *, const struct crm_rec *old, const struct crm_rec *rec, bool *changed,
    struct crm_err *);
int crm_delete(struct crm_db *, const struct crm_rec *old, struct crm_err *);
/* A long load of one entity: indices and full text of an empty table are set aside and rebuilt by the end. */
int crm_load_begin(struct crm_db *, const struct crm_entity *, struct crm_err *);
int crm_load_end(struct crm_db *, struct crm_err *);

/*
 * The journal's images: lines "field TAB value", escaped, canonical values; a line without a tab is
 * nothing.  An insert has neither image (the record is it); an update has the changed fields before and
 * after; a delete has the whole before.
 */
void crm_image_put(struct crm_buf *, const struct crm_field *, const struct crm_val *);
/* Sets the fields; CRM_CONFIG when one is no longer declared
 * (the others are set), CRM_DATA when it cannot be read. */
int crm_image_read(const char *p, size_t n, const struct crm_entity *, struct crm_rec *, struct crm_err *);

/* One row of the journal.  Of a batch: those below the number
 * `below`, newest first, in pages of at most max. */
struct crm_change { int64_t id; char op; const struct crm_entity *ent; int64_t record;
    struct crm_val before, after; };
int crm_journal(struct crm_db *, int64_t batch, int64_t below, struct crm_change *, size_t max, size_t *n,
    struct crm_arena *, struct crm_err *);
/* The first change after *id that touched the record again: *id
 * becomes its number, *batch its batch; CRM_NO when none did. */
int crm_journal_later(struct crm_db *, const struct crm_entity *, int64_t record, int64_t *id, int64_t *batch,
    struct crm_err *);

#pragma GCC visibility pop
#endif
