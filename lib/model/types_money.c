/* types_money.c - amounts, in minor units of a currency that the context tells */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

#define AMOUNT_MAX 64

/* Signs that people write for currencies; one sign may serve several. */
static const struct { const char *sign, *codes; } signs[] = {
	{ "€", "EUR" }, { "£", "GBP" }, { "¥", "JPY CNY" }, { "₹", "INR" }, { "₽", "RUB" },
	{ "₴", "UAH" }, { "₺", "TRY" }, { "₩", "KRW" }, { "zł", "PLN" }, { "Kč", "CZK" },
	{ "Ft", "HUF" }, { "lei", "RON" },
	{ "kr", "DKK NOK SEK ISK" }, { "Fr.", "CHF" }, { "R$", "BRL" }, { "US$", "USD" },
	{ "$", "USD CAD AUD NZD HKD SGD MXN ARS CLP COP" },
};

static int
digits(const char *currency)
{
	int d = currency ? crm_currency_digits(currency) : 2;

	return d < 0 ? 2 : d;
}

/* Whether a text beside an amount names the currency. */
static bool
names(const char *currency, const char *p, size_t n)
{
	if (currency == NULL)
		return false;
	if (model_same(p, n, currency))
		return true;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (model_same(p, n, signs[i].sign) && strstr(signs[i].codes, currency) != NULL)
			return true;
	return false;
}

static bool
numeric(char c)
{
	return model_digit(c) || c == '.' || c == '+' || c == '-';
}

/* Takes the currency off the front; a sign before it stays: -€5. */
static bool
cut_head(const char *currency, char *s, size_t *n)
{
	size_t sign = *n > 1 && (*s == '-' || *s == '+') && !numeric(s[1]), end = sign, next;

	/* the dot of "Fr." is the sign's */
	while (end < *n && (!numeric(s[end]) || (s[end] == '.' && end > sign)) && !model_blank(s[end]))
		end++;
	for (next = end; next < *n && model_blank(s[next]); next++)
		;
	if (end == sign)
		return true;
	if (!names(currency, s + sign, end - sign))
		return false;
	memmove(s + sign, s + next, *n - next);
	*n -= next - sign;
	return true;
}

static bool
cut_tail(const char *currency, char *s, size_t *n)
{
	size_t from = *n;

	if (from > 1 && s[from - 1] == '.' && model_alpha(s[from - 2]))
		from--;
	while (from && !numeric(s[from - 1]) && !model_blank(s[from - 1]))
		from--;
	if (from < *n && !names(currency, s + from, *n - from) && (s[from] == 'k' || s[from] == 'M'))
		from++;                          /* 12.5kEUR */
	if (from == *n)
		return true;
	if (!names(currency, s + from, *n - from))
		return false;
	while (from && model_blank(s[from - 1]))
		from--;
	*n = from;
	return true;
}

static int
parse_money(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	const char *currency = ctx->currency;
	char s[AMOUNT_MAX];
	size_t len = n;
	int64_t amount;

	(void)arena;
	if (n >= sizeof s)
		return model_refuse(err, f, p, n, "is not an amount");
	memcpy(s, p, n);
	if (!cut_head(currency, s, &len) || !cut_tail(currency, s, &len) ||
	    crm_decimal(s, len, digits(currency), &amount) != CRM_OK)
		return model_refuse(err, f, p, n, "is not an amount%s%s: %s", currency ? " in " : "",
		    currency ? currency : "", digits(currency) ? "1250, 1250.5 or 12.5k" : "1250 or 12k");
	*out = CRM_VINT(amount);
	return CRM_OK;
}

static void
print_money(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	(void)f;
	crm_put_decimal(b, v->i, digits(ctx ? ctx->currency : NULL));
}

const struct crm_type crm_t_money = {
	.name = "money", .store = CRM_INT, .json = CRM_JSON_NUMBER, .right = true, .most = INT64_C(1000000000000000),
	.ops = CRM_EQ | CRM_NE | CRM_LT | CRM_LE | CRM_GT | CRM_GE,
	.help = "an amount: 1250, 1250.50, 12.5k",
	.parse = parse_money, .print = print_money,
};
