/* policy_tree.c - YAML to a tree; what makes documents hard to read or dear to expand is refused here */
#include "core/policy_tree.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "crm/utf8.h"

enum { SIZE_MAX_MIB = 1, DEPTH_MAX = NODE_DEPTHS - 1, NODES_MAX = 20000, KEY_SHOWN = 64 };

struct load {
	struct tree *t;
	yaml_parser_t parser;
	yaml_event_t ev;
	const char *text;
	size_t nodes;
};

static void
put_path(struct crm_buf *b, const struct node *node)
{
	if (node->up == NULL)
		return;
	put_path(b, node->up);
	if (node->key != NULL)
		crm_putf(b, "%s%.*s", node->up->up ? "." : "", KEY_SHOWN, node->key);
	else
		crm_putf(b, "[%zu]", node->at);
}

void
policy_tree_fail(struct tree *t, const struct node *node, const char *fmt, ...)
{
	struct crm_buf where = { 0 };
	char msg[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	crm_putf(&where, "%s:%u%s", t->name, node->line, node->up ? ": " : "");
	put_path(&where, node);
	crm_fail(t->err, CRM_CONFIG, where.p, "%s", msg);
	crm_buf_free(&where);
	t->bad = true;
}

const struct node *
policy_tree_child(const struct node *map, const char *key)
{
	for (const struct node *c = map->first; c != NULL; c = c->next)
		if (c->key != NULL && strcmp(c->key, key) == 0)
			return c;
	return NULL;
}

/* A complaint about the document as a whole. */
static void
fail_line(struct tree *t, unsigned line, const char *msg)
{
	policy_tree_fail(t, &(struct node){ .line = line }, "%s", msg);
}

static unsigned
line_at(const char *text, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

static unsigned
event_line(const struct load *l)
{
	return (unsigned)l->ev.start_mark.line + 1;
}

/* Moves to the next event.  The parser knows no line of a byte that it cannot read, only the offset. */
static bool
pull(struct load *l)
{
	const yaml_parser_t *p = &l->parser;
	char msg[256];

	yaml_event_delete(&l->ev);
	if (yaml_parser_parse(&l->parser, &l->ev))
		return true;
	snprintf(msg, sizeof msg, "this is not YAML: %s%s%s", p->context ? p->context : "", p->context ? ": " : "",
	    p->problem ? p->problem : "unreadable");
	fail_line(l->t, p->error == YAML_READER_ERROR ? line_at(l->text, p->problem_offset)
	    : (unsigned)p->problem_mark.line + 1, msg);
	return false;
}

struct node *
policy_tree_add(struct tree *t, struct node *up, const char *key, unsigned line)
{
	struct node *node = crm_zalloc(&t->arena, sizeof *node);

	node->up = up;
	node->key = key;
	node->line = line;
	if (up == NULL)
		return node;
	node->at = up->n++;
	if (up->last != NULL)
		up->last->next = node;
	else
		up->first = node;
	up->last = node;
	return node;
}

static bool
is_null(const char *p, size_t n, bool plain)
{
	return plain && (n == 0 || (n == 1 && *p == '~') || (n == 4 && memcmp(p, "null", 4) == 0));
}

/* The scalar as one line: trimmed, line ends made blanks.  NULL when it holds other controls. */
static const char *
one_line(struct load *l)
{
	const char *p = (const char *)l->ev.data.scalar.value;
	size_t n = l->ev.data.scalar.length;
	char *text;

	if (is_null(p, n, l->ev.data.scalar.style == YAML_PLAIN_SCALAR_STYLE))
		return "";
	for (; n && strchr(" \t\n", *p) != NULL && *p != '\0'; p++)
		n--;
	while (n && strchr(" \t\n", p[n - 1]) != NULL && p[n - 1] != '\0')
		n--;
	text = crm_strndup(&l->t->arena, p, n);
	for (char *c = text; c < text + n; c++) {
		if (*c == '\n' || *c == '\t')
			*c = ' ';
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			return NULL;
	}
	return text;
}

/* Anchors and tags are refused where they stand, whether or not something refers to them. */
static bool
is_marked(struct load *l, const struct node *node, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor != NULL)
		policy_tree_fail(l->t, node, "anchors (&%.*s) are refused: write each value out", KEY_SHOWN,
		    (const char *)anchor);
	if (tag != NULL)
		policy_tree_fail(l->t, node, "tags (%.*s) are refused", KEY_SHOWN, (const char *)tag);
	return anchor != NULL || tag != NULL;
}

static bool read_node(struct load *, struct node *up, const char *key, unsigned depth, struct node **);

static bool
read_list(struct load *l, struct node *list, unsigned depth)
{
	struct node *child;

	list->kind = NODE_LIST;
	for (;;) {
		if (!pull(l))
			return false;
		if (l->ev.type == YAML_SEQUENCE_END_EVENT)
			return true;
		if (!read_node(l, list, NULL, depth, &child))
			return false;
	}
}

/* A key stands for itself: nothing is merged by it or refers to it. */
static bool
read_key(struct load *l, const struct node *map, const char **key)
{
	struct node here = { .line = event_line(l), .up = map->up, .key = map->key, .at = map->at };

	*key = l->ev.type == YAML_SCALAR_EVENT ? one_line(l) : NULL;
	if (*key != NULL && **key != '\0') {
		is_marked(l, &here, l->ev.data.scalar.anchor, l->ev.data.scalar.tag);
		return true;
	}
	policy_tree_fail(l->t, &here, "a key must be a plain word");
	return false;
}

static bool
read_map(struct load *l, struct node *map, unsigned depth)
{
	struct crm_map seen = { 0 };
	struct node *child;
	const char *key;
	int64_t line;
	bool ok = false;

	map->kind = NODE_MAP;
	while (pull(l)) {
		if ((ok = l->ev.type == YAML_MAPPING_END_EVENT) || !read_key(l, map, &key))
			break;
		unsigned at = event_line(l);
		if (!pull(l) || !read_node(l, map, key, depth, &child))
			break;
		child->line = at;
		if (crm_map_put(&seen, key, strlen(key), at))
			continue;
		crm_map_get(&seen, key, strlen(key), &line);
		policy_tree_fail(l->t, child, "is given twice, first on line %d", (int)line);
		child->kind = NODE_BAD;
	}
	crm_map_free(&seen);
	return ok;
}

/* Reads the value whose first event has come.  False: nothing more can be read. */
static bool
read_node(struct load *l, struct node *up, const char *key, unsigned depth, struct node **out)
{
	struct node *node = *out = policy_tree_add(l->t, up, key, event_line(l));
	bool marked, ok = true;

	if (depth == DEPTH_MAX && l->ev.type != YAML_SCALAR_EVENT && l->ev.type != YAML_ALIAS_EVENT) {
		policy_tree_fail(l->t, node, "is nested deeper than %d", DEPTH_MAX);
		return false;
	}
	if (++l->nodes > NODES_MAX) {
		policy_tree_fail(l->t, node, "this is one value more than the %d a policy may have", NODES_MAX);
		return false;
	}
	switch (l->ev.type) {
	case YAML_SCALAR_EVENT:
		node->text = one_line(l);
		if (node->text == NULL)
			policy_tree_fail(l->t, node, "holds control characters");
		else if (!is_marked(l, node, l->ev.data.scalar.anchor, l->ev.data.scalar.tag))
			node->kind = NODE_TEXT;
		return true;
	case YAML_SEQUENCE_START_EVENT:
		marked = is_marked(l, node, l->ev.data.sequence_start.anchor, l->ev.data.sequence_start.tag);
		ok = read_list(l, node, depth + 1);
		break;
	case YAML_MAPPING_START_EVENT:
		marked = is_marked(l, node, l->ev.data.mapping_start.anchor, l->ev.data.mapping_start.tag);
		ok = read_map(l, node, depth + 1);
		break;
	default:
		policy_tree_fail(l->t, node, "aliases (*%.*s) are refused: write the value out", KEY_SHOWN,
		    (const char *)l->ev.data.alias.anchor);
		return true;
	}
	if (marked)
		node->kind = NODE_BAD;
	return ok;
}

/* stream start, document start, the value, document end, stream end */
static bool
read_document(struct load *l)
{
	if (!pull(l) || !pull(l))
		return false;
	if (l->ev.type == YAML_STREAM_END_EVENT) {
		fail_line(l->t, 1, "the policy is empty");
		return false;
	}
	if (!pull(l) || !read_node(l, NULL, NULL, 0, &l->t->root) || !pull(l) || !pull(l))
		return false;
	if (l->ev.type != YAML_STREAM_END_EVENT)
		fail_line(l->t, event_line(l), "a second document begins; a policy is one");
	return true;
}

void
policy_tree_read(struct tree *t, const char *name, const char *text, size_t n, struct crm_err *err)
{
	struct load l = { .t = t, .text = text };
	size_t bad;

	*t = (struct tree){ .name = name, .err = err };
	if (n > (size_t)SIZE_MAX_MIB << 20) {
		fail_line(t, 1, "the policy is larger than 1 MiB");
		return;
	}
	if (!crm_utf8_ok(text, n, &bad)) {
		fail_line(t, line_at(text, bad), "the text is not UTF-8");
		return;
	}
	if (!yaml_parser_initialize(&l.parser)) {
		fail_line(t, 1, "out of memory");
		return;
	}
	yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&l.parser, (const unsigned char *)text, n);
	if (!read_document(&l))
		t->root = NULL;
	yaml_event_delete(&l.ev);
	yaml_parser_delete(&l.parser);
}

void
policy_tree_free(struct tree *t)
{
	crm_arena_free(&t->arena);
}
