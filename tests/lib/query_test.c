/*
 * query_test.c - what is asked finds what it should: filters, references, computed fields, orders, lists of
 * ids
 */
#include "base_fixture.h"

#include <stdio.h>

/* Worked out by hand; c5 is put away, c3 has hardly anything. */
static int
fill(void **state)
{
	int64_t n;

	base_setup(state);
	base_add("user", "login=anna", "name=Anna", "unit=North", NULL);
	base_add("user", "login=bob", "name=Bob", "unit=South", NULL);
	base_add("client", "name=Łukasz Müller", "city=Utrecht", "class=key", "stage=client", "owner=anna",
	    "employees=10", "revenue=1000",
	    "emails=info@lukasz.example,Sales@Lukasz.example", "tags=vip,big", "phones=020 1234567",
	    "country=Poland",
	    "note=Likes blue paint, hates red", "seats=5,12", "shop=https://Lukasz.example/Shop", NULL);
	base_set("client", 1, 0, "vip=yes", "margin=12.5", "lead_time=3d", "seen=2026-08-01",
	    "visits=2026-08-01,2025-12-31",
	    "billing=pay@lukasz.example", "house=PLN", "rhythm=FREQ=WEEKLY;BYDAY=MO", NULL);
	base_add("client", "name=Acme", "city=utrecht", "owner=bob", "employees=200", "revenue=50k",
	    "tags=big", "parent=c1",
	    "country=NL", "sites=example.org/Page", "vip=no", "margin=5", "lead_time=10d", "seen=2026-09-15",
	    NULL);
	base_add("client", "name=acme", "city=Den Haag", "stage=prospect", "employees=0", "country=NL",
	    "margin=0", "referrer=c1", NULL);
	base_add("client", "name=Bits & Bytes", "class=corporate", "owner=anna", "revenue=-5",
	    "note=A paint supplier", "tags=VIP", NULL);
	n = base_add("client", "name=Zebra", "city=Utrecht", NULL);
	base_sql("UPDATE crm_client SET away = '2026-09-01T00:00:00Z' WHERE name = 'Zebra'");
	assert_int_equal(n, 5);
	base_add("deal", "title=Paint", "client=c1", "value=1000", "opened=2026-09-01", NULL);
	base_add("deal", "title=Brushes", "client=c1", "value=500", "stage=won", "opened=2026-08-01", NULL);
	base_add("deal", "title=Ladders", "client=c2", "currency=USD", "value=100", "stage=needs", NULL);
	base_add("deal", "title=Loose", "stage=closing", NULL);
	base_add("interaction", "client=c1", "deal=d1", "channel=call", "at=2026-09-10T10:00:00Z", NULL);
	base_add("interaction", "client=c1", "channel=email", "at=2026-09-12T23:30:00Z", "message_id=<A@x>",
	    NULL);
	base_add("interaction", "client=c2", "channel=visit", "at=2026-09-14T08:00:00Z", "direction=in",
	    NULL);
	base_add("interaction", "deal=d4", "channel=call", "at=2026-09-16T08:00:00Z", NULL);
	base_add("followup", "client=c1", "about=Call", "due=2026-09-20", NULL);
	base_add("followup", "client=c1", "about=Send", "due=2026-09-16", NULL);
	base_add("followup", "client=c2", "about=Ask", "due=2026-09-01", "priority=high", NULL);
	base_add("followup", "client=c2", "about=Done", "due=2026-08-01", "state=done", NULL);
	return 0;
}

struct ask { const char *filter, *ids; };

static void
ask_all(const char *entity, const struct ask *a)
{
	for (; a->filter != NULL; a++) {
		const char *got = base_find(entity, a->filter);

		if (strcmp(got, a->ids) != 0)
			fail_msg("%s %s: got %s, expected %s", entity, a->filter, got, a->ids);
	}
}

static void
texts_are_exact_by_equality_and_folded_by_all_else(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "name=Acme", "c2" }, { "name=acme,Acme", "c2 c3" }, { "name=ACME", "" },
		    { "name!=Acme", "c1 c3 c4" },
		{ "name~ACME", "c2 c3" }, { "name~lukasz", "c1" }, { "name~MULLER", "c1" },
		    { "name~\"s & b\"", "c4" }, { "name!~acme", "c1 c4" },
		{ "name<b", "c2 c3" }, { "name>=b", "c1 c4" }, { "name<=acme", "c2 c3" },
		    { "name>acme", "c1 c4" }, { "name=a..c", "c2 c3 c4" },
		{ "name=M..", "" }, { "name=..B", "c2 c3" }, { "city=Utrecht", "c1" },
		    { "city~utr", "c1 c2" }, { "city=\"Den Haag\"", "c3" },
		{ "name~%", "" }, { "name~_", "" }, { "name~&", "c4" }, { NULL, NULL },
	});
}

static void
numbers_money_shares_and_spans_compare_by_size(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "employees=200", "c2" }, { "employees=0..10", "c1 c3" }, { "employees>10", "c2" },
		    { "employees>=10", "c1 c2" },
		{ "employees<10", "c3" }, { "employees<=10", "c1 c3" }, { "employees=10,200", "c1 c2" },
		    { "employees=..0", "c3" },
		{ "employees=11..", "c2" }, { "employees=0..5,150..", "c2 c3" },
		{ "revenue=1000", "c1" }, { "revenue>=1k", "c1 c2" }, { "revenue<0", "c4" },
		    { "revenue=-10..1000", "c1 c4" }, { "revenue=1000.01", "" },
		{ "margin=12.5", "c1" }, { "margin>0", "c1 c2" }, { "margin=0", "c3" },
		    { "margin=5%..", "c1 c2" },
		{ "lead_time=3d", "c1" }, { "lead_time>3d", "c2" }, { "lead_time<=10d", "c1 c2" },
		{ "id=c2..c3", "c2 c3" }, { "id>c3", "c4" }, { "id=c1,c4,c9", "c1 c4" }, { NULL, NULL },
	});
}

static void
words_truths_codes_and_references_are_equal_or_not(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "stage=lead", "c2 c4" }, { "stage=lead,prospect", "c2 c3 c4" }, { "stage!=lead", "c1 c3" },
		    { "class=key,corporate", "c1 c4" },
		{ "vip=yes", "c1" }, { "vip=no", "c2" }, { "vip!=yes", "c2 c3 c4" }, { "vip!=", "c1 c2" },
		{ "country=NL", "c2 c3" }, { "country=Netherlands", "c2 c3" }, { "country!=nl", "c1 c4" },
		    { "house=PLN", "c1" },
		{ "rhythm=FREQ=WEEKLY;BYDAY=MO", "c1" }, { "rhythm!=weekly", "c1 c2 c3 c4" },
		{ "owner=anna", "c1 c4" }, { "owner=u2", "c2" }, { "owner=me", "c1 c4" },
		    { "owner=anna,bob", "c1 c2 c4" }, { "parent=c1", "c2" },
		{ "billing=PAY@lukasz.example", "c1" }, { "billing~lukasz", "c1" }, { "shop~shop", "c1" },
		    { "shop!=", "c1" },
		{ NULL, NULL },
	});
}

static void
days_and_instants_are_found_by_the_intervals_people_name(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "seen=2026-08", "c1" }, { "seen=2026-09-15", "c2" }, { "seen=today", "c2" },
		    { "seen<2026-09", "c1" }, { "seen<=2026-09", "c1 c2" },
		{ "seen>2026-08", "c2" }, { "seen>=2026-08", "c1 c2" }, { "seen=2026-Q3", "c1 c2" },
		    { "seen=2026", "c1 c2" }, { "seen=..-30d", "c1" },
		{ "seen=2025", "" }, { "created=today", "c1 c2 c3 c4" }, { "created=..yesterday", "" },
		    { NULL, NULL },
	});
	ask_all("interaction", (const struct ask[]){
		{ "at=2026-09-12", "i2" }, { "at=2026-09-10..2026-09-12", "i1 i2" },
		    { "at>2026-09-12", "i3 i4" }, { "at<2026-09-12", "i1" },
		{ "at>=2026-09-14T08:00:00Z", "i3 i4" }, { "at>2026-09-14T08:00:00Z", "i4" },
		    { "at=tomorrow", "i4" },
		{ "message_id=<A@x>", "i2" }, { "message_id=<a@x>", "" }, { "minutes=", "i1 i2 i3 i4" },
		    { NULL, NULL },
	});
}

/*
 * What is empty equals nothing, so it passes every denial and no comparison; a denial turns exactly the
 * others round.
 */
static void
empty_values_pass_denials_and_nothing_else(void **s)
{
	static const char *const tests[] = {
		"city=Utrecht", "city~utr", "employees>5", "employees=", "owner=anna", "owner.unit=North",
		    "tags=vip", "emails~info", "vip=yes",
		"last_contact=..2026-09-13", "idle>1", "parent.name~muller", "paint", "city<m",
		    "seen=2026-08", "open_value>0", "(city= or employees=0)",
	};

	(void)s;
	ask_all("client", (const struct ask[]){
		{ "city=", "c4" }, { "city!=", "c1 c2 c3" }, { "city!=Utrecht", "c2 c3 c4" },
		    { "city!~utr", "c3 c4" }, { "city=Utrecht,", "c1 c4" },
		{ "city!=Utrecht,", "c2 c3" }, { "employees=", "c4" }, { "employees!=10", "c2 c3 c4" },
		    { "not employees>5", "c3 c4" },
		{ "not employees<=5", "c1 c2 c4" }, { "owner=", "c3" }, { "owner!=anna", "c2 c3" },
		    { "owner!=", "c1 c2 c4" }, { "tags=", "c3" },
		{ "tags!=", "c1 c2 c4" }, { "not city=", "c1 c2 c3" }, { "not not city=", "c4" },
		    { NULL, NULL },
	});
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		const char *yes = base_find("client", tests[i]),
		    *no = base_find("client", crm_sprintf(&arena, "not %s", tests[i]));
		char all[64] = "";

		for (int id = 1; id <= 4; id++) {
			char one[16];

			snprintf(one, sizeof one, "c%d", id);
			if ((strstr(yes, one) != NULL) == (strstr(no, one) != NULL))
				fail_msg("%s is %s, its denial %s", tests[i], yes, no);
			snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", *all ? " " : "", one);
		}
		assert_string_equal(base_find("client", crm_sprintf(&arena, "%s or not %s", tests[i],
		    tests[i])), all);
		assert_string_equal(base_find("client", crm_sprintf(&arena, "%s not %s", tests[i], tests[i])),
		    "");
	}
}

static void
and_or_not_and_brackets_combine(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "stage=lead city~utr", "c2" }, { "stage=lead or owner=", "c2 c3 c4" },
		    { "not (stage=lead or owner=)", "c1" },
		{ "stage=lead and not owner=anna", "c2" }, { "city=Utrecht or city=utrecht employees>100",
		    "c1 c2" },
		{ "(city=Utrecht or city=utrecht) employees>100", "c2" }, { "@big", "c1 c2" },
		    { "not @big", "c3 c4" }, { "@big stage=lead", "c2" },
		{ NULL, NULL },
	});
}

static void
of_many_values_one_is_enough(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "tags=vip", "c1 c4" }, { "tags=big", "c1 c2" }, { "tags=vip tags=big", "c1" },
		    { "tags=big,nothing", "c1 c2" }, { "tags!=big", "c3 c4" },
		{ "tags~BI", "c1 c2" }, { "tags!~vi", "c2 c3" }, { "emails=INFO@lukasz.example", "c1" },
		    { "emails=sales@lukasz.example", "c1" },
		{ "emails~lukasz", "c1" }, { "phones=+31-20-123-45-67", "c1" }, { "phones~123", "c1" },
		    { "sites~page", "c2" }, { "seats=12", "c1" },
		{ "seats=1", "" }, { "visits=2025", "c1" }, { "visits=2026-08-01", "c1" },
		    { "visits=2024", "" }, { NULL, NULL },
	});
}

static void
references_are_followed_by_dots(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "owner.unit=North", "c1 c4" }, { "owner.unit!=North", "c2 c3" }, { "owner.unit=", "c3" },
		    { "owner.name~ANN", "c1 c4" },
		{ "parent.owner.login=anna", "c2" }, { "parent.name~muller", "c2" },
		    { "parent.tags=vip", "c2" }, { "referrer.owner.unit=North", "c3" },
		{ "parent.parent.name=x", "" }, { "parent.last_contact=2026-09-12", "c2" },
		    { "parent.open_deals=1", "c2" }, { NULL, NULL },
	});
	ask_all("deal", (const struct ask[]){
		{ "client.city=Utrecht", "d1 d2" }, { "client.owner.unit=South", "d3" },
		    { "client.parent.class=key", "d3" }, { "client.idle=3", "d1 d2" },
		{ "client.owner.unit!=North", "d3 d4" }, { NULL, NULL },
	});
}

static void
computed_fields_are_asked_like_any_other(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "last_contact=", "c3 c4" }, { "last_contact=2026-09-12", "c1" },
		    { "last_contact>2026-09-13", "c2" },
		{ "next_followup=..today", "c2" }, { "next_followup=2026-09-16", "c1" },
		    { "next_followup=", "c3 c4" },
		{ "open_deals=1", "c1 c2" }, { "open_deals=0", "c3 c4" }, { "open_value=1000", "c1" },
		    { "open_value=0", "c2 c3 c4" },
		{ "won_deals=1", "c1" }, { "won_value=500", "c1" }, { "referrals=1", "c1" },
		    { "referrals>0 open_deals>0", "c1" }, { NULL, NULL },
	});
	ask_all("deal", (const struct ask[]){
		{ "weighted=50", "d1" }, { "weighted>=50", "d1 d2" }, { "weighted=", "d4" },
		    { "state=won", "d2" },
		{ "touched=2026-09-16", "d4" }, { "touched=today", "d2 d3" }, { "touched=2026-09-10", "d1" },
		    { "idle<0", "d4" }, { "idle=0", "d2 d3" }, { "idle=5", "d1" }, { NULL, NULL },
	});
	ask_all("change", (const struct ask[]){
		{ "actor=anna record=c3", "ch6" }, { "actor~ANN record=c3", "ch6" },
		    { "command=crm-test record=c3", "ch6" },
		{ "command~TEST record=c3 at=today", "ch6" }, { "actor=bob", "" },
		    { "actor<b record=c3", "ch6" }, { NULL, NULL },
	});
}

/* The older the instant, the more days: bounds change their places. */
static void
days_count_backwards(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "idle=3", "c1" }, { "idle>1", "c1" }, { "idle>=1", "c1 c2" }, { "idle<1", "c3 c4" },
		    { "idle<=1", "c2 c3 c4" }, { "idle=1..3", "c1 c2" },
		{ "idle!=0", "c1 c2" }, { "idle=..2", "c2 c3 c4" }, { "idle=2..", "c1" },
		    { "idle=0,3", "c1 c3 c4" }, { "not idle>1", "c2 c3 c4" }, { NULL, NULL },
	});
	ask_all("followup", (const struct ask[]){
		{ "late>0", "f3" }, { "late<0", "f1 f2" }, { "late=-1", "f2" }, { "late=-5..-1", "f1 f2" },
		    { "late=", "f4" }, { "late!=", "f1 f2 f3" },
		{ "late=14", "f3" }, { NULL, NULL },
	});
	ask_all("deal", (const struct ask[]){
		{ "age=14", "d1" }, { "age=", "d2" }, { "age=0", "d3 d4" }, { "in_stage>=14", "d1" },
		    { NULL, NULL },
	});
}

static void
what_is_put_away_is_hidden_unless_asked_for(void **s)
{
	struct crm_query q = { .away = true };

	(void)s;
	ask_all("client", (const struct ask[]){ { "away!=", "c5" }, { "away=", "c1 c2 c3 c4" },
	    { "name=Zebra", "" }, { "away=2026-09 name=Zebra", "c5" },
	    { NULL, NULL } });
	assert_string_equal(base_query("client", &q), "c1 c2 c3 c4 c5");
}

static void
words_find_the_records_that_have_them_all(void **s)
{
	(void)s;
	ask_all("client", (const struct ask[]){
		{ "paint", "c1 c4" }, { "PAINT", "c1 c4" }, { "blue paint", "c1" }, { "pai", "c1 c4" },
		    { "muller", "c1" }, { "lukasz paint", "c1" },
		{ "\"lukasz.example\"", "c1" }, { "paint stage=lead", "c4" }, { "not paint", "c2 c3" },
		    { "paint or acme", "c1 c2 c3 c4" }, { "zebra", "" },
		{ "nowhere", "" }, { NULL, NULL },
	});
}

static const char *
sorted(const char *entity, const char *by, bool desc)
{
	struct crm_sort sort = { .desc = desc };
	struct crm_query q = { .sort = &sort, .nsort = 1 };

	assert_int_equal(crm_path_parse(crm_schema_of(crm), ent(entity), by, strlen(by), &sort.path, &err),
	    CRM_OK);
	return base_query(entity, &q);
}

static void
an_order_is_the_values_own_and_nothing_comes_last(void **s)
{
	static const struct { const char *ent, *by, *up, *down; } cases[] = {
		{ "client", "name", "c2 c3 c4 c1", "c1 c4 c2 c3" },
		{ "client", "employees", "c3 c1 c2 c4", "c2 c1 c3 c4" },
		{ "client", "revenue", "c4 c1 c2 c3", "c2 c1 c4 c3" },
		{ "client", "seen", "c1 c2 c3 c4", "c2 c1 c3 c4" },
		{ "client", "owner.unit", "c1 c4 c2 c3", "c2 c1 c4 c3" },
		{ "client", "stage", "c2 c4 c3 c1", "c1 c3 c2 c4" },
		{ "client", "idle", "c3 c4 c2 c1", "c1 c2 c3 c4" },
		{ "client", "last_contact", "c1 c2 c3 c4", "c2 c1 c3 c4" },
		{ "client", "open_value", "c2 c3 c4 c1", "c1 c2 c3 c4" },
		{ "followup", "late", "f1 f2 f3 f4", "f3 f2 f1 f4" },
		{ "followup", "due", "f4 f3 f2 f1", "f1 f2 f3 f4" },
		{ "followup", "priority", "f1 f2 f4 f3", "f3 f1 f2 f4" },
		{ "deal", "weighted", "d3 d1 d2 d4", "d2 d1 d3 d4" },
		{ "deal", "client.name", "d3 d1 d2 d4", "d1 d2 d3 d4" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (strcmp(sorted(cases[i].ent, cases[i].by, false), cases[i].up) != 0)
			fail_msg("%s: %s", cases[i].by, sorted(cases[i].ent, cases[i].by, false));
		if (strcmp(sorted(cases[i].ent, cases[i].by, true), cases[i].down) != 0)
			fail_msg("-%s: %s", cases[i].by, sorted(cases[i].ent, cases[i].by, true));
	}
}

static void
a_list_of_ids_keeps_its_order_unless_sorted(void **s)
{
	struct crm_sort by_name = { .path = { .ent = ent("client"), .field = field("client", "name") } };
	int64_t id[] = { 3, 99, 1, 5, 2 };
	struct crm_expr *leads;
	struct crm_query q = { .id = id, .nid = 5 };
	int64_t n;

	(void)s;
	assert_int_equal(crm_filter_text(crm_ctx_of(crm), ent("client"), "stage=lead", &leads, &arena, &err),
	    CRM_OK);
	assert_string_equal(base_query("client", &q), "c3 c1 c2");
	assert_int_equal(crm_count(db, &q, &n, &err), CRM_OK);
	assert_int_equal(n, 3);
	q.limit = 1;
	assert_string_equal(base_query("client", &q), "c3");
	q.offset = 1;
	assert_string_equal(base_query("client", &q), "c1");
	assert_int_equal(crm_count(db, &q, &n, &err), CRM_OK);
	assert_int_equal(n, 1);
	q.limit = q.offset = 0;
	q.away = true;
	assert_string_equal(base_query("client", &q), "c3 c1 c5 c2");
	q.away = false;
	q.where = leads;
	assert_string_equal(base_query("client", &q), "c2");
	q.where = NULL;
	q.sort = &by_name;
	q.nsort = 1;
	assert_string_equal(base_query("client", &q), "c2 c3 c1");
	q.limit = 1;
	q.offset = 1;
	assert_string_equal(base_query("client", &q), "c3");
	q.nid = 0;
	assert_string_equal(base_query("client", &q), "");
}

static void
a_count_is_the_number_of_rows_that_would_come(void **s)
{
	static const struct { int64_t limit, offset, n; } cases[] =
	    { { 0, 0, 4 }, { 3, 0, 3 }, { 3, 2, 2 }, { 0, 3, 1 }, { 5, 9, 0 } };
	int64_t n;

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_query q = { .limit = cases[i].limit, .offset = cases[i].offset };
		const char *ids = base_query("client", &q), *p;

		assert_int_equal(crm_count(db, &q, &n, &err), CRM_OK);
		assert_int_equal(n, cases[i].n);
		for (p = ids; *p != '\0'; p++)
			n -= *p == 'c';
		assert_int_equal(n, 0);
	}
}

static void
money_brings_the_currency_it_is_in(void **s)
{
	struct crm_path col[3] = { { .ent = ent("deal"), .field = field("deal", "value") },
	    { .ent = ent("deal"), .field = field("deal", "weighted") },
	    { .ent = ent("deal"), .hop = { field("deal", "client") }, .nhop = 1,
	    .field = field("client", "open_value") } };
	int64_t id = 3;
	struct crm_query q = { .ent = ent("deal"), .ctx = crm_ctx_of(crm), .col = col, .ncol = 3, .id = &id,
	    .nid = 1 };
	struct crm_cursor *cur;

	(void)s;
	assert_int_equal(crm_select(db, &q, &cur, &err), CRM_OK);
	assert_int_equal(crm_cursor_next(cur, &err), CRM_ROW);
	assert_int_equal(cur->val[0].i, 10000);
	assert_int_equal(cur->val[1].i, 4000);
	assert_true(cur->currency[0] >= 3 && cur->currency[1] == cur->currency[0]);
	assert_string_equal(cur->val[cur->currency[0]].p, "USD");
	assert_int_equal(cur->currency[2], -1);
	assert_int_equal(crm_cursor_next(cur, &err), CRM_DONE);
	crm_cursor_close(cur);
}

static void
a_row_tells_which_of_several_filters_it_passes(void **s)
{
	const struct crm_expr *cond[2];
	struct crm_expr *a, *b;
	struct crm_query q = { .ent = ent("client"), .ctx = crm_ctx_of(crm), .cond = cond, .ncond = 2 };
	struct crm_cursor *cur;
	char got[32] = "";

	(void)s;
	assert_int_equal(crm_filter_text(q.ctx, q.ent, "stage=lead", &a, &arena, &err), CRM_OK);
	assert_int_equal(crm_filter_text(q.ctx, q.ent, "employees>5", &b, &arena, &err), CRM_OK);
	cond[0] = a;
	cond[1] = b;
	assert_int_equal(crm_select(db, &q, &cur, &err), CRM_OK);
	while (crm_cursor_next(cur, &err) == CRM_ROW)
		snprintf(got + strlen(got), 8, "%d%d ", (int)cur->val[cur->cond].i,
		    (int)cur->val[cur->cond + 1].i);
	crm_cursor_close(cur);
	assert_string_equal(got, "01 11 00 10 ");
}

static void
a_lookup_finds_by_what_identifies(void **s)
{
	static const struct { const char *field, *text; size_t n; int64_t id[2]; } cases[] = {
		{ "name", "ACME", 2, { 2, 3 } }, { "name", "lukasz muller", 1, { 1, 0 } },
		    { "name", "nobody", 0, { 0, 0 } },
		{ "emails", "sales@lukasz.example", 1, { 1, 0 } }, { "phones", "+31201234567", 1, { 1, 0 } },
		    { "tags", "VIP", 2, { 1, 4 } },
		{ "key", "none", 0, { 0, 0 } },
	};
	int64_t id[2];
	size_t n;

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_val v = CRM_VTEXT(cases[i].text, strlen(cases[i].text));

		assert_int_equal(crm_lookup(db, field("client", cases[i].field), ent("client"), &v, id, 2, &n,
		    &err), CRM_OK);
		if (n != cases[i].n || (n > 0 && id[0] != cases[i].id[0])
		    || (n > 1 && id[1] != cases[i].id[1]))
			fail_msg("%s=%s: %zu found", cases[i].field, cases[i].text, n);
	}
	assert_int_equal(crm_lookup(db, field("client", "name"), ent("client"), &CRM_VTEXT("acme", 4), id, 1,
	    &n, &err), CRM_OK);
	assert_int_equal(n, 1);
	assert_int_equal(crm_lookup(db, field("client", "id"), ent("client"), &CRM_VINT(4), id, 2, &n, &err),
	    CRM_OK);
	assert_int_equal(n * 10 + id[0], 14);
}

static int
name_it(void *arg, const struct crm_entity *e, const struct crm_field *f, int64_t id)
{
	crm_putf(arg, "%s%lld.%s ", e->prefix, (long long)id, f->name);
	return CRM_OK;
}

static void
dependents_are_all_that_point_at_a_record(void **s)
{
	struct crm_buf b = { 0 };

	(void)s;
	assert_int_equal(crm_dependents(db, ent("client"), 1, name_it, &b, &err), CRM_OK);
	assert_string_equal(b.p,
	    "c2.parent c3.referrer i1.client i2.client f1.client f2.client d1.client d2.client ");
	crm_buf_free(&b);
}

static void
one_join_serves_every_path_through_it(void **s)
{
	struct crm_sort sort[33] = { 0 };
	struct crm_query q = { .sort = sort, .nsort = 33 };

	(void)s;
	assert_int_equal(crm_path_parse(crm_schema_of(crm), ent("client"), "parent.name", 11, &sort[0].path,
	    &err), CRM_OK);
	for (int i = 1; i < 33; i++)
		sort[i] = sort[0];
	assert_string_equal(base_query("client", &q), "c2 c1 c3 c4");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, base_clear)
	const struct CMUnitTest tests[] = {
		T(texts_are_exact_by_equality_and_folded_by_all_else),
		    T(numbers_money_shares_and_spans_compare_by_size),
		T(words_truths_codes_and_references_are_equal_or_not),
		    T(days_and_instants_are_found_by_the_intervals_people_name),
		T(empty_values_pass_denials_and_nothing_else), T(and_or_not_and_brackets_combine),
		    T(of_many_values_one_is_enough),
		T(references_are_followed_by_dots), T(computed_fields_are_asked_like_any_other),
		    T(days_count_backwards),
		T(what_is_put_away_is_hidden_unless_asked_for), T(words_find_the_records_that_have_them_all),
		T(an_order_is_the_values_own_and_nothing_comes_last),
		    T(a_list_of_ids_keeps_its_order_unless_sorted),
		T(a_count_is_the_number_of_rows_that_would_come), T(money_brings_the_currency_it_is_in),
		T(a_row_tells_which_of_several_filters_it_passes), T(a_lookup_finds_by_what_identifies),
		T(dependents_are_all_that_point_at_a_record), T(one_join_serves_every_path_through_it),
	};

	return cmocka_run_group_tests(tests, fill, base_teardown);
}
