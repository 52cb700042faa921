/* out_yaml.c - writes YAML: a list of maps */
#include "io/out.h"

#include <string.h>

#include "io/quote.h"

struct yaml {
	struct crm_out o;
	struct io_text *key;         /* as written before a value: "- id:" or "  name:" */
};

static void
yaml_head(struct crm_out *out)
{
	struct yaml *y = (struct yaml *)out;
	struct crm_buf buf = { 0 };

	y->key = crm_alloc(&out->arena, (out->ncol + 1) * sizeof *y->key);
	for (size_t i = 0; i < out->ncol; i++) {
		buf.n = 0;
		crm_puts(&buf, i == 0 ? "- " : "  ");
		io_put_yaml(&buf, out->col[i].name, strlen(out->col[i].name), true);
		crm_putc(&buf, ':');
		y->key[i] = (struct io_text){ crm_strndup(&out->arena, buf.p, buf.n), buf.n };
	}
	crm_buf_free(&buf);
}

static void
put_list(struct crm_out *out, const struct crm_outcol *col, const struct crm_val *v)
{
	struct io_text item;
	size_t at = 0;
	bool none = true;

	for (; io_print_item(&out->printer, col, v, &at, &item); none = false) {
		crm_puts(out->to, "\n    - ");
		io_put_typed(out->to, col->type, item, out->opt.tty, io_put_yaml);
	}
	crm_puts(out->to, none ? " []\n" : "\n");
}

static void
yaml_row(struct crm_out *out, const struct crm_val *row)
{
	const struct yaml *y = (const struct yaml *)out;

	for (size_t i = 0; i < out->ncol; i++) {
		const struct crm_outcol *col = &out->col[i];

		crm_put(out->to, y->key[i].p, y->key[i].n);
		if (col->many) {
			put_list(out, col, &row[i]);
			continue;
		}
		crm_putc(out->to, ' ');
		if (row[i].t == CRM_NULL)
			crm_puts(out->to, "null");
		else
			io_put_typed(out->to, col->type, io_value(out, row, i), out->opt.tty, io_put_yaml);
		crm_putc(out->to, '\n');
	}
}

static void
yaml_tail(struct crm_out *out)
{
	if (out->nrow == 0)
		crm_puts(out->to, "[]\n");
}

const struct out_ops io_out_yaml = {
	.name = "yaml", .size = sizeof(struct yaml), .head = yaml_head, .row = yaml_row, .tail = yaml_tail,
};
