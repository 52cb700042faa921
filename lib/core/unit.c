/* unit.c - the week, month, quarter or year that a day lies in */
#include "crm/sum.h"

#include <string.h>

size_t
crm_unit_name(enum crm_unit unit, const struct crm_val *v, char out[24])
{
	struct crm_civil c = { 0 };
	struct crm_buf b = { 0 };
	int64_t day = 0, t;
	size_t n;

	if (v->n > 10 && crm_read_time(v->p, v->n, &t) == CRM_OK)
		day = crm_local_day(t);
	else if (v->n != 10 || crm_read_date(v->p, v->n, &day) != CRM_OK)
		unit = CRM_AS_IS;
	/* an ISO week is its Thursday's year and counts its Thursdays */
	if (unit == CRM_WEEK)
		day += 4 - crm_weekday(day);
	crm_day_civil(day, &c);
	switch (unit) {
	case CRM_AS_IS:
		crm_put(&b, v->p, v->n < 23 ? v->n : 23);
		break;
	case CRM_DAY:
		crm_put_date(&b, day);
		break;
	case CRM_WEEK:
		crm_putf(&b, "%04d-W%02d", c.y, (int)(day - crm_day(c.y, 1, 1)) / 7 + 1);
		break;
	case CRM_MONTH:
		crm_putf(&b, "%04d-%02d", c.y, c.m);
		break;
	case CRM_QUARTER:
		crm_putf(&b, "%04d-Q%d", c.y, (c.m + 2) / 3);
		break;
	case CRM_YEAR:
		crm_putf(&b, "%04d", c.y);
		break;
	}
	n = b.n;
	memcpy(out, b.p, n + 1);
	crm_buf_free(&b);
	return n;
}
