/* trade_case.c - what follows from a case: whose it is, its number, the clock of service */
#include "session.h"

#include <string.h>

static void
put_time(struct crm_rec *rec, const char *field, int64_t t)
{
	char text[21];

	crm_fmt_time(text, t);
	put_text(rec, field, text);
}

static bool
known(const struct crm_rec *rec, const char *field)
{
	return crm_rec_get(rec, field)->t != CRM_NULL;
}

/* Who came speaks for a client, if for one only. */
static int
client_of_person(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *person = crm_rec_get(rec, "person");
	const struct crm_entity *role = crm_entity_must(&c->schema, "role");
	struct crm_path col = { .ent = role, .field = crm_field_must(role, "client") };
	struct crm_query q = { .ent = role, .col = &col, .ncol = 1, .limit = 2, .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_cursor *cur;
	struct crm_expr *where;
	int64_t client = 0;
	int n = 0, rc;

	if (person->t != CRM_INT || known(rec, "client"))
		return CRM_OK;
	rc = crm_filter_text(&c->ctx, role, crm_sprintf(&a, "person=p%lld (until= or until=today..)",
	    (long long)person->i), &where, &a, err);
	q.where = where;
	if (rc == CRM_OK && (rc = crm_select(c->db, &q, &cur, err)) == CRM_OK) {
		for (; (rc = crm_cursor_next(cur, err)) == CRM_ROW; n++)
			client = cur->val[0].i;
		crm_cursor_close(cur);
	}
	if (n == 1)
		put_int(rec, "client", client);
	crm_arena_free(&a);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
put_whose(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	int64_t me;
	int rc;

	if ((rc = inherit(c, rec, "right", "contract", err)) != CRM_OK
	    || (rc = inherit(c, rec, "order", "client", err)) != CRM_OK
	    || (rc = inherit(c, rec, "contract", "client", err)) != CRM_OK
	    || (rc = client_of_person(c, rec, err)) != CRM_OK
	    || (rc = inherit(c, rec, "client", "owner", err)) != CRM_OK)
		return rc;
	if (!known(rec, "owner") && (me = actor_id(c)) != 0)
		put_int(rec, "owner", me);
	return CRM_OK;
}

/* What the service level of its kind and severity promises, in business time; nothing where there is none. */
static void
put_deadlines(struct crm *c, struct crm_rec *rec)
{
	const struct crm_service *s = crm_service_of(&c->policy, crm_rec_get(rec, "kind")->p,
	    crm_rec_get(rec, "severity")->p);
	const struct crm_val *held = crm_rec_get(rec, "held");
	int64_t since;

	put_text(rec, "respond_by", NULL);
	put_text(rec, "resolve_by", NULL);
	if (s == NULL || !read_instant(crm_rec_get(rec, "clock"), &since))
		return;
	put_time(rec, "respond_by", crm_business_add(&c->policy.hours, since, s->respond));
	put_time(rec, "resolve_by", crm_business_add(&c->policy.hours, since,
	    s->resolve + (held->t == CRM_INT ? held->i : 0)));
}

void
case_resume(struct crm *c, struct crm_rec *rec, int64_t until)
{
	const struct crm_val *held = crm_rec_get(rec, "held");
	int64_t since, by, more;

	if (!read_instant(crm_rec_get(rec, "hold_since"), &since))
		return;
	more = crm_business_between(&c->policy.hours, since, until);
	put_text(rec, "hold_since", NULL);
	put_int(rec, "held", (held->t == CRM_INT ? held->i : 0) + more);
	/* nothing more stays where it is: at a closing hour it would become the next opening */
	if (more > 0 && read_instant(crm_rec_get(rec, "resolve_by"), &by))
		put_time(rec, "resolve_by", crm_business_add(&c->policy.hours, by, more));
}

/* A case as it comes, or as another system remembers it. */
static int
open_case(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *resolved = crm_rec_get(rec, "resolved");
	int rc;

	if (!known(rec, "received"))
		put_time(rec, "received", c->ctx.now);
	if (!known(rec, "state"))
		put_text(rec, "state", "received");
	if ((is(rec, "state", "closed") || is(rec, "state", "withdrawn")) && !known(rec, "closed")) {
		put_time(rec, "closed", c->ctx.now);
		if (resolved->t != CRM_NULL)
			crm_rec_put(rec, "closed", resolved);
	}
	put_int(rec, "cycle", 1);
	crm_rec_put(rec, "clock", crm_rec_get(rec, "received"));
	if ((rc = put_whose(c, rec, err)) != CRM_OK)
		return rc;
	put_deadlines(c, rec);
	return register_number(c, rec, "cs", "received", err);
}

/* What must be known in a state, and what is noted on entering it. */
struct entry { const char *state, *field, *ask; };
static const struct entry needed[] = {
	{ "decided", "decision", "what was decided?" },
	{ "acting", "measure", "what is done that it does not happen again?" },
	{ "acting", "cause", "what caused it?" },
	{ "acting", "department", "which department does it?" },
	{ "acting", "due", "by when?" },
	{ "verified", "effective", "did it remove the cause?" },
	{ NULL, NULL, NULL },
};
static const struct entry noted[] = {
	{ "acknowledged", "responded", NULL },
	{ "decided", "responded", NULL },
	{ "decided", "resolved", NULL },
	{ "closed", "closed", NULL },
	{ "withdrawn", "closed", NULL },
	{ NULL, NULL, NULL },
};

static void
forget(const struct crm_rec *old, struct crm_rec *rec, const char *const *field)
{
	for (; *field != NULL; field++)
		if (!differs(old, rec, *field))
			put_text(rec, *field, NULL);
}

/* All begins anew but what is known of the cause and of the measure that did not last. */
static void
begin_anew(struct crm *c, const struct crm_rec *old, struct crm_rec *rec)
{
	static const char *const fields[] = { "responded", "resolved", "closed", "held", "hold_since",
	    "decision", "due", "done", "effect_due", "effective", "satisfaction", NULL };
	const struct crm_val *cycle = crm_rec_get(old, "cycle");

	forget(old, rec, fields);
	put_int(rec, "cycle", (cycle->t == CRM_INT ? cycle->i : 1) + 1);
	put_time(rec, "clock", c->ctx.now);
	put_deadlines(c, rec);
}

static int
enter(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	static const char *const again[] = { "done", "effect_due", NULL };
	const struct entry *e;
	char today[11];
	int rc = CRM_OK;

	for (e = needed; e->state != NULL; e++)
		if (is(rec, "state", e->state) && !known(rec, e->field))
			rc = crm_fail(err, CRM_USAGE, e->field, "%s %s=...", e->ask, e->field);
	for (e = noted; e->state != NULL; e++)
		if (is(rec, "state", e->state) && !known(rec, e->field))
			put_time(rec, e->field, c->ctx.now);
	crm_fmt_date(today, crm_local_day(c->ctx.now));
	if (is(rec, "state", "received"))
		begin_anew(c, old, rec);
	else if (is(rec, "state", "acting"))
		forget(old, rec, again);
	else if (is(rec, "state", "verified") && !known(rec, "done"))
		put_text(rec, "done", today);
	return rc;
}

/* What is found to be more serious, before it is decided, has other deadlines. */
static void
assess_anew(struct crm *c, const struct crm_rec *old, struct crm_rec *rec)
{
	bool later = differs(old, rec, "received");
	const struct crm_val *cycle = crm_rec_get(rec, "cycle");

	if (known(old, "resolved") || known(old, "closed")
	    || (!later && !differs(old, rec, "kind") && !differs(old, rec, "severity")))
		return;
	if (later && (cycle->t != CRM_INT || cycle->i == 1))
		crm_rec_put(rec, "clock", crm_rec_get(rec, "received"));
	put_deadlines(c, rec);
}

int
case_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *content = crm_rec_get(rec, "satisfaction");
	int64_t end;
	int rc;

	(void)flags;
	if (content->t == CRM_INT && (content->i < 1 || content->i > 5))
		return crm_fail(err, CRM_DATA, "satisfaction", "%lld: is from 1 to 5", (long long)content->i);
	if (old == NULL)
		return open_case(c, rec, err);
	assess_anew(c, old, rec);
	if (differs(old, rec, "state") && (rc = enter(c, old, rec, err)) != CRM_OK)
		return rc;
	/* what is decided or closed out of a hold was on hold until then */
	if (read_instant(crm_rec_get(rec, "resolved"), &end) || read_instant(crm_rec_get(rec, "closed"), &end))
		case_resume(c, rec, end);
	return CRM_OK;
}

int
case_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags, (void)err;
	if (differs(old, rec, "number"))
		register_numbered(c, rec);
	return CRM_OK;
}

/* Whatever is recorded first, the first said counts; before the clock began to run it is no answer. */
int
case_heard(struct crm *c, int64_t id, int64_t at, struct crm_err *err)
{
	struct crm_rec old, rec = { 0 };
	int64_t since, before;
	int rc;

	crm_rec_init(&old, crm_entity_must(&c->schema, "case"));
	if ((rc = crm_get(c, old.ent, id, &old, err)) == CRM_OK
	    && read_instant(crm_rec_get(&old, "clock"), &since) && at >= since
	    && (!read_instant(crm_rec_get(&old, "responded"), &before) || at < before)) {
		crm_rec_copy(&rec, &old);
		put_time(&rec, "responded", at);
		rc = save(c, &old, &rec, 0, NULL, err);
		crm_rec_free(&rec);
	}
	crm_rec_free(&old);
	return rc;
}
