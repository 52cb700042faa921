/* bgnbd_test.c - who will order again: the published figures of the CDNOW clients */
#include "rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "crm/foresight.h"

static const struct crm_bgnbd published = { .243, 4.414, .793, 2.426 };

/* "04 0001 19970101 2 29.33": the sample's number, the day, the money */
static bool
read_clients(struct crm_buyer **v, size_t *n)
{
	enum { ROOM = 3000 };
	const int64_t at = crm_day(1997, 9, 30);
	struct crm_buf text = { 0 };
	int64_t first = 0, before = 0;
	int was = -1, master, id, date, cds;
	double money, sum = 0;
	char *save, *line;

	*n = 0;
	*v = calloc(ROOM, sizeof **v);
	if (!rows_data("cdnow/CDNOW_sample.txt", &text))
		return false;
	for (line = strtok_r(text.p, "\r\n", &save); line != NULL; line = strtok_r(NULL, "\r\n", &save)) {
		struct crm_buyer *c = *v + *n - 1;
		int64_t day;

		assert_int_equal(sscanf(line, "%d %d %d %d %lf", &master, &id, &date, &cds, &money), 5);
		if ((day = crm_day(date / 10000, date / 100 % 100, date % 100)) > at)
			continue;
		if (id != was) {
			assert_true(*n < ROOM);
			*++c = (struct crm_buyer){ .age = (double)(at - day) / 7, .like = 1 };
			++*n;
			was = id;
			first = before = day;
			sum = 0;
			continue;
		}
		c->repeats += day > before;
		c->last = (double)(day - first) / 7;
		sum += day > first ? money : 0;
		c->mean = c->repeats > 0 ? sum / c->repeats : 0;
		before = day;
	}
	crm_buf_free(&text);
	return true;
}

struct fitted { struct crm_buyer *v; size_t n; };

static double
likelihood(const void *arg, const double *x)
{
	const struct fitted *f = arg;

	return crm_bgnbd_ln(&(struct crm_bgnbd){ x[0], x[1], x[2], x[3] }, f->v, f->n);
}

static double
money_likelihood(const void *arg, const double *x)
{
	const struct fitted *f = arg;

	return crm_gamma_gamma_ln(&(struct crm_gamma_gamma){ x[0], x[1], x[2] }, f->v, f->n);
}

static void
the_published_fit_is_found(void **s)
{
	double x[] = { 1, 1, 1, 1 }, y[] = { 1, 2, 10 }, best, repeats = 0;
	struct crm_err err = CRM_ERR_INIT;
	struct fitted f;
	size_t once = 0;

	(void)s;
	if (!read_clients(&f.v, &f.n)) {
		free(f.v);
		skip();
	}
	assert_int_equal(f.n, 2357);
	for (size_t i = 0; i < f.n; i++) {
		once += f.v[i].repeats == 0;
		repeats += f.v[i].repeats;
	}
	assert_int_equal(once, 1411);
	assert_true(repeats == 2457);
	assert_int_equal(cli_maximise(money_likelihood, &f, y, 3, &best, &err), CRM_OK);
	assert_true(fabs(y[0] - 6.25) < .005 && fabs(y[1] - 3.74) < .005 && fabs(y[2] - 15.44) < .005);
	f.n = crm_buyers_merge(f.v, f.n);
	assert_true(f.n < 2357);
	assert_int_equal(cli_maximise(likelihood, &f, x, 4, &best, &err), CRM_OK);
	assert_true(fabs(x[0] - .243) < .0005 && fabs(x[1] - 4.414) < .0005);
	assert_true(fabs(x[2] - .793) < .0005 && fabs(x[3] - 2.426) < .0005);
	assert_true(fabs(best - -9582.4) < .05);
	free(f.v);
}

static void
expected_orders_are_the_published_ones(void **s)
{
	const struct crm_buyer c = { .repeats = 2, .last = 30.43, .age = 38.86, .like = 1 };

	(void)s;
	assert_true(fabs(crm_bgnbd_expect(&published, &c, 39) - 1.226) < .0005);
	assert_true(crm_bgnbd_expect(&published, &c, 0) == 0);
	assert_true(crm_bgnbd_expect(&published, &c, 10) < crm_bgnbd_expect(&published, &c, 20));
}

static void
who_never_bought_again_is_alive_and_of_average_worth(void **s)
{
	const struct crm_buyer once = { .age = 30, .like = 1 }, more = { 2, 30.43, 38.86, 100, 1 };
	const struct crm_gamma_gamma g = { 6.25, 3.74, 15.44 }, endless = { 6.25, .9, 15.44 };
	double mean = 6.25 * 15.44 / 2.74;

	(void)s;
	assert_true(crm_bgnbd_alive(&published, &once) == 1);
	assert_true(fabs(crm_gamma_gamma_mean(&g, &once) - mean) < 1e-9);
	/* between its own and the average, nearer to its own */
	assert_true(crm_gamma_gamma_mean(&g, &more) > (mean + 100) / 2 && crm_gamma_gamma_mean(&g, &more) < 100);
	assert_true(isnan(crm_gamma_gamma_mean(&endless, &once)));
}

static void
silence_kills_and_the_more_so_the_oftener_one_bought(void **s)
{
	const struct crm_buyer soon = { 5, 30, 32, 0, 1 }, late = { 5, 30, 60, 0, 1 }, often = { 20, 30, 60, 0, 1 };
	const struct crm_buyer extreme = { 2000, 10, 5000, 0, 1 };

	(void)s;
	assert_true(crm_bgnbd_alive(&published, &soon) > crm_bgnbd_alive(&published, &late));
	assert_true(crm_bgnbd_alive(&published, &late) > crm_bgnbd_alive(&published, &often));
	assert_true(crm_bgnbd_alive(&published, &extreme) == 0);
	assert_true(crm_bgnbd_expect(&published, &extreme, 52) == 0);
	assert_true(isfinite(crm_bgnbd_ln(&published, &extreme, 1)));
}

static void
parameters_near_their_limits_give_numbers(void **s)
{
	/* who leaves after an order does so with 1 in 4 for all, or nobody ever does */
	const struct crm_bgnbd same = { .7, 29, 1e6, 3e6 }, loyal = { 1.6, 31, 1e-6, 1e6 };
	const struct crm_buyer once = { 0, 0, 100, 0, 1 }, many = { 50, 90, 100, 0, 1 };
	/* then a purchase comes at rate (r + x) / (alpha + T) */
	double rate = (1.6 + 50) / (31 + 100);

	(void)s;
	assert_true(crm_bgnbd_expect(&same, &once, 52) > 0 && crm_bgnbd_expect(&same, &once, 52) < 4);
	assert_true(crm_bgnbd_expect(&same, &many, 1e6) < 4.1);
	assert_true(fabs(crm_bgnbd_expect(&loyal, &many, 52) - rate * 52) < .001);
}

static void
a_lifetime_is_what_is_expected_discounted(void **s)
{
	const struct crm_buyer c = { 2, 30.43, 38.86, 35, 1 };
	const struct crm_gamma_gamma g = { 6.25, 3.74, 15.44 };
	double all = crm_bgnbd_expect(&published, &c, 156) * crm_gamma_gamma_mean(&g, &c);

	(void)s;
	assert_true(fabs(crm_lifetime(&published, &g, &c, 0) - all) < 1e-9);
	assert_true(crm_lifetime(&published, &g, &c, .1) < all && crm_lifetime(&published, &g, &c, .1) > all / 1.331);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_fit_is_found),
		cmocka_unit_test(expected_orders_are_the_published_ones),
		cmocka_unit_test(who_never_bought_again_is_alive_and_of_average_worth),
		cmocka_unit_test(silence_kills_and_the_more_so_the_oftener_one_bought),
		cmocka_unit_test(parameters_near_their_limits_give_numbers),
		cmocka_unit_test(a_lifetime_is_what_is_expected_discounted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
