/* consent.c - what is said of addresses, and what holds for them now */
#include <string.h>

#include "cli.h"
#include "crm/consent.h"
#include "crm/report.h"

struct saying { struct cli *cli; char **address; size_t n; char **set; size_t nset; bool channel; };

static const char *
channel_of(const char *address)
{
	return strchr(address, '@') != NULL ? "email" : "call";
}

static int
say_one(struct crm *crm, const struct saying *s, const char *address, struct crm_err *err)
{
	const struct crm_ctx *ctx = crm_ctx_of(crm);
	struct crm_rec rec;
	int rc;

	crm_rec_init(&rec, crm_entity_must(crm_schema_of(crm), "consent"));
	crm_rec_put(&rec, "address", &CRM_VTEXT(address, strlen(address)));
	if (!s->channel)
		crm_rec_put(&rec, "channel", &CRM_VTEXT(channel_of(address), strlen(channel_of(address))));
	if ((rc = crm_rec_assign_all(ctx, &rec, s->set, s->nset, err)) == CRM_OK
	    && (rc = crm_rec_defaults(ctx, &rec, err)) == CRM_OK
	    && (rc = crm_save(crm, NULL, &rec, 0, NULL, err)) == CRM_OK) {
		crm_put_id(&s->cli->said, rec.ent, crm_rec_id(&rec));
		crm_putc(&s->cli->said, '\n');
	}
	crm_rec_free(&rec);
	return rc;
}

static int
say(struct crm *crm, void *arg, struct crm_err *err)
{
	const struct saying *s = arg;
	int worst = CRM_OK, rc;

	for (size_t i = 0; i < s->n; i++)
		if ((rc = say_one(crm, s, s->address[i], err)) != CRM_OK)
			worst = rc;
	return worst;
}

static void
add(struct cli *cli, char ***list, size_t *n, char *text)
{
	char **grown;

	if ((*n & (*n - 1)) == 0) {              /* full at each power of two */
		grown = crm_alloc(&cli->arena, (*n ? 2 * *n : 1) * sizeof *grown);
		if (*n > 0)
			memcpy(grown, *list, *n * sizeof *grown);
		*list = grown;
	}
	(*list)[(*n)++] = text;
}

/* Operands up to the first field=value; none: column 1 of standard input.  The rest are assignments. */
static int
take_addresses(struct cli *cli, int argc, char **argv, char ***address, size_t *n, int *used)
{
	char *line;

	for (*used = 0; *used < argc && !cli_is_assignment(argv[*used]); ++*used)
		add(cli, address, n, argv[*used]);
	if (*used > 0)
		return CRM_OK;
	if (cli->in_tty)
		return cli_usage(cli, "which addresses? name them, or pipe them in");
	while ((line = cli_line(cli)) != NULL) {
		line[strcspn(line, "\t")] = '\0';
		if (crm_unescape(line, strlen(line)) > 0)
			add(cli, address, n, line);
	}
	return *n > 0 ? CRM_OK : CRM_NO;
}

static int
say_all(struct cli *cli, int argc, char **argv, const char *state, const struct cli_given *given)
{
	struct saying s = { .cli = cli };
	int used, rc = take_addresses(cli, argc, argv, &s.address, &s.n, &used);

	if (rc != CRM_OK)
		return rc;
	add(cli, &s.set, &s.nset, crm_sprintf(&cli->arena, "state=%s", state));
	for (; given->field != NULL; given++)
		if (given->value != NULL)
			add(cli, &s.set, &s.nset,
			    crm_sprintf(&cli->arena, "%s=%s", given->field, given->value));
	for (int i = used; i < argc; i++)
		add(cli, &s.set, &s.nset, argv[i]);
	for (size_t i = 0; i < s.nset; i++)
		s.channel |= strncmp(s.set[i], "channel=", 8) == 0;
	if ((rc = cli_work(cli, say, &s, NULL)) == CRM_OK)
		cli_tell(cli, "%zu %s%s", s.n, state, cli->dry ? " (dry run: nothing is kept)" : "");
	return rc;
}

enum { ADDRESS, CHANNEL, MAY, WHY, AT, STATE, BASIS, SOURCE, UNTIL, EVIDENCE, ID, NCOL };
#define COL(n, t) { .name = #n, .type = &crm_t_##t, .currency = -1 }
static const struct crm_outcol show_col[NCOL] = {
	COL(address, text), COL(channel, word), COL(may, bool), COL(why, text), COL(at, time), COL(state, word),
	COL(basis, word), COL(source, word), COL(until, date), COL(evidence, text), COL(id, text),
};
struct showing { struct cli *cli; struct crm_grid g; bool may; };

static struct crm_val
keep(struct crm_grid *g, const char *p, size_t n)
{
	return CRM_VTEXT(crm_strndup(&g->arena, p, n), n);
}

/* The verdict stands on every line of its history. */
static struct crm_val *
new_row(struct showing *s, const char *channel, const char *address, bool may, const struct crm_buf *why)
{
	struct crm_val *row = crm_grid_add(&s->g);

	row[ADDRESS] = keep(&s->g, address, strlen(address));
	row[CHANNEL] = keep(&s->g, channel, strlen(channel));
	row[MAY] = CRM_VINT(may);
	row[WHY] = keep(&s->g, why->p, why->n);
	return row;
}

static void
fill_row(struct showing *s, struct crm_val *row, const struct crm_rec *rec)
{
	for (size_t i = AT; i <= EVIDENCE; i++) {
		const struct crm_val *v = crm_rec_get(rec, show_col[i].name);

		if (v->t == CRM_TEXT)
			row[i] = keep(&s->g, v->p, v->n);
	}
	row[ID] = keep(&s->g, crm_sprintf(&s->g.arena, "co%lld", (long long)crm_rec_id(rec)), 0);
	row[ID].n = strlen(row[ID].p);
}

static int
show_address(struct showing *s, const struct crm_reach *w, const char *channel, const char *address)
{
	struct cli *cli = s->cli;
	const struct crm_entity *e = crm_entity_must(cli->ctx.schema, "consent");
	int64_t id[256];
	struct crm_buf why = { 0 };
	struct crm_rec rec;
	size_t n = 0, before = s->g.nrow;
	bool may = false;
	int rc = crm_may_approach(cli->crm, w, channel, address, &may, &why, &cli->err);

	s->may |= may;
	crm_rec_init(&rec, e);
	if (rc == CRM_OK)
		rc = crm_lookup(crm_db_of(cli->crm), crm_field_must(e, "address"), e,
		    &CRM_VTEXT(address, strlen(address)), id, 256, &n, &cli->err);
	for (size_t i = n < 256 ? n : 256; i-- > 0 && rc == CRM_OK; ) {
		const struct crm_val *on;

		crm_rec_reset(&rec);
		if ((rc = crm_get(cli->crm, e, id[i], &rec, &cli->err)) != CRM_OK)
			break;
		on = crm_rec_get(&rec, "channel");
		if (on->n == strlen(channel) && memcmp(on->p, channel, on->n) == 0)
			fill_row(s, new_row(s, channel, address, may, &why), &rec);
	}
	if (rc == CRM_OK && s->g.nrow == before)
		new_row(s, channel, address, may, &why);
	crm_rec_free(&rec);
	crm_buf_free(&why);
	return rc;
}

/* All addresses of a client or a person, on the channels that campaigns use. */
static int
show_whom(struct showing *s, struct crm_reach *w, const char *only)
{
	static const char *const channels[] = { "email", "call", "chat", "fax", "post", NULL };
	int rc = CRM_OK;

	for (size_t i = 0; channels[i] != NULL && rc == CRM_OK; i++) {
		const char *address;
		size_t at = 0;

		if (only != NULL ? strcmp(only, channels[i]) != 0 : strcmp(channels[i], "chat") == 0
		    || strcmp(channels[i], "fax") == 0)
			continue;
		while (rc == CRM_OK && crm_reach_address(w, channels[i], &at, &address))
			rc = show_address(s, w, channels[i], address);
	}
	return rc;
}

/* An address, by itself: whoever is known by it. */
static int
show_known(struct showing *s, const char *text, const char *channel)
{
	struct cli *cli = s->cli;
	struct crm_reach w = { 0 };
	struct crm_val v;
	int64_t client, person;
	int rc;

	channel = channel != NULL ? channel : channel_of(text);
	rc = crm_address_on(&cli->ctx, channel, text, strlen(text), &v, &cli->arena, &cli->err);
	if (rc == CRM_OK
	    && (rc = crm_known_by(cli->crm, channel, &v, &client, &person, &cli->err)) == CRM_OK
	    && (rc = crm_reach_load(cli->crm, client, person, &w, &cli->err)) == CRM_OK)
		rc = show_address(s, &w, channel, crm_strndup(&cli->arena, v.p, v.n));
	crm_reach_free(&w);
	return rc;
}

static int
show_record(struct showing *s, const char *text, const char *channel)
{
	struct cli *cli = s->cli;
	const struct crm_entity *client = crm_entity_must(cli->ctx.schema, "client"), *ent;
	struct crm_reach w = { 0 };
	int64_t id;
	int rc = crm_refer(cli->crm, client, text, strlen(text), &ent, &id, &cli->err);

	if (rc == CRM_OK && ent != client && strcmp(ent->name, "person") != 0)
		rc = crm_fail(&cli->err, CRM_DATA, NULL,
		    "%s is a %s: a client, a person or an address is meant", text, ent->name);
	if (rc == CRM_OK)
		rc = crm_reach_load(cli->crm, ent == client ? id : 0, ent == client ? 0 : id, &w, &cli->err);
	if (rc == CRM_OK)
		rc = show_whom(s, &w, channel);
	crm_reach_free(&w);
	return rc;
}

static bool
is_address(struct cli *cli, const char *text)
{
	struct crm_val v;

	return strchr(text, '@') != NULL
	    || crm_address_on(&cli->ctx, "call", text, strlen(text), &v, &cli->arena, NULL) == CRM_OK;
}

static int
show(struct cli *cli, int argc, char **argv, const char *channel)
{
	struct showing s = { .cli = cli, .g = { .col = show_col, .ncol = NCOL, .width = NCOL } };
	char **text = NULL;
	size_t n = 0;
	int used, rc = take_addresses(cli, argc, argv, &text, &n, &used), one;

	for (size_t i = 0; i < n; i++)
		if ((one = is_address(cli, text[i]) ? show_known(&s, text[i], channel)
		    : show_record(&s, text[i], channel)) != CRM_OK)
			rc = cli_complain(cli, one);
	if (s.g.nrow > 0 && !cli->quiet && (one = cli_grid(cli, &s.g)) != CRM_OK)
		rc = one;
	crm_grid_free(&s.g);
	return rc == CRM_OK && !s.may ? CRM_NO : rc;
}

int
cli_consent(struct cli *cli, int argc, char **argv, const struct cli_given *given)
{
	static const char *const verb[][2] = {
		{ "grant", "granted" }, { "deny", "denied" }, { "withdraw", "withdrawn" }, { "hold", "hold" },
	};
	const struct cli_given *channel = given;

	while (channel->field != NULL && strcmp(channel->field, "channel") != 0)
		channel++;
	if (argc > 0 && strcmp(argv[0], "show") == 0)
		return show(cli, argc - 1, argv + 1, channel->value);
	for (size_t i = 0; argc > 0 && i < sizeof verb / sizeof *verb; i++)
		if (strcmp(argv[0], verb[i][0]) == 0)
			return say_all(cli, argc - 1, argv + 1, verb[i][1], given);
	return cli_usage(cli, "consent: grant, deny, withdraw, hold or show?");
}
