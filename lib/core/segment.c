/* segment.c - segments: filters that the base keeps under names */
#include "session.h"

#include <string.h>

void
forget_named(struct crm *c)
{
	c->has_named = false;
	c->named = NULL;
	c->nnamed = 0;
}

static int
read_named(struct crm *c, struct crm_err *err)
{
	const struct crm_entity *e = crm_entity_must(&c->schema, "segment");
	struct crm_path col[] = {
		{ .ent = e, .field = crm_field_must(e, "name") }, { .ent = e, .field = crm_field_must(e, "filter") },
	};
	struct crm_query q = { .ent = e, .col = col, .ncol = 2, .ctx = &c->ctx };
	struct crm_buf found = { 0 };
	struct crm_cursor *cur;
	int rc = crm_select(c->db, &q, &cur, err);

	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		struct crm_named named = { .entity = "client" };

		named.name = crm_strndup(&c->names, cur->val[0].p, cur->val[0].n);
		named.filter = crm_strndup(&c->names, cur->val[1].p, cur->val[1].n);
		crm_put(&found, &named, sizeof named);
	}
	crm_cursor_close(cur);
	c->nnamed = found.n / sizeof *c->named;
	c->named = crm_alloc(&c->names, found.n + 1);
	if (found.n > 0)
		memcpy(c->named, found.p, found.n);
	c->has_named = rc == CRM_DONE;
	crm_buf_free(&found);
	return rc == CRM_DONE ? CRM_OK : rc;
}

/* What was read and forgotten stays in the arena: a filter that is being read may still look at it. */
int
segments_named(void *arg, const struct crm_named **named, size_t *n, struct crm_err *err)
{
	struct crm *c = arg;
	int rc = c->has_named ? CRM_OK : read_named(c, err);

	*named = c->named;
	*n = c->nnamed;
	return rc;
}

static int
name_fits(struct crm *c, const struct crm_val *name, struct crm_err *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

	for (size_t i = 0; i < name->n; i++)
		if (memchr(letters, name->p[i], sizeof letters - 1) == NULL)
			return crm_fail(err, CRM_DATA, "name", "\"%.*s\" is no name: letters a to z, digits, _ and - only",
			    (int)name->n, name->p);
	for (size_t i = 0; i < c->policy.nnamed; i++)
		if (strlen(c->policy.named[i].name) == name->n
		    && memcmp(c->policy.named[i].name, name->p, name->n) == 0)
			return crm_fail(err, CRM_DATA, "name", "the policy has a filter @%s already", c->policy.named[i].name);
	return CRM_OK;
}

/* The message's {fields} are the client's. */
static int
message_fits(struct crm *c, const struct crm_val *message, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&c->schema, "client");
	const char *open, *shut, *at = message->t == CRM_TEXT ? message->p : "";
	struct crm_err why = CRM_ERR_INIT;
	struct crm_path p;

	for (; (open = strchr(at, '{')) != NULL && (shut = strchr(open, '}')) != NULL; at = shut)
		if (crm_path_parse(&c->schema, client, open + 1, (size_t)(shut - open - 1), &p, &why) != CRM_OK)
			return crm_fail(err, CRM_DATA, "message", "%s", why.text);
	return CRM_OK;
}

int
segment_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *name = crm_rec_get(rec, "name"), *every = crm_rec_get(rec, "every");
	int rc = CRM_OK;

	(void)flags;
	if (name->t == CRM_TEXT && differs(old, rec, "name"))
		rc = name_fits(c, name, err);
	if (rc == CRM_OK && every->t == CRM_INT && every->i < 1)
		rc = crm_fail(err, CRM_DATA, "every", "is a number of days from 1 on");
	return rc == CRM_OK ? message_fits(c, crm_rec_get(rec, "message"), err) : rc;
}

/* Whether a filter that is kept can be read, with all that it names. */
static int
readable(struct crm *c, const char *name, const char *what, struct crm_err *err)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_arena a = { 0 };
	struct crm_expr *where;
	int rc = crm_filter_text(&c->ctx, crm_entity_must(&c->schema, "client"), crm_sprintf(&a, "@%s", name), &where, &a,
	    &why);

	crm_arena_free(&a);
	return rc == CRM_OK ? rc : crm_fail(err, rc == CRM_USAGE ? CRM_DATA : rc, what, "%s", why.text);
}

/* A name that is given up is missed by the filters that use it. */
int
segment_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_named *named;
	size_t n;
	int rc;

	(void)flags;
	if (!differs(old, rec, "name") && !differs(old, rec, "filter"))
		return CRM_OK;
	forget_named(c);
	rc = readable(c, crm_rec_get(rec, "name")->p, "filter", err);
	if (rc != CRM_OK || old == NULL || !differs(old, rec, "name"))
		return rc;
	rc = segments_named(c, &named, &n, err);
	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		rc = readable(c, named[i].name, "name", err);
	return rc;
}
