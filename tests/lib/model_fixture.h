/* model_fixture.h - a schema and a context for tests of values, records and filters */
#ifndef MODEL_FIXTURE_H
#define MODEL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "crm/filter.h"
#include "crm/policy.h"

extern struct crm_schema schema;
/* NL, EUR, 2026-11-24 09:00 UTC; knows the users anna (u1) and me (u2), the client Acme (c7, key:A-1). */
extern struct crm_ctx ctx;
extern struct crm_arena arena;
extern struct crm_err err;

int model_setup(void **state);               /* for a group: the schema made with a small policy, TZ=UTC */
int model_teardown(void **state);
int model_clear(void **state);               /* for a test: no complaints, an empty arena */
const struct crm_entity *entity(const char *name);
/* The printed value of a text, or the complaint without its newline. */
const char *reprint(const struct crm_field *, const char *text);

#endif
