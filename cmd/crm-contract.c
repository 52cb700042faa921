/* crm-contract - drafts, differences, approval, signatures, amendments, renewals, rights and referrals */
#include "cli/cli.h"

static struct cli_contract given;
static const char *chain, *template, *out;
static bool due_only;
static const struct cli_opt opts[] = {
	{ 0, "template", CLI_TEXT, &template, "FILE", "draft: fill this text in for CONTRACT" },
	{ 0, "out", CLI_TEXT, &out, "FILE", "draft: into this file, not standard output" },
	{ 0, "by", CLI_TEXT, &given.by, "NAME", "sign: who did, for the client" },
	{ 0, "at", CLI_TEXT, &given.at, "DATE", "sign, end, terminate, check: on that day, not today" },
	{ 0, "document", CLI_TEXT, &given.document, "FILE", "sign: the signed text, kept with its SHA-256" },
	{ 'm', "note", CLI_TEXT, &given.note, "TEXT", "steps: why; check: what was seen" },
	{ 0, "due", CLI_FLAG, &due_only, NULL, "renew: all whose end has passed" },
	{ 0, "chain", CLI_TEXT, &chain, "CLIENT", "referrals: who was brought by whom, beginning with CLIENT" },
	{ 0 },
};

static int
draft(struct cli *cli, int argc, char **argv)
{
	if (template != NULL)
		return cli_contract_text(cli, argc, argv, template, out);
	return cli_contract_make(cli, argc, argv, "contract", "client");
}

static int
clause(struct cli *cli, int argc, char **argv)
{
	return cli_contract_make(cli, argc, argv, "clause", "contract");
}

static int
clauses(struct cli *cli, int argc, char **argv)
{
	return cli_contract_list(cli, argc, argv, "clause", "contract", "para,about,ours,theirs,agreed,state");
}

#define STEP(verb, did) \
	static int verb(struct cli *cli, int n, char **ref) \
	{ return cli_contract_step(cli, n, ref, #verb, did, &given); }
STEP(submit, "submitted")
STEP(approve, "approved")
STEP(reject, "rejected")
STEP(redraft, "back to a draft")
STEP(await, "awaiting the signature")
STEP(negotiate, "back to negotiations")
STEP(sign, "signed")
STEP(decline, "declined")
STEP(activate, "in force")
STEP(end, "ended")
STEP(terminate, "terminated")
STEP(cancel, "cancelled")

static int
renew(struct cli *cli, int argc, char **argv)
{
	return cli_contract_renew(cli, argc, argv, due_only);
}

static int
rights(struct cli *cli, int argc, char **argv)
{
	return cli_contract_list(cli, argc, argv, "right", "contract",
	    "about,kind,department,rule,due,verdict,checked,breaches,contract.title");
}

static int
check(struct cli *cli, int argc, char **argv)
{
	return cli_contract_check(cli, argc, argv, &given);
}

static int
referrals(struct cli *cli, int argc, char **argv)
{
	static char *promised[] = { "(introductions>0 or introduced>0) state=signed,active,ended,terminated" };

	if (chain != NULL && argc > 0)
		return cli_usage(cli, "--chain begins with one client: name no contracts");
	if (chain != NULL)
		return cli_contract_chain(cli, chain);
	return cli_contract_list(cli, argc > 0 ? argc : 1, argc > 0 ? argv : promised, "contract", "id",
	    "title,client.name,introductions,introduced,to_introduce,introductions_due,reward,reward_owed,brought,"
	    "client.referrals");
}

static const struct cli_verb verbs[] = {
	{ "draft", "[CLIENT...] title=TEXT [FIELD=VALUE...]", "drafts one with each, or from deal=; with --template its text",
	    draft },
	{ "clause", "[CONTRACT...] about=TEXT [FIELD=VALUE...]", "raises a difference: ours=, theirs=", clause },
	{ "settle", "[CLAUSE...] STATE [agreed=TEXT]", "settles them: ours, theirs, compromise or withdrawn",
	    cli_contract_settle },
	{ "clauses", "[CONTRACT...|FILTER...]", "prints the protocol of differences", clauses },
	{ "submit", "[CONTRACT...]", "hands drafts in for approval", submit },
	{ "approve", "[CONTRACT...]", "approves them, within the own limit", approve },
	{ "reject", "[CONTRACT...] reason=TEXT", "does not approve them", reject },
	{ "redraft", "[CONTRACT...]", "takes them back to a draft", redraft },
	{ "await", "[CONTRACT...]", "sends them out to be signed; no difference is open", await },
	{ "negotiate", "[CONTRACT...]", "takes them back to negotiations", negotiate },
	{ "sign", "[CONTRACT...] --by NAME", "they were signed; from then on they do not change", sign },
	{ "decline", "[CONTRACT...] reason=TEXT", "the client does not sign", decline },
	{ "activate", "[CONTRACT...]", "puts them in force, and ends what they amend", activate },
	{ "end", "[CONTRACT...]", "they have run out", end },
	{ "terminate", "[CONTRACT...] reason=TEXT", "they were broken off", terminate },
	{ "cancel", "[CONTRACT...] reason=TEXT", "they come to nothing", cancel },
	{ "amend", "[CONTRACT...] [FIELD=VALUE...]", "drafts the next version, with terms, bonuses and rights",
	    cli_contract_amend },
	{ "renew", "[CONTRACT...]", "gives what renews itself, and has ended, its next term", renew },
	{ "due", "[WHEN] [FILTER...]", "prints what must be decided until WHEN, and why", cli_contract_due },
	{ "rights", "[CONTRACT...|FILTER...]", "prints the rights of the partners", rights },
	{ "check", "[RIGHT...] ok|breach", "records what was found; a breach opens a case", check },
	{ "referrals", "[CONTRACT...|FILTER...]", "prints introductions promised and made", referrals },
	{ "document", "CONTRACT FILE [FIELD=VALUE...]", "keeps a file's place and SHA-256 with a contract", cli_document },
	{ "verify", "[CONTRACT...]", "looks for files that have changed or are missing", cli_verify },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-contract", .args = "VERB", .group = "trade",
	.help = "takes contracts from draft to end: differences, signatures, renewals, rights",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "ref file fields=contract",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
