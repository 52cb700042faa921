/* mail.c - writes a message: RFC 5322, in UTF-8 by RFC 2047 and MIME */
#include "crm/io.h"

#include <string.h>

enum { LINE = 76, WORD = 39 };   /* bytes in an encoded word: with what is around it they fill a line */

static bool
plain(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] < ' ' && p[i] != '\n') || p[i] == 0x7f)
			return false;
	return true;
}

static void
put_base64(struct crm_buf *b, const unsigned char *p, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (; n > 0; p += 3, n -= n < 3 ? n : 3) {
		unsigned v = (unsigned)p[0] << 16 | (n > 1 ? (unsigned)p[1] << 8 : 0) | (n > 2 ? p[2] : 0);

		crm_putc(b, digit[v >> 18]);
		crm_putc(b, digit[v >> 12 & 63]);
		crm_putc(b, n > 1 ? digit[v >> 6 & 63] : '=');
		crm_putc(b, n > 2 ? digit[v & 63] : '=');
	}
}

/* Encoded words, none of them ending inside a character; a
 * line end in the text begins no header of its own. */
static void
put_words(struct crm_buf *b, const char *p, size_t n)
{
	while (n > 0) {
		size_t k = n < WORD ? n : WORD;

		while (k < n && k > 1 && (p[k] & 0xc0) == 0x80)
			k--;
		crm_puts(b, "=?UTF-8?B?");
		put_base64(b, (const unsigned char *)p, k);
		crm_puts(b, k < n ? "?=\n " : "?=");
		p += k;
		n -= k;
	}
}

static void
put_text(struct crm_buf *b, const char *text)
{
	size_t n = strlen(text);

	if (plain(text, n) && n <= LINE && memchr(text, '\n', n) == NULL && strstr(text, "=?") == NULL)
		crm_put(b, text, n);
	else
		put_words(b, text, n);
}

static void
put_address(struct crm_buf *b, const char *name, const char *address)
{
	if (name == NULL || *name == '\0') {
		crm_puts(b, address);
		return;
	}
	if (plain(name, strlen(name)) && strpbrk(name, "\"\\\n") == NULL && strlen(name) < LINE)
		crm_putf(b, "\"%s\"", name);
	else
		put_words(b, name, strlen(name));
	crm_putf(b, " <%s>", address);
}

static void
put_date(struct crm_buf *b, int64_t t)
{
	static const char *const day[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
		"Nov", "Dec" };
	struct crm_civil c;
	int64_t off, d;

	crm_local(t, &c);
	d = crm_day(c.y, c.m, c.d);
	off = (d * 86400 + c.H * 3600 + c.M * 60 + c.S - t) / 60;
	crm_putf(b, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", day[crm_weekday(d) - 1], c.d, month[c.m - 1], c.y,
	    c.H, c.M, c.S, off < 0 ? '-' : '+', (int)(off < 0 ? -off : off) / 60, (int)(off < 0 ? -off : off) % 60);
}

/* Quoted-printable, RFC 2045 section 6.7: lines of at most 76,
 * no blank at an end; "From " does not begin one. */
static void
put_quoted(struct crm_buf *b, const char *p, size_t n)
{
	size_t col = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool last = i + 1 == n || p[i + 1] == '\n';
		bool bare = (c > ' ' && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !last);

		if (c == '\n') {
			crm_putc(b, '\n');
			col = 0;
			continue;
		}
		if (col == 0 && ((c == 'F' && n - i >= 5 && memcmp(p + i, "From ", 5) == 0) || c == '.'))
			bare = false;
		if (col + (bare ? 1 : 3) > LINE - 1) {
			crm_puts(b, "=\n");
			col = 0;
		}
		if (bare)
			crm_putc(b, c);
		else
			crm_putf(b, "=%02X", c);
		col += bare ? 1 : 3;
	}
}

void
crm_mail_put(struct crm_buf *b, const struct crm_mail *m, const char *body, size_t n)
{
	const char *at = strrchr(m->from, '@');
	char uid[37];

	crm_uuid7(crm_clock_ms(), uid);
	crm_puts(b, "From: ");
	crm_puts(b, m->from);
	crm_puts(b, "\nTo: ");
	put_address(b, m->name, m->to);
	crm_puts(b, "\nSubject: ");
	put_text(b, m->subject);
	crm_puts(b, "\nDate: ");
	put_date(b, m->date);
	crm_putf(b, "\nMessage-ID: <%s%s>\n", uid, at != NULL ? at : "@localhost");
	crm_puts(b, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n");
	put_quoted(b, body, n);
}
