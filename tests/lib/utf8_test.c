/* text as UTF-8: validity, width, safety */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/utf8.h"

static void
validity_finds_the_first_wrong_character(void **state)
{
	static const struct { const char *p; size_t n; bool ok; size_t bad; } cases[] = {
		{ "", 0, true, 0 }, { "plain", 5, true, 0 }, { "Łódź", 7, true, 0 },
		{ "\xF0\x9F\x98\x80", 4, true, 0 }, { "\xF4\x8F\xBF\xBF", 4, true, 0 },
		{ "\xEF\xBF\xBF", 3, true, 0 },
		{ "\xED\x9F\xBF", 3, true, 0 }, { "\xEE\x80\x80", 3, true, 0 },
		{ "a\0b", 3, false, 1 }, { "ab\x80", 3, false, 2 }, { "\xC3", 1, false, 0 },
		{ "a\xE2\x82", 3, false, 1 }, { "a\xF0\x9F\x98", 4, false, 1 }, { "\xC3\x28", 2, false, 0 },
		{ "\xC0\x80", 2, false, 0 }, { "\xC1\xBF", 2, false, 0 }, { "\xE0\x80\xAF", 3, false, 0 },
		{ "\xE0\x9F\xBF", 3, false, 0 }, { "\xF0\x8F\xBF\xBF", 4, false, 0 },
		{ "\xED\xA0\x80", 3, false, 0 }, { "\xED\xBF\xBF", 3, false, 0 },
		{ "\xF4\x90\x80\x80", 4, false, 0 }, { "\xF5\x80\x80\x80", 4, false, 0 },
		{ "\xFF", 1, false, 0 },
		{ "\xFE", 1, false, 0 }, { "12345678\xFF", 9, false, 8 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t bad = 0;

		assert_int_equal(crm_utf8_ok(cases[i].p, cases[i].n, &bad), cases[i].ok);
		assert_int_equal(bad, cases[i].bad);
		assert_int_equal(crm_utf8_ok(cases[i].p, cases[i].n, NULL), cases[i].ok);
	}
	assert_true(crm_utf8_ok(NULL, 0, NULL));
}

static void
a_wrong_byte_is_found_at_every_place(void **state)
{
	static const char wrong[] = { 0, '\x80', '\xC0', '\xFF' };
	char text[40];

	(void)state;
	for (size_t n = 1; n <= sizeof text; n++)
		for (size_t at = 0; at < n; at++)
			for (size_t k = 0; k < sizeof wrong; k++) {
				size_t bad = 99;

				memset(text, 'x', n);
				assert_true(crm_utf8_ok(text, n, &bad));
				text[at] = wrong[k];
				assert_false(crm_utf8_ok(text, n, &bad));
				assert_int_equal(bad, at);
			}
}

static void
every_byte_below_80_but_nul_is_valid(void **state)
{
	char text[127];

	(void)state;
	for (int i = 0; i < 127; i++)
		text[i] = (char)(i + 1);
	assert_true(crm_utf8_ok(text, sizeof text, NULL));
}

static void
width_counts_columns(void **state)
{
	static const struct { const char *s; size_t cols; } cases[] = {
		{ "", 0 }, { "abc", 3 }, { "Łódź", 4 }, { "e\xCC\x81", 1 }, { "日本", 4 }, { "Ａ", 2 },
		{ "\xE2\x80\x8B", 0 }, { "a\tb", 2 }, { "\xFF\xFE", 2 }, { "0123456789 0123456789", 21 },
		{ "0123456\x01 789", 11 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(crm_width(cases[i].s, strlen(cases[i].s)), cases[i].cols);
}

static void
fit_cuts_between_characters(void **state)
{
	static const struct { const char *s; size_t cols, bytes; } cases[] = {
		{ "abc", 0, 0 }, { "abc", 2, 2 }, { "abc", 9, 3 }, { "Łódź", 2, 4 }, { "日本", 3, 3 },
		{ "日本", 1, 0 }, { "e\xCC\x81x", 1, 3 }, { "", 5, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(crm_fit(cases[i].s, strlen(cases[i].s), cases[i].cols), cases[i].bytes);
}

static void
unsafe_text_becomes_visible(void **state)
{
	static const struct { const char *p; size_t n; const char *want; } cases[] = {
		{ "", 0, "" }, { "Zoë & 日本 \\", 15, "Zoë & 日本 \\" }, { "a\tb\nc\rd", 7, "a\\tb\\nc\\rd" },
		{ "\x1b[2J", 4, "\\u{001B}[2J" }, { "a\0b", 3, "a\\u{0000}b" }, { "\x7f", 1, "\\u{007F}" },
		{ "\xC2\x9B", 2, "\\u{009B}" }, { "\xE2\x80\xAE", 3, "\\u{202E}" },
		{ "\xE2\x81\xA6", 3, "\\u{2066}" },
		{ "\xE2\x80\x8B", 3, "\\u{200B}" }, { "\xEF\xBB\xBF", 3, "\\u{FEFF}" },
		{ "\xD8\x9C", 2, "\\u{061C}" }, { "\xF3\xA0\x81\x81", 4, "\\u{E0041}" },
		{ "x\xFFy", 3, "x\\xFFy" },
		{ "\xED\xA0\x80", 3, "\\xED\\xA0\\x80" }, { "12345678\x1b", 9, "12345678\\u{001B}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf b = { 0 };

		crm_put_safe(&b, cases[i].p, cases[i].n);
		assert_string_equal(b.p, cases[i].want);
		assert_true(crm_is_safe(b.p, b.n));
		bool same = b.n == cases[i].n && memcmp(b.p, cases[i].p, b.n) == 0;
		assert_int_equal(crm_is_safe(cases[i].p, cases[i].n), same);
		crm_buf_free(&b);
	}
}

static void
an_unsafe_byte_is_found_at_every_place(void **state)
{
	static const char wrong[] = { 0, '\t', '\x1f', '\x7f', '\x80' };
	char text[24];

	(void)state;
	for (size_t at = 0; at < sizeof text; at++)
		for (size_t k = 0; k < sizeof wrong; k++) {
			memset(text, at % 2 ? '~' : ' ', sizeof text);
			assert_true(crm_is_safe(text, sizeof text));
			text[at] = wrong[k];
			assert_false(crm_is_safe(text, sizeof text));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity_finds_the_first_wrong_character),
		cmocka_unit_test(a_wrong_byte_is_found_at_every_place),
		cmocka_unit_test(every_byte_below_80_but_nul_is_valid),
		cmocka_unit_test(width_counts_columns),
		cmocka_unit_test(fit_cuts_between_characters),
		cmocka_unit_test(unsafe_text_becomes_visible),
		cmocka_unit_test(an_unsafe_byte_is_found_at_every_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
