/* policy.c - what a policy may say, and what it becomes */
#include <string.h>

#include "crm/policy.h"
#include "core/policy_shape.h"

#define LEASE_USUAL 600         /* seconds */
#define NEGLECTED_USUAL 60      /* days */

static const char *const stage_kinds[] = {
	[CRM_STAGE_OPEN] = "open", [CRM_STAGE_WON] = "won", [CRM_STAGE_LOST] = "lost", NULL
};
static const char *const forecasts[] = { "pipeline", "best_case", "commit", "closed", "omitted", NULL };

/* The usual map: below 50 % pipeline, from 75 % commit. */
static const char *
usual_forecast(const struct crm_stage *s)
{
	if (s->kind != CRM_STAGE_OPEN)
		return s->kind == CRM_STAGE_WON ? "closed" : "omitted";
	return s->probability < 5000 ? "pipeline" : s->probability < 7500 ? "best_case" : "commit";
}

static void
finish_stage(struct reading *r, const struct node *node, void *base)
{
	struct crm_stage *s = base;
	const struct node *given = policy_tree_child(node, "probability");
	int64_t sure = s->kind == CRM_STAGE_WON ? 10000 : 0;

	if (s->kind == CRM_STAGE_OPEN) {
		if (given == NULL)
			SHAPE_ERROR(r, node, "probability is missing");
	} else {
		if (given != NULL && s->probability != sure)
			SHAPE_ERROR(r, given, "a stage of kind %s has probability %d", stage_kinds[s->kind], (int)sure / 100);
		s->probability = sure;
	}
	if (s->forecast == NULL)
		s->forecast = usual_forecast(s);
}

static const struct shape stage_shape = {
	.key = (const struct key[]){
		{ "name", shape_word, IN(crm_stage, name), .must = true },
		{ "help", shape_text, IN(crm_stage, help) },
		{ "kind", shape_index, IN(crm_stage, kind), .words = stage_kinds },
		{ "probability", shape_percent, IN(crm_stage, probability) },
		{ "rots", shape_days, IN(crm_stage, rots) },
		{ "forecast", shape_choice, IN(crm_stage, forecast), .words = forecasts },
		{ "gate", shape_text, IN(crm_stage, gate) },
		{ 0 }
	},
	.size = sizeof(struct crm_stage), .unique = "name", .finish = finish_stage,
};

static void
finish_rule(struct reading *r, const struct node *node, void *base)
{
	struct crm_rule *rule = base;

	if (rule->kind == NULL)
		rule->kind = shape_keep(r, "task", node->line);
	if (rule->priority == NULL)
		rule->priority = shape_keep(r, "normal", node->line);
	if (rule->due == NULL)
		rule->due = shape_keep(r, "today", node->line);
	if (rule->to == NULL)
		rule->to = shape_keep(r, "owner", node->line);
}

static const struct shape rule_shape = {
	.key = (const struct key[]){
		{ "name", shape_word, IN(crm_rule, name), .must = true },
		{ "of", shape_of, IN(crm_rule, entity), .must = true },
		{ "when", shape_text, IN(crm_rule, when), .must = true },
		{ "what", shape_text, IN(crm_rule, what), .must = true },
		{ "kind", shape_text, IN(crm_rule, kind) },
		{ "priority", shape_text, IN(crm_rule, priority) },
		{ "due", shape_text, IN(crm_rule, due) },
		{ "to", shape_text, IN(crm_rule, to) },
		{ "again", shape_text, IN(crm_rule, again) },
		{ 0 }
	},
	.size = sizeof(struct crm_rule), .unique = "name", .finish = finish_rule,
};

static const struct shape need_shape = {
	.key = (const struct key[]){
		{ "of", shape_of, IN(crm_need, entity), .must = true },
		{ "when", shape_text, IN(crm_need, when) },
		{ "fields", shape_list, IN(crm_need, fields), .must = true },
		{ 0 }
	},
	.size = sizeof(struct crm_need),
};

static const struct shape named_shape = {
	.key = (const struct key[]){
		{ "of", shape_of, IN(crm_named, entity), .must = true },
		{ "where", shape_text, IN(crm_named, filter), .must = true },
		{ 0 }
	},
	.size = sizeof(struct crm_named),
};

static void
read_type(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);
	char quoted[256];

	(void)key;
	if (text == NULL)
		return;
	((struct crm_custom *)base)->field.type = crm_type_find(text);
	if (crm_type_find(text) == NULL)
		SHAPE_ERROR(r, node, "there is no type %s", crm_quote(quoted, text, strlen(text)));
}

static void
finish_field(struct reading *r, const struct node *node, void *base)
{
	struct crm_field *f = &((struct crm_custom *)base)->field;
	const struct crm_type *type = f->type;

	f->flags |= CRM_F_CUSTOM;
	if (f->help == NULL)
		f->help = f->name;
	if (type == NULL)
		return;
	if (f->values != NULL && type != &crm_t_word)
		SHAPE_ERROR(r, node, "values are for the type word, not for %s", type->name);
	if ((type == &crm_t_ref) != (f->ref != NULL))
		SHAPE_ERROR(r, node, "%s",
		    f->ref ? "ref is for the type ref only" : "the type ref needs ref: which entity");
	if ((f->flags & CRM_F_MANY) && (f->flags & CRM_F_UNIQUE))
		SHAPE_ERROR(r, node, "many and unique exclude each other");
	if ((f->flags & CRM_F_LISTED) && (f->flags & CRM_F_SECRET))
		SHAPE_ERROR(r, node, "listed and secret exclude each other");
	if ((f->flags & CRM_F_SEARCHED) && type->store != CRM_TEXT)
		SHAPE_ERROR(r, node, "only what is kept as text can be searched, not %s", type->name);
}

static const struct shape field_shape = {
	.key = (const struct key[]){
		{ "name", shape_word, IN(crm_custom, field.name), .must = true },
		{ "type", read_type, .must = true },
		{ "help", shape_text, IN(crm_custom, field.help) },
		{ "values", shape_list, IN(crm_custom, field.values) },
		{ "default", shape_text, IN(crm_custom, field.dflt) },
		{ "alias", shape_text, IN(crm_custom, field.alias) },
		{ "ref", shape_of, IN(crm_custom, field.ref) },
		{ "many", shape_flag, IN(crm_custom, field.flags), .bit = CRM_F_MANY },
		{ "listed", shape_flag, IN(crm_custom, field.flags), .bit = CRM_F_LISTED },
		{ "searched", shape_flag, IN(crm_custom, field.flags), .bit = CRM_F_SEARCHED },
		{ "unique", shape_flag, IN(crm_custom, field.flags), .bit = CRM_F_UNIQUE },
		{ "secret", shape_flag, IN(crm_custom, field.flags), .bit = CRM_F_SECRET },
		{ 0 }
	},
	.size = sizeof(struct crm_custom), .unique = "name", .finish = finish_field,
};

/* client: [fields], deal: [fields]... become one list */
static void
read_fields(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	struct crm_policy *p = (struct crm_policy *)base;
	struct crm_custom *all;
	size_t total = 0, n;

	(void)key;
	if (!shape_is(r, node, NODE_MAP))
		return;
	for (const struct node *c = node->first; c != NULL; c = c->next)
		total += c->n;
	p->custom = all = crm_zalloc(&p->arena, total * sizeof *all);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		const struct crm_entity *ent = shape_entity(r, c, c->key, strlen(c->key));
		const struct crm_custom *v = shape_array(r, &field_shape, c, &n);

		if (ent == NULL)
			continue;
		if (ent->closed)
			SHAPE_ERROR(r, c, "%s takes no fields of your own", ent->name);
		for (size_t i = 0; i < n; i++)
			all[p->ncustom++] = (struct crm_custom){ ent->name, v[i].field };
	}
}

/* Whether the program itself, not the house, gives these words their meaning. */
static bool
is_fixed(const struct crm_entity *ent, const struct crm_field *f)
{
	static const char *const fixed[] = {
		"bonus.period", "campaign.state", "case.state", "check.verdict", "clause.state", "consent.state",
		"contract.bonus_by", "contract.renewal", "contract.state", "deal.forecast", "followup.state",
		"interaction.direction", "member.status", "need.level", "objection.state", "order.kind", "points.kind",
		"product.state", "term.base",
	};
	size_t n = strlen(ent->name);

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (strncmp(fixed[i], ent->name, n) == 0 && fixed[i][n] == '.'
		    && strcmp(fixed[i] + n + 1, f->name) == 0)
			return true;
	return ent->closed || (f->flags & (CRM_F_AUTO | CRM_F_DERIVED));
}

/* The field that "client.class" names, if its words are the house's to choose. */
static const struct crm_field *
word_field(struct reading *r, const struct node *node, const struct crm_entity **ent)
{
	size_t n = strcspn(node->key, ".");
	const struct crm_field *f = NULL;
	const char *name = node->key + n + 1;

	if (node->key[n] == '\0') {
		SHAPE_ERROR(r, node, "must name entity and field: client.class");
		return NULL;
	}
	*ent = shape_entity(r, node, node->key, n);
	if (*ent == NULL)
		return NULL;
	f = crm_field_find(*ent, name, strlen(name));
	if (f == NULL || f->type != &crm_t_word)
		SHAPE_ERROR(r, node, "%s has no field of words of that name", (*ent)->name);
	else if (strcmp(node->key, "deal.stage") == 0)
		SHAPE_ERROR(r, node, "the words are the names under stages");
	else if (is_fixed(*ent, f))
		SHAPE_ERROR(r, node, "the words are the program's own and stay as they are");
	else
		return f;
	return NULL;
}

static bool
has_word(const char *const *list, const char *word)
{
	while (*list != NULL && strcmp(*list, word) != 0)
		list++;
	return *list != NULL;
}

/* What the rules of the trade set by themselves must remain a word: a deal that is won makes a client. */
static void
need_words(struct reading *r, const struct node *node, const char *const *values)
{
	if (strcmp(node->key, "client.stage") == 0 && !has_word(values, "client"))
		SHAPE_ERROR(r, node, "must have client: winning a deal sets it");
}

static void
refuse_non_words(struct reading *r, const struct node *list)
{
	char quoted[256];

	for (const struct node *c = list->first; c != NULL; c = c->next)
		if (c->kind == NODE_TEXT && (strpbrk(c->text, " \",;\\()") != NULL || strlen(c->text) > 60))
			SHAPE_ERROR(r, c, "%s is not one word", crm_quote(quoted, c->text, strlen(c->text)));
}

static void
read_words(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	struct crm_policy *p = (struct crm_policy *)base;
	struct crm_words *v;

	(void)key;
	if (!shape_is(r, node, NODE_MAP))
		return;
	p->words = v = crm_zalloc(&p->arena, node->n * sizeof *v);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		const struct crm_entity *ent = NULL;
		const struct crm_field *f = word_field(r, c, &ent);
		const char *const *values = shape_texts(r, c);

		refuse_non_words(r, c);
		if (f == NULL || values == NULL)
			continue;
		need_words(r, c, values);
		v[p->nwords++] = (struct crm_words){ ent->name, f->name, values };
	}
}

static void
read_filters(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	struct crm_policy *p = (struct crm_policy *)base;
	struct crm_named *v;

	(void)key;
	if (!shape_is(r, node, NODE_MAP))
		return;
	p->named = v = crm_zalloc(&p->arena, node->n * sizeof *v);
	p->nnamed = node->n;
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		v[c->at].name = crm_strdup(&p->arena, c->key);
		shape_name(r, c, c->key);
		shape_read(r, &named_shape, c, &v[c->at]);
	}
}

static void
read_version(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);

	(void)key, (void)base;
	if (text != NULL && strcmp(text, "1") != 0)
		SHAPE_ERROR(r, node, "must be 1: this program knows no other");
}

static void
read_country(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);
	char quoted[256];

	(void)key;
	if (text == NULL)
		return;
	((struct crm_policy *)base)->country = crm_country_code(text, strlen(text));
	if (crm_country_code(text, strlen(text)) == NULL)
		SHAPE_ERROR(r, node, "%s is no country: ISO 3166-1, such as NL", crm_quote(quoted, text, strlen(text)));
}

static void
read_currency(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);
	char quoted[256];

	(void)key;
	((struct crm_policy *)base)->currency = text;
	if (text != NULL && crm_currency_digits(text) < 0)
		SHAPE_ERROR(r, node, "%s is no currency: ISO 4217, such as EUR", crm_quote(quoted, text, strlen(text)));
}

/* A pipeline leads somewhere. */
static void
finish_policy(struct reading *r, const struct node *node, void *base)
{
	const struct crm_policy *p = base;
	const struct node *stages = policy_tree_child(node, "stages");
	size_t n[3] = { 0 };

	if (stages == NULL || stages->kind != NODE_LIST)
		return;
	for (size_t i = 0; i < p->nstage; i++)
		n[p->stage[i].kind]++;
	for (int k = 0; k < 3; k++)
		if (n[k] == 0)
			SHAPE_ERROR(r, stages, "there is no stage of kind %s", stage_kinds[k]);
}

static const struct shape policy_shape = {
	.key = (const struct key[]){
		{ "version", read_version, .must = true },
		{ "country", read_country, .must = true },
		{ "currency", read_currency, .must = true },
		{ "lease", shape_span, IN(crm_policy, lease) },
		{ "neglected", shape_days, IN(crm_policy, neglected) },
		{ "stages", shape_items, IN(crm_policy, stage), .count = offsetof(struct crm_policy, nstage),
		    .of = &stage_shape, .must = true },
		{ "words", .read = read_words },
		{ "fields", .read = read_fields },
		{ "filters", .read = read_filters },
		{ "missing", shape_items, IN(crm_policy, need), .count = offsetof(struct crm_policy, nneed),
		    .of = &need_shape },
		{ "followups", shape_items, IN(crm_policy, rule), .count = offsetof(struct crm_policy, nrule),
		    .of = &rule_shape },
		{ "hours", shape_map, IN(crm_policy, hours), .of = &policy_hours },
		{ "service", shape_items, IN(crm_policy, service), .count = offsetof(struct crm_policy, nservice),
		    .of = &policy_service },
		{ "prices", shape_map, .of = &policy_prices },
		{ "limits", shape_items, IN(crm_policy, limit), .count = offsetof(struct crm_policy, nlimit),
		    .of = &policy_limit },
		{ "orders", shape_map, .of = &policy_orders },
		{ "contracts", shape_map, .of = &policy_contracts },
		{ "loyalty", shape_map, .of = &policy_loyalty },
		{ "consent", shape_map, .of = &policy_consent },
		{ "signals", shape_map, .of = &policy_signals },
		{ "churn", shape_map, .of = &policy_churn },
		{ 0 }
	},
	.size = sizeof(struct crm_policy), .finish = finish_policy,
};

int
policy_read(struct crm_policy *out, const char *name, const char *text, size_t n, const char *packed,
    struct crm_err *err)
{
	struct reading r = { .policy = out };

	*out = (struct crm_policy){ .lease = LEASE_USUAL, .neglected = NEGLECTED_USUAL };
	out->name = crm_strdup(&out->arena, name);
	policy_trade_usual(out);
	policy_signal_usual(out);
	if (packed == NULL || !policy_unpack(&r.tree, name, packed, text, n, err))
		policy_tree_read(&r.tree, name, text, n, err);
	if (r.tree.root != NULL)
		shape_read(&r, &policy_shape, r.tree.root, out);
	policy_tree_free(&r.tree);
	if (!r.tree.bad)
		return CRM_OK;
	crm_policy_free(out);
	return CRM_CONFIG;
}

int
crm_policy_parse(struct crm_policy *out, const char *name, const char *text, size_t n, struct crm_err *err)
{
	return policy_read(out, name, text, n, NULL, err);
}

void
crm_policy_free(struct crm_policy *p)
{
	crm_arena_free(&p->arena);
	*p = (struct crm_policy){ 0 };
}

const struct crm_stage *
crm_policy_stage(const struct crm_policy *p, const char *name, size_t n)
{
	for (size_t i = 0; i < p->nstage; i++)
		if (strlen(p->stage[i].name) == n && memcmp(p->stage[i].name, name, n) == 0)
			return &p->stage[i];
	return NULL;
}
