/* order_stream.c - orders taken from rows: those of one number are one order, which is kept whole or not at all */
#include <stdlib.h>
#include <string.h>

#include "order.h"

/* What a column gives: a part of the item, or a field of the order. */
enum part { IGNORED, WHAT, QUANTITY, PRICE, FIELD };
struct column { enum part part; const struct crm_field *field; };

struct taken {
	const char *number, *place, *client;     /* as its rows have them */
	char **text; size_t ntext;               /* field=value of its first row */
	struct crm_item *item; size_t nitem, room;
	bool bad;
};
/* A row as it came, and the order that it is of. */
struct source { const struct crm_reader *rd; const char *raw; size_t nraw, of; };
struct stream {
	struct cli *cli;
	const struct operands *common;
	const struct crm_entity *order, *line;
	struct column *col; size_t ncol;
	struct taken *v; size_t n, room;
	struct crm_map number;                   /* -> place in v */
	struct crm_rec rec;
	bool some;                               /* good orders are kept without the bad ones */
	int worst;
	size_t nbad, found;                      /* bad orders; those of them that this round found */
	struct crm_map failed;                   /* clients with an order that this round found bad */
	struct source *source; size_t nsource, sources;
};

const char *
cli_mapped(struct cli *cli, const char *header, size_t *n)
{
	const char *map = cli->bulk.map;
	size_t at = 0, len;
	char *item;

	*n = strlen(header);
	while (map != NULL && crm_list_next(map, strlen(map), &at, &cli->arena, &item, &len)) {
		char *eq = memchr(item, '=', len);

		if (eq == NULL || !crm_header_same(item, (size_t)(eq - item), header, strlen(header)))
			continue;
		*n = len - (size_t)(eq + 1 - item);
		return eq + 1;
	}
	return header;
}

static int
read_column(struct stream *s, const char *header, struct column *col, struct crm_err *err)
{
	static const struct { const char *field; enum part part; } parts[] = {
		{ "product", WHAT }, { "quantity", QUANTITY }, { "price", PRICE }, { "order", FIELD },
	};
	size_t n;
	const char *name = cli_mapped(s->cli, header, &n);
	const struct crm_field *f = n > 0 ? crm_field_header(s->line, name, n) : NULL;

	*col = (struct column){ .part = IGNORED };
	for (size_t i = 0; f != NULL && i < sizeof parts / sizeof *parts; i++)
		if (strcmp(f->name, parts[i].field) == 0)
			*col = (struct column){ parts[i].part, crm_field_must(s->order, "number") };
	if (col->part != IGNORED || n == 0)
		return CRM_OK;
	if ((f = crm_field_header(s->order, name, n)) != NULL && !(f->flags & (CRM_F_AUTO | CRM_F_DERIVED)))
		*col = (struct column){ FIELD, f };
	else if (!s->cli->bulk.ignore_unknown)
		return crm_fail(err, CRM_DATA, NULL,
		    "an order taken has no column '%s': --map or --ignore-unknown", header);
	return CRM_OK;
}

static int
read_columns(struct stream *s, const struct crm_reader *rd, struct crm_err *err)
{
	size_t n = crm_reader_ncol(rd);
	struct column *col;
	int rc = CRM_OK;

	if (n == s->ncol)
		return CRM_OK;
	col = crm_alloc(&s->cli->arena, n * sizeof *col);
	for (size_t i = 0; i < n; i++)
		if (read_column(s, crm_reader_col(rd, (unsigned)i), &col[i], err) != CRM_OK)
			rc = CRM_DATA;
	s->col = col;
	s->ncol = n;
	return rc;
}

/* The order that a row belongs to; one without a number is by itself. */
static struct taken *
order_of(struct stream *s, const char *number, bool *fresh)
{
	int64_t at;

	*fresh = number == NULL || !crm_map_get(&s->number, number, strlen(number), &at);
	if (!*fresh)
		return &s->v[at];
	if (s->n == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->v = crm_xrealloc(s->v, s->room * sizeof *s->v);
	}
	if (number != NULL)
		crm_map_put(&s->number, number, strlen(number), (int64_t)s->n);
	s->v[s->n] = (struct taken){ .number = number };
	return &s->v[s->n++];
}

static void
add_item(struct stream *s, struct taken *t, const struct crm_item *item)
{
	if (t->nitem == t->room) {
		struct crm_item *more;

		t->room = t->room ? 2 * t->room : 4;
		more = crm_alloc(&s->cli->arena, t->room * sizeof *more);
		if (t->nitem > 0)
			memcpy(more, t->item, t->nitem * sizeof *more);
		t->item = more;
	}
	t->item[t->nitem++] = *item;
}

static void
reject(struct stream *s, struct taken *t, int rc)
{
	s->nbad += !t->bad;
	t->bad = true;
	s->worst = rc > s->worst ? rc : s->worst;
}

static void
keep_source(struct stream *s, const struct crm_reader *rd, const struct crm_row *row, const struct taken *t)
{
	if (s->cli->bulk.rejects == NULL)
		return;
	if (s->nsource == s->sources) {
		s->sources = s->sources ? 2 * s->sources : 64;
		s->source = crm_xrealloc(s->source, s->sources * sizeof *s->source);
	}
	s->source[s->nsource++] = (struct source){ rd, crm_strndup(&s->cli->arena, row->raw, row->nraw), row->nraw,
	    (size_t)(t - s->v) };
}

/* Later rows of an order say the same of it as its first, or nothing. */
static int
add_text(struct stream *s, struct taken *t, bool fresh, char *text, const char *field, struct crm_err *err)
{
	size_t n = strlen(field);

	for (size_t i = 0; !fresh && i < t->ntext; i++)
		if (strncmp(t->text[i], field, n) == 0 && t->text[i][n] == '=')
			return strcmp(t->text[i], text) == 0 ? CRM_OK
			    : crm_fail(err, CRM_DATA, field,
			    "is '%s' here and '%s' in an earlier row of order %s", text + n + 1,
			    t->text[i] + n + 1, t->number);
	if (!fresh)
		return crm_fail(err, CRM_DATA, field, "the first row of order %s does not have it",
		    t->number);
	t->text[t->ntext++] = crm_strdup(&s->cli->arena, text);
	return CRM_OK;
}

/* Its cells: field=value of the order in text, NULL where a cell has none; the rest is the item's. */
static const char *
read_cells(struct stream *s, const struct crm_row *row, char **text, struct crm_item *item)
{
	struct crm_arena *a = &s->cli->arena;
	const char *number = NULL, *value;

	for (size_t i = 0; i < row->n; i++) {
		const struct column *col = &s->col[row->cell[i].col];

		text[i] = NULL;
		if (row->cell[i].kind == CRM_CELL_NULL || row->cell[i].n == 0)
			continue;
		value = crm_strndup(a, row->cell[i].p, row->cell[i].n);
		*(col->part == WHAT ? &item->what : col->part == QUANTITY ? &item->quantity
		    : col->part == PRICE ? &item->price
		    : &(const char *){ NULL }) = value;
		if (col->part == FIELD)
			text[i] = crm_sprintf(a, "%s=%s", col->field->name, value);
		if (col->part == FIELD && strcmp(col->field->name, "number") == 0)
			number = value;
	}
	return number;
}

static int
one_row(struct stream *s, const struct crm_reader *rd, const struct crm_row *row, struct crm_err *err)
{
	struct crm_arena *a = &s->cli->arena;
	struct crm_item item = { .place = crm_sprintf(a, "%s:%lld", cli_place(rd), (long long)row->line) };
	char **text = crm_alloc(a, row->n * sizeof *text);
	bool fresh;
	struct taken *t = order_of(s, read_cells(s, row, text, &item), &fresh);
	int rc = CRM_OK;

	keep_source(s, rd, row, t);
	if (fresh) {
		t->place = item.place;
		t->text = crm_alloc(a, (row->n + s->common->ntext) * sizeof *t->text);
	}
	if (item.what == NULL || item.quantity == NULL)
		rc = crm_fail(err, CRM_DATA, item.what == NULL ? "sku" : "quantity", "is required");
	for (size_t i = 0; i < row->n && rc == CRM_OK; i++)
		if (text[i] != NULL)
			rc = add_text(s, t, fresh, text[i], s->col[row->cell[i].col].field->name, err);
	for (size_t i = 0; fresh && i < s->common->ntext; i++)
		t->text[t->ntext++] = s->common->text[i];
	for (size_t i = 0; fresh && i < t->ntext; i++)
		if (strncmp(t->text[i], "client=", 7) == 0)
			t->client = t->text[i] + 7;
	add_item(s, t, &item);
	if (rc != CRM_OK)
		reject(s, t, rc);
	return rc;
}

/* A row that is none, and so of nobody's order. */
static void
no_row(struct stream *s, const struct crm_reader *rd, const struct crm_row *row)
{
	bool fresh;
	struct taken *t = order_of(s, NULL, &fresh);

	keep_source(s, rd, row, t);
	reject(s, t, CRM_DATA);
}

static int
one_reader(struct stream *s, struct crm_reader *rd)
{
	struct crm_err bad;
	struct crm_row row;
	int rc;

	s->ncol = 0;
	for (;;) {
		crm_err_clear(&bad);
		if ((rc = crm_reader_next(rd, &row, &bad)) == CRM_DONE)
			return CRM_OK;
		if (rc != CRM_ROW && rc != CRM_DATA)
			return crm_fail(&s->cli->err, rc, NULL, "%s", bad.text);
		if (rc == CRM_DATA)
			no_row(s, rd, &row);
		else if ((rc = read_columns(s, rd, &bad)) != CRM_OK)
			return crm_fail(&s->cli->err, rc, NULL, "%s: %s", cli_place(rd), bad.text);
		else
			rc = one_row(s, rd, &row, &bad);
		if (rc != CRM_OK)
			cli_bad_row(s->cli, rd, row.line, bad.text);
		if (crm_reader_torn(rd))
			return CRM_OK;
	}
}

static void
tell(struct stream *s, const struct taken *t, const char *text)
{
	const char *end;

	for (; *text != '\0'; text = end + (*end == '\n')) {
		bool placed = strncmp(text, t->place, strcspn(t->place, ":") + 1) == 0;

		end = text + strcspn(text, "\n");
		cli_warn(s->cli, "%s%s%.*s", placed ? "" : t->place, placed ? "" : ": ", (int)(end - text), text);
	}
}

/*
 * A round takes all orders that are not known to be bad.  One that finds more of them is rolled back; the next goes
 * without.  What a bad order left behind in its round weighs on its client's credit, so what is then refused the same
 * client is asked for again.
 */
static int
one_round(struct crm *crm, void *arg, struct crm_err *err)
{
	struct stream *s = arg;

	s->found = 0;
	crm_map_free(&s->failed);
	for (size_t i = 0; i < s->n; i++) {
		struct taken *t = &s->v[i];
		const char *client = t->client != NULL ? t->client : "";
		struct crm_err why = CRM_ERR_INIT;
		int64_t failed;
		int rc;

		if (t->bad)
			continue;
		rc = crm_order_take(crm, 0, t->text, t->ntext, t->item, t->nitem, &s->rec, &why);
		if (rc == CRM_OK) {
			crm_put_id(&s->cli->said, s->order, crm_rec_id(&s->rec));
			crm_putc(&s->cli->said, '\n');
			continue;
		}
		if (rc != CRM_DATA && rc != CRM_NOPERM && rc != CRM_NO && rc != CRM_USAGE)
			return crm_fail(err, rc, NULL, "%s", why.text);
		if (s->some && rc == CRM_NOPERM && crm_map_get(&s->failed, client, strlen(client), &failed))
			continue;
		tell(s, t, why.text);
		reject(s, t, rc);
		s->found++;
		crm_map_set(&s->failed, client, strlen(client), 1);
	}
	return s->found > 0 ? CRM_DATA : CRM_OK;
}

static int
take_all(struct stream *s)
{
	size_t lines = 0;
	int64_t batch = 0;
	int rc = CRM_DATA;

	if (s->nbad == 0 || s->some)
		while ((rc = cli_work(s->cli, one_round, s, &batch)) == CRM_DATA && s->found > 0 && s->some)
			;
	if (rc != CRM_OK && s->nbad > 0)
		return crm_fail(&s->cli->err, s->worst, NULL,
		    "%zu bad order%s: nothing was kept (--skip-bad keeps the good ones)", s->nbad, s->nbad == 1 ? "" : "s");
	if (rc != CRM_OK)
		return rc;
	for (size_t i = 0; i < s->n; i++)
		lines += s->v[i].bad ? 0 : s->v[i].nitem;
	cli_tell_kept(s->cli, crm_sprintf(&s->cli->arena, s->some ? "%zu orders taken, of %zu lines, %zu rejected"
	    : "%zu orders taken, of %zu lines", s->n - s->nbad, lines, s->nbad), batch);
	return s->nbad > 0 ? CRM_DATA : CRM_OK;
}

static int
put_rejects(struct stream *s, struct cli_rejects *to)
{
	for (size_t i = 0; i < s->nsource; i++)
		if (s->v[s->source[i].of].bad)
			cli_rejects_put(to, s->source[i].rd, s->source[i].raw, s->source[i].nraw);
	return cli_rejects_close(s->cli, to);
}

int
order_stream(struct cli *cli, const struct operands *common)
{
	static const char *const columns[] = { "order", "client", "sku", "quantity", "price", "promised",
	    NULL };
	static char *input = "-";
	struct stream s = { .cli = cli, .common = common, .order = cli_order(cli),
	    .line = crm_entity_must(crm_schema_of(cli->crm), "line"),
	    .some = cli->bulk.skip_bad || cli->bulk.rejects != NULL };
	struct cli_rejects rejects;
	struct crm_reader **rd;
	char **file = common->nref > 0 ? common->ref : &input;
	int nfile = common->nref > 0 ? common->nref : 1;
	size_t opened = 0;
	int rc, kept;

	if (cli->bulk.value.n > 0 || cli->bulk.date_format != NULL)
		return cli_usage(cli, "take takes the values of a stream as they are");
	if (common->nref == 0 && cli->bulk.format == NULL)
		cli->bulk.format = "lines";
	rd = crm_zalloc(&cli->arena, (size_t)nfile * sizeof *rd);
	crm_rec_init(&s.rec, s.order);
	if ((rc = cli_rejects_open(cli, &rejects)) == CRM_OK)
		rc = cli_readers(cli, nfile, file, columns, rd, &opened);
	for (size_t i = 0; i < opened && rc == CRM_OK; i++)
		rc = one_reader(&s, rd[i]);
	if (rc == CRM_OK)
		rc = s.n > 0 ? take_all(&s) : CRM_NO;
	if ((kept = put_rejects(&s, &rejects)) != CRM_OK)
		rc = kept;
	for (size_t i = 0; i < opened; i++)
		crm_reader_close(rd[i]);
	crm_map_free(&s.number);
	crm_map_free(&s.failed);
	crm_rec_free(&s.rec);
	free(s.source);
	free(s.v);
	return rc;
}
