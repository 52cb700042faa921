/* fuzz_json.c - the first byte tells JSON from JSON lines */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct crm_readopt opt = { 0 };

	return n == 0 ? 0 : fuzz_both_ways(data[0] & 1 ? "json" : "jsonl", data + 1, n - 1, &opt);
}
