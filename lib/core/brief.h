/* brief.h - what the documents about a record share */
#ifndef CRM_CORE_BRIEF_H
#define CRM_CORE_BRIEF_H

#include "session.h"
#include "crm/sum.h"

/*
 * The rows of a query as a list of maps (no list when there are none), or without a list's name as values of the
 * open map; the id first, what is nothing left out.
 */
int doc_rows(struct crm *, struct crm_query *, const char *columns, struct crm_doc *, const char *list,
    struct crm_err *);
/* The same of what passes a filter, in the order of a field. */
int doc_look(struct crm *, const char *entity, const char *where, const char *sort, const char *columns,
    struct crm_doc *, const char *list, struct crm_err *);
/* A row of a grid as a map. */
void doc_row(struct crm_doc *, const struct crm_grid *, size_t row);
/* To a deal's objections, the two answers of each kind that worked best so far. */
int best_answers(struct crm *, int64_t deal, struct crm_doc *, struct crm_err *);

#endif
