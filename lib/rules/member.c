/* member.c - how a member of a campaign may go on (after CiviCRM's participant statuses) */
#include "crm/rules.h"

#include <string.h>

/* Who was left out may still come by himself; what a meeting turned out to be can be put right. */
static const struct { const char *from, *to[8]; } moves[] = {
	{ "targeted",
	    { "sent", "failed", "excluded", "responded", "registered", "waiting", "attended", "declined" } },
	{ "excluded", { "targeted", "responded", "registered", "waiting", "attended", "declined" } },
	{ "sent", { "failed", "responded", "registered", "waiting", "attended", "declined" } },
	{ "failed",
	    { "targeted", "sent", "excluded", "responded", "registered", "waiting", "attended", "declined" } },
	{ "responded", { "registered", "waiting", "attended", "declined" } },
	{ "waiting", { "registered", "attended", "declined" } },
	{ "registered", { "attended", "absent", "declined" } },
	{ "attended", { "absent" } },
	{ "absent", { "attended" } },
	{ "declined", { "responded", "registered", "waiting", "attended" } },
};
enum { NMOVE = sizeof moves / sizeof *moves, NTO = sizeof moves->to / sizeof *moves->to };

static size_t
row_of(const char *from)
{
	size_t i = 0;

	while (i < NMOVE && strcmp(moves[i].from, from) != 0)
		i++;
	return i;
}

bool
crm_member_may(const char *from, const char *to)
{
	size_t i = row_of(from);

	for (size_t k = 0; i < NMOVE && k < NTO && moves[i].to[k] != NULL; k++)
		if (strcmp(moves[i].to[k], to) == 0)
			return true;
	return false;
}

void
crm_member_moves(const char *from, struct crm_buf *out)
{
	size_t i = row_of(from);

	for (size_t k = 0; i < NMOVE && k < NTO && moves[i].to[k] != NULL; k++)
		crm_putf(out, "%s%s", k ? ", " : "", moves[i].to[k]);
}
