/* num.c - numbers, bounded and without a locale */
#include <string.h>

#include "crm/base.h"
#include "base/scan.h"

#define DIGITS_MAX 18           /* 10^18 is the last power an int64_t holds */

/* *v = *v * 10 + d away from zero; false on overflow.  Keeps the sign so that INT64_MIN can be read. */
static bool
push_digit(int64_t *v, int d, bool neg)
{
	return !__builtin_mul_overflow(*v, (int64_t)10, v) &&
	    !__builtin_add_overflow(*v, (int64_t)(neg ? -d : d), v);
}

static bool
read_sign(const char **p, const char *end)
{
	if (*p < end && (**p == '-' || **p == '+'))
		return *(*p)++ == '-';
	return false;
}

int
crm_num(const char *p, size_t n, int64_t lo, int64_t hi, int64_t *out)
{
	const char *end = p + n;
	bool neg = read_sign(&p, end);
	int64_t v = 0;

	if (p == end)
		return CRM_DATA;
	for (; p < end; p++)
		if (!scan_digit(*p) || !push_digit(&v, *p - '0', neg))
			return CRM_DATA;
	if (v < lo || v > hi)
		return CRM_DATA;
	*out = v;
	return CRM_OK;
}

int
crm_decimal(const char *p, size_t n, int digits, int64_t *out)
{
	const char *end = p + n;
	bool neg = read_sign(&p, end), any = false;
	int64_t v = 0;

	CRM_BUG_IF(digits < 0 || digits > DIGITS_MAX);
	if (p < end && (end[-1] == 'k' || end[-1] == 'M'))
		digits += *--end == 'k' ? 3 : 6;
	for (; p < end && scan_digit(*p); p++, any = true)
		if (!push_digit(&v, *p - '0', neg))
			return CRM_DATA;
	if (p < end) {
		if (*p++ != '.' || p == end)
			return CRM_DATA;
		for (; p < end && scan_digit(*p); p++, any = true) {
			if (digits > 0 && !push_digit(&v, *p - '0', neg))
				return CRM_DATA;
			if (digits-- <= 0 && *p != '0')
				return CRM_DATA;
		}
	}
	if (p < end || !any)
		return CRM_DATA;
	for (; digits > 0; digits--)
		if (!push_digit(&v, 0, neg))
			return CRM_DATA;
	*out = v;
	return CRM_OK;
}

static const char pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* Writes u backwards from end, at least `least` digits; returns the first. */
static char *
put_back(char *end, uint64_t u, int least)
{
	char *p = end;

	while (u >= 100) {
		p -= 2;
		memcpy(p, pairs + u % 100 * 2, 2);
		u /= 100;
	}
	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	while (end - p < least)
		*--p = '0';
	return p;
}

static uint64_t
magnitude(int64_t d)
{
	return d < 0 ? 0 - (uint64_t)d : (uint64_t)d;
}

void
crm_putd(struct crm_buf *b, int64_t d)
{
	char text[24], *end = text + sizeof text, *p = put_back(end, magnitude(d), 1);

	if (d < 0)
		*--p = '-';
	crm_put(b, p, (size_t)(end - p));
}

void
crm_put_decimal(struct crm_buf *b, int64_t value, int digits)
{
	char text[24], *end = text + sizeof text, *p;

	CRM_BUG_IF(digits < 0 || digits > DIGITS_MAX);
	p = put_back(end, magnitude(value), digits + 1);
	if (value < 0)
		*--p = '-';
	crm_put(b, p, (size_t)(end - p) - (size_t)digits);
	if (digits) {
		crm_putc(b, '.');
		crm_put(b, end - digits, (size_t)digits);
	}
}
