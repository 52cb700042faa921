/* template_test.c - texts with {fields}: what is put for them, and what is wrong with them */
#include <string.h>

#include "model_fixture.h"
#include "crm/template.h"

/* Merges a text of a client: the values of name, city and note, by the columns it asks for. */
static const char *
merge(const char *text, enum crm_merge how, const char *name, const char *city)
{
	struct crm_columns cols = { 0 };
	struct crm_template t;
	struct crm_val *val;
	struct crm_buf out = { 0 };
	char *got;

	crm_err_clear(&err);
	if (crm_template_read(&schema, entity("client"), "text", text, &cols, &t, &arena, &err) != CRM_OK)
		return crm_strdup(&arena, err.text);
	val = crm_zalloc(&arena, (cols.n + 1) * sizeof *val);
	for (size_t i = 0; i < cols.n; i++) {
		const char *v = strcmp(cols.v[i].field->name, "name") == 0 ? name : city;

		val[i] = v != NULL ? CRM_VTEXT(v, strlen(v)) : CRM_VNULL;
	}
	crm_template_put(&t, &cols, &ctx, val, NULL, how, &out);
	got = crm_strndup(&arena, out.n ? out.p : "", out.n);
	crm_buf_free(&out);
	return got;
}

static void
fields_are_put_and_braces_kept(void **s)
{
	static const struct { const char *text, *want; } cases[] = {
		{ "", "" }, { "no field", "no field" }, { "{name}", "Acme" }, { "{name}{name} of {city}.", "AcmeAcme of ." },
		{ "{{name}}", "{name}" }, { "{{{name}}}", "{Acme}" }, { "{city|name}", "Acme" },
		{ "{city|\"nowhere | at all\"}", "nowhere | at all" }, { "{city|\"\"}!", "!" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(merge(cases[i].text, CRM_MERGE_TEXT, "Acme", NULL), cases[i].want);
}

static void
a_value_is_no_more_than_a_value(void **s)
{
	(void)s;
	assert_string_equal(merge("{name}", CRM_MERGE_TEXT, "a\n{city}", "x"), "a\n{city}");
	assert_string_equal(merge("{name}", CRM_MERGE_LINE, "a\r\nBcc: b\x7f", NULL), "a  Bcc: b ");
	assert_string_equal(merge("<b>{name}</b>", CRM_MERGE_HTML, "<i a=\"'&\">", NULL),
	    "<b>&lt;i a=&quot;&#39;&amp;&quot;&gt;</b>");
	assert_string_equal(merge("u?n={name}&x", CRM_MERGE_URL, "a b&c=\xc3\xa9>", NULL), "u?n=a%20b%26c%3D%C3%A9%3E&x");
}

static void
every_mistake_is_told_with_its_place(void **s)
{
	static const struct { const char *text, *complaint; } cases[] = {
		{ "a\nb {nam}", "text: line 2, column 4: client has no field \"nam\"" },
		{ "{", "line 1, column 1: a brace by itself" }, { "}", "line 1, column 1: a brace by itself" },
		{ "\xc3\xa9 {name\n}", "line 1, column 3: a brace by itself" },
		{ "{name.x}", "name is no reference" }, { "{}", "client has no field" },
		{ "{name|name|name|name|name|name|name|name|name}", "too many fields" },
		{ "{oops} {oh}", "no field \"oh\"" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (strstr(merge(cases[i].text, CRM_MERGE_TEXT, "n", "c"), cases[i].complaint) == NULL)
			fail_msg("no %s in: %s", cases[i].complaint, err.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_put_and_braces_kept), cmocka_unit_test(a_value_is_no_more_than_a_value),
		cmocka_unit_test(every_mistake_is_told_with_its_place),
	};

	return cmocka_run_group_tests(tests, model_setup, model_teardown);
}
