/* policy_check.c - whether a policy's filters, paths and defaults mean something in its schema */
#include <stdio.h>
#include <string.h>

#include "crm/filter.h"
#include "crm/policy.h"

enum { SHOWN_MAX = 12 };         /* fields in the text of a follow-up */

struct checking {
	const struct crm_policy *policy;
	struct crm_ctx ctx;
	struct crm_arena arena;
	struct crm_err *err;
	int rc;
	char key[160];               /* what is being checked: "stages[2].gate" */
};

/* Says where the text stood, when the policy came from a document. */
static void __attribute__((format(printf, 3, 4)))
complain(struct checking *c, const char *text, const char *fmt, ...)
{
	const struct crm_place *place = c->policy->place;
	const char *key = c->key;
	char msg[2048];
	size_t i = 0;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	while (i < c->policy->nplace && place[i].text != text)
		i++;
	if (i < c->policy->nplace)
		key = crm_sprintf(&c->arena, "%s:%u: %s", c->policy->name, place[i].line, c->key);
	c->rc = crm_fail(c->err, CRM_CONFIG, key, "%s", msg);
}

static void __attribute__((format(printf, 2, 3)))
at(struct checking *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->key, sizeof c->key, fmt, ap);
	va_end(ap);
}

/* Each complaint of another room becomes one about the text; the key tells already which field f it is of. */
static void
relay(struct checking *c, const char *text, const struct crm_err *why, const struct crm_field *f)
{
	size_t skip = f ? strlen(f->name) + 2 : 0, n;

	for (const char *p = why->text; *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		complain(c, text, "%.*s", (int)(n - skip), p + skip);
	}
}

static void
check_filter(struct checking *c, const struct crm_entity *ent, const char *text)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_expr *x;

	if (crm_filter_text(&c->ctx, ent, text, &x, &c->arena, &why) != CRM_OK)
		relay(c, text, &why, NULL);
}

/* The field at the end of a path, which is the text or stands in it. */
static const struct crm_field *
check_path(struct checking *c, const struct crm_entity *ent, const char *text, const char *p, size_t n)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_path path;

	if (crm_path_parse(c->ctx.schema, ent, p, n, &path, &why) == CRM_OK)
		return path.field;
	relay(c, text, &why, NULL);
	return NULL;
}

/* A value that will be put into a field; who it refers to only the base can tell. */
static void
check_value(struct checking *c, const struct crm_field *f, const char *text)
{
	struct crm_err why = CRM_ERR_INIT;
	struct crm_val v;

	if (f->type != &crm_t_ref
	    && crm_field_parse(&c->ctx, f, text, strlen(text), &v, &c->arena, &why) != CRM_OK)
		relay(c, text, &why, f);
}

/* The entity of a policy that was read exists; of one made by hand, perhaps. */
static const struct crm_entity *
entity(struct checking *c, const char *name)
{
	const struct crm_entity *ent = crm_entity_find(c->ctx.schema, name, strlen(name));

	if (ent == NULL)
		complain(c, name, "there is no entity %s", name);
	return ent;
}

static void
check_custom(struct checking *c, const struct crm_custom *custom)
{
	const struct crm_entity *ent;
	const struct crm_field *f;

	at(c, "fields.%s", custom->entity);
	if (custom->field.dflt == NULL || (ent = entity(c, custom->entity)) == NULL)
		return;
	f = crm_field_find(ent, custom->field.name, strlen(custom->field.name));
	at(c, "fields.%s.%s.default", custom->entity, custom->field.name);
	if (f != NULL)
		check_value(c, f, custom->field.dflt);
}

static void
check_named(struct checking *c, const struct crm_named *named)
{
	const struct crm_entity *ent;

	at(c, "filters.%s.of", named->name);
	if ((ent = entity(c, named->entity)) == NULL)
		return;
	at(c, "filters.%s.where", named->name);
	check_filter(c, ent, named->filter);
}

static void
check_need(struct checking *c, const struct crm_need *need, size_t i)
{
	const struct crm_entity *ent;

	at(c, "missing[%zu].of", i);
	if ((ent = entity(c, need->entity)) == NULL)
		return;
	at(c, "missing[%zu].when", i);
	if (need->when != NULL)
		check_filter(c, ent, need->when);
	for (size_t k = 0; need->fields[k] != NULL; k++) {
		at(c, "missing[%zu].fields[%zu]", i, k);
		check_path(c, ent, need->fields[k], need->fields[k], strlen(need->fields[k]));
	}
}

/* A path to a user, or a login: one word that is no field.  The user may come to the base later. */
static void
check_to(struct checking *c, const struct crm_entity *ent, const char *to)
{
	const struct crm_field *f = NULL;

	if (strchr(to, '.') != NULL || crm_field_find(ent, to, strlen(to)) != NULL)
		f = check_path(c, ent, to, to, strlen(to));
	else if (strcmp(to, "owner") == 0)
		complain(c, to, "%s has no owner: say who, by login name or path", ent->name);
	else if (strpbrk(to, " ,;\"()") != NULL)
		complain(c, to, "must be a path to a user, such as owner, or a login name");
	if (f != NULL && (f->type != &crm_t_ref || strcmp(f->ref, "user") != 0))
		complain(c, to, "must lead to a user");
}

/* Follow-ups are for what they have a reference to. */
static bool
may_follow_up(const struct crm_entity *followup, const struct crm_entity *ent)
{
	const struct crm_field *f = crm_field_find(followup, ent->name, strlen(ent->name));

	return f != NULL && f->to == ent;
}

/* What is to be done may show fields of the record: "Call {name}: quiet for {idle} days". */
static void
check_what(struct checking *c, const struct crm_entity *ent, const char *what)
{
	size_t n, fields = 0;

	for (const char *p = strchr(what, '{'); p != NULL; p = strchr(p + n, '{')) {
		n = strcspn(++p, "}");
		if (p[n] == '\0')
			complain(c, what, "a { is never closed");
		else
			check_path(c, ent, what, p, n);
		fields++;
	}
	if (fields > SHOWN_MAX)
		complain(c, what, "shows more than %d fields", SHOWN_MAX);
}

static void
check_rule(struct checking *c, const struct crm_rule *rule, size_t i)
{
	const struct crm_entity *followup = crm_entity_must(c->ctx.schema, "followup"), *ent;

	at(c, "followups[%zu].of", i);
	if ((ent = entity(c, rule->entity)) == NULL)
		return;
	if (!may_follow_up(followup, ent))
		complain(c, rule->entity, "a follow-up cannot be for a %s", ent->name);
	at(c, "followups[%zu].when", i);
	check_filter(c, ent, rule->when);
	at(c, "followups[%zu].what", i);
	check_what(c, ent, rule->what);
	at(c, "followups[%zu].kind", i);
	check_value(c, crm_field_must(followup, "kind"), rule->kind);
	at(c, "followups[%zu].priority", i);
	check_value(c, crm_field_must(followup, "priority"), rule->priority);
	at(c, "followups[%zu].due", i);
	check_value(c, crm_field_must(followup, "due"), rule->due);
	at(c, "followups[%zu].to", i);
	check_to(c, ent, rule->to);
	at(c, "followups[%zu].again", i);
	if (rule->again != NULL)
		check_path(c, ent, rule->again, rule->again, strlen(rule->again));
}

static void
check_word(struct checking *c, const char *entity_name, const char *field, const char *text)
{
	if (text != NULL)
		check_value(c, crm_field_must(crm_entity_must(c->ctx.schema, entity_name), field), text);
}

static void
check_list(struct checking *c, const char *key, const char *entity_name, const char *field,
    const char *const *text)
{
	for (size_t i = 0; text != NULL && text[i] != NULL; i++) {
		at(c, "%s[%zu]", key, i);
		check_word(c, entity_name, field, text[i]);
	}
}

static void
check_trade(struct checking *c, const struct crm_policy *p)
{
	for (size_t i = 0; i < p->nservice; i++) {
		at(c, "service[%zu].kind", i);
		check_word(c, "case", "kind", p->service[i].kind);
		at(c, "service[%zu].severity", i);
		check_word(c, "case", "severity", p->service[i].severity);
	}
	for (size_t i = 0; i < p->nlimit; i++) {
		at(c, "limits[%zu].role", i);
		check_word(c, "user", "role", p->limit[i].role);
	}
	check_list(c, "consent.needed", "consent", "channel", p->consent_needed);
	check_list(c, "consent.bases", "client", "basis", p->bases);
}

int
crm_policy_check(const struct crm_policy *p, const struct crm_schema *schema, const struct crm_ctx *ctx,
    struct crm_err *err)
{
	struct checking c = { .policy = p, .ctx = *ctx, .err = err };
	const struct crm_entity *deal = crm_entity_must(schema, "deal");

	c.ctx.schema = schema;
	c.ctx.policy = p;
	c.ctx.country = p->country;
	c.ctx.currency = p->currency;
	for (size_t i = 0; i < p->nstage; i++) {
		at(&c, "stages[%zu].gate", i);
		if (p->stage[i].gate != NULL)
			check_filter(&c, deal, p->stage[i].gate);
	}
	for (size_t i = 0; i < p->ncustom; i++)
		check_custom(&c, &p->custom[i]);
	for (size_t i = 0; i < p->nnamed; i++)
		check_named(&c, &p->named[i]);
	for (size_t i = 0; i < p->nneed; i++)
		check_need(&c, &p->need[i], i);
	for (size_t i = 0; i < p->nrule; i++)
		check_rule(&c, &p->rule[i], i);
	check_trade(&c, p);
	crm_arena_free(&c.arena);
	return c.rc;
}
