/* store_fixture.c - a fresh base for each test of the store */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.h"

static char dir[64];

const char *
fixture_path(const char *name)
{
	static char path[4][256];
	static unsigned n;

	n = (n + 1) % 4;
	snprintf(path[n], sizeof(path[n]), "%s/%s", dir, name);
	return path[n];
}

int
fixture_make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/crm-test-XXXXXX");
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

int
fixture_remove_dir(void **state)
{
	(void)state;
	return nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool
fixture_all(int n, int (*fn)(int))
{
	bool all = true;
	int status;

	fflush(NULL);
	for (int k = 0; k < n; k++)
		if (fork() == 0)
			_exit(fn(k));
	while (n-- > 0)
		if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
			all = false;
	return all;
}
