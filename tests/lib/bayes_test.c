/* bayes_test.c - lead scoring, against what was worked out by hand and published answers */
#include "rows.h"

#include <math.h>
#include <stdlib.h>

#include "crm/foresight.h"

static const char *const stages[] = { "1", "2", "3", "Won" };
enum { STAGES = LEN(stages), LEADS = 14 };

static struct crm_arena arena;

static int
clear(void **state)
{
	(void)state;
	crm_arena_free(&arena);
	return 0;
}

/* Chance in hundredths of a percent, -1 for none. */
static int64_t
chance_of(const struct crm_bayes *b, const struct crm_lead *lead)
{
	struct crm_chance c;

	return crm_bayes_score(b, lead, &c, &arena) ? c.chance : -1;
}

static struct crm_lead
lead(const char *team, int64_t stage, const struct crm_trait *t)
{
	struct crm_lead l = { .team = team, .stage = stage, .trait = t };

	while (t != NULL && t[l.n].variable != NULL)
		l.n++;
	return l;
}

/* The fixture: id,team,country,state,source,stage,outcome; no lead has an e-mail address or telephone number. */
struct file_lead { struct crm_lead lead; struct crm_trait trait[5]; char outcome; };

static bool
read_leads(struct file_lead v[LEADS])
{
	static const char *const name[] = { "", "", "country", "state", "source" };
	struct crm_buf text = { 0 };
	size_t i = 0;
	char *save, *line, *cell[7];

	if (!rows_data("pls/pls_leads.csv", &text))
		return false;
	line = strtok_r(crm_strdup(&arena, text.p), "\r\n", &save);
	while ((line = strtok_r(NULL, "\r\n", &save)) != NULL) {
		assert_true(i < LEADS);
		for (int k = 0; k < 7; k++)
			cell[k] = strsep(&line, ",");
		for (int k = 2; k < 5; k++)
			v[i].trait[k - 2] = (struct crm_trait){ name[k], cell[k] };
		v[i].trait[3] = (struct crm_trait){ "email", "False" };
		v[i].trait[4] = (struct crm_trait){ "phone", "False" };
		v[i].lead = (struct crm_lead){ cell[1], atoi(cell[5]) - 1, v[i].trait, LEN(v[i].trait) };
		v[i++].outcome = *cell[6];
	}
	crm_buf_free(&text);
	assert_int_equal(i, LEADS);
	return true;
}

static void
frequency_is(const struct crm_bayes *b, const char *variable, const char *value, double won, double lost)
{
	const struct crm_freq *f = crm_bayes_row(b, "T1", variable, value);

	assert_non_null(f);
	assert_true(fabs(f->won - won) < 1e-9);
	assert_true(fabs(f->lost - lost) < 1e-9);
}

static void
leads_score_as_published(void **s)
{
	struct file_lead v[LEADS];
	struct crm_bayes b;

	(void)s;
	if (!read_leads(v))
		skip();
	crm_bayes_begin(&b, stages, STAGES);
	for (size_t i = 0; i < LEADS; i++)
		if (v[i].outcome != 'p')
			crm_bayes_learn(&b, &v[i].lead, v[i].outcome == 'w');
	assert_int_equal(chance_of(&b, &v[3].lead), 3349);
	assert_int_equal(chance_of(&b, &v[8].lead), 774);
	assert_int_equal(chance_of(&b, &v[13].lead), 3509);
	frequency_is(&b, CRM_STAGE, "1", 1.1, 2.1);
	frequency_is(&b, CRM_STAGE, "Won", 1.1, .1);
	frequency_is(&b, "country", "C2", .1, 1.1);
	crm_bayes_end(&b);
}

/* Two won, three lost, one lost and opened again, which leaves a row that nobody is in. */
static const struct { bool won; int64_t stage; struct crm_trait trait[6]; } hand[] = {
	{ true, 3, { { "a", "1" }, { "b", "x" }, { "c", "x" }, { "d", "x" } } },
	{ true, 3, { { "a", "2" }, { "b", "x" }, { "c", "x" } } },
	{ false, 1, { { "a", "1" }, { "b", "x" }, { "c", "y" }, { "d", "y" } } },
	{ false, 0, { { "a", "2" }, { "d", "y" } } },
	{ false, 0, { { "a", "2" } } },
	{ false, 0, { { "b", "y" } } },
};

static void
learn_by_hand(struct crm_bayes *b)
{
	struct crm_lead again = lead("T", 0, hand[LEN(hand) - 1].trait);

	crm_bayes_begin(b, stages, STAGES);
	for (size_t i = 0; i < LEN(hand); i++) {
		struct crm_lead l = lead("T", hand[i].stage, hand[i].trait);

		crm_bayes_learn(b, &l, hand[i].won);
	}
	crm_bayes_unlearn(b, &again, false);
}

static void
the_case_worked_by_hand_comes_out(void **s)
{
	/* won .5, 2.1/2.2, 2.1/2.2, .1/1.2; lost 1.1/3.2, 1.1/1.2, .1/1.2, 2.1/2.2 and the stage's 1.1/3.1 */
	const struct crm_trait t[] = { { "a", "1" }, { "b", "x" }, { "c", "x" }, { "d", "y" }, { NULL, NULL } };
	struct crm_lead l = lead("T", 1, t);
	struct crm_chance c;
	struct crm_bayes b;

	(void)s;
	learn_by_hand(&b);
	assert_true(crm_bayes_score(&b, &l, &c, &arena));
	assert_true(fabs(c.won - .403846 * .5 * .954545 * .954545 * .083333) < 1e-6);
	assert_true(fabs(c.lost - .596154 * .354839 * .916667 * .083333 * .34375 * .954545) < 1e-6);
	assert_int_equal(c.chance, 7430);
	/* the factors tell it again: of the stage 1 - 1.1/3.1, of a .5 / (.5 + .34375) */
	assert_int_equal(c.n, 5);
	assert_true(fabs(c.factor[0].score - (1 - 1.1 / 3.1)) < 1e-9);
	assert_true(fabs(c.factor[1].score - .5 / .84375) < 1e-9);
	crm_bayes_end(&b);
}

static void
a_team_that_nobody_knows_is_judged_by_all(void **s)
{
	struct crm_lead l = lead("T", 1, hand[0].trait), none = lead(NULL, 1, hand[0].trait);
	struct crm_lead other = lead("U", 1, hand[0].trait);
	struct crm_bayes b;

	(void)s;
	learn_by_hand(&b);
	assert_int_equal(chance_of(&b, &none), chance_of(&b, &l));
	assert_int_equal(chance_of(&b, &other), chance_of(&b, &l));
	/* until one of its own is closed: then it is judged by that, of which none was lost but by the smoothing */
	crm_bayes_learn(&b, &other, true);
	assert_int_not_equal(chance_of(&b, &other), chance_of(&b, &l));
	crm_bayes_end(&b);
}

static void
what_is_new_or_ended_has_its_chance_without_counting(void **s)
{
	const struct crm_trait strange[] = { { "a", "never" }, { "z", "seen" }, { NULL, NULL } };
	struct crm_lead with = lead("T", 0, strange), without = lead("T", 0, NULL);
	struct crm_lead won = lead("T", 3, NULL), no = lead("T", -1, NULL);
	struct crm_bayes b;

	(void)s;
	crm_bayes_begin(&b, stages, STAGES);
	assert_int_equal(chance_of(&b, &without), -1);
	crm_bayes_end(&b);
	learn_by_hand(&b);
	assert_int_equal(chance_of(&b, &with), chance_of(&b, &without));
	assert_int_equal(chance_of(&b, &without), 4038);        /* 2.1 of 5.2 */
	assert_int_equal(chance_of(&b, &won), 10000);
	assert_int_equal(chance_of(&b, &no), 0);
	crm_bayes_end(&b);
}

static void
learn_one(struct crm_bayes *b, const char *tag)
{
	const struct crm_trait t[] = { { CRM_TAG, tag }, { NULL, NULL } };
	struct crm_lead l = lead("T", 0, t);

	crm_bayes_learn(b, &l, false);
}

static void
a_tag_counts_from_fifty_leads_on(void **s)
{
	const struct crm_trait tag[] = { { CRM_TAG, "vip" }, { NULL, NULL } };
	struct crm_lead tagged = lead("T", 0, tag), plain = lead("T", 0, NULL);
	struct crm_bayes b;

	(void)s;
	learn_by_hand(&b);
	for (int i = 0; i < 49; i++)
		crm_bayes_learn(&b, &tagged, true);
	assert_int_equal(chance_of(&b, &tagged), chance_of(&b, &plain));     /* 49.2 with what they begin with */
	crm_bayes_learn(&b, &tagged, true);
	learn_one(&b, "small");
	assert_int_equal(chance_of(&b, &tagged), chance_of(&b, &plain));     /* the only tag: all of the won, all of the lost */
	for (int i = 0; i < 60; i++)
		learn_one(&b, "bad");
	assert_true(chance_of(&b, &tagged) > chance_of(&b, &plain));
	crm_bayes_end(&b);
}

static void
a_chance_is_never_nothing_nor_certain(void **s)
{
	const struct crm_trait t[] = { { "a", "1" }, { "b", "1" }, { "c", "1" }, { "d", "1" }, { NULL, NULL } };
	const struct crm_trait u[] = { { "a", "2" }, { "b", "2" }, { "c", "2" }, { "d", "2" }, { NULL, NULL } };
	struct crm_lead good = lead("T", 1, t), bad = lead("T", 0, u);
	struct crm_bayes b;

	(void)s;
	crm_bayes_begin(&b, stages, STAGES);
	for (int i = 0; i < 1000; i++) {
		crm_bayes_learn(&b, &good, true);
		crm_bayes_learn(&b, &bad, false);
	}
	assert_int_equal(chance_of(&b, &good), 9999);
	assert_int_equal(chance_of(&b, &bad), 1);
	for (int i = 0; i < 2000; i++)           /* never below what a row begins with */
		crm_bayes_unlearn(&b, &bad, false);
	assert_true(fabs(crm_bayes_row(&b, "T", "a", "2")->lost - .1) < 1e-9);
	crm_bayes_end(&b);
}

static void
points_have_their_limits_and_decay(void **s)
{
	const struct crm_prospect all = { true, true, true, true, 500, 9 }, none = { 0 };
	int64_t fit, near;

	(void)s;
	assert_int_equal(crm_prospect_points(&all, &fit, &near), 100);
	assert_int_equal(fit, 40);
	assert_int_equal(near, 60);
	assert_int_equal(crm_prospect_points(&none, &fit, &near), 0);
	assert_true(fabs(crm_decayed(10, 30, 30) - 5) < 1e-9);
	assert_true(fabs(crm_decayed(10, 60, 30) - 2.5) < 1e-9);
	assert_true(crm_decayed(10, -1, 30) == 10);
	assert_int_equal(crm_prospect_points(&(struct crm_prospect){ .email = true, .contacts = 7.5, .needs = 2 }, &fit, &near), 28);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(leads_score_as_published, clear),
		cmocka_unit_test_teardown(the_case_worked_by_hand_comes_out, clear),
		cmocka_unit_test_teardown(a_team_that_nobody_knows_is_judged_by_all, clear),
		cmocka_unit_test_teardown(what_is_new_or_ended_has_its_chance_without_counting, clear),
		cmocka_unit_test_teardown(a_tag_counts_from_fifty_leads_on, clear),
		cmocka_unit_test_teardown(a_chance_is_never_nothing_nor_certain, clear),
		cmocka_unit_test_teardown(points_have_their_limits_and_decay, clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
