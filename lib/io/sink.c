/* sink.c - buffered output that remembers its first failure */
#include "crm/io.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 64 << 10 };

static void
write_out(struct crm_sink *sink)
{
	const char *p = sink->buf.p, *end = p + sink->buf.n;
	ssize_t k;

	while (p < end && sink->failed == 0) {
		k = write(sink->fd, p, (size_t)(end - p));
		if (k >= 0)
			p += k;
		else if (errno == EAGAIN)
			poll(&(struct pollfd){ .fd = sink->fd, .events = POLLOUT }, 1, -1);
		else if (errno != EINTR)
			sink->failed = errno;
	}
	sink->buf.n = 0;
}

void
crm_sink_room(struct crm_sink *sink)
{
	if (sink->fd != -1 && sink->buf.n > ROOM)
		write_out(sink);
}

int
crm_sink_flush(struct crm_sink *sink, struct crm_err *err)
{
	if (sink->fd != -1 && sink->buf.n > 0)
		write_out(sink);
	if (sink->failed != 0)
		return crm_fail(err, CRM_IO, NULL, "cannot write: %s", strerror(sink->failed));
	return CRM_OK;
}
