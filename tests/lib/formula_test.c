/* formula_test.c - what is derived by a formula is what its help says */
#include "base_fixture.h"

#include <stdio.h>

/*
 * By hand, on 2026-09-15: o1 is delivered in two parts, the last two days late, one unit more of it sent back than was too much, and paid
 * in part; o2 left whole in time; o3 is late; o4 may yet be in time; o5 is cancelled; o6 and o7 are quotes.
 */
static int
fill(void **state)
{
	base_setup(state);
	base_add("client", "name=Acme", NULL);
	base_add("client", "name=Bits", NULL);
	base_add("product", "name=Bolt", "sku=B1", NULL);
	base_add("order", "client=c1", "ordered=2026-08-01", "promised=2026-08-20", "promised_first=2026-08-25", NULL);
	base_add("line", "order=o1", "product=B1", "quantity=10", "price=2.50", "discount=10", NULL);
	base_add("line", "order=o1", "product=B1", "quantity=3", "price=0.33", "discount=50", NULL);
	base_add("delivery", "line=ol1", "quantity=4", "at=2026-08-10", NULL);
	base_add("delivery", "line=ol1", "quantity=6", "at=2026-08-22", NULL);
	base_sql("UPDATE crm_delivery SET quantity = 8 WHERE id = 2");       /* more than the policy lets pass */
	base_add("delivery", "line=ol1", "quantity=-3", "at=2026-09-01", NULL);
	base_add("delivery", "line=ol2", "quantity=3", "at=2026-08-10", NULL);
	base_add("payment", "order=o1", "amount=20", "paid=2026-09-02", NULL);
	base_add("payment", "order=o1", "amount=1", "due=2026-09-10", NULL);
	base_add("order", "client=c1", "ordered=2026-08-01", "promised=2026-08-20", "shipped=2026-08-20", NULL);
	base_add("line", "order=o2", "product=B1", "quantity=2", "price=100", NULL);
	base_add("order", "client=c1", "ordered=2026-08-01", "promised=2026-09-10", NULL);
	base_add("line", "order=o3", "product=B1", "quantity=8", "price=1", NULL);
	base_add("delivery", "line=ol4", "quantity=3", "at=2026-09-10", NULL);
	base_add("order", "client=c2", "ordered=2026-09-01", "promised=2026-09-15", NULL);
	base_add("line", "order=o4", "product=B1", "quantity=8", "price=1", NULL);
	base_add("order", "client=c2", "promised=2026-08-01", "cancelled=2026-08-02", NULL);
	base_add("order", "client=c2", "kind=quote", "valid=2026-09-14", NULL);
	base_add("order", "client=c2", "kind=quote", "valid=2026-09-15", NULL);
	return 0;
}

static void
found(const char *entity, const char *filter, const char *ids)
{
	const char *got = base_find(entity, filter);

	if (strcmp(got, ids) != 0)
		fail_msg("%s %s: got %s, expected %s", entity, filter, got, ids);
}

static void
an_order_stands_where_its_dates_lines_and_deliveries_put_it(void **s)
{
	(void)s;
	found("order", "state=delivered", "o1 o2");
	found("order", "state=partial", "o3");
	found("order", "state=open", "o4");
	found("order", "state=cancelled", "o5");
	found("order", "state=expired", "o6");
	found("order", "state=quote", "o7");
	found("order", "delivered=2026-08-22", "o1");
	found("order", "delivered=2026-08-20", "o2");
	found("order", "delivered_pct=37.5", "o3");
	found("order", "delivered_pct=100", "o1 o2");
}

static void
lateness_is_counted_from_the_promise(void **s)
{
	(void)s;
	found("order", "late=yes", "o3");
	found("order", "late_days=2", "o1");
	found("order", "late_days=5", "o3");
	found("order", "late_days=0", "o2 o4");
	found("order", "otif=yes", "o2");
	found("order", "otif=no", "o1 o3");
	found("order", "otif_first=yes", "o1 o2");
	found("client", "late_orders=1", "c1");
}

/* 22.50 and, of 0.495, 0.50; what was sent back, and not replaced, costs 2.25. */
static void
money_is_rounded_by_line_and_what_is_sent_back_is_not_owed(void **s)
{
	(void)s;
	found("line", "amount=0.50", "ol2");
	found("order", "total=23", "o1");
	found("order", "kept=20.75", "o1");
	found("order", "owed=0.75", "o1");
	found("client", "exposure=208.75", "c1");
	found("client", "spent=8", "c2");
	found("payment", "late_days=5", "py2");
}

static void
units_are_filled_up_to_what_was_ordered(void **s)
{
	(void)s;
	found("line", "delivered=12", "ol1");
	found("line", "filled=10", "ol1");
	found("line", "left=5", "ol4");
	found("line", "left=0", "ol1 ol2 ol3");
}

/* The values of a field of all records, a line each. */
static char *
values_of(const struct crm_entity *e, const struct crm_field *f, bool whole)
{
	struct crm_path col = { .ent = e, .field = f };
	struct crm_query q = { .ent = e, .col = &col, .ncol = 1, .whole = whole, .ctx = crm_ctx_of(crm) };
	struct crm_cursor *cur;
	struct crm_buf b = { 0 };
	char *text;

	if (crm_select(db, &q, &cur, &err) != CRM_OK)
		fail_msg("%s.%s: %s", e->name, f->name, err.text);
	while (crm_cursor_next(cur, &err) == CRM_ROW) {
		crm_field_print(crm_ctx_of(crm), f, &cur->val[0], &b);
		crm_putc(&b, '\n');
	}
	crm_cursor_close(cur);
	assert_string_equal(err.n ? err.text : "", "");
	text = crm_strdup(&arena, b.n ? b.p : "");
	crm_buf_free(&b);
	return text;
}

static void
what_is_grouped_once_is_what_is_looked_up_for_each(void **s)
{
	(void)s;
	base_add("order", "client=c1", "currency=USD", NULL);
	base_add("line", "order=o8", "product=B1", "quantity=3", "price=7", NULL);
	for (size_t i = 0; i < crm_schema_of(crm)->n; i++) {
		const struct crm_entity *e = &crm_schema_of(crm)->ent[i];

		for (const struct crm_field *f = e->field; f < e->field + e->nfield; f++)
			if (f->flags & CRM_F_DERIVED)
				assert_string_equal(values_of(e, f, true), values_of(e, f, false));
	}
}

static int
clean(void **s)
{
	(void)s;
	crm_err_clear(&err);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_order_stands_where_its_dates_lines_and_deliveries_put_it, clean),
		cmocka_unit_test_setup(lateness_is_counted_from_the_promise, clean),
		cmocka_unit_test_setup(money_is_rounded_by_line_and_what_is_sent_back_is_not_owed, clean),
		cmocka_unit_test_setup(units_are_filled_up_to_what_was_ordered, clean),
		cmocka_unit_test_setup(what_is_grouped_once_is_what_is_looked_up_for_each, clean),
	};

	return cmocka_run_group_tests(tests, fill, base_teardown);
}
