/* history.c - the journal, told field by field */
#include "session.h"

#include <string.h>

#include "crm/brief.h"

enum { RECORD, AT, ACTOR, COMMAND, OP, FIELD, BEFORE, AFTER, BATCH, NCOL };
const struct crm_outcol crm_history_col[] = {
	[RECORD] = { "record", &crm_t_text, NULL, false, -1, NULL },
	[AT] = { "at", &crm_t_time, NULL, false, -1, NULL },
	[ACTOR] = { "actor", &crm_t_text, NULL, false, -1, NULL },
	[COMMAND] = { "command", &crm_t_text, NULL, false, -1, NULL },
	[OP] = { "op", &crm_t_text, NULL, false, -1, NULL },
	[FIELD] = { "field", &crm_t_text, NULL, false, -1, NULL },
	[BEFORE] = { "before", &crm_t_text, NULL, false, -1, NULL },
	[AFTER] = { "after", &crm_t_text, NULL, false, -1, NULL },
	[BATCH] = { "batch", &crm_t_text, NULL, false, -1, NULL },
};
const size_t crm_history_ncol = NCOL;

struct telling {
	struct crm *c;
	int (*row)(void *, const struct crm_val *);
	void *arg;
	struct crm_rec before, after;
	struct crm_buf old, now;
};

static struct crm_val
printed(struct telling *t, const struct crm_rec *r, size_t i, struct crm_buf *b)
{
	const struct crm_field *f = &r->ent->field[i];

	b->n = 0;
	if (r->val[i].t == CRM_NULL)
		return CRM_VNULL;
	if (f->flags & CRM_F_SECRET)
		crm_puts(b, "(secret)");
	else
		crm_field_print(&t->c->ctx, f, &r->val[i], b);
	return b->n > 0 ? CRM_VTEXT(b->p, b->n) : CRM_VNULL;
}

static void
image(const struct crm_val *v, const struct crm_entity *e, struct crm_rec *r)
{
	crm_rec_free(r);
	crm_rec_init(r, e);
	/* an image that cannot be read any more shows what could be */
	if (v->t == CRM_TEXT)
		crm_image_read(v->p, v->n, e, r, NULL);
}

/* The row of one change, split into its fields. */
static int
one_change(struct telling *t, struct crm_val row[NCOL], const struct crm_val *entity,
    const struct crm_val *before, const struct crm_val *after)
{
	const struct crm_entity *e = crm_entity_find(&t->c->schema, entity->p, entity->n);
	int rc = CRM_OK;

	if (e == NULL)
		return t->row(t->arg, row);
	image(before, e, &t->before);
	image(after, e, &t->after);
	for (size_t i = 1; i < e->nfield && rc == CRM_OK; i++) {
		if (!t->before.set[i] && !t->after.set[i])
			continue;
		row[FIELD] = CRM_VTEXT(e->field[i].name, strlen(e->field[i].name));
		row[BEFORE] = printed(t, &t->before, i, &t->old);
		row[AFTER] = printed(t, &t->after, i, &t->now);
		rc = t->row(t->arg, row);
	}
	return rc;
}

int
crm_history(struct crm *c, const struct crm_expr *where, int64_t limit,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	static const char *const columns[] = {
		[RECORD] = "record", [AT] = "at", [ACTOR] = "actor", [COMMAND] = "command", [OP] = "op",
		[FIELD] = "entity", [BEFORE] = "before", [AFTER] = "after", [BATCH] = "batch",
	};
	const struct crm_entity *change = crm_entity_must(&c->schema, "change");
	struct telling t = { .c = c, .row = row, .arg = arg };
	struct crm_path col[NCOL];
	struct crm_sort newest = { .path = { .ent = change, .field = &change->field[0] }, .desc = true };
	struct crm_query q = { .ent = change, .where = where, .col = col, .ncol = NCOL, .sort = &newest, .nsort = 1,
	    .limit = limit, .ctx = &c->ctx };
	struct crm_cursor *cur = NULL;
	struct crm_buf batch = { 0 };
	int rc;

	for (size_t i = 0; i < NCOL; i++)
		col[i] = (struct crm_path){ .ent = change, .field = crm_field_must(change, columns[i]) };
	if ((rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		struct crm_val v[NCOL];

		memcpy(v, cur->val, sizeof v);
		v[FIELD] = v[BEFORE] = v[AFTER] = CRM_VNULL;
		batch.n = 0;
		crm_puts(&batch, "ba");
		crm_putd(&batch, cur->val[BATCH].i);
		v[BATCH] = CRM_VTEXT(batch.p, batch.n);
		if (cur->val[AFTER].t == CRM_TEXT || cur->val[BEFORE].t == CRM_TEXT)
			rc = one_change(&t, v, &cur->val[FIELD], &cur->val[BEFORE], &cur->val[AFTER]);
		else
			rc = row(arg, v);
		if (rc != CRM_OK)
			break;
	}
	crm_cursor_close(cur);
	crm_rec_free(&t.before);
	crm_rec_free(&t.after);
	crm_buf_free(&t.old);
	crm_buf_free(&t.now);
	crm_buf_free(&batch);
	return rc == CRM_DONE ? CRM_OK : rc;
}
