/* out_html.c - writes a page with one table */
#include "io/out.h"

#include <string.h>

static void
cell(struct crm_out *out, const char *tag, bool right, struct io_text t)
{
	crm_putf(out->to, "<%s%s>", tag, right ? CRM_HTML_RIGHT : "");
	crm_put_html(out->to, t.p, t.n);
	crm_putf(out->to, "</%.2s>", tag);
}

static void
html_head(struct crm_out *out)
{
	crm_html_begin(out->to, out->opt.title != NULL ? out->opt.title : "crm", "");
	crm_puts(out->to, "<table>\n<thead>\n<tr>");
	for (size_t i = 0; i < out->ncol; i++)
		cell(out, "th scope=\"col\"", out->col[i].type->right,
		    (struct io_text){ out->col[i].name, strlen(out->col[i].name) });
	crm_puts(out->to, "</tr>\n</thead>\n<tbody>\n");
}

/* The first column says what the row is about. */
static void
html_row(struct crm_out *out, const struct crm_val *row)
{
	crm_puts(out->to, "<tr>");
	for (size_t i = 0; i < out->ncol; i++)
		cell(out, i == 0 ? "th scope=\"row\"" : "td", out->col[i].type->right, io_value(out, row, i));
	crm_puts(out->to, "</tr>\n");
}

static void
html_tail(struct crm_out *out)
{
	crm_puts(out->to, "</tbody>\n</table>\n");
	crm_html_end(out->to);
}

const struct out_ops io_out_html = {
	.name = "html", .size = sizeof(struct crm_out), .head = html_head, .row = html_row, .tail = html_tail,
};
