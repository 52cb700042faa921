/* approve.c - who may decide what, and what others allowed beyond it */
#include "session.h"
#include "crm/approve.h"

#include <stdio.h>
#include <string.h>

/* What is decided, in which field of an approval its size stands, where a user's own limit does, or NULL. */
struct kind {
	const char *name, *field, *own;
	int64_t (*role)(const struct crm_limit *);
};

static int64_t discount(const struct crm_limit *l) { return l->discount; }
static int64_t contract(const struct crm_limit *l) { return l->contract; }
static int64_t credit(const struct crm_limit *l) { return l->credit; }
static int64_t points(const struct crm_limit *l) { return l->points; }

static const struct kind kinds[] = {
	{ "discount", "discount", "discount_limit", discount },
	{ "contract", "amount", "contract_limit", contract },
	{ "credit", "amount", NULL, credit },
	{ "points", "points", NULL, points },
};

static const struct kind *
kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	crm_bug(__FILE__, __LINE__, name);
}

/* What who acts may decide alone; *known is false for who is no user of this base. */
static int
own_limit(struct crm *c, const struct kind *k, bool *known, int64_t *limit, struct crm_err *err)
{
	const struct crm_val *role, *own;
	struct crm_rec user;
	int64_t id = actor_id(c);
	int rc;

	*limit = CRM_UNLIMITED;
	*known = id != 0;
	if (id == 0)
		return CRM_OK;
	crm_rec_init(&user, crm_entity_must(&c->schema, "user"));
	if ((rc = crm_get(c, user.ent, id, &user, err)) == CRM_OK) {
		role = crm_rec_get(&user, "role");
		*limit = k->role(crm_limit_of(&c->policy, role->t == CRM_TEXT ? role->p : ""));
		own = k->own != NULL ? crm_rec_get(&user, k->own) : &CRM_VNULL;
		if (own->t == CRM_INT)
			*limit = own->i;
	}
	crm_rec_free(&user);
	return rc;
}

int
crm_approved(struct crm *c, const struct crm_decision *d, bool *is_so, struct crm_err *err)
{
	const struct kind *k = kind_of(d->kind);
	const struct { const char *name, *prefix; int64_t id; } about[] = {
		{ "client", "c", d->client }, { "product", "pr", d->product }, { "contract", "k", d->contract },
	};
	struct crm_query q = { .ent = crm_entity_must(&c->schema, "approval"), .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_buf text = { 0 };
	struct crm_expr *where;
	int64_t n = 0;
	int rc;

	crm_putf(&text, "kind=%s (until= or until=today..)", d->kind);
	for (size_t i = 0; i < sizeof about / sizeof *about; i++)
		if (about[i].id != 0)
			crm_putf(&text, " (%s= or %s=%s%lld)", about[i].name, about[i].name, about[i].prefix,
			    (long long)about[i].id);
		else
			crm_putf(&text, " %s=", about[i].name);
	crm_putf(&text, " %s>=", k->field);
	crm_field_print(&c->ctx, crm_field_must(q.ent, k->field), &CRM_VINT(d->v), &text);
	rc = crm_filter_text(&c->ctx, q.ent, text.p, &where, &a, err);
	q.where = where;
	if (rc == CRM_OK)
		rc = crm_count(c->db, &q, &n, err);
	*is_so = n > 0;
	crm_buf_free(&text);
	crm_arena_free(&a);
	return rc;
}

int
crm_may(struct crm *c, const struct crm_decision *d, bool *may, struct crm_err *err)
{
	const struct kind *k = kind_of(d->kind);
	int64_t limit;
	bool known;
	int rc = own_limit(c, k, &known, &limit, err);

	*may = rc == CRM_OK && crm_within(limit, d->v);
	return rc == CRM_OK && !*may ? crm_approved(c, d, may, err) : rc;
}

static void
put_size(struct crm *c, const struct kind *k, int64_t v, struct crm_buf *out)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "approval");

	crm_field_print(&c->ctx, crm_field_must(e, k->field), &CRM_VINT(v), out);
	crm_puts(out, strcmp(k->field, "discount") == 0 ? " %" : strcmp(k->field, "points") == 0 ? " points" : "");
}

int
crm_must(struct crm *c, const struct crm_decision *d, const char *field, const char *by, struct crm_err *err)
{
	const struct kind *k = kind_of(d->kind);
	struct crm_buf asked = { 0 }, has = { 0 };
	int64_t limit;
	bool may, known;
	int rc = crm_may(c, d, &may, err);

	if (rc != CRM_OK || may || (rc = own_limit(c, k, &known, &limit, err)) != CRM_OK)
		return rc;
	put_size(c, k, d->v, &asked);
	put_size(c, k, limit, &has);
	rc = crm_fail(err, CRM_NOPERM, field, "%s is beyond the %s that %s may decide alone: see %s", asked.p, has.p,
	    c->actor, by);
	crm_buf_free(&asked);
	crm_buf_free(&has);
	return rc;
}

int
crm_approve(struct crm *c, const struct crm_decision *d, const char *until, const char *note, int64_t *id,
    struct crm_err *err)
{
	const struct kind *k = kind_of(d->kind);
	struct crm_rec r;
	int64_t limit;
	bool known;
	char now[21];
	int rc = own_limit(c, k, &known, &limit, err);

	if (rc != CRM_OK)
		return rc;
	if (!known || !crm_within(limit, d->v))
		return crm_fail(err, CRM_NOPERM, NULL, known ? "that is beyond what %s may decide" :
		    "%s is no user of this base: only a user with the authority approves", c->actor);
	crm_rec_init(&r, crm_entity_must(&c->schema, "approval"));
	put_text(&r, "kind", d->kind);
	if (d->client != 0)
		put_int(&r, "client", d->client);
	if (d->product != 0)
		put_int(&r, "product", d->product);
	if (d->contract != 0)
		put_int(&r, "contract", d->contract);
	put_int(&r, k->field, d->v);
	put_int(&r, "approver", actor_id(c));
	crm_fmt_time(now, c->ctx.now);
	put_text(&r, "at", now);
	put_text(&r, "note", note);
	if (until != NULL)
		rc = crm_rec_assign(&c->ctx, &r, crm_sprintf(&r.arena, "until=%s", until), err);
	if (rc == CRM_OK && (rc = save(c, NULL, &r, 0, NULL, err)) == CRM_OK)
		*id = crm_rec_id(&r);
	crm_rec_free(&r);
	return rc;
}
