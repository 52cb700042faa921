/* bulk.c - thousands of rows, one transaction: all of them or none */
#include "bulk.h"

#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"

void
bulk_bad(struct run *r, const struct crm_reader *rd, const struct crm_row *row, const struct crm_err *err)
{
	r->b->rejected++;
	if (r->b->bad != NULL)
		r->b->bad(r->b->arg, rd, row, err->text);
}

static void
remember(struct run *r, int64_t id, char what)
{
	if (r->ndone == r->donecap) {
		r->donecap = r->donecap ? 2 * r->donecap : 256;
		r->done = crm_xrealloc(r->done, r->donecap * sizeof *r->done);
	}
	r->done[r->ndone].id = id;
	r->done[r->ndone++].what = what;
}

void
bulk_count(struct crm_bulk *b, char what, int by)
{
	*(what == '+' ? &b->added : what == '~' ? &b->updated : &b->unchanged) += by;
}

/* "field TAB value": what this very input has brought, compared as the base's indices compare it. */
static bool
seen(struct run *r, const struct crm_field *f, const struct crm_val *v, int64_t *id, bool put)
{
	bool folds = f->type->folded && ((f->flags & CRM_F_MANY)
	    || !(f->flags & (CRM_F_UNIQUE | CRM_F_EXACT)));
	struct crm_buf b = { 0 };
	bool found;

	crm_puts(&b, f->name);
	crm_putc(&b, '\t');
	if (v->t == CRM_INT)
		crm_putd(&b, v->i);
	else if (folds)
		crm_fold(&b, v->p, v->n);
	else
		crm_put(&b, v->p, v->n);
	if (put)
		crm_map_set(&r->seen, b.p, b.n, *id);
	found = crm_map_get(&r->seen, b.p, b.n, id);
	crm_buf_free(&b);
	return found;
}

/* What is unique the base finds at any time; the index of another key may be set aside by the load. */
static bool
found_by_base(const struct crm_field *f)
{
	return f->index == 0 || (f->flags & CRM_F_UNIQUE);
}

/* Ids by a field's value: in an empty base only this input can have brought it. */
static int
find(struct run *r, const struct crm_field *f, const struct crm_val *v, int64_t *id, size_t *n,
    struct crm_err *err)
{
	*n = !found_by_base(f) && seen(r, f, v, id, false);
	if (*n > 0 || (r->was_empty && !found_by_base(f)))
		return CRM_OK;
	return crm_lookup(r->c->db, f, r->b->ent, v, id, 2, n, err);
}

/* Whether this input has met the record before; a bit for each, as there may be millions. */
static bool
met(struct run *r, int64_t id, bool put)
{
	int64_t block = id / 512, at;
	unsigned char *bits, bit = (unsigned char)(1 << id % 8);

	if (!crm_map_get(&r->met, (const char *)&block, sizeof block, &at)) {
		if (!put)
			return false;
		at = (int64_t)(intptr_t)crm_zalloc(&r->arena, 512 / 8);
		crm_map_put(&r->met, (const char *)&block, sizeof block, at);
	}
	bits = (unsigned char *)(intptr_t)at + id % 512 / 8;
	if (put)
		*bits |= bit;
	return *bits & bit;
}

const char *
bulk_trim(const char *p, size_t *n)
{
	while (*n > 0 && strchr(" \t\r\n", *p) != NULL)
		p++, --*n;
	while (*n > 0 && strchr(" \t\r\n", p[*n - 1]) != NULL)
		--*n;
	return p;
}

/* Blanks at the ends of a text belong to it where its source says so, never to what a record is found by. */
static bool
keeps_blanks(const struct crm_field *f, const struct crm_cell *c)
{
	return c->exact && f->type == &crm_t_text && !(f->flags & (CRM_F_KEY | CRM_F_MANY));
}

static void
cell_text(const struct run *r, const struct crm_field *f, const struct crm_cell *c, const char **p, size_t *n)
{
	*p = c->p;
	*n = c->kind == CRM_CELL_NULL ? 0 : c->n;
	if (!keeps_blanks(f, c))
		*p = bulk_trim(*p, n);
	bulk_word(r, f, p, n);
}

static void
set_parsers(struct run *r)
{
	const struct crm_val *cur = r->currency != NULL ? &r->rec.val[r->currency->index] : NULL;

	r->ctx.currency = cur != NULL && cur->t == CRM_TEXT ? cur->p : r->c->policy.currency;
}

static int
one_item(struct run *r, const struct crm_field *f, const struct crm_field *by, const char *p, size_t n,
    struct crm_val *v, struct crm_err *err)
{
	int64_t id;
	int rc;

	if (by == NULL)
		return crm_field_parse(&r->ctx, f, p, n, v, &r->rec.arena, err);
	if (n == 0) {
		*v = CRM_VNULL;
		return CRM_OK;
	}
	rc = crm_resolve(r->c, f->to, by, p, n, &id, &r->c->err);
	if (rc == CRM_OK)
		*v = CRM_VINT(id);
	else
		rc = crm_fail(err, CRM_DATA, f->name, "%s", r->c->err.text);
	crm_err_clear(&r->c->err);
	return rc;
}

static int
many_cell(struct run *r, const struct column *col, const struct crm_cell *c, struct crm_err *err)
{
	const struct crm_field *f = col->field;
	struct crm_buf *items = &r->many[f->index], num = { 0 };
	const char *p;
	char *item;
	size_t n, at = 0, len;
	struct crm_val v;
	int rc = CRM_OK;

	if (!r->given[f->index])
		items->n = 0;
	r->given[f->index] = 1;
	cell_text(r, f, c, &p, &n);
	/* an element of an array is one item; a plain text may list several */
	while (c->item ? at++ == 0 && n > 0 : crm_list_next(p, n, &at, &r->rec.arena, &item, &len)) {
		if (c->item) {
			item = (char *)p;
			len = n;
		} else {
			const char *t = bulk_trim(item, &len);

			bulk_word(r, f, &t, &len);
			item = (char *)t;
		}
		if (one_item(r, f, col->by, item, len, &v, err) != CRM_OK) {
			rc = CRM_DATA;
			continue;
		}
		num.n = 0;
		if (v.t == CRM_INT) {
			crm_putd(&num, v.i);
			v = CRM_VTEXT(num.p, num.n);
		}
		if (v.t == CRM_TEXT && !crm_many_has(items->n ? items->p : "", items->n, v.p, v.n))
			crm_many_add(items, v.p, v.n);
	}
	crm_buf_free(&num);
	return rc;
}

static void
defer(struct run *r, const struct column *col, const char *p, size_t n, const struct crm_reader *rd,
    const struct crm_row *row)
{
	struct pending *w;

	if (r->npending == r->pendcap) {
		r->pendcap = r->pendcap ? 2 * r->pendcap : 64;
		r->pending = crm_xrealloc(r->pending, r->pendcap * sizeof *r->pending);
	}
	w = &r->pending[r->npending++];
	*w = (struct pending){ .field = col->field, .by = col->by, .text = crm_strndup(&r->arena, p, n), .n = n,
	    .reader = rd };
	w->row.line = row->line;
	if (r->b->skip_bad) {
		w->row.raw = crm_strndup(&r->arena, row->raw, row->nraw);
		w->row.nraw = row->nraw;
	}
}

static int
set_cell(struct run *r, const struct crm_cell *c, const struct crm_reader *rd, const struct crm_row *row,
    struct crm_err *err)
{
	const struct column *col = &r->col[c->col];
	const struct crm_field *f = col->field;
	char shown[256];
	const char *p;
	size_t n;
	int rc;

	if (col->kind != FIELD || (f->index == 0 && r->rec.val[0].t == CRM_INT))
		return CRM_OK;
	if (f->flags & CRM_F_MANY)
		return many_cell(r, col, c, err);
	cell_text(r, f, c, &p, &n);
	if ((f->flags & CRM_F_ONCE) && r->rec.val[0].t == CRM_INT)
		return CRM_OK;
	if (r->given[f->index])
		return crm_fail(err, CRM_DATA, f->name, "two columns of this row give it");
	r->given[f->index] = 1;
	if (f->index == 0) {
		if (n > 0 && !crm_read_id(r->b->ent, p, n, &r->rec.val[0].i))
			return crm_fail(err, CRM_DATA, "id", "%s is no number of a %s",
			    crm_quote(shown, p, n), r->b->ent->name);
		r->rec.val[0].t = n > 0 ? CRM_INT : CRM_NULL;
		return CRM_OK;
	}
	if (f->to == r->b->ent && n > 0) {
		defer(r, col, p, n, rd, row);
		return CRM_OK;
	}
	r->rec.set[f->index] = CRM_ASSIGNED;
	if (keeps_blanks(f, c) && n > 0) {
		r->rec.val[f->index] = CRM_VTEXT(crm_strndup(&r->rec.arena, p, n), n);
		return CRM_OK;
	}
	if ((rc = one_item(r, f, col->by, p, n, &r->rec.val[f->index], err)) != CRM_OK)
		r->rec.set[f->index] = CRM_REFUSED;
	return rc;
}

/* The stored record that the row's key names: loaded into old and rec. */
static int
find_stored(struct run *r, const struct crm_row *row, bool *stored, struct crm_err *err)
{
	const struct crm_cell *c = NULL;
	struct crm_val v = CRM_VNULL;
	char shown[256];
	const char *p;
	size_t n, found;
	int64_t id[2];
	bool again;
	int rc;

	*stored = false;
	for (size_t i = 0; i < row->n && c == NULL; i++)
		if (r->col[row->cell[i].col].kind == FIELD && r->col[row->cell[i].col].field == r->key)
			c = &row->cell[i];
	if (c == NULL)
		return crm_fail(err, CRM_DATA, r->key->name, "the row has no key");
	cell_text(r, r->key, c, &p, &n);
	if (n == 0)
		return crm_fail(err, CRM_DATA, r->key->name, "the key is empty");
	if (r->key->index == 0) {
		if (!crm_read_id(r->b->ent, p, n, &v.i))
			return crm_fail(err, CRM_DATA, "id", "%s is no number of a %s",
			    crm_quote(shown, p, n), r->b->ent->name);
		v.t = CRM_INT;
	} else if ((rc = crm_field_parse(&r->ctx, r->key, p, n, &v, &r->rec.arena, err)) != CRM_OK) {
		return rc;
	}
	again = !found_by_base(r->key) && seen(r, r->key, &v, id, false);
	if ((rc = find(r, r->key, &v, id, &found, err)) != CRM_OK)
		return rc;
	again |= found_by_base(r->key) && found == 1 && met(r, id[0], false);
	if (again && r->b->note != NULL) {
		struct crm_buf b = { 0 };

		crm_putf(&b, "line %lld: %s %s stands twice in this input", (long long)row->line,
		    r->key->name, crm_quote(shown, p, n));
		r->b->note(r->b->arg, b.p);
		crm_buf_free(&b);
	}
	if (found > 1)
		return crm_fail(err, CRM_DATA, r->key->name, "several %ss have %s", r->b->ent->name,
		    crm_quote(shown, p, n));
	if (found == 1 && r->b->mode == CRM_INSERT_ONLY)
		return crm_fail(err, CRM_DATA, r->key->name, "%s%lld has %s already", r->b->ent->prefix,
		    (long long)id[0], crm_quote(shown, p, n));
	if (found == 0 && r->b->mode == CRM_UPDATE_ONLY)
		return crm_fail(err, CRM_DATA, r->key->name, "no %s has %s", r->b->ent->name,
		    crm_quote(shown, p, n));
	if (found == 0)
		return CRM_OK;
	*stored = true;
	crm_rec_reset(&r->old);
	/* old outlives rec's use of its texts */
	if ((rc = crm_get(r->c, r->b->ent, id[0], &r->old, err)) == CRM_OK)
		memcpy(r->rec.val, r->old.val, r->rec.ent->nfield * sizeof *r->rec.val);
	return rc;
}

static void
mark_seen(struct run *r)
{
	const struct crm_val *v;
	int64_t id = r->rec.val[0].i;
	size_t at = 0, n;
	char *item;

	if (r->key == NULL)
		return;
	met(r, id, true);
	v = &r->rec.val[r->key->index];
	if (v->t == CRM_NULL || found_by_base(r->key))
		return;
	if (!(r->key->flags & CRM_F_MANY))
		seen(r, r->key, v, &id, true);
	else
		while (crm_many_next(v->p, v->n, &at, &r->rec.arena, &item, &n))
			seen(r, r->key, &CRM_VTEXT(item, n), &id, true);
}

static int
assign_cells(struct run *r, const struct crm_reader *rd, const struct crm_row *row, struct crm_err *err)
{
	int rc = CRM_OK;

	memset(r->given, 0, r->b->ent->nfield);
	/* money is read in the record's currency, so that comes first */
	for (int pass = r->currency_mapped ? 0 : 1; pass < 2; pass++) {
		for (size_t i = 0; i < row->n; i++) {
			bool first = r->col[row->cell[i].col].field == r->currency && r->currency != NULL;

			if (first == (pass == 0) && set_cell(r, &row->cell[i], rd, row, err) != CRM_OK)
				rc = CRM_DATA;
		}
		set_parsers(r);
	}
	for (size_t i = 1; i < r->b->ent->nfield; i++) {
		struct crm_buf *b = &r->many[i];

		if (!(r->b->ent->field[i].flags & CRM_F_MANY) || !r->given[i])
			continue;
		r->rec.val[i] = b->n ? CRM_VTEXT(crm_strndup(&r->rec.arena, b->p, b->n), b->n) : CRM_VNULL;
		r->rec.set[i] = 1;
	}
	return rc;
}

/* What a changed record was, for drop_row; it can only be told before the row is written. */
static const char *
image_before(struct run *r)
{
	const struct crm_entity *e = r->b->ent;
	struct crm_buf b = { 0 };
	const char *image;

	for (size_t i = 1; i < e->nfield; i++)
		if (crm_field_stored(&e->field[i]) && !crm_val_eq(&r->old.val[i], &r->rec.val[i]))
			crm_image_put(&b, &e->field[i], &r->old.val[i]);
	image = crm_strndup(&r->arena, b.n ? b.p : "", b.n);
	crm_buf_free(&b);
	return image;
}

static int
one_row(struct run *r, const struct crm_reader *rd, const struct crm_row *row, struct crm_err *err)
{
	size_t first = r->npending;
	bool stored = false, changed = true;
	const char *before = NULL;
	char what;
	int rc;

	crm_rec_reset(&r->rec);
	r->ctx.currency = r->c->policy.currency;
	if ((rc = bulk_columns(r, rd, err)) != CRM_OK
	    || (r->key != NULL && (rc = find_stored(r, row, &stored, err)) != CRM_OK))
		return rc;
	set_parsers(r);
	rc = assign_cells(r, rd, row, err);
	if (r->b->nset > 0 && crm_rec_assign_all(&r->ctx, &r->rec, r->b->set, r->b->nset, err) != CRM_OK)
		rc = CRM_DATA;
	if (!stored && crm_rec_defaults(&r->ctx, &r->rec, err) != CRM_OK)
		rc = CRM_DATA;
	/* what is required and missing is told beside what is wrong, not after it */
	if (rc != CRM_OK)
		crm_rec_check(&r->rec, err);
	else {
		before = stored && r->b->skip_bad && r->npending > first ? image_before(r) : NULL;
		rc = save(r->c, stored ? &r->old : NULL, &r->rec, r->b->save, &changed, err);
	}
	if (rc != CRM_OK) {
		r->npending = first;
		return rc;
	}
	mark_seen(r);
	what = !stored ? '+' : changed ? '~' : '=';
	for (; first < r->npending; first++) {
		r->pending[first].id = r->rec.val[0].i;
		r->pending[first].done = r->ndone;
		r->pending[first].added = !stored;
		r->pending[first].before = before;
	}
	bulk_count(r->b, what, 1);
	remember(r, r->rec.val[0].i, what);
	return CRM_OK;
}

static int
one_reader(struct run *r, struct crm_reader *rd, struct crm_err *err)
{
	struct crm_err bad;
	struct crm_row row;
	int64_t rows = 0;
	int rc;

	r->ncol = 0;
	r->currency_mapped = false;
	for (;;) {
		crm_err_clear(&bad);
		rc = crm_reader_next(rd, &row, &bad);
		if (rc == CRM_DONE)
			return CRM_OK;
		if (rc != CRM_ROW && rc != CRM_DATA)
			return crm_fail(err, rc, NULL, "%s", bad.text);
		/* a header that is wrong is wrong for every row */
		if (rows == 0) {
			if (crm_reader_head(rd, &(size_t){ 0 }) != NULL
			    && bulk_columns(r, rd, &bad) != CRM_OK) {
				row.line = 1;
				bulk_bad(r, rd, &row, &bad);
				return CRM_DATA;
			}
			bulk_columns(r, rd, NULL);
			bulk_note(r, rd);
		}
		rows++;
		if (rc == CRM_ROW)
			rc = one_row(r, rd, &row, &bad);
		if (rc != CRM_OK && !of_the_record(rc)) {
			*err = bad;
			return rc;
		}
		if (rc != CRM_OK)
			bulk_bad(r, rd, &row, &bad);
		if (crm_reader_torn(rd))
			return CRM_OK;
		if (r->b->progress != NULL && (rows & 255) == 0)
			r->b->progress(r->b->arg, rd, rows);
	}
}

static int
is_empty(struct run *r, struct crm_err *err)
{
	struct crm_query q = { .ent = r->b->ent, .ctx = &r->c->ctx, .limit = 1, .away = true };
	struct crm_cursor *cur;
	int rc = crm_select(r->c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	rc = crm_cursor_next(cur, err);
	r->was_empty = rc == CRM_DONE;
	r->c->fresh = r->was_empty ? r->b->ent : NULL;
	crm_cursor_close(cur);
	return rc == CRM_ROW || rc == CRM_DONE ? CRM_OK : rc;
}

static int
run(struct crm *c, void *arg, struct crm_err *err)
{
	struct run *r = arg;
	int rc;

	(void)c;
	/* what was read is gone: the caller has to open it again */
	if (r->attempts++ > 0)
		return crm_fail(err, CRM_UNAVAIL, NULL,
		    "the base was taken by another in mid-batch; nothing was kept: run it again");
	if ((rc = is_empty(r, err)) != CRM_OK || (rc = crm_load_begin(r->c->db, r->b->ent, err)) != CRM_OK)
		return rc;
	for (size_t i = 0; i < r->nreader && rc == CRM_OK; i++)
		rc = one_reader(r, r->reader[i], err);
	if (rc == CRM_OK && (rc = crm_load_end(r->c->db, err)) == CRM_OK)
		rc = bulk_link(r, err);
	if (rc == CRM_OK && r->b->rejected > 0 && !r->b->skip_bad)
		rc = CRM_DATA;
	return rc;
}

static void
run_free(struct run *r)
{
	for (size_t i = 0; i < r->b->ent->nfield; i++) {
		crm_map_free(&r->words[i].from);
		free(r->words[i].to);
		crm_buf_free(&r->many[i]);
	}
	free(r->words);
	free(r->many);
	free(r->given);
	free(r->col);
	free(r->pending);
	free(r->done);
	crm_map_free(&r->seen);
	crm_map_free(&r->met);
	crm_rec_free(&r->old);
	crm_rec_free(&r->rec);
	crm_arena_free(&r->arena);
}

int
crm_bulk_run(struct crm *c, struct crm_bulk *b, struct crm_reader **reader, size_t n, int64_t *batch,
    struct crm_err *err)
{
	struct run r = { .c = c, .b = b, .reader = reader, .nreader = n, .ctx = c->ctx };
	char shown[256];
	int rc;

	if (b->ent->closed)
		return crm_fail(err, CRM_NOPERM, NULL, "%s records are kept by the program alone",
		    b->ent->name);
	b->added = b->updated = b->unchanged = b->rejected = 0;
	r.ctx.date_format = b->date_format;
	r.words = crm_xcalloc(b->ent->nfield, sizeof *r.words);
	r.many = crm_xcalloc(b->ent->nfield, sizeof *r.many);
	r.given = crm_xcalloc(b->ent->nfield, 1);
	r.currency = crm_field_find(b->ent, "currency", 8);
	crm_rec_init(&r.old, b->ent);
	crm_rec_init(&r.rec, b->ent);
	rc = bulk_words(&r, err);
	if (b->key != NULL && (r.key = crm_field_find(b->ent, b->key, strlen(b->key))) == NULL)
		rc = crm_fail(err, CRM_USAGE, "--key", "%s has no field %s", b->ent->name,
		    crm_quote(shown, b->key, strlen(b->key)));
	if (rc == CRM_OK)
		rc = crm_work(c, run, &r, batch, err);
	for (size_t i = 0; i < r.ndone && rc == CRM_OK && b->done != NULL; i++)
		if (r.done[i].what != 0)
			b->done(b->arg, r.done[i].id, r.done[i].what);
	run_free(&r);
	return rc;
}
