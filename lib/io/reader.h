/* reader.h - what readers share: the text not consumed yet, the columns, the row under construction */
#ifndef IO_READER_H
#define IO_READER_H

#include "crm/utf8.h"
#include "io/input.h"

/* What a hostile file can make a reader hold. */
enum { IO_FIELD_MAX = 16 << 20, IO_ROW_MAX = 64 << 20, IO_COL_MAX = 4096 };

/* A format: its reader begins with a struct crm_reader and is `size` bytes, zeroed before open. */
struct reader_ops {
	const char *name;
	const char *endings;                     /* " .csv " */
	size_t size;
	int (*open)(struct crm_reader *, const struct crm_readopt *, struct crm_err *);
	int (*next)(struct crm_reader *, struct crm_row *, struct crm_err *);
	void (*about)(const struct crm_reader *, struct crm_buf *);    /* the rest of the sentence, or NULL */
	void (*close)(struct crm_reader *);      /* frees what is its own, or NULL */
};
extern const struct reader_ops io_read_csv, io_read_tsv, io_read_json, io_read_jsonl, io_read_yaml,
    io_read_lines;

struct crm_reader {
	const struct reader_ops *ops;
	struct crm_input *in;
	struct crm_buf text;                     /* decoded; before `at` consumed */
	size_t at;                               /* where the next row begins */
	int64_t line;                            /* its line */
	bool end;                                /* the input has no more */
	bool torn;

	struct crm_arena names;                  /* lives as long as the reader */
	const char **col;
	int64_t *seen;                           /* the last row that had this column */
	size_t ncol, maxcol;
	struct crm_map bycol;
	const char *head;
	size_t nhead;

	struct crm_arena arena;                  /* lives as long as the row */
	struct crm_cell *cell;
	size_t ncell, maxcell;
	int64_t row;                             /* rows so far */
};

/* Brings more text behind text.n and moves the row's beginning to text.p: CRM_ROW, CRM_DONE, or an error.
 * At least doubles what the row has, so that cutting it anew each time stays linear. */
int io_more(struct crm_reader *, struct crm_err *);
/* Begins a row at `at`; the one before dies. */
void io_row_begin(struct crm_reader *, struct crm_row *);
/* Ends it: raw is the n bytes from p.  False, with the complaint, when they are not UTF-8. */
bool io_row_raw(struct crm_reader *, struct crm_row *, const char *p, size_t n, struct crm_err *);
/* Cuts the next line that is not empty, without its end: CRM_ROW, CRM_DATA (raw is set as well), CRM_DONE. */
int io_row_line(struct crm_reader *, struct crm_row *, struct crm_err *);
struct crm_cell *io_cell(struct crm_reader *, size_t col, enum crm_cell_kind, const char *p, size_t n);
/* Hands the cells over. */
int io_row_done(struct crm_reader *, struct crm_row *);

/* The column of a name, made when it is new: CRM_DATA when the row has it already, or there are too many. */
int io_col(struct crm_reader *, int64_t line, const char *p, size_t n, size_t *col, struct crm_err *);
int io_col_add(struct crm_reader *, int64_t line, const char *p, size_t n, struct crm_err *);
/* A column that nobody named is called by its number. */
int io_col_number(struct crm_reader *, int64_t line, struct crm_err *);

/* Complains as "NAME:LINE: message", returns CRM_DATA.  io_tear: and nothing can be read any more. */
int io_bad(const struct crm_reader *, int64_t line, struct crm_err *, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
int io_tear(struct crm_reader *, int64_t line, struct crm_err *, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
int64_t io_newlines(const char *p, size_t n);

#endif
