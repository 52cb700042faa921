/* ics.h - all that needs libical: a module, loaded by who meets a repetition or prints a calendar */
#ifndef ICS_H
#define ICS_H

#include "crm/model.h"

#define ICS_SYMBOL "crm_ics"

/*
 * next: the first occurrence after `after` of a rule (RRULE) that began at `start`, both stored instants or
 * dates; local time is kept over a change of the clocks.  CRM_NO: no more; CRM_DATA: one cannot be read.
 * put_event: one follow-up, whose values are those of `column`; the ids it makes are unique under `base`.
 */
struct ics {
	int (*next)(const char *rrule, const char *start, const char *after, char next[21]);
	const char *const *column;
	size_t ncolumn;
	void (*put_event)(struct crm_buf *, const struct crm_val *, int64_t now, const char *base);
};

extern const struct ics crm_ics __attribute__((visibility("default")));

/* The module's own. */
int ics_next(const char *rrule, const char *start, const char *after, char next[21]);

#endif
