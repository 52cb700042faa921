/* waiting.c - messages that wait for an answer, and how long answers took */
#include "waiting.h"

#include <math.h>
#include <stdlib.h>

void
times_add(struct times *t, int64_t seconds)
{
	if (t->n == t->cap)
		t->v = crm_xrealloc(t->v, (t->cap = t->cap ? 2 * t->cap : 16) * sizeof *t->v);
	t->v[t->n++] = (double)seconds;
}

static int
ascending(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

struct crm_val
times_quantile(struct times *t, double q)
{
	double v, unit;

	if (t->n == 0)
		return CRM_VNULL;
	qsort(t->v, t->n, sizeof *t->v, ascending);
	v = crm_quantile(t->v, t->n, q);
	unit = v < 3600 ? 1 : v < 48 * 3600 ? 60 : 3600;
	return CRM_VINT((int64_t)(floor(v / unit + .5) * unit));
}

void
waiting_client(struct waiting *w, int64_t client)
{
	if (client == w->client)
		return;
	for (size_t i = 0; i < w->n; i++)
		w->left(w->arg, w->v[i].of);
	w->n = 0;
	w->client = client;
}

void
waiting_asked(struct waiting *w, int64_t at, int64_t about, void *of)
{
	if (w->n == w->cap)
		w->v = crm_xrealloc(w->v, (w->cap = w->cap ? 2 * w->cap : 16) * sizeof *w->v);
	w->v[w->n++] = (struct message){ at, about, of };
}

void
waiting_answered(struct waiting *w, int64_t at, int64_t about)
{
	size_t left = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct message *m = &w->v[i];

		if (about == 0 || m->about == 0 || m->about == about)
			w->took(w->arg, m->of, m->at, at);
		else
			w->v[left++] = *m;
	}
	w->n = left;
}

void
waiting_end(struct waiting *w)
{
	waiting_client(w, -1);
	free(w->v);
	w->v = NULL;
	w->cap = 0;
}
