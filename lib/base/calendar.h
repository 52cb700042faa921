/* calendar.h - the ends of the calendar; private to lib/base */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "crm/time.h"

#define DAY_SECS 86400
#define DAY_MIN (-719162)                               /* 0001-01-01 */
#define DAY_MAX 2932896                                 /* 9999-12-31 */
#define TIME_MIN ((int64_t)DAY_MIN * DAY_SECS)
#define TIME_MAX ((int64_t)(DAY_MAX + 1) * DAY_SECS - 1)

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
