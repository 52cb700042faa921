/* strptime.c - dates as others write them, by a format, without a locale */
#include <string.h>

#include "crm/time.h"
#include "base/calendar.h"
#include "base/scan.h"

/* What the text said; -1 where it said nothing. */
struct got { int y, m, d, yday, H, I, M, S, pm; };

static const char *const months[] = {
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
};

/* Takes word at *p, in any case. */
static bool
read_word(const char **p, const char *end, const char *word, size_t n)
{
	if ((size_t)(end - *p) < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (scan_lower((*p)[i]) != word[i])
			return false;
	*p += n;
	return true;
}

static bool
read_month(const char **p, const char *end, int *m)
{
	for (int i = 0; i < 12; i++)
		if (read_word(p, end, months[i], strlen(months[i])) || read_word(p, end, months[i], 3)) {
			*m = i + 1;
			return true;
		}
	return false;
}

static bool
read_half(const char **p, const char *end, int *pm)
{
	*pm = read_word(p, end, "pm", 2);
	return *pm || read_word(p, end, "am", 2);
}

static bool
read_short_year(const char **p, const char *end, int *y)
{
	if (!scan_int(p, end, 1, 2, y))
		return false;
	*y += *y < 70 ? 2000 : 1900;
	return true;
}

static bool
read_field(char what, const char **p, const char *end, struct got *g)
{
	switch (what) {
	case 'd': return scan_int(p, end, 1, 2, &g->d);
	case 'm': return scan_int(p, end, 1, 2, &g->m);
	case 'b': return read_month(p, end, &g->m);
	case 'y': return read_short_year(p, end, &g->y);
	case 'Y': return scan_int(p, end, 4, 4, &g->y);
	case 'j': return scan_int(p, end, 1, 3, &g->yday);
	case 'H': return scan_int(p, end, 1, 2, &g->H);
	case 'I': return scan_int(p, end, 1, 2, &g->I);
	case 'M': return scan_int(p, end, 1, 2, &g->M);
	case 'S': return scan_int(p, end, 1, 2, &g->S);
	case 'p': return read_half(p, end, &g->pm);
	case '%': return read_word(p, end, "%", 1);
	}
	return false;
}

static bool
match(const char *p, const char *end, const char *fmt, struct got *g)
{
	for (; *fmt; fmt++) {
		if (*fmt == '%') {
			if (!read_field(*++fmt, &p, end, g))
				return false;
		} else if (scan_blank(*fmt)) {
			while (p < end && scan_blank(*p))
				p++;
		} else if (p == end || *p++ != *fmt)
			return false;
	}
	return p == end;
}

static bool
set_date(struct crm_civil *c, const struct got *g)
{
	if (g->y >= 0)
		c->y = g->y;
	if (g->m >= 0)
		c->m = g->m;
	if (g->d >= 0)
		c->d = g->d;
	if (g->yday >= 0) {
		if (!is_date(c->y, 1, 1) || g->yday < 1 || g->yday > 337 + crm_month_days(c->y, 2))
			return false;
		crm_day_civil(crm_day(c->y, 1, 1) + g->yday - 1, c);
	}
	bool none = g->y < 0 && g->m < 0 && g->d < 0 && g->yday < 0;
	return none || is_date(c->y, c->m, c->d);
}

static bool
set_time(struct crm_civil *c, const struct got *g)
{
	c->H = g->H >= 0 ? g->H : 0;
	c->M = g->M >= 0 ? g->M : 0;
	c->S = g->S >= 0 ? g->S : 0;
	if (g->I >= 0) {
		if (g->I < 1 || g->I > 12)
			return false;
		c->H = g->pm < 0 ? g->I : g->I % 12 + 12 * g->pm;
	}
	return is_time_of_day(c->H, c->M, c->S);
}

int
crm_strptime(const char *p, size_t n, const char *fmt, struct crm_civil *out, bool *has_time)
{
	struct got g = { -1, -1, -1, -1, -1, -1, -1, -1, -1 };
	struct crm_civil c = *out;

	if (!match(p, p + n, fmt, &g) || !set_date(&c, &g) || !set_time(&c, &g))
		return CRM_DATA;
	*out = c;
	if (has_time)
		*has_time = g.H >= 0 || g.I >= 0;
	return CRM_OK;
}
