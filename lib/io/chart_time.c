/* chart_time.c - where the rows of a line stand: days, months and years in their order, as far apart as they are */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/time.h"
#include "io/chart_table.h"

struct place { double at, length; size_t row; };

/* "2026-09", "2026-Q3", "2026-W37", "2026-09-15", an instant: the first day, and how many; of an instant none. */
static bool
period(const char *p, struct place *to)
{
	size_t n = strlen(p);
	int64_t lo, hi;

	if (strspn(p, "0123456789") != 4 || (p[4] != '\0' && p[4] != '-'))
		return false;
	if (crm_when_date(p, n, 0, &lo, &hi) == CRM_OK) {
		to->at = (double)lo;
		to->length = (double)(hi - lo + 1);
		return true;
	}
	if (crm_when_time(p, n, 0, &lo, &hi) != CRM_OK)
		return false;
	to->at = (double)lo / 86400;
	to->length = 0;
	return true;
}

static bool
quantity(const char *p, struct place *to)
{
	struct chart_number n;

	if (!io_chart_number(p, &n))
		return false;
	to->at = n.v;
	to->length = 0;
	return true;
}

/* Rows with an empty label are left where they are: behind all others. */
static bool
all(const struct crm_chart *c, struct place *to, bool (*is)(const char *, struct place *))
{
	size_t placed = 0;

	for (size_t r = 0; r < c->nrow; r++) {
		to[r] = (struct place){ HUGE_VAL, 0, r };
		if (*c->row[r] != '\0' && !is(c->row[r], &to[r]))
			return false;
		placed += *c->row[r] != '\0';
	}
	return placed > 0;
}

static int
by_place(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return p->at != q->at ? (p->at > q->at) - (p->at < q->at) : (p->row > q->row) - (p->row < q->row);
}

static void
set_places(struct crm_chart *c, const struct place *to)
{
	size_t *order = crm_xcalloc(c->nrow, sizeof *order);

	c->at = crm_alloc(&c->arena, c->nrow * sizeof *c->at + 1);
	for (size_t r = 0; r < c->nrow; r++) {
		order[r] = to[r].row;
		c->at[r] = to[r].at;
		/* a missing month is a gap; days are seldom without any */
		if (to[r].length > 1)
			c->every = fmax(c->every, to[r].length);
	}
	io_chart_reorder(c, order);
	free(order);
}

void
io_chart_set_out(struct crm_chart *c, struct crm_buf *note)
{
	struct place *to = crm_xcalloc(c->nrow, sizeof *to);

	if (all(c, to, period) || all(c, to, quantity)) {
		qsort(to, c->nrow, sizeof *to, by_place);
		set_places(c, to);
		if (isinf(c->at[c->nrow - 1])) {
			c->nrow--;
			crm_puts(note, "without a place on the axis:");
			for (size_t s = 0; s < c->nseries; s++) {
				crm_putc(note, ' ');
				crm_chart_number(c, c->value[c->nrow * c->nseries + s], note);
			}
		}
	}
	free(to);
}
