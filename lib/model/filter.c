/* filter.c - the filter language: its grammar */
#include <stdio.h>
#include <string.h>

#include "crm/utf8.h"
#include "model/inner.h"
#include "model/parser.h"

#define DEPTH_MAX 64
#define NAMED_MAX 16
#define TEST_MAX 500            /* an engine's expression tree has its limit too */

static int
column(const struct parser *ps, size_t at)
{
	int n = 1;

	for (size_t i = 0; i < at; i++)
		n += (ps->text[i] & 0xC0) != 0x80;
	return n;
}

static void
complain(struct parser *ps, size_t at, int code, const char *msg)
{
	char key[128];

	if (ps->named != NULL)
		snprintf(key, sizeof key, "@%.64s: column %d", ps->named->name, column(ps, at));
	else
		snprintf(key, sizeof key, "column %d", column(ps, at));
	if (ps->code == CRM_OK)
		ps->code = code;
	crm_fail(ps->err, code, key, "%s", msg);
}

static void
refuse(struct parser *ps, size_t at, const char *fmt, va_list ap)
{
	char msg[1024];

	vsnprintf(msg, sizeof msg, fmt, ap);
	complain(ps, at, CRM_USAGE, msg);
}

void
parser_fail(struct parser *ps, size_t at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	refuse(ps, at, fmt, ap);
	va_end(ap);
}

void
parser_tear(struct parser *ps, size_t at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	refuse(ps, at, fmt, ap);
	va_end(ap);
	ps->torn = true;
}

void
parser_relay(struct parser *ps, size_t at, int rc, const struct crm_err *why)
{
	complain(ps, at, rc == CRM_DATA ? CRM_USAGE : rc, why->text);
}

size_t
parser_path(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (model_alpha(p[i]) || model_digit(p[i]) || p[i] == '_' || p[i] == '.'))
		i++;
	return i;
}

size_t
parser_op(const char *p, size_t n, unsigned *op)
{
	static const struct { const char *text; unsigned op; } ops[] = {
		{ "!=", CRM_NE }, { "!~", CRM_HASNT }, { "<=", CRM_LE }, { ">=", CRM_GE },
		{ "=", CRM_EQ }, { "~", CRM_HAS }, { "<", CRM_LT }, { ">", CRM_GT },
	};

	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (model_starts(p, n, ops[i].text)) {
			*op = ops[i].op;
			return strlen(ops[i].text);
		}
	return 0;
}

/* Bytes of "path op" at p, 0 when there is no such thing. */
static size_t
test_head(const char *p, size_t n)
{
	size_t path = parser_path(p, n), op = 0;
	unsigned which;

	if (path)
		op = parser_op(p + path, n - path, &which);
	return op ? path + op : 0;
}

static void
skip_blanks(struct parser *ps)
{
	while (ps->at < ps->n && model_blank(ps->text[ps->at]))
		ps->at++;
}

static bool
at_char(const struct parser *ps, char c)
{
	return ps->at < ps->n && ps->text[ps->at] == c;
}

/* Whether the word stands at p alone. */
static bool
is_keyword(const char *p, size_t n, const char *word)
{
	size_t len = strlen(word);

	return model_starts(p, n, word) &&
	    (n == len || model_blank(p[len]) || memchr("()\"", p[len], 3) != NULL);
}

static bool
at_keyword(const struct parser *ps, const char *word)
{
	return is_keyword(ps->text + ps->at, ps->n - ps->at, word);
}

static struct crm_expr *
make(struct crm_arena *arena, enum crm_node node, struct crm_expr *a, struct crm_expr *b)
{
	struct crm_expr *e = crm_zalloc(arena, sizeof *e);

	e->node = node;
	e->a = a;
	e->b = b;
	return e;
}

static bool
enter(struct parser *ps)
{
	if (++ps->depth > DEPTH_MAX)
		parser_tear(ps, ps->at, "nested deeper than %d", DEPTH_MAX);
	return !ps->torn;
}

/* Bytes of the bare word at the parser's place. */
static size_t
bare_len(const struct parser *ps)
{
	size_t i = ps->at;

	while (i < ps->n && !model_blank(ps->text[i]) && memchr("()\"", ps->text[i], 3) == NULL)
		i++;
	return i - ps->at;
}

/* Whether words to look for go on here. */
static bool
at_words(const struct parser *ps)
{
	const char *p = ps->text + ps->at;
	size_t n = ps->n - ps->at;

	return n && memchr("()@", *p, 3) == NULL && test_head(p, n) == 0 &&
	    !at_keyword(ps, "and") && !at_keyword(ps, "or") && !at_keyword(ps, "not");
}

static void
read_phrase(struct parser *ps, struct crm_buf *words)
{
	size_t from = ++ps->at;

	while (ps->at < ps->n && ps->text[ps->at] != '"')
		ps->at++;
	if (ps->at == ps->n)
		parser_tear(ps, from - 1, "the quote is never closed");
	else
		crm_words(words, ps->text + from, ps->at++ - from);
}

static void
read_bare(struct parser *ps, struct crm_buf *words)
{
	size_t n = bare_len(ps);
	const char *p = ps->text + ps->at;
	char quoted[256];

	for (size_t i = 0; i < n; i++)
		if (memchr("=~<>", p[i], 4) != NULL) {
			parser_tear(ps, ps->at,
			    "%s is no test (field=value, without blanks): quote it to look for it",
			    crm_quote(quoted, p, n));
			return;
		}
	crm_words(words, p, n);
	ps->at += n;
}

static bool
is_searched(const struct crm_entity *ent)
{
	for (size_t i = 0; i < ent->nfield; i++)
		if (ent->field[i].flags & CRM_F_SEARCHED)
			return true;
	return false;
}

/* Neighbouring words are one question to the full text. */
static struct crm_expr *
parse_words(struct parser *ps)
{
	struct crm_expr *e = make(ps->arena, CRM_WORDS, NULL, NULL);
	struct crm_buf words = { 0 };
	size_t from = ps->at;
	char quoted[256];

	for (; !ps->torn && at_words(ps); skip_blanks(ps))
		if (at_char(ps, '"'))
			read_phrase(ps, &words);
		else
			read_bare(ps, &words);
	if (!ps->torn && !is_searched(ps->ent))
		parser_fail(ps, from, "%s has no full text: use field=value or field~text", ps->ent->name);
	else if (!ps->torn && words.n == 0)
		parser_fail(ps, from, "%s has no word to look for",
		    crm_quote(quoted, ps->text + from, ps->at - from));
	e->path.ent = ps->ent;
	e->words = crm_strndup(ps->arena, words.p ? words.p : "", words.n);
	crm_buf_free(&words);
	return e;
}

/* A name that is looked for: the filter of it, of our entity if there is one, and what else is like it. */
struct naming {
	const char *p;
	size_t n;
	const struct crm_named *found;
	struct model_near near;
};

static void
look_among(struct naming *l, const struct crm_entity *ent, const struct crm_named *named, size_t n)
{
	for (; n > 0; named++, n--) {
		bool ours = strcmp(named->entity, ent->name) == 0;

		if (strlen(named->name) == l->n && memcmp(named->name, l->p, l->n) == 0 && (ours || l->found == NULL))
			l->found = named;
		if (ours)
			model_near(&l->near, l->p, l->n, named->name);
	}
}

static const struct crm_named *
find_named(struct parser *ps, size_t at, const char *p, size_t n)
{
	const struct crm_policy *policy = ps->ctx.policy;
	struct naming l = { .p = p, .n = n, .near = MODEL_NEAR };
	const struct crm_named *kept = NULL;
	struct crm_err why = CRM_ERR_INIT;
	size_t nkept = 0;
	int rc;

	if (policy != NULL)
		look_among(&l, ps->ent, policy->named, policy->nnamed);
	if (l.found != NULL && strcmp(l.found->entity, ps->ent->name) == 0)
		return l.found;
	if (ps->ctx.named != NULL && (rc = ps->ctx.named(ps->ctx.arg, &kept, &nkept, &why)) != CRM_OK) {
		parser_relay(ps, at, rc, &why);
		return NULL;
	}
	look_among(&l, ps->ent, kept, nkept);
	if (l.found != NULL && strcmp(l.found->entity, ps->ent->name) == 0)
		return l.found;
	if (l.found != NULL)
		parser_fail(ps, at, "@%s is a filter of %s, not of %s", l.found->name, l.found->entity,
		    ps->ent->name);
	else if (l.near.best != NULL)
		parser_fail(ps, at, "there is no filter @%.*s (did you mean @%s?)", (int)n, p, l.near.best);
	else
		parser_fail(ps, at, "there is no filter @%.*s", (int)n, p);
	return NULL;
}

/* "@a > @b > @a": from where the name first stands, which is deepest. */
static void
put_circle(const struct parser *ps, const struct crm_named *named, struct crm_buf *b)
{
	if (ps->named != named)
		put_circle(ps->outer, named, b);
	crm_putf(b, "@%s > ", ps->named->name);
}

static bool
may_nest(struct parser *ps, size_t at, const struct crm_named *named)
{
	struct crm_buf circle = { 0 };
	unsigned depth = 0;

	for (const struct parser *p = ps; p != NULL; p = p->outer, depth++)
		if (p->named == named) {
			put_circle(ps, named, &circle);
			parser_fail(ps, at, "@%s goes round in a circle: %s@%s", named->name, circle.p, named->name);
			crm_buf_free(&circle);
			return false;
		}
	if (depth > NAMED_MAX)
		parser_fail(ps, at, "filters are named within filters deeper than %d", NAMED_MAX);
	return depth <= NAMED_MAX;
}

static struct crm_expr *parse_all(struct parser *ps);

static struct crm_expr *
parse_named(struct parser *ps)
{
	size_t from = ps->at++, len = bare_len(ps);
	const struct crm_named *named = find_named(ps, from, ps->text + ps->at, len);
	struct parser in = *ps;
	struct crm_expr *e;

	ps->at += len;
	if (named == NULL || !may_nest(ps, from, named))
		return make(ps->arena, CRM_WORDS, NULL, NULL);
	in.text = named->filter;
	in.n = strlen(named->filter);
	in.at = in.npiece = 0;
	in.named = named;
	in.outer = ps;
	e = parse_all(&in);
	ps->code = in.code;
	ps->ntest = in.ntest;
	ps->torn = in.torn;
	if (e == NULL && !in.torn)
		parser_tear(ps, from, "@%s is empty", named->name);
	return e;
}

static struct crm_expr *parse_or(struct parser *ps);

static struct crm_expr *
parse_group(struct parser *ps)
{
	size_t from = ps->at;
	struct crm_expr *e;

	if (!enter(ps))
		return NULL;
	ps->at++;
	e = parse_or(ps);
	if (!ps->torn && !at_char(ps, ')'))
		parser_tear(ps, from, "the ( is never closed");
	ps->at++;
	ps->depth--;
	return e;
}

static struct crm_expr *
parse_term(struct parser *ps)
{
	skip_blanks(ps);
	if (at_char(ps, '('))
		return parse_group(ps);
	if (at_char(ps, '@'))
		return parse_named(ps);
	if (++ps->ntest > TEST_MAX) {
		parser_tear(ps, ps->at, "more than %d tests", TEST_MAX);
		return NULL;
	}
	if (test_head(ps->text + ps->at, ps->n - ps->at))
		return parser_test(ps);
	if (at_words(ps))
		return parse_words(ps);
	parser_tear(ps, ps->at, "a test is missing here: field=value, or words to look for");
	return NULL;
}

static struct crm_expr *
parse_not(struct parser *ps)
{
	struct crm_expr *e;

	skip_blanks(ps);
	if (!at_keyword(ps, "not"))
		return parse_term(ps);
	if (!enter(ps))
		return NULL;
	ps->at += 3;
	e = make(ps->arena, CRM_NOT, parse_not(ps), NULL);
	ps->depth--;
	return e;
}

static struct crm_expr *
parse_and(struct parser *ps)
{
	struct crm_expr *e = parse_not(ps);

	for (;;) {
		skip_blanks(ps);
		if (ps->torn || ps->at >= ps->n || at_char(ps, ')') || at_keyword(ps, "or"))
			return e;
		if (at_keyword(ps, "and"))
			ps->at += 3;
		e = make(ps->arena, CRM_AND, e, parse_not(ps));
	}
}

static struct crm_expr *
parse_or(struct parser *ps)
{
	struct crm_expr *e = parse_and(ps);

	while (!ps->torn && at_keyword(ps, "or")) {
		ps->at += 2;
		e = make(ps->arena, CRM_OR, e, parse_and(ps));
	}
	return e;
}

/* The whole text; NULL when it is blank. */
static struct crm_expr *
parse_all(struct parser *ps)
{
	struct crm_expr *e;

	skip_blanks(ps);
	if (ps->at == ps->n)
		return NULL;
	e = parse_or(ps);
	if (!ps->torn && ps->at < ps->n)
		parser_tear(ps, ps->at, "a ) without its (");
	return e;
}

static int
parse(struct parser *ps, struct crm_expr **out)
{
	size_t bad;
	struct crm_expr *e = NULL;

	ps->ctx.date_format = NULL;              /* a source's form is for its values, not for our filters */
	if (!crm_utf8_ok(ps->text, ps->n, &bad))
		parser_tear(ps, bad, "not UTF-8");
	else
		e = parse_all(ps);
	if (ps->code == CRM_OK)
		*out = e;
	return ps->code;
}

int
crm_filter_text(const struct crm_ctx *ctx, const struct crm_entity *ent, const char *text,
    struct crm_expr **out, struct crm_arena *arena, struct crm_err *err)
{
	struct parser ps = {
		.ctx = *ctx, .ent = ent, .arena = arena, .err = err, .text = text, .n = strlen(text),
	};

	return parse(&ps, out);
}

/* Whether a word is one that only the filter language has. */
static bool
is_syntax(const char *p, size_t n)
{
	return test_head(p, n) || *p == '"' || (*p == '@' && n > 1) ||
	    memchr(p, '(', n) || memchr(p, ')', n) ||
	    model_same(p, n, "and") || model_same(p, n, "or") || model_same(p, n, "not");
}

/*
 * The shell takes our quotes away: name="Acme Corp" comes as name=Acme Corp.  So an argument that begins as a
 * test is one test whole, blanks and all, unless what follows the blank is more of a filter.
 */
static bool
is_one_test(const char *p, size_t n)
{
	size_t i = test_head(p, n), len;

	if (i == 0 || (i < n && p[i] == '"'))
		return false;
	while (i < n && !model_blank(p[i]))
		i++;
	if (i == n)
		return false;                    /* without a blank it needs no help */
	for (; i < n; i += len) {
		for (len = 0; i + len < n && !model_blank(p[i + len]); len++)
			;
		if (len && is_syntax(p + i, len))
			return false;
		len += len == 0;
	}
	return true;
}

int
crm_filter_parse(const struct crm_ctx *ctx, const struct crm_entity *ent, char *const *arg, size_t narg,
    struct crm_expr **out, struct crm_arena *arena, struct crm_err *err)
{
	struct parser ps = { .ctx = *ctx, .ent = ent, .arena = arena, .err = err };
	struct piece *piece = crm_alloc(arena, (narg + 1) * sizeof *piece);
	struct crm_buf text = { 0 };

	for (size_t i = 0; i < narg; i++) {
		const char *p = arg[i];
		size_t n = strlen(p);

		model_trim(&p, &n);
		if (text.n)
			crm_putc(&text, ' ');
		if (is_one_test(p, n))
			piece[ps.npiece++] = (struct piece){ text.n, text.n + n };
		crm_put(&text, p, n);
	}
	ps.piece = piece;
	ps.text = crm_strndup(arena, text.p ? text.p : "", text.n);
	ps.n = text.n;
	crm_buf_free(&text);
	return parse(&ps, out);
}

struct crm_expr *
crm_filter_and(struct crm_expr *a, struct crm_expr *b, struct crm_arena *arena)
{
	return a == NULL ? b : b == NULL ? a : make(arena, CRM_AND, a, b);
}

bool
crm_filter_names(const struct crm_expr *e, const char *field)
{
	if (e == NULL)
		return false;
	if (e->node == CRM_TEST)
		return e->path.nhop == 0 && strcmp(e->path.field->name, field) == 0;
	return crm_filter_names(e->a, field) || crm_filter_names(e->b, field);
}
