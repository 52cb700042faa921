/* answers.c - which answers settle which objections */
#include "ask.h"
#include "crm/objection.h"
#include "crm/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KIND, ANSWER, USED, SETTLED, SHARE, DEALS, WON };
static const struct crm_outcol cols[] = {
	COL("kind", &crm_t_word), COL("answer", &crm_t_text), COL("used", &crm_t_int),
	COL("settled", &crm_t_int), COL("share", &crm_t_percent), COL("deals", &crm_t_int),
	COL("won", &crm_t_int),
};
struct answers { struct crm_grid *g; struct crm_map row, deal; };

/* Answers are one when only case and accents differ; those of other kinds are others. */
static struct crm_val *
row_of(struct answers *a, const struct crm_val *kind, const char *p, size_t n, int64_t *at)
{
	struct crm_buf key = { 0 };
	struct crm_val *row;

	if (kind->t == CRM_TEXT)
		crm_put(&key, kind->p, kind->n);
	crm_putc(&key, '\n');
	crm_fold(&key, p, n);
	*at = (int64_t)a->g->nrow;
	if (crm_map_put(&a->row, key.p, key.n, *at)) {
		row = crm_grid_add(a->g);
		row[KIND] = keep(a->g, kind);
		row[ANSWER] = keep(a->g, &CRM_VTEXT(p, n));
		for (int i = USED; i <= WON; i++)
			row[i] = CRM_VINT(0);
	}
	crm_map_get(&a->row, key.p, key.n, at);
	crm_buf_free(&key);
	return a->g->row[*at];
}

/* A deal counts once for an answer, however often it was given there. */
static void
given(struct answers *a, const struct crm_val *v, const char *p, size_t n, bool settled)
{
	int64_t key[2];
	struct crm_val *row = row_of(a, &v[0], p, n, &key[0]);

	row[USED].i++;
	row[SETTLED].i += settled;
	key[1] = v[4].i;
	if (!crm_map_put(&a->deal, (const char *)key, sizeof key, 1))
		return;
	row[DEALS].i++;
	row[WON].i += v[5].t == CRM_TEXT && strcmp(v[5].p, "won") == 0;
}

/* kind, answer, state, tried, deal, deal.state */
static int
add(void *arg, const struct crm_val *v)
{
	struct answers *a = arg;
	struct crm_arena arena = { 0 };
	size_t at = 0, n;
	char *item;

	given(a, v, v[1].p, v[1].n, v[2].t == CRM_TEXT && strcmp(v[2].p, "settled") == 0);
	while (v[3].t == CRM_TEXT && crm_many_next(v[3].p, v[3].n, &at, &arena, &item, &n))
		given(a, v, item, n, false);
	crm_arena_free(&arena);
	return CRM_OK;
}

static int
best_first(const void *x, const void *y)
{
	const struct crm_val *a = *(struct crm_val *const *)x, *b = *(struct crm_val *const *)y;
	int64_t l = (a[SETTLED].i + 1) * (b[USED].i + 2), r = (b[SETTLED].i + 1) * (a[USED].i + 2);
	int c = crm_val_cmp(&a[KIND], &b[KIND]);

	if (c != 0)
		return c;
	if (l != r)
		return l > r ? -1 : 1;
	if (a[USED].i != b[USED].i)
		return a[USED].i > b[USED].i ? -1 : 1;
	return crm_val_cmp(&a[ANSWER], &b[ANSWER]);
}

static int
run_answers(struct crm *c, const struct crm_asked *asked, struct crm_grid *g, struct crm_err *err)
{
	struct answers a = { .g = g };
	struct ask q;
	int rc = ask(&q, c, asked, "objection", "answer!=", NULL, err);

	if (rc == CRM_OK)
		rc = ask_rows(&q, "kind,answer,state,tried,deal,deal.state", NULL, add, &a, err);
	for (size_t i = 0; i < g->nrow; i++)
		g->row[i][SHARE] = percent_of(g->row[i][SETTLED].i, g->row[i][USED].i);
	if (g->nrow > 1)
		qsort(g->row, g->nrow, sizeof *g->row, best_first);
	crm_map_free(&a.row);
	crm_map_free(&a.deal);
	ask_free(&q);
	return rc;
}

const struct crm_report crm_answers = {
	"answers", "what works against which objection", CRM_ASK_FILTER, cols, NCOL(cols), run_answers,
};

struct kinds { struct crm_buf *out; size_t n; };

static int
add_kind(void *arg, const struct crm_val *v)
{
	struct kinds *k = arg;

	if (v[0].t == CRM_TEXT)
		crm_putf(k->out, "%s%s", k->n++ > 0 ? "," : "kind=", v[0].p);
	return CRM_OK;
}

static int
kinds_of(struct crm *c, int64_t deal, const char *state, struct kinds *k, struct crm_err *err)
{
	char of[64];

	snprintf(of, sizeof of, "deal=d%lld%s", (long long)deal, state);
	return look(c, "objection", of, "kind", NULL, add_kind, k, err);
}

int
crm_answers_for(struct crm *c, int64_t deal, struct crm_buf *filter, struct crm_err *err)
{
	struct kinds k = { .out = filter };
	int rc = kinds_of(c, deal, " state!=settled", &k, err);

	if (rc == CRM_OK && k.n == 0)
		rc = kinds_of(c, deal, "", &k, err);
	return rc == CRM_OK && k.n == 0 ? CRM_NO : rc;
}
