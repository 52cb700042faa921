/* schema.c - THE table in every form that derives from it */
#include <string.h>

#include "front.h"

static const struct { unsigned bit; const char *name; } flag_names[] = {
	{ CRM_F_REQUIRED, "required" }, { CRM_F_UNIQUE, "unique" }, { CRM_F_KEY, "key" }, { CRM_F_MANY, "many" },
	{ CRM_F_ONCE, "once" }, { CRM_F_DERIVED, "derived" }, { CRM_F_AUTO, "automatic" },
	{ CRM_F_LISTED, "listed" },
	{ CRM_F_SEARCHED, "searched" }, { CRM_F_SECRET, "secret" }, { CRM_F_CUSTOM, "custom" },
};

static void
put_flags(struct crm_buf *b, unsigned flags)
{
	for (size_t i = 0; i < sizeof(flag_names) / sizeof(*flag_names); i++)
		if (flags & flag_names[i].bit)
			crm_putf(b, "%s%s", b->n ? " " : "", flag_names[i].name);
}

/* Allowed words, or what a reference points at. */
static void
put_values(struct crm_buf *b, const struct crm_field *f)
{
	for (size_t i = 0; f->values && f->values[i]; i++)
		crm_putf(b, "%s%s", i ? " " : "", f->values[i]);
	if (f->ref)
		crm_puts(b, f->ref);
}

static struct crm_val
text(const char *s)
{
	return s && *s ? CRM_VTEXT(s, strlen(s)) : CRM_VNULL;
}

static int
list_entities(struct cli *cli, const struct crm_schema *schema)
{
	const struct crm_outcol col[] = {
		{ .name = "entity", .type = &crm_t_text, .currency = -1 },
		{ .name = "prefix", .type = &crm_t_text, .currency = -1 },
		{ .name = "help", .type = &crm_t_text, .currency = -1 },
	};
	struct crm_out *out;
	int rc = cli_rows(cli, col, 3, &out);

	for (size_t i = 0; rc == CRM_OK && i < schema->n; i++) {
		const struct crm_entity *ent = &schema->ent[i];

		crm_out_row(out, (struct crm_val[]){ text(ent->name), text(ent->prefix), text(ent->help) });
	}
	return rc == CRM_OK ? crm_out_close(out, &cli->err) : rc;
}

static void
field_row(struct crm_out *out, const struct crm_entity *ent, const struct crm_field *f)
{
	struct crm_buf flags = { 0 }, values = { 0 };

	put_flags(&flags, f->flags);
	put_values(&values, f);
	crm_out_row(out, (struct crm_val[]){ text(ent->name), text(f->name), text(f->type->name),
	    text(flags.p), text(values.p), text(f->help) });
	crm_buf_free(&flags);
	crm_buf_free(&values);
}

/* Of one entity, or of all. */
static int
list_fields(struct cli *cli, const struct crm_schema *schema, const struct crm_entity *only)
{
	static const char *const name[] = { "entity", "field", "kind", "flags", "values", "help" };
	struct crm_outcol col[6];
	struct crm_out *out;
	int rc;

	for (size_t i = 0; i < 6; i++)
		col[i] = (struct crm_outcol){ .name = name[i], .type = &crm_t_text, .currency = -1 };
	if ((rc = cli_rows(cli, col, 6, &out)) != CRM_OK)
		return rc;
	for (size_t i = 0; i < schema->n; i++)
		for (size_t k = 0; k < schema->ent[i].nfield; k++)
			if (only == NULL || only == &schema->ent[i])
				field_row(out, &schema->ent[i], &schema->ent[i].field[k]);
	return crm_out_close(out, &cli->err);
}

/* Without a base the SQL is that of an empty one. */
static int
print_sql(struct cli *cli, const struct crm_schema *schema, const struct crm_entity *ent)
{
	struct crm_db *own = NULL, *db;
	int rc;

	if (cli->crm == NULL) {
		if ((rc = crm_db_open(&own, ":memory:", CRM_OPEN_CREATE, &cli->err)) != CRM_OK)
			return rc;
		crm_db_schema(own, schema);
	}
	db = own ? own : crm_db_of(cli->crm);
	rc = crm_db_ddl(db, ent, &cli->out.buf, &cli->err);
	crm_db_close(own);
	return rc;
}

static void
put_mdoc_field(struct crm_buf *b, const struct crm_field *f)
{
	struct crm_buf more = { 0 };

	crm_putf(b, ".It Va %s Pq %s", f->name, f->type->name);
	crm_putc(b, '\n');
	cli_put_mdoc(b, f->help);
	put_flags(&more, f->flags & ~(unsigned)(CRM_F_LISTED | CRM_F_SEARCHED | CRM_F_INDEX));
	if (f->dflt)
		crm_putf(&more, "%sdefault %s", more.n ? "; " : "", f->dflt);
	if (f->ref)
		crm_putf(&more, "%sa %s", more.n ? "; " : "", f->ref);
	if (f->values) {
		crm_puts(&more, more.n ? "; one of " : "one of ");
		put_values(&more, f);
	}
	if (more.n) {
		crm_puts(b, ";\n");
		cli_put_mdoc(b, more.p);
	}
	crm_puts(b, ".\n");
	crm_buf_free(&more);
}

static void
print_mdoc(struct crm_buf *b, const struct crm_schema *schema, const struct crm_entity *only)
{
	for (size_t i = 0; i < schema->n; i++) {
		const struct crm_entity *ent = &schema->ent[i];

		if (only && only != ent)
			continue;
		crm_putf(b, ".Ss %s Pq %s\n", ent->name, ent->prefix);
		cli_put_mdoc(b, ent->help);
		crm_puts(b, ".\n.Bl -tag -width Ds -compact\n");
		for (size_t k = 0; k < ent->nfield; k++)
			put_mdoc_field(b, &ent->field[k]);
		crm_puts(b, ".El\n");
	}
}

static void
print_words(struct crm_buf *b, const struct crm_schema *schema, const struct crm_entity *ent)
{
	for (size_t i = 0; ent == NULL && i < schema->n; i++)
		crm_putf(b, "%s\t%s\n", schema->ent[i].name, schema->ent[i].help);
	for (size_t k = 0; ent && k < ent->nfield; k++) {
		crm_putf(b, "%s\t%s\t", ent->field[k].name, ent->field[k].help);
		for (size_t i = 0; ent->field[k].values && ent->field[k].values[i]; i++)
			crm_putf(b, "%s%s", i ? "|" : "", ent->field[k].values[i]);
		crm_putc(b, '\n');
	}
}

static int
unknown(struct cli *cli, const struct crm_schema *schema, const char *entity)
{
	const char **name = crm_zalloc(&cli->arena, (schema->n + 1) * sizeof(*name)), *near;

	for (size_t i = 0; i < schema->n; i++)
		name[i] = schema->ent[i].name;
	near = cli_near(entity, name);
	return cli_usage(cli, near ? "no such entity: '%s', did you mean %s?" : "no such entity: '%s'",
	    entity, near);
}

static int
print(struct cli *cli, const struct crm_schema *schema, const char *entity, bool all)
{
	const struct crm_entity *ent = entity ? crm_entity_find(schema, entity, strlen(entity)) : NULL;
	const char *format = cli_format(cli);

	if (entity && ent == NULL)
		return unknown(cli, schema, entity);
	if (strcmp(format, "sql") == 0)
		return print_sql(cli, schema, ent);
	if (strcmp(format, "mdoc") == 0)
		print_mdoc(&cli->out.buf, schema, ent);
	else if (strcmp(format, "words") == 0)
		print_words(&cli->out.buf, schema, ent);
	else
		return ent || all ? list_fields(cli, schema, ent) : list_entities(cli, schema);
	return CRM_OK;
}

/* The manual describes the table as it is built in; all else, as this base has it, if there is one. */
int
cli_schema(struct cli *cli, const char *entity, bool all)
{
	struct crm_schema builtin = { 0 };
	int rc = CRM_OK;

	if (strcmp(cli_format(cli), "mdoc") != 0 && (rc = cli_peek(cli)) != CRM_OK)
		return rc;
	if (cli->crm)
		return print(cli, crm_schema_of(cli->crm), entity, all);
	if ((rc = crm_schema_make(&builtin, NULL, &cli->err)) == CRM_OK)
		rc = print(cli, &builtin, entity, all);
	crm_schema_free(&builtin);
	return rc;
}
