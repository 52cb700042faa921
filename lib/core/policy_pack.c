/* policy_pack.c - the policy's tree as plain lines: a base is opened far more often than its policy is written */
#include <string.h>

#include "core/policy_tree.h"

/*
 * A seal, then a line for each node, parents first: kind and depth, line in the document, key, text.
 * No tab and no line end stands in a key or text of the tree.
 */
enum { FORMAT = 1 };

static const char kinds[] = { [NODE_TEXT] = 'T', [NODE_LIST] = 'L', [NODE_MAP] = 'M' };

/* Says of which document the lines are, and that they are whole. */
static void
put_seal(struct crm_buf *b, const char *text, size_t n, const char *lines, size_t len)
{
	crm_putf(b, "%d %zu %016llx %016llx\n", FORMAT, n, (unsigned long long)crm_hash(text, n),
	    (unsigned long long)crm_hash(lines, len));
}

static void
put_node(struct crm_buf *b, const struct node *node, int depth)
{
	crm_putf(b, "%c%c%u\t%s\t%s\n", kinds[node->kind], '0' + depth, node->line, node->key ? node->key : "",
	    node->kind == NODE_TEXT ? node->text : "");
	for (const struct node *c = node->first; c != NULL; c = c->next)
		put_node(b, c, depth + 1);
}

void
policy_pack(const char *text, size_t n, struct crm_buf *to)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_buf lines = { 0 };
	struct tree t;

	policy_tree_read(&t, "policy", text, n, &err);
	if (t.root != NULL && !t.bad) {
		put_node(&lines, t.root, 0);
		put_seal(to, text, n, lines.p, lines.n);
		crm_put(to, lines.p, lines.n);
	}
	policy_tree_free(&t);
	crm_buf_free(&lines);
}

static bool
is_sealed(const char *packed, const char *text, size_t n)
{
	const char *lines = strchr(packed, '\n');
	struct crm_buf seal = { 0 };
	bool same;

	if (lines == NULL)
		return false;
	lines++;
	put_seal(&seal, text, n, lines, strlen(lines));
	same = (size_t)(lines - packed) == seal.n && memcmp(packed, seal.p, seal.n) == 0;
	crm_buf_free(&seal);
	return same;
}

/* Ends the word at p where `end` stands; returns what follows, or NULL. */
static char *
cut(char *p, char end)
{
	if (p != NULL && (p = strchr(p, end)) != NULL)
		*p++ = '\0';
	return p;
}

/* Makes a node of one line. */
static bool
unpack_line(struct tree *t, struct node *up[NODE_DEPTHS], char *line, char *key, char *text)
{
	const char *kind = *line ? memchr(kinds + NODE_TEXT, *line, NODE_MAP) : NULL;
	int depth = line[1] - '0';
	unsigned at = 0;
	struct node *node;

	if (kind == NULL || depth < 0 || depth >= NODE_DEPTHS || (depth == 0) != (t->root == NULL)
	    || (depth > 0 && (up[depth - 1] == NULL || up[depth - 1]->kind == NODE_TEXT)))
		return false;
	for (line += 2; *line >= '0' && *line <= '9'; line++)
		at = at * 10 + (unsigned)(*line - '0');
	if (depth == 0 || up[depth - 1]->kind != NODE_MAP)
		key = NULL;
	node = policy_tree_add(t, depth ? up[depth - 1] : NULL, key, at);
	node->kind = (enum node_kind)(kind - kinds);
	node->text = node->kind == NODE_TEXT ? text : NULL;
	if (depth == 0)
		t->root = node;
	up[depth] = node;
	for (int d = depth + 1; d < NODE_DEPTHS; d++)
		up[d] = NULL;
	return true;
}

bool
policy_unpack(struct tree *t, const char *name, const char *packed, const char *text, size_t n,
    struct crm_err *err)
{
	struct node *up[NODE_DEPTHS] = { NULL };
	char *line, *key, *value, *next;

	*t = (struct tree){ .name = name, .err = err };
	if (!is_sealed(packed, text, n))
		return false;
	line = cut(crm_strdup(&t->arena, packed), '\n');
	for (; *line != '\0'; line = next) {
		key = cut(line, '\t');
		value = cut(key, '\t');
		next = cut(value, '\n');
		if (next == NULL || !unpack_line(t, up, line, key, value)) {
			policy_tree_free(t);
			return false;
		}
	}
	return t->root != NULL;
}
