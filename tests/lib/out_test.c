/* out_test.c - what the writers print */
#include "rows.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { ID, NAME, VALUE, CURRENCY, DONE, TAGS, AT, NCOL };
static const char *const order[] = { "yes", NULL };
static const struct crm_field value = { .name = "value", .type = &crm_t_money },
    done = { .name = "done", .type = &crm_t_bool, .values = order };
static const struct crm_outcol col[NCOL] = {
	[ID] = { .name = "id", .type = &crm_t_int, .currency = -1 },
	[NAME] = { .name = "name", .type = &crm_t_text, .currency = -1 },
	[VALUE] = { .name = "value", .type = &crm_t_money, .field = &value, .currency = CURRENCY },
	[CURRENCY] = { .name = "currency", .type = &crm_t_currency, .currency = -1 },
	[DONE] = { .name = "done", .type = &crm_t_bool, .field = &done, .currency = -1 },
	[TAGS] = { .name = "tags", .type = &crm_t_word, .many = true, .currency = -1 },
	[AT] = { .name = "at", .type = &crm_t_time, .currency = -1 },
};
#define T(s) CRM_VTEXT(s, sizeof s - 1)
static const struct crm_val acme[NCOL] = { CRM_VINT(7), T("Acme"), CRM_VINT(125000), T("EUR"), CRM_VINT(1),
    T("vip\nbig, fat"),
	T("2026-12-01T10:00:00Z") };
static const struct crm_val hoshi[NCOL] = { CRM_VINT(12), T("星 \"Hoshi\"\n2 <b>|x_y"), CRM_VINT(990),
    T("JPY"), CRM_VINT(0),
	T("vip"), CRM_VNULL };
static const struct crm_val none[NCOL] = { CRM_VINT(100), CRM_VNULL, CRM_VNULL, CRM_VNULL, CRM_VNULL,
    CRM_VNULL, CRM_VNULL };

/* The first k of acme, hoshi and an empty record, as a format prints them. */
static void
check(const char *format, size_t k, const struct crm_outopt *opt, const char *want)
{
	static const struct crm_val *const rows[] = { acme, hoshi, none };
	struct crm_ctx ctx = { .currency = "USD" };
	struct crm_outopt o = opt != NULL ? *opt : (struct crm_outopt){ 0 };
	struct crm_sink sink = { .fd = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_out *out;

	if (o.ctx == NULL)
		o.ctx = &ctx;
	assert_int_equal(crm_out_open(&out, format, &sink, col, NCOL, &o, &err), CRM_OK);
	for (size_t i = 0; i < k; i++)
		crm_out_row(out, rows[i]);
	assert_int_equal(crm_out_close(out, &err), CRM_OK);
	crm_put(&sink.buf, "", 0);
	assert_string_equal(sink.buf.p, want);
	crm_buf_free(&sink.buf);
}

static void
each_format_prints_typed_values_its_way(void **s)
{
	(void)s;
	check("lines", 3, NULL,
	    "7\tAcme\t1250.00\tEUR\tyes\tvip,big\\\\, fat\t2026-12-01T10:00:00Z\n"
	    "12\t星 \"Hoshi\"\\n2 <b>|x_y\t990\tJPY\tno\tvip\t\n"
	    "100\t\t\t\t\t\t\n");
	check("csv", 3, NULL,
	    "id,name,value,currency,done,tags,at\n"
	    "7,Acme,1250.00,EUR,yes,\"vip,big\\, fat\",2026-12-01T10:00:00Z\n"
	    "12,\"星 \"\"Hoshi\"\"\n2 <b>|x_y\",990,JPY,no,vip,\n"
	    "100,,,,,,\n");
	check("tsv", 1, NULL,
	    "id\tname\tvalue\tcurrency\tdone\ttags\tat\n7\tAcme\t1250.00\tEUR\tyes\tvip,big\\, fat\t2026-12-01T10:00:00Z\n");
	check("json", 3, NULL,
	    "[\n{\"id\":7,\"name\":\"Acme\",\"value\":1250.00,\"currency\":\"EUR\",\"done\":true,\"tags\":[\"vip\",\"big, fat\"],"
	    "\"at\":\"2026-12-01T10:00:00Z\"},\n"
	    "{\"id\":12,\"name\":\"星 \\\"Hoshi\\\"\\n2 <b>|x_y\",\"value\":990,\"currency\":\"JPY\",\"done\":false,\"tags\":[\"vip\"],"
	    "\"at\":null},\n"
	    "{\"id\":100,\"name\":null,\"value\":null,\"currency\":null,\"done\":null,\"tags\":[],\"at\":null}\n]\n");
	check("jsonl", 1, NULL,
	    "{\"id\":7,\"name\":\"Acme\",\"value\":1250.00,\"currency\":\"EUR\",\"done\":true,\"tags\":[\"vip\",\"big, fat\"],"
	    "\"at\":\"2026-12-01T10:00:00Z\"}\n");
	check("yaml", 3, NULL,
	    "- id: 7\n  name: Acme\n  value: 1250.00\n  currency: EUR\n  done: true\n  tags:\n    - vip\n    - big, fat\n"
	    "  at: \"2026-12-01T10:00:00Z\"\n"
	    "- id: 12\n  name: \"星 \\\"Hoshi\\\"\\n2 <b>|x_y\"\n  value: 990\n  currency: JPY\n  done: false\n"
	    "  tags:\n    - vip\n"
	    "  at: null\n"
	    "- id: 100\n  name: null\n  value: null\n  currency: null\n  done: null\n  tags: []\n  at: null\n");
	check("ids", 3, NULL, "7\n12\n100\n");
	check("markdown", 2, NULL,
	    "| id | name | value | currency | done | tags | at |\n"
	    "| ---: | --- | ---: | --- | --- | --- | --- |\n"
	    "| 7 | Acme | 1250.00 | EUR | yes | vip,big\\\\, fat | 2026-12-01T10:00:00Z |\n"
	    "| 12 | 星 \"Hoshi\"<br>2 &lt;b>\\|x\\_y | 990 | JPY | no | vip |  |\n");
}

static bool
holds(const struct crm_buf *page, const char *what)
{
	return strstr(page->p, what) != NULL;
}

/* A page is read by those who know nothing of us: its cells are escaped, its numbers aligned without a style sheet. */
static void
a_page_holds_one_table(void **s)
{
	static const char *const names[] = { "id", "<i>" };
	static const char *const text[] = { "c1", "\"<script>&\n\x1B\xE2\x80\xAE", "c2", "" };
	struct crm_buf page = rows_put("html", names, 2, text, NULL, 2, &(struct crm_outopt){ .title = "a < b" });

	(void)s;
	assert_true(strncmp(page.p, "<!DOCTYPE html>\n", 16) == 0);
	assert_true(holds(&page, "<title>a &lt; b</title>"));
	assert_true(holds(&page, "<tr><th scope=\"col\">id</th><th scope=\"col\">&lt;i&gt;</th></tr>"));
	assert_true(holds(&page, "<tr><th scope=\"row\">c1</th><td>&quot;&lt;script&gt;&amp;<br>\\u{001B}\\u{202E}</td></tr>"));
	assert_true(holds(&page, "<tr><th scope=\"row\">c2</th><td></td></tr>\n</tbody>\n</table>\n</body>\n</html>\n"));
	crm_buf_free(&page);
	page = rows_put("html", names, 2, text, NULL, 0, NULL);
	assert_true(holds(&page, "<tbody>\n</tbody>"));
	crm_buf_free(&page);
}

static void
no_rows_are_a_document_too(void **s)
{
	(void)s;
	check("lines", 0, NULL, "");
	check("ids", 0, NULL, "");
	check("table", 0, NULL, "");
	check("csv", 0, NULL, "id,name,value,currency,done,tags,at\n");
	check("csv", 0, &(struct crm_outopt){ .bare = true }, "");
	check("json", 0, NULL, "[]\n");
	check("jsonl", 0, NULL, "");
	check("yaml", 0, NULL, "[]\n");
}

static void
a_table_is_aligned_by_width_on_the_screen(void **s)
{
	(void)s;
	check("table", 3, NULL,
	    " id  name                     value  currency  done  tags           at\n"
	    "  7  Acme                   1250.00  EUR       yes   vip,big\\, fat  2026-12-01T10:00:00Z\n"
	    " 12  星 \"Hoshi\"\\n2 <b>|x_y      990  JPY       no    vip\n"
	    "100\n");
	check("table", 1, &(struct crm_outopt){ .bare = true },
	    "7  Acme  1250.00  EUR  yes  vip,big\\, fat  2026-12-01T10:00:00Z\n");
	check("table", 1, &(struct crm_outopt){ .color = true },
	    "\033[1mid  name    value  currency  done  tags           at\033[0m\n"
	    " 7  Acme  1250.00  EUR       yes   vip,big\\, fat  2026-12-01T10:00:00Z\n");
}

static void
a_table_too_wide_is_cut_in_its_widest_texts(void **s)
{
	(void)s;
	check("table", 3, &(struct crm_outopt){ .width = 64 },
	    " id  name          value  currency  done  tags        at\n"
	    "  7  Acme        1250.00  EUR       yes   vip,big\\,…  2026-12-0…\n"
	    " 12  星 \"Hoshi…      990  JPY       no    vip\n"
	    "100\n");
	/* Ids and numbers stay whole, and nothing becomes narrower than four columns. */
	check("table", 1, &(struct crm_outopt){ .width = 10 },
	    "id  name    value  cur…  done  tags  at\n"
	    " 7  Acme  1250.00  EUR   yes   vip…  202…\n");
}

/* The first thousand rows settle the widths; who comes later is not cut where nobody asked for a width. */
static void
a_long_table_streams(void **s)
{
	struct crm_outcol two[2] = { col[ID], col[NAME] };
	struct crm_sink sink = { .fd = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_val row[2] = { CRM_VINT(1), T("ab") };
	struct crm_out *out;

	(void)s;
	assert_int_equal(crm_out_open(&out, "table", &sink, two, 2, NULL, &err), CRM_OK);
	for (int i = 1; i < 1000; i++)
		crm_out_row(out, row);
	assert_int_equal(sink.buf.n, 0);
	crm_out_row(out, row);
	assert_int_equal(sink.buf.n, strlen("id  name\n") + 1000 * strlen(" 1  ab\n"));
	sink.buf.n = 0;
	row[0] = CRM_VINT(12345);
	crm_out_row(out, row);
	assert_string_equal(sink.buf.p, "12345  ab\n");
	assert_int_equal(crm_out_close(out, &err), CRM_OK);
	crm_buf_free(&sink.buf);
}

static void
nothing_moves_a_terminal(void **s)
{
	static const char *const names[] = { "id", "t" };
	static const char *const text[] = { "c1", "\x1B]0;x\x07\t\xC2\x9B\xE2\x80\xAE\\" };
	static const struct { const char *format, *want; } cases[] = {
		{ "lines", "c1\t\\u{001B}]0;x\\u{0007}\\t\\u{009B}\\u{202E}\\\\\n" },
		{ "csv", "id,t\nc1,\\u{001B}]0;x\\u{0007}\\t\\u{009B}\\u{202E}\\\n" },
		{ "table", "id  t\nc1  \\u{001B}]0;x\\u{0007}\\t\\u{009B}\\u{202E}\\\n" },
		{ "json", "[\n{\"id\":\"c1\",\"t\":\"\\u001B]0;x\\u0007\\t\\u009B\\u202E\\\\\"}\n]\n" },
		{ "yaml", "- id: c1\n  t: \"\\x1B]0;x\\x07\\t\\x9B\\u202E\\\\\"\n" },
	};

	(void)s;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_buf got = rows_put(cases[i].format, names, 2, text, NULL, 1, &(struct crm_outopt){ .tty = true });

		for (size_t k = 0; k < got.n; k++)
			assert_true((got.p[k] >= ' ' && got.p[k] < 0x7F) || got.p[k] == '\n' || got.p[k] == '\t');
		if (strcmp(got.p, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].format, got.p);
		crm_buf_free(&got);
	}
}

static void
formulas_are_guarded_when_asked(void **s)
{
	static const char *const names[] = { "a" };
	static const char *const text[] = { "=1+1", "+31", "-x", "@a", "\tx", "\rx", "x=1", "'=1", NULL };
	const struct crm_outopt safe = { .safe_csv = true };
	struct crm_sink sink = { .fd = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_out *out;
	struct crm_buf got = rows_put("csv", names, 1, text, NULL, LEN(text), &safe);

	(void)s;
	assert_string_equal(got.p, "a\n'=1+1\n'+31\n'-x\n'@a\n\"'\tx\"\n\"'\rx\"\nx=1\n'=1\n\"\"\n");
	crm_buf_free(&got);
	got = rows_put("tsv", names, 1, text, NULL, 1, NULL);
	assert_string_equal(got.p, "a\n=1+1\n");
	crm_buf_free(&got);
	/* A number is none. */
	assert_int_equal(crm_out_open(&out, "csv", &sink, &col[ID], 1, &safe, &err), CRM_OK);
	crm_out_row(out, &CRM_VINT(-5));
	assert_int_equal(crm_out_close(out, &err), CRM_OK);
	assert_string_equal(sink.buf.p, "id\n-5\n");
	crm_buf_free(&sink.buf);
}

static void
an_unknown_format_names_the_known(void **s)
{
	struct crm_sink sink = { .fd = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_out *out;

	(void)s;
	assert_int_equal(crm_out_open(&out, "xml", &sink, col, NCOL, NULL, &err), CRM_USAGE);
	assert_null(out);
	for (const char *const *f = crm_formats(false); *f != NULL; f++) {
		assert_non_null(strstr(err.text, *f));
		assert_int_equal(crm_out_open(&out, *f, &sink, col, NCOL, NULL, NULL), CRM_OK);
		assert_int_equal(crm_out_close(out, NULL), CRM_OK);
	}
	for (const char *const *f = crm_formats(true); *f != NULL; f++) {
		struct crm_buf got = rows_of(*f, "", 0, NULL);

		assert_string_equal(got.p, "");
		crm_buf_free(&got);
	}
	crm_buf_free(&sink.buf);
}

static int
write_rows(int fd, size_t n)
{
	struct crm_sink sink = { .fd = fd };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_out *out;
	int rc;

	assert_int_equal(crm_out_open(&out, "csv", &sink, col, NCOL, NULL, &err), CRM_OK);
	while (n-- > 0)
		crm_out_row(out, acme);
	rc = crm_out_close(out, &err);
	assert_int_equal(rc == CRM_OK, err.n == 0);
	assert_true(sink.buf.cap < 200000);
	crm_buf_free(&sink.buf);
	return rc;
}

static void
a_failed_write_is_told(void **s)
{
	int fd[2], full = open("/dev/full", O_WRONLY), null = open("/dev/null", O_WRONLY);

	(void)s;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(write_rows(null, 100000), CRM_OK);
	assert_int_equal(write_rows(full, 1), CRM_IO);
	assert_int_equal(write_rows(full, 100000), CRM_IO);
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	assert_int_equal(write_rows(fd[1], 1), CRM_IO);
	close(fd[1]);
	close(full);
	close(null);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_format_prints_typed_values_its_way),
		cmocka_unit_test(a_page_holds_one_table),
		cmocka_unit_test(no_rows_are_a_document_too),
		cmocka_unit_test(a_table_is_aligned_by_width_on_the_screen),
		cmocka_unit_test(a_table_too_wide_is_cut_in_its_widest_texts),
		cmocka_unit_test(a_long_table_streams),
		cmocka_unit_test(nothing_moves_a_terminal),
		cmocka_unit_test(formulas_are_guarded_when_asked),
		cmocka_unit_test(an_unknown_format_names_the_known),
		cmocka_unit_test(a_failed_write_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
