/* mbox.c - takes a file of messages apart, one at a time */
#include "crm/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct crm_mbox {
	char *name;
	int fd;                                  /* -1: memory, or at its end */
	int64_t size, offset, line, began;
	struct crm_buf msg;
	size_t cut;
	bool one;                                /* all of it is one message */
	bool blank;                              /* the last line was empty: a message may begin */
	const char *at, *end;                    /* what was read and not looked at */
	bool whole;                              /* the piece of a line at hand begins it */
	char raw[1 << 16];
};

static struct crm_mbox *
mbox_new(const char *name, int fd, int64_t size)
{
	struct crm_mbox *m = crm_xcalloc(1, sizeof *m);

	m->name = strcpy(crm_xmalloc(strlen(name) + 1), name);
	m->fd = fd;
	m->size = size;
	m->line = m->began = 1;
	m->blank = m->whole = true;
	return m;
}

int
crm_mbox_open(struct crm_mbox **out, const char *path, bool one, struct crm_err *err)
{
	struct stat st;
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	*out = NULL;
	if (fd < 0 || fstat(fd, &st) < 0)
		return crm_fail(err, CRM_NOINPUT, path, "%s", strerror(errno));
	*out = mbox_new(path, fd, S_ISREG(st.st_mode) ? st.st_size : -1);
	(*out)->one = one;
	if (!S_ISDIR(st.st_mode))
		return CRM_OK;
	crm_mbox_close(*out);
	*out = NULL;
	return crm_fail(err, CRM_NOINPUT, path, "%s", strerror(EISDIR));
}

void
crm_mbox_mem(struct crm_mbox **out, const char *p, size_t n)
{
	*out = mbox_new("", -1, (int64_t)n);
	(*out)->at = p;
	(*out)->end = p + n;
	(*out)->offset = (int64_t)n;
}

void
crm_mbox_close(struct crm_mbox *m)
{
	if (m == NULL)
		return;
	if (m->fd > STDIN_FILENO)
		close(m->fd);
	crm_buf_free(&m->msg);
	free(m->name);
	free(m);
}

int64_t
crm_mbox_line(const struct crm_mbox *m)
{
	return m->began;
}

int64_t
crm_mbox_offset(const struct crm_mbox *m)
{
	return m->offset;
}

int64_t
crm_mbox_size(const struct crm_mbox *m)
{
	return m->size;
}

/* Moves what is left to the front and fills up behind it; CRM_DONE: nothing is left. */
static int
fill(struct crm_mbox *m, struct crm_err *err)
{
	size_t left = (size_t)(m->end - m->at);
	ssize_t k;

	if (m->fd < 0)
		return left > 0 ? CRM_ROW : CRM_DONE;
	if (left > 0)
		memmove(m->raw, m->at, left);
	m->at = m->raw;
	m->end = m->raw + left;
	while (left < sizeof m->raw) {
		if ((k = read(m->fd, m->raw + left, sizeof m->raw - left)) < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return crm_fail(err, CRM_IO, m->name, "%s", strerror(errno));
		if (k == 0)
			break;
		left += (size_t)k;
		m->offset += k;
		m->end = m->raw + left;
	}
	return left > 0 ? CRM_ROW : CRM_DONE;
}

/* A line, or as much of a longer one as there is room for. */
static int
next_piece(struct crm_mbox *m, const char **p, size_t *n, struct crm_err *err)
{
	const char *nl = m->at < m->end ? memchr(m->at, '\n', (size_t)(m->end - m->at)) : NULL;
	int rc;

	if (nl == NULL) {
		if ((rc = fill(m, err)) != CRM_ROW)
			return rc;
		nl = memchr(m->at, '\n', (size_t)(m->end - m->at));
	}
	*p = m->at;
	*n = (size_t)((nl != NULL ? nl + 1 : m->end) - m->at);
	return CRM_ROW;
}

static bool
among(const char *p, const char *names)
{
	for (; *names != '\0'; names += 3)
		if (memcmp(p, names, 3) == 0)
			return true;
	return false;
}

/* "From " with, somewhere, "Sat Nov 12": prose that begins so says no such thing. */
static bool
is_from(const char *p, size_t n)
{
	if (n < 5 || memcmp(p, "From ", 5) != 0)
		return false;
	for (size_t i = 5; i + 8 <= n; i++)
		if (p[i + 3] == ' ' && p[i - 1] == ' ' && among(p + i, "MonTueWedThuFriSatSun") &&
		    among(p + i + 4, "JanFebMarAprMayJunJulAugSepOctNovDec"))
			return true;
	return false;
}

/* The first line of a file needs no date; "From :" is a header. */
static bool
is_first_from(const char *p, size_t n)
{
	return n > 5 && memcmp(p, "From ", 5) == 0 && p[5] != ':';
}

/* ">>From " was ">From " when it was written. */
static bool
is_quoted(const char *p, size_t n)
{
	size_t k = 0;

	while (k < n && p[k] == '>')
		k++;
	return k > 0 && n - k >= 5 && memcmp(p + k, "From ", 5) == 0;
}

static void
keep(struct crm_mbox *m, const char *p, size_t n)
{
	size_t room = CRM_MESSAGE_MAX - m->msg.n, k = n < room ? n : room;

	crm_put(&m->msg, p, k);
	m->cut += n - k;
}

/* The empty line before the next "From " belongs to neither message. */
static void
drop_separator(struct crm_buf *b)
{
	if (b->n > 1 && memcmp(b->p + b->n - 2, "\n\n", 2) == 0)
		b->n--;
	else if (b->n > 2 && memcmp(b->p + b->n - 3, "\n\r\n", 3) == 0)
		b->n -= 2;
}

static int
give(struct crm_mbox *m, const char **p, size_t *n, size_t *cut)
{
	if (m->cut == 0 && !m->one)
		drop_separator(&m->msg);
	*p = m->msg.n > 0 ? m->msg.p : "";
	*n = m->msg.n;
	*cut = m->cut;
	return CRM_ROW;
}

int
crm_mbox_next(struct crm_mbox *m, const char **p, size_t *n, size_t *cut, struct crm_err *err)
{
	const char *s;
	size_t len;
	bool any = false;
	int rc;

	m->msg.n = m->cut = 0;
	m->began = m->line;
	while ((rc = next_piece(m, &s, &len, err)) == CRM_ROW) {
		bool later = any || m->began > 1;
		bool from = m->whole && m->blank && (later ? !m->one && is_from(s, len) : is_first_from(s, len));
		bool quoted = m->whole && !m->one && is_quoted(s, len);

		if (from && any)
			return give(m, p, n, cut);
		m->at = s + len;
		if (m->whole)
			m->blank = len == 1 || (len == 2 && s[0] == '\r');
		any |= from || !m->blank;
		if (any && !from)
			keep(m, s + quoted, len - quoted);
		m->whole = s[len - 1] == '\n';
		m->line += m->whole;
	}
	return rc == CRM_DONE && any ? give(m, p, n, cut) : rc;
}
