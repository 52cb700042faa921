/* json_test.c - reading JSON and JSON lines */
#include "rows.h"

#include <stdio.h>

static void
objects_are_rows(void **s)
{
	static const struct rows_case cases[] = {
		{ "an array", "[{\"a\":\"x\",\"b\":\"y\"},\n {\"a\":\"z\"}]\n", "1: a=x b=y\n2: a=z\n" },
		{ "one object", "\n{\"a\":\"x\"\n}", "2: a=x\n" },
		{ "one after another", "{\"a\":\"x\"}{\"a\":\"y\"}\n[{\"a\":\"z\"}][]", "1: a=x\n1: a=y\n2: a=z\n" },
		{ "an empty array", "[ ]", "" },
		{ "nothing", " \n", "" },
		{ "an empty object", "[{}]", "1:\n" },
		{ "numbers as they stand", "[{\"a\":1.50,\"b\":-0,\"c\":1e400,\"d\":12345678901234567890123}]",
		    "1: a#1.50 b#-0 c#1e400 d#12345678901234567890123\n" },
		{ "truth and nothing", "[{\"a\":true,\"b\":false,\"c\":null,\"d\":\"\",\"e\":\"null\"}]",
		    "1: a?true b?false c~ d= e=null\n" },
		{ "lists", "[{\"a\":[\"x\",2,null,true],\"b\":[],\"c\":[\"\"]}]", "1: a=x a#2 a~ a?true b~ c=\n" },
		{ "escapes", "[{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}]",
		    "1: a=\"\\\\/\b\f\\n\\r\\t\xC3\xA9\xF0\x9F\x98\x80\n" },
		{ "an escaped name", "[{\"\\u0061\":\"x\"}]", "1: a=x\n" },
		{ "brackets in strings", "[{\"a\":\"}]\\\"{[\"}]", "1: a=}]\"{[\n" },
		{ "columns as they are met", "[{\"a\":\"1\"},{\"b\":\"2\",\"a\":\"3\"}]", "1: a=1\n1: b=2 a=3\n" },
	};

	(void)s;
	rows_check("json", cases, LEN(cases));
}

static void
what_a_row_cannot_be_is_refused_and_the_next_is_read(void **s)
{
	static const struct rows_case cases[] = {
		{ "an object in it", "[{\"a\":{\"b\":1}},\n{\"a\":2}]", "!1: field \"a\": nested values are not read\n2: a#2\n" },
		{ "a list in a list", "[{\"a\":[[1]]},\n{\"a\":2}]", "!1: field \"a\": nested values are not read\n2: a#2\n" },
		{ "an object in a list", "[{\"a\":[{}]},\n{\"a\":2}]", "!1: field \"a\": nested values are not read\n2: a#2\n" },
		{ "NUL", "[{\"a\":\"x\\u0000\"},\n{\"a\":2}]", "!1: \\u0000 is not read\n2: a#2\n" },
		{ "a field twice", "[{\"a\":1,\"a\":2},\n{\"a\":2}]", "!1: field \"a\" is there twice\n2: a#2\n" },
		{ "a field twice, once in disguise", "[{\"a\":1,\"\\u0061\":2},\n{\"a\":2}]",
		    "!1: field \"a\" is there twice\n2: a#2\n" },
		{ "no name", "[{\"\":1},\n{\"a\":2}]", "!1: a field without a name\n2: a#2\n" },
		{ "high surrogate", "[{\"a\":\"\\ud83d\"},\n{\"a\":2}]", "!1: half a surrogate pair\n2: a#2\n" },
		{ "two high surrogates", "[{\"a\":\"\\ud83d\\ud83d\"},\n{\"a\":2}]", "!1: half a surrogate pair\n2: a#2\n" },
		{ "low surrogate", "[{\"a\":\"\\ude00\"},\n{\"a\":2}]", "!1: half a surrogate pair\n2: a#2\n" },
		{ "not UTF-8", "[{\"a\":\"\xC0\x80\"},\n{\"a\":2}]", "!1: not UTF-8: byte 0xC0 after \"{\\\"a\\\":\\\"\"\n2: a#2\n" },
	};

	(void)s;
	rows_check("json", cases, LEN(cases));
}

static void
broken_json_tears_the_reader(void **s)
{
	static const struct rows_case cases[] = {
		{ "cut off in an object", "[{\"a\":1},\n{\"a\":", "1: a#1\n!2: the object that begins here does not end\ntorn\n" },
		{ "cut off in the array", "\n[{\"a\":1}\n", "2: a#1\n!2: the array that begins here does not end\ntorn\n" },
		{ "cut off after a comma", "[{\"a\":1},", "1: a#1\n!1: the array that begins here does not end\ntorn\n" },
		{ "a comma too many", "[{\"a\":1},]", "1: a#1\n!1: an object was expected\ntorn\n" },
		{ "a comma first", "[,{\"a\":1}]", "!1: an object was expected\ntorn\n" },
		{ "no comma", "[{\"a\":1}{\"a\":2}]", "1: a#1\n!1: a comma or ] was expected\ntorn\n" },
		{ "a scalar", "[1]", "!1: an object was expected\ntorn\n" },
		{ "text after it", "[]x", "!1: an object was expected\ntorn\n" },
		{ "an array in the array", "[[{\"a\":1}]]", "!1: an object was expected\ntorn\n" },
		{ "a control character", "[{\"a\":\"\n\"}]",
		    "!1: lexical error: invalid character inside string.\ntorn\n" },
	};

	(void)s;
	rows_check("json", cases, LEN(cases));
}

static void
a_fault_is_named_by_its_own_line(void **s)
{
	struct crm_buf got = rows_of("json", "[\n{\n\"a\": 1,\n\"b\" 2\n}]", 20, NULL);

	(void)s;
	assert_non_null(strstr(got.p, "!4: parse error"));
	crm_buf_free(&got);
}

static void
a_bad_line_of_jsonl_does_not_spoil_the_next(void **s)
{
	static const struct rows_case cases[] = {
		{ "lines", "{\"a\":1}\r\n\n \n{\"a\":2}", "1: a#1\n4: a#2\n" },
		{ "cut off", "{\"a\":\n{\"a\":2}", "!1: the object does not end\n2: a#2\n" },
		{ "two on a line", "{\"a\":1}{\"a\":3}\n{\"a\":2}", "!1: one object was expected\n2: a#2\n" },
		{ "text after it", "{\"a\":1} 7\n{\"a\":2}", "!1: an object was expected\n2: a#2\n" },
		{ "no object", "[1]\n\"x\"\n3\n{\"a\":2}",
		    "!1: an object was expected\n!2: an object was expected\n!3: an object was expected\n4: a#2\n" },
		{ "broken", "{\"a\" 1}\n{\"a\":2}",
		    "!1: parse error: object key and value must be separated by a colon (':')\n2: a#2\n" },
	};

	(void)s;
	rows_check("jsonl", cases, LEN(cases));
}

static void
depth_is_not_paid_for(void **s)
{
	struct crm_buf text = { 0 }, got;

	(void)s;
	crm_puts(&text, "{\"a\":");
	for (size_t i = 0; i < 1000000; i++)
		crm_putc(&text, '[');
	got = rows_of("json", text.p, text.n, NULL);
	assert_string_equal(got.p, "!1: the object that begins here does not end\ntorn\n");
	crm_buf_free(&got);
	crm_puts(&text, "\n{\"a\":2}");
	got = rows_of("jsonl", text.p, text.n, NULL);
	assert_string_equal(got.p, "!1: field \"a\": nested values are not read\n2: a#2\n");
	crm_buf_free(&got);
	crm_buf_free(&text);
}

static void
columns_cannot_grow_without_end(void **s)
{
	struct crm_buf text = { 0 }, got;

	(void)s;
	for (size_t i = 0; i < 5000; i++)
		crm_putf(&text, "{\"k%zu\":1}\n", i);
	got = rows_of("jsonl", text.p, text.n, NULL);
	assert_non_null(strstr(got.p, "\n4096: k4095#1\n!4097: more than 4096 different columns\n"));
	crm_buf_free(&got);
	crm_buf_free(&text);
}

/* An array is read through a window of the size of an object, not of the array. */
static void
raw_is_the_bytes_of_the_object(void **s)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_buf text = { 0 };
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;
	char want[64];
	size_t n = 0;

	(void)s;
	crm_puts(&text, "[");
	for (size_t i = 0; i < 50000; i++)
		crm_putf(&text, "%s{ \"id\": %zu,\n \"x\" : \"\\u0041\" }", i > 0 ? " ,\n" : "", i);
	crm_puts(&text, "]");
	crm_input_mem(&in, "f.json", text.p, text.n);
	assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_OK);
	for (; crm_reader_next(r, &row, &err) == CRM_ROW; n++) {
		snprintf(want, sizeof want, "{ \"id\": %zu,\n \"x\" : \"\\u0041\" }", n);
		assert_int_equal(row.nraw, strlen(want));
		assert_memory_equal(row.raw, want, row.nraw);
		assert_int_equal(row.line, 1 + 2 * n);
		assert_int_equal(row.n, 2);
		assert_memory_equal(row.cell[1].p, "A", 1);
	}
	assert_int_equal(n, 50000);
	assert_int_equal(crm_input_offset(crm_reader_input(r)), text.n);
	crm_reader_close(r);
	crm_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_are_rows),
		cmocka_unit_test(what_a_row_cannot_be_is_refused_and_the_next_is_read),
		cmocka_unit_test(broken_json_tears_the_reader),
		cmocka_unit_test(a_fault_is_named_by_its_own_line),
		cmocka_unit_test(a_bad_line_of_jsonl_does_not_spoil_the_next),
		cmocka_unit_test(depth_is_not_paid_for),
		cmocka_unit_test(columns_cannot_grow_without_end),
		cmocka_unit_test(raw_is_the_bytes_of_the_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
