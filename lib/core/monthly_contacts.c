/* monthly_contacts.c - of the monthly report: contacts against their plan, how soon clients were answered, cases */
#include "monthly.h"

#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"

/* What answers took, by month. */
struct answers {
	struct monthly *m;
	struct crm_meter meter;
	struct times took[CRM_MONTHS];
	struct waiting waiting;
	int slot;                                /* of the messages at hand */
};

static bool
is_word(const struct crm_val *v, const char *word)
{
	return v->t == CRM_TEXT && strcmp(v->p, word) == 0;
}

/* A channel's rank is its place in the table. */
static int64_t
channel_rank(const struct monthly *m, const struct crm_val *channel)
{
	const struct crm_field *f = crm_field_must(crm_entity_must(&m->c->schema, "interaction"), "channel");
	int64_t i = 0;

	while (f->values[i] != NULL && !is_word(channel, f->values[i]))
		i++;
	return i;
}

static void
took(void *arg, void *slot, int64_t asked, int64_t answered)
{
	struct answers *a = arg;

	times_add(&a->took[(intptr_t)slot], crm_meter_between(&a->meter, asked, answered));
}

static void
left(void *arg, void *slot)
{
	struct answers *a = arg;

	++*tally_line(a->m, L_ROLLING_WAITING, (int)(intptr_t)slot);
}

/* Each month is by itself: what was not answered by its end was not. */
static void
add_message(struct answers *a, const struct crm_val *client, const struct crm_val *about, int64_t at, bool in, int slot)
{
	if (client->t != CRM_INT)
		return;
	if (slot != a->slot)
		waiting_client(&a->waiting, -1);
	a->slot = slot;
	waiting_client(&a->waiting, client->i);
	if (in)
		waiting_asked(&a->waiting, at, about->t == CRM_INT ? about->i : 0, (void *)(intptr_t)slot);
	else
		waiting_answered(&a->waiting, at, about->t == CRM_INT ? about->i : 0);
}

/* client, at, direction, channel, case, agent, and whose the client is */
static int
add_contact(void *arg, const struct crm_val *v)
{
	struct answers *a = arg;
	struct monthly *m = a->m;
	int slot = slot_of(m, &v[1]);
	bool in = is_word(&v[2], "in");

	if (slot < 0)
		return CRM_OK;
	if (mine(m, &v[5])) {
		++*tally_line(m, L_CONTACTS_ALL, slot);
		++*tally_line(m, in ? L_CONTACTS_IN : L_CONTACTS_OUT, slot);
		++*tally_item(m, L_CHANNEL, &v[3], channel_rank(m, &v[3]), NULL, slot);
	}
	if (mine(m, &v[6]))
		add_message(a, &v[0], &v[4], instant_of(&v[1], 0), in, slot);
	return CRM_OK;
}

/* Follow-ups are the plan: of these kinds each is one contact on a channel. */
static struct crm_val
channel_of(const struct crm_val *kind)
{
	static const char *const same[] = { "call", "email", "meeting", "visit" };

	for (size_t i = 0; i < NCOL(same); i++)
		if (is_word(kind, same[i]))
			return *kind;
	return is_word(kind, "letter") ? CRM_VTEXT("post", 4) : CRM_VNULL;
}

static void
plan(struct monthly *m, const struct crm_val *kind)
{
	struct crm_val channel = channel_of(kind), *target;

	if (channel.t != CRM_TEXT)
		return;
	target = target_of(m, L_CHANNEL, &channel, channel_rank(m, &channel));
	*target = CRM_VINT(target->t == CRM_INT ? target->i + 1 : 1);
}

/* due, closed, state, kind, owner */
static int
add_followup(void *arg, const struct crm_val *v)
{
	struct monthly *m = arg;
	bool open = is_word(&v[2], "open"), dropped = is_word(&v[2], "dropped");
	/* of one that was imported as done nobody knows when: when it was due */
	const struct crm_val *end_of = v[1].t != CRM_TEXT && !open ? &v[0] : &v[1];
	int64_t due = instant_of(&v[0], INT64_MAX), closed = instant_of(end_of, INT64_MAX);
	int slot = slot_of(m, &v[0]), done = slot_of(m, end_of);

	if (!mine(m, &v[4]))
		return CRM_OK;
	if (slot >= 0 && !dropped) {
		++*tally_line(m, L_PLANNED, slot);
		if (slot == CRM_THIS_MONTH)
			plan(m, &v[3]);
	}
	if (done >= 0 && is_word(&v[2], "done"))
		++*tally_line(m, L_DONE, done);
	for (slot = 0; slot < CRM_MONTHS; slot++) {
		int64_t end = m->at[span_of_slot(slot) + 1];

		*tally_line(m, L_UNDONE, slot) += due < (end < m->now ? end : m->now) && closed >= end;
	}
	return CRM_OK;
}

static void
put_times(struct monthly *m, struct times *t, int slot, enum line median, enum line p90)
{
	put_value(m, median, slot, times_quantile(t, .5));
	put_value(m, p90, slot, times_quantile(t, .9));
	free(t->v);
}

int
read_contacts(struct monthly *m, struct crm_err *err)
{
	struct answers a = { .m = m, .meter.hours = &m->c->policy.hours, .slot = -1,
	    .waiting = { .took = took, .left = left, .arg = &a } };
	struct crm_arena arena = { 0 };
	int rc = pass(m, "interaction", crm_sprintf(&arena, "channel!=note (%s)", shown_months(m, "at", &arena)),
	    m->scoped ? "client,at,direction,channel,case,agent,client.owner" : "client,at,direction,channel,case,agent,agent",
	    "client,at", add_contact, &a, err);

	waiting_end(&a.waiting);
	if (rc == CRM_OK)
		rc = pass(m, "followup", "", "due,closed,state,kind,owner", NULL, add_followup, m, err);
	for (int s = 0; s < CRM_MONTHS; s++)
		put_times(m, &a.took[s], s, L_ROLLING_MEDIAN, L_ROLLING_P90);
	crm_meter_free(&a.meter);
	crm_arena_free(&arena);
	return rc;
}

/* Causes, folded, with the first that came of each; cases of the months, to be looked at when all are known. */
struct cases {
	struct monthly *m;
	struct crm_meter meter;
	struct times took[CRM_MONTHS];
	struct crm_map first, closed;            /* by cause; by case the months in which a step closed it */
	struct caused { int64_t at; char *cause; size_t n; int slot; } *v; size_t n, cap;
	struct crm_arena arena;
};

/* case, at */
static int
add_closing(void *arg, const struct crm_val *v)
{
	struct cases *c = arg;
	int slot = slot_of(c->m, &v[1]);

	if (slot >= 0 && v[0].t == CRM_INT)
		map_put(&c->closed, v[0].i, map_at(&c->closed, v[0].i, 0) | 1 << slot);
	return CRM_OK;
}

static void
add_cause(struct cases *c, const struct crm_val *cause, int64_t received, int slot)
{
	struct crm_buf fold = { 0 };
	int64_t first;

	if (cause->t != CRM_TEXT)
		return;
	crm_fold(&fold, cause->p, cause->n);
	if (!crm_map_get(&c->first, fold.p, fold.n, &first) || received < first)
		crm_map_set(&c->first, fold.p, fold.n, received);
	if (slot >= 0) {
		if (c->n == c->cap)
			c->v = crm_xrealloc(c->v, (c->cap = c->cap ? 2 * c->cap : 64) * sizeof *c->v);
		c->v[c->n++] = (struct caused){ received, crm_strndup(&c->arena, fold.p, fold.n), fold.n, slot };
	}
	crm_buf_free(&fold);
}

/* Cases whose clock began in a month, and who heard from us by its end. */
static void
add_response(struct cases *c, const struct crm_val *clock, int64_t responded)
{
	int slot = slot_of(c->m, clock);

	if (slot < 0)
		return;
	if (responded < c->m->at[span_of_slot(slot) + 1])
		times_add(&c->took[slot], crm_meter_between(&c->meter, instant_of(clock, 0), responded));
	else
		++*tally_line(c->m, L_FIRST_WAITING, slot);
}

/* id, received, clock, responded, resolve_by, resolved, closed, cause, owner */
static int
add_case(void *arg, const struct crm_val *v)
{
	struct cases *c = arg;
	struct monthly *m = c->m;
	int64_t received = instant_of(&v[1], INT64_MAX), by = instant_of(&v[4], INT64_MAX);
	int64_t resolved = instant_of(&v[5], INT64_MAX), closed = instant_of(&v[6], INT64_MAX);
	int64_t closings = map_at(&c->closed, v[0].i, 0);
	int slot = slot_of(m, &v[1]);

	add_cause(c, &v[7], received, mine(m, &v[8]) ? slot : -1);
	if (!mine(m, &v[8]))
		return CRM_OK;
	if (slot >= 0)
		++*tally_line(m, L_CASES, slot);
	if (slot_of(m, &v[6]) >= 0)
		closings |= 1 << slot_of(m, &v[6]);
	add_response(c, &v[2], instant_of(&v[3], INT64_MAX));
	for (slot = 0; slot < CRM_MONTHS; slot++) {
		int64_t end = m->at[span_of_slot(slot) + 1];
		bool open = received < end && closed >= end;

		*tally_line(m, L_CASES_CLOSED, slot) += closings >> slot & 1;
		*tally_line(m, L_CASES_OPEN, slot) += open;
		*tally_line(m, L_CASES_OVERDUE, slot) += open && resolved >= end && by < (end < m->now ? end : m->now);
	}
	return CRM_OK;
}

int
read_cases(struct monthly *m, struct crm_err *err)
{
	struct cases c = { .m = m, .meter.hours = &m->c->policy.hours };
	int rc = pass(m, "step", crm_sprintf(&c.arena, "case!= state=closed,withdrawn (%s)", shown_months(m, "at", &c.arena)),
	    "case,at", NULL, add_closing, &c, err);

	if (rc == CRM_OK)
		rc = pass(m, "case", "", "id,received,clock,responded,resolve_by,resolved,closed,cause,owner", NULL, add_case, &c,
		    err);
	for (size_t i = 0; i < c.n; i++) {
		int64_t first = c.v[i].at;

		crm_map_get(&c.first, c.v[i].cause, c.v[i].n, &first);
		*tally_line(m, L_CASES_REPEATED, c.v[i].slot) += first < c.v[i].at;
	}
	for (int s = 0; s < CRM_MONTHS; s++)
		put_times(m, &c.took[s], s, L_FIRST_MEDIAN, L_FIRST_P90);
	free(c.v);
	crm_map_free(&c.first);
	crm_map_free(&c.closed);
	crm_meter_free(&c.meter);
	crm_arena_free(&c.arena);
	return rc;
}
