/* campaign_send.c - writing to the members of a campaign, each once */
#include "core/campaign.h"
#include "core/claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/template.h"

/* The columns that every message needs come first. */
static const char needed[] = "{address}{client.name}{person.name}{message_id}";
enum { ADDRESS, CLIENT, PERSON, MESSAGE_ID, NEEDED };

struct crm_mailing_own {
	struct campaign m;
	bool all;                                /* courtesy was looked up for everybody */
	const char *from, *from_name;
	struct crm_columns cols;
	struct crm_template subject, text, html, unsubscribe;
	bool has_html;
	struct crm_arena arena;
};

static const char *
given(const struct crm_rec *cm, const char *text, const char *field)
{
	const struct crm_val *v = crm_rec_get(cm, field);

	return text != NULL ? text : v->t == CRM_TEXT ? v->p : NULL;
}

/* Who writes: as said, the campaign's owner, or who acts. */
static int
find_sender(struct crm *c, struct crm_mailing *g, struct crm_err *err)
{
	struct crm_mailing_own *o = g->own;
	const struct crm_entity *user = crm_entity_must(&c->schema, "user");
	const struct crm_val *owner = crm_rec_get(&o->m.rec, "owner");
	int64_t id = owner->t == CRM_INT ? owner->i : actor_id(c);
	struct crm_val v;
	struct crm_rec u;
	int rc = CRM_OK;

	o->from = g->from;
	o->from_name = g->from_name;
	crm_rec_init(&u, user);
	if (g->from != NULL) {
		rc = crm_t_email.parse(&c->ctx, crm_field_must(user, "email"), g->from, strlen(g->from), &v,
		    &o->arena, err);
		o->from = rc == CRM_OK ? crm_strndup(&o->arena, v.p, v.n) : NULL;
	} else if (id != 0 && (rc = crm_get(c, user, id, &u, err)) == CRM_OK
	    && crm_rec_get(&u, "email")->t == CRM_TEXT) {
		o->from = crm_strdup(&o->arena, crm_rec_get(&u, "email")->p);
		o->from_name = crm_strdup(&o->arena, crm_rec_get(&u, "name")->p);
	}
	crm_rec_free(&u);
	return rc == CRM_OK && o->from == NULL ? crm_fail(err, CRM_USAGE, "from",
	    "who writes? the campaign has no owner with an address: --from ADDRESS") : rc;
}

static bool
is_address(const char *text)
{
	if (strncmp(text, "mailto:", 7) != 0 && strncmp(text, "https:", 6) != 0)
		return false;
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text >= 0x7f || *text == '<' || *text == '>')
			return false;
	return true;
}

static int
read_texts(struct crm *c, struct crm_mailing *g, struct crm_err *err)
{
	struct crm_mailing_own *o = g->own;
	const struct crm_entity *ent = crm_entity_must(&c->schema, "member");
	const char *subject = given(&o->m.rec, g->subject, "subject");
	const char *text = given(&o->m.rec, g->text, "template");
	const char *html = given(&o->m.rec, g->html, "html");
	const char *unsubscribe = g->unsubscribe != NULL ? g->unsubscribe
	    : crm_sprintf(&o->arena, "mailto:%s?subject=unsubscribe", o->from);
	struct crm_template own;

	if (subject == NULL)
		crm_fail(err, CRM_DATA, "subject", "the campaign has none: set it, or say --subject TEXT");
	if (text == NULL)
		crm_fail(err, CRM_DATA, "template",
		    "the campaign has none: set it, or name a file: --template FILE");
	if (!is_address(unsubscribe))
		crm_fail(err, CRM_USAGE, "unsubscribe", "a mailto: or https: address is meant");
	CRM_BUG_IF(crm_template_read(&c->schema, ent, NULL, needed, &o->cols, &own, &o->arena,
	    err) != CRM_OK);
	if (subject != NULL)
		crm_template_read(&c->schema, ent, "subject", subject, &o->cols, &o->subject, &o->arena, err);
	if (text != NULL)
		crm_template_read(&c->schema, ent, "template", text, &o->cols, &o->text, &o->arena, err);
	if (html != NULL)
		crm_template_read(&c->schema, ent, "html", html, &o->cols, &o->html, &o->arena, err);
	crm_template_read(&c->schema, ent, "unsubscribe", unsubscribe, &o->cols, &o->unsubscribe, &o->arena,
	    err);
	o->has_html = html != NULL;
	return err->code;
}

int
crm_mailing_begin(struct crm *c, struct crm_mailing *g, struct crm_err *err)
{
	int rc;

	g->own = crm_xcalloc(1, sizeof *g->own);
	if (g->override != NULL && *g->override == '\0')
		return crm_fail(err, CRM_USAGE, "override", "why? the reason is journalled");
	if ((rc = campaign_open(c, g->campaign, &g->own->m, err)) == CRM_OK
	    && (rc = find_sender(c, g, err)) == CRM_OK)
		rc = read_texts(c, g, err);
	return rc;
}

static const char *
text_of(const struct crm_rec *rec, const char *field)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_TEXT ? v->p : NULL;
}

/* What was allowed when the list was made may be so no longer. */
static int
judge(struct crm *c, struct crm_mailing *g, const struct crm_rec *rec, bool *may, struct crm_buf *why,
    struct crm_err *err)
{
	struct campaign *m = &g->own->m;
	const struct crm_val *client = crm_rec_get(rec, "client"), *person = crm_rec_get(rec, "person");
	struct crm_target t = { client->t == CRM_INT ? client->i : 0, person->t == CRM_INT ? person->i : 0 };
	struct crm_reach w;
	int rc = crm_reach_load(c, t.client, t.person, &w, err);

	if (rc == CRM_OK && !g->own->all)
		rc = campaign_courtesy(m, &t, err);
	if (rc == CRM_OK)
		rc = campaign_may(m, &w, text_of(rec, "channel"), text_of(rec, "address"), may, why, err);
	crm_reach_free(&w);
	return rc;
}

static int
look(struct crm *c, struct crm_rec *rec, bool *take, void *arg, struct crm_err *err)
{
	struct crm_mailing *g = arg;
	struct crm_buf why = { 0 }, said = { 0 };
	bool may;
	int rc = judge(c, g, rec, &may, &why, err);

	if (rc == CRM_OK && !may) {
		*take = g->override != NULL;
		if (*take)
			crm_putf(&said, "override: %s (%s)", g->override, why.p);
		put_text(rec, "status", *take ? "targeted" : "excluded");
		put_text(rec, "why", *take ? said.p : why.p);
	}
	if (rc == CRM_OK && *take && crm_rec_get(rec, "message_id")->t == CRM_NULL) {
		said.n = 0;
		crm_mail_id(&said, g->own->from);
		put_text(rec, "message_id", said.p);
	}
	crm_buf_free(&why);
	crm_buf_free(&said);
	return rc;
}

int
crm_mailing_claim(struct crm *c, struct crm_mailing *g, struct crm_err *err)
{
	char ready[96];
	int rc = CRM_OK;

	snprintf(ready, sizeof ready, "campaign=cm%lld channel=email status=targeted%s",
	    (long long)g->campaign, g->override != NULL ? ",excluded address!=" : "");
	g->own->all = g->claims.limit != 1;
	if (g->own->all)
		rc = campaign_courtesy(&g->own->m, NULL, err);
	return rc == CRM_OK ? take_claims(c, &g->claims,
	    &(struct claiming){ .entity = "member", .ready = ready, .look = look, .arg = g }, err) : rc;
}

/* Calls `use` with the values of one member. */
static int
with_values(struct crm *c, struct crm_mailing *g, int64_t member,
    void (*use)(struct crm *, struct crm_mailing *, const struct crm_cursor *, struct crm_buf *),
    struct crm_buf *out, struct crm_err *err)
{
	struct crm_query q = {
		.ent = crm_entity_must(&c->schema, "member"), .col = g->own->cols.v, .ncol = g->own->cols.n,
		.id = &member, .nid = 1,
		.ctx = &c->ctx,
	};
	struct crm_cursor *cur;
	int rc = crm_select(c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	if ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
		use(c, g, cur, out);
	crm_cursor_close(cur);
	if (rc == CRM_DONE)
		return crm_fail(err, CRM_NO, NULL, "mb%lld has gone", (long long)member);
	return rc == CRM_ROW ? CRM_OK : rc;
}

static void
merge(struct crm *c, struct crm_mailing *g, const struct crm_template *t, const struct crm_cursor *cur,
    enum crm_merge how, struct crm_buf *out)
{
	crm_template_put(t, &g->own->cols, &c->ctx, cur->val, cur->currency, how, out);
}

static void
merge_subject(struct crm *c, struct crm_mailing *g, const struct crm_cursor *cur, struct crm_buf *out)
{
	merge(c, g, &g->own->subject, cur, CRM_MERGE_LINE, out);
}

static void
put_message(struct crm *c, struct crm_mailing *g, const struct crm_cursor *cur, struct crm_buf *out)
{
	struct crm_mailing_own *o = g->own;
	const struct crm_val *name = &cur->val[cur->val[PERSON].t == CRM_TEXT ? PERSON : CLIENT];
	struct crm_buf subject = { 0 }, text = { 0 }, html = { 0 }, unsubscribe = { 0 };

	merge_subject(c, g, cur, &subject);
	merge(c, g, &o->text, cur, CRM_MERGE_TEXT, &text);
	merge(c, g, &o->html, cur, CRM_MERGE_HTML, &html);
	merge(c, g, &o->unsubscribe, cur, CRM_MERGE_URL, &unsubscribe);
	crm_mail_put(out, &(struct crm_mail){
		.from = o->from, .from_name = o->from_name, .to = cur->val[ADDRESS].p,
		.name = name->t == CRM_TEXT ? name->p : NULL, .subject = subject.n ? subject.p : "",
		.date = c->ctx.now,
		.id = cur->val[MESSAGE_ID].t == CRM_TEXT ? cur->val[MESSAGE_ID].p : NULL,
		.html = o->has_html ? html.p : NULL,
		.unsubscribe = unsubscribe.p,
	}, text.n ? text.p : "", text.n);
	crm_buf_free(&subject);
	crm_buf_free(&text);
	crm_buf_free(&html);
	crm_buf_free(&unsubscribe);
}

int
crm_mailing_message(struct crm *c, struct crm_mailing *g, int64_t member, struct crm_buf *out,
    struct crm_err *err)
{
	return with_values(c, g, member, put_message, out, err);
}

/* The copy that somebody kept of it may have been logged already. */
static int
is_logged(struct crm *c, const struct crm_val *message_id, bool *logged, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "interaction");
	int64_t id;
	size_t n;
	int rc = crm_lookup(c->db, crm_field_must(e, "message_id"), e, message_id, &id, 1, &n, err);

	*logged = rc == CRM_OK && n > 0;
	return rc;
}

static int
mark_sent(struct crm *c, struct crm_rec *rec, void *arg, struct crm_err *err)
{
	struct crm_buf subject = { 0 };
	struct crm_rec log;
	bool logged;
	int rc = is_logged(c, crm_rec_get(rec, "message_id"), &logged, err);

	put_text(rec, "status", "sent");
	crm_rec_init(&log, crm_entity_must(&c->schema, "interaction"));
	if (rc == CRM_OK && !logged)
		rc = with_values(c, arg, crm_rec_id(rec), merge_subject, &subject, err);
	if (rc == CRM_OK && !logged) {
		put_text(&log, "channel", "email");
		put_text(&log, "subject", subject.p);
		crm_rec_put(&log, "message_id", crm_rec_get(rec, "message_id"));
		rc = campaign_log(c, rec, &log, err);
	}
	crm_rec_free(&log);
	crm_buf_free(&subject);
	return rc;
}

int
crm_mailing_sent(struct crm *c, struct crm_mailing *g, struct crm_err *err)
{
	return mark_claims(c, &g->claims, mark_sent, g, err);
}

void
crm_mailing_end(struct crm_mailing *g)
{
	if (g->own == NULL)
		return;
	crm_claims_free(&g->claims);
	campaign_close(&g->own->m);
	crm_arena_free(&g->own->arena);
	free(g->own);
	g->own = NULL;
}

static int
ready_one(struct crm *c, struct crm_mailing *g, int64_t id, struct crm_ready *r, struct crm_err *err)
{
	struct crm_buf why = { 0 };
	struct crm_rec rec;
	bool may;
	int rc;

	crm_rec_init(&rec, crm_entity_must(&c->schema, "member"));
	if ((rc = crm_get(c, rec.ent, id, &rec, err)) == CRM_OK
	    && (rc = judge(c, g, &rec, &may, &why, err)) == CRM_OK && may)
		push_id(&r->id, &r->n, id, &r->arena);
	else if (rc == CRM_OK)
		push_id(&r->barred, &r->nbarred, id, &r->arena);
	crm_rec_free(&rec);
	crm_buf_free(&why);
	return rc;
}

int
crm_campaign_ready(struct crm *c, int64_t campaign, const char *channel, struct crm_expr *where,
    struct crm_ready *r, struct crm_err *err)
{
	struct crm_mailing_own own = { .all = true };
	struct crm_mailing g = { .own = &own };
	int64_t *id;
	size_t n = 0;
	int rc;

	*r = (struct crm_ready){ 0 };
	if ((rc = campaign_open(c, campaign, &own.m, err)) == CRM_OK
	    && (rc = campaign_courtesy(&own.m, NULL, err)) == CRM_OK)
		rc = campaign_members(c, campaign,
		    crm_sprintf(&r->arena, "channel=%s status=targeted", channel), where, "id", 0, &id, &n,
		    &r->arena, err);
	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		rc = ready_one(c, &g, id[i], r, err);
	campaign_close(&own.m);
	return rc;
}
