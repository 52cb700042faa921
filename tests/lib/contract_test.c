/* contract_test.c - contracts amended, renewed, decided on and written out */
#include "base_fixture.h"

#include "crm/contract.h"

static int
fill(void **state)
{
	base_setup(state);
	base_add("user", "login=anna", "name=Anna", NULL);
	base_add("client", "name=Acme {id} \"&\"", "city=Utrecht", NULL);
	base_add("product", "name=Bolt", "sku=B1", "price=5", NULL);
	return 0;
}

#define FILLED(f) cmocka_unit_test_setup_teardown(f, fill, base_teardown)

static int64_t
in_force(const char *a, const char *b, const char *c)
{
	return base_add("contract", "title=Frame", "client=c1", "state=active", "signed_by=Mr Bos", a, b, c, NULL);
}

static struct { int64_t id; enum crm_renewal what; struct crm_rec old, rec; } renewal;

static int
renew(struct crm *c, void *arg, struct crm_err *e)
{
	(void)arg;
	return crm_contract_renew(c, renewal.id, &renewal.what, &renewal.old, &renewal.rec, e);
}

static int
renewed(int64_t id)
{
	int rc;

	renewal.id = id;
	crm_rec_init(&renewal.old, ent("contract"));
	crm_rec_init(&renewal.rec, ent("contract"));
	rc = crm_work(crm, renew, NULL, NULL, &err);
	crm_rec_free(&renewal.old);
	crm_rec_free(&renewal.rec);
	return rc;
}

static void
a_term_follows_a_term_until_today_is_in_one(void **s)
{
	static const struct { const char *starts, *ends, *term, *becomes; } cases[] = {
		{ "starts=2024-01-01", "ends=2024-12-31", "term=1y", "2026-12-31" },
		{ "starts=2024-01-31", "ends=2024-02-28", "term=1m", "2026-09-29" },
		{ "starts=2025-09-15", "ends=2026-09-14", "term=1y", "2027-09-14" },
		{ "starts=2025-09-16", "ends=2026-09-15", "term=1y", "2026-09-15" },    /* today is its last day */
		{ "starts=2025-01-01", "ends=2025-12-31", "term=", "2026-12-31" },      /* as long again */
		{ "starts=2026-08-01", "ends=2026-08-10", "term=", "2026-09-19" },
		{ "starts=", "ends=2026-06-30", "term=6m", "2026-12-31" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t id = in_force(cases[i].starts, cases[i].ends, cases[i].term);

		base_sql("UPDATE crm_contract SET renewal = 'auto'");
		for (int twice = 0; twice < 2; twice++) {
			assert_int_equal(renewed(id), CRM_OK);
			assert_string_equal(base_get("contract", id, "ends"), cases[i].becomes);
		}
		assert_int_equal(renewal.what, CRM_NOT_DUE);
	}
	in_force("ends=2026-06-30", "renewal=auto", NULL);
	assert_int_equal(renewed(8), CRM_DATA);
	assert_string_equal(err.text, "term: k8 has neither a term nor a start: how long is it renewed for?\n");
	assert_string_equal(base_check(), "");
}

static void
what_people_decide_on_is_left_to_them(void **s)
{
	static const struct { const char *how; enum crm_renewal what; } cases[] = {
		{ "renewal=manual", CRM_BY_HAND }, { "renewal=none", CRM_BY_HAND }, { "renewal=auto", CRM_RENEWED },
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		in_force("starts=2025-01-01", "term=1y", cases[i].how);
		assert_int_equal(renewed((int64_t)i + 1), CRM_OK);
		assert_int_equal(renewal.what, cases[i].what);
	}
	assert_string_equal(base_find("contract", "ends=2025-12-31"), "k1 k2");
	base_add("contract", "title=Draft", "client=c1", "ends=2025-12-31", "renewal=auto", NULL);
	assert_int_equal(renewed(4), CRM_OK);
	assert_int_equal(renewal.what, CRM_NOT_DUE);
}

static const char *
written(const char *template)
{
	struct crm_buf b = { 0 };
	const char *text;

	crm_err_clear(&err);
	if (crm_contract_text(crm, 1, "t.txt", template, &b, &err) != CRM_OK)
		crm_puts(&b, err.text);
	text = crm_strndup(&arena, b.n > 0 ? b.p : "", b.n);
	crm_buf_free(&b);
	return text;
}

static void
a_template_is_filled_with_fields_and_lists(void **s)
{
	static const struct { const char *template, *text; } cases[] = {
		{ "", "" }, { "no field", "no field" },
		{ "{title} of {client.name}, {client.city}", "Frame of Acme {id} \"&\", Utrecht" },
		{ "{value} {currency}", "1200 JPY" }, { "{starts|\"at once\"}.", "at once." }, { "{note}", "" },
		{ "{{{id}}}", "{k1}" }, { "{open_clauses} of {clauses}", "1 of - 4 Payment: 21 days" },
		{ "{terms}", "- Bolt (B1), from 10: 2.50 EUR\n- line tools: cost price + 20 % - 1.00 EUR, until 2026-12-31\n"
		    "- bonus of 2 % on a turnover from 1000.00 EUR a year" },
		{ "{rights}\n", "- Ten days: at most 2 % late (Stores)\n" },
		{ "\xc3\xa9 {nme}\n{client.x} {", "t.txt: line 1, column 4: contract has no field \"nme\"\n"
		    "t.txt: line 2, column 2: client has no field \"x\"\n"
		    "t.txt: line 2, column 12: a brace by itself: {{ and }} stand for braces\n" },
	};

	(void)s;
	base_add("contract", "title=Frame", "client=c1", "value=1200", "currency=JPY", NULL);
	base_add("term", "contract=k1", "product=B1", "price=2.5", "quantity=10", NULL);
	base_add("term", "contract=k1", "line=tools", "base=cost", "markup=20", "surcharge=-1", "until=2026-12-31", NULL);
	base_add("bonus", "contract=k1", "threshold=1000", "rate=2", NULL);
	base_add("clause", "contract=k1", "para=4", "about=Payment", "state=compromise", "agreed=21 days", NULL);
	base_add("clause", "contract=k1", "about=Open", NULL);
	base_add("right", "contract=k1", "about=Ten days", "rule=at most 2 % late", "department=Stores", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(written(cases[i].template), cases[i].text);
}

static void
a_chain_of_referrals_is_a_tree_in_order(void **s)
{
	struct crm_grid g = { 0 };
	struct crm_buf b = { 0 };

	(void)s;
	base_add("client", "name=Zeta", "referrer=c1", NULL);
	base_add("client", "name=Beta", "referrer=c1", NULL);
	base_add("client", "name=Far", "referrer=c2", NULL);
	base_add("client", "name=Other", NULL);
	assert_int_equal(crm_referral_chain(crm, 1, &g, &err), CRM_OK);
	for (size_t i = 0; i < g.nrow; i++)
		crm_putf(&b, "%lld%s ", (long long)g.row[i][0].i, g.row[i][1].p);
	assert_string_equal(b.p, "0c1 1c3 1c2 2c4 ");
	crm_buf_free(&b);
	crm_grid_free(&g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FILLED(a_term_follows_a_term_until_today_is_in_one), FILLED(what_people_decide_on_is_left_to_them),
		FILLED(a_template_is_filled_with_fields_and_lists), FILLED(a_chain_of_referrals_is_a_tree_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
