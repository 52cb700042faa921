/* lines_test.c - reading our line format, and inputs in every encoding */
#include "rows.h"

#include <stdlib.h>
#include <unistd.h>

static const struct crm_readopt ab = { .columns = (const char *const[]){ "a", "b", NULL } };

static void
check(const char *format, const char *text, size_t n, const struct crm_readopt *opt, const char *rows)
{
	struct crm_buf got = rows_of(format, text, n, opt);

	assert_string_equal(got.p, rows);
	crm_buf_free(&got);
}
#define CHECK(format, text, opt, rows) check(format, text, sizeof text - 1, opt, rows)

static void
a_line_is_a_row(void **s)
{
	(void)s;
	CHECK("lines", "1\t2\n3\t4", &ab, "1: a=1 b=2\n2: a=3 b=4\n");
	CHECK("lines", "1\t2\r\n\r\n3\t4\r\n", &ab, "1: a=1 b=2\n3: a=3 b=4\n");
	CHECK("lines", "1\\t\\\\\\n\\r\\x\t\n", &ab, "1: a=1\\t\\\\\\n\\r\\\\x b=\n");
	CHECK("lines", "1\n", &ab, "1: a=1\n");
	CHECK("lines", "1\t2\t3\n4\t5\n", &ab, "!1: 3 cells for 2 columns\n2: a=4 b=5\n");
	CHECK("lines", "1\t2\n3\t4\t5\n", NULL, "1: 1=1 2=2\n2: 1=3 2=4 3=5\n");
	CHECK("lines", "1\t\xFF\n3\t4\n", &ab, "!1: not UTF-8: byte 0xFF after \"1\\x09\"\n2: a=3 b=4\n");
	CHECK("lines", "1\t\0\n3\t4\n", &ab, "!1: a NUL byte after \"1\\x09\"\n2: a=3 b=4\n");
	CHECK("lines", "", &ab, "");
}

static void
marks_tell_the_encoding_and_are_dropped(void **s)
{
	(void)s;
	CHECK("csv", "\xEF\xBB\xBF" "a,b\n\xC3\xA9,2\n", NULL, "2: a=\xC3\xA9 b=2\n");
	CHECK("csv", "\xFF\xFE" "a\0,\0b\0\n\0\xE9\0,\0002\0\n\0", NULL, "2: a=\xC3\xA9 b=2\n");
	CHECK("csv", "\xFE\xFF" "\0a\0,\0b\0\r\0\n\0\xE9\0,\0002\0\n", NULL, "2: a=\xC3\xA9 b=2\n");
	CHECK("json", "\xEF\xBB\xBF" "[{\"a\":1}]", NULL, "1: a#1\n");
	CHECK("jsonl", "\xEF\xBB\xBF" "{\"a\":1}\n", NULL, "1: a#1\n");
	CHECK("yaml", "\xEF\xBB\xBF" "a: x\n", NULL, "1: a=x\n");
	CHECK("yaml", "\xFF\xFE" "a\0:\0 \0\xE9\0\n\0", NULL, "1: a=\xC3\xA9\n");
	CHECK("lines", "\xEF\xBB\xBF", NULL, "");
	CHECK("csv", "\xFF\xFE", NULL, "");
}

static void
a_named_encoding_is_converted(void **s)
{
	const struct crm_readopt latin1 = { .encoding = "latin1" }, utf16 = { .encoding = "UTF-16LE" },
	    sjis = { .encoding = "SHIFT_JIS" }, none = { .encoding = "no-such" };

	(void)s;
	CHECK("csv", "a;b\n\xE9;\xFC\n", &latin1, "2: a=\xC3\xA9 b=\xC3\xBC\n");
	CHECK("csv", "a\0,\0b\0\n\0001\0,\0002\0", &utf16, "2: a=1 b=2\n");
	CHECK("csv", "a,b\n\x82\xA0,\x83\x5C\n", &sjis, "2: a=\xE3\x81\x82 b=\xE3\x82\xBD\n");
	CHECK("csv", "\xEF\xBB\xBF" "a,b\n\xC3\xA9,2\n", &latin1, "2: a=\xC3\xA9 b=2\n");
	CHECK("csv", "a,b\n", &none, "!!encoding: unknown encoding \"no-such\"");
}

static void
what_cannot_be_decoded_spoils_its_row_only(void **s)
{
	const struct crm_readopt sjis = { .encoding = "SHIFT_JIS" };

	(void)s;
	CHECK("csv", "a,b\n1,\x83\n2,3\n4,\xFF\n5,6\n", &sjis,
	    "!2: not UTF-8: byte 0xFF after \"1,\"\n3: a=2 b=3\n!4: not UTF-8: byte 0xFF after \"4,\"\n5: a=5 b=6\n");
	/* half a character at the end, half a surrogate pair in the middle */
	CHECK("csv", "\xFF\xFE" "a\0,\0b\0\n\0001\0,\0\x3D\xD8\n\0002\0,\0003\0\n\0004\0,\0x", NULL,
	    "!2: not UTF-8: byte 0xFF after \"1,\"\n3: a=2 b=3\n!4: not UTF-8: byte 0xFF after \"4,\"\n");
}

/* Characters of several bytes fall across every boundary of what is read at once. */
static void
large_inputs_are_decoded_whole(void **s)
{
	struct crm_buf text = { 0 }, want = { 0 }, got;

	(void)s;
	crm_put(&text, "\xFF\xFE", 2);
	for (size_t i = 0; i < 60000; i++) {
		crm_put(&text, "\x3D\xD8\x00\xDE" "x", 5);
		crm_put(&text, "\0\n\0", 3);
		crm_putf(&want, "%zu: 1=\xF0\x9F\x98\x80x\n", i + 1);
	}
	got = rows_of("lines", text.p, text.n, NULL);
	assert_string_equal(got.p, want.p);
	crm_buf_free(&got);
	crm_buf_free(&want);
	crm_buf_free(&text);
}

static void
files_are_read_and_told_apart_by_their_ending(void **s)
{
	static const struct { const char *name, *about; } files[] = {
		{ "x.csv", "csv, " }, { "x.TSV", "tsv, " }, { "a.b.json", "json, " }, { "x.jsonl", "jsonl, " },
		{ "x.ndjson", "jsonl, " }, { "x.yaml", "yaml, " }, { "x.yml", "yaml, " },
	};
	static const char *const strange[] = { "x", "csv", "x.", "x.csv.gz", "x.js", ".c" };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;

	(void)s;
	for (size_t i = 0; i < LEN(files); i++) {
		struct crm_buf about = { 0 };

		crm_input_mem(&in, files[i].name, "", 0);
		assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_OK);
		crm_reader_about(r, &about);
		assert_memory_equal(about.p, files[i].about, strlen(files[i].about));
		crm_buf_free(&about);
		crm_reader_close(r);
	}
	for (size_t i = 0; i < LEN(strange); i++) {
		crm_input_mem(&in, strange[i], "", 0);
		assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_USAGE);
	}
	crm_input_mem(&in, "x.csv", "", 0);
	crm_err_clear(&err);
	assert_int_equal(crm_reader_open(&r, in, "xml", NULL, &err), CRM_USAGE);
	assert_string_equal(err.text, "unknown input format \"xml\"; known: csv tsv json jsonl yaml lines\n");
}

static void
a_file_that_cannot_be_read_is_no_input(void **s)
{
	char path[] = "/tmp/crm-input-XXXXXX";
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	int fd = mkstemp(path);

	(void)s;
	assert_int_equal(write(fd, "a,b\n", 4), 4);
	close(fd);
	assert_int_equal(crm_input_open(&in, path, NULL, &err), CRM_OK);
	assert_int_equal(crm_input_size(in), 4);
	assert_string_equal(crm_input_name(in), path);
	crm_input_close(in);
	assert_int_equal(crm_input_open(&in, path, "no-such", &err), CRM_USAGE);
	assert_null(in);
	unlink(path);
	assert_int_equal(crm_input_open(&in, path, NULL, &err), CRM_NOINPUT);
	assert_int_equal(crm_input_open(&in, "/", NULL, &err), CRM_NOINPUT);
	crm_input_close(NULL);
}

static void
a_failing_read_is_told_once(void **s)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;

	(void)s;
	if (access("/proc/self/mem", R_OK) == -1)
		skip();
	assert_int_equal(crm_input_open(&in, "/proc/self/mem", NULL, &err), CRM_OK);     /* its first page fails */
	assert_int_equal(crm_reader_open(&r, in, "jsonl", NULL, &err), CRM_OK);
	assert_int_equal(crm_reader_next(r, &row, &err), CRM_IO);
	assert_true(crm_reader_torn(r));
	assert_int_equal(crm_reader_next(r, &row, &err), CRM_DONE);
	crm_reader_close(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_a_row),
		cmocka_unit_test(marks_tell_the_encoding_and_are_dropped),
		cmocka_unit_test(a_named_encoding_is_converted),
		cmocka_unit_test(what_cannot_be_decoded_spoils_its_row_only),
		cmocka_unit_test(large_inputs_are_decoded_whole),
		cmocka_unit_test(files_are_read_and_told_apart_by_their_ending),
		cmocka_unit_test(a_file_that_cannot_be_read_is_no_input),
		cmocka_unit_test(a_failing_read_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
