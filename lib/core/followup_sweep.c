/* followup_sweep.c - what the policy's rules ask to be done, planned once for each situation */
#include "scheme.h"
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/followup.h"

#define COLUMNS 16

/* A rule at work: its columns are the id, `again`, `to` and what {stands} between braces in `what`. */
struct sweep {
	struct crm *c;
	const struct crm_rule *rule;
	const int64_t *among; size_t namong;     /* these records only; NULL: all */
	const struct crm_entity *ent, *followup;
	struct crm_path col[COLUMNS];
	size_t ncol;
	bool to_path;
	int64_t to;                              /* the user of a login */
	struct crm_rec like;                     /* what all of this rule have in common */
	struct crm_map open;                     /* situations, less the value of `again`, that have one open */
	struct crm_arena arena;
	struct match {
		struct match *next;
		int64_t id, owner;
		const char *about, *situation;
		size_t of;                       /* bytes of the situation without the value of `again` */
	} *first, **last;
};

struct found { int64_t **id; size_t *n; struct crm_arena *arena; };

static int
add_path(struct sweep *s, const char *key, const char *p, size_t n, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;

	if (s->ncol == COLUMNS)
		return crm_fail(err, CRM_CONFIG, s->rule->name, "what: too many fields in braces");
	if (crm_path_parse(&s->c->schema, s->ent, p, n, &s->col[s->ncol], &why) != CRM_OK)
		return crm_fail(err, CRM_CONFIG, s->rule->name, "%s: %s", key, why.text);
	s->ncol++;
	return CRM_OK;
}

/* "owner" leads there by a path; else it is a login. */
static int
read_to(struct sweep *s, struct crm_err *err)
{
	const struct crm_entity *user = crm_entity_must(&s->c->schema, "user");
	const char *to = s->rule->to;
	struct crm_path p;

	s->to_path = crm_path_parse(&s->c->schema, s->ent, to, strlen(to), &p, NULL) == CRM_OK;
	if (s->to_path)
		return add_path(s, "to", to, strlen(to), err);
	return crm_resolve(s->c, user, NULL, to, strlen(to), &s->to, err);
}

/* The braces of a text, one after another: true while there is one. */
static bool
next_brace(const char **at, const char **path, size_t *n)
{
	const char *open = strchr(*at, '{'), *shut = open != NULL ? strchr(open, '}') : NULL;

	if (shut == NULL)
		return false;
	*path = open + 1;
	*n = (size_t)(shut - open - 1);
	*at = shut + 1;
	return true;
}

static int
prepare(struct sweep *s, struct crm_err *err)
{
	const struct crm_rule *rule = s->rule;
	const char *at = rule->what, *path;
	struct crm_val due;
	size_t n;
	int rc = add_path(s, "of", "id", 2, err);

	if (rc == CRM_OK)
		rc = rule->again == NULL ? add_path(s, "of", "id", 2, err)
		    : add_path(s, "again", rule->again, strlen(rule->again), err);
	if (rc == CRM_OK)
		rc = read_to(s, err);
	while (rc == CRM_OK && next_brace(&at, &path, &n))
		rc = add_path(s, "what", path, n, err);
	crm_rec_init(&s->like, s->followup);
	if (rc == CRM_OK)
		rc = crm_field_parse(&s->c->ctx, crm_field_must(s->followup, "due"), rule->due, strlen(rule->due), &due,
		    &s->arena, err);
	if (rc != CRM_OK)
		return rc;
	crm_rec_put(&s->like, "due", &due);
	put_text(&s->like, "kind", rule->kind);
	put_text(&s->like, "priority", rule->priority);
	put_text(&s->like, "rule", rule->name);
	return crm_rec_defaults(&s->c->ctx, &s->like, err);
}

static int
find_open(struct sweep *s, struct crm_err *err)
{
	struct crm_path col = { .ent = s->followup, .field = crm_field_must(s->followup, "situation") };
	struct crm_query q = { .ent = s->followup, .col = &col, .ncol = 1, .ctx = &s->c->ctx };
	struct crm_expr *where;
	struct crm_cursor *cur;
	const char *text = crm_sprintf(&s->arena, "state=open rule=\"%s\"", s->rule->name);
	int rc = crm_filter_text(&s->c->ctx, s->followup, text, &where, &s->arena, err);

	q.where = where;
	if (rc != CRM_OK || (rc = crm_select(s->c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		const struct crm_val *v = &cur->val[0];
		size_t n = strlen(s->rule->name) + 1;

		if (v->t != CRM_TEXT || v->n < n)
			continue;
		n += strcspn(v->p + n, ":");
		crm_map_set(&s->open, v->p, n, 1);
	}
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static char *
about(struct sweep *s, const struct crm_val *val)
{
	const char *at = s->rule->what, *from = at, *path;
	struct crm_buf b = { 0 };
	size_t k = 2 + s->to_path, n;
	char *text;

	for (; next_brace(&at, &path, &n); from = at) {
		crm_put(&b, from, (size_t)(path - 1 - from));
		if (val[k].t != CRM_NULL)
			crm_field_print(&s->c->ctx, s->col[k].field, &val[k], &b);
		k++;
	}
	crm_puts(&b, from);
	text = crm_strdup(&s->arena, b.p);
	crm_buf_free(&b);
	return text;
}

/* No statement may run while rows come, so they are kept. */
static void
keep(struct sweep *s, const struct crm_val *val)
{
	struct match *m = crm_zalloc(&s->arena, sizeof *m);
	struct crm_buf b = { 0 };

	m->id = val[0].i;
	m->owner = s->to_path ? (val[2].t == CRM_INT ? val[2].i : 0) : s->to;
	m->about = about(s, val);
	crm_putf(&b, "%s:%s%lld", s->rule->name, s->ent->prefix, (long long)m->id);
	m->of = b.n;
	crm_putc(&b, ':');
	if (s->rule->again != NULL && val[1].t != CRM_NULL)
		crm_field_print(&s->c->ctx, s->col[1].field, &val[1], &b);
	m->situation = crm_strdup(&s->arena, b.p);
	crm_buf_free(&b);
	*s->last = m;
	s->last = &m->next;
}

static int
find_matches(struct sweep *s, struct crm_err *err)
{
	struct crm_query q = { .ent = s->ent, .col = s->col, .ncol = s->ncol, .id = s->among, .nid = s->namong,
	    .ctx = &s->c->ctx };
	struct crm_expr *where;
	struct crm_cursor *cur;
	int rc = crm_filter_text(&s->c->ctx, s->ent, s->rule->when, &where, &s->arena, err);

	q.where = where;
	if (rc != CRM_OK || (rc = crm_select(s->c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	s->last = &s->first;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		keep(s, cur->val);
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
plan(struct sweep *s, const struct match *m, struct found *f, struct crm_err *err)
{
	int64_t id;
	size_t n;
	int rc;

	if (crm_map_get(&s->open, m->situation, m->of, &id))
		return CRM_OK;
	rc = crm_lookup(s->c->db, crm_field_must(s->followup, "situation"), s->followup,
	    &CRM_VTEXT(m->situation, strlen(m->situation)), &id, 1, &n, err);
	if (rc != CRM_OK || n > 0)
		return rc;
	put_text(&s->like, "about", m->about);
	put_text(&s->like, "situation", m->situation);
	crm_rec_put(&s->like, "owner", m->owner != 0 ? &CRM_VINT(m->owner) : &CRM_VNULL);
	if ((rc = crm_followup_plan(s->c, &s->like, s->ent, m->id, &id, err)) == CRM_OK)
		push_id(f->id, f->n, id, f->arena);
	return rc;
}

static int
sweep_among(struct crm *c, const struct crm_rule *rule, const int64_t *id, size_t n, struct found *f,
    struct crm_err *err)
{
	struct sweep s = {
		.c = c, .rule = rule, .among = id, .namong = n, .ent = crm_entity_must(&c->schema, rule->entity),
		.followup = crm_entity_must(&c->schema, "followup"),
	};
	int rc;

	if ((rc = prepare(&s, err)) == CRM_OK && (rc = find_open(&s, err)) == CRM_OK)
		rc = find_matches(&s, err);
	for (const struct match *m = s.first; m != NULL && rc == CRM_OK; m = m->next)
		rc = plan(&s, m, f, err);
	crm_rec_free(&s.like);
	crm_map_free(&s.open);
	crm_arena_free(&s.arena);
	return rc;
}

static int
sweep_rule(struct crm *c, const struct crm_rule *rule, struct found *f, struct crm_err *err)
{
	return sweep_among(c, rule, NULL, 0, f, err);
}

/* A contract's owner is reminded so many days before: of each day once, and anew when it has moved. */
static int
sweep_contracts(struct crm *c, struct found *f, struct crm_err *err)
{
	static const struct { const char *rule, *date, *what, *also; } days[] = {
		{ "contract_notice", "notice_by", "Decide on {title}: notice by {notice_by}", "" },
		{ "contract_end", "ends", "Decide on {title}: it ends on {ends}", " renewal!=auto" },
	};
	const struct crm_policy *p = &c->policy;
	int64_t today = crm_local_day(c->ctx.now);
	struct crm_arena a = { 0 };
	char from[11], to[11];
	int rc = CRM_OK;

	for (size_t i = 0; i < p->nremind && rc == CRM_OK; i++) {
		crm_fmt_date(from, i + 1 < p->nremind ? today + p->remind[i + 1] + 1 : today);
		crm_fmt_date(to, today + p->remind[i]);
		for (size_t k = 0; k < sizeof days / sizeof *days && rc == CRM_OK; k++)
			rc = sweep_rule(c, &(struct crm_rule){
				.name = crm_sprintf(&a, "%s_%lld", days[k].rule, (long long)p->remind[i]), .entity = "contract",
				.when = crm_sprintf(&a, "state=signed,active %s=%s..%s%s", days[k].date, from, to, days[k].also),
				.what = days[k].what, .kind = "task", .priority = i + 1 < p->nremind ? "normal" : "high",
				.to = "owner", .due = "today", .again = days[k].date,
			}, f, err);
	}
	crm_arena_free(&a);
	return rc;
}

/* An order that is, or will be, late or short warns its owner, once for each promise; a rule of this name replaces it. */
static int
sweep_orders(struct crm *c, struct found *f, struct crm_err *err)
{
	char when[160];
	struct crm_rule rule = {
		.name = "order_unfinished", .entity = "order", .when = when, .kind = "task", .priority = "high",
		.what = "{client.name} awaits {left} units of what was promised for {promised}",
		.to = "owner", .due = "today", .again = "promised",
	};

	for (size_t i = 0; i < c->policy.nrule; i++)
		if (strcmp(c->policy.rule[i].name, rule.name) == 0)
			return CRM_OK;
	snprintf(when, sizeof when, "promised=..+%lldd kind=order cancelled= shipped= (open_lines=1.. or lines=0)",
	    (long long)c->policy.warn);
	return sweep_rule(c, &rule, f, err);
}

/* What is done on a channel. */
static const char *
kind_on(const char *channel)
{
	static const char *const kinds[] = { "call", "email", "meeting", "visit", NULL };

	for (size_t i = 0; channel != NULL && kinds[i] != NULL; i++)
		if (strcmp(kinds[i], channel) == 0)
			return channel;
	return channel != NULL && strcmp(channel, "post") == 0 ? "letter" : "task";
}

/* Clients of a segment that nobody was in touch with for longer than its scheme says: once for each last contact. */
static int
sweep_scheme(struct crm *c, struct schemes *all, const struct scheme *s, struct found *f, struct crm_err *err)
{
	struct crm_arena *a = &all->arena;
	struct crm_rule rule = {
		.name = crm_sprintf(a, "segment_%s", s->name), .entity = "client", .when = "", .kind = kind_on(s->channel),
		.what = s->message, .priority = "normal", .due = "today", .again = "last_contact",
		.to = s->owner != 0 ? crm_sprintf(a, "u%lld", (long long)s->owner) : "owner",
	};
	struct gap *gap;
	int64_t *id;
	size_t n;
	int rc = scheme_gaps(c, all, s, &gap, &n, err);

	if (rc != CRM_OK || n == 0)
		return rc;
	if (rule.what == NULL)
		rule.what = crm_sprintf(a, "Be in touch with {name}: @%s, at least every %lld days", s->name,
		    (long long)s->every);
	id = crm_alloc(a, n * sizeof *id);
	for (size_t i = 0; i < n; i++)
		id[i] = gap[i].client;
	return sweep_among(c, &rule, id, n, f, err);
}

static int
sweep_schemes(struct crm *c, struct found *f, struct crm_err *err)
{
	struct schemes all = { 0 };
	int rc = schemes_read(c, NULL, 0, &all, err);

	for (size_t i = 0; i < all.n && rc == CRM_OK; i++)
		rc = sweep_scheme(c, &all, &all.v[i], f, err);
	schemes_free(&all);
	return rc;
}

int
crm_followup_sweep(struct crm *c, int64_t **id, size_t *n, struct crm_arena *arena, struct crm_err *err)
{
	struct found f = { id, n, arena };
	int rc = CRM_OK;

	*id = NULL;
	*n = 0;
	for (size_t i = 0; i < c->policy.nrule && rc == CRM_OK; i++)
		rc = sweep_rule(c, &c->policy.rule[i], &f, err);
	if (rc == CRM_OK)
		rc = sweep_contracts(c, &f, err);
	if (rc == CRM_OK)
		rc = sweep_schemes(c, &f, err);
	return rc == CRM_OK ? sweep_orders(c, &f, err) : rc;
}
