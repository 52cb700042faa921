/* price.c - the terms that may concern a question, and the price that they make */
#include "ask.h"
#include "pricing.h"

#include <string.h>

#include "crm/price.h"

/* A group is not higher than this. */
enum { LEVELS = 100 };

/* A term, and the segment it is for, or NULL: the client is looked for there once all are read. */
struct candidate { struct crm_term term; const char *segment; };
struct question {
	struct crm *c;
	const struct crm_price_ask *ask;
	struct crm_arena *arena;
	struct crm_rec product, client;          /* nothing in it: anybody */
	int64_t group[LEVELS];                   /* the client, then what it belongs to */
	size_t ngroup;
	struct candidate *v;
	size_t n;
	struct crm_map in;                       /* segment -> whether the client is in it */
};

static const struct crm_asked anything;

static int64_t
int_of(const struct crm_val *v, int64_t none)
{
	return v->t == CRM_INT ? v->i : none;
}

static bool
equals(const struct crm_val *v, const char *text)
{
	return v->t == CRM_TEXT && v->n == strlen(text) && memcmp(v->p, text, v->n) == 0;
}

/* "contract k3" */
static const char *
named(struct question *q, const char *entity, int64_t id)
{
	return crm_sprintf(q->arena, "%s %s%lld", entity, crm_entity_must(&q->c->schema, entity)->prefix,
	    (long long)id);
}

static const char *
id_of(struct question *q, const char *entity, int64_t id)
{
	return strchr(named(q, entity, id), ' ') + 1;
}

/* The client and the group above it. */
static int
climb(struct question *q, struct crm_err *err)
{
	const struct crm_entity *e = q->client.ent;
	int64_t at = q->ask->client;
	struct crm_rec up;
	int rc = CRM_OK;

	if (at == 0)
		return CRM_OK;
	if ((rc = crm_get(q->c, e, at, &q->client, err)) != CRM_OK)
		return rc;
	crm_rec_init(&up, e);
	crm_rec_copy(&up, &q->client);
	while (rc == CRM_OK && at != 0 && q->ngroup < LEVELS) {
		q->group[q->ngroup++] = at;
		at = int_of(crm_rec_get(&up, "parent"), 0);
		crm_rec_reset(&up);
		if (at != 0)
			rc = crm_get(q->c, e, at, &up, err);
	}
	crm_rec_free(&up);
	return rc;
}

/* Ids to be asked for: "k1,k2". */
struct ids { struct question *q; const struct crm_entity *ent; struct crm_buf text; };

static int
add_id(void *arg, const struct crm_val *v)
{
	struct ids *ids = arg;

	if (v->t != CRM_INT)
		return CRM_OK;
	crm_puts(&ids->text, ids->text.n ? "," : "");
	crm_put_id(&ids->text, ids->ent, v->i);
	return CRM_OK;
}

/* The column of the records that pass a filter. */
static int
ids_of(struct ids *ids, const char *entity, const char *column, const char *filter, struct crm_err *err)
{
	return look(ids->q->c, entity, filter, column, NULL, add_id, ids, err);
}

/* Nobody buys by another's contract, but a group's holds for all of it. */
static int
named_contract(struct question *q, struct ids *ids, struct crm_err *err)
{
	struct crm_rec k;
	int64_t of;
	bool ours = false;
	int rc;

	crm_rec_init(&k, ids->ent);
	if ((rc = crm_get(q->c, ids->ent, q->ask->contract, &k, err)) == CRM_OK) {
		of = int_of(crm_rec_get(&k, "client"), 0);
		for (size_t i = 0; i < q->ngroup; i++)
			ours |= q->group[i] == of;
		rc = ours ? add_id(ids, &k.val[0])
		    : crm_fail(err, CRM_NO, "contract", "%s is not with this client or its group",
		    id_of(q, "contract", k.val[0].i));
	}
	crm_rec_free(&k);
	return rc;
}

static int
contracts(struct question *q, struct ids *ids, struct crm_err *err)
{
	if (q->ask->contract != 0)
		return named_contract(q, ids, err);
	if (q->ask->client == 0)
		return CRM_OK;
	return ids_of(ids, "contract", "id",
	    crm_sprintf(q->arena, "client=%s", id_of(q, "client", q->ask->client)), err);
}

static int
campaigns(struct question *q, struct ids *ids, struct crm_err *err)
{
	if (q->ask->campaign != 0)
		add_id(ids, &CRM_VINT(q->ask->campaign));
	if (q->ask->client == 0)
		return CRM_OK;
	add_id(ids, crm_rec_get(&q->client, "campaign"));
	return ids_of(ids, "member", "campaign", crm_sprintf(q->arena, "client=%s status!=excluded",
	    id_of(q, "client", q->ask->client)), err);
}

static void
alternative(struct crm_buf *filter, const char *field, const struct crm_buf *ids)
{
	if (ids->n > 0)
		crm_putf(filter, " or %s=%s", field, ids->p);
}

/* Terms of an owner that concerns this client; their line, days and quantity are looked at one by one. */
static int
filter_of(struct question *q, struct crm_buf *filter, struct crm_err *err)
{
	const struct crm_schema *s = &q->c->schema;
	struct ids contract = { q, crm_entity_must(s, "contract"), { 0 } };
	struct ids campaign = { q, crm_entity_must(s, "campaign"), { 0 } };
	struct ids client = { q, q->client.ent, { 0 } };
	const struct crm_val *class = crm_rec_get(&q->client, "class");
	int rc = contracts(q, &contract, err);

	if (rc == CRM_OK)
		rc = campaigns(q, &campaign, err);
	for (size_t i = 0; i < q->ngroup; i++)
		add_id(&client, &CRM_VINT(q->group[i]));
	crm_puts(filter, "((contract= client= class= segment= campaign=)");
	alternative(filter, "contract", &contract.text);
	alternative(filter, "client", &client.text);
	alternative(filter, "campaign", &campaign.text);
	if (q->ngroup > 0)
		crm_puts(filter, " or segment>=!");      /* any: as a range, which its index finds */
	if (class->t == CRM_TEXT)
		crm_putf(filter, " or class=%s", class->p);
	crm_putf(filter, ") (product=%s or product=)", id_of(q, "product", q->ask->product));
	crm_buf_free(&contract.text);
	crm_buf_free(&campaign.text);
	crm_buf_free(&client.text);
	return rc;
}

static const char term_columns[] =
    "id,contract,contract.state,contract.starts,contract.ends,client,class,segment,campaign,campaign.state,"
    "campaign.since,campaign.until,product,line,quantity,price,base,markup,discount,rounding,surcharge,"
    "min_margin,max_margin,currency,since,until,priority";
enum {
	ID, CONTRACT, K_STATE, K_STARTS, K_ENDS, CLIENT, CLASS, SEGMENT, CAMPAIGN, CM_STATE,
	CM_SINCE, CM_UNTIL, PRODUCT, LINE, QUANTITY, PRICE, BASE, MARKUP, DISCOUNT, ROUNDING, SURCHARGE,
	MIN_MARGIN, MAX_MARGIN, CURRENCY, SINCE, UNTIL, PRIORITY,
};

static void
narrow(struct crm_term *t, int64_t since, int64_t until)
{
	t->since = since > t->since ? since : t->since;
	t->until = until < t->until ? until : t->until;
}

static void
by_contract(struct question *q, struct crm_term *t, const struct crm_val *v)
{
	t->rank = CRM_RANK_CONTRACT;
	t->whose = named(q, "contract", v[CONTRACT].i);
	if (!equals(&v[K_STATE], "signed") && !equals(&v[K_STATE], "active"))
		t->barred = crm_sprintf(q->arena, "%s is %s", t->whose,
		    v[K_STATE].t == CRM_TEXT ? v[K_STATE].p : "not in force");
	narrow(t, day_of(&v[K_STARTS], INT64_MIN), day_of(&v[K_ENDS], INT64_MAX));
}

/* What is planned or done without a day of it has not begun, or is over. */
static void
by_campaign(struct question *q, struct crm_term *t, const struct crm_val *v)
{
	t->rank = CRM_RANK_CAMPAIGN;
	t->whose = named(q, "campaign", v[CAMPAIGN].i);
	if (equals(&v[CM_STATE], "cancelled")
	    || (equals(&v[CM_STATE], "planned") && v[CM_SINCE].t == CRM_NULL)
	    || (equals(&v[CM_STATE], "done") && v[CM_UNTIL].t == CRM_NULL))
		t->barred = crm_sprintf(q->arena, "%s is %s", t->whose, v[CM_STATE].p);
	narrow(t, day_of(&v[CM_SINCE], INT64_MIN), day_of(&v[CM_UNTIL], INT64_MAX));
}

static void
by_class(struct question *q, struct candidate *d, const struct crm_val *v)
{
	d->term.rank = CRM_RANK_CLASS;
	if (v[SEGMENT].t == CRM_NULL) {
		d->term.whose = crm_sprintf(q->arena, "class %s", v[CLASS].p);
	} else {
		d->segment = crm_strdup(q->arena, v[SEGMENT].p);
		d->term.whose = crm_sprintf(q->arena, "segment %s", d->segment);
	}
}

static void
by_client(struct question *q, struct crm_term *t, const struct crm_val *v)
{
	t->rank = CRM_RANK_CLIENT;
	t->whose = named(q, "client", v[CLIENT].i);
	while (q->group[t->level] != v[CLIENT].i)
		t->level++;
}

static void
read_formula(struct question *q, struct crm_term *t, const struct crm_val *v)
{
	t->quantity = int_of(&v[QUANTITY], 1);
	t->priority = int_of(&v[PRIORITY], 0);
	t->fixed = v[PRICE].t == CRM_INT;
	t->price = int_of(&v[PRICE], 0);
	t->on_cost = equals(&v[BASE], "cost");
	t->markup = int_of(&v[MARKUP], 0);
	t->discount = int_of(&v[DISCOUNT], 0);
	t->rounding = int_of(&v[ROUNDING], 0);
	t->surcharge = int_of(&v[SURCHARGE], 0);
	t->has_min = v[MIN_MARGIN].t == CRM_INT;
	t->min_margin = int_of(&v[MIN_MARGIN], 0);
	t->has_max = v[MAX_MARGIN].t == CRM_INT;
	t->max_margin = int_of(&v[MAX_MARGIN], 0);
	t->currency = v[CURRENCY].t == CRM_TEXT ? crm_strdup(q->arena, v[CURRENCY].p) : "";
}

static struct candidate *
grow(struct question *q)
{
	struct candidate *v;

	q->v = crm_room(q->arena, q->v, q->n, sizeof *q->v);
	v = &q->v[q->n++];
	memset(v, 0, sizeof *v);
	return v;
}

static int
add_term(void *arg, const struct crm_val *v)
{
	struct question *q = arg;
	struct candidate *d;
	struct crm_term *t;

	if (v[PRODUCT].t == CRM_NULL && v[LINE].t == CRM_TEXT
	    && !crm_val_eq(&v[LINE], crm_rec_get(&q->product, "line")))
		return CRM_OK;
	d = grow(q);
	t = &d->term;
	t->id = v[ID].i;
	t->name = id_of(q, "term", t->id);
	t->on = v[PRODUCT].t == CRM_INT ? CRM_ON_PRODUCT : v[LINE].t == CRM_TEXT ? CRM_ON_LINE : CRM_ON_ALL;
	t->since = day_of(&v[SINCE], INT64_MIN);
	t->until = day_of(&v[UNTIL], INT64_MAX);
	read_formula(q, t, v);
	if (v[CONTRACT].t == CRM_INT)
		by_contract(q, t, v);
	else if (v[CLIENT].t == CRM_INT)
		by_client(q, t, v);
	else if (v[CLASS].t == CRM_TEXT || v[SEGMENT].t == CRM_TEXT)
		by_class(q, d, v);
	else if (v[CAMPAIGN].t == CRM_INT)
		by_campaign(q, t, v);
	else {
		t->rank = CRM_RANK_QUANTITY;
		t->whose = "everybody";
	}
	return CRM_OK;
}

static int
terms(struct question *q, struct crm_err *err)
{
	struct crm_buf filter = { 0 };
	int rc = filter_of(q, &filter, err);

	if (rc == CRM_OK)
		rc = look(q->c, "term", filter.p, term_columns, NULL, add_term, q, err);
	crm_buf_free(&filter);
	return rc;
}

/* What a client is to a segment, besides being out of it. */
enum { IN_IT = 1, NO_SUCH = 2 };

/* Whether the client passes the filter of this name, if it can be read still; each is asked once. */
static int
is_in(struct question *q, const char *segment, int64_t *in, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	struct ask a;
	int rc;

	if (crm_map_get(&q->in, segment, strlen(segment), in))
		return CRM_OK;
	rc = ask(&a, q->c, &anything, "client", crm_sprintf(q->arena, "@%s", segment), NULL, &why);
	if (rc == CRM_OK) {
		struct crm_query one = {
			.ent = a.ent, .where = a.where, .id = q->group, .nid = 1, .ctx = &q->c->ctx,
		};

		rc = crm_count(q->c->db, &one, in, err);
	} else {
		*in = NO_SUCH;
		rc = rc == CRM_USAGE ? CRM_OK : crm_fail(err, rc, NULL, "%s", why.text);
	}
	ask_free(&a);
	crm_map_set(&q->in, segment, strlen(segment), *in);
	return rc;
}

/* The candidates without those of segments that the client is not in. */
static int
settle(struct question *q, struct crm_term *term, size_t *n, struct crm_err *err)
{
	int rc = CRM_OK;

	*n = 0;
	for (size_t i = 0; i < q->n && rc == CRM_OK; i++) {
		struct candidate *d = &q->v[i];
		int64_t in = IN_IT;

		if (d->segment != NULL)
			rc = is_in(q, d->segment, &in, err);
		if (in == NO_SUCH)
			d->term.barred = crm_sprintf(q->arena, "@%s is no filter that can be read", d->segment);
		if (in != 0)
			term[(*n)++] = d->term;
	}
	return rc;
}

struct crm_pricing
pricing_of(const struct crm *c, const struct crm_rec *product, struct crm_arena *a)
{
	const struct crm_val *list = crm_rec_get(product, "price"), *cost = crm_rec_get(product, "cost");
	const struct crm_val *currency = crm_rec_get(product, "currency");

	return (struct crm_pricing){
		.product = crm_sprintf(a, "%s%lld", product->ent->prefix, (long long)crm_rec_id(product)),
		.currency = currency->t == CRM_TEXT ? crm_strdup(a, currency->p) : "",
		.has_list = list->t == CRM_INT, .list = int_of(list, 0),
		.has_cost = cost->t == CRM_INT, .cost = int_of(cost, 0),
		.rounding = c->policy.price_rounding, .quantity = 1,
	};
}

static int
choose(struct question *q, struct crm_price *p, struct crm_err *err)
{
	struct crm_term *term = crm_alloc(q->arena, (q->n + 1) * sizeof *term);
	struct crm_pricing of = pricing_of(q->c, &q->product, q->arena);
	size_t n;
	int rc = settle(q, term, &n, err);

	of.quantity = q->ask->quantity;
	of.day = q->ask->day;
	return rc == CRM_OK ? crm_price_choose(&of, term, n, p, q->arena, err) : rc;
}

int
crm_price(struct crm *c, const struct crm_price_ask *asked, struct crm_price *p, struct crm_arena *a,
    struct crm_err *err)
{
	struct question q = { .c = c, .ask = asked, .arena = a };
	int rc;

	if (asked->quantity < 1)
		return crm_fail(err, CRM_USAGE, "quantity", "a price is of one unit or more");
	crm_rec_init(&q.product, crm_entity_must(&c->schema, "product"));
	crm_rec_init(&q.client, crm_entity_must(&c->schema, "client"));
	if ((rc = crm_db_read_begin(c->db, err)) == CRM_OK) {
		if ((rc = crm_get(c, q.product.ent, asked->product, &q.product, err)) == CRM_OK
		    && (rc = climb(&q, err)) == CRM_OK && (rc = terms(&q, err)) == CRM_OK)
			rc = choose(&q, p, err);
		crm_db_read_end(c->db);
	}
	crm_rec_free(&q.product);
	crm_rec_free(&q.client);
	crm_map_free(&q.in);
	return rc;
}
