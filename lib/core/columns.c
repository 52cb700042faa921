/* columns.c - which column of a file is which field, which word of it which of ours */
#include "bulk.h"

#include <stdlib.h>
#include <string.h>

/* "FIELD:From=to,Other=to": commas and equals signs of the words themselves are escaped by a backslash. */
static int
one_value(struct run *r, const char *text, struct crm_err *err)
{
	const char *colon = strchr(text, ':');
	const struct crm_entity *e = r->b->ent;
	const struct crm_field *f = colon != NULL ? crm_field_find(e, text, (size_t)(colon - text)) : NULL;
	struct words *w;
	char *item, shown[256];
	size_t at = 0, n;

	if (f == NULL)
		return crm_fail(err, CRM_USAGE, "--value", "%s is not FIELD:From=to,... of a field of %s",
		    crm_quote(shown, text, strlen(text)), e->name);
	w = &r->words[f->index];
	while (crm_list_next(colon + 1, strlen(colon + 1), &at, &r->arena, &item, &n)) {
		char *eq = memchr(item, '=', n);
		const char *from, *to;
		size_t nf, nt;

		if (eq == NULL)
			return crm_fail(err, CRM_USAGE, "--value", "%s has no =", crm_quote(shown, item, n));
		nf = (size_t)(eq - item);
		from = bulk_trim(item, &nf);
		nt = n - (size_t)(eq + 1 - item);
		to = bulk_trim(eq + 1, &nt);
		w->to = crm_xrealloc(w->to, (w->n + 1) * sizeof *w->to);
		w->to[w->n] = crm_strndup(&r->arena, to, nt);
		crm_map_set(&w->from, from, nf, (int64_t)w->n++);
	}
	return CRM_OK;
}

int
bulk_words(struct run *r, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < r->b->nvalue && rc == CRM_OK; i++)
		rc = one_value(r, r->b->value[i], err);
	return rc;
}

void
bulk_word(const struct run *r, const struct crm_field *f, const char **p, size_t *n)
{
	const struct words *w = &r->words[f->index];
	int64_t i;

	if (w->n > 0 && crm_map_get(&w->from, *p, *n, &i)) {
		*p = w->to[i];
		*n = strlen(*p);
	}
}

/*
 * Header=field pairs of --map, headers compared as crm_field_header does.  An empty field ignores the
 * column.
 */
static bool
mapped(struct run *r, const char *header, const char **to, size_t *nto)
{
	size_t at = 0, n;
	char *item;

	while (r->b->map != NULL && crm_list_next(r->b->map, strlen(r->b->map), &at, &r->arena, &item, &n)) {
		char *eq = memchr(item, '=', n);
		size_t nf = eq != NULL ? (size_t)(eq - item) : n;

		if (eq == NULL || !crm_header_same(item, nf, header, strlen(header)))
			continue;
		*nto = n - nf - 1;
		*to = bulk_trim(eq + 1, nto);
		return true;
	}
	return false;
}

static void
place(struct run *r, struct column *c, const struct crm_field *f, const struct crm_field *by)
{
	bool kept = (f->flags & (CRM_F_DERIVED | CRM_F_AUTO)) && f->index != 0;

	c->kind = kept ? SKIPPED : FIELD;
	c->field = f;
	c->by = by;
	r->currency_mapped |= f == r->currency;
}

static void
map_column(struct run *r, struct column *c, const char *header)
{
	const struct crm_entity *e = r->b->ent;
	const char *name = header, *dot;
	size_t n = strlen(header);
	const struct crm_field *f = NULL, *by = NULL;
	bool told = mapped(r, header, &name, &n);

	if (told && n == 0) {
		c->kind = SKIPPED;
		return;
	}
	if ((dot = memchr(name, '.', n)) != NULL) {
		f = crm_field_find(e, name, (size_t)(dot - name));
		if (f != NULL && f->to != NULL)
			by = crm_field_find(f->to, dot + 1, n - (size_t)(dot + 1 - name));
		if (by == NULL || !(by->flags & CRM_F_KEY))
			f = NULL;
	}
	if (f == NULL)
		f = told ? crm_field_find(e, name, n) : crm_field_header(e, name, n);
	if (f != NULL)
		place(r, c, f, by);
	else
		c->kind = r->b->ignore_unknown && !told ? SKIPPED : UNKNOWN;
}

int
bulk_columns(struct run *r, const struct crm_reader *rd, struct crm_err *err)
{
	size_t n = crm_reader_ncol(rd);
	char shown[256];
	int rc = CRM_OK;

	if (n > r->ncol) {
		r->col = crm_xrealloc(r->col, n * sizeof *r->col);
		memset(r->col + r->ncol, 0, (n - r->ncol) * sizeof *r->col);
		for (; r->ncol < n; r->ncol++)
			map_column(r, &r->col[r->ncol], crm_reader_col(rd, (unsigned)r->ncol));
	}
	for (size_t i = 0; i < n; i++) {
		const char *name = crm_reader_col(rd, (unsigned)i);

		if (r->col[i].kind == UNKNOWN)
			rc = crm_fail(err, CRM_DATA, NULL,
			    "column %s: %s has no such field (--map 'column=field', or --ignore-unknown)",
			    crm_quote(shown, name, strlen(name)), r->b->ent->name);
	}
	return rc;
}

void
bulk_note(struct run *r, const struct crm_reader *rd)
{
	struct crm_buf b = { 0 };
	const char *glue = "; ";

	if (r->b->note == NULL)
		return;
	crm_putf(&b, "%s: ", crm_input_name(crm_reader_input(rd)));
	crm_reader_about(rd, &b);
	for (size_t i = 0; i < r->ncol; i++) {
		const struct column *c = &r->col[i];
		const char *name = crm_reader_col(rd, (unsigned)i);

		if (c->kind == UNKNOWN || (c->kind == FIELD && c->by == NULL
		    && strcmp(c->field->name, name) == 0))
			continue;
		crm_puts(&b, glue);
		crm_puts(&b, name);
		crm_puts(&b, c->kind == FIELD ? " = " : c->field != NULL ? " is kept by the program"
		    : " is ignored");
		if (c->kind == FIELD)
			crm_puts(&b, c->field->name);
		if (c->kind == FIELD && c->by != NULL)
			crm_putf(&b, ".%s", c->by->name);
		glue = ", ";
	}
	r->b->note(r->b->arg, b.p);
	crm_buf_free(&b);
}
