/* classes.c - ABC, RFM, and attractiveness by position */
#include <stdlib.h>

#include "crm/classes.h"
#include "crm/rules.h"

const char *const crm_abc_classes[] = { "A", "B", "C", NULL };
const char *const crm_matrix_classes[] = { "strategic", "star", "status", "streamline", NULL };

static int
by_value(const void *x, const void *y)
{
	const struct crm_abc *a = x, *b = y;

	if (a->value != b->value)
		return a->value < b->value ? 1 : -1;
	return (a->who > b->who) - (a->who < b->who);
}

void
crm_abc(struct crm_abc *v, size_t n)
{
	__int128 total = 0, before = 0;

	if (n > 0)
		qsort(v, n, sizeof *v, by_value);
	for (size_t i = 0; i < n && v[i].value > 0; i++)
		total += v[i].value;
	for (size_t i = 0; i < n; i++) {
		bool some = v[i].value > 0;

		v[i].share = some ? (double)v[i].value / (double)total : 0;
		v[i].before = total > 0 ? (double)before / (double)total : 0;
		v[i].class = crm_abc_classes[!some || before * 100 >= total * 95 ? 2 : before * 100 >= total * 80];
		before += some ? v[i].value : 0;
	}
}

/* Those of R's package rfm. */
static const struct { const char *name; int lo[CRM_RFM], hi[CRM_RFM]; } ranges[] = {
	{ "Champions", { 5, 5, 5 }, { 5, 5, 5 } },
	{ "Potential Loyalist", { 3, 3, 2 }, { 5, 5, 5 } },
	{ "Loyal Customers", { 2, 2, 2 }, { 4, 4, 4 } },
	{ "Promising", { 3, 1, 3 }, { 4, 3, 5 } },
	{ "New Customers", { 4, 1, 1 }, { 5, 3, 5 } },
	{ "Can't Lose Them", { 1, 3, 4 }, { 2, 4, 5 } },
	{ "At Risk", { 1, 2, 4 }, { 2, 5, 5 } },
	{ "Need Attention", { 1, 3, 3 }, { 3, 5, 5 } },
	{ "About To Sleep", { 2, 1, 1 }, { 3, 3, 4 } },
	{ "Lost", { 1, 1, 1 }, { 1, 5, 5 } },
};
#define NRANGE (sizeof ranges / sizeof *ranges)

const char *const crm_rfm_classes[] = {
	"Champions", "Potential Loyalist", "Loyal Customers", "Promising", "New Customers", "Can't Lose Them", "At Risk",
	"Need Attention", "About To Sleep", "Lost", "Others", NULL
};

const char *
crm_rfm_class(const int score[CRM_RFM])
{
	for (size_t i = 0; i < NRANGE; i++) {
		int in = 0;

		for (int k = 0; k < CRM_RFM; k++)
			in += score[k] >= ranges[i].lo[k] && score[k] <= ranges[i].hi[k];
		if (in == CRM_RFM)
			return ranges[i].name;
	}
	return crm_rfm_classes[NRANGE];
}

static int
ascending(const void *x, const void *y)
{
	const double *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void
find_edges(const double *sorted, size_t n, double *edge)
{
	edge[0] = sorted[0];
	for (int i = 1; i < CRM_SCORES; i++)
		edge[i] = crm_quantile(sorted, n, i / (double)CRM_SCORES) + 1;
	edge[CRM_SCORES] = sorted[n - 1] + 1;
}

static int
score(const double *edge, double v)
{
	int s = 1;

	while (s < CRM_SCORES && v >= edge[s])
		s++;
	return s;
}

void
crm_rfm(struct crm_rfm *v, size_t n, struct crm_rfm_edges *edges)
{
	double *sorted = crm_xmalloc((n + 1) * sizeof *sorted);

	*edges = (struct crm_rfm_edges){ 0 };
	for (int k = 0; k < CRM_RFM && n > 0; k++) {
		for (size_t i = 0; i < n; i++)
			sorted[i] = v[i].v[k];
		qsort(sorted, n, sizeof *sorted, ascending);
		find_edges(sorted, n, edges->at[k]);
		for (size_t i = 0; i < n; i++)
			v[i].score[k] = score(edges->at[k], v[i].v[k]);
	}
	for (size_t i = 0; i < n; i++) {
		v[i].score[CRM_R] = CRM_SCORES + 1 - v[i].score[CRM_R];
		v[i].class = crm_rfm_class(v[i].score);
	}
	free(sorted);
}

double
crm_factor_score(const struct crm_factor *f, double value)
{
	double s = 10 * (value - f->zero) / (f->ten - f->zero);

	return s < 0 ? 0 : s > 10 ? 10 : s;
}

const char *
crm_matrix_class(double attractiveness, double position)
{
	return crm_matrix_classes[(attractiveness < 5) * 2 + (position < 5)];
}
