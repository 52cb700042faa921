/* opts.c - the command line: options by table, operands wherever they stand */
#include <ctype.h>
#include <getopt.h>
#include <string.h>

#include "front.h"

enum { LONG = 1000 };                            /* what getopt returns for the n-th long option: LONG + n */

static const char *
joined(struct crm_arena *a, const char *const *word, const char *more)
{
	struct crm_buf b = { 0 };
	const char *text;

	for (; *word; word++) {
		if (b.n)
			crm_putc(&b, '|');
		crm_puts(&b, *word);
	}
	if (more)
		crm_putf(&b, "|%s", more);
	text = crm_strdup(a, b.n ? b.p : "");
	crm_buf_free(&b);
	return text;
}

const char *
cli_opt_choice(const struct cli_opt *o)
{
	return o->value && strlen(o->value) > 16 && strchr(o->value, '|') ? o->value : NULL;
}

const char *
cli_opt_value(const struct cli_opt *o)
{
	if (o->kind == CLI_FLAG || o->value == NULL || o->value[0] == '[')
		return NULL;
	return cli_opt_choice(o) ? "WORD" : o->value;
}

static bool
has_opt(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->nopt; i++)
		if (strcmp(cli->opt[i].name, name) == 0)
			return true;
	return false;
}

/* A command's own option hides the common one of that name. */
void
cli_opts_make(struct cli *cli)
{
	const struct { unsigned when; struct cli_opt opt; } common[] = {
		{ CLI_OUT, { 'o', "output", CLI_TEXT, &cli->format,
		    joined(&cli->arena, crm_formats(false), cli->cmd->formats),
		    "how to print: table on a terminal, else lines" } },
		{ CLI_OUT, { 'c', "columns", CLI_TEXT, &cli->columns, "FIELD,...",
		    "what to print; owner.unit follows a reference, all is every field" } },
		{ CLI_OUT, { 0, "safe-csv", CLI_FLAG, &cli->safe_csv, NULL,
		    "guard texts that a spreadsheet would take for formulas" } },
		{ CLI_BULK, { 'i', "input", CLI_TEXT, &cli->bulk.format, joined(&cli->arena, crm_formats(true), cli->cmd->inputs),
		    "read records in this format; else by a file's ending" } },
		{ CLI_BULK, { 0, "map", CLI_TEXT, &cli->bulk.map, "COLUMN=FIELD,...",
		    "which column is which field; COLUMN= ignores one" } },
		{ CLI_BULK, { 0, "value", CLI_MANY, &cli->bulk.value, "FIELD:FROM=TO,...",
		    "translate the source's words" } },
		{ CLI_BULK, { 0, "date-format", CLI_TEXT, &cli->bulk.date_format, "FORMAT",
		    "how the source writes dates: %d-%m-%Y" } },
		{ CLI_BULK, { 0, "encoding", CLI_TEXT, &cli->bulk.encoding, "NAME",
		    "how the source is encoded, else UTF-8 or by its mark" } },
		{ CLI_BULK, { 0, "delimiter", CLI_TEXT, &cli->bulk.delimiter, "CHAR",
		    "what parts columns, else what the header shows" } },
		{ CLI_BULK, { 0, "ignore-unknown", CLI_FLAG, &cli->bulk.ignore_unknown, NULL,
		    "pass over columns that are no fields" } },
		{ CLI_BULK, { 0, "skip-bad", CLI_FLAG, &cli->bulk.skip_bad, NULL,
		    "keep the good rows (exit 65 if any was bad)" } },
		{ CLI_BULK, { 0, "rejects", CLI_TEXT, &cli->bulk.rejects, "FILE",
		    "write bad rows there, as they came; implies --skip-bad" } },
		{ CLI_DRY, { 'n', "dry-run", CLI_FLAG, &cli->dry, NULL, "do it all, keep nothing" } },
		{ CLI_DB, { 'd', "db", CLI_TEXT, &cli->base, "BASE",
		    "the base: a file or URL, else CRM_DB or your config" } },
		{ CLI_DB, { 0, "now", CLI_TEXT, &cli->at, "TIME", "the time it is, else CRM_NOW or the clock" } },
		{ CLI_DB, { 0, "as", CLI_TEXT, &cli->actor, "USER", "who acts, else CRM_USER or your login name" } },
		{ 0, { 'q', "quiet", CLI_FLAG, &cli->quiet, NULL, "say nothing of what was done" } },
		{ 0, { 'h', "help", CLI_TEXT, &cli->help, "[=KIND]", "print this" } },
		{ 0, { 0, "version", CLI_FLAG, &cli->version, NULL, "print the version" } },
	};

	for (const struct cli_opt *o = cli->cmd->opts; o && o->name; o++) {
		CRM_BUG_IF(cli->nopt == CLI_OPTS);
		cli->opt[cli->nopt++] = *o;
	}
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++) {
		unsigned when = common[i].when;

		if ((cli->cmd->flags & when) != when || has_opt(cli, common[i].opt.name))
			continue;
		CRM_BUG_IF(cli->nopt == CLI_OPTS);
		cli->opt[cli->nopt++] = common[i].opt;
	}
}

static int
has_arg(const struct cli_opt *o)
{
	if (o->kind == CLI_FLAG)
		return no_argument;
	return o->value && o->value[0] == '[' ? optional_argument : required_argument;
}

/* Values written as lower-case words a|b|c are all there are. */
static bool
is_choice(const char *value)
{
	if (value == NULL || strchr(value, '|') == NULL)
		return false;
	for (; *value; value++)
		if (isupper((unsigned char)*value))
			return false;
	return true;
}

static bool
among(const char *choice, const char *text)
{
	size_t n = strlen(text);

	for (const char *p = choice; p; p = (p = strchr(p, '|')) ? p + 1 : NULL)
		if (strncmp(p, text, n) == 0 && (p[n] == '|' || p[n] == '\0'))
			return true;
	return false;
}

static int
take(struct cli *cli, const struct cli_opt *o, char *text)
{
	struct cli_texts *many = o->to;
	char **v;

	switch (o->kind) {
	case CLI_FLAG:
		*(bool *)o->to = true;
		return CRM_OK;
	case CLI_TEXT:
		if (has_arg(o) == required_argument && is_choice(o->value) && !among(o->value, text))
			return cli_usage(cli, "--%s: '%s' is none of %s", o->name, text, o->value);
		*(const char **)o->to = text ? text : "";
		return CRM_OK;
	case CLI_COUNT:
		if (crm_num(text, strlen(text), 0, INT64_MAX, o->to) != CRM_OK)
			return cli_usage(cli, "--%s: '%s' is not a number", o->name, text);
		return CRM_OK;
	case CLI_MANY:
		v = crm_alloc(&cli->arena, (many->n + 1) * sizeof(*v));
		if (many->n)
			memcpy(v, many->v, many->n * sizeof(*v));
		v[many->n++] = text;
		many->v = v;
		return CRM_OK;
	}
	return CRM_BUG;
}

/* What getopt could not take: c is '?' or ':' (a value is missing). */
static int
refuse(struct cli *cli, int c, const char *arg)
{
	const char *name[CLI_OPTS + 1] = { NULL }, *near;
	size_t n = strcspn(arg, "="), fits = 0;

	if (c == ':')
		return cli_usage(cli, "%s needs a value", arg);
	if (arg[0] != '-' || arg[1] != '-')
		return cli_usage(cli, "no such option: -%c", optopt);
	for (size_t i = 0; i < cli->nopt; i++) {
		name[i] = cli->opt[i].name;
		fits += strncmp(name[i], arg + 2, n - 2) == 0;
	}
	if (fits > 1)
		return cli_usage(cli, "%.*s may mean several options", (int)n, arg);
	if (fits == 1)
		return cli_usage(cli, "%.*s takes no value", (int)n, arg);
	near = cli_near(crm_strndup(&cli->arena, arg + 2, n - 2), name);
	return cli_usage(cli, near ? "no such option: %.*s, did you mean --%s?" : "no such option: %.*s",
	    (int)n, arg, near);
}

/* "-" and "-3d" are operands. */
static bool
is_option(const char *arg)
{
	return arg[0] == '-' && arg[1] != '\0' && !isdigit((unsigned char)arg[1]);
}

/* getopt permutes by its own idea of an operand, and only in
 * glibc; so it sees options alone, one call at a time. */
int
cli_opts_parse(struct cli *cli, int *argc, char **argv)
{
	struct option longs[CLI_OPTS + 1] = { 0 };
	char shorts[3 * CLI_OPTS + 3] = "+:", *s = shorts + 2;
	int c, i, n = 0, rc = CRM_OK;

	for (size_t k = 0; k < cli->nopt; k++) {
		const struct cli_opt *o = &cli->opt[k];

		longs[k] = (struct option){ o->name, has_arg(o), NULL, LONG + (int)k };
		if (o->letter) {
			*s++ = (char)o->letter;
			for (int colons = has_arg(o); colons > 0; colons--)
				*s++ = ':';
		}
	}
	opterr = 0;
	while (optind < *argc && rc == CRM_OK) {
		if (!is_option(argv[optind])) {
			if (cli->cmd->flags & CLI_STRICT)
				break;
			argv[n++] = argv[optind++];
			continue;
		}
		c = getopt_long(*argc, argv, shorts, longs, NULL);
		if (c == -1)
			break;
		for (i = 0; i < (int)cli->nopt && c != cli->opt[i].letter && c != LONG + i; )
			i++;
		rc = c == '?' || c == ':' ? refuse(cli, c, argv[optind - 1]) : take(cli, &cli->opt[i], optarg);
	}
	while (optind < *argc)
		argv[n++] = argv[optind++];
	argv[n] = NULL;
	*argc = n;
	return rc;
}
