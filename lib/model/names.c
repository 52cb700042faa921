/* names.c - entities and fields by their names; ids */
#include <string.h>

#include "crm/model.h"
#include "model/inner.h"

static bool
same(const char *p, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(p, name, n) == 0;
}

/* deal, deals; delivery, deliveries; bonus, bonuses */
static bool
is_plural(const char *p, size_t n, const char *name)
{
	size_t len = strlen(name);

	if (n == len + 1)
		return memcmp(p, name, len) == 0 && p[len] == 's';
	if (n != len + 2 || memcmp(p, name, len - 1) != 0 || memcmp(p + len, "es", 2) != 0)
		return false;
	return p[len - 1] == name[len - 1] || (p[len - 1] == 'i' && name[len - 1] == 'y');
}

const struct crm_entity *
crm_entity_find(const struct crm_schema *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (same(name, n, s->ent[i].name) || is_plural(name, n, s->ent[i].name))
			return &s->ent[i];
	return NULL;
}

const struct crm_entity *
crm_entity_prefix(const struct crm_schema *s, const char *p, size_t n)
{
	size_t len = 0;

	while (len < n && model_alpha(p[len]))
		len++;
	for (size_t i = len; i < n; i++)
		if (!model_digit(p[i]))
			return NULL;
	for (size_t i = 0; i < s->n; i++)
		if (same(p, len, s->ent[i].prefix))
			return &s->ent[i];
	return NULL;
}

const struct crm_entity *
crm_entity_must(const struct crm_schema *s, const char *name)
{
	const struct crm_entity *ent = crm_entity_find(s, name, strlen(name));

	if (ent == NULL)
		crm_bug(__FILE__, __LINE__, name);
	return ent;
}

const struct crm_field *
crm_field_find(const struct crm_entity *ent, const char *name, size_t n)
{
	for (size_t i = 0; i < ent->nfield; i++)
		if (same(name, n, ent->field[i].name))
			return &ent->field[i];
	return NULL;
}

const struct crm_field *
crm_field_must(const struct crm_entity *ent, const char *name)
{
	const struct crm_field *f = crm_field_find(ent, name, strlen(name));

	if (f == NULL)
		crm_bug(__FILE__, __LINE__, name);
	return f;
}

/* Whether one of the names between commas is, normalised, the wanted one. */
static bool
among(const char *names, const struct crm_buf *want, struct crm_buf *scratch)
{
	while (names != NULL && *names != '\0') {
		size_t n = strcspn(names, ",");

		scratch->n = 0;
		model_norm(scratch, names, n);
		if (scratch->n == want->n && memcmp(scratch->p, want->p, want->n) == 0)
			return true;
		names += n + (names[n] == ',');
	}
	return false;
}

bool
crm_header_same(const char *a, size_t na, const char *b, size_t nb)
{
	struct crm_buf x = { 0 }, y = { 0 };
	bool equal;

	model_norm(&x, a, na);
	model_norm(&y, b, nb);
	equal = x.n == y.n && memcmp(x.n ? x.p : "", y.n ? y.p : "", x.n) == 0;
	crm_buf_free(&x);
	crm_buf_free(&y);
	return equal;
}

const struct crm_field *
crm_field_header(const struct crm_entity *ent, const char *p, size_t n)
{
	struct crm_buf want = { 0 }, scratch = { 0 };
	const struct crm_field *found = NULL;

	model_norm(&want, p, n);
	/* every name before any synonym */
	for (size_t i = 0; want.n && found == NULL && i < ent->nfield; i++)
		if (among(ent->field[i].name, &want, &scratch))
			found = &ent->field[i];
	for (size_t i = 0; want.n && found == NULL && i < ent->nfield; i++)
		if (among(ent->field[i].alias, &want, &scratch))
			found = &ent->field[i];
	crm_buf_free(&want);
	crm_buf_free(&scratch);
	return found;
}

bool
crm_field_stored(const struct crm_field *f)
{
	return !(f->flags & CRM_F_DERIVED);
}

void
crm_put_id(struct crm_buf *b, const struct crm_entity *ent, int64_t id)
{
	crm_puts(b, ent->prefix);
	crm_putd(b, id);
}

bool
crm_read_id(const struct crm_entity *ent, const char *p, size_t n, int64_t *id)
{
	size_t len = strlen(ent->prefix);

	return n > len && memcmp(p, ent->prefix, len) == 0 && p[len] >= '1' && p[len] <= '9' &&
	    crm_num(p + len, n - len, 1, INT64_MAX, id) == CRM_OK;
}

/* Columns are written without quotes, and a filter's own words cannot be fields of it. */
bool
model_reserved(const char *name)
{
	static const char *const words[] = {
		"all", "and", "any", "as", "asc", "between", "by", "case", "cast", "check", "collate",
		"column", "constraint", "create", "cross", "current_date", "current_time",
		"current_timestamp", "default", "deferrable", "delete", "desc", "distinct", "drop", "else",
		"end", "escape", "except", "exists", "false", "fetch", "for", "foreign", "from", "full",
		"grant", "group", "having", "in", "index", "inner", "insert", "intersect", "into", "is",
		"isnull", "join", "left", "like", "limit", "natural", "not", "notnull", "null", "offset",
		"on", "only", "or", "order", "outer", "primary", "references", "returning", "right",
		"rowid", "select", "set", "some", "table", "then", "to", "true", "union", "unique",
		"update", "user", "using", "values", "when", "where", "window", "with",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}
