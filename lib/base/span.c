/* span.c - lengths of time */
#include <string.h>

#include "crm/time.h"
#include "base/scan.h"

static const struct unit { const char *name; int64_t secs; } units[] = {
	{ "w", 604800 }, { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 },
};
#define UNITS (sizeof units / sizeof *units)
#define HOURS 2

/* Takes the letters at *p as a unit. */
static const struct unit *
read_unit(const char **p, const char *end)
{
	char name[4];
	size_t n = 0;

	while (*p < end && n < sizeof name && !scan_blank(**p) && !scan_digit(**p))
		name[n++] = scan_lower(*(*p)++);
	for (size_t i = 0; i < UNITS; i++)
		if (strlen(units[i].name) == n && memcmp(units[i].name, name, n) == 0)
			return &units[i];
	return NULL;
}

static void
skip_blanks(const char **p, const char *end)
{
	while (*p < end && scan_blank(**p))
		(*p)++;
}

int
crm_span(const char *p, size_t n, int64_t *seconds)
{
	const char *end = p + n;
	int64_t sum = 0;

	skip_blanks(&p, end);
	if (p == end)
		return CRM_DATA;
	for (; p < end; skip_blanks(&p, end)) {
		int count;

		if (!scan_int(&p, end, 1, 9, &count))
			return CRM_DATA;
		const struct unit *u = read_unit(&p, end);
		if (u == NULL)
			return CRM_DATA;
		/* nine digits of weeks stay below 2^50: only the sum could overflow */
		if (__builtin_add_overflow(sum, count * u->secs, &sum))
			return CRM_DATA;
	}
	*seconds = sum;
	return CRM_OK;
}

void
crm_put_span(struct crm_buf *b, int64_t seconds)
{
	size_t i = seconds ? 0 : UNITS - 1;

	while (seconds % units[i].secs)
		i++;
	/* what is no whole number of hours is told in hours, minutes and seconds: 25h40min */
	for (size_t j = HOURS; j < i; j++)
		if (seconds / units[j].secs != 0) {
			crm_putf(b, "%lld%s", (long long)(seconds / units[j].secs), units[j].name);
			seconds = seconds % units[j].secs * (seconds < 0 ? -1 : 1);
		}
	crm_putf(b, "%lld%s", (long long)(seconds / units[i].secs), units[i].name);
}
