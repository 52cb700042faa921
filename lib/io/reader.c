/* reader.c - the formats that can be read, and what their readers share */
#include "io/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct reader_ops *const readers[] = {
	&io_read_csv, &io_read_tsv, &io_read_json, &io_read_jsonl, &io_read_yaml, &io_read_lines,
};
enum { NREADER = sizeof readers / sizeof *readers };

static const struct reader_ops *
by_name(const char *format)
{
	for (size_t i = 0; i < NREADER; i++)
		if (strcmp(readers[i]->name, format) == 0)
			return readers[i];
	return NULL;
}

static const struct reader_ops *
by_ending(const char *name)
{
	const char *dot = strrchr(name, '.'), *p;
	size_t n = dot == NULL ? 0 : strlen(dot);

	for (size_t i = 0; n > 1 && i < NREADER; i++)
		for (p = readers[i]->endings; *p != '\0'; p += strcspn(p, " "), p += strspn(p, " "))
			if (strcspn(p, " ") == n && strncasecmp(p, dot, n) == 0)
				return readers[i];
	return NULL;
}

/* What no name tells: JSON and YAML by their first signs, a list by what stands between its cells. */
static const struct reader_ops *
by_text(const char *p)
{
	size_t line;

	p += strspn(p, " \t\r\n");
	line = strcspn(p, "\r\n");
	if (*p == '[' || (*p == '{' && line == 1))
		return &io_read_json;
	if (*p == '{')
		return &io_read_jsonl;
	if (strncmp(p, "---", 3) == 0 || (strncmp(p, "- ", 2) == 0 && memchr(p, ':', line) != NULL))
		return &io_read_yaml;
	if (memchr(p, '\t', line) != NULL)
		return &io_read_lines;
	return memchr(p, ',', line) != NULL || memchr(p, ';', line) != NULL ? &io_read_csv : &io_read_lines;
}

/* Reads until there is a line, for by_text(). */
static int
begin_text(struct crm_input *in, struct crm_buf *text, struct crm_err *err)
{
	int rc = CRM_ROW;

	*crm_reserve(text, 1 << 17) = '\0';
	while (rc == CRM_ROW && text->p[strspn(text->p, " \t\r\n")] == '\0' && text->n < IO_FIELD_MAX)
		rc = io_input_fill(in, text, err);
	while (rc == CRM_ROW && memchr(text->p, '\n', text->n) == NULL && text->n < IO_FIELD_MAX)
		rc = io_input_fill(in, text, err);
	return rc == CRM_DONE || rc == CRM_ROW ? CRM_OK : rc;
}

static const struct reader_ops *
find(const char *format, const char *name, struct crm_err *err)
{
	const struct reader_ops *ops = format != NULL ? by_name(format) : by_ending(name);
	char known[128] = "", shown[256];

	if (ops != NULL)
		return ops;
	for (size_t i = 0; i < NREADER; i++)
		snprintf(known + strlen(known), sizeof known - strlen(known), " %s", readers[i]->name);
	if (format != NULL)
		crm_fail(err, CRM_USAGE, NULL, "unknown input format %s; known:%s",
		    crm_quote(shown, format, strlen(format)), known);
	else
		crm_fail(err, CRM_USAGE, name, "the name does not tell the format; known:%s", known);
	return NULL;
}

int
crm_reader_open(struct crm_reader **out, struct crm_input *in, const char *format,
    const struct crm_readopt *opt, struct crm_err *err)
{
	static const struct crm_readopt none;
	const struct reader_ops *ops = NULL;
	struct crm_buf text = { 0 };
	struct crm_reader *r;
	int rc = CRM_OK;

	*out = NULL;
	if (opt == NULL)
		opt = &none;
	if (opt->encoding != NULL)
		rc = io_input_encoding(in, opt->encoding, err);
	if (rc == CRM_OK && opt->sniff && format == NULL && by_ending(crm_input_name(in)) == NULL) {
		if ((rc = begin_text(in, &text, err)) == CRM_OK)
			ops = by_text(text.p);
	} else if (rc == CRM_OK && (ops = find(format, crm_input_name(in), err)) == NULL)
		rc = CRM_USAGE;
	if (rc != CRM_OK) {
		crm_buf_free(&text);
		crm_input_close(in);
		return rc;
	}
	r = memset(crm_xmalloc(ops->size), 0, ops->size);
	r->ops = ops;
	r->in = in;
	r->line = 1;
	r->text = text;
	if (text.p == NULL)
		*crm_reserve(&r->text, 1 << 17) = '\0';
	rc = ops->open(r, opt, err);
	if (rc != CRM_OK) {
		crm_reader_close(r);
		r = NULL;
	}
	*out = r;
	return rc;
}

void
crm_reader_close(struct crm_reader *r)
{
	if (r == NULL)
		return;
	if (r->ops->close != NULL)
		r->ops->close(r);
	crm_input_close(r->in);
	crm_buf_free(&r->text);
	crm_arena_free(&r->names);
	crm_arena_free(&r->arena);
	crm_map_free(&r->bycol);
	free(r->col);
	free(r->seen);
	free(r->cell);
	free(r);
}

int
crm_reader_next(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	int rc;

	*row = (struct crm_row){ .line = r->line };
	if (r->torn)
		return CRM_DONE;
	rc = r->ops->next(r, row, err);
	if (rc == CRM_IO)
		r->torn = true;
	return rc;
}

bool
crm_reader_torn(const struct crm_reader *r)
{
	return r->torn;
}

size_t
crm_reader_ncol(const struct crm_reader *r)
{
	return r->ncol;
}

const char *
crm_reader_col(const struct crm_reader *r, unsigned col)
{
	CRM_BUG_IF(col >= r->ncol);
	return r->col[col];
}

const char *
crm_reader_head(const struct crm_reader *r, size_t *n)
{
	*n = r->nhead;
	return r->head;
}

void
crm_reader_about(const struct crm_reader *r, struct crm_buf *buf)
{
	crm_putf(buf, "%s, ", r->ops->name);
	io_input_about(r->in, buf);
	if (r->ops->about != NULL)
		r->ops->about(r, buf);
}

const struct crm_input *
crm_reader_input(const struct crm_reader *r)
{
	return r->in;
}

int
io_more(struct crm_reader *r, struct crm_err *err)
{
	size_t have = r->text.n - r->at;
	int rc;

	if (r->end)
		return CRM_DONE;
	if (have > IO_ROW_MAX)
		return io_tear(r, r->line, err, "what begins here does not end within %d MiB",
		    IO_ROW_MAX >> 20);
	memmove(r->text.p, r->text.p + r->at, have);
	r->text.n = have;
	r->text.p[have] = '\0';
	r->at = 0;
	do
		rc = io_input_fill(r->in, &r->text, err);
	while (rc == CRM_ROW && r->text.n < 2 * have);
	r->end = rc == CRM_DONE;
	return r->end && r->text.n > have ? CRM_ROW : rc;
}

void
io_row_begin(struct crm_reader *r, struct crm_row *row)
{
	crm_arena_reset(&r->arena);
	r->ncell = 0;
	r->row++;
	row->line = r->line;
}

/* Says which byte it is that cannot be, for one who has to find it. */
static int
bad_byte(struct crm_reader *r, const char *p, size_t at, struct crm_err *err)
{
	int64_t line = r->line + io_newlines(p, at);
	size_t from = at;
	char shown[256];

	while (from > 0 && at - from < 20 && p[from - 1] != '\n')
		from--;
	while (from < at && ((unsigned char)p[from] & 0xC0) == 0x80)
		from++;
	if (p[at] == '\0')
		return io_bad(r, line, err, "a NUL byte after %s", crm_quote(shown, p + from, at - from));
	return io_bad(r, line, err, "not UTF-8: byte 0x%02X after %s", (unsigned char)p[at],
	    crm_quote(shown, p + from, at - from));
}

bool
io_row_raw(struct crm_reader *r, struct crm_row *row, const char *p, size_t n, struct crm_err *err)
{
	size_t at;

	row->raw = p;
	row->nraw = n;
	if (crm_utf8_ok(p, n, &at))
		return true;
	bad_byte(r, p, at, err);
	return false;
}

int
io_row_line(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	const char *p, *lf = NULL;
	size_t n, done = 0;
	int rc = CRM_ROW;

	io_row_begin(r, row);
	for (;;) {
		p = r->text.p + r->at;
		n = r->text.n - r->at;
		lf = n > done ? memchr(p + done, '\n', n - done) : NULL;
		if (lf == NULL && rc == CRM_ROW) {
			done = n;
			if ((rc = io_more(r, err)) == CRM_ROW || rc == CRM_DONE)
				continue;
			return rc;
		}
		if (lf == NULL && n == 0)
			return CRM_DONE;
		if (lf != NULL)
			n = (size_t)(lf - p);
		r->at += n + (lf != NULL);
		row->line = r->line;
		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (n > 0)
			break;
		r->line++;
		done = 0;
	}
	rc = io_row_raw(r, row, p, n, err) ? CRM_ROW : CRM_DATA;
	r->line++;
	return rc;
}

struct crm_cell *
io_cell(struct crm_reader *r, size_t col, enum crm_cell_kind kind, const char *p, size_t n)
{
	if (r->ncell == r->maxcell) {
		r->maxcell = 2 * r->maxcell + 16;
		r->cell = crm_xrealloc(r->cell, r->maxcell * sizeof *r->cell);
	}
	r->cell[r->ncell] = (struct crm_cell){ .col = (unsigned)col, .kind = kind, .p = p, .n = n };
	return &r->cell[r->ncell++];
}

int
io_row_done(struct crm_reader *r, struct crm_row *row)
{
	row->cell = r->cell;
	row->n = r->ncell;
	return CRM_ROW;
}

int
io_col_add(struct crm_reader *r, int64_t line, const char *p, size_t n, struct crm_err *err)
{
	if (r->ncol == IO_COL_MAX)
		return io_bad(r, line, err, "more than %d different columns", IO_COL_MAX);
	if (r->ncol == r->maxcol) {
		r->maxcol = 2 * r->maxcol + 32;
		r->col = crm_xrealloc(r->col, r->maxcol * sizeof *r->col);
		r->seen = crm_xrealloc(r->seen, r->maxcol * sizeof *r->seen);
	}
	crm_map_put(&r->bycol, p, n, (int64_t)r->ncol);
	r->seen[r->ncol] = 0;
	r->col[r->ncol++] = crm_strndup(&r->names, p, n);
	return CRM_OK;
}

int
io_col_number(struct crm_reader *r, int64_t line, struct crm_err *err)
{
	char *name = crm_sprintf(&r->names, "%zu", r->ncol + 1);

	return io_col_add(r, line, name, strlen(name), err);
}

int
io_col(struct crm_reader *r, int64_t line, const char *p, size_t n, size_t *col, struct crm_err *err)
{
	char shown[256];
	int64_t at = (int64_t)r->ncol;
	int rc;

	if (n == 0)
		return io_bad(r, line, err, "a field without a name");
	if (!crm_map_get(&r->bycol, p, n, &at) && (rc = io_col_add(r, line, p, n, err)) != CRM_OK)
		return rc;
	if (r->seen[at] == r->row)
		return io_bad(r, line, err, "field %s is there twice", crm_quote(shown, p, n));
	r->seen[at] = r->row;
	*col = (size_t)at;
	return CRM_OK;
}

static int
complain(const struct crm_reader *r, int64_t line, struct crm_err *err, const char *fmt, va_list ap)
{
	const char *name = crm_input_name(r->in);
	char where[600], msg[600];

	if (strcmp(name, "-") == 0)
		name = "stdin";
	snprintf(where, sizeof where, "%.500s:%lld", name, (long long)line);
	vsnprintf(msg, sizeof msg, fmt, ap);
	return crm_fail(err, CRM_DATA, where, "%s", msg);
}

int
io_bad(const struct crm_reader *r, int64_t line, struct crm_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(r, line, err, fmt, ap);
	va_end(ap);
	return CRM_DATA;
}

int
io_tear(struct crm_reader *r, int64_t line, struct crm_err *err, const char *fmt, ...)
{
	va_list ap;

	r->torn = true;
	va_start(ap, fmt);
	complain(r, line, err, fmt, ap);
	va_end(ap);
	return CRM_DATA;
}

int64_t
io_newlines(const char *p, size_t n)
{
	const char *end = p + n;
	int64_t k = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		k++;
	}
	return k;
}
