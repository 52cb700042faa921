/* zone.c - civil time in a named zone, from the machine's zoneinfo (TZif, RFC 8536) */
#include <stdio.h>
#include <string.h>

#include "crm/time.h"
#include "base/calendar.h"
#include "base/zone_rule.h"

#define ZONEINFO "/usr/share/zoneinfo/"

enum { FILE_MAX = 1 << 16, HEAD = 44 };

/* An offset holds from its turn until the next one; before all `first`, after all what the rule says. */
struct crm_zone {
	const char *name;
	int64_t first;
	struct turn { int64_t at, offset; } *turn;
	size_t n;
	bool has_rule;
	struct zone_rule rule;
};

static int64_t
be(const unsigned char *p, int bytes)
{
	uint64_t v = p[0] & 0x80 ? ~UINT64_C(0) : 0;

	while (bytes-- > 0)
		v = v << 8 | *p++;
	return (int64_t)v;
}

/* What a block of the file holds; the sizes are as its head gives them. */
struct block {
	const unsigned char *at;
	size_t isut, isstd, leap, times, types, chars;
};

/* Reads the head of a block at *p whose times have so many bytes, and moves *p behind the block. */
static bool
read_block(const unsigned char **p, const unsigned char *end, size_t width, struct block *b)
{
	const unsigned char *head = *p;
	size_t n[6], size;

	if (end - head < HEAD || memcmp(head, "TZif", 4) != 0 || head[4] < '2')
		return false;
	for (int i = 0; i < 6; i++) {
		n[i] = (size_t)be(head + 20 + 4 * i, 4);
		if (n[i] > FILE_MAX)
			return false;
	}
	*b = (struct block){ head + HEAD, n[0], n[1], n[2], n[3], n[4], n[5] };
	size = b->times * (width + 1) + b->types * 6 + b->chars + b->leap * (width + 4) + b->isstd + b->isut;
	*p = b->at + (size < (size_t)(end - b->at) ? size : (size_t)(end - b->at));
	return size < (size_t)(end - b->at) && b->types > 0;
}

static bool
read_turns(struct crm_arena *a, struct crm_zone *z, const struct block *b)
{
	const unsigned char *index = b->at + b->times * 8, *types = index + b->times;

	z->first = be(types, 4);
	z->n = b->times;
	z->turn = crm_alloc(a, b->times * sizeof *z->turn);
	for (size_t i = 0; i < b->times; i++) {
		if (index[i] >= b->types)
			return false;
		z->turn[i] = (struct turn){ be(b->at + 8 * i, 8), be(types + 6 * index[i], 4) };
		if (i > 0 && z->turn[i].at <= z->turn[i - 1].at)
			return false;
	}
	return b->leap == 0;
}

/* The first block has short times, for older readers; the second counts, and a rule in a line follows it. */
static bool
read_file(struct crm_arena *a, struct crm_zone *z, unsigned char *p, size_t n)
{
	const unsigned char *at = p, *end = p + n;
	unsigned char *line_end;
	struct block b;

	if (!read_block(&at, end, 4, &b) || !read_block(&at, end, 8, &b) || !read_turns(a, z, &b) || *at++ != '\n'
	    || (line_end = memchr(at, '\n', (size_t)(end - at))) == NULL)
		return false;
	*line_end = '\0';
	z->has_rule = *at != '\0';
	return !z->has_rule || zone_rule_read(&z->rule, (const char *)at);
}

/* Of letters, digits, _ + - and single slashes between: nothing that leads out of the directory. */
static bool
is_name(const char *name)
{
	static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-";
	size_t n = strspn(name, word);

	return n > 0 && strlen(name) < 64 && (name[n] == '\0' || (name[n] == '/' && is_name(name + n + 1)));
}

static bool
load(struct crm_arena *a, struct crm_zone *z)
{
	unsigned char text[FILE_MAX];
	char path[sizeof ZONEINFO + 64];
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "%s%s", ZONEINFO, z->name);
	f = fopen(path, "rb");
	if (f == NULL)
		return false;
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	return read_file(a, z, text, n);
}

const struct crm_zone *
crm_zone_load(struct crm_arena *a, const char *name)
{
	struct crm_zone *z;

	if (!is_name(name))
		return NULL;
	z = crm_zalloc(a, sizeof *z);
	z->name = crm_strdup(a, name);
	return strcmp(name, "UTC") == 0 || load(a, z) ? z : NULL;
}

const char *
crm_zone_name(const struct crm_zone *z)
{
	return z != NULL ? z->name : "UTC";
}

/* The offset at an instant, and since when it holds. */
static struct turn
turn_at(const struct crm_zone *z, int64_t t)
{
	struct turn before = { INT64_MIN, z != NULL ? z->first : 0 };
	size_t lo = 0, hi = z != NULL ? z->n : 0;

	if (z != NULL && z->has_rule && (hi == 0 || t >= z->turn[hi - 1].at)) {
		before.offset = zone_rule_offset(&z->rule, t, &before.at);
		if (hi > 0 && before.at < z->turn[hi - 1].at)
			before.at = z->turn[hi - 1].at;
		return before;
	}
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (z->turn[mid].at <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 ? z->turn[lo - 1] : before;
}

int64_t
crm_zone_offset(const struct crm_zone *z, int64_t t)
{
	return turn_at(z, t).offset;
}

int64_t
crm_zone_day(const struct crm_zone *z, int64_t t)
{
	return day_of(t + crm_zone_offset(z, t));
}

void
crm_zone_civil(const struct crm_zone *z, int64_t t, struct crm_civil *c)
{
	civil_of(t + crm_zone_offset(z, t), c);
}

/* Offsets of a day before and after the time tell whether the clock turns near it. */
int64_t
crm_zone_instant(const struct crm_zone *z, int64_t day, int64_t second)
{
	int64_t wall = day * DAY_SECS + second;
	int64_t before = crm_zone_offset(z, wall - DAY_SECS), after = crm_zone_offset(z, wall + DAY_SECS);
	struct turn early;

	if (before == after)
		return wall - before;
	early = turn_at(z, wall - before);
	if (early.offset == before)
		return wall - before;
	return crm_zone_offset(z, wall - after) == after ? wall - after : early.at;
}
