/* order_verbs.c - what crm-order does to orders, to all that are named or to none */
#include <string.h>
#include <unistd.h>

#include "order.h"
#include "crm/approve.h"

/* What is done to each order, and what came of it. */
struct doing {
	const struct cli_order *o;
	struct operands on;
	struct cli_refs refs;
	struct crm_rec old, rec;
	const char *word;                        /* a date, an amount */
	bool back;
	struct crm_buf left;                     /* what remains, told when all is kept */
};

typedef int each_one(struct cli *, const struct cli_ref *, void *);

static int
each(struct cli *cli, struct doing *d, const char *entity, each_one *one)
{
	const struct crm_entity *ent = crm_entity_must(crm_schema_of(cli->crm), entity);
	int rc = cli_refs(cli, ent, d->on.nref, d->on.ref, &d->refs);

	for (size_t i = 0; i < d->refs.n && rc == CRM_OK; i++)
		if (d->refs.v[i].ent != ent)
			rc = crm_fail(&cli->err, CRM_DATA, NULL, "%s is no %s", d->refs.v[i].text, ent->name);
	if (rc == CRM_OK && d->on.nitem > 0 && d->refs.n > 1)
		rc = cli_usage(cli, "SKU:QTY goes with one %s", ent->name);
	if (rc != CRM_OK)
		return rc;
	crm_rec_init(&d->old, cli_order(cli));
	crm_rec_init(&d->rec, cli_order(cli));
	if ((rc = cli_each(cli, &d->refs, one, d)) == CRM_OK && d->left.n > 0)
		cli_tell(cli, "%.*s", (int)d->left.n - 1, d->left.p);
	crm_rec_free(&d->old);
	crm_rec_free(&d->rec);
	crm_buf_free(&d->left);
	return rc;
}

/* What every verb that changes an order ends with. */
static int
said(struct cli *cli, struct doing *d, int rc)
{
	if (rc == CRM_OK)
		cli_changed(cli, &d->old, &d->rec);
	return rc;
}

static int
take_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	const struct operands *on = &d->on;
	int rc = crm_order_take(cli->crm, ref->id, on->text, on->ntext, on->item, on->nitem, &d->rec,
	    &cli->err);

	return rc == CRM_OK ? say_new(cli, "order", crm_rec_id(&d->rec)) : rc;
}

/* Without an item the operands are files. */
static bool
is_stream(const struct cli *cli, const struct operands *on)
{
	for (int i = 0; i < on->nref; i++)
		if (strcmp(on->ref[i], "-") != 0 && access(on->ref[i], F_OK) != 0)
			return false;
	return on->nref > 0 || !cli->in_tty;
}

int
cli_order_take(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	struct doing d = { .o = o };
	int rc = operands_split(cli, argc, argv, &d.on);

	operands_set(cli, &d.on, "promised", o->promised);
	operands_set(cli, &d.on, "kind", o->quote || o->valid != NULL ? "quote" : NULL);
	operands_set(cli, &d.on, "valid", o->valid);
	if (rc == CRM_OK && d.on.nitem == 0)
		return is_stream(cli, &d.on) ? order_stream(cli, &d.on)
		    : cli_usage(cli,
		    "what is ordered? CLIENT SKU:QTY, or rows from a file or standard input");
	return rc == CRM_OK ? each(cli, &d, "client", take_one) : rc;
}

static int
confirm_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;

	return said(cli, d, crm_order_confirm(cli->crm, ref->id, d->on.text, d->on.ntext, d->o->force,
	    &d->old, &d->rec, &cli->err));
}

static int
cancel_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;

	return said(cli, d, crm_order_cancel(cli->crm, ref->id, d->on.text, d->on.ntext, d->o->force,
	    &d->old, &d->rec, &cli->err));
}

static int
promise_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;

	return said(cli, d, crm_order_promise(cli->crm, ref->id, d->word, d->o->note, &d->old, &d->rec,
	    &cli->err));
}

static int
pay_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	int64_t id;
	int rc = crm_order_pay(cli->crm, ref->id, d->word, d->o->at, d->on.text, d->on.ntext, d->o->force,
	    &id, &cli->err);

	return rc == CRM_OK ? say_new(cli, "payment", id) : rc;
}

static int
deliver_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	struct crm_consignment what = { d->on.item, d->on.nitem, d->back, d->o->at, d->o->number,
	    d->o->note };
	int64_t *id = NULL;
	size_t n = 0, before = d->left.n = cli->said.n == 0 ? 0 : d->left.n;     /* run again, told afresh */
	int rc = crm_order_deliver(cli->crm, ref->id, &what, &id, &n, &cli->arena, &cli->err);

	for (size_t i = 0; i < n && rc == CRM_OK; i++)
		say_new(cli, "delivery", id[i]);
	if (rc == CRM_OK && (rc = crm_order_remains(cli->crm, ref->id, &d->left, &cli->err)) == CRM_OK
	    && d->left.n == before)
		crm_putf(&d->left, "o%lld: nothing remains to be delivered\n", (long long)ref->id);
	return rc;
}

int
cli_order_deliver(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	struct doing d = { .o = o };
	int rc = operands_split(cli, argc, argv, &d.on);

	return rc == CRM_OK ? each(cli, &d, "order", deliver_one) : rc;
}

int
cli_order_return(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	struct doing d = { .o = o, .back = true };
	int rc = operands_split(cli, argc, argv, &d.on);

	if (rc == CRM_OK && d.on.nitem == 0)
		return cli_usage(cli, "what comes back? ORDER SKU:QTY");
	return rc == CRM_OK ? each(cli, &d, "order", deliver_one) : rc;
}

/* Verbs that take orders, and field=value to set with it. */
static int
change(struct cli *cli, int argc, char **argv, const struct cli_order *o, const char *did, each_one *one)
{
	struct doing d = { .o = o };
	int rc = operands_split(cli, argc, argv, &d.on);

	if (rc == CRM_OK && (rc = each(cli, &d, "order", one)) == CRM_OK)
		cli_tell(cli, "%zu %s%s", d.refs.n, did, cli->dry ? " (dry run: nothing is kept)" : "");
	return rc;
}

int
cli_order_confirm(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	return change(cli, argc, argv, o, "confirmed", confirm_one);
}

int
cli_order_cancel(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	return change(cli, argc, argv, o, "cancelled", cancel_one);
}

int
cli_order_promise(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	struct doing d = { .o = o, .on = { .ref = argv, .nref = argc - 1 },
	    .word = argc > 0 ? argv[argc - 1] : NULL };

	return argc == 0 ? cli_usage(cli, "for when? the last operand is a date")
	    : each(cli, &d, "order", promise_one);
}

int
cli_order_pay(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	struct doing d = { .o = o };
	int rc = operands_split(cli, argc, argv, &d.on);

	if (rc == CRM_OK && d.on.nref > 2)
		return cli_usage(cli, "one order, and what is paid of it");
	if (d.on.nref == 2)
		d.word = argv[--d.on.nref];
	return rc == CRM_OK ? each(cli, &d, "order", pay_one) : rc;
}

static int
approve_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	struct doing *d = arg;
	struct crm_decision credit = { .kind = "credit", .client = ref->id };
	int64_t id;
	int rc = crm_decimal(d->word, strlen(d->word), crm_currency_digits(crm_ctx_of(cli->crm)->currency),
	    &credit.v);

	if (rc != CRM_OK || credit.v <= 0)
		return cli_usage(cli, "'%s' is no amount", d->word);
	rc = crm_approve(cli->crm, &credit, d->o->until, d->o->note, &id, &cli->err);
	return rc == CRM_OK ? say_new(cli, "approval", id) : rc;
}

int
cli_order_approve(struct cli *cli, int argc, char **argv, const struct cli_order *o)
{
	struct doing d = { .o = o, .on = { .ref = argv, .nref = argc - 1 },
	    .word = argc > 0 ? argv[argc - 1] : NULL };

	return argc < 2 ? cli_usage(cli, "CLIENT, and how much it may owe beyond its limit")
	    : each(cli, &d, "client", approve_one);
}

