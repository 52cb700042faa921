/* the policy: read, checked, and refused by line and key */
#include "policy_fixture.h"

#include <stdio.h>
#include <string.h>

#define N(a) (sizeof (a) / sizeof *(a))

static void
the_default_policy_is_valid(void **state)
{
	static const struct { const char *name; int64_t probability, rots; const char *forecast; } want[] = {
		{ "base", 500, 30, "pipeline" }, { "appointment", 1000, 14, "pipeline" },
		{ "preparation", 1500, 14, "pipeline" }, { "contact", 2500, 21, "pipeline" },
		{ "needs", 4000, 21, "pipeline" }, { "presentation", 5500, 21, "best_case" },
		{ "objections", 7000, 14, "best_case" }, { "closing", 8500, 14, "commit" },
		{ "won", 10000, 0, "closed" }, { "lost", 0, 0, "omitted" },
		{ "support", 10000, 0, "closed" }, { "referral", 10000, 0, "closed" },
	};
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_use(crm_policy_default, &err), CRM_OK);
	assert_string_equal(err.text, "");
	assert_int_equal(policy_parse(&p, crm_policy_default, &err), CRM_OK);
	assert_int_equal(p.nstage, N(want));
	for (size_t i = 0; i < p.nstage; i++) {
		assert_string_equal(p.stage[i].name, want[i].name);
		assert_int_equal(p.stage[i].probability, want[i].probability);
		assert_int_equal(p.stage[i].rots, want[i].rots);
		assert_string_equal(p.stage[i].forecast, want[i].forecast);
	}
	assert_int_equal(p.lease, 600);
	assert_int_equal(p.neglected, 60);
	assert_int_equal(p.nrule, 3);
	assert_int_equal(p.nservice, 3);
	assert_int_equal(p.nlimit, 5);
	assert_int_equal(p.ntier, 3);
	assert_string_equal(p.consent_needed[0], "email");
	crm_policy_free(&p);
}

/* The comments teach by examples: without their # they are policy too. */
static void
the_examples_in_the_default_policy_are_valid(void **state)
{
	static const char *const begins[] = { "#words:", "#fields:", "#  client", "#  deal", "#    - {" };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;
	struct crm_buf text = { 0 };
	size_t n;

	(void)state;
	for (const char *line = crm_policy_default; *line != '\0'; line += n) {
		bool example = false;

		n = strcspn(line, "\n") + 1;
		for (size_t i = 0; i < N(begins); i++)
			example |= strncmp(line, begins[i], strlen(begins[i])) == 0;
		crm_put(&text, line + example, n - example);
	}
	assert_int_equal(policy_use(text.p, &err), CRM_OK);
	assert_int_equal(policy_parse(&p, text.p, &err), CRM_OK);
	assert_int_equal(p.nwords, 2);
	assert_int_equal(p.ncustom, 3);
	crm_policy_free(&p);
	crm_buf_free(&text);
}

static void
the_sample_policy_is_valid(void **state)
{
	static char text[1 << 16];
	struct crm_err err = CRM_ERR_INIT;
	FILE *f = fopen("tests/data/sample/policy.yaml", "r");

	(void)state;
	if (f == NULL)
		skip();
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	assert_int_equal(policy_use(text, &err), CRM_OK);
	assert_string_equal(err.text, "");
}

static void
everything_written_is_read(void **state)
{
	static const char text[] = HEAD "lease: 1h\nneglected: 4w\n"
	    "stages:\n"
	    "  - {name: talk, probability: 12.5%, rots: 2w, forecast: commit, gate: 'value>=1\n      close!=', help: \"a: b\"}\n"
	    "  - {name: won, kind: won, probability: 100}\n"
	    "  - {name: lost, kind: lost, rots: 7}\n"
	    "words: {deal.reason: [price, no_budget]}\n"
	    "fields:\n"
	    "  client:\n"
	    "    - {name: segment, type: word, values: [a, b], help: h, default: b, alias: 'x, y', listed: yes, searched: true}\n"
	    "    - {name: partners, type: ref, ref: client, many: yes, listed: no}\n"
	    "  deal:\n"
	    "    - {name: code, type: text, unique: yes, secret: yes}\n"
	    "filters: {big: {of: deal, where: value>1000}}\n"
	    "missing: [{of: client, when: segment=a, fields: [emails, owner.email]}]\n"
	    "followups:\n"
	    "  - {name: plain, of: client, when: idle>3, what: Call}\n"
	    "  - {name: full, of: deal, when: '@big', what: Visit, kind: visit, priority: low, due: mon, to: client.owner, again: stage}\n";
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_use(text, &err), CRM_OK);
	assert_int_equal(policy_parse(&p, text, &err), CRM_OK);
	assert_string_equal(p.name, "policy.yaml");
	assert_string_equal(p.country, "NL");
	assert_string_equal(p.currency, "EUR");
	assert_int_equal(p.lease, 3600);
	assert_int_equal(p.neglected, 28);
	assert_int_equal(p.stage[0].probability, 1250);
	assert_int_equal(p.stage[0].rots, 14);
	assert_string_equal(p.stage[0].forecast, "commit");
	assert_string_equal(p.stage[0].gate, "value>=1 close!=");
	assert_string_equal(p.stage[0].help, "a: b");
	assert_int_equal(p.stage[1].kind, CRM_STAGE_WON);
	assert_int_equal(p.stage[2].rots, 7);
	assert_string_equal(p.words[0].entity, "deal");
	assert_string_equal(p.words[0].values[1], "no_budget");
	assert_null(p.words[0].values[2]);
	assert_int_equal(p.ncustom, 3);
	assert_ptr_equal(p.custom[0].field.type, &crm_t_word);
	assert_int_equal(p.custom[0].field.flags, CRM_F_CUSTOM | CRM_F_LISTED | CRM_F_SEARCHED);
	assert_string_equal(p.custom[0].field.dflt, "b");
	assert_string_equal(p.custom[0].field.alias, "x, y");
	assert_int_equal(p.custom[1].field.flags, CRM_F_CUSTOM | CRM_F_MANY);
	assert_string_equal(p.custom[1].field.ref, "client");
	assert_string_equal(p.custom[2].entity, "deal");
	assert_string_equal(p.custom[2].field.help, "code");
	assert_int_equal(p.custom[2].field.flags, CRM_F_CUSTOM | CRM_F_UNIQUE | CRM_F_SECRET);
	assert_string_equal(p.named[0].name, "big");
	assert_string_equal(p.named[0].filter, "value>1000");
	assert_string_equal(p.need[0].fields[1], "owner.email");
	assert_string_equal(p.rule[0].kind, "task");
	assert_string_equal(p.rule[0].priority, "normal");
	assert_string_equal(p.rule[0].due, "today");
	assert_string_equal(p.rule[0].to, "owner");
	assert_null(p.rule[0].again);
	assert_string_equal(p.rule[1].to, "client.owner");
	assert_string_equal(p.rule[1].again, "stage");
	assert_ptr_equal(crm_policy_stage(&p, "wonder", 3), &p.stage[1]);
	assert_null(crm_policy_stage(&p, "wonder", 6));
	crm_policy_free(&p);
	assert_null(p.stage);
	crm_policy_free(&p);
}

static void
every_mistake_is_named_by_line_and_key(void **state)
{
	static const struct { const char *text, *want; } cases[] = {
		/* the document */
		{ "", "1: the policy is empty\n" }, { "# nothing\n", "1: the policy is empty\n" },
		{ "- a\n", "1: must be a map: key: value\n" }, { "--- ~\n", "1: has no value\n" },
		{ HOUSE "---\na: b\n", "9: a second document begins; a policy is one\n" },
		{ "version: 1\ncountry: [NL\n", "3: this is not YAML: " },
		{ "version: 1\n\tcountry: NL\n", "2: this is not YAML: " },
		{ "version: 1\ncountry: \xff\n", "2: the text is not UTF-8\n" },
		{ "version: 1\n\n# \x01\n", "3: this is not YAML: control characters are not allowed\n" },
		{ HOUSE "lease: \"1\\0min\"\n", "9: lease: holds control characters\n" },
		{ HOUSE "? [a, b]\n: c\n", "9: a key must be a plain word\n" },
		{ HOUSE "words: [[[[[[[[]]]]]]]]\n", "9: words[0][0][0][0][0][0][0]: is nested deeper than 8\n" },
		/* what makes YAML hard to read */
		{ HOUSE "filters: &f {a: {of: deal, where: 'value!='}}\n",
		    "9: filters: anchors (&f) are refused: write each value out\n" },
		{ HOUSE "lease: *f\n", "9: lease: aliases (*f) are refused: write the value out\n" },
		{ HOUSE "lease: !!str 1h\n", "9: lease: tags (tag:yaml.org,2002:str) are refused\n" },
		{ HOUSE "lease: 1h\n\nlease: 2h\n", "11: lease: is given twice, first on line 9\n" },
		{ HOUSE "<<: {lease: 1h}\n", "9: <<: is no key here; there are version, country, currency, lease, neglected, "
		    "stages, words, fields, filters, missing, followups, hours, service, prices, limits, orders, contracts, loyalty, "
		    "consent, signals, churn\n" },
		/* the head */
		{ "country: NL\ncurrency: EUR\n" STAGES, "1: version is missing\n" },
		{ "version: 2\ncountry: NL\ncurrency: EUR\n" STAGES, "1: version: must be 1: this program knows no other\n" },
		{ "version: 1\ncountry: Atlantis\ncurrency: EUR\n" STAGES,
		    "2: country: \"Atlantis\" is no country: ISO 3166-1, such as NL\n" },
		{ "version: 1\ncountry: NL\ncurrency: euro\n" STAGES,
		    "3: currency: \"euro\" is no currency: ISO 4217, such as EUR\n" },
		{ HEAD, "1: stages is missing\n" },
		{ HOUSE "lease: soon\n", "9: lease: \"soon\" is no span of time: 10min, 4h or 2d\n" },
		{ HOUSE "lease:\n", "9: lease: has no value\n" }, { HOUSE "lease: ~\n", "9: lease: has no value\n" },
		{ HOUSE "lease: [1h]\n", "9: lease: must be one value\n" },
		{ HOUSE "neglected: 36h\n", "9: neglected: \"36h\" is no number of days: 30, 30d or 4w, at most 36500\n" },
		/* stages */
		{ HEAD "stages: {}\n", "4: stages: must be a list: - item\n" },
		{ HEAD "stages:\n- {name: a, probability: 5}\n- {name: w, kind: won}\n", "4: stages: there is no stage of kind lost\n" },
		{ HEAD "stages:\n- {name: w, kind: won}\n- {name: l, kind: lost}\n", "4: stages: there is no stage of kind open\n" },
		{ HEAD STAGES "  - {name: b, probability: 1}\n  - {name: talk, probability: 1}\n",
		    "10: stages[4].name: talk is the name of the one on line 5 already\n" },
		{ HEAD STAGES "  - {name: b}\n", "9: stages[3]: probability is missing\n" },
		{ HEAD STAGES "  - {probability: 1}\n", "9: stages[3]: name is missing\n" },
		{ HEAD STAGES "  - {name: 'First Talk', probability: 1}\n",
		    "9: stages[3].name: \"First Talk\" is no name: a-z, then a-z, 0-9 and _, at most 40\n" },
		{ HEAD STAGES "  - {name: b, probability: 100.5}\n",
		    "9: stages[3].probability: \"100.5\" is no percentage from 0 to 100\n" },
		{ HEAD STAGES "  - {name: b, probability: 0.01k}\n",
		    "9: stages[3].probability: \"0.01k\" is no percentage from 0 to 100\n" },
		{ HEAD STAGES "  - name: b\n    kind: won\n    probability: 90\n",
		    "11: stages[3].probability: a stage of kind won has probability 100\n" },
		{ HEAD STAGES "  - {name: b, probability: 1, kind: maybe}\n",
		    "9: stages[3].kind: \"maybe\" is none of open, won, lost\n" },
		{ HEAD STAGES "  - {name: b, probability: 1, forecast: sure}\n",
		    "9: stages[3].forecast: \"sure\" is none of pipeline, best_case, commit, closed, omitted\n" },
		{ HEAD STAGES "  - {name: b, probability: 1, colour: red}\n",
		    "9: stages[3].colour: is no key here; there are name, help, kind, probability, rots, forecast, gate\n" },
		{ HEAD STAGES "  - {name: b, probability: 1, gate: citty=x}\n", "9: stages[3].gate: column 1: " },
		/* words */
		{ HOUSE "words: {client: [a]}\n", "9: words.client: must name entity and field: client.class\n" },
		{ HOUSE "words: {klant.class: [a]}\n", "9: words.klant.class: there is no entity \"klant\"\n" },
		{ HOUSE "words: {client.city: [a]}\n", "9: words.client.city: client has no field of words of that name\n" },
		{ HOUSE "words: {deal.stage: [a]}\n", "9: words.deal.stage: the words are the names under stages\n" },
		{ HOUSE "words: {followup.state: [a]}\n",
		    "9: words.followup.state: the words are the program's own and stay as they are\n" },
		{ HOUSE "words: {case.state: [a]}\n",
		    "9: words.case.state: the words are the program's own and stay as they are\n" },
		{ HOUSE "words: {change.op: [a]}\n", "9: words.change.op: the words are the program's own and stay as they are\n" },
		{ HOUSE "words: {client.stage: [lead, klant]}\n", "9: words.client.stage: must have client: winning a deal sets it\n" },
		{ HOUSE "words:\n  client.class:\n  - a\n  - 'a b'\n", "12: words.client.class[1]: \"a b\" is not one word\n" },
		{ HOUSE "words:\n  client.class:\n  - a\n  - a\n", "12: words.client.class[1]: \"a\" is given twice\n" },
		{ HOUSE "words: {client.class: []}\n", "9: words.client.class: is an empty list\n" },
		/* fields */
		{ HOUSE "fields: {klant: []}\n", "9: fields.klant: there is no entity \"klant\"\n" },
		{ HOUSE "fields: {batch: [{name: a, type: int}]}\n", "9: fields.batch: batch takes no fields of your own\n" },
		{ HOUSE "fields: {client: [{name: a}]}\n", "9: fields.client[0]: type is missing\n" },
		{ HOUSE "fields: {client: [{name: a, type: number}]}\n", "9: fields.client[0].type: there is no type \"number\"\n" },
		{ HOUSE "fields: {client: [{name: a, type: int, many: perhaps}]}\n",
		    "9: fields.client[0].many: \"perhaps\" is none of no, yes, false, true\n" },
		{ HOUSE "fields: {client: [{name: a, type: int, values: [x]}]}\n",
		    "9: fields.client[0]: values are for the type word, not for int\n" },
		{ HOUSE "fields: {client: [{name: a, type: ref}]}\n", "9: fields.client[0]: the type ref needs ref: which entity\n" },
		{ HOUSE "fields: {client: [{name: a, type: int, ref: deal}]}\n", "9: fields.client[0]: ref is for the type ref only\n" },
		{ HOUSE "fields: {client: [{name: a, type: int, many: yes, unique: yes}]}\n",
		    "9: fields.client[0]: many and unique exclude each other\n" },
		{ HOUSE "fields: {client: [{name: a, type: int, listed: yes, secret: yes}]}\n",
		    "9: fields.client[0]: listed and secret exclude each other\n" },
		{ HOUSE "fields: {client: [{name: a, type: int, searched: yes}]}\n",
		    "9: fields.client[0]: only what is kept as text can be searched, not int\n" },
		{ HOUSE "fields: {client: [{name: a, type: int}, {name: a, type: int}]}\n",
		    "9: fields.client[1].name: a is the name of the one on line 9 already\n" },
		{ HOUSE "fields:\n  client:\n  - {name: a, type: int, default: many}\n", "11: fields.client.a.default: \"many\" is not" },
		/* filters, what is missing, follow-ups */
		{ HOUSE "filters: {A: {of: deal, where: 'value!='}}\n",
		    "9: filters.A: \"A\" is no name: a-z, then a-z, 0-9 and _, at most 40\n" },
		{ HOUSE "filters: {a: {of: deals, where: 'value!='}}\n", "9: filters.a.of: there is no entity \"deals\"\n" },
		{ HOUSE "filters: {a: {of: deal}}\n", "9: filters.a: where is missing\n" },
		{ HOUSE "filters:\n  a: {of: deal, where: 'value>'}\n", "10: filters.a.where: column " },
		{ HOUSE "filters: {a: {of: deal, where: '@a'}}\n", "9: filters.a.where: @a: column 1: @a goes round in a circle: @a > @a\n" },
		{ HOUSE "missing: [{of: client, fields: []}]\n", "9: missing[0].fields: is an empty list\n" },
		{ HOUSE "missing:\n- of: client\n  fields:\n  - city\n  - citty\n", "13: missing[0].fields[1]: " },
		{ HOUSE "missing: [{of: client, when: 'x=', fields: [city]}]\n", "9: missing[0].when: column 1: " },
#define RULE(more) HOUSE "followups: [{name: a, what: Call, " more "}]\n"
		{ HOUSE "followups: [{}]\n", "9: followups[0]: name is missing\npolicy.yaml:9: followups[0]: of is missing\n"
		    "policy.yaml:9: followups[0]: when is missing\npolicy.yaml:9: followups[0]: what is missing\n" },
		{ RULE("of: product, when: 'name!=', to: anna"), "9: followups[0].of: a follow-up cannot be for a product\n" },
		{ RULE("of: client, when: 'naam='"), "9: followups[0].when: column 1: " },
		{ HOUSE "followups: [{name: a, of: client, when: 'name!=', what: 'Call {naam}'}]\n", "9: followups[0].what: " },
		{ HOUSE "followups: [{name: a, of: client, when: 'name!=', what: 'Call {name'}]\n",
		    "9: followups[0].what: a { is never closed\n" },
		{ RULE("of: client, when: 'name!=', kind: dance"), "9: followups[0].kind: \"dance\" is not " },
		{ RULE("of: client, when: 'name!=', priority: top"), "9: followups[0].priority: \"top\" is not " },
		{ RULE("of: client, when: 'name!=', due: whenever"), "9: followups[0].due: \"whenever\" is not " },
		{ RULE("of: client, when: 'name!=', to: city"), "9: followups[0].to: must lead to a user\n" },
		{ RULE("of: client, when: 'name!=', to: parent.onwer"), "9: followups[0].to: " },
		{ RULE("of: client, when: 'name!=', to: 'Anna Visser'"),
		    "9: followups[0].to: must be a path to a user, such as owner, or a login name\n" },
		{ RULE("of: person, when: 'name!='"), "9: followups[0].to: person has no owner: say who, by login name or path\n" },
		{ RULE("of: client, when: 'name!=', again: nevermore"), "9: followups[0].again: " },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_policy_refused(cases[i].text, cases[i].want);
}

static void
the_first_mistake_hides_no_other(void **state)
{
	(void)state;
	assert_policy_refused("version: 1\ncountry: Atlantis\ncurrency: EUR\nstages:\n- {name: A, probability: 200}\n"
	    "- {name: won, kind: won}\n- {name: lost, kind: lost}\nspeed: 3\n",
	    "2: country: \"Atlantis\" is no country: ISO 3166-1, such as NL\n"
	    "policy.yaml:5: stages[0].name: \"A\" is no name: a-z, then a-z, 0-9 and _, at most 40\n"
	    "policy.yaml:5: stages[0].probability: \"200\" is no percentage from 0 to 100\n"
	    "policy.yaml:8: speed: is no key here; there are version, country, currency, lease, neglected, stages, words, fields, "
	    "filters, missing, followups, hours, service, prices, limits, orders, contracts, loyalty, consent, signals, churn\n");
	assert_policy_refused(HOUSE "filters: {a: {of: deal, where: 'x='}, b: {of: deal, where: value>1}, c: {of: deal, where: '@d'}}\n"
	    "missing: [{of: client, fields: [name, x.y]}]\n", "9: filters.a.where: column 1: ");
}

static void
a_refused_policy_leaves_nothing(void **state)
{
	static const struct crm_policy nothing;
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;

	(void)state;
	assert_int_equal(policy_parse(&p, HOUSE "lease: x\n", &err), CRM_CONFIG);
	assert_memory_equal(&p, &nothing, sizeof p);
	assert_int_equal(crm_policy_parse(&p, "p", "", 0, NULL), CRM_CONFIG);
}

/* Each level doubles what it refers to: 2^40 texts, were it expanded. */
static void
an_alias_bomb_is_refused_as_cheaply_as_it_came(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;
	struct crm_buf text = { 0 };

	(void)state;
	crm_puts(&text, "a0: &a0 [x, x]\n");
	for (int i = 1; i < 40; i++)
		crm_putf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
	assert_int_equal(policy_parse(&p, text.p, &err), CRM_CONFIG);
	assert_ptr_equal(strstr(err.text, "policy.yaml:1: a0: anchors (&a0) are refused"), err.text);
	crm_buf_free(&text);
}

static void
huge_documents_are_refused(void **state)
{
	struct crm_err err = CRM_ERR_INIT;
	struct crm_policy p;
	struct crm_buf text = { 0 };

	(void)state;
	crm_puts(&text, HOUSE);
	while (text.n < 1 << 20)
		crm_putc(&text, '\n');
	assert_int_equal(policy_parse(&p, text.p, &err), CRM_OK);
	crm_policy_free(&p);
	crm_putc(&text, '\n');
	assert_int_equal(policy_parse(&p, text.p, &err), CRM_CONFIG);
	assert_string_equal(err.text, "policy.yaml:1: the policy is larger than 1 MiB\n");
	text.n = 0;
	crm_puts(&text, "words: [");
	for (int i = 0; i < 20000; i++)
		crm_puts(&text, "a,");
	crm_puts(&text, "]\n");
	assert_int_equal(policy_parse(&p, text.p, &err), CRM_CONFIG);
	assert_string_equal(err.text, "policy.yaml:1: words[19998]: this is one value more than the 20000 a policy may have\n");
	crm_buf_free(&text);
}

/* A policy that no document was read for is complained about by key alone. */
static void
a_policy_made_by_hand_is_checked_too(void **state)
{
	const struct crm_stage stages[] = { { .name = "talk", .gate = "citty=" } };
	const struct crm_named named[] = { { "a", "klant", "name=" } };
	const struct crm_policy p = { .country = "NL", .currency = "EUR", .stage = stages, .nstage = 1, .named = named, .nnamed = 1 };
	struct crm_err err = CRM_ERR_INIT;
	struct crm_schema schema;

	(void)state;
	assert_int_equal(crm_schema_make(&schema, &p, &err), CRM_OK);
	assert_int_equal(crm_policy_check(&p, &schema, &policy_ctx, &err), CRM_CONFIG);
	assert_ptr_equal(strstr(err.text, "stages[0].gate: column 1: "), err.text);
	assert_non_null(strstr(err.text, "\nfilters.a.of: there is no entity klant\n"));
	crm_schema_free(&schema);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_policy_is_valid),
		cmocka_unit_test(the_examples_in_the_default_policy_are_valid),
		cmocka_unit_test(the_sample_policy_is_valid),
		cmocka_unit_test(everything_written_is_read),
		cmocka_unit_test(every_mistake_is_named_by_line_and_key),
		cmocka_unit_test(the_first_mistake_hides_no_other),
		cmocka_unit_test(a_refused_policy_leaves_nothing),
		cmocka_unit_test(an_alias_bomb_is_refused_as_cheaply_as_it_came),
		cmocka_unit_test(huge_documents_are_refused),
		cmocka_unit_test(a_policy_made_by_hand_is_checked_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
