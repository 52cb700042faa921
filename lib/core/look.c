/* look.c - rows of what passes a filter, maps by the numbers of records, this month */
#include "ask.h"

int64_t
day_of(const struct crm_val *v, int64_t none)
{
	int64_t day;

	return v->t == CRM_TEXT && crm_read_date(v->p, v->n, &day) == CRM_OK ? day : none;
}

void
this_month(const struct crm *c, struct month *m, struct crm_asked *asked)
{
	struct crm_civil day = { 0 };

	crm_day_civil(crm_local_day(c->ctx.now), &day);
	crm_fmt_date(m->from, crm_day(day.y, day.m, 1));
	crm_fmt_date(m->to, crm_day(day.y, day.m, crm_month_days(day.y, day.m)));
	asked->from = m->from;
	asked->to = m->to;
}

int64_t
map_at(const struct crm_map *map, int64_t id, int64_t none)
{
	int64_t v;

	return crm_map_get(map, (const char *)&id, sizeof id, &v) ? v : none;
}

void
map_put(struct crm_map *map, int64_t id, int64_t v)
{
	crm_map_set(map, (const char *)&id, sizeof id, v);
}

int
look(struct crm *c, const char *entity, const char *where, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	struct ask q;
	int rc = ask(&q, c, &(struct crm_asked){ 0 }, entity, where, NULL, err);

	if (rc == CRM_OK)
		rc = ask_rows(&q, columns, sort, row, arg, err);
	ask_free(&q);
	return rc;
}
