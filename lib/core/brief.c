/* brief.c - the brief before a meeting: a record with all that hangs on it */
#include "brief.h"

#include <stdlib.h>
#include <string.h>

#include "crm/brief.h"
#include "crm/objection.h"

/* What is shown of the records of `entity` that refer to this one by `via`, or share its value there.  No title is the
 * name of a field: a document has each but once. */
struct section {
	const char *of, *title, *entity, *via, *where, *sort, *columns;
	int64_t limit;
};
#define KNOWN "about,line,at,until,source,state"
/* Of a client in the order of a meeting: who they are, what is owed them or by them, what was last said, what may be sold. */
static const struct section sections[] = {
	{ "client", "group", "client", "parent", NULL, "name", "name,city,stage,owner.name", 20 },
	{ "client", "people", "role", "client", "until= or until=today..", "influence",
	    "person,person.name,title,influence,person.phones,person.emails,person.wishes", 50 },
	{ "client", "late_followups", "followup", "client", "state=open due=..yesterday", "due",
	    "due,about,kind,priority,owner.name", 50 },
	{ "client", "next_followups", "followup", "client", "state=open due=today..", "due",
	    "due,about,kind,priority,owner.name", 10 },
	{ "client", "cases", "case", "client", "closed=", "received",
	    "number,about,kind,severity,state,respond_by,resolve_by,breached,owner.name", 20 },
	{ "client", "overdue_orders", "order", "client", "late=yes", "promised",
	    "number,promised,late_days,open_lines,left,owner.name", 10 },
	{ "client", "unpaid_orders", "order", "client", "kind=order cancelled= owed>0", "ordered",
	    "number,ordered,total,paid,owed", 10 },
	{ "client", "interactions", "interaction", "client", NULL, "-at",
	    "at,channel,direction,subject,outcome,agent.name", 5 },
	{ "client", "deals", "deal", "client", "state=open", "close",
	    "title,stage,value,probability,close,idle,owner.name", 50 },
	{ "client", "quotes", "order", "client", "kind=quote cancelled=", "valid", "number,valid,total,state", 5 },
	{ "client", "goals", "goal", "client", "reached=", "due", "due,about,measure,owner.name", 10 },
	{ "client", "needs", "need", "client", NULL, "-at", "product.name,line,about,level,importance,budget", 20 },
	{ "client", "requests", "request", "client", "state=open,planned", "-at",
	    "about,product.name,line,state,at", 10 },
	{ "client", "special_prices", "term", "client", "until= or until=today..", "since",
	    "product.name,line,quantity,price,discount,markup,since,until,note", 20 },
	{ "client", "open_orders", "order", "client", "kind=order cancelled= shipped= promised=today.. open_lines=1..",
	    "promised", "number,ordered,promised,left,total", 10 },
	{ "client", "contracts_to_decide", "contract", "client",
	    "state=signed,active (notice_by=today..+90d or ends=..+90d)", "ends", "title,notice_by,ends,renewal", 20 },
	{ "client", "open_clauses", "clause", "contract.client", "state=open", "id",
	    "contract,contract.title,para,about,ours,theirs", 20 },
	{ "client", "contracts_in_force", "contract", "client", "state=signed,active", "ends",
	    "number,title,state,value,starts,ends,notice_by,renewal", 20 },
	{ "client", "campaigns", "member", "client", NULL, "-id",
	    "campaign.name,person.name,status,channel,sent,answer,why", 10 },
	{ "client", "consents", "consent", "client", NULL, "-at",
	    "at,address,channel,state,basis,source,until", 10 },
	{ "client", "points_to_use", "points", "client", "uses= usable=1..", "expires", "usable,expires,order", 10 },
	{ "client", "last_won", "deal", "client", "state=won", "-closed", "title,value,closed", 5 },
	{ "client", "last_lost", "deal", "client", "state=lost", "-closed", "title,value,closed,reason", 3 },
	{ "client", "last_cases", "case", "client", "closed!=", "-closed",
	    "number,about,kind,state,closed,satisfaction", 3 },
	{ "client", "scores", "score", "client", NULL, "-id", "kind,verdict,points,chance,amount,at,why", 4 },
	{ "client", "signals", "signal", "client", "until= or until=today..", "-at", "kind,weight,at,until,source,note", 10 },
	{ "client", "figures", "figures", "client", NULL, "-year", "year,sales,ebit,equity,total_assets,liabilities", 3 },
	{ "deal", "scores", "score", "deal", NULL, "-id", "chance,points,at,why", 2 },
	{ "deal", "contracts", "contract", "deal", NULL, "id", "title,state,value,starts,ends", 10 },
	{ "contract", "differences", "clause", "contract", NULL, "id", "para,about,ours,theirs,agreed,state", 50 },
	{ "contract", "rights", "right", "contract", NULL, "id",
	    "about,department,rule,due,verdict,checked,breaches", 50 },
	{ "contract", "terms", "term", "contract", NULL, "id",
	    "product.name,line,quantity,price,base,markup,discount,since,until", 50 },
	{ "contract", "documents", "document", "contract", NULL, "id", "title,file,signed,sha256", 20 },
	{ "order", "order_lines", "line", "order", NULL, "id",
	    "product.sku,product.name,quantity,price,discount,amount,delivered,left", 100 },
	{ "order", "deliveries", "delivery", "line.order", NULL, "at", "at,line,line.product.name,quantity,consignment", 50 },
	{ "order", "payments", "payment", "order", NULL, "due", "invoice,amount,due,paid,late_days", 20 },
	{ "order", "followups", "followup", "order", "state=open", "due", "due,about,kind,owner.name", 10 },
	{ "contract", "orders", "order", "contract", "kind=order cancelled=", "-ordered",
	    "number,ordered,promised,state,total", 10 },
	{ "contract", "history", "step", "contract", NULL, "id", "at,actor,old_state,state,lasted,note", 50 },
	{ "contract", "bonus", "bonus", "contract", NULL, "threshold", "period,threshold,rate,line", 20 },
	{ "person", "roles", "role", "person", NULL, "since", "client,client.name,title,influence,until", 20 },
	{ "person", "campaigns", "member", "person", NULL, "-id",
	    "campaign.name,status,channel,sent,answer,why", 10 },
	{ "person", "consents", "consent", "person", NULL, "-at",
	    "at,address,channel,state,basis,source,until", 10 },
	{ "campaign", "members", "member", "campaign", NULL, "status",
	    "status,client.name,person.name,channel,sent,answer,why", 50 },
	{ "person", "interactions", "interaction", "persons", NULL, "-at",
	    "at,client.name,channel,direction,subject,outcome", 5 },
	{ "person", "followups", "followup", "person", "state=open", "due", "due,about,kind,owner.name", 10 },
	{ "deal", "needs_found", "need", "deal", NULL, "-at", "product.name,line,about,level,importance,budget", 20 },
	{ "deal", "bids", "bid", "deal", NULL, "role",
	    "rival,rival.name,role,price,rival.won,rival.lost,rival.win_rate", 10 },
	{ "deal", "objections_heard", "objection", "deal", NULL, "raised", "kind,about,answer,state", 20 },
	{ "deal", "followups", "followup", "deal", "state=open", "due", "due,about,kind,owner.name", 10 },
	{ "deal", "interactions", "interaction", "deal", NULL, "-at",
	    "at,channel,direction,subject,outcome,agent.name", 5 },
	{ "deal", "history", "stage_history", "deal", NULL, "-at",
	    "at,actor,old_stage,stage,old_value,value,note", 10 },
	{ "user", "deals", "deal", "owner", "state=open", "close", "title,client.name,stage,value,close", 20 },
	{ "user", "late_followups", "followup", "owner", "state=open due=..yesterday", "due",
	    "due,client.name,about", 20 },
	{ "user", "next_followups", "followup", "owner", "state=open due=today..", "due",
	    "due,client.name,about", 10 },
	{ "interaction", "answered_by", "interaction", "answers", NULL, "at", "at,channel,direction,subject", 10 },
	{ "product", "deals", "deal", "product", "state=open", "close",
	    "title,client.name,stage,value,close,owner.name", 20 },
	{ "product", "special_prices", "term", "product", "until= or until=today..", "since",
	    "client.name,contract,class,segment,campaign.name,quantity,price,discount,since,until", 20 },
	{ "product", "requests", "request", "product", "state=open,planned", "-at",
	    "about,client.name,state,at", 20 },
	{ "case", "history", "step", "case", NULL, "at", "at,actor,old_state,state,lasted,note", 50 },
	{ "case", "interactions", "interaction", "case", NULL, "-at",
	    "at,channel,direction,subject,agent.name", 10 },
	{ "case", "followups", "followup", "case", "state=open", "due", "due,about,kind,owner.name", 10 },
	{ "case", "same_cause", "case", "cause", NULL, "-received",
	    "number,about,client.name,state,measure,effective", 10 },
	{ "rival", "goals", "fact", "rival", "kind=goal state=holds,old", "-at", KNOWN, 0 },
	{ "rival", "strengths", "fact", "rival", "kind=strength state=holds,old", "-at", KNOWN, 0 },
	{ "rival", "weaknesses", "fact", "rival", "kind=weakness state=holds,old", "-at", KNOWN, 0 },
	{ "rival", "opportunities", "fact", "rival", "kind=opportunity state=holds,old", "-at", KNOWN, 0 },
	{ "rival", "threats", "fact", "rival", "kind=threat state=holds,old", "-at", KNOWN, 0 },
	{ "rival", "last_sightings", "sighting", "rival", NULL, "-at",
	    "at,kind,about,product.name,line,price,of_ours,source", 10 },
	{ "rival", "in_deals", "bid", "rival", "state=open", "deal.close",
	    "deal,deal.title,deal.client.name,role,deal.stage,deal.value,deal.close,deal.owner.name", 20 },
	{ "rival", "won_deals", "bid", "rival", "state=won", "-deal.closed",
	    "deal,deal.title,deal.client.name,deal.value,deal.closed,deal.reason", 5 },
	{ "rival", "lost_deals", "bid", "rival", "state=lost", "-deal.closed",
	    "deal,deal.title,deal.client.name,deal.value,deal.closed,deal.reason,took", 5 },
	{ "batch", "changed", "change", "batch", NULL, "id", "op,entity,record", 20 },
};

static struct crm_expr *
compare(const struct crm_path *path, unsigned op, const struct crm_val *v, struct crm_arena *a)
{
	struct crm_expr *x = crm_zalloc(a, sizeof *x);

	x->alt = crm_zalloc(a, sizeof *x->alt);
	*x->alt = (struct crm_alt){ .exact = true, .lo = *v, .hi = *v };
	x->node = CRM_TEST;
	x->op = op;
	x->path = *path;
	x->nalt = 1;
	return x;
}

/* What has the record's own value in the same field, case and accents aside; NULL when it has none there. */
static int
same_value(struct crm *c, const struct crm_entity *e, const struct crm_field *f, int64_t id,
    struct crm_expr **out, struct crm_arena *a, struct crm_err *err)
{
	const struct crm_path path = { .ent = e, .field = f };
	struct crm_val v;
	int rc = facts(c, e, id, f->name, &v, a, err);

	*out = NULL;
	if (rc == CRM_OK && v.t != CRM_NULL)
		*out = crm_filter_and(compare(&path, CRM_GE, &v, a), compare(&path, CRM_LE, &v, a), a);
	return rc;
}

static int
one_section(struct crm *c, const struct section *s, const struct crm_entity *of, int64_t id, int64_t since,
    struct crm_doc *d, struct crm_err *err)
{
	struct crm_query q = { .ent = crm_entity_must(&c->schema, s->entity), .limit = s->limit };
	struct crm_sort sort = { .desc = s->sort[0] == '-' };
	struct crm_arena a = { 0 };
	struct crm_buf filter = { 0 };
	struct crm_expr *where, *same = NULL;
	struct crm_path via;
	int rc;

	CRM_BUG_IF(crm_path_parse(&c->schema, q.ent, s->via, strlen(s->via), &via, NULL) != CRM_OK);
	if (via.field->to == NULL && ((rc = same_value(c, of, via.field, id, &same, &a, err)) != CRM_OK || same == NULL))
		goto out;
	crm_putf(&filter, "%s=%s%lld", same != NULL ? "id!" : s->via, of->prefix, (long long)id);
	if (s->where != NULL)
		crm_putf(&filter, " (%s)", s->where);
	if (since != 0 && strcmp(s->entity, "interaction") == 0) {
		crm_puts(&filter, " at>=");
		crm_put_time(&filter, since);
		q.limit = 0;
	}
	CRM_BUG_IF(crm_path_parse(&c->schema, q.ent, s->sort + sort.desc, strlen(s->sort + sort.desc), &sort.path,
	    NULL) != CRM_OK);
	q.sort = &sort;
	q.nsort = 1;
	if ((rc = crm_filter_text(&c->ctx, q.ent, filter.p, &where, &a, err)) == CRM_OK) {
		q.where = crm_filter_and(where, same, &a);
		rc = doc_rows(c, &q, s->columns, d, s->title, err);
	}
out:
	crm_buf_free(&filter);
	crm_arena_free(&a);
	return rc;
}

/* The record: every field, references with the name of what they point at. */
static int
record(struct crm *c, const struct crm_entity *e, int64_t id, struct crm_doc *d, struct crm_err *err)
{
	struct crm_path *col = crm_xcalloc(2 * e->nfield, sizeof *col);
	struct crm_query q = { .ent = e, .id = &id, .nid = 1, .away = true, .col = col };
	int rc;

	for (size_t i = 0; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];

		if (f->flags & CRM_F_SECRET)
			continue;
		col[q.ncol++] = (struct crm_path){ .ent = e, .field = f };
		if (i > 0 && f->to != NULL && !(f->flags & CRM_F_MANY) && strcmp(f->to->label, "id") != 0)
			col[q.ncol++] = (struct crm_path){ .ent = e, .hop = { f }, .nhop = 1,
			    .field = crm_field_must(f->to, f->to->label) };
	}
	rc = doc_rows(c, &q, NULL, d, NULL, err);
	free(col);
	return rc;
}

int
best_answers(struct crm *c, int64_t deal, struct crm_doc *d, struct crm_err *err)
{
	struct crm_buf filter = { 0 };
	struct crm_grid g = { 0 };
	int rc = crm_answers_for(c, deal, &filter, err), nth = 0;

	if (rc == CRM_OK)
		rc = crm_report_run(c, &crm_answers, &(struct crm_asked){ .filter = &filter.p, .nfilter = 1 }, &g,
		    err);
	for (size_t r = 0; r < g.nrow; r++) {
		nth = r > 0 && crm_val_eq(&g.row[r][0], &g.row[r - 1][0]) ? nth + 1 : 1;
		if (nth > 2)
			continue;
		if (r == 0)
			crm_doc_list(d, "best_answers");
		doc_row(d, &g, r);
	}
	if (g.nrow > 0)
		crm_doc_end(d);
	crm_grid_free(&g);
	crm_buf_free(&filter);
	return rc == CRM_NO ? CRM_OK : rc;
}

/* What the policy wants to be known, and is not. */
static int
missing(struct crm *c, const struct crm_entity *e, int64_t id, struct crm_doc *d, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_rec rec;
	bool any = false;
	int64_t n;
	int rc;

	crm_rec_init(&rec, e);
	rc = crm_get(c, e, id, &rec, err);
	for (size_t i = 0; i < c->policy.nneed && rc == CRM_OK; i++) {
		const struct crm_need *need = &c->policy.need[i];
		struct crm_query q = { .ent = e, .id = &id, .nid = 1, .away = true, .ctx = &c->ctx };
		struct crm_expr *where = NULL;

		if (strcmp(need->entity, e->name) != 0)
			continue;
		if (need->when != NULL && (rc = crm_filter_text(&c->ctx, e, need->when, &where, &a, err)) != CRM_OK)
			break;
		q.where = where;
		if ((rc = crm_count(c->db, &q, &n, err)) != CRM_OK || n == 0)
			continue;
		for (size_t k = 0; need->fields[k] != NULL; k++) {
			const struct crm_field *f = crm_field_find(e, need->fields[k], strlen(need->fields[k]));

			if (f == NULL || rec.val[f->index].t != CRM_NULL)
				continue;
			if (!any)
				crm_doc_list(d, "missing");
			any = true;
			crm_doc_text(d, NULL, f->name, strlen(f->name));
		}
	}
	if (any)
		crm_doc_end(d);
	crm_rec_free(&rec);
	crm_arena_free(&a);
	return rc;
}

int
crm_brief(struct crm *c, const struct crm_entity *e, int64_t id, int64_t since, struct crm_doc *d,
    struct crm_err *err)
{
	int rc;

	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	crm_doc_map(d, NULL);
	rc = record(c, e, id, d, err);
	for (size_t i = 0; i < sizeof sections / sizeof *sections && rc == CRM_OK; i++)
		if (strcmp(sections[i].of, e->name) == 0)
			rc = one_section(c, &sections[i], e, id, since, d, err);
	if (rc == CRM_OK && strcmp(e->name, "deal") == 0)
		rc = best_answers(c, id, d, err);
	if (rc == CRM_OK)
		rc = missing(c, e, id, d, err);
	crm_doc_end(d);
	crm_db_read_end(c->db);
	return rc;
}
