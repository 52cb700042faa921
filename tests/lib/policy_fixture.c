/* policy_fixture.c - policies read, checked and refused */
#include "policy_fixture.h"

#include <stdio.h>
#include <string.h>

const struct crm_ctx policy_ctx = { .now = 1789459200, .country = "NL", .currency = "EUR" };

int
policy_parse(struct crm_policy *p, const char *text, struct crm_err *err)
{
	crm_err_clear(err);
	return crm_policy_parse(p, "policy.yaml", text, strlen(text), err);
}

int
policy_use(const char *text, struct crm_err *err)
{
	struct crm_policy p;
	struct crm_schema schema;
	int rc = policy_parse(&p, text, err);

	if (rc != CRM_OK)
		return rc;
	rc = crm_schema_make(&schema, &p, err);
	if (rc == CRM_OK)
		rc = crm_policy_check(&p, &schema, &policy_ctx, err);
	crm_schema_free(&schema);
	crm_policy_free(&p);
	return rc;
}

void
assert_policy_refused(const char *text, const char *want)
{
	struct crm_err err = CRM_ERR_INIT;
	size_t n = strlen(want);
	char full[4200];

	assert_int_equal(policy_use(text, &err), CRM_CONFIG);
	snprintf(full, sizeof full, "policy.yaml:%s", want);
	if (want[n - 1] != '\n')
		err.text[strlen(full)] = '\0';
	assert_string_equal(err.text, full);
}
