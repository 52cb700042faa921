/* order.c - crm-order's operands: which orders, and which units of what */
#include <string.h>

#include "order.h"

const struct crm_entity *
cli_order(struct cli *cli)
{
	return crm_entity_must(crm_schema_of(cli->crm), "order");
}

/* "key:1001" names a record; so does what has no quantity. */
static bool
is_item(struct cli *cli, const char *arg, struct crm_item *item)
{
	bool key = strncmp(arg, "key:", 4) == 0 && strchr(arg + 4, ':') == NULL;

	return !key && !cli_is_assignment(arg) && crm_item_read(arg, item, &cli->arena);
}

int
operands_split(struct cli *cli, int argc, char **argv, struct operands *o)
{
	struct crm_item item;
	int at = 0;

	*o = (struct operands){ .ref = argv,
	    .item = crm_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *o->item),
	    .text = crm_alloc(&cli->arena, ((size_t)argc + 8) * sizeof *o->text) };
	while (at < argc && !cli_is_assignment(argv[at]) && !is_item(cli, argv[at], &item))
		at++;
	o->nref = at;
	for (; at < argc && is_item(cli, argv[at], &item); at++)
		o->item[o->nitem++] = item;
	for (; at < argc; at++) {
		if (!cli_is_assignment(argv[at]))
			return cli_usage(cli, "'%s' is no SKU:QTY and no field=value", argv[at]);
		o->text[o->ntext++] = argv[at];
	}
	return CRM_OK;
}

void
operands_set(struct cli *cli, struct operands *o, const char *field, const char *value)
{
	if (value != NULL)
		o->text[o->ntext++] = crm_sprintf(&cli->arena, "%s=%s", field, value);
}

int
say_new(struct cli *cli, const char *entity, int64_t id)
{
	crm_put_id(&cli->said, crm_entity_must(crm_schema_of(cli->crm), entity), id);
	crm_putc(&cli->said, '\n');
	return CRM_OK;
}

int
cli_order_list(struct cli *cli, const char *which, int argc, char **argv, const char *columns)
{
	struct crm_query q = { .ent = cli_order(cli), .whole = true, .ctx = crm_ctx_of(cli->crm) };
	struct crm_expr *own, *theirs;
	int rc;

	if ((rc = cli_among(cli, &q, &argc, argv)) != CRM_OK || (rc = cli_sort(cli, &q, "promised")) != CRM_OK
	    || (rc = crm_filter_text(q.ctx, q.ent, which, &own, &cli->arena, &cli->err)) != CRM_OK
	    || (rc = crm_filter_parse(q.ctx, q.ent, argv, (size_t)argc, &theirs, &cli->arena,
	    &cli->err)) != CRM_OK)
		return rc;
	q.where = crm_filter_and(own, theirs, &cli->arena);
	return cli_query(cli, &q, columns, NULL);
}
