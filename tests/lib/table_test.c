/* THE table, walked: what everything derives from must be sound */
#include <string.h>

#include "crm/utf8.h"
#include "model_fixture.h"
#include "model/inner.h"

static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = strstr(list, word); p != NULL; p = strstr(p + 1, word))
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

static void
safe_name(const char *name)
{
	assert_true(strlen(name) >= 1 && strlen(name) <= 40);
	assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_"), strlen(name));
	assert_true(name[0] >= 'a' && name[0] <= 'z');
}

#define EACH_FIELD(e, f) \
	for (const struct crm_entity *e = schema.ent; e < schema.ent + schema.n; e++) \
		for (const struct crm_field *f = e->field; f < e->field + e->nfield; f++)

static void
names_are_safe_and_explained(void **s)
{
	(void)s;
	EACH_FIELD(e, f) {
		const char *column = f->column != NULL ? f->column : f->name;

		safe_name(f->name);
		/* columns are written without quotes */
		if (crm_field_stored(f) && (model_reserved(column) ||
		    has_word("user end offset group order limit default check primary references "
		    "select from where table desc asc", column)))
			fail_msg("%s.%s is a word of SQL", e->name, f->name);
		if (f->help == NULL || *f->help == '\0' || strchr(f->help, '\n') != NULL)
			fail_msg("%s.%s has no help of one line", e->name, f->name);
	}
}

static void
entities_have_a_name_a_prefix_and_a_label(void **s)
{
	(void)s;
	for (size_t i = 0; i < schema.n; i++) {
		const struct crm_entity *e = &schema.ent[i];

		safe_name(e->name);
		assert_true(e->help != NULL && *e->help != '\0');
		assert_non_null(crm_field_find(e, e->label, strlen(e->label)));
		assert_int_equal(strspn(e->prefix, "abcdefghijklmnopqrstuvwxyz"), strlen(e->prefix));
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(e->prefix, schema.ent[k].prefix);
			assert_string_not_equal(e->name, schema.ent[k].name);
		}
		assert_ptr_equal(e->field[0].type, &crm_t_id);
		assert_string_equal(e->field[0].name, "id");
	}
}

static void
fields_of_one_entity_differ(void **s)
{
	(void)s;
	EACH_FIELD(e, f)
		for (const struct crm_field *g = e->field; g < f; g++)
			if (strcmp(f->name, g->name) == 0)
				fail_msg("%s.%s is there twice", e->name, f->name);
}

/* Whether a header is the field's own name. */
static bool
is_name(const struct crm_field *f, const char *p, size_t n)
{
	struct crm_buf name = { 0 }, header = { 0 };
	bool same;

	model_norm(&name, f->name, strlen(f->name));
	model_norm(&header, p, n);
	same = name.n == header.n && memcmp(name.p, header.p, name.n) == 0;
	crm_buf_free(&name);
	crm_buf_free(&header);
	return same;
}

/* Two fields may not share a synonym; one field's synonym may be another's name, which goes first. */
static void
synonyms_mean_one_field(void **s)
{
	(void)s;
	EACH_FIELD(e, f)
		for (const char *p = f->alias ? f->alias : ""; *p != '\0';) {
			size_t n = strcspn(p, ",");
			const struct crm_field *g = crm_field_header(e, p, n);

			assert_non_null(g);
			if (g != f && !is_name(g, p, n))
				fail_msg("%s.%s: %.*s means %s", e->name, f->name, (int)n, p, g->name);
			p += n + (p[n] == ',');
		}
}

static void
words_belong_to_words_and_references_to_entities(void **s)
{
	(void)s;
	EACH_FIELD(e, f) {
		if (f->values != NULL && f->type != &crm_t_word)
			fail_msg("%s.%s has words but is no word", e->name, f->name);
		if ((f->type == &crm_t_ref) != (f->ref != NULL))
			fail_msg("%s.%s: a reference and only that names an entity", e->name, f->name);
		assert_true(f->ref == NULL || crm_entity_find(&schema, f->ref, strlen(f->ref)) != NULL);
		for (const char *const *w = f->values; w != NULL && *w != NULL; w++)
			assert_string_equal(reprint(&(struct crm_field){ .name = f->name, .type = f->type,
			    .values = f->values }, *w),
			    *w);
	}
}

static void
defaults_are_legal(void **s)
{
	(void)s;
	EACH_FIELD(e, f)
		if (f->dflt != NULL && (*reprint(f, f->dflt) == '\0' || err.n))
			fail_msg("%s.%s: %s", e->name, f->name, err.text);
}

static void
flags_agree(void **s)
{
	const unsigned column_only = CRM_F_REQUIRED | CRM_F_UNIQUE | CRM_F_INDEX | CRM_F_AUTO | CRM_F_MANY;

	(void)s;
	EACH_FIELD(e, f) {
		unsigned flags = f->flags;

		if (((flags & CRM_F_DERIVED) != 0) != (f->derive != NULL))
			fail_msg("%s.%s: derived, and how, go together", e->name, f->name);
		if ((flags & CRM_F_DERIVED) && (flags & column_only))
			fail_msg("%s.%s is derived and something that only columns are", e->name, f->name);
		if ((flags & CRM_F_MANY) && (flags & CRM_F_UNIQUE))
			fail_msg("%s.%s is several values, which have no column to be unique in", e->name,
			    f->name);
		if ((flags & CRM_F_SECRET) && (flags & CRM_F_LISTED))
			fail_msg("%s.%s is secret and listed", e->name, f->name);
		if (f->type == &crm_t_real)
			fail_msg("%s.%s is a real, which is never stored", e->name, f->name);
	}
}

static void
known(const struct crm_entity *e, const struct crm_field *f, const struct crm_entity *in, const char *path)
{
	struct crm_path p;

	if (path != NULL && crm_path_parse(&schema, in, path, strlen(path), &p, &err) != CRM_OK)
		fail_msg("%s.%s: %s", e->name, f->name, err.text);
}

static void
derived_fields_name_what_exists(void **s)
{
	(void)s;
	EACH_FIELD(e, f) {
		const struct crm_derive *d = f->derive;
		const struct crm_entity *of = d && d->entity ? crm_entity_must(&schema, d->entity) : e;
		struct crm_expr *where;

		if (d == NULL)
			continue;
		known(e, f, of, d->field);
		known(e, f, e, d->by);
		known(e, f, e, d->until);
		if (d->via != NULL)
			assert_ptr_equal(crm_field_must(of, d->via)->to, e);
		if (d->where != NULL && crm_filter_text(&ctx, of, d->where, &where, &arena, &err) != CRM_OK)
			fail_msg("%s.%s: %s", e->name, f->name, err.text);
	}
}

static void
indices_name_columns(void **s)
{
	(void)s;
	for (size_t i = 0; i < schema.n; i++)
		for (const char *const *cols = schema.ent[i].index; cols != NULL && *cols != NULL; cols++) {
			size_t at = 0, len;
			char *col;

			while (crm_list_next(*cols, strlen(*cols), &at, &arena, &col, &len))
				assert_true(crm_field_stored(crm_field_must(&schema.ent[i], col)));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(names_are_safe_and_explained, model_clear),
		cmocka_unit_test_setup(entities_have_a_name_a_prefix_and_a_label, model_clear),
		cmocka_unit_test_setup(fields_of_one_entity_differ, model_clear),
		cmocka_unit_test_setup(synonyms_mean_one_field, model_clear),
		cmocka_unit_test_setup(words_belong_to_words_and_references_to_entities, model_clear),
		cmocka_unit_test_setup(defaults_are_legal, model_clear),
		cmocka_unit_test_setup(flags_agree, model_clear),
		cmocka_unit_test_setup(derived_fields_name_what_exists, model_clear),
		cmocka_unit_test_setup(indices_name_columns, model_clear),
	};

	return cmocka_run_group_tests(tests, model_setup, model_teardown);
}
