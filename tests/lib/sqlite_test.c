/* sqlite_test.c - the file behind a base: how it is made, opened and refused */
#include "store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

static const struct crm_driver *drv = &crm_sqlite;

static int
try(const char *path, unsigned flags, struct crm_conn **c)
{
	struct crm_dberr e;
	int rc = drv->open(c, path, flags, &e);

	assert_int_equal(rc, e.status);
	if (rc != CRM_OK) {
		assert_null(*c);
		assert_true(e.message[0] != '\0');
	}
	return rc;
}

static struct crm_conn *
must(const char *path, unsigned flags)
{
	struct crm_conn *c;

	assert_int_equal(try(path, flags, &c), CRM_OK);
	return c;
}

static void
in_write(struct crm_conn *c, const char *sql)
{
	assert_int_equal(drv->begin(c, 1), CRM_OK);
	assert_int_equal(drv->exec(c, sql), CRM_OK);
	assert_int_equal(drv->commit(c), CRM_OK);
}

static int
mode(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

static void
write_file(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void
a_base_is_its_owners_whatever_the_umask(void **s)
{
	static const int masks[] = { 0, 022, 077, 0777 };

	(void)s;
	for (size_t i = 0; i < sizeof(masks) / sizeof(*masks); i++) {
		struct crm_conn *c;
		int old = (int)umask((mode_t)masks[i]);

		c = must(fixture_path("t.db"), CRM_OPEN_CREATE);
		in_write(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY)");
		umask((mode_t)old);
		assert_int_equal(mode(fixture_path("t.db")), 0600);
		assert_int_equal(mode(fixture_path("t.db-wal")), 0600);
		assert_int_equal(mode(fixture_path("t.db-shm")), 0600);
		drv->close(c);
		assert_int_equal(mode(fixture_path("t.db-wal")), -1);
		assert_int_equal(unlink(fixture_path("t.db")), 0);
	}
}

/* The second byte of the header's version says how the journal is kept: 1 beside, 2 ahead. */
static int
journal(const char *path)
{
	unsigned char head[20];
	int fd = open(path, O_RDONLY);

	assert_int_equal(read(fd, head, sizeof(head)), sizeof(head));
	close(fd);
	return head[18];
}

static void
the_journal_mode_is_set_once_when_the_base_is_made(void **s)
{
	const char *path = fixture_path("t.db");
	sqlite3 *db;

	(void)s;
	drv->close(must(path, CRM_OPEN_CREATE));
	assert_int_equal(journal(path), 2);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	drv->close(must(path, CRM_OPEN_CREATE));
	drv->close(must(path, 0));
	assert_int_equal(journal(path), 1);
}

static int
make_and_add(int k)
{
	struct crm_conn *c;
	struct crm_dberr e;
	char sql[100];
	int rc = drv->open(&c, fixture_path("t.db"), CRM_OPEN_CREATE, &e);

	snprintf(sql, sizeof(sql), "CREATE TABLE crm_t%d (id INTEGER PRIMARY KEY)", k);
	if (rc == CRM_OK && (rc = drv->begin(c, 1)) == CRM_OK && (rc = drv->exec(c, sql)) == CRM_OK)
		rc = drv->commit(c);
	if (rc != CRM_OK)
		fprintf(stderr, "status %d: %s\n", rc, e.message);
	else
		drv->close(c);
	return rc;
}

static int
count(void *arg, const char *name, int store)
{
	(void)name, (void)store;
	++*(int *)arg;
	return CRM_OK;
}

static void
a_base_may_be_made_by_many_at_once(void **s)
{
	struct crm_conn *c;
	int n = 0;

	(void)s;
	assert_true(fixture_all(8, make_and_add));
	assert_int_equal(journal(fixture_path("t.db")), 2);
	c = must(fixture_path("t.db"), CRM_OPEN_READ);
	assert_int_equal(drv->tables(c, NULL, count, &n), CRM_OK);
	assert_int_equal(n, 8);
	drv->close(c);
}

static void
what_cannot_be_a_base_is_told_apart(void **s)
{
	static const char junk[4096] = "This is a letter to a client, not a base of them.";
	struct crm_conn *c;

	(void)s;
	assert_int_equal(try(fixture_path("none.db"), 0, &c), CRM_NOINPUT);
	assert_int_equal(try(fixture_path("no/dir.db"), 0, &c), CRM_NOINPUT);
	assert_int_equal(try(fixture_path("no/dir.db"), CRM_OPEN_CREATE, &c), CRM_CANTCREATE);
	assert_int_equal(try(fixture_path("."), CRM_OPEN_CREATE, &c), CRM_NOINPUT);
	assert_int_equal(try("", CRM_OPEN_CREATE, &c), CRM_CANTCREATE);
	write_file(fixture_path("junk.db"), junk, sizeof(junk));
	assert_int_equal(try(fixture_path("junk.db"), 0, &c), CRM_CONFIG);
	assert_int_equal(try(fixture_path("junk.db"), CRM_OPEN_CREATE, &c), CRM_CONFIG);
	assert_int_equal(mode(fixture_path("none.db")), -1);
}

static void
a_file_name_is_only_a_name(void **s)
{
	static const char *const names[] = {
		"a?mode=ro#b.db", "100%41.db", ":memory:", "file:x", "it's \"mine\".db", "\xc5\x81.db",
	};
	char here[256];

	(void)s;
	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(fixture_path(".")), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct crm_conn *c = must(names[i], CRM_OPEN_CREATE);

		in_write(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY)");
		drv->close(c);
		assert_int_equal(mode(names[i]), 0600);
		assert_int_equal(journal(names[i]), 2);
	}
	assert_int_equal(chdir(here), 0);
}

static int
complain(void *arg, const char *text)
{
	(void)text;
	++*(int *)arg;
	return CRM_OK;
}

static void
a_damaged_base_is_found_out(void **s)
{
	struct crm_conn *c = must(fixture_path("t.db"), CRM_OPEN_CREATE);
	char page[1000];
	int fd, rc, complaints = 0;

	(void)s;
	in_write(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY, a TEXT); CREATE INDEX crm_t_a ON crm_t (a);"
	    "INSERT INTO crm_t (a) WITH RECURSIVE k(i) AS "
	    "(SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 2000) SELECT 'text ' || i FROM k");
	drv->close(c);
	memset(page, 0x5a, sizeof(page));
	fd = open(fixture_path("t.db"), O_RDWR);
	assert_int_equal(pwrite(fd, page, sizeof(page), 4096 * 5), sizeof(page));
	close(fd);
	c = must(fixture_path("t.db"), 0);
	rc = drv->check(c, complain, &complaints);
	assert_true(complaints > 0 || rc == CRM_DATA);
	drv->close(c);
}

static void
a_reference_to_nothing_is_found_out(void **s)
{
	struct crm_conn *c = must(fixture_path("t.db"), CRM_OPEN_CREATE);
	sqlite3 *db;
	int complaints = 0;

	(void)s;
	in_write(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES crm_t(id))");
	assert_int_equal(sqlite3_open(fixture_path("t.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "INSERT INTO crm_t VALUES (1, 9)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(drv->check(c, complain, &complaints), CRM_OK);
	assert_int_equal(complaints, 1);
	drv->close(c);
}

static void
what_was_opened_for_reading_is_not_written(void **s)
{
	struct crm_conn *c;

	(void)s;
	drv->close(must(fixture_path("t.db"), CRM_OPEN_CREATE));
	c = must(fixture_path("t.db"), CRM_OPEN_READ);
	assert_int_equal(drv->begin(c, 1), CRM_NOPERM);
	assert_int_equal(drv->begin(c, 0), CRM_OK);
	drv->close(c);
}

/* As nobody: root may do everything. */
static int
read_as_nobody(int k)
{
	struct crm_conn *c;
	struct crm_dberr e;
	int n = 0;

	(void)k;
	if (setgid(65534) != 0 || setuid(65534) != 0)
		return 1;
	if (drv->open(&c, fixture_path("t.db"), 0, &e) != CRM_OK)
		return 2;
	if (drv->tables(c, NULL, count, &n) != CRM_OK || n != 1)
		return 3;
	if (drv->begin(c, 1) != CRM_NOPERM)
		return 4;
	drv->close(c);
	return 0;
}

static int
refused_as_nobody(int k)
{
	struct crm_conn *c;
	struct crm_dberr e;

	(void)k;
	if (setgid(65534) != 0 || setuid(65534) != 0)
		return 1;
	return drv->open(&c, fixture_path("t.db"), 0, &e) == CRM_NOPERM ? 0 : 2;
}

static void
a_base_on_a_read_only_place_can_be_read(void **s)
{
	struct crm_conn *c = must(fixture_path("t.db"), CRM_OPEN_CREATE);

	(void)s;
	in_write(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY)");
	drv->close(c);
	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(fixture_path("."), 0555), 0);
	assert_int_equal(chmod(fixture_path("t.db"), 0444), 0);
	assert_true(fixture_all(1, read_as_nobody));
	assert_int_equal(chmod(fixture_path("t.db"), 0600), 0);
	assert_true(fixture_all(1, refused_as_nobody));
	assert_int_equal(chmod(fixture_path("."), 0000), 0);
	assert_true(fixture_all(1, refused_as_nobody));
	assert_int_equal(chmod(fixture_path("."), 0700), 0);
}

static int
hold_for_a_while(int k)
{
	struct timespec start, got;
	struct crm_conn *c;
	struct crm_dberr e;

	if (k == 1)
		usleep(100000);
	clock_gettime(CLOCK_MONOTONIC, &start);
	if (drv->open(&c, fixture_path("t.db"), 0, &e) != CRM_OK || drv->begin(c, 1) != CRM_OK)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &got);
	if (k == 1 && (got.tv_sec - start.tv_sec) * 1000 + (got.tv_nsec - start.tv_nsec) / 1000000 < 100)
		return 3;
	usleep(400000);
	if (drv->commit(c) != CRM_OK)
		return 2;
	drv->close(c);
	return 0;
}

static void
a_writer_waits_until_the_other_is_done(void **s)
{
	(void)s;
	drv->close(must(fixture_path("t.db"), CRM_OPEN_CREATE));
	assert_true(fixture_all(2, hold_for_a_while));
}

static void
a_url_names_its_driver(void **s)
{
	static const struct { const char *url, *dsn; } cases[] = {
		{ "crm.db", "crm.db" }, { "/a/b:c.db", "/a/b:c.db" }, { "./x:y", "./x:y" },
		{ "sqlite:crm.db", "crm.db" }, { "sqlite:/a:b", "/a:b" }, { "C:x", "C:x" },
		{ "c:x", "c:x" }, { "my base:1", "my base:1" }, { "", "" },
	};
	const struct crm_driver *found;
	struct crm_err err = CRM_ERR_INIT;
	const char *dsn;

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(crm_driver_find(cases[i].url, &found, &dsn, &err), CRM_OK);
		assert_ptr_equal(found, &crm_sqlite);
		assert_string_equal(dsn, cases[i].dsn);
	}
	assert_int_equal(crm_driver_find("nosuchengine:host=x", &found, &dsn, &err), CRM_NOSERVER);
	assert_non_null(strstr(err.text, "nosuchengine"));
	assert_string_equal(dsn, "host=x");
	assert_int_equal(crm_driver_find("nosuchengine://host/x", &found, &dsn, &err), CRM_NOSERVER);
	assert_string_equal(dsn, "nosuchengine://host/x");
}

static void
faults_come_as_often_as_they_were_asked_for(void **s)
{
	static const struct { const char *spec; int rc[4]; } cases[] = {
		{ "retry:2", { CRM_RETRY, CRM_RETRY, CRM_OK, CRM_OK } },
		{ "unavail:1", { CRM_UNAVAIL, CRM_OK, CRM_OK, CRM_OK } },
		{ "unknown:2", { CRM_OK, CRM_UNKNOWN, CRM_OK, CRM_OK } },
		{ "nonsense", { CRM_OK, CRM_OK, CRM_OK, CRM_OK } },
		{ NULL, { CRM_OK, CRM_OK, CRM_OK, CRM_OK } },
	};
	struct crm_conn *c = must(fixture_path("t.db"), CRM_OPEN_CREATE);
	struct crm_dberr e;

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		crm_fault(cases[i].spec);
		for (int k = 0; k < 4; k++) {
			int rc = drv->begin(c, 1);

			if (rc == CRM_OK)
				rc = drv->commit(c);
			assert_int_equal(rc, cases[i].rc[k]);
			drv->error(c, &e);
			assert_int_equal(e.status, rc);
		}
	}
	crm_fault("retry:1");
	assert_int_equal(drv->begin(c, 1), CRM_OK);
	assert_int_equal(drv->exec(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY)"), CRM_OK);
	assert_int_equal(drv->commit(c), CRM_RETRY);
	in_write(c, "CREATE TABLE crm_t (id INTEGER PRIMARY KEY)");
	drv->close(c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_make_dir, fixture_remove_dir)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_base_is_its_owners_whatever_the_umask),
		TEST(the_journal_mode_is_set_once_when_the_base_is_made),
		TEST(a_base_may_be_made_by_many_at_once),
		TEST(what_cannot_be_a_base_is_told_apart),
		TEST(a_file_name_is_only_a_name),
		TEST(a_damaged_base_is_found_out),
		TEST(a_reference_to_nothing_is_found_out),
		TEST(what_was_opened_for_reading_is_not_written),
		TEST(a_base_on_a_read_only_place_can_be_read),
		TEST(a_writer_waits_until_the_other_is_done),
		TEST(a_url_names_its_driver),
		TEST(faults_come_as_often_as_they_were_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
