/* map.c - byte strings to numbers: open addressing, linear probes */
#include <stdlib.h>
#include <string.h>

#include "crm/base.h"
#include "base/scan.h"

struct crm_slot {
	const char *key;        /* NULL: free */
	uint32_t hash, len;
	int64_t val;
};

/* Multiplies to 128 bits and folds the halves: each bit in touches every bit out. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 m = (unsigned __int128)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

uint64_t
crm_hash(const void *key, size_t n)
{
	static const uint64_t k0 = 0x9E3779B97F4A7C15u, k1 = 0xC2B2AE3D27D4EB4Fu;
	const char *p = key;
	uint64_t h = k0 ^ n, w = 0;

	for (; n >= 8; p += 8, n -= 8)
		h = mix(h ^ scan_load(p), k1) + k0;
	if (n)
		memcpy(&w, p, n);
	return mix(mix(h ^ w, k1) + k0, k0);
}

/* The slot that has the key, or the free one where it belongs. */
static struct crm_slot *
find(const struct crm_map *m, const char *p, size_t n, uint32_t hash)
{
	for (size_t i = hash & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
		struct crm_slot *s = &m->slot[i];

		if (s->key == NULL)
			return s;
		if (s->hash == hash && s->len == n && (n == 0 || memcmp(s->key, p, n) == 0))
			return s;
	}
}

static void
widen(struct crm_map *m)
{
	struct crm_slot *old = m->slot;
	size_t cap = m->cap;

	m->cap = cap ? cap * 2 : 16;
	CRM_BUG_IF(m->cap > UINT32_MAX / 2);    /* 32 bits of hash would no longer spread */
	m->slot = crm_xcalloc(m->cap, sizeof *m->slot);
	for (size_t i = 0; i < cap; i++) {
		size_t k = old[i].hash & (m->cap - 1);

		if (old[i].key == NULL)
			continue;
		while (m->slot[k].key)
			k = (k + 1) & (m->cap - 1);
		m->slot[k] = old[i];
	}
	free(old);
}

bool
crm_map_get(const struct crm_map *m, const char *p, size_t n, int64_t *val)
{
	if (m->n == 0)
		return false;
	const struct crm_slot *s = find(m, p, n, (uint32_t)crm_hash(p, n));
	if (s->key == NULL)
		return false;
	*val = s->val;
	return true;
}

/* The key's slot, made with val when it is new. */
static struct crm_slot *
enter(struct crm_map *m, const char *p, size_t n, int64_t val, bool *isnew)
{
	uint32_t hash = (uint32_t)crm_hash(p, n);

	CRM_BUG_IF(n > UINT32_MAX);
	if (m->n >= m->cap / 8 * 5)
		widen(m);
	struct crm_slot *s = find(m, p, n, hash);
	*isnew = s->key == NULL;
	if (*isnew) {
		*s = (struct crm_slot){ crm_strndup(&m->arena, p, n), hash, (uint32_t)n, val };
		m->n++;
	}
	return s;
}

bool
crm_map_put(struct crm_map *m, const char *p, size_t n, int64_t val)
{
	bool isnew;

	enter(m, p, n, val, &isnew);
	return isnew;
}

void
crm_map_set(struct crm_map *m, const char *p, size_t n, int64_t val)
{
	bool isnew;

	enter(m, p, n, val, &isnew)->val = val;
}

void
crm_map_free(struct crm_map *m)
{
	free(m->slot);
	crm_arena_free(&m->arena);
	*m = (struct crm_map){ 0 };
}
