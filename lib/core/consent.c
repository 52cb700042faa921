/* consent.c - whether somebody may be written to or called */
#include "session.h"

#include <string.h>

#include "crm/consent.h"

/* as many are looked at: words about an address, roles of a person */
enum { WORDS_MAX = 256, ROLES_MAX = 64 };

/* How a channel reaches people: by a field that both clients and persons have, or at the client's door. */
static const struct { const char *channel, *field; } ways[] = {
	{ "email", "emails" }, { "call", "phones" }, { "chat", "phones" }, { "fax", "phones" },
	{ "post", NULL }, { "visit", NULL }, { "meeting", NULL },
};
enum { NWAY = sizeof ways / sizeof *ways };

static const char *
text_of(const struct crm_rec *r, const char *field)
{
	const struct crm_val *v = crm_rec_get(r, field);

	return v->t == CRM_TEXT ? v->p : NULL;
}

static size_t
way_of(const char *channel)
{
	size_t i = 0;

	while (i < NWAY && strcmp(ways[i].channel, channel) != 0)
		i++;
	return i;
}

static bool
ended(const struct crm_rec *r, int64_t today)
{
	const struct crm_val *until = crm_rec_get(r, "until");
	int64_t day;

	return until->t == CRM_TEXT && crm_read_date(until->p, until->n, &day) == CRM_OK && day < today;
}

static bool
is_away(const struct crm_rec *r)
{
	return crm_rec_get(r, "away")->t != CRM_NULL;
}

/* Where the person works: at the client named, or at the only one there is.  Who has no role anywhere has
 * left nowhere. */
static int
find_place(struct crm *c, struct crm_reach *w, struct crm_err *err)
{
	const struct crm_entity *role = crm_entity_must(&c->schema, "role");
	int64_t id[ROLES_MAX], today = crm_local_day(c->ctx.now), place = 0;
	size_t n, known = 0, current = 0;
	bool several = false;
	struct crm_rec r;
	int rc;

	rc = crm_lookup(c->db, crm_field_must(role, "person"), role, &CRM_VINT(w->person_id), id, ROLES_MAX,
	    &n, err);
	crm_rec_init(&r, role);
	for (size_t i = 0; i < n && i < ROLES_MAX && rc == CRM_OK; i++) {
		int64_t at;

		crm_rec_reset(&r);
		if ((rc = crm_get(c, role, id[i], &r, err)) != CRM_OK || is_away(&r))
			continue;
		at = crm_rec_get(&r, "client")->i;
		if (w->client_id != 0 && w->client_id != at)
			continue;
		known++;
		if (ended(&r, today))
			continue;
		current++;
		several |= place != 0 && place != at;
		place = at;
	}
	crm_rec_free(&r);
	w->left = known > 0 && current == 0;
	if (w->client_id == 0 && !several)
		w->client_id = place;
	return rc;
}

int
crm_reach_load(struct crm *c, int64_t client, int64_t person, struct crm_reach *w, struct crm_err *err)
{
	int rc = CRM_OK;

	*w = (struct crm_reach){ .client_id = client, .person_id = person };
	crm_rec_init(&w->client, crm_entity_must(&c->schema, "client"));
	crm_rec_init(&w->person, crm_entity_must(&c->schema, "person"));
	if (person != 0 && (rc = crm_get(c, w->person.ent, person, &w->person, err)) == CRM_OK)
		rc = find_place(c, w, err);
	if (rc == CRM_OK && w->client_id != 0)
		rc = crm_get(c, w->client.ent, w->client_id, &w->client, err);
	return rc;
}

void
crm_reach_free(struct crm_reach *w)
{
	crm_rec_free(&w->client);
	crm_rec_free(&w->person);
}

/* "Street 1, 1234 AB Town, NL": a letter goes nowhere without a street and a town. */
static const char *
door(struct crm_reach *w)
{
	const char *street = text_of(&w->client, "street"), *postcode = text_of(&w->client, "postcode");
	const char *city = text_of(&w->client, "city"), *country = text_of(&w->client, "country");

	if (street == NULL || city == NULL)
		return NULL;
	return crm_sprintf(&w->client.arena, "%s, %s%s%s%s%s", street, postcode != NULL ? postcode : "",
	    postcode != NULL ? " " : "", city, country != NULL ? ", " : "", country != NULL ? country : "");
}

bool
crm_reach_address(struct crm_reach *w, const char *channel, size_t *at, const char **address)
{
	struct crm_rec *r = w->person_id != 0 ? &w->person : &w->client;
	size_t way = way_of(channel), n;
	const struct crm_val *v;
	char *item;

	if (way == NWAY)
		return false;
	if (ways[way].field == NULL) {
		*address = (*at)++ == 0 ? door(w) : NULL;
		return *address != NULL;
	}
	v = crm_rec_get(r, ways[way].field);
	if (v->t != CRM_TEXT || !crm_many_next(v->p, v->n, at, &r->arena, &item, &n))
		return false;
	*address = item;
	return true;
}

static bool
opted_out(const struct crm_rec *r, const char *channel)
{
	const struct crm_val *v = crm_rec_get(r, "optout");

	return v->t == CRM_TEXT && crm_many_has(v->p, v->n, channel, strlen(channel));
}

static bool
newer(const struct crm_rec *a, const struct crm_rec *b)
{
	int way = b->ent == NULL ? 1 : crm_val_cmp(crm_rec_get(a, "at"), crm_rec_get(b, "at"));

	return way > 0 || (way == 0 && crm_rec_id(a) > crm_rec_id(b));
}

/* The newest word: `last` stays empty when nothing was said. */
static int
last_word(struct crm *c, const char *channel, const char *address, struct crm_rec *last, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "consent");
	int64_t id[WORDS_MAX], today = crm_local_day(c->ctx.now);
	struct crm_rec r;
	size_t n;
	int rc;

	rc = crm_lookup(c->db, crm_field_must(e, "address"), e, &CRM_VTEXT(address, strlen(address)), id,
	    WORDS_MAX, &n, err);
	crm_rec_init(&r, e);
	for (size_t i = 0; i < n && i < WORDS_MAX && rc == CRM_OK; i++) {
		crm_rec_reset(&r);
		if ((rc = crm_get(c, e, id[i], &r, err)) != CRM_OK)
			break;
		if (!is(&r, "channel", channel) || (is(&r, "state", "hold") && ended(&r, today))
		    || !newer(&r, last))
			continue;
		crm_rec_copy(last, &r);
	}
	crm_rec_free(&r);
	return rc;
}

int
crm_may_approach(struct crm *c, const struct crm_reach *w, const char *channel, const char *address, bool *may,
    struct crm_buf *why, struct crm_err *err)
{
	struct crm_approach a = {
		.channel = channel, .address = address, .left = w->left,
		.basis = text_of(&w->client, "basis"),
		.opted_out = opted_out(&w->client, channel) || opted_out(&w->person, channel),
		.away = is_away(&w->client) || is_away(&w->person),
	};
	struct crm_rec last = { 0 };
	int rc = address != NULL ? last_word(c, channel, address, &last, err) : CRM_OK;

	if (rc == CRM_OK && last.ent != NULL) {
		a.said = text_of(&last, "state");
		a.since = text_of(&last, "at");
		a.until = text_of(&last, "until");
		a.over = ended(&last, crm_local_day(c->ctx.now));
	}
	if (rc == CRM_OK)
		*may = crm_approachable(&c->policy, &a, why);
	crm_rec_free(&last);
	return rc;
}

int
crm_address_on(const struct crm_ctx *ctx, const char *channel, const char *p, size_t n, struct crm_val *out,
    struct crm_arena *a, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(ctx->schema, "client");
	size_t way = way_of(channel);

	if (way < NWAY && ways[way].field != NULL)
		return crm_field_must(client, ways[way].field)->type->parse(ctx,
		    crm_field_must(crm_entity_must(ctx->schema, "consent"), "address"), p, n, out, a, err);
	*out = CRM_VTEXT(crm_strndup(a, p, n), n);
	return CRM_OK;
}

static int
only_one(struct crm *c, const char *entity, const char *field, const struct crm_val *v, int64_t *id,
    struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, entity);
	int64_t got[2];
	size_t n;
	int rc = crm_lookup(c->db, crm_field_must(e, field), e, v, got, 2, &n, err);

	*id = rc == CRM_OK && n == 1 ? got[0] : 0;
	return rc;
}

int
crm_known_by(struct crm *c, const char *channel, const struct crm_val *address, int64_t *client,
    int64_t *person, struct crm_err *err)
{
	size_t way = way_of(channel);
	int rc;

	*client = *person = 0;
	if (way == NWAY || ways[way].field == NULL)
		return CRM_OK;
	rc = only_one(c, "person", ways[way].field, address, person, err);
	return rc == CRM_OK && *person == 0 ? only_one(c, "client", ways[way].field, address, client, err)
	    : rc;
}

/* The address as it is kept, and whose it is. */
int
consent_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const char *address = text_of(rec, "address"), *channel = text_of(rec, "channel");
	struct crm_arena a = { 0 };
	struct crm_val v;
	int64_t client, person;
	int rc;

	(void)old, (void)flags;
	if (address == NULL || channel == NULL)
		return CRM_OK;                   /* what is missing is told by the check */
	rc = crm_address_on(&c->ctx, channel, address, strlen(address), &v, &a, err);
	if (rc == CRM_OK)
		crm_rec_put(rec, "address", &v);
	if (rc == CRM_OK && crm_rec_get(rec, "client")->t == CRM_NULL
	    && crm_rec_get(rec, "person")->t == CRM_NULL
	    && (rc = crm_known_by(c, channel, &v, &client, &person, err)) == CRM_OK) {
		crm_rec_put(rec, "client", client != 0 ? &CRM_VINT(client) : &CRM_VNULL);
		crm_rec_put(rec, "person", person != 0 ? &CRM_VINT(person) : &CRM_VNULL);
	}
	crm_arena_free(&a);
	return rc;
}
