/* document.c - files that belong to contracts: recorded with their SHA-256, and looked at again */
#include <errno.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "crm/contract.h"

/* Bytes, and SHA-256 in hexadecimal; false with errno when it cannot be read, or is no file. */
static bool
digest(const char *path, int64_t *size, char hex[SHA256_DIGEST_STRING_LENGTH])
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	*size = st.st_size;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	return S_ISREG(st.st_mode) && SHA256File(path, hex) != NULL;
}

int
cli_file(struct cli *cli, const char *path, struct crm_file *f)
{
	char hex[SHA256_DIGEST_STRING_LENGTH], *full = realpath(path, NULL), shown[256];

	if (full == NULL || !digest(full, &f->size, hex)) {
		free(full);
		return crm_fail(&cli->err, CRM_NOINPUT, NULL, "%s cannot be read: %s",
		    crm_quote(shown, path, strlen(path)), strerror(errno));
	}
	f->path = crm_strdup(&cli->arena, full);
	f->sha256 = crm_strdup(&cli->arena, hex);
	free(full);
	return CRM_OK;
}

struct recording { const struct crm_file *file; char **text; size_t n; };

static int
record(struct cli *cli, const struct cli_ref *ref, void *arg)
{
	const struct recording *r = arg;
	struct crm_rec rec;
	int rc;

	if (strcmp(ref->ent->name, "contract") != 0)
		return crm_fail(&cli->err, CRM_DATA, NULL, "%s is no contract", ref->text);
	crm_rec_init(&rec, crm_entity_must(crm_schema_of(cli->crm), "document"));
	rc = crm_contract_document(cli->crm, ref->id, r->file, r->text, r->n, &rec, &cli->err);
	if (rc == CRM_OK) {
		crm_put_id(&cli->said, rec.ent, crm_rec_id(&rec));
		crm_putc(&cli->said, '\n');
	}
	crm_rec_free(&rec);
	return rc;
}

int
cli_document(struct cli *cli, int argc, char **argv)
{
	struct crm_file file;
	struct recording r = { &file, argv + 2, argc > 2 ? (size_t)argc - 2 : 0 };
	struct cli_refs refs;
	int rc;

	if (argc < 2 || cli_is_assignment(argv[1]))
		return cli_usage(cli, "which file, of which contract? CONTRACT FILE");
	if ((rc = cli_file(cli, argv[1], &file)) != CRM_OK
	    || (rc = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), "contract"), 1, argv, &refs)) != CRM_OK)
		return rc;
	return cli_each(cli, &refs, record, &r);
}

#define COL(n) { .name = n, .type = &crm_t_text, .currency = -1 }
static const struct crm_outcol cols[] = { COL("id"), COL("verdict"), COL("contract"), COL("title"), COL("file") };
enum { ID, VERDICT, CONTRACT, TITLE, FILE_, SHA, NCOL };

/* Of what was recorded without a digest nobody can tell more than whether it is there. */
static const char *
verdict(const struct crm_val *v)
{
	char hex[SHA256_DIGEST_STRING_LENGTH];
	const char *file = v[FILE_].t == CRM_TEXT ? v[FILE_].p : "";
	int64_t size;

	if (v[SHA].t != CRM_TEXT)
		return "unsealed";
	if (!digest(file, &size, hex))
		return "missing";
	return strcmp(hex, v[SHA].p) == 0 ? "ok" : "changed";
}

static struct crm_val
text(struct crm_grid *g, const char *p)
{
	const char *kept = crm_strdup(&g->arena, p);

	return CRM_VTEXT(kept, strlen(kept));
}

static int
look(struct cli *cli, struct crm_query *q, struct crm_grid *g, bool *all_well)
{
	struct crm_cursor *cur;
	int rc = crm_select(crm_db_of(cli->crm), q, &cur, &cli->err);

	if (rc != CRM_OK)
		return rc;
	while ((rc = crm_cursor_next(cur, &cli->err)) == CRM_ROW) {
		const struct crm_val *v = cur->val;
		struct crm_val *row = crm_grid_add(g);
		const char *is = verdict(v);

		*all_well &= strcmp(is, "changed") != 0 && strcmp(is, "missing") != 0;
		row[ID] = text(g, crm_sprintf(&g->arena, "%s%lld", q->ent->prefix, (long long)v[ID].i));
		row[VERDICT] = text(g, is);
		row[CONTRACT] = text(g, crm_sprintf(&g->arena, "k%lld", (long long)v[CONTRACT].i));
		row[TITLE] = v[TITLE].t == CRM_TEXT ? text(g, v[TITLE].p) : CRM_VNULL;
		row[FILE_] = v[FILE_].t == CRM_TEXT ? text(g, v[FILE_].p) : CRM_VNULL;
	}
	crm_cursor_close(cur);
	return rc == CRM_DONE ? CRM_OK : rc;
}

/* The second column stands for what is found; the last is not shown. */
int
cli_verify(struct cli *cli, int argc, char **argv)
{
	static const char *const fields[NCOL] = { "id", "id", "contract", "title", "file", "sha256" };
	const struct crm_entity *e = crm_entity_must(crm_schema_of(cli->crm), "document");
	struct crm_path col[NCOL];
	struct crm_query q = { .ent = e, .col = col, .ncol = NCOL, .ctx = crm_ctx_of(cli->crm) };
	struct crm_grid g = { .col = cols, .ncol = SHA, .width = SHA };
	struct crm_expr *where;
	const char *of = "contract!=";
	struct cli_refs refs;
	bool all_well = true;
	int rc = argc == 0 ? CRM_OK : cli_refs(cli, crm_entity_must(q.ctx->schema, "contract"), argc, argv, &refs);

	for (size_t i = 0; argc > 0 && i < refs.n; i++)
		of = crm_sprintf(&cli->arena, "%s%s%lld", i ? crm_sprintf(&cli->arena, "%s,", of) : "contract=", "k",
		    (long long)refs.v[i].id);
	for (int i = 0; i < NCOL; i++)
		col[i] = (struct crm_path){ .ent = e, .field = crm_field_must(e, fields[i]) };
	if (rc == CRM_OK)
		rc = crm_filter_text(q.ctx, e, of, &where, &cli->arena, &cli->err);
	if (rc != CRM_OK)
		return rc;
	q.where = where;
	if ((rc = look(cli, &q, &g, &all_well)) == CRM_OK && !cli->quiet)
		rc = cli_grid(cli, &g);
	crm_grid_free(&g);
	return rc == CRM_OK && !all_well ? CRM_NO : rc;
}
