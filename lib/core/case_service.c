/*
 * case_service.c - how fast clients are served, in business time
 *
 * It tells of the first response, of the decision, less the time on hold, and of rolling responses: every message
 * of a client starts a clock, and the next of ours to the client stops those that run, unless both are about cases
 * and these differ.  A filter of cases leaves, of the messages, those about these cases.
 */
#include "ask.h"
#include "crm/case.h"
#include "waiting.h"

#include <stdlib.h>
#include <string.h>

enum { BY, CLOCK, COUNT, WAITING, MEDIAN, P90, IN_TIME, BREACHED, FAILED_BY };
const struct crm_outcol service_cols[9] = {
	COL("all", &crm_t_text), COL("clock", &crm_t_word), COL("count", &crm_t_int),
	COL("waiting", &crm_t_int), COL("median", &crm_t_span), COL("p90", &crm_t_span),
	COL("in_time", &crm_t_percent), COL("breached", &crm_t_int), COL("failed_by", &crm_t_span),
};

/* One clock of one line: what it took; by how much dates were missed; how many were met or missed. */
struct clock { struct times took, late; int64_t waiting, dated; };
enum { RESPONSE, RESOLUTION, ROLLING, CLOCKS };
struct line { struct crm_val key; struct clock clock[CLOCKS]; };
struct service {
	struct crm *c;
	struct crm_grid *g;
	struct crm_meter meter;
	bool lines;                              /* there are several; their keys are of this unit */
	enum crm_unit unit;
	struct line **line, all; size_t nline, cap;
	struct crm_map at, chosen;               /* lines by key; cases that the filter lets pass */
	bool filtered;
	struct waiting waiting;                  /* messages, each of its line */
	int64_t to;                              /* those after it start no clock */
};

/* The line of a key: of its month, week... where the question was by one. */
static struct line *
line_of(struct service *s, const struct crm_val *key)
{
	struct crm_buf k = { 0 };
	char name[24];
	struct crm_val v = s->lines ? *key : CRM_VNULL;
	int64_t at;

	if (s->unit != CRM_AS_IS && v.t == CRM_TEXT)
		v = CRM_VTEXT(name, crm_unit_name(s->unit, key, name));
	crm_putc(&k, v.t);
	if (v.t == CRM_TEXT)
		crm_put(&k, v.p, v.n);
	else if (v.t == CRM_INT)
		crm_put(&k, &v.i, sizeof v.i);
	if (!crm_map_get(&s->at, k.p, k.n, &at)) {
		if (s->nline == s->cap)
			s->line = crm_xrealloc(s->line,
			    (s->cap = s->cap ? 2 * s->cap : 16) * sizeof *s->line);
		at = (int64_t)s->nline;
		s->line[s->nline] = crm_zalloc(&s->g->arena, sizeof **s->line);
		s->line[s->nline++]->key = keep(s->g, &v);
		crm_map_put(&s->at, k.p, k.n, at);
	}
	crm_buf_free(&k);
	return s->line[at];
}

/* Each fact counts for its line and for all. */
static void
took(struct service *s, struct line *l, int which, int64_t seconds)
{
	times_add(&l->clock[which].took, seconds);
	times_add(&s->all.clock[which].took, seconds);
}

static void
waits(struct service *s, struct line *l, int which)
{
	l->clock[which].waiting++;
	s->all.clock[which].waiting++;
}

/* Whether a date was met is known once it was kept, or has passed. */
static void
judge(struct service *s, struct line *l, int which, int64_t by, int64_t end, bool ended)
{
	bool late = end > by;
	int64_t failed_by = late ? crm_meter_between(&s->meter, by, end) : 0;

	for (int i = 0; i < 2 && (late || ended); i++) {
		struct clock *k = &(i ? &s->all : l)->clock[which];

		k->dated++;
		if (late)
			times_add(&k->late, failed_by);
	}
}

/* One clock of a case: from its start until it is done; a date is judged when it closed, or now, else. */
static void
measure(struct service *s, struct line *l, int which, const struct crm_val *v, const struct crm_val *done,
    const struct crm_val *by, int64_t stands, int64_t held)
{
	int64_t since, end, last, due;
	bool ended = read_instant(done, &end), closed = read_instant(&v[4], &last);

	if (ended && read_instant(&v[3], &since)) {
		int64_t seconds = crm_meter_between(&s->meter, since, end) - held;

		took(s, l, which, seconds > 0 ? seconds : 0);
	} else if (!closed) {
		waits(s, l, which);
	}
	if (read_instant(by, &due))
		judge(s, l, which, due, ended ? end : closed ? last : stands, ended || closed);
}

/* id, key, held, clock, closed, responded, respond_by, resolved, resolve_by, hold_since */
static int
add_case(void *arg, const struct crm_val *v)
{
	struct service *s = arg;
	struct line *l = line_of(s, &v[1]);
	int64_t now = s->c->ctx.now, stands;

	if (!read_instant(&v[9], &stands))
		stands = now;
	measure(s, l, RESPONSE, v, &v[5], &v[6], now, 0);
	measure(s, l, RESOLUTION, v, &v[7], &v[8], stands, v[2].t == CRM_INT ? v[2].i : 0);
	if (s->filtered)
		crm_map_put(&s->chosen, (const char *)&v[0].i, sizeof v[0].i, 1);
	return CRM_OK;
}

static void
answered(void *arg, void *line, int64_t asked, int64_t at)
{
	struct service *s = arg;

	took(s, line, ROLLING, crm_meter_between(&s->meter, asked, at));
}

static void
nobody_answered(void *arg, void *line)
{
	waits(arg, line, ROLLING);
}

/* client, at, direction, case, key: in the order of client and time */
static int
add_message(void *arg, const struct crm_val *v)
{
	struct service *s = arg;
	int64_t about = v[3].t == CRM_INT ? v[3].i : 0, at, chosen;

	waiting_client(&s->waiting, v[0].i);
	if (!read_instant(&v[1], &at)
	    || (s->filtered && !crm_map_get(&s->chosen, (const char *)&about, sizeof about, &chosen)))
		return CRM_OK;
	if (v[2].t != CRM_TEXT || strcmp(v[2].p, "in") != 0)
		waiting_answered(&s->waiting, at, about);
	else if (at < s->to)
		waiting_asked(&s->waiting, at, about, line_of(s, &v[4]));
	return CRM_OK;
}

static void
put_line(struct service *s, struct line *l)
{
	static const char *const name[] = { "response", "resolution", "rolling" };

	for (int i = 0; i < CLOCKS; i++) {
		struct clock *k = &l->clock[i];
		struct crm_val *row;

		if (k->took.n == 0 && k->waiting == 0 && k->dated == 0)
			continue;
		row = crm_grid_add(s->g);
		row[BY] = l->key;
		row[CLOCK] = CRM_VTEXT(name[i], strlen(name[i]));
		row[COUNT] = CRM_VINT((int64_t)k->took.n);
		row[WAITING] = CRM_VINT(k->waiting);
		row[MEDIAN] = times_quantile(&k->took, .5);
		row[P90] = times_quantile(&k->took, .9);
		if (i != ROLLING) {
			row[IN_TIME] = percent_of(k->dated - (int64_t)k->late.n, k->dated);
			row[BREACHED] = CRM_VINT((int64_t)k->late.n);
			row[FAILED_BY] = times_quantile(&k->late, .5);
		}
	}
}

/* What makes a line: the path of a case, and of a message, that stand for what was said. */
static const char *const said[][3] = {
	{ "client", "client.name", "client.name" }, { "owner", "owner.name", "client.owner.name" },
	{ "unit", "owner.unit", "client.owner.unit" }, { "month", "received:month", "at:month" },
};

static const char *
path_by(const char *by, bool message, struct crm_arena *a)
{
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (strcmp(by, said[i][0]) == 0)
			return said[i][1 + message];
	if (!message)
		return by;
	return strncmp(by, "received:", 9) == 0 ? crm_sprintf(a, "at:%s", by + 9) : crm_sprintf(a, "case.%s", by);
}

/* The path's name for the columns; its unit is kept, and of cases the grid's first column becomes it. */
static int
read_by(struct service *s, struct ask *q, const char *by, bool message, const char **path,
    struct crm_err *err)
{
	struct crm_sum sum = { .ent = q->ent };
	struct crm_buf name = { 0 };
	struct crm_outcol *col;
	int rc;

	*path = "id";
	if (by == NULL)
		return CRM_OK;
	if ((rc = crm_sum_by(&s->c->ctx, &sum, path_by(by, message, &q->arena), &q->arena, err)) != CRM_OK)
		return rc;
	if (sum.nby != 1 || sum.by->path.field->flags & CRM_F_MANY)
		return crm_fail(err, CRM_USAGE, "--by", "one path, of one value");
	s->unit = sum.by->unit;
	crm_path_print(&sum.by->path, &name);
	*path = crm_strdup(&q->arena, name.p);
	crm_buf_free(&name);
	if (!message) {
		col = crm_alloc(&s->g->arena, sizeof service_cols);
		memcpy(col, service_cols, sizeof service_cols);
		col[BY] = (struct crm_outcol){ .name = crm_strdup(&s->g->arena, by), .currency = -1,
		    .type = s->unit != CRM_AS_IS ? &crm_t_text : sum.by->path.field->type,
		    .field = sum.by->path.field };
		s->g->col = col;
	}
	return CRM_OK;
}

static int
each_case(struct service *s, const struct crm_asked *asked, struct crm_err *err)
{
	struct ask q;
	const char *by;
	int rc = ask(&q, s->c, asked, "case", "", "received", err);

	if (rc == CRM_OK && (rc = read_by(s, &q, asked->by, false, &by, err)) == CRM_OK)
		rc = ask_rows(&q, crm_sprintf(&q.arena,
		    "id,%s,held,clock,closed,responded,respond_by,resolved,resolve_by,hold_since", by), NULL,
		    add_case, s, err);
	ask_free(&q);
	return rc;
}

/* What came in until the period's last day may be answered later. */
static int
each_message(struct service *s, const struct crm_asked *asked, struct crm_err *err)
{
	struct crm_asked since = { .from = asked->from };
	struct crm_civil after = { 0 };
	struct ask q;
	const char *by;
	int64_t day;
	int rc = ask(&q, s->c, &since, "interaction", "client!= channel!=note", "at", err);

	s->to = INT64_MAX;
	if (asked->to != NULL && crm_read_date(asked->to, strlen(asked->to), &day) == CRM_OK) {
		crm_day_civil(day + 1, &after);
		s->to = crm_from_local(&after);
	}
	if (rc == CRM_OK && (rc = read_by(s, &q, asked->by, true, &by, err)) == CRM_OK)
		rc = ask_rows(&q, crm_sprintf(&q.arena, "client,at,direction,case,%s", by), "client,at",
		    add_message, s, err);
	waiting_end(&s->waiting);
	ask_free(&q);
	return rc;
}

static void
free_line(struct line *l)
{
	for (int i = 0; i < CLOCKS; i++) {
		free(l->clock[i].took.v);
		free(l->clock[i].late.v);
	}
}

static void
free_service(struct service *s)
{
	for (size_t i = 0; i < s->nline; i++)
		free_line(s->line[i]);
	free_line(&s->all);
	free(s->line);
	crm_map_free(&s->at);
	crm_map_free(&s->chosen);
	crm_meter_free(&s->meter);
}

int
run_service(struct crm *c, const struct crm_asked *asked, struct crm_grid *g, struct crm_err *err)
{
	struct service s = { .c = c, .g = g, .meter.hours = &c->policy.hours, .lines = asked->by != NULL,
	    .filtered = asked->nfilter > 0,
	    .waiting = { .took = answered, .left = nobody_answered, .arg = &s } };
	size_t lines;
	int rc = each_case(&s, asked, err);

	if (rc == CRM_OK)
		rc = each_message(&s, asked, err);
	for (size_t i = 0; rc == CRM_OK && s.lines && i < s.nline; i++)
		put_line(&s, s.line[i]);
	if (rc == CRM_OK && s.lines)
		rc = crm_grid_sort(g, g->col[BY].name, err);
	lines = g->nrow;
	put_line(&s, &s.all);
	g->ntotal = g->nrow - lines;
	free_service(&s);
	return rc;
}
