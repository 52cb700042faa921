/* steps.c - contracts and cases on their way from state to state */
#include "session.h"
#include "crm/steps.h"

#include <stdio.h>
#include <string.h>

/* When the record came into the state it leaves: its last step, else when it was recorded. */
static int
entered(struct crm *c, const struct crm_rec *old, int64_t *at, struct crm_err *err)
{
	const struct crm_entity *step = crm_entity_must(&c->schema, "step");
	const struct crm_val *created = crm_rec_get(old, "created");
	struct crm_path col = { .ent = step, .field = crm_field_must(step, "at") };
	struct crm_sort sort = { .path = col, .desc = true };
	struct crm_query q = { .ent = step, .col = &col, .ncol = 1, .sort = &sort, .nsort = 1, .limit = 1,
	    .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_cursor *cur;
	struct crm_expr *where;
	int rc = crm_filter_text(&c->ctx, step, crm_sprintf(&a, "%s=%s%lld old_state!=", old->ent->name,
	    old->ent->prefix, (long long)crm_rec_id(old)), &where, &a, err);

	*at = c->ctx.now;
	if (created->t == CRM_TEXT)
		crm_read_time(created->p, created->n, at);
	q.where = where;
	if (rc == CRM_OK && (rc = crm_select(c->db, &q, &cur, err)) == CRM_OK) {
		if ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
			crm_read_time(cur->val[0].p, cur->val[0].n, at);
		rc = rc == CRM_ROW || rc == CRM_DONE ? CRM_OK : rc;
		crm_cursor_close(cur);
	}
	crm_arena_free(&a);
	return rc;
}

static int
write_step(struct crm *c, const struct crm_rec *rec, const struct crm_val *from, int64_t lasted,
    const char *note, struct crm_err *err)
{
	struct crm_rec step;
	char now[21];
	int rc;

	crm_rec_init(&step, crm_entity_must(&c->schema, "step"));
	crm_rec_put(&step, rec->ent->name, &rec->val[0]);
	crm_fmt_time(now, c->ctx.now);
	put_text(&step, "at", now);
	put_text(&step, "actor", c->actor);
	crm_rec_put(&step, "old_state", from);
	crm_rec_put(&step, "state", crm_rec_get(rec, "state"));
	put_int(&step, "lasted", lasted > 0 ? lasted : 0);
	put_text(&step, "note", note);
	rc = crm_insert(c->db, &step, err);
	crm_rec_free(&step);
	return rc;
}

int
step_aside(struct crm *c, const struct crm_rec *rec, int64_t lasted, const char *note, struct crm_err *err)
{
	return write_step(c, rec, &CRM_VNULL, lasted, note, err);
}

static int
record(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, const char *note,
    struct crm_err *err)
{
	int64_t since;
	int rc = entered(c, old, &since, err);

	return rc == CRM_OK ? write_step(c, rec, crm_rec_get(old, "state"), c->ctx.now - since, note, err) : rc;
}

const struct crm_edge *
edge_of(const struct crm_edge *edges, const char *from, const char *verb, const char *id, struct crm_err *err)
{
	const struct crm_edge *edge = crm_edge_find(edges, from, verb);
	struct crm_buf verbs = { 0 };

	if (edge == NULL) {
		crm_edges_from(edges, from, &verbs);
		crm_fail(err, CRM_DATA, id, "is %s: %s may follow, not %s", from, verbs.p, verb);
		crm_buf_free(&verbs);
	}
	return edge;
}

static int
take(struct crm *c, const struct crm_stride *s, const char *id, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *err)
{
	const struct crm_edge *edges = strcmp(old->ent->name, "case") == 0 ? crm_case_edges : crm_contract_edges;
	const struct crm_edge *edge = edge_of(edges, crm_rec_get(old, "state")->p, s->verb, id, err);
	int rc;

	if (edge == NULL)
		return CRM_DATA;
	if ((rc = crm_rec_assign_all(&c->ctx, rec, s->text, s->n, err)) != CRM_OK)
		return rc;
	if (s->put != NULL)
		s->put(c, rec, s->arg);
	put_text(rec, "state", edge->to);
	rc = save(c, old, rec, s->save, NULL, err);
	return rc == CRM_OK ? record(c, old, rec, s->note, err) : rc;
}

int
crm_step(struct crm *c, int64_t id, const struct crm_stride *s, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	char name[32];
	int rc = load_both(c, id, old, rec, name, err);

	if (rc != CRM_OK)
		return rc;
	rc = take(c, s, name, old, rec, &why);
	return rc == CRM_OK ? CRM_OK : whose(name, rc, &why, err);
}
