/* save.c - the one way a record changes: check, rules of the trade, write */
#include "session.h"

#include <stdio.h>
#include <string.h>

void
put_text(struct crm_rec *r, const char *field, const char *text)
{
	crm_rec_put(r, field, text != NULL ? &CRM_VTEXT(text, strlen(text)) : &CRM_VNULL);
}

bool
read_instant(const struct crm_val *v, int64_t *t)
{
	return v->t == CRM_TEXT && crm_read_time(v->p, v->n, t) == CRM_OK;
}

void
put_int(struct crm_rec *r, const char *field, int64_t i)
{
	crm_rec_put(r, field, &CRM_VINT(i));
}

bool
is(const struct crm_rec *r, const char *field, const char *word)
{
	const struct crm_val *v = crm_rec_get(r, field);

	return v->t == CRM_TEXT && v->n == strlen(word) && memcmp(v->p, word, v->n) == 0;
}

bool
differs(const struct crm_rec *old, const struct crm_rec *rec, const char *field)
{
	return old == NULL ? crm_rec_get(rec, field)->t != CRM_NULL
	    : !crm_val_eq(crm_rec_get(old, field), crm_rec_get(rec, field));
}

static bool
touched(const struct crm_rec *old, const struct crm_rec *rec, size_t i)
{
	return rec->val[i].t != CRM_NULL && (old == NULL || !crm_val_eq(&old->val[i], &rec->val[i]));
}

/* The engine would refuse it too, but could not say whose the value is. */
static int
unique(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *e = rec->ent;
	char shown[256];
	int64_t id[2];
	size_t n;
	int rc;

	for (size_t i = 1; i < e->nfield; i++) {
		if (!(e->field[i].flags & CRM_F_UNIQUE) || !touched(old, rec, i))
			continue;
		if ((rc = crm_lookup(c->db, &e->field[i], e, &rec->val[i], id, 2, &n, err)) != CRM_OK)
			return rc;
		if (n > 0 && (old == NULL || id[0] != old->val[0].i))
			return crm_fail(err, CRM_DATA, e->field[i].name, "%s%lld has %s already", e->prefix,
			    (long long)id[0], crm_quote(shown, rec->val[i].p, rec->val[i].n));
	}
	if (old == NULL && rec->val[0].t == CRM_INT) {
		if ((rc = crm_lookup(c->db, &e->field[0], e, &rec->val[0], id, 1, &n, err)) != CRM_OK)
			return rc;
		if (n > 0)
			return crm_fail(err, CRM_DATA, "id", "%s%lld exists already", e->prefix,
			    (long long)id[0]);
	}
	return CRM_OK;
}

static int
ref_exists(struct crm *c, const struct crm_field *f, int64_t ref, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_buf id = { 0 };
	int64_t got;
	int rc = CRM_OK;

	/* thousands of lines in a row name one order, and a few products */
	if (found_at(c, f->to, ref)->ent == f->to && found_at(c, f->to, ref)->id == ref)
		return CRM_OK;
	crm_put_id(&id, f->to, ref);
	if (crm_resolve(c, f->to, NULL, id.p, id.n, &got, &why) != CRM_OK)
		rc = crm_fail(err, CRM_DATA, f->name, "%s", why.text);
	crm_buf_free(&id);
	return rc;
}

/* Ids that were typed; what was found by name exists, and the cache knows it. */
static int
refs_exist(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *e = rec->ent;
	int rc = CRM_OK;

	for (size_t i = 1; i < e->nfield; i++) {
		const struct crm_field *f = &e->field[i];

		if (f->to != NULL && !(f->flags & (CRM_F_MANY | CRM_F_DERIVED)) && touched(old, rec, i)
		    && ref_exists(c, f, rec->val[i].i, err) != CRM_OK)
			rc = CRM_DATA;
	}
	return rc;
}

/* A group that contains itself: client.parent, user.manager, interaction.answers. */
static int
no_cycle(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *e = rec->ent;
	struct crm_rec up;
	int rc = CRM_OK;

	if (rec->val[0].t != CRM_INT)
		return CRM_OK;
	crm_rec_init(&up, e);
	for (size_t i = 1; i < e->nfield && rc == CRM_OK; i++) {
		int64_t at;
		int hops = 0;

		if (e->field[i].to != e || (e->field[i].flags & (CRM_F_MANY | CRM_F_DERIVED))
		    || !touched(old, rec, i))
			continue;
		for (at = rec->val[i].i; rc == CRM_OK && at != 0 && hops < 1000; hops++) {
			if (at == rec->val[0].i) {
				rc = crm_fail(err, CRM_DATA, e->field[i].name, "%s%lld would be above itself",
				    e->prefix, (long long)at);
				break;
			}
			crm_rec_reset(&up);
			rc = crm_load(c->db, e, at, &up, NULL) == CRM_OK ? CRM_OK : CRM_DONE;
			at = rc == CRM_OK && up.val[i].t == CRM_INT ? up.val[i].i : 0;
		}
		rc = rc == CRM_DONE ? CRM_OK : rc;
	}
	crm_rec_free(&up);
	return rc;
}

static bool
same(const struct crm_rec *old, const struct crm_rec *rec)
{
	for (size_t i = 1; i < rec->ent->nfield; i++)
		if (crm_field_stored(&rec->ent->field[i]) && !crm_val_eq(&old->val[i], &rec->val[i]))
			return false;
	return true;
}

/* What the rules refuse after the record was written is taken back, so that the work may go on without it. */
static int
take_back(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, int why, struct crm_err *err)
{
	int rc = old == NULL ? crm_delete(c->db, rec, err) : crm_update(c->db, rec, old, NULL, err);

	return rc == CRM_OK ? why : rc;
}

/* Money without a currency is in the policy's. */
static void
default_currency(struct crm *c, struct crm_rec *rec)
{
	const struct crm_field *f = crm_field_find(rec->ent, "currency", 8);

	if (f != NULL && crm_field_stored(f) && rec->val[f->index].t == CRM_NULL && c->policy.currency != NULL)
		put_text(rec, "currency", c->policy.currency);
}

/* Statuses that concern one record: the transaction itself stands. */
bool
of_the_record(int rc)
{
	return rc == CRM_DATA || rc == CRM_NO || rc == CRM_NOPERM || rc == CRM_USAGE;
}

int
save(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, bool *changed,
    struct crm_err *err)
{
	const struct rule *r = rules_of_trade;
	bool names = false, any = true;
	int rc;

	while (r->entity != NULL && strcmp(r->entity, rec->ent->name) != 0)
		r++;
	if (changed != NULL)
		*changed = false;
	if (old != NULL && same(old, rec))
		return CRM_OK;
	if (old != NULL && rec->ent->ledger)
		return crm_fail(err, CRM_NOPERM, NULL, "%s is a ledger: add what puts it right", rec->ent->name);
	if (r->before != NULL && (rc = r->before(c, old, rec, flags, err)) != CRM_OK)
		return rc;
	default_currency(c, rec);
	if ((rc = crm_rec_check(rec, err)) != CRM_OK || (rc = refs_exist(c, old, rec, err)) != CRM_OK
	    || (rc = unique(c, old, rec, err)) != CRM_OK
	    || (rc = no_cycle(c, old, rec, err)) != CRM_OK)
		return rc;
	for (size_t i = 1; i < rec->ent->nfield; i++)
		names |= (rec->ent->field[i].flags & CRM_F_KEY) && old != NULL
		    && !crm_val_eq(&old->val[i], &rec->val[i]);
	if (names)
		forget_refs(c);
	rc = old == NULL ? crm_insert(c->db, rec, err) : crm_update(c->db, old, rec, &any, err);
	if (rc == CRM_OK && any && r->after != NULL)
		rc = r->after(c, old, rec, flags, err);
	if (any && of_the_record(rc))
		return take_back(c, old, rec, rc, err);
	if (changed != NULL)
		*changed = any;
	return rc;
}

int
load_both(struct crm *c, int64_t id, struct crm_rec *old, struct crm_rec *rec, char name[32], struct crm_err *err)
{
	int rc;

	snprintf(name, 32, "%s%lld", old->ent->prefix, (long long)id);
	crm_rec_reset(old);
	if ((rc = crm_get(c, old->ent, id, old, err)) == CRM_OK)
		crm_rec_copy(rec, old);
	return rc;
}

/* A complaint of the record's own begins with its field; of many deals it must say whose. */
int
whose(const char *id, int rc, const struct crm_err *why, struct crm_err *err)
{
	for (const char *line = why->text, *end; *line != '\0'; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		crm_fail(err, rc, strncmp(line, id, strlen(id)) == 0 ? NULL : id, "%.*s", (int)(end - line), line);
	}
	return rc;
}

int
crm_save(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, bool *changed,
    struct crm_err *err)
{
	if (rec->ent->closed)
		return crm_fail(err, CRM_NOPERM, NULL, "%s records are kept by the program alone",
		    rec->ent->name);
	return save(c, old, rec, flags, changed, err);
}

int
crm_get(struct crm *c, const struct crm_entity *e, int64_t id, struct crm_rec *rec, struct crm_err *err)
{
	int rc = crm_load(c->db, e, id, rec, err);

	return rc == CRM_NO ? crm_fail(err, CRM_NO, NULL, "there is no %s %s%lld", e->name, e->prefix,
	    (long long)id) : rc;
}
