/* correspond.h - whose an address is */
#ifndef CRM_CORRESPOND_H
#define CRM_CORRESPOND_H

#include "session.h"

/* The user, client and person an address is known by, each 0 when it is nobody's; exact: not by its domain alone. */
struct correspondent { int64_t user, client, person; bool exact; };
int correspondent_of(struct crm *, const char *address, struct correspondent *, struct crm_err *);
/* Behind the "@"; "" when there is none. */
const char *domain_of(const char *address);

#endif
