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
look_at(struct crm *c, const struct view *v, int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	static const struct crm_asked all;
	struct ask q;
	int rc = ask(&q, c, v->asked != NULL ? v->asked : &all, v->entity, v->where, v->dated, err);

	q.whole = v->whole;
	q.any_order = v->any_order;
	q.bare = v->bare;
	if (rc == CRM_OK)
		rc = ask_rows(&q, v->columns, v->sort, row, arg, err);
	ask_free(&q);
	return rc;
}

int
look(struct crm *c, const char *entity, const char *where, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	const struct view v = { .entity = entity, .where = where, .columns = columns, .sort = sort };

	return look_at(c, &v, row, arg, err);
}
