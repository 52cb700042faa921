/* model_fixture.c - a schema and a context for tests of values, records and filters */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model_fixture.h"

struct crm_schema schema;
struct crm_ctx ctx;
struct crm_arena arena;
struct crm_err err;

static const struct crm_stage stages[] = {
	{ .name = "contact" }, { .name = "needs" }, { .name = "closing" },
	{ .name = "won" }, { .name = "lost" },
};
static const struct crm_words words[] = {
	{ "client", "class", (const char *const[]){ "gold", "silver", NULL } },
};
static const struct crm_custom custom[] = {
	{ "client", { .name = "colour", .type = &crm_t_word, .help = "colour of the logo" } },
	{ "deal", { .name = "expert", .type = &crm_t_ref, .ref = "user", .help = "who knows" } },
};
static const struct crm_named named[] = {
	{ "hot", "client", "stage=lead,prospect idle=..30" },
	{ "big", "client", "revenue=1M.. or @hot" },
	{ "circle", "client", "city=Utrecht @round" },
	{ "round", "client", "not @circle" },
	{ "wrong", "client", "city=Utrecht stge=lead" },
	{ "late", "deal", "close=..today" },
	{ "nothing", "client", "  " },
};
static const struct crm_policy policy = {
	.stage = stages, .nstage = 5, .words = words, .nwords = 1, .custom = custom, .ncustom = 2,
	.named = named, .nnamed = sizeof named / sizeof *named,
};

static int
resolve(void *arg, const struct crm_entity *ent, const struct crm_field *by, const char *p, size_t n,
    int64_t *id, struct crm_err *e)
{
	static const struct { const char *ent, *text; int64_t id; } known[] = {
		{ "user", "anna", 1 }, { "user", "me", 2 },
		{ "client", "Acme", 7 }, { "client", "key:A-1", 7 },
	};

	(void)arg, (void)by;
	if (n == 4 && memcmp(p, "twin", 4) == 0)
		return crm_fail(e, CRM_DATA, NULL, "\"twin\" is c1 or c2");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].ent, ent->name) == 0 && strlen(known[i].text) == n &&
		    memcmp(known[i].text, p, n) == 0) {
			*id = known[i].id;
			return CRM_OK;
		}
	return CRM_NO;
}

int
model_setup(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	crm_err_clear(&err);
	if (crm_schema_make(&schema, &policy, &err) != CRM_OK)
		fail_msg("%s", err.text);
	ctx = (struct crm_ctx){
		.now = crm_day(2026, 11, 24) * 86400 + 9 * 3600, .schema = &schema, .policy = &policy,
		.country = "NL", .currency = "EUR", .resolve = resolve,
	};
	return 0;
}

int
model_teardown(void **state)
{
	(void)state;
	crm_schema_free(&schema);
	crm_arena_free(&arena);
	return 0;
}

int
model_clear(void **state)
{
	(void)state;
	crm_err_clear(&err);
	crm_arena_reset(&arena);
	return 0;
}

const struct crm_entity *
entity(const char *name)
{
	return crm_entity_must(&schema, name);
}

const char *
reprint(const struct crm_field *f, const char *text)
{
	struct crm_buf b = { 0 };
	struct crm_val v;
	char *result;

	crm_err_clear(&err);
	if (crm_field_parse(&ctx, f, text, strlen(text), &v, &arena, &err) != CRM_OK)
		return crm_strndup(&arena, err.text, err.len - 1);
	crm_field_print(&ctx, f, &v, &b);
	result = crm_strndup(&arena, b.p ? b.p : "", b.n);
	crm_buf_free(&b);
	return result;
}
