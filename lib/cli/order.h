/* order.h - the operands of crm-order: "REF... [SKU:QTY[@PRICE]...] [FIELD=VALUE...]" */
#ifndef CLI_ORDER_H
#define CLI_ORDER_H

#include "cli.h"

struct operands {
	char **ref; int nref;                    /* or files */
	struct crm_item *item; size_t nitem;
	char **text; size_t ntext;               /* assignments, with room for some more */
};
const struct crm_entity *cli_order(struct cli *);
int operands_split(struct cli *, int argc, char **argv, struct operands *);
/* Adds an assignment, if there is a value. */
void operands_set(struct cli *, struct operands *, const char *field, const char *value);
/* A new record's id begins a line, for the next command. */
int say_new(struct cli *, const char *entity, int64_t id);
/* Takes orders from rows of the files, or of standard input; the assignments are set on each. */
int order_stream(struct cli *, const struct operands *);

#endif
