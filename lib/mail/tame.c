/* tame.c - a message as GMime can read it: without what it gets wrong, falls over or drowns in */
#include <gmime/gmime.h>
#include <string.h>

#include "mail/mail.h"

/* Groups in one header, lines that may part parts, bytes of addresses in a message: no real one comes near. */
enum { COLONS = 500, RULES = 10000, ADDRESSES = 2 << 20 };

/*
 * "charset?B?payload?=" behind "=?": where its payload begins and ends, when that is base64 with its padding.  What is
 * not whole by itself goes on in the next word, and is left to be joined.
 */
static bool
is_padded(const char *p, const char *end, const char **payload, const char **stop)
{
	const char *q = memchr(p, '?', (size_t)(end - p));

	if (q == NULL || end - q < 4 || (q[1] | 32) != 'b' || q[2] != '?')
		return false;
	*payload = q + 3;
	*stop = memchr(*payload, '?', (size_t)(end - *payload));
	return *stop != NULL && *stop > *payload && (*stop - *payload) % 4 == 0 && (*stop)[-1] == '='
	    && *stop + 1 < end && (*stop)[1] == '=' && memchr(p, '\n', (size_t)(*stop - p)) == NULL;
}

static void
put_quoted(struct crm_buf *b, const char *p, size_t n)
{
	guchar *bytes = g_malloc(n);
	gint state = 0;
	guint save = 0;
	gsize len = g_base64_decode_step(p, n, bytes, &state, &save);

	for (gsize i = 0; i < len; i++)
		crm_putf(b, "=%02X", bytes[i]);
	g_free(bytes);
}

void
mail_unpad(struct crm_buf *b, const char *p, size_t n)
{
	const char *end = p + n, *word, *payload, *stop;

	while ((word = memmem(p, (size_t)(end - p), "=?", 2)) != NULL) {
		word += 2;
		if (!is_padded(word, end, &payload, &stop)) {
			crm_put(b, p, (size_t)(word - p));
			p = word;
			continue;
		}
		crm_put(b, p, (size_t)(payload - 2 - p));
		crm_puts(b, "Q?");
		put_quoted(b, payload, (size_t)(stop - payload));
		crm_puts(b, "?=");
		p = stop + 2;
	}
	crm_put(b, p, (size_t)(end - p));
}

static bool
is_address_field(const char *p, const char *end)
{
	static const char *const names[] = { "to", "cc", "bcc", "from", "sender", "reply-to", "resent-to",
		"resent-cc", "resent-bcc", "resent-from", "resent-sender", "resent-reply-to" };
	const char *colon = memchr(p, ':', (size_t)(end - p) < 40 ? (size_t)(end - p) : 40);

	while (colon != NULL && colon > p && (colon[-1] == ' ' || colon[-1] == '\t'))
		colon--;
	for (size_t i = 0; colon != NULL && i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == (size_t)(colon - p) && g_ascii_strncasecmp(p, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* A line of addresses: groups within groups are read by recursion. */
static void
tame_addresses(char *p, const char *end, size_t *colons, size_t *bytes)
{
	for (; p < end && *p != '\n'; p++)
		if (++*bytes > ADDRESSES || (*p == ':' && ++*colons > COLONS))
			*p = ' ';
}

/* In headers of parts too, wherever they are, so line by line; no line changes its length. */
void
mail_tame(char *p, size_t n)
{
	const char *end = p + n, *nl;
	size_t colons = 0, bytes = 0, rules = 0;
	bool addresses = false;

	for (; p < end; p = (char *)nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		if (*p != ' ' && *p != '\t') {
			addresses = is_address_field(p, nl);
			colons = 0;
		}
		if (addresses)
			tame_addresses(p, nl, &colons, &bytes);
		if (nl - p > 1 && p[0] == '-' && p[1] == '-' && ++rules > RULES)
			*p = ' ';
	}
}
