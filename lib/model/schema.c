/* schema.c - the table with the policy's words and fields joined in; names looked up */
#include <string.h>

#include "crm/model.h"
#include "crm/policy.h"
#include "model/inner.h"

#define CUSTOM_NAME_MAX 41

static struct crm_entity *
find(const struct crm_schema *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (strlen(s->ent[i].name) == n && memcmp(s->ent[i].name, name, n) == 0)
			return (struct crm_entity *)&s->ent[i];
	return NULL;
}

static struct crm_field *
find_field(const struct crm_entity *ent, const char *name, size_t n)
{
	for (size_t i = 0; i < ent->nfield; i++)
		if (strlen(ent->field[i].name) == n && memcmp(ent->field[i].name, name, n) == 0)
			return (struct crm_field *)&ent->field[i];
	return NULL;
}

/* Copies an entity with room for the fields that the policy may add. */
static void
copy_entity(struct crm_schema *s, struct crm_entity *to, const struct crm_entity *from, size_t room)
{
	struct crm_field *field = crm_zalloc(&s->arena, (from->nfield + room) * sizeof *field);

	memcpy(field, from->field, from->nfield * sizeof *field);
	*to = *from;
	to->field = field;
}

static void
copy_table(struct crm_schema *s, size_t room)
{
	struct crm_entity *ent;
	size_t n = 0;

	while (crm_table[n] != NULL)
		n++;
	ent = crm_zalloc(&s->arena, n * sizeof *ent);
	for (size_t i = 0; i < n; i++) {
		copy_entity(s, &ent[i], crm_table[i], room);
		ent[i].n = (unsigned)i;
	}
	s->ent = ent;
	s->n = n;
}

static bool
among(const char *const *words, const char *word)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

/* A default that the policy has no word for falls away. */
static int
join_words(struct crm_schema *s, const struct crm_words *w, struct crm_err *err)
{
	const struct crm_entity *ent = find(s, w->entity, strlen(w->entity));
	struct crm_field *f = ent ? find_field(ent, w->field, strlen(w->field)) : NULL;

	if (f == NULL || f->type != &crm_t_word)
		return crm_fail(err, CRM_CONFIG, "words", "%s.%s is not a field of words",
		    w->entity, w->field);
	f->values = w->values;
	if (f->dflt != NULL && !among(f->values, f->dflt))
		f->dflt = NULL;
	return CRM_OK;
}

static void
join_stages(struct crm_schema *s, const struct crm_policy *policy)
{
	struct crm_field *f = (struct crm_field *)crm_field_must(crm_entity_must(s, "deal"), "stage");
	const char **names = crm_zalloc(&s->arena, (policy->nstage + 1) * sizeof *names);

	f->dflt = policy->stage[0].name;
	for (size_t i = 0; i < policy->nstage; i++)
		names[i] = policy->stage[i].name;
	f->values = names;
}

/* The highest tier that what was spent reaches; the words stand in their order, so that they sort by rank. */
static void
join_tiers(struct crm_schema *s, const struct crm_policy *policy)
{
	struct crm_field *f = (struct crm_field *)crm_field_must(crm_entity_must(s, "client"), "tier");
	const char **names = crm_zalloc(&s->arena, (policy->ntier + 1) * sizeof *names);
	struct crm_derive *derive = crm_alloc(&s->arena, sizeof *derive);

	*derive = *f->derive;
	for (size_t i = 0; i < policy->ntier; i++) {
		names[i] = policy->tier[i].name;
		derive->formula = i == 0 ? crm_sprintf(&s->arena, "'%s'", names[i])
		    : crm_sprintf(&s->arena, "if(spent >= %lld, '%s', %s)", (long long)policy->tier[i].from, names[i],
		    derive->formula);
	}
	f->derive = derive;
	f->values = names;
}

static bool
good_name(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > CUSTOM_NAME_MAX || name[0] < 'a' || name[0] > 'z')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(name[i] >= 'a' && name[i] <= 'z') && !model_digit(name[i]) && name[i] != '_')
			return false;
	return true;
}

/* The first of a field's names and synonyms that the entity knows already, or NULL. */
static const struct crm_field *
clash(const struct crm_entity *ent, const struct crm_field *f)
{
	const struct crm_field *known = crm_field_header(ent, f->name, strlen(f->name));

	for (const char *p = f->alias ? f->alias : ""; known == NULL && *p != '\0';) {
		size_t n = strcspn(p, ",");

		known = crm_field_header(ent, p, n);
		p += n + (p[n] == ',');
	}
	return known;
}

/* A text is kept beside its folded copy, in a column named x_key: no other field has that name. */
static const struct crm_field *
twin(const struct crm_entity *ent, const struct crm_field *f)
{
	size_t n = strlen(f->name);
	const struct crm_field *other = n > 4 && strcmp(f->name + n - 4, "_key") == 0
	    ? find_field(ent, f->name, n - 4) : NULL;

	if (other != NULL && other->type->folded)
		return other;
	for (size_t i = 0; i < ent->nfield && f->type->folded; i++)
		if (strncmp(ent->field[i].name, f->name, n) == 0 && strcmp(ent->field[i].name + n, "_key") == 0)
			return &ent->field[i];
	return NULL;
}

static int
check_custom(const struct crm_schema *s, const struct crm_entity *ent, const struct crm_custom *c,
    struct crm_err *err)
{
	const struct crm_field *f = &c->field, *known;

	if (ent == NULL)
		return crm_fail(err, CRM_CONFIG, "fields", "there is no entity %s", c->entity);
	if (!good_name(f->name) || model_reserved(f->name))
		return crm_fail(err, CRM_CONFIG, "fields",
		    "%s.%s: a name is a-z, then a-z, 0-9 and _, at most %d, and no word of SQL",
		    ent->name, f->name, CUSTOM_NAME_MAX);
	if (f->type == NULL)
		return crm_fail(err, CRM_CONFIG, "fields", "%s.%s has no type", ent->name, f->name);
	if ((known = twin(ent, f)) != NULL)
		return crm_fail(err, CRM_CONFIG, "fields", "%s.%s clashes with %s: a text x is compared by its x_key",
		    ent->name, f->name, known->name);
	known = clash(ent, f);
	if (known != NULL)
		return crm_fail(err, CRM_CONFIG, "fields", "%s.%s clashes with the field %s (%s)",
		    ent->name, f->name, known->name, known->help);
	if (f->type == &crm_t_ref && (f->ref == NULL || find(s, f->ref, strlen(f->ref)) == NULL))
		return crm_fail(err, CRM_CONFIG, "fields", "%s.%s refers to an unknown entity %s",
		    ent->name, f->name, f->ref ? f->ref : "");
	return CRM_OK;
}

static int
join_custom(struct crm_schema *s, const struct crm_custom *c, struct crm_err *err)
{
	struct crm_entity *ent = find(s, c->entity, strlen(c->entity));
	struct crm_field *field;
	int rc = check_custom(s, ent, c, err);

	if (rc != CRM_OK)
		return rc;
	field = (struct crm_field *)&ent->field[ent->nfield++];
	*field = c->field;
	field->flags |= CRM_F_CUSTOM;
	return CRM_OK;
}

/* Gives each field its place, each reference and id its entity. */
static void
link_fields(struct crm_schema *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->ent[i].nfield; k++) {
			struct crm_field *f = (struct crm_field *)&s->ent[i].field[k];

			f->index = (unsigned)k;
			f->to = f->type == &crm_t_id ? &s->ent[i] : f->ref ? crm_entity_must(s, f->ref) : NULL;
		}
}

int
crm_schema_make(struct crm_schema *s, const struct crm_policy *policy, struct crm_err *err)
{
	bool ok = true;

	*s = (struct crm_schema){ 0 };
	copy_table(s, policy ? policy->ncustom : 0);
	if (policy != NULL) {
		for (size_t i = 0; i < policy->ncustom; i++)
			ok &= join_custom(s, &policy->custom[i], err) == CRM_OK;
		for (size_t i = 0; i < policy->nwords; i++)
			ok &= join_words(s, &policy->words[i], err) == CRM_OK;
		if (policy->nstage)
			join_stages(s, policy);
		if (policy->ntier)
			join_tiers(s, policy);
	}
	if (!ok) {
		crm_schema_free(s);
		return CRM_CONFIG;
	}
	link_fields(s);
	return CRM_OK;
}

void
crm_schema_free(struct crm_schema *s)
{
	crm_arena_free(&s->arena);
	*s = (struct crm_schema){ 0 };
}
