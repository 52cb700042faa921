/* doc_test.c - nested output */
#include "rows.h"

static const struct crm_outcol id = { .name = "id", .type = &crm_t_text, .currency = -1 },
    tags = { .name = "tags", .type = &crm_t_word, .many = true, .currency = -1 },
    value = { .name = "value", .type = &crm_t_money, .currency = -1 },
    key = { .name = "key", .type = &crm_t_bool, .currency = -1 };

static void
text(struct crm_doc *d, const char *name, const char *p)
{
	crm_doc_text(d, name, p, strlen(p));
}

static void
deal(struct crm_doc *d, const char *p, const char *title, int64_t cents)
{
	crm_doc_map(d, NULL);
	crm_doc_val(d, "id", &id, &CRM_VTEXT(p, strlen(p)));
	text(d, "title", title);
	crm_doc_val(d, "value", &value, cents != 0 ? &CRM_VINT(cents) : &CRM_VNULL);
	crm_doc_end(d);
}

static void
client(struct crm_doc *d)
{
	crm_doc_map(d, NULL);
	crm_doc_val(d, "id", &id, &CRM_VTEXT("c42", 3));
	text(d, "name", "Acme: \x1B[1m");
	crm_doc_val(d, "city", &id, &CRM_VNULL);
	crm_doc_val(d, "tags", &tags, &CRM_VTEXT("vip\nbig", 7));
	crm_doc_val(d, "key", &key, &CRM_VINT(1));
	text(d, "note", "two\nlines");
	crm_doc_list(d, "deals");
	deal(d, "d7", "Presses", 1250000);
	deal(d, "d12", "Nuts", 0);
	crm_doc_end(d);
	crm_doc_list(d, "orders");
	crm_doc_end(d);
	crm_doc_map(d, "owner");
	text(d, "login", "anna");
	crm_doc_int(d, "open", 3);
	crm_doc_end(d);
	crm_doc_end(d);
}

static void
check(const char *format, void (*fill)(struct crm_doc *), const char *want)
{
	const struct crm_ctx ctx = { .currency = "EUR" };
	const struct crm_outopt opt = { .ctx = &ctx };
	struct crm_sink sink = { .fd = -1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_doc *d;

	assert_int_equal(crm_doc_open(&d, format, &sink, &opt, &err), CRM_OK);
	fill(d);
	assert_int_equal(crm_doc_close(d, &err), CRM_OK);
	crm_put(&sink.buf, "", 0);
	assert_string_equal(sink.buf.p, want);
	crm_buf_free(&sink.buf);
}

static void
a_record_is_aligned_for_people(void **s)
{
	(void)s;
	check("text", client,
	    "id:    c42\n"
	    "name:  Acme: \\u{001B}[1m\n"
	    "tags:  vip, big\n"
	    "key:   yes\n"
	    "note:  two\n"
	    "       lines\n"
	    "\n"
	    "deals:\n"
	    "  id   title       value\n"
	    "  d7   Presses  12500.00\n"
	    "  d12  Nuts\n"
	    "\n"
	    "owner:\n"
	    "  login:  anna\n"
	    "  open:   3\n");
}

static void
three_deals(struct crm_doc *d)
{
	crm_doc_map(d, NULL);
	crm_doc_list(d, "deals");
	deal(d, "d7", "Presses", 1250000);
	deal(d, "d8", "Nuts", 0);
	deal(d, "d9", "Bolts", -950);
	crm_doc_end(d);
	crm_doc_end(d);
}

static void
numbers_end_below_each_other(void **s)
{
	(void)s;
	check("text", three_deals,
	    "deals:\n"
	    "  id  title       value\n"
	    "  d7  Presses  12500.00\n"
	    "  d8  Nuts\n"
	    "  d9  Bolts       -9.50\n");
}

static void
figures(struct crm_doc *d)
{
	static const struct crm_derive count = { .fn = CRM_COUNT }, days = { .fn = CRM_DAYS };
	static const struct crm_field counted = { .derive = &count }, since = { .derive = &days };
	struct crm_outcol col = { .type = &crm_t_int, .field = &counted, .currency = -1 };

	crm_doc_map(d, NULL);
	crm_doc_val(d, "orders", &col, &CRM_VINT(0));
	crm_doc_val(d, "deals", &col, &CRM_VINT(3));
	col.field = &since;
	crm_doc_val(d, "idle", &col, &CRM_VINT(0));
	crm_doc_end(d);
}

static void
people_are_not_told_what_counts_to_0(void **s)
{
	(void)s;
	check("text", figures, "deals:  3\nidle:   0\n");
	check("yaml", figures, "orders: 0\ndeals: 3\nidle: 0\n");
}

static void
json_is_indented_by_two(void **s)
{
	(void)s;
	check("json", client,
	    "{\n"
	    "  \"id\": \"c42\",\n"
	    "  \"name\": \"Acme: \\u001B[1m\",\n"
	    "  \"city\": null,\n"
	    "  \"tags\": [\n"
	    "    \"vip\",\n"
	    "    \"big\"\n"
	    "  ],\n"
	    "  \"key\": true,\n"
	    "  \"note\": \"two\\nlines\",\n"
	    "  \"deals\": [\n"
	    "    {\n"
	    "      \"id\": \"d7\",\n"
	    "      \"title\": \"Presses\",\n"
	    "      \"value\": 12500.00\n"
	    "    },\n"
	    "    {\n"
	    "      \"id\": \"d12\",\n"
	    "      \"title\": \"Nuts\",\n"
	    "      \"value\": null\n"
	    "    }\n"
	    "  ],\n"
	    "  \"orders\": [],\n"
	    "  \"owner\": {\n"
	    "    \"login\": \"anna\",\n"
	    "    \"open\": 3\n"
	    "  }\n"
	    "}\n");
}

static void
yaml_is_indented_by_two(void **s)
{
	(void)s;
	check("yaml", client,
	    "id: c42\n"
	    "name: \"Acme: \\x1B[1m\"\n"
	    "city: null\n"
	    "tags:\n"
	    "  - vip\n"
	    "  - big\n"
	    "key: true\n"
	    "note: \"two\\nlines\"\n"
	    "deals:\n"
	    "  - id: d7\n"
	    "    title: Presses\n"
	    "    value: 12500.00\n"
	    "  - id: d12\n"
	    "    title: Nuts\n"
	    "    value: null\n"
	    "orders: []\n"
	    "owner:\n"
	    "  login: anna\n"
	    "  open: 3\n");
}

/* Lists in lists, empty ones everywhere, and a list for a root. */
static void
nested(struct crm_doc *d)
{
	crm_doc_list(d, NULL);
	crm_doc_map(d, NULL);
	crm_doc_end(d);
	crm_doc_list(d, NULL);
	text(d, NULL, "a");
	crm_doc_list(d, NULL);
	crm_doc_end(d);
	crm_doc_end(d);
	text(d, NULL, "b");
	crm_doc_map(d, NULL);
	crm_doc_map(d, "m");
	crm_doc_list(d, "l");
	crm_doc_map(d, NULL);
	text(d, "x", "1");
	crm_doc_list(d, "z");
	text(d, NULL, "2");
}

static void
all_that_is_open_is_ended_by_close(void **s)
{
	(void)s;
	check("yaml", nested, "- {}\n- - a\n  - []\n- b\n- m:\n    l:\n      - x: \"1\"\n        z:\n          - \"2\"\n");
	check("json", nested,
	    "[\n  {},\n  [\n    \"a\",\n    []\n  ],\n  \"b\",\n  {\n    \"m\": {\n      \"l\": [\n        {\n"
	    "          \"x\": \"1\",\n"
	    "          \"z\": [\n            \"2\"\n          ]\n        }\n      ]\n    }\n  }\n]\n");
}

static void
empty(struct crm_doc *d)
{
	crm_doc_list(d, NULL);
}

static void
an_empty_root_is_a_document(void **s)
{
	(void)s;
	check("yaml", empty, "[]\n");
	check("json", empty, "[]\n");
	check("text", empty, "");
}

static void
two_clients(struct crm_doc *d)
{
	crm_doc_list(d, NULL);
	for (int i = 0; i < 2; i++) {
		crm_doc_map(d, NULL);
		text(d, "name", i == 0 ? "Acme" : "Hoshi");
		crm_doc_list(d, "mails");
		text(d, NULL, "x@acme.example");
		text(d, NULL, "y@acme.example");
		crm_doc_end(d);
		crm_doc_list(d, "cases");
		crm_doc_map(d, NULL);
		text(d, "id", "cs1");
		text(d, "note", "two\nlines");
		crm_doc_end(d);
		crm_doc_end(d);
		crm_doc_end(d);
	}
	crm_doc_end(d);
}

static void
records_of_a_list_are_apart(void **s)
{
	(void)s;
	check("text", two_clients,
	    "name:  Acme\n\nmails:\n  x@acme.example\n  y@acme.example\n\ncases:\n  id:    cs1\n  note:  two\n         lines\n"
	    "\n"
	    "name:  Hoshi\n\nmails:\n  x@acme.example\n  y@acme.example\n\ncases:\n  id:    cs1\n  note:  two\n"
	    "         lines\n");
	check("yaml", two_clients,
	    "- name: Acme\n  mails:\n    - x@acme.example\n    - y@acme.example\n  cases:\n    - id: cs1\n"
	    "      note: \"two\\nlines\"\n"
	    "- name: Hoshi\n  mails:\n    - x@acme.example\n    - y@acme.example\n  cases:\n    - id: cs1\n"
	    "      note: \"two\\nlines\"\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_aligned_for_people),
		cmocka_unit_test(numbers_end_below_each_other),
		cmocka_unit_test(people_are_not_told_what_counts_to_0),
		cmocka_unit_test(json_is_indented_by_two),
		cmocka_unit_test(yaml_is_indented_by_two),
		cmocka_unit_test(all_that_is_open_is_ended_by_close),
		cmocka_unit_test(an_empty_root_is_a_document),
		cmocka_unit_test(records_of_a_list_are_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
