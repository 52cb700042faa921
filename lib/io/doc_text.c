/*
 * doc_text.c - a document as people read it
 *
 *	name:  Acme                      a map: its values aligned
 *	city:  Utrecht
 *
 *	deals:                           a list of maps: a line each, below their names
 *	  id  title       value
 *	  d7  Presses  12500.00
 *
 * Nothing is shown for what is nothing.  Widths need all of a map, so the values are a tree until the
 * element of the root that they belong to is complete.
 */
#include "io/doc.h"

#include <string.h>

#include "crm/utf8.h"

struct node {
	const char *name;
	bool leaf, list, number;
	struct io_text text;         /* of a leaf, safe; its lines are kept apart */
	struct node *child, **last, *next;
};

struct text {
	struct crm_doc d;
	struct crm_arena arena;
	struct crm_buf safe;
	struct node root;
	struct node *open[DOC_DEPTH + 1];
	bool written;                /* something stands above */
};

static struct node *
add(struct crm_doc *d, const char *name)
{
	struct text *x = (struct text *)d;
	struct node *up, *n = crm_zalloc(&x->arena, sizeof *n);

	if (x->root.last == NULL)
		x->root.last = &x->root.child;
	x->open[0] = &x->root;
	up = x->open[d->depth];
	n->name = name != NULL ? crm_strdup(&x->arena, name) : NULL;
	n->last = &n->child;
	*up->last = n;
	up->last = &n->next;
	return n;
}

static void
text_open(struct crm_doc *d, const char *name, bool list)
{
	struct node *n = add(d, name);

	n->list = list;
	((struct text *)d)->open[d->depth + 1] = n;
}

/* Line ends stay, the rest is made safe. */
static void
text_leaf(struct crm_doc *d, const char *name, enum doc_leaf kind, struct io_text t)
{
	struct text *x = (struct text *)d;
	struct node *n = add(d, name);
	const char *end = t.p + t.n, *lf;

	n->leaf = true;
	n->number = kind == DOC_LITERAL;
	x->safe.n = 0;
	for (; (lf = t.n > 0 ? memchr(t.p, '\n', (size_t)(end - t.p)) : NULL) != NULL; t.p = lf + 1) {
		crm_put_safe(&x->safe, t.p, (size_t)(lf - t.p));
		crm_putc(&x->safe, '\n');
	}
	crm_put_safe(&x->safe, t.p, (size_t)(end - t.p));
	while (x->safe.n > 0 && x->safe.p[x->safe.n - 1] == '\n')
		x->safe.n--;
	n->text.p = crm_strndup(&x->arena, x->safe.n > 0 ? x->safe.p : "", x->safe.n);
	n->text.n = x->safe.n;
}

static void
blanks(struct crm_buf *to, size_t n)
{
	while (n-- > 0)
		crm_putc(to, ' ');
}

/* A text from column `at` on; its further lines begin there too. */
static void
put_text(struct crm_buf *to, struct io_text t, size_t at)
{
	const char *end = t.p + t.n, *lf;

	for (; (lf = memchr(t.p, '\n', (size_t)(end - t.p))) != NULL; t.p = lf + 1) {
		crm_put(to, t.p, (size_t)(lf + 1 - t.p));
		if (lf[1] != '\n')
			blanks(to, at);
	}
	crm_put(to, t.p, (size_t)(end - t.p));
}

static void
put_name(struct crm_doc *d, const char *name)
{
	crm_puts(d->to, d->opt.color ? "\033[1m" : "");
	crm_put_safe(d->to, name, strlen(name));
	crm_puts(d->to, d->opt.color ? ":\033[0m" : ":");
}

static void put_map(struct text *, const struct node *, size_t in);
static void put_list(struct text *, const struct node *, size_t in);

static bool
is_empty(const struct node *n)
{
	const struct node *k;

	if (n->leaf)
		return n->text.n == 0;
	for (k = n->child; k != NULL && is_empty(k); k = k->next)
		;
	return k == NULL;
}

static void
put_map(struct text *x, const struct node *map, size_t in)
{
	struct crm_buf *to = x->d.to;
	size_t wide = 0, w;

	for (const struct node *k = map->child; k != NULL; k = k->next)
		if (k->leaf && k->text.n > 0 && (w = crm_width(k->name, strlen(k->name))) > wide)
			wide = w;
	for (const struct node *k = map->child; k != NULL; k = k->next) {
		if (is_empty(k))
			continue;
		if (!k->leaf && in == 0 && x->written)
			crm_putc(to, '\n');
		x->written = true;
		blanks(to, in);
		put_name(&x->d, k->name);
		if (!k->leaf) {
			crm_putc(to, '\n');
			(k->list ? put_list : put_map)(x, k, in + 2);
			continue;
		}
		blanks(to, wide + 2 - crm_width(k->name, strlen(k->name)));
		put_text(to, k->text, in + wide + 3);
		crm_putc(to, '\n');
	}
}

/* A list can be lines when its elements are leaves, or maps of leaves that are a line each. */
static bool
is_lines(const struct node *list)
{
	for (const struct node *e = list->child; e != NULL; e = e->next) {
		if (e->leaf)
			continue;
		if (e->list)
			return false;
		for (const struct node *k = e->child; k != NULL; k = k->next)
			if (!k->leaf || memchr(k->text.p, '\n', k->text.n) != NULL)
				return false;
	}
	return true;
}

struct column { const char *name; size_t width; bool right; struct column *next; };

static struct column *
column(struct crm_arena *arena, struct column **at, const char *name)
{
	while (*at != NULL && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	if (*at == NULL) {
		*at = crm_zalloc(arena, sizeof **at);
		(*at)->name = name;
		(*at)->width = crm_width(name, strlen(name));
	}
	return *at;
}

static const struct node *
child(const struct node *map, const char *name)
{
	const struct node *k = map->child;

	while (k != NULL && strcmp(k->name, name) != 0)
		k = k->next;
	return k;
}

static void
put_head(struct text *x, const struct column *c, size_t in)
{
	crm_puts(x->d.to, x->d.opt.color ? "\033[1m" : "");
	for (blanks(x->d.to, in); c != NULL; c = c->next) {
		size_t rest = c->width - crm_width(c->name, strlen(c->name));

		blanks(x->d.to, c->right ? rest : 0);
		crm_put_safe(x->d.to, c->name, strlen(c->name));
		blanks(x->d.to, c->next != NULL ? 2 + (c->right ? 0 : rest) : 0);
	}
	crm_puts(x->d.to, x->d.opt.color ? "\033[0m\n" : "\n");
}

/* Columns by name, so that a value is below its like also where a map lacks one; numbers end below each other. */
static void
put_lines(struct text *x, const struct node *list, size_t in)
{
	struct column *cols = NULL, *c;
	const struct node *k;
	size_t owed, w;

	for (const struct node *e = list->child; e != NULL; e = e->next)
		for (k = e->child; k != NULL; k = k->next) {
			c = column(&x->arena, &cols, k->name);
			if ((w = crm_width(k->text.p, k->text.n)) > c->width)
				c->width = w;
			c->right = k->number;
		}
	if (cols != NULL)
		put_head(x, cols, in);
	for (const struct node *e = list->child; e != NULL; e = e->next) {
		owed = in;
		if (e->leaf) {
			blanks(x->d.to, in);
			put_text(x->d.to, e->text, in);
		}
		for (c = e->leaf ? NULL : cols; c != NULL; c = c->next) {
			k = child(e, c->name);
			w = k != NULL ? crm_width(k->text.p, k->text.n) : 0;
			if (w > 0) {
				blanks(x->d.to, owed + (c->right ? c->width - w : 0));
				crm_put(x->d.to, k->text.p, k->text.n);
				owed = c->right ? 2 : c->width - w + 2;
			} else {
				owed += c->width > 0 ? c->width + 2 : 0;
			}
		}
		crm_putc(x->d.to, '\n');
	}
}

static void
put_list(struct text *x, const struct node *list, size_t in)
{
	if (is_lines(list)) {
		put_lines(x, list, in);
		return;
	}
	for (const struct node *e = list->child; e != NULL; e = e->next) {
		if (e != list->child)
			crm_putc(x->d.to, '\n');
		if (e->leaf) {
			blanks(x->d.to, in);
			put_text(x->d.to, e->text, in);
			crm_putc(x->d.to, '\n');
		} else {
			(e->list ? put_list : put_map)(x, e, in);
		}
	}
}

/* An element of a root that is a list is written as soon as it is complete, a blank line before it. */
static void
text_end(struct crm_doc *d)
{
	struct text *x = (struct text *)d;
	struct node *top = x->open[1], *e;

	if (d->depth == 2 && top->list) {
		e = x->open[2];
		if (x->written)
			crm_putc(d->to, '\n');
		x->written = false;
		(e->list ? put_list : put_map)(x, e, 0);
		x->written = true;
		top->child = NULL;
		top->last = &top->child;
	} else if (d->depth == 1) {
		(top->list ? put_list : put_map)(x, top, 0);
	}
}

static void
text_close(struct crm_doc *d)
{
	crm_arena_free(&((struct text *)d)->arena);
	crm_buf_free(&((struct text *)d)->safe);
}

const struct doc_ops io_doc_text = {
	.name = "text", .size = sizeof(struct text), .people = true, .open = text_open, .end = text_end,
	.leaf = text_leaf, .close = text_close,
};
