/* order.c - orders: taken, confirmed, promised anew, cancelled, paid */
#include "order.h"

#include <stdio.h>
#include <string.h>

#include "crm/approve.h"
#include "crm/price.h"

bool
crm_item_read(const char *text, struct crm_item *item, struct crm_arena *a)
{
	const char *colon = strrchr(text, ':'), *at;

	if (colon == NULL || colon == text || strspn(colon + 1, "0123456789") == 0)
		return false;
	*item = (struct crm_item){ .what = crm_strndup(a, text, (size_t)(colon - text)) };
	at = strchr(colon, '@');
	item->quantity = at == NULL ? crm_strdup(a, colon + 1)
	    : crm_strndup(a, colon + 1, (size_t)(at - colon - 1));
	item->price = at != NULL ? crm_strdup(a, at + 1) : NULL;
	return true;
}

int
item_failed(const struct crm_item *item, int rc, const struct crm_err *why, struct crm_err *err)
{
	return whose(item->place != NULL ? item->place : item->what, rc, why, err);
}

int
put_typed(struct crm *c, struct crm_rec *rec, const char *field, const char *text, struct crm_err *err)
{
	const struct crm_field *f = crm_field_must(rec->ent, field);
	const struct crm_val *own = crm_rec_get(rec, f->type == &crm_t_money ? "currency" : field);
	struct crm_ctx ctx = c->ctx;
	struct crm_val v = CRM_VNULL;
	int rc;

	if (text == NULL || *text == '\0')
		return CRM_OK;
	if (f->type == &crm_t_money && own->t == CRM_TEXT)
		ctx.currency = own->p;
	if ((rc = crm_field_parse(&ctx, f, text, strlen(text), &v, &rec->arena, err)) == CRM_OK)
		crm_rec_put(rec, field, &v);
	return rc;
}

void
put_money(struct crm_buf *b, int64_t v, const char *currency)
{
	crm_put_decimal(b, v, crm_currency_digits(currency));
	crm_putf(b, " %s", currency);
}

/* Its number in complaints: "o7". */
static int
of_order(int64_t id, int rc, const struct crm_err *why, struct crm_err *err)
{
	char name[32];

	snprintf(name, sizeof name, "o%lld", (long long)id);
	return rc == CRM_OK ? CRM_OK : whose(name, rc, why, err);
}

/* The price of a line, by the terms or as it was given. */
static int
price_line(struct crm *c, const struct crm_rec *order, const struct crm_item *item, struct crm_rec *line,
    struct crm_err *err)
{
	const struct crm_val *contract = crm_rec_get(order, "contract");
	const struct crm_val *campaign = crm_rec_get(order, "campaign");
	struct crm_price_ask ask = { .client = crm_rec_get(order, "client")->i,
	    .product = crm_rec_get(line, "product")->i, .quantity = crm_rec_get(line, "quantity")->i,
	    .contract = contract->t == CRM_INT ? contract->i : 0,
	    .campaign = campaign->t == CRM_INT ? campaign->i : 0, .day = crm_local_day(c->ctx.now) };
	const struct crm_val *ordered = crm_rec_get(order, "ordered");
	struct crm_price price;
	int rc;

	if (ordered->t == CRM_TEXT)
		crm_read_date(ordered->p, ordered->n, &ask.day);
	if (item->price != NULL) {
		if ((rc = put_typed(c, line, "price", item->price, err)) != CRM_OK)
			return rc;
		return crm_price_may(c, &ask, crm_rec_get(line, "price")->i, err);
	}
	if ((rc = crm_price(c, &ask, &price, &line->arena, err)) != CRM_OK)
		return rc;
	if (strcmp(price.currency, crm_rec_get(order, "currency")->p) != 0)
		return crm_fail(err, CRM_DATA, "price", "is in %s, and the order in %s", price.currency,
		    crm_rec_get(order, "currency")->p);
	put_int(line, "price", price.price);
	put_text(line, "why", price.why);
	return CRM_OK;
}

static int
take_line(struct crm *c, const struct crm_rec *order, const struct crm_item *item, struct crm_rec *line,
    struct crm_err *err)
{
	int rc;

	crm_rec_reset(line);
	put_int(line, "order", crm_rec_id(order));
	crm_rec_put(line, "currency", crm_rec_get(order, "currency"));
	if ((rc = put_typed(c, line, "product", item->what, err)) != CRM_OK
	    || (rc = put_typed(c, line, "quantity", item->quantity, err)) != CRM_OK)
		return rc;
	if (crm_rec_get(line, "quantity")->t != CRM_INT || crm_rec_get(line, "quantity")->i < 1)
		return crm_fail(err, CRM_DATA, "quantity", "at least one unit is ordered");
	if ((rc = crm_rec_defaults(&c->ctx, line, err)) == CRM_OK
	    && (rc = price_line(c, order, item, line, err)) == CRM_OK)
		rc = crm_save(c, NULL, line, 0, NULL, err);
	return rc;
}

/* Every line that is wrong is told. */
static int
take_lines(struct crm *c, const struct crm_rec *order, const struct crm_item *item, size_t n,
    struct crm_err *err)
{
	struct crm_rec line;
	int worst = CRM_OK;

	crm_rec_init(&line, crm_entity_must(&c->schema, "line"));
	for (size_t i = 0; i < n; i++) {
		struct crm_err why = CRM_ERR_INIT;
		int rc = take_line(c, order, &item[i], &line, &why);

		if (rc == CRM_OK)
			continue;
		item_failed(&item[i], rc, &why, err);
		worst = rc > worst ? rc : worst;
		if (!of_the_record(rc))
			break;
	}
	crm_rec_free(&line);
	return worst;
}

/* What the client owes with this order, against what it may. */
static int
within_credit(struct crm *c, const struct crm_rec *order, struct crm_err *err)
{
	const struct crm_val *client = crm_rec_get(order, "client");
	struct crm_decision d = { .kind = "credit", .client = client->i };
	struct crm_arena a = { 0 };
	struct crm_buf owed = { 0 }, over = { 0 }, most = { 0 };
	struct crm_val v[2], total;
	bool may;
	int rc;

	if (client->t != CRM_INT || !is(order, "kind", "order"))
		return CRM_OK;
	rc = facts(c, crm_entity_must(&c->schema, "client"), client->i, "credit_limit,exposure", v, &a, err);
	if (rc != CRM_OK || v[0].t != CRM_INT || v[1].i <= v[0].i
	    || (rc = facts(c, order->ent, crm_rec_id(order), "owed", &total, &a, err)) != CRM_OK
	    || total.i <= 0)
		goto out;
	d.v = v[1].i - v[0].i;
	if ((rc = crm_may(c, &d, &may, err)) != CRM_OK || may)
		goto out;
	put_money(&owed, v[1].i, c->policy.currency);
	put_money(&over, d.v, c->policy.currency);
	put_money(&most, v[0].i, c->policy.currency);
	rc = crm_fail(err, CRM_NOPERM, "credit_limit", "with this order c%lld owes %s, %s beyond its %s: "
	    "see crm-order approve", (long long)client->i, owed.p, over.p, most.p);
out:
	crm_buf_free(&owed);
	crm_buf_free(&over);
	crm_buf_free(&most);
	crm_arena_free(&a);
	return rc;
}

int
crm_order_take(struct crm *c, int64_t client, char *const *text, size_t ntext, const struct crm_item *item,
    size_t nitem, struct crm_rec *order, struct crm_err *err)
{
	int rc;

	crm_rec_reset(order);
	if (client != 0)
		put_int(order, "client", client);
	if ((rc = crm_rec_assign_all(&c->ctx, order, text, ntext, err)) != CRM_OK
	    || (rc = crm_rec_defaults(&c->ctx, order, err)) != CRM_OK)
		return rc;
	if (crm_rec_get(order, "client")->t != CRM_INT)
		return crm_fail(err, CRM_DATA, "client", "who orders?");
	if ((rc = crm_save(c, NULL, order, 0, NULL, err)) == CRM_OK
	    && (rc = take_lines(c, order, item, nitem, err)) == CRM_OK)
		rc = within_credit(c, order, err);
	return rc;
}

/* Loads the order that is to be changed; crm_save() follows. */
static int
begin(struct crm *c, int64_t id, struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	int rc;

	crm_rec_reset(old);
	if ((rc = crm_get(c, crm_entity_must(&c->schema, "order"), id, old, err)) == CRM_OK)
		crm_rec_copy(rec, old);
	return rc;
}

static int
state_of(struct crm *c, struct crm_rec *rec, struct crm_val *state, struct crm_err *err)
{
	return facts(c, rec->ent, crm_rec_id(rec), "state", state, &rec->arena, err);
}

static int
confirm(struct crm *c, char *const *text, size_t ntext, bool force, const struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_val state;
	char today[11];
	int rc = state_of(c, rec, &state, err);

	if (rc != CRM_OK)
		return rc;
	if (strcmp(state.p, "expired") == 0 && !force)
		return crm_fail(err, CRM_DATA, NULL, "held until %s: set valid=, or --force",
		    crm_rec_get(old, "valid")->p);
	if (strcmp(state.p, "quote") != 0 && strcmp(state.p, "expired") != 0)
		return crm_fail(err, CRM_DATA, NULL, "is no quote: it is %s", state.p);
	crm_fmt_date(today, crm_local_day(c->ctx.now));
	put_text(rec, "ordered", today);
	put_text(rec, "kind", "order");
	if ((rc = crm_rec_assign_all(&c->ctx, rec, text, ntext, err)) != CRM_OK
	    || (rc = crm_save(c, old, rec, 0, NULL, err)) != CRM_OK)
		return rc;
	return within_credit(c, rec, err);
}

int
crm_order_confirm(struct crm *c, int64_t order, char *const *text, size_t ntext, bool force,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	int rc = begin(c, order, old, rec, err);

	return rc != CRM_OK ? rc : of_order(order, confirm(c, text, ntext, force, old, rec, &why), &why, err);
}

/* "2026-09-15: promised 2026-10-08, not 2026-10-01: no steel", below what the note has. */
static void
note_promise(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, const char *why)
{
	const struct crm_val *note = crm_rec_get(rec, "note"), *was = crm_rec_get(old, "promised");
	struct crm_buf b = { 0 };
	char today[11];

	crm_fmt_date(today, crm_local_day(c->ctx.now));
	if (note->t == CRM_TEXT)
		crm_putf(&b, "%s\n", note->p);
	crm_putf(&b, "%s: promised %s", today, crm_rec_get(rec, "promised")->p);
	if (was->t == CRM_TEXT)
		crm_putf(&b, ", not %s", was->p);
	crm_putf(&b, ": %s", why);
	put_text(rec, "note", b.p);
	crm_buf_free(&b);
}

int
crm_order_promise(struct crm *c, int64_t order, const char *date, const char *why, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_err bad = CRM_ERR_INIT;
	struct crm_val state;
	int rc = begin(c, order, old, rec, err);

	if (rc != CRM_OK || (rc = state_of(c, rec, &state, err)) != CRM_OK)
		return rc;
	if (strcmp(state.p, "open") != 0 && strcmp(state.p, "partial") != 0 && strcmp(state.p, "quote") != 0)
		rc = crm_fail(&bad, CRM_DATA, NULL, "nothing is to be delivered: it is %s", state.p);
	else if ((rc = put_typed(c, rec, "promised", date, &bad)) == CRM_OK) {
		if (why != NULL)
			note_promise(c, old, rec, why);
		rc = crm_save(c, old, rec, 0, NULL, &bad);
	}
	return of_order(order, rc, &bad, err);
}

static int
cut_line(struct crm *c, const struct order_line *l, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "line");
	struct crm_rec old, rec = { 0 };
	int64_t n;
	int rc;

	if (l->left == 0)
		return CRM_OK;
	if (l->left == l->ordered)
		return crm_put_away(c, e, l->id, false, true, &n, err);
	crm_rec_init(&old, e);
	if ((rc = crm_get(c, e, l->id, &old, err)) == CRM_OK) {
		crm_rec_copy(&rec, &old);
		put_int(&rec, "quantity", l->ordered - l->left);
		rc = crm_save(c, &old, &rec, 0, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* What was delivered stays ordered, and owed; nothing more is awaited. */
static int
close_rest(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	struct order_line *line;
	struct crm_arena a = { 0 };
	size_t n;
	int rc = order_lines(c, crm_rec_id(rec), &line, &n, &a, err);

	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		rc = cut_line(c, &line[i], err);
	crm_arena_free(&a);
	return rc == CRM_OK ? crm_save(c, old, rec, 0, NULL, err) : rc;
}

static int
cancel(struct crm *c, char *const *text, size_t ntext, bool force, const struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_val state;
	char today[11];
	int rc = state_of(c, rec, &state, err);

	if (rc != CRM_OK || (rc = crm_rec_assign_all(&c->ctx, rec, text, ntext, err)) != CRM_OK)
		return rc;
	if (strcmp(state.p, "partial") == 0)
		return force ? close_rest(c, old, rec, err) : crm_fail(err, CRM_DATA, NULL,
		    "was delivered in part: --force closes what remains of it");
	if (strcmp(state.p, "open") != 0 && strcmp(state.p, "quote") != 0 && strcmp(state.p, "expired") != 0)
		return crm_fail(err, CRM_DATA, NULL, "is %s%s", state.p,
		    strcmp(state.p, "cancelled") == 0 ? " already"
		    : ": what was delivered comes back by return");
	if (crm_rec_get(rec, "cancelled")->t == CRM_NULL) {
		crm_fmt_date(today, crm_local_day(c->ctx.now));
		put_text(rec, "cancelled", today);
	}
	return crm_save(c, old, rec, 0, NULL, err);
}

int
crm_order_cancel(struct crm *c, int64_t order, char *const *text, size_t ntext, bool force,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	int rc = begin(c, order, old, rec, err);

	return rc != CRM_OK ? rc : of_order(order, cancel(c, text, ntext, force, old, rec, &why), &why, err);
}

static int
pay(struct crm *c, const struct crm_rec *order, const char *amount, const char *at, bool force,
    struct crm_rec *p,
    struct crm_err *err)
{
	const char *currency = crm_rec_get(order, "currency")->p;
	struct crm_buf owes = { 0 };
	struct crm_val owed;
	int rc = facts(c, order->ent, crm_rec_id(order), "owed", &owed, &p->arena, err);

	if (rc != CRM_OK)
		return rc;
	crm_rec_put(p, "currency", crm_rec_get(order, "currency"));
	if (amount == NULL)
		crm_rec_put(p, "amount", &owed);
	if ((rc = put_typed(c, p, "amount", amount, err)) != CRM_OK
	    || (rc = put_typed(c, p, "paid", at != NULL ? at : "today", err)) != CRM_OK)
		return rc;
	put_money(&owes, owed.i, currency);
	if (amount == NULL && owed.i <= 0)
		rc = crm_fail(err, CRM_NO, NULL, "nothing is owed");
	else if (crm_rec_get(p, "amount")->i > owed.i && !force)
		rc = crm_fail(err, CRM_DATA, "amount", "only %s are owed (--force takes more)", owes.p);
	else
		rc = crm_save(c, NULL, p, 0, NULL, err);
	crm_buf_free(&owes);
	return rc;
}

int
crm_order_pay(struct crm *c, int64_t id, const char *amount, const char *at, char *const *text, size_t ntext,
    bool force, int64_t *payment, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_rec order, p;
	int rc;

	crm_rec_init(&order, crm_entity_must(&c->schema, "order"));
	crm_rec_init(&p, crm_entity_must(&c->schema, "payment"));
	if ((rc = crm_get(c, order.ent, id, &order, err)) == CRM_OK) {
		put_int(&p, "order", id);
		if ((rc = crm_rec_assign_all(&c->ctx, &p, text, ntext, &why)) == CRM_OK)
			rc = pay(c, &order, amount, at, force, &p, &why);
		rc = of_order(id, rc, &why, err);
	}
	*payment = rc == CRM_OK ? crm_rec_id(&p) : 0;
	crm_rec_free(&order);
	crm_rec_free(&p);
	return rc;
}
