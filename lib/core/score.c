/* score.c - scores that are kept with their date, and how they changed */
#include "score.h"

#include <stdlib.h>
#include <string.h>

void
crm_scores_free(struct crm_scores *s)
{
	crm_grid_free(&s->grid);
	free(s->v);
	memset(s, 0, sizeof *s);
}

struct crm_score *
add_score(struct crm_scores *s)
{
	if ((s->n & (s->n - 1)) == 0)            /* full at each power of two */
		s->v = crm_xrealloc(s->v, (s->n > 0 ? 2 * s->n : 1) * sizeof *s->v);
	s->v[s->n] = (struct crm_score){ 0 };
	return &s->v[s->n++];
}

const char *
text_of(const struct crm_val *v)
{
	return v->t == CRM_TEXT ? v->p : NULL;
}

int
look_among(struct crm *c, const char *entity, const struct crm_whom *whom, const char *where, const char *columns,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_path *col = crm_alloc(&a, (strlen(columns) + 1) * sizeof *col);
	struct crm_query q = { .ent = crm_entity_must(&c->schema, entity), .id = whom->id, .nid = whom->nid,
		.col = col, .ctx = &c->ctx, .any_order = true, .whole = true };
	struct crm_cursor *cur = NULL;
	struct crm_expr *x;
	int rc = crm_filter_text(&c->ctx, q.ent, where, &x, &a, err);

	for (size_t n; rc == CRM_OK && *columns != '\0'; columns += n + (columns[n] == ',')) {
		n = strcspn(columns, ",");
		rc = crm_path_parse(&c->schema, q.ent, columns, n, &col[q.ncol++], err);
	}
	if (rc == CRM_OK) {
		q.where = crm_filter_and(x, (struct crm_expr *)whom->where, &a);
		rc = crm_select(c->db, &q, &cur, err);
	}
	while (rc == CRM_OK && (rc = crm_cursor_next(cur, err)) == CRM_ROW)
		rc = row(arg, cur->val);
	crm_cursor_close(cur);
	crm_arena_free(&a);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static void
put_val(struct crm_rec *rec, const char *field, const struct crm_val *v)
{
	if (v->t != CRM_NULL)
		crm_rec_put(rec, field, v);
}

static int
keep_one(struct crm *c, const struct crm_score *s, struct crm_rec *rec, struct crm_err *err)
{
	char at[21];

	crm_rec_reset(rec);
	crm_fmt_time(at, c->ctx.now);
	put_text(rec, "at", at);
	put_text(rec, "kind", s->kind);
	put_text(rec, "verdict", s->verdict);
	put_text(rec, "why", s->why);
	if (s->client != 0)
		put_int(rec, "client", s->client);
	if (s->deal != 0)
		put_int(rec, "deal", s->deal);
	put_val(rec, "points", &s->points);
	put_val(rec, "chance", &s->chance);
	put_val(rec, "amount", &s->amount);
	return save(c, NULL, rec, 0, NULL, err);
}

int
crm_scores_keep(struct crm *c, const struct crm_scores *s, struct crm_err *err)
{
	struct crm_rec rec;
	int rc = CRM_OK;

	crm_rec_init(&rec, crm_entity_must(&c->schema, "score"));
	for (size_t i = 0; i < s->n && rc == CRM_OK; i++)
		rc = keep_one(c, &s->v[i], &rec, err);
	crm_rec_free(&rec);
	return rc;
}

enum { C_ID, C_NAME, C_KIND, C_WAS, C_IS, C_WHEN, C_AT, C_WHY, C_COLUMNS };
static const struct crm_outcol changed_cols[C_COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("kind", &crm_t_word), COL("was", &crm_t_text),
	COL("is", &crm_t_text), COL("when", &crm_t_time), COL("at", &crm_t_time), COL("why", &crm_t_text),
};

/* Rows come by client, deal and kind, then by number: the last of each before and after. */
enum { S_CLIENT, S_DEAL, S_KIND, S_AT, S_VERDICT, S_POINTS, S_CHANCE, S_AMOUNT, S_WHY, S_NAME, S_TITLE, S_COLUMNS };
struct changing {
	struct crm *c;
	struct crm_grid *g;
	int64_t since;
	struct crm_val was[S_COLUMNS], is[S_COLUMNS];
	bool has_was, has_is;
	struct crm_arena arena;
};

/* "careful -15", "alive 85.12 % 1200.00" */
static struct crm_val
shown(struct changing *h, const struct crm_val *v)
{
	static const struct { int at; const struct crm_type *type; const char *after; } part[] = {
		{ S_POINTS, &crm_t_int, "" }, { S_CHANCE, &crm_t_percent, " %" }, { S_AMOUNT, &crm_t_money, "" },
	};
	struct crm_buf b = { 0 };
	struct crm_val out;

	if (v[S_VERDICT].t == CRM_TEXT)
		crm_puts(&b, v[S_VERDICT].p);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (v[part[i].at].t == CRM_NULL)
			continue;
		crm_puts(&b, b.n > 0 ? " " : "");
		part[i].type->print(&h->c->ctx, NULL, &v[part[i].at], &b);
		crm_puts(&b, part[i].after);
	}
	out = as_text(h->g, b.n > 0 ? b.p : "");
	crm_buf_free(&b);
	return out;
}

static void
tell_change(struct changing *h)
{
	struct crm_val was = h->has_was ? shown(h, h->was) : CRM_VNULL, is, *row;
	const char *prefix = h->is[S_DEAL].t == CRM_INT ? "d" : "c";

	if (!h->has_is)
		return;
	is = shown(h, h->is);
	if (h->has_was ? crm_val_eq(&was, &is) : h->since == INT64_MIN)
		return;
	row = crm_grid_add(h->g);
	row[C_ID] = words(h->g, "%s%lld", prefix, (long long)h->is[*prefix == 'd' ? S_DEAL : S_CLIENT].i);
	row[C_NAME] = keep(h->g, &h->is[*prefix == 'd' ? S_TITLE : S_NAME]);
	row[C_KIND] = keep(h->g, &h->is[S_KIND]);
	row[C_WAS] = was;
	row[C_IS] = is;
	row[C_WHEN] = h->has_was ? keep(h->g, &h->was[S_AT]) : CRM_VNULL;
	row[C_AT] = keep(h->g, &h->is[S_AT]);
	row[C_WHY] = keep(h->g, &h->is[S_WHY]);
}

static void
copy_score(struct changing *h, struct crm_val *to, const struct crm_val *from)
{
	for (int i = 0; i < S_COLUMNS; i++)
		to[i] = from[i].t == CRM_TEXT
		    ? CRM_VTEXT(crm_strndup(&h->arena, from[i].p, from[i].n), from[i].n) : from[i];
}

static int
read_score(void *arg, const struct crm_val *v)
{
	struct changing *h = arg;
	const struct crm_val *last = h->has_is ? h->is : h->was;
	int64_t at = 0;

	if ((h->has_is || h->has_was) && !(crm_val_eq(&last[S_CLIENT], &v[S_CLIENT])
	    && crm_val_eq(&last[S_DEAL], &v[S_DEAL]) && crm_val_eq(&last[S_KIND], &v[S_KIND]))) {
		tell_change(h);
		h->has_is = h->has_was = false;
		crm_arena_reset(&h->arena);
	}
	crm_read_time(v[S_AT].p, v[S_AT].n, &at);
	if (h->since != INT64_MIN && crm_local_day(at) < h->since) {
		copy_score(h, h->was, v);
		h->has_was = true;
		return CRM_OK;
	}
	if (h->since == INT64_MIN && h->has_is) {
		memcpy(h->was, h->is, sizeof h->was);
		h->has_was = true;
	}
	copy_score(h, h->is, v);
	h->has_is = true;
	return CRM_OK;
}

int
crm_scores_changed(struct crm *c, int64_t since, struct crm_grid *g, struct crm_err *err)
{
	struct changing h = { .c = c, .g = g, .since = since };
	int rc;

	g->col = changed_cols;
	g->ncol = g->width = C_COLUMNS;
	rc = look(c, "score", "", "client,deal,kind,at,verdict,points,chance,amount,why,client.name,deal.title",
	    "client,deal,kind,at", read_score, &h, err);
	if (rc == CRM_OK)
		tell_change(&h);
	crm_arena_free(&h.arena);
	return rc == CRM_OK ? crm_grid_sort(g, "-at", err) : rc;
}
