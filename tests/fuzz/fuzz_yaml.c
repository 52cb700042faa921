/* fuzz_yaml.c - YAML */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct crm_readopt opt = { 0 };

	return fuzz_both_ways("yaml", data, n, &opt);
}
