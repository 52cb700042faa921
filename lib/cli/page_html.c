/* page_html.c - the monthly report as a page: for a screen, a telephone, paper, a mail without style sheets */
#include <string.h>

#include "crm/chart.h"
#include "page.h"

/* Columns have the same width in all tables. */
static const char style[] =
	"header p { margin: .1rem 0; color: #45525f }\n"
	".keys { list-style: none; margin: 1.2rem 0; padding: 0; display: grid; gap: .7rem; "
	"grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)) }\n"
	".keys li { border: 1px solid #cdd5dd; border-left: 5px solid #7a8794; border-radius: 4px; padding: .55rem .8rem; "
	"break-inside: avoid }\n"
	".keys .good { border-left-color: #009e73 } .keys .bad { border-left-color: #d55e00 }\n"
	".keys b { display: block; font-size: 1.35rem; line-height: 1.3; white-space: nowrap }\n"
	".keys small { color: #45525f; font-size: .82rem }\n"
	".wide { overflow-x: auto } .wide table { width: 100%; min-width: 52rem; table-layout: fixed }\n"
	".wide th, .wide td { padding: .2rem .4rem; font-size: .87rem }\n"
	"col.of { width: 13% } col.what { width: 14% } .wide thead tr > :nth-child(4), .wide thead tr > :nth-child(6) { width: 9% }\n"
	".section th { font-weight: 600; background: #eef2f5; border-bottom: 0 } tbody tr > th { color: #1b2530 }\n"
	".change { color: #5b6b7c }\n"
	"figure { margin: 1rem 0 } figure img { max-width: 100%; height: auto }\n"
	"@media (max-width: 32rem) { .keys { grid-template-columns: 1fr 1fr } .keys b { font-size: 1rem } "
	".keys li { padding: .4rem .5rem } }\n"
	"@media print { .wide { overflow: visible } .wide table { min-width: 0 } section th, section td, "
	".wide th, .wide td { font-size: 7.5pt; padding: 1.2pt 3pt } h2 { margin-top: 10pt } .keys { grid-template-columns: repeat(4, 1fr); gap: 5pt } .keys b { font-size: 11pt } "
	".keys small { font-size: 7.5pt } .section { break-after: avoid } }\n";

/* Where a mail lost its sheet, words begin at the left, as numbers end at the right. */
#define LEFT " style=\"text-align:left\""

struct page { const struct crm_monthly *m; struct crm_buf *to, text; };

/* What was written into the text, as it is in a page. */
static void
put(struct page *p)
{
	crm_put_html(p->to, p->text.p != NULL ? p->text.p : "", p->text.n);
	p->text.n = 0;
}

static void
cell(struct page *p, const char *attributes)
{
	crm_putf(p->to, "<td" CRM_HTML_RIGHT "%s>", attributes);
	put(p);
	crm_puts(p->to, "</td>");
}

/* Sentences, so that it is read where no style makes tiles of them. */
static void
put_key(struct page *p, const struct page_key *k, const struct crm_figure *f)
{
	struct crm_val change = crm_figure_change(f, CRM_MONTH_BEFORE);
	bool same = change.t != CRM_INT || change.i == 0;

	crm_putf(p->to, "<li class=\"%s\">%s: <b>", same ? "same" : (change.i > 0) == k->good ? "good" : "bad", k->title);
	page_value(f, &f->value[CRM_THIS_MONTH], &p->text);
	crm_putf(&p->text, "%s%s", f->currency != NULL ? "\u00A0" : "", f->currency != NULL ? f->currency : "");
	put(p);
	crm_puts(p->to, "</b> <small>");
	page_beside(p->m, f, &p->text);
	put(p);
	crm_puts(p->to, "</small></li>\n");
}

static void
put_summary(struct page *p)
{
	crm_puts(p->to, "<ul class=\"keys\">\n");
	for (const struct page_key *k = page_keys; k->title != NULL; k++) {
		const struct crm_figure *f = page_find(p->m, k);

		if (f != NULL && page_has_section(p->m, k->section))
			put_key(p, k, f);
	}
	crm_puts(p->to, "</ul>\n");
}

static void
put_head(struct page *p)
{
	crm_puts(p->to, "<div class=\"wide\"><table>\n"
	    "<colgroup><col class=\"of\"><col class=\"what\"><col span=\"7\"></colgroup>\n<thead><tr><td colspan=\"2\"></td>");
	for (int i = 0; i < CRM_MONTHS; i++) {
		crm_puts(p->to, "<th scope=\"col\"" CRM_HTML_RIGHT ">");
		page_month(p->m->first[i], false, p->to);
		crm_puts(p->to, i == CRM_THIS_MONTH ? "</th>" : "</th><th scope=\"col\"" CRM_HTML_RIGHT ">change</th>");
	}
	crm_puts(p->to, "<th scope=\"col\"" CRM_HTML_RIGHT ">target</th>"
	    "<th scope=\"col\"" CRM_HTML_RIGHT ">reached</th></tr></thead>\n");
}

static void
put_row(struct page *p, size_t at, bool first)
{
	const struct crm_figure *f = &p->m->v[at];

	crm_puts(p->to, "<tr>");
	if (f->item != NULL && first) {
		crm_putf(p->to, "<th scope=\"rowgroup\"" LEFT " rowspan=\"%zu\">", page_same_item(p->m, at));
		crm_put_html(p->to, f->item, strlen(f->item));
		crm_puts(p->to, "</th>");
	}
	crm_putf(p->to, "<th scope=\"row\"" LEFT "%s>", f->item == NULL ? " colspan=\"2\"" : "");
	page_label(f, &p->text);
	put(p);
	crm_puts(p->to, "</th>");
	for (int i = 0; i < CRM_MONTHS; i++) {
		page_value(f, &f->value[i], &p->text);
		cell(p, "");
		if (i == CRM_THIS_MONTH)
			continue;
		page_change(f, i, &p->text);
		cell(p, " class=\"change\"");
	}
	page_value(f, &f->target, &p->text);
	cell(p, "");
	page_reached(f, &p->text);
	cell(p, " class=\"change\"");
	crm_puts(p->to, "</tr>\n");
}

static void
put_section(struct page *p, const char *section)
{
	const char *item = "";

	crm_putf(p->to, "<tbody>\n<tr class=\"section\"><th scope=\"rowgroup\"" LEFT " colspan=\"9\">%c%s</th></tr>\n",
	    *section - 'a' + 'A', section + 1);
	for (size_t i = 0; i < p->m->n; i++) {
		const struct crm_figure *f = &p->m->v[i];

		if (strcmp(f->section, section) != 0 || !page_has(f))
			continue;
		put_row(p, i, f->item == NULL || strcmp(f->item, item) != 0);
		item = f->item != NULL ? f->item : "";
	}
	crm_puts(p->to, "</tbody>\n");
}

static void
put_table(struct page *p, const struct page_table *t)
{
	crm_putf(p->to, "<section>\n<h2>%s</h2>\n", t->title);
	put_head(p);
	for (size_t i = 0; t->section[i] != NULL; i++)
		if (page_has_section(p->m, t->section[i]))
			put_section(p, t->section[i]);
	crm_puts(p->to, "</table></div>\n</section>\n");
}

/* Without pictures there is the table.  Lines are short enough for a mail: in an address their ends are nothing. */
static void
put_picture(struct page *p, const struct crm_chart *chart)
{
	struct crm_buf svg = { 0 };

	if (crm_chart_svg(chart, (struct crm_chart_size){ 920, 320 }, &svg, NULL) == CRM_OK) {
		crm_puts(p->to, "<figure><img src=\"data:image/svg+xml;base64,");
		for (size_t i = 0; i < svg.n; i += 57) {
			crm_putc(p->to, '\n');
			crm_put_base64(p->to, svg.p + i, svg.n - i < 57 ? svg.n - i : 57);
		}
		crm_putf(p->to, "\" width=\"920\" height=\"320\" alt=\"%s: see Trend\"></figure>\n", chart->title);
	}
	crm_buf_free(&svg);
}

static double
drawn(const struct crm_figure *f)
{
	double v = (double)f->value[CRM_THIS_MONTH].i;

	for (int digits = f->currency != NULL ? crm_currency_digits(f->currency) : 0; digits > 0; digits--)
		v /= 10;
	return v;
}

/* What is in the policy's currency comes first, and is drawn: value won, revenue. */
static void
draw_trend(struct page *p)
{
	const struct crm_figure *column[PAGE_TREND];
	size_t n = page_trend(p->m, column);
	struct crm_chart chart = { .kind = CRM_LINE, .title = "Value won and revenue by month", .y = column[0]->currency };
	const struct crm_figure *other = column[0];
	size_t row = 0;

	for (size_t i = n; i-- > 1; )
		if (strcmp(column[i]->currency, column[0]->currency) == 0)
			other = column[i];
	crm_chart_room(&chart, 13, 2);
	chart.series[0] = column[0]->what;
	chart.series[1] = other->what;
	for (const struct crm_figure *f = p->m->v; f < p->m->v + p->m->n && row < chart.nrow; f++) {
		if (strcmp(f->section, "trend") != 0 || strcmp(f->what, column[0]->what) != 0
		    || strcmp(f->currency, column[0]->currency) != 0)
			continue;
		chart.row[row] = f->item;
		chart.value[2 * row] = drawn(f);
		chart.value[2 * row++ + 1] = drawn(page_trend_at(p->m, f->item, other));
	}
	put_picture(p, &chart);
	crm_chart_free(&chart);
}

static void
put_trend_rows(struct page *p, const struct crm_figure *const *column, size_t n)
{
	const char *item = "";

	for (size_t i = 0; i < p->m->n; i++) {
		const struct crm_figure *f = &p->m->v[i], *at;

		if (strcmp(f->section, "trend") != 0 || strcmp(f->item, item) == 0)
			continue;
		crm_putf(p->to, "<tr><th scope=\"row\">%s</th>", item = f->item);
		for (size_t k = 0; k < n; k++) {
			if ((at = page_trend_at(p->m, item, column[k])) != NULL)
				page_value(at, &at->value[CRM_THIS_MONTH], &p->text);
			cell(p, "");
		}
		crm_puts(p->to, "</tr>\n");
	}
}

static void
put_trend(struct page *p)
{
	const struct crm_figure *column[PAGE_TREND];
	size_t n = page_trend(p->m, column);

	crm_puts(p->to, "<section>\n<h2>Trend</h2>\n<table>\n<thead><tr><th scope=\"col\">month</th>");
	for (size_t i = 0; i < n; i++) {
		crm_puts(p->to, "<th scope=\"col\"" CRM_HTML_RIGHT ">");
		page_label(column[i], p->to);
		crm_puts(p->to, "</th>");
	}
	crm_puts(p->to, "</tr></thead>\n<tbody>\n");
	put_trend_rows(p, column, n);
	crm_puts(p->to, "</tbody>\n</table>\n</section>\n");
}

static void
put_header(struct page *p, struct cli *cli)
{
	char day[11];

	crm_puts(p->to, "<header>\n<h1>");
	page_title(p->m, &p->text);
	put(p);
	crm_fmt_date(day, crm_local_day(cli->now));
	crm_putf(p->to, "</h1>\n<p>Beside the month before and the same month a year before; made on %s.</p>\n</header>\n<main>\n", day);
}

void
page_html(struct cli *cli, const struct crm_monthly *m)
{
	struct page p = { .m = m, .to = &cli->out.buf };

	page_title(m, &p.text);
	crm_html_begin(p.to, p.text.p, style);
	p.text.n = 0;
	put_header(&p, cli);
	put_summary(&p);
	if (page_has_section(m, "trend"))
		draw_trend(&p);
	for (const struct page_table *t = page_tables; t->title != NULL; t++)
		if (page_has_table(m, t))
			put_table(&p, t);
	if (page_has_section(m, "trend"))
		put_trend(&p);
	page_nothing(m, &p.text);
	if (p.text.n > 0)
		crm_putf(p.to, "<p>Nothing is recorded of %s.</p>\n", p.text.p);
	crm_puts(p.to, "</main>\n");
	crm_html_end(p.to);
	crm_buf_free(&p.text);
}
