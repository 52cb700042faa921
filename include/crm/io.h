/* io.h - streams of records: readers and writers of every format */
#ifndef CRM_IO_H
#define CRM_IO_H

#include "model.h"

#pragma GCC visibility push(default)

/*
 * An input is bytes from a file or descriptor, decoded to UTF-8: byte order
 * marks (UTF-8, UTF-16LE/BE) are seen and dropped, another encoding is
 * converted by iconv(3).  Constant memory.
 */
struct crm_input;
/* "-": descriptor 0 */
int crm_input_open(struct crm_input **, const char *path, const char *encoding, struct crm_err *);
/* borrowed text; for tests and arguments */
int crm_input_mem(struct crm_input **, const char *name, const char *p, size_t n);
void crm_input_close(struct crm_input *);
/* All of it, decoded, appended to the buffer; CRM_DATA when it is more than max bytes. */
int crm_input_all(struct crm_input *, struct crm_buf *, size_t max, struct crm_err *);
const char *crm_input_name(const struct crm_input *);                /* "clients.csv", "-" */
int64_t crm_input_size(const struct crm_input *);                    /* bytes, -1 when unknown (a pipe) */
int64_t crm_input_offset(const struct crm_input *);                  /* bytes consumed */

/*
 * A reader turns an input into rows.  A row is cells; a cell belongs to a
 * column, named by the header or by the keys met so far.  Several cells of one column
 * are the items of an array.  Texts are valid UTF-8 without NUL, not trimmed, and live until
 * the next row.  CRM_CELL_NULL is an explicit nothing (JSON null, YAML ~); an empty CSV field is an
 * empty text.
 */
enum crm_cell_kind { CRM_CELL_TEXT, CRM_CELL_NULL, CRM_CELL_NUMBER, CRM_CELL_BOOL };
struct crm_cell {
	unsigned col;
	enum crm_cell_kind kind;
	bool exact;                              /* quoted at the source: blanks at its ends belong to it */
	bool item;                               /* an element of an array, not a text that may list several */
	const char *p;
	size_t n;
};
struct crm_row {
	size_t n;
	const struct crm_cell *cell;
	int64_t line;                            /* where it begins, from 1 */
	const char *raw;                         /* as it came, for rejects: without the line end */
	size_t nraw;
};

struct crm_readopt {
	const char *encoding;                    /* NULL: UTF-8 or by its mark */
	char delimiter;                          /* 0: sniffed among , ; tab */
	const char *const *columns;   /* names for formats without a header (lines), NULL-terminated; or NULL */
	bool sniff;                              /* a name that does not tell the format: the text does */
	bool bare;                               /* csv, tsv: no header; columns are called by their numbers */
};
struct crm_reader;
/* format: csv tsv json jsonl yaml lines, or NULL by the name's ending (.csv .tsv .json .jsonl .ndjson
 * .yaml .yml). The reader takes the input over, also on failure. */
int crm_reader_open(struct crm_reader **, struct crm_input *, const char *format, const struct crm_readopt *,
    struct crm_err *);
/*
 * CRM_ROW: *row is the next one.  CRM_DONE: the end.  CRM_DATA: this row is bad: err says why as
 * "NAME:LINE: message", row->raw holds it, and reading may go on unless the reader is torn
 * (crm_reader_torn): a quote that never closes, broken JSON.  CRM_IO: reading failed.  The raw texts of
 * rows, a line end after each and the head before them, are a file that the same format reads.
 */
int crm_reader_next(struct crm_reader *, struct crm_row *, struct crm_err *);
bool crm_reader_torn(const struct crm_reader *);
size_t crm_reader_ncol(const struct crm_reader *);                   /* grows as keys are met */
const char *crm_reader_col(const struct crm_reader *, unsigned col);
/* the raw header line, or NULL: rejects start with it */
const char *crm_reader_head(const struct crm_reader *, size_t *n);
/* "csv, UTF-8 with mark, delimiter ';', CRLF" */
void crm_reader_about(const struct crm_reader *, struct crm_buf *);
const struct crm_input *crm_reader_input(const struct crm_reader *);
void crm_reader_close(struct crm_reader *);

/*
 * A sink is buffered output to a descriptor, or to memory when fd is -1 (then
 * buf holds all).  The first failure sticks and is told by flush.
 */
struct crm_sink { int fd; struct crm_buf buf; int failed; /* errno */ };
void crm_sink_room(struct crm_sink *);                               /* writes out when over 64 KiB */
int crm_sink_flush(struct crm_sink *, struct crm_err *);             /* CRM_IO, also on EPIPE */

/*
 * A writer prints rows of typed values.  Columns never depend on the terminal;
 * width and colour do.  csv and tsv quote as RFC 4180 says, their lines end in LF; what a reader of the same
 * format gets of csv, tsv, json, jsonl, yaml and lines is the texts that were written.
 */
struct crm_outcol {
	const char *name;
	const struct crm_type *type;
	const struct crm_field *field;           /* for print; NULL for computed results */
	bool many;
	int currency;   /* index of the value that names the money's currency, or -1: the context's */
	const char *code;                        /* in documents, which have no row: that currency itself, or NULL */
};
struct crm_outopt {
	const struct crm_ctx *ctx;               /* local time, default currency */
	unsigned width;                          /* of the terminal; 0: no limit */
	bool tty;                                /* control characters are made visible; numbers may be coloured */
	bool color;
	bool safe_csv;                           /* csv, tsv: guard formulas (= + - @ tab CR) with a leading quote */
	bool bare;                               /* csv, tsv, table: no header */
	const char *title;                       /* html: of the page; NULL: crm */
};
struct crm_out;
/* format: lines table tsv csv json jsonl yaml ids markdown html.  JSON and YAML write a many value as an array,
 * the others as crm_list_put() does.  Columns are borrowed until close. CRM_USAGE, naming the formats, for
 * an unknown one.  The first column of `ids` must be the id. */
int crm_out_open(struct crm_out **, const char *format, struct crm_sink *, const struct crm_outcol *,
    size_t ncol, const struct crm_outopt *, struct crm_err *);
void crm_out_row(struct crm_out *, const struct crm_val *);
int crm_out_close(struct crm_out *, struct crm_err *);   /* ends the document; flushes the sink; frees */
const char *const *crm_formats(bool read);                           /* names, NULL-terminated */

/*
 * A document is nested output: maps and lists of named values, as text for
 * people, json or yaml.
 */
struct crm_doc;
/* text json yaml */
int crm_doc_open(struct crm_doc **, const char *format, struct crm_sink *, const struct crm_outopt *,
    struct crm_err *);
void crm_doc_map(struct crm_doc *, const char *name);   /* name NULL: an element of a list, or the root */
void crm_doc_list(struct crm_doc *, const char *name);
void crm_doc_end(struct crm_doc *);
void crm_doc_val(struct crm_doc *, const char *name, const struct crm_outcol *, const struct crm_val *);
void crm_doc_text(struct crm_doc *, const char *name, const char *p, size_t n);
void crm_doc_int(struct crm_doc *, const char *name, int64_t);
int crm_doc_close(struct crm_doc *, struct crm_err *);

/*
 * A message (RFC 5322), ready for sendmail -t: header texts are encoded where they must be (RFC 2047), so that no text
 * makes a header of its own; the body, UTF-8, is quoted-printable.  Addresses are checked ones; names may be NULL.
 * With html it is multipart/alternative, the body being the plain one.  unsubscribe is a mailto: or https: address (RFC
 * 2369, RFC 8058), id a Message-ID: NULL makes one.  Lines end in LF; none begins with "From ".
 */
struct crm_mail {
	const char *from, *name, *to, *subject;
	int64_t date;
	const char *from_name, *id, *html, *unsubscribe;
};
void crm_mail_put(struct crm_buf *, const struct crm_mail *, const char *body, size_t n);
void crm_mail_id(struct crm_buf *, const char *from);                /* "<uuid@domain of from>" */
/* A message in a mailbox of the kind mboxrd, whose readers take one ">" from lines of ">From ". */
void crm_mbox_put(struct crm_buf *, int64_t date, const char *message, size_t n);

/*
 * A message as a reader of mail understands it.  Texts are valid UTF-8 without control characters (of the body, tabs and
 * line ends stay) and of bounded length; what is absent is "" or 0.
 */
struct crm_party { const char *name, *address; };
struct crm_parties { struct crm_party *v; size_t n; };
struct crm_texts { const char **v; size_t n; };
struct crm_message {
	struct crm_parties from, reply_to, to, cc;
	const char *subject, *id, *text;
	int64_t date;                            /* INT64_MIN: it has none that can be read */
	struct crm_texts answers;                /* Message-IDs, the nearest first */
	struct crm_texts attachments;            /* their names */
	struct crm_parties failed;               /* a bounce: the addresses, and in `name` what the other side said */
	bool automatic, bulk;                    /* nobody wrote it; many got it */
};
enum { CRM_MESSAGE_MAX = 16 << 20 };         /* bytes of a message that are read */

/*
 * An mbox is messages one after the other (RFC 4155), each after a line "From " with a date that begins the file or follows an
 * empty one; of body lines ">From " a ">" is taken off (mboxrd).  One message is in memory at a time.
 */
struct crm_mbox;
/* one: all of it is one message, with a "From " line before it or without.  "-" is descriptor 0. */
int crm_mbox_open(struct crm_mbox **, const char *path, bool one, struct crm_err *);
void crm_mbox_mem(struct crm_mbox **, const char *p, size_t n);              /* borrowed text */
/* CRM_ROW: the next message, without its "From " line, as it came, until the next call; *cut is what was more than CRM_MESSAGE_MAX.
 * CRM_DONE: the end.  CRM_IO: reading failed.  Text before the first "From " line is a message of its own. */
int crm_mbox_next(struct crm_mbox *, const char **p, size_t *n, size_t *cut, struct crm_err *);
int64_t crm_mbox_line(const struct crm_mbox *);                              /* where that message begins, from 1 */
int64_t crm_mbox_offset(const struct crm_mbox *);                            /* bytes read */
int64_t crm_mbox_size(const struct crm_mbox *);                              /* -1: unknown */
void crm_mbox_close(struct crm_mbox *);

/* A JSON string with its quotes, RFC 8259; a YAML scalar that
 * any YAML 1.1 or 1.2 reader takes for this string. */
void crm_put_json(struct crm_buf *, const char *p, size_t n);
void crm_put_yaml(struct crm_buf *, const char *p, size_t n);
/* A text in a page or in a cell of Markdown: it can neither mark up nor hide anything, and a line end becomes <br>. */
void crm_put_html(struct crm_buf *, const char *p, size_t n);
void crm_put_markdown(struct crm_buf *, const char *p, size_t n);
void crm_put_base64(struct crm_buf *, const void *, size_t n);       /* RFC 4648, in one line */
/*
 * A page of HTML that needs nothing beside it; what it holds comes in between, `more` is added to its style sheet.  Cells
 * of numbers have this attribute, so that they are aligned in a mail that lost the sheet.
 */
#define CRM_HTML_RIGHT " style=\"text-align:right\""
void crm_html_begin(struct crm_buf *, const char *title, const char *more);
void crm_html_end(struct crm_buf *);

#pragma GCC visibility pop
#endif
