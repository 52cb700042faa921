/* types.c - kinds of values: words, numbers and references */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

#define TEXT_OPS (CRM_EQ | CRM_NE | CRM_HAS | CRM_HASNT | CRM_LT | CRM_LE | CRM_GT | CRM_GE)
#define WORD_OPS (CRM_EQ | CRM_NE)
#define NUMBER_OPS (CRM_EQ | CRM_NE | CRM_LT | CRM_LE | CRM_GT | CRM_GE)
#define WORD_MAX 64

void
model_print_text(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v,
    struct crm_buf *b)
{
	(void)ctx, (void)f;
	crm_put(b, v->p, v->n);
}

static int
parse_id(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t id;

	(void)ctx, (void)arena;
	if (!crm_read_id(f->to, p, n, &id))
		return model_refuse(err, f, p, n, "is not the id of a %s: %s and a number",
		    f->to->name, f->to->prefix);
	*out = CRM_VINT(id);
	return CRM_OK;
}

static void
print_id(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	(void)ctx;
	crm_put_id(b, f->to, v->i);
}

const struct crm_type crm_t_id = {
	.name = "id", .store = CRM_INT, .ops = NUMBER_OPS,
	.help = "the prefix of its kind and a number: c42",
	.parse = parse_id, .print = print_id,
};

static int
parse_text(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	(void)ctx, (void)f, (void)err;
	model_text(out, arena, p, n, false);
	return CRM_OK;
}

const struct crm_type crm_t_text = {
	.name = "text", .store = CRM_TEXT, .ops = TEXT_OPS, .folded = true,
	.help = "any text",
	.parse = parse_text, .print = model_print_text,
};

/* "In progress" and "in-progress" are in_progress. */
static char
word_char(char c)
{
	return c == ' ' || c == '-' ? '_' : model_lower(c);
}

static bool
is_word(const char *p, size_t n, const char *word)
{
	size_t i = 0;

	while (i < n && word[i] != '\0' && word_char(p[i]) == word_char(word[i]))
		i++;
	return i == n && word[i] == '\0';
}

static int
parse_listed(const struct crm_field *f, const char *p, size_t n, struct crm_val *out, struct crm_err *err)
{
	struct crm_buf allowed = { 0 };
	int rc;

	for (const char *const *w = f->values; *w != NULL; w++)
		if (is_word(p, n, *w)) {
			*out = CRM_VTEXT(*w, strlen(*w));
			return CRM_OK;
		}
	model_put_words(&allowed, f->values);
	rc = model_refuse(err, f, p, n, "is not %s", allowed.p ? allowed.p : "allowed: no words are");
	crm_buf_free(&allowed);
	return rc;
}

static int
parse_word(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	(void)ctx;
	if (f != NULL && f->values != NULL)
		return parse_listed(f, p, n, out, err);
	if (n > WORD_MAX)
		return model_refuse(err, f, p, n, "is longer than a word of %d bytes", WORD_MAX);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] <= ' ' || memchr("\",;\\()\x7F", p[i], 7) != NULL)
			return model_refuse(err, f, p, n, "is not one word: letters, digits, _ and - only");
	model_text(out, arena, p, n, true);
	return CRM_OK;
}

const struct crm_type crm_t_word = {
	.name = "word", .store = CRM_TEXT, .ops = WORD_OPS,
	.help = "one of the words allowed",
	.parse = parse_word, .print = model_print_text,
};

static int
parse_int(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t i;

	(void)ctx, (void)arena;
	if (crm_num(p, n, INT64_MIN, INT64_MAX, &i) != CRM_OK)
		return model_refuse(err, f, p, n, "is not a whole number");
	*out = CRM_VINT(i);
	return CRM_OK;
}

static void
print_int(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	(void)ctx, (void)f;
	crm_putd(b, v->i);
}

const struct crm_type crm_t_int = {
	.name = "int", .store = CRM_INT, .ops = NUMBER_OPS, .json = CRM_JSON_NUMBER, .right = true,
	.help = "a whole number",
	.parse = parse_int, .print = print_int,
};

/* Drops the zeros that end a fraction. */
static void
trim_zeros(struct crm_buf *b)
{
	while (b->p[b->n - 1] == '0')
		b->n--;
	if (b->p[b->n - 1] == '.')
		b->n--;
	b->p[b->n] = '\0';
}

static int
parse_percent(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	const char *s = p;
	size_t len = n;
	int64_t points;

	(void)ctx, (void)arena;
	if (s[len - 1] == '%')
		len--;
	model_trim(&s, &len);
	if (len == 0 || model_alpha(s[len - 1]) || crm_decimal(s, len, 2, &points) != CRM_OK)
		return model_refuse(err, f, p, n, "is not a percentage: 25, 12.5 or 12.5%%");
	*out = CRM_VINT(points);
	return CRM_OK;
}

static void
print_percent(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v,
    struct crm_buf *b)
{
	(void)ctx, (void)f;
	crm_put_decimal(b, v->i, 2);
	trim_zeros(b);
}

const struct crm_type crm_t_percent = {
	.name = "percent", .store = CRM_INT, .ops = NUMBER_OPS, .json = CRM_JSON_NUMBER, .right = true,
	.help = "a percentage with at most two decimals: 25, 12.5%",
	.parse = parse_percent, .print = print_percent,
};

#define REAL_DIGITS 4

static int
parse_real(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t scaled;

	(void)ctx, (void)arena;
	if (crm_decimal(p, n, REAL_DIGITS, &scaled) != CRM_OK)
		return model_refuse(err, f, p, n, "is not a number");
	*out = CRM_VREAL((double)scaled / 1e4);
	return CRM_OK;
}

static void
print_real(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	double r = v->t == CRM_INT ? (double)v->i : v->r;

	(void)ctx, (void)f;
	if (r > -1e14 && r < 1e14) {
		crm_put_decimal(b, (int64_t)(r * 1e4 + (r < 0 ? -.5 : .5)), REAL_DIGITS);
		trim_zeros(b);
	} else
		crm_putf(b, "%.0f", r);          /* no decimal point, so no locale */
}

const struct crm_type crm_t_real = {
	.name = "real", .store = CRM_REAL, .ops = NUMBER_OPS, .json = CRM_JSON_NUMBER, .right = true,
	.help = "a number",
	.parse = parse_real, .print = print_real,
};

static int
parse_bool(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	static const char *const words[] = { "no", "yes", "false", "true", "0", "1", "off", "on", "n", "y" };

	(void)ctx, (void)arena;
	for (int i = 0; i < 10; i++)
		if (model_same(p, n, words[i])) {
			*out = CRM_VINT(i & 1);
			return CRM_OK;
		}
	return model_refuse(err, f, p, n, "is not yes or no");
}

static void
print_bool(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	(void)ctx, (void)f;
	crm_puts(b, v->i ? "yes" : "no");
}

const struct crm_type crm_t_bool = {
	.name = "bool", .store = CRM_INT, .ops = WORD_OPS, .json = CRM_JSON_BOOL,
	.help = "yes or no",
	.parse = parse_bool, .print = print_bool,
};

static int
parse_country(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	const char *code = crm_country_code(p, n);

	(void)ctx, (void)arena;
	if (code == NULL)
		return model_refuse(err, f, p, n, "is not a country: an ISO 3166 code or the English name");
	*out = CRM_VTEXT(code, 2);
	return CRM_OK;
}

const struct crm_type crm_t_country = {
	.name = "country", .store = CRM_TEXT, .ops = WORD_OPS,
	.help = "an ISO 3166 code or an English name: NL, Netherlands",
	.parse = parse_country, .print = model_print_text,
};

static int
parse_currency(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	char *code = crm_strndup(arena, p, n);

	(void)ctx;
	for (size_t i = 0; i < n; i++)
		code[i] = (char)(model_alpha(code[i]) ? code[i] & ~32 : code[i]);
	if (crm_currency_digits(code) < 0)
		return model_refuse(err, f, p, n, "is not a currency: an ISO 4217 code such as EUR");
	*out = CRM_VTEXT(code, n);
	return CRM_OK;
}

const struct crm_type crm_t_currency = {
	.name = "currency", .store = CRM_TEXT, .ops = WORD_OPS,
	.help = "an ISO 4217 code: EUR",
	.parse = parse_currency, .print = model_print_text,
};

/* Complaints of the search for a record come under the name of the field that asked. */
static int
resolve(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n, int64_t *id,
    struct crm_err *err)
{
	struct crm_err why;
	char quoted[256];
	int rc = CRM_NO;

	crm_err_clear(&why);
	if (ctx->resolve != NULL)
		rc = ctx->resolve(ctx->arg, f->to, NULL, p, n, id, &why);
	if (rc == CRM_OK)
		return CRM_OK;
	if (rc == CRM_NO)
		return crm_fail(err, CRM_DATA, f->name, "there is no %s %s", f->to->name,
		    crm_quote(quoted, p, n));
	return crm_fail(err, rc, f->name, "%s", why.text);
}

static int
parse_ref(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t id;
	int rc = CRM_OK;

	(void)arena;
	if (!crm_read_id(f->to, p, n, &id))
		rc = resolve(ctx, f, p, n, &id, err);
	if (rc == CRM_OK)
		*out = CRM_VINT(id);
	return rc;
}

const struct crm_type crm_t_ref = {
	.name = "ref", .store = CRM_INT, .ops = WORD_OPS,
	.help = "a record: its id, key:KEY, an e-mail address, a phone number or a name",
	.parse = parse_ref, .print = print_id,
};

/* What a policy may give to a field of its own: no ids, and nothing that is never stored. */
const struct crm_type *
crm_type_find(const char *name)
{
	static const struct crm_type *const types[] = {
		&crm_t_text, &crm_t_word, &crm_t_int, &crm_t_money, &crm_t_percent, &crm_t_date, &crm_t_time,
		&crm_t_span, &crm_t_bool, &crm_t_email, &crm_t_phone, &crm_t_site, &crm_t_country,
		&crm_t_currency, &crm_t_ref, &crm_t_rrule,
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i]->name, name) == 0)
			return types[i];
	return NULL;
}
