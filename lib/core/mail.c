/* mail.c - a message becomes a contact */
#include "correspond.h"
#include "crm/mail.h"

#include <stdio.h>
#include <string.h>

/* Recipients that are looked up and that are kept, persons of one mail, mails that waited for one. */
enum { ASKED = 50, SHOWN = 100, WAITING = 100, DAY = 86400 };

/* What is known of a message before it is written. */
struct post {
	struct crm *c;
	const struct crm_message *m;
	bool out;
	int64_t agent, client;
	struct crm_buf persons;                  /* as a many value */
	size_t ours;                             /* users among those it is addressed to */
	struct crm_party stranger;               /* the first of the other side whom nobody knows; no address: none */
};

static bool
known(const struct post *p)
{
	return p->client != 0 || p->persons.n > 0;
}

/* One of the other side, or of ours; the first that is known says whose the message is. */
static int
look_at(struct post *p, const struct crm_party *party, struct crm_err *err)
{
	struct correspondent who;
	char id[24];
	int rc = correspondent_of(p->c, party->address, &who, err);

	if (rc != CRM_OK)
		return rc;
	if (who.user != 0) {
		p->ours++;
		p->agent = p->agent != 0 ? p->agent : who.user;
		return CRM_OK;
	}
	p->client = p->client != 0 ? p->client : who.client;
	snprintf(id, sizeof id, "%lld", (long long)who.person);
	if (who.person != 0 && !crm_many_has(p->persons.p, p->persons.n, id, strlen(id)))
		crm_many_add(&p->persons, id, strlen(id));
	if (who.client == 0 && who.person == 0 && p->stranger.address == NULL && *party->address != '\0')
		p->stranger = *party;
	return CRM_OK;
}

static int
look_at_all(struct post *p, const struct crm_parties *all, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < all->n && i < ASKED && rc == CRM_OK; i++)
		rc = look_at(p, &all->v[i], err);
	return rc;
}

/* Which of us got it; the other side is known already. */
static int
find_agent(struct post *p, const struct crm_parties *all, struct crm_err *err)
{
	struct correspondent who;
	int rc = CRM_OK;

	for (size_t i = 0; i < all->n && i < ASKED && p->agent == 0 && rc == CRM_OK; i++)
		if ((rc = correspondent_of(p->c, all->v[i].address, &who, err)) == CRM_OK)
			p->agent = who.user;
	return rc;
}

/* A bounce is about those it did not reach, whoever brings it. */
static int
look_at_sides(struct post *p, struct crm_err *err)
{
	const struct crm_message *m = p->m;
	int rc;

	if ((rc = look_at_all(p, m->failed.n > 0 ? &m->failed : &m->from, err)) != CRM_OK)
		return rc;
	p->out = m->failed.n == 0 && p->ours > 0;
	p->ours = 0;
	if (p->out)
		return (rc = look_at_all(p, &m->to, err)) == CRM_OK ? look_at_all(p, &m->cc, err) : rc;
	if (!known(p) && m->failed.n == 0 && (rc = look_at_all(p, &m->reply_to, err)) != CRM_OK)
		return rc;
	return (rc = find_agent(p, &m->to, err)) == CRM_OK ? find_agent(p, &m->cc, err) : rc;
}

static int
find_mail(struct crm *c, const char *by, const char *text, int64_t *id, size_t max, size_t *n, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "interaction");

	return crm_lookup(c->db, crm_field_must(e, by), e, &CRM_VTEXT(text, strlen(text)), id, max, n, err);
}

/* An automatic reply answers nobody: the client still waits. */
static int
put_answers(struct post *p, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_texts *t = &p->m->answers;
	int64_t id;
	size_t n;
	int rc;

	for (size_t i = 0; i < t->n && !p->m->automatic; i++) {
		if ((rc = find_mail(p->c, "message_id", t->v[i], &id, 1, &n, err)) != CRM_OK)
			return rc;
		if (n > 0) {
			put_int(rec, "answers", id);
			return CRM_OK;
		}
	}
	if (t->n > 0 && !p->m->automatic)
		put_text(rec, "in_reply_to", t->v[0]);
	return CRM_OK;
}

/* What came before the mail that it replies to has found it now. */
static int
link_waiting(struct crm *c, const char *message_id, int64_t id, struct crm_err *err)
{
	int64_t waits[WAITING];
	struct crm_rec old, rec;
	size_t n;
	int rc = find_mail(c, "in_reply_to", message_id, waits, WAITING, &n, err);

	crm_rec_init(&old, crm_entity_must(&c->schema, "interaction"));
	crm_rec_init(&rec, old.ent);
	for (size_t i = 0; i < n && rc == CRM_OK; i++) {
		crm_rec_reset(&old);
		if ((rc = crm_get(c, old.ent, waits[i], &old, err)) != CRM_OK)
			break;
		crm_rec_copy(&rec, &old);
		put_int(&rec, "answers", id);
		put_text(&rec, "in_reply_to", NULL);
		/* two that say they answer each other stay as they are */
		if (of_the_record(rc = save(c, &old, &rec, 0, NULL, NULL)))
			rc = CRM_OK;
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

static void
put_party(struct crm_buf *b, const struct crm_party *party)
{
	if (*party->name == '\0' || *party->address == '\0')
		crm_puts(b, *party->name == '\0' ? party->address : party->name);
	else
		crm_putf(b, "%s <%s>", party->name, party->address);
}

static void
add_parties(struct crm_buf *many, const struct crm_parties *all, size_t *left)
{
	struct crm_buf one = { 0 };

	for (size_t i = 0; i < all->n && *left > 0; i++) {
		one.n = 0;
		put_party(&one, &all->v[i]);
		if (one.n == 0 || crm_many_has(many->p, many->n, one.p, one.n))
			continue;
		crm_many_add(many, one.p, one.n);
		--*left;
	}
	crm_buf_free(&one);
}

static void
put_buf(struct crm_rec *rec, const char *field, struct crm_buf *b)
{
	crm_rec_put(rec, field, b->n > 0 ? &CRM_VTEXT(b->p, b->n) : &CRM_VNULL);
	b->n = 0;
}

static void
put_parties(const struct crm_message *m, struct crm_rec *rec)
{
	struct crm_buf b = { 0 };
	size_t left = SHOWN;

	if (m->from.n > 0)
		put_party(&b, &m->from.v[0]);
	put_buf(rec, "sender", &b);
	add_parties(&b, &m->to, &left);
	add_parties(&b, &m->cc, &left);
	put_buf(rec, "recipients", &b);
	for (size_t i = 0; i < m->attachments.n; i++)
		if (!crm_many_has(b.p, b.n, m->attachments.v[i], strlen(m->attachments.v[i])))
			crm_many_add(&b, m->attachments.v[i], strlen(m->attachments.v[i]));
	put_buf(rec, "attachments", &b);
	crm_buf_free(&b);
}

/* A mail is not believed to come from the future. */
static int64_t
instant(const struct post *p)
{
	int64_t now = p->c->ctx.now, t = p->m->date;

	return t > now + DAY || t < crm_day(1, 1, 1) * DAY ? now : t;
}

static void
put_outcome(const struct crm_message *m, struct crm_rec *rec)
{
	char text[400];

	if (m->failed.n > 0)
		snprintf(text, sizeof text, "bounced: %s", m->failed.v[0].name);
	put_text(rec, "outcome", m->failed.n > 0 ? text : m->automatic ? "automatic reply" : NULL);
}

static int
put_mail(struct post *p, const struct crm_postal *how, struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_message *m = p->m;
	char at[21];
	int rc;

	crm_fmt_time(at, instant(p));
	put_text(rec, "at", at);
	put_text(rec, "channel", "email");
	put_text(rec, "direction", p->out ? "out" : "in");
	put_text(rec, "subject", *m->subject ? m->subject : NULL);
	put_text(rec, "body", *m->text ? m->text : NULL);
	put_text(rec, "message_id", m->id);
	put_parties(m, rec);
	put_outcome(m, rec);
	put_text(rec, "address", known(p) ? NULL : p->stranger.address);
	put_buf(rec, "persons", &p->persons);
	if (p->client != 0)
		put_int(rec, "client", p->client);
	if (p->agent != 0)
		put_int(rec, "agent", p->agent);
	if ((rc = put_answers(p, rec, err)) != CRM_OK
	    || (rc = crm_rec_assign_all(&p->c->ctx, rec, how->set, how->nset, err)) != CRM_OK
	    || (rc = crm_rec_defaults(&p->c->ctx, rec, err)) != CRM_OK)
		return rc;
	return save(p->c, NULL, rec, 0, NULL, err);
}

/* Nobody's lead is what no person sent to us. */
static bool
makes_lead(const struct post *p)
{
	return !p->out && !known(p) && p->stranger.address != NULL && !p->m->automatic && !p->m->bulk
	    && p->m->failed.n == 0;
}

/* An address that is none makes no lead: the mail stays in the queue. */
static int
add_lead(struct post *p, int64_t *lead, struct crm_err *err)
{
	const char *address = p->stranger.address, *name = p->stranger.name, *domain = domain_of(address);
	bool private = crm_public_mail(domain, strlen(domain));
	struct crm_rec rec;
	struct crm_val v;
	int rc = CRM_OK;

	crm_rec_init(&rec, crm_entity_must(&p->c->schema, "client"));
	if (crm_field_parse(&p->c->ctx, crm_field_must(rec.ent, "emails"), address, strlen(address), &v, &rec.arena,
	    NULL) != CRM_OK)
		goto out;
	crm_rec_put(&rec, "emails", &v);
	put_text(&rec, "name", *name ? name : private ? address : domain);
	put_text(&rec, "kind", private ? "person" : "company");
	put_text(&rec, "stage", "lead");
	put_text(&rec, "source", "other");
	if ((rc = crm_rec_defaults(&p->c->ctx, &rec, err)) == CRM_OK
	    && (rc = save(p->c, NULL, &rec, 0, NULL, err)) == CRM_OK)
		*lead = p->client = crm_rec_id(&rec);
	crm_map_free(&p->c->domain);             /* some are the lead's now */
out:
	crm_rec_free(&rec);
	return rc;
}

static int
hold(struct post *p, const struct crm_party *failed, int64_t *held, struct crm_err *err)
{
	const struct crm_field *emails = crm_field_must(crm_entity_must(&p->c->schema, "client"), "emails");
	struct correspondent who;
	struct crm_rec rec;
	struct crm_val v;
	char at[21];
	int rc = correspondent_of(p->c, failed->address, &who, err);

	if (rc != CRM_OK || !who.exact)
		return rc;
	crm_rec_init(&rec, crm_entity_must(&p->c->schema, "consent"));
	if (who.client != 0)
		put_int(&rec, "client", who.client);
	if (who.person != 0)
		put_int(&rec, "person", who.person);
	if ((rc = crm_field_parse(&p->c->ctx, emails, failed->address, strlen(failed->address), &v, &rec.arena, err)) != CRM_OK)
		goto out;
	crm_rec_put(&rec, "address", &v);
	put_text(&rec, "channel", "email");
	put_text(&rec, "state", "hold");
	put_text(&rec, "source", "bounce");
	put_text(&rec, "evidence", *failed->name ? failed->name : NULL);
	crm_fmt_time(at, instant(p));
	put_text(&rec, "at", at);
	if ((rc = save(p->c, NULL, &rec, 0, NULL, err)) == CRM_OK)
		++*held;
out:
	crm_rec_free(&rec);
	return rc;
}

static int
record(struct post *p, const struct crm_postal *how, struct crm_posting *did, struct crm_err *err)
{
	struct crm_rec rec;
	int rc = CRM_OK;

	crm_rec_init(&rec, crm_entity_must(&p->c->schema, "interaction"));
	if (how->add_leads && makes_lead(p))
		rc = add_lead(p, &did->lead, err);
	did->queued = !known(p);
	if (rc == CRM_OK && (rc = put_mail(p, how, &rec, err)) == CRM_OK) {
		did->id = crm_rec_id(&rec);
		rc = link_waiting(p->c, p->m->id, did->id, err);
	}
	for (size_t i = 0; i < p->m->failed.n && rc == CRM_OK; i++)
		rc = hold(p, &p->m->failed.v[i], &did->held, err);
	crm_rec_free(&rec);
	return rc;
}

int
crm_mail_post(struct crm *c, const struct crm_message *m, const struct crm_postal *how, struct crm_posting *did,
    struct crm_err *err)
{
	struct post p = { .c = c, .m = m };
	size_t n;
	int rc;

	*did = (struct crm_posting){ .what = CRM_POSTED_NEW };
	if ((rc = find_mail(c, "message_id", m->id, &did->id, 1, &n, err)) != CRM_OK)
		return rc;
	if (n > 0) {
		did->what = CRM_POSTED_KNOWN;
		return CRM_OK;
	}
	rc = look_at_sides(&p, err);
	if (rc == CRM_OK && p.out && p.ours > 0 && !known(&p) && p.stranger.address == NULL)
		did->what = CRM_POSTED_INTERNAL;
	else if (rc == CRM_OK)
		rc = record(&p, how, did, err);
	crm_buf_free(&p.persons);
	return rc;
}
