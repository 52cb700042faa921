/* scan.h - bytes eight at a time, characters one at a time; private to lib/base */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ONES  0x0101010101010101u
#define HIGHS 0x8080808080808080u

static inline uint64_t
scan_load(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static inline bool
scan_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* tolower(3) without a locale */
static inline char
scan_lower(char c)
{
	return (char)(c + ((unsigned char)(c - 'A') < 26) * 32);
}

static inline bool
scan_blank(char c)
{
	return c == ' ' || (unsigned char)(c - '\t') < 5;
}

/* Reads min..max digits, as many as there are; false leaves *p alone. */
static inline bool
scan_int(const char **p, const char *end, int min, int max, int *out)
{
	const char *s = *p;
	int n = 0, v = 0;

	for (; n < max && s < end && scan_digit(*s); n++)
		v = v * 10 + (*s++ - '0');
	if (n < min)
		return false;
	*p = s;
	*out = v;
	return true;
}

/* Decodes the character at p, n > 0 bytes remaining: its length, or 0 when it is not valid UTF-8. */
static inline unsigned
scan_rune(const char *p, size_t n, uint32_t *cp)
{
	const unsigned char *s = (const unsigned char *)p;
	unsigned len;
	uint32_t c = s[0], least;

	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	if (c >= 0xC2 && c < 0xE0)
		len = 2, c &= 0x1F, least = 0x80;
	else if (c >= 0xE0 && c < 0xF0)
		len = 3, c &= 0x0F, least = 0x800;
	else if (c >= 0xF0 && c < 0xF5)
		len = 4, c &= 0x07, least = 0x10000;
	else
		return 0;
	if (n < len)
		return 0;
	for (unsigned i = 1; i < len; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least || c > 0x10FFFF || c - 0xD800 < 0x800)
		return 0;
	*cp = c;
	return len;
}

/* True for what a terminal obeys or hides instead of showing it. */
bool scan_hidden(uint32_t cp);

#endif
