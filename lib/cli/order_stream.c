/* order_stream.c - orders taken from rows: those of one number are one order, and all are kept or none */
#include <stdlib.h>
#include <string.h>

#include "order.h"

/* What a column gives: a part of the item, or a field of the order. */
enum part { IGNORED, WHAT, QUANTITY, PRICE, FIELD };
struct column { enum part part; const struct crm_field *field; };

struct taken {
	const char *number, *place;
	char **text; size_t ntext;               /* field=value of its first row */
	struct crm_item *item; size_t nitem, room;
};
struct stream {
	struct cli *cli;
	const struct operands *common;
	const struct crm_entity *order, *line;
	struct column *col; size_t ncol;
	struct taken *v; size_t n, room;
	struct crm_map number;                   /* -> place in v */
	struct crm_rec rec;
	size_t lines;
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
	s->lines++;
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

static int
one_row(struct stream *s, const struct crm_reader *rd, const struct crm_row *row, struct crm_err *err)
{
	struct crm_arena *a = &s->cli->arena;
	struct crm_item item = { .place = crm_sprintf(a, "%s:%lld", cli_place(rd), (long long)row->line) };
	char **text = crm_alloc(a, row->n * sizeof *text);
	const char *number = NULL, *value;
	struct taken *t;
	bool fresh;
	int rc = read_columns(s, rd, err);

	for (size_t i = 0; i < row->n && rc == CRM_OK; i++) {
		const struct column *col = &s->col[row->cell[i].col];

		text[i] = NULL;
		if (row->cell[i].kind == CRM_CELL_NULL || row->cell[i].n == 0)
			continue;
		value = crm_strndup(a, row->cell[i].p, row->cell[i].n);
		*(col->part == WHAT ? &item.what : col->part == QUANTITY ? &item.quantity
		    : col->part == PRICE ? &item.price
		    : &(const char *){ NULL }) = value;
		if (col->part == FIELD)
			text[i] = crm_sprintf(a, "%s=%s", col->field->name, value);
		if (col->part == FIELD && strcmp(col->field->name, "number") == 0)
			number = value;
	}
	if (rc == CRM_OK && (item.what == NULL || item.quantity == NULL))
		rc = crm_fail(err, CRM_DATA, item.what == NULL ? "sku" : "quantity", "is required");
	if (rc != CRM_OK)
		return rc;
	t = order_of(s, number, &fresh);
	if (fresh) {
		t->place = item.place;
		t->text = crm_alloc(a, (row->n + s->common->ntext) * sizeof *t->text);
	}
	for (size_t i = 0; i < row->n && rc == CRM_OK; i++)
		if (text[i] != NULL)
			rc = add_text(s, t, fresh, text[i], s->col[row->cell[i].col].field->name, err);
	for (size_t i = 0; fresh && i < s->common->ntext; i++)
		t->text[t->ntext++] = s->common->text[i];
	add_item(s, t, &item);
	return rc;
}

static int
one_reader(struct stream *s, struct crm_reader *rd)
{
	struct crm_err bad;
	struct crm_row row;
	int worst = CRM_OK, rc;

	s->ncol = 0;
	for (;;) {
		crm_err_clear(&bad);
		if ((rc = crm_reader_next(rd, &row, &bad)) == CRM_DONE)
			return worst;
		if (rc != CRM_ROW && rc != CRM_DATA)
			return crm_fail(&s->cli->err, rc, NULL, "%s", bad.text);
		if (rc == CRM_DATA)
			crm_fail(&s->cli->err, rc, NULL, "%s", bad.text);
		else if ((rc = one_row(s, rd, &row, &bad)) != CRM_OK)
			crm_fail(&s->cli->err, rc, NULL, "%s:%lld: %s", cli_place(rd), (long long)row.line,
			    bad.text);
		worst = rc > worst ? rc : worst;
		if (crm_reader_torn(rd))
			return worst;
	}
}

static int
take_all(struct crm *crm, void *arg, struct crm_err *err)
{
	struct stream *s = arg;
	int worst = CRM_OK;

	for (size_t i = 0; i < s->n; i++) {
		struct taken *t = &s->v[i];
		struct crm_err why = CRM_ERR_INIT;
		int rc = crm_order_take(crm, 0, t->text, t->ntext, t->item, t->nitem, &s->rec, &why);

		if (rc == CRM_OK) {
			crm_put_id(&s->cli->said, s->order, crm_rec_id(&s->rec));
			crm_putc(&s->cli->said, '\n');
			continue;
		}
		for (const char *p = why.text, *end; *p != '\0'; p = end + (*end == '\n')) {
			bool placed = strncmp(p, t->place, strcspn(t->place, ":") + 1) == 0;

			end = p + strcspn(p, "\n");
			crm_fail(err, rc, placed ? NULL : t->place, "%.*s", (int)(end - p), p);
		}
		worst = rc > worst ? rc : worst;
	}
	return worst;
}

int
order_stream(struct cli *cli, const struct operands *common)
{
	static const char *const columns[] = { "order", "client", "sku", "quantity", "price", "promised",
	    NULL };
	static char *input = "-";
	struct stream s = { .cli = cli, .common = common, .order = cli_order(cli),
	    .line = crm_entity_must(crm_schema_of(cli->crm), "line") };
	struct crm_reader **rd;
	char **file = common->nref > 0 ? common->ref : &input;
	int nfile = common->nref > 0 ? common->nref : 1;
	size_t opened = 0;
	int64_t batch;
	int rc;

	if (cli->bulk.skip_bad || cli->bulk.rejects != NULL || cli->bulk.value.n > 0
	    || cli->bulk.date_format != NULL)
		return cli_usage(cli,
		    "take keeps all or nothing of a stream, and takes its values as they are");
	if (common->nref == 0 && cli->bulk.format == NULL)
		cli->bulk.format = "lines";
	rd = crm_zalloc(&cli->arena, (size_t)nfile * sizeof *rd);
	crm_rec_init(&s.rec, s.order);
	rc = cli_readers(cli, nfile, file, columns, rd, &opened);
	for (size_t i = 0; i < opened && (rc == CRM_OK || rc == CRM_DATA); i++) {
		int one = one_reader(&s, rd[i]);

		rc = one > rc ? one : rc;
	}
	if (rc == CRM_OK && s.n == 0)
		rc = CRM_NO;
	if (rc == CRM_OK && (rc = cli_work(cli, take_all, &s, &batch)) == CRM_OK)
		cli_tell(cli, cli->dry ? "%zu orders taken, of %zu lines (dry run: nothing is kept)"
		    : "%zu orders taken, of %zu lines (ba%lld)", s.n, s.lines, (long long)batch);
	for (size_t i = 0; i < opened; i++)
		crm_reader_close(rd[i]);
	crm_map_free(&s.number);
	crm_rec_free(&s.rec);
	free(s.v);
	return rc;
}
