/* uuid.c - identifiers that sort by the time of their making */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "crm/base.h"

#define RANDOM 10               /* bytes a UUIDv7 takes besides its 48 bits of time */

/* A system call for each of a million records would cost more than the records: draw for 25 at once,
 * the most that getrandom(2) gives without fail. */
static _Thread_local struct {
	unsigned char p[RANDOM * 25];
	size_t left;
} pool;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
forget(void)
{
	pool.left = 0;
}

/* a child must not hand out what its parent hands out too */
static void
watch_fork(void)
{
	pthread_atfork(NULL, NULL, forget);
}

static void
draw(unsigned char *out)
{
	if (pool.left == 0) {
		pthread_once(&once, watch_fork);
		ssize_t n;
		do
			n = getrandom(pool.p, sizeof pool.p, 0);
		while (n < 0 && errno == EINTR);
		CRM_BUG_IF(n != (ssize_t)sizeof pool.p);
		pool.left = sizeof pool.p;
	}
	pool.left -= RANDOM;
	memcpy(out, pool.p + pool.left, RANDOM);
}

void
crm_uuid7(int64_t now_ms, char out[37])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char b[16];

	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(now_ms >> (40 - 8 * i));
	draw(b + 6);
	b[6] = (b[6] & 0x0F) | 0x70;    /* version 7 */
	b[8] = (b[8] & 0x3F) | 0x80;    /* the variant of RFC 9562 */
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = hex[b[i] >> 4];
		*out++ = hex[b[i] & 15];
	}
	*out = '\0';
}
