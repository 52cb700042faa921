/* the filter language */
#include <stdlib.h>
#include <string.h>

#include "model_fixture.h"

/* A tree as text: (and city=[Utrecht..Utrecht] ...); == marks an exact alternative, ~ folded text. */
static void
put_tree(struct crm_buf *b, const struct crm_expr *e)
{
	static const char *const nodes[] = { "and", "or", "not" };
	static const struct { unsigned op; const char *text; } ops[] = {
		{ CRM_EQ, "=" }, { CRM_NE, "!=" }, { CRM_HAS, "~" }, { CRM_HASNT, "!~" },
		{ CRM_LT, "<" }, { CRM_LE, "<=" }, { CRM_GT, ">" }, { CRM_GE, ">=" },
	};

	if (e == NULL)
		crm_puts(b, "all");
	else if (e->node == CRM_WORDS)
		crm_putf(b, "{%s}", e->words);
	else if (e->node == CRM_TEST) {
		crm_path_print(&e->path, b);
		for (int i = 0; i < 8; i++)
			crm_puts(b, ops[i].op == e->op ? ops[i].text : "");
		for (size_t i = 0; i < e->nalt; i++) {
			const struct crm_alt *a = &e->alt[i];

			crm_puts(b, i ? "|" : "");
			if (a->empty)
				crm_puts(b, "()");
			else if (e->op & (CRM_HAS | CRM_HASNT))
				crm_put(b, a->lo.p, a->lo.n);
			else {
				crm_field_print(&ctx, &(struct crm_field){ .name = "",
				    .type = e->path.field->type,
				    .to = e->path.field->to }, &a->lo, b);
				assert_int_equal(a->exact, crm_val_eq(&a->lo, &a->hi));
				if (a->exact)
					continue;
				crm_puts(b, "..");
				crm_field_print(&ctx, e->path.field, &a->hi, b);
			}
		}
	} else {
		crm_putf(b, "(%s ", nodes[e->node]);
		put_tree(b, e->a);
		if (e->b != NULL) {
			crm_putc(b, ' ');
			put_tree(b, e->b);
		}
		crm_putc(b, ')');
	}
}

static const char *
result(int rc, const struct crm_expr *e)
{
	struct crm_buf b = { 0 };
	char *text;

	if (rc != CRM_OK) {
		assert_int_equal(rc, err.code);
		return crm_strndup(&arena, err.text, err.len - 1);
	}
	assert_int_equal(err.n, 0);
	put_tree(&b, e);
	text = crm_strndup(&arena, b.p, b.n);
	crm_buf_free(&b);
	return text;
}

/* One text of a filter, as from a policy. */
static const char *
tree_of(const char *ent, const char *text)
{
	struct crm_expr *e = NULL;
	int rc;

	crm_err_clear(&err);
	rc = crm_filter_text(&ctx, entity(ent), text, &e, &arena, &err);
	return result(rc, e);
}

/* Arguments, as from a shell; NULL ends them. */
static const char *
args(const char *first, ...)
{
	struct crm_expr *e = NULL;
	char *arg[8];
	size_t n = 0;
	va_list ap;
	int rc;

	va_start(ap, first);
	for (const char *p = first; p != NULL; p = va_arg(ap, const char *))
		arg[n++] = (char *)p;
	va_end(ap);
	crm_err_clear(&err);
	rc = crm_filter_parse(&ctx, entity("client"), arg, n, &e, &arena, &err);
	return result(rc, e);
}

struct pair { const char *text, *tree; };

static void
check(const char *ent, const struct pair *p)
{
	for (; p->text != NULL; p++)
		assert_string_equal(tree_of(ent, p->text), p->tree);
}
#define PAIRS(...) ((const struct pair[]){ __VA_ARGS__, { NULL, NULL } })

static void
tests_are_read(void **s)
{
	(void)s;
	check("client", PAIRS(
	    { "", "all" }, { "  ", "all" }, { "city=Utrecht", "city=Utrecht" },
	    { "city!=Utrecht", "city!=Utrecht" },
	    { "stage=LEAD,won",
	      "column 12: stage: \"won\" is not suspect, lead, prospect, client, dormant or lost" },
	    { "stage=LEAD,prospect", "stage=lead|prospect" },
	    { "stage!=lead,prospect", "stage!=lead|prospect" },
	    { "name~\"Mülle r\"", "name~mulle r" }, { "name!~x,y", "name!~x|y" }, { "city=", "city=()" },
	    { "city!=", "city!=()" },
	    { "city=\"\"", "city=()" }, { "stage=,lead", "stage=()|lead" },
	    { "stage=lead,", "stage=lead|()" },
	    { "name=\"Acme, \\\"Inc\\\" \\\\\",B", "name=Acme, \"Inc\" \\|B" }, { "name=a\\,b", "name=a,b" },
	    { "employees=10..50", "employees=10..50" }, { "employees=10..", "employees=10.." },
	    { "employees=..50", "employees=..50" },
	    { "employees!=10..50,70", "employees!=10..50|70" }, { "employees=-5..-1", "employees=-5..-1" },
	    { "revenue>1.5M", "revenue>1500000.00" }, { "name=\"a..b\"..\"c\"", "name=a..b..c" },
	    { "name=wait...", "name=wait..." },
	    { "owner=anna", "owner=u1" }, { "owner=me,u7", "owner=u2|u7" },
	    { "owner.unit=North", "owner.unit=North" },
	    { "parent.owner.name~x", "parent.owner.name~x" }, { "tags=vip,big", "tags=vip|big" },
	    { "emails~acme", "emails~acme" },
	    { "idle=..30", "idle=..30" }, { "id=c4", "id=c4" }, { "id=c4..c9", "id=c4..c9" },
	    { "country=Germany", "country=DE" },
	    { "phones=\"020 123 4567\"", "phones=+31201234567" },
	    { "phones=(020)1234567", "phones=+31201234567" },
	    { "note~a(b)c", "note~a(b)c" }));
}

static void
dates_name_intervals(void **s)
{
	(void)s;
	check("deal", PAIRS(
	    { "close=2026-12", "close=2026-12-01..2026-12-31" }, { "close=2026-12-24", "close=2026-12-24" },
	    { "close=today", "close=2026-11-24" }, { "close=2026-Q4..2027", "close=2026-10-01..2027-12-31" },
	    { "close=..-30d", "close=..2026-10-25" }, { "close=2026-11..", "close=2026-11-01.." },
	    { "close<2026-12", "close<2026-12-01" }, { "close<=2026-12", "close<=2026-12-31" },
	    { "close>2026-12", "close>2026-12-31" }, { "close>=2026-12", "close>=2026-12-01" },
	    { "entered=2026-12-24", "entered=2026-12-24T00:00:00Z..2026-12-24T23:59:59Z" },
	    { "entered=\"2026-12-24 10:00\"..", "entered=2026-12-24T10:00:00Z.." },
	    { "entered<today", "entered<2026-11-24T00:00:00Z" },
	    { "close=2026-12..2026-01", "column 7: 2026-12..2026-01 is empty: the ends are swapped" }));
	ctx.date_format = "%d/%m/%Y";
	check("deal", PAIRS({ "close=today", "close=2026-11-24" }));
	ctx.date_format = NULL;
}

static void
tests_are_joined(void **s)
{
	(void)s;
	check("client", PAIRS(
	    { "city=A stage=lead", "(and city=A stage=lead)" },
	    { "city=A and stage=lead", "(and city=A stage=lead)" },
	    { "city=A or city=B stage=lead", "(or city=A (and city=B stage=lead))" },
	    { "(city=A or city=B) stage=lead", "(and (or city=A city=B) stage=lead)" },
	    { "not city=A stage=lead", "(and (not city=A) stage=lead)" },
	    { "NOT (city=A OR city=B)", "(not (or city=A city=B))" },
	    { "not not city=A", "(not (not city=A))" },
	    { "not(city=A)and(city=B)", "(and (not city=A) city=B)" },
	    { "solar panel", "{solar panel }" }, { "\"Solar Panel\" roof", "{solar panel roof }" },
	    { "solar city=A panel", "(and (and {solar } city=A) {panel })" },
	    { "solar or wind", "(or {solar } {wind })" },
	    { "\"or\"", "{or }" }, { "anna@b.nl", "{anna b nl }" }, { "order", "{order }" }));
}

static void
the_shell_may_take_the_quotes_away(void **s)
{
	(void)s;
	assert_string_equal(args(NULL), "all");
	assert_string_equal(args("", "city=A", NULL), "city=A");
	assert_string_equal(args("name=Acme Corp", "city=Den Haag,New York", NULL),
	    "(and name=Acme Corp city=Den Haag|New York)");
	assert_string_equal(args("name=\"Acme Corp\"", "stage=lead", NULL),
	    "(and name=Acme Corp stage=lead)");
	assert_string_equal(args("name~acme  corp", NULL), "name~acme corp");
	assert_string_equal(args("city=A stage=lead", NULL), "(and city=A stage=lead)");
	assert_string_equal(args("city=A or city=B", NULL), "(or city=A city=B)");
	assert_string_equal(args("city=A", "or", "(city=B", "stage=lead)", NULL),
	    "(or city=A (and city=B stage=lead))");
	assert_string_equal(args("city=A \"solar panel\"", NULL), "(and city=A {solar panel })");
	assert_string_equal(args("last_contact=2026-01-01 10:00..yesterday", NULL),
	    "last_contact=2026-01-01T10:00:00Z..2026-11-23T23:59:59Z");
	assert_string_equal(args("solar panel", "city=A", NULL), "(and {solar panel } city=A)");
	assert_string_equal(args("stage=no such", NULL),
	    "column 7: stage: \"no such\" is not suspect, lead, prospect, client, dormant or lost");
	/* no shell was there: the blank ends the value */
	assert_string_equal(tree_of("client", "city=Den Haag"), "(and city=Den {haag })");
}

static void
filters_of_the_policy_have_names(void **s)
{
	(void)s;
	check("client", PAIRS(
	    { "@hot city=A", "(and (and stage=lead|prospect idle=..30) city=A)" },
	    { "not @big", "(not (or revenue=1000000.00.. (and stage=lead|prospect idle=..30)))" },
	    { "city=A @cold", "column 8: there is no filter @cold" },
	    { "@hott", "column 1: there is no filter @hott (did you mean @hot?)" },
	    { "@late", "column 1: @late is a filter of deal, not of client" },
	    { "@circle", "@round: column 5: @circle goes round in a circle: @circle > @round > @circle" },
	    { "@wrong", "@wrong: column 14: client has no field \"stge\" (did you mean stage?)" },
	    { "@nothing", "column 1: @nothing is empty" }, { "@", "column 1: there is no filter @" }));
	check("deal", PAIRS({ "@late", "close=..2026-11-24" }));
}

static void
mistakes_name_their_column(void **s)
{
	(void)s;
	check("client", PAIRS(
	    { "city=A citty=B", "column 8: client has no field \"citty\" (did you mean city?)" },
	    { "name=Łódź citty=B", "column 11: client has no field \"citty\" (did you mean city?)" },
	    { "City=A", "column 1: client has no field \"City\" (did you mean city?)" },
	    { "shoesize=4", "column 1: client has no field \"shoesize\"" },
	    { "name.x=4", "column 1: name is no reference: nothing lies behind it" },
	    { "owner.shoe=4", "column 1: user has no field \"shoe\"" },
	    { ".city=A", "column 1: client has no field \"\"" },
	    { "parent.parent.parent.parent.parent.name=A", "column 1: a path has at most 4 references" },
	    { "stage~lead", "column 6: stage is a word: use = or !=" },
	    { "emails<a", "column 7: emails has several values: use =, !=, ~ or !~" },
	    { "employees~5", "column 10: employees is an int: use =, !=, <, <=, > or >=" },
	    { "city=A (city=B", "column 8: the ( is never closed" },
	    { "city=A)", "column 7: a ) without its (" },
	    { "()", "column 2: a test is missing here: field=value, or words to look for" },
	    { "city=A or", "column 10: a test is missing here: field=value, or words to look for" },
	    { "and city=A", "column 1: a test is missing here: field=value, or words to look for" },
	    { "not", "column 4: a test is missing here: field=value, or words to look for" },
	    { "name=\"Acme", "column 6: the quote is never closed" },
	    { "\"Acme", "column 1: the quote is never closed" },
	    { "name=\"A\"B", "column 9: after a quoted value comes a comma, a blank or the end" },
	    { "employees=..", "column 11: a range needs an end: lo..hi, lo.. or ..hi" },
	    { "employees=1..2..3", "column 15: a range has two ends" },
	    { "employees<1,2", "column 11: one value only: any of several goes with = and !=" },
	    { "employees<", "column 11: a value is missing" }, { "name~", "column 6: a value is missing" },
	    { "employees=ten", "column 11: employees: \"ten\" is not a whole number" },
	    { "city = A",
	      "column 6: \"=\" is no test (field=value, without blanks): quote it to look for it" },
	    { "b-c=A",
	      "column 1: \"b-c=A\" is no test (field=value, without blanks): quote it to look for it" },
	    { "!!", "column 1: \"!!\" has no word to look for" },
	    { "owner=bob", "column 7: owner: there is no user \"bob\"" },
	    { "parent=twin", "column 8: parent: \"twin\" is c1 or c2" }, { "\xFF", "column 1: not UTF-8" },
	    { "citty=\"a b\" stge=x employees=y",
	      "column 1: client has no field \"citty\" (did you mean city?)\n"
	      "column 13: client has no field \"stge\" (did you mean stage?)\n"
	      "column 30: employees: \"y\" is not a whole number" }));
	check("stage_history", PAIRS({ "hello",
	    "column 1: stage_history has no full text: use field=value or field~text" }));
	assert_int_equal(err.code, CRM_USAGE);
	check("interaction", PAIRS({ "message_id~x",
	    "column 11: message_id is a text: use =, !=, <, <=, > or >=" }));
}

static void
depth_and_length_have_limits(void **s)
{
	struct crm_buf b = { 0 };

	(void)s;
	for (int i = 0; i < 64; i++)
		crm_putc(&b, '(');
	crm_puts(&b, "city=A");
	for (int i = 0; i < 64; i++)
		crm_putc(&b, ')');
	assert_string_equal(tree_of("client", b.p), "city=A");
	b.n = 0;
	for (int i = 0; i < 65; i++)
		crm_puts(&b, "not ");
	crm_puts(&b, "city=A");
	assert_string_equal(tree_of("client", b.p), "column 257: nested deeper than 64");
	b.n = 0;
	for (int i = 0; i < 501; i++)
		crm_puts(&b, "city=A ");
	assert_string_equal(tree_of("client", b.p), "column 3501: more than 500 tests");
	b.n = 0;
	crm_puts(&b, "id=");
	for (int i = 1; i <= 5000; i++)
		crm_putf(&b, "c%d,", i);
	b.p[--b.n] = '\0';
	assert_int_equal(strlen(tree_of("client", b.p)), b.n);
	crm_buf_free(&b);
}

static void
a_filter_tells_what_it_names(void **s)
{
	struct crm_expr *e = NULL;

	(void)s;
	assert_false(crm_filter_names(NULL, "away"));
	assert_int_equal(crm_filter_text(&ctx, entity("client"),
	    "not (city=A or away=) parent.city=B", &e, &arena, &err), CRM_OK);
	assert_true(crm_filter_names(e, "away"));
	assert_true(crm_filter_names(e, "city"));
	assert_false(crm_filter_names(e, "parent"));
	assert_int_equal(crm_filter_text(&ctx, entity("client"), "parent.city=B", &e, &arena, &err), CRM_OK);
	assert_false(crm_filter_names(e, "city"));
}

static void
filters_are_joined(void **s)
{
	struct crm_expr *a = NULL, *b = NULL;

	(void)s;
	assert_null(crm_filter_and(NULL, NULL, &arena));
	assert_int_equal(crm_filter_text(&ctx, entity("client"), "city=A or city=B", &a, &arena, &err),
	    CRM_OK);
	assert_int_equal(crm_filter_text(&ctx, entity("client"), "stage=lead", &b, &arena, &err), CRM_OK);
	assert_ptr_equal(crm_filter_and(a, NULL, &arena), a);
	assert_ptr_equal(crm_filter_and(NULL, b, &arena), b);
	assert_string_equal(result(CRM_OK, crm_filter_and(a, b, &arena)),
	    "(and (or city=A city=B) stage=lead)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(tests_are_read, model_clear),
		cmocka_unit_test_setup(dates_name_intervals, model_clear),
		cmocka_unit_test_setup(tests_are_joined, model_clear),
		cmocka_unit_test_setup(the_shell_may_take_the_quotes_away, model_clear),
		cmocka_unit_test_setup(filters_of_the_policy_have_names, model_clear),
		cmocka_unit_test_setup(mistakes_name_their_column, model_clear),
		cmocka_unit_test_setup(depth_and_length_have_limits, model_clear),
		cmocka_unit_test_setup(a_filter_tells_what_it_names, model_clear),
		cmocka_unit_test_setup(filters_are_joined, model_clear),
	};

	return cmocka_run_group_tests(tests, model_setup, model_teardown);
}
