/* model.h - what a kind of value is, what a field is, THE table, records */
#ifndef CRM_MODEL_H
#define CRM_MODEL_H

#include "base.h"
#include "time.h"

#pragma GCC visibility push(default)

struct crm_entity;
struct crm_field;
struct crm_schema;
struct crm_policy;

/*
 * A value is what a record holds, what a statement binds and what a row
 * returns: nothing, a 64-bit integer, a real (statistics only) or text, which
 * is UTF-8 without NUL.  A value owns nothing.
 */
enum { CRM_NULL = 0, CRM_INT = 'i', CRM_REAL = 'r', CRM_TEXT = 't' };
struct crm_val { int t; size_t n; union { int64_t i; double r; const char *p; }; };
#define CRM_VNULL      ((struct crm_val){ .t = CRM_NULL })
#define CRM_VINT(x)    ((struct crm_val){ .t = CRM_INT, .i = (x) })
#define CRM_VREAL(x)   ((struct crm_val){ .t = CRM_REAL, .r = (x) })
#define CRM_VTEXT(s, l) ((struct crm_val){ .t = CRM_TEXT, .p = (s), .n = (l) })
int crm_val_cmp(const struct crm_val *, const struct crm_val *);   /* nothing first; text as bytes */
bool crm_val_eq(const struct crm_val *, const struct crm_val *);

/*
 * A context is what the meaning of a typed value depends on.  resolve finds
 * the record a text refers to: CRM_OK and *id, CRM_NO (none), or CRM_DATA
 * with the complaint (ambiguous).  `by` restricts it to one identifying field, or is NULL.
 * named, or NULL, gives the filters that the base keeps under names, beside the policy's: asked for when a
 * filter says @name, and not before.
 */
struct crm_named { const char *name, *entity, *filter; };            /* @name in filters */
struct crm_ctx {
	int64_t now;
	const struct crm_schema *schema;
	const struct crm_policy *policy;
	const char *country;                     /* default for phone numbers, "NL" */
	const char *currency;                    /* of the money being read or printed, "EUR" */
	const char *date_format;                 /* strptime form of a source, or NULL */
	bool local;                              /* print instants in local time */
	int (*resolve)(void *arg, const struct crm_entity *, const struct crm_field *by,
	    const char *p, size_t n, int64_t *id, struct crm_err *);
	int (*named)(void *arg, const struct crm_named **, size_t *n, struct crm_err *);
	void *arg;
};

/* Filter operators, as bits: what a type answers to. */
enum { CRM_EQ = 1, CRM_NE = 2, CRM_HAS = 4, CRM_HASNT = 8, CRM_LT = 16, CRM_LE = 32, CRM_GT = 64,
    CRM_GE = 128 };

/*
 * A type is a kind of value: a struct of functions.  There is no switch over
 * types anywhere.  parse reads what a person or a file wrote, trimmed, not empty, valid UTF-8, into
 * the canonical value (text from the arena) and says CRM_DATA with a complaint under the
 * field's name otherwise.  range, where not NULL, reads a text that names an
 * interval (2026-12) and is tried before parse in filters.  print writes the
 * canonical text, unescaped; what it writes parse reads back.
 */
struct crm_type {
	const char *name;
	int store;                               /* CRM_INT or CRM_TEXT */
	unsigned ops;
	enum crm_json { CRM_JSON_STRING, CRM_JSON_NUMBER, CRM_JSON_BOOL } json;
	bool folded;   /* stored with a folded key column beside it, for ~, sorting and ranges */
	bool right;                              /* aligned right in tables */
	int64_t most;            /* the largest that is kept, either side of 0, so that sums hold; 0: any */
	const char *help;                        /* what may be typed */
	int (*parse)(const struct crm_ctx *, const struct crm_field *, const char *p, size_t n,
	    struct crm_val *, struct crm_arena *, struct crm_err *);
	int (*range)(const struct crm_ctx *, const char *p, size_t n, struct crm_val *lo, struct crm_val *hi,
	    struct crm_arena *);
	void (*print)(const struct crm_ctx *, const struct crm_field *, const struct crm_val *, struct crm_buf *);
};
extern const struct crm_type crm_t_id, crm_t_text, crm_t_word, crm_t_int, crm_t_money, crm_t_percent,
    crm_t_date, crm_t_time, crm_t_span, crm_t_bool, crm_t_email, crm_t_phone, crm_t_site, crm_t_country,
    crm_t_currency, crm_t_ref, crm_t_rrule, crm_t_real;    /* real: results of statistics, never stored */
const struct crm_type *crm_type_find(const char *name);    /* NULL if there is none; for custom fields */

/*
 * A derived field is an expression the store computes when asked.
 *   COUNT SUM MIN MAX  over the records of `entity` whose reference `via` is this
 *                      record and that pass `where` (our filter language)
 *   DAYS               whole days from the date or instant `field` (or, if empty, `by`) to now;
 *                      nothing once the record's `until` is set
 *   LATEST             the later of the instant `by` and MAX over the relation
 *   LAST               `field` of the newest record over the relation
 *   COPY               the value of the path `field` ("batch.at")
 *   FORMULA            what `formula` comes to, of the record's other fields, derived ones too:
 *       if(kind = 'order' and not known(cancelled), kept - paid, 0)
 *     numbers, 'words', paths (order.shipped), now, today, nothing; + - * / (of whole numbers, towards 0),
 *     = != < <= > >= and or not; if(condition, a, b), first(a, b) (a unless it is nothing), min, max,
 *     known(a), days(a, b) (from date a to date b), share(a, p) (a * p / 10000, half away from 0).
 *     What is made of nothing is nothing; a comparison with nothing is not true.
 */
enum crm_derive_fn { CRM_COUNT = 1, CRM_SUM, CRM_MIN, CRM_MAX, CRM_DAYS, CRM_LATEST, CRM_LAST, CRM_COPY, CRM_FORMULA };
struct crm_derive {
	enum crm_derive_fn fn;
	const char *entity, *via, *field, *by, *until, *where, *formula;
};

enum {
	CRM_F_KEY = 1,          /* identifies: a reference may name it */
	CRM_F_REQUIRED = 2,
	CRM_F_UNIQUE = 4,
	CRM_F_MANY = 8,         /* several values: see crm_many_next() */
	CRM_F_LISTED = 16,      /* a default column */
	CRM_F_SEARCHED = 32,    /* in full text */
	CRM_F_DERIVED = 64,     /* computed when asked; read-only */
	CRM_F_SECRET = 128,     /* shown only when asked for by name */
	CRM_F_AUTO = 256,       /* stored, kept by the program; read-only */
	CRM_F_INDEX = 512,      /* has an index of its own */
	CRM_F_CUSTOM = 1024,    /* from the policy */
	CRM_F_ONCE = 2048,      /* may be given when the record is made, not changed later */
	CRM_F_EXACT = 4096,     /* text compared as it stands: no folded key, no ~ */
	CRM_F_NATURAL = 8192,   /* a number that is never below 0 */
};

struct crm_field {
	const char *name;
	const struct crm_type *type;
	unsigned flags;
	const char *help;                        /* one line: --help, manual, completion */
	const char *const *values;               /* word: allowed words, NULL-terminated; NULL: any word */
	const char *ref;                         /* ref: the entity's name */
	const char *dflt;                        /* default as text, through parse */
	const char *alias;   /* comma-separated synonyms of column headers in the world's files */
	const char *was;                         /* former name: migration renames the column */
	const char *column;   /* what the store calls it, where its name is a word of SQL; else NULL */
	const struct crm_derive *derive;
	/* set in a schema: */
	const struct crm_entity *to;             /* ref: the entity */
	unsigned index;                          /* place in ent->field */
};

struct crm_entity {
	const char *name, *prefix, *help;
	const char *label;                       /* the field that names a record to people; id: nothing does */
	const struct crm_field *field;           /* field[0] is id */
	size_t nfield;
	const char *const *index;                /* composite indices: "state, due"; NULL-terminated, or NULL */
	bool closed;                             /* no plain add, set, rm: journal, batches, stage history */
	bool ledger;                             /* is added to, and never changed or put away */
	unsigned n;                              /* place in the schema */
};

/*
 * THE table: lib/model/table*.c.  A schema is the table with the policy's words
 * and custom fields joined in; without a policy the built-in defaults.
 */
extern const struct crm_entity *const crm_table[];         /* NULL-terminated */
struct crm_schema { const struct crm_entity *ent; size_t n; struct crm_arena arena; };
/* Complaints (a custom field that clashes, an unknown type)
 * are CRM_CONFIG.  policy may be NULL and must outlive it. */
int crm_schema_make(struct crm_schema *, const struct crm_policy *, struct crm_err *);
void crm_schema_free(struct crm_schema *);
/* also a plural with s */
const struct crm_entity *crm_entity_find(const struct crm_schema *, const char *name, size_t n);
/* by id prefix */
const struct crm_entity *crm_entity_prefix(const struct crm_schema *, const char *p, size_t n);
const struct crm_field *crm_field_find(const struct crm_entity *, const char *name, size_t n);
/* By a header of a file: name or alias, compared without case, blanks and punctuation. */
const struct crm_field *crm_field_header(const struct crm_entity *, const char *p, size_t n);
/* Whether two headers are one, compared so. */
bool crm_header_same(const char *a, size_t na, const char *b, size_t nb);
/* As crm_field_find, for names written in our own code: a miss is our bug and aborts. */
const struct crm_field *crm_field_must(const struct crm_entity *, const char *name);
const struct crm_entity *crm_entity_must(const struct crm_schema *, const char *name);
/* True for what is kept, the id too; false for what is derived. */
bool crm_field_stored(const struct crm_field *);

/* Parses one text into the field's canonical value, many fields included (p is one item then; the
 * caller joins items with crm_many_add).  An empty text is nothing. */
int crm_field_parse(const struct crm_ctx *, const struct crm_field *, const char *p, size_t n,
    struct crm_val *, struct crm_arena *, struct crm_err *);
/* Prints a value; for a many field the items, escaped as by crm_list_put(), are joined by ", ". */
void crm_field_print(const struct crm_ctx *, const struct crm_field *, const struct crm_val *,
    struct crm_buf *);

/*
 * A record is one value for each field of its entity, in an arena of its own.
 * val[0] is the id; set[i] says that field i was assigned, or that what it was given was refused.
 */
enum { CRM_ASSIGNED = 1, CRM_REFUSED };
struct crm_rec {
	const struct crm_entity *ent;
	struct crm_val *val;
	unsigned char *set;
	struct crm_arena arena;
};
void crm_rec_init(struct crm_rec *, const struct crm_entity *);
void crm_rec_free(struct crm_rec *);
void crm_rec_reset(struct crm_rec *);                      /* empty again, memory kept */
void crm_rec_copy(struct crm_rec *to, const struct crm_rec *from);   /* deep; `to` is initialised or zero */
int64_t crm_rec_id(const struct crm_rec *);                /* 0: not stored yet */
const struct crm_val *crm_rec_get(const struct crm_rec *, const char *field);        /* must exist */
void crm_rec_put(struct crm_rec *, const char *field, const struct crm_val *);   /* copies text; marks set */
/* One assignment "field=value", "field=", "field+=v",
 * "field-=v"; read-only and unknown fields are complaints. */
int crm_rec_assign(const struct crm_ctx *, struct crm_rec *, const char *text, struct crm_err *);
/* Several at once, the currency before the money; every complaint is collected. */
int crm_rec_assign_all(const struct crm_ctx *, struct crm_rec *, char *const *text, size_t n,
    struct crm_err *);
/* fills what is nothing and not set */
int crm_rec_defaults(const struct crm_ctx *, struct crm_rec *, struct crm_err *);
/* Required fields and bounds; of a field whose value was refused nothing more is said. */
int crm_rec_check(const struct crm_rec *, struct crm_err *);
/* "c42".  The label: name, title..., or the id. */
void crm_put_id(struct crm_buf *, const struct crm_entity *, int64_t id);
/* Reads "c42" for this entity; false when it has not that form. */
bool crm_read_id(const struct crm_entity *, const char *p, size_t n, int64_t *id);

/* ISO 4217: fraction digits of a currency, -1 when unknown.  ISO 3166-1: code from a code or an English
 * name, NULL when unknown.  E.164 from any notation of a number without its extension; country may be NULL;
 * CRM_DATA, *why ("too short") and nothing written otherwise. */
int crm_currency_digits(const char *code);
const char *crm_country_code(const char *p, size_t n);
int crm_phone_e164(const char *country, const char *p, size_t n, char out[20], const char **why);

#pragma GCC visibility pop
#endif
