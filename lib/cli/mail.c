/* mail.c - messages from standard input or files become contacts */
#include <string.h>

#include "cli.h"
#include "crm/mail.h"
#include "mail/mail.h"

struct reading {
	struct cli *cli;
	const struct mail *module;
	const struct crm_postal *how;
	bool one;                                /* each file is one message */
	int nfile;
	char **file;
	int attempts;
	struct cli_progress progress;
	int64_t added, unchanged, rejected, queued, leads, held, internal;
};

static const char *
place(const char *file)
{
	return strcmp(file, "-") == 0 ? "stdin" : file;
}

static void
count(struct reading *r, const struct crm_posting *did)
{
	r->added += did->what == CRM_POSTED_NEW;
	r->unchanged += did->what == CRM_POSTED_KNOWN;
	r->internal += did->what == CRM_POSTED_INTERNAL;
	r->queued += did->queued;
	r->leads += did->lead != 0;
	r->held += did->held;
	if (did->what == CRM_POSTED_NEW)
		crm_putf(&r->cli->said, "i%lld\n", (long long)did->id);
}

static int
post_one(struct reading *r, struct crm *crm, const char *p, size_t n, struct crm_arena *arena, struct crm_err *err)
{
	struct crm_message m;
	struct crm_posting did;
	int rc;

	if (r->module->read(p, n, arena, &m) != CRM_OK)
		return crm_fail(err, CRM_DATA, NULL, "this is no message: it has no header");
	if ((rc = crm_mail_post(crm, &m, r->how, &did, err)) == CRM_OK)
		count(r, &did);
	return rc;
}

/* What is no message is told and passed over. */
static int
post_file(struct reading *r, struct crm *crm, const char *file, struct crm_err *err)
{
	struct crm_err bad;
	struct crm_arena arena = { 0 };
	struct crm_mbox *box;
	const char *p;
	size_t n, cut;
	int rc = crm_mbox_open(&box, file, r->one, err);

	if (rc != CRM_OK)
		return rc;
	r->progress.what = place(file);
	for (int64_t got = 0; (rc = crm_mbox_next(box, &p, &n, &cut, err)) == CRM_ROW; got++) {
		crm_arena_reset(&arena);
		crm_err_clear(&bad);
		if (cut > 0)
			cli_warn(r->cli, "%s:%lld: a very large message: its last %zu bytes are not looked at", place(file),
			    (long long)crm_mbox_line(box), cut);
		rc = post_one(r, crm, p, n, &arena, &bad);
		if (rc == CRM_DATA) {
			r->rejected++;
			cli_warn(r->cli, "%s:%lld: %.*s", place(file), (long long)crm_mbox_line(box),
			    (int)strcspn(bad.text, "\n"), bad.text);
		} else if (rc != CRM_OK) {
			rc = crm_fail(err, rc, NULL, "%s", bad.text);
			break;
		}
		if ((got & 255) == 255)
			cli_progress(r->cli, &r->progress, got, crm_mbox_offset(box), crm_mbox_size(box));
	}
	crm_mbox_close(box);
	crm_arena_free(&arena);
	return rc == CRM_DONE ? CRM_OK : rc;
}

static int
post_all(struct crm *crm, void *arg, struct crm_err *err)
{
	struct reading *r = arg;
	int rc = CRM_OK;

	/* what was read is gone: the caller has to open it again */
	if (r->attempts++ > 0)
		return crm_fail(err, CRM_UNAVAIL, NULL, "the base was taken by another; nothing was kept: run it again");
	for (int i = 0; i < r->nfile && rc == CRM_OK; i++)
		rc = post_file(r, crm, r->file[i], err);
	return rc;
}

static void
tell(struct reading *r, int64_t batch)
{
	const struct { int64_t n; const char *what; } more[] = { { r->queued, "of nobody known" }, { r->leads, "new leads" },
	    { r->held, "put on hold" }, { r->internal, "between ourselves" } };
	struct crm_buf t = { 0 };

	crm_putf(&t, "%lld added, %lld unchanged, %lld rejected", (long long)r->added, (long long)r->unchanged,
	    (long long)r->rejected);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (more[i].n > 0)
			crm_putf(&t, ", %lld %s", (long long)more[i].n, more[i].what);
	cli_tell_kept(r->cli, t.p, batch);
	crm_buf_free(&t);
}

int
cli_mail(struct cli *cli, bool one, int nfile, char **file, const struct crm_postal *how)
{
	char *input = "-";
	struct reading r = { .cli = cli, .how = how, .one = one, .nfile = nfile > 0 ? nfile : 1,
	    .file = nfile > 0 ? file : &input };
	int64_t batch;
	int rc;

	if (nfile == 0 && cli->in_tty)
		return cli_usage(cli, "which files?");
	rc = cli_module("mail", MAIL_SYMBOL, "reading mail needs", (const void **)&r.module, &cli->err);
	if (rc != CRM_OK)
		return rc;
	rc = cli_work(cli, post_all, &r, &batch);
	cli_progress_end(cli, &r.progress);
	if (rc == CRM_OK && r.added + r.unchanged + r.internal + r.rejected == 0)
		return one ? crm_fail(&cli->err, CRM_DATA, NULL, "this is no message: it is empty") : CRM_NO;
	if (rc == CRM_OK)
		tell(&r, batch);
	return rc == CRM_OK && r.rejected > 0 ? CRM_DATA : rc;
}
