/* text.c - bytes of any charset, or of none, as clean UTF-8 */
#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

#include "crm/utf8.h"
#include "mail/mail.h"

#define REPLACEMENT "\xEF\xBF\xBD"

size_t
mail_cut(const char *p, size_t n, size_t max)
{
	size_t k = n < max ? n : max;

	while (k > 0 && k < n && ((unsigned char)p[k] & 0xc0) == 0x80)
		k--;
	return k;
}

static void
put_blank(struct crm_buf *b)
{
	if (b->n > 0 && b->p[b->n - 1] != ' ')
		crm_putc(b, ' ');
}

/* Drops C0, DEL and C1; in one line, runs of white space are one blank. */
static void
put_clean(struct crm_buf *b, const char *p, size_t n, unsigned flags)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (!(flags & MAIL_LINES) && (c == ' ' || (c >= '\t' && c <= '\r')))
			put_blank(b);
		else if (c == 0xc2 && i + 1 < n && (unsigned char)p[i + 1] < 0xa0)
			i++;
		else if ((c >= ' ' && c != 0x7f) || (flags & MAIL_LINES && (c == '\n' || c == '\t')))
			crm_putc(b, c);
		else if (c == '\r' && flags & MAIL_LINES && (i + 1 == n || p[i + 1] != '\n'))
			crm_putc(b, '\n');
	}
}

void
mail_clean(struct crm_buf *b, const char *p, size_t n, unsigned flags)
{
	size_t bad;

	while (!crm_utf8_ok(p, n, &bad)) {
		put_clean(b, p, bad, flags);
		if (p[bad] != '\0')
			crm_puts(b, REPLACEMENT);
		p += bad + 1;
		n -= bad + 1;
	}
	put_clean(b, p, n, flags);
}

/* What cannot be converted is replaced, byte by byte. */
static void
convert(struct crm_buf *to, iconv_t cd, const char *p, size_t n)
{
	char *in = (char *)p;

	while (n > 0) {
		char out[4096], *o = out;
		size_t room = sizeof out, rc = iconv(cd, &in, &n, &o, &room);

		crm_put(to, out, sizeof out - room);
		if (rc == (size_t)-1 && errno != E2BIG) {
			crm_puts(to, REPLACEMENT);
			in++;
			n--;
		}
	}
}

/* Windows' western set is what most mean who say Latin-1, or nothing and use eight bits. */
static const char *
meant(const char *charset, const char *p, size_t n)
{
	const char *name = charset != NULL ? g_mime_charset_iconv_name(charset) : NULL;

	if (name != NULL && strcasecmp(name, "utf-8") == 0)
		return NULL;
	if (name == NULL || strcasecmp(name, "us-ascii") == 0 || strcasecmp(name, "ascii") == 0)
		return crm_utf8_ok(p, n, NULL) ? NULL : "WINDOWS-1252";
	return strcasecmp(name, "iso-8859-1") == 0 ? "WINDOWS-1252" : name;
}

void
mail_decode(struct crm_buf *to, const char *charset, const char *p, size_t n)
{
	const char *from = meant(charset, p, n);
	struct crm_buf utf8 = { 0 };
	iconv_t cd = (iconv_t)-1;

	/* a charset that nobody knows is as good as none */
	if (from != NULL && (cd = iconv_open("UTF-8", from)) == (iconv_t)-1 && (from = meant(NULL, p, n)) != NULL)
		cd = iconv_open("UTF-8", from);
	if (from == NULL || cd == (iconv_t)-1) {
		mail_clean(to, p, n, MAIL_LINES);
		return;
	}
	convert(&utf8, cd, p, n);
	iconv_close(cd);
	mail_clean(to, utf8.n ? utf8.p : "", utf8.n, MAIL_LINES);
	crm_buf_free(&utf8);
}
