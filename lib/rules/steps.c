/* steps.c - from which state a contract, a case or an objection may go to which */
#include <string.h>

#include "crm/rules.h"

const struct crm_edge crm_contract_edges[] = {
	{ "draft", "submit", "approval" },
	{ "approval", "approve", "negotiating" },
	{ "approval", "reject", "rejected" },
	{ "negotiating", "await", "awaiting" },
	{ "awaiting", "negotiate", "negotiating" },
	{ "awaiting", "sign", "signed" },
	{ "awaiting", "decline", "declined" },
	{ "signed", "activate", "active" },
	{ "active", "renew", "active" },
	{ "active", "end", "ended" },
	{ "active", "terminate", "terminated" },
	{ "approval", "redraft", "draft" },
	{ "rejected", "redraft", "draft" },
	{ "negotiating", "redraft", "draft" },
	{ "declined", "redraft", "draft" },
	{ "draft", "cancel", "cancelled" },
	{ "approval", "cancel", "cancelled" },
	{ "rejected", "cancel", "cancelled" },
	{ "negotiating", "cancel", "cancelled" },
	{ "awaiting", "cancel", "cancelled" },
	{ "declined", "cancel", "cancelled" },
	{ NULL, NULL, NULL },
};

const struct crm_edge crm_case_edges[] = {
	{ "received", "acknowledge", "acknowledged" },
	{ "acknowledged", "assess", "assessed" },
	{ "assessed", "investigate", "investigating" },
	{ "escalated", "investigate", "investigating" },
	{ "investigating", "decide", "decided" },
	{ "escalated", "decide", "decided" },
	{ "decided", "accept", "accepted" },
	{ "decided", "reject", "rejected" },
	{ "accepted", "act", "acting" },
	{ "acting", "verify", "verified" },
	{ "verified", "act", "acting" },
	{ "rejected", "escalate", "escalated" },
	{ "accepted", "close", "closed" },
	{ "rejected", "close", "closed" },
	{ "verified", "close", "closed" },
	{ "received", "withdraw", "withdrawn" },
	{ "acknowledged", "withdraw", "withdrawn" },
	{ "assessed", "withdraw", "withdrawn" },
	{ "investigating", "withdraw", "withdrawn" },
	{ "decided", "withdraw", "withdrawn" },
	{ "rejected", "withdraw", "withdrawn" },
	{ "escalated", "withdraw", "withdrawn" },
	{ "closed", "reopen", "received" },
	{ "withdrawn", "reopen", "received" },
	{ NULL, NULL, NULL },
};

const struct crm_edge crm_objection_edges[] = {
	{ "open", "answer", "answered" },
	{ "answered", "answer", "answered" },
	{ "stands", "answer", "answered" },
	{ "answered", "settle", "settled" },
	{ "answered", "stands", "stands" },
	{ NULL, NULL, NULL },
};

const struct crm_edge *
crm_edge_find(const struct crm_edge *e, const char *from, const char *verb)
{
	while (e->from != NULL && (strcmp(e->from, from) != 0 || strcmp(e->verb, verb) != 0))
		e++;
	return e->from != NULL ? e : NULL;
}

void
crm_edges_from(const struct crm_edge *e, const char *from, struct crm_buf *out)
{
	const char *glue = "";

	for (; e->from != NULL; e++)
		if (strcmp(e->from, from) == 0) {
			crm_putf(out, "%s%s", glue, e->verb);
			glue = ", ";
		}
	if (*glue == '\0')
		crm_puts(out, "nothing");
}
