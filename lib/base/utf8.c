/* utf8.c - validity, width, and text that a terminal may see */
#include <utf8proc.h>

#include "crm/utf8.h"
#include "base/scan.h"

/* Eight bytes of ASCII without NUL: no high bit, and none borrowed from a zero. */
static bool
all_ascii(uint64_t w)
{
	return ((w | (w - ONES)) & HIGHS) == 0;
}

/* Eight bytes of 0x20..0x7E. */
static bool
all_printable(uint64_t w)
{
	return ((w | (w - ONES * 0x20) | (w + ONES)) & HIGHS) == 0;
}

bool
crm_utf8_ok(const char *p, size_t n, size_t *bad)
{
	size_t i = 0;
	uint32_t cp;

	while (i < n) {
		if (n - i >= 8 && all_ascii(scan_load(p + i))) {
			i += 8;
			continue;
		}
		unsigned len = scan_rune(p + i, n - i, &cp);
		if (len == 0 || cp == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += len;
	}
	return true;
}

bool
scan_hidden(uint32_t cp)
{
	static const struct { uint32_t lo, hi; } hidden[] = {
		{ 0x7F, 0x9F },                 /* DEL, C1 */
		{ 0x061C, 0x061C },             /* Arabic letter mark */
		{ 0x180E, 0x180E },             /* Mongolian vowel separator */
		{ 0x200B, 0x200F },             /* zero width, direction marks */
		{ 0x2028, 0x202E },             /* line separators, embeddings, overrides */
		{ 0x2060, 0x206F },             /* word joiner, invisible operators, isolates */
		{ 0xFEFF, 0xFEFF },             /* zero-width no-break space */
		{ 0xFFF9, 0xFFFB },             /* interlinear annotation */
		{ 0xE0000, 0xE007F },           /* tags */
	};

	if (cp < 0x7F)
		return cp < 0x20;
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden && cp >= hidden[i].lo; i++)
		if (cp <= hidden[i].hi)
			return true;
	return false;
}

/* Columns of the character at p, and its length; a stray byte is one column of rubbish. */
static size_t
step(const char *p, size_t n, size_t *len)
{
	uint32_t cp;

	*len = scan_rune(p, n, &cp);
	if (*len == 0) {
		*len = 1;
		return 1;
	}
	if (cp < 0x300)
		return cp >= 0x20 && (cp < 0x7F || cp > 0x9F);
	return (size_t)utf8proc_charwidth((utf8proc_int32_t)cp);
}

size_t
crm_width(const char *p, size_t n)
{
	size_t i = 0, len, cols = 0;

	while (i < n) {
		if (n - i >= 8 && all_printable(scan_load(p + i))) {
			i += 8;
			cols += 8;
			continue;
		}
		cols += step(p + i, n - i, &len);
		i += len;
	}
	return cols;
}

size_t
crm_fit(const char *p, size_t n, size_t cols)
{
	size_t i = 0, len, used = 0;

	for (; i < n; i += len) {
		used += step(p + i, n - i, &len);
		if (used > cols)
			break;
	}
	return i;
}

/* Offset of the next character that must not reach a terminal, or n. */
static size_t
next_unsafe(const char *p, size_t n)
{
	size_t i = 0;
	uint32_t cp;

	while (i < n) {
		if (n - i >= 8 && all_printable(scan_load(p + i))) {
			i += 8;
			continue;
		}
		unsigned len = scan_rune(p + i, n - i, &cp);
		if (len == 0 || scan_hidden(cp))
			break;
		i += len;
	}
	return i;
}

static void
put_visible(struct crm_buf *b, uint32_t cp)
{
	switch (cp) {
	case '\t': crm_puts(b, "\\t"); break;
	case '\n': crm_puts(b, "\\n"); break;
	case '\r': crm_puts(b, "\\r"); break;
	default: crm_putf(b, "\\u{%04X}", (unsigned)cp);
	}
}

void
crm_put_safe(struct crm_buf *b, const char *p, size_t n)
{
	uint32_t cp;

	for (;;) {
		size_t next = next_unsafe(p, n);

		crm_put(b, p, next);
		if (next == n)
			return;
		p += next;
		n -= next;
		unsigned len = scan_rune(p, n, &cp);
		if (len)
			put_visible(b, cp);
		else
			crm_putf(b, "\\x%02X", (unsigned char)*p);
		p += len ? len : 1;
		n -= len ? len : 1;
	}
}

bool
crm_is_safe(const char *p, size_t n)
{
	return next_unsafe(p, n) == n;
}
