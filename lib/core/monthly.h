/* monthly.h - what the parts of the monthly report share: its months, its lines, whose it is */
#ifndef CRM_CORE_MONTHLY_H
#define CRM_CORE_MONTHLY_H

#include "ask.h"
#include "crm/monthly.h"
#include "waiting.h"

/*
 * The months are those of a year and one more, each between two edges; the first, the last but one and the last are
 * shown.  What stands "at an edge" is what stood when its month began.
 */
enum { SPANS = 13, EDGES = SPANS + 1 };

/* Every line there is: monthly.c has their names.  Lines of an item are one for each. */
enum line {
	L_CLIENTS_START, L_CLIENTS_NEW, L_CLIENTS_BACK, L_CLIENTS_LOST, L_CLIENTS_END, L_RETENTION, L_REPEAT,
	L_CONTACTS_ALL, L_CONTACTS_IN, L_CONTACTS_OUT, L_PLANNED, L_DONE, L_UNDONE, L_CHANNEL,
	L_FIRST_MEDIAN, L_FIRST_P90, L_FIRST_WAITING, L_ROLLING_MEDIAN, L_ROLLING_P90, L_ROLLING_WAITING,
	L_OPEN_START, L_OPENED, L_REOPENED, L_CLOSED_WON, L_CLOSED_LOST, L_OPEN_END, L_OPENED_VALUE, L_OPEN_VALUE,
	L_OPEN_WEIGHTED,
	L_STAGE_ENTERED, L_STAGE_LEFT, L_STAGE_OPEN, L_STAGE_VALUE,
	L_WON, L_WON_VALUE, L_WIN_RATE, L_WON_REASON, L_WON_REASON_VALUE,
	L_LOST, L_LOST_VALUE, L_LOST_REASON, L_LOST_REASON_VALUE,
	L_RIVAL_WON, L_RIVAL_LOST,
	L_FORECAST,
	L_ORDERS, L_REVENUE, L_CANCELLED, L_DELIVERED, L_LATE, L_DUE, L_OTIF, L_OTIF_FIRST,
	L_CASES, L_CASES_CLOSED, L_CASES_OPEN, L_CASES_OVERDUE, L_CASES_REPEATED,
	L_SIGNED, L_SIGNED_VALUE, L_IN_FORCE, L_ENDED, L_ENDING,
	L_APPROACHED, L_RESPONDED, L_CAMPAIGN_COST, L_CAMPAIGN_WON, L_CAMPAIGN_YIELD,
	L_PROMISED, L_MADE, L_REFERRAL_WON,
	L_ISSUED, L_USED, L_EXPIRED, L_TAKEN_BACK, L_OUTSTANDING,
	L_TREND_WON, L_TREND_REVENUE,
	L_LINES,
};

struct monthly {
	struct crm *c;
	struct crm_monthly *out;
	int64_t day[EDGES], at[EDGES];           /* the edges as days, and as instants */
	int64_t since[EDGES];                    /* a year before each */
	int64_t today, now;
	char from[EDGES][11];                    /* as stored */
	bool scoped;
	struct crm_map mine;                     /* users whose report it is */
	struct figure { struct crm_figure f; enum line line; int64_t rank; bool foreign; } *v;
	size_t n, cap;
	struct crm_map place;                    /* of lines with an item, or of another currency */
	struct client { uint16_t ever, active; uint8_t orders[CRM_MONTHS]; } *client;
	size_t nclient;
};

/* monthly.c.  The place among the months, or shown ones, of a stored day or instant, and of a month; -1: of none. */
int span_of(const struct monthly *, const struct crm_val *);
int slot_of_span(int span);
int slot_of(const struct monthly *, const struct crm_val *);
/* The span that a slot shows. */
int span_of_slot(int slot);
/* An instant, or `none`. */
int64_t instant_of(const struct crm_val *, int64_t none);
/* Whether a report of some users has what belongs to this one. */
bool mine(const struct monthly *, const struct crm_val *user);
/* "dated=2025-08 or dated=2026-07 or dated=2026-08", for each of "sent,responded". */
const char *shown_months(const struct monthly *, const char *dated, struct crm_arena *);
/* Each row of what a filter lets pass: one look at an entity. */
int pass(struct monthly *, const char *entity, const char *where, const char *columns, const char *sort,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *);
/* The number, or amount, to be counted up in a month. */
int64_t *tally_line(struct monthly *, enum line, int slot);
/* The same of an item, which come in the order of their ranks, or in a currency; either may be nothing. */
int64_t *tally_item(struct monthly *, enum line, const struct crm_val *item, int64_t rank, const struct crm_val *currency,
    int slot);
void put_value(struct monthly *, enum line, int slot, struct crm_val);
struct crm_val *target_of(struct monthly *, enum line, const struct crm_val *item, int64_t rank);

/* Who ordered is a client for a year; an order that was cancelled (else INT64_MAX) is none from then on. */
void client_ordered(struct monthly *, const struct crm_val *client, int64_t day, int64_t cancelled);

/* The parts: each reads what it is about; figures that need all of it are put last. */
typedef int read_part(struct monthly *, struct crm_err *);
read_part read_deals, read_orders, read_contacts, read_cases, read_contracts, read_campaigns,
    read_referrals, read_points;
int read_users(struct monthly *, int64_t owner, const char *unit, struct crm_err *);
void put_clients(struct monthly *);

#endif
