/* lines.c - reads our line format: a record a line, cells between tabs, \\ \t \n \r escaped */
#include "io/reader.h"

#include <string.h>

struct lines {
	struct crm_reader r;
	bool named;                  /* columns were given; else they are counted */
};

static int
lines_open(struct crm_reader *r, const struct crm_readopt *opt, struct crm_err *err)
{
	const char *const *c = opt->columns;
	int rc = CRM_OK;

	((struct lines *)r)->named = c != NULL;
	for (; rc == CRM_OK && c != NULL && *c != NULL; c++)
		rc = io_col_add(r, 1, *c, strlen(*c), err);
	return rc;
}

static void
cell(struct crm_reader *r, size_t col, const char *p, size_t n)
{
	char *own;

	if (n > 0 && memchr(p, '\\', n) != NULL) {
		own = crm_strndup(&r->arena, p, n);
		n = crm_unescape(own, n);
		p = own;
	}
	io_cell(r, col, CRM_CELL_TEXT, p, n)->exact = true;
}

static int
lines_next(struct crm_reader *r, struct crm_row *row, struct crm_err *err)
{
	const char *p, *end, *tab;
	size_t n = 0;
	int rc = io_row_line(r, row, err);

	if (rc != CRM_ROW)
		return rc;
	end = row->raw + row->nraw;
	for (p = row->raw; p != NULL; p = tab == NULL ? NULL : tab + 1, n++) {
		tab = p < end ? memchr(p, '\t', (size_t)(end - p)) : NULL;
		if (n == r->ncol && !((struct lines *)r)->named && io_col_number(r, row->line, err) != CRM_OK)
			return CRM_DATA;
		if (n < r->ncol)
			cell(r, n, p, (size_t)((tab == NULL ? end : tab) - p));
	}
	if (n > r->ncol)
		return io_bad(r, row->line, err, "%zu cells for %zu columns", n, r->ncol);
	return io_row_done(r, row);
}

const struct reader_ops io_read_lines = {
	.name = "lines", .endings = "", .size = sizeof(struct lines), .open = lines_open, .next = lines_next,
};
