/* policy_tree.h - the policy's document as a tree that knows its lines; private to lib/core */
#ifndef CORE_POLICY_TREE_H
#define CORE_POLICY_TREE_H

#include "crm/base.h"

/* A node is one value of the document.  A bad one was complained about: who reads it stays silent. */
struct node {
	enum node_kind { NODE_BAD, NODE_TEXT, NODE_LIST, NODE_MAP } kind;
	unsigned line;
	const struct node *up;
	const char *key;             /* its name in a map, or NULL */
	size_t at;                   /* its place in a list or map */
	const char *text;            /* one line, trimmed; empty for no value */
	struct node *first, *last, *next;
	size_t n;                    /* children */
};

struct tree {
	const char *name;
	struct node *root;           /* NULL when there is nothing to read on */
	bool bad;                    /* something was complained about */
	struct crm_arena arena;
	struct crm_err *err;
};

void policy_tree_read(struct tree *, const char *name, const char *text, size_t n, struct crm_err *);
void policy_tree_free(struct tree *);
const struct node *policy_tree_child(const struct node *map, const char *key);   /* or NULL */
/* "policy.yaml:12: stages[2].name: ..." */
void policy_tree_fail(struct tree *, const struct node *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
