/* undo.c - taking a batch back, as a batch of its own */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 500
#define NEWEST INT64_MAX

struct undo { int64_t batch; bool force; int64_t n; };

/* One page after another, newest change first, through fn. */
static int
each_change(struct crm *c, int64_t batch, int (*fn)(struct crm *, struct undo *, const struct crm_change *, struct crm_err *),
    struct undo *u, struct crm_err *err)
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

/* All that stands in the way is told, not only the first. */
static int
conflict(struct crm *c, struct undo *u, const struct crm_change *ch, struct crm_err *err)
{
	int64_t later;
	int rc = crm_journal_later(c->db, ch->ent, ch->record, ch->id, u->batch, &later, err);

	u->n++;
	if (rc == CRM_OK && later != 0)
		crm_fail(err, CRM_NOPERM, NULL, "%s%lld has been changed since, by ba%lld (--force undoes it all the same)", ch->ent->prefix,
		    (long long)ch->record, (long long)later);
	return rc;
}

static int
blocked(void *arg, const struct crm_entity *e, const struct crm_field *f, int64_t id)
{
	(void)f;
	return crm_fail(arg, CRM_NOPERM, NULL, "%s%lld depends on it", e->prefix, (long long)id);
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
			rc = crm_image_read(ch->before.t == CRM_TEXT ? ch->before.p : "", ch->before.t == CRM_TEXT ? ch->before.n : 0,
			    ch->ent, &now, err);
			if (rc == CRM_OK)
				rc = crm_insert(c->db, &now, err);
		}
	} else if (rc == CRM_NO) {
		rc = CRM_OK;     /* forced, and purged since */
	} else if (rc == CRM_OK && ch->op == 'a') {
		if ((rc = crm_dependents(c->db, ch->ent, ch->record, blocked, err, err)) == CRM_OK)
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

	u->n = 0;
	c->batch.undoes = u->batch;
	if ((rc = each_change(c, u->batch, conflict, u, u->force ? NULL : err)) != CRM_OK)
		return rc;
	if (!u->force && err->code != CRM_OK)
		return err->code;
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
	*undone = u.n;
	return rc;
}
