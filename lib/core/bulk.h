/* bulk.h - a bulk run: what the files of bulk share */
#ifndef CRM_BULK_H
#define CRM_BULK_H

#include "session.h"

/* Where a column of the input goes. */
struct column {
	enum { UNSEEN, FIELD, SKIPPED, UNKNOWN } kind;
	const struct crm_field *field;
	const struct crm_field *by;              /* "client.name": the field that finds the reference */
};

/* Words of the source and ours, per field. */
struct words { struct crm_map from; char **to; size_t n; };

/* A reference within the entity itself: the record it names may stand later in the input. */
struct pending {
	int64_t id;
	const struct crm_field *field, *by;
	char *text;
	size_t n;
	const struct crm_reader *reader;
	struct crm_row row;                      /* line and raw text, for telling */
	size_t done;                             /* its place in run.done */
	bool added, told;
	const char *before;   /* image of what the row changed, when it may have to be taken back */
};

struct run {
	struct crm *c;
	struct crm_bulk *b;
	struct crm_reader **reader;
	size_t nreader;
	struct column *col;                      /* of the reader at hand */
	size_t ncol;
	const struct crm_field *key, *currency;
	struct words *words;                     /* per field */
	struct crm_buf *many;                    /* per field: items of the row at hand */
	unsigned char *given;                    /* per field: the row has it */
	struct crm_map seen;                     /* "field TAB value" of the key, unless it is unique -> id */
	struct crm_map met;                      /* records of this input: blocks of bits, with --key */
	bool was_empty, currency_mapped;
	struct pending *pending;
	size_t npending, pendcap;
	struct { int64_t id; char what; } *done;
	size_t ndone, donecap;
	struct crm_rec old, rec;
	struct crm_ctx ctx;
	struct crm_arena arena;
	int attempts;
};

/* columns.c */
/* Without the blanks and line ends around it. */
const char *bulk_trim(const char *p, size_t *n);
int bulk_words(struct run *, struct crm_err *);                      /* reads --value */
int bulk_columns(struct run *, const struct crm_reader *, struct crm_err *);   /* maps what is new */
void bulk_note(struct run *, const struct crm_reader *);             /* how the file is read */
/* One cell's text as its source's translation of it. */
void bulk_word(const struct run *, const struct crm_field *, const char **p, size_t *n);

/* bulk.c: tells a bad row; counts what became of one ('+' added, '~' changed, '=' unchanged). */
void bulk_bad(struct run *, const struct crm_reader *, const struct crm_row *, const struct crm_err *);
void bulk_count(struct crm_bulk *, char what, int by);
/* bulk_link.c: resolves what the rows deferred; goes before the commit. */
int bulk_link(struct run *, struct crm_err *);

#endif
