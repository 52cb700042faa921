/* score.c - crm-score's verbs: scores are shown, and kept where that is asked for */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "crm/score.h"

static int
read_day(struct cli *cli, const char *option, const char *text, int64_t *day)
{
	int64_t hi;

	return text == NULL || crm_when_date(text, strlen(text), cli->now, day, &hi) == CRM_OK ? CRM_OK
	    : cli_usage(cli, "%s: '%s' is no day: today, -30d, 2026-12-01", option, text);
}

static int
keep(struct crm *crm, void *arg, struct crm_err *err)
{
	return crm_scores_keep(crm, arg, err);
}

/* Shown first; only what could be printed is kept. */
static int
show(struct cli *cli, struct crm_scores *s, const struct cli_score *how)
{
	int rc = cli_grid(cli, &s->grid);
	int64_t batch = 0;

	if (rc == CRM_OK && how->save && (rc = cli_work(cli, keep, s, &batch)) == CRM_OK)
		cli_tell_kept(cli, crm_sprintf(&cli->arena, "%zu score%s kept", s->n, s->n == 1 ? "" : "s"), batch);
	return rc;
}

int
cli_score_reliability(struct cli *cli, int argc, char **argv, const struct cli_score *how)
{
	struct crm_scores s = { 0 };
	struct crm_whom whom;
	int rc = cli_whom(cli, "client", argc, argv, &whom);

	if (rc == CRM_OK && (rc = crm_reliability(cli->crm, &whom, &s, &cli->err)) == CRM_OK)
		rc = show(cli, &s, how);
	crm_scores_free(&s);
	return rc;
}

int
cli_score_prospect(struct cli *cli, int argc, char **argv, const struct cli_score *how)
{
	struct crm_learned learned = { 0 };
	struct crm_scores s = { 0 };
	struct crm_whom whom;
	int64_t since = INT64_MIN;
	int rc = read_day(cli, "--since", how->since, &since);

	if (rc == CRM_OK && (rc = cli_whom(cli, "deal", argc, argv, &whom)) == CRM_OK)
		rc = crm_prospects(cli->crm, &whom, since, how->explain, &learned, &s, &cli->err);
	if (rc == CRM_OK && learned.points)
		cli_tell(cli, "points, not chances: %lld deals won and %lld lost are too few to learn from (%d, some of each)",
		    (long long)learned.won, (long long)learned.lost, CRM_LEARN_LEAST);
	if (rc == CRM_OK)
		rc = show(cli, &s, how);
	crm_scores_free(&s);
	return rc;
}

/* Columns of orders from elsewhere, in the order in which the format lines has them. */
static const char *const order_columns[] = { "client", "date", "amount", NULL };
enum { CLIENT, DATE, AMOUNT, ORDER_COLUMNS };

struct import {
	struct cli *cli;
	const char *date_format;
	struct crm_churn *m;
	struct crm_map client;                   /* the number of each name */
	const char **name;
	size_t nname;
};

static int
column_of(const struct crm_reader *r, unsigned col)
{
	const char *name = crm_reader_col(r, col);

	for (int i = 0; i < ORDER_COLUMNS; i++)
		if (crm_header_same(name, strlen(name), order_columns[i], strlen(order_columns[i])))
			return i;
	return -1;
}

static int
read_date(struct import *in, const struct crm_cell *cell, int64_t *day)
{
	struct crm_civil c = { .m = 1, .d = 1 };
	bool has_time;

	if (in->date_format == NULL)
		return crm_read_date(cell->p, cell->n, day);
	if (crm_strptime(cell->p, cell->n, in->date_format, &c, &has_time) != CRM_OK)
		return CRM_DATA;
	*day = crm_day(c.y, c.m, c.d);
	return CRM_OK;
}

static int64_t
number_of(struct import *in, const struct crm_cell *cell)
{
	int64_t n = (int64_t)in->nname;
	const char **more;

	if (!crm_map_put(&in->client, cell->p, cell->n, n)) {
		crm_map_get(&in->client, cell->p, cell->n, &n);
		return n;
	}
	if ((in->nname & (in->nname - 1)) == 0) {        /* full at each power of two */
		more = crm_alloc(&in->cli->arena, (in->nname > 0 ? 2 * in->nname : 1) * sizeof *more);
		if (in->nname > 0)
			memcpy(more, in->name, in->nname * sizeof *more);
		in->name = more;
	}
	in->name[in->nname++] = crm_strndup(&in->cli->arena, cell->p, cell->n);
	return n;
}

static int
add_row(struct import *in, const struct crm_reader *r, const struct crm_row *row)
{
	int digits = crm_currency_digits(crm_policy_of(in->cli->crm)->currency);
	const struct crm_cell *cell[ORDER_COLUMNS] = { NULL };
	struct crm_purchase p = { .money = -1 };
	struct crm_err *err = &in->cli->err;
	char at[300], shown[256];
	int col;

	snprintf(at, sizeof at, "%s:%lld", crm_input_name(crm_reader_input(r)), (long long)row->line);
	for (size_t i = 0; i < row->n; i++)
		if ((col = column_of(r, row->cell[i].col)) >= 0 && row->cell[i].n > 0)
			cell[col] = &row->cell[i];
	if (cell[CLIENT] == NULL || cell[DATE] == NULL)
		return crm_fail(err, CRM_DATA, at, "has no %s", order_columns[cell[CLIENT] == NULL ? CLIENT : DATE]);
	if (read_date(in, cell[DATE], &p.day) != CRM_OK)
		return crm_fail(err, CRM_DATA, at, "date: %s is no date%s", crm_quote(shown, cell[DATE]->p, cell[DATE]->n),
		    in->date_format == NULL ? ": 2026-12-01, or say --date-format" : " of that format");
	if (cell[AMOUNT] != NULL && (crm_decimal(cell[AMOUNT]->p, cell[AMOUNT]->n, digits, &p.money) != CRM_OK || p.money < 0))
		return crm_fail(err, CRM_DATA, at, "amount: %s is no amount from 0 up",
		    crm_quote(shown, cell[AMOUNT]->p, cell[AMOUNT]->n));
	p.client = number_of(in, cell[CLIENT]);
	if ((in->m->n & (in->m->n - 1)) == 0)            /* full at each power of two */
		in->m->v = crm_xrealloc(in->m->v, (in->m->n > 0 ? 2 * in->m->n : 1) * sizeof *in->m->v);
	in->m->v[in->m->n++] = p;
	return CRM_OK;
}

/* Every bad row is told before it fails. */
static int
read_file(struct import *in, struct crm_reader *r)
{
	struct crm_row row;
	int rc, worst = CRM_OK;

	while ((rc = crm_reader_next(r, &row, &in->cli->err)) == CRM_ROW || (rc == CRM_DATA && !crm_reader_torn(r)))
		if (rc == CRM_DATA || (rc = add_row(in, r, &row)) != CRM_OK)
			worst = rc;
	return rc == CRM_DONE ? worst : rc;
}

static int
import(struct cli *cli, int argc, char **argv, const struct cli_score *how, struct crm_churn *m)
{
	static const char *const none[] = { NULL };
	char *standard[] = { "-" };
	int n = argc > 0 ? argc : 1, rc;
	struct crm_reader **r = crm_zalloc(&cli->arena, (size_t)n * sizeof *r);
	struct import in = { .cli = cli, .m = m, .date_format = how->date_format };
	size_t opened = 0;

	cli->bulk.format = how->input;
	rc = cli_readers(cli, n, argc > 0 ? argv : standard, order_columns, r, &opened);
	for (size_t i = 0; i < opened && rc == CRM_OK; i++)
		rc = read_file(&in, r[i]);
	for (size_t i = 0; i < opened; i++)
		crm_reader_close(r[i]);
	m->name = in.name != NULL ? in.name : none;
	crm_map_free(&in.client);
	return rc;
}

enum { PARAMETER, NUMBER, FIT_COLUMNS };
static const struct crm_outcol fit_columns[FIT_COLUMNS] = {
	{ .name = "parameter", .type = &crm_t_text, .currency = -1 },
	{ .name = "value", .type = &crm_t_real, .currency = -1 },
};

static int
show_fit(struct cli *cli, const struct crm_churn *m)
{
	const struct { const char *name; double v; } all[] = {
		{ "clients", (double)m->clients }, { "no_repeat", (double)m->once }, { "repeats", (double)m->repeats },
		{ "r", m->model.r }, { "alpha", m->model.alpha }, { "a", m->model.a }, { "b", m->model.b },
		{ "log_likelihood", m->ln }, { "p", m->money.p }, { "q", m->money.q }, { "v", m->money.v },
		{ "money_log_likelihood", m->money_ln },
	};
	struct crm_grid g = { .col = fit_columns, .ncol = FIT_COLUMNS, .width = FIT_COLUMNS };
	int rc;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct crm_val *row = crm_grid_add(&g);

		row[PARAMETER] = CRM_VTEXT(all[i].name, strlen(all[i].name));
		row[NUMBER] = CRM_VREAL(floor(all[i].v * 1000 + .5) / 1000);
	}
	rc = cli_grid(cli, &g);
	crm_grid_free(&g);
	return rc;
}

static int
read_percent(struct cli *cli, const char *option, const char *text, int64_t *v)
{
	size_t n = text != NULL ? strlen(text) : 0;

	n -= n > 1 && text[n - 1] == '%';
	return text == NULL || (crm_decimal(text, n, 2, v) == CRM_OK && *v >= 0 && *v <= 10000) ? CRM_OK
	    : cli_usage(cli, "%s: '%s' is no percentage from 0 to 100", option, text);
}

static int
churn(struct cli *cli, int argc, char **argv, const struct cli_score *how, struct crm_churn *m)
{
	struct crm_whom whom = { 0 };
	struct crm_scores s = { 0 };
	int rc;

	if (how->input != NULL)
		rc = import(cli, argc, argv, how, m);
	else if ((rc = cli_whom(cli, "client", argc, argv, &whom)) == CRM_OK)
		rc = crm_purchases(cli->crm, &m->v, &m->n, &cli->err);
	if (rc != CRM_OK || (rc = crm_churn_fit(cli->crm, m, cli_maximise, &cli->err)) != CRM_OK)
		return rc;
	if (how->fit)
		return show_fit(cli, m);
	if ((rc = crm_churn_run(cli->crm, m, &whom, &s, &cli->err)) == CRM_OK)
		rc = show(cli, &s, how);
	crm_scores_free(&s);
	return rc;
}

int
cli_score_churn(struct cli *cli, int argc, char **argv, const struct cli_score *how)
{
	struct crm_churn m = { .at = crm_local_day(cli->now), .weeks = how->weeks, .margin = 10000, .rate = 1000 };
	int rc;

	if (how->input != NULL && how->save)
		return cli_usage(cli, "--save keeps scores of the base's clients, not of a file's");
	if ((rc = read_day(cli, "--at", how->at, &m.at)) == CRM_OK
	    && (rc = read_percent(cli, "--margin", how->margin, &m.margin)) == CRM_OK
	    && (rc = read_percent(cli, "--rate", how->rate, &m.rate)) == CRM_OK)
		rc = churn(cli, argc, argv, how, &m);
	free(m.v);
	return rc;
}

int
cli_score_changes(struct cli *cli, int argc, char **argv, const struct cli_score *how)
{
	struct crm_grid g = { 0 };
	int64_t since = INT64_MIN;
	int rc = read_day(cli, "--since", how->since, &since);

	(void)argv;
	if (argc > 0)
		return cli_usage(cli, "changes takes no operands");
	return rc == CRM_OK ? cli_made(cli, &g, crm_scores_changed(cli->crm, since, &g, &cli->err)) : rc;
}
