/* dates by a format */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crm/time.h"

static void
formats_read_what_they_name(void **state)
{
	static const struct { const char *in, *fmt; struct crm_civil want; bool time; } cases[] = {
		{ "31.12.2026", "%d.%m.%Y", { 2026, 12, 31, 0, 0, 0 }, false },
		{ "1.2.2026", "%d.%m.%Y", { 2026, 2, 1, 0, 0, 0 }, false },
		{ "20260102", "%Y%m%d", { 2026, 1, 2, 0, 0, 0 }, false },
		{ "12/31/69", "%m/%d/%y", { 2069, 12, 31, 0, 0, 0 }, false },
		{ "1/2/70", "%m/%d/%y", { 1970, 1, 2, 0, 0, 0 }, false },
		{ "1/2/5", "%m/%d/%y", { 2005, 1, 2, 0, 0, 0 }, false },
		{ "3 Feb 2026", "%d %b %Y", { 2026, 2, 3, 0, 0, 0 }, false },
		{ "3 FEBRUARY 2026", "%d %b %Y", { 2026, 2, 3, 0, 0, 0 }, false },
		{ "may 4 2026", "%b %d %Y", { 2026, 5, 4, 0, 0, 0 }, false },
		{ "2024-060", "%Y-%j", { 2024, 2, 29, 0, 0, 0 }, false },
		{ "2024-366", "%Y-%j", { 2024, 12, 31, 0, 0, 0 }, false },
		{ "2026-12-01 14:30:05", "%Y-%m-%d %H:%M:%S", { 2026, 12, 1, 14, 30, 5 }, true },
		{ "2026-12-01   9:5", "%Y-%m-%d %H:%M", { 2026, 12, 1, 9, 5, 0 }, true },
		{ "2026-12-01 12:05 AM", "%Y-%m-%d %I:%M %p", { 2026, 12, 1, 0, 5, 0 }, true },
		{ "2026-12-01 12:05pm", "%Y-%m-%d %I:%M %p", { 2026, 12, 1, 12, 5, 0 }, true },
		{ "PM 3 2026-12-01", "%p %I %Y-%m-%d", { 2026, 12, 1, 15, 0, 0 }, true },
		{ "100% 2026-12-01", "100%% %Y-%m-%d", { 2026, 12, 1, 0, 0, 0 }, false },
		{ "ą 2026-12-01", "ą %Y-%m-%d", { 2026, 12, 1, 0, 0, 0 }, false },
		{ "29.02.2024", "%d.%m.%Y", { 2024, 2, 29, 0, 0, 0 }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_civil c = { 0 };
		bool time = !cases[i].time;

		if (crm_strptime(cases[i].in, strlen(cases[i].in), cases[i].fmt, &c, &time) != CRM_OK)
			fail_msg("%s", cases[i].in);
		assert_memory_equal(&c, &cases[i].want, sizeof c);
		assert_int_equal(time, cases[i].time);
	}
}

static void
what_does_not_match_is_refused_and_changes_nothing(void **state)
{
	static const struct { const char *in, *fmt; } cases[] = {
		{ "", "%Y-%m-%d" }, { "2026-12-01x", "%Y-%m-%d" }, { "2026-12-01", "%Y-%m-%dx" },
		{ "2026-12", "%Y-%m-%d" }, { "2026-02-29", "%Y-%m-%d" }, { "2026-13-01", "%Y-%m-%d" },
		{ "2026-00-01", "%Y-%m-%d" }, { "2026-01-00", "%Y-%m-%d" }, { "0000-01-01", "%Y-%m-%d" },
		{ "26-12-01", "%Y-%m-%d" }, { "2026-12-01", "%y-%m-%d" }, { "-1-12-01", "%y-%m-%d" },
		{ "31.04.2026", "%d.%m.%Y" }, { "2023-366", "%Y-%j" }, { "2024-367", "%Y-%j" },
		{ "2024-000", "%Y-%j" },
		{ "2026-12-01 24:00", "%Y-%m-%d %H:%M" }, { "2026-12-01 14:60", "%Y-%m-%d %H:%M" },
		{ "2026-12-01 13 PM", "%Y-%m-%d %I %p" }, { "2026-12-01 0 AM", "%Y-%m-%d %I %p" },
		{ "2026-12-01 3 XM", "%Y-%m-%d %I %p" }, { "3 Mai 2026", "%d %b %Y" },
		{ "3 Fe 2026", "%d %b %Y" },
		{ "3 Febr 2026", "%d %b %Y" }, { "2026-12-01", "%Y-%m-%d%" }, { "2026-12-01", "%Y-%m-%Q" },
		{ "12-01", "%m-%d" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_civil c = { 0 }, zero = { 0 };
		bool time = true;

		if (crm_strptime(cases[i].in, strlen(cases[i].in), cases[i].fmt, &c, &time) != CRM_DATA)
			fail_msg("%s by %s", cases[i].in, cases[i].fmt);
		assert_memory_equal(&c, &zero, sizeof c);
		assert_true(time);
	}
	struct crm_civil c = { 0 };
	assert_int_equal(crm_strptime("2026\0", 5, "%Y", &c, NULL), CRM_DATA);
}

static void
parts_that_the_format_lacks_stay(void **state)
{
	struct crm_civil c = { 2026, 5, 6, 7, 8, 9 };
	bool time;

	(void)state;
	assert_int_equal(crm_strptime("14:30", 5, "%H:%M", &c, &time), CRM_OK);
	assert_memory_equal(&c, (&(struct crm_civil){ 2026, 5, 6, 14, 30, 0 }), sizeof c);
	assert_true(time);
	assert_int_equal(crm_strptime("31.1", 4, "%d.%m", &c, NULL), CRM_OK);
	assert_memory_equal(&c, (&(struct crm_civil){ 2026, 1, 31, 0, 0, 0 }), sizeof c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_read_what_they_name),
		cmocka_unit_test(what_does_not_match_is_refused_and_changes_nothing),
		cmocka_unit_test(parts_that_the_format_lacks_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
