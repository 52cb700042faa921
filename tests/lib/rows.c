/* rows.c - see rows.h */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>

static void
put_row(struct crm_buf *out, const struct crm_reader *r, const struct crm_row *row)
{
	static const char mark[] = { [CRM_CELL_TEXT] = '=', [CRM_CELL_NULL] = '~', [CRM_CELL_NUMBER] = '#',
	    [CRM_CELL_BOOL] = '?' };

	crm_putf(out, "%lld:", (long long)row->line);
	for (size_t i = 0; i < row->n; i++) {
		const struct crm_cell *c = &row->cell[i];

		crm_putf(out, " %s%c", crm_reader_col(r, c->col), mark[c->kind]);
		crm_escape(out, c->p, c->n);
	}
	crm_putc(out, '\n');
}

struct crm_buf
rows_of(const char *format, const char *text, size_t n, const struct crm_readopt *opt)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_buf out = { 0 };
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;
	int rc;

	crm_put(&out, "", 0);
	crm_input_mem(&in, "f", text, n);
	if (crm_reader_open(&r, in, format, opt, &err) != CRM_OK) {
		crm_putf(&out, "!!%.*s", (int)strcspn(err.text, "\n"), err.text);
		return out;
	}
	while ((rc = crm_reader_next(r, &row, &err)) != CRM_DONE) {
		if (rc == CRM_ROW) {
			put_row(&out, r, &row);
			continue;
		}
		assert_int_equal(rc, CRM_DATA);
		for (char *p = strtok(err.text, "\n"); p != NULL; p = strtok(NULL, "\n")) {
			assert_memory_equal(p, "f:", 2);
			crm_putf(&out, "!%s\n", p + 2);
		}
		crm_err_clear(&err);
	}
	if (crm_reader_torn(r))
		crm_puts(&out, "torn\n");
	crm_reader_close(r);
	return out;
}

void
rows_check(const char *format, const struct rows_case *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct crm_buf got = rows_of(format, c[i].text, strlen(c[i].text), NULL);

		if (strcmp(got.p, c[i].rows) != 0)
			fail_msg("%s\ngot:\n%s\nexpected:\n%s", c[i].what, got.p, c[i].rows);
		crm_buf_free(&got);
	}
}

bool
rows_data(const char *path, struct crm_buf *buf)
{
	const char *top = getenv("CRM_TEST_DATA");
	char name[1000];
	size_t k;
	FILE *f;

	snprintf(name, sizeof name, "%s/%s", top != NULL ? top : "../shared/data", path);
	if ((f = fopen(name, "r")) == NULL)
		return false;
	crm_put(buf, "", 0);
	do {
		k = fread(crm_reserve(buf, 4096), 1, 4096, f);
		buf->n += k;
	} while (k > 0);
	buf->p[buf->n] = '\0';
	fclose(f);
	return true;
}

struct crm_buf
rows_put(const char *format, const char *const *names, size_t ncol, const char *const *text, const size_t *len,
    size_t nrow, const struct crm_outopt *opt)
{
	struct crm_sink sink = { .fd = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_outcol col[8];
	struct crm_val val[8];
	struct crm_out *out;

	assert_true(ncol <= LEN(col));
	for (size_t i = 0; i < ncol; i++)
		col[i] = (struct crm_outcol){ .name = names[i], .type = &crm_t_text, .currency = -1 };
	assert_int_equal(crm_out_open(&out, format, &sink, col, ncol, opt, &err), CRM_OK);
	for (size_t r = 0; r < nrow; r++) {
		for (size_t i = 0; i < ncol; i++) {
			const char *p = text[r * ncol + i];

			val[i] = p == NULL ? CRM_VNULL : CRM_VTEXT(p, len != NULL ? len[r * ncol + i] : strlen(p));
		}
		crm_out_row(out, val);
	}
	assert_int_equal(crm_out_close(out, &err), CRM_OK);
	crm_put(&sink.buf, "", 0);
	return sink.buf;
}
