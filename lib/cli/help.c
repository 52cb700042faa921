/* help.c - what a command's declaration says, for people and for the shell's completion */
#include <string.h>

#include "front.h"

static const char exits[] =
    "exit: 0 done, 1 nothing found or not true, 64 usage, 65 bad data, 66 no input, 69 no server,\n"
    "      73 cannot create, 74 output failed, 75 busy: try again, 77 not allowed, 78 bad configuration\n";

/* The entity whose fields the operands name, or NULL. */
static const struct crm_entity *
fields_of(const struct cli_cmd *cmd)
{
	const char *p = cmd->words ? strstr(cmd->words, "fields") : NULL;
	const char *name = "client";
	size_t n = 6;

	if (p == NULL)
		return NULL;
	if (p[6] == '=') {
		name = p + 7;
		n = strcspn(name, " ");
	}
	for (size_t i = 0; crm_table[i]; i++)
		if (strlen(crm_table[i]->name) == n && memcmp(crm_table[i]->name, name, n) == 0)
			return crm_table[i];
	crm_bug(__FILE__, __LINE__, "words name an unknown entity");
}

static void
pad(struct crm_buf *b, size_t from, size_t width)
{
	size_t used = crm_width(b->p + from, b->n - from);

	do
		crm_putc(b, ' ');
	while (++used < width);
}

size_t
cli_form(const char *args, const char **next)
{
	const char *bar = strstr(args, " | ");

	*next = bar ? bar + 3 : NULL;
	return bar ? (size_t)(bar - args) : strlen(args);
}

static void
put_forms(struct crm_buf *b, const char *name, const char *verb, const char *args)
{
	const char *next;

	for (const char *form = args ? args : ""; form; form = next) {
		size_t n = cli_form(form, &next);

		crm_putf(b, "%s%s [options]%s%s%s%.*s\n", b->n ? "       " : "usage: ", name, *verb ? " " : "", verb,
		    n ? " " : "", (int)n, form);
	}
}

static void
put_usage(const struct cli_cmd *cmd, struct crm_buf *b)
{
	for (const struct cli_verb *v = cmd->verbs; v && v->name; v++)
		put_forms(b, cmd->name, v->name, v->args);
	if (cmd->run)
		put_forms(b, cmd->name, "", cmd->args);
}

static void
put_option(const struct cli_opt *o, struct crm_buf *b)
{
	const char *value = cli_opt_value(o), *choice = cli_opt_choice(o);
	size_t from = b->n;

	crm_putf(b, o->letter ? "  -%c, " : "      ", o->letter);
	crm_putf(b, "--%s%s%s", o->name, value ? " " : "", value ? value : "");
	pad(b, from, 26);
	crm_putf(b, "%s\n", o->help);
	if (choice)
		crm_putf(b, "%26s%s\n", "", choice);
}

static void
put_fields(const struct crm_entity *ent, struct crm_buf *b)
{
	size_t from;

	crm_putf(b, "\nfields of a %s:\n", ent->name);
	for (size_t i = 0; i < ent->nfield; i++) {
		const struct crm_field *f = &ent->field[i];

		from = b->n;
		crm_putf(b, "  %s", f->name);
		pad(b, from, 20);
		crm_puts(b, f->type->name);
		pad(b, from, 30);
		crm_putf(b, "%s\n", f->help);
	}
}

static void
put_text(struct cli *cli, struct crm_buf *b)
{
	const struct cli_cmd *cmd = cli->cmd;
	const struct crm_entity *ent = fields_of(cmd);
	size_t from;

	put_usage(cmd, b);
	crm_putf(b, "\n%s %s.\n", cmd->name, cmd->help);
	if (cmd->verbs)
		crm_puts(b, "\nverbs:\n");
	for (const struct cli_verb *v = cmd->verbs; v && v->name; v++) {
		from = b->n;
		crm_putf(b, "  %s", v->name);
		pad(b, from, 26);
		crm_putf(b, "%s\n", v->help);
	}
	crm_puts(b, "\noptions:\n");
	for (size_t i = 0; i < cli->nopt; i++)
		put_option(&cli->opt[i], b);
	if (ent)
		put_fields(ent, b);
	crm_putf(b, "\n%smanual: man %s\n", exits, cmd->name);
}

/* A line for each word: the word, its help, its value; "@..." tells what operands are. */
static void
put_words(struct cli *cli, struct crm_buf *b)
{
	for (const struct cli_verb *v = cli->cmd->verbs; v && v->name; v++)
		crm_putf(b, "%s\t%s\n", v->name, v->help);
	for (size_t i = 0; i < cli->nopt; i++) {
		const struct cli_opt *o = &cli->opt[i];
		const char *value = cli_opt_value(o) ? o->value : "";

		if (o->letter)
			crm_putf(b, "-%c\t%s\t%s\n", o->letter, o->help, value);
		crm_putf(b, "--%s\t%s\t%s\n", o->name, o->help, value);
	}
	if (cli->cmd->words)
		crm_putf(b, "@%s\n", cli->cmd->words);
}

static void
put_summary(struct cli *cli, struct crm_buf *b)
{
	crm_putf(b, "%s\t%s\t%s\n", cli->cmd->group ? cli->cmd->group : "", cli->cmd->name, cli->cmd->help);
}

static void
put_mdoc(struct cli *cli, struct crm_buf *b)
{
	crm_puts(b, ".Sh SYNOPSIS\n.Nm\n");
	cli_help_synopsis(cli, b);
	crm_puts(b, ".Sh DESCRIPTION\n");
	cli_help_description(cli, b);
}

/* Prose follows. */
static void
put_description(struct cli *cli, struct crm_buf *b)
{
	cli_help_description(cli, b);
	crm_puts(b, ".Pp\n");
}

int
cli_help(struct cli *cli, const char *kind)
{
	static const struct {
		const char *name;
		void (*put)(struct cli *, struct crm_buf *);
	} kinds[] = {
		{ "text", put_text }, { "words", put_words }, { "summary", put_summary }, { "mdoc", put_mdoc },
		{ "synopsis", cli_help_synopsis }, { "description", put_description },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kind, kinds[i].name) == 0) {
			kinds[i].put(cli, &cli->out.buf);
			return CRM_OK;
		}
	return cli_usage(cli, "--help: '%s' is none of text|words|summary|mdoc|synopsis|description", kind);
}
