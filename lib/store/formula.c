/* formula.c - the formulas of derived fields, as portable SQL */
#include "sql.h"

#include <string.h>

/*
 * A part is a field that takes a select.  Its place in the formula is marked by PART and its letter, until it
 * is known how often it stands there: once, and it is put there; more, and it is worked out beforehand.
 */
enum { PARTS = 16, PART = 1 };

/* A formula is ours: a mistake in it is a bug, and aborts. */
struct formula {
	struct sql *sql;
	const struct crm_entity *ent;
	const char *text, *p, *alias;
	struct crm_err *err;
	int rc;                                  /* of a field that cannot be reached from here */
	struct { const char *name; size_t n; struct crm_buf sql; int uses; } part[PARTS];
	int nparts;
};

static void either(struct formula *, struct crm_buf *);

static void
skip(struct formula *f)
{
	while (*f->p == ' ')
		f->p++;
}

/* Takes a sign, or a word that stands by itself. */
static bool
take(struct formula *f, const char *word)
{
	size_t n = strlen(word);
	const char *letters = "abcdefghijklmnopqrstuvwxyz_0123456789";

	skip(f);
	if (strncmp(f->p, word, n) != 0 || (strchr(letters, word[0]) != NULL && strchr(letters, f->p[n]) != NULL
	    && f->p[n] != '\0'))
		return false;
	f->p += n;
	return true;
}

static void
must(struct formula *f, const char *word)
{
	if (!take(f, word))
		crm_bug(__FILE__, __LINE__, f->text);
}

static void
text_param(struct formula *f, const char *p, size_t n, struct crm_buf *out)
{
	crm_putf(out, "$%d", sql_param(f->sql, &CRM_VTEXT(p, n)));
}

/* Day and instant of the frozen clock. */
static void
clock_param(struct formula *f, bool day, struct crm_buf *out)
{
	char t[24];

	if (day)
		crm_fmt_date(t, crm_local_day(f->sql->ctx->now));
	else
		crm_fmt_time(t, f->sql->ctx->now);
	text_param(f, t, strlen(t), out);
}

enum { ARGS = 3 };

/* What each function becomes: $1..$3 stand for its arguments. */
static const struct { const char *name; int nargs; const char *sql; } functions[] = {
	{ "if", 3, "CASE WHEN $1 THEN $2 ELSE $3 END" },
	{ "first", 2, "COALESCE($1, $2)" },
	{ "known", 1, "($1 IS NOT NULL)" },
	{ "min", 2, "CASE WHEN $1 < $2 THEN $1 ELSE $2 END" },
	{ "max", 2, "CASE WHEN $1 > $2 THEN $1 ELSE $2 END" },
	/* division goes down, not towards 0, so that half goes up below 0 too */
	{ "share", 2, "(($1 * ($2) + 5000 - (($1 * ($2) + 5000) % 10000 + 10000) % 10000) / 10000)" },
	{ "days", 2, NULL },
};

static void
call(struct formula *f, size_t k, struct crm_buf *out)
{
	struct crm_buf arg[ARGS] = { 0 };
	const struct crm_driver *d = f->sql->db->drv;

	for (int i = 0; i < functions[k].nargs; i++) {
		if (i > 0)
			must(f, ",");
		either(f, &arg[i]);
	}
	must(f, ")");
	if (functions[k].sql == NULL)
		d->frag(f->sql->db->conn, CRM_FRAG_DAYS, arg[0].p, arg[1].p, 0, out);
	else
		for (const char *p = functions[k].sql; *p != '\0'; p++)
			if (*p != '$')
				crm_putc(out, *p);
			else
				crm_puts(out, arg[*++p - '1'].p);
	for (int i = 0; i < ARGS; i++)
		crm_buf_free(&arg[i]);
}

static int
find_part(const struct formula *f, size_t n)
{
	int k = 0;

	while (k < f->nparts && (f->part[k].n != n || memcmp(f->part[k].name, f->p, n) != 0))
		k++;
	return k;
}

/* The field at f->p, whose name has n bytes: its column, or the mark of its part. */
static void
field(struct formula *f, size_t n, struct crm_buf *out)
{
	int k = find_part(f, n), rc;
	struct crm_buf sql = { 0 };
	struct crm_path path;

	if (k == f->nparts) {
		if (crm_path_parse(f->sql->db->schema, f->ent, f->p, n, &path, NULL) != CRM_OK)
			crm_bug(__FILE__, __LINE__, f->text);
		rc = path.nhop > 0 ? sql_reach(f->sql, &path, f->alias, false, &sql, f->err)
		    : sql_field(f->sql, f->ent, path.field, f->alias, false, &sql, f->err);
		if (f->rc == CRM_OK)
			f->rc = rc;
		if (rc != CRM_OK || k == PARTS || strstr(sql.p, "SELECT") == NULL) {
			crm_puts(out, sql.n ? sql.p : "");
			crm_buf_free(&sql);
			return;
		}
		f->part[k].name = f->p;
		f->part[k].n = n;
		f->part[k].sql = sql;
		f->nparts++;
	}
	crm_putc(out, PART);
	crm_putc(out, 'a' + k);
}

static void
name(struct formula *f, struct crm_buf *out)
{
	size_t n = strspn(f->p, "abcdefghijklmnopqrstuvwxyz_.");

	if (n == 0)
		crm_bug(__FILE__, __LINE__, f->text);
	if (take(f, "nothing")) {
		crm_puts(out, "NULL");
		return;
	}
	if (take(f, "today") || take(f, "now")) {
		clock_param(f, f->p[-1] == 'y', out);
		return;
	}
	for (size_t k = 0; f->p[n] == '(' && k < sizeof functions / sizeof *functions; k++)
		if (strlen(functions[k].name) == n && memcmp(functions[k].name, f->p, n) == 0) {
			f->p += n + 1;
			call(f, k, out);
			return;
		}
	field(f, n, out);
	f->p += n;
}

static void
atom(struct formula *f, struct crm_buf *out)
{
	size_t n;

	skip(f);
	if (take(f, "(")) {
		crm_putc(out, '(');
		either(f, out);
		must(f, ")");
		crm_putc(out, ')');
	} else if (take(f, "'")) {
		n = strcspn(f->p, "'");
		text_param(f, f->p, n, out);
		f->p += n + 1;
	} else if ((n = strspn(f->p, "0123456789")) > 0) {
		crm_put(out, f->p, n);
		f->p += n;
	} else {
		name(f, out);
	}
}

/* Signs of one rank, taken from left to right; both engines rank and write them alike. */
static const char *const signs[][7] = {
	{ "*", "/", NULL }, { "+", "-", NULL }, { "!=", "<=", ">=", "=", "<", ">", NULL },
};

static void
chain(struct formula *f, size_t rank, struct crm_buf *out)
{
	const char *sign;

	if (rank > 0)
		chain(f, rank - 1, out);
	else
		atom(f, out);
	do {
		sign = NULL;
		for (size_t i = 0; sign == NULL && signs[rank][i] != NULL; i++)
			if (take(f, signs[rank][i]))
				sign = signs[rank][i];
		if (sign != NULL) {
			crm_putf(out, " %s ", strcmp(sign, "!=") == 0 ? "<>" : sign);
			if (rank > 0)
				chain(f, rank - 1, out);
			else
				atom(f, out);
		}
	} while (sign != NULL);
}

static void
denial(struct formula *f, struct crm_buf *out)
{
	if (take(f, "not"))
		crm_puts(out, "NOT ");
	chain(f, sizeof signs / sizeof *signs - 1, out);
}

static void
both(struct formula *f, struct crm_buf *out)
{
	denial(f, out);
	while (take(f, "and")) {
		crm_puts(out, " AND ");
		denial(f, out);
	}
}

static void
either(struct formula *f, struct crm_buf *out)
{
	both(f, out);
	while (take(f, "or")) {
		crm_puts(out, " OR ");
		both(f, out);
	}
}

/* True when a part stands in it more than once. */
static bool
count_parts(struct formula *f, const struct crm_buf *marked)
{
	bool again = false;

	for (const char *p = marked->p; p < marked->p + marked->n; p++)
		if (*p == PART)
			again |= ++f->part[*++p - 'a'].uses > 1;
	return again;
}

static void
put_marked(const struct formula *f, const struct crm_buf *marked, struct crm_buf *out)
{
	for (const char *p = marked->p; p < marked->p + marked->n; p++)
		if (*p != PART)
			crm_putc(out, *p);
		else if (f->part[*++p - 'a'].uses == 1)
			crm_puts(out, f->part[*p - 'a'].sql.p);
		else
			crm_putf(out, "p.%c", *p);
}

/* (formula), or (SELECT formula FROM (SELECT part AS a, part AS b) p). */
static void
put_whole(struct formula *f, const struct crm_buf *marked, struct crm_buf *out)
{
	bool again = count_parts(f, marked);
	const char *before = " FROM (SELECT ";

	crm_puts(out, again ? "(SELECT " : "(");
	put_marked(f, marked, out);
	for (int k = 0; k < f->nparts; k++)
		if (f->part[k].uses > 1) {
			crm_putf(out, "%s%s AS %c", before, f->part[k].sql.p, 'a' + k);
			before = ", ";
		}
	crm_puts(out, again ? ") p)" : ")");
}

int
sql_formula(struct sql *s, const struct crm_entity *e, const char *formula, const char *alias, struct crm_buf *out,
    struct crm_err *err)
{
	struct formula f = { .sql = s, .ent = e, .text = formula, .p = formula, .alias = alias, .err = err };
	struct crm_buf marked = { 0 };

	either(&f, &marked);
	skip(&f);
	if (*f.p != '\0')
		crm_bug(__FILE__, __LINE__, formula);
	put_whole(&f, &marked, out);
	for (int k = 0; k < f.nparts; k++)
		crm_buf_free(&f.part[k].sql);
	crm_buf_free(&marked);
	return f.rc;
}
