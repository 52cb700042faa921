/* store_fixture.h - a fresh base for each test of the store */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crm/store.h"

/* The path of a file in the test's own directory, good until the next call but three. */
const char *fixture_path(const char *name);
int fixture_make_dir(void **);
int fixture_remove_dir(void **);
/* Forks n children that each run fn(k); true when all returned 0. */
bool fixture_all(int n, int (*fn)(int));

#endif
