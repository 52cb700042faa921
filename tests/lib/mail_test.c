/* mail_test.c - messages: headers that hold, bodies that come out as they went in */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "crm/io.h"

static struct crm_buf out;

static const char *
mail(const struct crm_mail *m, const char *body)
{
	out.n = 0;
	crm_mail_put(&out, m, body, strlen(body));
	return out.p;
}

static void
has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no %s in:\n%s", part, text);
}

static void
plain_headers_stand_as_they_are(void **s)
{
	const char *got = mail(&(struct crm_mail){ .from = "crm@example.org", .name = "Anna Smit",
	    .to = "anna@example.org", .subject = "Two late", .date =
	    1789462800 }, "Hello\n");

	(void)s;
	assert_ptr_equal(strstr(got, "From: crm@example.org\nTo: \"Anna Smit\" <anna@example.org>\nSubject: Two late\n"
	    "Date: Tue, 15 Sep 2026 09:00:00 +0000\nMessage-ID: <"), got);
	has(got, "@example.org>\n");
	has(got, "\n\nHello\n");
}

static void
no_text_makes_a_header_of_its_own(void **s)
{
	static const char *const texts[] = { "a\nBcc: x@y", "a\r\nBcc: x@y", "\n\nbody", "\tx\nBcc: x@y" };

	(void)s;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *got = mail(&(struct crm_mail){ .from = "a@b", .name = texts[i], .to = "c@d", .subject = texts[i] }, "");

		assert_null(strstr(got, "\nBcc"));
		assert_null(strstr(got, "\nbody"));
	}
	has(mail(&(struct crm_mail){ .from = "a@b", .to = "c@d", .subject = "=?UTF-8?Q?x?=" }, ""),
	    "Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=\n");
	has(mail(&(struct crm_mail){ .from = "a@b", .name = "O \"X\" \\", .to = "c@d", .subject = "s" }, ""), "To: =?UTF-8?B?TyAiWCIgXA==?= <c@d>\n");
}

static void
words_never_end_inside_a_character(void **s)
{
	struct crm_buf subject = { 0 };
	const char *got, *p;

	(void)s;
	for (int i = 0; i < 40; i++)
		crm_puts(&subject, i % 7 ? "\xe2\x82\xac" : "x\xc3\xa9");
	got = mail(&(struct crm_mail){ .from = "a@b", .to = "c@d", .subject = subject.p }, "");
	p = strstr(got, "Subject: ");
	for (const char *eol; (eol = strchr(p, '\n')) != NULL && strncmp(p, "Date", 4) != 0; p = eol + 1)
		assert_true(eol - p <= 76);
	/* each word by itself is whole: 39 bytes of characters of three */
	has(got, "?=\n =?UTF-8?B?");
	crm_buf_free(&subject);
}

static void
bodies_are_quoted_where_they_must(void **s)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "a=b\n", "a=3Db\n" }, { "caf\xc3\xa9\n", "caf=C3=A9\n" }, { "blank \nend", "blank=20\nend" },
		{ "From me\n", "=46rom me\n" },
		{ ".\n", "=2E\n" }, { "\x1b[2J\n", "=1B[2J\n" }, { "tab\there\n", "tab\there\n" }, { "\n\n", "\n\n" },
	};
	char line[200];
	const char *body;

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		body = strstr(mail(&(struct crm_mail){ .from = "a@b", .to = "c@d", .subject = "s" }, cases[i].in), "\n\n") + 2;
		assert_string_equal(body, cases[i].out);
	}
	memset(line, 'x', sizeof line - 1);
	line[sizeof line - 1] = '\0';
	body = strstr(mail(&(struct crm_mail){ .from = "a@b", .to = "c@d", .subject = "s" }, line), "\n\n") + 2;
	for (const char *eol; (eol = strchr(body, '\n')) != NULL; body = eol + 1)
		assert_true(eol - body == 76 && eol[-1] == '=');
}

static void
the_date_has_its_zone(void **s)
{
	(void)s;
	setenv("TZ", "America/St_Johns", 1);
	tzset();
	has(mail(&(struct crm_mail){ .from = "a@b", .to = "c@d", .subject = "s", .date = 1789462800 }, ""), "Date: Tue, 15 Sep 2026 06:30:00 -0230\n");
	setenv("TZ", "UTC", 1);
	tzset();
}

static void
html_has_a_plain_alternative(void **s)
{
	const char *got = mail(&(struct crm_mail){ .from = "a@b", .from_name = "O\nBcc: x@y", .to = "c@d", .subject = "s",
	    .id = "<1@b>", .html = "<p>--=_crm_part</p>", .unsubscribe = "https://b/u" }, "--=_crm_part--\n");

	(void)s;
	has(got, "\nMessage-ID: <1@b>\n");
	has(got, "\nList-Unsubscribe: <https://b/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n");
	has(got, "multipart/alternative; boundary=\"=_crm_part\"\n\n--=_crm_part\nContent-Type: text/plain");
	has(got, "\n\n--=3D_crm_part--\n\n--=_crm_part\nContent-Type: text/html");
	has(got, "\n\n<p>--=3D_crm_part</p>\n--=_crm_part--\n");
	assert_null(strstr(got, "\nBcc"));
	has(mail(&(struct crm_mail){ .from = "a@b", .to = "c@d", .subject = "s", .unsubscribe = "mailto:u@b" }, ""),
	    "\nList-Unsubscribe: <mailto:u@b>\nAuto-Submitted");
}

static void
a_mailbox_gives_its_messages_back(void **s)
{
	static const char text[] = "From x\n>From y\n>>From z\n >From\nlast";

	(void)s;
	out.n = 0;
	crm_mbox_put(&out, 1789462800, text, strlen(text));
	assert_string_equal(out.p, "From MAILER-DAEMON Tue Sep 15 09:00:00 2026\n"
	    ">From x\n>>From y\n>>>From z\n >From\nlast\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_headers_stand_as_they_are), cmocka_unit_test(no_text_makes_a_header_of_its_own),
		cmocka_unit_test(words_never_end_inside_a_character), cmocka_unit_test(bodies_are_quoted_where_they_must),
		cmocka_unit_test(the_date_has_its_zone),
		cmocka_unit_test(html_has_a_plain_alternative), cmocka_unit_test(a_mailbox_gives_its_messages_back),
	};
	int rc;

	setenv("TZ", "UTC", 1);
	tzset();
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	crm_buf_free(&out);
	return rc;
}
