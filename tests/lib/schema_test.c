/* the table with a policy joined in */
#include <string.h>

#include "model_fixture.h"

static const struct crm_entity *
find(const char *name)
{
	return crm_entity_find(&schema, name, strlen(name));
}

static const struct crm_field *
header(const char *ent, const char *text)
{
	return crm_field_header(entity(ent), text, strlen(text));
}

static void
entities_are_found_by_name_plural_and_prefix(void **s)
{
	(void)s;
	assert_string_equal(find("client")->name, "client");
	assert_string_equal(find("clients")->name, "client");
	assert_string_equal(find("stage_histories")->name, "stage_history");
	assert_string_equal(find("batches")->name, "batch");
	assert_null(find("clientss"));
	assert_null(find("Client"));
	assert_null(find(""));
	assert_string_equal(crm_entity_prefix(&schema, "c42", 3)->name, "client");
	assert_string_equal(crm_entity_prefix(&schema, "ro", 2)->name, "role");
	assert_null(crm_entity_prefix(&schema, "cafe", 4));
	assert_null(crm_entity_prefix(&schema, "c4x", 3));
	assert_null(crm_entity_prefix(&schema, "42", 2));
}

static void
fields_know_their_place_and_their_entity(void **s)
{
	(void)s;
	for (size_t i = 0; i < schema.n; i++) {
		assert_int_equal(schema.ent[i].n, i);
		for (size_t k = 0; k < schema.ent[i].nfield; k++) {
			const struct crm_field *f = &schema.ent[i].field[k];

			assert_int_equal(f->index, k);
			assert_ptr_equal(crm_field_find(&schema.ent[i], f->name, strlen(f->name)), f);
			if (f->type == &crm_t_id)
				assert_ptr_equal(f->to, &schema.ent[i]);
			else if (f->ref != NULL)
				assert_string_equal(f->to->name, f->ref);
			else
				assert_null(f->to);
		}
	}
	assert_null(crm_field_find(entity("client"), "nam", 3));
}

static void
headers_of_files_are_compared_loosely(void **s)
{
	(void)s;
	assert_string_equal(header("client", "City")->name, "city");
	assert_string_equal(header("client", " Payment-Days ")->name, "payment_days");
	assert_string_equal(header("client", "E-Mail Address")->name, "emails");
	assert_string_equal(header("client", "Zip Code")->name, "postcode");
	assert_string_equal(header("client", "COLOUR")->name, "colour");
	assert_string_equal(header("deal", "Close Value")->name, "value");
	/* a name goes before another field's synonym */
	assert_string_equal(header("client", "stage")->name, "stage");
	assert_null(header("client", "shoe size"));
	assert_null(header("client", "--"));
	assert_null(header("client", ""));
}

static void
the_policy_gives_words_stages_and_fields(void **s)
{
	const struct crm_field *colour = crm_field_must(entity("client"), "colour");

	(void)s;
	assert_string_equal(reprint(crm_field_must(entity("client"), "class"), "Gold"), "gold");
	assert_string_equal(reprint(crm_field_must(entity("client"), "class"), "key"),
	    "class: \"key\" is not gold or silver");
	assert_string_equal(reprint(crm_field_must(entity("deal"), "stage"), "CLOSING"), "closing");
	assert_string_equal(reprint(crm_field_must(entity("deal"), "stage"), "x"),
	    "stage: \"x\" is not contact, needs, closing, won or lost");
	assert_true(colour->flags & CRM_F_CUSTOM);
	assert_true(crm_field_stored(colour));
	assert_false(crm_field_stored(crm_field_must(entity("client"), "last_contact")));
	assert_ptr_equal(crm_field_must(entity("deal"), "expert")->to, entity("user"));
}

static void
a_tier_is_the_highest_that_was_reached(void **s)
{
	static const struct crm_tier tiers[] = {
		{ "bronze", 0, 10 }, { "silver", 1000000, 8 }, { "gold", 2000000, 5 },
	};
	const struct crm_policy p = { .tier = tiers, .ntier = 3 };
	const struct crm_field *tier;
	struct crm_schema ranked;

	(void)s;
	assert_int_equal(crm_schema_make(&ranked, &p, &err), CRM_OK);
	tier = crm_field_must(crm_entity_must(&ranked, "client"), "tier");
	assert_string_equal(tier->derive->formula,
	    "if(spent >= 2000000, 'gold', if(spent >= 1000000, 'silver', 'bronze'))");
	assert_string_equal(tier->values[0], "bronze");
	assert_string_equal(tier->values[2], "gold");
	assert_null(tier->values[3]);
	crm_schema_free(&ranked);
	/* what has no tiers says nothing */
	assert_string_equal(crm_field_must(entity("client"), "tier")->derive->formula, "nothing");
}

static void
without_a_policy_the_table_stands(void **s)
{
	struct crm_schema plain;

	(void)s;
	assert_int_equal(crm_schema_make(&plain, NULL, &err), CRM_OK);
	assert_null(crm_field_find(crm_entity_must(&plain, "client"), "colour", 6));
	assert_string_equal(crm_field_must(crm_entity_must(&plain, "client"), "class")->values[0], "key");
	crm_schema_free(&plain);
}

static void
what_does_not_fit_is_told_at_once(void **s)
{
	static const struct crm_custom custom[] = {
		{ "robot", { .name = "colour", .type = &crm_t_word } },
		{ "client", { .name = "Colour", .type = &crm_t_word } },
		{ "client", { .name = "order", .type = &crm_t_word } },
		{ "client", { .name = "city", .type = &crm_t_text } },
		{ "client", { .name = "zipcode", .type = &crm_t_text } },
		{ "client", { .name = "colour", .type = &crm_t_word, .alias = "paint,town" } },
		{ "client", { .name = "expert", .type = &crm_t_ref, .ref = "robot" } },
		{ "client", { .name = "untyped" } },
		{ "client", { .name = "good", .type = &crm_t_text, .help = "of two" } },
		{ "client", { .name = "good", .type = &crm_t_text } },
		{ "client", { .name = "good_key", .type = &crm_t_int } },
		{ "deal", { .name = "shade_key", .type = &crm_t_int } },
		{ "deal", { .name = "shade", .type = &crm_t_text } },
		{ "deal", { .name = "probability_key", .type = &crm_t_int } },
	};
	static const char *const list[] = { "x", NULL };
	static const struct crm_words words[] = { { "client", "city", list }, { "client", "shoe", list } };
	const struct crm_policy bad = { .custom = custom, .ncustom = sizeof custom / sizeof *custom, .words = words, .nwords = 2 };
	struct crm_schema none;
	const char *shape = "a name is a-z, then a-z, 0-9 and _, at most 41, and no word of SQL";

	(void)s;
	assert_int_equal(crm_schema_make(&none, &bad, &err), CRM_CONFIG);
	assert_null(none.ent);
	assert_string_equal(err.text, crm_sprintf(&arena,
	    "fields: there is no entity robot\n"
	    "fields: client.Colour: %s\n"
	    "fields: client.order: %s\n"
	    "fields: client.city clashes with the field city (town)\n"
	    "fields: client.zipcode clashes with the field postcode (postal code)\n"
	    "fields: client.colour clashes with the field city (town)\n"
	    "fields: client.expert refers to an unknown entity robot\n"
	    "fields: client.untyped has no type\n"
	    "fields: client.good clashes with the field good (of two)\n"
	    "fields: client.good_key clashes with good: a text x is compared by its x_key\n"
	    "fields: deal.shade clashes with shade_key: a text x is compared by its x_key\n"
	    "words: client.city is not a field of words\n"
	    "words: client.shoe is not a field of words\n", shape, shape));
}

static void
ids_are_a_prefix_and_a_number(void **s)
{
	struct crm_buf b = { 0 };
	int64_t id = 5;

	(void)s;
	crm_put_id(&b, entity("role"), 42);
	assert_string_equal(b.p, "ro42");
	crm_buf_free(&b);
	assert_true(crm_read_id(entity("role"), "ro42", 4, &id));
	assert_int_equal(id, 42);
	assert_false(crm_read_id(entity("client"), "ro42", 4, &id));
	assert_false(crm_read_id(entity("client"), "c", 1, &id));
	assert_false(crm_read_id(entity("client"), "c0", 2, &id));
	assert_false(crm_read_id(entity("client"), "c-1", 3, &id));
	assert_false(crm_read_id(entity("client"), "c1x", 3, &id));
	assert_false(crm_read_id(entity("client"), "c9223372036854775808", 20, &id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(entities_are_found_by_name_plural_and_prefix, model_clear),
		cmocka_unit_test_setup(fields_know_their_place_and_their_entity, model_clear),
		cmocka_unit_test_setup(headers_of_files_are_compared_loosely, model_clear),
		cmocka_unit_test_setup(the_policy_gives_words_stages_and_fields, model_clear),
		cmocka_unit_test_setup(a_tier_is_the_highest_that_was_reached, model_clear),
		cmocka_unit_test_setup(without_a_policy_the_table_stands, model_clear),
		cmocka_unit_test_setup(what_does_not_fit_is_told_at_once, model_clear),
		cmocka_unit_test_setup(ids_are_a_prefix_and_a_number, model_clear),
	};

	return cmocka_run_group_tests(tests, model_setup, model_teardown);
}
