/* page_markdown.c - the monthly report in Markdown */
#include <string.h>

#include "page.h"

struct page { struct cli *cli; const struct crm_monthly *m; struct crm_buf *to, text; };

static void
put(struct page *p)
{
	crm_put_markdown(p->to, p->text.p != NULL ? p->text.p : "", p->text.n);
	p->text.n = 0;
}

static void
end_cell(struct page *p)
{
	put(p);
	crm_puts(p->to, " | ");
}

static void
put_row(struct page *p, const struct crm_figure *f)
{
	crm_puts(p->to, "| ");
	crm_putf(&p->text, "%s%s", f->item != NULL ? f->item : "", f->item != NULL ? ": " : "");
	page_label(f, &p->text);
	end_cell(p);
	for (int i = 0; i < CRM_MONTHS; i++) {
		page_value(f, &f->value[i], &p->text);
		end_cell(p);
		if (i == CRM_THIS_MONTH)
			continue;
		page_change(f, i, &p->text);
		end_cell(p);
	}
	page_value(f, &f->target, &p->text);
	end_cell(p);
	page_reached(f, &p->text);
	put(p);
	crm_puts(p->to, " |\n");
}

static void
put_section(struct page *p, const char *section)
{
	crm_puts(p->to, "\n### ");
	crm_puts(p->to, section);
	crm_puts(p->to, "\n\n| |");
	for (int i = 0; i < CRM_MONTHS; i++) {
		crm_putc(p->to, ' ');
		page_month(p->m->first[i], false, p->to);
		crm_puts(p->to, i == CRM_THIS_MONTH ? " |" : " | change |");
	}
	crm_puts(p->to, " target | reached |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
	for (size_t i = 0; i < p->m->n; i++)
		if (strcmp(p->m->v[i].section, section) == 0 && page_has(&p->m->v[i]))
			put_row(p, &p->m->v[i]);
}

static void
put_trend(struct page *p)
{
	const struct crm_figure *column[PAGE_TREND], *at;
	size_t n = page_trend(p->m, column);
	const char *item = "";

	crm_puts(p->to, "\n## Trend\n\n| |");
	for (size_t i = 0; i < n; i++) {
		page_label(column[i], p->to);
		crm_puts(p->to, " |");
	}
	crm_puts(p->to, "\n| --- |");
	for (size_t i = 0; i < n; i++)
		crm_puts(p->to, " ---: |");
	for (size_t i = 0; i < p->m->n; i++) {
		const struct crm_figure *f = &p->m->v[i];

		if (strcmp(f->section, "trend") != 0 || strcmp(f->item, item) == 0)
			continue;
		crm_putf(p->to, "\n| %s |", item = f->item);
		for (size_t k = 0; k < n; k++) {
			crm_putc(p->to, ' ');
			if ((at = page_trend_at(p->m, item, column[k])) != NULL)
				page_value(at, &at->value[CRM_THIS_MONTH], p->to);
			crm_puts(p->to, " |");
		}
	}
	crm_putc(p->to, '\n');
}

static void
put_summary(struct page *p)
{
	for (const struct page_key *k = page_keys; k->title != NULL; k++) {
		const struct crm_figure *f = page_find(p->m, k);

		if (f == NULL || !page_has_section(p->m, k->section))
			continue;
		crm_putf(p->to, "- %s: **", k->title);
		page_value(f, &f->value[CRM_THIS_MONTH], p->to);
		crm_putf(p->to, "%s%s**", f->currency != NULL ? " " : "", f->currency != NULL ? f->currency : "");
		page_beside(p->m, f, &p->text);
		crm_puts(p->to, p->text.n > 0 ? ", " : "");
		put(p);
		crm_putc(p->to, '\n');
	}
}

void
page_markdown(struct cli *cli, const struct crm_monthly *m)
{
	struct page p = { .cli = cli, .m = m, .to = &cli->out.buf };

	crm_puts(p.to, "# ");
	page_title(m, &p.text);
	put(&p);
	crm_puts(p.to, "\n\n");
	put_summary(&p);
	for (const struct page_table *t = page_tables; t->title != NULL; t++) {
		if (page_has_table(m, t))
			crm_putf(p.to, "\n## %s\n", t->title);
		for (size_t i = 0; t->section[i] != NULL; i++)
			if (page_has_section(m, t->section[i]))
				put_section(&p, t->section[i]);
	}
	if (page_has_section(m, "trend"))
		put_trend(&p);
	page_nothing(m, &p.text);
	if (p.text.n > 0)
		crm_putf(p.to, "\nNothing is recorded of %s.\n", p.text.p);
	crm_buf_free(&p.text);
}
