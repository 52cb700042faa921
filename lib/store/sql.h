/* sql.h - text made from the table: names, expressions, conditions */
#ifndef CRM_SQL_H
#define CRM_SQL_H

#include "store_private.h"

/*
 * A statement under construction: joins met on the way, parameters with
 * their types.  Everything lives in the arena.
 */
struct sql {
	struct crm_db *db;
	const struct crm_ctx *ctx;
	struct crm_arena arena;
	struct crm_buf text, join, types;
	bool whole;                              /* relations are grouped once and joined: see group.c */
	struct group *group;                     /* those of the scope at hand */
	struct crm_val *arg;
	size_t narg, argcap;
	/* alias t(i+1) joins `field` of alias t(from) */
	struct { const struct crm_field *field; int from; } hop[32];
	int nhop, nsub;
};
void sql_init(struct sql *, struct crm_db *, const struct crm_ctx *);
void sql_free(struct sql *);
int sql_param(struct sql *, const struct crm_val *);                 /* its number, from 1; text is copied */

/* Whether the column has a folded twin, and how columns are called. */
bool sql_keyed(const struct crm_field *);
const char *sql_column(const struct crm_field *);
/* The expression of a path from alias t0: the value itself, or (key) what it is compared and sorted by. */
int sql_path(struct sql *, const struct crm_path *, bool key, struct crm_buf *, struct crm_err *);
/* A field of the record that the alias stands for, or what a path from there leads to. */
int sql_field(struct sql *, const struct crm_entity *, const struct crm_field *, const char *alias, bool key,
    struct crm_buf *, struct crm_err *);
int sql_reach(struct sql *, const struct crm_path *, const char *alias, bool key, struct crm_buf *,
    struct crm_err *);
/* An aggregate over the records that refer to the one that the alias stands for. */
int sql_relation(struct sql *, const struct crm_entity *of, const struct crm_derive *, const char *alias,
    enum crm_derive_fn fn, struct crm_buf *, struct crm_err *);
/* The condition that a relation puts on its records, which have that alias. */
int sql_related(struct sql *, const struct crm_derive *, const struct crm_entity *, const char *alias,
    struct crm_buf *,
    struct crm_err *);
/* group.c: the same as a column of what is grouped once; the joins that such columns need, made last. */
int sql_grouped(struct sql *, const struct crm_entity *of, const struct crm_derive *, const char *alias,
    enum crm_derive_fn fn, struct crm_buf *, struct crm_err *);
void sql_join_groups(struct sql *);
/* formula.c: a formula of the table over the record that the alias stands for. */
int sql_formula(struct sql *, const struct crm_entity *, const char *formula, const char *alias,
    struct crm_buf *, struct crm_err *);
/* The condition of a filter. */
int sql_where(struct sql *, const struct crm_expr *, struct crm_buf *, struct crm_err *);
/* The field whose value DAYS counts from. */
const struct crm_field *sql_days_of(const struct crm_entity *, const struct crm_field *);
int64_t sql_days(const struct crm_field *from, const struct crm_val *, int64_t now);

/* "c.emails": the name under which crm_many keeps a field's items; the item as it is kept. */
void sql_many_name(struct crm_buf *, const struct crm_entity *, const struct crm_field *);
void sql_many_value(struct crm_buf *, const struct crm_field *, const char *item, size_t n);

/* write.c: what a record is found by in full text; false when the entity is not searched. */
bool store_words(const struct crm_rec *, struct crm_buf *);
bool store_searched(const struct crm_entity *);
int store_fts(struct crm_db *, enum crm_frag put_or_drop, const struct crm_rec *, struct crm_err *);
/* refill.c: up to max ids that come after one; twins and full text of every record of an entity. */
int store_ids(struct crm_db *, const struct crm_entity *, int64_t after, int64_t *id, size_t max, size_t *n,
    struct crm_err *);
int store_refill(struct crm_db *, const struct crm_entity *, bool twins, bool words, struct crm_err *);
/* migrate.c: the indices an entity should have: each call gives name, columns, condition, unique. */
int store_indices(struct crm_db *, const struct crm_entity *, int (*each)(void *, const struct crm_ddl *),
    void *, struct crm_err *);

#endif
