/* parser.h - a filter while it is read; private to lib/model */
#ifndef MODEL_PARSER_H
#define MODEL_PARSER_H

#include "crm/filter.h"
#include "crm/policy.h"

/* A stretch of the text that is one test, blanks in its value and all. */
struct piece { size_t from, to; };

struct parser {
	struct crm_ctx ctx;
	const struct crm_entity *ent;
	struct crm_arena *arena;
	struct crm_err *err;
	const char *text;
	size_t n, at;
	const struct piece *piece;               /* ascending */
	size_t npiece;
	unsigned depth, ntest;
	bool torn;                               /* the grammar is broken: reading on makes no sense */
	int code;                                /* of the first complaint */
	const struct crm_named *named;           /* the @name being read, inside the filter `outer` */
	const struct parser *outer;
};

/* Complains about the column at a place; parser_tear stops the reading too. */
void parser_fail(struct parser *, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void parser_tear(struct parser *, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Passes complaints of a value's type on, with the column. */
void parser_relay(struct parser *, size_t at, int rc, const struct crm_err *);

/* Bytes of the path at p, and of the operator at p with what it is; 0 for none. */
size_t parser_path(const char *p, size_t n);
size_t parser_op(const char *p, size_t n, unsigned *op);
/* Reads the test that begins at the parser's place: path, operator and value are there. */
struct crm_expr *parser_test(struct parser *);

#endif
