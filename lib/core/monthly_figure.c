/* monthly_figure.c - a figure against others, as text, and as rows of a grid */
#include "monthly.h"

#include <stdlib.h>
#include <string.h>

struct crm_val
crm_figure_change(const struct crm_figure *f, int than)
{
	const struct crm_val *now = &f->value[CRM_THIS_MONTH], *then = &f->value[than];

	if (now->t != CRM_INT || then->t != CRM_INT)
		return CRM_VNULL;
	return f->type == &crm_t_percent ? CRM_VINT(now->i - then->i) : percent_of(now->i - then->i, llabs(then->i));
}

struct crm_val
crm_figure_reached(const struct crm_figure *f)
{
	return f->target.t == CRM_INT && f->value[CRM_THIS_MONTH].t == CRM_INT
	    ? percent_of(f->value[CRM_THIS_MONTH].i, f->target.i) : CRM_VNULL;
}

const char *
crm_figure_unit(const struct crm_figure *f)
{
	return f->currency != NULL ? f->currency : f->type == &crm_t_percent ? "%" : f->type == &crm_t_span ? "time" : "count";
}

void
crm_figure_put(const struct crm_figure *f, const struct crm_val *v, struct crm_buf *b)
{
	struct crm_ctx ctx = { .currency = f->currency };

	if (v->t != CRM_NULL)
		f->type->print(&ctx, NULL, v, b);
}

void
crm_month_put(int64_t first, struct crm_buf *b)
{
	struct crm_civil civil = { 0 };

	crm_day_civil(first, &civil);
	crm_putf(b, "%04d-%02d", civil.y, civil.m);
}

/* A column whose rows are of several types holds the text of each; a number stays one where numbers are told. */
static void
put_figure(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	(void)ctx;
	(void)f;
	crm_put(b, v->p, v->n);
}
static const struct crm_type figure = {
	.name = "figure", .store = CRM_TEXT, .json = CRM_JSON_NUMBER, .right = true, .print = put_figure,
	.help = "a number, an amount, a share or a time",
};

enum { SECTION, ITEM, WHAT, UNIT, VALUE, PREVIOUS, CHANGE, YEAR, CHANGE_YEAR, TARGET, REACHED };
const struct crm_outcol monthly_cols[11] = {
	COL("section", &crm_t_text), COL("item", &crm_t_text), COL("what", &crm_t_text), COL("unit", &crm_t_text),
	COL("value", &figure), COL("previous", &figure), COL("change", &crm_t_percent), COL("year_before", &figure),
	COL("change_year", &crm_t_percent), COL("target", &figure), COL("of_target", &crm_t_percent),
};

static struct crm_val
text_of(struct crm_grid *g, const struct crm_figure *f, const struct crm_val *v)
{
	struct crm_buf b = { 0 };
	struct crm_val text = CRM_VNULL;

	crm_figure_put(f, v, &b);
	if (b.n > 0)
		text = CRM_VTEXT(crm_strndup(&g->arena, b.p, b.n), b.n);
	crm_buf_free(&b);
	return text;
}

int
run_monthly(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct crm_monthly m = { 0 };
	int64_t day = crm_add_months(crm_local_day(c->ctx.now), -1);
	int rc;

	if (a->month != NULL)
		crm_read_date(a->month, strlen(a->month), &day);
	rc = crm_monthly(c, day, a->owner, a->unit, &m, err);
	for (size_t i = 0; rc == CRM_OK && i < m.n; i++) {
		const struct crm_figure *f = &m.v[i];
		struct crm_val *row = crm_grid_add(g);

		row[SECTION] = as_text(g, f->section);
		row[ITEM] = as_text(g, f->item);
		row[WHAT] = as_text(g, f->what);
		row[UNIT] = as_text(g, crm_figure_unit(f));
		row[VALUE] = text_of(g, f, &f->value[CRM_THIS_MONTH]);
		row[PREVIOUS] = text_of(g, f, &f->value[CRM_MONTH_BEFORE]);
		row[CHANGE] = crm_figure_change(f, CRM_MONTH_BEFORE);
		row[YEAR] = text_of(g, f, &f->value[CRM_YEAR_BEFORE]);
		row[CHANGE_YEAR] = crm_figure_change(f, CRM_YEAR_BEFORE);
		row[TARGET] = text_of(g, f, &f->target);
		row[REACHED] = crm_figure_reached(f);
	}
	crm_monthly_free(&m);
	return rc;
}
