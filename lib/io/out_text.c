/* out_text.c - writes our lines, ids, and markdown */
#include "io/out.h"

#include <string.h>

/*
 * lines: cells between tabs, no header.  On a terminal the escaped text is made safe: tabs and line ends
 * are escapes by then, so nothing is shown in two ways.
 */
static void
lines_row(struct crm_out *out, const struct crm_val *row)
{
	struct crm_buf *item = &out->printer.item;
	struct io_text t;

	for (size_t i = 0; i < out->ncol; i++) {
		if (i > 0)
			crm_putc(out->to, '\t');
		t = io_value(out, row, i);
		if (!out->opt.tty) {
			crm_escape(out->to, t.p, t.n);
			continue;
		}
		item->n = 0;
		crm_escape(item, t.p, t.n);
		crm_put_safe(out->to, item->p != NULL ? item->p : "", item->n);
	}
	crm_putc(out->to, '\n');
}

static void
ids_row(struct crm_out *out, const struct crm_val *row)
{
	struct io_text t = io_value(out, row, 0);

	crm_put(out->to, t.p, t.n);
	crm_putc(out->to, '\n');
}

/* Nothing in a value may format, link, or end the cell. */
static void
markdown_text(struct crm_out *out, const char *p, size_t n)
{
	struct io_text t = io_safe(out, (struct io_text){ p, n });
	const char *end = t.p + t.n;

	for (p = t.p; p < end; p++) {
		if (*p == '<')
			crm_puts(out->to, "&lt;");
		else if (*p == '&')
			crm_puts(out->to, "&amp;");
		else if (*p != '\0' && strchr("\\`*_[]|~", *p) != NULL)
			crm_put(out->to, (char[]){ '\\', *p }, 2);
		else
			crm_putc(out->to, *p);
	}
}

static void
markdown_cell(struct crm_out *out, struct io_text t)
{
	const char *lf;

	crm_puts(out->to, " ");
	while ((lf = memchr(t.p, '\n', t.n)) != NULL) {
		markdown_text(out, t.p, (size_t)(lf - t.p));
		crm_puts(out->to, "<br>");
		t.n -= (size_t)(lf + 1 - t.p);
		t.p = lf + 1;
	}
	markdown_text(out, t.p, t.n);
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

const struct out_ops io_out_lines = { .name = "lines", .size = sizeof(struct crm_out), .row = lines_row };
const struct out_ops io_out_ids = { .name = "ids", .size = sizeof(struct crm_out), .row = ids_row };
const struct out_ops io_out_markdown = {
	.name = "markdown", .size = sizeof(struct crm_out), .head = markdown_head, .row = markdown_row,
};
