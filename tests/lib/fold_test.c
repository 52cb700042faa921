/* text made equal for comparing */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "crm/utf8.h"

static void
check(void (*f)(struct crm_buf *, const char *, size_t), const char *p, size_t n, const char *want)
{
	struct crm_buf b = { 0 };

	crm_puts(&b, "kept ");
	f(&b, p, n);
	assert_int_equal(b.p[b.n], 0);
	assert_int_equal(b.n, strlen(b.p));
	assert_memory_equal(b.p, "kept ", 5);
	assert_string_equal(b.p + 5, want);
	crm_buf_free(&b);
}

static void
names_fold_to_plain_letters(void **state)
{
	static const struct { const char *in, *want; } cases[] = {
		{ "", "" }, { "Anna", "anna" }, { "Łukasz", "lukasz" }, { "Ångström", "angstrom" },
		{ "A\xCC\x8Angstro\xCC\x88m", "angstrom" }, { "Straße", "strasse" }, { "STRAẞE", "strasse" },
		{ "Ørsted", "orsted" }, { "Ǿ", "o" }, { "İstanbul", "istanbul" }, { "ısı", "isi" },
		{ "ﬁn", "fin" },
		{ "ＡＢＣ１２", "abc12" }, { "Æsir Þór Eðvarð", "aesir thor edvard" }, { "Œuvre", "oeuvre" },
		{ "Đorđe", "dorde" }, { "Ħ", "h" }, { "Ŧ", "t" }, { "ΣΊΣΥΦΟΣ", "σισυφοσ" },
		{ "Σίσυφος", "σισυφοσ" },
		{ "Й", "и" }, { "日本", "日本" }, { "①", "1" }, { "Dvořák, Antonín", "dvorak, antonin" },
		{ "soft\xC2\xADhyphen", "softhyphen" }, { "zero\xE2\x80\x8Bwidth", "zerowidth" },
		{ "O'Brien-Smith", "o'brien-smith" }, { "𝐁old", "bold" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(crm_fold, cases[i].in, strlen(cases[i].in), cases[i].want);
}

static void
white_space_becomes_single_blanks(void **state)
{
	static const struct { const char *in, *want; } cases[] = {
		{ " ", "" }, { "  a  b  ", "a b" }, { "\t\r\n\v\f", "" }, { "a\t\n b", "a b" },
		{ "a\xC2\xA0\xC2\xA0" "b", "a b" }, { "\xE2\x80\x83" "é\xE3\x80\x80", "e" },
		{ "é \xC2\xA0 é", "e e" }, { "a \xC2\x85 b", "a b" }, { "a \xCC\x81 b", "a b" },
		{ "\xC2\xB4", "" }, { "a\xC2\xA0", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(crm_fold, cases[i].in, strlen(cases[i].in), cases[i].want);
}

static void
hostile_bytes_fold_to_valid_text(void **state)
{
	static const struct { const char *p; size_t n; } cases[] = {
		{ "\xFF", 1 }, { "a\xC3", 2 }, { "\xED\xA0\x80", 3 }, { "\xC0\x80", 2 },
		{ "\xC3\xCC\x81\xA9", 4 },
		{ "\xF4\x90\x80\x80", 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf once = { 0 }, twice = { 0 };

		crm_fold(&once, cases[i].p, cases[i].n);
		assert_true(crm_utf8_ok(once.p, once.n, NULL));
		crm_fold(&twice, once.p, once.n);
		assert_string_equal(once.p, twice.p);
		crm_buf_free(&once);
		crm_buf_free(&twice);
	}
	struct crm_buf b = { 0 };
	crm_fold(&b, "A\0B", 3);
	assert_int_equal(b.n, 3);
	assert_memory_equal(b.p, "a\0b", 4);
	b.n = 0;
	crm_fold(&b, NULL, 0);
	assert_string_equal(b.p, "");
	crm_buf_free(&b);
}

static void
folding_twice_changes_nothing_for_any_character(void **state)
{
	struct crm_buf once = { 0 }, twice = { 0 };

	(void)state;
	for (int cp = 0; cp <= 0x10FFFF; cp++) {
		unsigned char text[12] = "x";

		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		size_t n = 1 + (size_t)utf8proc_encode_char(cp, text + 1);
		text[n++] = 'y';
		once.n = twice.n = 0;
		crm_fold(&once, (char *)text, n);
		crm_fold(&twice, once.p, once.n);
		if (once.n != twice.n || memcmp(once.p, twice.p, once.n) != 0)
			fail_msg("U+%04X", (unsigned)cp);
		if (cp && !crm_utf8_ok(once.p, once.n, NULL))
			fail_msg("U+%04X gives invalid text", (unsigned)cp);
	}
	crm_buf_free(&once);
	crm_buf_free(&twice);
}

static void
both_cases_of_any_letter_fold_alike(void **state)
{
	struct crm_buf a = { 0 }, b = { 0 };

	(void)state;
	for (int cp = 0; cp <= 0x10FFFF; cp++) {
		unsigned char text[4];

		if (utf8proc_category(cp) != UTF8PROC_CATEGORY_LU)
			continue;
		a.n = b.n = 0;
		crm_fold(&a, (char *)text, (size_t)utf8proc_encode_char(cp, text));
		crm_fold(&b, (char *)text, (size_t)utf8proc_encode_char(utf8proc_tolower(cp), text));
		if (strcmp(a.p, b.p) != 0)
			fail_msg("U+%04X: %s %s", (unsigned)cp, a.p, b.p);
	}
	crm_buf_free(&a);
	crm_buf_free(&b);
}

/* One byte at a time, to compare with: the text as words of lower case between single blanks. */
static size_t
fold_slowly(char *out, const char *p, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		bool blank = p[i] == ' ' || p[i] == '\t';

		if (blank && (k == 0 || out[k - 1] == ' '))
			continue;
		out[k++] = blank ? ' ' : p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
	}
	return k && out[k - 1] == ' ' ? k - 1 : k;
}

static void
ascii_folds_alike_at_every_place(void **state)
{
	static const char letters[] = "   \t@AMZ[`az{\x7f\x01\x1f~";
	unsigned seed = 1;
	struct crm_buf b = { 0 };

	(void)state;
	for (int round = 0; round < 200000; round++) {
		char in[40], want[40];
		size_t n = (size_t)round % sizeof in;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1103515245 + 12345;
			in[i] = letters[(seed >> 16) % (round % 2 ? 6 : sizeof letters - 1)];
		}
		b.n = 0;
		crm_fold(&b, in, n);
		assert_int_equal(b.n, fold_slowly(want, in, n));
		assert_memory_equal(b.p, want, b.n);
	}
	crm_buf_free(&b);
}

static void
accented_letters_fold_as_their_parts(void **state)
{
	struct crm_buf whole = { 0 }, parts = { 0 };

	(void)state;
	for (int cp = 0x80; cp < 0x3000; cp++) {
		unsigned char text[4];
		size_t n = (size_t)utf8proc_encode_char(cp, text);
		utf8proc_uint8_t *taken;

		whole.n = parts.n = 0;
		utf8proc_ssize_t len = utf8proc_map(text, (utf8proc_ssize_t)n, &taken,
		    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
		assert_true(len >= 0);
		crm_fold(&whole, (char *)text, n);
		crm_fold(&parts, (char *)taken, (size_t)len);
		if (strcmp(whole.p, parts.p) != 0)
			fail_msg("U+%04X: '%s', its parts '%s'", (unsigned)cp, whole.p, parts.p);
		free(taken);
	}
	crm_buf_free(&whole);
	crm_buf_free(&parts);
}

static void
huge_text_folds(void **state)
{
	struct crm_buf in = { 0 }, out = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		crm_puts(&in, "É \xEF\xB7\xBA ");
	crm_fold(&out, in.p, in.n);
	assert_memory_equal(out.p, "e ", 2);
	assert_true(out.n > in.n);
	crm_buf_free(&in);
	crm_buf_free(&out);
}

static void
words_are_runs_of_letters_and_digits(void **state)
{
	static const struct { const char *in, *want; } cases[] = {
		{ "", "" }, { " - ", "" }, { "Anna", "anna " },
		{ "anna.o-brien@example.org", "anna o brien example org " },
		{ "Łódź, ul. 3-go Maja 12b", "lodz ul 3 go maja 12b " }, { "日本 語!", "日本 語 " },
		{ "½", "1 2 " }, { "(+48) 600", "48 600 " }, { "a\xFF" "b", "a b " }, { "😀", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(crm_words, cases[i].in, strlen(cases[i].in), cases[i].want);
	check(crm_words, "a\0b", 3, "a b ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_fold_to_plain_letters),
		cmocka_unit_test(white_space_becomes_single_blanks),
		cmocka_unit_test(hostile_bytes_fold_to_valid_text),
		cmocka_unit_test(folding_twice_changes_nothing_for_any_character),
		cmocka_unit_test(both_cases_of_any_letter_fold_alike),
		cmocka_unit_test(ascii_folds_alike_at_every_place),
		cmocka_unit_test(accented_letters_fold_as_their_parts),
		cmocka_unit_test(huge_text_folds),
		cmocka_unit_test(words_are_runs_of_letters_and_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
