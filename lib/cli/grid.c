/* grid.c - computed rows on standard output: -c picks columns, totals are told from the rest */
#include <string.h>

#include "cli.h"
#include "crm/report.h"

struct picked { const struct crm_grid *grid; size_t *from, n; bool label, flag; };

/* Formats whose values have kinds keep the key's and say which row is a total in a column of its own. */
static bool
is_typed(const char *format)
{
	return strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0 || strcmp(format, "yaml") == 0;
}

static size_t
column_of(const struct crm_grid *g, const char *name, size_t len)
{
	size_t i = 0;

	while (i < g->ncol && (strlen(g->col[i].name) != len || memcmp(g->col[i].name, name, len) != 0))
		i++;
	return i;
}

static int
no_such_column(struct cli *cli, const struct crm_grid *g, const char *name, size_t len)
{
	struct crm_buf names = { 0 };

	for (size_t i = 0; i < g->ncol; i++) {
		crm_puts(&names, i ? ", " : "");
		crm_puts(&names, g->col[i].name);
	}
	cli_usage(cli, "no such column: '%.*s'; there are %s", (int)len, name, names.p);
	crm_buf_free(&names);
	return cli->err.code;
}

/* Where rows are records their id stays first, whatever is picked: the next command finds it there. */
static int
pick(struct cli *cli, struct picked *p)
{
	const struct crm_grid *g = p->grid;
	const char *text = cli->columns;
	bool all = text == NULL || strcmp(text, "all") == 0, records = column_of(g, "id", 2) == 0;
	size_t len, i;

	p->from = crm_alloc(&cli->arena, (g->ncol + (text != NULL ? strlen(text) : 0) + 1) * sizeof *p->from);
	for (i = 0; i < (all ? g->ncol : records); i++)
		p->from[p->n++] = i;
	for (; !all && *text != '\0'; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		if ((i = column_of(g, text, len)) == g->ncol)
			return no_such_column(cli, g, text, len);
		if (i > 0 || !records)
			p->from[p->n++] = i;
	}
	return CRM_OK;
}

/* A row holds what is printed, then the whole of the grid's: the columns' currencies are found there. */
static struct crm_outcol *
describe(struct cli *cli, const struct picked *p)
{
	struct crm_outcol *col = crm_zalloc(&cli->arena, (p->n + 1) * sizeof *col);

	for (size_t i = 0; i < p->n; i++) {
		col[i] = p->grid->col[p->from[i]];
		if (col[i].currency >= 0)
			col[i].currency += (int)(p->n + p->flag);
		if (p->label && p->from[i] == 0)
			col[i] = (struct crm_outcol){ .name = col[i].name, .type = &crm_t_text, .currency = -1 };
	}
	col[p->n] = (struct crm_outcol){ .name = "total", .type = &crm_t_bool, .currency = -1 };
	return col;
}

/* The key as text, beside which "total" may stand. */
static struct crm_val
labelled(struct cli *cli, const struct crm_outcol *col, const struct crm_val *v, bool total,
    struct crm_buf *b)
{
	if (total)
		return CRM_VTEXT("total", 5);
	if (v->t == CRM_NULL)
		return *v;
	b->n = 0;
	col->type->print(&cli->ctx, col->field, v, b);
	return CRM_VTEXT(b->p, b->n);
}

static void
put_rows(struct cli *cli, const struct picked *p, struct crm_out *out, size_t n)
{
	const struct crm_grid *g = p->grid;
	size_t head = p->n + p->flag;
	struct crm_val *row = crm_alloc(&cli->arena, (head + g->width + 1) * sizeof *row);
	struct crm_buf text = { 0 };

	for (size_t r = 0; r < n; r++) {
		bool total = r >= g->nrow - g->ntotal;

		for (size_t i = 0; i < p->n; i++)
			row[i] = p->label && p->from[i] == 0 ? labelled(cli, &g->col[0], &g->row[r][0], total, &text)
			    : g->row[r][p->from[i]];
		if (p->flag)
			row[p->n] = CRM_VINT(total);
		memcpy(row + head, g->row[r], g->width * sizeof *row);
		crm_out_row(out, row);
	}
	crm_buf_free(&text);
}

int
cli_grid(struct cli *cli, const struct crm_grid *g)
{
	const char *format = cli_format(cli);
	bool typed = is_typed(format), ids = strcmp(format, "ids") == 0;
	struct picked p = { .grid = g, .flag = g->ntotal > 0 && typed, .label = g->ntotal > 0 && !typed };
	struct crm_out *out;
	int rc = pick(cli, &p);

	if (rc != CRM_OK || (rc = cli_rows(cli, describe(cli, &p), p.n + p.flag, &out)) != CRM_OK)
		return rc;
	put_rows(cli, &p, out, ids ? g->nrow - g->ntotal : g->nrow);
	rc = crm_out_close(out, &cli->err);
	return rc == CRM_OK && g->nrow == 0 ? CRM_NO : rc;
}

int
cli_made(struct cli *cli, struct crm_grid *g, int rc)
{
	rc = rc == CRM_OK ? cli_grid(cli, g) : rc;
	crm_grid_free(g);
	return rc;
}

static int
day(struct cli *cli, const char *option, const char *text, bool last, const char **out)
{
	int64_t lo, hi;
	char *stored;

	if (text == NULL)
		return CRM_OK;
	if (crm_when_date(text, strlen(text), cli->now, &lo, &hi) != CRM_OK)
		return cli_usage(cli, "--%s: '%s' is no day: 2026-12-01, 2026-Q4, som, -30d", option, text);
	stored = crm_alloc(&cli->arena, 11);
	crm_fmt_date(stored, last ? hi : lo);
	*out = stored;
	return CRM_OK;
}

int
cli_period(struct cli *cli, const char *from, const char *to, struct crm_asked *asked)
{
	int rc = day(cli, "from", from, false, &asked->from);

	return rc == CRM_OK ? day(cli, "to", to, true, &asked->to) : rc;
}

int
cli_report(struct cli *cli, const struct crm_report *r, const struct crm_asked *asked)
{
	struct crm_grid grid = { 0 };

	return cli_made(cli, &grid, crm_report_run(cli->crm, r, asked, &grid, &cli->err));
}
