/* rows.h - for tests of streams: what a reader gives and a writer puts, as one text */
#ifndef ROWS_H
#define ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crm/io.h"

#define LEN(a) (sizeof (a) / sizeof *(a))

struct rows_case { const char *what, *text, *rows; };

/*
 * A line for each row: "LINE:" and its cells, "col=text"; "col#" a number, "col?" a truth, "col~"
 * nothing.  A bad row is "!LINE: why", then "torn" when nothing can follow.  An open that fails is "!!why".
 * The caller frees it.
 */
struct crm_buf rows_of(const char *format, const char *p, size_t n, const struct crm_readopt *);
void rows_check(const char *format, const struct rows_case *, size_t n);
/* The whole of a file below $CRM_TEST_DATA; false when it is absent. */
bool rows_data(const char *path, struct crm_buf *);

/* Text columns named by `names`, and what a format makes of rows of them.  A NULL text is nothing. */
struct crm_buf rows_put(const char *format, const char *const *names, size_t ncol, const char *const *text,
    const size_t *len, size_t nrow, const struct crm_outopt *);

#endif
