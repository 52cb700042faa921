/* away_test.c - putting away, bringing back, purging, and taking all of it back again */
#include "base_fixture.h"

#include "crm/brief.h"

static struct { const char *entity; int64_t id; bool back, deep, purge; int64_t n; } job;

static int
do_job(struct crm *c, void *arg, struct crm_err *e)
{
	(void)arg;
	job.n = 0;
	return job.purge ? crm_purge(c, ent(job.entity), job.id, job.deep, &job.n, e)
	    : crm_put_away(c, ent(job.entity), job.id, job.back, job.deep, &job.n, e);
}

/* How many records it took, or minus the status. */
static int64_t
work(const char *what, const char *entity, int64_t id)
{
	int rc;

	job.entity = entity;
	job.id = id;
	job.purge = strstr(what, "purge") != NULL;
	job.back = strstr(what, "back") != NULL;
	job.deep = strstr(what, "deep") != NULL;
	crm_err_clear(&err);
	rc = crm_work(crm, do_job, NULL, NULL, &err);
	return rc == CRM_OK ? job.n : -rc;
}

static int64_t
undo(int64_t batch, bool force)
{
	int64_t n, as;
	int rc;

	crm_err_clear(&err);
	rc = crm_undo(crm, batch, force, &n, &as, &err);
	return rc == CRM_OK ? n : -rc;
}

static int64_t
last_batch(void)
{
	return base_count("SELECT max(id) FROM crm_batch");
}

static int64_t
last_of_mine(void)
{
	int64_t batch;

	assert_int_equal(crm_last_batch(crm, &batch, &err), CRM_OK);
	return batch;
}

static int
setup(void **state)
{
	base_setup(state);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Branch", "parent=c1", NULL);
	base_add("person", "name=Ann", "tags=x", NULL);
	base_add("role", "client=c1", "person=p1", "title=Boss", NULL);
	base_add("deal", "title=Paint", "client=c1", NULL);
	base_add("interaction", "client=c2", "channel=call", "persons=p1", "subject=paint", NULL);
	base_set("deal", 1, 0, "stage=needs", NULL);
	return 0;
}

static void
what_others_depend_on_is_not_put_away_alone(void **s)
{
	(void)s;
	assert_int_equal(work("away", "client", 1), -CRM_NOPERM);
	assert_string_equal(err.text,
	    "3 records depend on c1: c2, ro1, d1 (--with-dependents takes them along)\n");
	assert_string_equal(base_find("client", NULL), "c1 c2");
	assert_int_equal(work("away", "role", 1), 1);
	assert_int_equal(work("away", "client", 1), -CRM_NOPERM);
	assert_string_equal(err.text,
	    "2 records depend on c1: c2, d1 (--with-dependents takes them along)\n");
	assert_int_equal(work("away", "stage_history", 1), -CRM_NOPERM);
	assert_int_equal(work("away", "client", 9), -CRM_NO);
}

static void
with_its_dependents_it_goes_and_comes_back(void **s)
{
	(void)s;
	assert_int_equal(work("away deep", "client", 1), 5);
	assert_string_equal(base_find("client", NULL), "");
	assert_string_equal(base_find("interaction", NULL), "");
	assert_string_equal(base_find("person", NULL), "p1");
	assert_string_equal(base_find("client", "away=today"), "c1 c2");
	assert_int_equal(work("away deep", "client", 1), 0);
	assert_int_equal(work("back", "client", 1), 1);
	assert_string_equal(base_find("client", NULL), "c1");
	assert_int_equal(work("away", "client", 1), 1);
	assert_int_equal(work("back deep", "client", 1), 5);
	assert_string_equal(base_find("client", NULL), "c1 c2");
	assert_string_equal(base_check(), "");
}

static void
purging_refuses_deletes_and_is_undone(void **s)
{
	(void)s;
	assert_int_equal(work("purge", "client", 1), -CRM_NOPERM);
	assert_int_equal(work("purge", "deal", 1), -CRM_NOPERM);
	assert_string_equal(err.text, "1 record depends on d1: sh1 (--with-dependents takes them along)\n");
	assert_int_equal(work("purge deep", "client", 1), 6);
	assert_string_equal(base_find("client", NULL), "");
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history"), 0);
	assert_string_equal(base_check(), "");
	assert_int_equal(undo(last_batch(), false), 6);
	assert_string_equal(base_find("client", "acme"), "c1");
	assert_string_equal(base_find("client", "parent=c1"), "c2");
	assert_string_equal(base_find("interaction", "persons=p1 paint"), "i1");
	assert_string_equal(base_find("role", "client.name=Acme person.name=Ann"), "ro1");
	assert_string_equal(base_get("deal", 1, "stage"), "needs");
	assert_string_equal(base_check(), "");
}

static void
of_several_references_only_the_purged_one_goes(void **s)
{
	(void)s;
	base_add("person", "name=Bob", NULL);
	assert_int_equal(base_set("interaction", 1, 0, "persons+=p2", NULL), CRM_OK);
	assert_int_equal(work("purge deep", "person", 1), 2);
	assert_string_equal(base_get("interaction", 1, "persons"), "p2");
	assert_int_equal(base_count("SELECT count(*) FROM crm_many WHERE name = 'i.persons'"), 1);
	assert_int_equal(undo(last_batch(), false), 3);
	assert_string_equal(base_get("interaction", 1, "persons"), "p1, p2");
	assert_string_equal(base_check(), "");
}

static void
a_circle_of_dependents_ends(void **s)
{
	(void)s;
	assert_int_equal(base_set("client", 1, 0, "referrer=c2", NULL), CRM_OK);
	assert_int_equal(work("away deep", "client", 1), 5);
	assert_int_equal(work("back deep", "client", 1), 5);
	assert_int_equal(work("purge deep", "client", 1), 6);
	assert_string_equal(base_check(), "");
	assert_true(undo(last_batch(), false) > 0);
	assert_string_equal(base_get("client", 1, "referrer"), "c2");
	assert_string_equal(base_get("client", 2, "parent"), "c1");
	assert_string_equal(base_check(), "");
}

static void
an_undo_refuses_what_has_changed_since(void **s)
{
	int64_t batch;

	(void)s;
	assert_int_equal(base_set("client", 1, 0, "city=Rome", "tags=a", NULL), CRM_OK);
	batch = last_batch();
	assert_int_equal(base_set("client", 1, 0, "city=Paris", NULL), CRM_OK);
	assert_int_equal(undo(batch, false), -CRM_NOPERM);
	assert_string_equal(base_get("client", 1, "city"), "Paris");
	assert_int_equal(undo(batch, true), 1);
	assert_string_equal(base_get("client", 1, "city"), "");
	assert_string_equal(base_get("client", 1, "tags"), "");
	assert_int_equal(undo(999, false), -CRM_NO);
	assert_string_equal(err.text, "there is no batch ba999\n");
	assert_string_equal(base_check(), "");
}

static void
an_undo_is_a_batch_that_can_be_undone(void **s)
{
	(void)s;
	assert_int_equal(base_set("client", 1, 0, "city=Rome", NULL), CRM_OK);
	assert_int_equal(undo(last_batch(), false), 1);
	assert_string_equal(base_get("client", 1, "city"), "");
	assert_int_equal(base_count("SELECT undoes FROM crm_batch ORDER BY id DESC LIMIT 1"),
	    last_batch() - 1);
	assert_int_equal(undo(last_batch(), false), 1);
	assert_string_equal(base_get("client", 1, "city"), "Rome");
}

static void
a_batch_whose_undo_was_undone_is_the_last_again(void **s)
{
	int64_t before = last_of_mine(), batch;

	(void)s;
	assert_int_equal(base_set("client", 1, 0, "city=Rome", NULL), CRM_OK);
	batch = last_batch();
	assert_int_equal(last_of_mine(), batch);
	assert_int_equal(undo(batch, false), 1);
	assert_int_equal(last_of_mine(), before);
	assert_int_equal(undo(last_batch(), false), 1);
	assert_int_equal(last_of_mine(), batch);
	assert_int_equal(undo(batch, false), 1);
	assert_int_equal(last_of_mine(), before);
	assert_string_equal(base_get("client", 1, "city"), "");
}

static void
what_was_added_is_not_undone_while_others_depend_on_it(void **s)
{
	int64_t batch;

	(void)s;
	base_add("client", "name=New", NULL);
	batch = last_batch();
	base_add("deal", "title=Later", "client=c3", NULL);
	assert_int_equal(undo(batch, false), -CRM_NOPERM);
	assert_string_equal(base_find("client", "name=New"), "c3");
	assert_int_equal(work("purge deep", "deal", 2), 1);
	assert_int_equal(undo(batch, false), 1);
	assert_string_equal(base_find("client", "name=New"), "");
	assert_string_equal(base_check(), "");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, base_teardown)
	const struct CMUnitTest tests[] = {
		T(what_others_depend_on_is_not_put_away_alone), T(with_its_dependents_it_goes_and_comes_back),
		    T(purging_refuses_deletes_and_is_undone),
		T(of_several_references_only_the_purged_one_goes), T(a_circle_of_dependents_ends),
		    T(an_undo_refuses_what_has_changed_since),
		T(an_undo_is_a_batch_that_can_be_undone),
		T(a_batch_whose_undo_was_undone_is_the_last_again),
		    T(what_was_added_is_not_undone_while_others_depend_on_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
