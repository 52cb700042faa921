/* out_table.c - writes aligned columns for a person's eyes */
#include "io/out.h"

#include <stdlib.h>
#include <string.h>

enum {
	HELD = 1000,                 /* rows that are seen before the first is written */
	GAP = 2,
	NARROW = 4,                  /* no column is cut below this */
};

struct cell { size_t at, n, width; };

struct table {
	struct crm_out o;
	struct crm_buf text;         /* of the cells held */
	struct cell *cell;
	size_t ncell, maxcell;
	size_t *width;               /* of the columns */
	bool laid;                   /* widths are settled, the header is written */
};

static void
hold(struct table *t, struct io_text s)
{
	if (t->ncell == t->maxcell) {
		t->maxcell = 2 * t->maxcell + t->o.ncol;
		t->cell = crm_xrealloc(t->cell, t->maxcell * sizeof *t->cell);
	}
	s = io_safe(&t->o, s);
	t->cell[t->ncell++] = (struct cell){ t->text.n, s.n, crm_width(s.p, s.n) };
	crm_put(&t->text, s.p, s.n);
}

/* The columns of a line whose cells are these; the last one needs no more than its text. */
static size_t
line_width(const struct table *t, const struct cell *cell)
{
	size_t sum = 0;

	for (size_t i = 0; i < t->o.ncol; i++)
		sum += (i > 0 ? GAP : 0) +
		    (cell[i].width > t->width[i] || i + 1 == t->o.ncol ? cell[i].width : t->width[i]);
	return sum;
}

static void
blanks(struct crm_buf *buf, size_t n)
{
	memset(crm_reserve(buf, n), ' ', n);
	buf->n += n;
}

/* Blanks are owed until something follows them: none stands at the end of a line. */
static void
put_line(struct table *t, const struct cell *cell)
{
	bool cut = t->o.opt.width > 0 && line_width(t, cell) > t->o.opt.width;
	size_t owed = 0, n, w;

	for (size_t i = 0; i < t->o.ncol; i++, owed += GAP) {
		const char *p = t->text.p + cell[i].at;
		bool dots = cut && cell[i].width > t->width[i];

		n = dots ? crm_fit(p, cell[i].n, t->width[i] - 1) : cell[i].n;
		w = dots ? crm_width(p, n) + 1 : cell[i].width;
		if (t->o.col[i].type->right && w < t->width[i])
			owed += t->width[i] - w;
		if (w > 0) {
			blanks(t->o.to, owed);
			crm_put(t->o.to, p, n);
			crm_puts(t->o.to, dots ? "…" : "");
			owed = 0;
		}
		if (!t->o.col[i].type->right && w < t->width[i])
			owed += t->width[i] - w;
	}
	crm_putc(t->o.to, '\n');
}

/* Takes columns from the widest text until a line fits; the first, the id, and numbers are left alone. */
static void
shrink(struct table *t)
{
	size_t sum = GAP * (t->o.ncol - 1), widest;

	for (size_t i = 0; i < t->o.ncol; i++) {
		if (i > 0 && !t->o.col[i].type->right && t->width[i] > t->o.opt.width)
			t->width[i] = t->o.opt.width > NARROW ? t->o.opt.width : NARROW;
		sum += t->width[i];
	}
	for (; sum > t->o.opt.width; sum--) {
		widest = 0;
		for (size_t i = 1; i < t->o.ncol; i++)
			if (!t->o.col[i].type->right && t->width[i] > NARROW &&
			    (widest == 0 || t->width[i] > t->width[widest]))
				widest = i;
		if (widest == 0)
			break;
		t->width[widest]--;
	}
}

/* Settles the widths by what is held (the header is its first line) and writes it. */
static void
lay(struct table *t)
{
	size_t from = t->o.opt.bare ? t->o.ncol : 0;

	for (size_t i = from; i < t->ncell; i++)
		if (t->cell[i].width > t->width[i % t->o.ncol])
			t->width[i % t->o.ncol] = t->cell[i].width;
	if (t->o.opt.width > 0)
		shrink(t);
	for (size_t i = from; i < t->ncell; i += t->o.ncol) {
		crm_puts(t->o.to, i == 0 && t->o.opt.color ? "\033[1m" : "");
		put_line(t, t->cell + i);
		if (i == 0 && t->o.opt.color) {
			t->o.to->n--;
			crm_puts(t->o.to, "\033[0m\n");
		}
		crm_sink_room(t->o.sink);
	}
	t->laid = true;
	t->ncell = t->text.n = 0;
}

static void
table_head(struct crm_out *out)
{
	struct table *t = (struct table *)out;

	t->width = crm_zalloc(&out->arena, (out->ncol + 1) * sizeof *t->width);
	for (size_t i = 0; i < out->ncol; i++)
		hold(t, (struct io_text){ out->col[i].name, strlen(out->col[i].name) });
}

static void
table_row(struct crm_out *out, const struct crm_val *row)
{
	struct table *t = (struct table *)out;

	for (size_t i = 0; i < out->ncol; i++)
		hold(t, io_value(out, row, i));
	if (t->laid) {
		put_line(t, t->cell);
		t->ncell = t->text.n = 0;
	} else if (out->nrow + 1 == HELD) {
		lay(t);
	}
}

/* No rows, no header: there is nothing to read. */
static void
table_tail(struct crm_out *out)
{
	struct table *t = (struct table *)out;

	if (!t->laid && out->nrow > 0)
		lay(t);
}

static void
table_close(struct crm_out *out)
{
	struct table *t = (struct table *)out;

	crm_buf_free(&t->text);
	free(t->cell);
}

const struct out_ops io_out_table = {
	.name = "table", .size = sizeof(struct table), .head = table_head, .row = table_row,
	.tail = table_tail, .close = table_close,
};
