/* session.c - opening a base with its policy; work as one batch */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "core/policy_shape.h"

static int
resolve_cb(void *arg, const struct crm_entity *e, const struct crm_field *by, const char *p, size_t n,
    int64_t *id, struct crm_err *err)
{
	return crm_resolve(arg, e, by, p, n, id, err);
}

static void
set_ctx(struct crm *c)
{
	c->ctx.schema = &c->schema;
	c->ctx.policy = &c->policy;
	c->ctx.country = c->policy.country;
	c->ctx.currency = c->policy.currency;
	c->ctx.resolve = resolve_cb;
	c->ctx.named = segments_named;
	c->ctx.arg = c;
}

static int
use_policy(struct crm *c, const char *name, const char *text, size_t n, const char *packed, struct crm_err *err)
{
	int rc = policy_read(&c->policy, name, text, n, packed, err);

	if (rc == CRM_OK)
		rc = crm_schema_make(&c->schema, &c->policy, err);
	if (rc != CRM_OK)
		return rc;
	set_ctx(c);
	forget_refs(c);
	crm_db_schema(c->db, &c->schema);
	return CRM_OK;
}

/* The text, and its tree, which spares every later start the reading of YAML. */
static int
keep_text(struct crm *c, const char *text, struct crm_err *err)
{
	struct crm_buf packed = { 0 };
	int rc = crm_db_meta_set(c->db, "policy", text, err);

	policy_pack(text, strlen(text), &packed);
	if (rc == CRM_OK && packed.p != NULL)
		rc = crm_db_meta_set(c->db, "policy tree", packed.p, err);
	crm_buf_free(&packed);
	return rc;
}

/* A new base: all tables and the policy that teaches, at once.  Whoever comes second finds it done. */
static int
found_base(void *arg, struct crm_err *err)
{
	struct crm *c = arg;
	char *text = NULL;
	int rc = crm_db_migrate(c->db, &c->schema, err);

	if (rc == CRM_OK && ((rc = crm_db_meta(c->db, "policy", &text, err)) == CRM_OK || rc == CRM_NO))
		rc = keep_text(c, rc == CRM_OK ? text : crm_policy_default, err);
	free(text);
	return rc;
}

/* What is done already may be done again: after a commit in doubt that is the answer. */
static int
write_surely(struct crm *c, int (*fn)(void *, struct crm_err *), void *arg, bool dry, struct crm_err *err)
{
	int rc = crm_db_write(c->db, fn, arg, dry, err);

	if (rc == CRM_UNKNOWN) {
		crm_err_clear(err);
		rc = crm_db_write(c->db, fn, arg, dry, err);
	}
	return rc;
}

static int
read_policy(struct crm *c, struct crm_err *err)
{
	char *text = NULL, *packed = NULL;
	int rc = crm_db_meta(c->db, "policy", &text, err);

	if (rc == CRM_OK && ((rc = crm_db_meta(c->db, "policy tree", &packed, err)) == CRM_OK || rc == CRM_NO))
		rc = use_policy(c, "policy", text, strlen(text), packed, err);
	else if (rc == CRM_NO)
		rc = use_policy(c, "policy", crm_policy_default, strlen(crm_policy_default), NULL, err);
	free(text);
	free(packed);
	return rc;
}

/* A base that another is making at this moment is there, but empty: who came to read it helps. */
static int
connect_to_found(struct crm *c, const struct crm_opening *o, struct crm_err *err)
{
	if (!o->read_only)
		return CRM_OK;
	crm_db_close(c->db);
	return crm_db_open(&c->db, o->url, CRM_OPEN_CREATE, err);
}

int
crm_open(struct crm **out, const struct crm_opening *o, struct crm_err *err)
{
	struct crm *c = crm_xmalloc(sizeof *c);
	bool empty = false, current = false;
	int rc;

	memset(c, 0, sizeof *c);
	c->ctx.now = o->now;
	c->dry = o->dry;
	c->actor = strdup(o->actor);
	c->command = strdup(o->command);
	rc = crm_db_open(&c->db, o->url, o->read_only ? CRM_OPEN_READ : CRM_OPEN_CREATE, err);
	if (rc != CRM_OK || (rc = crm_db_empty(c->db, &empty, err)) != CRM_OK)
		goto out;
	if (empty) {
		if ((rc = connect_to_found(c, o, err)) != CRM_OK
		    || (rc = use_policy(c, "policy", crm_policy_default, strlen(crm_policy_default), NULL, err)) != CRM_OK
		    || (rc = write_surely(c, found_base, c, false, err)) != CRM_OK)
			goto out;
		crm_schema_free(&c->schema);
		crm_policy_free(&c->policy);
	}
	if ((rc = read_policy(c, err)) != CRM_OK
	    || (rc = crm_db_current(c->db, &c->schema, &current, err)) != CRM_OK)
		goto out;
	if (!current && !o->upgrade)
		rc = crm_fail(err, CRM_CONFIG, NULL,
		    "the base was made by an older crm: crm-init brings it up to date");
out:
	if (rc != CRM_OK) {
		crm_close(c);
		c = NULL;
	}
	*out = c;
	return rc;
}

void
crm_close(struct crm *c)
{
	if (c == NULL)
		return;
	forget_refs(c);
	forget_met(c);
	crm_arena_free(&c->names);
	crm_db_close(c->db);
	crm_schema_free(&c->schema);
	crm_policy_free(&c->policy);
	free(c->actor);
	free(c->command);
	free(c);
}

struct crm_db *crm_db_of(struct crm *c) { return c->db; }
const struct crm_schema *crm_schema_of(const struct crm *c) { return &c->schema; }
const struct crm_policy *crm_policy_of(const struct crm *c) { return &c->policy; }
const struct crm_ctx *crm_ctx_of(const struct crm *c) { return &c->ctx; }
int64_t crm_now(const struct crm *c) { return c->ctx.now; }
const char *crm_actor(const struct crm *c) { return c->actor; }
void crm_set_note(struct crm *c, const char *note) { c->note = note; }
void crm_set_next_due(struct crm *c, crm_next_due *fn) { c->next_due = fn; }

int
crm_upgrade(struct crm *c, struct crm_buf *did, struct crm_err *err)
{
	bool current;
	int rc;

	if ((rc = crm_db_current(c->db, &c->schema, &current, err)) != CRM_OK || current)
		return rc;
	if ((rc = crm_db_plan(c->db, &c->schema, did, err)) != CRM_OK || c->dry)
		return rc;
	return write_surely(c, found_base, c, false, err);
}

int
crm_policy_text(struct crm *c, char **text, struct crm_err *err)
{
	int rc = crm_db_meta(c->db, "policy", text, err);

	if (rc == CRM_NO)
		*text = strdup(crm_policy_default);
	return rc == CRM_NO ? CRM_OK : rc;
}

/* What the records say must stay sayable: stages that deals stand in, the currency of their money. */
static int
keeps_meaning(struct crm *c, const struct crm_policy *old, struct crm_err *err)
{
	const struct crm_entity *deal = crm_entity_must(&c->schema, "deal");
	struct crm_query q = { .ent = deal, .ctx = &c->ctx, .away = true };
	struct crm_arena a = { 0 };
	int64_t n;
	int rc = CRM_OK;

	for (size_t i = 0; i < old->nstage && rc == CRM_OK; i++) {
		struct crm_alt alt = { .lo = CRM_VTEXT(old->stage[i].name, strlen(old->stage[i].name)) };
		struct crm_expr x = { .node = CRM_TEST, .op = CRM_EQ, .alt = &alt, .nalt = 1,
		    .path = { .ent = deal, .field = crm_field_must(deal, "stage") } };

		alt.hi = alt.lo;
		q.where = &x;
		if (crm_policy_stage(&c->policy, old->stage[i].name, strlen(old->stage[i].name)) == NULL
		    && (rc = crm_count(c->db, &q, &n, err)) == CRM_OK && n > 0)
			rc = crm_fail(err, CRM_CONFIG, "stages", "%lld deals stand in %s: move them first",
			    (long long)n, old->stage[i].name);
	}
	if (rc == CRM_OK && strcmp(old->currency, c->policy.currency) != 0) {
		q.where = NULL;
		if ((rc = crm_count(c->db, &q, &n, err)) == CRM_OK && n > 0)
			rc = crm_fail(err, CRM_CONFIG, "currency",
			    "%lld deals were recorded with %s as the default", (long long)n, old->currency);
	}
	crm_arena_free(&a);
	return rc;
}

struct loading { struct crm *c; const char *text; };

static int
keep_policy(void *arg, struct crm_err *err)
{
	struct loading *l = arg;
	int rc = crm_db_migrate(l->c->db, &l->c->schema, err);

	return rc == CRM_OK ? keep_text(l->c, l->text, err) : rc;
}

int
crm_policy_load(struct crm *c, const char *name, const char *text, size_t n, bool only_check,
    struct crm_err *err)
{
	struct crm_policy old = c->policy;
	struct crm_schema old_schema = c->schema;
	struct crm_buf copy = { 0 };
	int rc;

	memset(&c->policy, 0, sizeof c->policy);
	memset(&c->schema, 0, sizeof c->schema);
	crm_put(&copy, text, n);
	if ((rc = use_policy(c, name, text, n, NULL, err)) == CRM_OK
	    && (rc = crm_policy_check(&c->policy, &c->schema, &c->ctx, err)) == CRM_OK
	    && (rc = keeps_meaning(c, &old, err)) == CRM_OK)
		rc = write_surely(c, keep_policy, &(struct loading){ c, copy.p }, only_check || c->dry, err);
	if (rc == CRM_OK && !only_check && !c->dry) {
		crm_schema_free(&old_schema);
		crm_policy_free(&old);
	} else {
		crm_schema_free(&c->schema);
		crm_policy_free(&c->policy);
		c->policy = old;
		c->schema = old_schema;
		set_ctx(c);
		crm_db_schema(c->db, &c->schema);
	}
	crm_buf_free(&copy);
	return rc;
}

struct work { struct crm *c; int (*fn)(struct crm *, void *, struct crm_err *); void *arg; };

static int
work(void *arg, struct crm_err *err)
{
	struct work *w = arg;
	int rc = crm_batch_start(w->c->db, &w->c->batch, err);

	forget_refs(w->c);
	crm_map_free(&w->c->numbered);
	crm_map_free(&w->c->domain);
	forget_met(w->c);
	if (rc == CRM_OK && (rc = w->fn(w->c, w->arg, err)) == CRM_OK)
		rc = crm_batch_end(w->c->db, err);
	return rc;
}

int
crm_work(struct crm *c, int (*fn)(struct crm *, void *, struct crm_err *), void *arg, int64_t *batch,
    struct crm_err *err)
{
	struct work w = { c, fn, arg };
	int64_t id;
	int rc;

	c->batch = (struct crm_batch){ .at = c->ctx.now, .actor = c->actor, .command = c->command,
	    .undoes = c->batch.undoes };
	crm_uuid7(crm_clock_ms(), c->batch.uid);
	rc = crm_db_write(c->db, work, &w, c->dry, err);
	if (rc == CRM_UNKNOWN) {
		/* the batch itself tells whether its commit arrived */
		crm_err_clear(err);
		rc = crm_batch_find(c->db, c->batch.uid, &id, err);
		if (rc == CRM_NO && c->batch.id == 0)
			rc = CRM_OK;     /* there was nothing to keep */
		else if (rc == CRM_NO)
			rc = crm_db_write(c->db, work, &w, c->dry, err);
		else if (rc != CRM_OK)
			rc = crm_fail(err, CRM_UNKNOWN, NULL,
			    "the connection was lost while the change was kept: outcome unknown, safe to repeat");
	}
	forget_refs(c);
	crm_map_free(&c->numbered);
	crm_map_free(&c->domain);
	forget_met(c);
	if (batch != NULL)
		*batch = rc == CRM_OK ? c->batch.id : 0;
	return rc;
}
