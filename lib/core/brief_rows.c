/* brief_rows.c - rows of a query, or of a grid, in a document */
#include "brief.h"

#include <string.h>

/* Paths of "a,b.c"; what is listed in our own code must exist. */
static size_t
paths(struct crm *c, const struct crm_entity *e, const char *text, struct crm_path *out)
{
	size_t n = 0, len;

	for (; *text != '\0'; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		CRM_BUG_IF(crm_path_parse(&c->schema, e, text, len, &out[n++], NULL) != CRM_OK);
	}
	return n;
}

/* The row as a map: what is empty is left out, the id comes first. */
static void
put_row(struct crm_doc *d, const struct crm_path *col, size_t n, const struct crm_cursor *cur,
    struct crm_arena *a)
{
	for (size_t i = 0; i < n; i++) {
		struct crm_buf name = { 0 };
		struct crm_outcol oc = { .type = col[i].field->type, .field = col[i].field, .currency = -1,
		    .many = col[i].field->flags & CRM_F_MANY };

		if (cur->val[i].t == CRM_NULL)
			continue;
		crm_path_print(&col[i], &name);
		oc.name = crm_strdup(a, name.p);
		if (cur->currency[i] >= 0 && cur->val[cur->currency[i]].t == CRM_TEXT)
			oc.code = cur->val[cur->currency[i]].p;
		crm_doc_val(d, oc.name, &oc, &cur->val[i]);
		crm_buf_free(&name);
	}
}

int
doc_rows(struct crm *c, struct crm_query *q, const char *columns, struct crm_doc *d, const char *list,
    struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_path *col = crm_zalloc(&a, 64 * sizeof *col);
	struct crm_cursor *cur = NULL;
	int64_t n = 0;
	int rc;

	q->ctx = &c->ctx;
	if (q->ncol == 0) {
		col[0] = (struct crm_path){ .ent = q->ent, .field = &q->ent->field[0] };
		q->ncol = 1 + paths(c, q->ent, columns, col + 1);
		q->col = col;
	}
	if ((rc = crm_select(c->db, q, &cur, err)) != CRM_OK)
		goto out;
	for (; (rc = crm_cursor_next(cur, err)) == CRM_ROW; n++) {
		if (list != NULL) {
			if (n == 0)
				crm_doc_list(d, list);
			crm_doc_map(d, NULL);
		}
		put_row(d, q->col, q->ncol, cur, &a);
		if (list != NULL)
			crm_doc_end(d);
	}
	if (list != NULL && n > 0)
		crm_doc_end(d);
	rc = rc == CRM_DONE ? CRM_OK : rc;
out:
	crm_cursor_close(cur);
	crm_arena_free(&a);
	return rc;
}

void
doc_row(struct crm_doc *d, const struct crm_grid *g, size_t r)
{
	crm_doc_map(d, NULL);
	for (size_t i = 0; i < g->ncol; i++)
		crm_doc_val(d, g->col[i].name, &g->col[i], &g->row[r][i]);
	crm_doc_end(d);
}

int
doc_look(struct crm *c, const char *entity, const char *where, const char *sort, const char *columns,
    struct crm_doc *d, const char *list, struct crm_err *err)
{
	struct crm_query q = { .ent = crm_entity_must(&c->schema, entity) };
	struct crm_sort by = { .desc = sort[0] == '-' };
	const char *field = sort + by.desc;
	struct crm_arena a = { 0 };
	struct crm_expr *x;
	int rc = crm_filter_text(&c->ctx, q.ent, where, &x, &a, err);

	CRM_BUG_IF(crm_path_parse(&c->schema, q.ent, field, strlen(field), &by.path, NULL) != CRM_OK);
	q.where = x;
	q.sort = &by;
	q.nsort = 1;
	if (rc == CRM_OK)
		rc = doc_rows(c, &q, columns, d, list, err);
	crm_arena_free(&a);
	return rc;
}
