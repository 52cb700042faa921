/* statuses, complaints and quotes */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "crm/base.h"
#include "crm/utf8.h"

static const char *
quote(const char *p, size_t n)
{
	static char dst[256];

	return crm_quote(dst, p, n);
}

static void
each_status_has_its_exit_code(void **state)
{
	static const struct { int status, code; } cases[] = {
		{ CRM_OK, 0 }, { CRM_ROW, 0 }, { CRM_DONE, 0 }, { CRM_NO, 1 }, { CRM_USAGE, 64 },
		{ CRM_DATA, 65 },
		{ CRM_NOINPUT, 66 }, { CRM_NOSERVER, 69 }, { CRM_BUG, 70 }, { CRM_NOMEM, 71 },
		{ CRM_CANTCREATE, 73 }, { CRM_IO, 74 }, { CRM_RETRY, 75 }, { CRM_UNAVAIL, 75 },
		{ CRM_UNKNOWN, 75 }, { CRM_NOPERM, 77 }, { CRM_CONFIG, 78 }, { CRM_UNIQUE, 65 },
		{ CRM_FK, 65 }, { CRM_CHECK, 65 }, { CRM_TXABORTED, 70 }, { -1, 70 }, { 1000, 70 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(crm_exit(cases[i].status), cases[i].code);
}

static void
complaints_gather_and_the_first_gives_the_code(void **state)
{
	struct crm_err err = CRM_ERR_INIT;

	(void)state;
	assert_int_equal(crm_fail(&err, CRM_DATA, "phone", "no number: %s", quote("x", 1)), CRM_DATA);
	assert_int_equal(crm_fail(&err, CRM_FK, NULL, "no such client"), CRM_FK);
	assert_int_equal(err.code, CRM_DATA);
	assert_int_equal(err.n, 2);
	assert_string_equal(err.text, "phone: no number: \"x\"\nno such client\n");
	assert_int_equal(err.len, strlen(err.text));
	crm_err_clear(&err);
	assert_int_equal(err.code, CRM_OK);
	assert_int_equal(err.n + err.len, 0);
	assert_string_equal(err.text, "");
	assert_int_equal(crm_fail(NULL, CRM_IO, "a", "b"), CRM_IO);
}

static void
a_complaint_is_one_line_without_controls(void **state)
{
	struct crm_err err = CRM_ERR_INIT;

	(void)state;
	crm_fail(&err, CRM_DATA, "a\nb", "Zoë\t\x1b[31m\xff \xe2\x80\xae \xc2\x9b %s\n\n", "x\ry");
	assert_string_equal(err.text,
	    "a\\x0Ab: Zoë\\x09\\x1B[31m\\xFF \\xE2\\x80\\xAE \\xC2\\x9B x\\x0Dy\n");
}

static void
when_the_room_is_gone_the_text_says_so_once(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	static const char end[] = "\n... and more\n";

	(void)state;
	for (int i = 0; i < 5000; i++)
		crm_fail(&err, CRM_CHECK, "field", "complaint %d", i);
	assert_int_equal(err.n, 5000);
	assert_true(err.len < sizeof err.text);
	assert_int_equal(err.len, strlen(err.text));
	assert_string_equal(err.text + err.len - strlen(end), end);
	assert_ptr_equal(strstr(err.text, end) + strlen(end), err.text + err.len);
	assert_non_null(strstr(err.text, "field: complaint 100\n"));
}

static void
a_huge_complaint_is_cut_and_leaves_room(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	static char big[100000];

	(void)state;
	memset(big, '\1', sizeof big - 1);
	crm_fail(&err, CRM_DATA, big, "%s", big);
	crm_fail(&err, CRM_DATA, "second", "%s", "é");
	assert_non_null(strstr(err.text, "...\nsecond: é\n"));
	memset(big, 'x', sizeof big - 1);
	memcpy(big + 1798, "ééé", 6);
	crm_err_clear(&err);
	crm_fail(&err, CRM_DATA, NULL, "%s", big);
	assert_true(crm_utf8_ok(err.text, err.len, NULL));
	assert_string_equal(err.text + err.len - 4, "...\n");
}

static void
every_length_fits(void **state)
{
	(void)state;
	for (int step = 1; step < 2100; step += 7) {
		struct { struct crm_err err; char guard; } g = { CRM_ERR_INIT, 'g' };

		for (int i = 0; i < 20; i++)
			crm_fail(&g.err, CRM_DATA, NULL, "%*d", step, i);
		assert_int_equal(g.guard, 'g');
		assert_true(g.err.len < sizeof g.err.text);
		assert_int_equal(g.err.text[g.err.len], 0);
		assert_int_equal(g.err.text[g.err.len - 1], '\n');
	}
}

static void
quotes_show_hostile_text(void **state)
{
	static const struct { const char *in; size_t n; const char *out; } cases[] = {
		{ "", 0, "\"\"" },
		{ "wonn", 4, "\"wonn\"" },
		{ "O'Brien", 7, "\"O'Brien\"" },
		{ "a\"b\\c", 5, "\"a\\\"b\\\\c\"" },
		{ "a\0b\n", 4, "\"a\\x00b\\x0A\"" },
		{ "\xc3\xa9\xc3", 3, "\"é\\xC3\"" },
		{ "\xed\xa0\x80", 3, "\"\\xED\\xA0\\x80\"" },
		{ "\x7f\xc2\x85", 3, "\"\\x7F\\xC2\\x85\"" },
		{ "123456789012345678901234567890123456789012345678901234567890", 60,
		  "\"123456789012345678901234567890123456789012345678901234567890\"" },
		{ "123456789012345678901234567890123456789012345678901234567890x", 61,
		  "\"123456789012345678901234567890123456789012345678901234567890\"..." },
		{ "12345678901234567890123456789012345678901234567890123456789é", 61,
		  "\"12345678901234567890123456789012345678901234567890123456789\"..." },
	};
	char worst[1000], dst[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(quote(cases[i].in, cases[i].n), cases[i].out);
	memset(worst, 0xFF, sizeof worst);
	assert_ptr_equal(crm_quote(dst, worst, sizeof worst), dst);
	assert_int_equal(strlen(dst), 60 * 4 + 2 + 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_status_has_its_exit_code),
		cmocka_unit_test(complaints_gather_and_the_first_gives_the_code),
		cmocka_unit_test(a_complaint_is_one_line_without_controls),
		cmocka_unit_test(when_the_room_is_gone_the_text_says_so_once),
		cmocka_unit_test(a_huge_complaint_is_cut_and_leaves_room),
		cmocka_unit_test(every_length_fits),
		cmocka_unit_test(quotes_show_hostile_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
