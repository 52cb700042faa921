/* objection.c - what a client holds against a deal, from raised to settled */
#include "session.h"
#include "crm/objection.h"

#include <string.h>

static void
put_now(struct crm *c, struct crm_rec *rec, const char *field)
{
	char now[21];

	crm_fmt_time(now, c->ctx.now);
	put_text(rec, field, now);
}

/* Whoever writes an answer down has answered. */
int
objection_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags, (void)err;
	if (old == NULL && crm_rec_get(rec, "raised")->t == CRM_NULL)
		put_now(c, rec, "raised");
	if (is(rec, "state", "open") && crm_rec_get(rec, "answer")->t != CRM_NULL)
		put_text(rec, "state", "answered");
	if (!differs(old, rec, "state"))
		return CRM_OK;
	if (is(rec, "state", "answered")) {
		put_text(rec, "settled", NULL);
		if (crm_rec_get(rec, "answered")->t == CRM_NULL)
			put_now(c, rec, "answered");
	} else if (old != NULL) {
		put_now(c, rec, "settled");
	}
	return CRM_OK;
}

/* An answer that gives way to another is remembered as one that did not settle it. */
static void
put_tried(const struct crm_rec *old, struct crm_rec *rec)
{
	const struct crm_val *last = crm_rec_get(old, "answer"), *tried = crm_rec_get(old, "tried");
	struct crm_buf all = { 0 };

	if (last->t != CRM_TEXT || !differs(old, rec, "answer"))
		return;
	if (tried->t == CRM_TEXT)
		crm_put(&all, tried->p, tried->n);
	if (tried->t != CRM_TEXT || !crm_many_has(tried->p, tried->n, last->p, last->n))
		crm_many_add(&all, last->p, last->n);
	crm_rec_put(rec, "tried", &CRM_VTEXT(all.p, all.n));
	crm_buf_free(&all);
}

static int
take(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, const char *name,
    const struct crm_stride *s, struct crm_err *err)
{
	const struct crm_edge *edge = edge_of(crm_objection_edges, crm_rec_get(old, "state")->p, s->verb, name, err);
	int rc;

	if (edge == NULL)
		return CRM_DATA;
	if ((rc = crm_rec_assign_all(&c->ctx, rec, s->text, s->n, err)) != CRM_OK)
		return rc;
	if (strcmp(edge->to, "answered") == 0) {
		if (crm_rec_get(rec, "answer")->t == CRM_NULL)
			return crm_fail(err, CRM_USAGE, "answer", "what was said to it?");
		put_tried(old, rec);
	}
	put_text(rec, "state", edge->to);
	return save(c, old, rec, s->save, NULL, err);
}

int
crm_objection_step(struct crm *c, int64_t id, const struct crm_stride *s, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	char name[32];
	int rc = load_both(c, id, old, rec, name, err);

	if (rc != CRM_OK)
		return rc;
	rc = take(c, old, rec, name, s, &why);
	return rc == CRM_OK ? CRM_OK : whose(name, rc, &why, err);
}
