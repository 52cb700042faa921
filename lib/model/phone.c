/*
 * phone.c - telephone numbers to E.164
 *
 * Facts of the national numbering plans (ITU-T E.164 and its national annexes): calling code, how many
 * digits a national number has, what is dialled before it at home (trunk) and before a foreign one
 * (idd).  A number is checked for its length only: plans change by the month.
 */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

#define E164_MAX 15

static const struct plan {
	int code;
	unsigned lo, hi;
	const char *regions, *trunk, *idd;       /* trunk: alternatives between bars, in order */
} plans[] = {
	{ 1, 10, 10, "US AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI", "1", "011" },
	{ 7, 10, 10, "RU KZ", "8", "810" },
	{ 20, 8, 10, "EG", "0", "00" },
	{ 27, 5, 10, "ZA", "0", "00" },
	{ 30, 10, 12, "GR", "", "00" },
	{ 31, 5, 11, "NL", "0", "00" },
	{ 32, 8, 9, "BE", "0", "00" },
	{ 33, 9, 9, "FR", "0", "00" },
	{ 34, 9, 9, "ES", "", "00" },
	{ 36, 8, 9, "HU", "06", "00" },
	{ 39, 6, 12, "IT VA", "", "00" },
	{ 40, 6, 9, "RO", "0", "00" },
	{ 41, 9, 9, "CH", "0", "00" },
	{ 43, 4, 13, "AT", "0", "00" },
	{ 44, 7, 10, "GB GG", "0", "00" },
	{ 44, 10, 10, "IM JE", "0", "00" },
	{ 45, 8, 8, "DK", "", "00" },
	{ 46, 6, 12, "SE", "0", "00" },
	{ 47, 5, 8, "NO SJ", "", "00" },
	{ 48, 6, 10, "PL", "", "00" },
	{ 49, 4, 15, "DE", "0", "00" },
	{ 51, 8, 9, "PE", "0", "00" },
	{ 52, 10, 10, "MX", "044|045|01|1", "00" },
	{ 53, 6, 10, "CU", "0", "119" },
	{ 54, 10, 11, "AR", "0", "00" },
	{ 55, 8, 11, "BR", "0", "00" },
	{ 56, 9, 11, "CL", "", "00" },
	{ 57, 10, 11, "CO", "0", "00" },
	{ 58, 10, 10, "VE", "0", "00" },
	{ 60, 8, 10, "MY", "0", "00" },
	{ 61, 5, 12, "AU", "0", "0011" },
	{ 61, 6, 12, "CC CX", "0", "0011" },
	{ 62, 7, 13, "ID", "0", "001" },
	{ 63, 6, 13, "PH", "0", "00" },
	{ 64, 5, 10, "NZ", "0", "00" },
	{ 65, 8, 11, "SG", "", "001" },
	{ 66, 8, 13, "TH", "0", "001" },
	{ 81, 8, 17, "JP", "0", "010" },
	{ 82, 5, 14, "KR", "0", "001" },
	{ 84, 7, 10, "VN", "0", "00" },
	{ 86, 7, 12, "CN", "0", "00" },
	{ 90, 7, 13, "TR", "0", "00" },
	{ 91, 8, 13, "IN", "0", "00" },
	{ 92, 8, 12, "PK", "0", "00" },
	{ 93, 9, 9, "AF", "0", "00" },
	{ 94, 9, 9, "LK", "0", "00" },
	{ 95, 6, 10, "MM", "0", "00" },
	{ 98, 4, 10, "IR", "0", "00" },
	{ 211, 9, 9, "SS", "0", "00" },
	{ 212, 9, 9, "MA EH", "0", "00" },
	{ 213, 8, 9, "DZ", "0", "00" },
	{ 216, 8, 8, "TN", "", "00" },
	{ 218, 9, 9, "LY", "0", "00" },
	{ 220, 7, 7, "GM", "", "00" },
	{ 221, 9, 9, "SN", "", "00" },
	{ 222, 8, 8, "MR", "", "00" },
	{ 223, 8, 8, "ML", "", "00" },
	{ 224, 8, 9, "GN", "", "00" },
	{ 225, 10, 10, "CI", "", "00" },
	{ 226, 8, 8, "BF", "", "00" },
	{ 227, 8, 8, "NE", "", "00" },
	{ 228, 8, 8, "TG", "", "00" },
	{ 229, 8, 10, "BJ", "", "00" },
	{ 230, 7, 10, "MU", "", "00" },
	{ 231, 7, 9, "LR", "0", "00" },
	{ 232, 8, 8, "SL", "0", "00" },
	{ 233, 8, 9, "GH", "0", "00" },
	{ 234, 7, 14, "NG", "0", "009" },
	{ 235, 8, 8, "TD", "", "00" },
	{ 236, 8, 8, "CF", "", "00" },
	{ 237, 8, 9, "CM", "", "00" },
	{ 238, 7, 7, "CV", "", "00" },
	{ 239, 7, 7, "ST", "", "00" },
	{ 240, 9, 9, "GQ", "", "00" },
	{ 241, 7, 8, "GA", "", "00" },
	{ 242, 9, 9, "CG", "", "00" },
	{ 243, 7, 9, "CD", "0", "00" },
	{ 244, 9, 9, "AO", "", "00" },
	{ 245, 7, 9, "GW", "", "00" },
	{ 246, 7, 7, "IO", "", "00" },
	{ 247, 5, 6, "AC", "", "00" },
	{ 248, 7, 7, "SC", "", "00" },
	{ 249, 9, 9, "SD", "0", "00" },
	{ 250, 8, 9, "RW", "0", "00" },
	{ 251, 9, 9, "ET", "0", "00" },
	{ 252, 6, 9, "SO", "0", "00" },
	{ 253, 8, 8, "DJ", "", "00" },
	{ 254, 7, 10, "KE", "0", "000" },
	{ 255, 9, 9, "TZ", "0", "000" },
	{ 256, 9, 9, "UG", "0", "000" },
	{ 257, 8, 8, "BI", "", "00" },
	{ 258, 8, 9, "MZ", "", "00" },
	{ 260, 9, 9, "ZM", "0", "00" },
	{ 261, 9, 9, "MG", "0", "00" },
	{ 262, 9, 9, "RE YT", "0", "00" },
	{ 263, 5, 10, "ZW", "0", "00" },
	{ 264, 8, 9, "NA", "0", "00" },
	{ 265, 7, 9, "MW", "0", "00" },
	{ 266, 8, 8, "LS", "", "00" },
	{ 267, 7, 10, "BW", "", "00" },
	{ 268, 8, 9, "SZ", "", "00" },
	{ 269, 7, 7, "KM", "", "00" },
	{ 290, 4, 5, "SH", "", "00" },
	{ 290, 4, 4, "TA", "", "00" },
	{ 291, 7, 7, "ER", "0", "00" },
	{ 297, 7, 7, "AW", "", "00" },
	{ 298, 6, 6, "FO", "", "00" },
	{ 299, 6, 6, "GL", "", "00" },
	{ 350, 8, 8, "GI", "", "00" },
	{ 351, 9, 9, "PT", "", "00" },
	{ 352, 4, 11, "LU", "", "00" },
	{ 353, 7, 10, "IE", "0", "00" },
	{ 354, 7, 9, "IS", "", "00" },
	{ 355, 6, 9, "AL", "0", "00" },
	{ 356, 8, 8, "MT", "", "00" },
	{ 357, 8, 8, "CY", "", "00" },
	{ 358, 5, 12, "FI AX", "0", "00" },
	{ 359, 6, 9, "BG", "0", "00" },
	{ 370, 8, 8, "LT", "0|8", "00" },
	{ 371, 8, 8, "LV", "", "00" },
	{ 372, 7, 10, "EE", "", "00" },
	{ 373, 8, 8, "MD", "0", "00" },
	{ 374, 8, 8, "AM", "0", "00" },
	{ 375, 6, 11, "BY", "80|8|0", "810" },
	{ 376, 6, 9, "AD", "", "00" },
	{ 377, 8, 9, "MC", "0", "00" },
	{ 378, 8, 10, "SM", "", "00" },
	{ 380, 9, 10, "UA", "0", "00" },
	{ 381, 6, 12, "RS", "0", "00" },
	{ 382, 8, 9, "ME", "0", "00" },
	{ 383, 8, 9, "XK", "0", "00" },
	{ 385, 6, 9, "HR", "0", "00" },
	{ 386, 5, 8, "SI", "0", "00" },
	{ 387, 8, 9, "BA", "0", "00" },
	{ 389, 8, 8, "MK", "0", "00" },
	{ 420, 9, 12, "CZ", "", "00" },
	{ 421, 6, 9, "SK", "0", "00" },
	{ 423, 7, 9, "LI", "0", "00" },
	{ 500, 5, 5, "FK", "", "00" },
	{ 501, 7, 11, "BZ", "", "00" },
	{ 502, 8, 11, "GT", "", "00" },
	{ 503, 7, 11, "SV", "", "00" },
	{ 504, 8, 11, "HN", "", "00" },
	{ 505, 8, 8, "NI", "", "00" },
	{ 506, 8, 10, "CR", "", "00" },
	{ 507, 7, 11, "PA", "", "00" },
	{ 508, 6, 9, "PM", "0", "00" },
	{ 509, 8, 8, "HT", "", "00" },
	{ 590, 9, 9, "GP BL MF", "0", "00" },
	{ 591, 8, 9, "BO", "0", "00" },
	{ 592, 7, 7, "GY", "", "001" },
	{ 593, 8, 11, "EC", "0", "00" },
	{ 594, 9, 9, "GF", "0", "00" },
	{ 595, 6, 11, "PY", "0", "00" },
	{ 596, 9, 9, "MQ", "0", "00" },
	{ 597, 6, 7, "SR", "", "00" },
	{ 598, 7, 10, "UY", "0", "00" },
	{ 599, 7, 8, "CW", "", "00" },
	{ 599, 7, 7, "BQ", "", "00" },
	{ 670, 7, 8, "TL", "", "00" },
	{ 672, 6, 6, "NF", "", "00" },
	{ 673, 7, 7, "BN", "", "00" },
	{ 674, 7, 7, "NR", "", "00" },
	{ 675, 7, 8, "PG", "", "00" },
	{ 676, 5, 7, "TO", "", "00" },
	{ 677, 5, 7, "SB", "", "00" },
	{ 678, 5, 7, "VU", "", "00" },
	{ 679, 7, 11, "FJ", "", "00" },
	{ 680, 7, 7, "PW", "", "00" },
	{ 681, 6, 9, "WF", "", "00" },
	{ 682, 5, 5, "CK", "", "00" },
	{ 683, 4, 7, "NU", "", "00" },
	{ 685, 5, 10, "WS", "", "00" },
	{ 686, 5, 8, "KI", "0", "00" },
	{ 687, 6, 6, "NC", "", "00" },
	{ 688, 5, 7, "TV", "", "00" },
	{ 689, 6, 9, "PF", "", "00" },
	{ 690, 4, 7, "TK", "", "00" },
	{ 691, 7, 7, "FM", "", "00" },
	{ 692, 7, 7, "MH", "1", "00" },
	{ 800, 8, 8, "", "", "00" },
	{ 808, 8, 8, "", "", "00" },
	{ 850, 8, 10, "KP", "0", "00" },
	{ 852, 5, 11, "HK", "", "001" },
	{ 853, 7, 8, "MO", "", "00" },
	{ 855, 8, 10, "KH", "0", "001" },
	{ 856, 8, 10, "LA", "0", "00" },
	{ 870, 9, 12, "", "", "00" },
	{ 878, 12, 12, "", "", "00" },
	{ 880, 6, 10, "BD", "0", "00" },
	{ 881, 9, 9, "", "", "00" },
	{ 882, 7, 12, "", "", "00" },
	{ 883, 9, 12, "", "", "00" },
	{ 886, 7, 11, "TW", "0", "002" },
	{ 888, 11, 11, "", "", "00" },
	{ 960, 7, 10, "MV", "", "00" },
	{ 961, 7, 8, "LB", "0", "00" },
	{ 962, 8, 9, "JO", "0", "00" },
	{ 963, 8, 9, "SY", "0", "00" },
	{ 964, 8, 10, "IQ", "0", "00" },
	{ 965, 7, 8, "KW", "", "00" },
	{ 966, 9, 10, "SA", "0", "00" },
	{ 967, 7, 9, "YE", "0", "00" },
	{ 968, 7, 9, "OM", "", "00" },
	{ 970, 8, 10, "PS", "0", "00" },
	{ 971, 5, 12, "AE", "0", "00" },
	{ 972, 7, 12, "IL", "0", "00" },
	{ 973, 8, 8, "BH", "", "00" },
	{ 974, 7, 9, "QA", "", "00" },
	{ 975, 7, 8, "BT", "", "00" },
	{ 976, 8, 10, "MN", "0", "001" },
	{ 977, 8, 11, "NP", "0", "00" },
	{ 979, 9, 9, "", "", "00" },
	{ 992, 9, 9, "TJ", "", "810" },
	{ 993, 8, 8, "TM", "8", "810" },
	{ 994, 9, 9, "AZ", "0", "00" },
	{ 995, 9, 9, "GE", "0", "00" },
	{ 996, 9, 10, "KG", "0", "00" },
	{ 998, 9, 9, "UZ", "", "810" },
};
#define NPLAN (sizeof plans / sizeof *plans)

static const char too_short[] = "too short", too_long[] = "too long";

static bool
starts(const char *d, const char *prefix, size_t n)
{
	return strncmp(d, prefix, n) == 0;
}

static const char *
misfit(const struct plan *plan, size_t n)
{
	return n < plan->lo ? too_short : n > plan->hi ? too_long : NULL;
}

/* Steps through the alternatives of a trunk prefix. */
static bool
next_trunk(const char **at, const char **p, size_t *n)
{
	if (**at == '\0')
		return false;
	*p = *at;
	*n = strcspn(*p, "|");
	*at += *n + ((*at)[*n] == '|');
	return true;
}

/* North America: neither area code nor exchange begins with 0 or 1. */
static bool
nanp_ok(const char *d)
{
	return d[0] >= '2' && d[3] >= '2';
}

/*
 * Past the trunk prefix.  Abroad it does not belong there, yet +31 (0)20 is written everywhere: it is
 * dropped where it cannot be part of the number.
 */
static const char *
skip_trunk(const struct plan *plan, const char *d, bool abroad)
{
	const char *at = plan->trunk, *trunk;
	size_t n = strlen(d), len;

	while (next_trunk(&at, &trunk, &len))
		if (starts(d, trunk, len) && misfit(plan, n - len) == NULL &&
		    (!abroad || *trunk == '0' || misfit(plan, n) != NULL))
			return d + len;
	return d;
}

/* The national number in d without its trunk prefix, or NULL and why. */
static const char *
national(const struct plan *plan, const char *d, bool abroad, const char **why)
{
	const char *rest = skip_trunk(plan, d, abroad);

	*why = misfit(plan, strlen(rest));
	if (*why == NULL && *rest == '0' && *plan->trunk == '0')
		*why = too_short;
	if (*why == NULL && plan->code == 1 && !nanp_ok(rest))
		*why = "no such area code";
	return *why == NULL ? rest : NULL;
}

static size_t
code_len(int code)
{
	return code < 10 ? 1 : code < 100 ? 2 : 3;
}

static bool
has_code(const struct plan *plan, const char *d)
{
	int code = plan->code;

	for (size_t i = code_len(code); i-- > 0; code /= 10)
		if (memchr(d, '\0', i + 1) != NULL || d[i] != '0' + code % 10)
			return false;
	return true;
}

static bool
write_out(int code, const char *d, char out[20], const char **why)
{
	struct crm_buf b = { 0 };
	size_t n = strlen(d) + code_len(code);

	if (n > E164_MAX) {
		*why = too_long;
		return false;
	}
	crm_putc(&b, '+');
	crm_putd(&b, code);
	crm_puts(&b, d);
	memcpy(out, b.p, b.n + 1);
	crm_buf_free(&b);
	return true;
}

/* Digits from the calling code on. */
static bool
from_abroad(const char *d, char out[20], const char **why)
{
	*why = "no such calling code";
	for (const struct plan *plan = plans; plan < plans + NPLAN; plan++) {
		const char *rest;

		if (!has_code(plan, d))
			continue;
		rest = national(plan, d + code_len(plan->code), true, why);
		if (rest != NULL)
			return write_out(plan->code, rest, out, why);
	}
	return false;
}

static const struct plan *
plan_of(const char *country)
{
	for (const struct plan *plan = plans; plan < plans + NPLAN; plan++)
		for (const char *p = plan->regions; *p != '\0'; p += p[2] ? 3 : 2)
			if (memcmp(p, country, 2) == 0)
				return plan;
	return NULL;
}

/* What follows the prefix for calls abroad, or NULL. */
static const char *
after_idd(const struct plan *plan, const char *d)
{
	if (plan != NULL && starts(d, plan->idd, strlen(plan->idd)))
		return d + strlen(plan->idd);
	return starts(d, "00", 2) ? d + 2 : NULL;
}

static bool
from_home(const struct plan *plan, const char *d, char out[20], const char **why)
{
	const char *rest = national(plan, d, false, why), *ignored;

	/* spreadsheets lose the plus: 31201234567 */
	if ((rest == NULL || (rest == d && strlen(d) >= 11)) && has_code(plan, d) &&
	    from_abroad(d, out, &ignored))
		return true;
	return rest != NULL && write_out(plan->code, rest, out, why);
}

/* Bytes of the punctuation at p: blanks, dashes, dots, slashes, brackets, also Unicode's; 0 for none. */
static size_t
filler(const char *p, size_t n)
{
	static const char *const wide[] = {
		"\u00A0", "\u2007", "\u2009", "\u200A", "\u202F",         /* spaces */
		"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212",   /* dashes, minus */
	};

	if (memchr(" -./()\t", *p, 7) != NULL)
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (strlen(wide[i]) <= n && memcmp(p, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

/* Leaves the digits in d. */
static bool
clean(const char *p, size_t n, char d[32], bool *plus, const char **why)
{
	size_t len = 0, step;

	*plus = false;
	if (model_starts(p, n, "tel:"))
		p += 4, n -= 4;
	for (; n; p += step, n -= step) {
		step = 1;
		if (model_digit(*p) && len < 31)
			d[len++] = *p;
		else if (*p == '+' && len == 0 && !*plus)
			*plus = true;
		else if ((step = filler(p, n)) == 0) {
			*why = model_digit(*p) ? too_long : "more than digits";
			return false;
		}
	}
	d[len] = '\0';
	*why = too_short;
	return len > 0;
}

int
crm_phone_e164(const char *country, const char *p, size_t n, char out[20], const char **why)
{
	char d[32];
	bool plus;
	const struct plan *home = country ? plan_of(country) : NULL;
	const char *abroad, *ignored;

	if (!clean(p, n, d, &plus, why))
		return CRM_DATA;
	abroad = plus ? d : after_idd(home, d);
	if (abroad != NULL && from_abroad(abroad, out, why))
		return CRM_OK;
	if (!plus && home != NULL && from_home(home, d, out, abroad ? &ignored : why))
		return CRM_OK;
	if (abroad == NULL && home == NULL)
		*why = "no +COUNTRY before it and no default country";
	return CRM_DATA;
}

bool
model_phone_ext(const char *p, size_t *n, const char **ext, size_t *next)
{
	static const char *const marks[] = { ";ext=", "extension", "extn", "ext", "x", "#" };
	size_t i = model_starts(p, *n, "tel:") ? 4 : 0, from;

	*ext = NULL;
	while (i < *n && !model_alpha(p[i]) && p[i] != ';' && p[i] != '#')
		i++;
	if (i == *n)
		return true;
	from = i;
	for (size_t m = 0; m < sizeof marks / sizeof *marks && i == from; m++)
		if (model_starts(p + i, *n - i, marks[m]))
			i += strlen(marks[m]);
	if (i == from)
		return false;
	while (i < *n && (model_blank(p[i]) || p[i] == '.' || p[i] == ':'))
		i++;
	*ext = p + i;
	*next = *n - i;
	*n = from;
	for (size_t k = 0; k < *next; k++)
		if (!model_digit((*ext)[k]))
			return false;
	return *next >= 1 && *next <= 11;
}
