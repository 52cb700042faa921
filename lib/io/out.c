/* out.c - the formats that can be written */
#include "io/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct out_ops *const writers[] = {
	&io_out_lines, &io_out_table, &io_out_tsv, &io_out_csv, &io_out_json, &io_out_jsonl, &io_out_yaml,
	&io_out_ids, &io_out_markdown, &io_out_html,
};
enum { NWRITER = sizeof writers / sizeof *writers };

const char *const *
crm_formats(bool read)
{
	static const char *const in[] = { "csv", "tsv", "json", "jsonl", "yaml", "lines", NULL };
	static const char *const out[] = { "lines", "table", "tsv", "csv", "json", "jsonl", "yaml", "ids",
	    "markdown", "html", NULL };

	return read ? in : out;
}

static const struct out_ops *
find(const char *format, struct crm_err *err)
{
	char known[128] = "", shown[256];

	for (size_t i = 0; i < NWRITER; i++) {
		if (strcmp(writers[i]->name, format) == 0)
			return writers[i];
		snprintf(known + strlen(known), sizeof known - strlen(known), " %s", writers[i]->name);
	}
	crm_fail(err, CRM_USAGE, NULL, "unknown output format %s; known:%s",
	    crm_quote(shown, format, strlen(format)), known);
	return NULL;
}

int
crm_out_open(struct crm_out **out, const char *format, struct crm_sink *sink, const struct crm_outcol *col,
    size_t ncol, const struct crm_outopt *opt, struct crm_err *err)
{
	const struct out_ops *ops = find(format, err);
	struct crm_out *o;

	*out = NULL;
	if (ops == NULL)
		return CRM_USAGE;
	o = memset(crm_xmalloc(ops->size), 0, ops->size);
	o->ops = ops;
	o->sink = sink;
	o->to = &sink->buf;
	o->col = col;
	o->ncol = ncol;
	if (opt != NULL)
		o->opt = *opt;
	io_printer_init(&o->printer, o->opt.ctx);
	if (ops->head != NULL)
		ops->head(o);
	*out = o;
	return CRM_OK;
}

void
crm_out_row(struct crm_out *out, const struct crm_val *row)
{
	out->ops->row(out, row);
	out->nrow++;
	crm_sink_room(out->sink);
}

int
crm_out_close(struct crm_out *out, struct crm_err *err)
{
	int rc;

	if (out == NULL)
		return CRM_OK;
	if (out->ops->tail != NULL)
		out->ops->tail(out);
	rc = crm_sink_flush(out->sink, err);
	if (out->ops->close != NULL)
		out->ops->close(out);
	io_printer_free(&out->printer);
	crm_buf_free(&out->safe);
	crm_arena_free(&out->arena);
	free(out);
	return rc;
}

struct io_text
io_value(struct crm_out *out, const struct crm_val *row, size_t i)
{
	/* what print_one() would find out */
	if (row[i].t == CRM_TEXT && !out->col[i].many && !out->printer.ctx.local)
		return (struct io_text){ row[i].p, row[i].n };
	if (out->col[i].currency >= 0)
		io_currency(&out->printer, &out->col[i], row);
	else
		out->printer.ctx.currency = out->printer.currency;
	return io_print(&out->printer, &out->col[i], &row[i]);
}

struct io_text
io_safe(struct crm_out *out, struct io_text t)
{
	if (crm_is_safe(t.p, t.n))
		return t;
	out->safe.n = 0;
	crm_put_safe(&out->safe, t.p, t.n);
	return (struct io_text){ out->safe.p, out->safe.n };
}
