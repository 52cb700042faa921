/* mail.h - mail becomes contacts: whose it is, what it answers, whom it did not reach */
#ifndef CRM_MAIL_H
#define CRM_MAIL_H

#include "core.h"

#pragma GCC visibility push(default)

/*
 * A posting is what became of one message.  `NEW` was recorded as the interaction `id`; `KNOWN` had been before, by its
 * Message-ID; `INTERNAL`, between our users alone, concerns no client and is not.
 */
struct crm_posting {
	enum crm_posted { CRM_POSTED_NEW, CRM_POSTED_KNOWN, CRM_POSTED_INTERNAL } what;
	int64_t id, lead;                        /* lead: the client that was made of its sender, or 0 */
	bool queued;                             /* nobody is known by it */
	int64_t held;                            /* addresses put on hold */
};
struct crm_postal {
	bool add_leads;                          /* senders nobody knows become leads */
	char *const *set; size_t nset;           /* field=value for every interaction */
};

/*
 * Inside crm_work().  A mail from one of our users' addresses went out, any other came in.  The other side is known by an
 * address of a client, or of a person and so of the client of the person's role; else by the domain of a client's
 * addresses or sites, unless anybody may have an address there.  What it answers is linked, now or when that arrives.
 * A bounce puts the addresses that failed, of those we know, on hold (entity consent).
 */
int crm_mail_post(struct crm *, const struct crm_message *, const struct crm_postal *, struct crm_posting *, struct crm_err *);

#pragma GCC visibility pop
#endif
