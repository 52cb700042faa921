/* policy_shape.h - from maps to structs by tables of keys; private to lib/core */
#ifndef CORE_POLICY_SHAPE_H
#define CORE_POLICY_SHAPE_H

#include "crm/policy.h"
#include "core/policy_tree.h"

struct reading {
	struct tree tree;
	struct crm_policy *policy;
	struct crm_place *place;     /* the policy's, growing */
	size_t room;
};

struct key;
typedef void read_fn(struct reading *, const struct key *, const struct node *, char *base);

/* A shape is what a map may hold, and the struct it becomes. */
struct shape {
	const struct key *key;       /* up to one without a name */
	size_t size;
	const char *unique;          /* the key by which no two of a list are the same, or NULL */
	void (*finish)(struct reading *, const struct node *, void *);   /* defaults, and what keys must agree on */
};

struct key {
	const char *name;
	read_fn *read;
	size_t at;                   /* offset in the struct */
	bool must;
	size_t count;                /* shape_items: offset of how many */
	const struct shape *of;      /* shape_items: what each is; shape_map: what it is, at the offset */
	const char *const *words;    /* shape_choice, shape_index: the words allowed */
	unsigned bit;                /* shape_flag: in the unsigned at `at` */
	int64_t least;               /* shape_money */
	bool any;                    /* numbers: the word any is CRM_UNLIMITED */
	bool empty;                  /* shape_list: may be */
};

/* As crm_policy_parse(), of the packed tree when it is the text's; it may be NULL. */
int policy_read(struct crm_policy *, const char *name, const char *text, size_t n, const char *packed,
    struct crm_err *);

#define IN(type, member) .at = offsetof(struct type, member)
#define SHAPE_ERROR(r, node, ...) policy_tree_fail(&(r)->tree, node, __VA_ARGS__)

void shape_read(struct reading *, const struct shape *, const struct node *, void *base);

/* Each takes a node's value, or complains and gives NULL or false. */
const char *shape_take(struct reading *, const struct node *);               /* lives with the policy */
bool shape_is(struct reading *, const struct node *, enum node_kind);
const char *shape_keep(struct reading *, const char *text, unsigned line);   /* likewise */
bool shape_name(struct reading *, const struct node *, const char *text);    /* a-z, then a-z, 0-9 and _ */
const struct crm_entity *shape_entity(struct reading *, const struct node *, const char *name, size_t n);
const char *const *shape_texts(struct reading *, const struct node *);
void *shape_array(struct reading *, const struct shape *, const struct node *list, size_t *n);

read_fn shape_text, shape_word, shape_choice, shape_index, shape_flag, shape_percent, shape_days, shape_span,
    shape_list, shape_items, shape_of, shape_map, shape_money, shape_count;

/* policy_trade.c: the sections about the contractual relation, and what holds where they are silent. */
extern const struct shape policy_hours, policy_service, policy_prices, policy_limit, policy_orders,
    policy_contracts, policy_loyalty, policy_consent;
void policy_trade_usual(struct crm_policy *);
/* policy_signal.c: likewise, about scores */
extern const struct shape policy_signals, policy_churn;
void policy_signal_usual(struct crm_policy *);

#endif
