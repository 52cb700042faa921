/* case_repeats.c - cases of one cause together: does what was done against it help? */
#include "ask.h"
#include "crm/case.h"
#include "crm/utf8.h"

#include <string.h>

enum { CAUSE, CASES, CLIENTS, FIRST, LAST, OPEN, MEASURES, EFFECTIVE, WITHOUT, AGAIN };
static const struct crm_outcol cols[] = {
	COL("cause", &crm_t_text), COL("cases", &crm_t_int), COL("clients", &crm_t_int),
	COL("first", &crm_t_time), COL("last", &crm_t_time), COL("open", &crm_t_int),
	COL("measures", &crm_t_int), COL("effective", &crm_t_int), COL("without_effect", &crm_t_int),
	COL("again", &crm_t_int),
};

/* The group at hand: its rows come one after the other, the first received first. */
struct repeats {
	struct crm_grid *g;
	struct crm_buf cause, next;              /* folded */
	struct crm_val row[NCOL(cols)];
	struct crm_map client;
	int64_t *day; size_t n;                  /* received on; in the arena */
	int64_t taken;                           /* day of the first measure; INT64_MAX: none was */
	struct crm_arena arena;
};

/* What came alone is no repeat. */
static void
end_group(struct repeats *r)
{
	struct crm_val *row;

	if (r->n > 1) {
		for (size_t i = 0; i < r->n; i++)
			r->row[AGAIN].i += r->day[i] > r->taken;
		row = crm_grid_add(r->g);
		for (size_t i = 0; i < NCOL(cols); i++)
			row[i] = keep(r->g, &r->row[i]);
	}
	crm_map_free(&r->client);
	memset(&r->client, 0, sizeof r->client);
	crm_arena_reset(&r->arena);
	r->day = NULL;
	r->n = 0;
}

static void
begin_group(struct repeats *r, const struct crm_val *cause, const struct crm_val *received)
{
	for (size_t i = 0; i < NCOL(cols); i++)
		r->row[i] = CRM_VINT(0);
	r->row[CAUSE] = CRM_VTEXT(crm_strndup(&r->arena, cause->p, cause->n), cause->n);
	r->row[FIRST] = CRM_VTEXT(crm_strndup(&r->arena, received->p, received->n), received->n);
	r->taken = INT64_MAX;
}

static bool
is_same_cause(struct repeats *r, const struct crm_val *cause)
{
	r->next.n = 0;
	crm_fold(&r->next, cause->p, cause->n);
	return r->n > 0 && r->next.n == r->cause.n && memcmp(r->next.p, r->cause.p, r->cause.n) == 0;
}

/* cause, received, client, closed, measure, done, effective */
static int
add(void *arg, const struct crm_val *v)
{
	struct repeats *r = arg;
	int64_t received = 0, done;
	struct crm_buf same;

	if (!is_same_cause(r, &v[0])) {
		end_group(r);
		begin_group(r, &v[0], &v[1]);
		same = r->cause;
		r->cause = r->next;
		r->next = same;
	}
	crm_read_time(v[1].p, v[1].n, &received);
	push_id(&r->day, &r->n, crm_local_day(received), &r->arena);
	r->row[CASES].i++;
	r->row[LAST] = CRM_VTEXT(crm_strndup(&r->arena, v[1].p, v[1].n), v[1].n);
	r->row[CLIENTS].i += v[2].t == CRM_INT
	    && crm_map_put(&r->client, (const char *)&v[2].i, sizeof v[2].i, 1);
	r->row[OPEN].i += v[3].t == CRM_NULL;
	r->row[MEASURES].i += v[4].t == CRM_TEXT;
	r->row[EFFECTIVE].i += v[6].t == CRM_INT && v[6].i != 0;
	r->row[WITHOUT].i += v[6].t == CRM_INT && v[6].i == 0;
	if (v[5].t == CRM_TEXT && crm_read_date(v[5].p, v[5].n, &done) == CRM_OK && done < r->taken)
		r->taken = done;
	return CRM_OK;
}

static int
run_repeats(struct crm *c, const struct crm_asked *asked, struct crm_grid *g, struct crm_err *err)
{
	struct repeats r = { .g = g };
	struct ask q;
	int rc = ask(&q, c, asked, "case", "cause!=", "received", err);

	if (rc == CRM_OK)
		rc = ask_rows(&q, "cause,received,client,closed,measure,done,effective", "cause,received", add,
		    &r, err);
	end_group(&r);
	if (rc == CRM_OK)
		rc = crm_grid_sort(g, "-cases,-last", err);
	crm_buf_free(&r.cause);
	crm_buf_free(&r.next);
	crm_arena_free(&r.arena);
	ask_free(&q);
	return rc;
}

const struct crm_report crm_case_repeats = {
	"repeats", "cases of one cause together", CRM_ASK_FILTER | CRM_ASK_PERIOD, cols, NCOL(cols),
	run_repeats,
};
