/* followup_digest.c - what is late, due today and coming, as a message to each owner */
#include "session.h"

#include <string.h>

#include "crm/followup.h"
#include "crm/utf8.h"

#define AHEAD 7                          /* days that a digest looks ahead */

enum { ID, OWNER, NAME, LOGIN, ADDRESS, DUE, KIND, PRIORITY, ABOUT, CLIENT, NCOL };
static const char *const columns[NCOL] = {
	"id", "owner", "owner.name", "owner.login", "owner.email", "due", "kind", "priority", "about",
	"client.name",
};
enum { LATE, TODAY, COMING, NPART };

/* The owner at hand: texts of the parts as they grow. */
struct digest {
	struct crm *c;
	int64_t owner;                           /* 0: nobody, -1: none yet */
	const char *name, *to, *from;
	struct crm_buf part[NPART];
	int64_t n[NPART];
	struct crm_arena arena;
	int (*each)(void *, const struct crm_digest *, struct crm_err *);
	void *arg;
};

static const char *
text(struct crm_arena *a, const struct crm_val *v)
{
	return v->t == CRM_TEXT && v->n > 0 ? crm_strndup(a, v->p, v->n) : NULL;
}

static void
put_subject(const struct digest *d, struct crm_buf *b)
{
	static const char *const words[NPART] = { "late", "today", "coming" };

	crm_puts(b, "Follow-ups:");
	for (int i = 0; i < NPART; i++)
		if (d->n[i] > 0)
			crm_putf(b, "%s %lld %s", b->p[b->n - 1] == ':' ? "" : ",", (long long)d->n[i],
			    words[i]);
}

static int
send(struct digest *d, struct crm_err *err)
{
	static const char *const title[NPART] = { "Late", "Today", "The next seven days" };
	struct crm_digest out = {
		.name = d->name, .to = d->to, .late = d->n[LATE], .today = d->n[TODAY], .coming = d->n[COMING],
	};
	struct crm_buf subject = { 0 }, body = { 0 }, mail = { 0 };
	int rc;

	if (d->owner < 0)
		return CRM_OK;
	put_subject(d, &subject);
	for (int i = 0; i < NPART; i++)
		if (d->n[i] > 0) {
			crm_putf(&body, "%s%s\n", body.n ? "\n" : "", title[i]);
			crm_put(&body, d->part[i].p, d->part[i].n);
		}
	if (d->to != NULL) {
		crm_mail_put(&mail, &(struct crm_mail){ .from = d->from != NULL ? d->from : d->to, .name = d->name,
		    .to = d->to, .subject = subject.p, .date = d->c->ctx.now }, body.p, body.n);
		out.message = mail.p;
		out.n = mail.n;
	}
	rc = d->each(d->arg, &out, err);
	crm_buf_free(&subject);
	crm_buf_free(&body);
	crm_buf_free(&mail);
	return rc;
}

static void
begin(struct digest *d, const struct crm_val *val)
{
	crm_arena_reset(&d->arena);
	for (int i = 0; i < NPART; i++)
		d->part[i].n = 0, d->n[i] = 0;
	d->owner = val[OWNER].t == CRM_INT ? val[OWNER].i : 0;
	d->name = text(&d->arena, val[NAME].t == CRM_TEXT ? &val[NAME] : &val[LOGIN]);
	d->to = text(&d->arena, &val[ADDRESS]);
}

/* "  2026-09-15 14:30  Acme: about the offer  (call, high, f12)"; a time that was not given is not shown. */
static void
add(struct digest *d, const struct crm_val *val)
{
	int64_t t = 0, today = crm_local_day(d->c->ctx.now), day;
	struct crm_buf *b;
	struct crm_civil at;
	int part;

	crm_read_time(val[DUE].p, val[DUE].n, &t);
	day = crm_local_day(t);
	part = day < today ? LATE : day == today ? TODAY : COMING;
	b = &d->part[part];
	d->n[part]++;
	crm_local(t, &at);
	crm_putf(b, "  %04d-%02d-%02d", at.y, at.m, at.d);
	if (at.H != 0 || at.M != 0)
		crm_putf(b, " %02d:%02d", at.H, at.M);
	crm_puts(b, "  ");
	if (val[CLIENT].t == CRM_TEXT) {
		crm_put_safe(b, val[CLIENT].p, val[CLIENT].n);
		crm_puts(b, ": ");
	}
	crm_put_safe(b, val[ABOUT].p, val[ABOUT].n);
	crm_puts(b, "  (");
	for (int i = KIND; i <= PRIORITY; i++)
		if (val[i].t == CRM_TEXT)
			crm_putf(b, "%.*s, ", (int)val[i].n, val[i].p);
	crm_putf(b, "f%lld)\n", (long long)val[ID].i);
}

static int
find(struct crm *c, struct crm_expr *where, struct crm_cursor **cur, struct crm_arena *a, struct crm_err *err)
{
	const struct crm_entity *ent = crm_entity_must(&c->schema, "followup");
	static const char *const by[] = { "owner", "due" };
	struct crm_path *col = crm_zalloc(a, NCOL * sizeof *col);
	struct crm_sort *sort = crm_zalloc(a, 2 * sizeof *sort);
	struct crm_query *q = crm_zalloc(a, sizeof *q);
	struct crm_expr *mine;
	int rc = crm_filter_text(&c->ctx, ent, crm_sprintf(a, "state=open due=..+%dd", AHEAD), &mine, a, err);

	for (int i = 0; i < NCOL && rc == CRM_OK; i++)
		rc = crm_path_parse(&c->schema, ent, columns[i], strlen(columns[i]), &col[i], err);
	for (int i = 0; i < 2; i++)
		sort[i].path = (struct crm_path){ .ent = ent, .field = crm_field_must(ent, by[i]) };
	*q = (struct crm_query){
		.ent = ent, .where = crm_filter_and(mine, where, a), .col = col, .ncol = NCOL, .sort = sort, .nsort = 2,
		.ctx = &c->ctx,
	};
	return rc == CRM_OK ? crm_select(c->db, q, cur, err) : rc;
}

int
crm_digests(struct crm *c, struct crm_expr *where, const char *from,
    int (*each)(void *, const struct crm_digest *, struct crm_err *), void *arg, struct crm_err *err)
{
	struct digest d = { .c = c, .owner = -1, .from = from, .each = each, .arg = arg };
	struct crm_arena a = { 0 };
	struct crm_cursor *cur = NULL;
	int rc;

	if ((rc = find(c, where, &cur, &a, err)) != CRM_OK)
		goto out;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		if (d.owner != (cur->val[OWNER].t == CRM_INT ? cur->val[OWNER].i : 0)) {
			if ((rc = send(&d, err)) != CRM_OK)
				goto out;
			begin(&d, cur->val);
		}
		add(&d, cur->val);
	}
	if (rc == CRM_DONE)
		rc = send(&d, err);
out:
	crm_cursor_close(cur);
	for (int i = 0; i < NPART; i++)
		crm_buf_free(&d.part[i]);
	crm_arena_free(&d.arena);
	crm_arena_free(&a);
	return rc;
}
