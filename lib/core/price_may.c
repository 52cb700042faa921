/* price_may.c - who may give which price: by the discount, and by the margin over cost */
#include "pricing.h"

#include "crm/price.h"

enum { WHOLE = 10000 };

static const char see[] = "crm-product approve";

/* A discount that is within somebody's authority once rounding is allowed for. */
static int
discount_allowed(struct crm *c, struct crm_decision *d, int64_t from, int64_t price, struct crm_err *err)
{
	bool may;
	int rc;

	d->v = crm_discount_least(from, price);
	if ((rc = crm_may(c, d, &may, err)) != CRM_OK || may)
		return rc;
	d->v = crm_discount_of(from, price);
	return crm_must(c, d, "price", see, err);
}

/* Below the policy's margin only those sell who may give any discount, or who were allowed this one. */
static int
margin_allowed(struct crm *c, const struct crm_decision *d, struct crm_err *err)
{
	struct crm_decision any = *d;
	struct crm_buf want = { 0 };
	bool may = false;
	int rc;

	any.v = WHOLE;
	if ((rc = crm_may(c, &any, &may, err)) != CRM_OK || may
	    || (rc = crm_approved(c, d, &may, err)) != CRM_OK || may)
		return rc;
	crm_t_percent.print(NULL, NULL, &CRM_VINT(c->policy.min_margin), &want);
	rc = crm_fail(err, CRM_NOPERM, "price",
	    "its margin over cost is below the %s %% of the policy: see %s",
	    want.p, see);
	crm_buf_free(&want);
	return rc;
}

int
price_allowed(struct crm *c, struct crm_decision *d, const struct crm_pricing *of, int64_t price,
    struct crm_err *err)
{
	int rc = CRM_OK;

	if (of->has_list && price >= of->list)
		return CRM_OK;
	d->kind = "discount";
	d->v = 0;
	if (of->has_list)
		rc = discount_allowed(c, d, of->list, price, err);
	if (rc == CRM_OK && of->has_cost && price < crm_weighted(of->cost, WHOLE + c->policy.min_margin))
		rc = margin_allowed(c, d, err);
	return rc;
}

int
crm_price_may(struct crm *c, const struct crm_price_ask *asked, int64_t price, struct crm_err *err)
{
	struct crm_decision d = {
		.client = asked->client, .product = asked->product, .contract = asked->contract,
	};
	struct crm_err why = CRM_ERR_INIT;
	struct crm_arena a = { 0 };
	struct crm_pricing of;
	struct crm_price held;
	struct crm_rec product;
	int rc = crm_price(c, asked, &held, &a, &why);

	crm_rec_init(&product, crm_entity_must(&c->schema, "product"));
	if (rc == CRM_OK && price >= held.price)
		goto out;
	/* where no price holds, any may be given that the list and the cost allow */
	if (rc != CRM_OK && rc != CRM_DATA) {
		rc = crm_fail(err, rc, NULL, "%s", why.text);
		goto out;
	}
	if ((rc = crm_get(c, product.ent, asked->product, &product, err)) != CRM_OK)
		goto out;
	of = pricing_of(c, &product, &a);
	if (why.code == CRM_OK && held.price > of.list) {
		of.has_list = true;
		of.list = held.price;
	}
	rc = price_allowed(c, &d, &of, price, err);
out:
	crm_rec_free(&product);
	crm_arena_free(&a);
	return rc;
}
