/* hours.c - business time, walked day by day */
#include <stdlib.h>

#include "crm/rules.h"

enum { DAY = 86400, MINUTE = 60 };

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
is_holiday(const struct crm_hours *h, int64_t day)
{
	return h->nholiday > 0 && bsearch(&day, h->holiday, h->nholiday, sizeof day, compare) != NULL;
}

/* The openings of a day, none on a holiday. */
static size_t
openings(const struct crm_hours *h, int64_t day, const struct crm_span_of_day **span)
{
	int at = crm_weekday(day) - 1;

	*span = h->day[at];
	return h->nday[at] == 0 || is_holiday(h, day) ? 0 : h->nday[at];
}

bool
crm_business_day(const struct crm_hours *h, int64_t day)
{
	const struct crm_span_of_day *span;

	return openings(h, day, &span) > 0;
}

static int64_t
instant(const struct crm_hours *h, int64_t day, int minute)
{
	return crm_zone_instant(h->zone, day, (int64_t)minute * MINUTE);
}

int64_t
crm_business_add(const struct crm_hours *h, int64_t start, int64_t seconds)
{
	const int64_t end = crm_day(10000, 1, 1);
	const struct crm_span_of_day *span;
	size_t week = 0;

	for (int i = 0; i < 7; i++)
		week += h->nday[i];
	for (int64_t day = crm_zone_day(h->zone, start); week > 0 && day < end; day++) {
		size_t n = openings(h, day, &span);

		for (size_t i = 0; i < n; i++) {
			int64_t from = instant(h, day, span[i].from), to = instant(h, day, span[i].to);

			if (from < start)
				from = start;
			if (from >= to)
				continue;
			if (seconds <= to - from)
				return from + seconds;
			seconds -= to - from;
		}
	}
	return end * DAY - 1;
}

int64_t
crm_business_between(const struct crm_hours *h, int64_t from, int64_t to)
{
	const struct crm_span_of_day *span;
	int64_t sum = 0;

	if (to <= from)
		return 0;
	for (int64_t day = crm_zone_day(h->zone, from), last = crm_zone_day(h->zone, to); day <= last; day++) {
		size_t n = openings(h, day, &span);

		for (size_t i = 0; i < n; i++) {
			int64_t opens = instant(h, day, span[i].from), closes = instant(h, day, span[i].to);

			if (opens < from)
				opens = from;
			if (closes > to)
				closes = to;
			if (opens < closes)
				sum += closes - opens;
		}
	}
	return sum;
}
