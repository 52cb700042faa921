/* documents.c - a document about each of some records, on standard output */
#include "cli.h"

int
cli_documents(struct cli *cli, const char *entity, int argc, char **argv, const char *format,
    int (*one)(struct cli *, const struct cli_ref *, struct crm_doc *, void *), void *arg)
{
	struct crm_outopt opt = cli_outopt(cli);
	struct cli_refs refs;
	struct crm_doc *doc;
	int found = cli_refs(cli, crm_entity_must(crm_schema_of(cli->crm), entity), argc, argv, &refs), rc, closed;

	if (refs.n == 0)
		return found;
	if ((rc = crm_doc_open(&doc, format != NULL ? format : "text", &cli->out, &opt, &cli->err)) != CRM_OK)
		return rc;
	if (refs.n > 1)
		crm_doc_list(doc, NULL);
	for (size_t i = 0; i < refs.n && rc == CRM_OK; i++)
		rc = one(cli, &refs.v[i], doc, arg);
	closed = crm_doc_close(doc, &cli->err);
	return rc != CRM_OK ? rc : closed != CRM_OK ? closed : found;
}
