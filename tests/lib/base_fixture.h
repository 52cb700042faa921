/*
 * base_fixture.h - a session on a fresh base whose policy has a field of every kind, and short ways to fill
 * and ask it
 */
#ifndef BASE_FIXTURE_H
#define BASE_FIXTURE_H

#include "store_fixture.h"
#include "model_fixture.h"                      /* err and arena are its */

#include "crm/core.h"

extern struct crm *crm;
extern struct crm_db *db;

#define BASE_NOW "2026-09-15T09:00:00Z"         /* a Tuesday; the zone is UTC */
int base_setup(void **);
int base_teardown(void **);
int base_clear(void **);                        /* for tests that share a base: no complaints, an empty arena */
/* Ends the session and begins another on the same base; the status of its opening. */
int base_open(const char *now, bool dry);
const struct crm_entity *ent(const char *name);
const struct crm_field *field(const char *entity, const char *name);

/* A record of "field=value" texts, through crm_save: all must succeed.  Its number. */
int64_t base_add(const char *entity, ...) __attribute__((sentinel));
/* Changes a record the same way: the status, complaints in err. */
int base_set(const char *entity, int64_t id, unsigned flags, ...) __attribute__((sentinel));
/* A field of a stored record as it is printed; "" for nothing. */
const char *base_get(const char *entity, int64_t id, const char *field);
/* The ids that pass a filter, "c1 c2", or the complaint. */
const char *base_find(const char *entity, const char *filter);
/* The same of a query, whose ent and ctx are filled in. */
const char *base_query(const char *entity, struct crm_query *);
/* A grid as text: cells between commas, rows between semicolons, totals behind a bar; or the complaint.  Frees it. */
struct crm_grid;
const char *base_grid(struct crm_grid *);
/* The same of a report. */
struct crm_report;
struct crm_asked;
const char *base_report(const struct crm_report *, const struct crm_asked *);
/* The base's complaints about itself, a line each; "" when it is sound. */
const char *base_check(void);
/* Damage and facts, by plain SQL past everything. */
void base_sql(const char *sql);
int64_t base_count(const char *sql);

#define BASE_TEST(f) cmocka_unit_test_setup_teardown(f, base_setup, base_teardown)

#endif
