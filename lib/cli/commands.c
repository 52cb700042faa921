/* commands.c - the other programs of the toolkit: they lie beside this one and tell about themselves */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

extern char **environ;

struct names { const char *v[256]; size_t n; };          /* NULL-terminated: one place stays free */

/* Where this program lies, with the slash; "" leaves the search to PATH. */
static const char *
directory(struct cli *cli)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));

	while (n > 0 && path[n - 1] != '/')
		n--;
	return crm_strndup(&cli->arena, path, n > 0 ? (size_t)n : 0);
}

static void
find(struct cli *cli, const char *dir, struct names *names)
{
	DIR *d = opendir(*dir ? dir : ".");
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL)
		if (strncmp(e->d_name, "crm-", 4) == 0 && !strchr(e->d_name, '.') && names->n < 255)
			names->v[names->n++] = crm_strdup(&cli->arena, e->d_name);
	if (d)
		closedir(d);
}

/* What a program prints, at most n - 1 bytes; false when it failed. */
static bool
ask(const char *file, char *const argv[], char *text, size_t n)
{
	posix_spawn_file_actions_t acts;
	int fd[2], status = -1;
	size_t used = 0;
	ssize_t got;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) < 0)
		return false;
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, fd[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&acts, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, file, &acts, NULL, argv, environ) == 0) {
		close(fd[1]);
		fd[1] = -1;
		while (used < n - 1 && (got = read(fd[0], text + used, n - 1 - used)) > 0)
			used += (size_t)got;
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
	}
	posix_spawn_file_actions_destroy(&acts);
	close(fd[0]);
	if (fd[1] >= 0)
		close(fd[1]);
	text[used] = '\0';
	return status == 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In the order of a client's life with us. */
static const struct { const char *group, *title; } groups[] = {
	{ "base", "the base" }, { "work", "every day" }, { "trade", "the trade" }, { "insight", "insight" },
	{ "care", "care" },
};

static void
put_group(struct crm_buf *b, size_t g, const struct names *lines)
{
	size_t n = strlen(groups[g].group), from = b->n;

	for (size_t i = 0; i < lines->n; i++) {
		const char *name = lines->v[i] + n, *help;

		if (strncmp(lines->v[i], groups[g].group, n) != 0 || *name++ != '\t' || !(help = strchr(name, '\t')))
			continue;
		if (b->n == from)
			crm_putf(b, "%s:\n", groups[g].title);
		name += strncmp(name, "crm-", 4) == 0 ? 4 : 0;
		crm_putf(b, "  %-14.*s%s", (int)(help - name), name, help + 1);
	}
}

int
cli_commands(struct cli *cli, int argc, char **argv)
{
	const char *dir = directory(cli);
	struct names names = { .n = 0 }, lines = { .n = 0 };
	char text[512];

	(void)argc, (void)argv;
	find(cli, dir, &names);
	qsort(names.v, names.n, sizeof(*names.v), by_name);
	for (size_t i = 0; i < names.n; i++) {
		char *file = crm_sprintf(&cli->arena, "%s%s", dir, names.v[i]);

		if (ask(file, (char *[]){ file, "--help=summary", NULL }, text, sizeof(text)))
			lines.v[lines.n++] = crm_strdup(&cli->arena, text);
	}
	for (size_t g = 0; g < sizeof(groups) / sizeof(*groups); g++)
		put_group(&cli->out.buf, g, &lines);
	crm_puts(&cli->out.buf, "crm help NAME tells more of each.\n");
	return CRM_OK;
}

int
cli_become(struct cli *cli, int argc, char **argv)
{
	const char *dir = directory(cli), *near;
	struct names names = { .n = 0 };
	char *file;

	if (argc == 0 || strchr(argv[0], '/'))
		return cli_usage(cli, "which command?");
	file = crm_sprintf(&cli->arena, "%scrm-%s", dir, argv[0]);
	signal(SIGPIPE, SIG_DFL);
	argv[0] = file;
	execvp(file, argv);
	if (errno != ENOENT)
		return crm_fail(&cli->err, CRM_NOPERM, NULL, "%s: %s", file, strerror(errno));
	find(cli, dir, &names);
	file += strlen(dir);
	near = cli_near(file, names.v);
	return cli_usage(cli, near ? "no such command: '%s', did you mean %s?" : "no such command: '%s'", file + 4,
	    near ? near + 4 : "");
}

/* man(1) where it is there and has the page, else what the command itself can tell. */
int
cli_manual(struct cli *cli, int argc, char **argv)
{
	char *page, path[512];

	if (argc == 0)
		return cli_commands(cli, argc, argv);
	page = strcmp(argv[0], "crm") == 0 || strncmp(argv[0], "crm-", 4) == 0 ? argv[0] :
	    crm_sprintf(&cli->arena, "crm-%s", argv[0]);
	if (ask("man", (char *[]){ "man", "-w", page, NULL }, path, sizeof(path))) {
		signal(SIGPIPE, SIG_DFL);
		execlp("man", "man", page, (char *)NULL);
	}
	if (strcmp(page, "crm") == 0)
		return cli_commands(cli, argc, argv);
	return cli_become(cli, 2, (char *[]){ page + 4, "--help", NULL });
}
