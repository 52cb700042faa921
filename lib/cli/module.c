/* module.c - what needs a library that costs more than all else a command does is loaded by who needs it */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* The module beside the program; $ORIGIN would be a sanitizer's, which stands between us and dlopen. */
static void
beside(const char *name, char *path, size_t n)
{
	char exe[2048];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
	char *dir;

	exe[len > 0 ? len : 0] = '\0';
	dir = strrchr(exe, '/');
	snprintf(path, n, "%.*s/../lib/crm/%s.so", dir != NULL ? (int)(dir - exe) : 0, exe, name);
}

/* Beside the program, be it built or installed; else where it was to be installed. */
int
cli_module(const char *name, const char *symbol, const char *what, const void **module, struct crm_err *err)
{
	char path[4096];
	void *lib;

	beside(name, path, sizeof path);
	if ((lib = dlopen(path, RTLD_NOW)) == NULL) {
		snprintf(path, sizeof path, "%s/crm/%s.so", CRM_LIBDIR, name);
		lib = dlopen(path, RTLD_NOW);
	}
	*module = lib != NULL ? dlsym(lib, symbol) : NULL;
	return *module != NULL ? CRM_OK
	    : crm_fail(err, CRM_NOSERVER, NULL, "%s a part that cannot be loaded: %s", what, dlerror());
}
