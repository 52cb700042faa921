/* register.c - registers, of post, fax and cases: yearly numbers without gaps */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 4, FULL = 9999, PREFIX = 16 };

/* "in-2026-0042" is the register "in-2026-" and 42; anything else is a number of somebody else's. */
static bool
take_apart(const struct crm_val *v, size_t *prefix, int64_t *n)
{
	const char *dash = v->t == CRM_TEXT ? memrchr(v->p, '-', v->n) : NULL;

	*prefix = dash != NULL ? (size_t)(dash - v->p) + 1 : 0;
	return *prefix > 1 && *prefix < PREFIX && v->n - *prefix >= WIDTH && dash[1] >= '0' && dash[1] <= '9' &&
	    crm_num(v->p + *prefix, v->n - *prefix, 1, INT32_MAX, n) == CRM_OK;
}

/* "in-2026-", by the local year of an instant. */
static bool
name_register(const char *kind, const struct crm_val *at, char prefix[PREFIX])
{
	struct crm_civil c;
	int64_t t;

	if (at->t != CRM_TEXT || crm_read_time(at->p, at->n, &t) != CRM_OK)
		return false;
	crm_local(t, &c);
	snprintf(prefix, PREFIX, "%.4s-%04d-", kind, c.y % 10000);
	return true;
}

/* The numbers from lo to hi, which stay the caller's, the last as a text first: those of what was put away too. */
static int
open_register(struct crm *c, const struct crm_entity *e, const char *lo, const char *hi,
    struct crm_cursor **cur, struct crm_err *err)
{
	struct crm_path path = { .ent = e, .field = crm_field_must(e, "number") };
	struct crm_sort sort = { .path = path, .desc = true };
	struct crm_alt alt = { .lo = CRM_VTEXT(lo, strlen(lo)), .hi = CRM_VTEXT(hi, strlen(hi)) };
	struct crm_expr where = { .node = CRM_TEST, .op = CRM_EQ, .path = path, .alt = &alt, .nalt = 1 };
	struct crm_query q = { .ent = e, .where = &where, .col = &path, .ncol = 1, .sort = &sort, .nsort = 1,
	    .away = true, .ctx = &c->ctx };

	return crm_select(c->db, &q, cur, err);
}

/* Texts sort as numbers until the ten thousandth; from then on all of the year are looked through. */
static int
last_number(struct crm *c, const struct crm_entity *e, const char *prefix, int64_t *last, struct crm_err *err)
{
	char lo[PREFIX + 1], hi[PREFIX + 1];
	struct crm_cursor *cur;
	size_t len;
	int64_t n;
	int rc;

	*last = 0;
	snprintf(lo, sizeof lo, "%s0", prefix);
	snprintf(hi, sizeof hi, "%s:", prefix);  /* the character after 9 */
	if ((rc = open_register(c, e, lo, hi, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		if (!take_apart(&cur->val[0], &len, &n))
			continue;
		if (n > *last)
			*last = n;
		if (*last < FULL)
			break;
	}
	crm_cursor_close(cur);
	return rc == CRM_ROW || rc == CRM_DONE ? CRM_OK : rc;
}

int
register_number(struct crm *c, struct crm_rec *rec, const char *kind, const char *at, struct crm_err *err)
{
	char prefix[PREFIX], number[40];
	int64_t last;
	int rc;

	if (crm_rec_get(rec, "number")->t != CRM_NULL || !name_register(kind, crm_rec_get(rec, at), prefix))
		return CRM_OK;
	if (!crm_map_get(&c->numbered, prefix, strlen(prefix), &last)) {
		if ((rc = last_number(c, rec->ent, prefix, &last, err)) != CRM_OK)
			return rc;
		crm_map_set(&c->numbered, prefix, strlen(prefix), last);
	}
	snprintf(number, sizeof number, "%s%0*lld", prefix, WIDTH, (long long)last + 1);
	put_text(rec, "number", number);
	return CRM_OK;
}

/* Only what was written counts: a record that is refused later takes no number with it. */
void
register_numbered(struct crm *c, const struct crm_rec *rec)
{
	const struct crm_val *v = crm_rec_get(rec, "number");
	int64_t n, last;
	size_t len;

	if (take_apart(v, &len, &n) && crm_map_get(&c->numbered, v->p, len, &last) && n > last)
		crm_map_set(&c->numbered, v->p, len, n);
}

struct numbers { char prefix[PREFIX]; int64_t *v; size_t n; struct crm_arena arena; };

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
tell_gaps(struct numbers *r, void (*each)(void *, const char *), void *arg)
{
	char text[2 * PREFIX + 60];

	if (r->n > 1)
		qsort(r->v, r->n, sizeof *r->v, compare);
	for (size_t i = 0; i < r->n; i++) {
		int64_t from = i > 0 ? r->v[i - 1] + 1 : 1, to = r->v[i] - 1;
		int k = snprintf(text, sizeof text, "%s%0*lld", r->prefix, WIDTH, (long long)from);

		if (from < to)
			snprintf(text + k, sizeof text - (size_t)k, " to %s%0*lld", r->prefix, WIDTH, (long long)to);
		if (from <= to)
			each(arg, text);
	}
	r->v = NULL;
	r->n = 0;
	crm_arena_reset(&r->arena);
}

static int
gaps_of(struct crm *c, const char *entity, const char *lo, const char *hi, void (*each)(void *, const char *), void *arg,
    struct crm_err *err)
{
	struct numbers r = { .n = 0 };
	struct crm_cursor *cur;
	int64_t n;
	size_t len;
	int rc = open_register(c, crm_entity_must(&c->schema, entity), lo, hi, &cur, err);

	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		const struct crm_val *v = &cur->val[0];

		if (!take_apart(v, &len, &n))
			continue;
		if (strlen(r.prefix) != len || memcmp(r.prefix, v->p, len) != 0) {
			tell_gaps(&r, each, arg);
			snprintf(r.prefix, PREFIX, "%.*s", (int)len, v->p);
		}
		push_id(&r.v, &r.n, n, &r.arena);
	}
	tell_gaps(&r, each, arg);
	crm_cursor_close(cur);
	crm_arena_free(&r.arena);
	return rc == CRM_DONE ? CRM_OK : rc;
}

int
crm_register_gaps(struct crm *c, void (*each)(void *, const char *), void *arg, struct crm_err *err)
{
	int rc = gaps_of(c, "interaction", "in-", "out-:", each, arg, err);

	return rc == CRM_OK ? gaps_of(c, "case", "cs-", "cs-:", each, arg, err) : rc;
}
