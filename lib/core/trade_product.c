/* trade_product.c - what follows from a change of needs, requests and special prices */
#include "pricing.h"

#include <string.h>

enum { WHOLE = 10000, MARKUP_MOST = 1000000 };

static bool
given(const struct crm_rec *rec, const char *field)
{
	return crm_rec_get(rec, field)->t != CRM_NULL;
}

int
inherit_line(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_rec product;
	int rc;

	if (!given(rec, "product") || !differs(old, rec, "product") || differs(old, rec, "line"))
		return CRM_OK;
	crm_rec_init(&product, crm_entity_must(&c->schema, "product"));
	if ((rc = crm_get(c, product.ent, crm_rec_get(rec, "product")->i, &product, err)) == CRM_OK)
		crm_rec_put(rec, "line", crm_rec_get(&product, "line"));
	crm_rec_free(&product);
	return rc;
}

int
need_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags;
	if (!given(rec, "product") && !given(rec, "line") && !given(rec, "about"))
		return crm_fail(err, CRM_DATA, "about", "what is needed? about=, product= or line=");
	return inherit_line(c, old, rec, err);
}

int
request_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags;
	return inherit_line(c, old, rec, err);
}

/* Each of these says CRM_OK or CRM_DATA, so that all complaints are told. */
static const char *const owners[] = { "contract", "client", "class", "segment", "campaign" };
static const char *const parts[] = {
	"markup", "discount", "rounding", "surcharge", "min_margin", "max_margin",
};

/* How many of the fields are given, and the first of them. */
static size_t
how_many(const struct crm_rec *rec, const char *const *field, size_t n, const char **first)
{
	size_t found = 0;

	*first = NULL;
	for (size_t i = 0; i < n; i++)
		if (given(rec, field[i]) && found++ == 0)
			*first = field[i];
	return found;
}

static int
one_owner_one_price(const struct crm_rec *rec, struct crm_err *err)
{
	const char *owner, *part;
	size_t nowner = how_many(rec, owners, sizeof owners / sizeof *owners, &owner);
	size_t npart = how_many(rec, parts, sizeof parts / sizeof *parts, &part);
	int rc = CRM_OK;

	if (npart++ == 0 && is(rec, "base", "cost"))
		part = "base";
	if (nowner > 1)
		rc = crm_fail(err, CRM_DATA, owner,
		    "a special price has one owner, or none: a contract, a client, "
		    "a class, a segment or a campaign");
	if (part == NULL && !given(rec, "price"))
		rc = crm_fail(err, CRM_DATA, "price",
		    "is missing: price=, discount= or another part of a formula");
	if (part != NULL && given(rec, "price"))
		rc = crm_fail(err, CRM_DATA, "price", "is fixed, and %s belongs to a formula: one of them",
		    part);
	return rc;
}

static int
in_range(const struct crm_rec *rec, struct crm_err *err)
{
	static const struct { const char *field; int64_t least, most; const char *what; } ranges[] = {
		{ "quantity", 1, INT64_MAX, "is one or more" },
		{ "price", 0, INT64_MAX, "is not below 0" },
		{ "markup", 0, MARKUP_MOST, "is from 0 to 10000 %: what is taken off is a discount" },
		{ "discount", 0, WHOLE, "is from 0 to 100 %: what is added is a markup" },
		{ "rounding", 1, INT64_MAX, "is above 0" },
	};
	int rc = CRM_OK;

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		const struct crm_val *v = crm_rec_get(rec, ranges[i].field);

		if (v->t == CRM_INT && (v->i < ranges[i].least || v->i > ranges[i].most))
			rc = crm_fail(err, CRM_DATA, ranges[i].field, "%s", ranges[i].what);
	}
	return rc;
}

int
ascend(const struct crm_rec *rec, const char *low, const char *high, struct crm_err *err)
{
	return !given(rec, low) || !given(rec, high)
	    || crm_val_cmp(crm_rec_get(rec, low), crm_rec_get(rec, high)) <= 0
	    ? CRM_OK : crm_fail(err, CRM_DATA, high, "is before %s", low);
}

static int
segment_known(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_val *v = crm_rec_get(rec, "segment");
	struct crm_err why = CRM_ERR_INIT;
	struct crm_arena a = { 0 };
	struct crm_expr *where;
	int rc = CRM_OK;

	if (v->t == CRM_TEXT && differs(old, rec, "segment")
	    && crm_filter_text(&c->ctx, crm_entity_must(&c->schema, "client"), crm_sprintf(&a, "@%s", v->p),
	    &where, &a, &why) != CRM_OK)
		rc = crm_fail(err, CRM_DATA, "segment", "there is no segment, nor filter of clients in the policy, \"%s\"", v->p);
	crm_arena_free(&a);
	return rc;
}

/* Its money is in its product's currency unless said. */
static int
put_currency(struct crm *c, struct crm_rec *rec, const struct crm_rec *product, struct crm_err *err)
{
	const struct crm_val *own = crm_rec_get(product, "currency");

	if (own->t != CRM_TEXT || given(rec, "currency"))
		return CRM_OK;
	if (crm_currency_digits(own->p) != crm_currency_digits(c->policy.currency))
		return crm_fail(err, CRM_DATA, "currency", "must be said: the product is in %s", own->p);
	crm_rec_put(rec, "currency", own);
	return CRM_OK;
}

/* Whether the price itself, and not only what is noted of it, is another. */
static bool
changes_price(const struct crm_rec *old, const struct crm_rec *rec)
{
	static const char *const aside[] = { "key", "note", "priority", "updated", "away" };

	for (size_t i = 1; i < rec->ent->nfield; i++) {
		const char *name = rec->ent->field[i].name;
		bool counts = crm_field_stored(&rec->ent->field[i]);

		for (size_t k = 0; k < sizeof aside / sizeof *aside; k++)
			counts &= strcmp(aside[k], name) != 0;
		if (counts && differs(old, rec, name))
			return true;
	}
	return false;
}

static int64_t
number(const struct crm_rec *rec, const char *field)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_INT ? v->i : 0;
}

static struct crm_term
term_of(const struct crm_rec *rec, const char *currency)
{
	return (struct crm_term){
		.name = "term", .whose = "", .until = INT64_MAX, .currency = currency,
		.fixed = given(rec, "price"), .price = number(rec, "price"),
		    .on_cost = is(rec, "base", "cost"),
		.markup = number(rec, "markup"), .discount = number(rec, "discount"),
		.rounding = number(rec, "rounding"), .surcharge = number(rec, "surcharge"),
		.has_min = given(rec, "min_margin"), .min_margin = number(rec, "min_margin"),
		.has_max = given(rec, "max_margin"), .max_margin = number(rec, "max_margin"),
	};
}

/*
 * Of a term for many products the shares are judged, on an amount that stands for any.  An amount may take all
 * of the price of the cheapest: it is judged as if it did.
 */
static void
stand_for_any(struct crm_pricing *of, struct crm_term *t)
{
	bool takes = t->fixed || t->surcharge < 0 || t->has_max;

	of->has_list = takes || !t->on_cost;
	of->has_cost = !takes && t->on_cost;
	of->list = of->cost = 1000000;
	t->fixed = takes;
	t->price = t->rounding = t->surcharge = 0;
	t->has_min = t->has_max = false;
}

/* Whom the term is for: an approval may name the client alone. */
static int
concerned(struct crm *c, const struct crm_rec *rec, struct crm_decision *d, struct crm_err *err)
{
	struct crm_rec k;
	int rc;

	d->client = number(rec, "client");
	d->product = number(rec, "product");
	d->contract = number(rec, "contract");
	if (d->contract == 0)
		return CRM_OK;
	crm_rec_init(&k, crm_entity_must(&c->schema, "contract"));
	if ((rc = crm_get(c, k.ent, d->contract, &k, err)) == CRM_OK)
		d->client = number(&k, "client");
	crm_rec_free(&k);
	return rc;
}

/* What the term makes of a price is what its maker must have the authority for. */
static int
maker_may(struct crm *c, const struct crm_rec *rec, const struct crm_rec *product, struct crm_err *err)
{
	struct crm_decision d = { 0 };
	struct crm_arena a = { 0 };
	struct crm_pricing of = pricing_of(c, product, &a);
	struct crm_term t = term_of(rec, of.currency);
	struct crm_price p;
	int rc = concerned(c, rec, &d, err);

	if (crm_rec_id(product) == 0)
		stand_for_any(&of, &t);
	/* what cannot be reckoned now, for want of a list price, is told when it is asked for */
	if (rc == CRM_OK && crm_price_choose(&of, &t, 1, &p, &a, NULL) == CRM_OK)
		rc = price_allowed(c, &d, &of, p.price, err);
	crm_arena_free(&a);
	return rc;
}

int
term_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	struct crm_rec product;
	int rc = contract_permits(c, old, rec, err);

	if (rc != CRM_OK)
		return rc;
	rc |= one_owner_one_price(rec, err);
	rc |= in_range(rec, err);
	rc |= ascend(rec, "since", "until", err);
	rc |= ascend(rec, "min_margin", "max_margin", err);
	rc |= segment_known(c, old, rec, err);
	if (rc != CRM_OK)
		return rc;
	crm_rec_init(&product, crm_entity_must(&c->schema, "product"));
	if (given(rec, "product"))
		rc = crm_get(c, product.ent, crm_rec_get(rec, "product")->i, &product, err);
	if (rc == CRM_OK && (rc = inherit_line(c, old, rec, err)) == CRM_OK
	    && (rc = put_currency(c, rec, &product, err)) == CRM_OK && changes_price(old, rec)
	    && !(flags & AGREED))
		rc = maker_may(c, rec, &product, err);
	crm_rec_free(&product);
	return rc;
}
