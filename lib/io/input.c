/* input.c - bytes of a file, a descriptor or memory, decoded to UTF-8 */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define NO_CONVERSION ((iconv_t)-1)

struct crm_input {
	char *name;
	int fd;                      /* -1: memory */
	const char *mem;
	size_t nmem;                 /* bytes of mem not read yet */
	int64_t size, offset;
	char *encoding;
	iconv_t cd;
	size_t unit;                 /* bytes to step over when one cannot be decoded */
	bool begun, ended, drained, marked;
	size_t nraw;                 /* bytes read and not decoded yet */
	char raw[1 << 16];
};

/* Longer marks first: UTF-32LE begins like UTF-16LE. */
static const struct mark { const char *p; size_t n; const char *encoding; } marks[] = {
	{ "\xFF\xFE\0\0", 4, "UTF-32LE" },
	{ "\0\0\xFE\xFF", 4, "UTF-32BE" },
	{ "\xEF\xBB\xBF", 3, "UTF-8" },
	{ "\xFF\xFE", 2, "UTF-16LE" },
	{ "\xFE\xFF", 2, "UTF-16BE" },
};

static struct crm_input *
input_new(const char *name, int fd)
{
	struct crm_input *in = crm_xmalloc(sizeof *in);

	memset(in, 0, offsetof(struct crm_input, raw));
	in->name = strcpy(crm_xmalloc(strlen(name) + 1), name);
	in->encoding = strcpy(crm_xmalloc(sizeof "UTF-8"), "UTF-8");
	in->fd = fd;
	in->size = -1;
	in->cd = NO_CONVERSION;
	return in;
}

int
crm_input_open(struct crm_input **out, const char *path, const char *encoding, struct crm_err *err)
{
	struct stat st;
	int fd = STDIN_FILENO, rc = CRM_OK;

	*out = NULL;
	if (strcmp(path, "-") != 0 && (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return crm_fail(err, CRM_NOINPUT, path, "%s", strerror(errno));
	*out = input_new(path, fd);
	if (fstat(fd, &st) == -1)
		rc = crm_fail(err, CRM_NOINPUT, path, "%s", strerror(errno));
	else if (S_ISDIR(st.st_mode))
		rc = crm_fail(err, CRM_NOINPUT, path, "%s", strerror(EISDIR));
	else if (S_ISREG(st.st_mode))
		(*out)->size = st.st_size;
	if (rc == CRM_OK && encoding != NULL)
		rc = io_input_encoding(*out, encoding, err);
	if (rc != CRM_OK) {
		crm_input_close(*out);
		*out = NULL;
	}
	return rc;
}

int
crm_input_mem(struct crm_input **out, const char *name, const char *p, size_t n)
{
	*out = input_new(name, -1);
	(*out)->mem = p;
	(*out)->nmem = n;
	(*out)->size = (int64_t)n;
	return CRM_OK;
}

void
crm_input_close(struct crm_input *in)
{
	if (in == NULL)
		return;
	if (in->cd != NO_CONVERSION)
		iconv_close(in->cd);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	free(in->encoding);
	free(in->name);
	free(in);
}

const char *
crm_input_name(const struct crm_input *in)
{
	return in->name;
}

int64_t
crm_input_size(const struct crm_input *in)
{
	return in->size;
}

int64_t
crm_input_offset(const struct crm_input *in)
{
	return in->offset;
}

void
io_input_about(const struct crm_input *in, struct crm_buf *buf)
{
	crm_putf(buf, "%s%s", in->encoding, in->marked ? " with mark" : "");
}

static size_t
unit_of(const char *encoding)
{
	if (strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UCS-2", 5) == 0)
		return 2;
	if (strncasecmp(encoding, "UTF-32", 6) == 0 || strncasecmp(encoding, "UCS-4", 5) == 0)
		return 4;
	return 1;
}

int
io_input_encoding(struct crm_input *in, const char *encoding, struct crm_err *err)
{
	bool utf8 = strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0;
	iconv_t cd = utf8 ? NO_CONVERSION : iconv_open("UTF-8", encoding);
	char shown[256];

	if (!utf8 && cd == NO_CONVERSION)
		return crm_fail(err, CRM_USAGE, "encoding", "unknown encoding %s",
		    crm_quote(shown, encoding, strlen(encoding)));
	if (in->cd != NO_CONVERSION)
		iconv_close(in->cd);
	in->cd = cd;
	in->unit = unit_of(encoding);
	free(in->encoding);
	in->encoding = strcpy(crm_xmalloc(strlen(encoding) + 1), encoding);
	return CRM_OK;
}

/* Reads behind what raw holds already. */
static int
pull(struct crm_input *in, struct crm_err *err)
{
	size_t room = sizeof in->raw - in->nraw;
	ssize_t got;

	if (in->fd == -1) {
		got = (ssize_t)(in->nmem < room ? in->nmem : room);
		if (got > 0)
			memcpy(in->raw + in->nraw, in->mem, (size_t)got);
		in->mem += got;
		in->nmem -= (size_t)got;
	} else {
		do
			got = read(in->fd, in->raw + in->nraw, room);
		while (got == -1 && errno == EINTR);
	}
	if (got == -1)
		return crm_fail(err, CRM_IO, in->name, "cannot read: %s", strerror(errno));
	in->nraw += (size_t)got;
	in->offset += got;
	in->ended = got == 0;
	return CRM_OK;
}

static void
consume(struct crm_input *in, size_t n)
{
	in->nraw -= n;
	memmove(in->raw, in->raw + n, in->nraw);
}

/* Looks for a byte order mark. */
static int
begin(struct crm_input *in, struct crm_err *err)
{
	const struct mark *m;
	int rc = CRM_OK;

	while (rc == CRM_OK && in->nraw < 4 && !in->ended)
		rc = pull(in, err);
	for (m = marks; rc == CRM_OK && m < marks + sizeof marks / sizeof *marks; m++)
		if (in->nraw >= m->n && memcmp(in->raw, m->p, m->n) == 0) {
			consume(in, m->n);
			in->marked = true;
			rc = io_input_encoding(in, m->encoding, err);
			break;
		}
	in->begun = rc == CRM_OK;
	return rc;
}

/* Decodes raw as far as it goes; the last bytes may be the beginning of a character. */
static void
convert(struct crm_input *in, struct crm_buf *to)
{
	char *src = in->raw, *dst;
	size_t left = in->nraw, room, step;
	bool ok;

	do {
		room = 3 * left + 64;
		dst = crm_reserve(to, room + 1);
		ok = iconv(in->cd, &src, &left, &dst, &room) != (size_t)-1;
		to->n = (size_t)(dst - to->p);
		if (ok || errno == E2BIG)
			continue;
		if (errno == EINVAL && !in->ended)
			break;
		crm_putc(to, 0xFF);
		step = in->unit < left ? in->unit : left;
		src += step;
		left -= step;
	} while (left > 0);
	consume(in, in->nraw - left);
	if (in->ended) {        /* some decoders hold a character back */
		room = 64;
		dst = crm_reserve(to, room + 1);
		iconv(in->cd, NULL, NULL, &dst, &room);
		to->n = (size_t)(dst - to->p);
	}
	if (to->p != NULL)
		to->p[to->n] = '\0';
}

int
io_input_fill(struct crm_input *in, struct crm_buf *to, struct crm_err *err)
{
	size_t had = to->n;
	int rc = in->begun ? CRM_OK : begin(in, err);
	bool pulled = in->nraw > 0;

	while (rc == CRM_OK && to->n == had && !in->drained) {
		if (!pulled && !in->ended)
			rc = pull(in, err);
		pulled = false;
		if (rc == CRM_OK && in->cd != NO_CONVERSION) {
			convert(in, to);
		} else if (rc == CRM_OK) {
			crm_put(to, in->raw, in->nraw);
			in->nraw = 0;
		}
		in->drained = in->ended && in->nraw == 0;
	}
	return rc != CRM_OK ? rc : to->n > had ? CRM_ROW : CRM_DONE;
}

int
crm_input_all(struct crm_input *in, struct crm_buf *out, size_t max, struct crm_err *err)
{
	size_t before = out->n;
	int rc;

	while ((rc = io_input_fill(in, out, err)) == CRM_ROW)
		if (out->n - before > max)
			return crm_fail(err, CRM_DATA, in->name, "more than %zu bytes", max);
	return rc == CRM_DONE ? CRM_OK : rc;
}
