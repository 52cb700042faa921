/* objection_test.c - the steps of an objection, each of them and no other, and which answers settle which */
#include "base_fixture.h"

#include <stdio.h>

#include "crm/objection.h"

struct trial { int64_t id; struct crm_stride stride; struct crm_rec old, rec; };

static int
go(struct crm *c, void *arg, struct crm_err *e)
{
	struct trial *t = arg;

	return crm_objection_step(c, t->id, &t->stride, &t->old, &t->rec, e);
}

static int
step(int64_t id, const char *verb, const char *text)
{
	char *set[] = { (char *)text };
	struct trial t = { .id = id, .stride = { .verb = verb, .text = set, .n = text != NULL } };
	int rc;

	crm_err_clear(&err);
	crm_rec_init(&t.old, ent("objection"));
	crm_rec_init(&t.rec, ent("objection"));
	rc = crm_work(crm, go, &t, NULL, &err);
	crm_rec_free(&t.old);
	crm_rec_free(&t.rec);
	return rc;
}

static const char *
get(int64_t id, const char *name)
{
	return base_get("objection", id, name);
}

static void
an_objection_takes_the_steps_it_may_and_no_other(void **s)
{
	static const struct { const char *from, *answer, *settle, *stands; } ways[] = {
		{ "open", "answered", NULL, NULL },
		{ "answered", "answered", "settled", "stands" },
		{ "settled", NULL, NULL, NULL },
		{ "stands", "answered", NULL, NULL },
	};

	(void)s;
	base_add("deal", "title=Parkas", NULL);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		const char *const verb[] = { "answer", "settle", "stands", "dance" };
		const char *const to[] = { ways[i].answer, ways[i].settle, ways[i].stands, NULL };

		for (size_t k = 0; k < 4; k++) {
			char state[24];
			int64_t id;

			snprintf(state, sizeof state, "state=%s", ways[i].from);
			id = base_add("objection", "deal=d1", "about=too dear", state, NULL);
			assert_int_equal(step(id, verb[k], k == 0 ? "answer=not in the long run" : NULL),
			    to[k] != NULL ? CRM_OK : CRM_DATA);
			assert_string_equal(get(id, "state"), to[k] != NULL ? to[k] : ways[i].from);
			assert_true(to[k] != NULL || strstr(err.text, " may follow, not ") != NULL);
		}
	}
	assert_int_equal(step(1, "settle", NULL), CRM_OK);
	assert_int_equal(step(1, "answer", "answer=no"), CRM_DATA);
	assert_string_equal(err.text, "ob1: is settled: nothing may follow, not answer\n");
	assert_int_equal(step(2, "answer", NULL), CRM_USAGE);
	assert_string_equal(err.text, "ob2: answer: what was said to it?\n");
}

static void
an_answer_that_gave_way_stays_known(void **s)
{
	(void)s;
	base_add("deal", "title=Parkas", NULL);
	base_add("objection", "deal=d1", "about=too dear", NULL);
	assert_int_equal(step(1, "answer", "answer=a, b"), CRM_OK);
	base_open("2026-09-16T09:00:00Z", false);
	assert_int_equal(step(1, "answer", "answer=c"), CRM_OK);
	assert_int_equal(step(1, "stands", NULL), CRM_OK);
	assert_string_equal(get(1, "settled"), "2026-09-16T09:00:00Z");
	assert_int_equal(step(1, "answer", "answer=a, b"), CRM_OK);
	assert_int_equal(step(1, "answer", "answer=a, b"), CRM_OK);
	assert_string_equal(get(1, "tried"), "a\\, b, c");
	assert_string_equal(get(1, "answered"), BASE_NOW);
	assert_string_equal(get(1, "settled"), "");
	assert_string_equal(base_check(), "");
}

static void
who_writes_an_answer_down_has_answered(void **s)
{
	(void)s;
	base_add("deal", "title=Parkas", NULL);
	base_add("objection", "deal=d1", "about=too dear", "answer=no", NULL);
	assert_string_equal(base_find("objection", "state=answered answered!= raised!="), "ob1");
	base_add("objection", "deal=d1", "about=too late", NULL);
	assert_int_equal(base_set("objection", 2, 0, "answer=express", NULL), CRM_OK);
	assert_string_equal(get(2, "state"), "answered");
	base_add("objection", "deal=d1", "about=old", "answer=yes", "state=settled", "raised=2020-01-01", NULL);
	assert_string_equal(base_find("objection", "state=settled answered= settled= raised=2020-01-01"), "ob3");
}

static void
add(const char *deal, const char *kind, const char *answer, const char *state)
{
	base_add("objection", deal, "about=x", kind, answer, state, NULL);
}

static void
the_best_answers_come_first(void **s)
{
	char *price[] = { "kind=price" };
	struct crm_buf filter = { 0 };

	(void)s;
	base_add("client", "name=Acme", NULL);
	base_add("deal", "title=a", "client=c1", "stage=won", NULL);
	base_add("deal", "title=b", "client=c1", NULL);
	base_add("deal", "title=c", "client=c1", NULL);
	/* three times of four are more than the one time that there was */
	for (int i = 0; i < 3; i++)
		add("deal=d1", "kind=price", "answer=Cheaper in the end", "state=settled");
	add("deal=d2", "kind=price", "answer=cheaper in the END", "state=stands");
	add("deal=d2", "kind=price", "answer=Pay later", "state=stands");
	add("deal=d1", "kind=price", "answer=A gift", "state=stands");
	add("deal=d2", "kind=trust", "answer=Pay later", "state=settled");
	add("deal=d3", "kind=timing", "answer=", "state=open");
	assert_int_equal(step(6, "answer", "answer=Pay later"), CRM_OK);
	assert_int_equal(step(6, "settle", NULL), CRM_OK);
	assert_string_equal(base_report(&crm_answers, &(struct crm_asked){ 0 }),
	    "price,Cheaper in the end,4,3,75,2,1; price,Pay later,2,1,50,2,1; price,A gift,1,0,0,1,1; "
	    "trust,Pay later,1,1,100,1,0");
	assert_string_equal(base_report(&crm_answers, &(struct crm_asked){ .filter = price, .nfilter = 1 }),
	    "price,Cheaper in the end,4,3,75,2,1; price,Pay later,2,1,50,2,1; price,A gift,1,0,0,1,1");
	assert_int_equal(crm_answers_for(crm, 2, &filter, &err), CRM_OK);
	assert_string_equal(filter.p, "kind=price,price");           /* trust is settled there */
	filter.n = 0;
	add("deal=d3", "kind=trust", "answer=", "state=settled");
	assert_int_equal(crm_answers_for(crm, 3, &filter, &err), CRM_OK);
	assert_string_equal(filter.p, "kind=timing");
	base_add("deal", "title=d", NULL);
	assert_int_equal(crm_answers_for(crm, 4, &filter, &err), CRM_NO);
	crm_buf_free(&filter);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BASE_TEST(an_objection_takes_the_steps_it_may_and_no_other),
		BASE_TEST(an_answer_that_gave_way_stays_known),
		BASE_TEST(who_writes_an_answer_down_has_answered),
		BASE_TEST(the_best_answers_come_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
