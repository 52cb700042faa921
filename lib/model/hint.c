/* hint.c - what complaints say beside that something is wrong: what is allowed, what may have been meant */
#include <stdio.h>
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

#define NAME_MAX 40

int
model_refuse(struct crm_err *err, const struct crm_field *f, const char *p, size_t n, const char *fmt, ...)
{
	char quoted[256], why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	return crm_fail(err, CRM_DATA, f ? f->name : NULL, "%s %s", crm_quote(quoted, p, n), why);
}

void
model_put_choice(struct crm_buf *b, const char *item, size_t i, size_t n)
{
	if (i)
		crm_puts(b, i + 1 < n ? ", " : " or ");
	crm_puts(b, item);
}

void
model_put_words(struct crm_buf *b, const char *const *words)
{
	size_t n = 0;

	while (words[n] != NULL)
		n++;
	for (size_t i = 0; i < n; i++)
		model_put_choice(b, words[i], i, n);
}

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* How many letters must be put in, left out or changed. */
static unsigned
distance(const char *a, size_t n, const char *b, size_t m)
{
	unsigned row[NAME_MAX + 1];

	for (size_t j = 0; j <= m; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned above = row[j];
			unsigned change = diagonal + (model_lower(a[i - 1]) != model_lower(b[j - 1]));

			row[j] = least(above + 1, row[j - 1] + 1, change);
			diagonal = above;
		}
	}
	return row[m];
}

void
model_near(struct model_near *near, const char *p, size_t n, const char *name)
{
	size_t m = strlen(name);
	unsigned d;

	if (n > NAME_MAX || m > NAME_MAX)
		return;
	d = distance(p, n, name, m);
	/* two wrong letters of four make another word */
	if (d < near->distance && d <= (n + 1) / 3) {
		near->best = name;
		near->distance = d;
	}
}

int
model_no_field(struct crm_err *err, int code, const struct crm_entity *ent, const char *p, size_t n)
{
	struct model_near near = MODEL_NEAR;
	const struct crm_field *same = crm_field_header(ent, p, n);
	char quoted[256];

	crm_quote(quoted, p, n);
	for (size_t i = 0; i < ent->nfield; i++)
		model_near(&near, p, n, ent->field[i].name);
	if (same != NULL)
		near.best = same->name;
	if (near.best == NULL)
		return crm_fail(err, code, NULL, "%s has no field %s", ent->name, quoted);
	return crm_fail(err, code, NULL, "%s has no field %s (did you mean %s?)",
	    ent->name, quoted, near.best);
}
