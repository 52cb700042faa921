/* path.c - fields reached over references: owner.unit */
#include <string.h>

#include "crm/filter.h"
#include "model/inner.h"

static int
follow(const struct crm_field *f, struct crm_path *path, struct crm_err *err)
{
	if (f->to == NULL || f->type != &crm_t_ref)
		return crm_fail(err, CRM_USAGE, NULL, "%s is no reference: nothing lies behind it", f->name);
	if (f->flags & (CRM_F_MANY | CRM_F_DERIVED))
		return crm_fail(err, CRM_USAGE, NULL, "%s cannot be followed: it is %s", f->name,
		    f->flags & CRM_F_MANY ? "several records" : "derived");
	if (path->nhop == CRM_HOPS)
		return crm_fail(err, CRM_USAGE, NULL, "a path has at most %d references", CRM_HOPS);
	path->hop[path->nhop++] = f;
	return CRM_OK;
}

int
crm_path_parse(const struct crm_schema *s, const struct crm_entity *ent, const char *p, size_t n,
    struct crm_path *out, struct crm_err *err)
{
	struct crm_path path = { .ent = ent };
	const char *end = p + n;

	(void)s;
	for (;;) {
		const char *dot = memchr(p, '.', (size_t)(end - p));
		size_t len = (size_t)((dot ? dot : end) - p);
		const struct crm_field *f = crm_field_find(ent, p, len);
		int rc;

		if (f == NULL)
			return model_no_field(err, CRM_USAGE, ent, p, len);
		if (dot == NULL) {
			path.field = f;
			*out = path;
			return CRM_OK;
		}
		rc = follow(f, &path, err);
		if (rc != CRM_OK)
			return rc;
		ent = f->to;
		p = dot + 1;
	}
}

void
crm_path_print(const struct crm_path *path, struct crm_buf *b)
{
	for (unsigned i = 0; i < path->nhop; i++) {
		crm_puts(b, path->hop[i]->name);
		crm_putc(b, '.');
	}
	crm_puts(b, path->field->name);
}
