/* crm-init - makes or upgrades a base, loads and prints the policy, checks the base's health */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const char *policy;
static bool print_policy, check;
static const struct cli_opt opts[] = {
	{ 0, "policy", CLI_TEXT, &policy, "FILE", "take this policy for the base; with -n only check it" },
	{ 0, "print-policy", CLI_FLAG, &print_policy, NULL,
	    "print the base's policy, with the comments that teach it" },
	{ 0, "check", CLI_FLAG, &check, NULL, "say whether the base is sound, and how large" },
	{ 0 },
};

static int
print(struct cli *cli)
{
	char *text = NULL;
	int rc = crm_policy_text(cli->crm, &text, &cli->err);

	if (rc == CRM_OK)
		crm_puts(&cli->out.buf, text);
	free(text);
	return rc;
}

static int
load(struct cli *cli)
{
	struct crm_input *in;
	struct crm_buf text = { 0 };
	int rc = crm_input_open(&in, policy, NULL, &cli->err);

	if (rc != CRM_OK)
		return rc;
	if ((rc = crm_input_all(in, &text, 1 << 20, &cli->err)) == CRM_OK)
		rc = crm_policy_load(cli->crm, crm_input_name(in), text.n ? text.p : "", text.n, cli->dry, &cli->err);
	crm_input_close(in);
	crm_buf_free(&text);
	if (rc == CRM_OK)
		cli_tell(cli, cli->dry ? "the policy is sound" : "the policy is in force");
	return rc;
}

static void
unsound(void *arg, const char *complaint)
{
	struct cli *cli = arg;

	crm_puts(&cli->out.buf, complaint);
	crm_putc(&cli->out.buf, '\n');
	crm_sink_room(&cli->out);
}

static void
missing(void *arg, const char *numbers)
{
	cli_warn(arg, "the register has no %s", numbers);
}

static int
health(struct cli *cli)
{
	const struct crm_schema *schema = crm_schema_of(cli->crm);
	struct crm_db *db = crm_db_of(cli->crm);
	struct crm_conn *conn;
	const struct crm_driver *drv = crm_db_driver(db, &conn);
	int64_t n;
	int rc = crm_db_check(db, unsound, cli, &cli->err);

	if (rc != CRM_OK)
		return rc == CRM_DATA ? crm_fail(&cli->err, rc, NULL, "the base is not sound") : rc;
	if ((rc = crm_register_gaps(cli->crm, missing, cli, &cli->err)) != CRM_OK)
		return rc;
	crm_puts(&cli->out.buf, "sound\n");
	for (size_t i = 0; i < schema->n; i++) {
		struct crm_query q = { .ent = &schema->ent[i], .away = true, .ctx = crm_ctx_of(cli->crm) };

		if ((rc = crm_count(db, &q, &n, &cli->err)) != CRM_OK)
			return rc;
		if (n > 0)
			crm_putf(&cli->out.buf, "%s\t%lld\n", schema->ent[i].name, (long long)n);
	}
	if (drv->size != NULL)
		crm_putf(&cli->out.buf, "bytes\t%lld\n", (long long)drv->size(conn));
	return CRM_OK;
}

static int
init(struct cli *cli, int argc, char **argv)
{
	struct crm_buf did = { 0 };
	int rc;

	(void)argv;
	if (argc > 0)
		return cli_usage(cli, "takes no operands: the base is named by -d");
	rc = crm_upgrade(cli->crm, &did, &cli->err);
	for (char *p = did.n ? did.p : NULL; rc == CRM_OK && p != NULL && *p != '\0'; p += strcspn(p, "\n") + 1)
		cli_tell(cli, "%s %.*s", cli->dry ? "would add" : "added", (int)strcspn(p, "\n"), p);
	crm_buf_free(&did);
	if (rc == CRM_OK && policy != NULL)
		rc = load(cli);
	if (rc == CRM_OK && print_policy)
		rc = print(cli);
	if (rc == CRM_OK && check)
		rc = health(cli);
	return rc;
}

static const struct cli_cmd cmd = {
	.name = "crm-init", .args = "",
	.help = "makes or upgrades a base, loads and prints the policy, checks the base's health",
	.group = "base", .flags = CLI_UPGRADE | CLI_DRY, .opts = opts, .run = init, .words = "",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
