/* event.c - a follow-up as an event of a calendar (RFC 5545), for any program that shows one */
#include <ctype.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ics/ics.h"

enum { ID, DUE, REMIND, ABOUT, KIND, PRIORITY, CLIENT, PERSON, DEAL, NOTE, REPEAT, STARTS, UPDATED, NCOL };
static const char *const columns[NCOL] = {
	"id", "due", "remind", "about", "kind", "priority", "client.name", "person.name", "deal.title", "note",
	"repeat", "starts", "updated",
};

/* Control characters have no place in a calendar; line ends are escaped by the library. */
static void
put_clean(struct crm_buf *b, const struct crm_val *v)
{
	for (size_t i = 0; v->t == CRM_TEXT && i < v->n; i++) {
		unsigned char c = (unsigned char)v->p[i];

		if (c >= ' ' ? c != 0x7f : c == '\n')
			crm_putc(b, c);
		else if (c == '\t')
			crm_putc(b, ' ');
	}
}

/* "Call Acme: about the offer" */
static char *
summary(const struct crm_val *val)
{
	const struct crm_val *kind = &val[KIND];
	struct crm_buf b = { 0 };

	if (kind->t == CRM_TEXT && strcmp(kind->p, "task") != 0 && strcmp(kind->p, "other") != 0) {
		crm_putc(&b, toupper((unsigned char)kind->p[0]));
		crm_put(&b, kind->p + 1, kind->n - 1);
	}
	if (val[CLIENT].t == CRM_TEXT) {
		crm_puts(&b, b.n ? " " : "");
		put_clean(&b, &val[CLIENT]);
	}
	crm_puts(&b, b.n ? ": " : "");
	put_clean(&b, &val[ABOUT]);
	return b.p;
}

static char *
description(const struct crm_val *val)
{
	static const struct { int col; const char *title; } lines[] = {
		{ PERSON, "With: " }, { DEAL, "Deal: " }, { NOTE, "" },
	};
	struct crm_buf b = { 0 };

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (val[lines[i].col].t != CRM_TEXT)
			continue;
		crm_puts(&b, b.n ? "\n" : "");
		crm_puts(&b, lines[i].title);
		put_clean(&b, &val[lines[i].col]);
	}
	return b.p;
}

static bool
instant(const struct crm_val *v, int64_t *t)
{
	return v->t == CRM_TEXT && crm_read_time(v->p, v->n, t) == CRM_OK;
}

static struct icaltimetype
utc(int64_t t)
{
	return icaltime_from_timet_with_zone((time_t)t, 0, icaltimezone_get_utc_timezone());
}

/*
 * A day without a time of day is a day.  What recurs is in local time without a zone, for a clock that
 * changes changes the hour in Greenwich; anything else is an instant.
 */
static struct icaltimetype
start(int64_t due, bool recurs)
{
	struct icaltimetype r = icaltime_null_time();
	struct crm_civil c;

	crm_local(due, &c);
	r.is_date = c.H == 0 && c.M == 0 && c.S == 0;
	if (!r.is_date && !recurs)
		return utc(due);
	r.year = c.y, r.month = c.m, r.day = c.d, r.hour = c.H, r.minute = c.M, r.second = c.S;
	return r;
}

/* A counted rule has the occurrences left that its chain has not had. */
static void
add_rule(icalcomponent *event, const struct crm_val *val)
{
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(val[REPEAT].p);
	char at[21], next[21];

	if (rule.freq == ICAL_NO_RECURRENCE)
		return;
	if (rule.count > 0 && val[STARTS].t == CRM_TEXT) {
		memcpy(at, val[STARTS].p, sizeof at);
		while (rule.count > 1 && strcmp(at, val[DUE].p) < 0 &&
		    ics_next(val[REPEAT].p, val[STARTS].p, at, next) == CRM_OK) {
			memcpy(at, next, sizeof at);
			rule.count--;
		}
	}
	icalcomponent_add_property(event, icalproperty_new_rrule(rule));
}

static void
add_alarm(icalcomponent *event, const struct crm_val *val, int64_t due, const char *text)
{
	int64_t remind = due;
	struct icaltriggertype when = { .time = icaltime_null_time() };

	instant(&val[REMIND], &remind);
	when.duration = icaldurationtype_from_int((int)(remind - due));
	icalcomponent_add_component(event, icalcomponent_vanew(ICAL_VALARM_COMPONENT,
	    icalproperty_new_action(ICAL_ACTION_DISPLAY), icalproperty_new_trigger(when),
	    icalproperty_new_description(text), NULL));
}

/* 1 is the highest, 9 the lowest. */
static int
priority(const struct crm_val *v)
{
	return strcmp(v->p, "high") == 0 ? 1 : strcmp(v->p, "low") == 0 ? 9 : 5;
}

/* Events, not to-dos: those every calendar shows. */
static icalcomponent *
event(const struct crm_val *val, int64_t now, const char *base)
{
	icalcomponent *e = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	char *sum = summary(val), *more = description(val);
	int64_t due = 0, updated = now;
	char uid[80];

	instant(&val[DUE], &due);
	instant(&val[UPDATED], &updated);
	snprintf(uid, sizeof uid, "f%lld.%s@crm", (long long)val[ID].i, base);
	icalcomponent_add_property(e, icalproperty_new_uid(uid));
	icalcomponent_add_property(e, icalproperty_new_dtstamp(utc(updated)));
	icalcomponent_add_property(e, icalproperty_new_dtstart(start(due, val[REPEAT].t == CRM_TEXT)));
	if (val[REPEAT].t == CRM_TEXT)
		add_rule(e, val);
	icalcomponent_add_property(e, icalproperty_new_summary(sum));
	if (more != NULL)
		icalcomponent_add_property(e, icalproperty_new_description(more));
	if (val[KIND].t == CRM_TEXT)
		icalcomponent_add_property(e, icalproperty_new_categories(val[KIND].p));
	if (val[PRIORITY].t == CRM_TEXT)
		icalcomponent_add_property(e, icalproperty_new_priority(priority(&val[PRIORITY])));
	icalcomponent_add_property(e, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	add_alarm(e, val, due, sum);
	free(sum);
	free(more);
	return e;
}

static void
put_event(struct crm_buf *to, const struct crm_val *val, int64_t now, const char *base)
{
	icalcomponent *e = event(val, now, base);
	char *text = icalcomponent_as_ical_string_r(e);

	crm_puts(to, text);
	icalmemory_free_buffer(text);
	icalcomponent_free(e);
}

const struct ics crm_ics = { ics_next, columns, NCOL, put_event };
