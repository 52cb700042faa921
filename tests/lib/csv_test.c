/* csv_test.c - reading CSV and TSV */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <yajl/yajl_tree.h>

static void
records_are_cut_as_rfc_4180_says(void **s)
{
	static const struct rows_case cases[] = {
		{ "plain", "a,b\n1,2\n", "2: a=1 b=2\n" },
		{ "no last line end", "a,b\n1,2", "2: a=1 b=2\n" },
		{ "CRLF", "a,b\r\n1,2\r\n3,4\r\n", "2: a=1 b=2\n3: a=3 b=4\n" },
		{ "CR alone at the end of the file", "a,b\r\n1,2\r", "2: a=1 b=2\n" },
		{ "CR inside a field is kept", "a,b\n1\r2,\r\n", "2: a=1\\r2 b=\n" },
		{ "CR in quotes is kept", "a,b\n\"1\r\",2\n", "2: a=1\\r b=2\n" },
		{ "empty fields", "a,b\n,\n", "2: a= b=\n" },
		{ "quoted empty field", "a\n\"\"\n", "2: a=\n" },
		{ "blank lines are skipped and counted", "\r\n\na\n\n\r\n1\n\n", "6: a=1\n" },
		{ "blanks are kept", "a,b\n 1 ,\" 2 \"\n", "2: a= 1  b= 2 \n" },
		{ "quoted delimiter", "a,b\n\"1,5\",2\n", "2: a=1,5 b=2\n" },
		{ "doubled quotes", "a,b\n\"say \"\"x\"\"\",\"\"\"\"\n", "2: a=say \"x\" b=\"\n" },
		{ "line ends in quotes", "a,b\n\"1\n2\",\"3\r\n4\"\n5,6\n", "2: a=1\\n2 b=3\\r\\n4\n5: a=5 b=6\n" },
		{ "header in quotes", "\"a\",\"b \"\"c\"\"\"\n1,2\n", "2: a=1 b \"c\"=2\n" },
		{ "header only", "a,b\n", "" },
		{ "nothing at all", "", "" },
		{ "nothing but blank lines", "\n\n", "" },
	};

	(void)s;
	rows_check("csv", cases, LEN(cases));
}

static void
a_bad_record_is_named_and_the_next_is_read(void **s)
{
	static const struct rows_case cases[] = {
		{ "fewer", "a,b\n1\n3,4\n", "!2: 1 field where the header has 2\n3: a=3 b=4\n" },
		{ "more", "a,b\n1,2,3\n3,4\n", "!2: 3 fields where the header has 2\n3: a=3 b=4\n" },
		{ "text after a quote", "a,b\n\"1\"x,2\n3,4\n", "!2: text after a closing quote\n3: a=3 b=4\n" },
		{ "blank after a quote", "a,b\n\"1\" ,2\n3,4\n", "!2: text after a closing quote\n3: a=3 b=4\n" },
		{ "CR after a quote", "a,b\n\"1\"\r,2\n3,4\n", "!2: text after a closing quote\n3: a=3 b=4\n" },
		{ "quote in a plain field", "a,b\n1\",2\n3,4\n",
		    "!2: a quote inside a field that is not quoted\n3: a=3 b=4\n" },
		{ "the line of the fault, not of the record", "a,b\n\"1\n2\"x,2\n3,4\n",
		    "!3: text after a closing quote\n4: a=3 b=4\n" },
		{ "not UTF-8", "a,b\n1,Andr\xE9\n3,4\n", "!2: not UTF-8: byte 0xE9 after \"1,Andr\"\n3: a=3 b=4\n" },
		{ "not UTF-8 on a further line", "a,b\n1,\"x\n\xFF\"\n3,4\n",
		    "!3: not UTF-8: byte 0xFF after \"\"\n4: a=3 b=4\n" },
	};

	(void)s;
	rows_check("csv", cases, LEN(cases));
}

static void
a_nul_byte_is_bad_data(void **s)
{
	static const char text[] = "a,b\n1,2\0\n3,4\n";
	struct crm_buf got = rows_of("csv", text, sizeof text - 1, NULL);

	(void)s;
	assert_string_equal(got.p, "!2: a NUL byte after \"1,2\"\n3: a=3 b=4\n");
	crm_buf_free(&got);
}

static void
a_quote_that_never_closes_is_named_where_it_opened(void **s)
{
	static const struct rows_case cases[] = {
		{ "first line", "a,b\n1,2\n3,\"4\n5,6\n", "2: a=1 b=2\n!3: the quote opened here never closes\ntorn\n" },
		{ "later line", "a,b\n\"1\n2\",\"4\n5,6\n", "!3: the quote opened here never closes\ntorn\n" },
		{ "in the header", "a,\"b\n1,2\n", "!!f:1: the quote opened here never closes" },
	};

	(void)s;
	rows_check("csv", cases, LEN(cases));
}

static void
a_header_names_each_column_once(void **s)
{
	static const struct rows_case cases[] = {
		{ "no name", "a,,b\n1,2,3\n", "!!f:1: column 2 has no name" },
		{ "blank name", "a,  \n1,2\n", "!!f:1: column 2 has no name" },
		{ "twice", "a,b,a\n1,2,3\n", "!!f:1: columns 1 and 3 are both named \"a\"" },
	};

	(void)s;
	rows_check("csv", cases, LEN(cases));
}

static void
the_delimiter_is_sniffed_outside_quotes(void **s)
{
	static const struct { const char *text, *about; } cases[] = {
		{ "a,b\n", "csv, UTF-8, delimiter ',', LF" },
		{ "a;b\r\n", "csv, UTF-8, delimiter ';', CRLF" },
		{ "\xEF\xBB\xBF" "a\tb\r\n", "csv, UTF-8 with mark, delimiter tab, CRLF" },
		{ "\"a,b,c\";d\n", "csv, UTF-8, delimiter ';', LF" },
		{ "a\n1;2;3\n", "csv, UTF-8, delimiter ',', LF" },
		{ "\n\n\"a\n,,,\"\tb\n", "csv, UTF-8, delimiter tab, LF" },
	};
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;

	(void)s;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_buf about = { 0 };

		crm_input_mem(&in, "f.csv", cases[i].text, strlen(cases[i].text));
		assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_OK);
		crm_reader_about(r, &about);
		assert_string_equal(about.p, cases[i].about);
		crm_buf_free(&about);
		crm_reader_close(r);
	}
}

static void
a_given_delimiter_is_not_sniffed(void **s)
{
	struct crm_buf got = rows_of("csv", "a|b,c\n1|2,3\n", 12, &(struct crm_readopt){ .delimiter = '|' });

	(void)s;
	assert_string_equal(got.p, "2: a=1 b,c=2,3\n");
	crm_buf_free(&got);
	got = rows_of("tsv", "a\tb,c\n1\t\"2\t3\"\n", 14, NULL);
	assert_string_equal(got.p, "2: a=1 b,c=2\\t3\n");
	crm_buf_free(&got);
	got = rows_of("csv", "a\n", 2, &(struct crm_readopt){ .delimiter = '"' });
	assert_string_equal(got.p, "!!delimiter: a quote or a line end cannot stand between fields");
	crm_buf_free(&got);
}

static void
rejects_are_a_file_again(void **s)
{
	static const char text[] = "a;b\r\n1;2\r\n\"x\r\ny\"z;3\r\n4\r\n";
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;
	size_t n;
	int rc;

	(void)s;
	crm_input_mem(&in, "f.csv", text, sizeof text - 1);
	assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_OK);
	assert_memory_equal(crm_reader_head(r, &n), "a;b", 3);
	assert_int_equal(n, 3);
	rc = crm_reader_next(r, &row, &err);
	assert_int_equal(rc, CRM_ROW);
	assert_memory_equal(row.raw, "1;2", row.nraw);
	assert_int_equal(crm_reader_next(r, &row, &err), CRM_DATA);
	assert_int_equal(row.nraw, strlen("\"x\r\ny\"z;3"));
	assert_memory_equal(row.raw, "\"x\r\ny\"z;3", row.nraw);
	assert_int_equal(crm_reader_next(r, &row, &err), CRM_DATA);
	assert_int_equal(row.nraw, 1);
	assert_int_equal(crm_reader_next(r, &row, &err), CRM_DONE);
	crm_reader_close(r);
}

/* Rows longer than what is read at once, and their cells, survive the moves of the text. */
static void
long_records_are_read_whole(void **s)
{
	struct crm_buf text = { 0 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;
	size_t rows = 0, len;

	(void)s;
	crm_puts(&text, "id,text\n");
	for (size_t i = 0; i < 40; i++) {
		crm_putf(&text, "%zu,\"", i);
		for (size_t k = 0; k < i * 20011; k++)
			crm_putc(&text, 'a' + (int)(k % 26));
		crm_puts(&text, "\"\"\n\"\n");
	}
	crm_input_mem(&in, "f.csv", text.p, text.n);
	assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_OK);
	for (; crm_reader_next(r, &row, &err) == CRM_ROW; rows++) {
		len = rows * 20011;
		assert_int_equal(row.line, 2 + 2 * rows);
		assert_int_equal(row.n, 2);
		assert_int_equal(atoi(row.cell[0].p), rows);
		assert_int_equal(row.cell[1].n, len + 2);
		assert_memory_equal(row.cell[1].p + len, "\"\n", 2);
		for (size_t k = 0; k < len; k++)
			if (row.cell[1].p[k] != 'a' + (int)(k % 26))
				fail_msg("row %zu differs at byte %zu", rows, k);
	}
	assert_int_equal(rows, 40);
	crm_reader_close(r);
	crm_buf_free(&text);
}

static void
a_field_over_16_mib_is_refused(void **s)
{
	struct crm_buf text = { 0 }, got;

	(void)s;
	crm_puts(&text, "a,b\n1,");
	memset(crm_reserve(&text, (16 << 20) + 1), 'x', (16 << 20) + 1);
	text.n += (16 << 20) + 1;
	crm_puts(&text, "\n3,4\n");
	got = rows_of("csv", text.p, text.n, NULL);
	assert_string_equal(got.p, "!2: a field of more than 16 MiB\n3: a=3 b=4\n");
	crm_buf_free(&got);
	crm_buf_free(&text);
}

static void
a_record_without_end_does_not_fill_memory(void **s)
{
	struct crm_buf text = { 0 }, got;

	(void)s;
	crm_puts(&text, "a,b\n1,2\n1,\"");
	memset(crm_reserve(&text, 150 << 20), '\n', 150 << 20);
	text.n += 150 << 20;
	got = rows_of("csv", text.p, text.n, NULL);
	assert_string_equal(got.p, "2: a=1 b=2\n!3: what begins here does not end within 64 MiB\ntorn\n");
	crm_buf_free(&got);
	crm_buf_free(&text);
}

/* The records of a companion: arrays with the header first, or objects, or one object. */
static void
put_companion(struct crm_buf *out, yajl_val rec, bool first)
{
	bool array = YAJL_IS_ARRAY(rec);
	size_t n = array ? rec->u.array.len : rec->u.object.len;

	if (array && first)
		return;
	for (size_t i = 0; i < n; i++) {
		const char *text = YAJL_GET_STRING(array ? rec->u.array.values[i] : rec->u.object.values[i]);

		crm_putc(out, '|');
		crm_escape(out, text, strlen(text));
	}
	crm_putc(out, '\n');
}

static void
put_cells(struct crm_buf *out, const struct crm_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		crm_putc(out, '|');
		crm_escape(out, row->cell[i].p, row->cell[i].n);
	}
	crm_putc(out, '\n');
}

/* Reads it; returns whether all of it was good. */
static bool
read_suite(const struct crm_buf *csv, struct crm_buf *out)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;
	int rc;

	crm_put(out, "", 0);
	crm_input_mem(&in, "f.csv", csv->p, csv->n);
	if (crm_reader_open(&r, in, "csv", NULL, &err) != CRM_OK)
		return false;
	while ((rc = crm_reader_next(r, &row, &err)) == CRM_ROW)
		put_cells(out, &row);
	crm_reader_close(r);
	return rc == CRM_DONE;
}

static void
check_companion(const char *dir, const char *name)
{
	struct crm_buf csv = { 0 }, json = { 0 }, got = { 0 }, want = { 0 };
	char path[600];
	yajl_val tree;

	snprintf(path, sizeof path, "csv/%s/%s.csv", dir, name);
	assert_true(rows_data(path, &csv));
	snprintf(path, sizeof path, "csv/%s/%s.json", dir, name);
	assert_true(rows_data(path, &json));
	assert_non_null(tree = yajl_tree_parse(json.p, NULL, 0));
	crm_put(&want, "", 0);
	for (size_t i = 0; YAJL_IS_ARRAY(tree) && i < tree->u.array.len; i++)
		put_companion(&want, tree->u.array.values[i], i == 0);
	if (!read_suite(&csv, &got))
		fail_msg("%s/%s was refused", dir, name);
	if (strcmp(got.p, want.p) != 0)
		fail_msg("%s/%s\ngot:\n%s\nexpected:\n%s", dir, name, got.p, want.p);
	yajl_tree_free(tree);
	crm_buf_free(&csv);
	crm_buf_free(&json);
	crm_buf_free(&got);
	crm_buf_free(&want);
}

static void
the_published_suites_are_read_as_their_companions_say(void **s)
{
	static const char *const spectrum[] = { "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json",
	    "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8" };
	static const char *const sineemore[] = { "empty-field", "header-no-rows", "header-simple", "leading-space",
	    "one-column", "quotes-empty", "quotes-with-comma", "quotes-with-escaped-quote", "quotes-with-newline",
	    "quotes-with-space", "simple-crlf", "simple-lf", "trailing-newline-one-field", "trailing-newline",
	    "trailing-space", "utf8" };
	struct crm_buf there = { 0 };

	(void)s;
	if (!rows_data("csv/EXPECTED.json", &there))
		skip();
	crm_buf_free(&there);
	for (size_t i = 0; i < LEN(spectrum); i++)
		check_companion("spectrum", spectrum[i]);
	for (size_t i = 0; i < LEN(sineemore); i++)
		check_companion("sineemore", sineemore[i]);
}

/* Two of the suite's bad files are only bad for one who knows what the header should be. */
static void
the_bad_files_of_the_suite_are_refused(void **s)
{
	static const struct { const char *name; bool good; } files[] = {
		{ "bad-header-less-fields", false }, { "bad-header-more-fields", false },
		{ "bad-missing-quote", false }, { "bad-quotes-with-unescaped-quote", false },
		{ "bad-unescaped-quote", false }, { "bad-header-no-header", true }, { "bad-header-wrong-header", true },
	};
	struct crm_buf csv = { 0 }, got = { 0 };
	char path[600];

	(void)s;
	if (!rows_data("csv/EXPECTED.json", &csv))
		skip();
	for (size_t i = 0; i < LEN(files); i++) {
		csv.n = got.n = 0;
		snprintf(path, sizeof path, "csv/sineemore/%s.csv", files[i].name);
		assert_true(rows_data(path, &csv));
		assert_int_equal(read_suite(&csv, &got), files[i].good);
		assert_true(!files[i].good || got.n == 0);
	}
	crm_buf_free(&csv);
	crm_buf_free(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_cut_as_rfc_4180_says),
		cmocka_unit_test(a_bad_record_is_named_and_the_next_is_read),
		cmocka_unit_test(a_nul_byte_is_bad_data),
		cmocka_unit_test(a_quote_that_never_closes_is_named_where_it_opened),
		cmocka_unit_test(a_header_names_each_column_once),
		cmocka_unit_test(the_delimiter_is_sniffed_outside_quotes),
		cmocka_unit_test(a_given_delimiter_is_not_sniffed),
		cmocka_unit_test(rejects_are_a_file_again),
		cmocka_unit_test(long_records_are_read_whole),
		cmocka_unit_test(a_field_over_16_mib_is_refused),
		cmocka_unit_test(a_record_without_end_does_not_fill_memory),
		cmocka_unit_test(the_published_suites_are_read_as_their_companions_say),
		cmocka_unit_test(the_bad_files_of_the_suite_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
