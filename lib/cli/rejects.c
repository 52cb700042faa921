/* rejects.c - bad rows: each told with its place, and kept as it came, to be mended and fed again */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

const char *
cli_place(const struct crm_reader *rd)
{
	const char *name = crm_input_name(crm_reader_input(rd));

	return strcmp(name, "-") == 0 ? "stdin" : name;
}

void
cli_bad_row(struct cli *cli, const struct crm_reader *rd, int64_t line, const char *text)
{
	const char *place = cli_place(rd), *eol;

	for (; *text != '\0'; text = eol + (*eol == '\n')) {
		eol = text + strcspn(text, "\n");
		/* a reader's own complaint names its place itself */
		if (strncmp(text, place, strlen(place)) == 0)
			cli_warn(cli, "%.*s", (int)(eol - text), text);
		else
			cli_warn(cli, "%s:%lld: %.*s", place, (long long)line, (int)(eol - text), text);
	}
}

int
cli_rejects_open(struct cli *cli, struct cli_rejects *r)
{
	*r = (struct cli_rejects){ .to = { .fd = -1 } };
	if (cli->bulk.rejects == NULL)
		return CRM_OK;
	r->to.fd = open(cli->bulk.rejects, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	return r->to.fd >= 0 ? CRM_OK
	    : crm_fail(&cli->err, CRM_CANTCREATE, NULL, "%s: %s", cli->bulk.rejects, strerror(errno));
}

void
cli_rejects_put(struct cli_rejects *r, const struct crm_reader *rd, const char *raw, size_t n)
{
	const char *head;
	size_t nhead;

	if (r->to.fd < 0)
		return;
	if (r->headed != rd && (head = crm_reader_head(rd, &nhead)) != NULL) {
		crm_put(&r->to.buf, head, nhead);
		crm_putc(&r->to.buf, '\n');
	}
	r->headed = rd;
	crm_put(&r->to.buf, raw, n);
	crm_putc(&r->to.buf, '\n');
	crm_sink_room(&r->to);
}

int
cli_rejects_close(struct cli *cli, struct cli_rejects *r)
{
	int rc = CRM_OK;

	if (r->to.fd >= 0) {
		if (crm_sink_flush(&r->to, NULL) != CRM_OK)
			rc = crm_fail(&cli->err, CRM_IO, NULL, "%s: the rejected rows could not be written",
			    cli->bulk.rejects);
		close(r->to.fd);
	}
	crm_buf_free(&r->to.buf);
	return rc;
}
