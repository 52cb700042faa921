/* deal.c - opening deals, and moving them through the pipeline */
#include "session.h"
#include "crm/deal.h"

#include <string.h>

static const struct crm_stage *
first_of(const struct crm_policy *p, enum crm_stage_kind kind)
{
	for (size_t i = 0; i < p->nstage; i++)
		if (p->stage[i].kind == kind)
			return &p->stage[i];
	return NULL;
}

static const struct crm_stage *
stage_in(const struct crm *c, const struct crm_rec *rec, const char *field)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_TEXT ? crm_policy_stage(&c->policy, v->p, v->n) : NULL;
}

/* Where a move leads; NULL with the complaint when nowhere. */
static const struct crm_stage *
target(struct crm *c, const struct crm_rec *old, const struct crm_move *m, const char *id,
    struct crm_err *err)
{
	static const enum crm_stage_kind kind[] = {
		[CRM_WIN] = CRM_STAGE_WON, [CRM_LOSE] = CRM_STAGE_LOST, [CRM_REOPEN] = CRM_STAGE_OPEN,
	};
	const struct crm_stage *to = NULL;
	char shown[256];

	if (m->stage != NULL) {
		to = crm_policy_stage(&c->policy, m->stage, strlen(m->stage));
		if (to == NULL)
			crm_fail(err, CRM_USAGE, id, "the policy has no stage %s",
			    crm_quote(shown, m->stage, strlen(m->stage)));
		return to;
	}
	if (m->way == CRM_REOPEN)
		to = stage_in(c, old, "last_stage");
	if (to == NULL || to->kind != kind[m->way])
		to = first_of(&c->policy, kind[m->way]);
	if (to == NULL)
		crm_fail(err, CRM_CONFIG, id, "the policy has no such stage");
	return to;
}

static int
allowed(const struct crm_rec *old, const struct crm_rec *rec, const struct crm_move *m,
    const struct crm_stage *to, const char *id, struct crm_err *err)
{
	if (m->way == CRM_REOPEN && is(old, "state", "open"))
		return crm_fail(err, CRM_DATA, id, "is open already, in %s", crm_rec_get(old, "stage")->p);
	if (m->way == CRM_REOPEN && to->kind != CRM_STAGE_OPEN)
		return crm_fail(err, CRM_USAGE, id, "%s is no open stage", to->name);
	if (is(old, "stage", to->name))
		return crm_fail(err, CRM_DATA, id, "is in %s already", to->name);
	if (to->kind == CRM_STAGE_LOST && crm_rec_get(rec, "reason")->t == CRM_NULL)
		return crm_fail(err, CRM_USAGE, id, "why was it lost? reason=...");
	return CRM_OK;
}

/* The history tells of a gate that was forced. */
static int
save_noted(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, const struct crm_move *m,
    const struct crm_stage *to, struct crm_err *err)
{
	bool forced = m->force && (to->gate != NULL || (is(old, "state", "won") && to->kind == CRM_STAGE_LOST));
	struct crm_buf note = { 0 };
	int rc;

	crm_putf(&note, "%s%s%s", forced ? "forced" : "", forced && m->note != NULL ? ": " : "",
	    m->note != NULL ? m->note : "");
	crm_set_note(c, note.n ? note.p : NULL);
	rc = crm_save(c, old, rec, m->force ? CRM_FORCE : 0, NULL, err);
	crm_set_note(c, NULL);
	crm_buf_free(&note);
	return rc;
}

/* What was lost and is won after all has another day and another reason. */
static int
assign(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, const struct crm_move *m,
    const struct crm_stage *to, struct crm_err *err)
{
	const struct crm_stage *from = stage_in(c, old, "stage");

	if (from != NULL && from->kind != CRM_STAGE_OPEN && from->kind != to->kind) {
		put_text(rec, "closed", NULL);
		put_text(rec, "reason", NULL);
	}
	return crm_rec_assign_all(&c->ctx, rec, m->text, m->n, err);
}

int
crm_deal_move(struct crm *c, int64_t id, const struct crm_move *m, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *err)
{
	const struct crm_stage *to;
	struct crm_err why = CRM_ERR_INIT;
	char name[32];
	int rc = load_both(c, id, old, rec, name, err);

	if (rc != CRM_OK)
		return rc;
	if ((to = target(c, old, m, name, &why)) == NULL)
		rc = why.code;
	else if ((rc = assign(c, old, rec, m, to, &why)) == CRM_OK
	    && (rc = allowed(old, rec, m, to, name, &why)) == CRM_OK) {
		put_text(rec, "stage", to->name);
		rc = save_noted(c, old, rec, m, to, &why);
	}
	return rc == CRM_OK ? CRM_OK : whose(name, rc, &why, err);
}

/* Whose deal it is when nobody says: the client's owner's, else the actor's. */
static int
put_owner(struct crm *c, int64_t client, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_rec owned;
	int64_t me;
	int rc = CRM_OK;

	crm_rec_init(&owned, crm_entity_must(&c->schema, "client"));
	if (client != 0 && (rc = crm_get(c, owned.ent, client, &owned, err)) == CRM_OK)
		crm_rec_put(rec, "owner", crm_rec_get(&owned, "owner"));
	if (rc == CRM_OK && crm_rec_get(rec, "owner")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "owner", me);
	crm_rec_free(&owned);
	return rc;
}

int
crm_deal_open(struct crm *c, int64_t client, char *const *text, size_t n, struct crm_rec *rec,
    struct crm_err *err)
{
	int rc, filled;

	crm_rec_reset(rec);
	if (client != 0)
		put_int(rec, "client", client);
	if ((rc = put_owner(c, client, rec, err)) != CRM_OK)
		return rc;
	rc = crm_rec_assign_all(&c->ctx, rec, text, n, err);
	filled = crm_rec_defaults(&c->ctx, rec, err);
	if (crm_rec_get(rec, "title")->t == CRM_NULL)
		rc = crm_fail(err, CRM_USAGE, "title", "what is being sold? title=...");
	rc = rc != CRM_OK ? rc : filled;
	return rc == CRM_OK ? crm_save(c, NULL, rec, 0, NULL, err) : rc;
}
