/* zone_rule.c - POSIX TZ rules: when clocks are turned in years to come */
#include <string.h>

#include "base/calendar.h"
#include "base/scan.h"
#include "base/zone_rule.h"

/* "CET" or "<+0330>": only its end matters here */
static bool
skip_name(const char **p)
{
	const char *from = *p;

	if (*from == '<') {
		*p += strcspn(from, ">");
		return *(*p)++ == '>';
	}
	while ((**p >= 'a' && **p <= 'z') || (**p >= 'A' && **p <= 'Z'))
		++*p;
	return *p - from >= 3;
}

static bool
read_int(const char **p, int lo, int hi, int *v)
{
	return scan_int(p, *p + strlen(*p), 1, 3, v) && *v >= lo && *v <= hi;
}

/* "-1", "+5:30", "167:00:00" */
static bool
read_clock(const char **p, int64_t *seconds)
{
	int sign = **p == '-' ? -1 : 1, h, m = 0, s = 0;

	if (**p == '-' || **p == '+')
		++*p;
	if (!read_int(p, 0, 167, &h))
		return false;
	if (**p == ':' && (++*p, !read_int(p, 0, 59, &m)))
		return false;
	if (**p == ':' && (++*p, !read_int(p, 0, 59, &s)))
		return false;
	*seconds = sign * (h * 3600 + m * 60 + s);
	return true;
}

static bool
expect(const char **p, char c)
{
	return *(*p)++ == c;
}

/* ",M3.5.0/2", ",J60", ",59" */
static bool
read_day(const char **p, struct zone_day *d)
{
	bool ok;

	if (!expect(p, ','))
		return false;
	d->second = 2 * 3600;
	d->kind = **p == 'M' ? DAY_OF_WEEK : **p == 'J' ? DAY_OF_365 : DAY_FROM_0;
	if (d->kind != DAY_FROM_0)
		++*p;
	if (d->kind == DAY_OF_WEEK)
		ok = read_int(p, 1, 12, &d->month) && expect(p, '.') && read_int(p, 1, 5, &d->week) && expect(p, '.')
		    && read_int(p, 0, 6, &d->day);
	else
		ok = read_int(p, d->kind == DAY_OF_365, 365, &d->day);
	return ok && (**p != '/' || (++*p, read_clock(p, &d->second)));
}

/* The text gives offsets as what UTC is ahead. */
bool
zone_rule_read(struct zone_rule *rule, const char *p)
{
	*rule = (struct zone_rule){ 0 };
	if (!skip_name(&p) || !read_clock(&p, &rule->usual))
		return false;
	rule->usual = -rule->usual;
	rule->summer = rule->usual;
	if (*p == '\0')
		return true;
	if (!skip_name(&p))
		return false;
	rule->summer += 3600;
	if (*p != ',') {
		if (!read_clock(&p, &rule->summer))
			return false;
		rule->summer = -rule->summer;
	}
	return read_day(&p, &rule->begin) && read_day(&p, &rule->end) && *p == '\0';
}

/* Seconds on the wall when the clock is turned that year. */
static int64_t
wall_of(const struct zone_day *d, int year)
{
	int64_t day;

	if (d->kind == DAY_OF_WEEK) {
		int64_t first = crm_day(year, d->month, 1), end = first + crm_month_days(year, d->month);

		day = first + (d->day - crm_weekday(first) % 7 + 7) % 7 + 7 * (d->week - 1);
		if (day >= end)
			day -= 7;
	} else {
		day = crm_day(year, 1, 1) + d->day;
		if (d->kind == DAY_OF_365)
			day -= d->day < 60 || crm_month_days(year, 2) == 28;
	}
	return day * DAY_SECS + d->second;
}

/* The last turn that is not after t; one of last year may be it. */
int64_t
zone_rule_offset(const struct zone_rule *rule, int64_t t, int64_t *since)
{
	int64_t offset = rule->usual;
	struct crm_civil c;

	*since = INT64_MIN;
	if (rule->summer == rule->usual)
		return offset;
	crm_day_civil(day_of(t), &c);
	for (int y = c.y - 1; y <= c.y + 1; y++) {
		int64_t begin = wall_of(&rule->begin, y) - rule->usual, end = wall_of(&rule->end, y) - rule->summer;

		if (begin <= t && begin > *since) {
			*since = begin;
			offset = rule->summer;
		}
		if (end <= t && end > *since) {
			*since = end;
			offset = rule->usual;
		}
	}
	return offset;
}
