/* mail_read_test.c - what the mail module makes of a message; strange ones are read all the same */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cli/cli.h"
#include "mail/mail.h"

static const struct mail *module;
static struct crm_arena arena;
static struct crm_message m;

static int
load(void **s)
{
	struct crm_err err = CRM_ERR_INIT;

	(void)s;
	return cli_module("mail", MAIL_SYMBOL, "the test needs", (const void **)&module, &err);
}

static int
unload(void **s)
{
	(void)s;
	crm_arena_free(&arena);
	return 0;
}

static int
read_text(const char *text)
{
	crm_arena_reset(&arena);
	return module->read(text, strlen(text), &arena, &m);
}

static void
what_has_no_header_is_no_message(void **s)
{
	static const char *const texts[] = { "", "\n", "hello\n", "hello: ", ": x\n", " A: x\n", "\xff: x\n" };
	static const int want[] = { CRM_DATA, CRM_DATA, CRM_DATA, CRM_OK, CRM_DATA, CRM_DATA, CRM_DATA };

	(void)s;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_int_equal(read_text(texts[i]), want[i]);
}

static void
a_subject_of_encoded_words_is_whole(void **s)
{
	static const struct { const char *raw, *want; } cases[] = {
		{ "plain", "plain" },
		{ "=?utf-8?B?w6k=?= =?utf-8?B?w6k=?=\n =?UTF-8?b?w6k=?= end", "ééé end" },
		{ "=?utf-8?B?VGhpcyBpcyB?= =?utf-8?B?hIHRlc3Q=?=", "This is a test" },
		{ "=?iso-8859-1?B?VEVTVA=?=", "TEST" },
		{ "=?iso-8859-1?Q?caf=E9?= x =?utf-8?q?caf=C3=A9?=", "café x café" },
		{ "a\n\t folded\n line", "a folded line" },
		{ "caf\xe9", "café" },
		{ "tab\there \x1b[31m red \x07", "tab here [31m red" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[300];

		snprintf(text, sizeof text, "Subject: %s\n\nx", cases[i].raw);
		assert_int_equal(read_text(text), CRM_OK);
		assert_string_equal(m.subject, cases[i].want);
	}
}

static void
the_nearest_mail_that_it_answers_comes_first(void **s)
{
	(void)s;
	read_text("In-Reply-To: your mail of <q@x>, \"Re: y\"\nReferences: <1@x>\n <2@x><3@x> junk <\n\nx");
	assert_int_equal(m.answers.n, 4);
	assert_string_equal(m.answers.v[0], "q@x");
	assert_string_equal(m.answers.v[1], "3@x");
	assert_string_equal(m.answers.v[3], "1@x");
}

static void
what_has_no_message_id_is_known_by_its_contents(void **s)
{
	const char *first;

	(void)s;
	read_text("Received: one\nFrom: a@x.example\nSubject: s\n\nbody");
	first = strdup(m.id);
	read_text("Received: two\nFrom: a@x.example\nSubject: s\n\nbody");
	assert_string_equal(m.id, first);
	read_text("From: a@x.example\nSubject: s\n\nother");
	assert_string_not_equal(m.id, first);
	free((char *)first);
}

static void
the_date_is_that_of_the_transport_where_the_sender_s_cannot_be_read(void **s)
{
	(void)s;
	read_text("Date: Mon, 14 Sep 2026 12:00:00 +0200\n\nx");
	assert_int_equal(m.date, 1789380000);
	read_text("Received: by x;\n Mon, 14 Sep 2026 12:00:00 +0200\nDate: some day\n\nx");
	assert_int_equal(m.date, 1789380000);
	read_text("Subject: x\n\nx");
	assert_true(m.date == INT64_MIN);
}

static void
groups_without_end_are_cut(void **s)
{
	struct crm_buf b = { 0 };

	(void)s;
	crm_puts(&b, "To: ");
	for (int i = 0; i < 200000; i++)
		crm_puts(&b, "g:");
	crm_puts(&b, ";\nSubject: after\n\nx");
	assert_int_equal(read_text(b.p), CRM_OK);
	assert_string_equal(m.subject, "after");
	b.n = 0;
	crm_puts(&b, "Content-Type: message/rfc822\n\nCc : ");
	for (int i = 0; i < 200000; i++)
		crm_puts(&b, "g:");
	crm_puts(&b, ";\n\ninner");
	assert_int_equal(read_text(b.p), CRM_OK);
	assert_string_equal(m.text, "inner");
	crm_buf_free(&b);
}

static void
a_report_names_those_that_failed_for_good(void **s)
{
	(void)s;
	read_text("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; x\n\n"
	    "Original-Recipient: rfc822;<a@x.example>\nFinal-Recipient: rfc822; z@x.example\nAction: FAILED\nStatus: 5.1.1\n\n"
	    "Final-Recipient: rfc822; b@x.example\nAction: delayed\nStatus: 4.4.1\n\n"
	    "final-recipient: c@x.example\naction: failed\n--b--\n");
	assert_int_equal(m.failed.n, 2);
	assert_string_equal(m.failed.v[0].address, "a@x.example");
	assert_string_equal(m.failed.v[0].name, "5.1.1");
	assert_string_equal(m.failed.v[1].address, "c@x.example");
	assert_string_equal(m.failed.v[1].name, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_no_header_is_no_message),
		cmocka_unit_test(a_subject_of_encoded_words_is_whole),
		cmocka_unit_test(the_nearest_mail_that_it_answers_comes_first),
		cmocka_unit_test(what_has_no_message_id_is_known_by_its_contents),
		cmocka_unit_test(the_date_is_that_of_the_transport_where_the_sender_s_cannot_be_read),
		cmocka_unit_test(groups_without_end_are_cut),
		cmocka_unit_test(a_report_names_those_that_failed_for_good),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
