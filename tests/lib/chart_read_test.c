/* chart_read_test.c - which columns of a listing become a chart */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crm/chart.h"
#include "crm/utf8.h"
#include "io/chart_table.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Without a format it is sniffed. */
static int
read_text(struct crm_chart *c, const char *format, const char *text, const struct crm_charting *ask, struct crm_err *err)
{
	const struct crm_readopt opt = { .bare = true, .sniff = true };
	struct crm_input *in;
	struct crm_reader *reader;
	int rc;

	crm_input_mem(&in, "t", text, strlen(text));
	assert_int_equal(crm_reader_open(&reader, in, format, &opt, err), CRM_OK);
	rc = crm_chart_read(c, reader, ask, err);
	crm_reader_close(reader);
	return rc;
}

/* "x/y: label series=value ...; label ..." */
static void
describe(const struct crm_chart *c, struct crm_buf *b)
{
	crm_putf(b, "%s/%s:", c->x != NULL ? c->x : "", c->y != NULL ? c->y : "");
	for (size_t r = 0; r < c->nrow; r++) {
		crm_putf(b, "%s %s", r > 0 ? ";" : "", c->row[r]);
		for (size_t s = 0; s < c->nseries; s++) {
			double v = c->value[r * c->nseries + s];

			crm_putf(b, " %s=", c->series[s]);
			if (c->nword > 0)
				crm_puts(b, v < 1 ? "" : c->word[(size_t)v - 1]);
			else if (!isnan(v))
				crm_chart_number(c, v, b);
		}
	}
}

static void
columns_are_found_by_what_is_in_them(void **state)
{
	static const struct { const char *text, *is; struct crm_charting ask; } cases[] = {
		{ "a\t1\nb\t2\n", "/: a 2=1; b 2=2", { CRM_BAR, .header = -1 } },
		{ "c1\tAcme\t1\nc2\tBolt\t2\n", "/: Acme 3=1; Bolt 3=2", { CRM_BAR, .header = -1 } },
		{ "lead\tEUR\t1\nwon\tEUR\t2\n", "/: lead 3=1; won 3=2", { CRM_BAR, .header = -1 } },
		{ "c1\t1\nc2\t2\n", "/: c1 2=1; c2 2=2", { CRM_BAR, .header = -1 } },
		{ "5\n7\n", "/: 1 1=5; 2 1=7", { CRM_BAR, .header = -1 } },
		{ "2024\t5\n2025\t7\n", "/: 2024 2=5; 2025 2=7", { CRM_BAR, .header = -1 } },
		{ "North\t2\t3\nSouth\t1\t1\n", "/: North 2=2 3=3; South 2=1 3=1", { CRM_STACKED, .header = -1 } },
		{ "stage,n\na,1\ntotal,1\n", "stage/n: a n=1", { CRM_BAR, .header = -1 } },
		{ "stage,n\n", NULL, { CRM_BAR, .header = -1 } },
		{ "stage,n,value\na,1,2.50\nb,3,4\n", "stage/value: a value=2.50; b value=4.00", { CRM_BAR, .values = "value", .header = -1 } },
		{ "stage,n,value\na,1,2.50\n", "n/: 1 value=2.50 n=1.00", { CRM_BAR, .label = "2", .values = "3,2", .header = -1 } },
		{ "a,1\nb,2\n", "/: a 2=1; b 2=2", { CRM_BAR, .header = -1 } },
		{ "a,1\nb,2\n", "a/1: b 1=2", { CRM_BAR, .header = 1 } },
		{ ",0,1\nJan,5,3\nFeb,4,\n", "/: Jan 0=5 1=3; Feb 0=4 1=", { CRM_HEATMAP, .header = -1 } },
		{ "a,5,3\nb,4,1\n", "/: a 2=5 3=3; b 2=4 3=1", { CRM_HEATMAP, .header = -1 } },
		{ "id,who,x,y\nc1,Acme,bought,never\nc2,Bolt,,lapsed\n", "who/: Acme x=bought y=; Bolt x= y=lapsed",
		    { CRM_HEATMAP, .header = -1 } },
		{ "who,what,n\na,x,1\na,y,2\nb,x,3\na,x,4\n", "who/n: a x=5 y=2; b x=3 y=", { CRM_STACKED, .header = -1 } },
		{ "who,what,n\na,x,1\na,y,2\n", "who/n: a x=1 y=2", { CRM_LINE, .by = "what", .header = -1 } },
		{ "who,what,n\na,x,1\na,y,2\n", "what/n: x a=1; y a=2", { CRM_LINE, .by = "who", .header = -1 } },
		{ "k,n\nb,1\na,5\nb,2\n", "k/n: a n=5; b n=3", { CRM_BAR, .sort = true, .header = -1 } },
		{ "k,n\nb,1\na,5\nc,2\n", "k/n: b n=1; other (2) n=7", { CRM_BAR, .limit = 1, .other = true, .header = -1 } },
		{ "m,n\n2026-Q3,3\n2025-Q4,1\n2026-Q1,2\n", "m/n: 2025-Q4 n=1; 2026-Q1 n=2; 2026-Q3 n=3", { CRM_LINE, .header = -1 } },
		{ "k,currency,n\na,EUR,1\na,USD,2\n", "k/n: a EUR=1 USD=2", { CRM_BAR, .header = -1 } },
		{ "a,12%\nb,7.5 %\n", "/: a 2=12.0%; b 2=7.5%", { CRM_BAR, .header = -1 } },
		{ "a,1e3\nb,-.5\nc,\n", "/: a 2=1000.0; b 2=-0.5; c 2=", { CRM_BAR, .header = -1 } },
		{ "a,0.3333333333\nb,12.1\n", "/: a 2=0.3333; b 2=12.1000", { CRM_BAR, .header = -1 } },
		{ "[{\"stage\":\"a\",\"n\":1,\"total\":false},{\"stage\":null,\"n\":1,\"total\":true}]", "stage/n: a n=1",
		    { CRM_BAR, .header = -1 } },
		{ "{\"n\":1,\"tags\":[\"x\",\"y\"]}\n{\"n\":2,\"tags\":[]}\n", "tags/n: x, y n=1;  n=2", { CRM_BAR, .header = -1 } },
		{ "- {k: a, n: 1}\n", "k/n: a n=1", { CRM_BAR, .header = -1 } },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_err err = CRM_ERR_INIT;
		struct crm_chart c = { 0 };
		struct crm_buf b = { 0 };
		int rc = read_text(&c, NULL, cases[i].text, &cases[i].ask, &err);

		assert_int_equal(rc, cases[i].is != NULL ? CRM_OK : CRM_NO);
		if (rc == CRM_OK) {
			describe(&c, &b);
			assert_string_equal(b.p, cases[i].is);
		}
		crm_buf_free(&b);
		crm_chart_free(&c);
	}
}

static void
a_number_is_all_of_its_cell(void **state)
{
	static const struct { const char *text; double v; int digits; } good[] = {
		{ "12", 12, 0 }, { "-0.50", -0.5, 2 }, { "+.5", 0.5, 1 }, { "5.", 5, 0 }, { "1,234", 1234, 0 },
		{ "-12,345,678.9", -12345678.9, 1 }, { "1e3", 1000, 0 }, { "2.5E-1", 0.25, 1 }, { " 7 % ", 7, 0 },
	};
	static const char *const bad[] = {
		"", " ", "-", ".", "1,2", "1,2345", ",123", "1234,567", "1,234,56", "1.2.3", "0x10", "inf", "nan", "1e", "1e999",
		"12 apples", "--1", "1 000", "%", "1%%",
	};
	struct chart_number n;

	(void)state;
	for (size_t i = 0; i < LEN(good); i++) {
		assert_true(io_chart_number(good[i].text, &n));
		assert_true(fabs(n.v - good[i].v) < 1e-12);
		assert_int_equal(n.digits, good[i].digits);
	}
	for (size_t i = 0; i < LEN(bad); i++)
		if (io_chart_number(bad[i], &n))
			fail_msg("%s is taken for a number", bad[i]);
}

/* Beyond the rows that are held nothing is lost, and a bad value is found. */
static void
rows_are_taken_as_they_come(void **state)
{
	const struct crm_charting ask = { CRM_BAR, .header = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_buf text = { 0 }, b = { 0 };
	struct crm_chart c = { 0 };

	(void)state;
	for (int i = 0; i < 3 * CHART_HELD; i++)
		crm_putf(&text, "%s,1\n", i % 3 == 0 ? "a" : "b");
	assert_int_equal(read_text(&c, NULL, text.p, &ask, &err), CRM_OK);
	describe(&c, &b);
	assert_string_equal(b.p, "/: a 2=1000; b 2=2000");
	crm_chart_free(&c);
	crm_puts(&text, "c,x\nd,EUR\n");
	assert_int_equal(read_text(&c, NULL, text.p, &ask, &err), CRM_DATA);
	assert_string_equal(err.text, "t:3001: column 2: \"x\" is no number\nt:3002: column 2: \"EUR\" is no number\n");
	crm_chart_free(&c);
	crm_buf_free(&text);
	crm_buf_free(&b);
}

static void
no_width_and_no_value_is_too_much(void **state)
{
	static const char *const texts[] = {
		"a,1e99\nb,-1e99\n", "a,1e-300\nb,2e-300\n", "a,0\nb,0\n", "a,-5\n", "a,5\n", "\xE6\xBC\xA2\xE5\xAD\x97,5\n",
		"a\x1B[31m,1\n", "a,\nb,1\n", "k,n,m\na,1,2\nb,3,4\n", "k,n\n2026-01,1\n2026-03,2\n",
	};
	static const enum crm_chart_kind kinds[] = { CRM_BAR, CRM_STACKED, CRM_LINE, CRM_FUNNEL, CRM_HEATMAP };

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++)
		for (size_t k = 0; k < LEN(kinds); k++)
			for (unsigned width = 1; width < 130; width += 3) {
				const struct crm_charting ask = { kinds[k], .header = -1 };
				const struct crm_chart_look look = { width, width / 4, false, width % 2 };
				struct crm_err err = CRM_ERR_INIT;
				struct crm_chart c = { 0 };
				struct crm_buf b = { 0 };

				if (read_text(&c, NULL, texts[i], &ask, &err) == CRM_OK) {
					crm_chart_text(&c, &look, &b);
					assert_true(b.n > 0 && b.p[b.n - 1] == '\n');
					assert_true(crm_utf8_ok(b.p, b.n, NULL));
					assert_null(strchr(b.p, '\033'));
					assert_int_equal(crm_chart_svg(&c, (struct crm_chart_size){ 160 + width, 160 }, &b, &err), CRM_OK);
					assert_null(strstr(b.p, "nan"));
				}
				crm_buf_free(&b);
				crm_chart_free(&c);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_found_by_what_is_in_them),
		cmocka_unit_test(a_number_is_all_of_its_cell),
		cmocka_unit_test(rows_are_taken_as_they_come),
		cmocka_unit_test(no_width_and_no_value_is_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
