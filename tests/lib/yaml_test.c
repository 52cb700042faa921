/* yaml_test.c - reading YAML */
#include "rows.h"

static void
maps_are_rows(void **s)
{
	static const struct rows_case cases[] = {
		{ "a list", "- a: x\n  b: y\n- a: z\n", "1: a=x b=y\n3: a=z\n" },
		{ "a list in flow style", "[{a: x}, {a: y,\n b: z}]", "1: a=x\n1: a=y b=z\n" },
		{ "one map", "a: x\nb: y\n", "1: a=x b=y\n" },
		{ "documents", "a: x\n---\na: y\n...\n---\n- a: z\n- a: w\n", "1: a=x\n3: a=y\n6: a=z\n7: a=w\n" },
		{ "empty documents", "---\n---\n~\n---\na: x\n", "5: a=x\n" },
		{ "nothing", "", "" },
		{ "an empty list", "[]", "" },
		{ "an empty map", "- {}\n", "1:\n" },
		{ "nothing in many ways", "a:\nb: ~\nc: null\nd: Null\ne: ''\n", "1: a~ b~ c~ d~ e=\n" },
		{ "truth", "a: true\nb: False\nc: yes\nd: \"true\"\n", "1: a?true b?false c=yes d=true\n" },
		{ "numbers", "a: 12\nb: -1.50\nc: 1e3\nd: '12'\ne: 012\nf: 0x1F\ng: 1_000\nh: .5\ni: 12:30\n",
		    "1: a#12 b#-1.50 c#1e3 d=12 e=012 f=0x1F g=1_000 h=.5 i=12:30\n" },
		{ "tags of strings", "a: !!str 12\nb: !!str\n", "1: a=12 b=\n" },
		{ "lists", "a: [x, 2, ~]\nb: []\nc:\n- y\n", "1: a=x a#2 a~ b~ c=y\n" },
		{ "texts of many lines", "a: |\n  x\n  y\nb: >\n  x\n  y\n", "1: a=x\\ny\\n b=x y\\n\n" },
		{ "comments", "# c\n- a: x # c\n# c\n- a: y\n", "2: a=x\n4: a=y\n" },
		{ "CRLF", "- a: x\r\n- a: y\r\n", "1: a=x\n2: a=y\n" },
	};

	(void)s;
	rows_check("yaml", cases, LEN(cases));
}

static void
what_a_row_cannot_be_is_refused_and_the_next_is_read(void **s)
{
	static const struct rows_case cases[] = {
		{ "a map in it", "- a: {b: x}\n  c: [y]\n- a: z\n", "!1: field \"a\": nested values are not read\n3: a=z\n" },
		{ "a list in a list", "- a: [[x]]\n- a: z\n", "!1: field \"a\": nested values are not read\n2: a=z\n" },
		{ "a map in a list", "- a:\n  - b: x\n- a: z\n", "!2: field \"a\": nested values are not read\n3: a=z\n" },
		{ "a list as a name", "- [a]: x\n- a: z\n", "!1: nested values are not read\n2: a=z\n" },
		{ "an anchor", "- a: &x y\n- a: z\n", "!1: field \"a\": anchors are not read\n2: a=z\n" },
		{ "an anchored map", "- &x\n  a: y\n- a: z\n", "!1: anchors are not read\n3: a=z\n" },
		{ "an alias", "- a: *x\n- a: z\n", "!1: field \"a\": aliases are not read\n2: a=z\n" },
		{ "a tag", "- a: !!binary eA==\n- a: z\n", "!1: field \"a\": tags are not read\n2: a=z\n" },
		{ "NUL", "- a: \"\\0\"\n- a: z\n", "!1: field \"a\": a NUL character\n2: a=z\n" },
		{ "a field twice", "- a: x\n  a: y\n- a: z\n", "!2: field \"a\" is there twice\n3: a=z\n" },
		{ "no name", "- '': x\n- a: z\n", "!1: a field without a name\n2: a=z\n" },
	};

	(void)s;
	rows_check("yaml", cases, LEN(cases));
}

static void
broken_yaml_tears_the_reader(void **s)
{
	static const struct { const char *what, *text, *begin; } cases[] = {
		{ "a scalar", "x\n", "!1: a map, or a list of maps, was expected\ntorn\n" },
		{ "a scalar in the list", "- a: x\n- y\n", "1: a=x\n!2: a map, or a list of maps, was expected\ntorn\n" },
		{ "a list in the list", "- - a: x\n", "!1: a map, or a list of maps, was expected\ntorn\n" },
		{ "not closed", "- a: x\n- {a: y\n", "1: a=x\n!" },
		{ "a tab", "- a: x\n-\ta: y\n\tb: z\n", "1: a=x\n!" },
		{ "not UTF-8", "a: x\n---\n\n\n\na: \xFF\n", "1: a=x\n!6: invalid leading UTF-8 octet\ntorn\n" },
		{ "a control character", "a: x\n---\n\n\n\na: \x01\n", "1: a=x\n!6: control characters are not allowed\n" },
	};

	(void)s;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_buf got = rows_of("yaml", cases[i].text, strlen(cases[i].text), NULL);

		if (strncmp(got.p, cases[i].begin, strlen(cases[i].begin)) != 0 || strstr(got.p, "torn\n") == NULL)
			fail_msg("%s: %s", cases[i].what, got.p);
		crm_buf_free(&got);
	}
}

static void
depth_is_not_paid_for(void **s)
{
	struct crm_buf text = { 0 }, got;

	(void)s;
	crm_puts(&text, "a: ");
	for (size_t i = 0; i < 100000; i++)
		crm_putc(&text, '[');
	got = rows_of("yaml", text.p, text.n, NULL);
	assert_non_null(strstr(got.p, "torn\n"));
	crm_buf_free(&got);
	crm_buf_free(&text);
}

/* Lines may differ; the texts have no digits. */
static void
drop_digits(char *p)
{
	char *w = p;

	for (; *p != '\0'; p++)
		if (*p < '0' || *p > '9')
			*w++ = *p;
	*w = '\0';
}

/* The raw texts of all rows, a line end after each, are the same rows again. */
static void
raw_texts_are_yaml_again(void **s)
{
	static const char *const texts[] = {
		"- a: x\n  b: é\n- a: y\n\n- a: z\n",
		"  - a: x\n    b: y\n  - a: |\n      z\n  # c\n  - a: w",
		"a: x\n---\na: y\nb: z\n",
		"---\n- a: é\n- b: y\n",
		"[{a: x}, {a: é,\n b: z} , {c: w}]",
		"-\n  a: x\n-\n  a: y\n",
		"# c\n---\n\n  - # c\n    a: x\n\n\n  # c\n\n  - a: y   \n---\n  - a: z\n",
	};

	(void)s;
	for (size_t i = 0; i < LEN(texts); i++) {
		struct crm_err err = CRM_ERR_INIT;
		struct crm_buf raw = { 0 }, was, is;
		struct crm_input *in;
		struct crm_reader *r;
		struct crm_row row;

		crm_input_mem(&in, "f.yaml", texts[i], strlen(texts[i]));
		assert_int_equal(crm_reader_open(&r, in, NULL, NULL, &err), CRM_OK);
		while (crm_reader_next(r, &row, &err) == CRM_ROW) {
			crm_put(&raw, row.raw, row.nraw);
			crm_putc(&raw, '\n');
		}
		crm_reader_close(r);
		was = rows_of("yaml", texts[i], strlen(texts[i]), NULL);
		is = rows_of("yaml", raw.p, raw.n, NULL);
		drop_digits(was.p);
		drop_digits(is.p);
		assert_string_equal(is.p, was.p);
		crm_buf_free(&raw);
		crm_buf_free(&was);
		crm_buf_free(&is);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps_are_rows),
		cmocka_unit_test(what_a_row_cannot_be_is_refused_and_the_next_is_read),
		cmocka_unit_test(broken_yaml_tears_the_reader),
		cmocka_unit_test(depth_is_not_paid_for),
		cmocka_unit_test(raw_texts_are_yaml_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
