/* buf.c - text under construction, and the escapes of our line format */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/base.h"
#include "base/scan.h"

static void
grow(struct crm_buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;

	/* past every allocation anyhow: let crm_xrealloc say so instead of wrapping round */
	if (n > PTRDIFF_MAX - b->n - 1)
		cap = SIZE_MAX;
	else
		while (cap - b->n <= n)
			cap *= 2;
	b->p = crm_xrealloc(b->p, cap);
	b->cap = cap;
}

char *
crm_reserve(struct crm_buf *b, size_t n)
{
	if (n >= b->cap - b->n)
		grow(b, n);
	return b->p + b->n;
}

void
crm_put(struct crm_buf *b, const void *p, size_t n)
{
	char *at = crm_reserve(b, n);

	if (n)
		memcpy(at, p, n);
	at[n] = '\0';
	b->n += n;
}

void
crm_puts(struct crm_buf *b, const char *s)
{
	crm_put(b, s, strlen(s));
}

void
crm_putc(struct crm_buf *b, int c)
{
	char *at = crm_reserve(b, 1);

	at[0] = (char)c;
	at[1] = '\0';
	b->n++;
}

void
crm_putf(struct crm_buf *b, const char *fmt, ...)
{
	va_list ap, again;

	crm_reserve(b, 0);
	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap);
	CRM_BUG_IF(len < 0);
	if ((size_t)len >= b->cap - b->n)
		vsnprintf(crm_reserve(b, (size_t)len), (size_t)len + 1, fmt, again);
	b->n += (size_t)len;
	va_end(again);
	va_end(ap);
}

void
crm_buf_free(struct crm_buf *b)
{
	free(b->p);
	*b = (struct crm_buf){ 0 };
}

/* The letter that escapes c, or 0. */
static char
letter_of(char c)
{
	switch (c) {
	case '\\': return '\\';
	case '\t': return 't';
	case '\n': return 'n';
	case '\r': return 'r';
	}
	return 0;
}

static char
meant_by(char letter)
{
	switch (letter) {
	case '\\': return '\\';
	case 't': return '\t';
	case 'n': return '\n';
	case 'r': return '\r';
	}
	return 0;
}

/* True when none of the 8 bytes needs an escape; a false alarm costs only the slow way. */
static bool
is_plain(uint64_t w)
{
	uint64_t slash = w ^ ONES * '\\';

	return ((((w - ONES * 0x0E) & ~w) | ((slash - ONES) & ~slash)) & HIGHS) == 0;
}

/* Offset of the next byte that needs an escape, or n. */
static size_t
next_special(const char *p, size_t n)
{
	for (size_t i = 0;;) {
		while (n - i >= 8 && is_plain(scan_load(p + i)))
			i += 8;
		for (size_t end = n - i >= 8 ? i + 8 : n; i < end; i++)
			if (letter_of(p[i]))
				return i;
		if (i == n)
			return n;
	}
}

void
crm_escape(struct crm_buf *b, const char *p, size_t n)
{
	for (;;) {
		size_t next = next_special(p, n);

		crm_put(b, p, next);
		if (next == n)
			return;
		crm_put(b, (char[]){ '\\', letter_of(p[next]) }, 2);
		p += next + 1;
		n -= next + 1;
	}
}

size_t
crm_unescape(char *p, size_t n)
{
	char *slash = n ? memchr(p, '\\', n) : NULL;
	if (slash == NULL)
		return n;
	size_t i = (size_t)(slash - p), w = i;

	while (i < n) {
		char c = p[i++];

		if (c == '\\' && i < n && meant_by(p[i]))
			c = meant_by(p[i++]);
		p[w++] = c;
	}
	return w;
}

/* The raw item at *at: its length; moves *at to the next. */
static bool
many_raw(const char *p, size_t n, size_t *at, const char **raw, size_t *len)
{
	if (n == 0 || *at > n)
		return false;
	*raw = p + *at;
	const char *end = memchr(*raw, '\n', n - *at);
	*len = end ? (size_t)(end - *raw) : n - *at;
	*at += *len + 1;
	return true;
}

bool
crm_many_next(const char *p, size_t n, size_t *at, struct crm_arena *a, char **item, size_t *len)
{
	const char *raw;

	if (!many_raw(p, n, at, &raw, len))
		return false;
	*item = crm_strndup(a, raw, *len);
	*len = crm_unescape(*item, *len);
	(*item)[*len] = '\0';
	return true;
}

void
crm_many_add(struct crm_buf *b, const char *item, size_t n)
{
	if (b->n)
		crm_putc(b, '\n');
	crm_escape(b, item, n);
}

/* Compares an escaped text with a plain one. */
static bool
is_escape_of(const char *raw, size_t n, const char *item, size_t len)
{
	size_t i = 0, k = 0;

	while (i < n && k < len) {
		char c = raw[i++];

		if (c == '\\' && i < n && meant_by(raw[i]))
			c = meant_by(raw[i++]);
		if (c != item[k++])
			return false;
	}
	return i == n && k == len;
}

bool
crm_many_has(const char *p, size_t n, const char *item, size_t len)
{
	const char *raw;
	size_t at = 0, rawlen;

	while (many_raw(p, n, &at, &raw, &rawlen))
		if (is_escape_of(raw, rawlen, item, len))
			return true;
	return false;
}
