/* steps_test.c - which steps contracts and cases may take, each of them and no other; who may approve what */
#include "base_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "crm/approve.h"
#include "crm/steps.h"

/* What each verb leads to from each state; what is not here is refused. */
struct way { const char *from, *ways; };
static const struct way contract[] = {
	{ "draft", "submit>approval cancel>cancelled" },
	{ "approval", "approve>negotiating reject>rejected redraft>draft cancel>cancelled" },
	{ "negotiating", "await>awaiting redraft>draft cancel>cancelled" },
	{ "awaiting", "sign>signed decline>declined negotiate>negotiating cancel>cancelled" },
	{ "signed", "activate>active" },
	{ "active", "renew>active end>ended terminate>terminated" },
	{ "ended", "" }, { "terminated", "" },
	{ "rejected", "redraft>draft cancel>cancelled" },
	{ "declined", "redraft>draft cancel>cancelled" },
	{ "cancelled", "" }, { NULL, NULL },
};
static const struct way case_[] = {
	{ "received", "acknowledge>acknowledged withdraw>withdrawn" },
	{ "acknowledged", "assess>assessed withdraw>withdrawn" },
	{ "assessed", "investigate>investigating withdraw>withdrawn" },
	{ "investigating", "decide>decided withdraw>withdrawn" },
	{ "decided", "accept>accepted reject>rejected withdraw>withdrawn" },
	{ "accepted", "act>acting close>closed" },
	{ "rejected", "escalate>escalated close>closed withdraw>withdrawn" },
	{ "acting", "verify>verified" },
	{ "verified", "act>acting close>closed" },
	{ "escalated", "investigate>investigating decide>decided withdraw>withdrawn" },
	{ "closed", "reopen>received" }, { "withdrawn", "reopen>received" }, { NULL, NULL },
};
static const char *const verbs[] = {
	"submit", "approve", "reject", "redraft", "await", "negotiate", "sign", "decline", "activate", "renew", "end", "terminate",
	"cancel", "acknowledge", "assess", "investigate", "decide", "accept", "act", "verify", "escalate", "close",
	"withdraw", "reopen", "dance", NULL
};

struct trial { int64_t id; struct crm_stride stride; struct crm_rec old, rec; };

static int
stride(struct crm *c, void *arg, struct crm_err *e)
{
	struct trial *t = arg;

	return crm_step(c, t->id, &t->stride, &t->old, &t->rec, e);
}

/* The state a way leads to, or "". */
static const char *
leads(const char *ways, const char *verb)
{
	static char to[32];
	size_t n = strlen(verb);

	for (const char *p = ways; *p != '\0'; p += strcspn(p, " "), p += *p == ' ')
		if (strncmp(p, verb, n) == 0 && p[n] == '>') {
			snprintf(to, sizeof to, "%.*s", (int)strcspn(p + n + 1, " "), p + n + 1);
			return to;
		}
	return "";
}

static int64_t
one(const char *entity, const char *from)
{
	char state[40];

	snprintf(state, sizeof state, "state=%s", from);
	if (strcmp(entity, "case") == 0)
		return base_add("case", "about=Torn parka", "client=c1", "decision=another", "cause=seams", "measure=checks",
		    "department=QA", "due=2026-10-01", "effective=yes", state, NULL);
	return base_add("contract", "title=Parkas", "client=c1", "signed_by=Mr Bos", "signed=2026-09-01",
	    "starts=2026-09-01", state, NULL);
}

static void
every_way(const char *entity, const struct way *w)
{
	base_add("client", "name=Acme", NULL);
	for (; w->from != NULL; w++)
		for (const char *const *v = verbs; *v != NULL; v++) {
			const char *to = leads(w->ways, *v);
			struct trial t = { .id = one(entity, w->from), .stride = { .verb = *v, .note = "so be it" } };
			int rc;

			crm_rec_init(&t.old, ent(entity));
			crm_rec_init(&t.rec, ent(entity));
			rc = crm_work(crm, stride, &t, NULL, &err);
			if (rc != (*to != '\0' ? CRM_OK : CRM_DATA))
				fail_msg("%s: %s %s: status %d: %s", entity, w->from, *v, rc, err.text);
			assert_string_equal(base_get(entity, t.id, "state"), *to != '\0' ? to : w->from);
			if (rc == CRM_DATA && strstr(err.text, "may follow") == NULL)
				fail_msg("%s: %s %s does not say what may: %s", entity, w->from, *v, err.text);
			crm_rec_free(&t.old);
			crm_rec_free(&t.rec);
			crm_err_clear(&err);
		}
	assert_string_equal(base_check(), "");
}

static void
contracts_take_the_steps_they_may_and_no_other(void **s)
{
	(void)s;
	every_way("contract", contract);
	assert_string_equal(base_find("step", "case!="), "");
}

static void
cases_take_the_steps_they_may_and_no_other(void **s)
{
	(void)s;
	every_way("case", case_);
	assert_string_equal(base_find("step", "contract!="), "");
}

static void
a_step_says_from_where_how_long_and_why(void **s)
{
	struct trial t = { .stride = { .verb = "submit", .note = "ready" } };

	(void)s;
	base_add("client", "name=Acme", NULL);
	t.id = base_add("contract", "title=Parkas", "client=c1", "created=2026-09-15T08:00:00Z", NULL);
	crm_rec_init(&t.old, ent("contract"));
	crm_rec_init(&t.rec, ent("contract"));
	assert_int_equal(crm_work(crm, stride, &t, NULL, &err), CRM_OK);
	assert_string_equal(base_find("step", "contract=k1 old_state=draft state=approval lasted=1h note=ready"), "st1");
	t.stride.verb = "dance";
	assert_int_equal(crm_work(crm, stride, &t, NULL, &err), CRM_DATA);
	assert_string_equal(err.text, "k1: is approval: approve, reject, redraft, cancel may follow, not dance\n");
	crm_rec_free(&t.old);
	crm_rec_free(&t.rec);
}

static struct { struct crm_decision d; const char *until; int64_t id; } wish;

static int
allow(struct crm *c, void *arg, struct crm_err *e)
{
	(void)arg;
	return crm_approve(c, &wish.d, wish.until, "just this once", &wish.id, e);
}

static bool
may(int64_t client, int64_t v)
{
	bool is_so;

	assert_int_equal(crm_may(crm, &(struct crm_decision){ "discount", client, 0, 0, v }, &is_so, &err), CRM_OK);
	return is_so;
}

static void
authority_is_the_users_own_or_the_roles_or_an_approval(void **s)
{
	char policy_with_limits[2048];
	char *text;

	(void)s;
	assert_int_equal(crm_policy_text(crm, &text, &err), CRM_OK);
	snprintf(policy_with_limits, sizeof policy_with_limits,
	    "%s\nlimits:\n  - {role: agent, discount: 5, contract: 100, credit: 0, points: 10}\n"
	    "  - {role: director, discount: 100, contract: any, credit: any, points: any}\n", text);
	free(text);
	assert_int_equal(crm_policy_load(crm, "p", policy_with_limits, strlen(policy_with_limits), false, &err), CRM_OK);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", NULL);
	assert_true(may(1, 9000));                      /* nobody's limits: a script */
	base_add("user", "login=anna", "name=Anna", NULL);
	assert_true(may(1, 500));
	assert_false(may(1, 501));
	wish.d = (struct crm_decision){ "discount", 1, 0, 0, 2000 };
	assert_int_equal(crm_work(crm, allow, NULL, NULL, &err), CRM_NOPERM);
	base_set("user", 1, 0, "role=director", NULL);
	wish.until = "+2d";
	assert_int_equal(crm_work(crm, allow, NULL, NULL, &err), CRM_OK);
	base_set("user", 1, 0, "role=agent", NULL);
	assert_true(may(1, 2000));
	assert_false(may(1, 2001));
	assert_false(may(2, 2000));
	assert_int_equal(base_open("2026-09-18T09:00:00Z", false), CRM_OK);
	assert_false(may(1, 2000));                     /* it held until the 17th */
	crm_err_clear(&err);
	assert_int_equal(crm_must(crm, &(struct crm_decision){ "discount", 1, 0, 0, 2000 }, "price", "crm-product(1)",
	    &err), CRM_NOPERM);
	assert_string_equal(err.text,
	    "price: 20 % is beyond the 5 % that anna may decide alone: see crm-product(1)\n");
	base_set("user", 1, 0, "discount_limit=25", NULL);
	assert_true(may(1, 2500));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(contracts_take_the_steps_they_may_and_no_other),
		BASE_TEST(cases_take_the_steps_they_may_and_no_other),
		BASE_TEST(a_step_says_from_where_how_long_and_why),
		BASE_TEST(authority_is_the_users_own_or_the_roles_or_an_approval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
