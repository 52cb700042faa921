/* undo.c - taking a batch back, as a batch of its own */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "crm/brief.h"

#define PAGE 500
#define NEWEST INT64_MAX

#define SCREENFUL 20

struct undo { int64_t batch; bool force; int64_t n, conflicts; struct crm_map gone; };

static bool
is_cancelled(const struct crm_map *gone, int64_t batch)
{
	int64_t one;

	return crm_map_get(gone, (const char *)&batch, sizeof batch, &one);
}

/* One page after another, newest change first, through fn. */
static int
each_change(struct crm *c, int64_t batch, int (*fn)(struct crm *, struct undo *, const struct crm_change *,
    struct crm_err *), struct undo *u, struct crm_err *err)
{
	struct crm_change *page = crm_xmalloc(PAGE * sizeof *page);
	struct crm_arena a = { 0 };
	int64_t below = NEWEST;
	size_t n;
	int rc;

	do {
		crm_arena_reset(&a);
		rc = crm_journal(c->db, batch, below, page, PAGE, &n, &a, err);
		for (size_t i = 0; i < n && rc == CRM_OK; i++) {
			below = page[i].id;
			rc = fn(c, u, &page[i], err);
		}
	} while (rc == CRM_OK && n > 0);
	crm_arena_free(&a);
	free(page);
	return rc;
}

/*
 * Batches that cancel each other: one that was taken back, and the one that took it back.
 * Newest first, so that an undo that was itself undone cancels nothing.
 */
static int
cancelled(struct crm *c, struct crm_map *gone, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "batch");
	struct crm_path col[2] = { { .ent = e, .field = &e->field[0] },
	    { .ent = e, .field = crm_field_must(e, "undoes") } };
	struct crm_sort newest = { .path = col[0], .desc = true };
	struct crm_alt nothing = { .empty = true };
	struct crm_expr undoes = { .node = CRM_TEST, .op = CRM_NE, .alt = &nothing, .nalt = 1,
	    .path = col[1] };
	struct crm_query q = { .ent = e, .where = &undoes, .col = col, .ncol = 2, .sort = &newest, .nsort = 1,
	    .ctx = &c->ctx };
	struct crm_cursor *cur;
	int rc = crm_select(c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		if (is_cancelled(gone, cur->val[0].i))
			continue;
		crm_map_set(gone, (const char *)&cur->val[0].i, sizeof cur->val[0].i, 1);
		crm_map_set(gone, (const char *)&cur->val[1].i, sizeof cur->val[1].i, 1);
	}
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

/* All that stands in the way is told, up to a screenful, not only the first. */
static int
conflict(struct crm *c, struct undo *u, const struct crm_change *ch, struct crm_err *err)
{
	int64_t id = ch->id, batch;
	int rc;

	u->n++;
	while ((rc = crm_journal_later(c->db, ch->ent, ch->record, &id, &batch, err)) == CRM_OK)
		if (batch != u->batch && !is_cancelled(&u->gone, batch))
			break;
	if (rc != CRM_OK)
		return rc == CRM_NO ? CRM_OK : rc;
	if (u->conflicts++ < SCREENFUL)
		crm_fail(err, CRM_NOPERM, NULL,
		    "%s%lld has been changed since, by ba%lld (--force undoes it all the same)",
		    ch->ent->prefix, (long long)ch->record, (long long)batch);
	return CRM_OK;
}

struct blocked { const struct crm_change *ch; struct crm_err *err; };

static int
blocked(void *arg, const struct crm_entity *e, const struct crm_field *f, int64_t id)
{
	struct blocked *b = arg;

	(void)f;
	return crm_fail(b->err, CRM_NOPERM, NULL, "%s%lld depends on %s%lld, which the batch added",
	    e->prefix, (long long)id, b->ch->ent->prefix, (long long)b->ch->record);
}

static int
take_back(struct crm *c, struct undo *u, const struct crm_change *ch, struct crm_err *err)
{
	struct crm_rec now, then = { 0 };
	int rc;

	(void)u;
	crm_rec_init(&now, ch->ent);
	rc = crm_load(c->db, ch->ent, ch->record, &now, err);
	if (ch->op == 'r') {
		/* forced, and made again since: that one stays */
		if (rc == CRM_NO) {
			now.val[0] = CRM_VINT(ch->record);
			rc = crm_image_read(ch->before.t == CRM_TEXT ? ch->before.p : "",
			    ch->before.t == CRM_TEXT ? ch->before.n : 0, ch->ent, &now, err);
			if (rc == CRM_OK)
				rc = crm_insert(c->db, &now, err);
		}
	} else if (rc == CRM_NO) {
		rc = CRM_OK;     /* forced, and purged since */
	} else if (rc == CRM_OK && ch->op == 'a') {
		if ((rc = crm_dependents(c->db, ch->ent, ch->record, blocked, &(struct blocked){ ch, err },
		    err)) == CRM_OK)
			rc = crm_delete(c->db, &now, err);
	} else if (rc == CRM_OK && ch->before.t == CRM_TEXT) {
		crm_rec_copy(&then, &now);
		if ((rc = crm_image_read(ch->before.p, ch->before.n, ch->ent, &then, err)) == CRM_OK)
			rc = crm_update(c->db, &now, &then, NULL, err);
	}
	crm_rec_free(&now);
	crm_rec_free(&then);
	return rc;
}

static int
undo(struct crm *c, void *arg, struct crm_err *err)
{
	struct undo *u = arg;
	int rc = CRM_OK;

	u->n = u->conflicts = 0;
	crm_map_free(&u->gone);
	c->batch.undoes = u->batch;
	if ((rc = cancelled(c, &u->gone, err)) != CRM_OK
	    || (rc = each_change(c, u->batch, conflict, u, u->force ? NULL : err)) != CRM_OK)
		return rc;
	if (u->conflicts > SCREENFUL && !u->force)
		crm_fail(err, CRM_NOPERM, NULL, "and %lld more", (long long)(u->conflicts - SCREENFUL));
	if (u->conflicts > 0 && !u->force)
		return CRM_NOPERM;
	if (u->n == 0)
		return crm_fail(err, CRM_NO, NULL, "there is no batch ba%lld", (long long)u->batch);
	return each_change(c, u->batch, take_back, u, err);
}

int
crm_undo(struct crm *c, int64_t batch, bool force, int64_t *undone, int64_t *as, struct crm_err *err)
{
	struct undo u = { .batch = batch, .force = force };
	int rc = crm_work(c, undo, &u, as, err);

	c->batch.undoes = 0;
	crm_map_free(&u.gone);
	*undone = u.n;
	return rc;
}

int
crm_last_batch(struct crm *c, int64_t *batch, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "batch");
	struct crm_path col[2] = { { .ent = e, .field = &e->field[0] },
	    { .ent = e, .field = crm_field_must(e, "undoes") } };
	struct crm_sort newest = { .path = col[0], .desc = true };
	struct crm_val actor = CRM_VTEXT(c->actor, strlen(c->actor));
	struct crm_alt alt = { .lo = actor, .hi = actor };
	struct crm_expr mine = { .node = CRM_TEST, .op = CRM_EQ, .alt = &alt, .nalt = 1,
	    .path = { .ent = e, .field = crm_field_must(e, "actor") } };
	struct crm_query q = { .ent = e, .where = &mine, .col = col, .ncol = 2, .sort = &newest, .nsort = 1,
	    .ctx = &c->ctx };
	struct crm_map gone = { 0 };
	struct crm_cursor *cur;
	int rc;

	*batch = 0;
	if ((rc = cancelled(c, &gone, err)) != CRM_OK || (rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		goto out;
	while (*batch == 0 && (rc = crm_cursor_next(cur, err)) == CRM_ROW)
		if (cur->val[1].t == CRM_NULL && !is_cancelled(&gone, cur->val[0].i))
			*batch = cur->val[0].i;
	crm_cursor_close(cur);
	if (rc == CRM_DONE)
		rc = crm_fail(err, CRM_NO, NULL, "%s has changed nothing that could be taken back", c->actor);
	else if (rc == CRM_ROW)
		rc = CRM_OK;
out:
	crm_map_free(&gone);
	return rc;
}
