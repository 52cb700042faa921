/* sqlite_stmt.c - the SQLite driver: statements, as strict as any engine behind the seam */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "crm/utf8.h"

#include "store/sqlite.h"

#define PARAMS 255              /* every engine takes as many */

struct param { int at; char type; bool bound; };   /* at: SQLite's number, 0 when the text does not name it */

struct crm_stmt {
	struct crm_conn *conn;
	struct crm_stmt *next, **prev;
	sqlite3_stmt *st;
	enum { READY, ROWS, ENDED, CUT } state;
	bool stream, writes;
	int64_t changes;
	int nparam, nbound, ncol;
	struct param param[];
};

/*
 * What may be written.  Everything else is either another engine's syntax error or
 * state that would outlive a transaction.
 */
static bool
known_verb(const char *sql)
{
	static const char *const verbs[] = {
		"select", "with", "values", "insert", "update", "delete", "create", "drop", "alter",
		"analyze", "explain",
	};

	sql += strspn(sql, " \t\n");
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		size_t n = strlen(verbs[i]);

		if (strncasecmp(sql, verbs[i], n) == 0 && !isalnum((unsigned char)sql[n]) && sql[n] != '_')
			return true;
	}
	return false;
}

/* Reads "$12"; 0 when it is none of ours. */
static int
param_number(const char *p, const char **end)
{
	int n = 0;

	for (*end = p + 1; **end >= '0' && **end <= '9' && n <= PARAMS; ++*end)
		n = n * 10 + **end - '0';
	if (p[1] == '0' || n > PARAMS || isalpha((unsigned char)**end) || **end == '_')
		return 0;
	return n;
}

/* The first place that is not portable, or NULL; *nparam is the highest $n. */
static const char *
foreign(const char *sql, int *nparam)
{
	const char *p = sql, *end;
	int n;

	*nparam = 0;
	while (*(p += strcspn(p, "'$\"`[?:@#-/")) != '\0') {
		if (*p == '\'') {
			if ((end = strchr(p + 1, '\'')) == NULL)
				return p;
			p = end + 1;
		} else if (*p == '$') {
			if ((n = param_number(p, &end)) == 0)
				return p;
			*nparam = n > *nparam ? n : *nparam;
			p = end;
		} else if ((*p == '-' && p[1] != '-') || (*p == '/' && p[1] != '*')) {
			p++;
		} else {
			return p;
		}
	}
	return NULL;
}

/* Compiles the first statement of the text and says where the next begins. */
static int
compile(struct crm_conn *c, const char *sql, unsigned flags, sqlite3_stmt **st, const char **next)
{
	*st = NULL;
	if (!known_verb(sql))
		return sq_fail(c, CRM_BUG, "no statement for this place: %.40s", sql);
	if (sqlite3_prepare_v3(c->db, sql, -1, flags, st, next) != SQLITE_OK)
		return sq_error(c);
	*next += strspn(*next, " \t\n;");
	return CRM_OK;
}

static int
may_write(struct crm_conn *c)
{
	return c->writing ? CRM_OK : sq_fail(c, CRM_CHECK, "write outside a write transaction");
}

int
sq_exec(struct crm_conn *c, const char *sql)
{
	const char *bad;
	sqlite3_stmt *st;
	int n, code, rc = sq_ready(c, NULL);

	if (rc != CRM_OK)
		return rc;
	if ((bad = foreign(sql, &n)) != NULL || n > 0)
		return sq_fail(c, CRM_BUG, "not portable: %.40s", bad != NULL ? bad : sql);
	do {
		rc = compile(c, sql, 0, &st, &sql);
		if (rc == CRM_OK && !sqlite3_stmt_readonly(st))
			rc = may_write(c);
		if (rc == CRM_OK) {
			while ((code = sqlite3_step(st)) == SQLITE_ROW)
				;
			rc = code == SQLITE_DONE ? CRM_OK : sq_error(c);
		}
		sqlite3_finalize(st);
	} while (rc == CRM_OK && *sql != '\0');
	return rc;
}

/* Fills the statement's parameters from the declared types. */
static int
declare(struct crm_stmt *s, const char *types)
{
	char name[16] = "$";
	struct crm_buf num = { 0 };

	for (int i = 0; i < s->nparam; i++) {
		if (strchr("irt", types[i]) == NULL)
			return sq_fail(s->conn, CRM_BUG, "no such type: '%c'", types[i]);
		num.n = 0;
		crm_putd(&num, i + 1);
		memcpy(name + 1, num.p, num.n + 1);
		s->param[i] = (struct param){ sqlite3_bind_parameter_index(s->st, name), types[i], false };
	}
	crm_buf_free(&num);
	return CRM_OK;
}

int
sq_prepare(struct crm_conn *c, struct crm_stmt **out, const char *sql, const char *types, unsigned flags)
{
	const char *bad, *next;
	struct crm_stmt *s;
	int n, rc = sq_ready(c, NULL);

	*out = NULL;
	if (rc != CRM_OK)
		return rc;
	if ((bad = foreign(sql, &n)) != NULL)
		return sq_fail(c, CRM_BUG, "not portable: %.40s", bad);
	if ((size_t)n != strlen(types))
		return sq_fail(c, CRM_BUG, "%d parameters, types '%s': %.60s", n, types, sql);
	s = crm_xmalloc(sizeof(*s) + (size_t)n * sizeof(*s->param));
	*s = (struct crm_stmt){ .conn = c, .nparam = n, .stream = flags & CRM_STMT_STREAM };
	rc = compile(c, sql, flags & CRM_STMT_REUSE ? SQLITE_PREPARE_PERSISTENT : 0, &s->st, &next);
	if (rc == CRM_OK && *next != '\0')
		rc = sq_fail(c, CRM_BUG, "one statement at a time: %.40s", next);
	if (rc == CRM_OK)
		rc = declare(s, types);
	if (rc != CRM_OK) {
		sqlite3_finalize(s->st);
		free(s);
		return rc;
	}
	s->writes = !sqlite3_stmt_readonly(s->st);
	s->ncol = sqlite3_column_count(s->st);
	if ((s->next = c->all) != NULL)
		s->next->prev = &s->next;
	s->prev = &c->all;
	c->all = s;
	*out = s;
	return CRM_OK;
}

int
sq_bind(struct crm_stmt *s, int i, const struct crm_val *v)
{
	struct param *p;
	size_t bad;

	if (s->state != READY)
		return sq_fail(s->conn, CRM_BUG, "bind of a statement that was not reset");
	if (i < 1 || i > s->nparam)
		return sq_fail(s->conn, CRM_BUG, "no parameter $%d", i);
	p = &s->param[i - 1];
	if (v->t != CRM_NULL && v->t != p->type)
		return sq_fail(s->conn, CRM_BUG, "$%d is of type '%c', the value is not", i, p->type);
	if (v->t == CRM_TEXT && !crm_utf8_ok(v->p, v->n, &bad))
		return sq_fail(s->conn, CRM_CHECK, "$%d is no UTF-8 text at byte %zu", i, bad);
	s->nbound += !p->bound;
	p->bound = true;
	if (p->at == 0)
		return CRM_OK;
	switch (v->t) {
	case CRM_INT:
		sqlite3_bind_int64(s->st, p->at, v->i);
		break;
	case CRM_REAL:
		sqlite3_bind_double(s->st, p->at, v->r);
		break;
	case CRM_TEXT:
		/* a NULL pointer would bind nothing instead of an empty text */
		sqlite3_bind_text64(s->st, p->at, v->n > 0 ? v->p : "", v->n, SQLITE_STATIC, SQLITE_UTF8);
		break;
	default:
		sqlite3_bind_null(s->st, p->at);
	}
	return CRM_OK;
}

static int
may_step(struct crm_stmt *s)
{
	struct crm_conn *c = s->conn;
	int rc = sq_ready(c, s);

	if (rc != CRM_OK)
		return rc;
	if (s->state == CUT)
		return sq_fail(c, CRM_BUG, "the statement's transaction is over");
	if (s->state == ENDED)
		return sq_fail(c, CRM_BUG, "step of a statement that was not reset");
	if (s->nbound < s->nparam)
		return sq_fail(c, CRM_BUG, "%d of %d parameters are bound", s->nbound, s->nparam);
	if (s->stream && !c->tx)
		return sq_fail(c, CRM_BUG, "a stream needs a transaction");
	return s->writes ? may_write(c) : CRM_OK;
}

/* The rows are over: nothing of the statement holds others back. */
static void
end(struct crm_stmt *s, int state)
{
	s->state = state;
	if (s->conn->stream == s)
		s->conn->stream = NULL;
}

int
sq_step(struct crm_stmt *s)
{
	int rc = may_step(s);

	if (rc != CRM_OK)
		return rc;
	switch (sqlite3_step(s->st)) {
	case SQLITE_ROW:
		s->state = ROWS;
		if (s->stream)
			s->conn->stream = s;
		return CRM_ROW;
	case SQLITE_DONE:
		s->changes = s->writes ? sqlite3_changes64(s->conn->db) : 0;
		end(s, ENDED);
		return CRM_DONE;
	default:
		rc = sq_error(s->conn);
		end(s, ENDED);
		sqlite3_reset(s->st);
		return rc;
	}
}

/* One look for the value and three into it: each sqlite3_column_...() would look for it again. */
int
sq_column(struct crm_stmt *s, int i, int want, struct crm_val *v)
{
	sqlite3_value *at;
	int type;

	*v = CRM_VNULL;
	if (s->state != ROWS || i < 0 || i >= s->ncol)
		return sq_fail(s->conn, CRM_BUG, "no column %d", i);
	at = sqlite3_column_value(s->st, i);
	type = sqlite3_value_type(at);
	if (type == SQLITE_NULL)
		return CRM_OK;
	if (want == CRM_TEXT && type == SQLITE_TEXT)
		*v = (struct crm_val){ .t = CRM_TEXT, .p = (const char *)sqlite3_value_text(at),
		    .n = (size_t)sqlite3_value_bytes(at) };
	else if (want == CRM_INT && type == SQLITE_INTEGER)
		*v = CRM_VINT(sqlite3_value_int64(at));
	else if (want == CRM_REAL && (type == SQLITE_FLOAT || type == SQLITE_INTEGER))
		*v = CRM_VREAL(sqlite3_value_double(at));
	else
		return sq_fail(s->conn, CRM_BUG, "column %d is not of type '%c'", i, want);
	return CRM_OK;
}

int64_t
sq_changes(struct crm_stmt *s)
{
	return s->changes;
}

int
sq_reset(struct crm_stmt *s)
{
	sqlite3_reset(s->st);
	end(s, READY);
	for (int i = 0; i < s->nparam; i++)
		s->param[i].bound = false;
	s->nbound = 0;
	return CRM_OK;
}

void
sq_finish(struct crm_stmt *s)
{
	if (s == NULL)
		return;
	end(s, ENDED);
	sqlite3_finalize(s->st);
	if ((*s->prev = s->next) != NULL)
		s->next->prev = s->prev;
	free(s);
}

void
sq_cut(struct crm_conn *c)
{
	for (struct crm_stmt *s = c->all; s != NULL; s = s->next)
		if (s->state == ROWS) {
			sqlite3_reset(s->st);
			end(s, CUT);
		}
}
