/* calendar.h - the ends of the calendar; private to lib/base */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "crm/time.h"

#define DAY_SECS 86400
#define DAY_MIN (-719162)                               /* 0001-01-01 */
#define DAY_MAX 2932896                                 /* 9999-12-31 */
#define TIME_MIN ((int64_t)DAY_MIN * DAY_SECS)
#define TIME_MAX ((int64_t)(DAY_MAX + 1) * DAY_SECS - 1)

/* A clock on a wall shows so many seconds since 1970-01-01 00:00 there. */
static inline int64_t
day_of(int64_t wall)
{
	return wall / DAY_SECS - (wall % DAY_SECS < 0);
}

static inline void
civil_of(int64_t wall, struct crm_civil *c)
{
	int64_t day = day_of(wall);
	int rest = (int)(wall - day * DAY_SECS);

	crm_day_civil(day, c);
	c->H = rest / 3600;
	c->M = rest / 60 % 60;
	c->S = rest % 60;
}

static inline bool
is_time_of_day(int H, int M, int S)
{
	return H >= 0 && H < 24 && M >= 0 && M < 60 && S >= 0 && S < 60;
}

static inline bool
is_date(int y, int m, int d)
{
	return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= crm_month_days(y, m);
}

#endif
