/* score_prospect.c - the prospects of open deals, learned from those that were won and lost */
#include "score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ID, TITLE, CLIENT, STAGE, PROBABILITY, PROSPECT, POINTS, WHY, COLUMNS };
static const struct crm_outcol columns[COLUMNS] = {
	COL("id", &crm_t_text), COL("title", &crm_t_text), COL("client.name", &crm_t_text), COL("stage", &crm_t_word),
	COL("probability", &crm_t_percent), COL("prospect", &crm_t_percent), COL("points", &crm_t_int),
	COL("why", &crm_t_text),
};
enum { E_ID, E_VARIABLE, E_VALUE, E_WON, E_ALL_WON, E_LOST, E_ALL_LOST, E_CHANCE, E_COLUMNS };
static const struct crm_outcol explained[E_COLUMNS] = {
	COL("id", &crm_t_text), COL("variable", &crm_t_text), COL("value", &crm_t_text), COL("won", &crm_t_real),
	COL("of_won", &crm_t_real), COL("lost", &crm_t_real), COL("of_lost", &crm_t_real), COL("chance", &crm_t_percent),
};

/* What is read of a deal; of the client's where the deal says nothing. */
enum { D_ID, D_TITLE, D_NAME, D_STATE, D_STAGE, D_LAST_STAGE, D_UNIT, D_PROBABILITY, D_SOURCE, D_CLIENT_SOURCE,
	D_COUNTRY, D_INDUSTRY, D_LINE, D_EMAILS, D_PHONES, D_TAGS, D_CLIENT, D_NEEDS };
static const char read_columns[] = "id,title,client.name,state,stage,last_stage,owner.unit,probability,source,"
	"client.source,client.country,client.industry,product.line,client.emails,client.phones,tags,client";
static const struct { const char *variable; int at, or_at; } traits[] = {
	{ "source", D_SOURCE, D_CLIENT_SOURCE }, { "country", D_COUNTRY, D_COUNTRY },
	{ "industry", D_INDUSTRY, D_INDUSTRY }, { "line", D_LINE, D_LINE },
};
static const struct { const char *variable; int at; } ways[] = { { "email", D_EMAILS }, { "phone", D_PHONES } };
enum { TRAITS = sizeof traits / sizeof *traits, WAYS = sizeof ways / sizeof *ways, TAGS_MOST = 64, HALF_LIFE = 30 };

struct prospecting {
	struct crm *c;
	struct crm_scores *out;
	struct crm_learned *learned;
	struct crm_bayes bayes;
	const char **stage;                      /* of the policy that lead to the first that is won */
	bool explain;
	struct crm_map decided, contact;         /* clients of whom a decider is known; the place in `contacts` of deals */
	double *contacts; size_t ncontact;
	struct crm_arena arena, row;
};

/* The pipeline as a lead goes through it. */
static void
begin_stages(struct prospecting *p)
{
	const struct crm_policy *y = &p->c->policy;
	const char *won = NULL;
	size_t n = 0;

	p->stage = crm_alloc(&p->arena, (y->nstage + 1) * sizeof *p->stage);
	for (size_t i = 0; i < y->nstage; i++) {
		if (y->stage[i].kind == CRM_STAGE_OPEN)
			p->stage[n++] = y->stage[i].name;
		else if (y->stage[i].kind == CRM_STAGE_WON && won == NULL)
			won = y->stage[i].name;
	}
	p->stage[n++] = won;
	crm_bayes_begin(&p->bayes, p->stage, n);
}

static int64_t
place_of(const struct prospecting *p, const struct crm_val *stage, int64_t otherwise)
{
	for (size_t i = 0; i < p->bayes.nstage && stage->t == CRM_TEXT; i++)
		if (strcmp(p->stage[i], stage->p) == 0)
			return (int64_t)i;
	return otherwise;
}

static size_t
read_traits(struct prospecting *p, const struct crm_val *v, struct crm_trait *t)
{
	size_t n = 0, at = 0, len;
	char *tag;

	for (size_t i = 0; i < TRAITS; i++) {
		const struct crm_val *of = &v[v[traits[i].at].t != CRM_NULL ? traits[i].at : traits[i].or_at];

		if (of->t == CRM_TEXT)
			t[n++] = (struct crm_trait){ traits[i].variable, of->p };
	}
	for (size_t i = 0; i < WAYS; i++)
		t[n++] = (struct crm_trait){ ways[i].variable, v[ways[i].at].t == CRM_TEXT ? "known" : "unknown" };
	while (n < TRAITS + WAYS + TAGS_MOST && v[D_TAGS].t == CRM_TEXT
	    && crm_many_next(v[D_TAGS].p, v[D_TAGS].n, &at, &p->row, &tag, &len))
		t[n++] = (struct crm_trait){ CRM_TAG, tag };
	return n;
}

static struct crm_lead
lead_of(struct prospecting *p, const struct crm_val *v, int64_t stage, struct crm_trait *t)
{
	return (struct crm_lead){ .team = text_of(&v[D_UNIT]), .stage = stage, .trait = t, .n = read_traits(p, v, t) };
}

/* One whose stage nobody knows was lost after all of them: it tells nothing of stages then. */
static int
learn(void *arg, const struct crm_val *v)
{
	struct prospecting *p = arg;
	struct crm_trait t[TRAITS + WAYS + TAGS_MOST];
	bool won = strcmp(v[D_STATE].p, "won") == 0;
	struct crm_lead lead;

	crm_arena_reset(&p->row);
	lead = lead_of(p, v, place_of(p, &v[D_LAST_STAGE], (int64_t)p->bayes.nstage - 2), t);
	crm_bayes_learn(&p->bayes, &lead, won);
	if (won)
		p->learned->won++;
	else
		p->learned->lost++;
	return CRM_OK;
}

static int
by_score(const void *x, const void *y)
{
	const struct crm_factor *a = x, *b = y;

	return (a->score < b->score) - (a->score > b->score);
}

/* That a known address speaks against a deal, or an unknown one for it, is chance; a stage only ever speaks for it. */
static bool
absurd(const struct crm_factor *f)
{
	if (strcmp(f->variable, CRM_STAGE) == 0)
		return f->score < .5;
	for (size_t i = 0; i < WAYS; i++)
		if (strcmp(f->variable, ways[i].variable) == 0)
			return (f->score > .5) != (strcmp(f->value, "known") == 0);
	return false;
}

/* "for: line parkas 0.72, ...; against: stage needs 0.31, ...": three of each. */
static struct crm_val
reasons(struct crm_grid *g, const struct crm_chance *c)
{
	struct crm_buf b = { 0 };
	struct crm_val out;
	size_t told = 0;

	for (size_t i = 0; i < c->n && c->factor[i].score > .5 && told < 3; i++)
		if (!absurd(&c->factor[i]))
			crm_putf(&b, "%s%s %s %.2f", told++ > 0 ? ", " : "for: ", c->factor[i].variable, c->factor[i].value,
			    c->factor[i].score);
	told = 0;
	for (size_t i = c->n; i-- > 0 && c->factor[i].score < .5 && told < 3; )
		if (!absurd(&c->factor[i]))
			crm_putf(&b, "%s%s %s %.2f", told++ > 0 ? ", " : b.n > 0 ? "; against: " : "against: ",
			    c->factor[i].variable, c->factor[i].value, c->factor[i].score);
	if (b.n == 0)
		crm_puts(&b, "nothing tells it from others");
	out = CRM_VTEXT(crm_strndup(&g->arena, b.p, b.n), b.n);
	crm_buf_free(&b);
	return out;
}

static void
explain(struct crm_grid *g, const struct crm_val *id, const struct crm_chance *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct crm_factor *f = &c->factor[i];
		struct crm_val *row = crm_grid_add(g);
		const double n[] = { f->won, f->all_won, f->lost, f->all_lost };

		row[E_ID] = words(g, "d%lld", (long long)id->i);
		row[E_VARIABLE] = as_text(g, f->variable);
		row[E_VALUE] = as_text(g, f->value);
		for (int k = 0; k < 4; k++)
			row[E_WON + k] = CRM_VREAL(floor(n[k] * 10 + .5) / 10);
		row[E_CHANCE] = CRM_VINT((int64_t)floor(f->score * 1e4 + .5));
	}
}

static struct crm_val *
show_deal(struct prospecting *p, const struct crm_val *v)
{
	struct crm_grid *g = &p->out->grid;
	struct crm_val *row = crm_grid_add(g);

	row[ID] = words(g, "d%lld", (long long)v[D_ID].i);
	row[TITLE] = keep(g, &v[D_TITLE]);
	row[CLIENT] = keep(g, &v[D_NAME]);
	row[STAGE] = keep(g, &v[D_STAGE]);
	row[PROBABILITY] = v[D_PROBABILITY];
	return row;
}

static void
keep_score(struct prospecting *p, const struct crm_val *v, struct crm_val chance, struct crm_val points,
    const char *why)
{
	struct crm_score *s = add_score(p->out);

	*s = (struct crm_score){ .deal = v[D_ID].i, .kind = "prospect", .why = why, .chance = chance, .points = points };
}

static int
score(void *arg, const struct crm_val *v)
{
	struct prospecting *p = arg;
	struct crm_grid *g = &p->out->grid;
	struct crm_trait t[TRAITS + WAYS + TAGS_MOST];
	struct crm_lead lead;
	struct crm_chance c;
	struct crm_val why, *row;
	bool known;

	crm_arena_reset(&p->row);
	lead = lead_of(p, v, place_of(p, &v[D_STAGE], 0), t);
	known = crm_bayes_score(&p->bayes, &lead, &c, &p->row);
	if (c.n > 0)
		qsort(c.factor, c.n, sizeof *c.factor, by_score);
	why = known ? reasons(g, &c) : words(g, "of its unit none was won, or none lost");
	keep_score(p, v, known ? CRM_VINT(c.chance) : CRM_VNULL, CRM_VNULL, why.p);
	if (p->explain) {
		explain(g, &v[D_ID], &c);
		return CRM_OK;
	}
	row = show_deal(p, v);
	row[PROSPECT] = known ? CRM_VINT(c.chance) : CRM_VNULL;
	row[WHY] = why;
	return CRM_OK;
}

static int
read_decider(void *arg, const struct crm_val *v)
{
	struct prospecting *p = arg;

	map_put(&p->decided, v[0].i, 1);
	return CRM_OK;
}

/* deal, at, direction */
static int
read_contact(void *arg, const struct crm_val *v)
{
	struct prospecting *p = arg;
	int64_t i = map_at(&p->contact, v[0].i, -1), at = p->c->ctx.now;
	double age;

	crm_read_time(v[1].p, v[1].n, &at);
	if ((age = (double)(p->c->ctx.now - at) / 86400) < 0)
		return CRM_OK;
	if (i < 0) {
		map_put(&p->contact, v[0].i, i = (int64_t)p->ncontact);
		if ((p->ncontact & (p->ncontact - 1)) == 0)
			p->contacts = crm_xrealloc(p->contacts, (p->ncontact > 0 ? 2 * p->ncontact : 1) * sizeof *p->contacts);
		p->contacts[p->ncontact++] = 0;
	}
	p->contacts[i] += crm_decayed(v[2].t == CRM_TEXT && strcmp(v[2].p, "in") == 0 ? 10 : 4, age, HALF_LIFE);
	return CRM_OK;
}

static int
give_points(void *arg, const struct crm_val *v)
{
	struct prospecting *p = arg;
	const struct crm_val *source = &v[v[D_SOURCE].t != CRM_NULL ? D_SOURCE : D_CLIENT_SOURCE];
	int64_t i = map_at(&p->contact, v[D_ID].i, -1), fit, near, points;
	const struct crm_prospect of = {
		.email = v[D_EMAILS].t == CRM_TEXT, .phone = v[D_PHONES].t == CRM_TEXT,
		.decider = v[D_CLIENT].t == CRM_INT && map_at(&p->decided, v[D_CLIENT].i, 0) == 1,
		.referred = source->t == CRM_TEXT && strcmp(source->p, "referral") == 0,
		.contacts = i >= 0 ? p->contacts[i] : 0, .needs = v[D_NEEDS].t == CRM_INT ? v[D_NEEDS].i : 0,
	};
	struct crm_val *row = show_deal(p, v);

	points = crm_prospect_points(&of, &fit, &near);
	row[POINTS] = CRM_VINT(points);
	row[WHY] = words(&p->out->grid, "fit %lld of 40:%s%s%s%s%s; nearness %lld of 60: contacts %.1f, needs %lld",
	    (long long)fit, of.email ? " e-mail" : "", of.phone ? " telephone" : "", of.decider ? " decider" : "",
	    of.referred ? " referral" : "", fit == 0 ? " nothing known" : "", (long long)near, of.contacts,
	    (long long)of.needs);
	keep_score(p, v, CRM_VNULL, row[POINTS], row[WHY].p);
	return CRM_OK;
}

/* Few closed deals tell nothing, and those of one kind cannot tell it from the other. */
static int
judge(struct prospecting *p, const struct crm_whom *whom, struct crm_err *err)
{
	const struct crm_learned *l = p->learned;
	char with_needs[sizeof read_columns + sizeof ",needs"];
	int rc;

	p->learned->points = l->won + l->lost < CRM_LEARN_LEAST || l->won == 0 || l->lost == 0;
	p->explain &= !l->points;
	p->out->grid.col = p->explain ? explained : columns;
	p->out->grid.ncol = p->out->grid.width = p->explain ? NCOL(explained) : NCOL(columns);
	if (!l->points)
		return look_among(p->c, "deal", whom, "state=open", read_columns, score, p, err);
	memcpy(with_needs, read_columns, sizeof read_columns);
	strcat(with_needs, ",needs");
	rc = look(p->c, "role", "influence=decider (until= or until=today..)", "client", NULL, read_decider, p, err);
	if (rc == CRM_OK)
		rc = look(p->c, "interaction", "deal!=", "deal,at,direction", NULL, read_contact, p, err);
	return rc == CRM_OK ? look_among(p->c, "deal", whom, "state=open", with_needs, give_points, p, err) : rc;
}

int
crm_prospects(struct crm *c, const struct crm_whom *whom, int64_t since, bool with_factors,
    struct crm_learned *learned, struct crm_scores *out, struct crm_err *err)
{
	struct prospecting p = { .c = c, .out = out, .learned = learned, .explain = with_factors };
	struct crm_buf closed = { 0 };
	int rc;

	begin_stages(&p);
	crm_puts(&closed, "state=won,lost");
	if (since != INT64_MIN) {
		crm_puts(&closed, " opened>=");
		crm_put_date(&closed, since);
	}
	if ((rc = crm_db_read_begin(c->db, err)) == CRM_OK) {
		rc = look_among(c, "deal", &(struct crm_whom){ 0 }, closed.p, read_columns, learn, &p, err);
		if (rc == CRM_OK)
			rc = judge(&p, whom, err);
		crm_db_read_end(c->db);
	}
	crm_buf_free(&closed);
	crm_bayes_end(&p.bayes);
	crm_map_free(&p.decided);
	crm_map_free(&p.contact);
	free(p.contacts);
	crm_arena_free(&p.arena);
	crm_arena_free(&p.row);
	return rc != CRM_OK || p.explain ? rc : crm_grid_sort(&out->grid, "-prospect,-points,id", err);
}
