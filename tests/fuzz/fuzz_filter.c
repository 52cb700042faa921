/* fuzz_filter.c - any text is a filter or a complaint; what is a filter is one again */
#include <stdlib.h>
#include <string.h>

#include "crm/filter.h"
#include "crm/policy.h"

static const struct crm_named named[] = {
	{ "a", "client", "city=A @b" }, { "b", "client", "not (@a or stage=lead)" },
	{ "c", "client", "idle=..30" },
};
static const struct crm_policy policy = { .named = named, .nnamed = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The first byte picks the entity; newlines part the arguments. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct crm_schema schema;
	struct crm_ctx ctx = {
		.now = 1795000000, .schema = &schema, .policy = &policy, .country = "NL", .currency = "EUR",
	};
	struct crm_arena arena = { 0 };
	struct crm_expr *e = NULL;
	struct crm_err err = CRM_ERR_INIT;
	char *text, *arg[16];
	size_t narg = 0;
	int rc;

	if (schema.n == 0 && crm_schema_make(&schema, NULL, NULL) != CRM_OK)
		abort();
	if (n < 2)
		return 0;
	text = crm_strndup(&arena, (const char *)data + 1, n - 1);
	for (char *p = strtok(text, "\n"); p != NULL && narg < 16; p = strtok(NULL, "\n"))
		arg[narg++] = p;
	rc = crm_filter_parse(&ctx, &schema.ent[data[0] % schema.n], arg, narg, &e, &arena, &err);
	if ((rc == CRM_OK) != (err.n == 0) || rc != err.code)
		abort();
	crm_filter_names(e, "city");
	crm_arena_free(&arena);
	return 0;
}
