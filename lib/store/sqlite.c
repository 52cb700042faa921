/* sqlite.c - the SQLite driver: connections, transactions, errors */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/sqlite.h"

#define WAIT_MS 10000           /* how long a busy base is waited for */
#define PAUSE_MS 25             /* the longest single pause */
#define CACHE "PRAGMA cache_size=-2000"             /* KiB, SQLite's own: a larger one makes reading slower */
#define CACHE_BATCH "PRAGMA cache_size=-16384"
#define WAL "PRAGMA journal_mode=WAL"

static struct { long retry, unavail, unknown; } fault;

void
crm_sqlite_fault(const char *spec)
{
	static const struct { const char *name; long *n; } kinds[] = {
		{ "retry:", &fault.retry }, { "unavail:", &fault.unavail }, { "unknown:", &fault.unknown },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t len = strlen(kinds[i].name);

		*kinds[i].n = spec != NULL && strncmp(spec, kinds[i].name, len) == 0 ?
		    strtol(spec + len, NULL, 10) : 0;
	}
}

/* Counts a fault down; true while it is on. */
static bool
faulty(long *n)
{
	return *n > 0 && (*n)-- > 0;
}

/*
 * Errors
 */

/* Cuts "failed: crm_client.key, ..." into constraint and column. */
static void
name_culprit(struct crm_dberr *e, const char *msg)
{
	const char *at = strstr(msg, "failed: "), *dot;
	size_t len;

	at = at != NULL ? at + 8 : strstr(msg, " column ");
	if (at == NULL)
		return;
	if (strncmp(at, " column ", 8) == 0)
		at += 8;
	if (strncmp(at, "index '", 7) == 0)
		at += 7;
	len = strcspn(at, "',");
	snprintf(e->constraint, sizeof(e->constraint), "%.*s", (int)len, at);
	if ((dot = memchr(at, '.', len)) != NULL)
		snprintf(e->column, sizeof(e->column), "%.*s", (int)(at + len - dot - 1), dot + 1);
}

static int
status_of(int code, const char *msg)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return CRM_UNIQUE;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return CRM_FK;
	}
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG:
		return CRM_CHECK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return CRM_RETRY;
	case SQLITE_NOMEM:
		return CRM_NOMEM;
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return CRM_IO;
	case SQLITE_CANTOPEN:
		return CRM_UNAVAIL;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return CRM_NOPERM;
	case SQLITE_CORRUPT:
		return CRM_DATA;
	case SQLITE_NOTADB:
		return CRM_CONFIG;
	}
	/* no code tells these from other mistakes */
	if (strncmp(msg, "no such ", 8) == 0 || strstr(msg, "has no column") != NULL)
		return CRM_CONFIG;
	return strcmp(msg, "integer overflow") == 0 ? CRM_CHECK : CRM_BUG;
}

int
sq_map(sqlite3 *db, struct crm_dberr *e)
{
	int code = sqlite3_extended_errcode(db);
	const char *msg = sqlite3_errmsg(db);

	*e = (struct crm_dberr){ .status = status_of(code, msg) };
	if ((code & 0xff) == SQLITE_CONSTRAINT)
		name_culprit(e, msg);
	snprintf(e->message, sizeof(e->message), "%s", code == SQLITE_NOTADB ? "not a client base" : msg);
	return e->status;
}

int
sq_error(struct crm_conn *c)
{
	struct crm_dberr e;

	sq_map(c->db, &e);
	if (c->err.status == CRM_OK)
		c->err = e;
	c->poisoned = c->tx;
	return e.status;
}

int
sq_fail(struct crm_conn *c, int status, const char *fmt, ...)
{
	va_list ap;

	if (c->err.status == CRM_OK) {
		c->err = (struct crm_dberr){ .status = status };
		va_start(ap, fmt);
		vsnprintf(c->err.message, sizeof(c->err.message), fmt, ap);
		va_end(ap);
	}
	c->poisoned = c->tx;
	return status;
}

static void
sq_first_error(struct crm_conn *c, struct crm_dberr *e)
{
	*e = c->err;
	c->err = (struct crm_dberr){ .status = CRM_OK };
}

int
sq_ready(struct crm_conn *c, const struct crm_stmt *self)
{
	if (c->poisoned)
		return sq_fail(c, CRM_TXABORTED, "an earlier statement of the transaction failed");
	if (c->stream != NULL && c->stream != self)
		return sq_fail(c, CRM_BUG, "a stream is open, no other statement may run");
	return CRM_OK;
}

/*
 * Opening
 */

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Pauses grow and are random, so that waiting writers do not wake together. */
static int
wait_busy(void *arg, int count)
{
	struct crm_conn *c = arg;
	uint64_t most = count < PAUSE_MS ? (uint64_t)count + 1 : PAUSE_MS, us;

	if (count == 0)
		c->deadline = now_ms() + WAIT_MS;
	else if (now_ms() > c->deadline)
		return 0;
	c->seed ^= c->seed << 13;
	c->seed ^= c->seed >> 7;
	c->seed ^= c->seed << 17;
	us = 1 + c->seed % (most * 1000);
	nanosleep(&(struct timespec){ .tv_nsec = (long)us * 1000 }, NULL);
	return 1;
}

static int
open_fail(struct crm_dberr *e, int status, const char *path, const char *why)
{
	*e = (struct crm_dberr){ .status = status };
	snprintf(e->message, sizeof(e->message), "%.250s: %.140s", path, why);
	return status;
}

/* Ours from the first moment: SQLite would make it with the mode that the umask leaves. */
static int
make_file(const char *path, struct crm_dberr *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? CRM_OK : open_fail(e, CRM_CANTCREATE, path, strerror(errno));
	fchmod(fd, 0600);
	close(fd);
	return CRM_OK;
}

/* Connects and reads the first page, which finds out what is no base and what cannot be read. */
static int
attach(struct crm_conn *c, const char *uri, int flags, struct crm_dberr *e)
{
	sqlite3_close(c->db);
	if (sqlite3_open_v2(uri, &c->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
		sqlite3_extended_result_codes(c->db, 1);
		sqlite3_busy_handler(c->db, wait_busy, c);
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
		if (sqlite3_exec(c->db, "PRAGMA schema_version", NULL, NULL, NULL) == SQLITE_OK)
			return CRM_OK;
	}
	return sq_map(c->db, e);
}

/* A base where not even a lock can be left, as on a read-only medium, holds still: no lock is needed. */
static int
attach_frozen(struct crm_conn *c, const char *path, const char *uri, struct crm_dberr *e)
{
	struct crm_buf name = { 0 };
	struct stat st;
	int rc = e->status;

	crm_putf(&name, "%s-wal", path);
	if (stat(name.p, &st) != 0 || st.st_size == 0) {
		name.n = 0;
		crm_putf(&name, "%s?immutable=1", uri);
		rc = attach(c, name.p, SQLITE_OPEN_READONLY, e);
	}
	crm_buf_free(&name);
	return rc;
}

/* WAL stays in the file, so it is set once, while the base is empty. */
static int
make_base(struct crm_conn *c, struct crm_dberr *e)
{
	int rc;

	for (int n = 0; (rc = sqlite3_exec(c->db, WAL, NULL, NULL, NULL)) != SQLITE_OK; n++)
		if ((rc & 0xff) != SQLITE_BUSY || !wait_busy(c, n))
			return sq_map(c->db, e);
	return CRM_OK;
}

static void
put_uri(struct crm_buf *uri, const char *path)
{
	crm_puts(uri, *path == '/' ? "file:" : "file:./");
	for (; *path != '\0'; path++)
		if (strchr("%?#", *path) != NULL)
			crm_putf(uri, "%%%02X", (unsigned char)*path);
		else
			crm_putc(uri, *path);
}

static int
open_file(struct crm_conn *c, const char *path, unsigned flags, struct crm_dberr *e)
{
	struct crm_buf uri = { 0 };
	struct stat st;
	int rc = flags & CRM_OPEN_CREATE ? make_file(path, e) : CRM_OK;

	if (rc != CRM_OK)
		goto out;
	if (stat(path, &st) != 0) {
		rc = open_fail(e, errno == EACCES ? CRM_NOPERM : CRM_NOINPUT, path, strerror(errno));
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		rc = open_fail(e, CRM_NOINPUT, path, "not a regular file");
		goto out;
	}
	put_uri(&uri, path);
	rc = attach(c, uri.p, SQLITE_OPEN_READWRITE, e);
	if (rc == CRM_UNAVAIL || rc == CRM_NOPERM)
		rc = attach_frozen(c, path, uri.p, e);
	if (rc == CRM_OK && st.st_size == 0 && flags & CRM_OPEN_CREATE)
		rc = make_base(c, e);
	if (rc == CRM_RETRY)
		rc = CRM_UNAVAIL;
	if (rc == CRM_UNAVAIL && access(path, R_OK) != 0)
		rc = CRM_NOPERM;
	if (rc != CRM_OK) {
		struct crm_dberr why = *e;

		open_fail(e, rc, path, why.message);
	}
out:
	crm_buf_free(&uri);
	return rc;
}

static void
sq_close(struct crm_conn *c)
{
	while (c->all != NULL)
		sq_finish(c->all);
	sqlite3_close(c->db);
	free(c);
}

static int
sq_open(struct crm_conn **out, const char *path, unsigned flags, struct crm_dberr *e)
{
	struct crm_conn *c = crm_xmalloc(sizeof(*c));
	int rc;

	/* a count of its memory costs SQLite two locks for every
	 * piece; too late when another has begun, which does no harm */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	*c = (struct crm_conn){ .readonly = flags & CRM_OPEN_READ };
	c->seed = (uint64_t)now_ms() << 20 ^ (uint64_t)getpid() << 1 ^ 1;
	*e = (struct crm_dberr){ .status = CRM_OK };
	rc = open_file(c, path, flags, e);
	if (rc != CRM_OK) {
		sq_close(c);
		c = NULL;
	}
	*out = c;
	return rc;
}

/*
 * Transactions
 */

static int
sq_begin(struct crm_conn *c, int write)
{
	int rc;

	if (c->tx)
		return sq_fail(c, CRM_BUG, "a transaction is open already");
	c->err = (struct crm_dberr){ .status = CRM_OK };
	if (faulty(&fault.unavail))
		return sq_fail(c, CRM_UNAVAIL, "the base is away (fault)");
	/* SQLite would take a lock on what it cannot write, and fail later */
	if (write && (c->readonly || sqlite3_db_readonly(c->db, "main") == 1))
		return sq_fail(c, CRM_NOPERM, "the base can only be read");
	rc = sqlite3_exec(c->db, write ? "BEGIN IMMEDIATE" : "BEGIN", NULL, NULL, NULL);
	if ((rc & 0xff) == SQLITE_BUSY)
		return sq_fail(c, CRM_UNAVAIL, "the base is busy");
	if (rc != SQLITE_OK)
		return sq_error(c);
	c->tx = true;
	c->writing = write;
	return CRM_OK;
}

static int
sq_rollback(struct crm_conn *c)
{
	if (!c->tx)
		return CRM_OK;
	sq_cut(c);
	/* a full disk makes SQLite roll back by itself */
	if (!sqlite3_get_autocommit(c->db))
		sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
	c->tx = c->writing = c->poisoned = false;
	return CRM_OK;
}

static int
sq_commit(struct crm_conn *c)
{
	int rc = CRM_OK;

	if (!c->tx)
		return sq_fail(c, CRM_BUG, "no transaction is open");
	if (c->poisoned)
		rc = sq_fail(c, CRM_TXABORTED, "an earlier statement of the transaction failed");
	else if (c->writing && faulty(&fault.retry))
		rc = sq_fail(c, CRM_RETRY, "another writer came first (fault)");
	else {
		sq_cut(c);
		if (sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
			rc = sq_error(c);
		else if (c->writing && fault.unknown > 0 && --fault.unknown == 0)
			rc = sq_fail(c, CRM_UNKNOWN, "the connection was lost in mid-commit (fault)");
	}
	sq_rollback(c);
	return rc;
}

/* One writer at a time is what BEGIN IMMEDIATE gives: every key is locked already. */
static int
sq_lock(struct crm_conn *c, int64_t key)
{
	(void)key;
	return c->writing ? CRM_OK : sq_fail(c, CRM_BUG, "a lock needs a write transaction");
}

static int
sq_batch(struct crm_conn *c, int on)
{
	if (sqlite3_exec(c->db, on ? CACHE_BATCH : CACHE, NULL, NULL, NULL) != SQLITE_OK)
		return sq_error(c);
	return CRM_OK;
}

const struct crm_driver crm_sqlite = {
	.name = "sqlite", .abi = CRM_DRIVER_ABI, .caps = 0,
	.open = sq_open, .close = sq_close, .exec = sq_exec,
	.prepare = sq_prepare, .bind = sq_bind, .step = sq_step, .column = sq_column,
	.changes = sq_changes, .reset = sq_reset, .finish = sq_finish,
	.begin = sq_begin, .commit = sq_commit, .rollback = sq_rollback,
	.lock = sq_lock, .batch = sq_batch, .ddl = sq_ddl, .frag = sq_frag,
	.tables = sq_tables, .check = sq_check, .size = sq_size, .error = sq_first_error,
};
