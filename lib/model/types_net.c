/* types_net.c - kinds of values: where to reach somebody */
#include <string.h>

#include "crm/model.h"
#include "crm/utf8.h"
#include "model/inner.h"

#define NET_OPS (CRM_EQ | CRM_NE | CRM_HAS | CRM_HASNT)
#define LOCAL_MAX 64            /* RFC 5321 section 4.5.3.1 */
#define EMAIL_MAX 254
#define HOST_MAX 253
#define LABEL_MAX 63
#define SITE_MAX 2000

static bool
high(char c)
{
	return (unsigned char)c >= 0x80;
}

/* No character that cannot be seen, nor any blank of Unicode's. */
static bool
visible(const char *p, size_t n)
{
	struct crm_buf b = { 0 };
	bool ok;

	if (!crm_is_safe(p, n))
		return false;
	crm_fold(&b, p, n);
	ok = b.n > 0 && memchr(b.p, ' ', b.n) == NULL;
	crm_buf_free(&b);
	return ok;
}

static bool
is_label(const char *p, size_t n)
{
	if (n == 0 || n > LABEL_MAX || *p == '-' || p[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!model_alpha(p[i]) && !model_digit(p[i]) && p[i] != '-' && !high(p[i]))
			return false;
	return true;
}

bool
model_host(const char *p, size_t n)
{
	size_t labels = 0, from = 0, len = n && p[n - 1] == '.' ? 0 : n;

	for (size_t i = 0; i <= len; i++)
		if (i == len || p[i] == '.') {
			if (!is_label(p + from, i - from))
				return false;
			from = i + 1;
			labels++;
		}
	return labels > 1 && n <= HOST_MAX && visible(p, n);
}

/* dot-atom of RFC 5322, with RFC 6531's letters; quoted local parts are refused: nobody has one */
static bool
is_local(const char *p, size_t n)
{
	if (n == 0 || n > LOCAL_MAX || *p == '.' || p[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.' && p[i + 1] == '.')
			return false;
		if (p[i] != '.' && !model_alpha(p[i]) && !model_digit(p[i]) && !high(p[i]) &&
		    memchr("!#$%&'*+-/=?^_`{|}~", p[i], 19) == NULL)
			return false;
	}
	return visible(p, n);
}

static int
parse_email(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	const char *s = p, *at;
	size_t len = n;

	(void)ctx;
	if (model_starts(s, len, "mailto:"))
		s += 7, len -= 7;
	at = memchr(s, '@', len);
	if (at == NULL || len > EMAIL_MAX || !is_local(s, (size_t)(at - s)) ||
	    !model_host(at + 1, len - (size_t)(at - s) - 1))
		return model_refuse(err, f, p, n, "is not an e-mail address");
	model_text(out, arena, s, len, true);
	return CRM_OK;
}

const struct crm_type crm_t_email = {
	.name = "email", .store = CRM_TEXT, .ops = NET_OPS,
	.help = "an e-mail address: anna@example.org",
	.parse = parse_email, .print = model_print_text,
};

static int
parse_phone(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	char e164[20];
	const char *why = "more than digits", *ext;
	size_t len = n, next = 0;
	char *s;

	if (!model_phone_ext(p, &len, &ext, &next) ||
	    crm_phone_e164(ctx->country, p, len, e164, &why) != CRM_OK)
		return model_refuse(err, f, p, n, "is not a phone number: %s", why);
	s = ext ? crm_sprintf(arena, "%s;ext=%.*s", e164, (int)next, ext) : crm_strdup(arena, e164);
	*out = CRM_VTEXT(s, strlen(s));
	return CRM_OK;
}

const struct crm_type crm_t_phone = {
	.name = "phone", .store = CRM_TEXT, .ops = NET_OPS,
	.help = "a telephone number in any notation; kept as +31201234567",
	.parse = parse_phone, .print = model_print_text,
};

/* ":8080" or nothing */
static bool
is_port(const char *p, size_t n)
{
	int64_t port;

	return n == 0 || (n > 1 && *p == ':' && model_digit(p[1]) &&
	    crm_num(p + 1, n - 1, 1, 65535, &port) == CRM_OK);
}

static int
parse_site(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	static const char *const schemes[] = { "https://", "http://" };
	const char *scheme = schemes[0], *s = p;
	size_t len = n, host = 0, authority = 0, at;
	char *site;

	(void)ctx;
	for (size_t i = 0; i < 2; i++)
		if (model_starts(p, n, schemes[i])) {
			scheme = schemes[i];
			s = p + strlen(scheme);
			len = n - strlen(scheme);
		}
	while (authority < len && memchr("/?#", s[authority], 3) == NULL)
		authority++;
	while (host < authority && s[host] != ':')
		host++;
	if (len > SITE_MAX || !model_host(s, host) || !is_port(s + host, authority - host) ||
	    !visible(s, len))
		return model_refuse(err, f, p, n, "is not a web address: https://example.org/page");
	if (len == authority + 1 && s[authority] == '/')
		len--;                           /* the root is the site */
	site = crm_sprintf(arena, "%s%.*s", scheme, (int)len, s);
	at = strlen(scheme);
	for (size_t i = at; i < at + host; i++)
		site[i] = model_lower(site[i]);
	*out = CRM_VTEXT(site, strlen(site));
	return CRM_OK;
}

const struct crm_type crm_t_site = {
	.name = "site", .store = CRM_TEXT, .ops = NET_OPS, .folded = true,
	.help = "a web address, https:// unless said: example.org/page",
	.parse = parse_site, .print = model_print_text,
};
