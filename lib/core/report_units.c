/* report_units.c - people and units: what they did, what became of it, how that is against the target */
#include "ask.h"
#include "tally.h"

#include <string.h>

/* Behind what is shown lie the month's targets. */
enum { UNIT, ID, USER, CURRENCY, INTERACTIONS, OPENED, WON, LOST, WIN_RATE, CYCLE, WON_VALUE, TARGET, ATTAINMENT,
    MONTHLY, PARTS };
const struct crm_outcol units_cols[13] = {
	COL("unit", &crm_t_text), COL("id", &crm_t_text), COL("user", &crm_t_text), COL("currency", &crm_t_currency),
	COL("interactions", &crm_t_int), COL("opened", &crm_t_int), COL("won", &crm_t_int), COL("lost", &crm_t_int),
	COL("win_rate", &crm_t_percent), COL("cycle", &crm_t_real), MONEY("won_value", CURRENCY),
	MONEY("target", CURRENCY), COL("attainment", &crm_t_percent),
};

/* What makes a line: a user, a unit, or nothing, which is everybody; how many columns tell of it. */
struct level { const char *by; size_t keys; };
static const struct level people = { "%1$s.unit,%1$s,%1$s.name,", 3 }, unit = { "%1$s.unit,", 1 }, everybody = { "", 0 };

struct units {
	struct crm *c;
	const struct crm_asked *asked;
	struct crm_grid *g;
	const struct level *level;
	struct tally lines;
	struct crm_val house;
};

/* The line of a sum's row, whose first values are the level's keys. */
static struct crm_val *
line_of(struct units *u, const struct crm_val *v, const struct crm_val *currency)
{
	struct crm_val key[4] = { 0 };
	struct crm_val *row;
	size_t had = u->g->nrow;

	for (size_t i = 0; i < u->level->keys; i++)
		key[i] = v[i];
	if (key[ID].t == CRM_INT)
		key[ID] = words(u->g, "u%lld", (long long)v[ID].i);
	key[CURRENCY] = *currency;
	row = tally(&u->lines, key, 4);
	if (u->g->nrow > had)
		row[CYCLE] = row[TARGET] = row[ATTAINMENT] = CRM_VNULL;
	return row;
}

/* Sums of an entity by the level's keys and by what follows them: each row to put(), after the keys. */
static int
add(struct units *u, const char *entity, const char *where, const char *dated, const char *by, const char *stats,
    void (*put)(struct units *, const struct crm_val *keys, const struct crm_val *), struct crm_err *err)
{
	const char *us = strcmp(entity, "interaction") == 0 ? "agent" : "owner";
	struct crm_grid sum = { 0 };
	struct ask q;
	int rc = ask(&q, u->c, u->asked, entity, where, dated, err);

	if (rc == CRM_OK) {
		const char *keys = crm_sprintf(&q.arena, u->level->by, us);

		rc = ask_sum(&q, crm_sprintf(&q.arena, "%s%s", keys, by), stats, &sum, err);
	}
	for (size_t i = 0; i < sum.nrow - sum.ntotal && rc == CRM_OK; i++)
		put(u, sum.row[i], sum.row[i] + u->level->keys);
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

/* direction, count */
static void
put_interactions(struct units *u, const struct crm_val *keys, const struct crm_val *v)
{
	line_of(u, keys, &u->house)[INTERACTIONS].i += v[1].i;
}

/* currency, count */
static void
put_opened(struct units *u, const struct crm_val *keys, const struct crm_val *v)
{
	line_of(u, keys, &v[0])[OPENED].i += v[1].i;
}

/* currency, state, count, value, median cycle */
static void
put_decided(struct units *u, const struct crm_val *keys, const struct crm_val *v)
{
	struct crm_val *row = line_of(u, keys, &v[0]);

	if (v[1].p[0] != 'w') {
		row[LOST] = v[2];
		return;
	}
	row[WON] = v[2];
	row[WON_VALUE] = v[3];
	if (v[4].t == CRM_REAL)
		row[CYCLE] = v[4];
}

/* unit, id, name, target: who is there has a line, whatever was done */
static int
put_target(void *arg, const struct crm_val *v)
{
	struct units *u = arg;

	line_of(u, v, &u->house)[MONTHLY].i += v[3].i;
	return CRM_OK;
}

static int
add_targets(struct units *u, struct crm_err *err)
{
	char *only[2];
	struct crm_asked all = { .filter = only };
	const struct view v = { .entity = "user", .where = "target!=", .columns = "unit,id,name,target", .asked = &all };

	if (u->asked->owner != 0 || u->asked->unit != NULL) {
		if (u->asked->owner != 0)
			only[all.nfilter++] = crm_sprintf(&u->g->arena, "id=u%lld", (long long)u->asked->owner);
		if (u->asked->unit != NULL)
			only[all.nfilter++] = crm_sprintf(&u->g->arena, "unit=%s", u->asked->unit);
	}
	return look_at(u->c, &v, put_target, u, err);
}

static int
add_level(struct units *u, const struct level *level, struct crm_err *err)
{
	int rc;

	u->level = level;
	if ((rc = add(u, "interaction", "", "at", "direction", "count", put_interactions, err)) == CRM_OK
	    && (rc = add(u, "deal", "", "opened", "currency", "count", put_opened, err)) == CRM_OK
	    && (rc = add(u, "deal", "state=won,lost", "closed", "currency,state", "count,sum:value,median:cycle",
	    put_decided, err)) == CRM_OK)
		rc = add_targets(u, err);
	return rc;
}

/* How many months the period is, a part of one being its days: in days of each month's share of 1, times a million. */
static int64_t
months_of(const struct crm_asked *a)
{
	int64_t from, to, day, sum = 0;
	struct crm_civil c = { 0 };

	if (crm_read_date(a->from, strlen(a->from), &from) != CRM_OK || crm_read_date(a->to, strlen(a->to), &to) != CRM_OK)
		return 0;
	for (day = from; day <= to; ) {
		int64_t last, days;

		crm_day_civil(day, &c);
		days = crm_month_days(c.y, c.m);
		last = crm_day(c.y, c.m, (int)days);
		if (last > to)
			last = to;
		sum += (last - day + 1) * 1000000 / days;
		day = last + 1;
	}
	return sum;
}

static void
put_shares(struct units *u, const struct crm_asked *a)
{
	int64_t months = a->from != NULL && a->to != NULL ? months_of(a) : 0;

	for (size_t i = 0; i < u->g->nrow; i++) {
		struct crm_val *row = u->g->row[i];

		row[WIN_RATE] = percent_of(row[WON].i, row[WON].i + row[LOST].i);
		if (row[MONTHLY].i == 0 || months == 0)
			continue;
		row[TARGET] = CRM_VINT((int64_t)(((__int128)row[MONTHLY].i * months + 500000) / 1000000));
		row[ATTAINMENT] = percent_of(row[WON_VALUE].i, row[TARGET].i);
	}
}

static int
check_by(const struct crm_asked *a, struct crm_err *err)
{
	return a->by == NULL || strcmp(a->by, "owner") == 0 || strcmp(a->by, "unit") == 0 ? CRM_OK
	    : crm_fail(err, CRM_USAGE, "--by", "owner or unit, not %s", a->by);
}

int
run_units(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_asked asked = *a;
	struct units u = { .c = c, .asked = &asked, .g = g, .lines = { .g = g, .ints = INTERACTIONS, .end = PARTS },
	    .house = CRM_VTEXT(c->policy.currency, strlen(c->policy.currency)) };
	struct month month;
	char today[11];
	size_t lines;
	int rc = check_by(a, err);

	g->width = PARTS;
	asked.by = NULL;
	if (a->from == NULL && a->to == NULL)
		this_month(c, &month, &asked);
	crm_fmt_date(today, crm_local_day(c->ctx.now));
	if (asked.to == NULL)
		asked.to = today;
	if (rc == CRM_OK)
		rc = add_level(&u, a->by != NULL && strcmp(a->by, "unit") == 0 ? &unit : &people, err);
	if (rc == CRM_OK)
		rc = crm_grid_sort(g, "unit,user,id,currency", err);
	lines = g->nrow;
	tally_free(&u.lines);
	if (rc == CRM_OK)
		rc = add_level(&u, &everybody, err);
	g->ntotal = g->nrow - lines;
	put_shares(&u, &asked);
	tally_free(&u.lines);
	return rc;
}
