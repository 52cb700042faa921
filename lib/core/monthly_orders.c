/* monthly_orders.c - of the monthly report: orders placed, delivered, late; what they come to */
#include "monthly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What verdicts there are of the orders due. */
struct due { int64_t due, good, due_first, good_first; };
/* Ten-thousandths of a currency's smallest are summed whole, and rounded once. */
struct earned { char currency[8]; __int128 span[SPANS]; };
struct orders { struct monthly *m; struct due due[CRM_MONTHS]; struct earned *v; size_t n; };

enum { O_CLIENT, O_OWNER, O_ORDERED, O_PROMISED, O_FIRST, O_CANCELLED, O_DELIVERED };

/* A verdict is there once it was delivered whole, or the day has passed. */
static bool
verdict(const struct monthly *m, const struct crm_val *promised, int64_t delivered, bool *good)
{
	int64_t day = day_of(promised, INT64_MAX);

	*good = delivered <= day;
	return delivered != INT64_MAX || day < m->today;
}

static void
add_due(struct orders *o, const struct crm_val *v, int64_t cancelled, int64_t delivered)
{
	struct monthly *m = o->m;
	bool good;

	for (int first = 0; first < 2; first++) {
		const struct crm_val *promised = &v[first ? O_FIRST : O_PROMISED];
		int span = span_of(m, promised), slot = slot_of_span(span);

		if (slot < 0 || cancelled < m->day[span + 1] || !verdict(m, promised, delivered, &good))
			continue;
		*(first ? &o->due[slot].due_first : &o->due[slot].due) += 1;
		*(first ? &o->due[slot].good_first : &o->due[slot].good) += good;
	}
}

static int
add_order(void *arg, const struct crm_val *v)
{
	struct orders *o = arg;
	struct monthly *m = o->m;
	int64_t ordered = day_of(&v[O_ORDERED], INT64_MAX), cancelled = day_of(&v[O_CANCELLED], INT64_MAX);
	int64_t delivered = day_of(&v[O_DELIVERED], INT64_MAX), promised = day_of(&v[O_PROMISED], INT64_MAX);
	int slot;

	if (!mine(m, &v[O_OWNER]))
		return CRM_OK;
	client_ordered(m, &v[O_CLIENT], ordered, cancelled);
	for (slot = 0; slot < CRM_MONTHS; slot++) {
		int64_t from = m->day[span_of_slot(slot)], end = m->day[span_of_slot(slot) + 1];
		int64_t past = end < m->today ? end : m->today;

		*tally_line(m, L_ORDERS, slot) += ordered >= from && ordered < end && cancelled >= end;
		*tally_line(m, L_CANCELLED, slot) += cancelled >= from && cancelled < end;
		*tally_line(m, L_DELIVERED, slot) += delivered >= from && delivered < end;
		*tally_line(m, L_LATE, slot) += ordered < end && promised < past && delivered >= end && cancelled >= end;
	}
	add_due(o, v, cancelled, delivered);
	return CRM_OK;
}

static struct earned *
earned_in(struct orders *o, const struct crm_val *currency)
{
	const char *code = currency->t == CRM_TEXT ? currency->p : o->m->c->policy.currency;

	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->v[i].currency, code) == 0)
			return &o->v[i];
	o->v = crm_xrealloc(o->v, (o->n + 1) * sizeof *o->v);
	o->v[o->n] = (struct earned){ .currency = "" };
	snprintf(o->v[o->n].currency, sizeof o->v[o->n].currency, "%s", code);
	return &o->v[o->n++];
}

/* order.ordered, order.cancelled, currency, quantity, price, discount, order.owner */
static int
add_line(void *arg, const struct crm_val *v)
{
	struct orders *o = arg;
	int span = span_of(o->m, &v[0]);
	int64_t discount = v[5].t == CRM_INT ? v[5].i : 0;

	if (span >= 0 && mine(o->m, &v[6]) && day_of(&v[1], INT64_MAX) >= o->m->day[span + 1])
		earned_in(o, &v[2])->span[span] += (__int128)v[3].i * v[4].i * (10000 - discount);
	return CRM_OK;
}

static void
put_revenue(struct orders *o)
{
	struct monthly *m = o->m;

	for (int i = 0; i < SPANS; i++)
		tally_item(m, L_TREND_REVENUE, &CRM_VTEXT(m->from[i], 7), i, NULL, 0);
	for (struct earned *v = o->v; v < o->v + o->n; v++)
		for (int i = 0; i < SPANS; i++) {
			struct crm_val currency = CRM_VTEXT(v->currency, strlen(v->currency));
			int64_t amount = rounded(v->span[i]);

			if (v->span[i] == 0)
				continue;
			*tally_item(m, L_TREND_REVENUE, &CRM_VTEXT(m->from[i], 7), i, &currency, 0) = amount;
			if (slot_of_span(i) >= 0)
				*tally_item(m, L_REVENUE, NULL, 0, &currency, slot_of_span(i)) = amount;
		}
}

int
read_orders(struct monthly *m, struct crm_err *err)
{
	struct orders o = { .m = m };
	char placed[96];
	int rc = pass(m, "order", "kind=order", "client,owner,ordered,promised,promised_first,cancelled,delivered", NULL,
	    add_order, &o, err);

	snprintf(placed, sizeof placed, "order.kind=order order.ordered=%s..%.7s", m->from[0], m->from[SPANS - 1]);
	if (rc == CRM_OK)
		rc = pass(m, "line", placed, "order.ordered,order.cancelled,currency,quantity,price,discount,order.owner", NULL,
		    add_line, &o, err);
	for (int s = 0; s < CRM_MONTHS && rc == CRM_OK; s++) {
		*tally_line(m, L_DUE, s) = o.due[s].due;
		put_value(m, L_OTIF, s, percent_of(o.due[s].good, o.due[s].due));
		put_value(m, L_OTIF_FIRST, s, percent_of(o.due[s].good_first, o.due[s].due_first));
	}
	if (rc == CRM_OK)
		put_revenue(&o);
	free(o.v);
	return rc;
}
