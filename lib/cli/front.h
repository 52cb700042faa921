/* front.h - what the files of this room share; commands see cli.h only */
#ifndef CLI_FRONT_H
#define CLI_FRONT_H

#include "cli.h"

/* opts.c: the joined option table; then argv becomes the operands alone. */
void cli_opts_make(struct cli *);
int cli_opts_parse(struct cli *, int *argc, char **argv);
/* What help calls an option's value, NULL for none; many choices are a WORD there and stand apart. */
const char *cli_opt_value(const struct cli_opt *);
const char *cli_opt_choice(const struct cli_opt *);

/* settings.c: the user's file, the environment, the clock, who acts, where the base is. */
int cli_settle(struct cli *);
void cli_heap(void);
int cli_open(struct cli *, bool create);
/* config.c: db, user and format of a config.yaml; the texts live in the arena. */
struct cli_config { const char *db, *user, *format; };
int cli_config_read(struct cli *, const char *path, struct cli_config *);

/* One form of operands that are written "[A] B... | C": its length; *next is the next form or NULL. */
size_t cli_form(const char *args, const char **next);
/* help.c: kind is text, words, summary, mdoc, synopsis or description. */
int cli_help(struct cli *, const char *kind);
/* mdoc.c: the parts of a page that derive from the declaration; the synopsis goes on after a first .Nm. */
void cli_help_synopsis(struct cli *, struct crm_buf *);
void cli_help_description(struct cli *, struct crm_buf *);
void cli_put_mdoc(struct crm_buf *, const char *);

#endif
