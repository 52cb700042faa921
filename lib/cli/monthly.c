/* monthly.c - which month is meant, and in what form it is told */
#include <string.h>

#include "cli.h"
#include "crm/monthly.h"
#include "page.h"

/* A day, or a month as typed, is the month that it lies in. */
static int
month(struct cli *cli, const char *text, int64_t *day)
{
	struct crm_civil first = { 0 }, last = { 0 };
	int64_t end;

	*day = crm_add_months(crm_local_day(cli->now), -1);
	if (text == NULL)
		return CRM_OK;
	if (crm_when_date(text, strlen(text), cli->now, day, &end) != CRM_OK)
		return cli_usage(cli, "'%s' is no month: 2026-08, -1m, today", text);
	crm_day_civil(*day, &first);
	crm_day_civil(end, &last);
	return first.y == last.y && first.m == last.m ? CRM_OK : cli_usage(cli, "'%s' is not within one month", text);
}

static int
page(struct cli *cli, const struct crm_asked *asked, int64_t day, void (*put)(struct cli *, const struct crm_monthly *))
{
	struct crm_monthly m = { 0 };
	int rc = crm_monthly(cli->crm, day, asked->owner, asked->unit, &m, &cli->err);

	if (rc == CRM_OK) {
		put(cli, &m);
		rc = crm_sink_flush(&cli->out, &cli->err);
	}
	crm_monthly_free(&m);
	return rc;
}

/* A page has the columns that it has: who asks for some gets them as any listing's. */
int
cli_monthly(struct cli *cli, const struct crm_report *r, struct crm_asked *asked, int argc, char **argv)
{
	const char *format = cli_format(cli);
	char stored[11];
	int64_t day;
	int rc;

	if (argc > 1)
		return cli_usage(cli, "one month");
	if ((rc = month(cli, argc > 0 ? argv[0] : NULL, &day)) != CRM_OK)
		return rc;
	if (cli->columns == NULL && strcmp(format, "html") == 0)
		return page(cli, asked, day, page_html);
	if (cli->columns == NULL && strcmp(format, "markdown") == 0)
		return page(cli, asked, day, page_markdown);
	crm_fmt_date(stored, day);
	asked->month = stored;
	return cli_report(cli, r, asked);
}
