/* check.c - is the base sound: the engine, folded twins, items, the journal against the rows */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"
#include "sql.h"

struct check {
	struct crm_db *db;
	void (*each)(void *, const char *);
	void *arg;
	struct crm_err *err;
	int64_t bad, items;
};

static void __attribute__((format(printf, 2, 3)))
say(struct check *c, const char *fmt, ...)
{
	struct crm_buf b = { 0 };
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	crm_puts(&b, text);
	c->bad++;
	c->each(c->arg, b.p);
	crm_buf_free(&b);
}

static int
engine_says(void *arg, const char *complaint)
{
	say(arg, "%s", complaint);
	return 0;
}

/* The newest images of a record's fields must be what the row holds. */
static void
compare(struct check *c, const struct crm_rec *row, const struct crm_rec *journal)
{
	const struct crm_entity *e = row->ent;

	for (size_t i = 1; i < e->nfield; i++)
		if (journal->set[i] && !crm_val_eq(&row->val[i], &journal->val[i]))
			say(c, "%s%lld: %s is not what the journal says it was last set to", e->prefix,
			    (long long)row->val[0].i, e->field[i].name);
}

/* The journal of one record, newest first, so that the first image of a field is the one that counts. */
static int
journal_of(struct check *c, const struct crm_rec *row, struct crm_rec *images, struct crm_rec *one)
{
	struct crm_db *db = c->db;
	struct crm_buf id = { 0 };
	struct crm_stmt *st;
	struct crm_val op, after;
	bool added = false, first = true;
	int rc;

	crm_put_id(&id, row->ent, row->val[0].i);
	rc = db_stmt(db, &st, "SELECT op, after FROM crm_change WHERE record = $1 ORDER BY id DESC", "t",
	    c->err);
	if (rc == CRM_OK)
		rc = db->drv->bind(st, 1, &CRM_VTEXT(id.p, id.n));
	while (rc == CRM_OK && (rc = db->drv->step(st)) == CRM_ROW) {
		if ((rc = db->drv->column(st, 0, CRM_TEXT, &op)) != CRM_OK
		    || (rc = db->drv->column(st, 1, CRM_TEXT, &after)) != CRM_OK)
			break;
		if (first && op.n == 2)
			say(c, "%s: the journal says it was purged, but it is there", id.p);
		first = false;
		added |= op.n == 3 && memcmp(op.p, "add", 3) == 0;
		if (after.t != CRM_TEXT)
			continue;
		crm_rec_reset(one);
		/* a field that the policy has dropped since is no damage */
		rc = crm_image_read(after.p, after.n, row->ent, one, NULL);
		if (rc != CRM_OK && rc != CRM_CONFIG)
			say(c, "%s: the journal holds an image that cannot be read", id.p);
		rc = CRM_OK;
		for (size_t i = 1; i < row->ent->nfield; i++)
			if (one->set[i] && !images->set[i])
				crm_rec_put(images, row->ent->field[i].name, &one->val[i]);
	}
	db->drv->reset(st);
	if (!added)
		say(c, "%s: the journal does not know how it came", id.p);
	crm_buf_free(&id);
	return rc == CRM_DONE || rc == CRM_OK ? CRM_OK : crm_db_fail(db, rc, c->err);
}

/* Folded twins: what is found and sorted by must be what is shown, folded. */
static int
twins_of(struct check *c, const struct crm_rec *row)
{
	const struct crm_entity *e = row->ent;
	struct crm_buf sql = { 0 }, want = { 0 }, fold = { 0 };
	struct crm_val *key = crm_xmalloc(e->nfield * sizeof *key);
	struct crm_arena a = { 0 };
	int rc = CRM_OK;

	for (size_t i = 1; i < e->nfield; i++)
		if (sql_keyed(&e->field[i])) {
			crm_putf(&sql, "%s%s_key", want.n ? ", " : "SELECT ", sql_column(&e->field[i]));
			crm_putc(&want, CRM_TEXT);
		}
	if (want.n == 0)
		goto out;
	crm_putf(&sql, " FROM crm_%s WHERE id = $1", e->name);
	rc = db_one(c->db, sql.p, "i", &row->val[0], want.p, key, &a, c->err);
	for (size_t i = 1, k = 0; i < e->nfield && rc == CRM_OK; i++) {
		const struct crm_val *v = &row->val[i];

		if (!sql_keyed(&e->field[i]))
			continue;
		fold.n = 0;
		if (v->t == CRM_TEXT)
			crm_fold(&fold, v->p, v->n);
		if (v->t != key[k].t || (v->t == CRM_TEXT && (fold.n != key[k].n
		    || memcmp(fold.n ? fold.p : "", key[k].p, fold.n) != 0)))
			say(c, "%s%lld: %s_key is not the folded %s", e->prefix, (long long)row->val[0].i,
			    e->field[i].name, e->field[i].name);
		k++;
	}
out:
	crm_buf_free(&sql);
	crm_buf_free(&want);
	crm_buf_free(&fold);
	crm_arena_free(&a);
	free(key);
	return rc;
}

static int
items_of(struct check *c, const struct crm_rec *row)
{
	struct crm_arena a = { 0 };
	int64_t id[512];
	int rc = CRM_OK;

	for (size_t i = 1; i < row->ent->nfield && rc == CRM_OK; i++) {
		const struct crm_field *f = &row->ent->field[i];
		size_t at = 0, n, found;
		char *item;

		if (!(f->flags & CRM_F_MANY) || row->val[i].t != CRM_TEXT)
			continue;
		while (rc == CRM_OK && crm_many_next(row->val[i].p, row->val[i].n, &at, &a, &item, &n)) {
			bool there = false;

			c->items++;
			rc = crm_lookup(c->db, f, row->ent, &CRM_VTEXT(item, n), id, 512, &found, c->err);
			for (size_t k = 0; k < found; k++)
				there |= id[k] == row->val[0].i;
			/* an item shared by more records than we ask for proves nothing */
			if (!there && found < 512)
				say(c, "%s%lld: %s is not found by its item", row->ent->prefix,
				    (long long)row->val[0].i, f->name);
		}
	}
	crm_arena_free(&a);
	return rc;
}

static int
number(struct check *c, const char *sql, const char *arg, int64_t *n)
{
	struct crm_arena a = { 0 };
	struct crm_val v, text = CRM_VTEXT(arg, strlen(arg));
	int rc = db_one(c->db, sql, *arg != '\0' ? "t" : "", &text, "i", &v, &a, c->err);

	*n = rc == CRM_OK ? v.i : 0;
	crm_arena_free(&a);
	return rc;
}

/* What came and did not go must be there: a row that vanished has nobody else to tell of it. */
static int
none_vanished(struct check *c, const struct crm_entity *e, int64_t rows)
{
	int64_t came, went;
	int rc;

	rc = number(c, "SELECT COUNT(*) FROM crm_change WHERE entity = $1 AND op = 'add'", e->name, &came);
	if (rc == CRM_OK)
		rc = number(c, "SELECT COUNT(*) FROM crm_change WHERE entity = $1 AND op = 'rm'", e->name, &went);
	if (rc == CRM_OK && came - went != rows)
		say(c, "%s: the journal knows of %lld records, there are %lld", e->name,
		    (long long)(came - went), (long long)rows);
	return rc;
}

static int
no_loose_items(struct check *c)
{
	int64_t n;
	int rc = number(c, "SELECT COUNT(*) FROM crm_many", "", &n);

	if (rc == CRM_OK && n != c->items)
		say(c, "crm_many: the records have %lld items, it holds %lld", (long long)c->items,
		    (long long)n);
	return rc;
}

static int
entity(struct check *c, const struct crm_entity *e)
{
	struct crm_rec row, images, one;
	int64_t id[256], last = 0, rows = 0;
	size_t n;
	int rc;

	crm_rec_init(&row, e);
	crm_rec_init(&images, e);
	crm_rec_init(&one, e);
	do {
		rc = store_ids(c->db, e, last, id, sizeof id / sizeof *id, &n, c->err);
		for (size_t i = 0; i < n && rc == CRM_OK; i++, rows++) {
			crm_rec_reset(&row);
			crm_rec_reset(&images);
			if ((rc = crm_load(c->db, e, last = id[i], &row, c->err)) == CRM_OK
			    && (rc = journal_of(c, &row, &images, &one)) == CRM_OK) {
				compare(c, &row, &images);
				if ((rc = twins_of(c, &row)) == CRM_OK)
					rc = items_of(c, &row);
			}
		}
	} while (rc == CRM_OK && n > 0);
	if (rc == CRM_OK)
		rc = none_vanished(c, e, rows);
	crm_rec_free(&row);
	crm_rec_free(&images);
	crm_rec_free(&one);
	return rc;
}

int
crm_db_check(struct crm_db *db, void (*each)(void *, const char *), void *arg, struct crm_err *err)
{
	struct check c = { .db = db, .each = each, .arg = arg, .err = err };
	int rc;

	if ((rc = crm_db_read_begin(db, err)) != CRM_OK)
		return rc;
	if (db->drv->check != NULL && (rc = db->drv->check(db->conn, engine_says, &c)) != CRM_OK
	    && rc != CRM_DATA)
		rc = crm_db_fail(db, rc, err);
	else
		rc = CRM_OK;
	for (size_t i = 0; i < db->schema->n && rc == CRM_OK; i++) {
		const char *name = db->schema->ent[i].name;

		/* the journal does not journal itself */
		if (strcmp(name, "batch") != 0 && strcmp(name, "change") != 0)
			rc = entity(&c, &db->schema->ent[i]);
	}
	if (rc == CRM_OK)
		rc = no_loose_items(&c);
	crm_db_read_end(db);
	return rc != CRM_OK ? rc : c.bad > 0 ? CRM_DATA : CRM_OK;
}
