/* round_test.c - what is written in a format is read back as it was */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <yajl/yajl_tree.h>

static const char *const formats[] = { "csv", "tsv", "json", "jsonl", "yaml", "lines" };
static const char *const names[] = { "id", "some text", "n" };
enum { NCOL = 3 };

/* Reads back what was written of `nrow` rows and compares cell by cell. */
static void
read_back(const char *format, const struct crm_buf *put, const char *const *text, const size_t *len, size_t nrow)
{
	struct crm_readopt opt = { .columns = (const char *const[]){ names[0], names[1], names[2], NULL } };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_input *in;
	struct crm_reader *r;
	struct crm_row row;

	crm_input_mem(&in, "f", put->p, put->n);
	assert_int_equal(crm_reader_open(&r, in, format, &opt, &err), CRM_OK);
	for (size_t k = 0; k < nrow; k++, text += NCOL, len += NCOL) {
		if (crm_reader_next(r, &row, &err) != CRM_ROW)
			fail_msg("%s, row %zu: %s", format, k, err.text);
		assert_int_equal(row.n, NCOL);
		for (size_t i = 0; i < NCOL; i++) {
			const struct crm_cell *c = &row.cell[i];

			assert_string_equal(crm_reader_col(r, c->col), names[i]);
			if (c->n != len[i] || memcmp(c->p, text[i], c->n) != 0)
				fail_msg("%s, row %zu, column %zu: %.*s became %.*s", format, k, i, (int)len[i], text[i],
				    (int)c->n, c->p);
			assert_true(c->kind == CRM_CELL_TEXT);
		}
	}
	assert_int_equal(crm_reader_next(r, &row, &err), CRM_DONE);
	crm_reader_close(r);
}

static void
round_trip(const char *const *text, const size_t *len, size_t nrow, const struct crm_outopt *opt)
{
	for (size_t f = 0; f < LEN(formats); f++) {
		struct crm_buf put = rows_put(formats[f], names, NCOL, text, len, nrow, opt);

		read_back(formats[f], &put, text, len, nrow);
		crm_buf_free(&put);
	}
}

/* One hostile text at a time, alone in its row, between plain ones. */
static void
round_trip_one(const char *p, size_t n)
{
	const char *text[NCOL] = { "c1", p, "end" };
	size_t len[NCOL] = { 2, n, 3 };

	round_trip(text, len, 1, NULL);
	text[2] = p;
	len[2] = n;
	if (n < 3 || memcmp(p, "\xEF\xBB\xBF", 3) != 0) {       /* at the very start it is the encoding's */
		text[0] = p;
		len[0] = n;
	}
	round_trip(text, len, 1, NULL);
}

static void
hostile_texts_come_back(void **s)
{
	static const char *const texts[] = {
		"\"", "\"\"", "'", "a\"b", "\"a\"", "a,b", "a;b", "\t", "\n", "\r", "\r\n", "a\r", "a\n", "\na", "\\", "\\n",
		"\\\\", "\\t", "a\\", " ", " a", "a ", "  ", "null", "Null", "NULL", "~", "true", "True", "false", "yes", "No",
		"on", "OFF", "y", "N", "123", "-1", "+1", "0", "012", "0x1F", "1e3", "1_000", "1.5", ".5", ".inf", ".NaN",
		"nan", "12:30", "2026-12-01", "2026-12-01T10:00:00Z", "=1+1", "+1", "-1+1", "@x", "- a", "-", "? a", "? ", ": ",
		"a: b", "a:", ":a", "a #b", "#a", "a#b", "[a]", "{a}", "{a: b}", "a, b", "&a", "*a", "!a", "|", ">", "%a", "`a",
		"---", "...", "--- a", "<<", "=", "_", "é", "\xC2\x85", "a\xC2\x85" "b", "\xE2\x80\xA8", "\xE2\x80\xA9",
		"\xEF\xBB\xBF", "a\xEF\xBB\xBF", "\xE2\x80\xAE" "abc", "\xE2\x80\x8F", "\x1B[31mred\x1B[0m", "\x07", "\x7F", "\x01",
		"\xEF\xBF\xBE", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", "</script>", "${x}", "a\tb\nc\\d\"e'f,g;h",
		"text\n\nmore\n", "\n\n", "a\n b\n  c", "e\xCC\x81", "key: [a, b]", "a: |", "\\u0000", "\\x00", "&lt;", "|a|b|",
	};

	(void)s;
	for (size_t i = 0; i < LEN(texts); i++)
		round_trip_one(texts[i], strlen(texts[i]));
}

static size_t
encode(char *w, uint32_t c)
{
	if (c < 0x80)
		return *w = (char)c, 1;
	if (c < 0x800)
		return w[0] = (char)(0xC0 | c >> 6), w[1] = (char)(0x80 | (c & 63)), 2;
	if (c < 0x10000)
		return w[0] = (char)(0xE0 | c >> 12), w[1] = (char)(0x80 | (c >> 6 & 63)), w[2] = (char)(0x80 | (c & 63)), 3;
	return w[0] = (char)(0xF0 | c >> 18), w[1] = (char)(0x80 | (c >> 12 & 63)), w[2] = (char)(0x80 | (c >> 6 & 63)),
	    w[3] = (char)(0x80 | (c & 63)), 4;
}

/* Every Unicode scalar value but NUL: many in a text, first, in the middle and last. */
static void
every_character_comes_back(void **s)
{
	enum { BATCH = 499 };
	static char buf[NCOL][4 * (BATCH + 1)];
	const char *text[NCOL] = { buf[0], buf[1], buf[2] };
	size_t len[NCOL];
	uint32_t c = 1;

	(void)s;
	while (c <= 0x10FFFF)
		for (size_t i = 0; i < NCOL; i++) {
			len[i] = 0;
			for (size_t k = 0; k < BATCH && c <= 0x10FFFF; k++, c++)
				if (c < 0xD800 || c > 0xDFFF)
					len[i] += encode(buf[i] + len[i], c);
			if (len[i] == 0)
				len[i] = encode(buf[i], 'x');
			if (i + 1 == NCOL)
				round_trip(text, len, 1, NULL);
		}
	len[0] = encode(buf[0], 0x10FFFF);
	round_trip(text, len, 1, NULL);
}

/* ... and each alone where the grammars look most: the first 0x3000, and around the edges. */
static void
every_early_character_alone_comes_back(void **s)
{
	const uint32_t step = getenv("CRM_SLOW") != NULL ? 13 : 1;       /* where each takes its time */
	char buf[4];

	(void)s;
	for (uint32_t c = 1; c < 0x3000; c += c < 0x100 ? 1 : step)
		round_trip_one(buf, encode(buf, c));
	for (uint32_t c = 0xFD00; c <= 0xFFFF; c += step)
		round_trip_one(buf, encode(buf, c));
}

static void
the_big_list_of_naughty_strings_comes_back(void **s)
{
	struct crm_buf file = { 0 };
	yajl_val tree;

	(void)s;
	if (!rows_data("naughty/blns.json", &file))
		skip();
	assert_non_null(tree = yajl_tree_parse(file.p, NULL, 0));
	assert_true(YAJL_IS_ARRAY(tree) && tree->u.array.len > 400);
	for (size_t i = 0; i < tree->u.array.len; i++) {
		const char *p = YAJL_GET_STRING(tree->u.array.values[i]);

		if (*p != '\0')         /* an empty text is nothing */
			round_trip_one(p, strlen(p));
	}
	yajl_tree_free(tree);
	crm_buf_free(&file);
}

/* On a terminal JSON and YAML may escape more, and then still mean the same. */
static void
escapes_for_a_terminal_change_no_json_and_no_yaml(void **s)
{
	static const char *const texts[] = { "\x1B[31m", "\x7F", "\xC2\x9B", "\xE2\x80\xAE\xE2\x80\x8F", "\xEF\xBB\xBF",
	    "\xF3\xA0\x80\xA0", "plain" };
	static const char *const safe[] = { "json", "jsonl", "yaml" };
	const struct crm_outopt opt = { .tty = true };

	(void)s;
	for (size_t i = 0; i < LEN(texts); i++)
		for (size_t f = 0; f < LEN(safe); f++) {
			const char *text[NCOL] = { "c1", texts[i], "end" };
			size_t len[NCOL] = { 2, strlen(texts[i]), 3 };
			struct crm_buf put = rows_put(safe[f], names, NCOL, text, len, 1, &opt);

			for (size_t k = 0; k < put.n; k++)
				assert_true((unsigned char)put.p[k] < 0x7F && (put.p[k] >= ' ' || put.p[k] == '\n'));
			read_back(safe[f], &put, text, len, 1);
			crm_buf_free(&put);
		}
}

static void
nothing_comes_back_as_nothing(void **s)
{
	static const char *const text[] = { "c1", NULL, NULL, "c2", NULL, NULL };
	static const char *const want[] = { [0] = "2: id=c1 some text= n=\n3: id=c2 some text= n=\n",
	    [1] = "2: id=c1 some text= n=\n3: id=c2 some text= n=\n", [2] = "2: id=c1 some text~ n~\n3: id=c2 some text~ n~\n",
	    [3] = "1: id=c1 some text~ n~\n2: id=c2 some text~ n~\n", [4] = "1: id=c1 some text~ n~\n4: id=c2 some text~ n~\n",
	    [5] = "1: 1=c1 2= 3=\n2: 1=c2 2= 3=\n" };

	(void)s;
	for (size_t f = 0; f < LEN(formats); f++) {
		struct crm_buf put = rows_put(formats[f], names, NCOL, text, NULL, 2, NULL);
		struct crm_buf got = rows_of(formats[f], put.p, put.n, NULL);

		assert_string_equal(got.p, want[f]);
		crm_buf_free(&put);
		crm_buf_free(&got);
	}
}

static void
a_lone_empty_field_is_a_record(void **s)
{
	static const char *const text[] = { NULL, "x", NULL };
	struct crm_buf put = rows_put("csv", names, 1, text, NULL, 3, NULL), got;

	(void)s;
	assert_string_equal(put.p, "id\n\"\"\nx\n\"\"\n");
	got = rows_of("csv", put.p, put.n, NULL);
	assert_string_equal(got.p, "2: id=\n3: id=x\n4: id=\n");
	crm_buf_free(&put);
	crm_buf_free(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_texts_come_back),
		cmocka_unit_test(every_character_comes_back),
		cmocka_unit_test(every_early_character_alone_comes_back),
		cmocka_unit_test(the_big_list_of_naughty_strings_comes_back),
		cmocka_unit_test(escapes_for_a_terminal_change_no_json_and_no_yaml),
		cmocka_unit_test(nothing_comes_back_as_nothing),
		cmocka_unit_test(a_lone_empty_field_is_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
