/* period.c - how long a contract runs, and how long before its end notice is given */
#include <string.h>

#include "crm/rules.h"

enum { DIGITS = 4 };
static const char *const units[] = {
	[CRM_PERIOD_DAYS] = "d", [CRM_PERIOD_WEEKS] = "w", [CRM_PERIOD_MONTHS] = "m", [CRM_PERIOD_YEARS] = "y",
	[CRM_PERIOD_BUSINESS] = "bd",
};

bool
crm_period_read(const char *p, size_t n, struct crm_period *out)
{
	size_t digits = 0;

	out->n = 0;
	for (; digits < n && digits <= DIGITS && p[digits] >= '0' && p[digits] <= '9'; digits++)
		out->n = 10 * out->n + (p[digits] - '0');
	if (digits == 0 || digits > DIGITS || out->n == 0)
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strlen(units[i]) == n - digits && memcmp(units[i], p + digits, n - digits) == 0) {
			out->unit = (enum crm_period_unit)i;
			return true;
		}
	return false;
}

void
crm_period_put(struct crm_buf *b, const struct crm_period *p)
{
	crm_putf(b, "%d%s", p->n, units[p->unit]);
}

static int64_t
business(const struct crm_hours *h, int64_t day, int n, int step)
{
	bool ever = false;

	for (int i = 0; i < 7; i++)
		ever |= h->nday[i] > 0;
	while (n > 0) {
		day += step;
		n -= !ever || crm_business_day(h, day);
	}
	return day;
}

int64_t
crm_period_from(const struct crm_hours *h, const struct crm_period *p, int64_t day, int times)
{
	int n = p->n * times;

	switch (p->unit) {
	case CRM_PERIOD_DAYS: return day + n;
	case CRM_PERIOD_WEEKS: return day + 7 * (int64_t)n;
	case CRM_PERIOD_MONTHS: return crm_add_months(day, n);
	case CRM_PERIOD_YEARS: return crm_add_months(day, 12 * n);
	case CRM_PERIOD_BUSINESS: return business(h, day, n < 0 ? -n : n, n < 0 ? -1 : 1);
	}
	return day;
}

int64_t
crm_period_end(const struct crm_hours *h, const struct crm_period *p, int64_t starts, int64_t after)
{
	int64_t end;
	int k = 0;

	do
		end = crm_period_from(h, p, starts, ++k) - 1;
	while (end < after);
	return end == after ? crm_period_from(h, p, starts, k + 1) - 1 : crm_period_from(h, p, after + 1, 1) - 1;
}

struct crm_period
crm_period_between(int64_t starts, int64_t ends)
{
	struct crm_civil a = { 0 }, b = { 0 };
	int months;

	crm_day_civil(starts, &a);
	crm_day_civil(ends + 1, &b);
	months = 12 * (b.y - a.y) + b.m - a.m;
	if (months > 0 && crm_add_months(starts, months) == ends + 1)
		return (struct crm_period){ months, CRM_PERIOD_MONTHS };
	return (struct crm_period){ (int)(ends + 1 - starts), CRM_PERIOD_DAYS };
}
