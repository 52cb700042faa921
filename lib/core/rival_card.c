/* rival_card.c - what is known of a rival, and the card of a deal: how to win it from those who are in */
#include "brief.h"
#include "rival.h"

#include <stdio.h>
#include <string.h>

#include "crm/objection.h"
#include "crm/price.h"

/* What is known by kinds, as lists. */
static const struct { const char *list, *kind; } quadrants[] = {
	{ "goals", "goal" }, { "strengths", "strength" }, { "weaknesses", "weakness" },
	{ "opportunities", "opportunity" }, { "threats", "threat" },
};

static int
put_known(struct crm *c, int64_t rival, bool all, struct crm_doc *d, struct crm_err *err)
{
	char where[96];
	int rc = CRM_OK;

	for (size_t i = 0; i < sizeof quadrants / sizeof *quadrants && rc == CRM_OK; i++) {
		snprintf(where, sizeof where, "rival=rv%lld kind=%s%s", (long long)rival, quadrants[i].kind,
		    all ? "" : " state=holds,old");
		rc = doc_look(c, "fact", where, "-at", "about,line,at,until,source,state", d, quadrants[i].list, err);
	}
	return rc;
}

/* The record's own values, also of one that was put away. */
static int
put_record(struct crm *c, const char *entity, int64_t id, const char *columns, struct crm_doc *d, struct crm_err *err)
{
	struct crm_query q = { .ent = crm_entity_must(&c->schema, entity), .id = &id, .nid = 1, .away = true };

	return doc_rows(c, &q, columns, d, NULL, err);
}

int
crm_swot(struct crm *c, int64_t rival, bool all, struct crm_doc *d, struct crm_err *err)
{
	int rc = crm_db_read_begin(c->db, err);

	if (rc != CRM_OK)
		return rc;
	crm_doc_map(d, NULL);
	rc = put_record(c, "rival", rival,
	    "name,sites,country,lines,open_deals,won,lost,lost_to,win_rate,sightings,seen,note", d, err);
	if (rc == CRM_OK)
		rc = put_known(c, rival, all, d, err);
	crm_doc_end(d);
	crm_db_read_end(c->db);
	return rc;
}

/* A price of a rival for a product of the deal. */
struct seen { int64_t product; struct crm_val name, price, currency, at, source; };
struct card {
	struct crm *c;
	struct crm_doc *d;
	int64_t deal, client;
	const char *needs;                       /* filter: those of the deal, and what its client needs besides */
	int64_t *product; size_t nproduct;       /* what it is about: its own, and those of its needs */
	const char *products;                    /* "pr1,pr2", or NULL */
	struct seen *seen; size_t nseen;         /* of the rival at hand */
	int64_t *met; size_t nmet;               /* the last deals that the rival at hand was in */
	struct crm_grid texts;                   /* they live there */
};

static int
add_product(void *arg, const struct crm_val *v)
{
	struct card *k = arg;

	for (size_t i = 0; i < k->nproduct; i++)
		if (v[0].t != CRM_INT || k->product[i] == v[0].i)
			return CRM_OK;
	if (v[0].t == CRM_INT)
		push_id(&k->product, &k->nproduct, v[0].i, &k->texts.arena);
	return CRM_OK;
}

static int
read_products(struct card *k, struct crm_err *err)
{
	struct crm_arena *a = &k->texts.arena;
	struct crm_buf ids = { 0 };
	struct crm_val v[2];
	int rc = facts(k->c, crm_entity_must(&k->c->schema, "deal"), k->deal, "product,client", v, a, err);

	if (rc != CRM_OK)
		return rc;
	k->client = v[1].t == CRM_INT ? v[1].i : 0;
	k->needs = crm_sprintf(a, "deal=d%lld", (long long)k->deal);
	if (k->client != 0)
		k->needs = crm_sprintf(a, "%s or (client=c%lld deal= level=asked,interested,offered)", k->needs,
		    (long long)k->client);
	if ((rc = add_product(k, v)) != CRM_OK
	    || (rc = look(k->c, "need", k->needs, "product", NULL, add_product, k, err)) != CRM_OK)
		return rc;
	for (size_t i = 0; i < k->nproduct; i++)
		crm_putf(&ids, "%spr%lld", i > 0 ? "," : "", (long long)k->product[i]);
	k->products = ids.n > 0 ? crm_strdup(a, ids.p) : NULL;
	crm_buf_free(&ids);
	return CRM_OK;
}

/* product, product.name, price, currency, at, source; the latest first, which alone counts */
static int
add_seen(void *arg, const struct crm_val *v)
{
	struct card *k = arg;

	for (size_t i = 0; i < k->nseen; i++)
		if (k->seen[i].product == v[0].i)
			return CRM_OK;
	k->seen[k->nseen++] = (struct seen){ v[0].i, keep(&k->texts, &v[1]), v[2], keep(&k->texts, &v[3]),
	    keep(&k->texts, &v[4]), keep(&k->texts, &v[5]) };
	return CRM_OK;
}

static void
put(struct card *k, const char *name, const struct crm_type *type, const struct crm_val *v, const char *currency)
{
	const struct crm_outcol col = { .name = name, .type = type, .currency = -1, .code = currency };

	if (v->t != CRM_NULL)
		crm_doc_val(k->d, name, &col, v);
}

/* Theirs, ours for this client, and theirs in percent of ours where both are of one currency. */
static int
put_price(struct card *k, const struct seen *s, struct crm_err *err)
{
	struct crm_price_ask ask = { .client = k->client, .product = s->product, .quantity = 1,
	    .day = crm_local_day(k->c->ctx.now) };
	struct crm_price ours;
	int rc = crm_price(k->c, &ask, &ours, &k->texts.arena, err);

	if (rc != CRM_OK)
		return rc;
	crm_doc_map(k->d, NULL);
	put(k, "product", &crm_t_text, &s->name, NULL);
	put(k, "theirs", &crm_t_money, &s->price, s->currency.p);
	put(k, "ours", &crm_t_money, &CRM_VINT(ours.price), ours.currency);
	if (s->currency.t == CRM_TEXT && strcmp(s->currency.p, ours.currency) == 0) {
		struct crm_val part = percent_of(s->price.i, ours.price);

		put(k, "of_ours", &crm_t_percent, &part, NULL);
	}
	put(k, "at", &crm_t_date, &s->at, NULL);
	put(k, "source", &crm_t_text, &s->source, NULL);
	crm_doc_end(k->d);
	return CRM_OK;
}

static int
put_prices(struct card *k, int64_t rival, struct crm_err *err)
{
	const char *which;
	int rc;

	if (k->products == NULL)
		return CRM_OK;
	which = crm_sprintf(&k->texts.arena, "rival=rv%lld price!= product=%s", (long long)rival, k->products);
	k->seen = crm_alloc(&k->texts.arena, k->nproduct * sizeof *k->seen);
	k->nseen = 0;
	rc = look(k->c, "sighting", which, "product,product.name,price,currency,at,source", "-at,-id", add_seen, k, err);
	if (rc != CRM_OK || k->nseen == 0)
		return rc;
	crm_doc_list(k->d, "prices");
	for (size_t i = 0; i < k->nseen && rc == CRM_OK; i++)
		rc = put_price(k, &k->seen[i], err);
	crm_doc_end(k->d);
	return rc;
}

/* By what most deals with it were won, and lost. */
static int
put_reasons(struct card *k, int64_t rival, struct crm_err *err)
{
	enum { STATE, REASON, DEALS, MOST = 3 };
	struct crm_grid sum = { 0 };
	struct ask q;
	int rc = ask(&q, k->c, &(struct crm_asked){ 0 }, "bid", crm_sprintf(&k->texts.arena,
	    "rival=rv%lld state=won,lost deal.reason!=", (long long)rival), NULL, err), nth = 0;

	if (rc == CRM_OK && (rc = ask_sum(&q, "state,deal.reason", "count", &sum, err)) == CRM_OK)
		rc = crm_grid_sort(&sum, "-state,-count,deal.reason", err);
	sum.nrow -= sum.ntotal;
	if (rc == CRM_OK && sum.nrow > 0)
		crm_doc_list(k->d, "reasons");
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow; i++) {
		nth = i > 0 && crm_val_eq(&sum.row[i][STATE], &sum.row[i - 1][STATE]) ? nth + 1 : 0;
		if (nth < MOST) {
			crm_doc_map(k->d, NULL);
			put(k, "deals", &crm_t_int, &sum.row[i][DEALS], NULL);
			put(k, "were", &crm_t_word, &sum.row[i][STATE], NULL);
			put(k, "by", &crm_t_word, &sum.row[i][REASON], NULL);
			crm_doc_end(k->d);
		}
	}
	if (rc == CRM_OK && sum.nrow > 0)
		crm_doc_end(k->d);
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

enum { FIGHTS = 200 };                           /* so many of the last deals are looked at */

static int
add_met(void *arg, const struct crm_val *v)
{
	struct card *k = arg;

	if (k->nmet < FIGHTS)
		push_id(&k->met, &k->nmet, v[0].i, &k->texts.arena);
	return CRM_OK;
}

/* Those that settled an objection in a deal it was in, the most used first. */
static int
put_answers(struct card *k, int64_t rival, struct crm_err *err)
{
	enum { SETTLED = 3, MOST = 5 };
	const char *its = crm_sprintf(&k->texts.arena, "rival=rv%lld", (long long)rival);
	struct crm_asked asked = { .nfilter = 1 };
	struct crm_buf filter = { 0 };
	struct crm_grid g = { 0 };
	size_t n = 0;
	int rc;

	k->nmet = 0;
	k->met = NULL;
	rc = look(k->c, "bid", its, "deal", "-deal", add_met, k, err);
	for (size_t i = 0; i < k->nmet; i++)
		crm_putf(&filter, "%sd%lld", i > 0 ? "," : "deal=", (long long)k->met[i]);
	asked.filter = &filter.p;
	if (rc == CRM_OK && k->nmet > 0 && (rc = crm_report_run(k->c, &crm_answers, &asked, &g, err)) == CRM_OK)
		rc = crm_grid_sort(&g, "-settled,-share", err);
	for (size_t i = 0; rc == CRM_OK && i < g.nrow && i < MOST && g.row[i][SETTLED].i > 0; i++) {
		if (n++ == 0)
			crm_doc_list(k->d, "answers_that_worked");
		doc_row(k->d, &g, i);
	}
	if (n > 0)
		crm_doc_end(k->d);
	crm_grid_free(&g);
	crm_buf_free(&filter);
	return rc;
}

struct entry { int64_t bid, rival; };
struct entries { struct entry v[20]; size_t n; };

static int
add_entry(void *arg, const struct crm_val *v)
{
	struct entries *e = arg;

	if (e->n < sizeof e->v / sizeof *e->v)
		e->v[e->n++] = (struct entry){ v[0].i, v[1].i };
	return CRM_OK;
}

static int
put_rival(struct card *k, const struct entry *e, struct crm_err *err)
{
	int rc;

	crm_doc_map(k->d, NULL);
	rc = put_record(k->c, "bid", e->bid,
	    "rival,rival.name,role,price,at,note,rival.won,rival.lost,rival.lost_to,rival.win_rate", k->d, err);
	if (rc == CRM_OK && (rc = put_reasons(k, e->rival, err)) == CRM_OK
	    && (rc = put_known(k->c, e->rival, false, k->d, err)) == CRM_OK
	    && (rc = put_prices(k, e->rival, err)) == CRM_OK)
		rc = put_answers(k, e->rival, err);
	crm_doc_end(k->d);
	return rc;
}

static int
put_rivals(struct card *k, const char *in_deal, struct crm_err *err)
{
	struct entries rivals = { .n = 0 };
	int rc = look(k->c, "bid", in_deal, "id,rival", "role,id", add_entry, &rivals, err);

	crm_doc_list(k->d, "rivals");
	for (size_t i = 0; i < rivals.n && rc == CRM_OK; i++)
		rc = put_rival(k, &rivals.v[i], err);
	crm_doc_end(k->d);
	return rc;
}

/* What we have for what is needed. */
static int
put_ours(struct card *k, struct crm_err *err)
{
	const char *which = crm_sprintf(&k->texts.arena, "id=%s", k->products != NULL ? k->products : "");
	int rc = CRM_OK;

	if (k->products != NULL)
		rc = doc_look(k->c, "product", which, "name", "name,line,price,strengths,proof", k->d, "products", err);
	if (rc == CRM_OK)
		rc = doc_look(k->c, "need", k->needs, "-at", "about,line,level,importance,budget", k->d, "needs", err);
	return rc;
}

static int
put_card(struct card *k, struct crm_err *err)
{
	const char *in_deal = crm_sprintf(&k->texts.arena, "deal=d%lld", (long long)k->deal);
	int rc = put_record(k->c, "deal", k->deal,
	    "title,client.name,client.supplier,stage,value,probability,close,owner.name", k->d, err);

	if (rc == CRM_OK && (rc = read_products(k, err)) == CRM_OK && (rc = put_ours(k, err)) == CRM_OK
	    && (rc = put_rivals(k, in_deal, err)) == CRM_OK)
		rc = doc_look(k->c, "objection", in_deal, "raised", "kind,about,answer,state", k->d, "objections", err);
	return rc == CRM_OK ? best_answers(k->c, k->deal, k->d, err) : rc;
}

int
crm_battle_card(struct crm *c, int64_t deal, struct crm_doc *d, struct crm_err *err)
{
	struct card k = { .c = c, .d = d, .deal = deal };
	int rc = crm_db_read_begin(c->db, err);

	if (rc != CRM_OK)
		return rc;
	crm_doc_map(d, NULL);
	rc = put_card(&k, err);
	crm_doc_end(d);
	crm_db_read_end(c->db);
	crm_grid_free(&k.texts);
	return rc;
}
