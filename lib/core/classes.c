/* classes.c - classes kept in a field of the clients, and who moved from one to another */
#include "ask.h"

#include <stdio.h>
#include <string.h>

#include "crm/segment.h"

/* A text by the number of a client. */
struct texts { struct crm_map at; const char **v; size_t n, cap; struct crm_arena arena; };

static const char *
text_at(const struct texts *t, int64_t id)
{
	int64_t at = map_at(&t->at, id, -1);

	return at >= 0 ? t->v[at] : NULL;
}

static void
text_put(struct texts *t, int64_t id, const char *text)
{
	int64_t at = map_at(&t->at, id, -1);

	if (at >= 0) {
		t->v[at] = text;
		return;
	}
	if (t->n == t->cap) {
		const char **more = crm_alloc(&t->arena, (t->cap = t->cap ? 2 * t->cap : 64) * sizeof *more);

		if (t->n > 0)
			memcpy(more, t->v, t->n * sizeof *more);
		t->v = more;
	}
	map_put(&t->at, id, (int64_t)t->n);
	t->v[t->n++] = text;
}

static void
texts_free(struct texts *t)
{
	crm_map_free(&t->at);
	crm_arena_free(&t->arena);
	*t = (struct texts){ 0 };
}

static int
find_field(struct crm *c, const char *name, const struct crm_field **f, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&c->schema, "client");
	struct crm_path p;
	int rc = crm_path_parse(&c->schema, client, name, strlen(name), &p, err);

	if (rc != CRM_OK)
		return rc;
	*f = p.field;
	if (p.nhop > 0 || !crm_field_stored(p.field) || p.field->type->store != CRM_TEXT
	    || (p.field->flags & (CRM_F_MANY | CRM_F_AUTO | CRM_F_UNIQUE | CRM_F_REQUIRED)))
		return crm_fail(err, CRM_USAGE, NULL, "%s keeps no class: a field of one text or word does", name);
	return CRM_OK;
}

/* A class as a field keeps it: where that takes one word only, "Can't Lose Them" is cant_lose_them. */
static int
as_kept(struct crm *c, const struct crm_field *f, const char *class, struct texts *t, const char **kept,
    struct crm_err *err)
{
	struct crm_buf b = { 0 };
	struct crm_val v;
	int rc;

	for (const char *p = class; *p != '\0'; p++)
		if (f->type != &crm_t_word || *p != '\'')
			crm_putc(&b, f->type == &crm_t_word && *p == ' ' ? '_' : *p);
	rc = crm_field_parse(&c->ctx, f, b.p, b.n, &v, &t->arena, err);
	*kept = rc == CRM_OK ? crm_strndup(&t->arena, v.p, v.n) : NULL;
	crm_buf_free(&b);
	return rc;
}

/* The class of each, as the field keeps it; of one class the text is made once. */
static int
read_grid(struct crm *c, const struct crm_grid *g, const struct crm_field *f, struct texts *t, struct crm_err *err)
{
	const char *class = NULL, *kept = NULL;
	int rc = CRM_OK;

	for (size_t i = 0; i < g->nrow && rc == CRM_OK; i++) {
		const char *is = g->row[i][2].p;

		if (is != class)
			rc = as_kept(c, f, class = is, t, &kept, err);
		if (rc == CRM_OK)
			text_put(t, g->row[i][g->ncol].i, kept);
	}
	return rc;
}

/* Those whose field is another than it should be. */
static int
find_others(struct crm *c, const struct crm_expr *where, const struct crm_field *f, struct texts *t, int64_t **id,
    size_t *n, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&c->schema, "client");
	struct crm_path col[] = { { .ent = client, .field = &client->field[0] }, { .ent = client, .field = f } };
	struct crm_query q = { .ent = client, .where = where, .col = col, .ncol = 2, .ctx = &c->ctx, .whole = true };
	struct crm_cursor *cur;
	int rc = crm_select(c->db, &q, &cur, err);

	*id = NULL;
	*n = 0;
	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		const char *should = text_at(t, cur->val[0].i);
		struct crm_val v = should != NULL ? CRM_VTEXT(should, strlen(should)) : CRM_VNULL;

		if (!crm_val_eq(&cur->val[1], &v))
			push_id(id, n, cur->val[0].i, &t->arena);
	}
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
keep_one(struct crm *c, const struct crm_field *f, int64_t id, const char *text, struct crm_rec *old,
    void (*each)(void *, const struct crm_rec *, const struct crm_rec *), void *arg, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_rec rec = { 0 };
	struct crm_buf name = { 0 };
	bool changed;
	int rc;

	crm_rec_reset(old);
	if ((rc = crm_get(c, old->ent, id, old, err)) != CRM_OK)
		return rc;
	crm_rec_copy(&rec, old);
	put_text(&rec, f->name, text);
	rc = crm_save(c, old, &rec, 0, &changed, &why);
	if (rc == CRM_OK && changed && each != NULL)
		each(arg, old, &rec);
	crm_put_id(&name, old->ent, id);
	rc = rc == CRM_OK ? rc : whose(name.p, rc, &why, err);
	crm_buf_free(&name);
	crm_rec_free(&rec);
	return rc;
}

int
crm_classes_keep(struct crm *c, const struct crm_grid *g, const struct crm_expr *where, const char *field,
    void (*each)(void *, const struct crm_rec *, const struct crm_rec *), void *arg, struct crm_err *err)
{
	struct texts t = { 0 };
	const struct crm_field *f;
	struct crm_rec old;
	int64_t *id = NULL;
	size_t n = 0;
	int rc = find_field(c, field, &f, err);

	crm_rec_init(&old, crm_entity_must(&c->schema, "client"));
	if (rc == CRM_OK && (rc = read_grid(c, g, f, &t, err)) == CRM_OK)
		rc = find_others(c, where, f, &t, &id, &n, err);
	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		rc = keep_one(c, f, id[i], text_at(&t, id[i]), &old, each, arg, err);
	crm_rec_free(&old);
	texts_free(&t);
	return rc;
}

enum { ID, NAME, WAS, IS, SINCE, COLUMNS };
static const struct crm_outcol moved_cols[COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("was", &crm_t_text), COL("is", &crm_t_text),
	COL("since", &crm_t_time),
};

/* The field as it was before the first change that counts, of each client that has one, and when the last was. */
struct moving {
	const struct crm_entity *client;
	const struct crm_field *f;
	bool last;                               /* only the last batch that wrote it counts */
	int64_t batch;
	struct texts was, since;
	struct crm_rec image;
	struct crm_grid *g;
};

static int
read_change(void *arg, const struct crm_val *v)
{
	struct moving *m = arg;
	int64_t id;

	if (!crm_read_id(m->client, v[0].p, v[0].n, &id))
		return CRM_OK;
	crm_rec_reset(&m->image);
	if (v[1].t == CRM_TEXT)
		crm_image_read(v[1].p, v[1].n, m->client, &m->image, NULL);
	if (!m->image.set[m->f->index])
		return CRM_OK;
	if (m->last && m->batch != v[2].i)
		texts_free(&m->was);
	m->batch = v[2].i;
	if (map_at(&m->was.at, id, -1) < 0) {
		const struct crm_val *was = &m->image.val[m->f->index];

		text_put(&m->was, id, was->t == CRM_TEXT ? crm_strndup(&m->was.arena, was->p, was->n) : NULL);
	}
	text_put(&m->since, id, crm_strndup(&m->since.arena, v[3].p, v[3].n));
	return CRM_OK;
}

static int
add_moved(void *arg, const struct crm_val *v)
{
	struct moving *m = arg;
	struct crm_val *row, was = CRM_VNULL;
	const char *text;

	if (map_at(&m->was.at, v[0].i, -1) < 0)
		return CRM_OK;
	if ((text = text_at(&m->was, v[0].i)) != NULL)
		was = CRM_VTEXT(text, strlen(text));
	if (crm_val_eq(&was, &v[2]))
		return CRM_OK;
	row = crm_grid_add(m->g);
	row[ID] = words(m->g, "c%lld", (long long)v[0].i);
	row[NAME] = keep(m->g, &v[1]);
	row[WAS] = keep(m->g, &was);
	row[IS] = keep(m->g, &v[2]);
	row[SINCE] = as_text(m->g, text_at(&m->since, v[0].i));
	return CRM_OK;
}

int
crm_classes_moved(struct crm *c, const char *field, const char *day, struct crm_grid *g, struct crm_err *err)
{
	struct moving m = { .client = crm_entity_must(&c->schema, "client"), .last = day == NULL, .g = g };
	char where[64], columns[160];
	int rc = find_field(c, field, &m.f, err);

	g->col = moved_cols;
	g->ncol = g->width = COLUMNS;
	if (rc != CRM_OK)
		return rc;
	crm_rec_init(&m.image, m.client);
	snprintf(where, sizeof where, "entity=client op=set%s%s", day != NULL ? " at>=" : "", day != NULL ? day : "");
	snprintf(columns, sizeof columns, "id,name,%s", m.f->name);
	if ((rc = crm_db_read_begin(c->db, err)) == CRM_OK) {
		rc = look(c, "change", where, "record,before,batch,at", NULL, read_change, &m, err);
		if (rc == CRM_OK && m.was.n > 0)
			rc = look(c, "client", "", columns, "name", add_moved, &m, err);
		crm_db_read_end(c->db);
	}
	crm_rec_free(&m.image);
	texts_free(&m.was);
	texts_free(&m.since);
	return rc;
}
