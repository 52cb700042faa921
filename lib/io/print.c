/* print.c - typed values as text, for every writer */
#include "io/print.h"

#include <string.h>

#include "io/quote.h"

void
io_printer_init(struct io_printer *pr, const struct crm_ctx *ctx)
{
	memset(pr, 0, sizeof *pr);
	if (ctx != NULL)
		pr->ctx = *ctx;
	pr->currency = pr->ctx.currency;
}

void
io_printer_free(struct io_printer *pr)
{
	crm_buf_free(&pr->text);
	crm_buf_free(&pr->item);
	crm_arena_free(&pr->arena);
}

void
io_currency(struct io_printer *pr, const struct crm_outcol *col, const struct crm_val *row)
{
	const struct crm_val *v = col->currency >= 0 ? &row[col->currency] : NULL;

	if (v == NULL || v->t != CRM_TEXT || v->n >= sizeof pr->rowcurrency) {
		pr->ctx.currency = pr->currency;
		return;
	}
	memcpy(pr->rowcurrency, v->p, v->n);
	pr->rowcurrency[v->n] = '\0';
	pr->ctx.currency = pr->rowcurrency;
}

static struct io_text
print_one(struct io_printer *pr, const struct crm_outcol *col, const struct crm_val *v, struct crm_buf *to)
{
	if (v->t == CRM_NULL)
		return (struct io_text){ "", 0 };
	if (v->t == CRM_TEXT) {
		CRM_BUG_IF(col->type->store != CRM_TEXT);
		/* Stored text is canonical: it is what print would write, except in local time. */
		if (!pr->ctx.local || col->type != &crm_t_time)
			return (struct io_text){ v->p, v->n };
	}
	to->n = 0;
	if (v->t == CRM_INT && col->type == &crm_t_int)
		crm_putd(to, v->i);
	else
		col->type->print(&pr->ctx, col->field, v, to);
	return (struct io_text){ to->p, to->n };
}

bool
io_print_item(struct io_printer *pr, const struct crm_outcol *col, const struct crm_val *v, size_t *at,
    struct io_text *out)
{
	struct crm_val one = { .t = CRM_TEXT };
	char *item;

	if (v->t == CRM_NULL)
		return false;
	CRM_BUG_IF(v->t != CRM_TEXT);
	if (*at == 0)
		crm_arena_reset(&pr->arena);
	if (!crm_many_next(v->p, v->n, at, &pr->arena, &item, &one.n))
		return false;
	one.p = item;
	if (col->type->store == CRM_INT) {
		int64_t i;

		CRM_BUG_IF(crm_num(item, one.n, INT64_MIN, INT64_MAX, &i) != CRM_OK);
		one = CRM_VINT(i);
	}
	*out = print_one(pr, col, &one, &pr->item);
	return true;
}

/* A many value that is one item as it stands. */
static bool
single(const struct crm_outcol *col, const struct crm_val *v)
{
	return col->type->store == CRM_TEXT && col->type != &crm_t_time && memchr(v->p, '\n', v->n) == NULL &&
	    memchr(v->p, '\\', v->n) == NULL && memchr(v->p, ',', v->n) == NULL;
}

struct io_text
io_print(struct io_printer *pr, const struct crm_outcol *col, const struct crm_val *v)
{
	struct io_text item;
	size_t at = 0;

	if (!col->many || v->t == CRM_NULL || v->n == 0)
		return print_one(pr, col, v, &pr->text);
	if (single(col, v))
		return (struct io_text){ v->p, v->n };
	pr->text.n = 0;
	while (io_print_item(pr, col, v, &at, &item))
		crm_list_put(&pr->text, item.p, item.n);
	return (struct io_text){ pr->text.p, pr->text.n };
}

void
io_put_typed(struct crm_buf *buf, const struct crm_type *type, struct io_text t, bool tty,
    void (*put)(struct crm_buf *, const char *, size_t, bool tty))
{
	if (type->json == CRM_JSON_BOOL)
		crm_puts(buf, t.n > 0 && *t.p == 'y' ? "true" : "false");
	else if (type->json == CRM_JSON_NUMBER && io_is_number(t.p, t.n))
		crm_put(buf, t.p, t.n);
	else
		put(buf, t.p, t.n, tty);
}
