/* list.c - several items in one text as people write them: "vip, big\, loud" */
#include "crm/base.h"

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
crm_list_next(const char *p, size_t n, size_t *at, struct crm_arena *arena, char **item, size_t *len)
{
	while (*at < n) {
		char *out = crm_alloc(arena, n - *at + 1);
		size_t i = *at, k = 0, keep = 0;   /* keep: an escaped end is not trimmed */

		while (i < n && blank(p[i]))
			i++;
		for (; i < n && p[i] != ','; i++) {
			if (p[i] == '\\' && i + 1 < n && (p[i + 1] == ',' || p[i + 1] == '\\')) {
				i++;
				keep = k + 1;
			}
			out[k++] = p[i];
		}
		while (k > keep && blank(out[k - 1]))
			k--;
		*at = i < n ? i + 1 : n;
		if (k == 0)
			continue;
		out[k] = '\0';
		*item = out;
		*len = k;
		return true;
	}
	return false;
}

void
crm_list_put(struct crm_buf *b, const char *item, size_t n)
{
	if (b->n)
		crm_putc(b, ',');
	for (size_t i = 0; i < n; i++) {
		if (item[i] == ',' || item[i] == '\\')
			crm_putc(b, '\\');
		crm_putc(b, item[i]);
	}
}
