/* sum.c - one pass over the records, a hash of groups, statistics in C */
#include "session.h"
#include "crm/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WHEN = 24, CURRENCIES = 256 };            /* room for a stored date or instant; more than there are */

/* What one statistic knows of one group. */
struct acc {
	int64_t n;                               /* values seen, or records that passed */
	int64_t sum;
	struct crm_val best;
	char text[WHEN];                         /* what best points at, if it is a text */
	double *v;                               /* median: the values */
	size_t cap;
	int currency;                            /* index in run.currency, 0 for none yet */
	bool mixed;
};
struct group { struct crm_val *key; int64_t n; struct acc *acc; };

struct run {
	struct crm *c;
	const struct crm_sum *s;
	struct crm_cursor *cur;
	struct group *group; size_t ngroup, cap;
	struct group total;
	struct crm_map map;                      /* keys to groups */
	struct crm_buf key, last;
	size_t last_group;
	char currency[CURRENCIES][4]; int ncurrency;     /* met so far, from 1 */
	int *at;                                 /* per statistic: where its value or verdict is in the row, or -1 */
	struct crm_arena arena, items;           /* of the run; of the row at hand */
};

static void
new_accs(struct run *r, struct group *g)
{
	g->acc = crm_zalloc(&r->arena, (r->s->nstat + 1) * sizeof *g->acc);
}

static int
currency_index(struct run *r, const struct crm_val *v)
{
	const char *p = v->t == CRM_TEXT ? v->p : r->c->policy.currency;
	int i = 1;

	while (i <= r->ncurrency && memcmp(r->currency[i], p, 3) != 0)
		i++;
	CRM_BUG_IF(i == CURRENCIES);
	if (i > r->ncurrency)
		memcpy(r->currency[r->ncurrency = i], p, 3);
	return i;
}

static int
add_value(const struct crm_stat *st, struct acc *a, const struct crm_val *v, int currency,
    struct crm_err *err)
{
	int c;

	a->mixed |= a->currency != 0 && a->currency != currency;
	a->currency = currency;
	switch (st->fn) {
	case CRM_STAT_MIN:
	case CRM_STAT_MAX:
		c = a->n == 0 ? 0 : crm_val_cmp(v, &a->best);
		if (a->n == 0 || (st->fn == CRM_STAT_MIN ? c < 0 : c > 0)) {
			a->best = *v;
			if (v->t == CRM_TEXT)
				a->best.p = memcpy(a->text, v->p, v->n < WHEN ? v->n : WHEN);
		}
		break;
	case CRM_STAT_MEDIAN:
		if ((size_t)a->n == a->cap)
			a->v = crm_xrealloc(a->v, (a->cap = a->cap ? 2 * a->cap : 16) * sizeof *a->v);
		a->v[a->n] = (double)v->i;
		break;
	default:
		if (__builtin_add_overflow(a->sum, v->i, &a->sum))
			return crm_fail(err, CRM_DATA, st->name, "the sum is too large");
	}
	a->n++;
	return CRM_OK;
}

static int
add_row(struct run *r, struct group *g, struct crm_err *err)
{
	const struct crm_cursor *cur = r->cur;
	int rc = CRM_OK;

	g->n++;
	for (size_t i = 0; i < r->s->nstat && rc == CRM_OK; i++) {
		const struct crm_stat *st = &r->s->stat[i];
		const struct crm_val *v = &cur->val[r->at[i] < 0 ? 0 : r->at[i]];
		int money = 0;

		if (st->cond != NULL) {
			g->acc[i].n += v->i;
		} else if (st->path.field != NULL && v->t != CRM_NULL) {
			if (st->path.field->type == &crm_t_money)
				money = currency_index(r, cur->currency[r->at[i]] < 0 ? &CRM_VNULL
				    : &cur->val[cur->currency[r->at[i]]]);
			rc = add_value(st, &g->acc[i], v, money, err);
		}
	}
	return rc;
}

static void
put_key(struct crm_buf *key, const struct crm_val *v)
{
	uint32_t n = v->t == CRM_TEXT ? (uint32_t)v->n : sizeof v->i;

	crm_putc(key, v->t);
	if (v->t == CRM_NULL)
		return;
	crm_put(key, &n, sizeof n);
	crm_put(key, v->t == CRM_TEXT ? v->p : (const char *)&v->i, n);
}

/* The key's bytes back as values: each group has them once. */
static struct crm_val *
read_key(struct run *r)
{
	struct crm_val *key = crm_zalloc(&r->arena, (r->s->nby + 1) * sizeof *key);
	const char *p = crm_strndup(&r->arena, r->key.p, r->key.n);
	uint32_t n;

	for (size_t i = 0; i < r->s->nby; i++) {
		key[i].t = (unsigned char)*p++;
		if (key[i].t == CRM_NULL)
			continue;
		memcpy(&n, p, sizeof n);
		p += sizeof n;
		if (key[i].t == CRM_INT)
			memcpy(&key[i].i, p, sizeof key[i].i);
		else
			key[i] = CRM_VTEXT(p, n);
		p += n;
	}
	return key;
}

/* Rows often come in runs of one group: the last one is tried first. */
static struct group *
group_of(struct run *r)
{
	int64_t at;

	if (r->ngroup > 0 && r->key.n == r->last.n && memcmp(r->key.p, r->last.p, r->key.n) == 0)
		return &r->group[r->last_group];
	if (!crm_map_get(&r->map, r->key.p, r->key.n, &at)) {
		at = (int64_t)r->ngroup++;
		crm_map_put(&r->map, r->key.p, r->key.n, at);
		if (r->ngroup > r->cap)
			r->group = crm_xrealloc(r->group, (r->cap = r->cap ? 2 * r->cap : 64) * sizeof *r->group);
		r->group[at] = (struct group){ .key = read_key(r) };
		new_accs(r, &r->group[at]);
	}
	r->last.n = 0;
	crm_put(&r->last, r->key.p, r->key.n);
	r->last_group = (size_t)at;
	return &r->group[at];
}

/* Puts the keys from the i-th on; a record with several values of a field counts in a group of each. */
static int
spread(struct run *r, size_t i, struct crm_err *err)
{
	const struct crm_by *by = r->s->by + i;
	const struct crm_val *v = r->cur->val + i;
	struct crm_val one = { 0 };
	char name[WHEN], *item;
	size_t at = 0, from = r->key.n, n;
	int rc = CRM_OK;

	if (i == r->s->nby)
		return add_row(r, group_of(r), err);
	if ((by->path.field->flags & CRM_F_MANY) && v->t == CRM_TEXT) {
		while (rc == CRM_OK && crm_many_next(v->p, v->n, &at, &r->items, &item, &n)) {
			one = CRM_VTEXT(item, n);
			if (by->path.field->type->store == CRM_INT) {
				one = CRM_VINT(0);
				crm_num(item, n, INT64_MIN, INT64_MAX, &one.i);
			}
			r->key.n = from;
			put_key(&r->key, &one);
			rc = spread(r, i + 1, err);
		}
		return rc;
	}
	if (by->unit != CRM_AS_IS && v->t == CRM_TEXT) {
		one = CRM_VTEXT(name, crm_unit_name(by->unit, v, name));
		v = &one;
	}
	put_key(&r->key, v);
	return spread(r, i + 1, err);
}

static int
read_all(struct run *r, struct crm_err *err)
{
	int rc = CRM_OK, got = CRM_DONE;

	while (rc == CRM_OK && (got = crm_cursor_next(r->cur, err)) == CRM_ROW) {
		rc = add_row(r, &r->total, err);
		r->key.n = 0;
		if (rc == CRM_OK && r->s->nby > 0)
			rc = spread(r, 0, err);
		crm_arena_reset(&r->items);
	}
	return rc != CRM_OK ? rc : got == CRM_DONE ? CRM_OK : got;
}

/* Sum over n, rounded half up. */
static int64_t
mean(int64_t sum, int64_t n)
{
	int64_t q = sum / n, rest = sum % n;

	if (rest < 0) {
		q--;
		rest += n;
	}
	return q + (rest >= n - rest);
}

/* A mean of whole numbers is none; of other amounts it is rounded to what they are counted in. */
static const struct crm_type *
type_of(const struct crm_stat *st)
{
	const struct crm_type *t = st->path.field != NULL ? st->path.field->type : &crm_t_int;

	if (st->fn == CRM_STAT_RATE || st->fn == CRM_STAT_SHARE)
		return &crm_t_percent;
	return (st->fn == CRM_STAT_AVG || st->fn == CRM_STAT_MEDIAN) && t == &crm_t_int ? &crm_t_real : t;
}

static struct crm_val
result(const struct run *r, size_t i, const struct group *g)
{
	const struct crm_stat *st = &r->s->stat[i];
	const struct acc *a = &g->acc[i];
	bool whole = type_of(st) != &crm_t_real;
	double d;

	if (st->fn == CRM_STAT_COUNT)
		return CRM_VINT(st->cond != NULL ? a->n : g->n);
	if (st->fn == CRM_STAT_RATE)
		return g->n > 0 ? CRM_VINT(crm_rate(a->n, g->n - a->n)) : CRM_VNULL;
	if (a->mixed)
		return CRM_VNULL;
	switch (st->fn) {
	case CRM_STAT_SUM:
		return CRM_VINT(a->sum);
	case CRM_STAT_AVG:
		if (a->n == 0)
			return CRM_VNULL;
		return whole ? CRM_VINT(mean(a->sum, a->n))
		    : CRM_VREAL(floor((double)a->sum / (double)a->n * 100 + .5) / 100);
	case CRM_STAT_MEDIAN:
		if (a->n == 0)
			return CRM_VNULL;
		d = crm_median(a->v, (size_t)a->n);
		return whole ? CRM_VINT((int64_t)floor(d + .5)) : CRM_VREAL(d);
	case CRM_STAT_SHARE:
		d = r->total.acc[i].mixed ? 0 : (double)r->total.acc[i].sum;
		return d == 0 ? CRM_VNULL : CRM_VINT((int64_t)floor((double)a->sum / d * 1e4 + .5));
	default:
		return a->n > 0 ? a->best : CRM_VNULL;
	}
}

/* The groups' amounts must be of one kind; which they are lies beside them. */
static int
put_group(struct run *r, struct crm_grid *g, const struct group *from, struct crm_err *err)
{
	const struct crm_sum *s = r->s;
	struct crm_val *row = crm_grid_add(g);
	struct crm_buf name = { 0 };
	int rc = CRM_OK;

	for (size_t i = 0; from->key != NULL && i < s->nby; i++) {
		row[i] = from->key[i];
		if (row[i].t == CRM_TEXT)
			row[i].p = crm_strndup(&g->arena, row[i].p, row[i].n);
	}
	for (size_t i = 0; i < s->nstat; i++) {
		const struct acc *a = &from->acc[i];

		row[s->nby + i] = result(r, i, from);
		if (row[s->nby + i].t == CRM_TEXT)
			row[s->nby + i].p = crm_strndup(&g->arena, a->best.p, a->best.n);
		if (a->currency != 0)
			row[s->nby + s->nstat + i] = CRM_VTEXT(crm_strdup(&g->arena, r->currency[a->currency]), 3);
		if (!a->mixed || (from == &r->total && s->nby > 0))
			continue;
		name.n = 0;
		crm_path_print(&s->stat[i].path, &name);
		rc = crm_fail(err, CRM_DATA, name.p,
		    "amounts of several currencies cannot be added: add %.*scurrency to -b",
		    (int)(name.n - strlen(s->stat[i].path.field->name)), name.p);
	}
	crm_buf_free(&name);
	return rc;
}

static void
describe(const struct crm_sum *s, struct crm_grid *g)
{
	struct crm_outcol *col = crm_zalloc(&g->arena, (s->nby + s->nstat + 1) * sizeof *col);

	g->col = col;
	g->ncol = s->nby + s->nstat;
	g->width = g->ncol + s->nstat;
	for (size_t i = 0; i < s->nby; i++) {
		const struct crm_field *f = s->by[i].path.field;

		col[i] = (struct crm_outcol){ .name = s->by[i].name, .field = f, .currency = -1,
		    .type = s->by[i].unit > CRM_DAY ? &crm_t_text : s->by[i].unit == CRM_DAY ? &crm_t_date : f->type };
	}
	for (size_t i = 0; i < s->nstat; i++)
		col[s->nby + i] = (struct crm_outcol){ .name = s->stat[i].name, .type = type_of(&s->stat[i]),
		    .currency = s->stat[i].path.field != NULL ? (int)(g->ncol + i) : -1 };
}

/* By the groups, unless asked otherwise. */
static int
sort(const struct crm_sum *s, struct crm_grid *g, struct crm_err *err)
{
	struct crm_buf keys = { 0 };
	int rc;

	for (size_t i = 0; i < s->nby; i++) {
		crm_puts(&keys, i ? "," : "");
		crm_puts(&keys, s->by[i].name);
	}
	rc = crm_grid_sort(g, keys.n ? keys.p : "", err);
	if (rc == CRM_OK && s->sort != NULL)
		rc = crm_grid_sort(g, s->sort, err);
	crm_buf_free(&keys);
	return rc;
}

static int
finish(struct run *r, struct crm_grid *g, struct crm_err *err)
{
	const struct crm_sum *s = r->s;
	int rc = CRM_OK, got;

	for (size_t i = 0; i < r->ngroup; i++)
		if ((got = put_group(r, g, &r->group[i], err)) != CRM_OK)
			rc = got;
	if (rc != CRM_OK || (rc = sort(s, g, err)) != CRM_OK)
		return rc;
	if (s->limit > 0 && (size_t)s->limit < g->nrow)
		g->nrow = (size_t)s->limit;
	if (s->nby == 0 || (r->ngroup > 0 && !s->no_total)) {
		rc = put_group(r, g, &r->total, err);
		g->ntotal = s->nby > 0;
	}
	return rc;
}

/* What the store is asked for: the groups' fields, the statistics', then the filters. */
static int
ask(struct run *r, struct crm_err *err)
{
	const struct crm_sum *s = r->s;
	struct crm_path *col = crm_alloc(&r->arena, (s->nby + s->nstat + 1) * sizeof *col);
	const struct crm_expr **cond = crm_alloc(&r->arena, (s->nstat + 1) * sizeof *cond);
	struct crm_query q = { .ent = s->ent, .where = s->where, .col = col, .ncol = s->nby, .cond = cond,
	    .any_order = true, .whole = s->whole, .id = s->id, .nid = s->nid, .ctx = crm_ctx_of(r->c) };
	int rc;

	r->at = crm_alloc(&r->arena, (s->nstat + 1) * sizeof *r->at);
	for (size_t i = 0; i < s->nby; i++)
		col[i] = s->by[i].path;
	for (size_t i = 0; i < s->nstat; i++) {
		r->at[i] = -1;
		if (s->stat[i].cond != NULL) {
			r->at[i] = (int)q.ncond;
			cond[q.ncond++] = s->stat[i].cond;
		} else if (s->stat[i].path.field != NULL) {
			r->at[i] = (int)q.ncol;
			col[q.ncol++] = s->stat[i].path;
		}
	}
	if ((rc = crm_select(r->c->db, &q, &r->cur, err)) != CRM_OK)
		return rc;
	for (size_t i = 0; i < s->nstat; i++)
		if (s->stat[i].cond != NULL)
			r->at[i] += r->cur->cond;
	return CRM_OK;
}

static bool
only_counts(const struct crm_sum *s)
{
	for (size_t i = 0; i < s->nstat; i++)
		if (s->stat[i].fn != CRM_STAT_COUNT || s->stat[i].cond != NULL)
			return false;
	return s->nby == 0;
}

static void
free_accs(struct run *r, struct group *g)
{
	for (size_t i = 0; i < r->s->nstat; i++)
		free(g->acc[i].v);
}

int
crm_sum_run(struct crm *c, const struct crm_sum *s, struct crm_grid *g, struct crm_err *err)
{
	struct crm_query q = { .ent = s->ent, .where = s->where, .id = s->id, .nid = s->nid, .ctx = crm_ctx_of(c) };
	struct run r = { .c = c, .s = s };
	int rc;

	describe(s, g);
	new_accs(&r, &r.total);
	if (only_counts(s))
		rc = crm_count(c->db, &q, &r.total.n, err);
	else if ((rc = ask(&r, err)) == CRM_OK)
		rc = read_all(&r, err);
	crm_cursor_close(r.cur);
	if (rc == CRM_OK)
		rc = finish(&r, g, err);
	if (rc == CRM_OK && r.total.n == 0)
		rc = CRM_NO;
	free_accs(&r, &r.total);
	for (size_t i = 0; i < r.ngroup; i++)
		free_accs(&r, &r.group[i]);
	free(r.group);
	crm_map_free(&r.map);
	crm_buf_free(&r.key);
	crm_buf_free(&r.last);
	crm_arena_free(&r.arena);
	crm_arena_free(&r.items);
	return rc;
}
