/* market.c - segments as markets: what they buy, how much of it from us, what may be won */
#include "ask.h"

#include <string.h>

#include "crm/segment.h"

enum { ID, NAME, CLIENTS, SIZE, GROWTH, BOUGHT, SHARE, WIN_RATE, PROMISE, WHY, CURRENCY, COLUMNS };
static const struct crm_outcol market_cols[COLUMNS] = {
	COL("id", &crm_t_text), COL("name", &crm_t_word), COL("clients", &crm_t_int), MONEY("size", CURRENCY),
	COL("growth", &crm_t_percent), MONEY("bought", -1), COL("share", &crm_t_percent),
	COL("win_rate", &crm_t_percent), MONEY("promise", -1), COL("why", &crm_t_text), COL("currency", &crm_t_currency),
};

/* What is known of each client, and of the segment that is being added up. */
struct market {
	struct crm *c;
	struct crm_buyers bought;
	struct crm_map won, lost;
	struct crm_grid *g;
	struct crm_val *row;
	int64_t nwon, nlost;
};

static int
read_deal(void *arg, const struct crm_val *v)
{
	struct market *m = arg;
	struct crm_map *map = v[1].n == 3 && memcmp(v[1].p, "won", 3) == 0 ? &m->won : &m->lost;

	map_put(map, v[0].i, map_at(map, v[0].i, 0) + 1);
	return CRM_OK;
}

static int
read_segment(void *arg, const struct crm_val *v)
{
	struct market *m = arg;
	struct crm_val *row = crm_grid_add(m->g);

	row[ID] = words(m->g, "sg%lld", (long long)v[0].i);
	row[NAME] = keep(m->g, &v[1]);
	row[SIZE] = v[2];
	row[GROWTH] = v[3];
	row[CURRENCY] = keep(m->g, &v[4]);
	row[CLIENTS] = row[BOUGHT] = CRM_VINT(0);
	return CRM_OK;
}

static int
add_client(void *arg, const struct crm_val *v)
{
	struct market *m = arg;
	int64_t at;

	m->row[CLIENTS].i++;
	if (crm_map_get(&m->bought.place, (const char *)&v[0].i, sizeof v[0].i, &at))
		m->row[BOUGHT].i += m->bought.v[at].amount;
	m->nwon += map_at(&m->won, v[0].i, 0);
	m->nlost += map_at(&m->lost, v[0].i, 0);
	return CRM_OK;
}

static void
put_money(const struct market *m, int64_t v, struct crm_buf *b)
{
	crm_put_decimal(b, v, crm_currency_digits(m->c->policy.currency));
}

/* What there will be in a year, less what is ours now, as far as we win what we try. */
static void
add_promise(struct market *m, struct crm_val *row, struct crm_buf *why)
{
	int64_t growth = row[GROWTH].t == CRM_INT ? row[GROWTH].i : 0, coming, left;

	coming = row[SIZE].i + crm_weighted(row[SIZE].i, growth);
	left = coming > row[BOUGHT].i ? coming - row[BOUGHT].i : 0;
	row[PROMISE] = CRM_VINT(crm_weighted(left, row[WIN_RATE].i));
	crm_puts(why, "in a year ");
	put_money(m, coming, why);
	crm_puts(why, ", of which not ours ");
	put_money(m, left, why);
	crm_putf(why, "; %lld of %lld deals won", (long long)m->nwon, (long long)(m->nwon + m->nlost));
}

static void
judge(struct market *m, struct crm_val *row)
{
	const struct crm_val *currency = &row[CURRENCY];
	const char *ours = m->c->policy.currency;
	bool foreign = currency->t == CRM_TEXT && (currency->n != strlen(ours) || memcmp(currency->p, ours, currency->n) != 0);
	struct crm_buf why = { 0 };

	row[WIN_RATE] = percent_of(m->nwon, m->nwon + m->nlost);
	if (row[SIZE].t == CRM_INT && !foreign)
		row[SHARE] = percent_of(row[BOUGHT].i, row[SIZE].i);
	if (row[SIZE].t != CRM_INT)
		crm_puts(&why, "its size is not known");
	else if (foreign)
		crm_putf(&why, "its size is not in %s", ours);
	else if (m->nwon + m->nlost == 0)
		crm_puts(&why, "no deal was closed there yet");
	else
		add_promise(m, row, &why);
	row[WHY] = as_text(m->g, why.p);
	crm_buf_free(&why);
}

static int
add_up(struct market *m, struct crm_err *err)
{
	int rc = CRM_OK;

	for (size_t i = 0; i < m->g->nrow && rc == CRM_OK; i++) {
		m->row = m->g->row[i];
		m->nwon = m->nlost = 0;
		rc = look(m->c, "client", crm_sprintf(&m->g->arena, "@%s", m->row[NAME].p), "id", NULL, add_client, m, err);
		if (rc == CRM_OK)
			judge(m, m->row);
	}
	return rc;
}

int
crm_segment_market(struct crm *c, struct crm_grid *g, struct crm_err *err)
{
	struct market m = { .c = c, .g = g };
	char from[11], to[11];
	int64_t today = crm_local_day(c->ctx.now);
	int rc;

	g->col = market_cols;
	g->ncol = g->width = COLUMNS;
	crm_fmt_date(from, today - 364);
	crm_fmt_date(to, today);
	if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
		return rc;
	if ((rc = look(c, "segment", "", "id,name,size,growth,currency", NULL, read_segment, &m, err)) == CRM_OK
	    && (rc = crm_buyers_read(c, from, to, &m.bought, err)) == CRM_OK
	    && (rc = look(c, "deal", "client!= state=won,lost", "client,state", NULL, read_deal, &m, err)) == CRM_OK)
		rc = add_up(&m, err);
	crm_db_read_end(c->db);
	crm_buyers_free(&m.bought);
	crm_map_free(&m.won);
	crm_map_free(&m.lost);
	return rc == CRM_OK ? crm_grid_sort(g, "-promise,name", err) : rc;
}
