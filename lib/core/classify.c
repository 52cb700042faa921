/* classify.c - clients by classes: ABC, RFM, attractiveness by position */
#include "ask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/segment.h"

#define FACTORS 12

/* Columns after the id, which only clients of the base have; after the last comes the client's number. */
enum { NAME, CLASS, FIRST };
static const struct crm_outcol abc_cols[] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("class", &crm_t_word),
	MONEY("value", -1), COL("share", &crm_t_percent), COL("before", &crm_t_percent),
};
static const struct crm_outcol rfm_cols[] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("class", &crm_t_word),
	COL("score", &crm_t_int), COL("days", &crm_t_int), COL("orders", &crm_t_int), MONEY("amount", -1),
};
static const struct crm_outcol matrix_cols[] = {
	COL("id", &crm_t_text), COL("name", &crm_t_text), COL("class", &crm_t_word),
	COL("attractiveness", &crm_t_real), COL("position", &crm_t_real), COL("why", &crm_t_text),
};

/* What is classed: clients that pass, in their order; the place of each by its number. */
struct subject { int64_t who, value; const char *name; struct crm_val *factor; };
struct classify {
	struct crm *c;
	const struct crm_classing *how;
	struct crm_grid *g;
	struct crm_buf *about;
	struct crm_buyers read, *buyers;
	struct subject *v;
	size_t n;
	struct crm_map place;
	struct crm_path col[2 + 2 * FACTORS];
	struct crm_factor factor[2 * FACTORS];
	size_t nattractive, nfactor;
	int64_t unit;                            /* the smallest there are in a whole of the currency */
};

static void
set_cols(struct classify *k, const struct crm_outcol *col, size_t n)
{
	bool ours = k->how->buyers == NULL;

	k->g->col = ours ? col : col + 1;
	k->g->ncol = ours ? n : n - 1;
	k->g->width = n;
}

static struct crm_val
text(const char *s)
{
	return CRM_VTEXT(s, strlen(s));
}

/* A row, from its name on. */
static struct crm_val *
add_row(struct classify *k, const struct subject *s, const char *class)
{
	struct crm_val *row = crm_grid_add(k->g);

	row[k->g->ncol] = CRM_VINT(s->who);
	if (k->how->buyers == NULL)
		*row++ = words(k->g, "c%lld", (long long)s->who);
	row[NAME] = text(s->name);
	row[CLASS] = text(class);
	return row;
}

/* Clients that pass, with what else is asked of them. */
static int
read_clients(struct classify *k, size_t ncol, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&k->c->schema, "client");
	struct crm_query q = { .ent = client, .where = k->how->where, .col = k->col, .ncol = ncol, .ctx = &k->c->ctx,
	    .whole = true };
	struct crm_arena *a = &k->g->arena;
	struct crm_cursor *cur;
	struct crm_buf all = { 0 };
	int rc;

	k->col[0] = (struct crm_path){ .ent = client, .field = &client->field[0] };
	k->col[1] = (struct crm_path){ .ent = client, .field = crm_field_must(client, "name") };
	if ((rc = crm_select(k->c->db, &q, &cur, err)) != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, err)) == CRM_ROW) {
		const struct crm_val *v = cur->val;
		struct subject s = { .who = v[0].i, .name = crm_strndup(a, v[1].p, v[1].n) };

		if (ncol > 2) {
			s.factor = crm_alloc(a, (ncol - 2) * sizeof *s.factor);
			memcpy(s.factor, v + 2, (ncol - 2) * sizeof *s.factor);
		}
		map_put(&k->place, s.who, (int64_t)k->n++);
		crm_put(&all, &s, sizeof s);
	}
	crm_cursor_close(cur);
	k->v = crm_alloc(a, all.n + 1);
	if (all.n > 0)
		memcpy(k->v, all.p, all.n);
	crm_buf_free(&all);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
name_buyers(struct classify *k)
{
	k->buyers = k->how->buyers;
	k->n = k->buyers->n;
	k->v = crm_zalloc(&k->g->arena, (k->n + 1) * sizeof *k->v);
	for (size_t i = 0; i < k->n; i++)
		k->v[i] = (struct subject){ .who = (int64_t)i, .name = k->buyers->name[i] };
	return CRM_OK;
}

static int
read_buyers(struct classify *k, struct crm_err *err)
{
	int rc;

	if (k->how->buyers != NULL)
		return name_buyers(k);
	k->buyers = &k->read;
	rc = crm_buyers_read(k->c, k->how->from, k->how->to, &k->read, err);
	return rc == CRM_OK ? read_clients(k, 2, err) : rc;
}

/* Whom a buyer is, or NULL when it is not asked about. */
static const struct subject *
subject_of(const struct classify *k, int64_t who)
{
	int64_t at = k->how->buyers != NULL ? who : map_at(&k->place, who, -1);

	return at >= 0 ? &k->v[at] : NULL;
}

static void
count(struct classify *k, const char *const *classes)
{
	size_t class = k->how->buyers == NULL ? CLASS + 1 : CLASS;

	for (; *classes != NULL; classes++) {
		size_t n = 0;

		for (size_t i = 0; i < k->g->nrow; i++)
			n += k->g->row[i][class].p == *classes;
		if (n > 0)
			crm_putf(k->about, "%s%s %zu", k->about->n ? ", " : "", *classes, n);
	}
}

static int
value_column(struct classify *k, struct crm_outcol *col, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&k->c->schema, "client");
	const char *name = k->how->value;
	int rc = crm_path_parse(&k->c->schema, client, name, strlen(name), &k->col[2], err);

	if (rc != CRM_OK)
		return rc;
	if (k->col[2].field->type->store != CRM_INT || !k->col[2].field->type->right)
		return crm_fail(err, CRM_USAGE, NULL, "%s is no number", name);
	*col = (struct crm_outcol){ .name = "value", .type = k->col[2].field->type, .currency = -1 };
	return read_clients(k, 3, err);
}

/* Those with a value: what was ordered, or a field. */
static int
read_values(struct classify *k, struct crm_abc **v, size_t *n, struct crm_outcol *col, struct crm_err *err)
{
	int rc = k->how->value != NULL ? value_column(k, col, err) : read_buyers(k, err);
	size_t all = rc != CRM_OK ? 0 : k->how->value != NULL ? k->n : k->buyers->n;

	*v = crm_alloc(&k->g->arena, (all + 1) * sizeof **v);
	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (k->how->value == NULL && subject_of(k, k->buyers->v[i].who) != NULL)
			(*v)[(*n)++] = (struct crm_abc){ .who = k->buyers->v[i].who, .value = k->buyers->v[i].amount };
		else if (k->how->value != NULL && k->v[i].factor[0].t == CRM_INT)
			(*v)[(*n)++] = (struct crm_abc){ .who = k->v[i].who, .value = k->v[i].factor[0].i };
	return rc;
}

static struct crm_val
part(double v)
{
	return CRM_VINT((int64_t)floor(v * 10000 + .5));
}

static int
by_abc(struct classify *k, struct crm_err *err)
{
	struct crm_outcol *col = crm_alloc(&k->g->arena, sizeof abc_cols);
	struct crm_abc *v;
	size_t n;
	int rc;

	memcpy(col, abc_cols, sizeof abc_cols);
	set_cols(k, col, NCOL(abc_cols));
	if ((rc = read_values(k, &v, &n, &col[1 + FIRST], err)) != CRM_OK)
		return rc;
	crm_abc(v, n);
	for (size_t i = 0; i < n; i++) {
		struct crm_val *row = add_row(k, subject_of(k, v[i].who), v[i].class);

		row[FIRST] = CRM_VINT(v[i].value);
		row[FIRST + 1] = part(v[i].share);
		row[FIRST + 2] = part(v[i].before);
	}
	count(k, crm_abc_classes);
	return CRM_OK;
}

static void
tell_edges(struct classify *k, const struct crm_rfm_edges *e)
{
	static const char *const of[CRM_RFM] = { "days", "orders", "amount" };

	for (int i = 0; i < CRM_RFM; i++) {
		crm_putf(k->about, "\n%s from", of[i]);
		for (int j = 0; j <= CRM_SCORES; j++)
			crm_putf(k->about, "%s %.10g", j ? "," : "", e->at[i][j]);
	}
}

static int
by_rfm(struct classify *k, struct crm_err *err)
{
	struct crm_rfm_edges edges;
	struct crm_rfm *v;
	size_t n = 0;
	int rc = read_buyers(k, err);

	set_cols(k, rfm_cols, NCOL(rfm_cols));
	if (rc != CRM_OK)
		return rc;
	v = crm_alloc(&k->g->arena, (k->buyers->n + 1) * sizeof *v);
	for (const struct crm_buyer *b = k->buyers->v; b < k->buyers->v + k->buyers->n; b++)
		if (subject_of(k, b->who) != NULL)
			v[n++] = (struct crm_rfm){ .who = b->who, .v = { (double)(k->how->day - b->last),
			    (double)b->orders, (double)b->amount / (double)k->unit } };
	crm_rfm(v, n, &edges);
	for (size_t i = 0; i < n; i++) {
		struct crm_val *row = add_row(k, subject_of(k, v[i].who), v[i].class);

		row[FIRST] = CRM_VINT(100 * v[i].score[CRM_R] + 10 * v[i].score[CRM_F] + v[i].score[CRM_M]);
		row[FIRST + 1] = CRM_VINT((int64_t)v[i].v[CRM_R]);
		row[FIRST + 2] = CRM_VINT((int64_t)v[i].v[CRM_F]);
		row[FIRST + 3] = CRM_VINT(llround(v[i].v[CRM_M] * (double)k->unit));
	}
	if ((rc = crm_grid_sort(k->g, "-score,-amount", err)) != CRM_OK)
		return rc;
	count(k, crm_rfm_classes);
	if (n > 0)
		tell_edges(k, &edges);
	return CRM_OK;
}

static int
read_bound(struct classify *k, const struct crm_path *p, const char *s, size_t n, double *v, struct crm_err *err)
{
	struct crm_val val;
	int rc = crm_field_parse(&k->c->ctx, p->field, s, n, &val, &k->g->arena, err);

	*v = rc == CRM_OK ? (double)val.i : 0;
	return rc;
}

/* "field", "field:weight", "field:weight:zero..ten" */
static int
read_factor(struct classify *k, const char *s, size_t n, struct crm_err *err)
{
	const struct crm_entity *client = crm_entity_must(&k->c->schema, "client");
	struct crm_path *p = &k->col[2 + k->nfactor];
	struct crm_factor *f = &k->factor[k->nfactor];
	size_t name = strcspn(s, ":,"), weight = 0;
	const char *at, *dots = NULL;
	int64_t w = 1;
	int rc = crm_path_parse(&k->c->schema, client, s, name, p, err);

	if (rc == CRM_OK && (p->field->type->store != CRM_INT || !p->field->type->right))
		rc = crm_fail(err, CRM_USAGE, NULL, "%.*s is no number", (int)name, s);
	if (rc != CRM_OK)
		return rc;
	at = s + name + 1;
	if (name < n && ((weight = strcspn(at, ":,")) == 0 || crm_num(at, weight, 1, 1000, &w) != CRM_OK))
		return crm_fail(err, CRM_USAGE, NULL, "%.*s: a weight is a number from 1 to 1000", (int)n, s);
	*f = (struct crm_factor){ (double)w, 0, 10 };
	if (name == n || name + 1 + weight == n)
		return read_bound(k, p, "10", 2, &f->ten, err);
	at += weight + 1;
	for (const char *q = at; q + 1 < s + n && dots == NULL; q++)
		dots = memcmp(q, "..", 2) == 0 ? q : NULL;
	if (dots == NULL)
		return crm_fail(err, CRM_USAGE, NULL, "%.*s: which values are 0 and 10? field:weight:ZERO..TEN", (int)n, s);
	rc = read_bound(k, p, at, (size_t)(dots - at), &f->zero, err);
	if (rc == CRM_OK)
		rc = read_bound(k, p, dots + 2, (size_t)(s + n - dots - 2), &f->ten, err);
	return rc == CRM_OK && f->zero == f->ten
	    ? crm_fail(err, CRM_USAGE, NULL, "%.*s: ZERO and TEN are the same", (int)n, s) : rc;
}

static int
read_factors(struct classify *k, const char *list, const char *option, struct crm_err *err)
{
	size_t begin = k->nfactor, n;
	int rc = CRM_OK;

	if (list == NULL || *list == '\0')
		return crm_fail(err, CRM_USAGE, NULL, "by which factors? --%s FIELD:WEIGHT[:ZERO..TEN],...", option);
	for (; *list != '\0' && rc == CRM_OK; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (k->nfactor - begin == FACTORS)
			return crm_fail(err, CRM_USAGE, NULL, "--%s: at most %d factors", option, FACTORS);
		if ((rc = read_factor(k, list, n, err)) == CRM_OK)
			k->nfactor++;
	}
	return rc;
}

/* The mean of what is known of one axis, and how it came about; false when nothing is. */
static bool
axis(const struct classify *k, const struct subject *s, size_t from, size_t to, double *mean, struct crm_buf *why)
{
	double sum = 0, weights = 0;

	for (size_t i = from; i < to; i++) {
		const struct crm_factor *f = &k->factor[i];
		double score;

		if (s->factor[i].t != CRM_INT)
			continue;
		score = crm_factor_score(f, (double)s->factor[i].i);
		crm_puts(why, weights > 0 ? ", " : "");
		sum += f->weight * score;
		weights += f->weight;
		crm_path_print(&k->col[2 + i], why);
		crm_putf(why, " %.4gx%.4g", score, f->weight);
	}
	*mean = weights > 0 ? sum / weights : 0;
	return weights > 0;
}

static void
add_cell(struct classify *k, const struct subject *s)
{
	struct crm_buf why = { 0 };
	double attractive, position;
	bool known = axis(k, s, 0, k->nattractive, &attractive, &why);

	crm_puts(&why, "; ");
	if (known && axis(k, s, k->nattractive, k->nfactor, &position, &why)) {
		struct crm_val *row = add_row(k, s, crm_matrix_class(attractive, position));

		row[FIRST] = CRM_VREAL(attractive);
		row[FIRST + 1] = CRM_VREAL(position);
		row[FIRST + 2] = CRM_VTEXT(crm_strndup(&k->g->arena, why.p, why.n), why.n);
	}
	crm_buf_free(&why);
}

static int
by_matrix(struct classify *k, struct crm_err *err)
{
	int rc = read_factors(k, k->how->attractive, "attractive", err);

	k->nattractive = k->nfactor;
	if (rc == CRM_OK)
		rc = read_factors(k, k->how->position, "position", err);
	set_cols(k, matrix_cols, NCOL(matrix_cols));
	if (rc == CRM_OK)
		rc = read_clients(k, 2 + k->nfactor, err);
	for (size_t i = 0; i < k->n && rc == CRM_OK; i++)
		add_cell(k, &k->v[i]);
	if (rc == CRM_OK)
		rc = crm_grid_sort(k->g, "-attractiveness,-position", err);
	if (rc == CRM_OK)
		count(k, crm_matrix_classes);
	return rc;
}

int
crm_classify(struct crm *c, const struct crm_classing *how, struct crm_grid *g, struct crm_buf *about,
    struct crm_err *err)
{
	static const struct { const char *by; int (*run)(struct classify *, struct crm_err *); } methods[] = {
		{ "abc", by_abc }, { "rfm", by_rfm }, { "matrix", by_matrix },
	};
	struct classify k = { .c = c, .how = how, .g = g, .about = about, .unit = 1 };
	int rc = crm_fail(err, CRM_USAGE, NULL, "by what? abc, rfm or matrix");

	for (int i = crm_currency_digits(c->policy.currency); i > 0; i--)
		k.unit *= 10;
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (how->by != NULL && strcmp(how->by, methods[i].by) == 0) {
			crm_err_clear(err);
			if ((rc = crm_db_read_begin(c->db, err)) != CRM_OK)
				break;
			rc = methods[i].run(&k, err);
			crm_db_read_end(c->db);
		}
	crm_buyers_free(&k.read);
	crm_map_free(&k.place);
	return rc;
}
