/* doc.c - nested output: maps and lists, as JSON and YAML; doc_text.c has the form for people */
#include "io/doc.h"

#include <stdlib.h>
#include <string.h>

#include "io/quote.h"

int
crm_doc_open(struct crm_doc **out, const char *format, struct crm_sink *sink, const struct crm_outopt *opt,
    struct crm_err *err)
{
	static const struct doc_ops *const forms[] = { &io_doc_text, &io_doc_json, &io_doc_yaml };
	struct crm_doc *d;
	char shown[256];
	size_t i = 0;

	*out = NULL;
	while (i < 3 && strcmp(forms[i]->name, format) != 0)
		i++;
	if (i == 3)
		return crm_fail(err, CRM_USAGE, NULL, "unknown output format %s; known: text json yaml",
		    crm_quote(shown, format, strlen(format)));
	d = memset(crm_xmalloc(forms[i]->size), 0, forms[i]->size);
	d->ops = forms[i];
	d->sink = sink;
	d->to = &sink->buf;
	if (opt != NULL)
		d->opt = *opt;
	io_printer_init(&d->printer, NULL);
	*out = d;
	return CRM_OK;
}

int
crm_doc_close(struct crm_doc *d, struct crm_err *err)
{
	int rc;

	if (d == NULL)
		return CRM_OK;
	while (d->depth > 0)
		crm_doc_end(d);
	rc = crm_sink_flush(d->sink, err);
	if (d->ops->close != NULL)
		d->ops->close(d);
	io_printer_free(&d->printer);
	free(d);
	return rc;
}

/* Elements of a map have a name, those of a list and the root have none. */
static void
check_name(const struct crm_doc *d, const char *name)
{
	bool named = d->depth > 0 && !d->level[d->depth].list;

	CRM_BUG_IF(named != (name != NULL));
}

static void
begin(struct crm_doc *d, const char *name, bool list)
{
	check_name(d, name);
	CRM_BUG_IF(d->depth == DOC_DEPTH);
	d->ops->open(d, name, list);
	d->level[d->depth].n++;
	d->depth++;
	d->level[d->depth].list = list;
	d->level[d->depth].n = 0;
}

void
crm_doc_map(struct crm_doc *d, const char *name)
{
	begin(d, name, false);
}

void
crm_doc_list(struct crm_doc *d, const char *name)
{
	begin(d, name, true);
}

void
crm_doc_end(struct crm_doc *d)
{
	CRM_BUG_IF(d->depth == 0);
	d->ops->end(d);
	d->depth--;
	crm_sink_room(d->sink);
}

static void
leaf(struct crm_doc *d, const char *name, enum doc_leaf kind, struct io_text t)
{
	check_name(d, name);
	CRM_BUG_IF(d->depth == 0);
	d->ops->leaf(d, name, kind, t);
	d->level[d->depth].n++;
}

/* A typed value as JSON and YAML have it. */
static void
typed(struct crm_doc *d, const char *name, const struct crm_type *type, struct io_text t)
{
	struct crm_buf *item = &d->printer.item;

	if (type->json == CRM_JSON_STRING) {
		leaf(d, name, DOC_STRING, t);
		return;
	}
	item->n = 0;
	io_put_typed(item, type, t, false, io_put_json);
	leaf(d, name, DOC_LITERAL, (struct io_text){ item->p, item->n });
}

/* The items between commas, for one who reads and does not split. */
static struct io_text
readable(struct crm_doc *d, const struct crm_outcol *col, const struct crm_val *v)
{
	struct crm_buf *text = &d->printer.text;
	struct io_text item;
	size_t at = 0;

	if (!col->many)
		return io_print(&d->printer, col, v);
	text->n = 0;
	while (io_print_item(&d->printer, col, v, &at, &item)) {
		crm_puts(text, text->n > 0 ? ", " : "");
		crm_put(text, item.p, item.n);
	}
	return (struct io_text){ text->n > 0 ? text->p : "", text->n };
}

/* None of something, counted or summed: so many noughts hide the few figures that say something. */
static bool
is_none(const struct crm_outcol *col, const struct crm_val *v)
{
	const struct crm_derive *derive = col->field != NULL ? col->field->derive : NULL;

	return derive != NULL && (derive->fn == CRM_COUNT || derive->fn == CRM_SUM) && v->t == CRM_INT && v->i == 0;
}

void
crm_doc_val(struct crm_doc *d, const char *name, const struct crm_outcol *col, const struct crm_val *v)
{
	struct io_text t;
	size_t at = 0;

	if (d->opt.ctx != NULL)
		d->printer.ctx = *d->opt.ctx;
	if (col->code != NULL)
		d->printer.ctx.currency = col->code;
	if (d->ops->people) {
		t = is_none(col, v) ? (struct io_text){ "", 0 } : readable(d, col, v);
		leaf(d, name, col->type->right && !col->many ? DOC_LITERAL : DOC_STRING, t);
	} else if (col->many) {
		crm_doc_list(d, name);
		while (io_print_item(&d->printer, col, v, &at, &t)) {
			struct crm_buf own = { 0 };

			crm_put(&own, t.p, t.n);        /* typed() prints over the item */
			typed(d, NULL, col->type, (struct io_text){ own.p, own.n });
			crm_buf_free(&own);
		}
		crm_doc_end(d);
	} else if (v->t == CRM_NULL) {
		leaf(d, name, DOC_LITERAL, (struct io_text){ "null", 4 });
	} else {
		typed(d, name, col->type, io_print(&d->printer, col, v));
	}
}

void
crm_doc_text(struct crm_doc *d, const char *name, const char *p, size_t n)
{
	leaf(d, name, DOC_STRING, (struct io_text){ p, n });
}

void
crm_doc_int(struct crm_doc *d, const char *name, int64_t i)
{
	struct crm_buf *text = &d->printer.text;

	text->n = 0;
	crm_putd(text, i);
	leaf(d, name, DOC_LITERAL, (struct io_text){ text->p, text->n });
}

static void
indent(struct crm_doc *d, size_t by)
{
	for (; by > 0; by--)
		crm_puts(d->to, "  ");
}

/* json: two blanks deeper for each level. */
static void
json_entry(struct crm_doc *d, const char *name)
{
	if (d->depth == 0)
		return;
	crm_puts(d->to, d->level[d->depth].n > 0 ? ",\n" : "\n");
	indent(d, d->depth);
	if (name != NULL) {
		io_put_json(d->to, name, strlen(name), true);
		crm_puts(d->to, ": ");
	}
}

static void
json_open(struct crm_doc *d, const char *name, bool list)
{
	json_entry(d, name);
	crm_putc(d->to, list ? '[' : '{');
}

static void
json_end(struct crm_doc *d)
{
	if (d->level[d->depth].n > 0) {
		crm_putc(d->to, '\n');
		indent(d, d->depth - 1);
	}
	crm_putc(d->to, d->level[d->depth].list ? ']' : '}');
	if (d->depth == 1)
		crm_putc(d->to, '\n');
}

static void
json_leaf(struct crm_doc *d, const char *name, enum doc_leaf kind, struct io_text t)
{
	json_entry(d, name);
	if (kind == DOC_LITERAL)
		crm_put(d->to, t.p, t.n);
	else
		io_put_json(d->to, t.p, t.n, d->opt.tty);
}

/*
 * yaml: what opens a map or list under a name leaves its line open, and the first element ends it, or {}
 * stands there.  An element of a list begins behind its dash.
 */
static void
yaml_entry(struct crm_doc *d, const char *name)
{
	bool dashed;

	if (d->depth == 0)
		return;
	dashed = d->depth == 1 || d->level[d->depth - 1].list;
	if (d->level[d->depth].n == 0 && !dashed)
		crm_putc(d->to, '\n');
	if (d->level[d->depth].n > 0 || !dashed)
		indent(d, d->depth - 1);
	if (name == NULL) {
		crm_puts(d->to, "- ");
		return;
	}
	io_put_yaml(d->to, name, strlen(name), true);
	crm_putc(d->to, ':');
}

static void
yaml_open(struct crm_doc *d, const char *name, bool list)
{
	(void)list;
	yaml_entry(d, name);
}

static void
yaml_end(struct crm_doc *d)
{
	if (d->level[d->depth].n > 0)
		return;
	crm_puts(d->to, d->depth > 1 && !d->level[d->depth - 1].list ? " " : "");
	crm_puts(d->to, d->level[d->depth].list ? "[]\n" : "{}\n");
}

static void
yaml_leaf(struct crm_doc *d, const char *name, enum doc_leaf kind, struct io_text t)
{
	yaml_entry(d, name);
	crm_puts(d->to, name != NULL ? " " : "");
	if (kind == DOC_LITERAL)
		crm_put(d->to, t.p, t.n);
	else
		io_put_yaml(d->to, t.p, t.n, d->opt.tty);
	crm_putc(d->to, '\n');
}

const struct doc_ops io_doc_json = {
	.name = "json", .size = sizeof(struct crm_doc), .open = json_open, .end = json_end, .leaf = json_leaf,
};
const struct doc_ops io_doc_yaml = {
	.name = "yaml", .size = sizeof(struct crm_doc), .open = yaml_open, .end = yaml_end, .leaf = yaml_leaf,
};
