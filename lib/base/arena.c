/* arena.c - memory that dies together */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/base.h"

#define ALIGN 16
#define CHUNK_MIN ((size_t)1 << 10)
#define CHUNK_MAX ((size_t)1 << 18)

struct crm_chunk {
	_Alignas(ALIGN) struct crm_chunk *next;
	size_t size;
};

static _Noreturn void
out_of_memory(void)
{
	fputs("crm: out of memory\n", stderr);
	abort();
}

void *
crm_xmalloc(size_t n)
{
	return crm_xrealloc(NULL, n);
}

void *
crm_xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
crm_xrealloc(void *old, size_t n)
{
	void *p = n > PTRDIFF_MAX ? NULL : realloc(old, n ? n : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

static struct crm_chunk *
new_chunk(size_t size)
{
	if (size > PTRDIFF_MAX - sizeof(struct crm_chunk))
		out_of_memory();
	struct crm_chunk *c = crm_xmalloc(sizeof *c + size);

	c->next = NULL;
	c->size = size;
	return c;
}

static void
use_chunk(struct crm_arena *a, struct crm_chunk *c)
{
	a->head = c;
	a->at = (char *)(c + 1);
	a->end = a->at + c->size;
}

/* n bytes that did not fit into the head, from a new chunk */
static char *
grow(struct crm_arena *a, size_t n)
{
	size_t size = a->head ? a->head->size * 2 : CHUNK_MIN;
	struct crm_chunk *c;

	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (a->head && n > size / 4) {
		/* a large piece gets its own chunk, what is left of the head stays in use */
		c = new_chunk(n);
		c->next = a->head->next;
		a->head->next = c;
		return (char *)(c + 1);
	}
	c = new_chunk(n > size ? n : size);
	c->next = a->head;
	use_chunk(a, c);
	a->at += n;
	return (char *)(c + 1);
}

/* text needs no alignment */
static char *
take(struct crm_arena *a, size_t n)
{
	char *p = a->at;

	if (a->head == NULL || n > (size_t)(a->end - p))
		return grow(a, n);
	a->at += n;
	return p;
}

void *
crm_alloc(struct crm_arena *a, size_t n)
{
	size_t pad = -(uintptr_t)a->at & (ALIGN - 1);

	if (a->head == NULL || pad > (size_t)(a->end - a->at) || n > (size_t)(a->end - a->at) - pad)
		return grow(a, n);
	a->at += pad;
	return take(a, n);
}

void *
crm_zalloc(struct crm_arena *a, size_t n)
{
	return memset(crm_alloc(a, n), 0, n);
}

void *
crm_room(struct crm_arena *a, void *elements, size_t n, size_t size)
{
	void *grown;

	if ((n & (n - 1)) != 0)
		return elements;
	grown = crm_alloc(a, (n > 0 ? 2 * n : 1) * size);
	return n > 0 ? memcpy(grown, elements, n * size) : grown;
}

char *
crm_strndup(struct crm_arena *a, const char *p, size_t n)
{
	if (n == SIZE_MAX)
		out_of_memory();
	char *s = take(a, n + 1);

	if (n)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

char *
crm_strdup(struct crm_arena *a, const char *s)
{
	return crm_strndup(a, s, strlen(s));
}

char *
crm_sprintf(struct crm_arena *a, const char *fmt, ...)
{
	size_t room = a->head ? (size_t)(a->end - a->at) : 0;
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(room ? a->at : NULL, room, fmt, ap);
	CRM_BUG_IF(len < 0);
	char *s = take(a, (size_t)len + 1);
	if ((size_t)len >= room)
		vsnprintf(s, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return s;
}

static void
free_chunks(struct crm_chunk *c)
{
	while (c) {
		struct crm_chunk *next = c->next;

		free(c);
		c = next;
	}
}

void
crm_arena_reset(struct crm_arena *a)
{
	if (a->head == NULL)
		return;
	free_chunks(a->head->next);
	a->head->next = NULL;
	use_chunk(a, a->head);
}

void
crm_arena_free(struct crm_arena *a)
{
	free_chunks(a->head);
	*a = (struct crm_arena){ 0 };
}
