/* followup.c - planning what is to be done, and ending it */
#include "session.h"

#include <string.h>

#include "crm/followup.h"

void
push_id(int64_t **id, size_t *n, int64_t add, struct crm_arena *arena)
{
	*id = crm_room(arena, *id, *n, sizeof **id);
	(*id)[(*n)++] = add;
}

static void
put_instant(struct crm_rec *rec, const char *field, int64_t t)
{
	char text[21];

	crm_fmt_time(text, t);
	put_text(rec, field, text);
}

/* Words for a rule mean: as the day it is due.  What a month lacks of days is done on its last. */
static void
spell_out(struct crm_rec *rec)
{
	static const struct { const char *word, *rule; bool months; } words[] = {
		{ "daily", "FREQ=DAILY", false }, { "weekly", "FREQ=WEEKLY", false },
		{ "monthly", "FREQ=MONTHLY", true },
		{ "quarterly", "FREQ=MONTHLY;INTERVAL=3", true }, { "yearly", "FREQ=YEARLY", false },
	};
	struct crm_buf rule = { 0 };
	struct crm_civil c;
	int64_t due;
	size_t i = 0;

	while (i < 5 && !is(rec, "repeat", words[i].word))
		i++;
	if (i == 5 || !read_instant(crm_rec_get(rec, "due"), &due))
		return;
	crm_local(due, &c);
	crm_puts(&rule, words[i].rule);
	if (words[i].months && c.d > 28) {
		crm_puts(&rule, ";BYMONTHDAY=28");
		for (int d = 29; d <= c.d; d++)
			crm_putf(&rule, ",%d", d);
		crm_puts(&rule, ";BYSETPOS=-1");
	} else if (strcmp(words[i].word, "yearly") == 0 && c.m == 2 && c.d == 29) {
		crm_puts(&rule, ";BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1");
	}
	put_text(rec, "repeat", rule.p);
	crm_buf_free(&rule);
}

/* The deal's client is the follow-up's. */
static int
client_of_deal(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *deal = crm_entity_must(&c->schema, "deal");
	const struct crm_val *ref = crm_rec_get(rec, "deal");
	struct crm_rec d;
	int rc;

	if (ref->t != CRM_INT || crm_rec_get(rec, "client")->t != CRM_NULL)
		return CRM_OK;
	crm_rec_init(&d, deal);
	if ((rc = crm_get(c, deal, ref->i, &d, err)) == CRM_OK)
		crm_rec_put(rec, "client", crm_rec_get(&d, "client"));
	crm_rec_free(&d);
	return rc;
}

static bool
plans_next(const struct crm_rec *old, const struct crm_rec *rec)
{
	return is(old, "state", "open") && is(rec, "state", "done") && crm_rec_get(rec, "repeat")->t == CRM_TEXT;
}

/* One column, so that an index finds what is to be reminded of among all that was. */
static void
set_ring(struct crm_rec *rec)
{
	const struct crm_val *at = crm_rec_get(rec, crm_rec_get(rec, "remind")->t != CRM_NULL ? "remind" : "due");
	bool rings = is(rec, "state", "open") && crm_rec_get(rec, "reminded")->t == CRM_NULL;

	crm_rec_put(rec, "rings", rings ? at : &CRM_VNULL);
}

int
followup_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	bool was_open = old == NULL || is(old, "state", "open"), open = is(rec, "state", "open");

	(void)flags;
	if (old != NULL && plans_next(old, rec) && c->next_due == NULL)
		return crm_fail(err, CRM_USAGE, "state",
		    "f%lld recurs: finish it with crm-followup done, which plans the next", (long long)old->val[0].i);
	if (!open && (was_open || crm_rec_get(rec, "closed")->t == CRM_NULL))
		put_instant(rec, "closed", c->ctx.now);
	if (open)
		put_text(rec, "closed", NULL);
	spell_out(rec);
	if (crm_rec_get(rec, "repeat")->t == CRM_NULL)
		put_text(rec, "starts", NULL);
	else if (crm_rec_get(rec, "starts")->t == CRM_NULL || (old != NULL && differs(old, rec, "repeat")))
		crm_rec_put(rec, "starts", crm_rec_get(rec, "due"));
	/* another time is another promise to remind of it */
	if (old != NULL && (differs(old, rec, "due") || differs(old, rec, "remind"))) {
		put_text(rec, "reminded", NULL);
		put_text(rec, "claim", NULL);
		put_text(rec, "claimed", NULL);
	}
	set_ring(rec);
	return old == NULL ? client_of_deal(c, rec, err) : CRM_OK;
}

/* Moves the due time; the time to remind keeps its distance. */
static void
move_to(struct crm_rec *rec, int64_t due)
{
	int64_t was, remind;

	if (read_instant(crm_rec_get(rec, "due"), &was) && read_instant(crm_rec_get(rec, "remind"), &remind))
		put_instant(rec, "remind", due - (was - remind));
	put_instant(rec, "due", due);
}

static int
plan_next(struct crm *c, const struct crm_rec *rec, const char *at, struct crm_err *err)
{
	static const char *const anew[] = {
		"id", "key", "created", "updated", "closed", "outcome", "reminded", "claim", "claimed",
		"situation",
	};
	struct crm_rec next = { 0 };
	int64_t due;
	int rc;

	crm_rec_copy(&next, rec);
	for (size_t i = 0; i < sizeof anew / sizeof *anew; i++)
		next.val[crm_field_must(rec->ent, anew[i])->index] = CRM_VNULL;
	put_text(&next, "state", "open");
	CRM_BUG_IF(crm_read_time(at, strlen(at), &due) != CRM_OK);
	move_to(&next, due);
	if ((rc = save(c, NULL, &next, 0, NULL, err)) == CRM_OK)
		c->planned = crm_rec_id(&next);
	crm_rec_free(&next);
	return rc;
}

/* Finishing a recurring follow-up plans the next. */
int
followup_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *repeat = crm_rec_get(rec, "repeat"), *due = crm_rec_get(rec, "due");
	const struct crm_val *starts = crm_rec_get(rec, "starts");
	char at[21];
	int rc;

	(void)flags;
	if (old == NULL || !plans_next(old, rec))
		return CRM_OK;
	rc = c->next_due(repeat->p, starts->t == CRM_TEXT ? starts->p : due->p, due->p, at, err);
	if (rc == CRM_OK)
		return plan_next(c, rec, at, err);
	return rc == CRM_NO ? CRM_OK : rc;
}

/* What the record is, and what it refers to, as far as the follow-up can and does not yet. */
static void
link_to(struct crm_rec *rec, const struct crm_rec *of)
{
	static const char *const names[] = { "client", "person", "deal", "contract", "order", "case", "owner" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct crm_field *own = crm_field_must(rec->ent, names[i]);
		const struct crm_field *its = crm_field_find(of->ent, names[i], strlen(names[i]));

		if (own->to == of->ent)
			crm_rec_put(rec, names[i], &of->val[0]);
		else if (its != NULL && its->to == own->to && rec->val[own->index].t == CRM_NULL)
			crm_rec_put(rec, names[i], &of->val[its->index]);
	}
}

/* A person who works in one place only is meant there. */
static int
client_of_person(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *role = crm_entity_must(&c->schema, "role");
	const struct crm_val *person = crm_rec_get(rec, "person");
	struct crm_rec r;
	int64_t id[2];
	size_t n;
	int rc;

	if (person->t != CRM_INT || crm_rec_get(rec, "client")->t != CRM_NULL)
		return CRM_OK;
	rc = crm_lookup(c->db, crm_field_must(role, "person"), role, person, id, 2, &n, err);
	if (rc != CRM_OK || n != 1)
		return rc;
	crm_rec_init(&r, role);
	if ((rc = crm_get(c, role, id[0], &r, err)) == CRM_OK)
		crm_rec_put(rec, "client", crm_rec_get(&r, "client"));
	crm_rec_free(&r);
	return rc;
}

static int
find_owner(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "client");
	const struct crm_val *client = crm_rec_get(rec, "client");
	struct crm_rec r;
	int64_t me;
	int rc = CRM_OK;

	if (crm_rec_get(rec, "owner")->t == CRM_NULL && client->t == CRM_INT) {
		crm_rec_init(&r, e);
		if ((rc = crm_get(c, e, client->i, &r, err)) == CRM_OK)
			crm_rec_put(rec, "owner", crm_rec_get(&r, "owner"));
		crm_rec_free(&r);
	}
	if (rc == CRM_OK && crm_rec_get(rec, "owner")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "owner", me);
	return rc;
}

int
crm_followup_plan(struct crm *c, const struct crm_rec *like, const struct crm_entity *of, int64_t of_id,
    int64_t *id, struct crm_err *err)
{
	const struct crm_field *f = crm_field_find(like->ent, of->name, strlen(of->name));
	struct crm_rec rec = { 0 }, src;
	int rc;

	if (f == NULL || f->to != of)
		return crm_fail(err, CRM_USAGE, NULL, "%s%lld is a %s: a follow-up is for a client, person or deal",
		    of->prefix, (long long)of_id, of->name);
	crm_rec_init(&src, of);
	crm_rec_copy(&rec, like);
	if ((rc = crm_get(c, of, of_id, &src, err)) != CRM_OK)
		goto out;
	link_to(&rec, &src);
	if ((rc = client_of_deal(c, &rec, err)) == CRM_OK && (rc = client_of_person(c, &rec, err)) == CRM_OK
	    && (rc = crm_rec_defaults(&c->ctx, &rec, err)) == CRM_OK
	    && (rc = find_owner(c, &rec, err)) == CRM_OK
	    && (rc = save(c, NULL, &rec, 0, NULL, err)) == CRM_OK)
		*id = crm_rec_id(&rec);
out:
	crm_rec_free(&src);
	crm_rec_free(&rec);
	return rc;
}

/* An open follow-up, twice: as it is, and to be changed. */
static int
load_open(struct crm *c, int64_t id, struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "followup");
	const struct crm_val *state;
	int rc;

	crm_rec_init(old, e);
	crm_rec_init(rec, e);
	if ((rc = crm_get(c, e, id, old, err)) != CRM_OK)
		return rc;
	state = crm_rec_get(old, "state");
	if (!is(old, "state", "open"))
		return crm_fail(err, CRM_DATA, NULL, "f%lld is %s already", (long long)id,
		    state->t == CRM_TEXT ? state->p : "closed");
	crm_rec_copy(rec, old);
	return CRM_OK;
}

int
crm_followup_end(struct crm *c, int64_t id, const char *state, const char *outcome, int64_t *next,
    struct crm_err *err)
{
	struct crm_rec old, rec;
	int rc = load_open(c, id, &old, &rec, err);

	c->planned = 0;
	if (rc == CRM_OK) {
		put_text(&rec, "state", state);
		if (outcome != NULL)
			put_text(&rec, "outcome", outcome);
		rc = save(c, &old, &rec, 0, NULL, err);
	}
	*next = rc == CRM_OK ? c->planned : 0;
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

int
crm_followup_snooze(struct crm *c, int64_t id, int64_t due, struct crm_err *err)
{
	struct crm_rec old, rec;
	int rc = load_open(c, id, &old, &rec, err);

	if (rc == CRM_OK) {
		move_to(&rec, due);
		rc = save(c, &old, &rec, 0, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}
