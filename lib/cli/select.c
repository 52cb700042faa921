/* select.c - what commands that select have in common: an order, and searching among the records piped in */
#include <string.h>

#include "cli.h"

int
cli_sort(struct cli *cli, struct crm_query *q, const char *text)
{
	const char *end;
	struct crm_sort *s;
	int rc = CRM_OK;

	if (text == NULL || *text == '\0')
		return CRM_OK;
	s = crm_zalloc(&cli->arena, (strlen(text) + 1) * sizeof *s);
	for (; rc == CRM_OK && *text != '\0'; text = end + (*end == ',')) {
		end = text + strcspn(text, ",");
		s[q->nsort].desc = *text == '-';
		text += *text == '-' || *text == '+';
		rc = crm_path_parse(crm_schema_of(cli->crm), q->ent, text, (size_t)(end - text),
		    &s[q->nsort++].path, &cli->err);
	}
	q->sort = s;
	return rc;
}

int
cli_among(struct cli *cli, struct crm_query *q, int *argc, char **argv)
{
	struct cli_refs refs;
	int64_t *id;
	char *dash = "-";
	int kept = 0, rc;
	bool asked = false;

	for (int i = 0; i < *argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			asked = true;
		else
			argv[kept++] = argv[i];
	}
	*argc = kept;
	if (!asked)
		return CRM_OK;
	rc = cli_refs(cli, q->ent, 1, &dash, &refs);
	id = crm_alloc(&cli->arena, (refs.n + 1) * sizeof *id);
	for (size_t i = 0; i < refs.n; i++) {
		if (refs.v[i].ent == q->ent)
			id[q->nid++] = refs.v[i].id;
		else
			rc = cli_complain(cli, crm_fail(&cli->err, CRM_DATA, NULL, "%s is no %s", refs.v[i].text, q->ent->name));
	}
	q->id = id;
	return q->nid > 0 ? CRM_OK : rc;
}
