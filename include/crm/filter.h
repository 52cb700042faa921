/* filter.h - which records: the filter language of crm-filter(7), parsed */
#ifndef CRM_FILTER_H
#define CRM_FILTER_H

#include "model.h"

#pragma GCC visibility push(default)

/*
 * A path is a field reached over references: owner.unit from a client is the
 * hop `owner` and the field `unit`.
 */
#define CRM_HOPS 4
struct crm_path {
	const struct crm_entity *ent;            /* where it starts */
	const struct crm_field *hop[CRM_HOPS];
	unsigned nhop;
	const struct crm_field *field;
};
int crm_path_parse(const struct crm_schema *, const struct crm_entity *, const char *p, size_t n,
    struct crm_path *, struct crm_err *);
void crm_path_print(const struct crm_path *, struct crm_buf *);        /* "owner.unit" */

/*
 * A filter is a tree.  A test compares a path with alternatives: any may
 * match.  An alternative is an interval lo..hi, closed, open on a side where
 * the value is nothing; `empty` stands for the field being empty.  A single
 * value has lo equal to hi and is exact.  CRM_HAS holds the folded text in lo, the others canonical values.
 */
struct crm_alt { bool empty, exact; struct crm_val lo, hi; };
struct crm_expr {
	enum crm_node { CRM_AND, CRM_OR, CRM_NOT, CRM_TEST, CRM_WORDS } node;
	struct crm_expr *a, *b;                  /* and, or: both; not: a */
	struct crm_path path;                    /* test; of words only its entity */
	unsigned op;                             /* CRM_EQ... */
	struct crm_alt *alt;
	size_t nalt;
	const char *words;                       /* full text: folded words, each followed by a blank */
};

/*
 * Parses arguments as one filter: each argument is a piece, joined by blanks, so that
 * name="Acme Corp" works quoted for us or by the shell (an argument's value may hold
 * blanks when the argument as a whole is field op value).  No arguments: *out is NULL, everything.
 * The tree lives in the arena.  All mistakes are told, as CRM_USAGE (or what resolve said), each with
 * its column, in characters, of the joined text:
 *   column 7: client has no field "citty" (did you mean city?)
 * crm_filter_text is for one text that no shell has seen: a blank ends an unquoted value there.
 */
int crm_filter_parse(const struct crm_ctx *, const struct crm_entity *, char *const *arg, size_t narg,
    struct crm_expr **out, struct crm_arena *, struct crm_err *);
int crm_filter_text(const struct crm_ctx *, const struct crm_entity *, const char *text,
    struct crm_expr **out, struct crm_arena *, struct crm_err *);
/* What passes both; either may be NULL. */
struct crm_expr *crm_filter_and(struct crm_expr *, struct crm_expr *, struct crm_arena *);
/* Whether some test names this field of the entity itself (does the filter ask for what is put away?). */
bool crm_filter_names(const struct crm_expr *, const char *field);

#pragma GCC visibility pop
#endif
