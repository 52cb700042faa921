/* rival.c - deals that were decided with rivals in them: won, lost, and by what */
#include "rival.h"
#include "tally.h"

#include <stdlib.h>
#include <string.h>

const char *
only_rivals(struct fights *f, const struct crm_rivals *of, const char *path)
{
	struct crm_buf b = { 0 };
	const char *text;

	for (size_t i = 0; i < of->n; i++)
		crm_putf(&b, "%s%srv%lld", i > 0 ? "," : path, i > 0 ? "" : "=", (long long)of->id[i]);
	text = b.n > 0 ? crm_strdup(&f->g->arena, b.p) : "";
	crm_buf_free(&b);
	return text;
}

static int
add_name(void *arg, const struct crm_val *v)
{
	struct fights *f = arg;

	f->names = crm_xrealloc(f->names, 2 * (f->nnames + 1) * sizeof *f->names);
	map_put(&f->name, v[0].i, (int64_t)f->nnames);
	f->names[2 * f->nnames] = words(f->g, "rv%lld", (long long)v[0].i);
	f->names[2 * f->nnames++ + 1] = keep(f->g, &v[1]);
	return CRM_OK;
}

bool
rival_key(const struct fights *f, int64_t rival, struct crm_val key[2])
{
	int64_t at = map_at(&f->name, rival, -1);

	if (at >= 0)
		memcpy(key, f->names + 2 * at, 2 * sizeof *key);
	return at >= 0;
}

struct fight *
fight_of(const struct fights *f, int64_t deal)
{
	int64_t at = map_at(&f->place, deal, -1);

	return at < 0 ? NULL : &f->v[at];
}

/* id, state, currency, value, client */
static int
add_fight(void *arg, const struct crm_val *v)
{
	struct fights *f = arg;
	const char *ours = f->c->policy.currency;
	bool foreign = v[2].t == CRM_TEXT && (v[2].n != strlen(ours) || memcmp(v[2].p, ours, v[2].n) != 0);

	if (f->n == f->cap)
		f->v = crm_xrealloc(f->v, (f->cap = f->cap ? 2 * f->cap : 256) * sizeof *f->v);
	map_put(&f->place, v[0].i, (int64_t)f->n);
	f->v[f->n++] = (struct fight){
		.deal = v[0].i, .state = v[1].t == CRM_TEXT ? v[1].p[0] : 'o', .bid = -1,
		.value = v[3].t == CRM_INT && !foreign ? v[3].i : 0, .client = v[4].t == CRM_INT ? v[4].i : 0,
	};
	return CRM_OK;
}

/* deal, rival, took */
static int
add_bid(void *arg, const struct crm_val *v)
{
	struct fights *f = arg;
	struct fight *fight = fight_of(f, v[0].i);

	if (fight == NULL)
		return CRM_OK;
	if (f->nbid == f->bidcap)
		f->bid = crm_xrealloc(f->bid, (f->bidcap = f->bidcap ? 2 * f->bidcap : 256) * sizeof *f->bid);
	f->bid[f->nbid] = (struct fought){ v[1].i, fight->bid, v[2].t == CRM_INT && v[2].i != 0 };
	fight->bid = (int64_t)f->nbid++;
	return CRM_OK;
}

int
fights_read(struct fights *f, const struct crm_rivals *of, const struct crm_asked *asked, const char *fixed,
    struct crm_err *err)
{
	struct crm_asked which = *asked;
	const struct view v = { .entity = "deal", .where = fixed, .columns = "id,state,currency,value,client",
	    .dated = "closed", .asked = &which };
	int rc;

	which.by = NULL;
	rc = look_at(f->c, &v, add_fight, f, err);
	if (rc == CRM_OK)
		rc = look(f->c, "rival", only_rivals(f, of, "id"), "id,name", NULL, add_name, f, err);
	if (rc == CRM_OK)
		rc = look(f->c, "bid", only_rivals(f, of, "rival"), "deal,rival,took", NULL, add_bid, f, err);
	return rc;
}

void
fights_free(struct fights *f)
{
	free(f->v);
	free(f->bid);
	free(f->names);
	crm_map_free(&f->place);
	crm_map_free(&f->name);
}

/* The counts come after the key: the rival's number and name, and what makes a line. */
enum { BY = 2 };
enum { DEALS, WON, LOST, LOST_TO, WIN_RATE, WON_VALUE, LOST_VALUE, COUNTS };
static const struct crm_outcol head[BY + 1] = {
	COL("id", &crm_t_text), COL("rival", &crm_t_text), COL("segment", &crm_t_word),
};
static const struct crm_outcol counts[COUNTS] = {
	COL("deals", &crm_t_int), COL("won", &crm_t_int), COL("lost", &crm_t_int), COL("lost_to", &crm_t_int),
	COL("win_rate", &crm_t_percent), MONEY("won_value", -1), MONEY("lost_value", -1),
};

/* A segment of the base, and who is in it. */
struct market { struct crm_val name; struct crm_map in; };
struct record {
	struct fights f;
	struct tally t;
	size_t keys;                             /* BY, and one more where something makes a line */
	struct market *market; size_t nmarket;
};

/* No column's currency is another's: those of `by` are not kept. */
static void
put_columns(struct record *r, const struct crm_outcol *by)
{
	struct crm_grid *g = r->f.g;
	struct crm_outcol *col = crm_alloc(&g->arena, (BY + 1 + COUNTS) * sizeof *col);

	memcpy(col, head, sizeof head);
	if (by != NULL) {
		col[BY] = *by;
		col[BY].name = crm_strdup(&g->arena, by->name);
		col[BY].currency = -1;
	}
	memcpy(col + r->keys, counts, sizeof counts);
	g->col = col;
	g->ncol = g->width = r->keys + COUNTS;
	r->t = (struct tally){ .g = g, .ints = r->keys, .end = r->keys + COUNTS };
}

/* What the path says of each deal. */
static int
read_by(struct record *r, const struct crm_asked *asked, const char *fixed, struct crm_err *err)
{
	struct crm_grid sum = { 0 };
	struct fight *f;
	struct ask q;
	int rc = ask(&q, r->f.c, asked, "deal", fixed, "closed", err);

	if (rc == CRM_OK)
		rc = ask_sum(&q, crm_sprintf(&q.arena, "id,%s", q.by), "count", &sum, err);
	if (rc == CRM_OK)
		rc = one_path(&sum, BY + 1, 1, err);
	if (rc == CRM_OK && strcmp(sum.col[1].name, "rival") == 0)
		rc = crm_fail(err, CRM_USAGE, "--by", "lines are by rival as it is");
	for (size_t i = 0; rc == CRM_OK && i < sum.nrow - sum.ntotal; i++)
		if ((f = fight_of(&r->f, sum.row[i][0].i)) != NULL)
			f->by = keep(r->f.g, &sum.row[i][1]);
	if (rc == CRM_OK)
		put_columns(r, &sum.col[1]);
	crm_grid_free(&sum);
	ask_free(&q);
	return rc;
}

static int
add_market(void *arg, const struct crm_val *v)
{
	struct record *r = arg;

	r->market = crm_xrealloc(r->market, (r->nmarket + 1) * sizeof *r->market);
	r->market[r->nmarket++] = (struct market){ .name = keep(r->f.g, &v[0]) };
	return CRM_OK;
}

static int
add_member(void *arg, const struct crm_val *v)
{
	map_put(arg, v[0].i, 1);
	return CRM_OK;
}

static int
read_markets(struct record *r, struct crm_err *err)
{
	struct crm *c = r->f.c;
	int rc = look(c, "segment", "", "name", "name", add_market, r, err);

	for (struct market *m = r->market; rc == CRM_OK && m < r->market + r->nmarket; m++)
		rc = look(c, "client", crm_sprintf(&r->f.g->arena, "@%s", m->name.p), "id", NULL, add_member, &m->in, err);
	if (rc == CRM_OK)
		put_columns(r, NULL);
	return rc;
}

static void
add_to(struct crm_val *row, const struct fight *f, bool took)
{
	bool won = f->state == 'w';

	row[DEALS].i++;
	row[won ? WON : LOST].i++;
	row[LOST_TO].i += took;
	row[won ? WON_VALUE : LOST_VALUE].i += f->value;
}

/* Under one of the words that make a line: each rival that was in. */
static void
count(struct record *r, const struct fight *f, const struct crm_val *by)
{
	struct crm_val key[BY + 1];

	key[BY] = *by;
	for (int64_t i = f->bid; i >= 0; i = r->f.bid[i].next)
		if (rival_key(&r->f, r->f.bid[i].rival, key))
			add_to(tally(&r->t, key, r->keys) + r->keys, f, r->f.bid[i].took);
}

static void
count_all(struct record *r)
{
	for (const struct fight *f = r->f.v; f < r->f.v + r->f.n; f++) {
		if (r->market == NULL)
			count(r, f, &f->by);
		for (const struct market *m = r->market; m < r->market + r->nmarket; m++)
			if (map_at(&m->in, f->client, 0))
				count(r, f, &m->name);
	}
}

/* A deal that several were in is one deal. */
static void
put_total(struct record *r)
{
	struct crm_val *total = crm_grid_add(r->f.g) + r->keys;

	r->f.g->ntotal = 1;
	for (size_t i = 0; i < COUNTS; i++)
		total[i] = CRM_VINT(0);
	for (const struct fight *f = r->f.v; f < r->f.v + r->f.n; f++) {
		bool took = false;

		for (int64_t i = f->bid; i >= 0; i = r->f.bid[i].next)
			took |= r->f.bid[i].took;
		if (f->bid >= 0)
			add_to(total, f, took);
	}
}

/* Unless deals have a field of their own called so. */
static bool
by_segment(struct crm *c, const char *by)
{
	const struct crm_entity *deal = crm_entity_must(&c->schema, "deal");

	return by != NULL && strcmp(by, "segment") == 0 && crm_field_find(deal, by, strlen(by)) == NULL;
}

static int
won_lost(struct record *r, const struct crm_rivals *of, const struct crm_asked *asked, struct crm_err *err)
{
	static const char fixed[] = "state=won,lost rivals>0";
	struct crm_grid *g = r->f.g;
	const char *sort = "-deals,rival";
	int rc = fights_read(&r->f, of, asked, fixed, err);

	r->keys = BY + (asked->by != NULL);
	if (rc == CRM_OK && asked->by == NULL)
		put_columns(r, NULL);
	else if (rc == CRM_OK)
		rc = by_segment(r->f.c, asked->by) ? read_markets(r, err) : read_by(r, asked, fixed, err);
	if (rc != CRM_OK)
		return rc;
	count_all(r);
	if (g->nrow > 0)
		put_total(r);
	for (size_t i = 0; i < g->nrow; i++)
		g->row[i][r->keys + WIN_RATE] = percent_of(g->row[i][r->keys + WON].i, g->row[i][r->keys + DEALS].i);
	if (asked->by != NULL)
		sort = crm_sprintf(&g->arena, "rival,%s", g->col[BY].name);
	return crm_grid_sort(g, sort, err);
}

int
crm_won_lost(struct crm *c, const struct crm_rivals *of, const struct crm_asked *asked, struct crm_grid *g,
    struct crm_err *err)
{
	struct record r = { .f = { .c = c, .g = g } };
	int rc = crm_db_read_begin(c->db, err);

	if (rc == CRM_OK) {
		rc = won_lost(&r, of, asked, err);
		crm_db_read_end(c->db);
	}
	for (size_t i = 0; i < r.nmarket; i++)
		crm_map_free(&r.market[i].in);
	free(r.market);
	tally_free(&r.t);
	fights_free(&r.f);
	return rc;
}
