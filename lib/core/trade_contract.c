/* trade_contract.c - what follows from a change of a contract, its differences, and the partner's rights */
#include "session.h"

#include <stdio.h>
#include <string.h>

#include "crm/approve.h"
#include "crm/steps.h"

/* What may still change of a signed contract and what belongs to it; names end with NULL. */
static const struct { const char *entity; const char *const *free; } sealed[] = {
	{ "contract",
	    (const char *const[]){ "owner", "note", "tags", "key", "created", "state", "closed", "reason", NULL } },
	{ "clause", (const char *const[]){ "owner", "due", "key", "created", NULL } },
	{ "right", (const char *const[]){ "department", "every", "due", "note", "key", "created", NULL } },
	{ "term", (const char *const[]){ "note", "key", "created", NULL } },
	{ "bonus", (const char *const[]){ "note", "key", "created", NULL } },
};
#define NSEALED (sizeof sealed / sizeof *sealed)

bool
is_sealed(const struct crm_rec *k)
{
	return is(k, "state", "signed") || is(k, "state", "active") || is(k, "state", "ended")
	    || is(k, "state", "terminated");
}

bool
get_period(const struct crm_rec *rec, const char *field, struct crm_period *out)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_TEXT && crm_period_read(v->p, v->n, out);
}

bool
get_day(const struct crm_rec *rec, const char *field, int64_t *day)
{
	const struct crm_val *v = crm_rec_get(rec, field);

	return v->t == CRM_TEXT && crm_read_date(v->p, v->n, day) == CRM_OK;
}

void
put_day(struct crm_rec *rec, const char *field, int64_t day)
{
	const int64_t first = crm_day(1, 1, 1), last = crm_day(9999, 12, 31);
	char text[11];

	crm_fmt_date(text, day < first ? first : day > last ? last : day);
	put_text(rec, field, text);
}

static int64_t
today(const struct crm *c)
{
	return crm_local_day(c->ctx.now);
}

static int
period_ok(const struct crm_rec *rec, const char *field, struct crm_err *err)
{
	const struct crm_val *v = crm_rec_get(rec, field);
	struct crm_period p;
	char shown[256];

	return v->t != CRM_TEXT || get_period(rec, field, &p) ? CRM_OK : crm_fail(err, CRM_DATA, field,
	    "%s is no period: 30d, 2w, 3m, 1y, or 10bd for business days", crm_quote(shown, v->p, v->n));
}

/* Of the fields that a signature seals, one that differs; NULL when none does. */
static const char *
breaks_seal(const struct crm_rec *old, const struct crm_rec *rec)
{
	const char *const *name;
	size_t e = 0;

	while (strcmp(sealed[e].entity, rec->ent->name) != 0)
		e++;
	for (size_t i = 1; i < rec->ent->nfield; i++) {
		const struct crm_field *f = &rec->ent->field[i];

		for (name = sealed[e].free; *name != NULL && strcmp(*name, f->name) != 0; )
			name++;
		if (*name == NULL && crm_field_stored(f) && !(f->flags & (CRM_F_AUTO | CRM_F_CUSTOM))
		    && !crm_val_eq(&old->val[i], &rec->val[i]))
			return f->name;
	}
	return NULL;
}

/* A contract that came in signed brings what belongs to it after it: it took no step here. */
static int
seals(struct crm *c, int64_t id, bool fresh, bool *so, struct crm_err *err)
{
	struct crm_val steps = CRM_VINT(1);
	int rc = meet(c, &c->contract, "contract", id, err);

	*so = rc == CRM_OK && is_sealed(&c->contract);
	if (!*so || !fresh)
		return rc;
	rc = facts(c, c->contract.ent, id, "steps", &steps, &c->contract.arena, err);
	*so = steps.i > 0;
	return rc;
}

int
contract_permits(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_rec *side[] = { old, rec };
	const struct crm_val *of;
	bool so;
	int rc;

	if (old != NULL && rec != NULL && breaks_seal(old, rec) == NULL)
		return CRM_OK;
	for (int i = 0; i < 2; i++) {
		of = side[i] != NULL ? crm_rec_get(side[i], "contract") : &CRM_VNULL;
		if (of->t != CRM_INT)
			continue;
		if ((rc = seals(c, of->i, old == NULL, &so, err)) != CRM_OK)
			return rc;
		if (so)
			return crm_fail(err, CRM_NOPERM, "contract",
			    "k%lld is %s, and what it says stands: crm-contract amend k%lld makes its next version",
			    (long long)of->i, crm_rec_get(&c->contract, "state")->p, (long long)of->i);
	}
	return CRM_OK;
}

int
contract_keeps(struct crm *c, const struct crm_entity *e, int64_t id, struct crm_err *err)
{
	struct crm_rec rec;
	size_t i = 1;                            /* the contract itself may go, with all that is its */
	int rc;

	while (i < NSEALED && strcmp(sealed[i].entity, e->name) != 0)
		i++;
	if (i == NSEALED)
		return CRM_OK;
	crm_rec_init(&rec, e);
	if ((rc = crm_get(c, e, id, &rec, err)) == CRM_OK)
		rc = contract_permits(c, &rec, NULL, err);
	crm_rec_free(&rec);
	return rc;
}

/* Who came by a referral clause was recommended by the client of that contract. */
int
client_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *by = crm_rec_get(rec, "referral"), *who;
	int rc;

	(void)flags;
	if (by->t != CRM_INT || !differs(old, rec, "referral"))
		return CRM_OK;
	if ((rc = meet(c, &c->contract, "contract", by->i, err)) != CRM_OK)
		return rc;
	who = crm_rec_get(&c->contract, "client");
	if (who->t == CRM_INT && who->i == crm_rec_id(rec))
		return crm_fail(err, CRM_DATA, "referral", "k%lld is its own contract", (long long)by->i);
	if (crm_rec_get(rec, "referrer")->t == CRM_NULL)
		crm_rec_put(rec, "referrer", who);
	return CRM_OK;
}

/* What a new contract leaves open it has of its deal and its client. */
static int
fill_new(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	static const char *const of_deal[] = { "client", "title", "owner" };
	int64_t me;
	int rc = CRM_OK;

	if (crm_rec_get(rec, "value")->t == CRM_NULL && crm_rec_get(rec, "currency")->t == CRM_NULL
	    && (rc = inherit(c, rec, "deal", "value", err)) == CRM_OK)
		rc = inherit(c, rec, "deal", "currency", err);
	for (size_t i = 0; i < sizeof of_deal / sizeof *of_deal && rc == CRM_OK; i++)
		rc = inherit(c, rec, "deal", of_deal[i], err);
	if (rc == CRM_OK)
		rc = inherit(c, rec, "client", "owner", err);
	if (rc == CRM_OK && crm_rec_get(rec, "owner")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "owner", me);
	if (crm_rec_get(rec, "version")->t == CRM_NULL)
		put_int(rec, "version", 1);
	return rc;
}

/* No differences are left when it goes out to be signed. */
static int
settled(struct crm *c, const struct crm_rec *rec, struct crm_err *err)
{
	const struct crm_entity *clause = crm_entity_must(&c->schema, "clause");
	struct crm_path col[] = {
		{ .ent = clause, .field = &clause->field[0] },
		{ .ent = clause, .field = crm_field_must(clause, "about") },
	};
	struct crm_query q = { .ent = clause, .col = col, .ncol = 2, .ctx = &c->ctx };
	struct crm_arena a = { 0 };
	struct crm_buf open = { 0 };
	struct crm_cursor *cur;
	struct crm_expr *where;
	int rc = crm_filter_text(&c->ctx, clause,
	    crm_sprintf(&a, "state=open contract=k%lld", (long long)crm_rec_id(rec)), &where, &a, err);

	q.where = where;
	if (rc == CRM_OK && (rc = crm_select(c->db, &q, &cur, err)) == CRM_OK) {
		while ((rc = crm_cursor_next(cur, err)) == CRM_ROW)
			crm_putf(&open, "%scl%lld (%s)", open.n ? ", " : "", (long long)cur->val[0].i, cur->val[1].p);
		crm_cursor_close(cur);
		rc = rc == CRM_DONE ? CRM_OK : rc;
	}
	if (rc == CRM_OK && open.n > 0)
		rc = crm_fail(err, CRM_DATA, "state", "differences are open: %s: see crm-contract settle", open.p);
	crm_buf_free(&open);
	crm_arena_free(&a);
	return rc;
}

/* What a state asks for, and what it leaves on the record. */
static int
enter(struct crm *c, struct crm_rec *rec, struct crm_err *err)
{
	static const char *const last[] = { "ended", "terminated", "cancelled" };

	if (is(rec, "state", "awaiting"))
		return settled(c, rec, err);
	if (is(rec, "state", "signed")) {
		if (crm_rec_get(rec, "signed_by")->t == CRM_NULL)
			return crm_fail(err, CRM_USAGE, "signed_by", "who signed for the client? --by NAME");
		if (crm_rec_get(rec, "signed")->t == CRM_NULL)
			put_day(rec, "signed", today(c));
	}
	if (is(rec, "state", "active") && crm_rec_get(rec, "starts")->t == CRM_NULL)
		put_day(rec, "starts", today(c));
	if (is(rec, "state", "draft")) {
		put_text(rec, "approver", NULL);
		put_text(rec, "reason", NULL);
	}
	for (size_t i = 0; i < sizeof last / sizeof *last; i++)
		if (is(rec, "state", last[i]) && crm_rec_get(rec, "closed")->t == CRM_NULL)
			put_day(rec, "closed", today(c));
	return CRM_OK;
}

/* The end follows from the start and the term as long as nobody says another. */
static void
derive_end(const struct crm *c, const struct crm_rec *old, struct crm_rec *rec)
{
	const struct crm_hours *h = &c->policy.hours;
	struct crm_period term;
	int64_t starts, ends;

	if (old != NULL && !differs(old, rec, "starts") && !differs(old, rec, "term"))
		return;
	if (old != NULL && differs(old, rec, "ends"))
		return;
	if (old != NULL && get_day(old, "starts", &starts) && get_day(old, "ends", &ends)
	    && !(get_period(old, "term", &term) && crm_period_from(h, &term, starts, 1) - 1 == ends))
		return;
	if (old == NULL && crm_rec_get(rec, "ends")->t != CRM_NULL)
		return;
	if (get_period(rec, "term", &term) && get_day(rec, "starts", &starts))
		put_day(rec, "ends", crm_period_from(h, &term, starts, 1) - 1);
}

static int
dates(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, struct crm_err *err)
{
	struct crm_period notice;
	int64_t starts = 0, ends;
	int rc = period_ok(rec, "notice", err);

	if (period_ok(rec, "term", err) != CRM_OK || rc != CRM_OK)
		return CRM_DATA;
	derive_end(c, old, rec);
	if (crm_rec_get(rec, "introductions")->t != CRM_NULL && crm_rec_get(rec, "introductions_due")->t == CRM_NULL
	    && differs(old, rec, "introductions"))
		put_day(rec, "introductions_due", (get_day(rec, "starts", &starts) ? starts : today(c))
		    + c->policy.introductions_due);
	put_text(rec, "notice_by", NULL);
	if (!get_day(rec, "ends", &ends))
		return CRM_OK;
	if (get_day(rec, "starts", &starts) && ends < starts)
		return crm_fail(err, CRM_DATA, "ends", "%s is before it starts, on %s", crm_rec_get(rec, "ends")->p,
		    crm_rec_get(rec, "starts")->p);
	if (get_period(rec, "notice", &notice))
		put_day(rec, "notice_by", crm_period_from(&c->policy.hours, &notice, ends, -1));
	return CRM_OK;
}

/* What a contract is worth is only known against a limit when both are in one currency. */
int
contract_within(struct crm *c, const struct crm_rec *k, struct crm_err *err)
{
	const struct crm_val *value = crm_rec_get(k, "value"), *currency = crm_rec_get(k, "currency");
	struct crm_decision d = {
		.kind = "contract", .client = crm_rec_get(k, "client")->i, .contract = crm_rec_id(k),
		.v = value->t == CRM_INT ? value->i : 0,
	};
	bool may;
	int rc;

	if (d.v == 0 || is(k, "currency", c->policy.currency))
		return crm_must(c, &d, "value", "crm-contract(1)", err);
	d.v = INT64_MAX;
	rc = crm_may(c, &d, &may, err);
	return rc != CRM_OK || may ? rc : crm_fail(err, CRM_NOPERM, "value",
	    "is in %s, and limits are in %s: only who has none may approve", currency->p, c->policy.currency);
}

static bool
is_raised(const struct crm_rec *old, const struct crm_rec *rec)
{
	return differs(old, rec, "currency") || crm_val_cmp(crm_rec_get(rec, "value"), crm_rec_get(old, "value")) > 0;
}

int
contract_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const char *field = old != NULL && is_sealed(old) && !(flags & AGREED) ? breaks_seal(old, rec) : NULL;
	int rc = CRM_OK;

	if (field != NULL)
		return crm_fail(err, CRM_NOPERM, field,
		    "does not change once a contract is signed: crm-contract amend k%lld", (long long)crm_rec_id(old));
	if (old == NULL)
		rc = fill_new(c, rec, err);
	else if (differs(old, rec, "state"))
		rc = enter(c, rec, err);
	else if ((is(rec, "state", "negotiating") || is(rec, "state", "awaiting")) && is_raised(old, rec))
		rc = contract_within(c, rec, err);       /* approval was of another value */
	return rc == CRM_OK ? dates(c, old, rec, err) : rc;
}

static int
stride(struct crm *c, int64_t id, const char *verb, const char *note, struct crm_err *err)
{
	const struct crm_stride s = { .verb = verb, .note = note };
	struct crm_rec old, rec;
	int rc;

	crm_rec_init(&old, crm_entity_must(&c->schema, "contract"));
	crm_rec_init(&rec, old.ent);
	rc = crm_step(c, id, &s, &old, &rec, err);
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

/* The version that another replaces ends on the day that one is in force, if it ever was itself. */
static int
end_former(struct crm *c, const struct crm_rec *rec, int64_t former, struct crm_err *err)
{
	char note[40];
	int rc = meet(c, &c->contract, "contract", former, err);

	snprintf(note, sizeof note, "replaced by k%lld", (long long)crm_rec_id(rec));
	if (rc == CRM_OK && is(&c->contract, "state", "signed"))
		rc = stride(c, former, "activate", NULL, err);
	if (rc == CRM_OK && (rc = meet(c, &c->contract, "contract", former, err)) == CRM_OK
	    && is(&c->contract, "state", "active"))
		rc = stride(c, former, "end", note, err);
	return rc;
}

int
contract_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	const struct crm_val *former = crm_rec_get(rec, "amends");

	(void)flags;
	met_changed(&c->contract, rec);
	if (old == NULL || former->t != CRM_INT || !is(rec, "state", "active") || is(old, "state", "active"))
		return CRM_OK;
	return end_former(c, rec, former->i, err);
}

/* Whose wording it became says what was agreed, unless somebody does. */
static void
agree(const struct crm *c, const struct crm_rec *old, struct crm_rec *rec)
{
	bool open = is(rec, "state", "open");

	if (old != NULL && differs(old, rec, "state") && !differs(old, rec, "agreed"))
		put_text(rec, "agreed", NULL);
	if ((is(rec, "state", "ours") || is(rec, "state", "theirs")) && crm_rec_get(rec, "agreed")->t == CRM_NULL)
		crm_rec_put(rec, "agreed", crm_rec_get(rec, crm_rec_get(rec, "state")->p));
	if (open)
		put_text(rec, "settled", NULL);
	else if (old != NULL && is(old, "state", "open"))
		put_day(rec, "settled", today(c));
}

int
clause_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	const struct crm_val *of = crm_rec_get(rec, "contract");
	int rc = contract_permits(c, old, rec, err);

	(void)flags;
	if (rc != CRM_OK || of->t != CRM_INT || (rc = meet(c, &c->contract, "contract", of->i, err)) != CRM_OK)
		return rc;
	agree(c, old, rec);
	if (is(rec, "state", "compromise") && crm_rec_get(rec, "agreed")->t == CRM_NULL)
		return crm_fail(err, CRM_DATA, "agreed", "what was agreed on? agreed=TEXT");
	if (is(rec, "state", "open") && is(&c->contract, "state", "awaiting"))
		return crm_fail(err, CRM_DATA, "contract",
		    "k%lld awaits its signature: crm-contract negotiate k%lld first", (long long)of->i, (long long)of->i);
	return CRM_OK;
}

int
right_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	struct crm_period every;
	int rc = contract_permits(c, old, rec, err);

	(void)flags;
	if (rc != CRM_OK || (rc = period_ok(rec, "every", err)) != CRM_OK)
		return rc;
	if (crm_rec_get(rec, "due")->t == CRM_NULL && differs(old, rec, "every") && get_period(rec, "every", &every))
		put_day(rec, "due", crm_period_from(&c->policy.hours, &every, today(c), 1));
	return CRM_OK;
}

int
check_before(struct crm *c, const struct crm_rec *old, struct crm_rec *rec, unsigned flags, struct crm_err *err)
{
	int64_t me;

	(void)flags, (void)err;
	if (old == NULL && crm_rec_get(rec, "agent")->t == CRM_NULL && (me = actor_id(c)) != 0)
		put_int(rec, "agent", me);
	return CRM_OK;
}

/* The right has the verdict of its last check, and the next is due so long after it. */
static int
judge(struct crm *c, const struct crm_rec *check, const struct crm_rec *right, struct crm_err *err)
{
	const struct crm_val *at = crm_rec_get(check, "at");
	struct crm_period every;
	struct crm_rec rec = { 0 };
	int64_t t;
	int rc;

	if (crm_val_cmp(at, crm_rec_get(right, "checked")) < 0)
		return CRM_OK;
	crm_rec_copy(&rec, right);
	crm_rec_put(&rec, "verdict", crm_rec_get(check, "verdict"));
	crm_rec_put(&rec, "checked", at);
	if (get_period(&rec, "every", &every) && crm_read_time(at->p, at->n, &t) == CRM_OK)
		put_day(&rec, "due", crm_period_from(&c->policy.hours, &every, crm_local_day(t), 1));
	rc = save(c, right, &rec, 0, NULL, err);
	crm_rec_free(&rec);
	return rc;
}

/* A breach is a case, of which the check keeps the number: so it is opened once. */
static int
open_case(struct crm *c, const struct crm_rec *check, const struct crm_rec *right, struct crm_err *err)
{
	const struct crm_val *contract = crm_rec_get(right, "contract");
	struct crm_rec rec, known = { 0 };
	int rc = meet(c, &c->contract, "contract", contract->i, err);

	if (rc != CRM_OK)
		return rc;
	crm_rec_init(&rec, crm_entity_must(&c->schema, "case"));
	put_text(&rec, "kind", "right");
	crm_rec_put(&rec, "client", crm_rec_get(&c->contract, "client"));
	crm_rec_put(&rec, "owner", crm_rec_get(&c->contract, "owner"));
	crm_rec_put(&rec, "contract", contract);
	crm_rec_put(&rec, "right", &right->val[0]);
	crm_rec_put(&rec, "department", crm_rec_get(right, "department"));
	put_text(&rec, "about", crm_sprintf(&rec.arena, "Not kept: %s", crm_rec_get(right, "about")->p));
	crm_rec_put(&rec, "body", crm_rec_get(check, "note"));
	if ((rc = crm_rec_defaults(&c->ctx, &rec, err)) == CRM_OK
	    && (rc = save(c, NULL, &rec, 0, NULL, err)) == CRM_OK) {
		crm_rec_copy(&known, check);
		crm_rec_put(&known, "case", &rec.val[0]);
		rc = save(c, check, &known, 0, NULL, err);
	}
	crm_rec_free(&known);
	crm_rec_free(&rec);
	return rc;
}

int
check_after(struct crm *c, const struct crm_rec *old, const struct crm_rec *rec, unsigned flags,
    struct crm_err *err)
{
	bool breach = is(rec, "verdict", "breach") && crm_rec_get(rec, "case")->t == CRM_NULL
	    && (old == NULL || !is(old, "verdict", "breach"));
	struct crm_rec right;
	int rc;

	(void)flags;
	crm_rec_init(&right, crm_entity_must(&c->schema, "right"));
	if ((rc = crm_get(c, right.ent, crm_rec_get(rec, "right")->i, &right, err)) == CRM_OK
	    && (old == NULL || differs(old, rec, "verdict") || differs(old, rec, "at")))
		rc = judge(c, rec, &right, err);
	if (rc == CRM_OK && breach)
		rc = open_case(c, rec, &right, err);
	crm_rec_free(&right);
	return rc;
}
