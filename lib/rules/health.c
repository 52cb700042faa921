/* health.c - how a key account does: what speaks against it, in points */
#include "crm/classes.h"

#include <string.h>

enum { WHOLE = 100, GOOD = 75, WATCH = 50, FALLS = -2000, FADES = 5000 };

/* So many points less for each, at most `most` in all; nothing when there is none. */
static int
each(struct crm_buf *why, int64_t n, int points, int most, const char *what)
{
	int lost;

	if (n <= 0)
		return 0;
	lost = n > most / points ? most : (int)n * points;
	crm_putf(why, "%s-%d %s: %lld", why->n ? ", " : "", lost, what, (long long)n);
	return lost;
}

static int
once(struct crm_buf *why, bool is, int points, const char *what)
{
	if (!is)
		return 0;
	crm_putf(why, "%s-%d %s", why->n ? ", " : "", points, what);
	return points;
}

int
crm_health(const struct crm_account *a, struct crm_buf *why)
{
	bool careful = a->verdict != NULL && strcmp(a->verdict, "careful") == 0;
	bool unprofitable = a->verdict != NULL && strcmp(a->verdict, "unprofitable") == 0;
	int lost = once(why, unprofitable, 40, "unprofitable") + once(why, careful, 15, "careful");

	lost += once(why, a->has_alive && a->alive < FADES, 25, "fading");
	lost += each(why, a->late_orders, 10, 30, "late orders");
	lost += each(why, a->breached, 10, 20, "cases served too late");
	lost += each(why, a->open_cases, 5, 20, "open cases");
	lost += once(why, a->neglected > 0 && a->idle > a->neglected, 15, "not spoken with");
	lost += once(why, a->has_trend && a->trend <= FALLS, 15, "buys less");
	lost += once(why, !a->decider, 10, "no decider known");
	lost += each(why, a->late_goals, 5, 10, "goals late");
	return lost > WHOLE ? 0 : WHOLE - lost;
}

const char *
crm_health_class(int points)
{
	return points >= GOOD ? "good" : points >= WATCH ? "watch" : "risk";
}
