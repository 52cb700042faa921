/* policy_pack_test.c - the packed tree of a policy: the same as the text's, or not used */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/policy_tree.h"
#include "crm/policy.h"

static const char text[] =
	"# a comment\n"
	"version: 1\n"
	"stages:\n"
	"  - {name: talk, help: \"two\twords\"}\n"
	"  - [a, [b, \"\"], {}]\n"
	"empty:\n"
	"filters: {x: {of: client}}\n";

static void
assert_same(const struct node *a, const struct node *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->at, b->at);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->key == NULL, b->key == NULL);
	if (a->key != NULL)
		assert_string_equal(a->key, b->key);
	if (a->kind == NODE_TEXT)
		assert_string_equal(a->text, b->text);
	for (a = a->first, b = b->first; a != NULL && b != NULL; a = a->next, b = b->next)
		assert_same(a, b);
	assert_true(a == NULL && b == NULL);
}

static void
the_packed_tree_is_that_of_the_text(void **s)
{
	static const char *const texts[] = { text, crm_policy_default, "[]", "x" };
	struct crm_err err = CRM_ERR_INIT;

	(void)s;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		size_t n = strlen(texts[i]);
		struct crm_buf packed = { 0 };
		struct tree a, b;

		policy_tree_read(&a, "p", texts[i], n, &err);
		policy_pack(texts[i], n, &packed);
		assert_true(policy_unpack(&b, "p", packed.p, texts[i], n, &err));
		assert_same(a.root, b.root);
		policy_tree_free(&a);
		policy_tree_free(&b);
		crm_buf_free(&packed);
	}
	assert_int_equal(err.n, 0);
}

static bool
unpacks(const char *packed, const char *of)
{
	struct crm_err err = CRM_ERR_INIT;
	struct tree t;
	bool ok = policy_unpack(&t, "p", packed, of, strlen(of), &err);

	policy_tree_free(&t);
	assert_int_equal(err.n, 0);
	return ok;
}

static void
what_suffered_or_is_of_another_text_is_not_used(void **s)
{
	struct crm_buf packed = { 0 };
	char other[sizeof text];

	(void)s;
	policy_pack(text, strlen(text), &packed);
	assert_true(unpacks(packed.p, text));
	for (size_t i = 0; i < packed.n; i++) {
		char was = packed.p[i];

		packed.p[i] = was == 'x' ? 'y' : 'x';
		assert_false(unpacks(packed.p, text));
		packed.p[i] = '\0';
		assert_false(unpacks(packed.p, text));
		packed.p[i] = was;
	}
	strcpy(other, text);
	other[2] = 'A';
	assert_false(unpacks(packed.p, other));
	assert_false(unpacks(packed.p, ""));
	assert_false(unpacks("", text));
	crm_buf_free(&packed);
}

static void
a_text_with_mistakes_is_not_packed(void **s)
{
	struct crm_buf packed = { 0 };

	(void)s;
	policy_pack("a: 1\na: 2\n", 10, &packed);
	policy_pack("{", 1, &packed);
	policy_pack("", 0, &packed);
	assert_null(packed.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_packed_tree_is_that_of_the_text),
		cmocka_unit_test(what_suffered_or_is_of_another_text_is_not_used),
		cmocka_unit_test(a_text_with_mistakes_is_not_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
