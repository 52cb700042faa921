/* policy_signal.c - the policy on what speaks for and against a client */
#include <string.h>

#include "core/policy_shape.h"

enum { HEAVIEST = 1000 };

void
policy_signal_usual(struct crm_policy *p)
{
	p->promising = 10;
	p->unprofitable = -30;
	p->alive = 8000;
	p->gone = 3000;
}

/* Below 0 against a client. */
static void
read_weight(struct reading *r, const struct key *key, const struct node *node, char *base)
{
	const char *text = shape_take(r, node);
	char quoted[256];

	if (text != NULL && crm_num(text, strlen(text), -HEAVIEST, HEAVIEST, (int64_t *)(base + key->at)) != CRM_OK)
		SHAPE_ERROR(r, node, "%s is no whole number from -%d to %d", crm_quote(quoted, text, strlen(text)), HEAVIEST,
		    HEAVIEST);
}

static const struct shape signal_shape = {
	.key = (const struct key[]){
		{ "name", shape_word, IN(crm_signal, name), .must = true },
		{ "weight", read_weight, IN(crm_signal, weight), .must = true },
		{ "veto", shape_flag, IN(crm_signal, veto), .bit = 1 },
		{ 0 }
	},
	.size = sizeof(struct crm_signal), .unique = "name",
};

static void
finish_signals(struct reading *r, const struct node *node, void *base)
{
	const struct crm_policy *p = base;
	const struct node *low = policy_tree_child(node, "unprofitable");

	if (p->unprofitable >= p->promising)
		SHAPE_ERROR(r, low != NULL ? low : node, "unprofitable must be less than promising");
}

const struct shape policy_signals = {
	.key = (const struct key[]){
		{ "promising", read_weight, IN(crm_policy, promising) },
		{ "unprofitable", read_weight, IN(crm_policy, unprofitable) },
		{ "weights", shape_items, IN(crm_policy, signal), .count = offsetof(struct crm_policy, nsignal),
		    .of = &signal_shape },
		{ 0 }
	},
	.finish = finish_signals,
};

static void
finish_churn(struct reading *r, const struct node *node, void *base)
{
	const struct crm_policy *p = base;

	if (p->gone > p->alive)
		SHAPE_ERROR(r, node, "gone must not be more than alive");
}

const struct shape policy_churn = {
	.key = (const struct key[]){
		{ "alive", shape_percent, IN(crm_policy, alive) },
		{ "gone", shape_percent, IN(crm_policy, gone) },
		{ 0 }
	},
	.finish = finish_churn,
};
