/*
 * floor.c - the least that the same work can cost: SQLite's own C interface, prepared statements, no checks
 *
 * It writes the rows that crm-add and crm-set write (record, folded columns, items, full text,
 * journal) and runs the selects that crm-find, crm-show and crm-followup run, into and from a base that
 * crm-init made.  Values are taken as they come; folding is that of ASCII.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static sqlite3 *db;

static void
die(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, db != NULL ? sqlite3_errmsg(db) : "failed");
	exit(1);
}

static void
exec(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sql);
}

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		die(sql);
	return st;
}

static void
run(sqlite3_stmt *st)
{
	if (sqlite3_step(st) != SQLITE_DONE)
		die("step");
	sqlite3_reset(st);
}

static void
text(sqlite3_stmt *st, int i, const char *p, size_t n)
{
	sqlite3_bind_text(st, i, p, (int)n, SQLITE_STATIC);
}

/* The next number of a table, as the base keeps it. */
static sqlite3_int64
next_of(const char *name)
{
	sqlite3_stmt *st = prepare("SELECT next FROM crm_seq WHERE name = $1");
	sqlite3_int64 n;

	text(st, 1, name, strlen(name));
	n = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 1;
	sqlite3_finalize(st);
	return n;
}

/* As lib/store/sqlite.c opens a base. */
static void
open_base(const char *path)
{
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die(path);
	sqlite3_busy_timeout(db, 10000);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	exec("PRAGMA cache_size=-8192");
}

/*
 * The file of clients: its columns in the generator's order
 */

enum { NAME, KEY, CLASS, STAGE, OWNER, INDUSTRY, EMPLOYEES, EMAILS, PHONES, STREET, POSTCODE, CITY, COUNTRY, NOTE, TAGS, COLUMNS };
struct cell { const char *p; size_t n; };

/* Reads one line; returns where the next begins.  No quote stands inside a value. */
static const char *
read_line(const char *p, struct cell cell[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++, p++) {
		bool quoted = *p == '"';
		const char *end = p += quoted;

		while (quoted ? *end != '"' : *end != ',' && *end != '\n')
			end++;
		cell[i] = (struct cell){ p, (size_t)(end - p) };
		p = end + quoted;
	}
	return p;
}

static const char *
map_file(const char *path, const char **end)
{
	struct stat s;
	int fd = open(path, O_RDONLY);
	const char *p;

	if (fd < 0 || fstat(fd, &s) != 0)
		die(path);
	p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		die(path);
	*end = p + s.st_size;
	return (const char *)memchr(p, '\n', (size_t)s.st_size) + 1;
}

/*
 * Writing a client
 */

static struct {
	sqlite3_stmt *client, *item, *words, *change;
	sqlite3_int64 id, n, seq, batch, owner[100];
	char now[24];
	const char *entity, *prefix;
	bool late;              /* full text comes after the rows */
} w;

static void
begin_batch(const char *command)
{
	time_t t = time(NULL);
	struct tm tm;
	sqlite3_stmt *st;

	if (w.entity == NULL)
		w.entity = "client", w.prefix = "c";
	exec("BEGIN IMMEDIATE");
	strftime(w.now, sizeof w.now, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	w.id = next_of(w.entity);
	w.n = next_of("many");
	w.seq = next_of("change");
	w.batch = next_of("batch");
	st = prepare("INSERT INTO crm_batch (id, uid, at, actor, actor_key, command, command_key, changes)"
	    " VALUES ($1, $2, $3, 'floor', 'floor', $4, $4, 0)");
	sqlite3_bind_int64(st, 1, w.batch);
	sqlite3_bind_int64(st, 2, w.batch ^ (sqlite3_int64)getpid() << 32);
	text(st, 3, w.now, 20);
	text(st, 4, command, strlen(command));
	run(st);
	sqlite3_finalize(st);
	w.change = prepare("INSERT INTO crm_change (id, batch, op, record, before, after, entity)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7)");
	text(w.change, 7, w.entity, strlen(w.entity));
}

static void
end_batch(void)
{
	const char *const names[] = { w.entity, "many", "change", "batch" };
	const sqlite3_int64 next[] = { w.id, w.n, w.seq, w.batch + 1 };
	sqlite3_stmt *st = prepare("INSERT INTO crm_seq (name, next) VALUES ($1, $2)"
	    " ON CONFLICT (name) DO UPDATE SET next = excluded.next");

	for (int i = 0; i < 4; i++) {
		text(st, 1, names[i], strlen(names[i]));
		sqlite3_bind_int64(st, 2, next[i]);
		run(st);
	}
	sqlite3_finalize(st);
	sqlite3_finalize(w.client);
	sqlite3_finalize(w.item);
	sqlite3_finalize(w.words);
	sqlite3_finalize(w.change);
	exec("COMMIT");
}

static void
begin_clients(void)
{
	sqlite3_stmt *st = prepare("SELECT substr(login, 6), id FROM crm_user");

	while (sqlite3_step(st) == SQLITE_ROW)
		w.owner[sqlite3_column_int(st, 0) % 100] = sqlite3_column_int64(st, 1);
	sqlite3_finalize(st);
	w.client = prepare("INSERT INTO crm_client (id, name, name_key, kind, class, stage, owner, industry, industry_key, employees,"
	    " emails, phones, street, street_key, postcode, postcode_key, city, city_key, country, note, note_key, tags, key, key_key,"
	    " created, updated) VALUES ($1, $2, $3, 'company', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
	    " $19, $20, $21, $22, $23, $24, $24)");
	w.item = prepare("INSERT INTO crm_many (name, value, id, n) VALUES ($1, $2, $3, $4)");
	w.words = prepare("INSERT INTO crm_client_fts(rowid, words) VALUES ($1, $2)");
}

static size_t
fold(char *to, const struct cell *c)
{
	for (size_t i = 0; i < c->n; i++)
		to[i] = c->p[i] >= 'A' && c->p[i] <= 'Z' ? c->p[i] + 32 : c->p[i];
	return c->n;
}

/* Folded words, a blank after each text. */
static size_t
words(char *to, const struct cell *c)
{
	size_t n = fold(to, c);

	for (size_t i = 0; i < n; i++)
		if (!((to[i] >= 'a' && to[i] <= 'z') || (to[i] >= '0' && to[i] <= '9') || (to[i] & 0x80)))
			to[i] = ' ';
	to[n] = ' ';
	return n + 1;
}

static void
put_words(sqlite3_int64 id, const struct cell searched[4])
{
	char room[8192], *at = room;

	for (int i = 0; i < 4; i++)
		at += words(at, &searched[i]);
	sqlite3_bind_int64(w.words, 1, id);
	text(w.words, 2, room, (size_t)(at - room));
	run(w.words);
}

/* The items of a many field, which commas part in the file, and its text, in which newlines do. */
static size_t
items(const char *name, const struct cell *c, char *to)
{
	size_t from = 0;

	memcpy(to, c->p, c->n);
	for (size_t i = 0; i <= c->n; i++) {
		if (i < c->n && to[i] != ',')
			continue;
		text(w.item, 1, name, strlen(name));
		text(w.item, 2, to + from, i - from);
		sqlite3_bind_int64(w.item, 3, w.id);
		sqlite3_bind_int64(w.item, 4, w.n++);
		run(w.item);
		if (i < c->n)
			to[i] = '\n';
		from = i + 1;
	}
	return c->n;
}

static void
journal(const char *op, sqlite3_int64 id, const char *before, const char *after)
{
	char record[24];

	snprintf(record, sizeof record, "%s%lld", w.prefix, id);
	sqlite3_bind_int64(w.change, 1, w.seq++);
	sqlite3_bind_int64(w.change, 2, w.batch);
	text(w.change, 3, op, strlen(op));
	text(w.change, 4, record, strlen(record));
	if (before != NULL)
		text(w.change, 5, before, strlen(before));
	if (after != NULL)
		text(w.change, 6, after, strlen(after));
	run(w.change);
}

static void
put_client(const struct cell c[COLUMNS])
{
	static const struct { int column, plain, folded; } texts[] = {
		{ NAME, 2, 3 }, { CLASS, 4, 0 }, { STAGE, 5, 0 }, { INDUSTRY, 7, 8 }, { STREET, 12, 13 }, { POSTCODE, 14, 15 },
		{ CITY, 16, 17 }, { COUNTRY, 18, 0 }, { NOTE, 19, 20 }, { KEY, 22, 23 },
	};
	static const struct { int column, at; const char *name; } many[] = {
		{ EMAILS, 10, "c.emails" }, { PHONES, 11, "c.phones" }, { TAGS, 21, "c.tags" },
	};
	const struct cell searched[] = { c[NAME], c[EMAILS], c[CITY], c[NOTE] };
	char room[8192], *at = room;
	size_t n;

	sqlite3_bind_int64(w.client, 1, w.id);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct cell *x = &c[texts[i].column];

		text(w.client, texts[i].plain, x->p, x->n);
		if (texts[i].folded) {
			text(w.client, texts[i].folded, at, n = fold(at, x));
			at += n;
		}
	}
	for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
		text(w.client, many[i].at, at, n = items(many[i].name, &c[many[i].column], at));
		at += n;
	}
	sqlite3_bind_int64(w.client, 6, w.owner[c[OWNER].n > 2 ? atoi(c[OWNER].p + c[OWNER].n - 2) : 0]);
	sqlite3_bind_int64(w.client, 9, atoi(c[EMPLOYEES].p));
	text(w.client, 24, w.now, 20);
	run(w.client);
	if (!w.late)
		put_words(w.id, searched);
	journal("add", w.id++, NULL, NULL);
}

static int
load(const char *path)
{
	struct cell cell[COLUMNS];
	const char *end, *p = map_file(path, &end);

	exec("PRAGMA cache_size=-16384");
	begin_batch("load");
	begin_clients();
	while (p < end)
		put_client((p = read_line(p, cell), cell));
	if (!w.late)
		end_batch();
	return 0;
}

/* The indices of empty tables, set aside until their rows are there. */
static struct { char *make[64]; int n; } aside;

static void
drop_indices(const char *tables)
{
	char sql[256], *drop[64];
	sqlite3_stmt *st;

	snprintf(sql, sizeof sql, "SELECT sql, 'DROP INDEX ' || name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
	    " AND tbl_name IN (%s)", tables);
	st = prepare(sql);
	for (aside.n = 0; sqlite3_step(st) == SQLITE_ROW; aside.n++) {
		aside.make[aside.n] = strdup((const char *)sqlite3_column_text(st, 0));
		drop[aside.n] = strdup((const char *)sqlite3_column_text(st, 1));
	}
	sqlite3_finalize(st);
	for (int i = 0; i < aside.n; i++) {
		exec(drop[i]);
		free(drop[i]);
	}
}

static void
make_indices(void)
{
	for (int i = 0; i < aside.n; i++) {
		exec(aside.make[i]);
		free(aside.make[i]);
	}
}

/* Into an empty base: rows first, then their full text, then the indices. */
static int
load_late(const char *path)
{
	sqlite3_stmt *st;

	drop_indices("'crm_client', 'crm_many', 'crm_change'");
	w.late = true;
	load(path);
	st = prepare("SELECT id, name, emails, city, note FROM crm_client ORDER BY id");
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct cell c[4];

		for (int i = 0; i < 4; i++)
			c[i] = (struct cell){ (const char *)sqlite3_column_text(st, i + 1), (size_t)sqlite3_column_bytes(st, i + 1) };
		put_words(sqlite3_column_int64(st, 0), c);
	}
	sqlite3_finalize(st);
	make_indices();
	end_batch();
	return 0;
}

/* A number of a cell, past the letters of an id; "12.34" is 1234. */
static const char *
number(const char *p, sqlite3_int64 *n)
{
	for (*n = 0; *p != ',' && *p != '\n'; p++)
		if (*p >= '0' && *p <= '9')
			*n = *n * 10 + *p - '0';
	return p + 1;
}

/* The lines of orders into a table that has none: order, product, quantity, price, discount. */
static int
load_lines(const char *path)
{
	const char *end, *p = map_file(path, &end);
	sqlite3_int64 v[5];

	w.entity = "line";
	w.prefix = "ol";
	exec("PRAGMA cache_size=-16384");
	drop_indices("'crm_line'");
	begin_batch("load");
	w.client = prepare("INSERT INTO crm_line (id, order_, product, quantity, price, discount, currency, created, updated)"
	    " VALUES ($1, $2, $3, $4, $5, $6, 'EUR', $7, $7)");
	while (p < end) {
		for (int i = 0; i < 5; i++)
			p = number(p, &v[i]);
		v[4] *= 100;
		sqlite3_bind_int64(w.client, 1, w.id);
		for (int i = 0; i < 5; i++)
			sqlite3_bind_int64(w.client, 2 + i, v[i]);
		text(w.client, 7, w.now, 20);
		run(w.client);
		journal("add", w.id++, NULL, NULL);
	}
	make_indices();
	end_batch();
	return 0;
}

/* One durable insert. */
static int
add(const char *name)
{
	sqlite3_stmt *st;

	begin_batch("add");
	st = prepare("INSERT INTO crm_client (id, name, name_key, kind, class, stage, created, updated)"
	    " VALUES ($1, $2, $3, 'company', 'standard', 'lead', $4, $4)");
	sqlite3_bind_int64(st, 1, w.id);
	text(st, 2, name, strlen(name));
	text(st, 3, name, strlen(name));
	text(st, 4, w.now, 20);
	run(st);
	sqlite3_finalize(st);
	st = prepare("INSERT INTO crm_client_fts(rowid, words) VALUES ($1, $2)");
	sqlite3_bind_int64(st, 1, w.id);
	text(st, 2, name, strlen(name));
	run(st);
	sqlite3_finalize(st);
	journal("add", w.id++, NULL, NULL);
	end_batch();
	return 0;
}

/* Sets the stage of every client whose id stands on the standard input. */
static int
update(const char *stage)
{
	sqlite3_stmt *old, *st;
	char line[256], before[64], after[64];

	exec("PRAGMA cache_size=-16384");
	begin_batch("update");
	old = prepare("SELECT stage FROM crm_client WHERE id = $1");
	st = prepare("UPDATE crm_client SET stage = $1, updated = $2 WHERE id = $3");
	snprintf(after, sizeof after, "stage\t%s", stage);
	while (fgets(line, sizeof line, stdin) != NULL) {
		sqlite3_int64 id = atoll(line + 1);

		sqlite3_bind_int64(old, 1, id);
		if (sqlite3_step(old) != SQLITE_ROW)
			die(line);
		snprintf(before, sizeof before, "stage\t%s", (const char *)sqlite3_column_text(old, 0));
		sqlite3_reset(old);
		text(st, 1, stage, strlen(stage));
		text(st, 2, w.now, 20);
		sqlite3_bind_int64(st, 3, id);
		run(st);
		journal("set", id, before, after);
	}
	sqlite3_finalize(old);
	sqlite3_finalize(st);
	end_batch();
	return 0;
}

/*
 * Reading: each select's rows, tabs between the columns
 */
static int
ask(const char *sql, const char *arg)
{
	sqlite3_stmt *st = prepare(sql);
	int n = 0;

	if (sqlite3_bind_parameter_count(st) > 0)
		text(st, 1, arg, strlen(arg));
	for (; sqlite3_step(st) == SQLITE_ROW; n++)
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *p = (const char *)sqlite3_column_text(st, i);

			if (i > 0)
				putchar('\t');
			if (p != NULL)
				fwrite(p, 1, (size_t)sqlite3_column_bytes(st, i), stdout);
			if (i + 1 == sqlite3_column_count(st))
				putchar('\n');
		}
	sqlite3_finalize(st);
	return n > 0 ? 0 : 1;
}

#define CLIENT "id, name, class, stage, owner, emails, city"

static int
find(const char *city)
{
	return ask("SELECT " CLIENT " FROM crm_client WHERE away IS NULL AND city = $1 AND city_key = lower($1) ORDER BY id", city);
}

static int
by_email(const char *email)
{
	return ask("SELECT " CLIENT " FROM crm_client WHERE id IN (SELECT id FROM crm_many WHERE name = 'c.emails' AND value = $1)", email);
}

/* The selects that spy.c wrote down of a command. */
static int
same(const char *file)
{
	static char sql[1 << 20];
	FILE *f = fopen(file, "r");
	size_t n = f != NULL ? fread(sql, 1, sizeof sql - 1, f) : 0;

	if (n == 0)
		die(file);
	fclose(f);
	for (const char *p = sql; p < sql + n; p += strlen(p) + 1)
		ask(p, NULL);
	return 0;
}

static int
due(const char *when)
{
	return ask("SELECT f.id, f.due, f.about, f.kind, c.name, u.name, f.priority, f.state FROM crm_followup f"
	    " LEFT JOIN crm_client c ON c.id = f.client LEFT JOIN crm_user u ON u.id = f.owner"
	    " WHERE f.state = 'open' AND f.due <= $1 AND f.away IS NULL ORDER BY f.due, f.id", when);
}

static const struct { const char *name; int (*fn)(const char *); } modes[] = {
	{ "load", load }, { "load-late", load_late }, { "lines", load_lines }, { "add", add }, { "update", update },
	{ "ask", NULL }, { "find", find }, { "email", by_email }, { "same", same }, { "due", due },
};

int
main(int argc, char **argv)
{
	for (size_t i = 0; argc == 4 && i < sizeof modes / sizeof *modes; i++)
		if (strcmp(argv[1], modes[i].name) == 0) {
			int rc;

			open_base(argv[2]);
			rc = modes[i].fn != NULL ? modes[i].fn(argv[3]) : ask(argv[3], NULL);
			sqlite3_close(db);
			return rc;
		}
	fputs("usage: floor load|load-late|lines|add|update|ask|find|email|same|due BASE ARGUMENT\n", stderr);
	return 64;
}
