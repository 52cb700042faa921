/* campaign.c - choosing the members of a campaign */
#include "core/campaign.h"

#include <stdio.h>
#include <string.h>

/* Where a campaign has no channels of its own and nobody prefers one. */
static const char usual[] = "email\ncall\npost";

int
campaign_open(struct crm *c, int64_t id, struct campaign *m, struct crm_err *err)
{
	const struct crm_val *quiet;
	int rc;

	*m = (struct campaign){ .c = c };
	crm_rec_init(&m->rec, crm_entity_must(&c->schema, "campaign"));
	if ((rc = crm_get(c, m->rec.ent, id, &m->rec, err)) != CRM_OK)
		return rc;
	if (is(&m->rec, "state", "cancelled") || is(&m->rec, "state", "done"))
		return crm_fail(err, CRM_DATA, "state", "cm%lld is %s", (long long)id,
		    crm_rec_get(&m->rec, "state")->p);
	quiet = crm_rec_get(&m->rec, "quiet");
	m->quiet = quiet->t == CRM_INT ? quiet->i : c->policy.quiet;
	return CRM_OK;
}

static void
forget_courtesy(struct campaign *m)
{
	crm_map_free(&m->complaining);
	crm_map_free(&m->clients);
	crm_map_free(&m->persons);
}

void
campaign_close(struct campaign *m)
{
	forget_courtesy(m);
	crm_rec_free(&m->rec);
}

/* Rows of some columns: `each` gets them one by one. */
static int
rows(struct crm *c, const char *entity, const char *const *columns, size_t n, const char *filter,
    void (*each)(void *, const struct crm_val *), void *arg, struct crm_err *err)
{
	const struct crm_entity *ent = crm_entity_must(&c->schema, entity);
	struct crm_path col[4];
	struct crm_query q = { .ent = ent, .col = col, .ncol = n, .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_expr *where;
	struct crm_cursor *cur = NULL;
	int rc;

	for (size_t i = 0; i < n; i++)
		col[i] = (struct crm_path){ .ent = ent, .field = crm_field_must(ent, columns[i]) };
	rc = crm_filter_text(&c->ctx, ent, filter, &where, &a, err);
	q.where = where;
	if (rc == CRM_OK && (rc = crm_select(c->db, &q, &cur, err)) == CRM_OK)
		while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
			each(arg, cur->val);
	crm_cursor_close(cur);
	crm_arena_free(&a);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static void
note_day(struct crm_map *map, const struct crm_val *who, int64_t day)
{
	int64_t before;

	if (who->t == CRM_INT && (!crm_map_get(map, (const char *)&who->i, sizeof who->i, &before)
	    || before < day))
		crm_map_set(map, (const char *)&who->i, sizeof who->i, day);
}

static void
note_complaint(void *arg, const struct crm_val *val)
{
	note_day(&((struct campaign *)arg)->complaining, &val[0], 1);
}

static void
note_approach(void *arg, const struct crm_val *val)
{
	struct campaign *m = arg;
	int64_t t = 0;

	crm_read_time(val[2].p, val[2].n, &t);
	note_day(&m->clients, &val[0], crm_local_day(t));
	note_day(&m->persons, &val[1], crm_local_day(t));
}

int
campaign_courtesy(struct campaign *m, const struct crm_target *only, struct crm_err *err)
{
	static const char *const sent[] = { "client", "person", "sent" };
	struct crm_buf f = { 0 };
	int rc;

	forget_courtesy(m);
	crm_puts(&f, "kind=complaint closed=");
	if (only != NULL)
		crm_putf(&f, " client=c%lld", (long long)only->client);
	rc = only == NULL || only->client != 0 ? rows(m->c, "case", sent, 1, f.p, note_complaint, m, err)
	    : CRM_OK;
	if (rc == CRM_OK && m->quiet > 0) {
		f.n = 0;
		crm_puts(&f, "sent>");
		crm_put_time(&f, m->c->ctx.now - m->quiet * 86400);
		crm_putf(&f, " campaign!=cm%lld", (long long)crm_rec_id(&m->rec));
		if (only != NULL)
			crm_putf(&f, only->person != 0 ? " person=p%lld" : " client=c%lld",
			    (long long)(only->person != 0 ? only->person : only->client));
		rc = rows(m->c, "member", sent, 3, f.p, note_approach, m, err);
	}
	crm_buf_free(&f);
	return rc;
}

/* A person is left in peace after words of his own, a client after words with anybody there. */
static bool
in_peace(const struct campaign *m, const struct crm_reach *w, struct crm_buf *why)
{
	const struct crm_map *map = w->person_id != 0 ? &m->persons : &m->clients;
	const int64_t *who = w->person_id != 0 ? &w->person_id : &w->client_id;
	int64_t day;

	if (crm_map_get(&m->complaining, (const char *)&w->client_id, sizeof w->client_id, &day)) {
		crm_puts(why, "complaint open");
		return true;
	}
	if (!crm_map_get(map, (const char *)who, sizeof *who, &day))
		return false;
	day = crm_local_day(m->c->ctx.now) - day;
	if (day == 0)
		crm_puts(why, "contacted today");
	else
		crm_putf(why, "contacted %lld day%s ago", (long long)day, day == 1 ? "" : "s");
	return true;
}

int
campaign_may(struct campaign *m, struct crm_reach *w, const char *channel, const char *address, bool *may,
    struct crm_buf *why, struct crm_err *err)
{
	*may = false;
	return in_peace(m, w, why) ? CRM_OK : crm_may_approach(m->c, w, channel, address, may, why, err);
}

/* How a member is approached, or why not: then the channel and address are the first there were. */
struct choice { const char *channel, *address; bool may; struct crm_buf why; };

static void
add_reason(struct choice *ch, const struct crm_buf *why)
{
	if (ch->why.n > 0 && strstr(ch->why.p, why->p) != NULL)
		return;
	crm_putf(&ch->why, "%s%s", ch->why.n ? "; " : "", why->p);
}

/* One address on a channel, or none: the choice, if it may be used. */
static int
consider(struct campaign *m, struct crm_reach *w, const char *channel, const char *address, struct choice *ch,
    struct crm_err *err)
{
	struct crm_buf why = { 0 };
	int rc = campaign_may(m, w, channel, address, &ch->may, &why, err);

	if (rc == CRM_OK && (ch->may || (ch->address == NULL && address != NULL))) {
		ch->channel = channel;
		ch->address = address;
	}
	if (rc == CRM_OK && ch->may)
		ch->why.n = 0;
	if (rc == CRM_OK)
		add_reason(ch, &why);
	crm_buf_free(&why);
	return rc;
}

static int
try_channel(struct campaign *m, struct crm_reach *w, const char *channel, struct choice *ch,
    struct crm_err *err)
{
	const char *address;
	size_t at = 0, n = 0;
	int rc = CRM_OK;

	for (; rc == CRM_OK && !ch->may && crm_reach_address(w, channel, &at, &address); n++)
		rc = consider(m, w, channel, address, ch, err);
	return rc == CRM_OK && n == 0 ? consider(m, w, channel, NULL, ch, err) : rc;
}

static const struct crm_val *
preferred(const struct crm_reach *w)
{
	const struct crm_val *v = crm_rec_get(&w->person, "prefers");

	return v->t == CRM_TEXT ? v : crm_rec_get(&w->client, "prefers");
}

static int
choose(struct campaign *m, struct crm_reach *w, struct choice *ch, struct crm_err *err)
{
	const struct crm_val *own = crm_rec_get(&m->rec, "channel"), *likes = preferred(w);
	const char *list = own->t == CRM_TEXT ? own->p : usual;
	size_t n = strlen(list), at = 0, len;
	char *channel;
	int rc = CRM_OK;

	if (likes->t == CRM_TEXT && (own->t != CRM_TEXT || crm_many_has(list, n, likes->p, likes->n))) {
		if ((rc = try_channel(m, w, likes->p, ch, err)) != CRM_OK)
			return rc;
		if (ch->may)
			crm_putf(&ch->why, "; prefers %s", likes->p);
	}
	while (rc == CRM_OK && !ch->may && crm_many_next(list, n, &at, &w->client.arena, &channel, &len))
		if (likes->t != CRM_TEXT || strcmp(channel, likes->p) != 0)
			rc = try_channel(m, w, channel, ch, err);
	return rc;
}

/* The addresses that the campaign uses: nobody is told the same thing twice. */
static void
address_key(struct crm_buf *key, const char *channel, const char *address)
{
	key->n = 0;
	crm_putf(key, "%s\n%s", channel, address);
}

static void
note_address(void *arg, const struct crm_val *val)
{
	struct crm_buf key = { 0 };

	if (val[1].t == CRM_TEXT && val[2].t == CRM_TEXT) {
		address_key(&key, val[1].p, val[2].p);
		crm_map_put(arg, key.p, key.n, val[0].i);
	}
	crm_buf_free(&key);
}

static int
find_used(struct campaign *m, struct crm_map *used, struct crm_err *err)
{
	static const char *const columns[] = { "id", "channel", "address" };
	char filter[64];

	snprintf(filter, sizeof filter, "campaign=cm%lld status!=excluded", (long long)crm_rec_id(&m->rec));
	return rows(m->c, "member", columns, 3, filter, note_address, used, err);
}

static void
not_twice(struct choice *ch, const struct crm_map *used)
{
	struct crm_buf key = { 0 };
	int64_t other;

	address_key(&key, ch->channel, ch->address);
	if (crm_map_get(used, key.p, key.n, &other)) {
		ch->may = false;
		ch->why.n = 0;
		crm_putf(&ch->why, "same address as mb%lld", (long long)other);
	}
	crm_buf_free(&key);
}

#define COL(n, t) { .name = #n, .type = &crm_t_##t, .currency = -1 }
static const struct crm_outcol target_col[] = {
	COL(id, text), COL(status, word), COL(client, text), COL(person, text), COL(channel, word),
	COL(address, text), COL(why, text),
};
enum { TARGET_COLS = sizeof target_col / sizeof *target_col };

static void
add_row(struct crm_targeted *out, const struct crm_rec *rec, const struct crm_reach *w)
{
	const struct crm_val *cell[] = {
		NULL, crm_rec_get(rec, "status"), crm_rec_get(&w->client, "name"),
		crm_rec_get(&w->person, "name"), crm_rec_get(rec, "channel"), crm_rec_get(rec, "address"), crm_rec_get(rec, "why"),
	};
	struct crm_grid *g = &out->grid;
	struct crm_val *row = crm_grid_add(g);
	char *id = crm_sprintf(&g->arena, "mb%lld", (long long)crm_rec_id(rec));

	row[0] = CRM_VTEXT(id, strlen(id));
	for (size_t i = 1; i < g->ncol; i++)
		if (cell[i]->t == CRM_TEXT)
			row[i] = CRM_VTEXT(crm_strndup(&g->arena, cell[i]->p, cell[i]->n), cell[i]->n);
}

static int
make_member(struct campaign *m, struct crm_reach *w, const struct crm_map *used, struct crm_rec *rec,
    struct crm_err *err)
{
	struct choice ch = { 0 };
	int rc = choose(m, w, &ch, err);

	if (rc == CRM_OK && ch.may)
		not_twice(&ch, used);
	if (rc == CRM_OK) {
		crm_rec_put(rec, "campaign", &m->rec.val[0]);
		put_text(rec, "status", ch.may ? "targeted" : "excluded");
		put_text(rec, "channel", ch.channel);
		put_text(rec, "address", ch.address);
		put_text(rec, "why", ch.why.p);
		rc = save(m->c, NULL, rec, 0, NULL, err);
	}
	crm_buf_free(&ch.why);
	return rc;
}

static int
target_one(struct campaign *m, const struct crm_target *t, struct crm_map *used, struct crm_targeted *out,
    struct crm_err *err)
{
	const struct crm_entity *member = crm_entity_must(&m->c->schema, "member");
	struct crm_reach w;
	struct crm_rec rec;
	int64_t id;
	size_t n = 0;
	int rc;

	crm_rec_init(&rec, member);
	if ((rc = crm_reach_load(m->c, t->client, t->person, &w, err)) != CRM_OK)
		goto out;
	if (w.client_id != 0)
		put_int(&rec, "client", w.client_id);
	if (w.person_id != 0)
		put_int(&rec, "person", w.person_id);
	crm_rec_put(&rec, "campaign", &m->rec.val[0]);
	member_slot(&rec);
	rc = crm_lookup(m->c->db, crm_field_must(member, "slot"), member, crm_rec_get(&rec, "slot"), &id, 1,
	    &n, err);
	if (rc != CRM_OK || n > 0) {
		out->already += n > 0;
		goto out;
	}
	if ((rc = make_member(m, &w, used, &rec, err)) != CRM_OK)
		goto out;
	if (is(&rec, "status", "targeted")) {
		out->targeted++;
		note_address(used, (struct crm_val[]){ rec.val[0], *crm_rec_get(&rec, "channel"),
		    *crm_rec_get(&rec, "address") });
	} else {
		out->excluded++;
	}
	add_row(out, &rec, &w);
out:
	crm_reach_free(&w);
	crm_rec_free(&rec);
	return rc;
}

int
crm_campaign_target(struct crm *c, int64_t campaign, const struct crm_target *t, size_t n,
    struct crm_targeted *out, struct crm_err *err)
{
	struct crm_map used = { 0 };
	struct campaign m;
	int rc;

	crm_grid_free(&out->grid);
	*out = (struct crm_targeted){ .grid = { .col = target_col, .ncol = TARGET_COLS, .width = TARGET_COLS } };
	if ((rc = campaign_open(c, campaign, &m, err)) == CRM_OK
	    && (rc = find_used(&m, &used, err)) == CRM_OK)
		rc = campaign_courtesy(&m, n == 1 ? t : NULL, err);
	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		rc = target_one(&m, &t[i], &used, out, err);
	crm_map_free(&used);
	campaign_close(&m);
	return rc;
}
