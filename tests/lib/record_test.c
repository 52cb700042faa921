/* records: assigned, filled, checked */
#include <string.h>

#include "model_fixture.h"

static struct crm_rec rec;

static int
assign(int n, ...)
{
	char *text[8];
	va_list ap;

	va_start(ap, n);
	for (int i = 0; i < n; i++)
		text[i] = va_arg(ap, char *);
	va_end(ap);
	crm_err_clear(&err);
	return crm_rec_assign_all(&ctx, &rec, text, (size_t)n, &err);
}

/* A field as printed. */
static const char *
shown(const char *name)
{
	struct crm_buf b = { 0 };
	char *s;

	crm_field_print(&ctx, crm_field_must(rec.ent, name), crm_rec_get(&rec, name), &b);
	s = crm_strndup(&arena, b.p ? b.p : "", b.n);
	crm_buf_free(&b);
	return s;
}

static int
fresh_client(void **s)
{
	crm_rec_init(&rec, entity("client"));
	return model_clear(s);
}

static int
fresh_deal(void **s)
{
	crm_rec_init(&rec, entity("deal"));
	return model_clear(s);
}

static int
drop(void **s)
{
	(void)s;
	crm_rec_free(&rec);
	return 0;
}

static void
an_assignment_sets_and_clears(void **s)
{
	(void)s;
	assert_int_equal(assign(2, "name= Acme = Co ", "city=Utrecht"), CRM_OK);
	assert_string_equal(shown("name"), "Acme = Co");
	assert_true(rec.set[crm_field_must(rec.ent, "city")->index]);
	assert_false(rec.set[crm_field_must(rec.ent, "region")->index]);
	assert_int_equal(assign(1, "city="), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "city")->t, CRM_NULL);
	assert_true(rec.set[crm_field_must(rec.ent, "city")->index]);
}

static void
many_values_are_added_and_taken_without_doubles(void **s)
{
	(void)s;
	assert_int_equal(assign(1, "tags=vip, big,vip,a\\,b,,c\\\\d"), CRM_OK);
	assert_string_equal(shown("tags"), "vip, big, a\\,b, c\\\\d");
	assert_int_equal(assign(1, "tags-=big,none"), CRM_OK);
	assert_int_equal(assign(1, "tags+=new,vip"), CRM_OK);
	assert_string_equal(shown("tags"), "vip, a\\,b, c\\\\d, new");
	assert_int_equal(assign(1, "tags-=vip,new,a\\,b,c\\\\d"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "tags")->t, CRM_NULL);
	assert_int_equal(assign(1, "tags-=vip"), CRM_OK);
	assert_int_equal(assign(1, "emails=A@b.nl,a@B.nl"), CRM_OK);
	assert_string_equal(shown("emails"), "a@b.nl");
	assert_int_equal(assign(1, "emails=x,a@b.nl,y"), CRM_DATA);
	assert_string_equal(err.text,
	    "emails: \"x\" is not an e-mail address\nemails: \"y\" is not an e-mail address\n");
	assert_string_equal(shown("emails"), "a@b.nl");
}

static void
many_references_are_digits_inside(void **s)
{
	(void)s;
	crm_rec_free(&rec);
	crm_rec_init(&rec, entity("interaction"));
	assert_int_equal(assign(1, "persons=p3,p12,p3"), CRM_OK);
	assert_string_equal(shown("persons"), "p3, p12");
	assert_memory_equal(crm_rec_get(&rec, "persons")->p, "3\n12", 4);
}

static void
every_complaint_is_told(void **s)
{
	(void)s;
	assert_int_equal(assign(7, "citty=Utrecht", "stage=wonn", "city+=x", "name", "id=c3",
	    "last_contact=today", "updated=now"),
	    CRM_USAGE);
	assert_string_equal(err.text,
	    "client has no field \"citty\" (did you mean city?)\n"
	    "city: has one value: set it with city=\n"
	    "\"name\" is not field=value\n"
	    "stage: \"wonn\" is not suspect, lead, prospect, client, dormant or lost\n"
	    "id: is kept by the program and cannot be set\n"
	    "last_contact: is kept by the program and cannot be set\n"
	    "updated: is kept by the program and cannot be set\n");
	assert_int_equal(assign(1, "=x"), CRM_USAGE);
	assert_int_equal(assign(1, "Company Name=x"), CRM_USAGE);
	assert_string_equal(err.text, "client has no field \"Company Name\" (did you mean name?)\n");
	assert_int_equal(assign(1, "shoe size=x"), CRM_USAGE);
	assert_string_equal(err.text, "client has no field \"shoe size\"\n");
	assert_int_equal(assign(1, "parent=Nowhere"), CRM_DATA);
	assert_string_equal(err.text, "parent: there is no client \"Nowhere\"\n");
}

static void
some_fields_are_given_once(void **s)
{
	(void)s;
	assert_int_equal(assign(1, "created=2020-01-01"), CRM_OK);
	crm_rec_put(&rec, "id", &CRM_VINT(4));
	assert_int_equal(crm_rec_id(&rec), 4);
	assert_int_equal(assign(1, "created=2020-01-01"), CRM_OK);
	assert_int_equal(assign(1, "created=2020-01-02"), CRM_USAGE);
	assert_string_equal(err.text, "created: can be given when the record is made, not changed later\n");
	assert_string_equal(shown("created"), "2020-01-01T00:00:00Z");
}

static void
money_is_read_in_the_record_s_currency(void **s)
{
	(void)s;
	assert_int_equal(assign(2, "value=1250", "currency=JPY"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "value")->i, 1250);
	assert_int_equal(assign(1, "value=1250.50"), CRM_DATA);
	assert_string_equal(err.text, "value: \"1250.50\" is not an amount in JPY: 1250 or 12k\n");
	assert_int_equal(assign(1, "value=1300 JPY"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "value")->i, 1300);
}

static void
a_new_currency_keeps_the_numbers(void **s)
{
	(void)s;
	assert_int_equal(assign(1, "value=12"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "value")->i, 1200);
	assert_int_equal(assign(1, "currency=JPY"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "value")->i, 12);
	assert_int_equal(assign(1, "currency=KWD"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "value")->i, 12000);
	assert_int_equal(assign(1, "value=1.234"), CRM_OK);
	assert_int_equal(assign(2, "currency=EUR", "value=5.50"), CRM_OK);
	assert_int_equal(crm_rec_get(&rec, "value")->i, 550);
	assert_int_equal(assign(1, "currency=JPY"), CRM_DATA);
	assert_string_equal(err.text, "value: does not fit the new currency: give it too\n");
}

static void
defaults_fill_what_was_not_said(void **s)
{
	(void)s;
	assert_int_equal(assign(2, "name=Acme", "kind="), CRM_OK);
	ctx.date_format = "%d/%m/%Y";
	assert_int_equal(crm_rec_defaults(&ctx, &rec, &err), CRM_OK);
	assert_string_equal(shown("stage"), "lead");
	assert_string_equal(shown("kind"), "");
	assert_string_equal(shown("class"), "");          /* its default is no word of this policy */
	crm_rec_free(&rec);
	crm_rec_init(&rec, entity("deal"));
	assert_int_equal(crm_rec_defaults(&ctx, &rec, &err), CRM_OK);
	assert_string_equal(shown("opened"), "2026-11-24");
	ctx.date_format = NULL;
}

static void
required_fields_are_asked_for(void **s)
{
	(void)s;
	assert_int_equal(crm_rec_check(&rec, &err), CRM_DATA);
	assert_string_equal(err.text, "name: is required\n");
	assert_int_equal(assign(1, "name=Acme"), CRM_OK);
	assert_int_equal(crm_rec_check(&rec, &err), CRM_OK);
}

static void
a_copy_owns_its_texts(void **s)
{
	struct crm_rec copy = { 0 };

	(void)s;
	assert_int_equal(assign(2, "name=Acme", "employees=5"), CRM_OK);
	crm_rec_copy(&copy, &rec);
	crm_rec_reset(&rec);
	assert_int_equal(crm_rec_get(&rec, "name")->t, CRM_NULL);
	assert_int_equal(crm_rec_id(&copy), 0);
	assert_memory_equal(crm_rec_get(&copy, "name")->p, "Acme", 4);
	assert_int_equal(crm_rec_get(&copy, "employees")->i, 5);
	assert_true(copy.set[crm_field_must(copy.ent, "name")->index]);
	crm_rec_copy(&copy, &rec);
	assert_int_equal(crm_rec_get(&copy, "name")->t, CRM_NULL);
	crm_rec_free(&copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_assignment_sets_and_clears, fresh_client, drop),
		cmocka_unit_test_setup_teardown(many_values_are_added_and_taken_without_doubles,
		    fresh_client, drop),
		cmocka_unit_test_setup_teardown(many_references_are_digits_inside, fresh_client, drop),
		cmocka_unit_test_setup_teardown(every_complaint_is_told, fresh_client, drop),
		cmocka_unit_test_setup_teardown(some_fields_are_given_once, fresh_client, drop),
		cmocka_unit_test_setup_teardown(money_is_read_in_the_record_s_currency, fresh_deal, drop),
		cmocka_unit_test_setup_teardown(a_new_currency_keeps_the_numbers, fresh_deal, drop),
		cmocka_unit_test_setup_teardown(defaults_fill_what_was_not_said, fresh_client, drop),
		cmocka_unit_test_setup_teardown(required_fields_are_asked_for, fresh_client, drop),
		cmocka_unit_test_setup_teardown(a_copy_owns_its_texts, fresh_client, drop),
	};

	return cmocka_run_group_tests(tests, model_setup, model_teardown);
}
