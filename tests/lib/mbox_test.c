/* mbox_test.c - a file of messages taken apart */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "crm/io.h"

#define FROM "From a@x Mon Sep 14 10:00:00 2026\n"

static struct crm_buf got;

/* The messages between bars, each with the line where it begins. */
static const char *
apart(struct crm_mbox *m)
{
	struct crm_err err = CRM_ERR_INIT;
	const char *p;
	size_t n, cut;
	int rc;

	got.n = 0;
	crm_puts(&got, "");
	while ((rc = crm_mbox_next(m, &p, &n, &cut, &err)) == CRM_ROW) {
		crm_putf(&got, "%lld:", (long long)crm_mbox_line(m));
		crm_put(&got, p, n);
		crm_putc(&got, '|');
		assert_int_equal(cut, 0);
	}
	assert_int_equal(rc, CRM_DONE);
	crm_mbox_close(m);
	return got.p;
}

static const char *
split(const char *text)
{
	struct crm_mbox *m;

	crm_mbox_mem(&m, text, strlen(text));
	return apart(m);
}

static void
a_message_begins_at_a_dated_from_line_after_an_empty_one(void **s)
{
	static const struct { const char *text, *want; } cases[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ FROM "A: 1\n\nx\n\n" FROM "A: 2\n\ny\n", "1:A: 1\n\nx\n|6:A: 2\n\ny\n|" },
		{ FROM "A: 1\r\n\r\nx\r\n\r\n" FROM "A: 2\r\n", "1:A: 1\r\n\r\nx\r\n|6:A: 2\r\n|" },
		{ FROM "A: 1\n\nx\n" FROM "y\n", "1:A: 1\n\nx\n" FROM "y\n|" },
		{ FROM "A: 1\n\nFrom here on\n", "1:A: 1\n\nFrom here on\n|" },
		{ FROM "A: 1\n\nFrom Monday to Friday\n", "1:A: 1\n\nFrom Monday to Friday\n|" },
		{ "From - Sat Nov 12 01:02:03 2005\nA: 1\n", "1:A: 1\n|" },
		{ "From a@x\nA: 1\n", "1:A: 1\n|" },
		{ "From : a@x\nA: 1\n", "1:From : a@x\nA: 1\n|" },
		{ "A: 1\n\nx\n\n" FROM "A: 2\n", "1:A: 1\n\nx\n|5:A: 2\n|" },
		{ FROM "\n" FROM "A: 2", "1:\n|3:A: 2|" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(split(cases[i].text), cases[i].want);
}

static void
a_quoted_from_line_loses_one_mark(void **s)
{
	(void)s;
	assert_string_equal(split(FROM "\n>From a\n>>From b\n> From c\n>Fromage\n"), "1:\nFrom a\n>From b\n> From c\n>Fromage\n|");
}

static void
one_message_is_not_taken_apart(void **s)
{
	static const char text[] = FROM "A: 1\n\n>From x\n\n" FROM "y\n\n";
	struct crm_err err = CRM_ERR_INIT;
	struct crm_mbox *m;
	char path[] = "/tmp/mbox_test.XXXXXX";
	int fd = mkstemp(path);

	(void)s;
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	assert_int_equal(crm_mbox_open(&m, path, true, &err), CRM_OK);
	assert_int_equal(crm_mbox_size(m), sizeof text - 1);
	assert_string_equal(apart(m), "1:A: 1\n\n>From x\n\n" FROM "y\n\n|");
	unlink(path);
	assert_int_equal(crm_mbox_open(&m, path, true, &err), CRM_NOINPUT);
	assert_int_equal(crm_mbox_open(&m, "/", false, &err), CRM_NOINPUT);
}

static void
lines_and_messages_of_any_length_are_read_up_to_the_bound(void **s)
{
	const size_t len = CRM_MESSAGE_MAX + 100000;
	struct crm_buf b = { 0 };
	struct crm_mbox *m;
	const char *p;
	size_t n, cut;

	(void)s;
	crm_puts(&b, FROM);
	memset(crm_reserve(&b, len), 'x', len);
	b.n += len;
	crm_puts(&b, "\n\n" FROM "A: 2\n");
	crm_mbox_mem(&m, b.p, b.n);
	assert_int_equal(crm_mbox_next(m, &p, &n, &cut, NULL), CRM_ROW);
	assert_int_equal(n, CRM_MESSAGE_MAX);
	assert_int_equal(cut, 100002);
	assert_int_equal(crm_mbox_next(m, &p, &n, &cut, NULL), CRM_ROW);
	assert_int_equal(cut, 0);
	assert_memory_equal(p, "A: 2\n", n);
	crm_mbox_close(m);
	crm_buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_begins_at_a_dated_from_line_after_an_empty_one),
		cmocka_unit_test(a_quoted_from_line_loses_one_mark),
		cmocka_unit_test(one_message_is_not_taken_apart),
		cmocka_unit_test(lines_and_messages_of_any_length_are_read_up_to_the_bound),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	crm_buf_free(&got);
	return rc;
}
