/* template.h - texts with {fields} of a record, and of what it refers to */
#ifndef CRM_TEMPLATE_H
#define CRM_TEMPLATE_H

#include "filter.h"

#pragma GCC visibility push(default)

/*
 * A template is a text in which {path} stands for a field: {name}, {client.city}.  {person.name|client.name}
 * is the first of them that is not empty, and may end in a text of its own: {person.name|"all of you"}.
 * {{ and }} are the braces themselves.  Several templates can share their columns, so that one query serves
 * them all.
 */
struct crm_columns { struct crm_path *v; size_t n; };
struct crm_piece;
struct crm_template { struct crm_piece *piece; size_t n; };
/* Every mistake is told, as CRM_DATA, by `name` and the line: a field there is not, a secret one, a brace
 * left open. What is read borrows the text and lives in the arena, the columns too. */
int crm_template_read(const struct crm_schema *, const struct crm_entity *, const char *name,
    const char *text, struct crm_columns *, struct crm_template *, struct crm_arena *, struct crm_err *);

/* How a value is written: as it is; on one line; so that it is no HTML; so that it is a part of a URL (RFC
 * 3986). */
enum crm_merge { CRM_MERGE_TEXT, CRM_MERGE_LINE, CRM_MERGE_HTML, CRM_MERGE_URL };
/* val are the values of the columns; currency says for each where among them its currency is, or is -1. */
void crm_template_put(const struct crm_template *, const struct crm_columns *, const struct crm_ctx *,
    const struct crm_val *val, const int *currency, enum crm_merge, struct crm_buf *);

#pragma GCC visibility pop
#endif
