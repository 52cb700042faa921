/*
 * json.c - reads JSON: arrays of objects, objects one after another, or an object a line
 *
 * Each object is cut out of the text first and parsed by yajl then.  So its bytes are at hand for
 * rejects, a file of any size needs the memory of one object, and a bad line does not spoil the next.
 */
#include "io/reader.h"

#include <string.h>
#include <yajl/yajl_parse.h>

struct json {
	struct crm_reader r;
	yajl_handle yajl;
	bool array, first;           /* inside [ ]; no element yet */
	int64_t arrayline;
	/* the object being parsed: */
	const struct crm_row *row;
	struct crm_err *err;
	int depth;                   /* 1 in the object, 2 in a list of it */
	bool whole;                  /* it has ended */
	bool told;                   /* a complaint was made */
	size_t col, items;
};

/* Refuses a value: the parser stops. */
static int
refuse(struct json *j, const char *why)
{
	char shown[256];
	const char *name;

	j->told = true;
	if (j->depth == 0) {
		io_bad(&j->r, j->row->line, j->err, "%s", why);
	} else {
		name = j->r.col[j->col];
		crm_quote(shown, name, strlen(name));
		io_bad(&j->r, j->row->line, j->err, "field %s: %s", shown, why);
	}
	return 0;
}

static int
value(struct json *j, enum crm_cell_kind kind, const char *p, size_t n)
{
	struct crm_cell *cell;
	char *own;

	if (j->depth == 0)
		return refuse(j, "an object was expected");
	/* What yajl had to decode stands in its own buffer, and only for this call. */
	if (n > 0 && kind != CRM_CELL_BOOL && (p < j->row->raw || p >= j->row->raw + j->row->nraw)) {
		own = crm_strndup(&j->r.arena, p, n);
		p = own;
	}
	cell = io_cell(&j->r, j->col, kind, p, n);
	cell->exact = true;
	cell->item = j->depth == 2;
	j->items++;
	return 1;
}

static int
on_null(void *arg)
{
	return value(arg, CRM_CELL_NULL, "", 0);
}

static int
on_bool(void *arg, int yes)
{
	return value(arg, CRM_CELL_BOOL, yes ? "true" : "false", yes ? 4 : 5);
}

static int
on_number(void *arg, const char *p, size_t n)
{
	return value(arg, CRM_CELL_NUMBER, p, n);
}

static int
on_string(void *arg, const unsigned char *p, size_t n)
{
	return value(arg, CRM_CELL_TEXT, (const char *)p, n);
}

static int
on_map(void *arg)
{
	struct json *j = arg;

	if (j->depth > 0)
		return refuse(j, "nested values are not read");
	if (j->whole)
		return refuse(j, "one object was expected");
	j->depth = 1;
	return 1;
}

static int
on_key(void *arg, const unsigned char *p, size_t n)
{
	struct json *j = arg;

	j->told = io_col(&j->r, j->row->line, (const char *)p, n, &j->col, j->err) != CRM_OK;
	return !j->told;
}

static int
on_map_end(void *arg)
{
	struct json *j = arg;

	j->depth = 0;
	j->whole = true;
	return 1;
}

static int
on_array(void *arg)
{
	struct json *j = arg;

	if (j->depth == 0)
		return refuse(j, "an object was expected");
	if (j->depth == 2)
		return refuse(j, "nested values are not read");
	j->depth = 2;
	j->items = 0;
	return 1;
}

static int
on_array_end(void *arg)
{
	struct json *j = arg;

	j->depth = 1;
	return j->items > 0 || value(j, CRM_CELL_NULL, "", 0);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null, .yajl_boolean = on_bool, .yajl_number = on_number, .yajl_string = on_string,
	.yajl_start_map = on_map, .yajl_map_key = on_key, .yajl_end_map = on_map_end,
	.yajl_start_array = on_array, .yajl_end_array = on_array_end,
};

/* The four hexadecimal digits at p, or -1. */
static int
hex4(const char *p, const char *end)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *d;
	int v = 0;

	for (int i = 0; i < 4; i++, p++) {
		if (p >= end || *p == '\0' || (d = strchr(digits, *p)) == NULL)
			return -1;
		v = v << 4 | (int)((d - digits) & 15);
	}
	return v;
}

/* yajl turns half a surrogate pair into a question mark and \u0000 into a NUL: what is wrong, or NULL. */
static const char *
bad_escape(const char *p, size_t n)
{
	const char *end = p + n;
	int v;

	while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL && end - p > 1) {
		p += 2;
		if (p[-1] != 'u' || (v = hex4(p, end)) == -1)
			continue;
		if (v == 0)
			return "\\u0000 is not read";
		if ((v & 0xFC00) == 0xDC00)
			return "half a surrogate pair";
		p += 4;
		if ((v & 0xFC00) != 0xD800)
			continue;
		if (end - p < 6 || p[0] != '\\' || p[1] != 'u' || (hex4(p + 2, end) & ~0x3FF) != 0xDC00)
			return "half a surrogate pair";
		p += 6;
	}
	return NULL;
}

/* A parser that has stopped cannot go on: the next object gets a new one. */
static void
renew(struct json *j)
{
	if (j->yajl != NULL)
		yajl_free(j->yajl);
	j->yajl = yajl_alloc(&callbacks, NULL, j);
	yajl_config(j->yajl, yajl_allow_multiple_values, 1);
	yajl_config(j->yajl, yajl_dont_validate_strings, 1);     /* the whole row was checked */
}

/* Where yajl stopped and why.  In a line that is all; within one text nothing after it can be trusted. */
static int
broken(struct json *j, const struct crm_row *row, struct crm_err *err)
{
	size_t at = yajl_get_bytes_consumed(j->yajl);
	int64_t line = row->line + io_newlines(row->raw, at < row->nraw ? at : row->nraw);
	unsigned char *why = yajl_get_error(j->yajl, 0, NULL, 0);

	j->r.torn = j->r.ops == &io_read_json;
	io_bad(&j->r, line, err, "%.*s", (int)strcspn((char *)why, "\n"), (char *)why);
	yajl_free_error(j->yajl, why);
	return CRM_DATA;
}

/* Turns the text of row->raw into cells. */
static int
parse(struct json *j, struct crm_row *row, struct crm_err *err)
{
	const char *why = bad_escape(row->raw, row->nraw);
	yajl_status st;

	if (why != NULL)
		return io_bad(&j->r, row->line, err, "%s", why);
	j->row = row;
	j->err = err;
	j->depth = 0;
	j->whole = j->told = false;
	st = yajl_parse(j->yajl, (const unsigned char *)row->raw, row->nraw);
	if (st == yajl_status_ok)       /* a number at the end is one only now */
		st = yajl_parse(j->yajl, (const unsigned char *)"\n", 1);
	if (st == yajl_status_ok && j->whole && j->depth == 0)
		return io_row_done(&j->r, row);
	if (st == yajl_status_ok)
		io_bad(&j->r, row->line, err, "%s",
		    j->depth == 0 ? "an object was expected" : "the object does not end");
	else if (!j->told)
		broken(j, row, err);
	renew(j);
	return CRM_DATA;
}

static int
json_open(struct crm_reader *r, const struct crm_readopt *opt, struct crm_err *err)
{
	(void)opt;
	(void)err;
	renew((struct json *)r);
	return CRM_OK;
}

static void
json_close(struct crm_reader *r)
{
	if (((struct json *)r)->yajl != NULL)
		yajl_free(((struct json *)r)->yajl);
}

/*
 * Steps over blanks; CRM_ROW: *p is what comes then.
 */
static int
peek(struct crm_reader *r, const char **p, struct crm_err *err)
{
	int rc;

	for (;; r->at++) {
		while (r->at == r->text.n)
			if ((rc = io_more(r, err)) != CRM_ROW)
				return rc;
		*p = r->text.p + r->at;
		if (**p == '\n')
			r->line++;
		else if (**p != ' ' && **p != '\t' && **p != '\r')
			return CRM_ROW;
	}
}

/* Where the object that begins at p ends, or NULL: not within this text. */
static const char *
object_end(const char *p, const char *end)
{
	size_t depth = 0;

	for (; p < end; p++) {
		switch (*p) {
		case '"':
			for (p++; p < end && *p != '"'; p++)
				p += *p == '\\';
			break;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			if (--depth == 0)
				return p + 1;
			break;
		}
	}
	return NULL;
}

/* Comes to the next object: CRM_ROW, CRM_DONE, CRM_DATA when something else is there. */
static int
seek(struct json *j, const char **p, struct crm_err *err)
{
	struct crm_reader *r = &j->r;
	bool comma = false;
	int rc;

	while ((rc = peek(r, p, err)) == CRM_ROW) {
		if (**p == '{' && (!j->array || j->first || comma)) {
			j->first = false;
			return CRM_ROW;
		}
		if (**p == '[' && !j->array) {
			j->array = j->first = true;
			j->arrayline = r->line;
		} else if (**p == ']' && j->array && !comma) {
			j->array = false;
		} else if (**p == ',' && j->array && !j->first && !comma) {
			comma = true;
		} else {
			return io_tear(r, r->line, err, j->array && !j->first && !comma ?
			    "a comma or ] was expected" : "an object was expected");
		}
		r->at++;
	}
	if (rc == CRM_DONE && j->array)
		return io_tear(r, j->arrayline, err, "the array that begins here does not end");
	return rc;
}

static int
json_next(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	struct json *j = (struct json *)r;
	const char *p = NULL, *end;
	int64_t line;
	int rc = seek(j, &p, err);

	if (rc != CRM_ROW)
		return rc;
	io_row_begin(r, row);
	while ((end = object_end(p, r->text.p + r->text.n)) == NULL) {
		rc = io_more(r, err);
		p = r->text.p + r->at;
		if (rc == CRM_ROW)
			continue;
		row->raw = p;
		row->nraw = r->text.n - r->at;
		if (rc == CRM_DONE)
			rc = io_tear(r, r->line, err, "the object that begins here does not end");
		return rc;
	}
	r->at += (size_t)(end - p);
	line = r->line + io_newlines(p, (size_t)(end - p));
	rc = CRM_DATA;
	if (io_row_raw(r, row, p, (size_t)(end - p), err))
		rc = parse(j, row, err);
	r->line = line;
	return rc;
}

static int
jsonl_next(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	int rc;

	do
		rc = io_row_line(r, row, err);
	while (rc == CRM_ROW && strspn(row->raw, " \t\r") >= row->nraw);
	return rc == CRM_ROW ? parse((struct json *)r, row, err) : rc;
}

const struct reader_ops io_read_json = {
	.name = "json", .endings = ".json", .size = sizeof(struct json), .open = json_open, .next = json_next,
	.close = json_close,
};
const struct reader_ops io_read_jsonl = {
	.name = "jsonl", .endings = ".jsonl .ndjson", .size = sizeof(struct json), .open = json_open,
	.next = jsonl_next, .close = json_close,
};
