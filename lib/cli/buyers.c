/* buyers.c - orders from rows of any source, as far as classing needs them */
#include <string.h>

#include "cli.h"
#include "crm/segment.h"

/* What a column is. */
enum part { CLIENT, DAY, AMOUNT, PARTS, IGNORED = PARTS };
struct orders {
	struct cli *cli;
	struct crm_buyers *to;
	const struct crm_entity *order;
	const struct crm_field *field[PARTS];
	struct crm_ctx ctx;
	enum part *part;
	size_t ncol;
	int64_t last;                            /* later orders do not count */
	struct crm_arena row;
};

static enum part
part_of(const struct orders *o, const char *header)
{
	static const char *const amounts[] = { "amount", "revenue", "total", "value", "sales" };
	size_t n;
	const char *name = cli_mapped(o->cli, header, &n);
	const struct crm_field *f = n > 0 ? crm_field_header(o->order, name, n) : NULL;

	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
		if (crm_header_same(name, n, amounts[i], strlen(amounts[i])))
			return AMOUNT;
	return f == NULL ? IGNORED : f == o->field[CLIENT] ? CLIENT : f == o->field[DAY] ? DAY : IGNORED;
}

static int
read_columns(struct orders *o, const struct crm_reader *rd, struct crm_err *err)
{
	static const char *const called[PARTS] = { "client", "ordered", "amount" };
	size_t n = crm_reader_ncol(rd), has[PARTS + 1] = { 0 };
	int rc = CRM_OK;

	if (n == o->ncol)
		return CRM_OK;
	o->part = crm_alloc(&o->cli->arena, n * sizeof *o->part);
	for (size_t i = 0; i < n; i++)
		has[o->part[i] = part_of(o, crm_reader_col(rd, (unsigned)i))]++;
	o->ncol = n;
	for (int i = 0; i < PARTS; i++)
		if (has[i] != 1)
			rc = crm_fail(err, CRM_USAGE, NULL, has[i] == 0 ? "no column is the order's %s: --map 'COLUMN=%s'"
			    : "several columns are the order's %s: --map 'COLUMN=' ignores one", called[i], called[i]);
	return rc;
}

static int
one_row(struct orders *o, const struct crm_reader *rd, const struct crm_row *row, struct crm_err *err)
{
	struct crm_val v[PARTS] = { { 0 } };
	const struct crm_cell *client = NULL;
	int64_t day;
	int rc = read_columns(o, rd, err);

	crm_arena_reset(&o->row);
	for (const struct crm_cell *cell = row->cell; cell < row->cell + row->n && rc == CRM_OK; cell++) {
		enum part part = cell->kind == CRM_CELL_NULL || cell->n == 0 ? IGNORED : o->part[cell->col];

		if (part == CLIENT)
			client = cell;
		else if (part != IGNORED)
			rc = crm_field_parse(&o->ctx, o->field[part], cell->p, cell->n, &v[part], &o->row, err);
	}
	if (rc == CRM_OK && (client == NULL || v[DAY].t != CRM_TEXT || v[AMOUNT].t != CRM_INT))
		rc = crm_fail(err, CRM_DATA, NULL, "an order has a client, a day and an amount");
	if (rc == CRM_OK && crm_read_date(v[DAY].p, v[DAY].n, &day) == CRM_OK && day <= o->last)
		crm_buyers_add(o->to, client->p, client->n, day, v[AMOUNT].i);
	return rc;
}

static int
one_reader(struct orders *o, struct crm_reader *rd)
{
	struct crm_err *err = &o->cli->err, bad;
	struct crm_row row;
	int worst = CRM_OK, rc;

	o->ncol = 0;
	for (;;) {
		crm_err_clear(&bad);
		if ((rc = crm_reader_next(rd, &row, &bad)) == CRM_DONE)
			return worst;
		if (rc != CRM_ROW)
			crm_fail(err, rc, NULL, "%s", bad.text);
		else if ((rc = one_row(o, rd, &row, &bad)) != CRM_OK)
			crm_fail(err, rc, NULL, "%s:%lld: %s", cli_place(rd), (long long)row.line, bad.text);
		worst = rc > worst ? rc : worst;
		if ((rc != CRM_OK && rc != CRM_DATA) || crm_reader_torn(rd))
			return worst;
	}
}

int
cli_buyers(struct cli *cli, int nfile, char **file, int64_t last, struct crm_buyers *to)
{
	static const char *const columns[] = { "client", "ordered", "amount", NULL };
	static char *input = "-";
	const struct crm_schema *s = crm_schema_of(cli->crm);
	struct orders o = { .cli = cli, .to = to, .order = crm_entity_must(s, "order"), .ctx = cli->ctx, .last = last };
	struct crm_reader **rd;
	size_t opened = 0;
	int rc;

	if (cli->bulk.skip_bad || cli->bulk.rejects != NULL || cli->bulk.value.n > 0)
		return cli_usage(cli, "classify takes all rows of a source or none, and their values as they are");
	if (nfile == 0) {
		nfile = 1;
		file = &input;
	}
	o.ctx.date_format = cli->bulk.date_format;
	o.field[CLIENT] = crm_field_must(o.order, "client");
	o.field[DAY] = crm_field_must(o.order, "ordered");
	o.field[AMOUNT] = crm_field_must(crm_entity_must(s, "payment"), "amount");
	rd = crm_zalloc(&cli->arena, (size_t)nfile * sizeof *rd);
	rc = cli_readers(cli, nfile, file, columns, rd, &opened);
	for (size_t i = 0; i < opened && (rc == CRM_OK || rc == CRM_DATA); i++) {
		int one = one_reader(&o, rd[i]);

		rc = one > rc ? one : rc;
	}
	for (size_t i = 0; i < opened; i++)
		crm_reader_close(rd[i]);
	crm_arena_free(&o.row);
	return rc;
}
