/* zone_rule.h - a zone's rule for the years its file does not list; private to lib/base */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H

#include "crm/time.h"

/*
 * POSIX TZ: "CET-1CEST,M3.5.0,M10.5.0/3".  A day is the week'th weekday of a month (5: the last; Sunday is 0), or
 * one counted from New Year: of 365, or from 0 on with leap days.
 */
struct zone_day {
	enum { DAY_OF_WEEK, DAY_OF_365, DAY_FROM_0 } kind;
	int month, week, day;
	int64_t second;
};
struct zone_rule {
	int64_t usual, summer;       /* seconds ahead of UTC; the same when there is no summer time */
	struct zone_day begin, end;
};

bool zone_rule_read(struct zone_rule *, const char *text);
int64_t zone_rule_offset(const struct zone_rule *, int64_t t, int64_t *since);   /* when it was turned */

#endif
