/* record.c - one value for each field */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

static void
start(struct crm_rec *rec, const struct crm_entity *ent)
{
	rec->ent = ent;
	rec->val = crm_zalloc(&rec->arena, ent->nfield * sizeof *rec->val);
	rec->set = crm_zalloc(&rec->arena, ent->nfield);
}

void
crm_rec_init(struct crm_rec *rec, const struct crm_entity *ent)
{
	*rec = (struct crm_rec){ 0 };
	start(rec, ent);
}

void
crm_rec_free(struct crm_rec *rec)
{
	crm_arena_free(&rec->arena);
	*rec = (struct crm_rec){ 0 };
}

void
crm_rec_reset(struct crm_rec *rec)
{
	crm_arena_reset(&rec->arena);
	start(rec, rec->ent);
}

static struct crm_val
keep(struct crm_rec *rec, const struct crm_val *v)
{
	return v->t == CRM_TEXT ? CRM_VTEXT(crm_strndup(&rec->arena, v->p, v->n), v->n) : *v;
}

void
crm_rec_copy(struct crm_rec *to, const struct crm_rec *from)
{
	crm_arena_reset(&to->arena);
	start(to, from->ent);
	for (size_t i = 0; i < from->ent->nfield; i++)
		to->val[i] = keep(to, &from->val[i]);
	memcpy(to->set, from->set, from->ent->nfield);
}

int64_t
crm_rec_id(const struct crm_rec *rec)
{
	return rec->val[0].t == CRM_INT ? rec->val[0].i : 0;
}

const struct crm_val *
crm_rec_get(const struct crm_rec *rec, const char *field)
{
	return &rec->val[crm_field_must(rec->ent, field)->index];
}

void
crm_rec_put(struct crm_rec *rec, const char *field, const struct crm_val *v)
{
	unsigned i = crm_field_must(rec->ent, field)->index;

	rec->val[i] = keep(rec, v);
	rec->set[i] = 1;
}

/* What keeps a value from being stored, or NULL. */
static const char *
unfit(const struct crm_field *f, const struct crm_val *v)
{
	if (v->t == CRM_NULL)
		return f->flags & CRM_F_REQUIRED ? "is required" : NULL;
	if (v->t == CRM_INT && v->i < 0 && f->flags & CRM_F_NATURAL)
		return "is below 0";
	if (v->t == CRM_INT && f->type->most != 0 && (v->i > f->type->most || v->i < -f->type->most))
		return "is more than can be reckoned with";
	return NULL;
}

int
crm_rec_check(const struct crm_rec *rec, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < rec->ent->nfield; i++) {
		const char *why = unfit(&rec->ent->field[i], &rec->val[i]);

		if (why != NULL && rec->set[i] != CRM_REFUSED)
			rc = crm_fail(err, CRM_DATA, rec->ent->field[i].name, "%s", why);
	}
	return rc;
}
