/* mail_post_test.c - a message becomes a contact: whose it is by its addresses, and by their domains */
#include "base_fixture.h"

#include <stdio.h>

#include "crm/mail.h"
#include "crm/rules.h"

static struct crm_posting did;

struct letter { struct crm_message m; struct crm_party from, to; struct crm_postal how; };

static int
post(struct crm *c, void *arg, struct crm_err *e)
{
	struct letter *l = arg;

	return crm_mail_post(c, &l->m, &l->how, &did, e);
}

static int64_t
letter(const char *id, const char *from, const char *to)
{
	struct letter l = { .m = { .id = id, .subject = "", .text = "", .date = 1789380000 }, .from = { "", from }, .to = { "", to } };

	l.m.from = (struct crm_parties){ &l.from, 1 };
	l.m.to = (struct crm_parties){ &l.to, 1 };
	assert_int_equal(crm_work(crm, post, &l, NULL, &err), CRM_OK);
	return did.id;
}

static void
an_address_at_a_shared_domain_tells_nothing_of_its_owner(void **s)
{
	(void)s;
	assert_true(crm_public_mail("GMail.com", 9));
	assert_false(crm_public_mail("gmail.com.example", 17));
	assert_false(crm_public_mail("", 0));
	base_add("client", "name=Jan", "emails=jan@gmail.com", NULL);
	letter("1", "piet@gmail.com", "x@us.example");
	assert_string_equal(base_get("interaction", 1, "client"), "");
	assert_true(did.queued);
	letter("2", "JAN@gmail.com", "x@us.example");
	assert_string_equal(base_get("interaction", 2, "client"), "c1");
}

static void
a_domain_is_a_client_s_by_address_or_site_and_its_subdomains_too(void **s)
{
	static const struct { const char *from, *client; } cases[] = {
		{ "a@acme.example", "c1" }, { "a@mail.acme.example", "c1" }, { "a@acme.example.org", "" }, { "a@xacme.example", "" },
		{ "a@bits.example", "c2" }, { "a@bits.examples", "" }, { "a@example", "" }, { "a@shared.example", "" }, { "a", "" },
		{ "a@cubes.example", "c3" }, { "a@cubes-r-us.example", "" },
	};
	char id[20];

	(void)s;
	base_add("client", "name=Acme", "emails=info@acme.example, x@shared.example", NULL);
	base_add("client", "name=Bits", "sites=http://www.bits.example:8080/a?b", "emails=y@shared.example", NULL);
	base_add("client", "name=Cubes", "sites=cubes.example", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(id, sizeof id, "%zu", i);
		assert_string_equal(base_get("interaction", letter(id, cases[i].from, "x@us.example"), "client"), cases[i].client);
	}
}

static void
a_person_writes_for_the_client_whose_domain_it_is_else_of_the_last_role(void **s)
{
	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", "emails=info@bits.example", NULL);
	base_add("client", "name=Cubes", NULL);
	base_add("person", "name=Pia", "emails=pia@bits.example, pia@home.example", NULL);
	base_add("role", "client=c1", "person=p1", NULL);
	base_add("role", "client=c2", "person=p1", NULL);
	base_add("role", "client=c3", "person=p1", NULL);
	base_add("role", "client=c1", "person=p1", "until=2020-01-01", NULL);
	assert_string_equal(base_get("interaction", letter("1", "pia@bits.example", "x@us.example"), "client"), "c2");
	assert_string_equal(base_get("interaction", letter("2", "pia@home.example", "x@us.example"), "client"), "c3");
	assert_string_equal(base_get("interaction", 2, "persons"), "p1");
}

static void
who_has_left_us_was_one_of_us(void **s)
{
	(void)s;
	base_add("user", "login=bob", "name=Bob", "email=bob@us.example", NULL);
	base_sql("UPDATE crm_user SET away = '2026-01-01T00:00:00Z'");
	assert_string_equal(base_get("interaction", letter("1", "bob@us.example", "x@else.example"), "direction"), "out");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(an_address_at_a_shared_domain_tells_nothing_of_its_owner),
		BASE_TEST(a_domain_is_a_client_s_by_address_or_site_and_its_subdomains_too),
		BASE_TEST(a_person_writes_for_the_client_whose_domain_it_is_else_of_the_last_role),
		BASE_TEST(who_has_left_us_was_one_of_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
