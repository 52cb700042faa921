/* page.c - the monthly report as a document: what comes first, what stands together, numbers as people read them */
#include <stdlib.h>
#include <string.h>

#include "page.h"

const struct page_table page_tables[] = {
	{ "Sales", { "won", "won by reason", "lost", "lost by reason", "rivals", "pipeline", "forecast" } },
	{ "Orders and service", { "orders", "cases", "response" } },
	{ "Clients", { "clients", "activity", "channels", "campaigns", "referrals", "contracts", "loyalty" } },
	{ "Pipeline by stage", { "stages" } },
	{ NULL, { NULL } },
};

const struct page_key page_keys[] = {
	{ "won", "value", "Value won", true }, { "orders", "revenue", "Revenue", true },
	{ "pipeline", "value at the end", "Open pipeline", true }, { "won", "win rate", "Win rate", true },
	{ "orders", "on time in full", "On time in full", true }, { "clients", "at the end", "Clients", true },
	{ "response", "any answer median", "Median response", false },
	{ "cases", "overdue at the end", "Overdue cases", false }, { NULL, NULL, NULL, false },
};

/* In the policy's currency, which comes first. */
const struct crm_figure *
page_find(const struct crm_monthly *m, const struct page_key *key)
{
	for (const struct crm_figure *f = m->v; f < m->v + m->n; f++)
		if (strcmp(f->section, key->section) == 0 && strcmp(f->what, key->what) == 0)
			return f;
	return NULL;
}

bool
page_has(const struct crm_figure *f)
{
	for (int i = 0; i < CRM_MONTHS; i++)
		if (f->value[i].t == CRM_INT && f->value[i].i != 0)
			return true;
	return f->target.t == CRM_INT;
}

bool
page_has_section(const struct crm_monthly *m, const char *section)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->v[i].section, section) == 0 && page_has(&m->v[i]))
			return true;
	return false;
}

bool
page_has_table(const struct crm_monthly *m, const struct page_table *t)
{
	size_t i = 0;

	while (t->section[i] != NULL && !page_has_section(m, t->section[i]))
		i++;
	return t->section[i] != NULL;
}

void
page_nothing(const struct crm_monthly *m, struct crm_buf *b)
{
	const char *last = "";

	for (size_t i = 0; i < m->n; i++) {
		if (strcmp(m->v[i].section, last) != 0 && !page_has_section(m, m->v[i].section))
			crm_putf(b, "%s%s", b->n > 0 ? ", " : "", m->v[i].section);
		last = m->v[i].section;
	}
}

size_t
page_same_item(const struct crm_monthly *m, size_t i)
{
	const struct crm_figure *f = &m->v[i];
	size_t n = 0;

	for (; i < m->n && strcmp(m->v[i].section, f->section) == 0 && f->item != NULL
	    && strcmp(m->v[i].item, f->item) == 0; i++)
		n += page_has(&m->v[i]);
	return n;
}

size_t
page_trend(const struct crm_monthly *m, const struct crm_figure *column[PAGE_TREND])
{
	size_t n = 0;

	for (const struct crm_figure *f = m->v; f < m->v + m->n && n < PAGE_TREND; f++) {
		size_t i = 0;

		if (strcmp(f->section, "trend") != 0)
			continue;
		while (i < n && (strcmp(column[i]->what, f->what) != 0 || strcmp(column[i]->currency, f->currency) != 0))
			i++;
		if (i == n)
			column[n++] = f;
	}
	return n;
}

const struct crm_figure *
page_trend_at(const struct crm_monthly *m, const char *item, const struct crm_figure *column)
{
	for (const struct crm_figure *f = m->v; f < m->v + m->n; f++)
		if (strcmp(f->section, "trend") == 0 && strcmp(f->item, item) == 0 && strcmp(f->what, column->what) == 0
		    && strcmp(f->currency, column->currency) == 0)
			return f;
	return NULL;
}

void
page_month(int64_t first, bool whole, struct crm_buf *b)
{
	static const char *const name[] = { "January", "February", "March", "April", "May", "June", "July", "August",
	    "September", "October", "November", "December" };
	struct crm_civil c = { 0 };

	crm_day_civil(first, &c);
	crm_putf(b, "%.*s %d", whole ? 9 : 3, name[c.m - 1], c.y);
}

void
page_title(const struct crm_monthly *m, struct crm_buf *b)
{
	crm_puts(b, "Monthly report, ");
	page_month(m->first[CRM_THIS_MONTH], true, b);
	crm_putf(b, "%s%s%s", m->running ? " so far" : "", m->whose != NULL ? ": " : "", m->whose != NULL ? m->whose : "");
}

/* Three digits stand together, after ISO 80000-1: a narrow blank that does not break, never a mark of some country. */
static void
grouped(const char *p, size_t n, struct crm_buf *b)
{
	size_t sign = n > 0 && *p == '-', whole = strcspn(p, "."), left;

	crm_puts(b, sign ? "\u2212" : "");
	for (size_t i = sign; i < n; i++) {
		left = i < whole ? whole - i : 0;
		crm_puts(b, i > sign && left > 0 && left % 3 == 0 ? "\u202F" : "");
		crm_putc(b, p[i]);
	}
}

static void
duration(int64_t s, struct crm_buf *b)
{
	if (s < 60)
		crm_putf(b, "%lld s", (long long)s);
	else if (s < 3600)
		crm_putf(b, "%lld min", (long long)(s + 30) / 60);
	else
		crm_putf(b, s / 60 % 60 ? "%lld h %lld min" : "%lld h", (long long)s / 3600, (long long)(s / 60 % 60));
}

void
page_label(const struct crm_figure *f, struct crm_buf *b)
{
	crm_putf(b, "%s%s%s", f->what, f->currency != NULL ? ", " : "", f->currency != NULL ? f->currency : "");
}

void
page_value(const struct crm_figure *f, const struct crm_val *v, struct crm_buf *b)
{
	struct crm_buf text = { 0 };

	if (v->t != CRM_INT)
		return;
	crm_figure_put(f, v, &text);
	if (f->type == &crm_t_span)
		duration(v->i, b);
	else
		grouped(text.p, text.n, b);
	crm_puts(b, f->type == &crm_t_percent ? "\u00A0%" : "");
	crm_buf_free(&text);
}

static void
share(int64_t basis_points, struct crm_buf *b)
{
	struct crm_ctx ctx = { 0 };
	struct crm_buf text = { 0 };

	crm_t_percent.print(&ctx, NULL, &CRM_VINT(basis_points), &text);
	grouped(text.p, text.n, b);
	crm_buf_free(&text);
}

void
page_change(const struct crm_figure *f, int than, struct crm_buf *b)
{
	struct crm_val v = crm_figure_change(f, than);

	if (v.t != CRM_INT)
		return;
	crm_puts(b, v.i > 0 ? "+" : "");
	share(v.i, b);
	crm_puts(b, f->type == &crm_t_percent ? "\u00A0pt" : "\u00A0%");
}

void
page_reached(const struct crm_figure *f, struct crm_buf *b)
{
	struct crm_val v = crm_figure_reached(f);

	if (v.t != CRM_INT)
		return;
	share(v.i, b);
	crm_puts(b, "\u00A0%");
}

void
page_beside(const struct crm_monthly *m, const struct crm_figure *f, struct crm_buf *b)
{
	for (int than = CRM_MONTH_BEFORE; than < CRM_MONTHS; than++) {
		struct crm_val v = crm_figure_change(f, than);

		if (v.t != CRM_INT)
			continue;
		crm_puts(b, b->n > 0 ? ", " : "");
		if (v.i != 0) {
			share(llabs(v.i), b);
			crm_putf(b, "\u00A0%s %s ", f->type == &crm_t_percent ? "points" : "%", v.i > 0 ? "more than" : "less than");
		} else {
			crm_puts(b, "as in ");
		}
		page_month(m->first[than], false, b);
	}
	if (crm_figure_reached(f).t == CRM_INT) {
		crm_puts(b, b->n > 0 ? "; " : "");
		page_reached(f, b);
		crm_puts(b, " of the target");
	}
}
