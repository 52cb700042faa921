/* cli.h - the front that the commands share.  The only room
 * that exits, reads the environment, writes to stderr. */
#ifndef CLI_H
#define CLI_H

#include "crm/chart.h"
#include "crm/core.h"
#include "crm/followup.h"
#include "crm/order.h"
#include "crm/utf8.h"

/*
 * A command is a declaration and a worker.  Options are a table: usage, --help,
 * the manual's synopsis and completion derive from it.
 */
/* bool, const char *, int64_t >= 0, struct cli_texts */
enum cli_kind { CLI_FLAG, CLI_TEXT, CLI_COUNT, CLI_MANY };
struct cli_texts { char **v; size_t n; };
struct cli_opt {
	int letter;                              /* 0: long only */
	const char *name;                        /* long name */
	enum cli_kind kind;
	void *to;
	const char *value;                       /* in help: FILE, N, WORD; words a|b|c are checked and completed */
	const char *help;
};
#define CLI_OPTS 64
struct cli;
typedef int cli_worker(struct cli *, int argc, char **argv);        /* argv[0] is the first operand */
struct cli_verb { const char *name, *args, *help; cli_worker *run; };

enum {
	CLI_DB = 1,           /* opens the base */
	CLI_READS = 2 | CLI_DB,   /* and never writes: opened read-only when it exists */
	CLI_OUT = 4,          /* -o -c --safe-csv */
	CLI_DRY = 8,          /* -n */
	CLI_UPGRADE = 16 | CLI_DB,
	CLI_STRICT = 32,      /* options end at the first operand */
	CLI_PEEKS = 64 | CLI_DB,  /* the worker opens it, by cli_peek() */
	CLI_BULK = 128,       /* reads records in bulk: -i --map --value ... */
	CLI_WORKS = CLI_DB | CLI_DRY,
};
struct cli_cmd {
	const char *name, *args, *help;          /* "crm-find", "[ENTITY] [FILTER...]", "selects records" */
	const char *group;                       /* in the list `crm` prints: base, work, trade, insight, care */
	unsigned flags;
	const struct cli_opt *opts;              /* ends with an entry without a name */
	const struct cli_verb *verbs;            /* ends with an entry without a name; the first operand picks one */
	cli_worker *run;                         /* when there are no verbs, or none was named */
	const char *words;   /* what operands are, for --help and completion: "entity file fields=deal" */
	const char *formats;                     /* that -o takes besides, or NULL: "ics" */
	const char *inputs;                      /* that -i takes besides, or NULL: "mail|mbox" */
};
/* How bulk input is to be read: the options of CLI_BULK. */
struct cli_bulk {
	const char *format, *map, *date_format, *encoding, *delimiter, *rejects;
	struct cli_texts value;
	bool ignore_unknown, skip_bad;
};
struct cli {
	const struct cli_cmd *cmd;
	struct crm *crm;
	struct crm_err err;                      /* printed by cli_main when the worker fails */
	int64_t now;
	const char *format, *columns;            /* -o, -c as given, or NULL */
	bool dry, quiet, safe_csv;
	struct cli_bulk bulk;
	bool in_tty, out_tty, err_tty;
	unsigned width;                          /* of the terminal, 0 when stdout is none */
	bool color;
	int worst;   /* worst status so far, of operands that failed while others went on */
	struct crm_sink out;                     /* standard output */
	struct crm_buf said;                     /* printed when the work at hand is kept */
	struct crm_arena arena;
	struct crm_ctx ctx;                      /* the session's, printing local time on a terminal */
	const char *base, *actor, *at;           /* -d --as --now, then what holds */
	/* the front's own: */
	const char *help, *config_format;
	bool version;
	struct cli_opt opt[CLI_OPTS];            /* the command's and the common ones */
	size_t nopt;
	char *line;
	size_t linecap;
};
int cli_main(const struct cli_cmd *, int argc, char **argv);         /* what main returns */

/* Says "crm-x: ..." on stderr, safe for a terminal; never stops. */
void cli_warn(struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As cli_warn unless -q: what was done ("12 added, 3 updated"). */
void cli_tell(struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Prints the collected complaints and remembers the status; returns it and clears the error. */
int cli_complain(struct cli *, int status);
/* Returns CRM_USAGE with the complaint and a hint at --help. */
int cli_usage(struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Of words (NULL-terminated) the one most like a mistyped one, or NULL. */
const char *cli_near(const char *typed, const char *const *words);

/* The entity that argv[0] names (moved over), or the default. */
const struct crm_entity *cli_entity(struct cli *, int *argc, char ***argv, const char *dflt);

/*
 * References as operands, or from column 1 of standard input when there are none and it is no terminal, or
 * where "-" stands.  Operands end at the first field=value.  Bad ones are complained about and remembered,
 * the rest goes on: the result is the worst status, CRM_NO when standard input had none, CRM_USAGE when
 * there is nowhere to take them from.  A worker that can go on with what was found asks refs->n.
 */
struct cli_ref { const struct crm_entity *ent; int64_t id; const char *text; };
struct cli_refs { struct cli_ref *v; size_t n; int used; };          /* used: operands eaten */
int cli_refs(struct cli *, const struct crm_entity *dflt, int argc, char **argv, struct cli_refs *);
/* One line of standard input (no line end), NULL at its end; lives in the arena. */
char *cli_line(struct cli *);

/* "name,-value" as the query's order; a "-" among the operands
 * takes the references of standard input: those alone. */
int cli_sort(struct cli *, struct crm_query *, const char *text);
int cli_among(struct cli *, struct crm_query *, int *argc, char **argv);
/* Output of a query by -o and -c; columns default to the given, or the listed fields; the id is first always.
 * *n rows were printed (n may be NULL); CRM_NO when none. */
int cli_query(struct cli *, struct crm_query *, const char *dflt_columns, int64_t *n);
/* Columns from text "name,city,owner.unit" ("all": every stored field); allocates paths in the arena. */
int cli_columns(struct cli *, const struct crm_entity *, const char *text, struct crm_path **, size_t *n);
/* Names of the columns that a listing has by itself, NULL-terminated. */
const char *const *cli_column_names(struct cli *, const struct crm_entity *);
/* A document about each record that is referred to, of `entity` unless its id says otherwise; a list when several are.
 * format NULL: text. */
int cli_documents(struct cli *, const char *entity, int argc, char **argv, const char *format,
    int (*one)(struct cli *, const struct cli_ref *, struct crm_doc *, void *), void *);
/* Rows of computed columns (reports): opens an out by -o for them. */
int cli_rows(struct cli *, const struct crm_outcol *, size_t n, struct crm_out **);
/* The rows of a computation, by -o and -c.  In json, jsonl and yaml a column `total` tells totals from
 * groups; elsewhere the word total stands in a total's first column.  CRM_NO when there is no row. */
struct crm_grid;
int cli_grid(struct cli *, const struct crm_grid *);
/* The same of a grid that was made with this status, unless it failed; the grid is freed. */
int cli_made(struct cli *, struct crm_grid *, int rc);
struct crm_report;
struct crm_asked;
int cli_report(struct cli *, const struct crm_report *, const struct crm_asked *);
/* The monthly report: operands are the month, and what is html or markdown is a document. */
int cli_monthly(struct cli *, const struct crm_report *, struct crm_asked *, int argc, char **argv);
/* The days that --from and --to name, where they were given. */
int cli_period(struct cli *, const char *from, const char *to, struct crm_asked *);
const char *cli_format(const struct cli *);   /* -o, or table on a terminal, else lines */
struct crm_outopt cli_outopt(const struct cli *);
/* crm_work for commands: what fn says by cli_changed, or puts into cli->said, is printed once it is kept. */
int cli_work(struct cli *, int (*fn)(struct crm *, void *, struct crm_err *), void *arg, int64_t *batch);
/* The same for each reference, all in one transaction: every
 * complaint is collected, and one failure keeps nothing. */
int cli_each(struct cli *, const struct cli_refs *,
    int (*one)(struct cli *, const struct cli_ref *, void *), void *);
/* Says a line for what changed: id, tab, "stage: lead ->
 * client, owner: -> u2".  old is NULL for a new record. */
void cli_changed(struct cli *, const struct crm_rec *old, const struct crm_rec *rec);

/*
 * Bulk input: files, or standard input when there are none, become records as b says (entity, key, mode,
 * set).  Bad rows, how files were read and what was done are told; b->done gets the records.  columns: for
 * the lines format.
 */
int cli_bulk(struct cli *, struct crm_bulk *b, int nfile, char **file, const char *const *columns);
/* Says what was done, and in which batch, or that nothing is kept of a dry run. */
void cli_tell_kept(struct cli *, const char *did, int64_t batch);
/* Messages of mail, each file one or an mbox of them, become interactions; without files, of standard input. */
struct crm_postal;
int cli_mail(struct cli *, bool one, int nfile, char **file, const struct crm_postal *how);
/* Opens what bulk input comes from, by -i and its options: *opened are to be closed, also after a failure. */
int cli_readers(struct cli *, int nfile, char **file, const char *const *columns, struct crm_reader **,
    size_t *opened);
/* What --map makes of a header, or the header itself; of no length: the column is ignored. */
const char *cli_mapped(struct cli *, const char *header, size_t *n);
/* How an input is called in complaints: its name, or "stdin". */
const char *cli_place(const struct crm_reader *);
/* Tells each complaint of a row, a line each. */
void cli_bad_row(struct cli *, const struct crm_reader *, int64_t line, const char *complaints);
/* Where --rejects wants bad rows as they came, below the header of their source; without it, nowhere. */
struct cli_rejects { struct crm_sink to; const struct crm_reader *headed; };
int cli_rejects_open(struct cli *, struct cli_rejects *);
void cli_rejects_put(struct cli_rejects *, const struct crm_reader *, const char *raw, size_t n);
int cli_rejects_close(struct cli *, struct cli_rejects *);
/* Operands with blanks between them; NULL when there are none. */
char *cli_joined(struct cli *, int argc, char **argv);
/* field=value, field+=value, field-=value? */
bool cli_is_assignment(const char *);

/* Progress on a terminal's stderr once half a second has gone; total < 0: unknown. */
struct cli_progress { int64_t began, shown; const char *what; };     /* what: a file's name; the rest 0 */
void cli_progress(struct cli *, struct cli_progress *, int64_t rows, int64_t at, int64_t total);
void cli_progress_end(struct cli *, struct cli_progress *);

/* THE table as rows, SQL, manual or completion words: see crm-schema(1).  ent may be NULL: all. */
int cli_schema(struct cli *, const char *entity, bool all);
/* Opens the base if there is one; else leaves cli->crm NULL. */
int cli_peek(struct cli *);

/* The commands of this directory: a list by groups; becoming
 * one (argv[0] is its name); showing its manual. */
int cli_commands(struct cli *, int argc, char **argv);
int cli_become(struct cli *, int argc, char **argv);
int cli_manual(struct cli *, int argc, char **argv);

/* A module's symbol; `what` begins the complaint when it cannot be loaded: "mail needs". */
int cli_module(const char *name, const char *symbol, const char *what, const void **module, struct crm_err *);
/* A chart as an "svg" or a "png", appended to the buffer: for who embeds pictures. */
int cli_draw(const struct crm_chart *, const char *format, struct crm_chart_size, struct crm_buf *, struct crm_err *);
/* When a repetition comes next, for crm_set_next_due(). */
int cli_ics_next(const char *rrule, const char *start, const char *after, char next[21], struct crm_err *);
/* The follow-ups of a query as a calendar (RFC 5545); the
 * columns are its own.  CRM_NO when there are none. */
int cli_ics(struct cli *, struct crm_query *);

/*
 * Runs a command line by sh(1) in a process group of its own, the text on its standard input, `var`
 * ("NAME=value", NULL-terminated) in its environment; it is killed after `seconds`, 0: never.  True when
 * it ended with 0; else what happened is told, under the name `what`.
 */
bool cli_run(struct cli *, const char *what, const char *cmd, const char *text, size_t n, char *const *var,
    int64_t seconds);

/*
 * crm-product's own: its verb need; a price with every step to it; the clients that references mean, as cli_refs reads them (all other
 * operands are refused); records of an entity that references or a filter mean, none being all.
 */
struct crm_price;
struct crm_whom;
int cli_need(struct cli *, int argc, char **argv);
int cli_price(struct cli *, const struct crm_price *);
int cli_clients(struct cli *, int argc, char **argv, int64_t **id, size_t *n);
int cli_whom(struct cli *, const char *entity, int argc, char **argv, struct crm_whom *);
/* Takes off the references that stand before a filter. */
int cli_before_filter(struct cli *, const char *entity, int *argc, char ***argv, int64_t **id, size_t *n);

/*
 * What goes out once (crm/claims.h): each is given to a command by `run`, claimed by itself, so that its lease
 * covers one run of the command, which ends with it; or all are printed at once, and marked when standard output
 * has taken them.  What could not go out is released, to come again.  CRM_NO when there was nothing; CRM_UNAVAIL
 * when a command failed.
 */
struct cli_outgoing {
	struct crm_claims *claims;
	const char *what;                        /* "reminders" */
	int (*claim)(struct cli *, void *);
	int (*run)(struct cli *, int64_t id, void *, bool *done);
	int (*print)(struct cli *, void *);
	int (*mark)(struct cli *, void *);
	void *arg;
};
int cli_each_claim(struct cli *, const struct cli_outgoing *);
int cli_all_claims(struct cli *, const struct cli_outgoing *);
/* The lease as typed, else the policy's. */
int cli_lease(struct cli *, const char *text, struct crm_claims *);

/*
 * crm-followup's own.  new reads "[REF...] WHEN TEXT... [FIELD=VALUE...]" and the options given (name,
 * value, ..., NULL; a value may be NULL) into the follow-up to plan; *argc becomes the number of
 * references.  refs takes the references that operands begin with, or those of standard input.
 */
#define CLI_FOLLOWUP_COLUMNS "due,late,priority,kind,client.name,about,owner.name"
const struct crm_entity *cli_followup(struct cli *);
int cli_followup_new(struct cli *, int *argc, char **argv, const char *const *given, struct crm_rec *like);
int cli_followup_refs(struct cli *, int argc, char **argv, struct cli_refs *);
int cli_followup_due(struct cli *, int argc, char **argv);
int cli_followup_sweep(struct cli *, int argc, char **argv);
int cli_remind(struct cli *, int argc, char **argv, int64_t limit, const char *lease, const char *cmd);
int cli_digest(struct cli *, int argc, char **argv, const char *owner, const char *from, const char *cmd);

/*
 * crm-contract's own.  make: a record of `entity` for each reference, which `via` refers to; operands are
 * references, then assignments.  step: see crm_contract_step(); did tells what was done.
 */
struct cli_contract { const char *by, *at, *note, *document; };
int cli_contract_make(struct cli *, int argc, char **argv, const char *entity, const char *via);
/* Fills a template in, onto standard output when `out` is NULL. */
int cli_contract_text(struct cli *, int argc, char **argv, const char *template, const char *out);
int cli_contract_step(struct cli *, int argc, char **argv, const char *verb, const char *did,
    const struct cli_contract *);
int cli_contract_settle(struct cli *, int argc, char **argv);
int cli_contract_check(struct cli *, int argc, char **argv, const struct cli_contract *);
int cli_contract_amend(struct cli *, int argc, char **argv);
int cli_contract_renew(struct cli *, int argc, char **argv, bool all);
int cli_contract_due(struct cli *, int argc, char **argv);
/* What belongs to contracts, or to those that references name before the filter. */
int cli_contract_list(struct cli *, int argc, char **argv, const char *entity, const char *via, const char *columns);
int cli_contract_chain(struct cli *, const char *client);
/* lib/cli/document.c: the file as it is now, its path absolute; what became of those recorded. */
struct crm_file;
int cli_file(struct cli *, const char *path, struct crm_file *);
int cli_document(struct cli *, int argc, char **argv);
int cli_verify(struct cli *, int argc, char **argv);

/* crm-loyalty's own: what was booked is said once it is kept; texts are days as typed, or NULL. */
struct crm_booked;
int cli_loyalty_said(struct cli *, const struct crm_booked *);
int cli_loyalty_run(struct cli *, int argc, char **argv, const char *to);
int cli_loyalty_statement(struct cli *, int argc, char **argv, const char *since);
int cli_loyalty_expiring(struct cli *, int argc, char **argv);
int cli_loyalty_tiers(struct cli *, int argc, char **argv, const char *since);
int cli_loyalty_bonus(struct cli *, int argc, char **argv, const char *at, bool plan);

/*
 * Makes a record of `ent` for each reference, by "REF TEXT... [FIELD=VALUE...]": what it is `via`, and what about.  "-"
 * stands for nobody where that may be.  rec, initialised, is the last one made.
 */
struct cli_about {
	const struct crm_entity *ent;
	const char *via, *about;
	char **text; size_t n;
	struct crm_rec rec;
};
int cli_about(struct cli *, int argc, char **argv, struct cli_about *, bool may_be_nobody);

/*
 * crm-case's own.  new reads "CLIENT TEXT [FIELD=VALUE...]" into a case, object "DEAL TEXT [FIELD=VALUE...]"
 * into an objection; step takes "[REF...] [FIELD=VALUE...]" a step on, with a channel telling the client on it.
 */
int cli_case_new(struct cli *, int argc, char **argv);
int cli_case_step(struct cli *, int argc, char **argv, const char *verb, const char *note, const char *channel);
int cli_case_hold(struct cli *, int argc, char **argv, bool on, const char *note);
int cli_case_content(struct cli *, int argc, char **argv);
int cli_case_due(struct cli *, int argc, char **argv);
int cli_case_history(struct cli *, int argc, char **argv);
int cli_object(struct cli *, int argc, char **argv);
int cli_objection_step(struct cli *, int argc, char **argv, const char *verb);
int cli_answers(struct cli *, int argc, char **argv);

/*
 * crm-score's own.  churn reads the base's orders or, where `input` names a format, files of rows client, date and
 * amount; maximise (crm_maximiser) is NLopt's.
 */
struct cli_score {
	const char *since, *at, *rate, *margin, *input, *date_format;
	int64_t weeks;
	bool explain, fit, save;
};
int cli_score_reliability(struct cli *, int argc, char **argv, const struct cli_score *);
int cli_score_prospect(struct cli *, int argc, char **argv, const struct cli_score *);
int cli_score_churn(struct cli *, int argc, char **argv, const struct cli_score *);
int cli_score_changes(struct cli *, int argc, char **argv, const struct cli_score *);
int cli_maximise(double (*)(const void *arg, const double *x), const void *arg, double *x, size_t n, double *best,
    struct crm_err *);

/* crm-rival's own: its options as typed; its verbs. */
struct cli_rival { const char *by, *from, *to, *show; bool all; };
int cli_rival_fact(struct cli *, int argc, char **argv);
int cli_rival_see(struct cli *, int argc, char **argv);
int cli_rival_bid(struct cli *, int argc, char **argv);
int cli_rival_sightings(struct cli *, int argc, char **argv);
int cli_rival_swot(struct cli *, int argc, char **argv, const struct cli_rival *);
int cli_rival_card(struct cli *, int argc, char **argv);
int cli_rival_won_lost(struct cli *, int argc, char **argv, const struct cli_rival *);
int cli_rival_matrix(struct cli *, int argc, char **argv, const struct cli_rival *);

/* crm-segment's own: its options as typed; its verbs. */
struct cli_segment { const char *by, *value, *attractive, *position, *into, *at, *from, *to; };
int cli_classify(struct cli *, int argc, char **argv, const struct cli_segment *);
int cli_moved(struct cli *, int argc, char **argv, const char *since);
int cli_gaps(struct cli *, int argc, char **argv);
int cli_market(struct cli *, int argc, char **argv);
/* Rows of files, or of standard input, each an order: its client, day and amount, in columns so called or mapped. */
struct crm_buyers;
int cli_buyers(struct cli *, int nfile, char **file, int64_t last, struct crm_buyers *);

/* crm-chart's own: what is read, which of it is drawn, and how. */
struct cli_chart {
	struct crm_charting ask;
	const char *format, *input, *encoding;
	int64_t width, height;
	bool ascii;
};
int cli_chart(struct cli *, int argc, char **argv, const struct cli_chart *);

/* crm-order's own: its options, its verbs; list prints the orders that pass both filters. */
struct cli_order { const char *promised, *valid, *at, *until, *number, *note; bool quote, force; };
int cli_order_take(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_confirm(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_deliver(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_return(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_promise(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_cancel(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_pay(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_approve(struct cli *, int argc, char **argv, const struct cli_order *);
int cli_order_list(struct cli *, const char *which, int argc, char **argv, const char *columns);

/*
 * crm-campaign's own.  campaign takes the first operand: the campaign's number.  The others are its verbs, whose
 * operands begin with one.
 */
struct cli_sending {
	const char *text, *html, *subject, *from, *unsubscribe, *override, *cmd, *lease;
	int64_t limit;
};
int cli_campaign(struct cli *, int *argc, char ***argv, int64_t *id);
int cli_campaign_target(struct cli *, int argc, char **argv);
int cli_campaign_send(struct cli *, int argc, char **argv, const struct cli_sending *);
int cli_campaign_members(struct cli *, int argc, char **argv);
int cli_campaign_calls(struct cli *, int argc, char **argv);
int cli_campaign_letters(struct cli *, int argc, char **argv);
int cli_campaign_results(struct cli *, int argc, char **argv, const char *by);
/* "grant ADDRESS...": what is said of addresses, operands or column 1 of standard input.  given: fields that
 * options set; it ends without a field, and a value may be NULL. */
struct cli_given { const char *field, *value; };
int cli_consent(struct cli *, int argc, char **argv, const struct cli_given *given);
/* What has the form of a reference to some record, so that a text may follow. */
bool cli_is_ref(struct cli *, const char *);

#endif
