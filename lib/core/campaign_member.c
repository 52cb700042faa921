/* campaign_member.c - how members go on: statuses, seats, answers */
#include "core/campaign.h"

#include <stdio.h>
#include <string.h>

static int64_t
ref_of(const struct crm_rec *rec, const char *field)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_INT ? v->i : 0;
}

void
member_slot(struct crm_rec *member)
{
	char slot[96];

	snprintf(slot, sizeof slot, "cm%lld:c%lld:p%lld", (long long)ref_of(member, "campaign"),
	    (long long)ref_of(member, "client"), (long long)ref_of(member, "person"));
	put_text(member, "slot", slot);
}

int
campaign_members(struct crm *c, int64_t campaign, const char *filter, struct crm_expr *where,
    const char *sort, int64_t limit, int64_t **id, size_t *n, struct crm_arena *a, struct crm_err *err)
{
	const struct crm_entity *ent = crm_entity_must(&c->schema, "member");
	struct crm_path col = { .ent = ent, .field = &ent->field[0] };
	struct crm_sort by = { .path = { .ent = ent, .field = crm_field_must(ent, sort) } };
	struct crm_query q = {
		.ent = ent, .col = &col, .ncol = 1, .sort = &by, .nsort = 1, .limit = limit, .ctx = &c->ctx,
	};
	struct crm_expr *mine;
	struct crm_cursor *cur;
	int rc;

	*id = NULL;
	*n = 0;
	rc = crm_filter_text(&c->ctx, ent, crm_sprintf(a, "campaign=cm%lld %s", (long long)campaign, filter),
	    &mine, a, err);
	q.where = rc == CRM_OK ? crm_filter_and(mine, where, a) : NULL;
	if (rc != CRM_OK || (rc = crm_select(c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		push_id(id, n, cur->val[0].i, a);
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static bool
is_seated(const struct crm_rec *rec)
{
	return rec != NULL && (is(rec, "status", "registered") || is(rec, "status", "attended"));
}

int
campaign_has_seat(struct crm *c, int64_t campaign, bool *free, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct crm_rec cm;
	int64_t *id;
	size_t taken = 0;
	int rc;

	crm_rec_init(&cm, crm_entity_must(&c->schema, "campaign"));
	*free = true;
	if ((rc = crm_get(c, cm.ent, campaign, &cm, err)) == CRM_OK
	    && crm_rec_get(&cm, "seats")->t == CRM_INT) {
		rc = campaign_members(c, campaign, "status=registered,attended", NULL, "id", 0, &id, &taken,
		    &a, err);
		*free = (int64_t)taken < crm_rec_get(&cm, "seats")->i;
	}
	crm_rec_free(&cm);
	crm_arena_free(&a);
	return rc;
}

/* The seats that came free go to those who wait, the longest first. */
static int
move_up(struct crm *c, int64_t campaign, struct crm_err *err)
{
	const struct crm_entity *ent = crm_entity_must(&c->schema, "member");
	struct crm_arena a = { 0 };
	struct crm_rec old, rec = { 0 };
	int64_t *id;
	size_t n = 1;
	bool free = true;
	int rc = CRM_OK;

	crm_rec_init(&old, ent);
	while (rc == CRM_OK && n > 0) {
		if ((rc = campaign_members(c, campaign, "status=waiting", NULL, "registered", 1, &id, &n, &a,
		    err)) != CRM_OK || n == 0 || (rc = campaign_has_seat(c, campaign, &free, err)) != CRM_OK
		    || !free)
			break;
		crm_rec_reset(&old);
		if ((rc = crm_get(c, ent, id[0], &old, err)) != CRM_OK)
			break;
		crm_rec_copy(&rec, &old);
		put_text(&rec, "status", "registered");
		rc = save(c, &old, &rec, 0, NULL, err);
		c->moved_up = id[0];
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	crm_arena_free(&a);
	return rc;
}

static int
may_move(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const char *from = crm_rec_get(old, "status")->p, *to = crm_rec_get(rec, "status")->p;
	struct crm_buf moves = { 0 };
	bool free = true;
	int rc = CRM_OK;

	if (!crm_member_may(from, to)) {
		crm_member_moves(from, &moves);
		rc = crm_fail(err, CRM_DATA, "status", "mb%lld is %s and cannot be %s; it can be %s",
		    (long long)crm_rec_id(old), from, to, moves.p);
	} else if (strcmp(to, "registered") == 0
	    && (rc = campaign_has_seat(c, ref_of(rec, "campaign"), &free, err)) == CRM_OK && !free) {
		rc = crm_fail(err, CRM_DATA, "status", "mb%lld: every seat is taken; it can be waiting",
		    (long long)crm_rec_id(old));
	}
	crm_buf_free(&moves);
	return rc;
}

static void
put_once(const struct crm *c, struct crm_rec *rec, const char *field)
{
	char now[21];

	crm_fmt_time(now, c->ctx.now);
	if (crm_rec_get(rec, field)->t == CRM_NULL)
		put_text(rec, field, now);
}

static bool
among(const struct crm_rec *rec, const char *const *status)
{
	while (*status != NULL && !is(rec, "status", *status))
		status++;
	return *status != NULL;
}

/* What is imported comes as it was; here it is told when it happened. */
static void
put_times(const struct crm *c, struct crm_rec *rec)
{
	static const char *const responses[] = {
		"responded", "registered", "waiting", "attended", "declined", NULL
	};

	if (among(rec, responses))
		put_once(c, rec, "responded");
	if (is(rec, "status", "registered") || is(rec, "status", "waiting"))
		put_once(c, rec, "registered");
	if (is(rec, "status", "sent"))
		put_once(c, rec, "sent");
}

int
member_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	int rc = CRM_OK;

	(void)flags;
	if (ref_of(rec, "client") == 0 && ref_of(rec, "person") == 0)
		return crm_fail(err, CRM_DATA, "client", "a member is a client or a person: say which");
	member_slot(rec);
	if (crm_rec_get(rec, "status")->t == CRM_NULL)
		put_text(rec, "status", "targeted");
	if (old == NULL || !differs(old, rec, "status"))
		return CRM_OK;
	if ((rc = may_move(c, old, rec, err)) == CRM_OK)
		put_times(c, rec);
	return rc;
}

int
member_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags;
	return is_seated(old) && !is_seated(rec) ? move_up(c, ref_of(rec, "campaign"), err) : CRM_OK;
}

int
campaign_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	(void)flags;
	return old != NULL && differs(old, rec, "seats") ? move_up(c, crm_rec_id(rec), err) : CRM_OK;
}

int
campaign_log(struct crm *c, const struct crm_rec *member, struct crm_rec *rec, struct crm_err *err)
{
	char id[24];
	int rc;

	crm_rec_put(rec, "campaign", crm_rec_get(member, "campaign"));
	crm_rec_put(rec, "client", crm_rec_get(member, "client"));
	if (ref_of(member, "person") != 0) {
		snprintf(id, sizeof id, "%lld", (long long)ref_of(member, "person"));
		put_text(rec, "persons", id);
	}
	if ((rc = crm_rec_defaults(&c->ctx, rec, err)) == CRM_OK)
		rc = save(c, NULL, rec, 0, NULL, err);
	return rc;
}

/* The member that a client or person is of the campaign; *id is 0 when there is none. */
static int
find_member(struct crm *c, const struct crm_entity *of, int64_t of_id, int64_t campaign, int64_t *id,
    struct crm_err *err)
{
	struct crm_arena a = { 0 };
	char filter[64];
	int64_t *found;
	size_t n;
	int rc;

	*id = strcmp(of->name, "member") == 0 ? of_id : 0;
	if (*id != 0)
		return CRM_OK;
	if (strcmp(of->name, "client") != 0 && strcmp(of->name, "person") != 0)
		return crm_fail(err, CRM_DATA, NULL, "%s%lld is a %s: name members, clients or persons",
		    of->prefix, (long long)of_id, of->name);
	if (campaign == 0)
		return crm_fail(err, CRM_USAGE, NULL, "%s%lld is a %s: in which campaign? --campaign NAME",
		    of->prefix, (long long)of_id, of->name);
	snprintf(filter, sizeof filter, "%s=%s%lld", of->name, of->prefix, (long long)of_id);
	if ((rc = campaign_members(c, campaign, filter, NULL, "id", 2, &found, &n, &a, err)) == CRM_OK
	    && n == 2)
		rc = crm_fail(err, CRM_DATA, NULL, "%s%lld is in cm%lld more than once: mb%lld, mb%lld...",
		    of->prefix, (long long)of_id, (long long)campaign, (long long)found[0],
		    (long long)found[1]);
	*id = rc == CRM_OK && n == 1 ? found[0] : 0;
	crm_arena_free(&a);
	return rc;
}

/* Who was not asked and comes all the same. */
static int
begin_member(struct crm *c, const struct crm_entity *of, int64_t of_id, int64_t campaign, struct crm_rec *rec,
    struct crm_err *err)
{
	struct crm_reach w;
	bool person = strcmp(of->name, "person") == 0;
	int rc = crm_reach_load(c, person ? 0 : of_id, person ? of_id : 0, &w, err);

	put_int(rec, "campaign", campaign);
	crm_rec_put(rec, "client", w.client_id != 0 ? &CRM_VINT(w.client_id) : &CRM_VNULL);
	crm_rec_put(rec, "person", w.person_id != 0 ? &CRM_VINT(w.person_id) : &CRM_VNULL);
	put_text(rec, "status", "responded");
	put_text(rec, "why", "came unasked");
	crm_reach_free(&w);
	return rc;
}

/* Where it is to go: to the waiting list when there is no seat, nowhere when it is further than an answer. */
static int
next_status(struct crm *c, const struct crm_answer *a, struct crm_rec *rec, struct crm_err *err)
{
	static const char *const unheard[] = { "targeted", "excluded", "sent", "failed", NULL };
	const char *to = a->status;
	bool free = true;
	int rc = CRM_OK;

	if (strcmp(to, "responded") == 0 && !among(rec, unheard)) {
		put_once(c, rec, "responded");
		return CRM_OK;
	}
	if (strcmp(to, "registered") == 0 && !is(rec, "status", to)) {
		if ((rc = move_up(c, ref_of(rec, "campaign"), err)) == CRM_OK)
			rc = campaign_has_seat(c, ref_of(rec, "campaign"), &free, err);
		to = free ? to : "waiting";
	}
	if (rc == CRM_OK && !a->again && crm_rec_id(rec) != 0 && is(rec, "status", to))
		return crm_fail(err, CRM_DATA, "status", "mb%lld is %s already", (long long)crm_rec_id(rec),
		    to);
	put_text(rec, "status", to);
	return rc;
}

static int
log_approach(struct crm *c, const struct crm_answer *a, const struct crm_rec *member, struct crm_err *err)
{
	const struct crm_val *channel = crm_rec_get(member, "channel");
	struct crm_rec cm, rec;
	int rc;

	crm_rec_init(&rec, crm_entity_must(&c->schema, "interaction"));
	crm_rec_init(&cm, crm_entity_must(&c->schema, "campaign"));
	if ((rc = crm_get(c, cm.ent, ref_of(member, "campaign"), &cm, err)) == CRM_OK) {
		put_text(&rec, "channel", channel->t == CRM_TEXT ? channel->p : "call");
		put_text(&rec, "outcome", a->outcome);
		crm_rec_put(&rec, "subject", crm_rec_get(&cm, "name"));
		rc = campaign_log(c, member, &rec, err);
	}
	crm_rec_free(&cm);
	crm_rec_free(&rec);
	return rc;
}

int
crm_campaign_answer(struct crm *c, const struct crm_entity *of, int64_t of_id, struct crm_answer *a,
    struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	int64_t id;
	int rc = find_member(c, of, of_id, a->campaign, &id, err);

	crm_rec_reset(old);
	crm_rec_reset(rec);
	c->moved_up = 0;
	if (rc != CRM_OK)
		return rc;
	if (id != 0 && (rc = crm_get(c, old->ent, id, old, err)) == CRM_OK)
		crm_rec_copy(rec, old);
	else if (rc == CRM_OK && a->joins)
		rc = begin_member(c, of, of_id, a->campaign, rec, err);
	else if (rc == CRM_OK)
		rc = crm_fail(err, CRM_NO, NULL, "%s%lld is not in cm%lld", of->prefix, (long long)of_id,
		    (long long)a->campaign);
	if (rc != CRM_OK || (rc = next_status(c, a, rec, err)) != CRM_OK)
		return rc;
	if (id == 0)
		put_times(c, rec);
	if ((rc = crm_rec_assign_all(&c->ctx, rec, a->text, a->n, err)) == CRM_OK
	    && (rc = save(c, id != 0 ? old : NULL, rec, 0, NULL, err)) == CRM_OK && a->approached)
		rc = log_approach(c, a, rec, err);
	a->moved_up = c->moved_up;
	return rc;
}
