/* contract.c - contracts: drafted, signed, amended, renewed */
#include "ask.h"

#include <stdio.h>
#include <string.h>

#include "crm/contract.h"
#include "crm/steps.h"

int
crm_contract_new(struct crm *c, struct crm_rec *rec, char *const *text, size_t n, struct crm_err *err)
{
	int rc = crm_rec_assign_all(&c->ctx, rec, text, n, err);
	int filled = crm_rec_defaults(&c->ctx, rec, err);

	rc = rc != CRM_OK ? rc : filled;
	return rc == CRM_OK ? crm_save(c, NULL, rec, 0, NULL, err) : rc;
}

int
crm_contract_document(struct crm *c, int64_t contract, const struct crm_file *f, char *const *text, size_t n,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_rec k;
	int rc;

	crm_rec_init(&k, crm_entity_must(&c->schema, "contract"));
	crm_rec_reset(rec);
	if ((rc = crm_get(c, k.ent, contract, &k, err)) == CRM_OK) {
		crm_rec_put(rec, "title", crm_rec_get(&k, "title"));
		crm_rec_put(rec, "client", crm_rec_get(&k, "client"));
		put_text(rec, "kind", "contract");
		put_int(rec, "contract", contract);
		put_text(rec, "file", f->path);
		put_text(rec, "sha256", f->sha256);
		put_int(rec, "size", f->size);
		rc = crm_contract_new(c, rec, text, n, err);
	}
	crm_rec_free(&k);
	return rc;
}

static void
put_own(struct crm *c, struct crm_rec *rec, void *arg)
{
	const struct crm_contract_step *s = arg;
	int64_t me;

	if (strcmp(s->verb, "approve") == 0 && (me = actor_id(c)) != 0)
		put_int(rec, "approver", me);
	if (s->by != NULL)
		put_text(rec, "signed_by", s->by);
	if (s->on != NULL)
		put_text(rec, strcmp(s->verb, "sign") == 0 ? "signed" : "closed", s->on);
}

static int
sign_document(struct crm *c, const struct crm_rec *k, const struct crm_file *f, struct crm_err *err)
{
	struct crm_rec rec;
	char text[32], *const set[] = { text };
	int rc;

	crm_rec_init(&rec, crm_entity_must(&c->schema, "document"));
	snprintf(text, sizeof text, "signed=%s", crm_rec_get(k, "signed")->p);
	rc = crm_contract_document(c, crm_rec_id(k), f, set, 1, &rec, err);
	crm_rec_free(&rec);
	return rc;
}

int
crm_contract_step(struct crm *c, int64_t id, const struct crm_contract_step *s, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_contract_step own = *s;
	struct crm_stride stride = {
		.verb = s->verb, .text = s->text, .n = s->n, .put = put_own, .arg = &own, .note = s->note,
	};
	struct crm_err why = CRM_ERR_INIT;
	char name[32];
	int rc;

	for (size_t i = 0; i < s->n && stride.note == NULL; i++)
		if (strncmp(s->text[i], "reason=", 7) == 0)
			stride.note = s->text[i] + 7;
	if ((rc = crm_step(c, id, &stride, old, rec, err)) != CRM_OK)
		return rc;
	if (strcmp(s->verb, "approve") == 0 && (rc = contract_within(c, rec, &why)) != CRM_OK) {
		snprintf(name, sizeof name, "k%lld", (long long)id);
		return whose(name, rc, &why, err);
	}
	return s->document != NULL ? sign_document(c, rec, s->document, err) : CRM_OK;
}

static int
settle(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, char *const *text, size_t n,
    struct crm_err *err)
{
	int rc;

	if (!is(old, "state", "open"))
		return crm_fail(err, CRM_DATA, NULL, "is settled already: %s", crm_rec_get(old, "state")->p);
	rc = crm_rec_assign_all(&c->ctx, rec, text, n, err);
	return rc == CRM_OK ? crm_save(c, old, rec, 0, NULL, err) : rc;
}

int
crm_contract_settle(struct crm *c, int64_t id, char *const *text, size_t n, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	char name[32];
	int rc = load_both(c, id, old, rec, name, err);

	if (rc != CRM_OK)
		return rc;
	rc = settle(c, old, rec, text, n, &why);
	return rc == CRM_OK ? CRM_OK : whose(name, rc, &why, err);
}

static void
clear(struct crm_rec *rec, const char *const *field)
{
	for (; *field != NULL; field++)
		rec->val[crm_field_must(rec->ent, *field)->index] = CRM_VNULL;
}

struct ids { int64_t *v; size_t n; struct crm_arena *arena; };

static int
push(void *arg, const struct crm_val *v)
{
	struct ids *ids = arg;

	push_id(&ids->v, &ids->n, v[0].i, ids->arena);
	return CRM_OK;
}

/* The records of an entity that pass a filter, by their numbers. */
static int
find(struct crm *c, const char *entity, const char *filter, struct ids *ids, struct crm_err *err)
{
	return look(c, entity, filter, "id", NULL, push, ids, err);
}

static int
copy_one(struct crm *c, const struct crm_entity *e, int64_t id, int64_t to, struct crm_err *err)
{
	static const char *const anew[] = { "id", "key", "created", "updated", NULL };
	static const char *const unseen[] = { "checked", "verdict", NULL };
	struct crm_rec old, rec = { 0 };
	int rc;

	crm_rec_init(&old, e);
	if ((rc = crm_get(c, e, id, &old, err)) == CRM_OK) {
		crm_rec_copy(&rec, &old);
		clear(&rec, anew);
		if (strcmp(e->name, "right") == 0)
			clear(&rec, unseen);
		put_int(&rec, "contract", to);
		rc = save(c, NULL, &rec, AGREED, NULL, err);
	}
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

static int
copy_belongings(struct crm *c, int64_t from, int64_t to, struct crm_err *err)
{
	static const char *const what[] = { "term", "bonus", "right" };
	struct crm_arena a = { 0 };
	int rc = CRM_OK;

	for (size_t i = 0; i < sizeof what / sizeof *what && rc == CRM_OK; i++) {
		struct ids ids = { .arena = &a };

		rc = find(c, what[i], crm_sprintf(&a, "contract=k%lld", (long long)from), &ids, err);
		for (size_t k = 0; k < ids.n && rc == CRM_OK; k++)
			rc = copy_one(c, crm_entity_must(&c->schema, what[i]), ids.v[k], to, err);
	}
	crm_arena_free(&a);
	return rc;
}

/* Only what is in force is amended, and by one version at a time. */
static int
may_amend(struct crm *c, const struct crm_rec *old, struct crm_err *err)
{
	struct crm_arena a = { 0 };
	struct ids ids = { .arena = &a };
	long long id = crm_rec_id(old);
	int rc;

	if (!is(old, "state", "signed") && !is(old, "state", "active"))
		return crm_fail(err, CRM_DATA, NULL, "k%lld is %s: what is signed or active is amended%s", id,
		    crm_rec_get(old, "state")->p, is_sealed(old) ? "" : ", the rest can be changed with crm-set");
	rc = find(c, "contract", crm_sprintf(&a, "amends=k%lld state!=cancelled", id), &ids, err);
	if (rc == CRM_OK && ids.n > 0)
		rc = crm_fail(err, CRM_DATA, NULL, "k%lld amends k%lld already: go on with that, or cancel it",
		    (long long)ids.v[0], id);
	crm_arena_free(&a);
	return rc;
}

int
crm_contract_amend(struct crm *c, int64_t id, char *const *text, size_t n, struct crm_rec *rec,
    struct crm_err *err)
{
	static const char *const anew[] = {
		"id", "key", "number", "created", "updated", "signed", "signed_by", "approver", "closed", "reason",
		NULL
	};
	struct crm_rec old;
	int rc;

	crm_rec_init(&old, rec->ent);
	if ((rc = crm_get(c, rec->ent, id, &old, err)) != CRM_OK || (rc = may_amend(c, &old, err)) != CRM_OK)
		goto out;
	crm_rec_copy(rec, &old);
	clear(rec, anew);
	put_text(rec, "state", "draft");
	put_int(rec, "amends", id);
	put_int(rec, "version", crm_rec_get(&old, "version")->i + 1);
	if ((rc = save(c, NULL, rec, 0, NULL, err)) != CRM_OK
	    || (rc = copy_belongings(c, id, crm_rec_id(rec), err)) != CRM_OK)
		goto out;
	crm_rec_copy(&old, rec);
	if ((rc = crm_rec_assign_all(&c->ctx, rec, text, n, err)) == CRM_OK)
		rc = crm_save(c, &old, rec, 0, NULL, err);
out:
	crm_rec_free(&old);
	return rc;
}

struct term { struct crm_period length; int64_t end; };

/* The length too where it was not said: the next term is as long, and the contract longer by then. */
static void
put_term(struct crm *c, struct crm_rec *rec, void *arg)
{
	const struct term *t = arg;
	struct crm_buf length = { 0 };

	(void)c;
	put_day(rec, "ends", t->end);
	crm_period_put(&length, &t->length);
	if (crm_rec_get(rec, "term")->t == CRM_NULL)
		put_text(rec, "term", length.p);
	crm_buf_free(&length);
}

/* The next term: as was said, else as long as the contract is. */
static int
next_term(struct crm *c, const struct crm_rec *k, struct term *t, struct crm_err *err)
{
	int64_t starts = t->end + 1;
	bool begun = get_day(k, "starts", &starts), said = get_period(k, "term", &t->length);

	if (!begun && !said)
		return crm_fail(err, CRM_DATA, "term",
		    "k%lld has neither a term nor a start: how long is it renewed for?", (long long)crm_rec_id(k));
	if (!said)
		t->length = crm_period_between(starts, t->end);
	t->end = crm_period_end(&c->policy.hours, &t->length, starts, t->end);
	return CRM_OK;
}

int
crm_contract_renew(struct crm *c, int64_t id, enum crm_renewal *what, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *err)
{
	int64_t today = crm_local_day(c->ctx.now);
	struct term t;
	struct crm_stride s = { .verb = "renew", .put = put_term, .arg = &t, .save = AGREED };
	struct crm_rec before;
	int rc;

	*what = CRM_NOT_DUE;
	crm_rec_reset(old);
	if ((rc = crm_get(c, old->ent, id, old, err)) != CRM_OK || !is(old, "state", "active")
	    || !get_day(old, "ends", &t.end) || t.end >= today)
		return rc;
	*what = is(old, "renewal", "auto") ? CRM_RENEWED : CRM_BY_HAND;
	crm_rec_copy(rec, old);
	crm_rec_init(&before, old->ent);
	while (*what == CRM_RENEWED && t.end < today && rc == CRM_OK)
		if ((rc = next_term(c, rec, &t, err)) == CRM_OK) {
			struct crm_buf note = { 0 };

			crm_puts(&note, "until ");
			crm_put_date(&note, t.end);
			s.note = note.p;
			rc = crm_step(c, id, &s, &before, rec, err);
			crm_buf_free(&note);
		}
	crm_rec_free(&before);
	return rc;
}
