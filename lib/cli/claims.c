/* claims.c - puts out what is claimed: each through a command, or all together on standard output */
#include <string.h>

#include "cli.h"

int
cli_lease(struct cli *cli, const char *text, struct crm_claims *claims)
{
	claims->lease = crm_policy_of(cli->crm)->lease;
	if (text != NULL && (crm_span(text, strlen(text), &claims->lease) != CRM_OK || claims->lease < 1))
		return cli_usage(cli, "--lease: '%s' is not a span of time: 10min, 2h", text);
	return CRM_OK;
}

int
cli_each_claim(struct cli *cli, const struct cli_outgoing *o)
{
	int64_t most = o->claims->limit, n = 0, failed = 0;
	bool done = false;
	int rc = CRM_NO;

	o->claims->limit = 1;
	while ((most == 0 || n < most) && (rc = o->claim(cli, o->arg)) == CRM_OK
	    && (rc = o->run(cli, o->claims->id[0], o->arg, &done)) == CRM_OK) {
		n++;
		failed += !done;
		if (done && (rc = o->mark(cli, o->arg)) != CRM_OK)
			break;
	}
	if (rc == CRM_NO && n > 0)
		rc = CRM_OK;
	if (rc == CRM_OK)
		rc = crm_claims_release(cli->crm, o->claims, &cli->err);
	else
		crm_claims_release(cli->crm, o->claims, NULL);
	if (rc == CRM_OK && failed > 0)
		rc = crm_fail(&cli->err, CRM_UNAVAIL, NULL,
		    "%lld of %lld %s failed: they are tried again next time", (long long)failed, (long long)n,
		    o->what);
	return rc;
}

int
cli_all_claims(struct cli *cli, const struct cli_outgoing *o)
{
	int rc = o->claim(cli, o->arg);

	if (rc != CRM_OK)
		return rc;
	if ((rc = o->print(cli, o->arg)) == CRM_OK)
		rc = crm_sink_flush(&cli->out, &cli->err);
	if (rc == CRM_OK)
		return o->mark(cli, o->arg);
	crm_claims_release(cli->crm, o->claims, NULL);
	return rc;
}
