/* quote.c - texts as JSON and YAML hold them */
#include "io/quote.h"

#include <stdint.h>
#include <string.h>

#include "crm/utf8.h"

/* Marks the bytes of x that are zero, or below c. */
#define ONES          (~UINT64_C(0) / 255)
#define BELOW(x, c)   (((x) - ONES * (c)) & ~(x) & ONES * 0x80)

static bool
is_plain8(const char *p, char other)
{
	uint64_t x;

	memcpy(&x, p, 8);
	return (BELOW(x, 0x20) | BELOW(x ^ ONES * '"', 1) | BELOW(x ^ ONES * (unsigned char)other, 1)) == 0;
}

size_t
io_plain_run(const char *p, size_t n, char other)
{
	size_t i = 0;

	while (i + 8 <= n && is_plain8(p + i, other))
		i += 8;
	if (n >= 8 && i + 8 > n && is_plain8(p + n - 8, other))
		return n;
	while (i < n && (unsigned char)p[i] >= 0x20 && p[i] != '"' && p[i] != other)
		i++;
	return i;
}

static void
json_escape(struct crm_buf *buf, unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *k = memchr(from, c, sizeof from - 1);

	if (k != NULL)
		crm_put(buf, (char[]){ '\\', to[k - from] }, 2);
	else
		crm_putf(buf, "\\u%04X", c);
}

void
crm_put_json(struct crm_buf *buf, const char *p, size_t n)
{
	size_t run = io_plain_run(p, n, '\\');
	char *w;

	if (run == n) {         /* nearly always: one copy */
		w = crm_reserve(buf, n + 3);
		*w = '"';
		if (n > 0)
			memcpy(w + 1, p, n);
		memcpy(w + n + 1, "\"", 2);
		buf->n += n + 2;
		return;
	}
	crm_putc(buf, '"');
	for (;; p++, n--) {
		run = io_plain_run(p, n, '\\');
		crm_put(buf, p, run);
		p += run;
		n -= run;
		if (n == 0)
			break;
		json_escape(buf, (unsigned char)*p);
	}
	crm_putc(buf, '"');
}

/* Takes one character off a valid text. */
static uint32_t
take(const char **p, size_t *n, size_t *len)
{
	const unsigned char *s = (const unsigned char *)*p;
	uint32_t c = *s;

	*len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	if (*len > *n)
		*len = 1;
	if (*len > 1)
		c &= 0x7F >> *len;
	for (size_t i = 1; i < *len; i++)
		c = c << 6 | (s[i] & 0x3F);
	*p += *len;
	*n -= *len;
	return c;
}

void
io_put_json(struct crm_buf *buf, const char *p, size_t n, bool tty)
{
	const char *at;
	size_t len;
	uint32_t c;

	if (!tty || crm_is_safe(p, n)) {
		crm_put_json(buf, p, n);
		return;
	}
	crm_putc(buf, '"');
	while (n > 0) {
		at = p;
		c = take(&p, &n, &len);
		if (c < 0x20 || c == '"' || c == '\\')
			json_escape(buf, (unsigned char)c);
		else if (crm_is_safe(at, len))
			crm_put(buf, at, len);
		else if (c < 0x10000)
			crm_putf(buf, "\\u%04X", c);
		else
			crm_putf(buf, "\\u%04X\\u%04X", 0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
	}
	crm_putc(buf, '"');
}

static bool
is_letter(unsigned char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* Words that some reader takes for nothing, a truth or no number, in any case. */
static bool
is_yaml_word(const char *p, size_t n)
{
	static const char *const words[] = { "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan",
	    "inf", "none" };
	size_t i;

	if (n > 5)
		return false;
	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		for (i = 0; i < n && (p[i] | 32) == words[w][i]; i++)
			;
		if (i == n && words[w][n] == '\0')
			return true;
	}
	return false;
}

/*
 * True when a text may stand without quotes.  Strict on purpose: it begins with an ASCII letter, so it is no
 * number, date, or indicator; it has nothing that ends a plain scalar; all is printable ASCII, or letters of
 * other scripts that nobody takes for a line end.
 */
static bool
is_yaml_plain(const char *p, size_t n)
{
	unsigned char c;

	if (n == 0 || !is_letter((unsigned char)*p) || is_yaml_word(p, n))
		return false;
	if (p[n - 1] == ' ' || p[n - 1] == ':')
		return false;
	for (size_t i = 1; i < n; i++) {
		c = (unsigned char)p[i];
		if (c < ' ' || c == 0x7F || (c == ':' && p[i + 1] == ' ') || (c == '#' && p[i - 1] == ' '))
			return false;
		/* C1 and NEL are C2 80..9F; marks, separators and non-characters begin with E2, EF or F0.. */
		if ((c == 0xC2 && (unsigned char)p[i + 1] < 0xA0) || c == 0xE2 || c >= 0xEF)
			return false;
	}
	return true;
}

/* What YAML 1.1 or 1.2 does not count as printable, or takes for a line end or a mark. */
static bool
yaml_escapes(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
	    (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static void
yaml_escape(struct crm_buf *buf, uint32_t c)
{
	static const char from[] = "\"\\\n\r\t", to[] = "\"\\nrt";
	const char *k = c < 0x80 ? memchr(from, (int)c, sizeof from - 1) : NULL;

	if (k != NULL)
		crm_put(buf, (char[]){ '\\', to[k - from] }, 2);
	else if (c < 0x100)
		crm_putf(buf, "\\x%02X", c);
	else if (c < 0x10000)
		crm_putf(buf, "\\u%04X", c);
	else
		crm_putf(buf, "\\U%08X", c);
}

void
io_put_yaml(struct crm_buf *buf, const char *p, size_t n, bool tty)
{
	const char *at;
	size_t len;
	uint32_t c;

	tty = tty && !crm_is_safe(p, n);
	if (!tty && is_yaml_plain(p, n)) {
		crm_put(buf, p, n);
		return;
	}
	crm_putc(buf, '"');
	while (n > 0) {
		at = p;
		c = take(&p, &n, &len);
		if (c == '"' || c == '\\' || yaml_escapes(c) || (tty && !crm_is_safe(at, len)))
			yaml_escape(buf, c);
		else
			crm_put(buf, at, len);
	}
	crm_putc(buf, '"');
}

void
crm_put_yaml(struct crm_buf *buf, const char *p, size_t n)
{
	io_put_yaml(buf, p, n, false);
}

static const char *
digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

bool
io_is_number(const char *p, size_t n)
{
	const char *end = p + n, *from;

	p += p < end && *p == '-';
	from = p;
	p = digits(p, end);
	if (p == from || (*from == '0' && p - from > 1))
		return false;
	if (p < end && *p == '.') {
		from = ++p;
		if ((p = digits(p, end)) == from)
			return false;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p += 1 + (p + 1 < end && (p[1] == '-' || p[1] == '+'));
		from = p;
		if ((p = digits(p, end)) == from)
			return false;
	}
	return p == end;
}

void
io_put_instead(struct crm_buf *b, const char *p, size_t n, const char *const instead[128])
{
	const char *end = p + n, *from = p;

	for (; p < end; p++) {
		const char *other = (unsigned char)*p < 128 ? instead[(unsigned char)*p] : NULL;

		if (other == NULL)
			continue;
		crm_put_safe(b, from, (size_t)(p - from));
		crm_puts(b, other);
		from = p + 1;
	}
	crm_put_safe(b, from, (size_t)(end - from));
}

void
crm_put_base64(struct crm_buf *b, const void *bytes, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (const unsigned char *p = bytes; n > 0; p += 3, n -= n < 3 ? n : 3) {
		unsigned v = (unsigned)p[0] << 16 | (n > 1 ? (unsigned)p[1] << 8 : 0) | (n > 2 ? p[2] : 0);

		crm_putc(b, digit[v >> 18]);
		crm_putc(b, digit[v >> 12 & 63]);
		crm_putc(b, n > 1 ? digit[v >> 6 & 63] : '=');
		crm_putc(b, n > 2 ? digit[v & 63] : '=');
	}
}
