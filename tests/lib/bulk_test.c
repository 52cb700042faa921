/* bulk_test.c - thousands of rows, one transaction: what each row becomes, and what a bad one costs */
#include "base_fixture.h"

#include <stdio.h>

/* What a run said: bad rows "!LINE text", notes left out, records "+c1 ". */
static struct crm_buf said;
static int64_t batch;

static void
on_bad(void *arg, const struct crm_reader *r, const struct crm_row *row, const char *text)
{
	(void)arg, (void)r;
	crm_putf(&said, "!%lld %s", (long long)row->line, text);
}

static void
on_done(void *arg, int64_t id, int what)
{
	crm_putf(&said, "%c%s%lld ", what, ((struct crm_bulk *)arg)->ent->prefix, (long long)id);
}

static void
on_note(void *arg, const char *text)
{
	(void)arg;
	if (strstr(text, "twice") != NULL)
		crm_putf(&said, "%s\n", text);
}

static const char *
run(struct crm_bulk *b, const char *entity, const char *format, const char *text)
{
	struct crm_input *in;
	struct crm_reader *rd;
	int rc;

	said.n = 0;
	crm_puts(&said, "");
	crm_err_clear(&err);
	b->ent = ent(entity);
	b->arg = b;
	b->bad = on_bad;
	b->done = on_done;
	b->note = on_note;
	crm_input_mem(&in, "f", text, strlen(text));
	assert_int_equal(crm_reader_open(&rd, in, format, &(struct crm_readopt){ 0 }, &err), CRM_OK);
	rc = crm_bulk_run(crm, b, &rd, 1, &batch, &err);
	crm_reader_close(rd);
	if (rc != CRM_OK)
		crm_putf(&said, "=%d %s", crm_exit(rc), err.text);
	return said.p;
}

static const char *
load(const char *entity, const char *format, const char *text)
{
	return run(&(struct crm_bulk){ 0 }, entity, format, text);
}

static int
teardown(void **state)
{
	crm_buf_free(&said);
	said = (struct crm_buf){ 0 };
	return base_teardown(state);
}

static void
rows_become_records_in_their_order(void **s)
{
	(void)s;
	assert_string_equal(load("client", "csv",
	    "name,city,tags,employees\nAcme,Utrecht,\"vip, big\",10\nBits,,,\n"), "+c1 +c2 ");
	assert_string_equal(base_get("client", 1, "tags"), "vip, big");
	assert_string_equal(base_get("client", 2, "city"), "");
	assert_string_equal(base_get("client", 2, "stage"), "lead");
	assert_string_equal(load("client", "json",
	    "[{\"name\":\"J\",\"tags\":[\"a, b\",\"c\"],\"vip\":true,\"employees\":7,\"city\":null}]"),
	    "+c3 ");
	assert_string_equal(base_get("client", 3, "tags"), "a\\, b, c");
	assert_string_equal(base_find("client", "tags=\"a, b\" vip=yes employees=7 city="), "c3");
	assert_string_equal(load("client", "yaml", "- name: Y\n  sites: [y.example, z.example]\n"), "+c4 ");
	assert_string_equal(base_get("client", 4, "sites"), "https://y.example, https://z.example");
	assert_string_equal(base_check(), "");
}

static void
headers_are_known_by_their_synonyms_however_written(void **s)
{
	(void)s;
	assert_string_equal(load("client", "csv",
	    "Company Name,E-Mail Address,ZIP code,Phone Number,Annual_Revenue\n"
	    "Acme,a@x.example,1234AB,020 1234567,1.5k\n"),
	    "+c1 ");
	assert_string_equal(base_find("client",
	    "name=Acme emails=a@x.example postcode=1234AB phones=+31201234567 revenue=1500"), "c1");
	assert_string_equal(load("client", "csv", "name,E-mail,EMAIL\nBits,b@x.example,c@x.example\n"),
	    "+c2 ");
	assert_string_equal(base_get("client", 2, "emails"), "b@x.example, c@x.example");
}

static void
an_unknown_column_stops_the_run_unless_mapped_or_ignored(void **s)
{
	struct crm_bulk ignore = { .ignore_unknown = true }, map = { .map = "Colour=, Firma=name,Ort=city" };
	struct crm_bulk wrong = { .map = "Colour=colour" };

	(void)s;
	assert_string_equal(load("client", "csv", "name,Colour\nAcme,red\nBits,blue\n"),
	    "!1 column \"Colour\": client has no such field (--map 'column=field', or --ignore-unknown)\n=65 ");
	assert_string_equal(run(&ignore, "client", "csv", "name,Colour\nAcme,red\n"), "+c1 ");
	assert_string_equal(run(&map, "client", "csv", "firma,COLOUR,ort\nBits,blue,Wien\n"), "+c2 ");
	assert_string_equal(base_find("client", "name=Bits city=Wien"), "c2");
	assert_string_equal(run(&wrong, "client", "csv", "name,Colour\nAcme,red\n"),
	    "!1 column \"Colour\": client has no such field (--map 'column=field', or --ignore-unknown)\n=65 ");
}

static void
a_bad_row_costs_all_unless_skipped(void **s)
{
	static const char rows[] = "name,employees,emails\nAcme,x,nowhere\n,5,\nGood,1,\n";
	struct crm_bulk skip = { .skip_bad = true };

	(void)s;
	assert_string_equal(load("client", "csv", rows),
	    "!2 employees: \"x\" is not a whole number\nemails: \"nowhere\" is not an e-mail address\n"
	    "!3 name: is required\n=65 ");
	assert_string_equal(base_find("client", NULL), "");
	assert_int_equal(base_count("SELECT count(*) FROM crm_batch"), 0);
	run(&skip, "client", "csv", rows);
	assert_string_equal(strstr(said.p, "+c"), "+c1 ");
	assert_int_equal(skip.added * 100 + skip.rejected, 102);
	assert_string_equal(base_find("client", NULL), "c1");
}

static void
a_key_finds_what_is_stored(void **s)
{
	struct crm_bulk up = { .key = "key" }, ins = { .key = "key", .mode = CRM_INSERT_ONLY },
	    upd = { .key = "key", .mode = CRM_UPDATE_ONLY };
	struct crm_bulk none = { .key = "nokey" };

	(void)s;
	assert_string_equal(run(&up, "client", "csv", "key,name,city\nA,Acme,Rome\nB,Bits,Oslo\n"),
	    "+c1 +c2 ");
	assert_string_equal(run(&up, "client", "csv",
	    "key,name,city\nA,Acme,Rome\nB,Bits,Bern\nC,Cubes,Kiel\n"), "=c1 ~c2 +c3 ");
	assert_int_equal(up.added * 100 + up.updated * 10 + up.unchanged, 111);
	assert_int_equal(base_count("SELECT count(*) FROM crm_change WHERE batch = 2"), 2);
	assert_string_equal(run(&up, "client", "csv", "key,name,city\nA,Acme,Rome\n"), "=c1 ");
	assert_int_equal(batch, 0);
	assert_string_equal(run(&ins, "client", "csv", "key,name\nA,Acme\nD,Dots\n"),
	    "!2 key: c1 has \"A\" already\n=65 ");
	assert_string_equal(run(&upd, "client", "csv", "key,city\nA,Nice\nZ,Lyon\n"),
	    "!3 key: no client has \"Z\"\n=65 ");
	assert_string_equal(run(&upd, "client", "csv", "key,city\nA,Nice\n,Lyon\n"),
	    "!3 key: the key is empty\n=65 ");
	assert_string_equal(run(&upd, "client", "csv", "key,city\nA,Nice\n"), "~c1 ");
	assert_string_equal(base_get("client", 1, "name"), "Acme");
	assert_string_equal(run(&none, "client", "csv", "key\nA\n"),
	    "=64 --key: client has no field \"nokey\"\n");
}

static void
a_key_given_twice_is_told_and_the_last_row_wins(void **s)
{
	static const struct { const char *key, *rows, *twice; } cases[] = {
		{ "key", "key,name\nA,One\nA,Two\n", "line 3: key \"A\" stands twice in this input\n" },
		{ "name", "name,city\nOne,X\nONE,Y\n", "line 3: name \"ONE\" stands twice in this input\n" },
		{ "emails", "emails,name\na@x.example,One\nA@X.example,Two\n",
		    "line 3: emails \"A@X.example\" stands twice in this input\n" },
	};

	(void)s;
	for (size_t i = 0; i < 3; i++)
		for (int full = 0; full < 2; full++) {
			struct crm_bulk b = { .key = cases[i].key };

			if (full)
				base_add("client", "name=Already", NULL);
			if (strstr(run(&b, "client", "csv", cases[i].rows), cases[i].twice) == NULL
			    || b.added != 1 || b.updated != 1)
				fail_msg("%s: %s", cases[i].key, said.p);
			base_teardown(NULL);
			base_setup(NULL);
		}
	assert_string_equal(load("client", "csv", "key,name\nA,One\nA,Two\n"),
	    "!3 key: c1 has \"A\" already\n=65 ");
}

static void
a_reference_may_stand_later_in_the_input(void **s)
{
	(void)s;
	assert_string_equal(load("client", "csv", "name,parent\nA,B\nB,C\nC,\nD,c1\n"), "+c1 +c2 +c3 +c4 ");
	assert_string_equal(base_get("client", 1, "parent"), "c2");
	assert_string_equal(base_get("client", 2, "parent"), "c3");
	assert_string_equal(base_get("client", 4, "parent"), "c1");
	assert_string_equal(load("client", "csv", "name,parent\nE,F\nF,E\n"),
	    "!3 parent: c6 would be above itself\n=65 ");
	assert_string_equal(load("client", "csv", "name,parent,referrer\nE,Nobody,No\nG,a,\n"),
	    "!2 parent: there is no client \"Nobody\"\n!2 referrer: there is no client \"No\"\n=65 ");
	assert_string_equal(base_find("client", NULL), "c1 c2 c3 c4");
}

/* C is wrong; B names it and A names B: none of them can be kept, all the others are. */
static void
skipping_takes_along_what_hangs_on_a_skipped_row(void **s)
{
	static const char *const orders[] = { "A,B\nB,C\nC,Nobody\nGood,\nFine,Good\n",
	    "C,Nobody\nB,C\nGood,\nA,B\nFine,Good\n", "B,C\nGood,\nA,B\nFine,Good\nC,Nobody\n" };

	(void)s;
	for (size_t i = 0; i < 3; i++) {
		struct crm_bulk b = { .skip_bad = true };

		run(&b, "client", "csv", crm_sprintf(&arena, "name,parent\n%s", orders[i]));
		if (b.added != 2 || b.rejected != 3)
			fail_msg("%s", said.p);
		assert_int_equal(base_count("SELECT count(*) FROM crm_client"), 2);
		assert_int_equal(base_count("SELECT count(*) FROM crm_client a JOIN crm_client b ON b.id = a.parent"
		    " WHERE a.name = 'Fine' AND b.name = 'Good'"), 1);
		assert_string_equal(base_check(), "");
		base_teardown(NULL);
		base_setup(NULL);
	}
}

static void
a_skipped_change_leaves_its_record_as_it_was(void **s)
{
	struct crm_bulk b = { .skip_bad = true, .key = "key" };

	(void)s;
	base_add("client", "name=Acme", "key=A", "city=Rome", "tags=x", NULL);
	assert_string_equal(run(&b, "client", "csv",
	    "key,name,city,tags,parent,referrer\nA,New,Oslo,y,Nobody,No\nB,Bits,Bern,,Acme,\n"),
	    "!2 parent: there is no client \"Nobody\"\n+c2 ");
	assert_int_equal(b.added * 1000 + b.updated * 100 + b.unchanged * 10 + b.rejected, 1001);
	assert_string_equal(base_find("client", "name=Acme city=Rome tags=x"), "c1");
	assert_string_equal(base_get("client", 2, "parent"), "c1");
	assert_string_equal(base_check(), "");
}

static void
a_refused_deal_is_skipped_whole(void **s)
{
	struct crm_bulk b = { .skip_bad = true, .key = "key", .mode = CRM_UPDATE_ONLY };

	(void)s;
	base_add("deal", "title=Paint", "key=A", NULL);
	base_add("deal", "title=Ink", "key=B", NULL);
	run(&b, "deal", "csv", "key,stage,note\nA,closing,x\nB,needs,y\n");
	assert_int_equal(b.updated * 10 + b.rejected, 11);
	assert_string_equal(base_get("deal", 1, "stage"), "base");
	assert_string_equal(base_get("deal", 1, "note"), "");
	assert_string_equal(base_get("deal", 2, "stage"), "needs");
	assert_int_equal(base_count("SELECT count(*) FROM crm_stage_history"), 1);
	assert_string_equal(base_check(), "");
}

static void
words_of_the_source_are_translated(void **s)
{
	char *value[] = { "stage:Interessent=prospect, Kunde=client", "name:GTXPro=GTX Pro", "tags:a=vip" };
	struct crm_bulk b = { .value = value, .nvalue = 3 }, bad = { .value = value, .nvalue = 1 };

	(void)s;
	assert_string_equal(run(&b, "client", "csv", "name,stage,tags\nGTXPro,Kunde,\"a,b\"\nAcme,lead,\n"),
	    "+c1 +c2 ");
	assert_string_equal(base_find("client", "name=\"GTX Pro\" stage=client tags=vip tags=b"), "c1");
	value[0] = "nosuch:a=b";
	assert_string_equal(run(&bad, "client", "csv", "name\nA\n"),
	    "=64 --value: \"nosuch:a=b\" is not FIELD:From=to,... of a field of client\n");
	value[0] = "stage:a";
	assert_string_equal(run(&bad, "client", "csv", "name\nA\n"), "=64 --value: \"a\" has no =\n");
}

static void
dates_are_read_in_the_source_s_form(void **s)
{
	struct crm_bulk us = { .date_format = "%m/%d/%Y" }, short_year = { .date_format = "%d-%m-%y" };

	(void)s;
	assert_string_equal(run(&us, "client", "csv", "name,since\nA,12/31/2025\n"), "+c1 ");
	assert_string_equal(run(&short_year, "client", "csv", "name,since\nB,31-12-25\n"), "+c2 ");
	assert_string_equal(base_find("client", "since=2025-12-31"), "c1 c2");
	run(&us, "client", "csv", "name,since\nA,31/12/2025\n");
	assert_int_equal(batch, 0);
}

static void
money_is_read_in_the_row_s_currency(void **s)
{
	(void)s;
	assert_string_equal(load("deal", "csv",
	    "title,value,currency\nYen,1500,JPY\nEuro,1500,\nDinar,1.234,BHD\n"), "+d1 +d2 +d3 ");
	assert_int_equal(base_count("SELECT value FROM crm_deal WHERE id = 1"), 1500);
	assert_int_equal(base_count("SELECT value FROM crm_deal WHERE id = 2"), 150000);
	assert_int_equal(base_count("SELECT value FROM crm_deal WHERE id = 3"), 1234);
}

static void
a_field_given_for_all_rows_is_set_in_each(void **s)
{
	char *set[] = { "owner=anna", "tags+=new" };
	struct crm_bulk b = { .set = set, .nset = 2 };

	(void)s;
	base_add("user", "login=anna", "name=Anna", NULL);
	assert_string_equal(run(&b, "client", "csv", "name,tags\nA,old\nB,\n"), "+c1 +c2 ");
	assert_string_equal(base_find("client", "owner=anna tags=new"), "c1 c2");
	assert_string_equal(base_find("client", "tags=old"), "c1");
}

static void
references_are_found_by_the_field_that_is_named(void **s)
{
	(void)s;
	base_add("user", "login=anna", "name=Bob", NULL);
	base_add("user", "login=bob", "name=Anna", NULL);
	assert_string_equal(load("client", "csv", "name,owner.login\nA,anna\n"), "+c1 ");
	assert_string_equal(load("client", "csv", "name,owner.name\nB,anna\n"), "+c2 ");
	assert_string_equal(base_get("client", 1, "owner"), "u1");
	assert_string_equal(base_get("client", 2, "owner"), "u2");
	assert_string_equal(load("client", "csv", "name,owner\nB,carl\n"),
	    "!2 owner: there is no user \"carl\"\n=65 ");
}

static void
a_torn_input_is_bad_as_a_whole(void **s)
{
	(void)s;
	load("client", "csv", "name\nGood\n\"never closed\n");
	assert_non_null(strstr(said.p, "=65"));
	load("client", "json", "[{\"name\":\"A\"},{\"name\":");
	assert_non_null(strstr(said.p, "=65"));
	assert_string_equal(base_find("client", NULL), "");
	assert_string_equal(load("client", "csv", ""), "");
	assert_string_equal(load("client", "csv", "name\n"), "");
	assert_string_equal(load("batch", "csv", "command\nx\n"),
	    "=77 batch records are kept by the program alone\n");
}

static void
a_batch_whose_commit_is_unknown_is_not_loaded_again(void **s)
{
	(void)s;
	crm_fault("unknown:1");
	assert_string_equal(load("client", "csv", "name\nA\nB\n"), "+c1 +c2 ");
	assert_int_equal(base_count("SELECT count(*) FROM crm_client"), 2);
	crm_fault("retry:1");
	assert_string_equal(load("client", "csv", "name\nC\n"),
	    "=75 the base was taken by another in mid-batch; nothing was kept: run it again\n");
	assert_int_equal(base_count("SELECT count(*) FROM crm_client"), 2);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, base_setup, teardown)
	const struct CMUnitTest tests[] = {
		T(rows_become_records_in_their_order), T(headers_are_known_by_their_synonyms_however_written),
		T(an_unknown_column_stops_the_run_unless_mapped_or_ignored),
		    T(a_bad_row_costs_all_unless_skipped), T(a_key_finds_what_is_stored),
		T(a_key_given_twice_is_told_and_the_last_row_wins),
		    T(a_reference_may_stand_later_in_the_input),
		T(skipping_takes_along_what_hangs_on_a_skipped_row),
		    T(a_skipped_change_leaves_its_record_as_it_was),
		T(a_refused_deal_is_skipped_whole), T(words_of_the_source_are_translated),
		    T(dates_are_read_in_the_source_s_form),
		T(money_is_read_in_the_row_s_currency), T(a_field_given_for_all_rows_is_set_in_each),
		T(references_are_found_by_the_field_that_is_named), T(a_torn_input_is_bad_as_a_whole),
		T(a_batch_whose_commit_is_unknown_is_not_loaded_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
