/* journal.c - reading what was changed */
#include <string.h>

#include "sql.h"

static int
read_change(struct crm_db *db, struct crm_stmt *st, struct crm_change *c, struct crm_arena *a,
    struct crm_err *err)
{
	struct crm_val v[6];
	int rc = CRM_OK;

	for (int i = 0; i < 6 && rc == CRM_OK; i++)
		rc = db->drv->column(st, i, i == 0 ? CRM_INT : CRM_TEXT, &v[i]);
	if (rc != CRM_OK)
		return crm_db_fail(db, rc, err);
	c->id = v[0].i;
	c->op = v[1].p[0];
	c->ent = crm_entity_find(db->schema, v[2].p, v[2].n);
	if (c->ent == NULL || !crm_read_id(c->ent, v[3].p, v[3].n, &c->record))
		return crm_fail(err, CRM_DATA, "change", "row %lld of the journal names no record of ours",
		    (long long)c->id);
	c->before = v[4];
	c->after = v[5];
	if (v[4].t == CRM_TEXT)
		c->before.p = crm_strndup(a, v[4].p, v[4].n);
	if (v[5].t == CRM_TEXT)
		c->after.p = crm_strndup(a, v[5].p, v[5].n);
	return CRM_OK;
}

int
crm_journal(struct crm_db *db, int64_t batch, int64_t below, struct crm_change *out, size_t max, size_t *n,
    struct crm_arena *a, struct crm_err *err)
{
	struct crm_stmt *st;
	int rc;

	*n = 0;
	rc = db_stmt(db, &st,
	    "SELECT id, op, entity, record, before, after FROM crm_change WHERE batch = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3", "iii", err);
	if (rc != CRM_OK)
		return rc;
	db->drv->bind(st, 1, &CRM_VINT(batch));
	db->drv->bind(st, 2, &CRM_VINT(below));
	db->drv->bind(st, 3, &CRM_VINT((int64_t)max));
	while ((rc = db->drv->step(st)) == CRM_ROW && (rc = read_change(db, st, &out[*n], a, err)) == CRM_OK)
		++*n;
	if (rc != CRM_OK && rc != CRM_DONE && rc != CRM_DATA)
		rc = crm_db_fail(db, rc, err);
	db->drv->reset(st);
	return rc == CRM_DONE ? CRM_OK : rc;
}

int
crm_journal_later(struct crm_db *db, const struct crm_entity *e, int64_t record, int64_t *id, int64_t *batch,
    struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_buf name = { 0 };
	struct crm_val v[2];
	int rc;

	crm_put_id(&name, e, record);
	rc = db_one(db, "SELECT id, batch FROM crm_change WHERE record = $1 AND id > $2 ORDER BY id LIMIT 1",
	    "ti", (struct crm_val[]){ CRM_VTEXT(name.p, name.n), CRM_VINT(*id) }, "ii", v, &a, err);
	if (rc == CRM_OK) {
		*id = v[0].i;
		*batch = v[1].i;
	}
	crm_buf_free(&name);
	crm_arena_free(&a);
	return rc;
}
