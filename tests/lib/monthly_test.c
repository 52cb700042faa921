/* monthly_test.c - the monthly report's figures, and the messages that wait for an answer */
#include "base_fixture.h"
#include "core/waiting.h"
#include "crm/monthly.h"

#include <stdio.h>
#include <stdlib.h>

static const struct crm_val none = { .t = CRM_NULL };

static struct crm_figure
figure(const struct crm_type *type, struct crm_val now, struct crm_val then, struct crm_val target)
{
	return (struct crm_figure){ .type = type, .value = { now, then }, .target = target };
}

static int64_t
change(const struct crm_type *type, struct crm_val now, struct crm_val then)
{
	struct crm_figure f = figure(type, now, then, none);
	struct crm_val v = crm_figure_change(&f, CRM_MONTH_BEFORE);

	return v.t == CRM_INT ? v.i : INT64_MAX;
}

static void
a_change_is_a_share_of_what_was(void **s)
{
	(void)s;
	assert_int_equal(change(&crm_t_int, CRM_VINT(12), CRM_VINT(8)), 5000);
	assert_int_equal(change(&crm_t_money, CRM_VINT(1), CRM_VINT(3)), -6667);
	assert_int_equal(change(&crm_t_int, CRM_VINT(5), CRM_VINT(-10)), 15000);         /* it went up */
	assert_int_equal(change(&crm_t_int, CRM_VINT(5), CRM_VINT(0)), INT64_MAX);
	assert_int_equal(change(&crm_t_span, none, CRM_VINT(3600)), INT64_MAX);
	/* of shares it is the difference */
	assert_int_equal(change(&crm_t_percent, CRM_VINT(9000), CRM_VINT(9500)), -500);
	assert_int_equal(change(&crm_t_percent, CRM_VINT(9000), CRM_VINT(0)), 9000);
}

static void
a_target_is_reached_in_part_or_more(void **s)
{
	struct crm_figure f = figure(&crm_t_money, CRM_VINT(1500), none, CRM_VINT(1000));

	(void)s;
	assert_int_equal(crm_figure_reached(&f).i, 15000);
	f.target = CRM_VINT(0);
	assert_int_equal(crm_figure_reached(&f).t, CRM_NULL);
	f.target = none;
	assert_int_equal(crm_figure_reached(&f).t, CRM_NULL);
}

/* "value previous year" of one line, in the policy's currency unless another is said. */
static const char *
line(const char *day, const char *section, const char *what, const char *item, const char *currency)
{
	static char text[128];
	struct crm_monthly m = { 0 };
	int64_t at;

	*text = '\0';
	assert_int_equal(crm_read_date(day, 10, &at), CRM_OK);
	if (crm_monthly(crm, at, 0, NULL, &m, &err) != CRM_OK)
		fail_msg("%s", err.text);
	for (const struct crm_figure *f = m.v; f < m.v + m.n; f++) {
		struct crm_buf b = { 0 };

		if (strcmp(f->section, section) != 0 || strcmp(f->what, what) != 0
		    || (item != NULL && strcmp(f->item, item) != 0)
		    || (currency != NULL && strcmp(f->currency, currency) != 0) || *text != '\0')
			continue;
		for (int i = 0; i < CRM_MONTHS; i++) {
			crm_putf(&b, i > 0 ? " " : "");
			crm_figure_put(f, &f->value[i], &b);
		}
		snprintf(text, sizeof text, "%s", b.p);
		crm_buf_free(&b);
	}
	crm_monthly_free(&m);
	return text;
}

static void
a_month_is_as_long_as_it_is(void **s)
{
	static const char *const days[] = { "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01", "2023-02-28", "2023-03-01" };

	(void)s;
	base_add("client", "name=Acme", NULL);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		base_add("order", "client=c1", crm_sprintf(&arena, "ordered=%s", days[i]), NULL);
	assert_string_equal(line("2024-02-10", "orders", "placed", NULL, NULL), "2 1 1");
	assert_string_equal(line("2024-03-31", "orders", "placed", NULL, NULL), "1 2 1");
	assert_string_equal(line("2024-01-01", "orders", "placed", NULL, NULL), "1 0 0");
}

static void
a_deal_is_at_an_edge_what_its_dates_say(void **s)
{
	static const struct { const char *opened, *closed, *start, *won, *end; } cases[] = {
		{ "2026-06-30", "2026-08-01", "1 1 0", "1 0 0", "0 1 0" },
		{ "2026-08-01", "2026-08-31", "0 0 0", "1 0 0", "0 0 0" },
		{ "2026-08-01", "2026-09-01", "0 0 0", "0 0 0", "1 0 0" },
		{ "2026-07-31", "2026-07-31", "0 0 0", "0 1 0", "0 0 0" },
		{ "2025-07-31", "2025-08-01", "0 0 1", "0 0 1", "0 0 0" },
	};

	(void)s;
	base_add("client", "name=Acme", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t id = base_add("deal", "client=c1", "stage=won", "value=10", crm_sprintf(&arena, "opened=%s", cases[i].opened),
		    crm_sprintf(&arena, "closed=%s", cases[i].closed), NULL);

		assert_string_equal(line("2026-08-15", "pipeline", "open at the start", NULL, NULL), cases[i].start);
		assert_string_equal(line("2026-08-15", "pipeline", "won", NULL, NULL), cases[i].won);
		assert_string_equal(line("2026-08-15", "pipeline", "open at the end", NULL, NULL), cases[i].end);
		base_sql(crm_sprintf(&arena, "DELETE FROM crm_deal WHERE id = %lld", (long long)id));
	}
}

static void
currencies_are_never_added_up(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("deal", "client=c1", "stage=won", "value=10", "closed=2026-08-05", "opened=2026-08-01", NULL);
	base_add("deal", "client=c1", "stage=won", "currency=JPY", "value=1000", "closed=2026-08-05", "opened=2026-08-01", NULL);
	assert_string_equal(line("2026-08-15", "won", "deals", NULL, NULL), "2 0 0");
	assert_string_equal(line("2026-08-15", "won", "value", NULL, "JPY"), "1000 0 0");
	assert_string_equal(line("2026-08-15", "won", "value", NULL, NULL), "10.00 0.00 0.00");
}

static void
a_month_to_come_is_refused(void **s)
{
	struct crm_monthly m = { 0 };
	int64_t day;

	(void)s;
	assert_int_equal(crm_read_date("2026-10-01", 10, &day), CRM_OK);
	assert_int_equal(crm_monthly(crm, day, 0, NULL, &m, &err), CRM_USAGE);
	crm_monthly_free(&m);
	crm_err_clear(&err);
	assert_int_equal(crm_monthly(crm, day - 1, 0, NULL, &m, &err), CRM_OK);
	assert_true(m.running);
	crm_monthly_free(&m);
}

struct seen { int64_t took, left; };

static void
took(void *arg, void *of, int64_t asked, int64_t answered)
{
	struct seen *seen = arg;

	assert_ptr_equal(of, seen);
	seen->took += answered - asked;
}

static void
left(void *arg, void *of)
{
	struct seen *seen = of;

	(void)arg;
	seen->left++;
}

static void
an_answer_settles_what_waits_unless_it_is_about_another_case(void **s)
{
	struct seen seen = { 0 };
	struct waiting w = { .took = took, .left = left, .arg = &seen };

	(void)s;
	waiting_client(&w, 1);
	waiting_asked(&w, 10, 0, &seen);
	waiting_asked(&w, 20, 7, &seen);
	waiting_answered(&w, 100, 8);            /* the first: 90; the case waits on */
	assert_int_equal(seen.took, 90);
	waiting_answered(&w, 120, 7);
	assert_int_equal(seen.took, 190);
	waiting_asked(&w, 130, 0, &seen);
	waiting_client(&w, 2);                   /* nobody answered the first client */
	assert_int_equal(seen.left, 1);
	waiting_answered(&w, 140, 0);
	assert_int_equal(seen.took, 190);
	waiting_asked(&w, 150, 0, &seen);
	waiting_end(&w);
	assert_int_equal(seen.left, 2);
}

static void
times_are_told_as_finely_as_anybody_asks(void **s)
{
	struct times t = { 0 };

	(void)s;
	assert_int_equal(times_quantile(&t, .5).t, CRM_NULL);
	times_add(&t, 59);
	assert_int_equal(times_quantile(&t, .5).i, 59);
	times_add(&t, 2 * 3600 + 29);
	assert_int_equal(times_quantile(&t, 1).i, 2 * 3600);
	times_add(&t, 49 * 3600 + 1900);
	assert_int_equal(times_quantile(&t, 1).i, 50 * 3600);
	assert_int_equal(times_quantile(&t, .5).i, 2 * 3600);
	free(t.v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_is_a_share_of_what_was),
		cmocka_unit_test(a_target_is_reached_in_part_or_more),
		BASE_TEST(a_month_is_as_long_as_it_is),
		BASE_TEST(a_deal_is_at_an_edge_what_its_dates_say),
		BASE_TEST(currencies_are_never_added_up),
		BASE_TEST(a_month_to_come_is_refused),
		cmocka_unit_test(an_answer_settles_what_waits_unless_it_is_about_another_case),
		cmocka_unit_test(times_are_told_as_finely_as_anybody_asks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
