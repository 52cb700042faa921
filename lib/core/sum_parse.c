/* sum_parse.c - what groups and what is told of them, as typed */
#include "crm/sum.h"

#include <string.h>

static const char *const units[] = {
	[CRM_AS_IS] = "", [CRM_DAY] = "day", [CRM_WEEK] = "week", [CRM_MONTH] = "month", [CRM_QUARTER] = "quarter",
	[CRM_YEAR] = "year",
};
static const char *const stats[] = {
	[CRM_STAT_COUNT] = "count", [CRM_STAT_SUM] = "sum", [CRM_STAT_AVG] = "avg", [CRM_STAT_MEDIAN] = "median",
	[CRM_STAT_MIN] = "min", [CRM_STAT_MAX] = "max", [CRM_STAT_SHARE] = "share", [CRM_STAT_RATE] = "rate",
};
#define COUNT(a) (sizeof(a) / sizeof *(a))

static size_t
word(const char *const *list, size_t n, const char *p, size_t len)
{
	size_t i = 0;

	while (i < n && (strlen(list[i]) != len || memcmp(list[i], p, len) != 0))
		i++;
	return i;
}

/* A copy with room for one more; lists are short. */
static void *
grown(struct crm_arena *a, const void *old, size_t n, size_t size)
{
	char *v = crm_zalloc(a, (n + 1) * size);

	if (n > 0)
		memcpy(v, old, n * size);
	return v;
}

static bool
is_when(const struct crm_field *f)
{
	return f->type->range != NULL;
}

static bool
is_amount(const struct crm_field *f)
{
	return f->type->store == CRM_INT && f->type->right;
}

static int
one_by(const struct crm_ctx *ctx, const struct crm_entity *ent, const char *p, size_t n, struct crm_by *by,
    struct crm_arena *a, struct crm_err *err)
{
	const char *colon = memchr(p, ':', n);
	size_t len = colon != NULL ? (size_t)(colon - p) : n;
	int rc;

	*by = (struct crm_by){ .name = crm_strndup(a, p, n) };
	if ((rc = crm_path_parse(ctx->schema, ent, p, len, &by->path, err)) != CRM_OK)
		return rc;
	if (by->path.field->type == &crm_t_money)
		return crm_fail(err, CRM_USAGE, by->name, "amounts make no groups");
	if (colon == NULL)
		return CRM_OK;
	if (!is_when(by->path.field))
		return crm_fail(err, CRM_USAGE, by->name, "only dates and times have units");
	by->unit = (enum crm_unit)word(units, COUNT(units), colon + 1, n - len - 1);
	if (by->unit == CRM_AS_IS || by->unit == (enum crm_unit)COUNT(units))
		return crm_fail(err, CRM_USAGE, by->name,
		    "no such unit: '%.*s'; there are day, week, month, quarter, year", (int)(n - len - 1), colon + 1);
	return CRM_OK;
}

static bool
named(const struct crm_sum *s, const char *name)
{
	for (size_t i = 0; i < s->nby; i++)
		if (strcmp(s->by[i].name, name) == 0)
			return true;
	return false;
}

int
crm_sum_by(const struct crm_ctx *ctx, struct crm_sum *s, const char *text, struct crm_arena *a,
    struct crm_err *err)
{
	int worst = CRM_OK, rc;

	for (size_t n; *text != '\0'; text += n + (text[n] == ',')) {
		n = strcspn(text, ",");
		s->by = grown(a, s->by, s->nby, sizeof *s->by);
		rc = one_by(ctx, s->ent, text, n, &s->by[s->nby], a, err);
		if (rc == CRM_OK && named(s, s->by[s->nby].name))
			rc = crm_fail(err, CRM_USAGE, s->by[s->nby].name, "is given twice");
		if (rc == CRM_OK)
			s->nby++;
		else
			worst = rc;
	}
	return worst;
}

/* Whether a statistic begins here: "count" alone or a name before a colon. */
static bool
begins(const char *p)
{
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz"), i = word(stats, COUNT(stats), p, n);

	return i < COUNT(stats) && (p[n] == ':' || (i == CRM_STAT_COUNT && (p[n] == '\0' || p[n] == ',')));
}

/* Up to the comma that ends it; those of a filter do not. */
static size_t
extent(const char *p, bool filter)
{
	size_t n = strcspn(p, ",");

	while (filter && p[n] == ',' && !begins(p + n + 1))
		n += 1 + strcspn(p + n + 1, ",");
	return n;
}

/* "sum_value", and "rate", "rate_2" where names meet. */
static const char *
name_of(const struct crm_sum *s, const struct crm_stat *st, struct crm_arena *a)
{
	struct crm_buf b = { 0 };
	const char *name;
	size_t len, n = 1;

	crm_puts(&b, stats[st->fn]);
	if (st->path.field != NULL) {
		crm_putc(&b, '_');
		crm_path_print(&st->path, &b);
	}
	len = b.n;
	for (size_t i = 0; i < s->nstat; i++)
		n += s->stat[i].fn == st->fn && strncmp(s->stat[i].name, b.p, len) == 0
		    && (s->stat[i].name[len] == '\0' || s->stat[i].path.field == st->path.field);
	if (n > 1)
		crm_putf(&b, "_%zu", n);
	name = crm_strdup(a, b.p);
	crm_buf_free(&b);
	return name;
}

/* Amounts can be added; what has an order has a first and a last. */
static int
takes(const struct crm_stat *st, const char *p, size_t n, struct crm_err *err)
{
	const struct crm_field *f = st->path.field;

	if (f->flags & CRM_F_MANY)
		return crm_fail(err, CRM_USAGE, NULL, "%.*s: has several values", (int)n, p);
	if (is_amount(f) || ((st->fn == CRM_STAT_MIN || st->fn == CRM_STAT_MAX) && is_when(f)))
		return CRM_OK;
	return crm_fail(err, CRM_USAGE, NULL, "%.*s: a %s is no number", (int)n, p, f->type->name);
}

static int
one_stat(const struct crm_ctx *ctx, struct crm_sum *s, const char *p, size_t n, struct crm_arena *a,
    struct crm_err *err)
{
	size_t len = strspn(p, "abcdefghijklmnopqrstuvwxyz"), fn = word(stats, COUNT(stats), p, len);
	struct crm_stat st = { .fn = (enum crm_stat_fn)fn };
	struct crm_expr *cond = NULL;
	const char *of = p + len + 1;
	int rc = CRM_OK;

	if (fn == COUNT(stats) || len > n || (len < n && p[len] != ':'))
		return crm_fail(err, CRM_USAGE, NULL, "no such statistic: '%.*s'; there are count, sum:FIELD, "
		    "avg:FIELD, median:FIELD, min:FIELD, max:FIELD, share:FIELD, count:FILTER, rate:FILTER", (int)n, p);
	if (fn == CRM_STAT_COUNT && len == n) {
		/* all of them */
	} else if (len + 1 >= n) {
		return crm_fail(err, CRM_USAGE, NULL, "%s: of what?", stats[fn]);
	} else if (fn == CRM_STAT_COUNT || fn == CRM_STAT_RATE) {
		rc = crm_filter_text(ctx, s->ent, crm_strndup(a, of, n - len - 1), &cond, a, err);
		if (rc == CRM_OK && cond == NULL)
			rc = crm_fail(err, CRM_USAGE, NULL, "%s: of what?", stats[fn]);
	} else if ((rc = crm_path_parse(ctx->schema, s->ent, of, n - len - 1, &st.path, err)) == CRM_OK) {
		rc = takes(&st, p, n, err);
	}
	if (rc != CRM_OK)
		return rc;
	st.cond = cond;
	st.name = name_of(s, &st, a);
	s->stat = grown(a, s->stat, s->nstat, sizeof *s->stat);
	s->stat[s->nstat++] = st;
	return CRM_OK;
}

int
crm_sum_stats(const struct crm_ctx *ctx, struct crm_sum *s, const char *text, struct crm_arena *a,
    struct crm_err *err)
{
	int worst = CRM_OK, rc;

	for (size_t n; *text != '\0'; text += n + (text[n] == ',')) {
		n = extent(text, strncmp(text, "rate:", 5) == 0 || strncmp(text, "count:", 6) == 0);
		if ((rc = one_stat(ctx, s, text, n, a, err)) != CRM_OK)
			worst = rc;
	}
	return worst;
}
