/* tx.c - transactions: the closure that writes, the snapshot that reads */
#include <time.h>
#include <unistd.h>

#include "store/store_private.h"

#define TRIES 8

/* Random, growing: those who collided must not meet again. */
static void
pause_before(int attempt)
{
	struct timespec now;
	uint64_t key[2], us;

	clock_gettime(CLOCK_MONOTONIC, &now);
	key[0] = (uint64_t)now.tv_nsec;
	key[1] = (uint64_t)getpid();
	us = crm_hash(key, sizeof(key)) % (2000u << attempt);
	nanosleep(&(struct timespec){ .tv_nsec = (long)us * 1000 }, NULL);
}

static void
forget_attempt(struct crm_db *db)
{
	db->batch = NULL;
	db->load = NULL;
	db->seq = NULL;
	crm_arena_reset(&db->attempt);
}

static int
attempt_once(struct crm_db *db, int (*fn)(void *, struct crm_err *), void *arg, bool dry, struct crm_err *err)
{
	int rc = db->drv->begin(db->conn, 1);

	if (rc != CRM_OK)
		return crm_db_fail(db, rc, err);
	db->writing = true;
	forget_attempt(db);
	rc = fn(arg, err);
	if (rc != CRM_OK || dry)
		db->drv->rollback(db->conn);
	else if ((rc = db->drv->commit(db->conn)) != CRM_OK)
		rc = crm_db_fail(db, rc, err);
	db->writing = false;
	forget_attempt(db);
	return rc;
}

int
crm_db_write(struct crm_db *db, int (*fn)(void *, struct crm_err *), void *arg, bool dry, struct crm_err *err)
{
	struct crm_err none = CRM_ERR_INIT, before;
	int rc;

	CRM_BUG_IF(db->writing || db->depth > 0);
	if (err == NULL)
		err = &none;
	before = *err;
	for (int i = 0; (rc = attempt_once(db, fn, arg, dry, err)) == CRM_RETRY && i + 1 < TRIES; i++) {
		*err = before;
		pause_before(i);
	}
	return rc;
}

int
crm_db_read_begin(struct crm_db *db, struct crm_err *err)
{
	int rc = CRM_OK;

	if (!db->writing && db->depth == 0)
		rc = db->drv->begin(db->conn, 0);
	if (rc != CRM_OK)
		return crm_db_fail(db, rc, err);
	db->depth++;
	return CRM_OK;
}

void
crm_db_read_end(struct crm_db *db)
{
	CRM_BUG_IF(db->depth == 0);
	if (--db->depth == 0 && !db->writing)
		db->drv->rollback(db->conn);
}
