/* bulk_link.c - references within the entity that is read, once all of its rows are there */
#include "bulk.h"

#include <string.h>

/* Those of this input that name the record lose the reference, until the next round finds it missing. */
static int
unlink_one(void *arg, const struct crm_entity *e, const struct crm_field *f, int64_t id)
{
	struct run *r = arg;
	struct crm_rec old, rec = { 0 };
	int rc;

	crm_rec_init(&old, e);
	if ((rc = crm_get(r->c, e, id, &old, &r->c->err)) == CRM_OK && !(f->flags & CRM_F_MANY)) {
		crm_rec_copy(&rec, &old);
		rec.val[f->index] = CRM_VNULL;
		rc = crm_update(r->c->db, &old, &rec, NULL, &r->c->err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* The row did not happen: what it added goes, what it changed is as before. */
static int
drop_row(struct run *r, struct pending *p, struct crm_err *err)
{
	struct crm_rec now, then = { 0 };
	int rc;

	crm_rec_init(&now, r->b->ent);
	if ((rc = crm_get(r->c, r->b->ent, p->id, &now, err)) != CRM_OK)
		goto out;
	if (p->added) {
		if ((rc = crm_dependents(r->c->db, r->b->ent, p->id, unlink_one, r, err)) == CRM_OK)
			rc = crm_delete(r->c->db, &now, err);
	} else if (p->before != NULL) {
		crm_rec_copy(&then, &now);
		if ((rc = crm_image_read(p->before, strlen(p->before), r->b->ent, &then, err)) == CRM_OK)
			rc = crm_update(r->c->db, &now, &then, NULL, err);
	}
	forget_refs(r->c);
	bulk_count(r->b, r->done[p->done].what, -1);
	r->done[p->done].what = 0;
out:
	crm_rec_free(&now);
	crm_rec_free(&then);
	return rc;
}

static int
link_one(struct run *r, struct pending *p, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_rec old, rec = { 0 };
	bool changed = false;
	int64_t to;
	int rc = crm_resolve(r->c, r->b->ent, p->by, p->text, p->n, &to, &why);

	if (of_the_record(rc))
		return crm_fail(err, CRM_DATA, p->field->name, "%s", why.text);
	if (rc != CRM_OK) {
		*err = why;
		return rc;
	}
	crm_rec_init(&old, r->b->ent);
	if ((rc = crm_get(r->c, r->b->ent, p->id, &old, err)) == CRM_OK) {
		crm_rec_copy(&rec, &old);
		put_int(&rec, p->field->name, to);
		rc = save(r->c, &old, &rec, r->b->save, &changed, err);
	}
	if (rc == CRM_OK && changed && r->done[p->done].what == '=') {
		bulk_count(r->b, '=', -1);
		bulk_count(r->b, '~', 1);
		r->done[p->done].what = '~';
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* One reference; *dropped when its row had to go. */
static int
link_or_tell(struct run *r, struct pending *p, bool *dropped, struct crm_err *err)
{
	struct crm_err bad = CRM_ERR_INIT;
	int rc = link_one(r, p, &bad);

	if (rc == CRM_OK)
		return CRM_OK;
	if (!of_the_record(rc)) {
		*err = bad;
		return rc;
	}
	bulk_bad(r, p->reader, &p->row, &bad);
	if (!r->b->skip_bad) {
		p->told = true;
		return CRM_OK;
	}
	*dropped = true;
	return drop_row(r, p, err);
}

/*
 * References within the entity, now that every record is there.  A row whose
 * reference is not found is bad like any other; when bad rows are skipped it goes, and
 * so do the rows that named it, round after round.
 */
int
bulk_link(struct run *r, struct crm_err *err)
{
	bool again = true;
	int rc = CRM_OK;

	while (again && rc == CRM_OK) {
		again = false;
		for (size_t i = 0; i < r->npending && rc == CRM_OK; i++)
			if (!r->pending[i].told && r->done[r->pending[i].done].what != 0)
				rc = link_or_tell(r, &r->pending[i], &again, err);
	}
	return rc;
}
