/* field.c - a field's text to its value and back */
#include <string.h>

#include "crm/model.h"
#include "crm/utf8.h"
#include "model/inner.h"

int
crm_field_parse(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	size_t bad;

	*out = CRM_VNULL;
	if (!crm_utf8_ok(p, n, &bad))
		return model_refuse(err, f, p, n, "is not UTF-8 at byte %zu", bad + 1);
	model_trim(&p, &n);
	return n ? f->type->parse(ctx, f, p, n, out, arena, err) : CRM_OK;
}

static void
print_item(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n, struct crm_buf *b)
{
	struct crm_buf text = { 0 }, escaped = { 0 };
	struct crm_val v = CRM_VTEXT(p, n);

	/* numbers are kept as digits there */
	if (f->type->store == CRM_INT) {
		v = CRM_VINT(0);
		(void)crm_num(p, n, INT64_MIN, INT64_MAX, &v.i);
	}
	f->type->print(ctx, f, &v, &text);
	crm_list_put(&escaped, text.p, text.n);
	crm_put(b, escaped.p, escaped.n);
	crm_buf_free(&text);
	crm_buf_free(&escaped);
}

static void
print_many(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	struct crm_arena arena = { 0 };
	size_t at = 0, len;
	char *item;

	for (bool first = true; crm_many_next(v->p, v->n, &at, &arena, &item, &len); first = false) {
		if (!first)
			crm_puts(b, ", ");
		print_item(ctx, f, item, len, b);
	}
	crm_arena_free(&arena);
}

void
crm_field_print(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v,
    struct crm_buf *b)
{
	if (v->t == CRM_NULL)
		return;
	if (f->flags & CRM_F_MANY)
		print_many(ctx, f, v, b);
	else
		f->type->print(ctx, f, v, b);
}
