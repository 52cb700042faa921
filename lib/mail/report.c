/* report.c - who could not be reached, by a delivery status (RFC 3464) */
#include <string.h>
#include <strings.h>

#include "mail/mail.h"

enum { RECIPIENTS = 100, SAID = 300 };

struct field { const char *p; size_t n; };

/* "Status: 5.1.1 (unknown)" of a block; folded lines are one. */
static struct field
field_of(const char *p, const char *end, const char *name)
{
	size_t len = strlen(name);

	for (; p != NULL && p < end; p = memchr(p, '\n', (size_t)(end - p)), p += p != NULL) {
		const char *stop = p + len;

		if ((size_t)(end - p) <= len || strncasecmp(p, name, len) != 0 || *stop != ':')
			continue;
		p = stop + 1;
		while (p < end && (*p == ' ' || *p == '\t'))
			p++;
		for (stop = p; stop < end && (*stop != '\n' || (stop + 1 < end && (stop[1] == ' ' || stop[1] == '\t'))); )
			stop++;
		return (struct field){ p, (size_t)(stop - p) };
	}
	return (struct field){ "", 0 };
}

/* "rfc822; anna@example.org", its angle brackets off. */
static char *
address_of(struct field f, struct crm_arena *a)
{
	const char *semicolon = memchr(f.p, ';', f.n);
	size_t skip = semicolon != NULL ? (size_t)(semicolon - f.p) + 1 : 0;
	const char *p = f.p + skip, *end = f.p + f.n;

	while (p < end && strchr(" \t\n<", *p) != NULL)
		p++;
	while (p < end && strchr(" \t\n>", end[-1]) != NULL)
		end--;
	return crm_strndup(a, p, (size_t)(end - p));
}

/* "5.1.1: smtp; 550 no such user" */
static char *
said(struct field status, struct field why, struct crm_arena *a)
{
	struct crm_buf b = { 0 };
	char *text;

	mail_clean(&b, status.p, status.n, 0);
	crm_puts(&b, status.n > 0 && why.n > 0 ? ": " : "");
	mail_clean(&b, why.p, why.n, 0);
	text = crm_strndup(a, b.n > 0 ? b.p : "", mail_cut(b.p, b.n, SAID));
	crm_buf_free(&b);
	return text;
}

static const char *
block_end(const char *p, const char *end)
{
	const char *gap = memmem(p, (size_t)(end - p), "\n\n", 2);

	return gap != NULL ? gap : end;
}

/* Only what failed for good: what is late or relayed is under way. */
void
mail_failed(struct crm_parties *to, const char *p, size_t n, struct crm_arena *a)
{
	const char *end = p + n, *stop;

	for (; p < end && to->n < RECIPIENTS; p = stop + 1) {
		struct field action, who;

		stop = block_end(p, end);
		action = field_of(p, stop, "Action");
		who = field_of(p, stop, "Original-Recipient");
		if (memchr(who.p, '@', who.n) == NULL)
			who = field_of(p, stop, "Final-Recipient");
		if (who.n > 0 && action.n >= 6 && strncasecmp(action.p, "failed", 6) == 0)
			mail_add_party(to, said(field_of(p, stop, "Status"), field_of(p, stop, "Diagnostic-Code"), a),
			    address_of(who, a), a);
	}
}
