/* fuzz_csv.c - the first byte picks the delimiter, and now and then an encoding */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char delim[] = { 0, ',', ';', '\t', 0, 'x' };
	static const char *const encoding[] = { NULL, NULL, NULL, NULL, "UTF-16LE", "SHIFT_JIS" };
	size_t pick = n > 0 ? data[0] % sizeof delim : 0;
	const struct crm_readopt opt = { .delimiter = delim[pick], .encoding = encoding[pick] };

	return n == 0 ? 0 : fuzz_both_ways("csv", data + 1, n - 1, &opt);
}
