/* campaign_capture.c - a visitor: found or made, with what was said and what is to follow */
#include "core/campaign.h"

#include <string.h>

#include "crm/followup.h"

/* What may be said of a visitor, whose field it is, and what it is called there. */
static const struct { const char *name, *entity, *field; } said_of[] = {
	{ "client", "client", "name" }, { "kind", "client", "kind" }, { "street", "client", "street" },
	{ "postcode", "client", "postcode" }, { "city", "client", "city" }, { "country", "client", "country" },
	{ "industry", "client", "industry" }, { "site", "client", "sites" }, { "owner", "client", "owner" },
	{ "person", "person", "name" }, { "email", "person", "emails" }, { "phone", "person", "phones" },
	{ "language", "person", "language" }, { "title", "role", "title" }, { "influence", "role", "influence" },
};
enum { NSAID = sizeof said_of / sizeof *said_of, NAMESAKES = 64 };

struct capture {
	struct crm *c;
	const struct crm_visit *v;
	struct crm_rec campaign, client, person, role;
	bool no_person;                          /* the client came, nobody says who */
	struct crm_arena arena;
};

/* With a client and no person, what could be of either is the client's. */
static struct crm_rec *
record_of(struct capture *k, size_t i)
{
	if (strcmp(said_of[i].entity, "role") == 0)
		return &k->role;
	return strcmp(said_of[i].entity, "client") == 0 || k->no_person ? &k->client : &k->person;
}

static int
take_word(struct capture *k, const char *text, struct crm_err *err)
{
	size_t n = strcspn(text, "="), i = 0;
	struct crm_buf names = { 0 };

	for (; i < NSAID && (strlen(said_of[i].name) != n || memcmp(said_of[i].name, text, n) != 0); i++)
		crm_putf(&names, "%s%s", i ? ", " : "", said_of[i].name);
	if (i == NSAID)
		crm_fail(err, CRM_USAGE, NULL, "of a visitor can be said: %s; not %.*s", names.p, (int)n,
		    text);
	crm_buf_free(&names);
	return i == NSAID ? CRM_USAGE : crm_rec_assign(&k->c->ctx, record_of(k, i),
	    crm_sprintf(&k->arena, "%s%s", said_of[i].field, text + n), err);
}

static bool
names(const struct crm_visit *v, const char *word)
{
	for (size_t i = 0; i < v->n; i++)
		if (strncmp(v->text[i], word, strlen(word)) == 0)
			return true;
	return false;
}

static int
read_words(struct capture *k, struct crm_err *err)
{
	int rc = CRM_OK, one;

	k->no_person = names(k->v, "client=") && !names(k->v, "person=");
	for (size_t i = 0; i < k->v->n; i++)
		if ((one = take_word(k, k->v->text[i], err)) != CRM_OK)
			rc = one;
	return rc;
}

static int
insert(struct capture *k, struct crm_rec *rec, struct crm_err *err)
{
	int rc = crm_rec_defaults(&k->c->ctx, rec, err);

	if (rc == CRM_OK && (rc = save(k->c, NULL, rec, 0, NULL, err)) == CRM_OK)
		crm_putf(k->v->made, "%s%lld\n", rec->ent->prefix, (long long)crm_rec_id(rec));
	return rc;
}

/* What is known stays; addresses and numbers, and what was empty, are added. */
static void
add_known(struct crm_rec *rec, const struct crm_rec *said)
{
	for (size_t i = 1; i < rec->ent->nfield; i++) {
		const struct crm_val *v = &said->val[i], *old = &rec->val[i];
		const char *name = rec->ent->field[i].name;
		struct crm_buf all = { 0 };

		if (v->t == CRM_NULL)
			continue;
		if (old->t == CRM_NULL) {
			crm_rec_put(rec, name, v);
		} else if ((rec->ent->field[i].flags & CRM_F_MANY)
		    && !crm_many_has(old->p, old->n, v->p, v->n)) {
			crm_putf(&all, "%s\n%s", old->p, v->p);
			crm_rec_put(rec, name, &CRM_VTEXT(all.p, all.n));
			crm_buf_free(&all);
		}
	}
}

static int
complete(struct capture *k, struct crm_rec *said, int64_t id, struct crm_err *err)
{
	struct crm_rec old, rec = { 0 };
	int rc;

	crm_rec_init(&old, said->ent);
	if ((rc = crm_get(k->c, old.ent, id, &old, err)) == CRM_OK) {
		crm_rec_copy(&rec, &old);
		add_known(&rec, said);
		if ((rc = save(k->c, &old, &rec, 0, NULL, err)) == CRM_OK)
			crm_rec_copy(said, &rec);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* Who is not known becomes a lead that the campaign brought. */
static int
find_client(struct capture *k, struct crm_err *err)
{
	const struct crm_val *name = crm_rec_get(&k->client, "name");
	bool fair = is(&k->campaign, "kind", "fair") || is(&k->campaign, "kind", "exhibition");
	struct crm_err why = CRM_ERR_INIT;
	int64_t id;
	int rc = crm_resolve(k->c, k->client.ent, NULL, name->p, name->n, &id, &why);

	if (rc == CRM_OK)
		return complete(k, &k->client, id, err);
	if (rc != CRM_NO)
		return crm_fail(err, rc, "client", "%s", why.text);
	put_text(&k->client, "source", fair ? "fair" : "campaign");
	crm_rec_put(&k->client, "campaign", &k->campaign.val[0]);
	return insert(k, &k->client, err);
}

static int
works_there(struct capture *k, int64_t person, bool *does, struct crm_err *err)
{
	struct crm_query q = { .ent = k->role.ent, .ctx = &k->c->ctx };
	struct crm_expr *where;
	int64_t n = 0;
	int rc = crm_filter_text(&k->c->ctx, q.ent, crm_sprintf(&k->arena, "client=c%lld person=p%lld",
	    (long long)crm_rec_id(&k->client), (long long)person), &where, &k->arena, err);

	q.where = where;
	if (rc == CRM_OK)
		rc = crm_count(k->c->db, &q, &n, err);
	*does = n > 0;
	return rc;
}

/* Known by an address, else by the name at that client; *id is 0 for a stranger. */
static int
find_person(struct capture *k, int64_t *id, struct crm_err *err)
{
	const struct crm_val *emails = crm_rec_get(&k->person, "emails");
	const struct crm_val *name = crm_rec_get(&k->person, "name");
	int64_t client, found[NAMESAKES];
	bool there = false;
	size_t n = 0, i = 0;
	int rc = CRM_OK;

	*id = 0;
	if (emails->t == CRM_TEXT)
		rc = crm_known_by(k->c, "email", emails, &client, id, err);
	if (rc != CRM_OK || *id != 0 || name->t != CRM_TEXT || crm_rec_id(&k->client) == 0)
		return rc;
	rc = crm_lookup(k->c->db, crm_field_must(k->person.ent, "name"), k->person.ent, name, found,
	    NAMESAKES, &n, err);
	for (; i < n && i < NAMESAKES && !there && rc == CRM_OK; i++)
		rc = works_there(k, found[i], &there, err);
	*id = there ? found[i - 1] : 0;
	return rc;
}

/* Who comes for nobody else is a client of himself. */
static int
client_of(struct capture *k, int64_t person, struct crm_err *err)
{
	struct crm_reach w;
	int rc = crm_reach_load(k->c, 0, person, &w, err);

	if (rc == CRM_OK && w.client_id != 0)
		rc = crm_get(k->c, k->client.ent, w.client_id, &k->client, err);
	else if (rc == CRM_OK && crm_rec_get(&k->person, "name")->t == CRM_NULL)
		rc = crm_fail(err, CRM_USAGE, NULL, "who came? client=NAME, person=NAME, or a known email=");
	else if (rc == CRM_OK) {
		crm_rec_put(&k->client, "name", crm_rec_get(&k->person, "name"));
		put_text(&k->client, "kind", "person");
		rc = find_client(k, err);
	}
	crm_reach_free(&w);
	return rc;
}

static int
find_visitor(struct capture *k, struct crm_err *err)
{
	bool named = crm_rec_get(&k->client, "name")->t == CRM_TEXT, there = false;
	int64_t person = 0;
	int rc = named ? find_client(k, err) : CRM_OK;

	if (rc != CRM_OK || k->no_person)
		return rc;
	if ((rc = find_person(k, &person, err)) == CRM_OK && !named)
		rc = client_of(k, person, err);
	if (rc == CRM_OK)
		rc = person != 0 ? complete(k, &k->person, person, err) : insert(k, &k->person, err);
	if (rc == CRM_OK && (rc = works_there(k, crm_rec_id(&k->person), &there, err)) == CRM_OK && !there) {
		crm_rec_put(&k->role, "client", &k->client.val[0]);
		crm_rec_put(&k->role, "person", &k->person.val[0]);
		rc = insert(k, &k->role, err);
	}
	return rc;
}

static int
grant(struct capture *k, struct crm_err *err)
{
	const struct crm_rec *who = k->no_person ? &k->client : &k->person;
	const struct crm_val *emails = crm_rec_get(who, "emails");
	struct crm_rec rec;
	int rc;

	if (emails->t != CRM_TEXT)
		return crm_fail(err, CRM_USAGE, NULL, "consent to mail needs an email=");
	crm_rec_init(&rec, crm_entity_must(&k->c->schema, "consent"));
	crm_rec_put(&rec, "address", &CRM_VTEXT(emails->p, strcspn(emails->p, "\n")));
	crm_rec_put(&rec, who->ent->name, &who->val[0]);
	put_text(&rec, "channel", "email");
	put_text(&rec, "state", "granted");
	put_text(&rec, "basis", "consent");
	put_text(&rec, "source", "fair");
	crm_rec_put(&rec, "evidence", crm_rec_get(&k->campaign, "name"));
	rc = insert(k, &rec, err);
	crm_rec_free(&rec);
	return rc;
}

/* There is a member of whoever came; the words are logged with it. */
static int
log_visit(struct capture *k, struct crm_err *err)
{
	const struct crm_rec *who = k->no_person ? &k->client : &k->person;
	struct crm_answer a = {
		.campaign = crm_rec_id(&k->campaign), .status = "attended", .joins = true, .again = true,
	};
	const char *said = k->v->said, *nl = strchr(said, '\n');
	struct crm_rec old, member, rec;
	int rc;

	crm_rec_init(&old, crm_entity_must(&k->c->schema, "member"));
	crm_rec_init(&member, old.ent);
	crm_rec_init(&rec, crm_entity_must(&k->c->schema, "interaction"));
	rc = crm_campaign_answer(k->c, who->ent, crm_rec_id(who), &a, &old, &member, err);
	if (rc == CRM_OK) {
		crm_putf(k->v->made, "mb%lld\n", (long long)crm_rec_id(&member));
		put_text(&rec, "channel", "fair");
		put_text(&rec, "direction", "in");
		crm_rec_put(&rec, "subject", &CRM_VTEXT(said, strcspn(said, "\n")));
		put_text(&rec, "body", nl != NULL && nl[1] != '\0' ? nl + 1 : NULL);
		rc = campaign_log(k->c, &member, &rec, err);
	}
	if (rc == CRM_OK)
		crm_putf(k->v->made, "i%lld\n", (long long)crm_rec_id(&rec));
	crm_rec_free(&old);
	crm_rec_free(&member);
	crm_rec_free(&rec);
	return rc;
}

static int
plan(struct capture *k, struct crm_err *err)
{
	struct crm_rec like;
	int64_t id;
	int rc;

	crm_rec_init(&like, crm_entity_must(&k->c->schema, "followup"));
	put_text(&like, "about", k->v->todo);
	if (!k->no_person)
		crm_rec_put(&like, "person", &k->person.val[0]);
	rc = crm_rec_assign(&k->c->ctx, &like, crm_sprintf(&k->arena, "due=%s", k->v->due), err);
	if (rc == CRM_OK)
		rc = crm_followup_plan(k->c, &like, k->client.ent, crm_rec_id(&k->client), &id, err);
	if (rc == CRM_OK)
		crm_putf(k->v->made, "f%lld\n", (long long)id);
	crm_rec_free(&like);
	return rc;
}

int
crm_campaign_capture(struct crm *c, const struct crm_visit *v, struct crm_err *err)
{
	struct capture k = { .c = c, .v = v };
	int rc;

	crm_rec_init(&k.campaign, crm_entity_must(&c->schema, "campaign"));
	crm_rec_init(&k.client, crm_entity_must(&c->schema, "client"));
	crm_rec_init(&k.person, crm_entity_must(&c->schema, "person"));
	crm_rec_init(&k.role, crm_entity_must(&c->schema, "role"));
	if ((rc = crm_get(c, k.campaign.ent, v->campaign, &k.campaign, err)) == CRM_OK
	    && (rc = read_words(&k, err)) == CRM_OK && (rc = find_visitor(&k, err)) == CRM_OK
	    && (!v->consents || (rc = grant(&k, err)) == CRM_OK) && (rc = log_visit(&k, err)) == CRM_OK
	    && v->due != NULL)
		rc = plan(&k, err);
	crm_rec_free(&k.campaign);
	crm_rec_free(&k.client);
	crm_rec_free(&k.person);
	crm_rec_free(&k.role);
	crm_arena_free(&k.arena);
	return rc;
}
