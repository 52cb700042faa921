/* mail.c - writes a message: RFC 5322, in UTF-8 by RFC 2047 and MIME */
#include "crm/io.h"

#include <string.h>

enum { LINE = 76, WORD = 39 };   /* bytes in an encoded word: with what is around it they fill a line */

static const char *const day_name[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const month_name[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
    "Oct", "Nov", "Dec" };

static bool
plain(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] < ' ' && p[i] != '\n') || p[i] == 0x7f)
			return false;
	return true;
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
		crm_put_base64(b, p, k);
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
	struct crm_civil c;
	int64_t off, d;

	crm_local(t, &c);
	d = crm_day(c.y, c.m, c.d);
	off = (d * 86400 + c.H * 3600 + c.M * 60 + c.S - t) / 60;
	crm_putf(b, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", day_name[crm_weekday(d) - 1], c.d,
	    month_name[c.m - 1], c.y, c.H, c.M, c.S, off < 0 ? '-' : '+', (int)(off < 0 ? -off : off) / 60,
	    (int)(off < 0 ? -off : off) % 60);
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

static void
put_part(struct crm_buf *b, const char *type, const char *p, size_t n)
{
	crm_putf(b, "Content-Type: text/%s; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n",
	    type);
	put_quoted(b, p, n);
}

/* No line of a quoted-printable part begins like the boundary: a "=" in it is followed by digits. */
static void
put_parts(struct crm_buf *b, const struct crm_mail *m, const char *body, size_t n)
{
	static const char boundary[] = "=_crm_part";

	crm_putf(b, "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\n", boundary, boundary);
	put_part(b, "plain", body, n);
	crm_putf(b, "\n--%s\n", boundary);
	put_part(b, "html", m->html, strlen(m->html));
	crm_putf(b, "\n--%s--\n", boundary);
}

/* One click is a POST, which only the web knows (RFC 8058). */
static void
put_unsubscribe(struct crm_buf *b, const char *where)
{
	crm_putf(b, "List-Unsubscribe: <%s>\n", where);
	if (strncmp(where, "https:", 6) == 0)
		crm_puts(b, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n");
}

void
crm_mail_id(struct crm_buf *b, const char *from)
{
	const char *at = strrchr(from, '@');
	char uid[37];

	crm_uuid7(crm_clock_ms(), uid);
	crm_putf(b, "<%s%s>", uid, at != NULL ? at : "@localhost");
}

void
crm_mail_put(struct crm_buf *b, const struct crm_mail *m, const char *body, size_t n)
{
	crm_puts(b, "From: ");
	put_address(b, m->from_name, m->from);
	crm_puts(b, "\nTo: ");
	put_address(b, m->name, m->to);
	crm_puts(b, "\nSubject: ");
	put_text(b, m->subject);
	crm_puts(b, "\nDate: ");
	put_date(b, m->date);
	crm_puts(b, "\nMessage-ID: ");
	if (m->id != NULL)
		crm_puts(b, m->id);
	else
		crm_mail_id(b, m->from);
	crm_putc(b, '\n');
	if (m->unsubscribe != NULL)
		put_unsubscribe(b, m->unsubscribe);
	crm_puts(b, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n");
	if (m->html != NULL)
		put_parts(b, m, body, n);
	else
		put_part(b, "plain", body, n);
}

/* The line that begins a message in a mailbox, in UTC. */
static void
put_from_line(struct crm_buf *b, int64_t t)
{
	int64_t sec = (t % 86400 + 86400) % 86400, d = (t - sec) / 86400;
	struct crm_civil c;

	crm_day_civil(d, &c);
	crm_putf(b, "From MAILER-DAEMON %s %s %2d %02d:%02d:%02d %04d\n", day_name[crm_weekday(d) - 1],
	    month_name[c.m - 1], c.d, (int)(sec / 3600), (int)(sec / 60 % 60), (int)(sec % 60), c.y);
}

void
crm_mbox_put(struct crm_buf *b, int64_t date, const char *message, size_t n)
{
	const char *end = message + n, *eol;

	put_from_line(b, date);
	for (const char *p = message; p < end; p = eol + 1) {
		size_t quotes = strspn(p, ">");

		eol = memchr(p, '\n', (size_t)(end - p));
		if (strncmp(p + quotes, "From ", 5) == 0)
			crm_putc(b, '>');
		if (eol == NULL)
			eol = end;
		crm_put(b, p, (size_t)(eol - p));
		crm_putc(b, '\n');
	}
	crm_putc(b, '\n');
}
