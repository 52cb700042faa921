/* Any text is a policy that can be used, or is refused with a word and leaves nothing behind. */
#include <stdlib.h>

#include "crm/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy policy;
	struct crm_schema schema;
	struct crm_ctx ctx = { .now = 1789459200, .country = "NL", .currency = "EUR" };
	int rc = crm_policy_parse(&policy, "policy.yaml", (const char *)data, n, &err);

	if (rc == CRM_OK && crm_schema_make(&schema, &policy, &err) == CRM_OK) {
		rc = crm_policy_check(&policy, &schema, &ctx, &err);
		crm_schema_free(&schema);
	} else {
		rc = CRM_CONFIG;
	}
	if ((rc == CRM_OK) != (err.n == 0))
		abort();
	crm_policy_free(&policy);
	return 0;
}
