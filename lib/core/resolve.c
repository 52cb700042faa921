/* resolve.c - from what a person calls a record to the record */
#include "session.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES 8

void
forget_refs(struct crm *c)
{
	for (size_t i = 0; c->ref != NULL && i < c->schema.n; i++)
		crm_map_free(&c->ref[i]);
	free(c->ref);
	c->ref = NULL;
	memset(c->found, 0, sizeof c->found);
	forget_named(c);
}

struct there *
found_at(struct crm *c, const struct crm_entity *e, int64_t id)
{
	size_t places = sizeof c->found / sizeof *c->found;

	return &c->found[((size_t)id + 97 * e->n) % places];
}

static struct crm_map *
refs_of(struct crm *c, const struct crm_entity *e)
{
	if (c->ref == NULL) {
		c->ref = crm_xmalloc(c->schema.n * sizeof *c->ref);
		memset(c->ref, 0, c->schema.n * sizeof *c->ref);
	}
	/* a cache, not a copy of the base */
	if (c->ref[e->n].n > 65536)
		crm_map_free(&c->ref[e->n]);
	return &c->ref[e->n];
}

/* Names of what is put away are free again. */
int
keep_present(struct crm *c, const struct crm_entity *e, int64_t *id, size_t *n, struct crm_err *err)
{
	const struct crm_field *away = crm_field_find(e, "away", 4);
	struct crm_rec rec;
	size_t kept = 0;
	int rc = CRM_OK;

	if (away == NULL)
		return CRM_OK;
	crm_rec_init(&rec, e);
	for (size_t i = 0; i < *n && rc == CRM_OK; i++) {
		crm_rec_reset(&rec);
		if ((rc = crm_load(c->db, e, id[i], &rec, err)) == CRM_OK
		    && rec.val[away->index].t == CRM_NULL)
			id[kept++] = id[i];
	}
	crm_rec_free(&rec);
	*n = kept;
	return rc;
}

static int
ambiguous(struct crm *c, const struct crm_entity *e, const char *p, size_t n, const int64_t *id, size_t found,
    struct crm_err *err)
{
	const struct crm_field *city = crm_field_find(e, "city", 4), *label = crm_field_must(e, e->label);
	struct crm_buf list = { 0 };
	struct crm_rec rec;
	char shown[256];
	int rc;

	crm_rec_init(&rec, e);
	for (size_t i = 0; i < found && i < CANDIDATES - 1; i++) {
		crm_rec_reset(&rec);
		crm_puts(&list, i ? ", " : "");
		crm_put_id(&list, e, id[i]);
		if (crm_load(c->db, e, id[i], &rec, NULL) != CRM_OK)
			continue;
		crm_putc(&list, ' ');
		crm_field_print(&c->ctx, label, &rec.val[label->index], &list);
		if (city != NULL && rec.val[city->index].t == CRM_TEXT) {
			crm_puts(&list, " in ");
			crm_put(&list, rec.val[city->index].p, rec.val[city->index].n);
		}
	}
	if (found == CANDIDATES)
		crm_puts(&list, "...");
	rc = crm_fail(err, CRM_DATA, NULL, "several %ss are called %s: %s", e->name, crm_quote(shown, p, n),
	    list.p);
	crm_rec_free(&rec);
	crm_buf_free(&list);
	return rc;
}

/* Whether a text can be meant for this field at all: a name is no phone number, a key no address. */
static bool
may_be(struct crm *c, const struct crm_field *f, const char *p, size_t n, struct crm_val *v,
    struct crm_arena *a)
{
	return crm_field_parse(&c->ctx, f, p, n, v, a, NULL) == CRM_OK && v->t == CRM_TEXT;
}

static int
by_field(struct crm *c, const struct crm_entity *e, const struct crm_field *f, const char *p, size_t n,
    int64_t *id, size_t *found, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_val v;
	int rc = CRM_OK;

	*found = 0;
	if (may_be(c, f, p, n, &v, &a)
	    && (rc = crm_lookup(c->db, f, e, &v, id, CANDIDATES, found, err)) == CRM_OK && *found > 0)
		rc = keep_present(c, e, id, found, err);
	crm_arena_free(&a);
	return rc;
}

static int
none(const struct crm_entity *e, const char *p, size_t n, struct crm_err *err)
{
	char shown[256];

	return crm_fail(err, CRM_NO, NULL, "there is no %s %s", e->name, crm_quote(shown, p, n));
}

int64_t
actor_id(struct crm *c)
{
	const struct crm_entity *user = crm_entity_must(&c->schema, "user");
	int64_t id[2] = { 0 };
	size_t n = 0;

	if (crm_lookup(c->db, crm_field_must(user, "login"), user, &CRM_VTEXT(c->actor, strlen(c->actor)), id,
	    2, &n, NULL) != CRM_OK)
		return 0;
	return n == 1 ? id[0] : 0;
}

static int
exists(struct crm *c, const struct crm_entity *e, int64_t id, const char *p, size_t n, struct crm_err *err)
{
	size_t found;
	int64_t got;
	int rc = crm_lookup(c->db, &e->field[0], e, &CRM_VINT(id), &got, 1, &found, err);

	return rc != CRM_OK ? rc : found == 1 ? CRM_OK : none(e, p, n, err);
}

static int
search(struct crm *c, const struct crm_entity *e, const struct crm_field *by, const char *p, size_t n,
    int64_t *id, struct crm_err *err)
{
	int64_t got[CANDIDATES];
	size_t found;
	int rc;

	if (crm_read_id(e, p, n, id))
		return exists(c, e, *id, p, n, err);
	if (by == NULL && n == 2 && memcmp(p, "me", 2) == 0 && strcmp(e->name, "user") == 0) {
		*id = actor_id(c);
		return *id != 0 ? CRM_OK : crm_fail(err, CRM_NO, NULL, "me: no user has the login '%s'",
		    c->actor);
	}
	if (n > 4 && memcmp(p, "key:", 4) == 0) {
		by = crm_field_find(e, "key", 3);
		p += 4;
		n -= 4;
	}
	for (size_t i = 0; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];

		if (by != NULL ? f != by : !(f->flags & CRM_F_KEY))
			continue;
		if ((rc = by_field(c, e, f, p, n, got, &found, err)) != CRM_OK)
			return rc;
		if (found > 1)
			return ambiguous(c, e, p, n, got, found, err);
		if (found == 1) {
			*id = got[0];
			return CRM_OK;
		}
	}
	return none(e, p, n, err);
}

int
crm_resolve(struct crm *c, const struct crm_entity *e, const struct crm_field *by, const char *p, size_t n,
    int64_t *id, struct crm_err *err)
{
	struct crm_map *cache = refs_of(c, e);
	struct crm_buf key = { 0 };
	int rc = CRM_OK;

	if (by != NULL) {
		crm_puts(&key, by->name);
		crm_putc(&key, '\t');
	}
	crm_put(&key, p, n);
	if (!crm_map_get(cache, key.p, key.n, id) && (rc = search(c, e, by, p, n, id, err)) == CRM_OK)
		crm_map_set(cache, key.p, key.n, *id);
	if (rc == CRM_OK)
		*found_at(c, e, *id) = (struct there){ e, *id };
	crm_buf_free(&key);
	return rc;
}

int
crm_refer(struct crm *c, const struct crm_entity *dflt, const char *p, size_t n, const struct crm_entity **e,
    int64_t *id, struct crm_err *err)
{
	*e = crm_entity_prefix(&c->schema, p, n);
	if (*e != NULL && crm_read_id(*e, p, n, id))
		return exists(c, *e, *id, p, n, err);
	*e = dflt;
	return crm_resolve(c, dflt, NULL, p, n, id, err);
}
