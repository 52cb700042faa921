/* case.c - a case's steps, and what goes with them */
#include "session.h"
#include "crm/case.h"

#include <stdio.h>
#include <string.h>

/* What the client is told of a case, as an interaction. */
static int
tell_client(struct crm *c, const struct crm_rec *rec, const char *channel, const char *text,
    struct crm_err *err)
{
	const struct crm_val *about = crm_rec_get(rec, "about"), *person = crm_rec_get(rec, "person");
	struct crm_rec told;
	char *set[1];
	int rc;

	crm_rec_init(&told, crm_entity_must(&c->schema, "interaction"));
	crm_rec_put(&told, "case", &rec->val[0]);
	crm_rec_put(&told, "client", crm_rec_get(rec, "client"));
	if (person->t == CRM_INT)
		put_text(&told, "persons", crm_sprintf(&told.arena, "%lld", (long long)person->i));
	if (text != NULL)
		put_text(&told, "subject", text);
	else
		crm_rec_put(&told, "subject", about);
	set[0] = crm_sprintf(&told.arena, "channel=%s", channel);
	if ((rc = crm_rec_assign_all(&c->ctx, &told, set, 1, err)) == CRM_OK
	    && (rc = crm_rec_defaults(&c->ctx, &told, err)) == CRM_OK)
		rc = crm_save(c, NULL, &told, 0, NULL, err);
	crm_rec_free(&told);
	return rc;
}

/* A measure without effect is not the last word. */
static int
act_again(struct crm *c, int64_t id, const char *note, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_stride again = { .verb = "act", .note = note };
	struct crm_rec verified;
	int rc;

	crm_rec_init(&verified, rec->ent);
	rc = crm_step(c, id, &again, &verified, rec, err);
	crm_rec_free(&verified);
	return rc;
}

int
crm_case_step(struct crm *c, int64_t id, const struct crm_stride *s, const char *channel, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *effective;
	int rc = crm_step(c, id, s, old, rec, err);

	if (rc == CRM_OK && channel != NULL)
		rc = tell_client(c, rec, channel, s->note, err);
	effective = rc == CRM_OK ? crm_rec_get(rec, "effective") : NULL;
	if (rc == CRM_OK && is(rec, "state", "verified") && effective->t == CRM_INT && effective->i == 0)
		rc = act_again(c, id, s->note != NULL ? s->note : "without effect", rec, err);
	return rc;
}

static int
stand(struct crm *c, struct crm_rec *rec, const char *name, bool on, struct crm_err *err)
{
	const struct crm_val *hold = crm_rec_get(rec, "hold_since");
	char now[21];

	if (on == (hold->t != CRM_NULL))
		return crm_fail(err, CRM_DATA, name, "is %s", on ? "on hold already" : "not on hold");
	if (on && (crm_rec_get(rec, "resolved")->t != CRM_NULL || crm_rec_get(rec, "closed")->t != CRM_NULL))
		return crm_fail(err, CRM_DATA, name, "is %s: its clock has stopped",
		    crm_rec_get(rec, "state")->p);
	crm_fmt_time(now, c->ctx.now);
	if (on)
		put_text(rec, "hold_since", now);
	else
		case_resume(c, rec, c->ctx.now);
	return CRM_OK;
}

int
crm_case_hold(struct crm *c, int64_t id, bool on, const char *note, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *err)
{
	const char *what = on ? "on hold" : "resumed";
	struct crm_buf text = { 0 };
	int64_t since = c->ctx.now;
	char name[32];
	int rc = load_both(c, id, old, rec, name, err);

	if (rc != CRM_OK)
		return rc;
	if ((rc = stand(c, rec, name, on, err)) != CRM_OK || (rc = save(c, old, rec, 0, NULL, err)) != CRM_OK)
		return rc;
	if (!on)
		crm_read_time(crm_rec_get(old, "hold_since")->p, crm_rec_get(old, "hold_since")->n, &since);
	crm_putf(&text, "%s%s%s", what, note != NULL ? ": " : "", note != NULL ? note : "");
	rc = step_aside(c, rec, c->ctx.now - since, text.p, err);
	crm_buf_free(&text);
	return rc;
}
