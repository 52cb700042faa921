/* report_segment.c - a report by segments: a line for each, of what belongs to its clients */
#include "ask.h"

#include <string.h>

/* A filter of clients becomes one of records that refer to them; false when it cannot. */
static bool
behind(struct crm_expr *x, const struct crm_path *via)
{
	struct crm_path p = *via;

	if (x == NULL)
		return true;
	if (x->node != CRM_TEST)
		return x->node != CRM_WORDS && behind(x->a, via) && behind(x->b, via);
	if (p.nhop + x->path.nhop > CRM_HOPS)
		return false;
	for (unsigned i = 0; i < x->path.nhop; i++)
		p.hop[p.nhop++] = x->path.hop[i];
	p.field = x->path.field;
	x->path = p;
	return true;
}

int
in_segment(struct ask *q, const char *segment, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&q->c->schema, "client");
	const char *to = crm_field_find(q->ent, "client", 6) != NULL ? "client.name" : "order.client.name";
	struct crm_path via;
	struct crm_expr *x;
	int rc = crm_path_parse(&q->c->schema, q->ent, to, strlen(to), &via, err);

	if (rc == CRM_OK)
		rc = crm_filter_text(&q->c->ctx, client, crm_sprintf(&q->arena, "@%s", segment), &x, &q->arena, err);
	if (rc != CRM_OK)
		return rc;
	if (!behind(x, &via))
		return crm_fail(err, CRM_USAGE, "--by", "segment %s looks for words, or too far: that is asked of clients alone",
		    segment);
	q->where = crm_filter_and(q->where, x, &q->arena);
	return CRM_OK;
}

struct segments { struct crm_grid *g; const struct crm_report *r; const char **name; size_t n, cap; };

static int
add_name(void *arg, const struct crm_val *v)
{
	struct segments *s = arg;

	if (s->n == s->cap) {
		const char **more = crm_alloc(&s->g->arena, (s->cap = s->cap ? 2 * s->cap : 16) * sizeof *more);

		if (s->n > 0)
			memcpy(more, s->name, s->n * sizeof *more);
		s->name = more;
	}
	s->name[s->n++] = crm_strndup(&s->g->arena, v[0].p, v[0].n);
	return CRM_OK;
}

/* The report of a segment, or of everything, as lines of this one. */
static int
add_lines(struct crm *c, struct segments *s, const struct crm_asked *asked, const char *segment, struct crm_err *err)
{
	struct crm_grid part = { .col = s->r->col, .ncol = s->r->ncol, .width = s->r->ncol };
	struct crm_asked one = *asked;
	int rc;

	one.by = NULL;
	one.segment = segment;
	rc = s->r->run(c, &one, &part, err);
	for (size_t i = 0; i < part.nrow && rc == CRM_OK; i++) {
		struct crm_val *row = crm_grid_add(s->g);

		for (size_t k = 1; k < s->r->ncol; k++)
			row[k] = keep(s->g, &part.row[i][k]);
		row[0] = segment != NULL ? CRM_VTEXT(segment, strlen(segment)) : CRM_VNULL;
	}
	crm_grid_free(&part);
	return rc;
}

int
run_by_segment(struct crm *c, const struct crm_report *r, const struct crm_asked *asked, struct crm_grid *g,
    struct crm_err *err)
{
	struct segments s = { .g = g, .r = r };
	struct crm_outcol *col = crm_alloc(&g->arena, r->ncol * sizeof *col);
	size_t lines;
	int rc = look(c, "segment", "", "name", "name", add_name, &s, err);

	memcpy(col, r->col, r->ncol * sizeof *col);
	col[0] = (struct crm_outcol)COL("segment", &crm_t_word);
	g->col = col;
	for (size_t i = 0; i < s.n && rc == CRM_OK; i++)
		rc = add_lines(c, &s, asked, s.name[i], err);
	lines = g->nrow;
	if (rc == CRM_OK)
		rc = add_lines(c, &s, asked, NULL, err);
	g->ntotal = g->nrow - lines;
	return rc;
}
