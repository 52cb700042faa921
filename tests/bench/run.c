/*
 * run.c - measures a command: run [-n TIMES] [-p PROCESSES] [-i IN] [-o OUT] FILE COMMAND...
 *
 * Each run appends "wall-us cpu-us rss-KiB" to FILE.  With -p that many
 * workers each do TIMES runs at once, and one line tells of all of them.  {} in an argument becomes the
 * run's number, unlike any other run's.  A command that fails ends it all.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const char *in = "/dev/null", *out = "/dev/null";

static void
die(const char *what)
{
	fprintf(stderr, "run: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The argument with {} replaced; the caller frees it when it is not the argument itself. */
static char *
numbered(char *arg, long number)
{
	char *at = strstr(arg, "{}"), *copy;

	if (at == NULL)
		return arg;
	if (asprintf(&copy, "%.*s%ld%s", (int)(at - arg), arg, number, at + 2) < 0)
		die(arg);
	return copy;
}

static pid_t
start(char **argv, int argc, long number)
{
	posix_spawn_file_actions_t acts;
	char **copy = calloc((size_t)argc + 1, sizeof *copy);
	pid_t pid;

	if (copy == NULL)
		die("start");
	for (int i = 0; i < argc; i++)
		copy[i] = numbered(argv[i], number);
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_addopen(&acts, 0, in, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&acts, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if ((errno = posix_spawnp(&pid, copy[0], &acts, NULL, copy, environ)) != 0)
		die(copy[0]);
	posix_spawn_file_actions_destroy(&acts);
	for (int i = 0; i < argc; i++)
		if (copy[i] != argv[i])
			free(copy[i]);
	free(copy);
	return pid;
}

static void
finish(pid_t pid, const char *name, struct rusage *use)
{
	int status;

	while (wait4(pid, &status, 0, use) < 0)
		if (errno != EINTR)
			die("wait");
	if (status != 0) {
		fprintf(stderr, "run: %s failed (%d)\n", name, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
		exit(1);
	}
}

static void
report(FILE *f, long from, const struct rusage *use)
{
	fprintf(f, "%ld %ld %ld\n", now_us() - from,
	    (use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1000000L + use->ru_utime.tv_usec + use->ru_stime.tv_usec,
	    use->ru_maxrss);
}

static void
work(char **argv, int argc, long times, long number, FILE *f)
{
	struct rusage use;

	for (long i = 0; i < times; i++) {
		long from = now_us();

		finish(start(argv, argc, number + i), argv[0], &use);
		if (f != NULL)
			report(f, from, &use);
	}
}

static void
work_together(char **argv, int argc, long times, long workers, long number, FILE *f)
{
	pid_t *pid = calloc((size_t)workers, sizeof *pid);
	struct rusage use;
	long from = now_us();

	if (pid == NULL)
		die("workers");
	for (long w = 0; w < workers; w++) {
		if ((pid[w] = fork()) < 0)
			die("fork");
		if (pid[w] == 0) {
			work(argv, argc, times, number + w * times, NULL);
			_exit(0);
		}
	}
	for (long w = 0; w < workers; w++)
		finish(pid[w], "a worker", &use);
	getrusage(RUSAGE_CHILDREN, &use);
	report(f, from, &use);
	free(pid);
}

int
main(int argc, char **argv)
{
	long times = 1, workers = 0, number;
	FILE *f;
	int c;

	while ((c = getopt(argc, argv, "+n:p:i:o:")) != -1)
		switch (c) {
		case 'n': times = atol(optarg); break;
		case 'p': workers = atol(optarg); break;
		case 'i': in = optarg; break;
		case 'o': out = optarg; break;
		default: return 64;
		}
	if (argc - optind < 2)
		return 64;
	if ((f = fopen(argv[optind], "a")) == NULL)
		die(argv[optind]);
	number = now_us() / 1000 * 1000;
	argv += optind + 1;
	argc -= optind + 1;
	if (workers > 0)
		work_together(argv, argc, times, workers, number, f);
	else
		work(argv, argc, times, number, f);
	return fclose(f) == 0 ? 0 : 1;
}
