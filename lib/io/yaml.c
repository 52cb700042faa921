/* yaml.c - reads YAML: a list of maps, or documents that are a map or such a list each */
#include "io/quote.h"
#include "io/reader.h"

#include <string.h>
#include <yaml.h>

enum { DEPTH_MAX = 64 };

struct yaml {
	struct crm_reader r;
	yaml_parser_t parser;
	struct crm_err *err;         /* for the callback */
	int status;                  /* of the input */
	size_t fed;                  /* where in r.text the parser's bytes end; */
	size_t total;                /* all it got, */
	int64_t lines;               /* and the line ends among them */
	size_t chars;                /* characters before r.at: libyaml's marks count those */
	size_t doc;                  /* the mark of the document */
	bool list, flow;             /* inside a list, and of which style */
	/* the row being read: */
	bool bad;
	bool key;                    /* a key comes next */
	size_t depth, col, items;
};

/*
 * libyaml asks for text.  It gets a line at a time: a byte that it cannot read spoils all it has got, and the
 * rows before are to be read.  What the row has so far is kept, for its raw form.
 */
static int
feed(void *arg, unsigned char *buf, size_t size, size_t *got)
{
	struct yaml *y = arg;
	struct crm_reader *r = &y->r;
	size_t held = y->fed - r->at;
	const char *lf;

	y->status = CRM_OK;
	if (y->fed == r->text.n) {
		y->status = io_more(r, y->err);
		if (y->status == CRM_IO || y->status == CRM_DATA)
			return 0;
		y->fed = r->at + held;
	}
	*got = r->text.n - y->fed < size ? r->text.n - y->fed : size;
	if ((lf = memchr(r->text.p + y->fed, '\n', *got)) != NULL)
		*got = (size_t)(lf + 1 - r->text.p) - y->fed;
	memcpy(buf, r->text.p + y->fed, *got);
	y->fed += *got;
	y->total += *got;
	y->lines += io_newlines((char *)buf, *got);
	return 1;
}

static int64_t
line_of(const yaml_event_t *ev)
{
	return (int64_t)ev->start_mark.line + 1;
}

/* Where the text is no YAML.  libyaml reads ahead: of a byte that it cannot read it knows the offset only. */
static int64_t
problem_line(const struct yaml *y)
{
	const yaml_parser_t *p = &y->parser;
	size_t back = y->total - p->problem_offset;

	if (p->error != YAML_READER_ERROR || p->problem_offset > y->total || back > y->fed)
		return (int64_t)p->problem_mark.line + 1;
	return y->lines - io_newlines(y->r.text.p + y->fed - back, back) + 1;
}

/* The next event: CRM_OK, or why nothing can follow. */
static int
pull(struct yaml *y, yaml_event_t *ev, struct crm_err *err)
{
	const yaml_parser_t *p = &y->parser;

	y->err = err;
	if (yaml_parser_parse(&y->parser, ev))
		return CRM_OK;
	y->r.torn = true;
	if (y->status == CRM_IO || y->status == CRM_DATA)
		return y->status;
	return io_tear(&y->r, problem_line(y), err, "%s%s%s", p->context ? p->context : "",
	    p->context ? ": " : "", p->problem ? p->problem : "not readable");
}

/* Moves on to the character of a mark. */
static void
advance(struct yaml *y, size_t mark)
{
	const char *p = y->r.text.p + y->r.at, *end = y->r.text.p + y->fed;

	while (y->chars < mark && p < end) {
		for (p++; p < end && ((unsigned char)*p & 0xC0) == 0x80; p++)
			;
		y->chars++;
	}
	y->r.at = (size_t)(p - y->r.text.p);
}

static int
yaml_open(struct crm_reader *r, const struct crm_readopt *opt, struct crm_err *err)
{
	struct yaml *y = (struct yaml *)r;

	(void)opt;
	if (!yaml_parser_initialize(&y->parser))
		return crm_fail(err, CRM_NOMEM, NULL, "out of memory");
	yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&y->parser, feed, y);
	return CRM_OK;
}

static void
yaml_close(struct crm_reader *r)
{
	yaml_parser_delete(&((struct yaml *)r)->parser);
}

static bool
is_word(const char *p, size_t n, const char *words)
{
	for (; *words != '\0'; words += strlen(words) + 1)
		if (strlen(words) == n && memcmp(words, p, n) == 0)
			return true;
	return false;
}

/* A number is what JSON has for one; what else some reader takes for it (012, 1_000, 0x1F, .5) is text. */
static enum crm_cell_kind
kind_of(const char *p, size_t n)
{
	if (n == 0 || is_word(p, n, "~\0null\0Null\0NULL\0"))
		return CRM_CELL_NULL;
	if (is_word(p, n, "true\0True\0TRUE\0false\0False\0FALSE\0"))
		return CRM_CELL_BOOL;
	return io_is_number(p, n) ? CRM_CELL_NUMBER : CRM_CELL_TEXT;
}

/* The first complaint of a row; the rest of it is stepped over. */
static void
refuse(struct yaml *y, const yaml_event_t *ev, struct crm_err *err, const char *why)
{
	const char *name = y->depth > 0 && !y->key ? y->r.col[y->col] : NULL;
	char shown[256];

	if (name != NULL)
		io_bad(&y->r, line_of(ev), err, "field %s: %s", crm_quote(shown, name, strlen(name)), why);
	else
		io_bad(&y->r, line_of(ev), err, "%s", why);
	y->bad = true;
}

static void
scalar(struct yaml *y, const yaml_event_t *ev, struct crm_err *err)
{
	const char *p = (const char *)ev->data.scalar.value, *tag = (const char *)ev->data.scalar.tag;
	struct crm_cell *cell;
	size_t n = ev->data.scalar.length;
	enum crm_cell_kind kind = CRM_CELL_TEXT;

	if (memchr(p, '\0', n) != NULL)
		refuse(y, ev, err, "a NUL character");
	else if (tag != NULL && strcmp(tag, YAML_STR_TAG) != 0)
		refuse(y, ev, err, "tags are not read");
	if (y->bad)
		return;
	if (y->key) {
		y->bad = io_col(&y->r, line_of(ev), p, n, &y->col, err) != CRM_OK;
		y->key = false;
		return;
	}
	if (ev->data.scalar.plain_implicit)
		kind = kind_of(p, n);
	if (kind == CRM_CELL_BOOL) {
		p = *p == 't' || *p == 'T' ? "true" : "false";
		n = strlen(p);
	} else {
		n = kind == CRM_CELL_NULL ? 0 : n;
		p = crm_strndup(&y->r.arena, p, n);
	}
	cell = io_cell(&y->r, y->col, kind, p, n);
	cell->exact = true;
	cell->item = y->depth == 2;
	y->items++;
	y->key = y->depth == 1;
}

/* One event of a row that was not refused yet. */
static void
take(struct yaml *y, const yaml_event_t *ev, struct crm_err *err)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		if (ev->data.scalar.anchor != NULL)
			refuse(y, ev, err, "anchors are not read");
		else
			scalar(y, ev, err);
		break;
	case YAML_ALIAS_EVENT:
		refuse(y, ev, err, "aliases are not read");
		break;
	case YAML_SEQUENCE_START_EVENT:
		if (y->key || y->depth > 2)
			refuse(y, ev, err, "nested values are not read");
		else if (ev->data.sequence_start.anchor != NULL)
			refuse(y, ev, err, "anchors are not read");
		y->items = 0;
		break;
	case YAML_SEQUENCE_END_EVENT:
		if (y->items == 0)
			io_cell(&y->r, y->col, CRM_CELL_NULL, "", 0);
		y->key = true;
		break;
	case YAML_MAPPING_START_EVENT:
		refuse(y, ev, err, "nested values are not read");
		break;
	default:
		break;
	}
}

/* Over what is left of a line and the empty lines then, to the beginning of one. */
static void
skip_lines(struct yaml *y)
{
	const char *begin = y->r.text.p + y->r.at, *end = y->r.text.p + y->fed, *p = begin, *lf;

	while ((lf = memchr(p, '\n', (size_t)(end - p))) != NULL && strspn(p, " \t\r") == (size_t)(lf - p))
		p = lf + 1;
	y->chars += (size_t)(p - begin);
	y->r.at += (size_t)(p - begin);
}

/*
 * What the row came as: from the line of its dash, or with the "---" of its document, so that such texts one
 * after another are YAML again.
 */
static bool
slice(struct yaml *y, struct crm_row *row, size_t from, size_t to, struct crm_err *err)
{
	const char *p, *end;
	struct crm_buf buf = { 0 };
	bool ok;

	if (!y->list || y->flow)
		advance(y, y->list ? from : y->doc);
	else
		skip_lines(y);
	p = y->r.text.p + y->r.at;
	advance(y, to);
	end = y->r.text.p + y->r.at;
	while (end > p && strchr(" \t\r\n", end[-1]) != NULL) {
		end--;
		y->chars--;
	}
	y->r.at = (size_t)(end - y->r.text.p);
	if (y->list && y->flow) {
		crm_puts(&buf, "- ");
		crm_put(&buf, p, (size_t)(end - p));
		p = crm_strndup(&y->r.arena, buf.p, buf.n);
		end = p + buf.n;
	}
	ok = io_row_raw(&y->r, row, p, (size_t)(end - p), err);
	crm_buf_free(&buf);
	return ok;
}

/* Reads the map whose start is in *ev. */
static int
read_map(struct yaml *y, struct crm_row *row, yaml_event_t *ev, struct crm_err *err)
{
	size_t from = ev->start_mark.index, to;
	int rc;

	y->r.line = line_of(ev);
	io_row_begin(&y->r, row);
	y->bad = false;
	y->key = true;
	y->depth = 1;
	if (ev->data.mapping_start.anchor != NULL)
		refuse(y, ev, err, "anchors are not read");
	while (y->depth > 0) {
		yaml_event_delete(ev);
		rc = y->depth <= DEPTH_MAX ? pull(y, ev, err) :
		    io_tear(&y->r, y->r.line, err, "nested too deeply");
		if (rc != CRM_OK) {
			row->raw = y->r.text.p + y->r.at;
			row->nraw = y->r.text.n - y->r.at;
			return rc;
		}
		if (ev->type == YAML_SEQUENCE_START_EVENT || ev->type == YAML_MAPPING_START_EVENT)
			y->depth++;
		if (!y->bad)
			take(y, ev, err);
		if (ev->type == YAML_SEQUENCE_END_EVENT || ev->type == YAML_MAPPING_END_EVENT)
			y->depth--;
	}
	to = ev->end_mark.index;
	return slice(y, row, from, to, err) && !y->bad ? io_row_done(&y->r, row) : CRM_DATA;
}

/* Stepping through what stands around the maps: CRM_OK to go on, else what next gives. */
static int
around(struct yaml *y, struct crm_row *row, yaml_event_t *ev, struct crm_err *err)
{
	switch (ev->type) {
	case YAML_STREAM_END_EVENT:
	case YAML_NO_EVENT:             /* asked again after the end */
		return CRM_DONE;
	case YAML_DOCUMENT_START_EVENT:
		y->doc = ev->start_mark.index;
		return CRM_OK;
	case YAML_MAPPING_START_EVENT:
		return read_map(y, row, ev, err);
	case YAML_SEQUENCE_START_EVENT:
		if (y->list || ev->data.sequence_start.anchor != NULL)
			break;
		y->list = true;
		y->flow = ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
		advance(y, ev->start_mark.index);
		for (; y->r.at > 0 && y->r.text.p[y->r.at - 1] == ' '; y->r.at--)    /* its indentation */
			y->chars--;
		return CRM_OK;
	case YAML_SEQUENCE_END_EVENT:
		y->list = false;
		return CRM_OK;
	case YAML_SCALAR_EVENT:
		if (!y->list && ev->data.scalar.plain_implicit && ev->data.scalar.anchor == NULL &&
		    kind_of((char *)ev->data.scalar.value, ev->data.scalar.length) == CRM_CELL_NULL)
			return CRM_OK;      /* an empty document */
		break;
	case YAML_ALIAS_EVENT:
		break;
	default:
		return CRM_OK;
	}
	return io_tear(&y->r, line_of(ev), err, "a map, or a list of maps, was expected");
}

static int
yaml_next(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	struct yaml *y = (struct yaml *)r;
	yaml_event_t ev;
	int rc = CRM_OK;

	while (rc == CRM_OK) {
		if ((rc = pull(y, &ev, err)) != CRM_OK)
			return rc;
		rc = around(y, row, &ev, err);
		yaml_event_delete(&ev);
	}
	return rc;
}

const struct reader_ops io_read_yaml = {
	.name = "yaml", .endings = ".yaml .yml", .size = sizeof(struct yaml), .open = yaml_open,
	.next = yaml_next, .close = yaml_close,
};
