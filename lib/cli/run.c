/* run.c - a command of the user's for one record: fed, waited for, and not for ever */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

extern char **environ;

static volatile sig_atomic_t late;

static void
on_alarm(int sig)
{
	(void)sig;
	late = 1;
}

/* Rings again each second: one alarm may fall between two system calls. */
static void
set_alarm(int64_t seconds)
{
	struct itimerval t = { .it_value.tv_sec = (time_t)seconds, .it_interval.tv_sec = seconds > 0 };

	late = 0;
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = seconds > 0 ? on_alarm : SIG_DFL }, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
}

static bool
sets(char *const *var, const char *entry)
{
	size_t n = strcspn(entry, "=") + 1;

	for (; *var != NULL; var++)
		if (strncmp(*var, entry, n) == 0)
			return true;
	return false;
}

static char **
environment(char *const *var)
{
	size_t n = 0, k = 0;
	char **env;

	while (environ[n] != NULL)
		n++;
	for (k = 0; var[k] != NULL; )
		k++;
	env = crm_xmalloc((n + k + 1) * sizeof *env);
	memcpy(env, var, k * sizeof *env);
	for (size_t i = 0; i < n; i++)
		if (!sets(var, environ[i]))
			env[k++] = environ[i];
	env[k] = NULL;
	return env;
}

/* A group of its own, so that what it starts ends with it; SIGPIPE, which we ignore, is its own again. */
static int
spawn(pid_t *pid, const char *cmd, int in, char *const *var)
{
	char **env = environment(var);
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t pipe_only;
	int rc;

	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, in, STDIN_FILENO);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setsigdefault(&attr, &pipe_only);
	rc = posix_spawn(pid, "/bin/sh", &acts, &attr, (char *[]){ "sh", "-c", (char *)cmd, NULL }, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&acts);
	free(env);
	return rc;
}

/* A command need not read what it is given. */
static void
feed(int fd, const char *text, size_t n)
{
	ssize_t k;

	while (n > 0 && !late) {
		if ((k = write(fd, text, n)) >= 0)
			text += k, n -= (size_t)k;
		else if (errno != EINTR)
			break;
	}
}

static int
wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		if (late)
			kill(-pid, SIGKILL);
	return status;
}

bool
cli_run(struct cli *cli, const char *what, const char *cmd, const char *text, size_t n, char *const *var,
    int64_t seconds)
{
	int fd[2], status, rc;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) < 0) {
		cli_warn(cli, "%s: %s", what, strerror(errno));
		return false;
	}
	rc = spawn(&pid, cmd, fd[0], var);
	close(fd[0]);
	if (rc == 0) {
		set_alarm(seconds);
		feed(fd[1], text, n);
	}
	close(fd[1]);
	if (rc != 0) {
		cli_warn(cli, "%s: /bin/sh: %s", what, strerror(rc));
		return false;
	}
	status = wait_for(pid);
	if (late)
		cli_warn(cli, "%s: the command took longer than %lld seconds and was killed", what,
		    (long long)seconds);
	else if (WIFSIGNALED(status))
		cli_warn(cli, "%s: the command was killed by signal %d", what, WTERMSIG(status));
	else if (status != 0)
		cli_warn(cli, "%s: the command ended with %d", what, WEXITSTATUS(status));
	rc = late ? -1 : status;
	set_alarm(0);
	return rc == 0;
}
