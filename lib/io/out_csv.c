/* out_csv.c - writes RFC 4180, between commas or tabs, with LF line ends */
#include "io/out.h"

#include <string.h>

#include "io/quote.h"

enum { PLAIN, SPECIAL };

struct csv {
	struct crm_out o;
	char delim;
	unsigned char class[256];
};

static void
put_quoted(struct crm_buf *buf, const char *p, size_t n)
{
	const char *end = p + n, *q;

	crm_putc(buf, '"');
	while ((q = memchr(p, '"', (size_t)(end - p))) != NULL) {
		crm_put(buf, p, (size_t)(q + 1 - p));
		crm_putc(buf, '"');
		p = q + 1;
	}
	crm_put(buf, p, (size_t)(end - p));
	crm_putc(buf, '"');
}

/* Quotes when a byte, or a blank at an end, asks for it. */
static void
put_field(struct csv *c, const char *p, size_t n)
{
	bool special = n > 0 && (p[0] == ' ' || p[n - 1] == ' ');

	for (size_t i = io_plain_run(p, n, c->delim); i < n && !special; i++)
		special = c->class[(unsigned char)p[i]] == SPECIAL;
	if (special)
		put_quoted(c->o.to, p, n);
	else
		crm_put(c->o.to, p, n);
}

/* What a spreadsheet would run. */
static bool
is_formula(const struct crm_outcol *col, struct io_text t)
{
	return col->type->json == CRM_JSON_STRING && t.n > 0 && memchr("=+-@\t\r", *t.p, 6) != NULL;
}

static void
put_guarded(struct csv *c, const struct crm_outcol *col, struct io_text t)
{
	struct crm_buf *item = &c->o.printer.item;

	if (c->o.opt.safe_csv && is_formula(col, t)) {
		item->n = 0;
		crm_putc(item, '\'');
		crm_put(item, t.p, t.n);
		t = (struct io_text){ item->p, item->n };
	}
	if (c->o.opt.tty)
		t = io_safe(&c->o, t);
	put_field(c, t.p, t.n);
}

static void
csv_head(struct crm_out *out)
{
	struct csv *c = (struct csv *)out;

	c->delim = out->ops == &io_out_tsv ? '\t' : ',';
	for (const char *p = (const char[]){ '"', '\n', '\r', '\t', c->delim, '\0' }; *p != '\0'; p++)
		c->class[(unsigned char)*p] = SPECIAL;
	for (size_t i = 0; i < out->ncol && !out->opt.bare; i++) {
		if (i > 0)
			crm_putc(out->to, c->delim);
		put_field(c, out->col[i].name, strlen(out->col[i].name));
	}
	if (!out->opt.bare)
		crm_putc(out->to, '\n');
}

static void
csv_row(struct crm_out *out, const struct crm_val *row)
{
	struct csv *c = (struct csv *)out;
	bool plain = !out->opt.safe_csv && !out->opt.tty;
	size_t before = out->to->n;
	struct io_text t;

	for (size_t i = 0; i < out->ncol; i++) {
		if (i > 0)
			crm_putc(out->to, c->delim);
		t = io_value(out, row, i);
		if (plain)
			put_field(c, t.p, t.n);
		else
			put_guarded(c, &out->col[i], t);
	}
	/* A lone empty field would make a blank line, which is no record. */
	if (out->to->n == before)
		crm_puts(out->to, "\"\"");
	crm_putc(out->to, '\n');
}

const struct out_ops io_out_csv = {
	.name = "csv", .size = sizeof(struct csv), .head = csv_head, .row = csv_row,
};
const struct out_ops io_out_tsv = {
	.name = "tsv", .size = sizeof(struct csv), .head = csv_head, .row = csv_row,
};
