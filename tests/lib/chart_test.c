/* chart_test.c - the arithmetic of charts, and their pictures */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crm/chart.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

/* A chart of three rows, "a", "b" and "c", and so many series. */
static struct crm_chart
chart(enum crm_chart_kind kind, size_t nseries, const double *value)
{
	static const char *const names[] = { "a", "b", "c" };
	struct crm_chart c = { .kind = kind };

	crm_chart_room(&c, 3, nseries);
	for (size_t r = 0; r < 3; r++)
		c.row[r] = names[r];
	for (size_t s = 0; s < nseries; s++)
		c.series[s] = names[s];
	memcpy(c.value, value, 3 * nseries * sizeof *value);
	return c;
}

static void
steps_are_round_and_hold_all_values(void **state)
{
	static const struct { double lo, hi; unsigned most; double step, from, to; } cases[] = {
		{ 0, 100, 6, 20, 0, 100 }, { 0, 97, 6, 20, 0, 100 }, { 0, 1, 6, 0.2, 0, 1 }, { -3, 7, 6, 2, -4, 8 },
		{ 0, 185436.25, 6, 50000, 0, 200000 }, { 5, 5, 6, 1, 5, 10 }, { 0, 0, 6, 0.2, 0, 1 }, { -5, -5, 6, 1, -5, 0 },
		{ 0, 0.03, 6, 0.005, 0, 0.03 }, { 0, 1e100, 5, 2e99, 0, 1e100 }, { 0, 10, 0, 10, 0, 10 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_scale s = crm_scale(cases[i].lo, cases[i].hi, cases[i].most);

		assert_true(fabs(s.step - cases[i].step) <= 1e-9 * cases[i].step);
		assert_true(fabs(s.lo - cases[i].from) <= 1e-9 * cases[i].step);
		assert_true(fabs(s.hi - cases[i].to) <= 1e-9 * cases[i].step);
	}
}

static void
lengths_begin_at_zero_and_lines_near_their_values(void **state)
{
	static const struct { enum crm_chart_kind kind; double v[6], lo, hi; } cases[] = {
		{ CRM_BAR, { 5, 6, 7, 8, 9, 10 }, 0, 10 }, { CRM_BAR, { -5, NAN, 5, 0, 0, 0 }, -6, 6 },
		{ CRM_STACKED, { 5, 5, 1, -4, NAN, 2 }, -5, 10 }, { CRM_FUNNEL, { 4, 2, 1, 1, 1, 1 }, 0, 4 },
		{ CRM_LINE, { 90, 91, 92, 93, 94, 100 }, 90, 100 }, { CRM_LINE, { 10, 20, 30, 40, 50, 60 }, 0, 60 },
		{ CRM_HEATMAP, { 3, 4, 5, 6, NAN, 9 }, 3, 9 }, { CRM_BAR, { NAN, NAN, NAN, NAN, NAN, NAN }, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_chart c = chart(cases[i].kind, 2, cases[i].v);
		struct crm_scale s = crm_chart_scale(&c, 6);

		assert_true(fabs(s.lo - cases[i].lo) < 1e-9);
		assert_true(fabs(s.hi - cases[i].hi) < 1e-9);
		assert_true(crm_scale_share(&s, s.lo) == 0 && crm_scale_share(&s, s.hi) == 1);
		assert_true(crm_scale_share(&s, NAN) == 0);
		crm_chart_free(&c);
	}
}

static void
numbers_are_exact_or_short(void **state)
{
	static const struct { double v, step; int digits; const char *unit, *exact, *brief; } cases[] = {
		{ 12500, 500, 0, NULL, "12500", "12.5k" }, { 10000, 500, 0, NULL, "10000", "10k" },
		{ 1077073.75, 500000, 2, NULL, "1077073.75", "1.1M" }, { 0, 0.2, 2, "%", "0.00%", "0%" },
		{ 0.6, 0.2, 1, NULL, "0.6", "0.6" }, { -3000, 1000, 0, NULL, "-3000", "-3k" }, { -0.0, 1, 0, NULL, "0", "0" },
		{ 1e9, 5e8, 0, NULL, "1000000000", "1G" }, { 20, 5, 0, NULL, "20", "20" }, { 5e-4, 5e-4, 4, NULL, "0.0005", "0.0005" },
		{ 1e30, 1e30, 0, NULL, "1e+30", "1e+18T" }, { 999, 333, 0, "%", "999%", "999%" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_chart c = { .digits = cases[i].digits, .unit = cases[i].unit };
		struct crm_buf b = { 0 };

		crm_chart_number(&c, cases[i].v, &b);
		assert_string_equal(b.p, cases[i].exact);
		b.n = 0;
		crm_chart_short(&c, cases[i].v, cases[i].step, &b);
		assert_int_equal(b.n, strlen(cases[i].brief));
		assert_memory_equal(b.p, cases[i].brief, b.n);
		crm_buf_free(&b);
	}
}

/* How bright a colour is seen, by the weights of sRGB. */
static double
brightness(unsigned rgb)
{
	double sum = 0, weight[] = { 0.2126, 0.7152, 0.0722 };

	for (int i = 0; i < 3; i++)
		sum += weight[i] * pow((rgb >> (16 - 8 * i) & 0xFF) / 255.0, 2.2);
	return sum;
}

static void
more_is_darker_all_the_way(void **state)
{
	(void)state;
	for (int i = 1; i <= 100; i++)
		assert_true(brightness(crm_chart_heat(i / 100.0)) < brightness(crm_chart_heat((i - 1) / 100.0)));
	assert_int_equal(crm_chart_heat(-1), crm_chart_heat(0));
	assert_int_equal(crm_chart_heat(2), crm_chart_heat(1));
	for (size_t i = 0; i < CRM_CHART_COLORS; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(crm_chart_color(i), crm_chart_color(k));
}

static size_t
times(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

static void
an_svg_says_what_it_shows_and_escapes_it(void **state)
{
	static const double v[] = { 1, NAN, -2 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_chart c = chart(CRM_BAR, 1, v);
	struct crm_buf svg = { 0 }, again = { 0 };

	(void)state;
	c.title = "A & <b>";
	c.row[0] = "\"x\"\x1B[31m\xEF\xBF\xBF";
	assert_int_equal(crm_chart_svg(&c, (struct crm_chart_size){ 640, 0 }, &svg, &err), CRM_OK);
	assert_ptr_equal(strstr(svg.p, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"640\""), svg.p);
	assert_non_null(strstr(svg.p, "<title>A &amp; &lt;b&gt;</title>\n<desc>&quot;x&quot;\\u{001B}[31m\xEF\xBF\xBD: 1; b: nothing; c: -2</desc>"));
	assert_int_equal(times(svg.p, "#0072B2"), 2);           /* nothing is no bar */
	assert_int_equal(times(svg.p, "</svg>"), 1);
	assert_null(strchr(svg.p, '\x1B'));
	assert_int_equal(crm_chart_svg(&c, (struct crm_chart_size){ 640, 0 }, &again, &err), CRM_OK);
	assert_string_equal(svg.p, again.p);
	crm_buf_free(&svg);
	crm_buf_free(&again);
	crm_chart_free(&c);
}

static void
a_line_is_broken_where_a_value_or_a_month_is_missing(void **state)
{
	static const double v[] = { 1, 2, 3 }, gap[] = { 1, NAN, 3 };
	static double at[] = { 0, 1, 3 };
	static const struct { const double *v; double *at, every; size_t lines, dots; } cases[] = {
		{ v, NULL, 0, 1, 3 }, { v, at, 0, 1, 3 }, { v, at, 1, 1, 3 }, { gap, NULL, 0, 0, 2 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct crm_err err = CRM_ERR_INIT;
		struct crm_chart c = chart(CRM_LINE, 1, cases[i].v);
		struct crm_buf svg = { 0 };

		c.at = cases[i].at;
		c.every = cases[i].every;
		assert_int_equal(crm_chart_svg(&c, (struct crm_chart_size){ 0 }, &svg, &err), CRM_OK);
		assert_int_equal(times(svg.p, "stroke=\"#0072B2\""), cases[i].lines);
		assert_int_equal(times(svg.p, "<circle"), cases[i].dots);
		crm_buf_free(&svg);
		crm_chart_free(&c);
	}
}

static void
a_picture_is_of_a_size_that_can_be_looked_at(void **state)
{
	static const double v[] = { 1, 2, 3, 4, 5, 6 };
	static const enum crm_chart_kind kinds[] = { CRM_BAR, CRM_STACKED, CRM_LINE, CRM_FUNNEL, CRM_HEATMAP };
	static const struct { struct crm_chart_size size; int rc; } cases[] = {
		{ { 640, 300 }, CRM_OK }, { { 0, 0 }, CRM_OK }, { { 160, 160 }, CRM_OK }, { { 5, 300 }, CRM_DATA },
		{ { 640, 150 }, CRM_DATA }, { { 640, 40000 }, CRM_DATA }, { { 30000, 30000 }, CRM_DATA },
	};

	(void)state;
	for (size_t i = 0; i < LEN(kinds) * LEN(cases); i++) {
		struct crm_err err = CRM_ERR_INIT;
		struct crm_chart c = chart(kinds[i % LEN(kinds)], 2, v);
		struct crm_buf svg = { 0 };

		assert_int_equal(crm_chart_svg(&c, cases[i / LEN(kinds)].size, &svg, &err), cases[i / LEN(kinds)].rc);
		assert_int_equal(svg.n > 0, cases[i / LEN(kinds)].rc == CRM_OK);
		crm_buf_free(&svg);
		crm_chart_free(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_are_round_and_hold_all_values),
		cmocka_unit_test(lengths_begin_at_zero_and_lines_near_their_values),
		cmocka_unit_test(numbers_are_exact_or_short),
		cmocka_unit_test(more_is_darker_all_the_way),
		cmocka_unit_test(an_svg_says_what_it_shows_and_escapes_it),
		cmocka_unit_test(a_line_is_broken_where_a_value_or_a_month_is_missing),
		cmocka_unit_test(a_picture_is_of_a_size_that_can_be_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
