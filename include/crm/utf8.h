/* utf8.h - text as UTF-8, without a locale */
#ifndef CRM_UTF8_H
#define CRM_UTF8_H

#include "base.h"

#pragma GCC visibility push(default)

/* True for valid UTF-8 without NUL (RFC 3629: no surrogates, nothing over U+10FFFF,
 * no overlong forms).  On false *bad is the offset of the first wrong byte. */
bool crm_utf8_ok(const char *p, size_t n, size_t *bad);

/*
 * Folds for comparing without case and accents: NFKD, case-folded, marks
 * dropped, and the letters that Unicode does not take apart (L-stroke, O-slash, AE,
 * sharp s, D-stroke, dotless i, thorn, eth...) mapped to ASCII.  What cannot be seen
 * (soft hyphen, zero-width characters) is dropped, invalid bytes become U+FFFD.  White space
 * runs become one blank, ends are trimmed.  Pure ASCII takes a fast path.
 * Appends to the buffer.  Folding twice changes nothing.
 */
void crm_fold(struct crm_buf *, const char *p, size_t n);

/* Appends the folded words (letters and digits of any script, runs of both) of a text, each
 * followed by a blank: what full text is fed and asked with. */
void crm_words(struct crm_buf *, const char *p, size_t n);

/* Columns on a terminal (wide East Asian letters count two, marks none). */
size_t crm_width(const char *p, size_t n);
/* Bytes of the longest prefix that fits in `cols` columns, never inside a character. */
size_t crm_fit(const char *p, size_t n, size_t cols);
/* Appends text made safe for a terminal: C0 and C1 controls, DEL and the bidi and
 * zero-width controls become visible escapes (\t \n \r, else \u{XXXX}), invalid bytes \xNN. */
void crm_put_safe(struct crm_buf *, const char *p, size_t n);
/* True when the text has nothing for crm_put_safe to change. */
bool crm_is_safe(const char *p, size_t n);

#pragma GCC visibility pop
#endif
