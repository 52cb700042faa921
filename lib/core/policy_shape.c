/* policy_shape.c - from maps to structs by tables of keys */
#include "core/policy_shape.h"

#include <string.h>

enum { NAME_MAX_LEN = 40, DAYS_MAX = 36500 };

static const char *const kinds[] = {
	[NODE_TEXT] = "one value", [NODE_LIST] = "a list: - item", [NODE_MAP] = "a map: key: value"
};

bool
shape_is(struct reading *r, const struct node *node, enum node_kind kind)
{
	if (node->kind == kind)
		return true;
	if (node->kind == NODE_TEXT && *node->text == '\0')
		SHAPE_ERROR(r, node, "has no value");
	else if (node->kind != NODE_BAD)
		SHAPE_ERROR(r, node, "must be %s", kinds[kind]);
	return false;
}

const char *
shape_keep(struct reading *r, const char *text, unsigned line)
{
	struct crm_policy *p = r->policy;
	const char *copy = crm_strdup(&p->arena, text);

	if (p->nplace == r->room) {
		r->room = r->room ? r->room * 2 : 64;
		r->place = crm_alloc(&p->arena, r->room * sizeof *r->place);
		if (p->nplace)
			memcpy(r->place, p->place, p->nplace * sizeof *r->place);
		p->place = r->place;
	}
	r->place[p->nplace++] = (struct crm_place){ copy, line };
	return copy;
}

/* The text itself, which lives as long as the tree. */
static const char *
peek(struct reading *r, const struct node *node)
{
	if (!shape_is(r, node, NODE_TEXT))
		return NULL;
	if (*node->text == '\0') {
		SHAPE_ERROR(r, node, "has no value");
		return NULL;
	}
	return node->text;
}

const char *
shape_take(struct reading *r, const struct node *node)
{
	const char *text = peek(r, node);

	return text ? shape_keep(r, text, node->line) : NULL;
}

static void
refuse(struct reading *r, const struct node *node, const char *text, const char *why)
{
	char quoted[256];

	SHAPE_ERROR(r, node, "%s %s", crm_quote(quoted, text, strlen(text)), why);
}

bool
shape_name(struct reading *r, const struct node *node, const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (text[n] == '\0' && n > 0 && n <= NAME_MAX_LEN && text[0] >= 'a' && text[0] <= 'z')
		return true;
	refuse(r, node, text, "is no name: a-z, then a-z, 0-9 and _, at most 40");
	return false;
}

const struct crm_entity *
shape_entity(struct reading *r, const struct node *node, const char *name, size_t n)
{
	char quoted[256];

	for (const struct crm_entity *const *e = crm_table; *e != NULL; e++)
		if (strlen((*e)->name) == n && memcmp((*e)->name, name, n) == 0)
			return *e;
	SHAPE_ERROR(r, node, "there is no entity %s", crm_quote(quoted, name, n));
	return NULL;
}

void
shape_text(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	*(const char **)(base + key->at) = shape_take(r, node);
}

void
shape_word(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);

	if (text != NULL && shape_name(r, node, text))
		*(const char **)(base + key->at) = text;
}

void
shape_of(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);

	if (text != NULL && shape_entity(r, node, text, strlen(text)) != NULL)
		*(const char **)(base + key->at) = text;
}

/* "a, b, c" */
static void
put_names(struct crm_buf *b, const char *name)
{
	crm_putf(b, "%s%s", b->n ? ", " : "", name);
}

/* The place of the node's text among words, or -1. */
static int
choose(struct reading *r, const struct node *node, const char *const *words)
{
	const char *text = peek(r, node);
	struct crm_buf list = { 0 };
	char quoted[256];
	int i;

	if (text == NULL)
		return -1;
	for (i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	for (i = 0; words[i] != NULL; i++)
		put_names(&list, words[i]);
	SHAPE_ERROR(r, node, "%s is none of %s", crm_quote(quoted, text, strlen(text)), list.p);
	crm_buf_free(&list);
	return -1;
}

void
shape_choice(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	int i = choose(r, node, key->words);

	if (i >= 0)
		*(const char **)(base + key->at) = key->words[i];
}

void
shape_index(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	int i = choose(r, node, key->words);

	if (i >= 0)
		*(int *)(base + key->at) = i;
}

void
shape_flag(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	static const char *const words[] = { "no", "yes", "false", "true", NULL };
	int i = choose(r, node, words);

	if (i > 0 && i % 2 == 1)
		*(unsigned *)(base + key->at) |= key->bit;
}

/* "any" where no limit may be said */
static bool
take_any(const struct key *key, const char *text, char *base)
{
	if (!key->any || strcmp(text, "any") != 0)
		return false;
	*(int64_t *)(base + key->at) = CRM_UNLIMITED;
	return true;
}

/* 12.5 or 12.5% to basis points */
void
shape_percent(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = peek(r, node);
	int64_t v;
	size_t n;

	if (text == NULL || take_any(key, text, base))
		return;
	n = strlen(text);
	if (n > 1 && text[n - 1] == '%')
		n--;
	if (strspn(text, "0123456789.") != n || crm_decimal(text, n, 2, &v) != CRM_OK || v > 10000)
		refuse(r, node, text, "is no percentage from 0 to 100");
	else
		*(int64_t *)(base + key->at) = v;
}

/* 30, 30d or 4w */
void
shape_days(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const int64_t day = 86400;
	const char *text = peek(r, node);
	int64_t v;

	if (text == NULL)
		return;
	if (crm_num(text, strlen(text), 0, DAYS_MAX, &v) != CRM_OK) {
		if (crm_span(text, strlen(text), &v) != CRM_OK || v % day || v / day > DAYS_MAX) {
			refuse(r, node, text, "is no number of days: 30, 30d or 4w, at most 36500");
			return;
		}
		v /= day;
	}
	*(int64_t *)(base + key->at) = v;
}

void
shape_span(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = peek(r, node);
	int64_t v;

	if (text == NULL)
		return;
	if (crm_span(text, strlen(text), &v) != CRM_OK || v <= 0)
		refuse(r, node, text, "is no span of time: 10min, 4h or 2d");
	else
		*(int64_t *)(base + key->at) = v;
}

/* Of the policy's currency, which may stand below; what is wrong with that is complained about there. */
static int
money_digits(const struct reading *r, const char **code)
{
	const struct node *node = policy_tree_child(r->tree.root, "currency");
	int digits = -1;

	*code = "money";
	if (node != NULL && node->kind == NODE_TEXT && (digits = crm_currency_digits(node->text)) >= 0)
		*code = node->text;
	return digits < 0 ? 2 : digits;
}

void
shape_money(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = peek(r, node), *code;
	int digits = money_digits(r, &code);
	struct crm_buf why = { 0 };
	int64_t v;

	if (text == NULL || take_any(key, text, base))
		return;
	if (crm_decimal(text, strlen(text), digits, &v) == CRM_OK && v >= key->least) {
		*(int64_t *)(base + key->at) = v;
		return;
	}
	crm_putf(&why, "is no amount of %s from ", code);
	crm_put_decimal(&why, key->least, digits);
	crm_puts(&why, " up");
	refuse(r, node, text, why.p);
	crm_buf_free(&why);
}

void
shape_count(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = peek(r, node);

	if (text != NULL && !take_any(key, text, base)
	    && crm_num(text, strlen(text), 0, INT64_MAX, (int64_t *)(base + key->at)) != CRM_OK)
		refuse(r, node, text, "is no whole number from 0 up");
}

/* A list of texts, NULL-terminated; none is given twice. */
const char *const *
shape_texts(struct reading *r, const struct node *node)
{
	struct crm_map seen = { 0 };
	const char **v;
	size_t n = 0;

	if (!shape_is(r, node, NODE_LIST))
		return NULL;
	if (node->n == 0)
		SHAPE_ERROR(r, node, "is an empty list");
	v = crm_zalloc(&r->policy->arena, (node->n + 1) * sizeof *v);
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		const char *text = shape_take(r, c);

		if (text != NULL && !crm_map_put(&seen, text, strlen(text), 0))
			refuse(r, c, text, "is given twice");
		else if (text != NULL)
			v[n++] = text;
	}
	crm_map_free(&seen);
	return v;
}

void
shape_list(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	static const char *const none[] = { NULL };
	bool empty = key->empty && node->kind == NODE_LIST && node->n == 0;

	*(const char *const **)(base + key->at) = empty ? none : shape_texts(r, node);
}

static void
refuse_same(struct reading *r, const struct node *list, const char *key)
{
	struct crm_map seen = { 0 };

	for (const struct node *c = list->first; c != NULL; c = c->next) {
		const struct node *name = policy_tree_child(c, key);
		int64_t line;

		if (name == NULL || name->kind != NODE_TEXT
		    || crm_map_put(&seen, name->text, strlen(name->text), name->line))
			continue;
		crm_map_get(&seen, name->text, strlen(name->text), &line);
		SHAPE_ERROR(r, name, "%s is the %s of the one on line %d already", name->text, key, (int)line);
	}
	crm_map_free(&seen);
}

void *
shape_array(struct reading *r, const struct shape *shape, const struct node *list, size_t *n)
{
	char *v;

	*n = 0;
	if (!shape_is(r, list, NODE_LIST))
		return NULL;
	v = crm_zalloc(&r->policy->arena, list->n * shape->size);
	for (const struct node *c = list->first; c != NULL; c = c->next)
		shape_read(r, shape, c, v + c->at * shape->size);
	if (shape->unique != NULL)
		refuse_same(r, list, shape->unique);
	*n = list->n;
	return v;
}

void
shape_items(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	void *v = shape_array(r, key->of, node, (size_t *)(base + key->count));

	memcpy(base + key->at, &v, sizeof v);
}

static void
refuse_key(struct reading *r, const struct shape *shape, const struct node *node)
{
	struct crm_buf known = { 0 };

	for (const struct key *k = shape->key; k->name != NULL; k++)
		put_names(&known, k->name);
	SHAPE_ERROR(r, node, "is no key here; there are %s", known.p);
	crm_buf_free(&known);
}

void
shape_read(struct reading *r, const struct shape *shape, const struct node *node, void *base)
{
	if (!shape_is(r, node, NODE_MAP))
		return;
	for (const struct node *c = node->first; c != NULL; c = c->next) {
		const struct key *k = shape->key;

		while (k->name != NULL && strcmp(k->name, c->key) != 0)
			k++;
		if (k->name == NULL)
			refuse_key(r, shape, c);
		else if (c->kind != NODE_BAD)
			k->read(r, k, c, base);
	}
	for (const struct key *k = shape->key; k->name != NULL; k++)
		if (k->must && policy_tree_child(node, k->name) == NULL)
			SHAPE_ERROR(r, node, "%s is missing", k->name);
	if (shape->finish != NULL)
		shape->finish(r, node, base);
}

void
shape_map(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	shape_read(r, key->of, node, base + key->at);
}
