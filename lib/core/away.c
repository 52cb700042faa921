/* away.c - putting records away and back, and purging them */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dep { const struct crm_entity *ent; const struct crm_field *field; int64_t id; };
struct deps { struct crm *c; struct dep *v; size_t n, cap; };

static int
collect(void *arg, const struct crm_entity *e, const struct crm_field *f, int64_t id)
{
	struct deps *d = arg;

	if (d->n == d->cap)
		d->v = crm_xrealloc(d->v, (d->cap = d->cap ? 2 * d->cap : 16) * sizeof *d->v);
	d->v[d->n++] = (struct dep){ e, f, id };
	return CRM_OK;
}

static bool
is_away(const struct crm_rec *r)
{
	const struct crm_field *f = crm_field_find(r->ent, "away", 4);

	return f != NULL && r->val[f->index].t != CRM_NULL;
}

/* Refusing names whom it would hurt. */
static int
refuse(struct crm *c, const struct deps *d, const struct crm_entity *e, int64_t id, bool purge,
    struct crm_err *err)
{
	struct crm_buf list = { 0 };
	struct crm_rec r;
	size_t n = 0;
	int rc = CRM_OK;

	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].ent->closed && !purge)
			continue;
		crm_rec_init(&r, d->v[i].ent);
		if (crm_load(c->db, d->v[i].ent, d->v[i].id, &r, NULL) == CRM_OK && (purge || !is_away(&r))
		    && n++ < 20) {
			crm_puts(&list, n > 1 ? ", " : "");
			crm_put_id(&list, d->v[i].ent, d->v[i].id);
		}
		crm_rec_free(&r);
	}
	if (n > 0)
		rc = crm_fail(err, CRM_NOPERM, NULL,
		    "%zu record%s on %s%lld: %s%s (--with-dependents takes them along)", n,
		    n == 1 ? " depends" : "s depend", e->prefix, (long long)id, list.p, n > 20 ? "..." : "");
	crm_buf_free(&list);
	return rc;
}

static int
set_away(struct crm *c, struct crm_rec *old, bool back, int64_t *n, struct crm_err *err)
{
	struct crm_rec rec = { 0 };
	char now[21];
	bool changed;
	int rc;

	crm_rec_copy(&rec, old);
	crm_fmt_time(now, c->ctx.now);
	put_text(&rec, "away", back ? NULL : now);
	rc = crm_update(c->db, old, &rec, &changed, err);
	*n += changed;
	forget_refs(c);
	crm_rec_free(&rec);
	return rc;
}

static int
put_away(struct crm *c, const struct crm_entity *e, int64_t id, bool back, bool deep, int64_t *n,
    struct crm_err *err)
{
	struct deps d = { .c = c };
	struct crm_rec old;
	int rc;

	crm_rec_init(&old, e);
	if ((rc = crm_get(c, e, id, &old, err)) != CRM_OK || is_away(&old) == !back)
		goto out;
	/* the record first: what depends on itself in a circle ends here */
	if (deep || !back)
		rc = crm_dependents(c->db, e, id, collect, &d, err);
	if (rc == CRM_OK && !back && !deep)
		rc = refuse(c, &d, e, id, false, err);
	if (rc == CRM_OK)
		rc = set_away(c, &old, back, n, err);
	for (size_t i = 0; i < d.n && deep && rc == CRM_OK; i++)
		if (!d.v[i].ent->closed)
			rc = put_away(c, d.v[i].ent, d.v[i].id, back, true, n, err);
out:
	free(d.v);
	crm_rec_free(&old);
	return rc;
}

int
crm_put_away(struct crm *c, const struct crm_entity *e, int64_t id, bool back, bool deep, int64_t *n,
    struct crm_err *err)
{
	int rc;

	if (e->closed || crm_field_find(e, "away", 4) == NULL)
		return crm_fail(err, CRM_NOPERM, NULL, "%s records are kept by the program alone", e->name);
	if (e->ledger)
		return crm_fail(err, CRM_NOPERM, NULL, "%s is a ledger: add what puts it right", e->name);
	if ((rc = contract_keeps(c, e, id, err)) != CRM_OK)
		return rc;
	return put_away(c, e, id, back, deep, n, err);
}

/* What keeps its place loses the reference: one item of several, or the one there is. */
static int
drop_reference(struct crm *c, const struct dep *d, int64_t id, struct crm_err *err)
{
	struct crm_rec old, rec = { 0 };
	struct crm_buf kept = { 0 };
	struct crm_arena a = { 0 };
	const struct crm_val *v;
	char gone[24], *item;
	size_t at = 0, n;
	int rc;

	snprintf(gone, sizeof gone, "%lld", (long long)id);
	crm_rec_init(&old, d->ent);
	if ((rc = crm_get(c, d->ent, d->id, &old, err)) == CRM_OK) {
		crm_rec_copy(&rec, &old);
		v = &old.val[d->field->index];
		while (v->t == CRM_TEXT && crm_many_next(v->p, v->n, &at, &a, &item, &n))
			if (n != strlen(gone) || memcmp(item, gone, n) != 0)
				crm_many_add(&kept, item, n);
		crm_rec_put(&rec, d->field->name, kept.n ? &CRM_VTEXT(kept.p, kept.n) : &CRM_VNULL);
		rc = crm_update(c->db, &old, &rec, NULL, err);
	}
	crm_buf_free(&kept);
	crm_arena_free(&a);
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* Records being purged, each for the sake of the one before: who depends on one of them is in a circle. */
struct purging { const struct crm_entity *ent; int64_t id; const struct purging *up; };

static bool
purged_already(const struct purging *p, const struct dep *d)
{
	while (p != NULL && (p->ent != d->ent || p->id != d->id))
		p = p->up;
	return p != NULL;
}

static int
purge(struct crm *c, const struct purging *p, bool deep, int64_t *n, struct crm_err *err)
{
	struct deps d = { .c = c };
	struct crm_rec old;
	int rc;

	crm_rec_init(&old, p->ent);
	rc = crm_load(c->db, p->ent, p->id, &old, err);
	if (rc == CRM_NO && deep)
		rc = CRM_DONE;   /* gone with another of its dependents */
	else if (rc == CRM_NO)
		rc = crm_fail(err, CRM_NO, NULL, "there is no %s %s%lld", p->ent->name, p->ent->prefix,
		    (long long)p->id);
	if (rc == CRM_OK)
		rc = crm_dependents(c->db, p->ent, p->id, collect, &d, err);
	if (rc == CRM_OK && !deep)
		rc = refuse(c, &d, p->ent, p->id, true, err);
	for (size_t i = 0; i < d.n && deep && rc == CRM_OK; i++) {
		if ((d.v[i].field->flags & CRM_F_MANY) || purged_already(p, &d.v[i]))
			rc = drop_reference(c, &d.v[i], p->id, err);
		else
			rc = purge(c, &(struct purging){ d.v[i].ent, d.v[i].id, p }, true, n, err);
	}
	/* as it is now: a circle may have cost it a reference */
	crm_rec_reset(&old);
	if (rc == CRM_OK && (rc = crm_load(c->db, p->ent, p->id, &old, err)) == CRM_OK
	    && (rc = crm_delete(c->db, &old, err)) == CRM_OK)
		++*n;
	forget_refs(c);
	free(d.v);
	crm_rec_free(&old);
	return rc == CRM_DONE ? CRM_OK : rc;
}

int
crm_purge(struct crm *c, const struct crm_entity *e, int64_t id, bool deep, int64_t *n, struct crm_err *err)
{
	int rc = contract_keeps(c, e, id, err);

	return rc == CRM_OK ? purge(c, &(struct purging){ e, id, NULL }, deep, n, err) : rc;
}
