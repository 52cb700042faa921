/* base.h - what every room stands on: statuses, error texts, memory, numbers */
#ifndef CRM_BASE_H
#define CRM_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default)

/*
 * A status is what a function returns: CRM_OK, or why not.  Only causes that
 * a caller acts on differently have a name.  crm_exit() maps each to its
 * sysexits(3) code.
 */
enum crm_status {
	CRM_OK = 0,
	CRM_ROW,        /* a row stands ready (readers, statements, cursors) */
	CRM_DONE,       /* the stream has ended */
	CRM_NO,         /* nothing found, a condition is false      exit  1 */
	CRM_USAGE,      /* the command line is wrong                exit 64 */
	CRM_DATA,       /* bad data                                 exit 65 */
	CRM_NOINPUT,    /* an input cannot be read                  exit 66 */
	CRM_NOSERVER,   /* no driver, no server                     exit 69 */
	CRM_BUG,        /* ours                                     exit 70 */
	CRM_NOMEM,      /* no memory                                exit 71 */
	CRM_CANTCREATE, /* a file cannot be made                    exit 73 */
	CRM_IO,         /* full disk, closed output                 exit 74 */
	CRM_RETRY,      /* rolled back, the whole may be run again  exit 75 */
	CRM_UNAVAIL,    /* the base is busy or away, nothing done   exit 75 */
	CRM_UNKNOWN,    /* lost in mid-commit: safe to repeat       exit 75 */
	CRM_NOPERM,     /* not allowed                              exit 77 */
	CRM_CONFIG,     /* bad configuration, wrong base version    exit 78 */
	CRM_UNIQUE,     /* store: a unique value exists already     exit 65 */
	CRM_FK,         /* store: a referenced record is missing    exit 65 */
	CRM_CHECK,      /* store: a column refuses the value        exit 65 */
	CRM_TXABORTED,  /* store: an earlier statement failed       exit 70 */
};
int crm_exit(int status);

/*
 * An error collects complaints, so that the first wrong value never hides
 * the second.  It is the caller's, needs no freeing and never allocates.
 * Start with CRM_ERR_INIT or crm_err_clear().
 */
struct crm_err {
	int code;            /* status of the first complaint, or CRM_OK */
	unsigned n;          /* complaints so far, also those that had no room */
	size_t len;
	char text[4000];     /* one complaint a line: "field: message" */
};
#define CRM_ERR_INIT { .code = CRM_OK }
void crm_err_clear(struct crm_err *);
/* Adds "field: message" (field may be NULL) and returns code.  err may be NULL.  Line ends at the
 * message's end are dropped, so that another error's text can be passed on as "%s". */
int crm_fail(struct crm_err *err, int code, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Puts up to 60 bytes of hostile text between double quotes for a message: control
 * characters and invalid UTF-8 shown as \xNN, " and \ as \" and \\, cut with "...".
 * Returns dst, so that crm_fail(err, CRM_DATA, f, "no number: %s", crm_quote(q, p, n)). */
char *crm_quote(char dst[256], const char *p, size_t n);
/* A broken promise of our own code: says where on stderr and aborts. */
_Noreturn void crm_bug(const char *file, int line, const char *what);
#define CRM_BUG_IF(c) ((c) ? crm_bug(__FILE__, __LINE__, #c) : (void)0)

/*
 * An arena hands out memory that dies together.  Zero-initialise it;
 * crm_arena_free() gives all back, crm_arena_reset() keeps one block for
 * reuse.  Running out of memory aborts the program with a message: no
 * command has anything better to do, and the open transaction rolls back.
 */
struct crm_arena { struct crm_chunk *head; char *at, *end; };
void *crm_alloc(struct crm_arena *, size_t n);              /* 16-aligned, not zeroed */
void *crm_zalloc(struct crm_arena *, size_t n);             /* zeroed */
/* Room behind n elements of so many bytes: they stay where they are, but for each power of two. */
void *crm_room(struct crm_arena *, void *elements, size_t n, size_t size);
char *crm_strndup(struct crm_arena *, const char *p, size_t n);   /* NUL-terminated */
char *crm_strdup(struct crm_arena *, const char *s);
char *crm_sprintf(struct crm_arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void crm_arena_reset(struct crm_arena *);
void crm_arena_free(struct crm_arena *);
/* malloc, calloc and realloc that abort as above, for what outlives an arena. */
void *crm_xmalloc(size_t);
void *crm_xcalloc(size_t n, size_t size);
void *crm_xrealloc(void *, size_t);

/*
 * A buffer is text under construction: p[0..n), always followed by a NUL once
 * anything was put.  Zero-initialise; free with crm_buf_free().
 */
struct crm_buf { char *p; size_t n, cap; };
void crm_put(struct crm_buf *, const void *p, size_t n);
void crm_puts(struct crm_buf *, const char *s);
void crm_putc(struct crm_buf *, int c);
void crm_putd(struct crm_buf *, int64_t d);                 /* decimal, fast */
void crm_putf(struct crm_buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *crm_reserve(struct crm_buf *, size_t n);              /* room for n more at p+n */
void crm_buf_free(struct crm_buf *);

/*
 * The escape of our line format: backslash, tab, newline and carriage return
 * become \\ \t \n \r.  crm_unescape works in place and returns the new length;
 * an unknown escape is kept as it stands.
 */
void crm_escape(struct crm_buf *, const char *p, size_t n);
size_t crm_unescape(char *p, size_t n);

/*
 * A many value is the escaped items joined by newlines ("vip\nbig"): one text
 * that compares as bytes.  Iterate with *at = 0; returns false at the end.  The
 * item is unescaped into the arena.
 */
bool crm_many_next(const char *p, size_t n, size_t *at, struct crm_arena *, char **item, size_t *len);
void crm_many_add(struct crm_buf *, const char *item, size_t n);   /* appends, with the separator */
bool crm_many_has(const char *p, size_t n, const char *item, size_t len);

/*
 * The same as people write it: items between commas, blanks around them trimmed, \, and \\
 * for a comma and a backslash inside one; empty items are skipped.  Iterates like
 * crm_many_next().  crm_list_put appends an item, escaped, after a comma unless it is the first.
 */
bool crm_list_next(const char *p, size_t n, size_t *at, struct crm_arena *, char **item, size_t *len);
void crm_list_put(struct crm_buf *, const char *item, size_t n);

/* A whole number in decimal, with sign, within lo..hi; the whole text or CRM_DATA. */
int crm_num(const char *p, size_t n, int64_t lo, int64_t hi, int64_t *out);
/* A decimal number scaled by 10^digits ("12.5", 2 -> 1250), optional k/M suffix,
 * refusing more fraction digits than it can hold and overflow. */
int crm_decimal(const char *p, size_t n, int digits, int64_t *out);
/* value/10^digits in plain decimal with exactly `digits` fraction digits. */
void crm_put_decimal(struct crm_buf *, int64_t value, int digits);

/*
 * A map from byte strings to 64-bit numbers (keys are copied).  Zero-initialise;
 * crm_map_free().  put returns false and changes nothing when the key is there.
 */
struct crm_map { struct crm_slot *slot; size_t n, cap; struct crm_arena arena; };
bool crm_map_get(const struct crm_map *, const char *p, size_t n, int64_t *val);
bool crm_map_put(struct crm_map *, const char *p, size_t n, int64_t val);
void crm_map_set(struct crm_map *, const char *p, size_t n, int64_t val);
void crm_map_free(struct crm_map *);
uint64_t crm_hash(const void *p, size_t n);

/* Fills 16 random bytes as a UUIDv7 text (RFC 9562), 36 characters and a NUL. */
void crm_uuid7(int64_t now_ms, char out[37]);

#pragma GCC visibility pop
#endif
