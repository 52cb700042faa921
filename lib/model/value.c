/* value.c - values compared; texts trimmed, compared, copied */
#include <string.h>

#include "crm/model.h"
#include "crm/utf8.h"
#include "model/inner.h"

/* nothing, numbers, text */
static int
rank(const struct crm_val *v)
{
	return v->t == CRM_NULL ? 0 : v->t == CRM_TEXT ? 2 : 1;
}

static int
cmp_number(const struct crm_val *a, const struct crm_val *b)
{
	double x, y;

	if (a->t == CRM_INT && b->t == CRM_INT)
		return (a->i > b->i) - (a->i < b->i);
	x = a->t == CRM_INT ? (double)a->i : a->r;
	y = b->t == CRM_INT ? (double)b->i : b->r;
	return (x > y) - (x < y);
}

static int
cmp_text(const struct crm_val *a, const struct crm_val *b)
{
	size_t n = a->n < b->n ? a->n : b->n;
	int c = n ? memcmp(a->p, b->p, n) : 0;

	return c ? c : (a->n > b->n) - (a->n < b->n);
}

int
crm_val_cmp(const struct crm_val *a, const struct crm_val *b)
{
	if (rank(a) != rank(b))
		return rank(a) - rank(b);
	return rank(a) == 0 ? 0 : rank(a) == 1 ? cmp_number(a, b) : cmp_text(a, b);
}

bool
crm_val_eq(const struct crm_val *a, const struct crm_val *b)
{
	/* asked of all fields of every record that is saved: the usual ones have the short way */
	if (a->t == CRM_NULL || b->t == CRM_NULL)
		return a->t == b->t;
	if (a->t == CRM_TEXT && b->t == CRM_TEXT)
		return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
	return crm_val_cmp(a, b) == 0;
}

static bool
nbsp(const char *p)
{
	return p[0] == '\xC2' && p[1] == '\xA0';
}

void
model_trim(const char **p, size_t *n)
{
	for (bool more = true; more && *n;) {
		size_t skip = model_blank(**p) ? 1 : *n > 1 && nbsp(*p) ? 2 : 0;

		*p += skip;
		*n -= skip;
		more = skip > 0;
	}
	while (*n && (model_blank((*p)[*n - 1]) || (*n > 1 && nbsp(*p + *n - 2))))
		*n -= model_blank((*p)[*n - 1]) ? 1 : 2;
}

bool
model_starts(const char *p, size_t n, const char *word)
{
	size_t i = 0;

	while (i < n && word[i] != '\0' && model_lower(p[i]) == model_lower(word[i]))
		i++;
	return word[i] == '\0';
}

bool
model_same(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && model_starts(p, n, word);
}

void
model_norm(struct crm_buf *b, const char *p, size_t n)
{
	size_t from = b->n, to = from;

	crm_fold(b, p, n);
	for (size_t i = from; i < b->n; i++)
		if (model_alpha(b->p[i]) || model_digit(b->p[i]) || (unsigned char)b->p[i] >= 0x80)
			b->p[to++] = b->p[i];
	b->n = to;
}

void
model_text(struct crm_val *v, struct crm_arena *arena, const char *p, size_t n, bool lower)
{
	char *s = crm_strndup(arena, p, n);

	for (size_t i = 0; lower && i < n; i++)
		s[i] = model_lower(s[i]);
	*v = CRM_VTEXT(s, n);
}
