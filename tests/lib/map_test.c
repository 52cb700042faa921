/* byte strings to numbers, and identifiers */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm/base.h"

static void
an_empty_map_has_nothing(void **state)
{
	struct crm_map m = { 0 };
	int64_t v;

	(void)state;
	assert_false(crm_map_get(&m, "a", 1, &v));
	crm_map_free(&m);
}

static void
put_keeps_and_set_replaces(void **state)
{
	struct crm_map m = { 0 };
	int64_t v = 0;

	(void)state;
	assert_true(crm_map_put(&m, "a", 1, 1));
	assert_false(crm_map_put(&m, "a", 1, 2));
	assert_true(crm_map_get(&m, "a", 1, &v));
	assert_int_equal(v, 1);
	crm_map_set(&m, "a", 1, 3);
	crm_map_set(&m, "b", 1, 4);
	assert_true(crm_map_get(&m, "a", 1, &v));
	assert_int_equal(v, 3);
	assert_true(crm_map_get(&m, "b", 1, &v));
	assert_int_equal(v, 4);
	assert_int_equal(m.n, 2);
	crm_map_free(&m);
}

static void
keys_are_bytes_of_any_kind(void **state)
{
	static const struct { const char *p; size_t n; } keys[] = {
		{ "", 0 }, { "\0", 1 }, { "\0\0", 2 }, { "a", 1 }, { "a\0", 2 }, { "a\0b", 3 },
		{ "\0\0\0\0\0\0\0\0", 8 }, { "\0\0\0\0\0\0\0\0\0", 9 }, { "\xff\xfe", 2 },
	};
	struct crm_map m = { 0 };
	int64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		assert_true(crm_map_put(&m, keys[i].p, keys[i].n, (int64_t)i));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		assert_true(crm_map_get(&m, keys[i].p, keys[i].n, &v));
		assert_int_equal(v, i);
	}
	assert_true(crm_map_get(&m, NULL, 0, &v));
	crm_map_free(&m);
}

static void
keys_are_copied_and_survive_growth(void **state)
{
	struct crm_map m = { 0 };
	char key[32];
	int64_t v;

	(void)state;
	for (int i = 0; i < 100000; i++)
		assert_true(crm_map_put(&m, key, (size_t)snprintf(key, sizeof key, "key-%d", i), i));
	assert_int_equal(m.n, 100000);
	for (int i = 0; i < 100000; i++) {
		assert_true(crm_map_get(&m, key, (size_t)snprintf(key, sizeof key, "key-%d", i), &v));
		assert_int_equal(v, i);
	}
	assert_false(crm_map_get(&m, "key-100000", 10, &v));
	crm_map_free(&m);
}

static void
a_hash_spreads_and_sees_every_byte(void **state)
{
	char text[64] = { 0 };
	unsigned bucket[256] = { 0 };

	(void)state;
	for (size_t n = 1; n < sizeof text; n++)
		for (size_t i = 0; i < n; i++) {
			uint64_t before = crm_hash(text, n);

			text[i] ^= 1;
			assert_true(crm_hash(text, n) != before);
			text[i] ^= 1;
		}
	for (int i = 0; i < 65536; i++)
		bucket[crm_hash(&i, sizeof i) & 255]++;
	for (int i = 0; i < 256; i++)
		assert_in_range(bucket[i], 128, 512);
}

static void
a_uuid_has_its_form_and_its_time(void **state)
{
	char id[37], last[37] = "";
	int64_t now = 0x0123456789AB;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		crm_uuid7(now + i, id);
		assert_int_equal(strlen(id), 36);
		assert_int_equal(strspn(id, "0123456789abcdef-"), 36);
		assert_true(id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-');
		assert_int_equal(id[14], '7');
		assert_non_null(memchr("89ab", id[19], 4));
		assert_true(strcmp(last, id) < 0);
		memcpy(last, id, sizeof last);
	}
	crm_uuid7(now, id);
	assert_memory_equal(id, "01234567-89ab-7", 15);
}

static void
uuids_of_one_moment_differ(void **state)
{
	struct crm_map m = { 0 };
	char id[37];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		crm_uuid7(1, id);
		assert_true(crm_map_put(&m, id, 36, i));
	}
	crm_map_free(&m);
}

static void
a_child_makes_other_uuids_than_its_parent(void **state)
{
	char mine[37], theirs[37];
	int fd[2], status;

	(void)state;
	crm_uuid7(1, mine);
	assert_int_equal(pipe(fd), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		crm_uuid7(1, theirs);
		_exit(write(fd[1], theirs, sizeof theirs) != sizeof theirs);
	}
	crm_uuid7(1, mine);
	assert_int_equal(read(fd[0], theirs, sizeof theirs), sizeof theirs);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_string_not_equal(mine, theirs);
	close(fd[0]);
	close(fd[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(put_keeps_and_set_replaces),
		cmocka_unit_test(keys_are_bytes_of_any_kind),
		cmocka_unit_test(keys_are_copied_and_survive_growth),
		cmocka_unit_test(a_hash_spreads_and_sees_every_byte),
		cmocka_unit_test(a_uuid_has_its_form_and_its_time),
		cmocka_unit_test(uuids_of_one_moment_differ),
		cmocka_unit_test(a_child_makes_other_uuids_than_its_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
