/* mdoc.c - the part of a manual page that a command's declaration knows: synopsis, verbs and options */
#include <stdio.h>
#include <string.h>

#include "front.h"

#define FILL 76

/* Text of its own lines that means nothing to mdoc(7), filled. */
void
cli_put_mdoc(struct crm_buf *b, const char *text)
{
	size_t at = 0, n;

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		n = strcspn(text, " ");
		bool fits = at + n < FILL;

		if (at > 0)
			crm_putc(b, fits ? ' ' : '\n');
		at = at > 0 && fits ? at + 1 : 0;
		if (at == 0 && (*text == '.' || *text == '\''))
			crm_puts(b, "\\&");
		for (at += n; n > 0; n--, text++)
			if (*text == '\\')
				crm_puts(b, "\\e");
			else
				crm_putc(b, *text);
	}
}

/* An option, something that stands for a value, or a word as it is. */
static const char *
macro(const char **word)
{
	if (**word == '-') {
		++*word;
		return **word ? ".Fl " : ".Fl";
	}
	return strpbrk(*word, "=ABCDEFGHIJKLMNOPQRSTUVWXYZ") ? ".Ar " : ".Cm ";
}

/* One word of "[ENTITY] FILTER... add": brackets hold what may be left out. */
static void
put_operand(struct crm_buf *b, const char *p, size_t n)
{
	size_t closed = 0, dots = 0;
	char text[64];
	const char *word = text;

	for (; n && *p == '['; p++, n--)
		crm_puts(b, ".Oo\n");
	for (; n && (p[n - 1] == ']' || p[n - 1] == '.'); n--) {
		closed += p[n - 1] == ']';
		dots += p[n - 1] == '.';
	}
	if (n) {
		snprintf(text, sizeof(text), "%.*s", (int)n, p);
		crm_puts(b, macro(&word));
		cli_put_mdoc(b, word);
		crm_puts(b, dots ? " ...\n" : "\n");
	}
	while (closed--)
		crm_puts(b, ".Oc\n");
}

static void
put_operands(struct crm_buf *b, const char *p, size_t n)
{
	for (const char *end = p + n; p < end; p += n + 1)
		if ((n = strcspn(p, " ")) > 0)
			put_operand(b, p, n > (size_t)(end - p) ? (size_t)(end - p) : n);
}

static void
put_value(struct crm_buf *b, const struct cli_opt *o)
{
	if (cli_opt_value(o))
		crm_putf(b, " Ar %s", cli_opt_value(o));
	crm_putc(b, '\n');
}

/* -h and --version go without saying. */
static void
put_options(struct cli *cli, struct crm_buf *b)
{
	for (const struct cli_opt *o = cli->opt; o < cli->opt + cli->nopt; o++) {
		if (strcmp(o->name, "help") == 0 || strcmp(o->name, "version") == 0)
			continue;
		if (o->letter)
			crm_putf(b, ".Op Fl %c", o->letter);
		else
			crm_putf(b, ".Op Fl -%s", o->name);
		put_value(b, o);
	}
}

/* The first form's name is the page's own line. */
static void
put_forms(struct cli *cli, struct crm_buf *b, size_t start, const char *verb, const char *args)
{
	const char *next;
	size_t n;

	for (const char *form = args ? args : ""; form; form = next) {
		n = cli_form(form, &next);
		if (b->n > start)
			crm_puts(b, ".Nm\n");
		if (verb)
			crm_putf(b, ".Op Ar options\n.Cm %s\n", verb);
		else if (form == args || args == NULL)
			put_options(cli, b);
		else
			crm_puts(b, ".Op Ar options\n");
		put_operands(b, form, n);
	}
}

void
cli_help_synopsis(struct cli *cli, struct crm_buf *b)
{
	const struct cli_cmd *cmd = cli->cmd;
	size_t start = b->n;

	for (const struct cli_verb *v = cmd->verbs; v && v->name; v++)
		put_forms(cli, b, start, v->name, v->args);
	if (cmd->run)
		put_forms(cli, b, start, NULL, cmd->args);
}

static void
put_verbs(const struct cli_verb *v, struct crm_buf *b)
{
	crm_puts(b, ".Pp\nThe first operand tells what to do:\n.Bl -tag -width Ds\n");
	for (; v->name; v++) {
		crm_putf(b, ".It Cm %s\n", v->name);
		cli_put_mdoc(b, v->help);
		crm_puts(b, ".\n");
	}
	crm_puts(b, ".El\n");
}

static void
put_option(const struct cli_opt *o, struct crm_buf *b)
{
	crm_puts(b, ".It ");
	if (o->letter)
		crm_putf(b, "Fl %c , ", o->letter);
	crm_putf(b, "Fl -%s", o->name);
	put_value(b, o);
	cli_put_mdoc(b, o->help);
	if (cli_opt_choice(o))
		crm_putf(b, ":\n%s", cli_opt_choice(o));
	crm_puts(b, ".\n");
}

void
cli_help_description(struct cli *cli, struct crm_buf *b)
{
	const struct cli_cmd *cmd = cli->cmd;

	crm_putf(b, ".Nm\n%s.\n", cmd->help);
	if (cmd->verbs)
		put_verbs(cmd->verbs, b);
	crm_puts(b, ".Pp\nThe options, which may stand anywhere, are:\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < cli->nopt; i++)
		put_option(&cli->opt[i], b);
	crm_puts(b, ".El\n");
}
