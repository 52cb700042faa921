/* fuzz_lines.c - our line format */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct crm_readopt opt = { .columns = (const char *const[]){ "a", "b", "c", NULL } };

	return fuzz_both_ways("lines", data, n, &opt);
}
