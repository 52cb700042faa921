/* correspond.c - whose an address is: a user's, a person's, a client's, or a client's by its domain */
#include "correspond.h"

#include <stdio.h>
#include <string.h>

#include "crm/utf8.h"

enum { SAME = 8, CANDIDATES = 5000, ROLES = 50 };

const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "";
}

/*
 * Of several that have it the oldest: two records of one client are more likely than two clients with one address.  Who
 * was one of us when the mail was written may have left since.
 */
static int
by_address(struct crm *c, const char *entity, const char *field, const char *address, int64_t *id, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, entity);
	const struct crm_field *f = crm_field_must(e, field);
	bool ours = strcmp(entity, "user") == 0;
	struct crm_arena a = { 0 };
	int64_t got[SAME];
	struct crm_val v;
	size_t n = 0;
	int rc = CRM_OK;

	*id = 0;
	if (crm_field_parse(&c->ctx, f, address, strlen(address), &v, &a, NULL) == CRM_OK && v.t == CRM_TEXT
	    && (rc = crm_lookup(c->db, f, e, &v, got, SAME, &n, err)) == CRM_OK && n > 0
	    && (ours || (rc = keep_present(c, e, got, &n, err)) == CRM_OK) && n > 0)
		*id = got[0];
	crm_arena_free(&a);
	return rc;
}

/* Whether a many value has an item at the domain: "x@acme.example", "https://www.acme.example/shop". */
static bool
has_domain(const struct crm_val *v, const char *domain, struct crm_arena *a)
{
	size_t at = 0, n, len = strlen(domain);
	char *item;

	while (v->t == CRM_TEXT && crm_many_next(v->p, v->n, &at, a, &item, &n)) {
		const char *host = strchr(item, '@'), *scheme = strstr(item, "://");

		host = host != NULL ? host + 1 : scheme != NULL ? scheme + 3 : item;
		if (strncmp(host, "www.", 4) == 0)
			host += 4;
		if (strncmp(host, domain, len) == 0 && strchr("/:?#", host[len]) != NULL)
			return true;
	}
	return false;
}

/* Clients that pass the test and are at the domain: one is counted once, a second ends it. */
static int
among(struct crm *c, struct crm_expr *where, const char *field, const char *domain, int64_t *id, int *found,
    struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "client");
	struct crm_path col[] = { { .ent = e, .field = &e->field[0] }, { .ent = e, .field = crm_field_must(e, field) } };
	struct crm_query q = { .ent = e, .where = where, .col = col, .ncol = 2, .limit = CANDIDATES, .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_cursor *cur;
	int rc = crm_select(c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	while (*found < 2 && (rc = crm_cursor_next(cur, err)) == CRM_ROW)
		if (has_domain(&cur->val[1], domain, &a) && (*found == 0 || cur->val[0].i != *id)) {
			*id = cur->val[0].i;
			++*found;
		}
	crm_cursor_close(cur);
	crm_arena_free(&a);
	return rc == CRM_ROW || rc == CRM_DONE ? CRM_OK : rc;
}

/* By the words of the full text, which has the clients' addresses. */
static int
by_mail_domain(struct crm *c, const char *domain, int64_t *id, int *found, struct crm_err *err)
{
	struct crm_buf words = { 0 };
	struct crm_expr where = { .node = CRM_WORDS, .path = { .ent = crm_entity_must(&c->schema, "client") } };
	int rc = CRM_OK;

	crm_words(&words, domain, strlen(domain));
	where.words = words.p;
	if (words.n > 0)
		rc = among(c, &where, "emails", domain, id, found, err);
	crm_buf_free(&words);
	return rc;
}

/* The site, its ports and all below it: what may follow a host stands before '@'. */
static int
by_site(struct crm *c, const char *domain, int64_t *id, int *found, struct crm_err *err)
{
	static const char *const before[] = { "https://", "https://www.", "http://", "http://www." };
	const struct crm_entity *e = crm_entity_must(&c->schema, "client");
	struct crm_alt alt[4];
	struct crm_expr where = { .node = CRM_TEST, .op = CRM_EQ, .alt = alt, .nalt = 4,
	    .path = { .ent = e, .field = crm_field_must(e, "sites") } };
	struct crm_arena a = { 0 };
	int rc;

	for (size_t i = 0; i < 4; i++) {
		const char *lo = crm_sprintf(&a, "%s%s", before[i], domain), *hi = crm_sprintf(&a, "%s@", lo);

		alt[i] = (struct crm_alt){ .lo = CRM_VTEXT(lo, strlen(lo)), .hi = CRM_VTEXT(hi, strlen(hi)) };
	}
	rc = among(c, &where, "sites", domain, id, found, err);
	crm_arena_free(&a);
	return rc;
}

/* Two clients of one domain are none. */
static int
search_domain(struct crm *c, const char *domain, int64_t *id, struct crm_err *err)
{
	int found = 0, rc = by_mail_domain(c, domain, id, &found, err);

	if (rc == CRM_OK && found < 2)
		rc = by_site(c, domain, id, &found, err);
	if (found != 1)
		*id = 0;
	return rc;
}

/* The domain itself, then those above it: nieuws.acme.example is Acme's too. */
static int
by_domain(struct crm *c, const char *address, int64_t *id, struct crm_err *err)
{
	char lower[256];
	int rc = CRM_OK;

	*id = 0;
	/* a cache, not a copy of the base */
	if (c->domain.n > 65536)
		crm_map_free(&c->domain);
	snprintf(lower, sizeof lower, "%s", domain_of(address));
	for (char *p = lower; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p | 32) : *p;
	for (const char *d = lower; *id == 0 && rc == CRM_OK && strchr(d, '.') != NULL; d = strchr(d, '.') + 1) {
		size_t n = strlen(d);

		if (crm_public_mail(d, n))
			break;
		if (!crm_map_get(&c->domain, d, n, id) && (rc = search_domain(c, d, id, err)) == CRM_OK)
			crm_map_set(&c->domain, d, n, *id);
	}
	return rc;
}

static bool
holds(struct crm *c, const struct crm_rec *role)
{
	const struct crm_val *until = crm_rec_get(role, "until");
	int64_t last;

	return crm_rec_get(role, "away")->t == CRM_NULL && (until->t != CRM_TEXT
	    || crm_read_date(until->p, until->n, &last) != CRM_OK || last >= crm_local_day(c->ctx.now));
}

/* Where the person has a role: at `likely`, if there; else the one recorded last. */
static int
by_role(struct crm *c, int64_t person, int64_t likely, int64_t *client, struct crm_err *err)
{
	struct crm_rec role;
	int64_t id[ROLES];
	size_t n;
	int rc;

	*client = 0;
	crm_rec_init(&role, crm_entity_must(&c->schema, "role"));
	rc = crm_lookup(c->db, crm_field_must(role.ent, "person"), role.ent, &CRM_VINT(person), id, ROLES, &n, err);
	for (size_t i = 0; i < n && rc == CRM_OK && (*client == 0 || *client != likely); i++) {
		crm_rec_reset(&role);
		if ((rc = crm_load(c->db, role.ent, id[i], &role, err)) == CRM_OK && holds(c, &role))
			*client = crm_rec_get(&role, "client")->i;
	}
	crm_rec_free(&role);
	return rc;
}

int
correspondent_of(struct crm *c, const char *address, struct correspondent *who, struct crm_err *err)
{
	int64_t likely = 0;
	int rc;

	*who = (struct correspondent){ 0 };
	if ((rc = by_address(c, "user", "email", address, &who->user, err)) != CRM_OK || who->user != 0
	    || (rc = by_address(c, "client", "emails", address, &who->client, err)) != CRM_OK
	    || (rc = by_address(c, "person", "emails", address, &who->person, err)) != CRM_OK)
		return rc;
	who->exact = who->client != 0 || who->person != 0;
	if (who->client != 0 || (rc = by_domain(c, address, &likely, err)) != CRM_OK)
		return rc;
	if (who->person != 0 && (rc = by_role(c, who->person, likely, &who->client, err)) != CRM_OK)
		return rc;
	if (who->client == 0)
		who->client = likely;
	return CRM_OK;
}
