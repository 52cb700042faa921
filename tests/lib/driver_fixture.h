/* driver_fixture.h - a promise of the seam, run through every driver there is */
#ifndef DRIVER_FIXTURE_H
#define DRIVER_FIXTURE_H

#include "store_fixture.h"

extern const struct crm_driver *drv;            /* the driver under test */
extern struct crm_conn *conn;                   /* each test begins on a base with an empty table crm_thing */

struct crm_conn *t_connect(void);
int t_setup(void **);
int t_teardown(void **);

/* The first error, read and cleared; its status. */
int t_error(struct crm_dberr *);
void t_ddl(const struct crm_ddl *);
/* Prepares, binds (i: int64_t, r: double, t: char *) and steps to the end. */
int t_run(const char *sql, const char *types, ...);
/* The same, must succeed; the first column of the last row, -1 for nothing. */
int64_t t_ask(const char *sql, const char *types, ...);
void t_begin(int write);
void t_commit(void);
void t_rollback(void);
void t_add(const char *name, int64_t n);
void t_add_three(void);                         /* anna 3, bob 1, cleo 2; committed */

#define COUNT "SELECT count(id) FROM crm_thing"
#define ADD "INSERT INTO crm_thing (name, n) VALUES ($1, $2)"

/* Runs the tests on SQLite and on the base that $CRM_TEST_DSN names; the number that failed. */
int t_promises(const struct CMUnitTest *, size_t n);
#define T_PROMISE(f) cmocka_unit_test_setup_teardown(f, t_setup, t_teardown)
#define T_RUN(tests) t_promises(tests, sizeof(tests) / sizeof(*(tests)))

#endif
