/* score.h - what the files on scores share */
#ifndef CORE_SCORE_H
#define CORE_SCORE_H

#include "loyalty.h"
#include "crm/score.h"

/* Room for one score more. */
struct crm_score *add_score(struct crm_scores *);
/* Gives each row of those asked about that pass a filter, in any order. */
int look_among(struct crm *, const char *entity, const struct crm_whom *, const char *where, const char *columns,
    int (*row)(void *, const struct crm_val *), void *arg, struct crm_err *);
/* Text of a value, or NULL. */
const char *text_of(const struct crm_val *);

#endif
