/* settings.c - what the environment says: where the base is, who acts, what time it is */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front.h"

static const char *
env(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

static const char *
home(void)
{
	const char *dir = env("HOME");
	const struct passwd *pw = dir ? NULL : getpwuid(getuid());

	return dir ? dir : pw ? pw->pw_dir : NULL;
}

/* $var, else ~/under; XDG asks to ignore what is not absolute. */
static char *
xdg(struct cli *cli, const char *var, const char *under, const char *file)
{
	const char *dir = env(var);

	if (dir && dir[0] == '/')
		return crm_sprintf(&cli->arena, "%s/crm%s", dir, file);
	dir = home();
	return dir ? crm_sprintf(&cli->arena, "%s/%s/crm%s", dir, under, file) : NULL;
}

static int
make_dirs(struct cli *cli, char *path)
{
	for (char *p = path + 1; ; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			return crm_fail(&cli->err, CRM_CANTCREATE, NULL, "%s: %s", path, strerror(errno));
		*p = c;
		if (c == '\0')
			return CRM_OK;
	}
}

static const char *
login(struct cli *cli)
{
	const struct passwd *pw = getpwuid(getuid());

	return pw ? crm_strdup(&cli->arena, pw->pw_name) : crm_sprintf(&cli->arena, "uid-%ld", (long)getuid());
}

static int
settle_clock(struct cli *cli)
{
	const char *text = cli->at ? cli->at : env("CRM_NOW");
	int64_t hi;
	size_t n;

	cli->now = crm_clock_now();
	if (text == NULL)
		return CRM_OK;
	n = strlen(text);
	if (crm_read_time(text, n, &cli->now) == CRM_OK
	    || crm_when_time(text, n, cli->now, &cli->now, &hi) == CRM_OK)
		return CRM_OK;
	return cli->at ? cli_usage(cli, "--now: '%s' is no time", text) :
	    crm_fail(&cli->err, CRM_CONFIG, NULL, "CRM_NOW: '%s' is no time", text);
}

int
cli_settle(struct cli *cli)
{
	struct cli_config conf = { 0 };
	const char *path = xdg(cli, "XDG_CONFIG_HOME", ".config", "/config.yaml");
	int rc = settle_clock(cli);

	if (rc == CRM_OK && path && cli->cmd->flags & (CLI_DB | CLI_OUT))
		rc = cli_config_read(cli, path, &conf);
	if (rc != CRM_OK)
		return rc;
	cli->config_format = conf.format;
	if (cli->base == NULL && (cli->base = env("CRM_DB")) == NULL && conf.db)
		cli->base = strncmp(conf.db, "~/", 2) == 0 && home() ?
		    crm_sprintf(&cli->arena, "%s/%s", home(), conf.db + 2) : conf.db;
	if (cli->actor == NULL && (cli->actor = env("CRM_USER")) == NULL)
		cli->actor = conf.user ? conf.user : login(cli);
	crm_fault(env("CRM_FAULT"));
	return CRM_OK;
}

/* A path, or NAME:rest?  A name of one letter is none: nobody's engine, but maybe a file. */
static bool
on_server(const char *base)
{
	size_t n = strspn(base, "abcdefghijklmnopqrstuvwxyz");

	return n > 1 && base[n] == ':' && strncmp(base, "sqlite:", 7) != 0;
}

static bool
exists(const char *base)
{
	return on_server(base) || access(strncmp(base, "sqlite:", 7) == 0 ? base + 7 : base, F_OK) == 0;
}

/* Opens the session; with `create` a missing base is made, else it is left alone and so is cli->crm. */
int
cli_open(struct cli *cli, bool create)
{
	bool there, reads = (cli->cmd->flags & CLI_READS) == CLI_READS;
	char *dir = NULL;
	int rc;

	if (cli->base == NULL) {
		if ((dir = xdg(cli, "XDG_DATA_HOME", ".local/share", "")) == NULL)
			return crm_fail(&cli->err, CRM_CONFIG, NULL, "no home to keep a base in; name one by --db or CRM_DB");
		cli->base = crm_sprintf(&cli->arena, "%s/crm.db", dir);
	}
	there = exists(cli->base);
	if (!there && !create)
		return CRM_OK;
	if (!there && dir && (rc = make_dirs(cli, dir)) != CRM_OK)
		return rc;
	rc = crm_open(&cli->crm, &(struct crm_opening){
		.url = cli->base, .actor = cli->actor, .command = cli->cmd->name, .now = cli->now, .dry = cli->dry,
		.read_only = there && (reads || !create),
		.upgrade = (cli->cmd->flags & CLI_UPGRADE) == CLI_UPGRADE,
	}, &cli->err);
	if (rc == CRM_OK) {
		cli->ctx = *crm_ctx_of(cli->crm);
		cli->ctx.local = cli->out_tty && strcmp(cli_format(cli), "table") == 0;
	}
	return rc;
}

int
cli_peek(struct cli *cli)
{
	return cli->crm ? CRM_OK : cli_open(cli, false);
}
