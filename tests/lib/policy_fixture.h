/* policy_fixture.h - policies read, checked and refused */
#ifndef POLICY_FIXTURE_H
#define POLICY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "crm/policy.h"

/* three lines of head and five of stages: what a case adds begins on line 9 */
#define HEAD "version: 1\ncountry: NL\ncurrency: EUR\n"
#define STAGES \
	"stages:\n  - {name: talk, probability: 40}\n  - {name: won, kind: won}\n  - {name: lost, kind: lost}\n\n"
#define HOUSE HEAD STAGES

extern const struct crm_ctx policy_ctx;

int policy_parse(struct crm_policy *, const char *text, struct crm_err *);
int policy_use(const char *text, struct crm_err *);      /* reads and checks; the complaints are in *err */
/* Exactly this complaint and no other; without an end in \n, what it begins with. */
void assert_policy_refused(const char *text, const char *want);

#endif
