/* out.h - what writers share */
#ifndef IO_OUT_H
#define IO_OUT_H

#include "crm/utf8.h"
#include "io/print.h"

/* A format: its writer begins with a struct crm_out and is `size` bytes, zeroed before head. */
struct out_ops {
	const char *name;
	size_t size;
	void (*head)(struct crm_out *);          /* or NULL */
	void (*row)(struct crm_out *, const struct crm_val *);
	void (*tail)(struct crm_out *);          /* or NULL */
	void (*close)(struct crm_out *);         /* frees what is its own, or NULL */
};
extern const struct out_ops io_out_lines, io_out_table, io_out_tsv, io_out_csv, io_out_json, io_out_jsonl,
    io_out_yaml, io_out_ids, io_out_markdown, io_out_html;

struct crm_out {
	const struct out_ops *ops;
	struct crm_sink *sink;
	struct crm_buf *to;                      /* the sink's */
	const struct crm_outcol *col;
	size_t ncol;
	struct crm_outopt opt;
	struct io_printer printer;
	struct crm_buf safe;                     /* scratch of what is made safe for a terminal */
	struct crm_arena arena;                  /* lives as long as the writer */
	int64_t nrow;                            /* rows before this one */
};

/* The text of the row's value in column i; it lives until the next. */
struct io_text io_value(struct crm_out *, const struct crm_val *row, size_t i);
/* The same for a person's eyes. */
struct io_text io_safe(struct crm_out *, struct io_text);

#endif
