/* out_markdown.c - writes a table of Markdown, as GitHub and pandoc read it */
#include "io/out.h"
#include "io/quote.h"

#include <string.h>

/* Nothing in a value may format, link, or end the cell. */
void
crm_put_markdown(struct crm_buf *b, const char *p, size_t n)
{
	static const char *const instead[128] = {
		['<'] = "&lt;", ['&'] = "&amp;", ['\n'] = "<br>", ['\\'] = "\\\\", ['`'] = "\\`", ['*'] = "\\*",
		['_'] = "\\_", ['['] = "\\[", [']'] = "\\]", ['|'] = "\\|", ['~'] = "\\~",
	};

	io_put_instead(b, p, n, instead);
}

static void
markdown_cell(struct crm_out *out, struct io_text t)
{
	crm_puts(out->to, " ");
	crm_put_markdown(out->to, t.p, t.n);
	crm_puts(out->to, " |");
}

static void
markdown_head(struct crm_out *out)
{
	crm_putc(out->to, '|');
	for (size_t i = 0; i < out->ncol; i++)
		markdown_cell(out, (struct io_text){ out->col[i].name, strlen(out->col[i].name) });
	crm_puts(out->to, "\n|");
	for (size_t i = 0; i < out->ncol; i++)
		crm_puts(out->to, out->col[i].type->right ? " ---: |" : " --- |");
	crm_putc(out->to, '\n');
}

static void
markdown_row(struct crm_out *out, const struct crm_val *row)
{
	crm_putc(out->to, '|');
	for (size_t i = 0; i < out->ncol; i++)
		markdown_cell(out, io_value(out, row, i));
	crm_putc(out->to, '\n');
}

const struct out_ops io_out_markdown = {
	.name = "markdown", .size = sizeof(struct crm_out), .head = markdown_head, .row = markdown_row,
};
