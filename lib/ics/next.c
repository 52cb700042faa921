/* next.c - when a repeated thing comes round again (RFC 5545), by libical */
#include <libical/ical.h>
#include <string.h>

#include "ics/ics.h"

/* Occurrences that are looked through; more than daily for a thousand years. */
enum { FARTHEST = 400000 };

/* Reads a stored instant as local civil time without a zone, or a date. */
static int
read_start(const char *text, struct icaltimetype *to)
{
	struct crm_civil c = { 0 };
	int64_t t, day;

	*to = icaltime_null_time();
	if (crm_read_date(text, strlen(text), &day) == CRM_OK) {
		crm_day_civil(day, &c);
		to->is_date = 1;
	} else if (crm_read_time(text, strlen(text), &t) == CRM_OK) {
		crm_local(t, &c);
	} else {
		return CRM_DATA;
	}
	to->year = c.y, to->month = c.m, to->day = c.d;
	to->hour = c.H, to->minute = c.M, to->second = c.S;
	return CRM_OK;
}

static void
write_next(const struct icaltimetype *t, char next[21])
{
	struct crm_civil c = { .y = t->year, .m = t->month, .d = t->day, .H = t->hour, .M = t->minute, .S = t->second };

	if (t->is_date)
		crm_fmt_date(next, crm_day(c.y, c.m, c.d));
	else
		crm_fmt_time(next, crm_from_local(&c));
}

/* Until when, in the local time that occurrences are in; a day is meant to its end. */
static void
settle_until(struct icaltimetype *until, bool dates)
{
	struct crm_civil c = { 0 };

	if (icaltime_is_null_time(*until) || dates)
		return;
	if (until->is_date)
		c = (struct crm_civil){ until->year, until->month, until->day, 23, 59, 59 };
	else if (icaltime_is_utc(*until))
		crm_local((int64_t)icaltime_as_timet(*until), &c);
	else
		return;
	*until = icaltime_null_time();
	until->year = c.y, until->month = c.m, until->day = c.d;
	until->hour = c.H, until->minute = c.M, until->second = c.S;
}

int
ics_next(const char *rrule, const char *start, const char *after, char next[21])
{
	struct icalrecurrencetype rule;
	struct icaltimetype from, than, t;
	icalrecur_iterator *it;
	int rc = CRM_NO;

	icalerror_set_errors_are_fatal(0);
	rule = icalrecurrencetype_from_string(rrule);
	if (rule.freq == ICAL_NO_RECURRENCE || read_start(start, &from) != CRM_OK ||
	    read_start(after, &than) != CRM_OK)
		return CRM_DATA;
	settle_until(&rule.until, from.is_date);
	if ((it = icalrecur_iterator_new(rule, from)) == NULL)
		return CRM_DATA;
	for (int i = 0; i < FARTHEST && rc == CRM_NO; i++) {
		t = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(t) || t.year > 9999)
			break;
		if ((from.is_date ? icaltime_compare_date_only(t, than) : icaltime_compare(t, than)) > 0) {
			write_next(&t, next);
			rc = CRM_OK;
		}
	}
	icalrecur_iterator_free(it);
	return rc;
}
