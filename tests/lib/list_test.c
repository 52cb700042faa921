/* several items in one text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/base.h"

static void
items_are_split_and_joined(void **s)
{
	static const struct { const char *text, *items; size_t n; } cases[] = {
		{ "", "", 0 }, { " , ,", "", 0 }, { "a", "a", 1 }, { " a , b b ,c", "a|b b|c", 3 },
		{ "a\\,b,c", "a,b|c", 2 },
		{ "a\\\\,b", "a\\|b", 2 }, { "a\\b\\", "a\\b\\", 1 }, { "\xC3\xA9,x", "\xC3\xA9|x", 2 },
		{ "a\nb,c", "a\nb|c", 2 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_arena arena = { 0 };
		struct crm_buf seen = { 0 }, back = { 0 };
		size_t at = 0, again = 0, len, n = 0;
		char *item;

		crm_puts(&seen, "");
		while (crm_list_next(cases[i].text, strlen(cases[i].text), &at, &arena, &item, &len)) {
			assert_int_equal(strlen(item), len);
			crm_puts(&seen, n++ ? "|" : "");
			crm_put(&seen, item, len);
			crm_list_put(&back, item, len);
		}
		assert_string_equal(seen.p, cases[i].items);
		assert_int_equal(n, cases[i].n);
		while (crm_list_next(back.p, back.n, &again, &arena, &item, &len))
			n--;
		assert_int_equal(n, 0);
		crm_buf_free(&seen);
		crm_buf_free(&back);
		crm_arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(items_are_split_and_joined) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
