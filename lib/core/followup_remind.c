/* followup_remind.c - each reminder goes out once: claimed, then told or released */
#include "session.h"

#include <string.h>

#include "crm/followup.h"

struct claiming {
	struct crm_remind *r;
	const struct crm_entity *ent;
	struct crm_expr *where;
	struct crm_arena arena;
};

/* The session's clock and what has passed since: a lease goes on under a frozen clock too. */
static int64_t
lease_clock(const struct crm *c, const struct crm_remind *r)
{
	return c->ctx.now + (crm_mono_ms() - r->began) / 1000;
}

static int
due_filter(struct crm *c, struct claiming *cl, struct crm_err *err)
{
	const struct crm_remind *r = cl->r;
	struct crm_expr *mine;
	char now[21], clock[21];
	int rc;

	crm_fmt_time(now, c->ctx.now);
	crm_fmt_time(clock, lease_clock(c, r));
	rc = crm_filter_text(&c->ctx, cl->ent, crm_sprintf(&cl->arena,
	    "rings=..%s (claim= or claimed=..%s claim!=%s)", now, clock, r->claim),
	    &mine, &cl->arena, err);
	cl->where = crm_filter_and(mine, r->where, &cl->arena);
	return rc;
}

static int
find_due(struct crm *c, struct claiming *cl, struct crm_err *err)
{
	struct crm_path id = { .ent = cl->ent, .field = &cl->ent->field[0] };
	struct crm_sort sort = { .path = { .ent = cl->ent, .field = crm_field_must(cl->ent, "rings") } };
	struct crm_query q = {
		.ent = cl->ent, .where = cl->where, .col = &id, .ncol = 1, .sort = &sort, .nsort = 1,
		.limit = cl->r->limit, .ctx = &c->ctx,
	};
	struct crm_cursor *cur;
	int rc = crm_select(c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		push_id(&cl->r->held, &cl->r->nheld, cur->val[0].i, &cl->r->arena);
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

/* Changes one that this process holds; what was put off or ended meanwhile is left alone. */
static int
mark(struct crm *c, const struct crm_remind *r, int64_t id, const char *reminded, const char *claim,
    const char *until, struct crm_err *err)
{
	const struct crm_entity *ent = crm_entity_must(&c->schema, "followup");
	struct crm_rec old, rec = { 0 };
	int rc;

	crm_rec_init(&old, ent);
	rc = crm_load(c->db, ent, id, &old, err);
	if (rc == CRM_OK && (claim != NULL || is(&old, "claim", r->claim))) {
		crm_rec_copy(&rec, &old);
		put_text(&rec, "reminded", reminded);
		put_text(&rec, "claim", claim);
		put_text(&rec, "claimed", until);
		rc = save(c, &old, &rec, 0, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc == CRM_NO ? CRM_OK : rc;
}

static int
claim(struct crm *c, void *arg, struct crm_err *err)
{
	struct claiming *cl = arg;
	struct crm_remind *r = cl->r;
	size_t first = r->nheld - r->n;
	char until[21];
	int rc;

	r->nheld = first;
	if ((rc = find_due(c, cl, err)) != CRM_OK)
		return rc;
	r->n = r->nheld - first;
	r->id = r->held + first;
	crm_fmt_time(until, lease_clock(c, r) + r->lease);
	for (size_t i = 0; i < r->n && rc == CRM_OK; i++)
		rc = mark(c, r, r->id[i], NULL, r->claim, until, err);
	return rc == CRM_OK && r->n == 0 ? CRM_NO : rc;
}

int
crm_remind_claim(struct crm *c, struct crm_remind *r, struct crm_err *err)
{
	struct claiming cl = { .r = r, .ent = crm_entity_must(&c->schema, "followup") };
	int rc;

	if (r->claim[0] == '\0') {
		crm_uuid7(crm_clock_ms(), r->claim);
		r->began = crm_mono_ms();
	}
	r->n = 0;
	if ((rc = due_filter(c, &cl, err)) == CRM_OK)
		rc = crm_work(c, claim, &cl, NULL, err);
	crm_arena_free(&cl.arena);
	return rc;
}

static int
tell(struct crm *c, void *arg, struct crm_err *err)
{
	struct crm_remind *r = arg;
	char now[21];
	int rc = CRM_OK;

	crm_fmt_time(now, c->ctx.now);
	for (size_t i = 0; i < r->n && rc == CRM_OK; i++)
		rc = mark(c, r, r->id[i], now, NULL, NULL, err);
	return rc;
}

int
crm_remind_told(struct crm *c, struct crm_remind *r, struct crm_err *err)
{
	int rc = crm_work(c, tell, r, NULL, err);

	if (rc == CRM_OK) {
		r->nheld -= r->n;
		r->n = 0;
	}
	return rc;
}

static int
give_up(struct crm *c, void *arg, struct crm_err *err)
{
	struct crm_remind *r = arg;
	int rc = CRM_OK;

	for (size_t i = 0; i < r->nheld && rc == CRM_OK; i++)
		rc = mark(c, r, r->held[i], NULL, NULL, NULL, err);
	return rc;
}

int
crm_remind_release(struct crm *c, struct crm_remind *r, struct crm_err *err)
{
	int rc = r->nheld > 0 ? crm_work(c, give_up, r, NULL, err) : CRM_OK;

	r->n = r->nheld = 0;
	return rc;
}

void
crm_remind_free(struct crm_remind *r)
{
	crm_arena_free(&r->arena);
}
