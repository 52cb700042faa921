/* csv.c - reads comma-separated values, RFC 4180, also between semicolons or tabs */
#include "io/reader.h"

#include <string.h>

/* What ends a run of plain bytes.  A NUL stands behind the text, so that one look finds its end too. */
enum { PLAIN, STOP };

struct csv {
	struct crm_reader r;
	char delim;
	bool crlf, bare;
	unsigned char stop[256];
	/* the record being cut: */
	size_t n;                    /* its fields */
	bool quoted;
	const char *why;             /* what is wrong with it first, */
	int64_t badline;             /* and where */
};

enum cut { CUT, MORE, TORN };

/* Where the line ends that p is in, or NULL. */
static const char *
line_end(const char *p, const char *end)
{
	return p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
}

static void
field(struct csv *c, const char *p, size_t n, bool doubled)
{
	bool quoted = p > c->r.text.p && p[-1] == '"';
	char *own, *w;

	if (n > IO_FIELD_MAX && c->why == NULL) {
		c->why = "a field of more than 16 MiB";
		c->badline = c->r.line;
	}
	if (doubled) {
		own = w = crm_alloc(&c->r.arena, n);
		for (const char *end = p + n; p < end; p += *p == '"' ? 2 : 1)
			*w++ = *p;
		p = own;
		n = (size_t)(w - own);
	}
	if (c->n < (c->r.ncol > 0 ? c->r.ncol : IO_COL_MAX + 1))
		io_cell(&c->r, c->n, CRM_CELL_TEXT, p, n)->exact = quoted;
	c->n++;
}

/* Complains about the record at p, once; the rest of its line is given up. */
static const char *
spoil(struct csv *c, const char *p, const char *why)
{
	const char *begin = c->r.text.p + c->r.at, *lf = line_end(p, c->r.text.p + c->r.text.n);

	c->why = why;
	c->badline = c->r.line + io_newlines(begin, (size_t)(p - begin));
	return lf;
}

/*
 * Cuts the field that opens at p and sets *next to what ended it: a delimiter, a line feed, or the
 * end of the text.
 */
static enum cut
cut_quoted(struct csv *c, const char *p, const char *end, const char **next)
{
	const char *open = p++, *q;
	bool doubled = false;

	c->quoted = true;
	while ((q = p < end ? memchr(p, '"', (size_t)(end - p)) : NULL) != NULL && q[1] == '"') {
		doubled = true;
		p = q + 2;
	}
	if (!c->r.end && (q == NULL || end - q < 3))     /* "", CR and LF may be still to come */
		return MORE;
	if (q == NULL) {
		spoil(c, open, "the quote opened here never closes");
		return TORN;
	}
	field(c, open + 1, (size_t)(q - open - 1), doubled);
	p = q + 1;
	if (*p == '\r' && (p[1] == '\n' || p + 1 == end))
		p++;
	if (p < end && *p != c->delim && *p != '\n')
		p = spoil(c, p, "text after a closing quote");
	*next = p;
	return p == NULL && !c->r.end ? MORE : CUT;
}

static enum cut
cut_plain(struct csv *c, const char *p, const char *end, const char **next)
{
	const char *from = p, *to;

	while (c->stop[(unsigned char)*p] == PLAIN || (*p == '\0' && p < end))
		p++;
	if (*p == '"')
		p = spoil(c, p, "a quote inside a field that is not quoted");
	*next = p;
	if ((p == NULL || p == end) && !c->r.end)
		return MORE;
	if (p != NULL) {
		to = p > from && p[-1] == '\r' && *p != c->delim ? p - 1 : p;
		field(c, from, (size_t)(to - from), false);
	}
	return CUT;
}

/* Cuts the record at p; *next is where its last line ends. */
static enum cut
cut_record(struct csv *c, const char *p, const char *end, const char **next)
{
	enum cut got;

	c->n = c->r.ncell = 0;
	c->quoted = false;
	c->why = NULL;
	for (;; p = *next + 1) {
		got = *p == '"' ? cut_quoted(c, p, end, next) : cut_plain(c, p, end, next);
		if (got != CUT)
			return got;
		if (*next == NULL)
			*next = end;
		if (*next == end || **next == '\n')
			break;
	}
	return CUT;
}

/*
 * Makes the next record that is no blank line: CRM_ROW, CRM_DATA, CRM_DONE.
 */
static int
next_record(struct csv *c, struct crm_row *row, struct crm_err *err)
{
	struct crm_reader *r = &c->r;
	const char *begin, *end, *next = NULL;
	enum cut got;
	size_t n;
	int rc;

	for (;;) {
		io_row_begin(r, row);
		begin = r->text.p + r->at;
		end = r->text.p + r->text.n;
		got = begin < end ? cut_record(c, begin, end, &next) : r->end ? CUT : MORE;
		if (got == MORE) {
			if ((rc = io_more(r, err)) != CRM_ROW && rc != CRM_DONE)
				return rc;
			continue;
		}
		if (begin == end)
			return CRM_DONE;
		if (got == TORN)
			next = end;
		n = (size_t)(next - begin);
		r->at += n + (next < end);
		if (n > 0 && begin[n - 1] == '\r')
			n--;
		if (n > 0)
			break;
		r->line++;
	}
	if (got == TORN) {
		row->raw = begin;
		row->nraw = n;
		return io_tear(r, c->badline, err, "%s", c->why);
	}
	rc = io_row_raw(r, row, begin, n, err) ? CRM_ROW : CRM_DATA;
	if (rc == CRM_ROW && c->why != NULL)
		rc = io_bad(r, c->badline, err, "%s", c->why);
	r->line += 1 + (c->quoted ? io_newlines(begin, n) : 0);
	return rc;
}

static int
csv_next(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	struct csv *c = (struct csv *)r;
	int rc = next_record(c, row, err);

	if (rc != CRM_ROW)
		return rc;
	if (c->bare && r->ncol == 0)
		while (r->ncol < c->n)
			if (io_col_number(r, row->line, err) != CRM_OK)
				return CRM_DATA;
	if (c->n != r->ncol)
		return io_bad(r, row->line, err, c->bare ? "%zu field%s where the first line has %zu"
		    : "%zu field%s where the header has %zu", c->n,
		    c->n == 1 ? "" : "s", r->ncol);
	return io_row_done(r, row);
}

/*
 * The delimiter is the one that the first record has most of outside quotes; the earlier of , ; tab
 * when that does not tell.
 */
static int
sniff(struct csv *c, struct crm_err *err)
{
	static const char known[] = ",;\t";
	size_t count[3] = { 0 }, at = 0, best = 0;
	bool quoted = false, begun = false;
	const char *k;
	int rc = CRM_ROW;
	char ch;

	for (;; at++) {
		while (at == c->r.text.n && rc == CRM_ROW)
			rc = io_more(&c->r, err);
		if (rc == CRM_IO || rc == CRM_DATA)
			return rc;
		ch = at < c->r.text.n ? c->r.text.p[at] : '\n';
		if (ch == '\n' && !quoted && begun)
			break;
		if (at == c->r.text.n)
			break;
		begun |= ch != '\n' && ch != '\r';
		quoted ^= ch == '"';
		if (!quoted && ch != '\0' && (k = strchr(known, ch)) != NULL)
			count[k - known]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	c->delim = known[best];
	return CRM_OK;
}

/* The header names the columns, each once. */
static int
read_header(struct csv *c, struct crm_err *err)
{
	struct crm_reader *r = &c->r;
	struct crm_row row;
	char shown[256];
	int rc = next_record(c, &row, err);

	if (rc == CRM_DONE)
		return CRM_OK;
	if (rc != CRM_ROW)
		return rc;
	rc = CRM_OK;
	for (size_t i = 0; rc == CRM_OK && i < r->ncell; i++) {
		const struct crm_cell *name = &r->cell[i];
		int64_t first;

		if (strspn(name->p, " ") >= name->n)
			rc = io_bad(r, row.line, err, "column %zu has no name", i + 1);
		else if (crm_map_get(&r->bycol, name->p, name->n, &first))
			rc = io_bad(r, row.line, err, "columns %d and %zu are both named %s", (int)first + 1,
			    i + 1, crm_quote(shown, name->p, name->n));
		else
			rc = io_col_add(r, row.line, name->p, name->n, err);
	}
	r->head = crm_strndup(&r->names, row.raw, row.nraw);
	r->nhead = row.nraw;
	c->crlf = r->at >= 2 && r->text.p[r->at - 2] == '\r';
	return rc;
}

static int
csv_open(struct crm_reader *r, const struct crm_readopt *opt, struct crm_err *err)
{
	struct csv *c = (struct csv *)r;
	int rc = CRM_OK;

	c->delim = opt->delimiter != 0 ? opt->delimiter : r->ops == &io_read_tsv ? '\t' : 0;
	if (c->delim == 0)
		rc = sniff(c, err);
	else if (c->delim == '"' || c->delim == '\n' || c->delim == '\r')
		rc = crm_fail(err, CRM_USAGE, "delimiter",
		    "a quote or a line end cannot stand between fields");
	c->stop[0] = c->stop['"'] = c->stop['\n'] = c->stop[(unsigned char)c->delim] = STOP;
	c->bare = opt->bare;
	return rc != CRM_OK || c->bare ? rc : read_header(c, err);
}

static void
csv_about(const struct crm_reader *r, struct crm_buf *buf)
{
	const struct csv *c = (const struct csv *)r;

	if (c->delim == '\t')
		crm_puts(buf, ", delimiter tab");
	else
		crm_putf(buf, ", delimiter '%c'", c->delim);
	crm_puts(buf, c->crlf ? ", CRLF" : ", LF");
}

const struct reader_ops io_read_csv = {
	.name = "csv", .endings = ".csv", .size = sizeof(struct csv), .open = csv_open, .next = csv_next,
	.about = csv_about,
};
const struct reader_ops io_read_tsv = {
	.name = "tsv", .endings = ".tsv", .size = sizeof(struct csv), .open = csv_open, .next = csv_next,
	.about = csv_about,
};
