/*
 * spy.c - writes down the selects of records that a command runs, their values filled in, each ended by a NUL, so that
 * floor.c can run the same: spy.so, preloaded, into the file that SPY names
 */
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
sqlite3_step(sqlite3_stmt *st)
{
	int (*real)(sqlite3_stmt *) = (int (*)(sqlite3_stmt *))dlsym(RTLD_NEXT, "sqlite3_step");
	const char *name = getenv("SPY");
	FILE *f = NULL;
	char *sql;

	/* what is read of the policy and of the state of the base is our own affair */
	if (name != NULL && !sqlite3_stmt_busy(st) && (sql = sqlite3_expanded_sql(st)) != NULL) {
		if (strncmp(sql, "SELECT ", 7) == 0 && strstr(sql, "FROM crm_") != NULL && strstr(sql, "FROM crm_meta") == NULL
		    && (f = fopen(name, "a")) != NULL) {
			fputs(sql, f);
			putc(0, f);
			fclose(f);
		}
		sqlite3_free(sql);
	}
	return real(st);
}
