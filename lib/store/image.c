/* image.c - what the journal keeps of a record: lines of field, tab, value */
#include <string.h>

#include "store_private.h"

void
crm_image_put(struct crm_buf *b, const struct crm_field *f, const struct crm_val *v)
{
	if (b->n > 0)
		crm_putc(b, '\n');
	crm_puts(b, f->name);
	if (v->t == CRM_NULL)
		return;
	crm_putc(b, '\t');
	if (v->t == CRM_INT)
		crm_putd(b, v->i);
	else
		crm_escape(b, v->p, v->n);
}

/* By its name, or the one it had before: the journal is not written anew. */
static const struct crm_field *
field_of(const struct crm_entity *e, const char *p, size_t n)
{
	const struct crm_field *f = crm_field_find(e, p, n);

	for (size_t i = 0; f == NULL && i < e->nfield; i++)
		if (e->field[i].was != NULL && strlen(e->field[i].was) == n
		    && memcmp(e->field[i].was, p, n) == 0)
			f = &e->field[i];
	return f;
}

static int
read_line(char *p, size_t n, const struct crm_entity *e, struct crm_rec *rec, struct crm_err *err)
{
	char *tab = memchr(p, '\t', n);
	size_t len = tab != NULL ? (size_t)(tab - p) : n;
	const struct crm_field *f = field_of(e, p, len);
	struct crm_val *v;
	char shown[256];
	int64_t number;

	if (f == NULL || !crm_field_stored(f))
		return crm_fail(err, CRM_CONFIG, NULL, "the journal names %s, which %s no longer has",
		    crm_quote(shown, p, len), e->name);
	v = &rec->val[f->index];
	if (tab == NULL) {
		*v = CRM_VNULL;
	} else if (f->type->store == CRM_INT && !(f->flags & CRM_F_MANY)) {
		if (crm_num(tab + 1, n - len - 1, INT64_MIN, INT64_MAX, &number) != CRM_OK)
			return crm_fail(err, CRM_DATA, f->name, "the journal has no number for it");
		*v = CRM_VINT(number);
	} else {
		n = crm_unescape(tab + 1, n - len - 1);
		tab[n + 1] = '\0';
		*v = CRM_VTEXT(tab + 1, n);
	}
	rec->set[f->index] = 1;
	return CRM_OK;
}

int
crm_image_read(const char *p, size_t n, const struct crm_entity *e, struct crm_rec *rec, struct crm_err *err)
{
	char *copy = crm_strndup(&rec->arena, p, n), *end = copy + n;
	int rc = CRM_OK, unknown = CRM_OK;

	while (copy < end && rc == CRM_OK) {
		char *nl = memchr(copy, '\n', (size_t)(end - copy));

		nl = nl != NULL ? nl : end;
		rc = read_line(copy, (size_t)(nl - copy), e, rec, err);
		copy = nl + 1;
		if (rc == CRM_CONFIG) {
			unknown = rc;
			rc = CRM_OK;
		}
	}
	return rc == CRM_OK ? unknown : rc;
}
