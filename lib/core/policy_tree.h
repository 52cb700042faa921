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

/* A list or map may stand in 7 others, and a text in 8. */
enum { NODE_DEPTHS = 9 };

void policy_tree_read(struct tree *, const char *name, const char *text, size_t n, struct crm_err *);
void policy_tree_free(struct tree *);
/* A new node, the last of `up`; without one it has no key. */
struct node *policy_tree_add(struct tree *, struct node *up, const char *key, unsigned line);
const struct node *policy_tree_child(const struct node *map, const char *key);   /* or NULL */
/* "policy.yaml:12: stages[2].name: ..." */
void policy_tree_fail(struct tree *, const struct node *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The tree of a text, packed to be kept beside it; nothing when the text has mistakes.  Unpacking fails, leaving no
 * tree, when it was packed of another text or by another crm, or has suffered: then the text is to be read.
 */
void policy_pack(const char *text, size_t n, struct crm_buf *to);
bool policy_unpack(struct tree *, const char *name, const char *packed, const char *text, size_t n,
    struct crm_err *);

#endif
