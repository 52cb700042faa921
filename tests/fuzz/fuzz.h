/* fuzz.h - any bytes are rows or complaints, and rows that were read are read again as they were written */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/io.h"
#include "crm/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define MUST(c) ((c) ? (void)0 : abort())

enum { FUZZ_COLS = 16, FUZZ_ROWS = 200 };

static inline void
fuzz_write(struct crm_out *out, const struct crm_row *row)
{
	struct crm_val val[FUZZ_COLS];

	for (size_t i = 0; i < FUZZ_COLS; i++)
		val[i] = CRM_VNULL;
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i].kind != CRM_CELL_NULL)
			val[row->cell[i].col] = CRM_VTEXT(row->cell[i].p, row->cell[i].n);
	crm_out_row(out, val);
}

/* Reads all, checks what the header promises of rows and complaints, and writes the rows to out unless it is NULL. */
static inline size_t
fuzz_read(const char *format, const void *data, size_t n, const struct crm_readopt *opt, struct crm_out *out,
    size_t *ncol)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;
	int64_t line = 0;
	size_t rows = 0;
	int rc;

	*ncol = 0;
	crm_input_mem(&in, "f", data, n);
	if ((rc = crm_reader_open(&r, in, format, opt, &err)) != CRM_OK) {
		MUST(r == NULL && err.n == 1 && rc == err.code);
		return 0;
	}
	while ((rc = crm_reader_next(r, &row, &err)) != CRM_DONE) {
		MUST(rc == CRM_ROW || rc == CRM_DATA);
		MUST((rc == CRM_DATA) == (err.n > 0) && (rc == CRM_ROW || row.n == 0));
		MUST(row.line >= line);
		line = row.line;
		crm_err_clear(&err);
		for (size_t i = 0; i < row.n; i++)
			MUST(row.cell[i].col < crm_reader_ncol(r) && crm_utf8_ok(row.cell[i].p, row.cell[i].n, NULL));
		rows += rc == CRM_ROW;
		if (rc == CRM_ROW && out != NULL)
			fuzz_write(out, &row);
	}
	MUST(crm_reader_next(r, &row, &err) == CRM_DONE);
	*ncol = crm_reader_ncol(r);
	crm_reader_close(r);
	return rows;
}

/* Reads, writes in the same format, reads that and writes it: the same.  A mark in front lets the first text
 * begin with one. */
static inline int
fuzz_both_ways(const char *format, const void *data, size_t n, const struct crm_readopt *opt)
{
	static const char *const names[FUZZ_COLS] = { "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9",
	    "c10", "c11", "c12", "c13", "c14", "c15" };
	struct crm_readopt again = { .delimiter = strcmp(format, "csv") == 0 ? ',' : 0, .columns = opt->columns };
	struct crm_sink once = { .fd = -1 }, twice = { .fd = -1 };
	struct crm_outcol col[FUZZ_COLS];
	struct crm_out *out;
	size_t ncol, same, rows = fuzz_read(format, data, n, opt, NULL, &ncol);

	if (rows == 0 || rows > FUZZ_ROWS || ncol == 0 || ncol > FUZZ_COLS)
		return 0;
	for (size_t i = 0; i < ncol; i++)
		col[i] = (struct crm_outcol){ .name = names[i], .type = &crm_t_text, .currency = -1 };
	crm_puts(&once.buf, "\xEF\xBB\xBF");
	MUST(crm_out_open(&out, format, &once, col, ncol, NULL, NULL) == CRM_OK);
	MUST(fuzz_read(format, data, n, opt, out, &same) == rows && same == ncol);
	MUST(crm_out_close(out, NULL) == CRM_OK);
	crm_puts(&twice.buf, "\xEF\xBB\xBF");
	MUST(crm_out_open(&out, format, &twice, col, ncol, NULL, NULL) == CRM_OK);
	MUST(fuzz_read(format, once.buf.p, once.buf.n, &again, out, &same) == rows && same == ncol);
	MUST(crm_out_close(out, NULL) == CRM_OK);
	MUST(once.buf.n == twice.buf.n && memcmp(once.buf.p, twice.buf.p, once.buf.n) == 0);
	crm_buf_free(&once.buf);
	crm_buf_free(&twice.buf);
	return 0;
}

#endif
