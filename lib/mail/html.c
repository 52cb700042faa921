/* html.c - the text of a page: blocks become lines, the rest of the markup goes */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mail/mail.h"

/* After a block comes a line end; what stands in a hidden one is no text. */
static const char *const blocks[] = { "br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
	"blockquote", "pre", "section", "article", "header", "footer", "address", "dt", "dd", "title", NULL };
static const char *const hidden[] = { "script", "style", "title", "template", NULL };

static const struct { const char *name, *text; } entities[] = {
	{ "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" }, { "nbsp", " " }, { "euro", "€" },
	{ "pound", "£" }, { "copy", "©" }, { "reg", "®" }, { "trade", "™" }, { "hellip", "…" }, { "ndash", "–" }, { "mdash", "—" },
	{ "lsquo", "‘" }, { "rsquo", "’" }, { "ldquo", "“" }, { "rdquo", "”" }, { "bull", "•" }, { "middot", "·" }, { "laquo", "«" },
	{ "raquo", "»" }, { "eacute", "é" }, { "egrave", "è" }, { "euml", "ë" }, { "iuml", "ï" }, { "ouml", "ö" }, { "uuml", "ü" },
	{ "auml", "ä" }, { "Auml", "Ä" }, { "Ouml", "Ö" }, { "Uuml", "Ü" }, { "szlig", "ß" }, { "ccedil", "ç" }, { "agrave", "à" },
	{ "aacute", "á" }, { "oacute", "ó" }, { "ntilde", "ñ" },
};

static bool
one_of(const char *const *names, const char *p, size_t n)
{
	for (; *names != NULL; names++)
		if (strlen(*names) == n && strncasecmp(*names, p, n) == 0)
			return true;
	return false;
}

static void
put_point(struct crm_buf *b, long c)
{
	if (c < 0x80)
		crm_putc(b, (int)c);
	else if (c < 0x800)
		crm_putf(b, "%c%c", (int)(0xc0 | c >> 6), (int)(0x80 | (c & 63)));
	else if (c < 0x10000)
		crm_putf(b, "%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
	else
		crm_putf(b, "%c%c%c%c", (int)(0xf0 | c >> 18), (int)(0x80 | (c >> 12 & 63)), (int)(0x80 | (c >> 6 & 63)),
		    (int)(0x80 | (c & 63)));
}

/* "&eacute;" "&#233;" "&#xE9;": its length, 0 when it is just an ampersand. */
static size_t
put_entity(struct crm_buf *b, const char *p, size_t n)
{
	const char *end = memchr(p, ';', n < 12 ? n : 12);
	size_t len = end != NULL ? (size_t)(end - p) : 0;
	char digits[12], *stop;
	long c;

	if (len < 3)
		return 0;
	if (p[1] != '#') {
		for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
			if (strlen(entities[i].name) == len - 1 && memcmp(entities[i].name, p + 1, len - 1) == 0) {
				crm_puts(b, entities[i].text);
				return len + 1;
			}
		return 0;
	}
	memcpy(digits, p + 2, len - 2);
	digits[len - 2] = '\0';
	c = strtol(digits + (*digits == 'x' || *digits == 'X'), &stop, *digits == 'x' || *digits == 'X' ? 16 : 10);
	if (*stop != '\0' || c <= 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	put_point(b, c);
	return len + 1;
}

/* The end of a tag or comment that begins at p: behind its ">". */
static const char *
after_tag(const char *p, const char *end)
{
	const char *s;
	bool comment = end - p > 3 && memcmp(p, "<!--", 4) == 0;

	s = comment ? memmem(p, (size_t)(end - p), "-->", 3) : memchr(p, '>', (size_t)(end - p));
	return s != NULL ? s + (comment ? 3 : 1) : end;
}

/* Past "</script" of a hidden block. */
static const char *
after_hidden(const char *p, const char *end, const char *name, size_t n)
{
	for (; (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++)
		if ((size_t)(end - p) > n + 2 && p[1] == '/' && strncasecmp(p + 2, name, n) == 0)
			return after_tag(p, end);
	return end;
}

static void
end_line(struct crm_buf *b)
{
	while (b->n > 0 && b->p[b->n - 1] == ' ')
		b->n--;
	if (b->n > 0 && (b->n < 2 || memcmp(b->p + b->n - 2, "\n\n", 2) != 0))
		crm_putc(b, '\n');
}

static const char *
put_tag(struct crm_buf *b, const char *p, const char *end)
{
	const char *next = after_tag(p, end), *name = p + 1;
	bool closes = name < end && *name == '/';
	size_t n = 0;

	name += closes;
	while (name + n < next && ((name[n] | 32) >= 'a' ? (name[n] | 32) <= 'z' : name[n] >= '0' && name[n] <= '9'))
		n++;
	if (!closes && one_of(hidden, name, n))
		return after_hidden(next, end, name, n);
	if (one_of(blocks, name, n) && (closes || (b->n > 0 && b->p[b->n - 1] != '\n') || (n == 2 && strncasecmp(name, "br", 2) == 0)))
		end_line(b);
	else if (n == 2 && (strncasecmp(name, "td", 2) == 0 || strncasecmp(name, "th", 2) == 0) && b->n > 0 &&
	    b->p[b->n - 1] != ' ' && b->p[b->n - 1] != '\n')
		crm_putc(b, ' ');
	return next;
}

void
mail_html(struct crm_buf *b, const char *p, size_t n)
{
	const char *end = p + n;
	size_t len;

	while (p < end) {
		if (*p == '<' && end - p > 1 && (strchr("!/?", p[1]) != NULL || ((p[1] | 32) >= 'a' && (p[1] | 32) <= 'z'))) {
			p = put_tag(b, p, end);
		} else if (*p == '&' && (len = put_entity(b, p, (size_t)(end - p))) > 0) {
			p += len;
		} else if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') {
			if (b->n > 0 && b->p[b->n - 1] != ' ' && b->p[b->n - 1] != '\n')
				crm_putc(b, ' ');
			p++;
		} else {
			crm_putc(b, *p++);
		}
	}
}
