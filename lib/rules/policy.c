/* policy.c - which line of the policy holds for a case, a role, a client */
#include "crm/rules.h"

#include <string.h>

static bool
allows(const char *word, const char *text)
{
	return word == NULL || (text != NULL && strcmp(word, text) == 0);
}

const struct crm_service *
crm_service_of(const struct crm_policy *p, const char *kind, const char *severity)
{
	for (size_t i = 0; i < p->nservice; i++)
		if (allows(p->service[i].kind, kind) && allows(p->service[i].severity, severity))
			return &p->service[i];
	return NULL;
}

const struct crm_limit *
crm_limit_of(const struct crm_policy *p, const char *role)
{
	static const struct crm_limit none = {
		.discount = CRM_UNLIMITED, .contract = CRM_UNLIMITED, .credit = CRM_UNLIMITED, .points = CRM_UNLIMITED,
	};

	for (size_t i = 0; role != NULL && i < p->nlimit; i++)
		if (strcmp(p->limit[i].role, role) == 0)
			return &p->limit[i];
	return &none;
}

bool
crm_within(int64_t limit, int64_t v)
{
	return limit == CRM_UNLIMITED || v <= limit;
}

const struct crm_tier *
crm_tier_of(const struct crm_policy *p, int64_t spent)
{
	const struct crm_tier *tier = NULL;

	for (size_t i = 0; i < p->ntier && (i == 0 || spent >= p->tier[i].from); i++)
		tier = &p->tier[i];
	return tier;
}
