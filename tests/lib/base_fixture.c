/*
 * base_fixture.c - a session on a fresh base whose policy has a field of every kind, and short ways to fill
 * and ask it
 */
#include <sqlite3.h>
#include <time.h>

#include "base_fixture.h"

#include <stdio.h>
#include "crm/report.h"

struct crm *crm;
struct crm_db *db;

static const char policy[] =
	"version: 1\n"
	"country: NL\n"
	"currency: EUR\n"
	"stages:\n"
	"  - {name: base, probability: 5, help: known}\n"
	"  - {name: needs, probability: 40, help: asked}\n"
	"  - {name: closing, probability: 85, help: decided, gate: \"value!=\"}\n"
	"  - {name: won, kind: won, help: signed}\n"
	"  - {name: lost, kind: lost, help: not now}\n"
	"fields:\n"
	"  client:\n"
	"    - {name: vip, type: bool, help: one of the few}\n"
	"    - {name: margin, type: percent, help: what it leaves}\n"
	"    - {name: lead_time, type: span, help: how long it waits}\n"
	"    - {name: seen, type: date, help: last visit}\n"
	"    - {name: visits, type: date, many: yes, help: all visits}\n"
	"    - {name: shop, type: site, help: where it sells}\n"
	"    - {name: billing, type: email, help: where invoices go}\n"
	"    - {name: house, type: currency, help: what it pays in}\n"
	"    - {name: rhythm, type: rrule, help: when to call}\n"
	"    - {name: seats, type: int, many: yes, help: seats per floor}\n"
	"filters:\n"
	"  big: {of: client, where: \"employees>=100 or class=key\"}\n";

int
base_open(const char *now, bool dry)
{
	struct crm_opening o = { .url = fixture_path("t.db"), .actor = "anna", .command = "crm-test",
	    .dry = dry };
	int rc;

	assert_int_equal(crm_read_time(now, strlen(now), &o.now), CRM_OK);
	crm_close(crm);
	crm_err_clear(&err);
	rc = crm_open(&crm, &o, &err);
	db = rc == CRM_OK ? crm_db_of(crm) : NULL;
	return rc;
}

/* The base with its policy, made once for all tests of a program: to make it takes longer than most of them. */
static struct crm_buf made;

static void
make(const char *path)
{
	FILE *f;
	int ch;

	if (base_open(BASE_NOW, false) != CRM_OK
	    || crm_policy_load(crm, "policy", policy, strlen(policy), false, &err) != CRM_OK)
		fail_msg("%s", err.text);
	base_sql("PRAGMA wal_checkpoint(TRUNCATE)");
	crm_close(crm);
	crm = NULL;
	assert_non_null(f = fopen(path, "r"));
	while ((ch = getc(f)) != EOF)
		crm_putc(&made, ch);
	fclose(f);
}

int
base_setup(void **state)
{
	const char *path;
	FILE *f;

	setenv("TZ", "UTC", 1);
	tzset();
	if (fixture_make_dir(state) != 0)
		return -1;
	path = fixture_path("t.db");
	if (made.n == 0) {
		make(path);
	} else {
		assert_non_null(f = fopen(path, "w"));
		assert_int_equal(fwrite(made.p, 1, made.n, f), made.n);
		fclose(f);
	}
	if (base_open(BASE_NOW, false) != CRM_OK)
		fail_msg("%s", err.text);
	return 0;
}

int
base_teardown(void **state)
{
	crm_fault(NULL);
	crm_close(crm);
	crm = NULL;
	crm_arena_free(&arena);
	return fixture_remove_dir(state);
}

int
base_clear(void **state)
{
	(void)state;
	crm_err_clear(&err);
	crm_arena_reset(&arena);
	return 0;
}

const struct crm_entity *
ent(const char *name)
{
	return crm_entity_must(crm_schema_of(crm), name);
}

const struct crm_field *
field(const char *entity, const char *name)
{
	return crm_field_must(ent(entity), name);
}

struct change { const char *entity; int64_t id; unsigned flags; char *text[16]; size_t n; };

static int
change(struct crm *c, void *arg, struct crm_err *e)
{
	struct change *ch = arg;
	struct crm_rec old, rec = { 0 };
	int rc = CRM_OK;

	crm_rec_init(&old, ent(ch->entity));
	if (ch->id != 0)
		rc = crm_get(c, old.ent, ch->id, &old, e);
	if (rc == CRM_OK) {
		crm_rec_copy(&rec, &old);
		if ((rc = crm_rec_assign_all(crm_ctx_of(c), &rec, ch->text, ch->n, e)) == CRM_OK
		    && ch->id == 0)
			rc = crm_rec_defaults(crm_ctx_of(c), &rec, e);
	}
	if (rc == CRM_OK)
		rc = crm_save(c, ch->id != 0 ? &old : NULL, &rec, ch->flags, NULL, e);
	if (rc == CRM_OK)
		ch->id = crm_rec_id(&rec);
	crm_rec_free(&old);
	crm_rec_free(&rec);
	return rc;
}

static void
take_texts(struct change *ch, va_list ap)
{
	char *text;

	while ((text = va_arg(ap, char *)) != NULL)
		ch->text[ch->n++] = text;
}

int64_t
base_add(const char *entity, ...)
{
	struct change ch = { .entity = entity };
	va_list ap;

	va_start(ap, entity);
	take_texts(&ch, ap);
	va_end(ap);
	if (crm_work(crm, change, &ch, NULL, &err) != CRM_OK)
		fail_msg("%s: %s", ch.text[0], err.text);
	return ch.id;
}

int
base_set(const char *entity, int64_t id, unsigned flags, ...)
{
	struct change ch = { .entity = entity, .id = id, .flags = flags };
	va_list ap;

	va_start(ap, flags);
	take_texts(&ch, ap);
	va_end(ap);
	crm_err_clear(&err);
	return crm_work(crm, change, &ch, NULL, &err);
}

const char *
base_get(const char *entity, int64_t id, const char *name)
{
	const struct crm_field *f = field(entity, name);
	struct crm_buf b = { 0 };
	struct crm_rec rec;
	char *text;

	crm_rec_init(&rec, ent(entity));
	if (crm_get(crm, rec.ent, id, &rec, &err) != CRM_OK)
		crm_puts(&b, "gone");
	else if (rec.val[f->index].t != CRM_NULL)
		crm_field_print(crm_ctx_of(crm), f, &rec.val[f->index], &b);
	text = crm_strndup(&arena, b.n ? b.p : "", b.n);
	crm_buf_free(&b);
	crm_rec_free(&rec);
	return text;
}

const char *
base_query(const char *entity, struct crm_query *q)
{
	struct crm_path id = { .ent = ent(entity), .field = &ent(entity)->field[0] };
	struct crm_buf b = { 0 };
	struct crm_cursor *cur;
	char *text;
	int rc;

	q->ent = ent(entity);
	q->ctx = crm_ctx_of(crm);
	q->col = &id;
	q->ncol = 1;
	crm_err_clear(&err);
	if ((rc = crm_select(db, q, &cur, &err)) == CRM_OK) {
		while ((rc = crm_cursor_next(cur, &err)) == CRM_ROW) {
			crm_puts(&b, b.n ? " " : "");
			crm_put_id(&b, q->ent, cur->val[0].i);
		}
		crm_cursor_close(cur);
	}
	if (rc != CRM_DONE)
		crm_puts(&b, err.text);
	text = crm_strndup(&arena, b.n ? b.p : "", b.n);
	crm_buf_free(&b);
	return text;
}

const char *
base_find(const char *entity, const char *filter)
{
	struct crm_query q = { 0 };
	struct crm_expr *where = NULL;

	crm_err_clear(&err);
	if (filter != NULL && crm_filter_text(crm_ctx_of(crm), ent(entity), filter, &where, &arena,
	    &err) != CRM_OK)
		return crm_strndup(&arena, err.text, err.len);
	q.where = where;
	return base_query(entity, &q);
}

const char *
base_grid(struct crm_grid *g)
{
	struct crm_buf b = { 0 };
	const char *text;

	for (size_t r = 0; r < g->nrow && err.code == CRM_OK; r++) {
		crm_puts(&b, r == 0 ? "" : r == g->nrow - g->ntotal ? " | " : "; ");
		for (size_t i = 0; i < g->ncol; i++) {
			crm_puts(&b, i ? "," : "");
			if (g->row[r][i].t != CRM_NULL)
				g->col[i].type->print(crm_ctx_of(crm), g->col[i].field, &g->row[r][i], &b);
		}
	}
	text = err.code != CRM_OK ? crm_strndup(&arena, err.text, err.len) : crm_strdup(&arena, b.n ? b.p : "");
	crm_buf_free(&b);
	crm_grid_free(g);
	return text;
}

const char *
base_report(const struct crm_report *report, const struct crm_asked *asked)
{
	struct crm_grid g = { 0 };

	crm_err_clear(&err);
	crm_report_run(crm, report, asked, &g, &err);
	return base_grid(&g);
}

static void
complaint(void *arg, const char *text)
{
	crm_puts(arg, text);
	crm_putc(arg, '\n');
}

const char *
base_check(void)
{
	struct crm_buf b = { 0 };
	char *text;
	int rc = crm_db_check(db, complaint, &b, &err);

	assert_int_equal(rc, b.n ? CRM_DATA : CRM_OK);
	text = crm_strndup(&arena, b.n ? b.p : "", b.n);
	crm_buf_free(&b);
	return text;
}

static int
take_count(void *arg, int n, char **text, char **names)
{
	(void)n, (void)names;
	*(int64_t *)arg = text[0] != NULL ? strtoll(text[0], NULL, 10) : -1;
	return 0;
}

int64_t
base_count(const char *sql)
{
	int64_t n = -2;
	sqlite3 *raw;
	char *why = NULL;

	assert_int_equal(sqlite3_open(fixture_path("t.db"), &raw), SQLITE_OK);
	if (sqlite3_exec(raw, sql, take_count, &n, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(raw);
	return n;
}

void
base_sql(const char *sql)
{
	base_count(sql);
}
