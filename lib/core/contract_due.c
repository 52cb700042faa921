/* contract_due.c - what must be decided about contracts, and when; who was introduced by whom */
#include "ask.h"

#include <string.h>

#include "crm/contract.h"

static const struct crm_outcol due_cols[] = {
	COL("id", &crm_t_text), COL("date", &crm_t_date), COL("why", &crm_t_text), COL("title", &crm_t_text),
	COL("client.name", &crm_t_text), COL("owner.name", &crm_t_text),
};
static const struct crm_outcol chain_cols[] = {
	COL("depth", &crm_t_int), COL("id", &crm_t_text), COL("name", &crm_t_text), COL("referrer", &crm_t_text),
	COL("referral", &crm_t_text), COL("won_value", &crm_t_money),
};
/* A chain is not longer than this. */
enum { CHAIN = 100 };

/* A reason to decide on contracts that pass the filter, by a date of theirs; # is the last day that is looked at. */
static const struct reason { const char *why, *date, *filter; } reasons[] = {
	{ "last day to give notice", "notice_by", "state=signed,active notice_by=today..#" },
	{ "ends", "ends", "state=signed,active ends=today..# renewal!=auto,manual" },
	{ "ends: renewed by hand", "ends", "state=signed,active ends=today..# renewal=manual" },
	{ "has ended: renew it by hand, or end it", "ends", "state=active ends=..yesterday renewal=manual" },
	{ "has ended: end it", "ends", "state=active ends=..yesterday renewal!=auto,manual" },
	{ "renews itself", "ends", "state=active ends=..# renewal=auto" },
	{ "introductions are due", "introductions_due", "state=signed,active introductions_due=..# to_introduce>0" },
	{ "has started, and is not signed", "starts",
	    "state=draft,approval,negotiating,awaiting,declined amends= starts=..today" },
	{ "has started, and is not active", "starts", "state=signed starts=..today" },
};
struct deciding { struct crm *c; struct crm_grid *g; const char *prefix, *why; struct crm_buf ids; };

int64_t
crm_contract_ahead(const struct crm_policy *p)
{
	return p->nremind > 0 ? p->remind[0] : 0;
}

/* id, date, title, client, owner */
static int
put_item(void *arg, const struct crm_val *v)
{
	struct deciding *d = arg;
	struct crm_val *row = crm_grid_add(d->g);

	row[0] = words(d->g, "%s%lld", d->prefix, (long long)v[0].i);
	row[1] = keep(d->g, &v[1]);
	row[2] = CRM_VTEXT(d->why, strlen(d->why));
	for (size_t i = 2; i < 5; i++)
		row[i + 1] = keep(d->g, &v[i]);
	return CRM_OK;
}

static int
put_reason(struct deciding *d, const struct crm_asked *asked, const struct reason *r, const char *until,
    struct crm_err *err)
{
	const char *mark = strchr(r->filter, '#');
	struct crm_buf filter = { 0 };
	struct ask q;
	int rc;

	crm_put(&filter, r->filter, mark != NULL ? (size_t)(mark - r->filter) : strlen(r->filter));
	if (mark != NULL)
		crm_putf(&filter, "%s%s", until, mark + 1);
	d->why = r->why;
	d->prefix = "k";
	if ((rc = ask(&q, d->c, asked, "contract", filter.p, NULL, err)) == CRM_OK)
		rc = ask_rows(&q, crm_sprintf(&q.arena, "id,%s,title,client.name,owner.name", r->date), NULL, put_item, d,
		    err);
	crm_buf_free(&filter);
	ask_free(&q);
	return rc;
}

static int
add_id(void *arg, const struct crm_val *v)
{
	struct crm_buf *ids = arg;

	crm_putf(ids, "%sk%lld", ids->n > 0 ? "," : "contract=", (long long)v[0].i);
	return CRM_OK;
}

/* The rights that are to be looked at, of the contracts asked for. */
static int
put_rights(struct deciding *d, const struct crm_asked *asked, const char *until, struct crm_err *err)
{
	static const struct crm_asked all;
	struct crm_buf of = { 0 };
	struct ask q;
	int rc = ask(&q, d->c, asked, "contract", "state=active", NULL, err);

	if (rc == CRM_OK)
		rc = ask_rows(&q, "id", NULL, add_id, &of, err);
	ask_free(&q);
	if (rc != CRM_OK || of.n == 0) {
		crm_buf_free(&of);
		return rc;
	}
	crm_putf(&of, " due=..%s", until);
	d->why = "a right is to be checked";
	d->prefix = "rt";
	if ((rc = ask(&q, d->c, &all, "right", of.p, NULL, err)) == CRM_OK)
		rc = ask_rows(&q, "id,due,about,contract.client.name,contract.owner.name", NULL, put_item, d, err);
	crm_buf_free(&of);
	ask_free(&q);
	return rc;
}

int
crm_contract_due(struct crm *c, char *const *filter, size_t nfilter, int64_t until, struct crm_grid *g,
    struct crm_err *err)
{
	const struct crm_asked asked = { .filter = filter, .nfilter = nfilter };
	struct deciding d = { .c = c, .g = g };
	char last[11];
	int rc = crm_db_read_begin(c->db, err);

	if (rc != CRM_OK)
		return rc;
	g->col = due_cols;
	g->ncol = g->width = NCOL(due_cols);
	crm_fmt_date(last, until);
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons && rc == CRM_OK; i++)
		rc = put_reason(&d, &asked, &reasons[i], last, err);
	if (rc == CRM_OK)
		rc = put_rights(&d, &asked, last, err);
	crm_db_read_end(c->db);
	return rc == CRM_OK ? crm_grid_sort(g, "date", err) : rc;
}

/* The clients of one level, below one of the level above. */
struct chain { struct crm_grid *g; int depth; int64_t *id; size_t n; };

static int
put_link(void *arg, const struct crm_val *v)
{
	struct chain *ch = arg;
	struct crm_val *row = crm_grid_add(ch->g);

	row[0] = CRM_VINT(ch->depth);
	row[1] = words(ch->g, "c%lld", (long long)v[0].i);
	row[2] = keep(ch->g, &v[1]);
	row[3] = keep(ch->g, &v[2]);
	row[4] = v[3].t == CRM_INT ? words(ch->g, "k%lld", (long long)v[3].i) : CRM_VNULL;
	row[5] = v[4];
	push_id(&ch->id, &ch->n, v[0].i, &ch->g->arena);
	return CRM_OK;
}

/* The clients that pass, and after each those it brought. */
static int
put_branch(struct crm *c, struct crm_grid *g, const char *filter, int depth, struct crm_err *err)
{
	static const struct crm_asked all;
	struct crm_grid level = { .col = g->col, .ncol = g->ncol, .width = g->width };
	struct chain ch = { .g = &level, .depth = depth };
	struct ask q;
	int rc = ask(&q, c, &all, "client", filter, NULL, err);

	if (rc == CRM_OK)
		rc = ask_rows(&q, "id,name,referrer.name,referral,won_value", "name", put_link, &ch, err);
	ask_free(&q);
	for (size_t i = 0; i < ch.n && rc == CRM_OK; i++) {
		struct crm_val *row = crm_grid_add(g);

		for (size_t k = 0; k < g->ncol; k++)
			row[k] = keep(g, &level.row[i][k]);
		if (depth < CHAIN)
			rc = put_branch(c, g, crm_sprintf(&g->arena, "referrer=c%lld", (long long)ch.id[i]), depth + 1,
			    err);
	}
	crm_grid_free(&level);
	return rc;
}

int
crm_referral_chain(struct crm *c, int64_t client, struct crm_grid *g, struct crm_err *err)
{
	int rc = crm_db_read_begin(c->db, err);

	if (rc != CRM_OK)
		return rc;
	g->col = chain_cols;
	g->ncol = g->width = NCOL(chain_cols);
	rc = put_branch(c, g, crm_sprintf(&g->arena, "id=c%lld", (long long)client), 0, err);
	crm_db_read_end(c->db);
	return rc;
}
