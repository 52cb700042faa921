/* claims.c - each goes out once: claimed, then marked or released */
#include "core/claims.h"

#include <string.h>

struct taking {
	struct crm_claims *r;
	const struct claiming *how;
	const struct crm_entity *ent;
	struct crm_expr *where;
	struct crm_arena arena;
};

/* The session's clock and what has passed since: a lease goes on under a frozen clock too. */
static int64_t
lease_clock(const struct crm *c, const struct crm_claims *r)
{
	return c->ctx.now + (crm_mono_ms() - r->began) / 1000;
}

static int
ready_filter(struct crm *c, struct taking *t, struct crm_err *err)
{
	const struct crm_claims *r = t->r;
	struct crm_expr *mine;
	char clock[21];
	int rc;

	crm_fmt_time(clock, lease_clock(c, r));
	rc = crm_filter_text(&c->ctx, t->ent, crm_sprintf(&t->arena,
	    "%s (claim= or claimed=..%s claim!=%s)", t->how->ready, clock, r->token), &mine, &t->arena, err);
	t->where = crm_filter_and(mine, r->where, &t->arena);
	return rc;
}

static int
find_ready(struct crm *c, struct taking *t, int64_t **id, size_t *n, struct crm_err *err)
{
	const struct crm_entity *ent = t->ent;
	struct crm_path col = { .ent = ent, .field = &ent->field[0] };
	struct crm_sort sort = { .path = col };
	struct crm_query q = {
		.ent = ent, .where = t->where, .col = &col, .ncol = 1, .sort = &sort, .nsort = 1,
		.limit = t->r->limit,
		.ctx = &c->ctx,
	};
	struct crm_cursor *cur;
	int rc;

	if (t->how->sort != NULL)
		sort.path.field = crm_field_must(ent, t->how->sort);
	if ((rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		push_id(id, n, cur->val[0].i, &t->arena);
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static void
put_claim(struct crm_rec *rec, const char *token, const char *until)
{
	put_text(rec, "claim", token);
	put_text(rec, "claimed", until);
}

static int
take_one(struct crm *c, struct taking *t, int64_t id, struct crm_err *err)
{
	struct crm_claims *r = t->r;
	struct crm_rec old, rec = { 0 };
	bool take = true;
	char until[21];
	int rc;

	crm_rec_init(&old, t->ent);
	if ((rc = crm_load(c->db, t->ent, id, &old, err)) == CRM_OK) {
		crm_rec_copy(&rec, &old);
		rc = t->how->look != NULL ? t->how->look(c, &rec, &take, t->how->arg, err) : CRM_OK;
	}
	if (rc == CRM_OK) {
		crm_fmt_time(until, lease_clock(c, r) + r->lease);
		put_claim(&rec, take ? r->token : NULL, take ? until : NULL);
		if ((rc = save(c, &old, &rec, 0, NULL, err)) == CRM_OK && take)
			push_id(&r->held, &r->nheld, id, &r->arena);
		else if (rc == CRM_OK)
			push_id(&r->dropped, &r->ndropped, id, &r->arena);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* Run again, it begins again.  While all that were found are dropped there may be more. */
static int
take(struct crm *c, void *arg, struct crm_err *err)
{
	struct taking *t = arg;
	struct crm_claims *r = t->r;
	size_t first = r->nheld - r->n, found;
	int rc;

	r->nheld = first;
	r->n = r->ndropped = 0;
	do {
		int64_t *id = NULL;

		found = 0;
		rc = find_ready(c, t, &id, &found, err);
		for (size_t i = 0; i < found && rc == CRM_OK; i++)
			rc = take_one(c, t, id[i], err);
	} while (rc == CRM_OK && found > 0 && r->nheld == first);
	r->n = r->nheld - first;
	r->id = r->held + first;
	return rc == CRM_OK && r->n == 0 && r->ndropped == 0 ? CRM_NO : rc;
}

int
take_claims(struct crm *c, struct crm_claims *r, const struct claiming *how, struct crm_err *err)
{
	struct taking t = { .r = r, .how = how, .ent = crm_entity_must(&c->schema, how->entity) };
	int rc;

	r->entity = how->entity;
	if (r->token[0] == '\0') {
		crm_uuid7(crm_clock_ms(), r->token);
		r->began = crm_mono_ms();
	}
	r->n = r->ndropped = 0;
	if ((rc = ready_filter(c, &t, err)) == CRM_OK)
		rc = crm_work(c, take, &t, NULL, err);
	crm_arena_free(&t.arena);
	return rc == CRM_OK && r->n == 0 ? CRM_NO : rc;
}

struct marking {
	struct crm_claims *r;
	const int64_t *id; size_t n;
	int (*mark)(struct crm *, struct crm_rec *, void *, struct crm_err *);
	void *arg;
};

/* Changes one that this process holds; what was put off or ended meanwhile is left alone. */
static int
mark_one(struct crm *c, const struct marking *m, int64_t id, struct crm_err *err)
{
	struct crm_rec old, rec = { 0 };
	int rc;

	crm_rec_init(&old, crm_entity_must(&c->schema, m->r->entity));
	rc = crm_load(c->db, old.ent, id, &old, err);
	if (rc == CRM_OK && is(&old, "claim", m->r->token)) {
		crm_rec_copy(&rec, &old);
		put_claim(&rec, NULL, NULL);
		if (m->mark != NULL)
			rc = m->mark(c, &rec, m->arg, err);
		if (rc == CRM_OK)
			rc = save(c, &old, &rec, 0, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc == CRM_NO ? CRM_OK : rc;
}

static int
mark_all(struct crm *c, void *arg, struct crm_err *err)
{
	const struct marking *m = arg;
	int rc = CRM_OK;

	for (size_t i = 0; i < m->n && rc == CRM_OK; i++)
		rc = mark_one(c, m, m->id[i], err);
	return rc;
}

int
mark_claims(struct crm *c, struct crm_claims *r, int (*mark)(struct crm *, struct crm_rec *, void *,
    struct crm_err *), void *arg, struct crm_err *err)
{
	struct marking m = { r, r->id, r->n, mark, arg };
	int rc = crm_work(c, mark_all, &m, NULL, err);

	if (rc == CRM_OK) {
		r->nheld -= r->n;
		r->n = 0;
	}
	return rc;
}

int
crm_claims_release(struct crm *c, struct crm_claims *r, struct crm_err *err)
{
	struct marking m = { .r = r, .id = r->held, .n = r->nheld };
	int rc = r->nheld > 0 ? crm_work(c, mark_all, &m, NULL, err) : CRM_OK;

	r->n = r->nheld = 0;
	return rc;
}

void
crm_claims_free(struct crm_claims *r)
{
	crm_arena_free(&r->arena);
}
