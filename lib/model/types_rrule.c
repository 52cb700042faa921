/* types_rrule.c - how something recurs: the grammar of RFC 5545 section 3.3.10 */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

#define RULE_MAX 500

enum { SECONDLY = 1, MINUTELY = 2, HOURLY = 4, DAILY = 8, WEEKLY = 16, MONTHLY = 32, YEARLY = 64, ANY = 127 };
static const char *const freqs[] = {
	"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
};
static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

struct rule { unsigned freq, seen; bool nth; };          /* nth: a day with a number, 2MO */

struct part {
	const char *name;
	bool (*ok)(struct rule *, const struct part *, const char *, size_t);
	int lo, hi;                              /* bounds of a number; negative ones too when `minus` */
	bool minus, list;
	unsigned freqs;                          /* with which it may stand */
};

static int
index_of(const char *const *list, size_t count, const char *p, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && memcmp(list[i], p, n) == 0)
			return (int)i;
	return -1;
}

static bool
ok_freq(struct rule *r, const struct part *part, const char *p, size_t n)
{
	int i = index_of(freqs, 7, p, n);

	(void)part;
	if (i >= 0)
		r->freq = 1u << i;
	return i >= 0;
}

/* 20261231 or 20261231T235959Z; the Z may be absent */
static bool
ok_until(struct rule *r, const struct part *part, const char *p, size_t n)
{
	struct crm_civil c;
	bool has_time;

	(void)r, (void)part;
	for (size_t i = 0; i < n; i++)
		if (!model_digit(p[i]) && !(i == 8 && p[i] == 'T') && !(i == 15 && p[i] == 'Z'))
			return false;
	if (n == 16)
		n--;
	return (n == 8 && crm_strptime(p, n, "%Y%m%d", &c, &has_time) == CRM_OK) ||
	    (n == 15 && crm_strptime(p, n, "%Y%m%dT%H%M%S", &c, &has_time) == CRM_OK);
}

static bool
ok_number(struct rule *r, const struct part *part, const char *p, size_t n)
{
	bool signed_ = n > 1 && (*p == '-' || *p == '+');
	int64_t v;

	(void)r;
	if (signed_ && !part->minus)
		return false;
	return crm_num(p + signed_, n - signed_, part->lo, part->hi, &v) == CRM_OK && model_digit(p[signed_]);
}

static bool
ok_day(struct rule *r, const struct part *part, const char *p, size_t n)
{
	if (n < 2 || index_of(days, 7, p + n - 2, 2) < 0)
		return false;
	if (n == 2)
		return true;
	r->nth = true;
	return part->hi > 0 && ok_number(r, part, p, n - 2);
}

static const struct part parts[] = {
	{ "FREQ", ok_freq, 0, 0, false, false, ANY },
	{ "UNTIL", ok_until, 0, 0, false, false, ANY },
	{ "COUNT", ok_number, 1, 100000, false, false, ANY },
	{ "INTERVAL", ok_number, 1, 100000, false, false, ANY },
	{ "BYSECOND", ok_number, 0, 60, false, true, ANY },
	{ "BYMINUTE", ok_number, 0, 59, false, true, ANY },
	{ "BYHOUR", ok_number, 0, 23, false, true, ANY },
	{ "BYDAY", ok_day, 1, 53, true, true, ANY },
	{ "BYMONTHDAY", ok_number, 1, 31, true, true, ANY & ~WEEKLY },
	{ "BYYEARDAY", ok_number, 1, 366, true, true, ANY & ~(DAILY | WEEKLY | MONTHLY) },
	{ "BYWEEKNO", ok_number, 1, 53, true, true, YEARLY },
	{ "BYMONTH", ok_number, 1, 12, false, true, ANY },
	{ "BYSETPOS", ok_number, 1, 366, true, true, ANY },
	{ "WKST", ok_day, 0, 0, false, false, ANY },
};
enum { FREQ, UNTIL, COUNT, BYSECOND = 4, BYWEEKNO = 10, BYMONTH = 11, BYSETPOS = 12, NPART = 14 };

#define HAS(r, i) ((r)->seen >> (i) & 1)

/* One or several values between commas. */
static bool
ok_values(struct rule *r, const struct part *part, const char *p, size_t n)
{
	const char *end = p + n;

	for (;;) {
		const char *comma = part->list ? memchr(p, ',', (size_t)(end - p)) : NULL;
		const char *stop = comma ? comma : end;

		if (stop == p || !part->ok(r, part, p, (size_t)(stop - p)))
			return false;
		if (comma == NULL)
			return true;
		p = comma + 1;
	}
}

/* Reads NAME=value; returns what is wrong or NULL. */
static const char *
read_part(struct rule *r, const char *p, size_t n)
{
	const char *eq = memchr(p, '=', n);
	size_t i = 0, len = eq ? (size_t)(eq - p) : 0;

	if (eq == NULL)
		return "has a part without a value";
	while (i < NPART && !(strlen(parts[i].name) == len && memcmp(parts[i].name, p, len) == 0))
		i++;
	if (i == NPART)
		return "has a part that RFC 5545 does not know";
	if (HAS(r, i))
		return "has a part twice";
	r->seen |= 1u << i;
	return ok_values(r, &parts[i], eq + 1, n - len - 1) ? NULL : "has a value that its part cannot have";
}

/* What the parts together may not be. */
static const char *
clash(const struct rule *r)
{
	unsigned by = (1u << (BYMONTH + 1)) - (1u << BYSECOND);

	if (!HAS(r, FREQ))
		return "lacks FREQ";
	if (HAS(r, COUNT) && HAS(r, UNTIL))
		return "has both COUNT and UNTIL";
	for (size_t i = 0; i < NPART; i++)
		if (HAS(r, i) && !(parts[i].freqs & r->freq))
			return "has a part that does not go with its FREQ";
	if (r->nth && (!(r->freq & (MONTHLY | YEARLY)) || HAS(r, BYWEEKNO)))
		return "numbers its days, which only months and years have";
	if (HAS(r, BYSETPOS) && !(r->seen & by))
		return "has BYSETPOS without another BY part";
	return NULL;
}

static const char *
check(const char *p, size_t n)
{
	struct rule r = { 0 };
	const char *end = p + n, *why = NULL;

	while (why == NULL && p < end) {
		const char *semi = memchr(p, ';', (size_t)(end - p)), *stop = semi ? semi : end;

		why = read_part(&r, p, (size_t)(stop - p));
		p = stop + (semi != NULL);
	}
	if (why == NULL && n && end[-1] == ';')
		why = "ends in a semicolon";
	return why ? why : clash(&r);
}

static int
parse_rrule(const struct crm_ctx *ctx, const struct crm_field *f, const char *p, size_t n,
    struct crm_val *out, struct crm_arena *arena, struct crm_err *err)
{
	static const char *const words[] = { "daily", "weekly", "monthly", "quarterly", "yearly" };
	const char *why;
	char *rule;

	(void)ctx;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (model_same(p, n, words[i])) {
			*out = CRM_VTEXT(words[i], strlen(words[i]));
			return CRM_OK;
		}
	if (model_starts(p, n, "rrule:"))
		p += 6, n -= 6;
	rule = crm_strndup(arena, p, n);
	for (size_t i = 0; i < n; i++)
		rule[i] = (char)(model_alpha(rule[i]) ? rule[i] & ~32 : rule[i]);
	if (memchr(rule, '=', n) == NULL)
		why = "is not daily, weekly, monthly, quarterly, yearly or a rule of RFC 5545";
	else
		why = n > RULE_MAX ? "is too long" : check(rule, n);
	if (why != NULL)
		return model_refuse(err, f, p, n, "%s", why);
	*out = CRM_VTEXT(rule, n);
	return CRM_OK;
}

const struct crm_type crm_t_rrule = {
	.name = "rrule", .store = CRM_TEXT, .ops = CRM_EQ | CRM_NE,
	.help = "daily, weekly, monthly, quarterly, yearly or a rule of RFC 5545: FREQ=WEEKLY;BYDAY=MO",
	.parse = parse_rrule, .print = model_print_text,
};
