/* date.c - the calendar, local time, and the stored forms of both */
#include <string.h>
#include <time.h>

#include "crm/time.h"
#include "base/calendar.h"
#include "base/scan.h"

#define ERA_DAYS 146097         /* 400 years */
#define ERA_SHIFT 719468        /* from 0000-03-01 to 1970-01-01 */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Years are counted from March, so that the leap day comes last and months have a rule. */
int64_t
crm_day(int y, int m, int d)
{
	int64_t year = (int64_t)y - (m <= 2), era = floor_div(year, 400);
	int64_t yoe = year - era * 400, doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;

	return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy - ERA_SHIFT;
}

void
crm_day_civil(int64_t day, struct crm_civil *c)
{
	int64_t era = floor_div(day + ERA_SHIFT, ERA_DAYS);
	unsigned doe = (unsigned)(day + ERA_SHIFT - era * ERA_DAYS);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;

	c->d = (int)(doy - (153 * mp + 2) / 5) + 1;
	c->m = (int)(mp < 10 ? mp + 3 : mp - 9);
	c->y = (int)(yoe + era * 400) + (c->m <= 2);
}

int
crm_month_days(int y, int m)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (m < 1 || m > 12)
		return 0;
	return days[m - 1] + (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

int
crm_weekday(int64_t day)
{
	int64_t w = (day + 3) % 7;      /* 1970-01-01 was a Thursday */

	return (int)(w < 0 ? w + 7 : w) + 1;
}

int64_t
crm_add_months(int64_t day, int months)
{
	struct crm_civil c;

	crm_day_civil(day, &c);
	int64_t count = (int64_t)c.y * 12 + c.m - 1 + months;
	int y = (int)floor_div(count, 12), m = (int)(count - (int64_t)y * 12) + 1;
	int last = crm_month_days(y, m);
	return crm_day(y, m, c.d < last ? c.d : last);
}

static bool
local_tm(int64_t t, struct tm *tm)
{
	time_t tt = (time_t)t;

	return localtime_r(&tt, tm) != NULL;
}

/* Seconds that local time is ahead of UTC; 0 where libc knows no year for it. */
static int64_t
offset_at(int64_t t)
{
	struct tm tm;

	return local_tm(t, &tm) ? tm.tm_gmtoff : 0;
}

void
crm_local(int64_t t, struct crm_civil *c)
{
	civil_of(t + offset_at(t), c);
}

/*
 * Of a time that comes twice, the first.  In a gap the offset of before it
 * still counts, which lands as far behind the gap as the time is into it.
 */
int64_t
crm_from_local(const struct crm_civil *c)
{
	int64_t s = crm_day(c->y, c->m, c->d) * DAY_SECS + c->H * 3600 + c->M * 60 + c->S;
	int64_t before = offset_at(s - DAY_SECS), after = offset_at(s + DAY_SECS);

	if (before == after || offset_at(s - before) == before)
		return s - before;
	if (offset_at(s - after) == after)
		return s - after;
	return s - before;
}

int64_t
crm_local_day(int64_t t)
{
	return day_of(t + offset_at(t));
}

static void
put2(char *p, int v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
}

void
crm_fmt_date(char out[11], int64_t day)
{
	struct crm_civil c;

	crm_day_civil(day < DAY_MIN ? DAY_MIN : day > DAY_MAX ? DAY_MAX : day, &c);
	put2(out, c.y / 100);
	put2(out + 2, c.y % 100);
	out[4] = '-';
	put2(out + 5, c.m);
	out[7] = '-';
	put2(out + 8, c.d);
	out[10] = '\0';
}

void
crm_fmt_time(char out[21], int64_t t)
{
	t = t < TIME_MIN ? TIME_MIN : t > TIME_MAX ? TIME_MAX : t;
	int64_t day = day_of(t);
	int s = (int)(t - day * DAY_SECS);

	crm_fmt_date(out, day);
	out[10] = 'T';
	put2(out + 11, s / 3600);
	out[13] = ':';
	put2(out + 14, s / 60 % 60);
	out[16] = ':';
	put2(out + 17, s % 60);
	out[19] = 'Z';
	out[20] = '\0';
}

void
crm_put_date(struct crm_buf *b, int64_t day)
{
	crm_fmt_date(crm_reserve(b, 10), day);
	b->n += 10;
}

void
crm_put_time(struct crm_buf *b, int64_t t)
{
	crm_fmt_time(crm_reserve(b, 20), t);
	b->n += 20;
}

/* Reads "dd", ":dd", "-dd"...: an optional lead, then exactly two digits. */
static bool
read2(const char **p, const char *end, char lead, int *out)
{
	if (lead && (*p == end || *(*p)++ != lead))
		return false;
	return scan_int(p, end, 2, 2, out);
}

static bool
read_ymd(const char **p, const char *end, int64_t *day)
{
	int y, m, d;

	if (!scan_int(p, end, 4, 4, &y) || !read2(p, end, '-', &m) || !read2(p, end, '-', &d) ||
	    !is_date(y, m, d))
		return false;
	*day = crm_day(y, m, d);
	return true;
}

int
crm_read_date(const char *p, size_t n, int64_t *day)
{
	return n == 10 && read_ymd(&p, p + n, day) ? CRM_OK : CRM_DATA;
}

/* "Z" or "+02:00" at the end of the text */
static bool
read_offset(const char **p, const char *end, int *seconds)
{
	int h, m;

	*seconds = 0;
	if (end - *p == 1 && **p == 'Z')
		return true;
	if (end - *p != 6 || (**p != '+' && **p != '-'))
		return false;
	int sign = *(*p)++ == '-' ? -1 : 1;
	if (!read2(p, end, 0, &h) || !read2(p, end, ':', &m) || h > 23 || m > 59)
		return false;
	*seconds = sign * (h * 3600 + m * 60);
	return true;
}

int
crm_read_time(const char *p, size_t n, int64_t *t)
{
	const char *end = p + n;
	int64_t day;
	int H, M, S, offset;

	if (n < 20 || !read_ymd(&p, end, &day) || !read2(&p, end, 'T', &H) || !read2(&p, end, ':', &M) ||
	    !read2(&p, end, ':', &S) || !is_time_of_day(H, M, S))
		return CRM_DATA;
	if (p < end && *p == '.') {
		if (++p == end || !scan_digit(*p))
			return CRM_DATA;
		while (p < end && scan_digit(*p))
			p++;
	}
	if (!read_offset(&p, end, &offset))
		return CRM_DATA;
	int64_t v = day * DAY_SECS + H * 3600 + M * 60 + S - offset;
	if (v < TIME_MIN || v > TIME_MAX)
		return CRM_DATA;
	*t = v;
	return CRM_OK;
}
