/* out.c - what is printed on standard output: columns by -c, formats by -o */
#include <stdio.h>
#include <string.h>

#include "cli.h"

const char *
cli_format(const struct cli *cli)
{
	if (cli->format)
		return cli->format;
	if (!cli->out_tty)
		return "lines";                  /* a pipe's format never depends on whose it is */
	return cli->config_format ? cli->config_format : "table";
}

struct crm_outopt
cli_outopt(const struct cli *cli)
{
	return (struct crm_outopt){
		.ctx = &cli->ctx, .width = cli->width, .tty = cli->out_tty, .color = cli->color, .safe_csv = cli->safe_csv,
		.title = cli->cmd->name,
	};
}

int
cli_rows(struct cli *cli, const struct crm_outcol *col, size_t n, struct crm_out **out)
{
	struct crm_outopt opt = cli_outopt(cli);

	return crm_out_open(out, cli_format(cli), &cli->out, col, n, &opt, &cli->err);
}

struct columns { struct crm_path *v; size_t n; };

static size_t
add(struct cli *cli, struct columns *c, const struct crm_path *p)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].nhop == p->nhop && c->v[i].field == p->field &&
		    memcmp(c->v[i].hop, p->hop, p->nhop * sizeof(*p->hop)) == 0)
			return i;
	c->v = crm_room(&cli->arena, c->v, c->n, sizeof *c->v);
	c->v[c->n] = *p;
	return c->n++;
}

/* The fields that `take` picks; a reference is shown by the label of what it points at. */
static void
add_fields(struct cli *cli, const struct crm_entity *ent, bool all, struct columns *c)
{
	for (size_t i = 0; i < ent->nfield; i++) {
		const struct crm_field *f = &ent->field[i];
		struct crm_path p = { .ent = ent, .field = f };

		if (all ? !crm_field_stored(f) || f->flags & CRM_F_SECRET : !(f->flags & CRM_F_LISTED))
			continue;
		if (!all && i > 0 && f->to && strcmp(f->to->label, "id") != 0) {
			p.hop[p.nhop++] = f;
			p.field = crm_field_must(f->to, f->to->label);
		}
		add(cli, c, &p);
	}
}

/* The id comes first: what is printed can be piped into any command. */
int
cli_columns(struct cli *cli, const struct crm_entity *ent, const char *text,
    struct crm_path **path, size_t *n)
{
	struct columns c = { 0 };
	struct crm_path p = { .ent = ent, .field = &ent->field[0] };
	size_t len;

	add(cli, &c, &p);
	if (text == NULL)
		add_fields(cli, ent, false, &c);
	for (; text && *text; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		if (len == 3 && memcmp(text, "all", 3) == 0)
			add_fields(cli, ent, true, &c);
		else if (crm_path_parse(cli->ctx.schema, ent, text, len, &p, &cli->err) == CRM_OK)
			add(cli, &c, &p);
	}
	*path = c.v;
	*n = c.n;
	return cli->err.code ? cli_usage(cli, "--columns: crm-schema %s lists the fields", ent->name) : CRM_OK;
}

const char *const *
cli_column_names(struct cli *cli, const struct crm_entity *ent)
{
	struct columns c = { 0 };
	struct crm_buf name = { 0 };
	const char **names;

	add_fields(cli, ent, false, &c);
	names = crm_zalloc(&cli->arena, (c.n + 1) * sizeof *names);
	for (size_t i = 0; i < c.n; i++) {
		name.n = 0;
		crm_path_print(&c.v[i], &name);
		names[i] = crm_strndup(&cli->arena, name.p, name.n);
	}
	crm_buf_free(&name);
	return names;
}

/* A listing nobody chose the columns of: what has no label is shown by its id, which is asked for behind them. */
struct listing { struct crm_query *q; size_t ncol; size_t *id; char (*text)[24]; };

static void
add_ids(struct cli *cli, struct listing *l)
{
	struct columns c = { .n = 0 };

	for (size_t i = 0; i < l->ncol; i++)
		add(cli, &c, &l->q->col[i]);
	l->id = crm_zalloc(&cli->arena, l->ncol * sizeof *l->id);
	l->text = crm_zalloc(&cli->arena, l->ncol * sizeof *l->text);
	for (size_t i = 1; i < l->ncol; i++) {
		struct crm_path p = l->q->col[i];
		const struct crm_field *f = p.field;

		if (p.nhop == 0 || f->flags & CRM_F_REQUIRED || f->type->store != CRM_TEXT
		    || strcmp(f->name, p.hop[p.nhop - 1]->to->label) != 0)
			continue;
		p.field = p.hop[--p.nhop];
		l->id[i] = add(cli, &c, &p);
	}
	l->q->col = c.v;
	l->q->ncol = c.n;
}

static void
put_ids(const struct listing *l, struct crm_val *val)
{
	for (size_t i = 1; l->id != NULL && i < l->ncol; i++) {
		const struct crm_val *id = &val[l->id[i]];
		int n;

		if (l->id[i] == 0 || val[i].t != CRM_NULL || id->t != CRM_INT)
			continue;
		n = snprintf(l->text[i], sizeof l->text[i], "%s%lld", l->q->col[l->id[i]].field->to->prefix,
		    (long long)id->i);
		val[i] = CRM_VTEXT(l->text[i], (size_t)n);
	}
}

static struct crm_outcol *
describe(struct cli *cli, const struct crm_query *q, size_t ncol, const struct crm_cursor *cur)
{
	struct crm_outcol *col = crm_zalloc(&cli->arena, ncol * sizeof(*col));
	struct crm_buf name = { 0 };

	for (size_t i = 0; i < ncol; i++) {
		const struct crm_field *f = q->col[i].field;

		name.n = 0;
		crm_path_print(&q->col[i], &name);
		col[i] = (struct crm_outcol){
			.name = crm_strndup(&cli->arena, name.p, name.n), .type = f->type, .field = f,
			.many = f->flags & CRM_F_MANY, .currency = cur->currency ? cur->currency[i] : -1,
		};
	}
	crm_buf_free(&name);
	return col;
}

static int
stream(struct cli *cli, const struct listing *l, struct crm_cursor *cur, int64_t *n)
{
	struct crm_out *out;
	int rc = cli_rows(cli, describe(cli, l->q, l->ncol, cur), l->ncol, &out), closed;

	if (rc != CRM_OK)
		return rc;
	/* Once nobody reads, the rest of a million rows is not asked for. */
	while (!cli->out.failed && (rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW) {
		put_ids(l, cur->val);
		crm_out_row(out, cur->val);
		++*n;
	}
	closed = crm_out_close(out, &cli->err);
	return rc == CRM_DONE || rc == CRM_ROW ? closed : rc;
}

int
cli_query(struct cli *cli, struct crm_query *q, const char *dflt_columns, int64_t *n)
{
	struct crm_db *db = crm_db_of(cli->crm);
	struct listing l = { .q = q };
	struct crm_path *path;
	struct crm_cursor *cur;
	int64_t rows = 0;
	bool ids = strcmp(cli_format(cli), "ids") == 0;
	int rc = cli_columns(cli, q->ent, cli->columns ? cli->columns : dflt_columns, &path, &q->ncol);

	if (rc != CRM_OK)
		return rc;
	q->col = path;
	if (ids)
		q->ncol = 1;
	l.ncol = q->ncol;
	if (cli->columns == NULL)
		add_ids(cli, &l);
	if ((rc = crm_db_read_begin(db, &cli->err)) != CRM_OK)
		return rc;
	if ((rc = crm_select(db, q, &cur, &cli->err)) == CRM_OK) {
		rc = stream(cli, &l, cur, &rows);
		crm_cursor_close(cur);
	}
	crm_db_read_end(db);
	if (n)
		*n = rows;
	return rc == CRM_OK && rows == 0 ? CRM_NO : rc;
}
