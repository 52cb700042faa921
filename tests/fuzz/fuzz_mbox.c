/* fuzz_mbox.c - any bytes are messages: none longer than what was read, their lines in order, none lost without being told */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct crm_mbox *m;
	const char *p;
	size_t len, cut, all = 0;
	int64_t line = 0;
	int rc;

	crm_mbox_mem(&m, (const char *)data, n);
	while ((rc = crm_mbox_next(m, &p, &len, &cut, NULL)) == CRM_ROW) {
		MUST(cut == 0 && crm_mbox_line(m) > line);
		line = crm_mbox_line(m);
		all += len;
	}
	MUST(rc == CRM_DONE && all <= n);
	crm_mbox_close(m);
	return 0;
}
