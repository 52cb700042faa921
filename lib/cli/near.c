/* near.c - what a mistyped word may have meant */
#include <string.h>

#include "cli.h"

enum { LONGEST = 32 };

/* Letters to add, drop, change or swap with the next (optimal string alignment). */
static unsigned
distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	unsigned d[3][LONGEST + 1], best, change;

	if (la > LONGEST || lb > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= lb; j++)
		d[0][j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		unsigned *row = d[i % 3], *up = d[(i + 2) % 3], *up2 = d[(i + 1) % 3];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			change = a[i - 1] != b[j - 1];
			best = up[j - 1] + change;
			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && up2[j - 2] + 1 < best)
				best = up2[j - 2] + 1;
			row[j] = best;
		}
	}
	return d[la % 3][lb];
}

const char *
cli_near(const char *typed, const char *const *words)
{
	unsigned limit = strlen(typed) < 4 ? 2 : 3, least = limit, d;
	const char *near = NULL;

	for (; *words; words++)
		if ((d = distance(typed, *words)) < least) {
			least = d;
			near = *words;
		}
	return near;
}
