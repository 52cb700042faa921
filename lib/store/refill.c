/* refill.c - folded twins and full text, made anew for the rows that an older table left */
#include <string.h>

#include "crm/utf8.h"
#include "sql.h"

int
store_ids(struct crm_db *db, const struct crm_entity *e, int64_t after, int64_t *id, size_t max, size_t *n,
    struct crm_err *err)
{
	const struct crm_driver *d = db->drv;
	struct crm_buf sql = { 0 };
	struct crm_stmt *st;
	struct crm_val v;
	int rc;

	*n = 0;
	crm_putf(&sql, "SELECT id FROM crm_%s WHERE id > $1 ORDER BY id LIMIT $2", e->name);
	if ((rc = db_stmt(db, &st, sql.p, "ii", err)) == CRM_OK) {
		d->bind(st, 1, &CRM_VINT(after));
		d->bind(st, 2, &CRM_VINT((int64_t)max));
		while ((rc = d->step(st)) == CRM_ROW && (rc = d->column(st, 0, CRM_INT, &v)) == CRM_OK)
			id[(*n)++] = v.i;
		d->reset(st);
		rc = rc == CRM_DONE ? CRM_OK : crm_db_fail(db, rc, err);
	}
	crm_buf_free(&sql);
	return rc;
}

static int
put_twins(struct crm_db *db, const struct crm_rec *rec, struct crm_err *err)
{
	struct crm_buf fold = { 0 };
	struct sql s;
	int rc = CRM_OK;

	sql_init(&s, db, NULL);
	for (size_t i = 1; i < rec->ent->nfield; i++) {
		const struct crm_field *f = &rec->ent->field[i];

		if (!sql_keyed(f) || rec->val[i].t != CRM_TEXT)
			continue;
		fold.n = 0;
		crm_fold(&fold, rec->val[i].p, rec->val[i].n);
		crm_putf(&s.text, "%s%s_key = $%zu", s.narg ? ", " : "", sql_column(f), s.narg + 1);
		sql_param(&s, &CRM_VTEXT(fold.n ? fold.p : "", fold.n));
	}
	if (s.narg > 0) {
		fold.n = 0;
		crm_putf(&fold, "UPDATE crm_%s SET %s WHERE id = $%d", rec->ent->name, s.text.p,
		    sql_param(&s, &rec->val[0]));
		crm_putc(&s.types, 0);
		rc = db_run(db, fold.p, s.types.p, s.arg, err);
	}
	sql_free(&s);
	crm_buf_free(&fold);
	return rc;
}

int
store_refill(struct crm_db *db, const struct crm_entity *e, bool twins, bool words, struct crm_err *err)
{
	struct crm_rec rec;
	int64_t id[256], last = 0;
	size_t n;
	int rc;

	crm_rec_init(&rec, e);
	do {
		rc = store_ids(db, e, last, id, sizeof id / sizeof *id, &n, err);
		for (size_t i = 0; i < n && rc == CRM_OK; i++) {
			crm_rec_reset(&rec);
			rc = crm_load(db, e, last = id[i], &rec, err);
			if (rc == CRM_OK && twins)
				rc = put_twins(db, &rec, err);
			if (rc == CRM_OK && words)
				rc = store_fts(db, CRM_FRAG_FTS_PUT, &rec, err);
		}
	} while (rc == CRM_OK && n > 0);
	crm_rec_free(&rec);
	return rc;
}
