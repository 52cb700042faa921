/* product.c - crm-product's own: its verb need, a price step by step, the clients that are asked about */
#include <string.h>

#include "cli.h"
#include "crm/price.h"
#include "crm/product.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

enum { ID, RANK, WHAT, PRICE, CURRENCY, COLUMNS };
static const struct crm_outcol columns[COLUMNS] = {
	{ .name = "term", .type = &crm_t_text, .currency = -1 },
	{ .name = "rank", .type = &crm_t_word, .currency = -1 },
	{ .name = "what", .type = &crm_t_text, .currency = -1 },
	{ .name = "price", .type = &crm_t_money, .currency = CURRENCY },
	{ .name = "currency", .type = &crm_t_currency, .currency = -1 },
};

static struct crm_val
text(const char *s)
{
	return CRM_VTEXT(s, strlen(s));
}

static struct crm_val *
add(struct cli *cli, struct crm_grid *g, const struct crm_price *p, int64_t term, const char *rank,
    const char *what)
{
	struct crm_val *row = crm_grid_add(g);
	const char *prefix = entity(cli, "term")->prefix;

	if (term != 0)
		row[ID] = text(crm_sprintf(&g->arena, "%s%lld", prefix, (long long)term));
	row[RANK] = text(rank);
	row[WHAT] = text(what);
	row[CURRENCY] = text(p->currency);
	return row;
}

/* "10% under the list, 25% over cost" */
static const char *
measures(struct crm_grid *g, const struct crm_price *p)
{
	struct crm_buf b = { 0 };
	const char *what;

	if (p->discount > 0) {
		crm_t_percent.print(NULL, NULL, &CRM_VINT(p->discount), &b);
		crm_puts(&b, "% under the list");
	}
	if (p->has_margin) {
		crm_puts(&b, b.n ? ", " : "");
		crm_t_percent.print(NULL, NULL, &CRM_VINT(p->margin), &b);
		crm_puts(&b, "% over cost");
	}
	what = b.n ? crm_strdup(&g->arena, b.p) : "";
	crm_buf_free(&b);
	return what;
}

int
cli_price(struct cli *cli, const struct crm_price *p)
{
	struct crm_grid g = { .col = columns, .ncol = COLUMNS, .width = COLUMNS };
	int rc;

	for (const struct crm_price_step *s = p->step; s < p->step + p->nstep; s++) {
		struct crm_val *row = add(cli, &g, p, s->term, s->rank, s->what);

		if (s->did)
			row[PRICE] = CRM_VINT(s->price);
	}
	add(cli, &g, p, p->term, "price", measures(&g, p))[PRICE] = CRM_VINT(p->price);
	rc = cli_grid(cli, &g);
	crm_grid_free(&g);
	return rc;
}

/* A test has an operator; a reference that looks like one is given by its id. */
static bool
is_filter(const char *arg)
{
	return strchr("@\"(", arg[0]) != NULL || strpbrk(arg, "=~<>") != NULL || strcmp(arg, "not") == 0;
}

/* References to records of one entity; others are complained about. */
static int
refs_of(struct cli *cli, const struct crm_entity *e, int argc, char **argv, int64_t **id, size_t *n)
{
	struct cli_refs refs;
	int rc = cli_refs(cli, e, argc, argv, &refs);

	*n = 0;
	*id = crm_alloc(&cli->arena, (refs.n + 1) * sizeof **id);
	for (const struct cli_ref *r = refs.v; r < refs.v + refs.n; r++) {
		if (r->ent == e)
			(*id)[(*n)++] = r->id;
		else
			rc = cli_complain(cli, crm_fail(&cli->err, CRM_DATA, NULL, "%s is no %s", r->text, e->name));
	}
	return rc == CRM_OK && refs.used < argc ? cli_usage(cli, "no %s: '%s'", e->name, argv[refs.used]) : rc;
}

int
cli_before_filter(struct cli *cli, const char *name, int *argc, char ***argv, int64_t **id, size_t *n)
{
	int used = 0, rc;

	*n = 0;
	while (used < *argc && !is_filter((*argv)[used]))
		used++;
	if (used == 0)
		return CRM_OK;
	rc = refs_of(cli, entity(cli, name), used, *argv, id, n);
	*argc -= used;
	*argv += used;
	return *n > 0 ? CRM_OK : rc;
}

int
cli_clients(struct cli *cli, int argc, char **argv, int64_t **id, size_t *n)
{
	return refs_of(cli, entity(cli, "client"), argc, argv, id, n);
}

int
cli_whom(struct cli *cli, const char *name, int argc, char **argv, struct crm_whom *whom)
{
	const struct crm_entity *ent = entity(cli, name);
	struct crm_expr *where = NULL;
	int64_t *id;
	int rc = CRM_OK;

	*whom = (struct crm_whom){ 0 };
	if (argc > 0 && !is_filter(argv[0])) {
		rc = refs_of(cli, ent, argc, argv, &id, &whom->nid);
		whom->id = id;
		return whom->nid > 0 ? CRM_OK : rc;
	}
	rc = crm_filter_parse(crm_ctx_of(cli->crm), ent, argv, (size_t)argc, &where, &cli->arena,
	    &cli->err);
	whom->where = where;
	return rc;
}

struct needing { int64_t product; char **text; size_t n; };

static int
need_one(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	const struct needing *d = arg;
	const struct crm_ctx *ctx = crm_ctx_of(cli->crm);
	struct crm_rec rec;
	int rc;

	if (ref->ent != entity(cli, "client"))
		return crm_fail(&cli->err, CRM_DATA, NULL, "%s is no client", ref->text);
	crm_rec_init(&rec, entity(cli, "need"));
	crm_rec_put(&rec, "client", &CRM_VINT(ref->id));
	if (d->product != 0)
		crm_rec_put(&rec, "product", &CRM_VINT(d->product));
	if ((rc = crm_rec_assign_all(ctx, &rec, d->text, d->n, &cli->err)) == CRM_OK
	    && (rc = crm_rec_defaults(ctx, &rec, &cli->err)) == CRM_OK
	    && (rc = crm_save(cli->crm, NULL, &rec, 0, NULL, &cli->err)) == CRM_OK) {
		crm_put_id(&cli->said, rec.ent, crm_rec_id(&rec));
		crm_putc(&cli->said, '\n');
	}
	crm_rec_free(&rec);
	return rc;
}

static int
product_of(struct cli *cli, const char *text, int64_t *id)
{
	const struct crm_entity *product = entity(cli, "product");

	return crm_resolve(cli->crm, product, NULL, text, strlen(text), id, &cli->err);
}

/* "[CLIENT...] PRODUCT TEXT" or, with line= or product= anywhere, "[CLIENT...] TEXT". */
int
cli_need(struct cli *cli, int argc, char **argv)
{
	struct needing d = { .text = crm_alloc(&cli->arena, ((size_t)argc + 1) * sizeof *d.text) };
	struct cli_refs refs;
	bool of_line = false;
	int rc, n = 0;

	for (int i = 0; i < argc; i++) {
		of_line |= strncmp(argv[i], "line=", 5) == 0 || strncmp(argv[i], "product=", 8) == 0;
		if (cli_is_assignment(argv[i]))
			d.text[d.n++] = argv[i];
		else
			argv[n++] = argv[i];
	}
	if (n < (of_line ? 1 : 2))
		return cli_usage(cli, "what is needed? [CLIENT...] PRODUCT TEXT, or without PRODUCT line=LINE");
	d.text[d.n++] = crm_sprintf(&cli->arena, "about=%s", argv[--n]);
	if (!of_line && (rc = product_of(cli, argv[--n], &d.product)) != CRM_OK)
		return rc;
	rc = cli_refs(cli, entity(cli, "client"), n, argv, &refs);
	return rc == CRM_OK ? cli_each(cli, &refs, need_one, &d) : rc;
}
