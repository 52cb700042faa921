/* trade_contract_test.c - what follows from a change of a contract, its differences and the partner's rights */
#include "base_fixture.h"

#include "crm/steps.h"

static int
fill(void **state)
{
	base_setup(state);
	base_add("user", "login=anna", "name=Anna", NULL);
	base_add("user", "login=bob", "name=Bob", NULL);
	base_add("client", "name=Acme", "owner=u2", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("deal", "title=Parkas", "client=c1", "value=1200", "currency=USD", NULL);
	base_add("contract", "title=Frame", "client=c1", "starts=2026-01-01", "term=1y", "notice=3m", NULL);
	return 0;
}

#define FILLED(f) cmocka_unit_test_setup_teardown(f, fill, base_teardown)

static struct { int64_t id; struct crm_stride stride; struct crm_rec old, rec; } way;

static int
stride(struct crm *c, void *arg, struct crm_err *e)
{
	(void)arg;
	return crm_step(c, way.id, &way.stride, &way.old, &way.rec, e);
}

static int
take(int64_t id, const char *verb)
{
	int rc;

	way.id = id;
	way.stride = (struct crm_stride){ .verb = verb };
	crm_rec_init(&way.old, ent("contract"));
	crm_rec_init(&way.rec, ent("contract"));
	rc = crm_work(crm, stride, NULL, NULL, &err);
	crm_rec_free(&way.old);
	crm_rec_free(&way.rec);
	return rc;
}

static void
make_active(int64_t id)
{
	static const char *const verbs[] = { "submit", "approve", "await", "sign", "activate" };

	assert_int_equal(base_set("contract", id, 0, "signed_by=Mr Bos", NULL), CRM_OK);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (take(id, verbs[i]) != CRM_OK)
			fail_msg("%s: %s", verbs[i], err.text);
}

static void
refuses(int rc, int want, const char *text)
{
	assert_string_equal(err.text, text);
	assert_int_equal(rc, want);
	crm_err_clear(&err);
}

static void
the_end_and_the_notice_follow_the_start_and_the_term(void **s)
{
	(void)s;
	assert_string_equal(base_get("contract", 1, "ends"), "2026-12-31");
	assert_string_equal(base_get("contract", 1, "notice_by"), "2026-09-30");
	assert_int_equal(base_set("contract", 1, 0, "starts=2026-02-01", NULL), CRM_OK);
	assert_string_equal(base_get("contract", 1, "ends"), "2027-01-31");
	assert_int_equal(base_set("contract", 1, 0, "notice=1m", "ends=2024-03-31", "starts=2023-01-01", NULL), CRM_OK);
	assert_string_equal(base_get("contract", 1, "notice_by"), "2024-02-29");
	/* an end that was said stays */
	assert_int_equal(base_set("contract", 1, 0, "starts=2024-01-01", NULL), CRM_OK);
	assert_string_equal(base_get("contract", 1, "ends"), "2024-03-31");
	assert_int_equal(base_set("contract", 1, 0, "ends=", NULL), CRM_OK);
	assert_string_equal(base_get("contract", 1, "notice_by"), "");
	assert_string_equal(base_get("contract", 1, "ends"), "");
	base_add("contract", "title=T", "client=c1", "ends=2024-05-31", "notice=1m", NULL);
	assert_string_equal(base_get("contract", 2, "notice_by"), "2024-04-30");
	base_add("contract", "title=T", "client=c1", "starts=9999-12-01", "term=2y", "notice=9999y", NULL);
	assert_string_equal(base_get("contract", 3, "ends"), "9999-12-31");
	assert_string_equal(base_get("contract", 3, "notice_by"), "0001-01-01");
}

static void
what_is_no_period_and_ends_before_it_starts_is_refused(void **s)
{
	(void)s;
	refuses(base_set("contract", 1, 0, "notice=soon", "term=3 months", NULL), CRM_DATA,
	    "notice: \"soon\" is no period: 30d, 2w, 3m, 1y, or 10bd for business days\n"
	    "term: \"3 months\" is no period: 30d, 2w, 3m, 1y, or 10bd for business days\n");
	refuses(base_set("contract", 1, 0, "ends=2025-12-31", NULL), CRM_DATA,
	    "ends: 2025-12-31 is before it starts, on 2026-01-01\n");
	assert_int_equal(base_set("contract", 1, 0, "ends=2026-01-01", NULL), CRM_OK);
	refuses(base_set("contract", 1, 0, "value=-1", "introductions=-2", "payment_days=-3", NULL), CRM_DATA,
	    "value: is below 0\npayment_days: is below 0\nintroductions: is below 0\n");
	refuses(base_set("right", 0, 0, "contract=k1", "about=Ten days", "every=often", NULL), CRM_DATA,
	    "every: \"often\" is no period: 30d, 2w, 3m, 1y, or 10bd for business days\n");
}

static void
a_new_contract_has_of_its_deal_and_client_what_it_leaves_open(void **s)
{
	(void)s;
	assert_string_equal(base_get("contract", 1, "owner"), "u2");
	assert_string_equal(base_get("contract", 1, "version"), "1");
	assert_string_equal(base_get("contract", 1, "currency"), "EUR");
	base_add("contract", "deal=d1", NULL);
	assert_string_equal(base_find("contract", "title=Parkas client=c1 owner=u2 value=1200.00 currency=USD"), "k2");
	base_add("contract", "title=X", "client=c2", "introductions=2", NULL);
	assert_string_equal(base_get("contract", 3, "owner"), "u1");
	assert_string_equal(base_get("contract", 3, "introductions_due"), "2027-03-14");
	base_add("contract", "title=X", "client=c2", "introductions=2", "starts=2026-10-01", NULL);
	assert_string_equal(base_get("contract", 4, "introductions_due"), "2027-03-30");
}

static void
what_is_signed_does_not_change(void **s)
{
	static const char *const terms[] = {
		"title=X", "client=c2", "value=1", "currency=USD", "starts=2026-02-01", "ends=2027-01-01", "notice=1m",
		"renewal=auto", "term=2y", "payment_days=3", "introductions=3", "introductions_due=2027-01-01",
		"reward=gold", "bonus_by=whole", "signed_by=X", "signed=2026-01-01", "number=7", "deal=d1",
	};
	static const char *const mine[] = { "owner=u1", "note=x", "tags+=x", "key=X" };

	(void)s;
	base_add("term", "contract=k1", "price=3", NULL);
	base_add("bonus", "contract=k1", "threshold=10", "rate=1", NULL);
	base_add("right", "contract=k1", "about=Ten days", NULL);
	base_add("clause", "contract=k1", "about=Price", "state=withdrawn", NULL);
	make_active(1);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		const char *why = crm_sprintf(&arena,
		    "%.*s: does not change once a contract is signed: crm-contract amend k1\n",
		    (int)strcspn(terms[i], "="), terms[i]);

		refuses(base_set("contract", 1, 0, terms[i], NULL), CRM_NOPERM, why);
	}
	for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
		assert_int_equal(base_set("contract", 1, 0, mine[i], NULL), CRM_OK);
#define STANDS "contract: k1 is active, and what it says stands: crm-contract amend k1 makes its next version\n"
	refuses(base_set("term", 1, 0, "price=2", NULL), CRM_NOPERM, STANDS);
	refuses(base_set("term", 0, 0, "contract=k1", "price=2", NULL), CRM_NOPERM, STANDS);
	refuses(base_set("bonus", 1, 0, "rate=2", NULL), CRM_NOPERM, STANDS);
	refuses(base_set("bonus", 0, 0, "contract=k1", "threshold=20", "rate=2", NULL), CRM_NOPERM, STANDS);
	refuses(base_set("right", 1, 0, "about=Two days", NULL), CRM_NOPERM, STANDS);
	refuses(base_set("clause", 1, 0, "agreed=x", NULL), CRM_NOPERM, STANDS);
	refuses(base_set("clause", 0, 0, "contract=k1", "about=Late", NULL), CRM_NOPERM, STANDS);
	base_add("contract", "title=Other", "client=c1", NULL);
	refuses(base_set("term", 1, 0, "contract=k2", NULL), CRM_NOPERM, STANDS);
	assert_int_equal(base_set("right", 1, 0, "department=Stores", "every=1m", NULL), CRM_OK);
	assert_int_equal(base_set("term", 1, 0, "note=x", NULL), CRM_OK);
	assert_string_equal(base_check(), "");
}

static int
put_away(struct crm *c, void *id, struct crm_err *e)
{
	int64_t n = 0;

	return crm_put_away(c, ent("term"), *(int64_t *)id, false, false, &n, e);
}

static void
what_belongs_to_a_signed_contract_is_not_put_away(void **s)
{
	(void)s;
	base_add("term", "contract=k1", "price=3", NULL);
	base_add("term", "contract=k1", "price=3", "quantity=10", NULL);
	assert_int_equal(crm_work(crm, put_away, &(int64_t){ 2 }, NULL, &err), CRM_OK);
	make_active(1);
	refuses(crm_work(crm, put_away, &(int64_t){ 1 }, NULL, &err), CRM_NOPERM, STANDS);
}

static void
a_contract_that_comes_in_signed_brings_what_is_its(void **s)
{
	(void)s;
	base_add("contract", "title=Old", "client=c2", "state=active", "signed=2020-01-01", "ends=2020-12-31", NULL);
	base_add("term", "contract=k2", "price=3", NULL);
	base_add("clause", "contract=k2", "about=Price", "state=ours", "ours=Three", NULL);
	base_add("right", "contract=k2", "about=Ten days", NULL);
	assert_string_equal(base_get("clause", 1, "agreed"), "Three");
	assert_int_equal(base_set("term", 1, 0, "price=2", NULL), CRM_NOPERM);
}

static void
nothing_goes_out_to_be_signed_with_a_difference_open(void **s)
{
	(void)s;
	base_add("clause", "contract=k1", "about=Price", "ours=Three", "theirs=Two", NULL);
	base_add("clause", "contract=k1", "about=Term", "ours=A", "theirs=B", NULL);
	assert_int_equal(take(1, "submit"), CRM_OK);
	assert_int_equal(take(1, "approve"), CRM_OK);
	refuses(take(1, "await"), CRM_DATA,
	    "k1: state: differences are open: cl1 (Price), cl2 (Term): see crm-contract settle\n");
	assert_int_equal(base_set("clause", 1, 0, "state=theirs", NULL), CRM_OK);
	refuses(base_set("clause", 2, 0, "state=compromise", NULL), CRM_DATA, "agreed: what was agreed on? agreed=TEXT\n");
	assert_int_equal(base_set("clause", 2, 0, "state=compromise", "agreed=C", NULL), CRM_OK);
	assert_string_equal(base_find("clause", "agreed=Two settled=2026-09-15"), "cl1");
	assert_string_equal(base_find("clause", "agreed=C settled=2026-09-15"), "cl2");
	assert_int_equal(take(1, "await"), CRM_OK);
	refuses(base_set("clause", 1, 0, "state=open", NULL), CRM_DATA,
	    "contract: k1 awaits its signature: crm-contract negotiate k1 first\n");
	assert_int_equal(take(1, "negotiate"), CRM_OK);
	assert_int_equal(base_set("clause", 1, 0, "state=open", NULL), CRM_OK);
	assert_string_equal(base_find("clause", "agreed= settled="), "cl1");
	assert_int_equal(base_set("clause", 1, 0, "state=ours", NULL), CRM_OK);
	assert_string_equal(base_get("clause", 1, "agreed"), "Three");
}

static void
who_signed_must_be_known_and_days_are_kept(void **s)
{
	(void)s;
	assert_int_equal(take(1, "submit"), CRM_OK);
	assert_int_equal(take(1, "approve"), CRM_OK);
	assert_int_equal(take(1, "await"), CRM_OK);
	refuses(take(1, "sign"), CRM_USAGE, "k1: signed_by: who signed for the client? --by NAME\n");
	assert_int_equal(base_set("contract", 1, 0, "signed_by=Mr Bos", NULL), CRM_OK);
	assert_int_equal(take(1, "sign"), CRM_OK);
	assert_string_equal(base_get("contract", 1, "signed"), "2026-09-15");
	assert_int_equal(take(1, "activate"), CRM_OK);
	assert_int_equal(take(1, "end"), CRM_OK);
	assert_string_equal(base_get("contract", 1, "closed"), "2026-09-15");
}

static void
a_check_is_the_verdict_on_a_right_and_a_breach_opens_one_case(void **s)
{
	(void)s;
	base_add("right", "contract=k1", "about=Within ten days", "department=Stores", "every=1m", NULL);
	assert_string_equal(base_get("right", 1, "due"), "2026-10-15");
	base_add("check", "right=rt1", "verdict=ok", "at=2026-08-31", NULL);
	assert_string_equal(base_find("right", "verdict=ok due=2026-09-30 checked=2026-08-31"), "rt1");
	assert_string_equal(base_find("case", ""), "");
	base_add("check", "right=rt1", "verdict=breach", "note=\"five\" days late", NULL);
	assert_string_equal(base_find("right", "verdict=breach breaches=1 due=2026-10-15"), "rt1");
	assert_string_equal(base_find("case",
	    "kind=right client=c1 contract=k1 right=rt1 department=Stores received=2026-09-15 owner=u2"), "cs1");
	assert_string_equal(base_get("case", 1, "about"), "Not kept: Within ten days");
	assert_string_equal(base_get("case", 1, "body"), "\"five\" days late");
	assert_string_equal(base_get("check", 2, "case"), "cs1");
	assert_string_equal(base_get("check", 2, "agent"), "u1");
	assert_int_equal(base_set("check", 2, 0, "note=six days late", NULL), CRM_OK);
	/* an old one, known late, is no news of the right, but a case */
	base_add("check", "right=rt1", "verdict=ok", "at=2026-01-31", NULL);
	assert_string_equal(base_get("right", 1, "verdict"), "breach");
	assert_int_equal(base_count("SELECT count(*) FROM crm_case"), 1);
	assert_int_equal(base_set("check", 1, 0, "verdict=breach", NULL), CRM_OK);
	assert_int_equal(base_count("SELECT count(*) FROM crm_case"), 2);
	/* history that brings its case opens none */
	base_add("check", "right=rt1", "verdict=breach", "at=2026-02-28", "case=cs1", NULL);
	assert_int_equal(base_count("SELECT count(*) FROM crm_case"), 2);
	assert_string_equal(base_check(), "");
}

static void
the_version_replaced_ends_when_the_next_is_in_force(void **s)
{
	(void)s;
	make_active(1);
	base_add("contract", "title=Frame", "client=c1", NULL);
	base_sql("UPDATE crm_contract SET amends = 1 WHERE id = 2");
	make_active(2);
	assert_string_equal(base_find("contract", "state=ended closed=2026-09-15"), "k1");
	assert_string_equal(base_find("step", "contract=k1 state=ended note=\"replaced by k2\""), "st10");
}

static void
who_came_by_a_referral_clause_was_recommended_by_its_client(void **s)
{
	(void)s;
	base_add("client", "name=New", "referral=k1", NULL);
	assert_string_equal(base_get("client", 3, "referrer"), "c1");
	base_add("client", "name=Newer", "referral=k1", "referrer=c2", NULL);
	assert_string_equal(base_get("client", 4, "referrer"), "c2");
	refuses(base_set("client", 1, 0, "referral=k1", NULL), CRM_DATA, "referral: k1 is its own contract\n");
	assert_string_equal(base_find("contract", "introduced=2"), "k1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FILLED(the_end_and_the_notice_follow_the_start_and_the_term),
		FILLED(what_is_no_period_and_ends_before_it_starts_is_refused),
		FILLED(a_new_contract_has_of_its_deal_and_client_what_it_leaves_open),
		FILLED(what_is_signed_does_not_change),
		FILLED(what_belongs_to_a_signed_contract_is_not_put_away),
		FILLED(a_contract_that_comes_in_signed_brings_what_is_its),
		FILLED(nothing_goes_out_to_be_signed_with_a_difference_open),
		FILLED(who_signed_must_be_known_and_days_are_kept),
		FILLED(a_check_is_the_verdict_on_a_right_and_a_breach_opens_one_case),
		FILLED(the_version_replaced_ends_when_the_next_is_in_force),
		FILLED(who_came_by_a_referral_clause_was_recommended_by_its_client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
