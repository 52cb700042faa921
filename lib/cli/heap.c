/* heap.c - the memory of a start, asked for at once */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "front.h"

/* About what opening a base and one answer take; and blocks that are the system's own again when freed. */
enum { START = 832 << 10, LARGE = 1 << 20, PAGE = 4096 };

/*
 * A page that comes when it is touched costs the processor several times as much as one of many that are
 * asked for.  Where the system knows no such wish, pages come as they always do.
 */
void
cli_heap(void)
{
#if defined M_MMAP_THRESHOLD && defined MADV_POPULATE_WRITE
	char *block;

	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, 8 * LARGE);
	block = malloc(START);
	if (block != NULL)
		madvise(block + PAGE - (uintptr_t)block % PAGE, START - PAGE, MADV_POPULATE_WRITE);
	free(block);
#endif
}
