/* bayes.c - what closed deals tell of open ones: naive Bayes over the values that they share */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/foresight.h"

/* A row begins with this of both, so that what never happened is not impossible. */
static const double smoothing = 0.1;
/* Deals that a tag must be known from: few would give it too much weight. */
static const double tag_least = 50;

enum { WHOLE = 10000 };          /* basis points */

void
crm_bayes_begin(struct crm_bayes *b, const char *const *stage, size_t nstage)
{
	*b = (struct crm_bayes){ .stage = stage, .nstage = nstage };
}

void
crm_bayes_end(struct crm_bayes *b)
{
	free(b->row);
	crm_map_free(&b->name);
	crm_map_free(&b->place);
	crm_arena_free(&b->arena);
	memset(b, 0, sizeof *b);
}

/* What rows are compared by: the number of a team, a variable or a variable's value; -1 when none has it. */
static int64_t
number_of(const struct crm_bayes *b, char kind, const char *a, const char *value)
{
	struct crm_buf key = { 0 };
	int64_t n = -1;

	crm_putf(&key, "%c%s\n%s", kind, a, value);
	crm_map_get(&b->name, key.p, key.n, &n);
	crm_buf_free(&key);
	return n;
}

static int64_t
number(struct crm_bayes *b, char kind, const char *a, const char *value)
{
	struct crm_buf key = { 0 };
	int64_t n = (int64_t)b->name.n;

	crm_putf(&key, "%c%s\n%s", kind, a, value);
	if (!crm_map_put(&b->name, key.p, key.n, n))
		crm_map_get(&b->name, key.p, key.n, &n);
	crm_buf_free(&key);
	return n;
}

static const char *
team_of(const struct crm_lead *lead)
{
	return lead->team != NULL ? lead->team : "";
}

static struct crm_freq *
row_of(struct crm_bayes *b, const char *team, const struct crm_trait *t)
{
	int64_t key[2] = { number(b, 't', team, ""), number(b, 'v', t->variable, t->value) };
	int64_t at = (int64_t)b->n;

	if (!crm_map_put(&b->place, (const char *)key, sizeof key, at)) {
		crm_map_get(&b->place, (const char *)key, sizeof key, &at);
		return &b->row[at];
	}
	if ((b->n & (b->n - 1)) == 0)            /* full at each power of two */
		b->row = crm_xrealloc(b->row, (b->n > 0 ? 2 * b->n : 1) * sizeof *b->row);
	b->row[b->n] = (struct crm_freq){
		.team = crm_strdup(&b->arena, team), .variable = crm_strdup(&b->arena, t->variable),
		.value = crm_strdup(&b->arena, t->value), .won = smoothing, .lost = smoothing,
		.of_team = key[0], .of_value = key[1], .of_variable = number(b, 'n', t->variable, ""),
	};
	return &b->row[b->n++];
}

static void
count(struct crm_bayes *b, const char *team, const struct crm_trait *t, bool won, double by)
{
	struct crm_freq *f = row_of(b, team, t);
	double *n = won ? &f->won : &f->lost;

	*n = fmax(*n + by, smoothing);
}

/* What was won has been through every stage; what was lost, through those up to its own. */
static void
count_lead(struct crm_bayes *b, const struct crm_lead *lead, bool won, double by)
{
	int64_t last = won ? (int64_t)b->nstage - 1 : lead->stage;

	for (int64_t i = 0; i <= last; i++)
		count(b, team_of(lead), &(struct crm_trait){ CRM_STAGE, b->stage[i] }, won, by);
	for (size_t i = 0; i < lead->n; i++)
		count(b, team_of(lead), &lead->trait[i], won, by);
}

void
crm_bayes_learn(struct crm_bayes *b, const struct crm_lead *lead, bool won)
{
	count_lead(b, lead, won, 1);
}

void
crm_bayes_unlearn(struct crm_bayes *b, const struct crm_lead *lead, bool won)
{
	count_lead(b, lead, won, -1);
}

const struct crm_freq *
crm_bayes_row(const struct crm_bayes *b, const char *team, const char *variable, const char *value)
{
	int64_t key[2] = { number_of(b, 't', team, ""), number_of(b, 'v', variable, value) }, at;

	return crm_map_get(&b->place, (const char *)key, sizeof key, &at) ? &b->row[at] : NULL;
}

/* The lead's own values, its stage first, and what rows are compared with for each. */
struct look { struct crm_factor *f; int64_t *value, *variable; size_t n; };

static void
look_for(const struct crm_bayes *b, struct look *l, const char *variable, const char *value, struct crm_arena *a)
{
	l->f[l->n] = (struct crm_factor){ .variable = crm_strdup(a, variable), .value = crm_strdup(a, value) };
	l->value[l->n] = number_of(b, 'v', variable, value);
	l->variable[l->n++] = number_of(b, 'n', variable, "");
}

static bool
is_small_tag(const struct crm_freq *r)
{
	return strcmp(r->variable, CRM_TAG) == 0 && r->won + r->lost < tag_least;
}

/* Adds up, over a team's rows or all, what each value and its variable come to, and the first stage. */
static void
add_up(const struct crm_bayes *b, struct look *l, int64_t team, double *won, double *lost)
{
	int64_t first = number_of(b, 'v', CRM_STAGE, b->stage[0]);

	*won = *lost = 0;
	for (const struct crm_freq *r = b->row; r < b->row + b->n; r++) {
		if ((team >= 0 && r->of_team != team) || is_small_tag(r))
			continue;
		if (r->of_value == first) {
			*won += r->won;
			*lost += r->lost;
		}
		for (size_t i = 0; i < l->n; i++) {
			if (r->of_variable == l->variable[i]) {
				l->f[i].all_won += r->won;
				l->f[i].all_lost += r->lost;
			}
			if (r->of_value == l->value[i]) {
				l->f[i].won += r->won;
				l->f[i].lost += r->lost;
			}
		}
	}
}

/* Keeps what is known of, and multiplies it. */
static void
multiply(struct look *l, struct crm_chance *c, double won, double lost)
{
	double p;

	c->won = won / (won + lost);
	c->lost = lost / (won + lost);
	for (size_t i = 0; i < l->n; i++) {
		struct crm_factor f = l->f[i];
		bool stage = i == 0;

		if (f.won == 0)
			continue;
		if (stage) {                     /* of all that were in the first, how many came so far */
			f.all_won = won;
			f.all_lost = lost;
		}
		c->won *= f.won / f.all_won;
		c->lost *= f.lost / f.all_lost;
		p = f.won / f.all_won;
		f.score = stage ? 1 - f.lost / lost : p / (p + f.lost / f.all_lost);
		c->factor[c->n++] = f;
	}
}

bool
crm_bayes_score(const struct crm_bayes *b, const struct crm_lead *lead, struct crm_chance *c, struct crm_arena *a)
{
	struct look l = { .f = crm_alloc(a, (lead->n + 1) * sizeof *l.f),
		.value = crm_alloc(a, (lead->n + 1) * sizeof *l.value),
		.variable = crm_alloc(a, (lead->n + 1) * sizeof *l.variable) };
	int64_t team = lead->team != NULL ? number_of(b, 't', lead->team, "") : -1;
	double won, lost;

	*c = (struct crm_chance){ .factor = l.f };
	if (lead->stage < 0)
		return true;
	if (lead->stage >= (int64_t)b->nstage - 1) {
		c->chance = WHOLE;
		return true;
	}
	look_for(b, &l, CRM_STAGE, b->stage[lead->stage], a);
	for (size_t i = 0; i < lead->n; i++)
		look_for(b, &l, lead->trait[i].variable, lead->trait[i].value, a);
	add_up(b, &l, team, &won, &lost);
	if (won == 0 || lost == 0)
		return false;
	multiply(&l, c, won, lost);
	c->chance = (int64_t)floor(WHOLE * c->won / (c->won + c->lost) + .5);
	c->chance = c->chance < 1 ? 1 : c->chance >= WHOLE ? WHOLE - 1 : c->chance;
	return true;
}
