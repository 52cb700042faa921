/* contract.h - contracts: drafted, signed, amended, renewed; what must be decided and when; who was introduced */
#ifndef CRM_CONTRACT_H
#define CRM_CONTRACT_H

#include "core.h"
#include "sum.h"

#pragma GCC visibility push(default)

/*
 * The functions of this section run inside crm_work().  text are assignments "field=value"; rec comes to hold the
 * record that was made or changed.
 */

/* A new record, with what rec holds already; what else follows, the rules of the trade know. */
int crm_contract_new(struct crm *, struct crm_rec *rec, char *const *text, size_t n, struct crm_err *);

/* A file as it was when recorded. */
struct crm_file { const char *path, *sha256; int64_t size; };
/* Records a file with a contract; its title is the contract's unless text has one. */
int crm_contract_document(struct crm *, int64_t contract, const struct crm_file *, char *const *text, size_t n,
    struct crm_rec *rec, struct crm_err *);

/*
 * A step of crm_step() with what is particular to contracts: to approve needs the authority (CRM_NOPERM), and
 * whoever did is kept; signing may record the document.
 */
struct crm_contract_step {
	const char *verb;
	char *const *text; size_t n;
	const char *by;                          /* sign: who did, for the client */
	const char *on;                          /* sign, end, terminate: that day, as stored; NULL: today */
	const char *note;                        /* goes into the step; NULL: the reason that text gives */
	const struct crm_file *document;         /* sign: or NULL */
};
int crm_contract_step(struct crm *, int64_t id, const struct crm_contract_step *, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *);

/* Settles a difference that is open, by "state=ours" and what else text says. */
int crm_contract_settle(struct crm *, int64_t clause, char *const *text, size_t n, struct crm_rec *old,
    struct crm_rec *rec, struct crm_err *);

/* Drafts the next version of one that is signed or active, with its terms, bonuses and rights. */
int crm_contract_amend(struct crm *, int64_t id, char *const *text, size_t n, struct crm_rec *rec, struct crm_err *);

/*
 * Gives an active contract that renews itself and whose end has passed the terms that have begun since, each a
 * step.  Done twice it does nothing more.  CRM_BY_HAND: it has passed its end, and somebody must decide.
 */
enum crm_renewal { CRM_NOT_DUE, CRM_RENEWED, CRM_BY_HAND };
int crm_contract_renew(struct crm *, int64_t id, enum crm_renewal *, struct crm_rec *old, struct crm_rec *rec,
    struct crm_err *);

/*
 * What must be decided until the day `until`, the first first: the id of a contract or right, the day, why, title,
 * client and owner.  The filter is of contracts.
 */
int crm_contract_due(struct crm *, char *const *filter, size_t nfilter, int64_t until, struct crm_grid *,
    struct crm_err *);
/* How many days ahead is looked where nobody says: the policy's earliest reminder. */
int64_t crm_contract_ahead(const struct crm_policy *);

/* Who was brought by whom, beginning with a client: depth, id, name, by whom, by which contract, won value. */
int crm_referral_chain(struct crm *, int64_t client, struct crm_grid *, struct crm_err *);

/*
 * A template with the contract's {fields} filled in; {terms}, {clauses} and {rights} are lists, a line for each.
 * Mistakes in it are told by name, line and column.
 */
int crm_contract_text(struct crm *, int64_t id, const char *name, const char *text, struct crm_buf *out,
    struct crm_err *);

#pragma GCC visibility pop
#endif
