/* template.c - texts with {fields} */
#include "crm/template.h"

#include <string.h>

#include "crm/utf8.h"

/* A text, then the first of some columns that is not empty, or else a text that stands for it. */
struct crm_piece { const char *text; size_t n; size_t col[8], ncol; const char *dflt; size_t ndflt; };
enum { ALTERNATIVES = sizeof((struct crm_piece *)0)->col / sizeof(size_t) };

struct reading {
	const struct crm_schema *schema;
	const struct crm_entity *ent;
	const char *name, *text;
	struct crm_columns *cols;
	struct crm_template *out;
	struct crm_arena *arena;
	struct crm_err *err;
};

/* By line and column, in characters. */
static void
complain(struct reading *r, const char *at, const char *what)
{
	int line = 1, column = 1;

	for (const char *p = r->text; p < at; p++) {
		column += (*p & 0xc0) != 0x80;
		if (*p == '\n') {
			line++;
			column = 1;
		}
	}
	crm_fail(r->err, CRM_DATA, r->name, "line %d, column %d: %s", line, column, what);
}

static struct crm_piece *
new_piece(struct reading *r)
{
	struct crm_template *t = r->out;

	t->piece = crm_room(r->arena, t->piece, t->n, sizeof *t->piece);
	memset(&t->piece[t->n], 0, sizeof *t->piece);
	return &t->piece[t->n++];
}

static bool
same(const struct crm_path *a, const struct crm_path *b)
{
	return a->nhop == b->nhop && a->field == b->field
	    && memcmp(a->hop, b->hop, a->nhop * sizeof *a->hop) == 0;
}

static size_t
column(struct reading *r, const struct crm_path *p)
{
	struct crm_columns *c = r->cols;
	size_t i = 0;

	while (i < c->n && !same(&c->v[i], p))
		i++;
	if (i < c->n)
		return i;
	c->v = crm_room(r->arena, c->v, c->n, sizeof *c->v);
	c->v[c->n++] = *p;
	return i;
}

static void
read_path(struct reading *r, struct crm_piece *piece, const char *p, size_t n)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_path path;

	if (piece->ncol == ALTERNATIVES)
		complain(r, p, "too many fields between two braces");
	else if (crm_path_parse(r->schema, r->ent, p, n, &path, &why) != CRM_OK)
		complain(r, p, why.text);
	else if (path.field->flags & CRM_F_SECRET)
		complain(r, p, "a secret field does not leave the house");
	else
		piece->col[piece->ncol++] = column(r, &path);
}

/* What stands between braces: paths between bars, at last perhaps a quoted text. */
static void
read_field(struct reading *r, struct crm_piece *piece, const char *p, const char *end)
{
	while (p <= end) {
		size_t n = strcspn(p, "|");

		if (p + n > end)
			n = (size_t)(end - p);
		if (*p == '"' && end - p >= 2 && end[-1] == '"') {
			piece->dflt = p + 1;
			piece->ndflt = (size_t)(end - p) - 2;
			return;
		}
		read_path(r, piece, p, n);
		p += n + 1;
	}
}

int
crm_template_read(const struct crm_schema *schema, const struct crm_entity *ent, const char *name,
    const char *text, struct crm_columns *cols, struct crm_template *out, struct crm_arena *arena,
    struct crm_err *err)
{
	struct reading r = { schema, ent, name, text, cols, out, arena, err };
	unsigned before = err->n;

	*out = (struct crm_template){ 0 };
	while (*text != '\0') {
		struct crm_piece *piece = new_piece(&r);
		const char *end;

		piece->text = text;
		piece->n = strcspn(text, "{}");
		text += piece->n;
		if (*text == '\0')
			break;
		if (text[1] == *text) {
			piece->n++;
			text += 2;
			continue;
		}
		end = *text == '{' ? text + 1 + strcspn(text + 1, "{}\n") : text;
		if (*end != '}' || end == text) {
			complain(&r, text, "a brace by itself: {{ and }} stand for braces");
			text++;
			continue;
		}
		read_field(&r, piece, text + 1, end);
		text = end + 1;
	}
	return err->n > before ? CRM_DATA : CRM_OK;
}

static void
put_html(struct crm_buf *b, char c)
{
	static const char special[] = "&<>\"'";
	static const char *const entity[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	const char *at = c != '\0' ? strchr(special, c) : NULL;

	if (at != NULL)
		crm_puts(b, entity[at - special]);
	else
		crm_putc(b, c);
}

static void
put_url(struct crm_buf *b, char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
	    || (c != '\0' && strchr("-._~", c) != NULL))
		crm_putc(b, c);
	else
		crm_putf(b, "%%%02X", (unsigned char)c);
}

static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static void
put_escaped(struct crm_buf *b, const char *p, size_t n, enum crm_merge how)
{
	for (size_t i = 0; i < n; i++)
		switch (how) {
		case CRM_MERGE_TEXT: crm_putc(b, p[i]); break;
		case CRM_MERGE_LINE: crm_putc(b, is_control(p[i]) ? ' ' : p[i]); break;
		case CRM_MERGE_HTML: put_html(b, p[i]); break;
		case CRM_MERGE_URL: put_url(b, p[i]); break;
		}
}

static void
put_value(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *val,
    const struct crm_val *currency, enum crm_merge how, struct crm_buf *out)
{
	struct crm_ctx own = *ctx;
	struct crm_buf b = { 0 };

	if (currency != NULL && currency->t == CRM_TEXT)
		own.currency = currency->p;
	crm_field_print(&own, f, val, &b);
	put_escaped(out, b.p, b.n, how);
	crm_buf_free(&b);
}

void
crm_template_put(const struct crm_template *t, const struct crm_columns *cols, const struct crm_ctx *ctx,
    const struct crm_val *val, const int *currency, enum crm_merge how, struct crm_buf *out)
{
	for (const struct crm_piece *p = t->piece; p < t->piece + t->n; p++) {
		size_t i = 0, k;

		crm_put(out, p->text, p->n);
		while (i < p->ncol && val[p->col[i]].t == CRM_NULL)
			i++;
		if (i == p->ncol) {
			crm_put(out, p->dflt, p->ndflt);
			continue;
		}
		k = p->col[i];
		put_value(ctx, cols->v[k].field, &val[k], currency != NULL && currency[k] >= 0
		    ? &val[currency[k]] : NULL, how, out);
	}
}
