/* consent.c - whether somebody may be approached, and the reason in words */
#include "crm/rules.h"

#include <string.h>

static bool
among(const char *const *words, const char *word)
{
	while (words != NULL && word != NULL && *words != NULL && strcmp(*words, word) != 0)
		words++;
	return words != NULL && word != NULL && *words != NULL;
}

static bool
said(const struct crm_approach *a, const char *state)
{
	return a->said != NULL && !a->over && strcmp(a->said, state) == 0;
}

/* What forbids it whatever was granted; true when nothing does. */
static bool
unhindered(const struct crm_approach *a, struct crm_buf *why)
{
	if (a->address == NULL || *a->address == '\0')
		crm_putf(why, "no address for %s", a->channel);
	else if (a->away)
		crm_puts(why, "is put away");
	else if (a->left)
		crm_puts(why, "has left");
	else if (a->opted_out)
		crm_putf(why, "opted out of %s", a->channel);
	else if (said(a, "hold"))
		crm_putf(why, "address on hold since %.10s", a->since);
	else if (said(a, "denied") || said(a, "withdrawn"))
		crm_putf(why, "consent %s %.10s", a->said, a->since);
	else if (a->basis != NULL && strcmp(a->basis, "withdrawn") == 0)
		crm_puts(why, "basis withdrawn");
	else
		return true;
	return false;
}

bool
crm_approachable(const struct crm_policy *p, const struct crm_approach *a, struct crm_buf *why)
{
	if (!unhindered(a, why))
		return false;
	if (said(a, "granted"))
		crm_putf(why, "consent granted %.10s", a->since);
	else if (!among(p->consent_needed, a->channel))
		crm_putf(why, "%s needs no consent", a->channel);
	else if (among(p->bases, a->basis))
		crm_putf(why, "basis %s", a->basis);
	else {
		if (a->said != NULL && a->over)
			crm_putf(why, "consent ended %s", a->until);
		else
			crm_puts(why, "no consent");
		return false;
	}
	return true;
}
