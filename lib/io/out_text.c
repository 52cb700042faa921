/* out_text.c - writes our lines, and ids */
#include "io/out.h"

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

const struct out_ops io_out_lines = { .name = "lines", .size = sizeof(struct crm_out), .row = lines_row };
const struct out_ops io_out_ids = { .name = "ids", .size = sizeof(struct crm_out), .row = ids_row };
