/* report_sources.c - what each source and each campaign brought, and at what cost */
#include "ask.h"
#include "tally.h"

#include <string.h>

enum { SOURCE, CAMPAIGN, CURRENCY, LEADS, CONVERTED, CONVERSION, DEALS, WON, LOST, WIN_RATE, VALUE, COST, PARTS };
const struct crm_outcol sources_cols[12] = {
	COL("source", &crm_t_word), COL("campaign", &crm_t_text), COL("currency", &crm_t_currency),
	COL("leads", &crm_t_int), COL("converted", &crm_t_int), COL("conversion", &crm_t_percent),
	COL("deals", &crm_t_int), COL("won", &crm_t_int), COL("lost", &crm_t_int), COL("win_rate", &crm_t_percent),
	MONEY("won_value", CURRENCY), MONEY("cost", CURRENCY),
};
struct sources { struct tally lines; struct crm_val house; };

/* What came from a campaign is the campaign's, under what kind it is; the rest is the source's. */
#define ORIGIN(of) of "source," of "campaign.kind," of "campaign.name"
enum { O_SOURCE, O_KIND, O_NAME, O_PARTS };

static bool
known(const struct crm_val *origin)
{
	return origin[O_SOURCE].t != CRM_NULL || origin[O_NAME].t != CRM_NULL;
}

static struct crm_val *
line_of(struct sources *s, const struct crm_val *origin, const struct crm_val *currency)
{
	bool campaign = origin[O_NAME].t != CRM_NULL;

	return tally(&s->lines, (struct crm_val[]){ origin[campaign ? O_KIND : O_SOURCE], origin[O_NAME],
	    currency->t == CRM_NULL ? s->house : *currency }, 3);
}

/* origin, won_deals */
static int
add_lead(void *arg, const struct crm_val *v)
{
	struct sources *s = arg;
	struct crm_val *row = line_of(s, v, &CRM_VNULL);

	row[LEADS].i++;
	row[CONVERTED].i += v[O_PARTS].i > 0;
	return CRM_OK;
}

/* origin, its client's origin, currency, state, value: where the deal says nothing its client does */
static int
add_deal(void *arg, const struct crm_val *v)
{
	enum { MONEY_IN = 2 * O_PARTS, STATE, WORTH };
	struct crm_val *row = line_of(arg, known(v) ? v : v + O_PARTS, &v[MONEY_IN]);
	bool won = v[STATE].p[0] == 'w';

	row[DEALS].i++;
	row[WON].i += won;
	row[LOST].i += v[STATE].p[0] == 'l';
	row[VALUE].i += won && v[WORTH].t == CRM_INT ? v[WORTH].i : 0;
	return CRM_OK;
}

/* kind, name, currency, cost */
static int
add_campaign(void *arg, const struct crm_val *v)
{
	struct crm_val *row = line_of(arg, (struct crm_val[]){ CRM_VNULL, v[0], v[1] }, &v[2]);

	row[COST].i += v[3].i;
	return CRM_OK;
}

static int
add(struct crm *c, const struct crm_asked *a, struct sources *s, const char *entity, const char *where,
    const char *dated, const char *columns, int (*row)(void *, const struct crm_val *), struct crm_err *err)
{
	const struct view v = { .entity = entity, .where = where, .columns = columns, .dated = dated, .asked = a,
	    .whole = true };

	return look_at(c, &v, row, s, err);
}

int
run_sources(struct crm *c, const struct crm_asked *a, struct crm_grid *g, struct crm_err *err)
{
	struct sources s = { .lines = { .g = g, .ints = LEADS, .end = PARTS },
	    .house = CRM_VTEXT(c->policy.currency, strlen(c->policy.currency)) };
	int rc = add(c, a, &s, "client", "", "created", ORIGIN("") ",won_deals", add_lead, err);

	g->width = PARTS;
	if (rc == CRM_OK)
		rc = add(c, a, &s, "deal", "", "opened", ORIGIN("") "," ORIGIN("client.") ",currency,state,value", add_deal,
		    err);
	if (rc == CRM_OK)
		rc = add(c, a, &s, "campaign", "cost!=", "since", "kind,name,currency,cost", add_campaign, err);
	if (rc == CRM_OK)
		rc = crm_grid_sort(g, "source,campaign,currency", err);
	if (rc == CRM_OK)
		tally_totals(&s.lines, CURRENCY);
	for (size_t i = 0; i < g->nrow; i++) {
		struct crm_val *row = g->row[i];

		row[CONVERSION] = percent_of(row[CONVERTED].i, row[LEADS].i);
		row[WIN_RATE] = percent_of(row[WON].i, row[WON].i + row[LOST].i);
	}
	tally_free(&s.lines);
	return rc;
}
