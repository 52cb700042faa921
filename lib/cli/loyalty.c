/* loyalty.c - crm-loyalty's listings, and what it says of what it books */
#include <string.h>

#include "cli.h"
#include "crm/loyalty.h"

static const struct crm_entity *
entity(struct cli *cli, const char *name)
{
	return crm_entity_must(crm_schema_of(cli->crm), name);
}

/* The first day, or the last, that a text names. */
static int
read_day(struct cli *cli, const char *text, bool last, int64_t *day)
{
	int64_t lo, hi;

	*day = 0;
	if (crm_when_date(text, strlen(text), cli->now, &lo, &hi) != CRM_OK)
		return cli_usage(cli, "'%s' is no day: today, -30d, 2026-12-01", text);
	*day = last ? hi : lo;
	return CRM_OK;
}

/* New records, told once they are kept. */
static int
said(struct cli *cli, const char *name, const struct crm_booked *b)
{
	struct crm_rec rec;
	int rc = CRM_OK;

	crm_rec_init(&rec, entity(cli, name));
	for (size_t i = 0; i < b->n && rc == CRM_OK; i++) {
		crm_rec_reset(&rec);
		if ((rc = crm_get(cli->crm, rec.ent, b->id[i], &rec, &cli->err)) == CRM_OK)
			cli_changed(cli, NULL, &rec);
	}
	crm_rec_free(&rec);
	return rc;
}

int
cli_loyalty_said(struct cli *cli, const struct crm_booked *b)
{
	return said(cli, "points", b);
}

struct running { struct cli *cli; int64_t day; size_t n; };

static int
book(struct crm *crm, void *arg, struct crm_err *err)
{
	struct running *r = arg;
	struct crm_booked b = { .arena = &r->cli->arena };
	int rc = crm_points_run(crm, r->day, &b, err);

	r->n = b.n;
	return rc == CRM_OK ? cli_loyalty_said(r->cli, &b) : rc;
}

int
cli_loyalty_run(struct cli *cli, int argc, char **argv, const char *to)
{
	struct running r = { .cli = cli, .day = crm_local_day(cli->now) };
	int rc;

	(void)argv;
	if (argc > 0)
		return cli_usage(cli, "run takes no operands");
	if (to != NULL && (rc = read_day(cli, to, true, &r.day)) != CRM_OK)
		return rc;
	if ((rc = cli_work(cli, book, &r, NULL)) == CRM_OK)
		cli_tell(cli, "%zu booked%s", r.n, cli->dry ? " (dry run: nothing is kept)" : "");
	return rc;
}

static const char *
money(struct cli *cli, int64_t v)
{
	const char *currency = crm_policy_of(cli->crm)->currency, *text;
	struct crm_buf b = { 0 };

	crm_put_decimal(&b, v, crm_currency_digits(currency));
	text = crm_sprintf(&cli->arena, "%s %s", b.p, currency);
	crm_buf_free(&b);
	return text;
}

/* "120 points, silver; 40 expire after 2026-10-01; 4500.00 EUR to gold" */
static void
tell_standing(struct cli *cli, const struct crm_standing *s)
{
	struct crm_buf b = { 0 };

	crm_putf(&b, "%lld points, worth %s", (long long)s->points,
	    money(cli, s->points * crm_policy_of(cli->crm)->point_value));
	if (s->tier != NULL)
		crm_putf(&b, "; tier %s, %s spent", s->tier->name, money(cli, s->spent));
	if (s->next != NULL)
		crm_putf(&b, ", %s to %s", money(cli, s->next->from - s->spent), s->next->name);
	if (s->expires != CRM_NEVER) {
		crm_putf(&b, "; %lld expire after ", (long long)s->expiring);
		crm_put_date(&b, s->expires);
	}
	cli_tell(cli, "%s", b.p);
	crm_buf_free(&b);
}

int
cli_loyalty_statement(struct cli *cli, int argc, char **argv, const char *since)
{
	struct crm_grid grid = { 0 };
	struct crm_standing s;
	struct cli_refs refs;
	int64_t from = INT64_MIN;
	int rc = since != NULL ? read_day(cli, since, false, &from) : CRM_OK;

	if (rc != CRM_OK || (rc = cli_refs(cli, entity(cli, "client"), argc, argv, &refs)) != CRM_OK)
		return rc;
	if (refs.n != 1 || refs.v->ent != entity(cli, "client"))
		return cli_usage(cli, "of which client? a statement is of one");
	if ((rc = crm_points_standing(cli->crm, refs.v->id, &s, &cli->err)) != CRM_OK
	    || (rc = crm_points_statement(cli->crm, refs.v->id, from, &grid, &cli->err)) != CRM_OK)
		goto out;
	rc = cli_grid(cli, &grid);
	if (rc == CRM_OK || rc == CRM_NO)
		tell_standing(cli, &s);
out:
	crm_grid_free(&grid);
	return rc;
}

int
cli_loyalty_expiring(struct cli *cli, int argc, char **argv)
{
	struct crm_query q = { .ent = entity(cli, "points"), .ctx = &cli->ctx };
	struct crm_expr *where;
	int64_t day, n;
	char until[11];
	int rc;

	if (argc > 1)
		return cli_usage(cli, "expiring takes a time: 30d, eom, 2026-12-31");
	if ((rc = read_day(cli, argc > 0 ? argv[0] : "30d", true, &day)) != CRM_OK)
		return rc;
	crm_fmt_date(until, day);
	rc = crm_filter_text(&cli->ctx, q.ent, crm_sprintf(&cli->arena, "uses= usable=1.. expires=today..%s", until),
	    &where, &cli->arena, &cli->err);
	q.where = where;
	if (rc == CRM_OK && cli->quiet)
		return (rc = crm_count(crm_db_of(cli->crm), &q, &n, &cli->err)) == CRM_OK && n == 0 ? CRM_NO : rc;
	if (rc == CRM_OK && (rc = cli_sort(cli, &q, "expires,client")) == CRM_OK)
		rc = cli_query(cli, &q, "expires,usable,client,client.name,order", NULL);
	return rc;
}

/* How many clients, with how many points, each tier has: of those that ordered. */
static int
count_tiers(struct cli *cli, int argc, char **argv, struct crm_grid *grid)
{
	struct crm_sum s = { .ent = entity(cli, "client") };
	struct crm_arena *a = &cli->arena;
	struct crm_expr *ordered, *theirs;
	int rc;

	if ((rc = crm_filter_text(&cli->ctx, s.ent, "orders=1..", &ordered, a, &cli->err)) != CRM_OK
	    || (rc = crm_filter_parse(&cli->ctx, s.ent, argv, (size_t)argc, &theirs, a, &cli->err)) != CRM_OK
	    || (rc = crm_sum_by(&cli->ctx, &s, "tier", a, &cli->err)) != CRM_OK
	    || (rc = crm_sum_stats(&cli->ctx, &s, "count,sum:points,sum:spent", a, &cli->err)) != CRM_OK)
		return rc;
	s.where = crm_filter_and(ordered, theirs, a);
	return crm_sum_run(cli->crm, &s, grid, &cli->err);
}

int
cli_loyalty_tiers(struct cli *cli, int argc, char **argv, const char *since)
{
	struct crm_grid grid = { 0 };
	int64_t day;
	int rc;

	if (crm_policy_of(cli->crm)->ntier == 0)
		return crm_fail(&cli->err, CRM_CONFIG, NULL, "the policy names no tiers");
	if (since == NULL)
		rc = count_tiers(cli, argc, argv, &grid);
	else if (argc > 0)
		rc = cli_usage(cli, "tiers --since takes no filter");
	else if ((rc = read_day(cli, since, false, &day)) == CRM_OK)
		rc = crm_tier_moves(cli->crm, day - 1, &grid, &cli->err);
	return cli_made(cli, &grid, rc);
}

struct proposing { struct cli *cli; int64_t *contract, day; size_t n; };

static int
propose(struct crm *crm, void *arg, struct crm_err *err)
{
	struct proposing *p = arg;
	struct crm_booked b = { .arena = &p->cli->arena };
	int rc = crm_bonuses_plan(crm, p->contract, p->n, p->day, &b, err);

	return rc == CRM_OK ? said(p->cli, "followup", &b) : rc;
}

static int
list(struct cli *cli, const struct proposing *p)
{
	struct crm_grid grid = { 0 };

	return cli_made(cli, &grid, crm_bonuses(cli->crm, p->contract, p->n, p->day, &grid, &cli->err));
}

int
cli_loyalty_bonus(struct cli *cli, int argc, char **argv, const char *at, bool plan)
{
	struct proposing p = { .cli = cli, .day = CRM_LAST_ENDED };
	struct cli_refs refs = { 0 };
	int rc = at != NULL ? read_day(cli, at, true, &p.day) : CRM_OK;

	if (rc == CRM_OK && argc > 0)
		rc = cli_refs(cli, entity(cli, "contract"), argc, argv, &refs);
	if (rc != CRM_OK)
		return rc;
	p.contract = crm_alloc(&cli->arena, (refs.n + 1) * sizeof *p.contract);
	for (const struct cli_ref *r = refs.v; r < refs.v + refs.n; r++)
		if (r->ent == entity(cli, "contract"))
			p.contract[p.n++] = r->id;
		else
			rc = cli_complain(cli, crm_fail(&cli->err, CRM_DATA, NULL, "%s is no contract", r->text));
	if (rc != CRM_OK)
		return rc;
	return plan ? cli_work(cli, propose, &p, NULL) : list(cli, &p);
}
