/* out_json.c - writes JSON: an array with an object a line, or only the lines */
#include "io/out.h"

#include <string.h>

#include "io/quote.h"

struct json {
	struct crm_out o;
	struct io_text *key;         /* as written before a value: {"id": or ,"name": */
};

static void
json_head(struct crm_out *out)
{
	struct json *j = (struct json *)out;
	struct crm_buf buf = { 0 };

	j->key = crm_alloc(&out->arena, (out->ncol + 1) * sizeof *j->key);
	for (size_t i = 0; i < out->ncol; i++) {
		buf.n = 0;
		crm_putc(&buf, i == 0 ? '{' : ',');
		io_put_json(&buf, out->col[i].name, strlen(out->col[i].name), true);
		crm_putc(&buf, ':');
		j->key[i] = (struct io_text){ crm_strndup(&out->arena, buf.p, buf.n), buf.n };
	}
	crm_buf_free(&buf);
	if (out->ops == &io_out_json)
		crm_putc(out->to, '[');
}

static void
put_list(struct crm_out *out, const struct crm_outcol *col, const struct crm_val *v)
{
	struct io_text item;
	size_t at = 0;

	crm_putc(out->to, '[');
	for (bool first = true; io_print_item(&out->printer, col, v, &at, &item); first = false) {
		if (!first)
			crm_putc(out->to, ',');
		io_put_typed(out->to, col->type, item, out->opt.tty, io_put_json);
	}
	crm_putc(out->to, ']');
}

static void
json_row(struct crm_out *out, const struct crm_val *row)
{
	const struct json *j = (const struct json *)out;

	if (out->ops == &io_out_json)
		crm_puts(out->to, out->nrow == 0 ? "\n" : ",\n");
	for (size_t i = 0; i < out->ncol; i++) {
		const struct crm_outcol *col = &out->col[i];

		crm_put(out->to, j->key[i].p, j->key[i].n);
		if (col->many)
			put_list(out, col, &row[i]);
		else if (row[i].t == CRM_NULL)
			crm_put(out->to, "null", 4);
		else
			io_put_typed(out->to, col->type, io_value(out, row, i), out->opt.tty, io_put_json);
	}
	crm_puts(out->to, out->ncol == 0 ? "{}" : "}");
	if (out->ops == &io_out_jsonl)
		crm_putc(out->to, '\n');
}

static void
json_tail(struct crm_out *out)
{
	crm_puts(out->to, out->nrow == 0 ? "]\n" : "\n]\n");
}

const struct out_ops io_out_json = {
	.name = "json", .size = sizeof(struct json), .head = json_head, .row = json_row, .tail = json_tail,
};
const struct out_ops io_out_jsonl = {
	.name = "jsonl", .size = sizeof(struct json), .head = json_head, .row = json_row,
};
