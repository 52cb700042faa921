/* err.c - statuses and the texts that go with them */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/base.h"
#include "base/scan.h"

#define LINE_ROOM 1800          /* one complaint never crowds out all others */
#define QUOTE_ROOM 60

static const char more[] = "... and more\n";

static const unsigned char exits[] = {
	[CRM_NO] = 1, [CRM_USAGE] = 64, [CRM_DATA] = 65, [CRM_NOINPUT] = 66, [CRM_NOSERVER] = 69,
	[CRM_BUG] = 70, [CRM_NOMEM] = 71, [CRM_CANTCREATE] = 73, [CRM_IO] = 74, [CRM_RETRY] = 75,
	[CRM_UNAVAIL] = 75, [CRM_UNKNOWN] = 75, [CRM_NOPERM] = 77, [CRM_CONFIG] = 78,
	[CRM_UNIQUE] = 65, [CRM_FK] = 65, [CRM_CHECK] = 65, [CRM_TXABORTED] = 70,
};

int
crm_exit(int status)
{
	if (status < 0 || (size_t)status >= sizeof exits)
		return exits[CRM_BUG];
	return exits[status];
}

void
crm_err_clear(struct crm_err *err)
{
	err->code = CRM_OK;
	err->n = 0;
	err->len = 0;
	err->text[0] = '\0';
}

static size_t
put_hex(char *dst, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";

	dst[0] = '\\';
	dst[1] = 'x';
	dst[2] = hex[c >> 4];
	dst[3] = hex[c & 15];
	return 4;
}

/* Shows the character at p harmlessly in at most 16 bytes of dst; *used is what it took of p. */
static size_t
show(char *dst, const char *p, size_t n, size_t *used)
{
	uint32_t cp;
	size_t len = scan_rune(p, n, &cp), w = 0;

	*used = len ? len : 1;
	if (len && !scan_hidden(cp)) {
		memcpy(dst, p, len);
		return len;
	}
	for (size_t i = 0; i < *used; i++)
		w += put_hex(dst + w, (unsigned char)p[i]);
	return w;
}

static size_t
show_all(char *line, size_t at, const char *p, size_t n)
{
	size_t used;

	for (; n; p += used, n -= used) {
		if (at > LINE_ROOM) {
			memcpy(line + at, "...", 3);
			return at + 3;
		}
		at += show(line + at, p, n, &used);
	}
	return at;
}

static bool
is_full(const struct crm_err *err)
{
	size_t n = sizeof more - 1;

	return err->len >= n && memcmp(err->text + err->len - n, more, n) == 0;
}

static void
append(struct crm_err *err, const char *line, size_t n)
{
	if (err->len + n + sizeof more > sizeof err->text) {
		line = more;
		n = sizeof more - 1;
	}
	memcpy(err->text + err->len, line, n);
	err->len += n;
	err->text[err->len] = '\0';
}

int
crm_fail(struct crm_err *err, int code, const char *field, const char *fmt, ...)
{
	char msg[2048], line[LINE_ROOM + 64];
	size_t n = 0;
	va_list ap;

	if (err == NULL)
		return code;
	if (err->n++ == 0)
		err->code = code;
	if (is_full(err))
		return code;
	va_start(ap, fmt);
	if (vsnprintf(msg, sizeof msg, fmt, ap) < 0)
		msg[0] = '\0';
	va_end(ap);
	if (field != NULL) {
		n = show_all(line, n, field, strlen(field));
		memcpy(line + n, ": ", 2);
		n += 2;
	}
	/* what a database server says ends in a newline of its own */
	size_t len = strlen(msg);
	while (len && msg[len - 1] == '\n')
		len--;
	n = show_all(line, n, msg, len);
	line[n++] = '\n';
	append(err, line, n);
	return code;
}

char *
crm_quote(char dst[256], const char *p, size_t n)
{
	size_t i = 0, used, w = 0;

	dst[w++] = '"';
	for (; i < n; i += used) {
		char shown[16];
		size_t len = show(shown, p + i, n - i, &used);

		if (i + used > QUOTE_ROOM)
			break;
		if (p[i] == '"' || p[i] == '\\')
			dst[w++] = '\\';
		memcpy(dst + w, shown, len);
		w += len;
	}
	memcpy(dst + w, i < n ? "\"..." : "\"", i < n ? 5 : 2);
	return dst;
}

_Noreturn void
crm_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "crm: bug at %s:%d: %s\n", file, line, what);
	abort();
}
