/* driver.c - which engine a URL means */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "store/sqlite.h"

/* Length of NAME in "NAME:..."; 0 for a path, which may hold a colon after a slash or a dot. */
static size_t
scheme(const char *url)
{
	size_t n = strspn(url, "abcdefghijklmnopqrstuvwxyz0123456789");

	return url[n] == ':' && n > 1 ? n : 0;
}

static int
load(const char *url, size_t n, const struct crm_driver **drv, struct crm_err *err)
{
	static const char *const ending[] = { "so.0", "so" };
	char file[64];
	void *lib = NULL;

	for (size_t i = 0; i < 2 && lib == NULL && n < 32; i++) {
		snprintf(file, sizeof(file), "libcrm-%.*s.%s", (int)n, url, ending[i]);
		lib = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	}
	if (lib == NULL)
		return crm_fail(err, CRM_NOSERVER, NULL, "no driver for '%.*s:': there is no libcrm-%.*s.so",
		    (int)n, url, (int)n, url);
	*drv = dlsym(lib, "crm_driver");
	if (*drv == NULL || (*drv)->abi != CRM_DRIVER_ABI) {
		*drv = NULL;
		dlclose(lib);
		return crm_fail(err, CRM_NOSERVER, NULL, "%s is no driver for this version", file);
	}
	return CRM_OK;
}

int
crm_driver_find(const char *url, const struct crm_driver **drv, const char **dsn, struct crm_err *err)
{
	size_t n = scheme(url);

	*drv = &crm_sqlite;
	*dsn = n > 0 ? url + n + 1 : url;
	if (n == 0 || (n == 6 && strncmp(url, "sqlite", n) == 0))
		return CRM_OK;
	/* a server's URL is its own to read */
	if (strncmp(*dsn, "//", 2) == 0)
		*dsn = url;
	return load(url, n, drv, err);
}

void
crm_fault(const char *spec)
{
	crm_sqlite_fault(spec);
}
