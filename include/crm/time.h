/* time.h - one clock; dates without a locale */
#ifndef CRM_TIME_H
#define CRM_TIME_H

#include "base.h"

#pragma GCC visibility push(default)

/*
 * An instant is seconds since 1970-01-01T00:00:00Z (int64_t).  A day is a
 * count of days since 1970-01-01 in the proleptic Gregorian calendar.  Stored,
 * an instant is YYYY-MM-DDTHH:MM:SSZ and a date YYYY-MM-DD, years 0001..9999.
 * Local time is the TZ variable's, as libc reads it.
 */
struct crm_civil { int y, m, d, H, M, S; };

int64_t crm_clock_now(void);                                /* the machine's clock */
int64_t crm_clock_ms(void);                                 /* the same, in milliseconds */
int64_t crm_mono_ms(void);                                  /* for progress and time-outs */

int64_t crm_day(int y, int m, int d);
void crm_day_civil(int64_t day, struct crm_civil *);        /* fills y m d */
int crm_month_days(int y, int m);
int crm_weekday(int64_t day);                               /* 1 Monday .. 7 Sunday */
int64_t crm_add_months(int64_t day, int months);            /* clamped: 05-31 less 1 = 04-30 */
void crm_local(int64_t t, struct crm_civil *);              /* instant -> local civil time */
int64_t crm_from_local(const struct crm_civil *);           /* a time in a gap moves forward */
int64_t crm_local_day(int64_t t);                           /* the local day an instant falls on */

/*
 * A zone is civil time at a place, by its IANA name; whatever TZ says.  crm_zone_load gives NULL when this machine
 * knows none of that name; "UTC" is always known, and is what a NULL zone means.  crm_zone_instant turns a local day
 * and a second of it (86400 is its end) into an instant and keeps the order of its arguments: of a time that comes
 * twice it gives the first, and every time in a gap is the gap's end.
 */
struct crm_zone;
const struct crm_zone *crm_zone_load(struct crm_arena *, const char *name);
const char *crm_zone_name(const struct crm_zone *);
int64_t crm_zone_offset(const struct crm_zone *, int64_t t);      /* seconds ahead of UTC */
int64_t crm_zone_day(const struct crm_zone *, int64_t t);         /* the local day an instant falls on */
void crm_zone_civil(const struct crm_zone *, int64_t t, struct crm_civil *);
int64_t crm_zone_instant(const struct crm_zone *, int64_t day, int64_t second);

void crm_put_date(struct crm_buf *, int64_t day);
void crm_put_time(struct crm_buf *, int64_t t);             /* ...Z */
void crm_fmt_date(char out[11], int64_t day);
void crm_fmt_time(char out[21], int64_t t);
/* The stored forms only, strictly checked (month lengths too). */
int crm_read_date(const char *p, size_t n, int64_t *day);
int crm_read_time(const char *p, size_t n, int64_t *t);     /* also +HH:MM; fractions are dropped */

/*
 * What a person types.  `now` anchors the relative words; the result is the
 * interval the words name, lo..hi inclusive: a day, a minute, a month, an instant.
 *   today tomorrow yesterday now  mon..sun, monday..sunday (the next one, never today)
 *   +3d -2w +1m -1y +4h +30min (also 3d 2w without a sign: forward)
 *   som eom soq eoq soy eoy sow eow  2026 2026-Q4 2026-12 2026-12-01 2026-W49
 *   and for instants, after any of these, " 14:30" or "T14:30[:SS]"; "14:30" alone is today
 * Words do not depend on case.  crm_when_date gives days, crm_when_time instants (a
 * day without a time of day is its local 00:00:00..23:59:59).
 * crm_when_date takes "now" and "+4h" for their local day, but refuses a time of day.
 * CRM_DATA when it is no such thing; nothing is written then.
 */
int crm_when_date(const char *p, size_t n, int64_t now, int64_t *lo, int64_t *hi);
int crm_when_time(const char *p, size_t n, int64_t now, int64_t *lo, int64_t *hi);

/* By a strptime(3)-like format of %d %m %y %Y %H %M %S %b (English) %j %p %I %%, not
 * depending on the locale; digits may lack padding (but %Y has four); two-digit years are
 * 1970..2069.  The whole text must match, a blank in fmt any white space.  y, m and d that fmt
 * does not read stay as the caller set them.  *has_time tells whether an hour was read. */
int crm_strptime(const char *p, size_t n, const char *fmt, struct crm_civil *, bool *has_time);

/* Spans: "3d" "4h" "90min" "2w" "45s" or combined "1d 4h"; seconds.  Printed back as
 * the largest unit that divides it, or in hours and what is left of them: 3d, 28h, 1h30min. */
int crm_span(const char *p, size_t n, int64_t *seconds);
void crm_put_span(struct crm_buf *, int64_t seconds);

#pragma GCC visibility pop
#endif
