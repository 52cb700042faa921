/* scheme.c - who has gone untouched for longer than the scheme of a segment says */
#include "scheme.h"
#include "ask.h"

#include <stdio.h>
#include <string.h>

#include "crm/segment.h"

static const char *
text_of(struct crm_arena *a, const struct crm_val *v)
{
	return v->t == CRM_TEXT ? crm_strndup(a, v->p, v->n) : NULL;
}

struct reading { struct schemes *all; const int64_t *segment; size_t n; };

static int
read_scheme(void *arg, const struct crm_val *v)
{
	struct reading *r = arg;
	struct crm_arena *a = &r->all->arena;
	struct scheme *s, *more;
	bool asked = r->segment == NULL;

	for (size_t i = 0; i < r->n; i++)
		asked |= r->segment[i] == v[0].i;
	if (!asked)
		return CRM_OK;
	more = crm_alloc(a, (r->all->n + 1) * sizeof *more);
	if (r->all->n > 0)
		memcpy(more, r->all->v, r->all->n * sizeof *more);
	r->all->v = more;
	s = &more[r->all->n++];
	*s = (struct scheme){ .id = v[0].i, .every = v[1].i, .owner = v[2].t == CRM_INT ? v[2].i : 0,
	    .name = text_of(a, &v[3]), .channel = text_of(a, &v[4]), .message = text_of(a, &v[5]) };
	return CRM_OK;
}

int
schemes_read(struct crm *c, const int64_t *segment, size_t n, struct schemes *all, struct crm_err *err)
{
	struct reading r = { all, segment, n };

	return look(c, "segment", "every=1..", "id,every,owner,name,channel,message", NULL, read_scheme, &r, err);
}

void
schemes_free(struct schemes *all)
{
	for (struct contacts *k = all->contacts; k != NULL; k = k->next)
		crm_map_free(&k->last);
	crm_arena_free(&all->arena);
}

static int
read_contact(void *arg, const struct crm_val *v)
{
	struct crm_map *last = arg;
	int64_t t;

	if (crm_read_time(v[1].p, v[1].n, &t) == CRM_OK && t > map_at(last, v[0].i, INT64_MIN))
		map_put(last, v[0].i, t);
	return CRM_OK;
}

/* The last contact with each client on a channel, or (NULL) on any: looked for once. */
static int
contacts_on(struct crm *c, struct schemes *all, const char *channel, const struct crm_map **last,
    struct crm_err *err)
{
	struct view v = { .entity = "interaction", .where = "client!=", .columns = "client,at", .any_order = true };
	struct contacts *k;

	for (k = all->contacts; k != NULL; k = k->next)
		if (channel == k->channel || (channel != NULL && k->channel != NULL && strcmp(channel, k->channel) == 0)) {
			*last = &k->last;
			return CRM_OK;
		}
	k = crm_zalloc(&all->arena, sizeof *k);
	*k = (struct contacts){ .next = all->contacts, .channel = channel };
	all->contacts = k;
	*last = &k->last;
	if (channel != NULL)
		v.where = crm_sprintf(&all->arena, "client!= channel=%s", channel);
	return look_at(c, &v, read_contact, &k->last, err);
}

struct gaps {
	const struct scheme *scheme;
	const struct crm_map *last;
	int64_t today;
	struct crm_buf found;
	struct crm_arena *arena;
};

static int
read_client(void *arg, const struct crm_val *v)
{
	struct gaps *g = arg;
	struct gap gap = { .client = v[0].i, .last = map_at(g->last, v[0].i, INT64_MIN) };
	int64_t from = gap.last;

	if (from == INT64_MIN && (v[1].t != CRM_TEXT || crm_read_time(v[1].p, v[1].n, &from) != CRM_OK))
		return CRM_OK;
	gap.days = g->today - crm_local_day(from);
	if (gap.days <= g->scheme->every)
		return CRM_OK;
	gap.name = text_of(g->arena, &v[2]);
	gap.owner = text_of(g->arena, &v[3]);
	crm_put(&g->found, &gap, sizeof gap);
	return CRM_OK;
}

int
scheme_gaps(struct crm *c, struct schemes *all, const struct scheme *s, struct gap **gap, size_t *n,
    struct crm_err *err)
{
	struct gaps g = { .scheme = s, .today = crm_local_day(c->ctx.now), .arena = &all->arena };
	int rc = contacts_on(c, all, s->channel, &g.last, err);

	if (rc == CRM_OK)
		rc = look(c, "client", crm_sprintf(&all->arena, "@%s", s->name), "id,created,name,owner.name", NULL, read_client,
		    &g, err);
	*n = g.found.n / sizeof **gap;
	*gap = crm_alloc(&all->arena, g.found.n + 1);
	if (g.found.n > 0)
		memcpy(*gap, g.found.p, g.found.n);
	crm_buf_free(&g.found);
	return rc;
}

enum { ID, NAME, SEGMENT, CHANNEL, EVERY, DAYS, LAST, OWNER, COLUMNS };
static const struct crm_outcol gap_cols[COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("segment", &crm_t_word), COL("channel", &crm_t_word),
	COL("every", &crm_t_int), COL("days", &crm_t_int), COL("last", &crm_t_time), COL("owner", &crm_t_text),
};

static void
add_gap(struct crm_grid *g, const struct scheme *s, const struct gap *gap)
{
	struct crm_val *row = crm_grid_add(g);
	char at[21];

	row[ID] = words(g, "c%lld", (long long)gap->client);
	row[NAME] = as_text(g, gap->name);
	row[SEGMENT] = as_text(g, s->name);
	row[CHANNEL] = as_text(g, s->channel);
	row[EVERY] = CRM_VINT(s->every);
	row[DAYS] = CRM_VINT(gap->days);
	if (gap->last != INT64_MIN) {
		crm_fmt_time(at, gap->last);
		row[LAST] = as_text(g, at);
	}
	row[OWNER] = as_text(g, gap->owner);
}

int
crm_segment_gaps(struct crm *c, const int64_t *segment, size_t n, struct crm_grid *g, struct crm_err *err)
{
	struct schemes all = { 0 };
	struct gap *gap;
	size_t ngap;
	int rc;

	g->col = gap_cols;
	g->ncol = g->width = COLUMNS;
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	rc = schemes_read(c, segment, n, &all, err);
	for (const struct scheme *s = all.v; rc == CRM_OK && s < all.v + all.n; s++) {
		rc = scheme_gaps(c, &all, s, &gap, &ngap, err);
		for (size_t i = 0; i < ngap && rc == CRM_OK; i++)
			add_gap(g, s, &gap[i]);
	}
	crm_db_read_end(c->db);
	schemes_free(&all);
	return rc == CRM_OK ? crm_grid_sort(g, "-days,name", err) : rc;
}
