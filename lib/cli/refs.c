/* refs.c - which records: operands, or what another command printed */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

char *
cli_line(struct cli *cli)
{
	ssize_t n = getline(&cli->line, &cli->linecap, stdin);

	if (n < 0) {
		if (ferror(stdin))
			cli_complain(cli, crm_fail(&cli->err, CRM_NOINPUT, NULL,
			    "standard input cannot be read"));
		return NULL;
	}
	if (n && cli->line[n - 1] == '\n')
		n--;
	if (n && cli->line[n - 1] == '\r')
		n--;
	return crm_strndup(&cli->arena, cli->line, (size_t)n);
}

const struct crm_entity *
cli_entity(struct cli *cli, int *argc, char ***argv, const char *dflt)
{
	const struct crm_schema *schema = crm_schema_of(cli->crm);
	const struct crm_entity *ent = *argc > 0 ? crm_entity_find(schema, **argv, strlen(**argv)) : NULL;

	if (ent == NULL)
		return crm_entity_must(schema, dflt);
	--*argc;
	++*argv;
	return ent;
}

bool
cli_is_assignment(const char *arg)
{
	size_t n = 0;

	while (islower((unsigned char)arg[n]) || isdigit((unsigned char)arg[n]) || arg[n] == '_')
		n++;
	if (n && (arg[n] == '+' || arg[n] == '-'))
		n++;
	return n && arg[n] == '=';
}

bool
cli_is_ref(struct cli *cli, const char *arg)
{
	const struct crm_entity *ent = crm_entity_prefix(crm_schema_of(cli->crm), arg, strlen(arg));
	int64_t id;

	return (ent != NULL && crm_read_id(ent, arg, strlen(arg), &id)) || strncmp(arg, "key:", 4) == 0 ||
	    strcmp(arg, "-") == 0;
}

static int
add(struct cli *cli, const struct crm_entity *dflt, const char *text, size_t n, struct cli_refs *refs)
{
	struct cli_ref ref = { .text = crm_strndup(&cli->arena, text, n) };
	int rc = crm_refer(cli->crm, dflt, text, n, &ref.ent, &ref.id, &cli->err);

	if (rc != CRM_OK)
		return cli_complain(cli, rc);
	refs->v = crm_room(&cli->arena, refs->v, refs->n, sizeof *refs->v);
	refs->v[refs->n++] = ref;
	return CRM_OK;
}

/*
 * Column 1 of each line; the rest is for people.  All is read before anything is looked up, so that
 * what another program adds while it prints is found, and one look at the base serves all.
 */
static int
from_input(struct cli *cli, const struct crm_entity *dflt, struct cli_refs *refs)
{
	struct crm_db *db = crm_db_of(cli->crm);
	struct crm_buf texts = { 0 };            /* each with its NUL */
	int worst, rc;
	size_t n;
	char *line;

	while ((line = cli_line(cli)) != NULL) {
		line[strcspn(line, "\t")] = '\0';
		if ((n = crm_unescape(line, strlen(line))) > 0) {
			crm_put(&texts, line, n);
			crm_putc(&texts, '\0');
		}
	}
	worst = texts.n == 0 ? CRM_NO : crm_db_read_begin(db, &cli->err);
	if (worst == CRM_OK) {
		for (const char *p = texts.p; p < texts.p + texts.n; p += strlen(p) + 1)
			if ((rc = add(cli, dflt, p, strlen(p), refs)) > worst)
				worst = rc;
		crm_db_read_end(db);
	}
	crm_buf_free(&texts);
	return worst;
}

int
cli_refs(struct cli *cli, const struct crm_entity *dflt, int argc, char **argv, struct cli_refs *refs)
{
	int worst = CRM_OK, rc;

	memset(refs, 0, sizeof(*refs));
	for (; refs->used < argc && !cli_is_assignment(argv[refs->used]); refs->used++) {
		const char *arg = argv[refs->used];

		rc = strcmp(arg, "-") == 0 ? from_input(cli, dflt, refs)
		    : add(cli, dflt, arg, strlen(arg), refs);
		if (rc > worst)
			worst = rc;
	}
	if (refs->used)
		return worst;
	return cli->in_tty ? cli_usage(cli, "which records? name them, or pipe them in")
	    : from_input(cli, dflt, refs);
}
