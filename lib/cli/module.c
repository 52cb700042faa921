/* module.c - what needs a library that costs more than all else a command does is loaded by who needs it */
#include <dlfcn.h>
#include <stdio.h>

#include "cli.h"

/* Beside the program, be it built or installed; else where it was to be installed. */
int
cli_module(const char *name, const char *symbol, const char *what, const void **module, struct crm_err *err)
{
	char path[4096];
	void *lib;

	snprintf(path, sizeof path, "$ORIGIN/../lib/crm/%s.so", name);
	if ((lib = dlopen(path, RTLD_NOW)) == NULL) {
		snprintf(path, sizeof path, "%s/crm/%s.so", CRM_LIBDIR, name);
		lib = dlopen(path, RTLD_NOW);
	}
	*module = lib != NULL ? dlsym(lib, symbol) : NULL;
	return *module != NULL ? CRM_OK
	    : crm_fail(err, CRM_NOSERVER, NULL, "%s a part that cannot be loaded: %s", what, dlerror());
}
