/* sum_test.c - totals per group: keys, statistics, roundings, orders, currencies */
#include "base_fixture.h"
#include "crm/sum.h"

#include <time.h>

static int
fill(void **state)
{
	base_setup(state);
	base_add("user", "login=anna", "name=Anna", "unit=North", NULL);
	base_add("user", "login=bob", "name=Bob", "unit=South", NULL);
	base_add("client", "name=A", "city=Utrecht", "employees=1", "tags=vip,big", "revenue=10", NULL);
	base_add("client", "name=B", "city=utrecht", "employees=2", "tags=big", "revenue=-5", NULL);
	base_add("client", "name=C", "city=Échiré", "employees=2", NULL);
	base_add("client", "name=D", "city=Aalst", NULL);
	base_add("client", "name=E", NULL);
	base_add("deal", "title=1", "value=10.00", "stage=won", "owner=anna", "opened=2026-01-01", "closed=2026-01-04", NULL);
	base_add("deal", "title=2", "value=10.01", "stage=won", "owner=anna", "opened=2026-01-01", "closed=2026-03-31", NULL);
	base_add("deal", "title=3", "value=0", "stage=lost", "owner=bob", "opened=2025-12-29", "closed=2026-04-01", NULL);
	base_add("deal", "title=4", "stage=needs", "owner=bob", "opened=2024-12-30", NULL);
	base_add("deal", "title=5", "value=7", "currency=USD", "stage=needs", "owner=bob", "opened=2021-01-03", NULL);
	base_add("interaction", "channel=call", "at=2026-09-10T23:30:00Z", "minutes=5", NULL);
	base_add("interaction", "channel=call", "at=2026-09-11T22:30:00Z", "minutes=6", "direction=in", NULL);
	return 0;
}

/* The rows of a sum as text: cells between commas, rows between semicolons, the total behind a bar. */
static const char *
text_of(const struct crm_grid *g)
{
	struct crm_buf b = { 0 };
	const char *text;

	for (size_t r = 0; r < g->nrow; r++) {
		crm_puts(&b, r == 0 ? "" : r == g->nrow - g->ntotal ? " | " : "; ");
		for (size_t i = 0; i < g->ncol; i++) {
			struct crm_ctx own = *crm_ctx_of(crm);
			const struct crm_val *row = g->row[r];

			if (g->col[i].currency >= 0 && row[g->col[i].currency].t == CRM_TEXT)
				own.currency = row[g->col[i].currency].p;
			crm_puts(&b, i ? "," : "");
			if (row[i].t != CRM_NULL)
				g->col[i].type->print(&own, g->col[i].field, &row[i], &b);
		}
	}
	text = crm_strdup(&arena, b.n ? b.p : "");
	crm_buf_free(&b);
	return text;
}

static int status;
static struct crm_sum how;                       /* sort, limit and no_total of the next sums */

static const char *
sum(const char *entity, const char *filter, const char *by, const char *stats)
{
	struct crm_sum s = how;
	struct crm_grid g = { 0 };
	struct crm_expr *where = NULL;
	const char *text;

	crm_err_clear(&err);
	s.ent = ent(entity);
	status = crm_filter_text(crm_ctx_of(crm), s.ent, filter, &where, &arena, &err);
	s.where = where;
	if (status == CRM_OK)
		status = crm_sum_by(crm_ctx_of(crm), &s, by, &arena, &err);
	if (status == CRM_OK)
		status = crm_sum_stats(crm_ctx_of(crm), &s, stats, &arena, &err);
	if (status == CRM_OK)
		status = crm_sum_run(crm, &s, &g, &err);
	text = err.code != CRM_OK ? crm_strndup(&arena, err.text, err.len) : text_of(&g);
	crm_grid_free(&g);
	return text;
}

struct sum_case { const char *entity, *filter, *by, *stats, *want; };

static void
check(const struct sum_case *c, size_t n)
{
	for (; n > 0; n--, c++)
		assert_string_equal(sum(c->entity, c->filter, c->by, c->stats), c->want);
}

#define CHECK(...) check((const struct sum_case[]){ __VA_ARGS__ }, \
	    sizeof (const struct sum_case[]){ __VA_ARGS__ } / sizeof(struct sum_case))

static void
groups_are_what_the_fields_hold_sorted_with_nothing_last(void **s)
{
	(void)s;
	CHECK(
		{ "client", "", "city", "count", "Aalst,1; Échiré,1; Utrecht,1; utrecht,1; ,1 | ,5" },
		{ "deal", "", "stage", "count", "needs,2; won,2; lost,1 | ,5" },           /* as the policy has them */
		{ "deal", "", "owner", "count", "u1,2; u2,3 | ,5" },
		{ "deal", "", "owner.unit,state", "count", "North,won,2; South,open,2; South,lost,1 | ,,5" },
		{ "deal", "state=won", "state", "count", "won,2 | ,2" },
	);
}

static void
a_record_counts_in_each_group_of_a_field_with_several_values(void **s)
{
	(void)s;
	CHECK(
		{ "client", "", "tags", "count,sum:employees", "big,2,3; vip,1,1; ,3,2 | ,5,5" },
		{ "client", "tags=big", "tags,employees", "count", "big,1,1; big,2,1; vip,1,1 | ,,2" },
	);
}

static void
days_and_instants_are_taken_by_week_month_quarter_and_year(void **s)
{
	(void)s;
	CHECK(
		{ "deal", "", "opened:year", "count", "2021,1; 2024,1; 2025,1; 2026,2 | ,5" },
		{ "deal", "", "opened:week", "count", "2020-W53,1; 2025-W01,1; 2026-W01,3 | ,5" },
		{ "deal", "", "closed:quarter", "count", "2026-Q1,2; 2026-Q2,1; ,2 | ,5" },
		{ "deal", "", "closed:month", "count", "2026-01,1; 2026-03,1; 2026-04,1; ,2 | ,5" },
		{ "interaction", "", "at:day", "count", "2026-09-10,1; 2026-09-11,1 | ,2" },
	);
}

static void
an_instant_lies_on_the_day_of_the_zone(void **s)
{
	(void)s;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0", 1);
	tzset();
	assert_string_equal(sum("interaction", "", "at:day", "count"), "2026-09-11,1; 2026-09-12,1 | ,2");
	setenv("TZ", "UTC", 1);
	tzset();
}

static void
statistics_leave_out_what_is_empty(void **s)
{
	(void)s;
	CHECK(
		{ "client", "", "", "count,sum:employees,avg:employees,median:employees,min:employees,max:employees",
		    "5,5,1.67,2,1,2" },
		{ "client", "employees=1..2", "", "median:employees,avg:employees", "2,1.67" },
		{ "client", "name=A,B", "", "median:employees", "1.5" },
		{ "client", "name=D,E", "", "sum:employees,avg:employees,median:employees,max:employees", "0,,," },
		{ "deal", "currency=EUR", "", "avg:value,median:value,sum:value,min:value", "6.67,10.00,20.01,0.00" },
		{ "deal", "", "", "min:closed,max:closed", "2026-01-04,2026-04-01" },
		{ "deal", "state=won", "", "median:cycle,avg:cycle,avg:probability", "46,46,100" },
	);
}

static void
money_is_rounded_half_up_also_below_zero(void **s)
{
	(void)s;
	CHECK(
		{ "deal", "state=won", "", "avg:value", "10.01" },      /* 10.005 */
		{ "client", "name=A,B", "", "avg:revenue", "2.50" },
	);
	base_set("client", 1, 0, "revenue=-0.01", NULL);
	base_set("client", 2, 0, "revenue=-0.02", NULL);
	assert_string_equal(sum("client", "", "", "avg:revenue"), "-0.01");        /* -0.015 */
	base_set("client", 1, 0, "revenue=10", NULL);
	base_set("client", 2, 0, "revenue=-5", NULL);
}

static void
a_rate_is_the_share_of_records_that_pass_its_filter(void **s)
{
	(void)s;
	CHECK(
		{ "deal", "", "owner", "count:state=won,lost,rate:state=won", "u1,2,100; u2,1,0 | ,3,40" },
		{ "deal", "state=won,lost", "", "rate:state=won,rate:state=lost,count", "66.67,33.33,3" },
		{ "deal", "", "", "rate:owner.unit=North value>=10.01", "20" },
	);
}

static void
a_share_is_of_the_total(void **s)
{
	(void)s;
	CHECK(
		{ "deal", "currency=EUR", "owner", "share:value", "u1,100; u2,0 | ,100" },
		{ "deal", "state=lost", "owner", "share:value", "u2, | ," },
		{ "interaction", "", "direction", "share:minutes", "in,54.55; out,45.45 | ,100" },
	);
}

static void
amounts_of_several_currencies_are_never_added(void **s)
{
	(void)s;
	assert_string_equal(sum("deal", "", "stage", "sum:value"), "needs,7.00; won,20.01; lost,0.00 | ,");
	assert_string_equal(sum("deal", "", "state,currency", "count,sum:value"),
	    "open,EUR,1,0.00; open,USD,1,7.00; won,EUR,2,20.01; lost,EUR,1,0.00 | ,,5,");
	assert_non_null(strstr(sum("deal", "", "", "sum:value"),
	    "value: amounts of several currencies cannot be added: add currency to -b"));
	assert_int_equal(status, CRM_DATA);
	assert_int_equal(crm_exit(status), 65);
	base_set("deal", 4, 0, "value=1", NULL);
	assert_non_null(strstr(sum("deal", "", "stage", "max:value"), "add currency to -b"));
	base_set("deal", 4, 0, "value=", NULL);
}

static void
rows_are_sorted_and_cut_as_asked_the_total_being_of_all(void **s)
{
	(void)s;
	how = (struct crm_sum){ .sort = "-count,stage", .limit = 2 };
	assert_string_equal(sum("deal", "", "stage", "count"), "needs,2; won,2 | ,5");
	how = (struct crm_sum){ .sort = "max_closed", .no_total = true };
	assert_string_equal(sum("deal", "", "stage", "max:closed"), "won,2026-03-31; lost,2026-04-01; needs,");
	how = (struct crm_sum){ .sort = "-max_closed", .no_total = true };
	assert_string_equal(sum("deal", "", "stage", "max:closed"), "lost,2026-04-01; won,2026-03-31; needs,");
	how = (struct crm_sum){ .sort = "nothing" };
	assert_non_null(strstr(sum("deal", "", "stage", "count"), "sort: no such column: 'nothing'"));
	how = (struct crm_sum){ .id = (const int64_t[]){ 1, 3 }, .nid = 2 };
	assert_string_equal(sum("deal", "", "", "count,sum:value"), "2,10.00");
	assert_string_equal(sum("deal", "", "", "count"), "2");
	memset(&how, 0, sizeof how);
}

static void
nothing_found_is_told(void **s)
{
	(void)s;
	assert_string_equal(sum("client", "name=nobody", "city", "count"), "");
	assert_int_equal(status, CRM_NO);
	assert_string_equal(sum("client", "name=nobody", "", "count,sum:employees"), "0,0");
	assert_int_equal(status, CRM_NO);
}

static void
columns_are_called_after_what_they_tell(void **s)
{
	struct crm_sum q = { .ent = ent("deal") };
	const char *want[] = { "count", "sum_value", "rate", "rate_2", "avg_client.revenue", "sum_value_2", "count_2" };

	(void)s;
	assert_int_equal(crm_sum_stats(crm_ctx_of(crm), &q,
	    "count,sum:value,rate:state=won,lost,rate:state=open,avg:client.revenue,"
	    "sum:value,count:value=1,2", &arena, &err), CRM_OK);
	assert_int_equal(q.nstat, 7);
	for (size_t i = 0; i < q.nstat; i++)
		assert_string_equal(q.stat[i].name, want[i]);
}

static void
mistakes_are_named_all_at_once(void **s)
{
	static const struct { const char *by, *stats, *says; } cases[] = {
		{ "nix", "count", "no field" }, { "value", "count", "value: amounts make no groups" },
		{ "title:day", "count", "title:day: only dates and times have units" },
		{ "closed:decade", "count", "no such unit: 'decade'" },
		{ "stage", "nix", "no such statistic: 'nix'" }, { "stage", "sum:title", "a text is no number" },
		{ "stage", "min:owner", "a ref is no number" }, { "stage", "sum:tags", "several values" },
		{ "stage", "rate:", "rate: of what?" }, { "stage", "sum", "sum: of what?" }, { "stage", "sum:", "sum: of what?" },
		{ "stage", "rate:nix=1", "column 1: deal has no field" },
		{ "stage,stage", "count", "stage: is given twice" }, { "stage", "countx", "no such statistic: 'countx'" },
		{ "stage", "avg:nix", "no field" },
	};
	struct crm_sum q = { .ent = ent("deal") };

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = sum("deal", "", cases[i].by, cases[i].stats);

		if (strstr(got, cases[i].says) == NULL)
			fail_msg("%s, %s: %s", cases[i].by, cases[i].stats, got);
		assert_int_equal(status, CRM_USAGE);
	}
	crm_err_clear(&err);
	crm_sum_by(crm_ctx_of(crm), &q, "nix,stage,nox", &arena, &err);
	crm_sum_stats(crm_ctx_of(crm), &q, "sum:title,avg:nix", &arena, &err);
	assert_int_equal(err.n, 4);
}

static void
a_sum_too_large_is_refused(void **s)
{
	(void)s;
	base_set("client", 1, 0, "employees=9223372036854775807", NULL);
	assert_non_null(strstr(sum("client", "", "", "sum:employees"), "too large"));
	assert_int_equal(status, CRM_DATA);
	base_set("client", 1, 0, "employees=1", NULL);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, base_clear)
	const struct CMUnitTest tests[] = {
		T(groups_are_what_the_fields_hold_sorted_with_nothing_last),
		T(a_record_counts_in_each_group_of_a_field_with_several_values),
		T(days_and_instants_are_taken_by_week_month_quarter_and_year),
		T(an_instant_lies_on_the_day_of_the_zone), T(statistics_leave_out_what_is_empty),
		T(money_is_rounded_half_up_also_below_zero), T(a_rate_is_the_share_of_records_that_pass_its_filter),
		T(a_share_is_of_the_total), T(amounts_of_several_currencies_are_never_added),
		T(rows_are_sorted_and_cut_as_asked_the_total_being_of_all), T(nothing_found_is_told),
		T(columns_are_called_after_what_they_tell), T(mistakes_are_named_all_at_once), T(a_sum_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, fill, base_teardown);
}
