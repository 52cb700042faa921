/* clock.c - the machine's clocks */
#include <time.h>

#include "crm/time.h"

static int64_t
read_ms(clockid_t id)
{
	struct timespec ts;

	CRM_BUG_IF(clock_gettime(id, &ts) != 0);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
crm_clock_now(void)
{
	return crm_clock_ms() / 1000;
}

int64_t
crm_clock_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t
crm_mono_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}
