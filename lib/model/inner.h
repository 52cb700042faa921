/* inner.h - what the files of this room share; private to lib/model */
#ifndef MODEL_INNER_H
#define MODEL_INNER_H

#include "crm/model.h"

/* letters and digits without a locale */
static inline char
model_lower(char c)
{
	return (char)(c + ((unsigned char)(c - 'A') < 26) * 32);
}

static inline bool
model_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static inline bool
model_alpha(char c)
{
	return (unsigned char)(model_lower(c) - 'a') < 26;
}

static inline bool
model_blank(char c)
{
	return c == ' ' || (unsigned char)(c - '\t') < 5;
}

/* Moves the ends in over blanks, no-break spaces (spreadsheets leave them) among them. */
void model_trim(const char **p, size_t *n);
/* Whether p[0..n) is the word, without case (ASCII). */
bool model_same(const char *p, size_t n, const char *word);
/* Whether p[0..n) begins with the word, without case (ASCII). */
bool model_starts(const char *p, size_t n, const char *word);
/* Appends the folded text without all that is not letter or digit: how names are compared. */
void model_norm(struct crm_buf *, const char *p, size_t n);
/* Copies a text to a value, lower-casing its ASCII letters when asked. */
void model_text(struct crm_val *, struct crm_arena *, const char *p, size_t n, bool lower);

/* Complaints: `"12" is not a phone number` under the field's name. */
int model_refuse(struct crm_err *, const struct crm_field *, const char *p, size_t n, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* Appends "a, b or c"; i counts the items so far, of n. */
void model_put_choice(struct crm_buf *, const char *item, size_t i, size_t n);
/* Appends all words of a list so. */
void model_put_words(struct crm_buf *, const char *const *words);
/* `deal has no field "stge" (did you mean stage?)` */
int model_no_field(struct crm_err *, int code, const struct crm_entity *, const char *p, size_t n);

/* The nearest of several names: start with MODEL_NEAR, offer each; best is NULL when none is near. */
struct model_near { const char *best; unsigned distance; };
#define MODEL_NEAR { NULL, 3 }
void model_near(struct model_near *, const char *p, size_t n, const char *name);

/* What most types of text have for print. */
void model_print_text(const struct crm_ctx *, const struct crm_field *, const struct crm_val *,
    struct crm_buf *);

/* A name of hosts: labels of letters, digits and hyphens, or beyond ASCII, at least two. */
bool model_host(const char *p, size_t n);
/* True for a name that SQL takes for a word of its own, or our filters do. */
bool model_reserved(const char *name);
/* Cuts "x12", "ext. 12", ";ext=12" off a phone number: n becomes shorter; *ext is NULL when there is none.
 * False for a tail that is no extension. */
bool model_phone_ext(const char *p, size_t *n, const char **ext, size_t *next);

#endif
