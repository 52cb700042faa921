/* memory that dies together */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/base.h"

static void
pieces_are_aligned_and_apart(void **state)
{
	struct crm_arena a = { 0 };
	unsigned char *p[300];

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		p[i] = crm_alloc(&a, i * 7 % 500 + 1);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		memset(p[i], (int)(i & 255), i * 7 % 500 + 1);
		crm_strndup(&a, "odd", i % 3);
	}
	for (size_t i = 0; i < 300; i++) {
		assert_int_equal(p[i][0], i & 255);
		assert_int_equal(p[i][i * 7 % 500], i & 255);
	}
	crm_arena_free(&a);
	assert_null(a.head);
	crm_arena_free(&a);
}

static void
a_large_piece_does_not_waste_the_head(void **state)
{
	struct crm_arena a = { 0 };
	char *small = crm_strdup(&a, "small");
	char *at = a.at;

	(void)state;
	char *large = crm_alloc(&a, 10 << 20);
	memset(large, 1, 10 << 20);
	assert_ptr_equal(a.at, at);
	assert_string_equal(small, "small");
	crm_arena_free(&a);
}

static void
zalloc_is_zero_also_after_a_reset(void **state)
{
	struct crm_arena a = { 0 };

	(void)state;
	memset(crm_alloc(&a, 200), 0xAA, 200);
	crm_arena_reset(&a);
	char *p = crm_zalloc(&a, 200);
	for (int i = 0; i < 200; i++)
		assert_int_equal(p[i], 0);
	crm_arena_free(&a);
}

static void
a_reset_keeps_one_block(void **state)
{
	struct crm_arena a = { 0 };

	(void)state;
	crm_arena_reset(&a);
	for (int round = 0; round < 100; round++) {
		for (int i = 0; i < 100; i++)
			crm_alloc(&a, 100);
		crm_arena_reset(&a);
		assert_non_null(a.head);
	}
	char *first = crm_alloc(&a, 8);
	crm_arena_reset(&a);
	assert_ptr_equal(crm_alloc(&a, 8), first);
	crm_arena_free(&a);
}

static void
texts_end_in_nul(void **state)
{
	struct crm_arena a = { 0 };

	(void)state;
	assert_string_equal(crm_strndup(&a, NULL, 0), "");
	assert_memory_equal(crm_strndup(&a, "a\0b", 3), "a\0b", 4);
	assert_string_equal(crm_strdup(&a, "whole"), "whole");
	for (int i = 0; i < 3000; i += 13) {
		char *s = crm_sprintf(&a, "%0*d|%s", i + 1, 7, "é");
		assert_int_equal(strlen(s), (size_t)i + 1 + 3);
		assert_string_equal(s + i, "7|é");
	}
	crm_arena_free(&a);
}

static void
room_keeps_what_is_there(void **s)
{
	struct crm_arena a = { 0 };
	int64_t *v = NULL;
	size_t moved = 0;

	(void)s;
	for (size_t n = 0; n < 1000; n++) {
		int64_t *was = v;

		v = crm_room(&a, v, n, sizeof *v);
		moved += v != was;
		v[n] = (int64_t)n * 3;
	}
	assert_int_equal(moved, 11);             /* at 0, 1, 2, 4, ... 512 */
	for (size_t n = 0; n < 1000; n++)
		assert_int_equal(v[n], n * 3);
	crm_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(room_keeps_what_is_there),
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(a_large_piece_does_not_waste_the_head),
		cmocka_unit_test(zalloc_is_zero_also_after_a_reset),
		cmocka_unit_test(a_reset_keeps_one_block),
		cmocka_unit_test(texts_end_in_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
