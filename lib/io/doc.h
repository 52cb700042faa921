/* doc.h - what the forms of a document share */
#ifndef IO_DOC_H
#define IO_DOC_H

#include "io/print.h"

enum { DOC_DEPTH = 16 };

/* A leaf is a literal (null, true, 12.50) or a string. */
enum doc_leaf { DOC_LITERAL, DOC_STRING };

struct doc_ops {
	const char *name;
	size_t size;
	bool people;                 /* values as people read them: yes, 12.5 %, nothing at all */
	void (*open)(struct crm_doc *, const char *name, bool list);
	void (*end)(struct crm_doc *);
	void (*leaf)(struct crm_doc *, const char *name, enum doc_leaf, struct io_text);
	void (*close)(struct crm_doc *);         /* frees what is its own, or NULL */
};
extern const struct doc_ops io_doc_text, io_doc_json, io_doc_yaml;

struct crm_doc {
	const struct doc_ops *ops;
	struct crm_sink *sink;
	struct crm_buf *to;
	struct crm_outopt opt;
	struct io_printer printer;
	size_t depth;                            /* open maps and lists; level[depth] is the innermost, */
	struct { bool list; size_t n; } level[DOC_DEPTH + 1];    /* n its elements so far */
};

#endif
