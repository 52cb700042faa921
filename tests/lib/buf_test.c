/* text under construction, escapes and many values */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "crm/base.h"

static void
a_full_buffer_grows(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++) {
		crm_putc(&b, 'a' + i % 26);
		assert_int_equal(b.p[b.n], 0);
	}
	crm_puts(&b, "end");
	assert_int_equal(b.n, 100003);
	assert_string_equal(b.p + 100000, "end");
	crm_buf_free(&b);
	assert_null(b.p);
}

static void
nothing_put_is_still_a_text(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	crm_put(&b, NULL, 0);
	assert_string_equal(b.p, "");
	crm_buf_free(&b);
	crm_escape(&b, NULL, 0);
	assert_string_equal(b.p, "");
	crm_buf_free(&b);
	crm_putf(&b, "%s", "");
	assert_string_equal(b.p, "");
	crm_buf_free(&b);
}

static void
numbers_print_as_printf_does(void **state)
{
	static const int64_t cases[] = {
		0, 1, -1, 9, 10, 99, 100, 101, 999, 1000, -100, 12345678901, INT64_MAX, INT64_MIN,
		INT64_MIN + 1,
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf b = { 0 };
		char want[32];

		snprintf(want, sizeof want, "%lld", (long long)cases[i]);
		crm_putd(&b, cases[i]);
		assert_string_equal(b.p, want);
		crm_buf_free(&b);
	}
}

static void
putf_fits_any_length(void **state)
{
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct crm_buf b = { 0 };

		crm_puts(&b, "<");
		crm_putf(&b, "%*d", i, 5);
		crm_puts(&b, ">");
		assert_int_equal(b.n, (size_t)(i ? i : 1) + 2);
		assert_string_equal(b.p + b.n - 2, "5>");
		crm_buf_free(&b);
	}
}

static void
reserved_room_can_be_written(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	crm_puts(&b, "ab");
	memset(crm_reserve(&b, 5000), 'x', 5000);
	b.n += 5000;
	crm_puts(&b, "z");
	assert_memory_equal(b.p, "abxxx", 5);
	assert_string_equal(b.p + 5001, "xz");
	crm_buf_free(&b);
}

static void
escapes_at_every_place_come_back(void **state)
{
	(void)state;
	for (size_t n = 1; n < 40; n++)
		for (size_t at = 0; at < n; at++)
			for (int k = 0; k < 6; k++) {
				char text[40];
				struct crm_buf b = { 0 };

				memset(text, 'a', n);
				text[at] = "\\\t\n\r\0\xff"[k];
				crm_escape(&b, text, n);
				assert_int_equal(b.n, n + (k < 4));
				assert_null(strpbrk(b.p, "\t\n\r"));
				assert_int_equal(crm_unescape(b.p, b.n), n);
				assert_memory_equal(b.p, text, n);
				crm_buf_free(&b);
			}
}

static void
escapes_have_their_letters(void **state)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "", "" }, { "plain", "plain" }, { "a\\t", "a\\\\t" }, { "\t\n\r\\", "\\t\\n\\r\\\\" },
		{ "\v\f\1", "\v\f\1" }, { "Łódź", "Łódź" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf b = { 0 };

		crm_escape(&b, cases[i].in, strlen(cases[i].in));
		assert_string_equal(b.p, cases[i].out);
		crm_buf_free(&b);
	}
}

static void
unknown_escapes_are_kept(void **state)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "\\x41", "\\x41" }, { "a\\", "a\\" }, { "\\", "\\" }, { "\\\\n", "\\n" },
		{ "\\\\\\n", "\\\n" },
		{ "\\,\\t", "\\,\t" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[16];

		strcpy(text, cases[i].in);
		size_t n = crm_unescape(text, strlen(text));
		assert_int_equal(n, strlen(cases[i].out));
		assert_memory_equal(text, cases[i].out, n);
	}
	assert_int_equal(crm_unescape(NULL, 0), 0);
}

static void
many_items_come_back_as_they_went_in(void **state)
{
	static const char *const items[] = { "vip", "two\nlines", "back\\slash", "", "tab\t", "\\n", "é" };
	struct crm_buf b = { 0 };
	struct crm_arena a = { 0 };
	size_t at = 0, len, i = 0;
	char *item;

	(void)state;
	for (; i < sizeof items / sizeof *items; i++)
		crm_many_add(&b, items[i], strlen(items[i]));
	for (i = 0; crm_many_next(b.p, b.n, &at, &a, &item, &len); i++) {
		assert_string_equal(item, items[i]);
		assert_int_equal(len, strlen(items[i]));
		assert_true(crm_many_has(b.p, b.n, item, len));
	}
	assert_int_equal(i, sizeof items / sizeof *items);
	assert_false(crm_many_next(b.p, b.n, &at, &a, &item, &len));
	crm_buf_free(&b);
	crm_arena_free(&a);
}

static void
an_empty_many_has_no_items(void **state)
{
	struct crm_arena a = { 0 };
	size_t at = 0, len;
	char *item;

	(void)state;
	assert_false(crm_many_next("", 0, &at, &a, &item, &len));
	assert_false(crm_many_next(NULL, 0, &at, &a, &item, &len));
	assert_false(crm_many_has("", 0, "", 0));
	crm_arena_free(&a);
}

static void
has_finds_whole_items_only(void **state)
{
	static const struct { const char *many, *item; bool has; } cases[] = {
		{ "vip\nbig", "vip", true }, { "vip\nbig", "big", true }, { "vip\nbig", "vi", false },
		{ "vip\nbig", "ip", false }, { "vip\nbig", "vip\nbig", false }, { "a\\nb", "a\nb", true },
		{ "a\\nb", "a\\nb", false }, { "a\\\\nb", "a\\nb", true }, { "a\n\nb", "", true },
		{ "a\\", "a\\", true }, { "a\\", "a", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(crm_many_has(cases[i].many, strlen(cases[i].many), cases[i].item,
		    strlen(cases[i].item)), cases[i].has);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_buffer_grows),
		cmocka_unit_test(nothing_put_is_still_a_text),
		cmocka_unit_test(numbers_print_as_printf_does),
		cmocka_unit_test(putf_fits_any_length),
		cmocka_unit_test(reserved_room_can_be_written),
		cmocka_unit_test(escapes_at_every_place_come_back),
		cmocka_unit_test(escapes_have_their_letters),
		cmocka_unit_test(unknown_escapes_are_kept),
		cmocka_unit_test(many_items_come_back_as_they_went_in),
		cmocka_unit_test(an_empty_many_has_no_items),
		cmocka_unit_test(has_finds_whole_items_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
