/* types_when.c - kinds of values: days, instants, spans */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

#define WHEN_OPS (CRM_EQ | CRM_NE | CRM_LT | CRM_LE | CRM_GT | CRM_GE)
#define DATE_LEN 10

static struct crm_val
date_val(int64_t day, struct crm_arena *arena)
{
	char text[11];

	crm_fmt_date(text, day);
	return CRM_VTEXT(crm_strdup(arena, text), DATE_LEN);
}

static struct crm_val
time_val(int64_t t, struct crm_arena *arena)
{
	char text[21];

	crm_fmt_time(text, t);
	return CRM_VTEXT(crm_strdup(arena, text), 20);
}

/*
 * An instant in the source's own form, or in an ISO form.  A source with a form of its own gets no
 * words: there 3d and mon are mistakes.
 */
static bool
read_foreign(const struct crm_ctx *ctx, const char *p, size_t n, int64_t *t)
{
	struct crm_civil c;
	int64_t lo, hi;
	bool has_time;

	if (ctx->date_format != NULL && crm_strptime(p, n, ctx->date_format, &c, &has_time) == CRM_OK) {
		*t = crm_from_local(&c);
		return true;
	}
	if (crm_read_time(p, n, t) == CRM_OK)
		return true;
	/* 2026-12-01 14:30 */
	if (n < DATE_LEN || crm_read_date(p, DATE_LEN, &lo) != CRM_OK ||
	    crm_when_time(p, n, ctx->now, &lo, &hi) != CRM_OK)
		return false;
	*t = lo;
	return true;
}

static int
parse_date(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t day, hi, t;

	if (ctx->date_format == NULL && crm_when_date(p, n, ctx->now, &day, &hi) == CRM_OK)
		*out = date_val(day, arena);
	else if (read_foreign(ctx, p, n, &t))
		*out = date_val(crm_local_day(t), arena);
	else if (ctx->date_format != NULL)
		return model_refuse(err, f, p, n, "is not a date of the form %s", ctx->date_format);
	else
		return model_refuse(err, f, p, n, "is not a date: 2026-12-01, today, +3d, fri, eom");
	return CRM_OK;
}

static int
range_date(const struct crm_ctx *ctx, const char *p, size_t n, struct crm_val *lo, struct crm_val *hi,
    struct crm_arena *arena)
{
	int64_t a, b;

	if (crm_when_date(p, n, ctx->now, &a, &b) != CRM_OK)
		return CRM_DATA;
	*lo = date_val(a, arena);
	*hi = date_val(b, arena);
	return CRM_OK;
}

const struct crm_type crm_t_date = {
	.name = "date", .store = CRM_TEXT, .ops = WHEN_OPS,
	.help = "a day: 2026-12-01, today, +3d, -2w, fri, eom; in filters also 2026-12, 2026-Q4, 2026",
	.parse = parse_date, .range = range_date, .print = model_print_text,
};

static int
parse_time(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t t, hi;

	if ((ctx->date_format == NULL && crm_when_time(p, n, ctx->now, &t, &hi) == CRM_OK) ||
	    read_foreign(ctx, p, n, &t)) {
		*out = time_val(t, arena);
		return CRM_OK;
	}
	if (ctx->date_format != NULL)
		return model_refuse(err, f, p, n, "is not a time of the form %s", ctx->date_format);
	return model_refuse(err, f, p, n, "is not a time: 2026-12-01 14:30, tomorrow 9:00, +4h");
}

static int
range_time(const struct crm_ctx *ctx, const char *p, size_t n, struct crm_val *lo, struct crm_val *hi,
    struct crm_arena *arena)
{
	int64_t a, b;

	if (crm_when_time(p, n, ctx->now, &a, &b) != CRM_OK)
		return CRM_DATA;
	*lo = time_val(a, arena);
	*hi = time_val(b, arena);
	return CRM_OK;
}

/* In local time the seconds show only when there are any. */
static void
print_time(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	struct crm_civil c;
	int64_t t;

	if (ctx == NULL || !ctx->local || crm_read_time(v->p, v->n, &t) != CRM_OK) {
		model_print_text(ctx, f, v, b);
		return;
	}
	crm_local(t, &c);
	crm_putf(b, "%04d-%02d-%02d %02d:%02d", c.y, c.m, c.d, c.H, c.M);
	if (c.S)
		crm_putf(b, ":%02d", c.S);
}

const struct crm_type crm_t_time = {
	.name = "time", .store = CRM_TEXT, .ops = WHEN_OPS,
	.help = "an instant: 2026-12-01 14:30, tomorrow 9:00, +4h, now; a day alone is its beginning",
	.parse = parse_time, .range = range_time, .print = print_time,
};

static int
parse_span(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	int64_t seconds;

	(void)ctx, (void)arena;
	if (crm_span(p, n, &seconds) != CRM_OK)
		return model_refuse(err, f, p, n, "is not a span of time: 3d, 4h, 90min, 1d 4h");
	*out = CRM_VINT(seconds);
	return CRM_OK;
}

static void
print_span(const struct crm_ctx *ctx, const struct crm_field *f, const struct crm_val *v, struct crm_buf *b)
{
	(void)ctx, (void)f;
	crm_put_span(b, v->i);
}

const struct crm_type crm_t_span = {
	.name = "span", .store = CRM_INT, .ops = WHEN_OPS, .right = true,
	.help = "a span of time: 3d, 4h, 90min, 2w",
	.parse = parse_span, .print = print_span,
};
