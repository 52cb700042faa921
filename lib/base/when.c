/* when.c - the dates and times that a person types */
#include <string.h>

#include "crm/time.h"
#include "base/calendar.h"
#include "base/scan.h"

#define TEXT_MAX 40             /* no word of ours is longer */

/* What words name: whole days, or an instant. */
struct when {
	int64_t lo, hi;
	bool instant;
};

/* A time of day; secs tells whether its seconds were said. */
struct hms {
	int H, M, S;
	bool said, secs;
};

static bool
days(struct when *w, int64_t lo, int64_t hi)
{
	*w = (struct when){ lo, hi, false };
	return lo >= DAY_MIN && hi <= DAY_MAX;
}

static bool
instant(struct when *w, int64_t t)
{
	*w = (struct when){ t, t, true };
	return t >= TIME_MIN && t <= TIME_MAX;
}

/* The first day of the period of `len` months that the day is in, or of one `ahead`. */
static int64_t
period(int64_t day, int len, int ahead)
{
	struct crm_civil c;

	crm_day_civil(day, &c);
	return crm_add_months(crm_day(c.y, (c.m - 1) / len * len + 1, 1), len * ahead);
}

/* today, som, eoy, ... */
static bool
read_name(const char *s, int64_t now, struct when *w)
{
	int64_t today = crm_local_day(now), monday = today - crm_weekday(today) + 1;
	const struct { const char *name; int64_t day; } names[] = {
		{ "today", today }, { "tomorrow", today + 1 }, { "yesterday", today - 1 },
		{ "sow", monday }, { "eow", monday + 6 },
		{ "som", period(today, 1, 0) }, { "eom", period(today, 1, 1) - 1 },
		{ "soq", period(today, 3, 0) }, { "eoq", period(today, 3, 1) - 1 },
		{ "soy", period(today, 12, 0) }, { "eoy", period(today, 12, 1) - 1 },
	};

	if (strcmp(s, "now") == 0)
		return instant(w, now);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(s, names[i].name) == 0)
			return days(w, names[i].day, names[i].day);
	return false;
}

/* mon, friday, ...: the next one, never today */
static bool
read_weekday(const char *s, int64_t now, struct when *w)
{
	static const char *const names[] = {
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	};
	int64_t today = crm_local_day(now);
	size_t n = strlen(s);

	for (int i = 0; i < 7; i++)
		if (strcmp(s, names[i]) == 0 || (n == 3 && memcmp(s, names[i], 3) == 0)) {
			int64_t day = today + 1 + (i + 14 - crm_weekday(today)) % 7;

			return days(w, day, day);
		}
	return false;
}

/* +3d -2w +1m -1y +4h +30min, without a sign forward */
static bool
read_relative(const char *s, int64_t now, struct when *w)
{
	int64_t today = crm_local_day(now), day;
	int sign = *s == '-' ? -1 : 1, n;

	if (*s == '-' || *s == '+')
		s++;
	if (!scan_int(&s, s + strlen(s), 1, 6, &n))
		return false;
	n *= sign;
	if (strcmp(s, "h") == 0)
		return instant(w, now + (int64_t)n * 3600);
	if (strcmp(s, "min") == 0)
		return instant(w, now + (int64_t)n * 60);
	if (strcmp(s, "d") == 0)
		day = today + n;
	else if (strcmp(s, "w") == 0)
		day = today + 7 * (int64_t)n;
	else if (strcmp(s, "m") == 0)
		day = crm_add_months(today, n);
	else if (strcmp(s, "y") == 0)
		day = crm_add_months(today, 12 * n);
	else
		return false;
	return days(w, day, day);
}

/* ISO 8601: week 1 has 4 January; the week belongs to the year that has its Thursday. */
static bool
week(struct when *w, int y, int n)
{
	int64_t fourth = crm_day(y, 1, 4), monday = fourth - crm_weekday(fourth) + 1 + 7 * (n - 1);

	return n >= 1 && monday + 3 <= crm_day(y, 12, 31) && days(w, monday, monday + 6);
}

/* 2026 2026-Q4 2026-12 2026-12-01 2026-W49 */
static bool
read_calendar(const char *s, struct when *w)
{
	const char *end = s + strlen(s);
	int y, n;

	if (crm_read_date(s, (size_t)(end - s), &w->lo) == CRM_OK)
		return days(w, w->lo, w->lo);
	if (!scan_int(&s, end, 4, 4, &y) || y < 1)
		return false;
	if (s == end)
		return days(w, crm_day(y, 1, 1), crm_day(y, 12, 31));
	if (*s++ != '-')
		return false;
	char kind = *s;
	if (kind == 'q' || kind == 'w')
		s++;
	if (!scan_int(&s, end, kind == 'q' ? 1 : 2, 2, &n) || s < end)
		return false;
	if (kind == 'w')
		return week(w, y, n);
	int len = kind == 'q' ? 3 : 1;
	if (n < 1 || n > 12 / len)
		return false;
	int64_t first = crm_day(y, (n - 1) * len + 1, 1);
	return days(w, first, period(first, len, 1) - 1);
}

/* Cuts "14:30[:SS]" off the end of s, together with the blanks or T before it. */
static bool
cut_clock(char s[TEXT_MAX], struct hms *t)
{
	char *colon = strchr(s, ':'), *at = colon;

	*t = (struct hms){ 0 };
	if (colon == NULL)
		return true;
	while (at > s && scan_digit(at[-1]))
		at--;
	const char *p = at, *end = at + strlen(at);
	if (!scan_int(&p, end, 1, 2, &t->H) || *p++ != ':' || !scan_int(&p, end, 2, 2, &t->M))
		return false;
	t->said = true;
	t->secs = *p == ':';
	if (t->secs && (p++, !scan_int(&p, end, 2, 2, &t->S)))
		return false;
	if (*p || !is_time_of_day(t->H, t->M, t->S))
		return false;
	if (at == s) {
		strcpy(s, "today");
		return true;
	}
	if (at[-1] != ' ' && at[-1] != 't')
		return false;
	do
		*--at = '\0';
	while (at > s && at[-1] == ' ');
	return true;
}

/* Copies the text trimmed and in lower case; false when it cannot be ours. */
static bool
tidy(char out[TEXT_MAX], const char **p, size_t *n)
{
	for (; *n && scan_blank(**p); ++*p)
		--*n;
	while (*n && scan_blank((*p)[*n - 1]))
		--*n;
	if (*n == 0 || *n >= TEXT_MAX || memchr(*p, '\0', *n))
		return false;
	for (size_t i = 0; i < *n; i++)
		out[i] = scan_lower((*p)[i]);
	out[*n] = '\0';
	return true;
}

static bool
read_when(char s[TEXT_MAX], int64_t now, struct when *w, struct hms *t)
{
	if (!cut_clock(s, t))
		return false;
	return read_calendar(s, w) || read_relative(s, now, w) || read_weekday(s, now, w) ||
	    read_name(s, now, w);
}

int
crm_when_date(const char *p, size_t n, int64_t now, int64_t *lo, int64_t *hi)
{
	char s[TEXT_MAX];
	struct when w;
	struct hms t;

	/* a date field must not silently lose a time of day that was typed */
	if (!tidy(s, &p, &n) || !read_when(s, now, &w, &t) || t.said)
		return CRM_DATA;
	*lo = w.instant ? crm_local_day(w.lo) : w.lo;
	*hi = w.instant ? *lo : w.hi;
	return CRM_OK;
}

static int64_t
at_local(int64_t day, const struct hms *t)
{
	struct crm_civil c = { .H = t->H, .M = t->M, .S = t->S };

	crm_day_civil(day, &c);
	return crm_from_local(&c);
}

/* Turns days into the instants from the first one's start, or its time of day, to the last one's end. */
static bool
to_instants(struct when *w, const struct hms *t)
{
	if (w->instant)
		return !t->said;
	if (t->said && w->lo != w->hi)
		return false;
	int64_t lo = at_local(w->lo, t);
	int64_t hi = t->said ? lo + (t->secs ? 0 : 59) : at_local(w->hi + 1, t) - 1;
	/* what is year 1 or 9999 here may be year 0 or 10000 at Greenwich */
	w->lo = lo < TIME_MIN ? TIME_MIN : lo;
	w->hi = hi > TIME_MAX ? TIME_MAX : hi;
	return w->lo <= w->hi;
}

int
crm_when_time(const char *p, size_t n, int64_t now, int64_t *lo, int64_t *hi)
{
	char s[TEXT_MAX];
	struct when w;
	struct hms t;

	if (!tidy(s, &p, &n))
		return CRM_DATA;
	if (crm_read_time(p, n, &w.lo) == CRM_OK)
		w.hi = w.lo;
	else if (!read_when(s, now, &w, &t) || !to_instants(&w, &t))
		return CRM_DATA;
	*lo = w.lo;
	*hi = w.hi;
	return CRM_OK;
}
