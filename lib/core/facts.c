/* facts.c - what derived fields of one record come to */
#include "session.h"

#include <string.h>

int
facts(struct crm *c, const struct crm_entity *e, int64_t id, const char *fields, struct crm_val *out,
    struct crm_arena *a, struct crm_err *err)
{
	struct crm_path col[16];
	struct crm_query q = { .ent = e, .id = &id, .nid = 1, .away = true, .col = col, .ctx = &c->ctx };
	struct crm_cursor *cur;
	int rc;

	for (size_t n; *fields != '\0'; fields += n + (fields[n] == ',')) {
		n = strcspn(fields, ",");
		CRM_BUG_IF(crm_path_parse(&c->schema, e, fields, n, &col[q.ncol++], NULL) != CRM_OK);
	}
	if ((rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	rc = crm_cursor_next(cur, err);
	for (size_t i = 0; i < q.ncol && rc == CRM_ROW; i++)
		out[i] = cur->val[i].t == CRM_TEXT ? CRM_VTEXT(crm_strndup(a, cur->val[i].p, cur->val[i].n), cur->val[i].n)
		    : cur->val[i];
	crm_cursor_close(cur);
	return rc == CRM_ROW ? CRM_OK : rc != CRM_DONE ? rc
	    : crm_fail(err, CRM_NO, NULL, "there is no %s %s%lld", e->name, e->prefix, (long long)id);
}
