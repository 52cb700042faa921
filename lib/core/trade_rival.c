/* trade_rival.c - what follows when a deal names a rival, or one is seen: it is known, and in the deal */
#include "ask.h"

#include <stdio.h>
#include <string.h>

#include "crm/utf8.h"

static const struct crm_entity *
rival(const struct crm *c)
{
	return crm_entity_must(&c->schema, "rival");
}

/* By its name or id; CRM_NO without a complaint when it is not known. */
static int
find_rival(struct crm *c, const struct crm_val *name, int64_t *id, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	int rc = crm_resolve(c, rival(c), crm_field_must(rival(c), "name"), name->p, name->n, id, &why);

	return rc == CRM_OK || rc == CRM_NO ? rc : crm_fail(err, rc, "rival", "%s", why.text);
}

/* A deal calls its rival as the register does, whatever was typed. */
int
deal_names_rival(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *name = crm_rec_get(rec, "rival");
	struct crm_rec known;
	int64_t id;
	int rc;

	if (name->t != CRM_TEXT || !differs(old, rec, "rival"))
		return CRM_OK;
	if ((rc = find_rival(c, name, &id, err)) == CRM_NO)
		return crm_read_id(rival(c), name->p, name->n, &id)
		    ? crm_fail(err, CRM_DATA, "rival", "there is no rival %s", name->p) : CRM_OK;
	if (rc != CRM_OK)
		return rc;
	crm_rec_init(&known, rival(c));
	if ((rc = crm_get(c, known.ent, id, &known, err)) == CRM_OK)
		crm_rec_put(rec, "rival", crm_rec_get(&known, "name"));
	crm_rec_free(&known);
	return rc;
}

/* No two are called alike, case and accents aside. */
int
rival_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *name = crm_rec_get(rec, "name");
	int64_t id;
	int rc;

	(void)flags;
	if (name->t != CRM_TEXT || !differs(old, rec, "name") || (rc = find_rival(c, name, &id, err)) == CRM_NO
	    || (rc == CRM_OK && id == crm_rec_id(rec)))
		return CRM_OK;
	return rc != CRM_OK ? rc : crm_fail(err, CRM_DATA, "name", "rv%lld is called so already", (long long)id);
}

static int
add_rival(struct crm *c, const struct crm_val *name, int64_t *id, struct crm_err *err)
{
	struct crm_rec rec;
	int rc;

	crm_rec_init(&rec, rival(c));
	crm_rec_put(&rec, "name", name);
	rc = save(c, NULL, &rec, 0, NULL, err);
	*id = crm_rec_id(&rec);
	crm_rec_free(&rec);
	return rc;
}

static int
add_bid(struct crm *c, const struct crm_rec *deal, int64_t who, bool fresh, struct crm_err *err)
{
	const struct crm_val *opened = crm_rec_get(deal, "opened");
	char today[11];
	struct crm_rec bid;
	int rc;

	crm_fmt_date(today, crm_local_day(c->ctx.now));
	crm_rec_init(&bid, crm_entity_must(&c->schema, "bid"));
	put_int(&bid, "deal", crm_rec_id(deal));
	put_int(&bid, "rival", who);
	put_text(&bid, "at", fresh && opened->t == CRM_TEXT ? opened->p : today);
	rc = save(c, NULL, &bid, 0, NULL, err);
	crm_rec_free(&bid);
	return rc;
}

static int
first_id(void *arg, const struct crm_val *v)
{
	*(int64_t *)arg = v[0].i;
	return CRM_OK;
}

/* The number of the bid of a rival in a deal, or 0. */
static int
bid_of(struct crm *c, int64_t deal, int64_t who, int64_t *id, struct crm_err *err)
{
	char where[80];

	*id = 0;
	snprintf(where, sizeof where, "deal=d%lld rival=rv%lld", (long long)deal, (long long)who);
	return look(c, "bid", where, "id", NULL, first_id, id, err);
}

/* Who is named is known from then on, and in the deal; who was named before stays in. */
int
deal_meets_rival(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *name = crm_rec_get(rec, "rival");
	int64_t who, bid = 0;
	int rc;

	if (name->t != CRM_TEXT || !differs(old, rec, "rival"))
		return CRM_OK;
	if ((rc = find_rival(c, name, &who, err)) == CRM_NO)
		rc = add_rival(c, name, &who, err);
	else if (rc == CRM_OK && old != NULL)
		rc = bid_of(c, crm_rec_id(rec), who, &bid, err);
	return rc == CRM_OK && bid == 0 ? add_bid(c, rec, who, old == NULL, err) : rc;
}

/* Case and accents aside. */
static bool
same_name(const struct crm_val *a, const struct crm_val *b)
{
	struct crm_buf x = { 0 }, y = { 0 };
	bool same;

	if (a->t != CRM_TEXT || b->t != CRM_TEXT)
		return false;
	crm_fold(&x, a->p, a->n);
	crm_fold(&y, b->p, b->n);
	same = x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
	crm_buf_free(&x);
	crm_buf_free(&y);
	return same;
}

/* Whom the client buys from is there already; all others want to be. */
static int
put_role(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_val supplier, name;
	const struct crm_entity *deal = crm_entity_must(&c->schema, "deal");
	int64_t who = crm_rec_get(rec, "rival")->i;
	int rc = facts(c, deal, crm_rec_get(rec, "deal")->i, "client.supplier", &supplier, &a, err);

	if (rc == CRM_OK && (rc = facts(c, rival(c), who, "name", &name, &a, err)) == CRM_OK)
		put_text(rec, "role", same_name(&supplier, &name) ? "incumbent" : "challenger");
	crm_arena_free(&a);
	return rc == CRM_NO ? CRM_DATA : rc;
}

int
bid_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *deal = crm_rec_get(rec, "deal"), *who = crm_rec_get(rec, "rival");
	int64_t id;
	int rc;

	(void)flags;
	if (deal->t != CRM_INT || who->t != CRM_INT)
		return CRM_OK;                   /* what is missing is told where it is required */
	if (differs(old, rec, "deal") || differs(old, rec, "rival")) {
		if ((rc = bid_of(c, deal->i, who->i, &id, err)) != CRM_OK)
			return rc;
		if (id != 0 && id != crm_rec_id(rec))
			return crm_fail(err, CRM_DATA, "rival", "is in that deal already: bd%lld", (long long)id);
	}
	if (crm_rec_get(rec, "role")->t == CRM_NULL && (rc = put_role(c, rec, err)) != CRM_OK)
		return rc;
	return crm_rec_get(rec, "price")->t == CRM_NULL ? CRM_OK : inherit(c, rec, "deal", "currency", err);
}

int
fact_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	(void)c, (void)old, (void)flags;
	return ascend(rec, "at", "until", err);
}

int
sighting_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	int64_t me;
	int rc;

	(void)flags;
	if (is(rec, "kind", "price") && crm_rec_get(rec, "price")->t == CRM_NULL)
		return crm_fail(err, CRM_DATA, "price", "which? price=12.50");
	if ((rc = inherit_line(c, old, rec, err)) != CRM_OK || (rc = inherit(c, rec, "product", "currency", err)) != CRM_OK)
		return rc;
	if (old == NULL && crm_rec_get(rec, "agent")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "agent", me);
	return CRM_OK;
}

struct deals { struct crm_arena arena; int64_t *id; size_t n; };

static int
push_deal(void *arg, const struct crm_val *v)
{
	struct deals *d = arg;

	push_id(&d->id, &d->n, v[0].i, &d->arena);
	return CRM_OK;
}

static int
rename_in(struct crm *c, int64_t deal, const struct crm_val *from, const struct crm_val *to, struct crm_err *err)
{
	struct crm_rec old, rec;
	int rc;

	crm_rec_init(&old, crm_entity_must(&c->schema, "deal"));
	crm_rec_init(&rec, old.ent);
	if ((rc = crm_get(c, old.ent, deal, &old, err)) == CRM_OK && crm_val_eq(crm_rec_get(&old, "rival"), from)) {
		crm_rec_copy(&rec, &old);
		crm_rec_put(&rec, "rival", to);
		rc = save(c, &old, &rec, 0, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* The deals that name a rival follow it to its new name. */
int
rival_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	struct deals d = { 0 };
	char where[40];
	int rc;

	(void)flags;
	if (old == NULL || !differs(old, rec, "name"))
		return CRM_OK;
	snprintf(where, sizeof where, "rival=rv%lld", (long long)crm_rec_id(rec));
	rc = look(c, "bid", where, "deal", NULL, push_deal, &d, err);
	for (size_t i = 0; i < d.n && rc == CRM_OK; i++)
		rc = rename_in(c, d.id[i], crm_rec_get(old, "name"), crm_rec_get(rec, "name"), err);
	crm_arena_free(&d.arena);
	return rc;
}
