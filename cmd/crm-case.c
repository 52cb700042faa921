/* crm-case - complaints, claims and questions from receipt to a verified measure; objections of deals */
#include <string.h>

#include "cli/cli.h"
#include "crm/case.h"

static const char *note, *channel, *from, *to, *by;
static const struct cli_opt opts[] = {
	{ 'm', "note", CLI_TEXT, &note, "TEXT", "why: goes into the case's history" },
	{ 0, "channel", CLI_TEXT, &channel, "CHANNEL", "a step: log that the client is told on it" },
	{ 0, "by", CLI_TEXT, &by, "FIELD[:UNIT]",
	    "service: a line for each owner, client, kind, severity, month..." },
	{ 0, "from", CLI_TEXT, &from, "WHEN", "service, repeats: what came from this day, or month... on" },
	{ 0, "to", CLI_TEXT, &to, "WHEN", "service, repeats: until the end of this one" },
	{ 0 },
};

static int
step(struct cli *cli, int argc, char **argv, const char *verb)
{
	return cli_case_step(cli, argc, argv, verb, note, channel);
}

static int acknowledge(struct cli *cli, int n, char **v) { return step(cli, n, v, "acknowledge"); }
static int assess(struct cli *cli, int n, char **v) { return step(cli, n, v, "assess"); }
static int investigate(struct cli *cli, int n, char **v) { return step(cli, n, v, "investigate"); }
static int decide(struct cli *cli, int n, char **v) { return step(cli, n, v, "decide"); }
static int accept(struct cli *cli, int n, char **v) { return step(cli, n, v, "accept"); }
static int reject(struct cli *cli, int n, char **v) { return step(cli, n, v, "reject"); }
static int escalate(struct cli *cli, int n, char **v) { return step(cli, n, v, "escalate"); }
static int act(struct cli *cli, int n, char **v) { return step(cli, n, v, "act"); }
static int close_(struct cli *cli, int n, char **v) { return step(cli, n, v, "close"); }
static int withdraw(struct cli *cli, int n, char **v) { return step(cli, n, v, "withdraw"); }
static int reopen(struct cli *cli, int n, char **v) { return step(cli, n, v, "reopen"); }
static int hold(struct cli *cli, int n, char **v) { return cli_case_hold(cli, n, v, true, note); }
static int resume(struct cli *cli, int n, char **v) { return cli_case_hold(cli, n, v, false, note); }
static int answer(struct cli *cli, int n, char **v) { return cli_objection_step(cli, n, v, "answer"); }
static int settle(struct cli *cli, int n, char **v) { return cli_objection_step(cli, n, v, "settle"); }
static int stands(struct cli *cli, int n, char **v) { return cli_objection_step(cli, n, v, "stands"); }

/* What an earlier look found does not answer for this one. */
static int
verify(struct cli *cli, int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strncmp(argv[i], "effective=", 10) == 0)
			return step(cli, argc, argv, "verify");
	return cli_usage(cli, "did it remove the cause? effective=yes or effective=no");
}

static int
report(struct cli *cli, const struct crm_report *r, int argc, char **argv)
{
	struct crm_asked asked = { .filter = argv, .nfilter = (size_t)argc, .by = by };
	int rc = cli_period(cli, from, to, &asked);

	return rc == CRM_OK ? cli_report(cli, r, &asked) : rc;
}

static int repeats(struct cli *cli, int n, char **v) { return report(cli, &crm_case_repeats, n, v); }
static int service(struct cli *cli, int n, char **v) { return report(cli, crm_report_find("service"), n, v); }

static const struct cli_verb verbs[] = {
	{ "receive", "CLIENT TEXT [FIELD=VALUE...]", "takes a case in; - is no client", cli_case_new },
	{ "acknowledge", "[REF...] [FIELD=VALUE...]", "the client knows that it came", acknowledge },
	{ "assess", "[REF...] [severity=WORD]", "how serious it is has been seen", assess },
	{ "investigate", "[REF...] [FIELD=VALUE...]", "its cause is sought", investigate },
	{ "decide", "[REF...] decision=TEXT", "decided, and the client told", decide },
	{ "accept", "[REF...]", "the client accepts the decision", accept },
	{ "reject", "[REF...]", "the client rejects it", reject },
	{ "escalate", "[REF...]", "goes higher up, to be decided again", escalate },
	{ "act", "[REF...] measure=TEXT cause=TEXT department=TEXT due=DATE", "a measure is taken", act },
	{ "verify", "[REF...] effective=yes|no", "its effect was checked; no: back to acting", verify },
	{ "close", "[REF...] [satisfaction=1..5]", "closes them", close_ },
	{ "withdraw", "[REF...]", "the client takes them back", withdraw },
	{ "reopen", "[REF...]", "begins again, with new deadlines", reopen },
	{ "hold", "[REF...]", "waits for the client; the clock stands", hold },
	{ "resume", "[REF...]", "goes on; what was due moves by the time on hold", resume },
	{ "satisfaction", "[REF...] N", "how content the client was, 1 to 5, when closed", cli_case_content },
	{ "due", "[WITHIN] [FILTER...]", "lists what is late, or comes by then, or today", cli_case_due },
	{ "repeats", "[FILTER...]", "cases of one cause together, and what was done against it", repeats },
	{ "service", "[FILTER...]", "time to the first answer, the decision, and every answer", service },
	{ "history", "[REF...]", "prints the steps", cli_case_history },
	{ "object", "DEAL TEXT [kind=WORD]", "records an objection to a deal", cli_object },
	{ "answer", "OBJECTION TEXT", "what was said to it", answer },
	{ "settle", "[OBJECTION...]", "the answer settled it", settle },
	{ "stands", "[OBJECTION...]", "it did not", stands },
	{ "answers", "[KIND|DEAL]", "which answers settle which objections, the best first", cli_answers },
	{ 0 },
};
static const struct cli_cmd cmd = {
	.name = "crm-case", .args = "VERB", .group = "care",
	.help = "complaints, claims, questions and objections, against the clock of service",
	.flags = CLI_WORKS | CLI_OUT, .opts = opts, .verbs = verbs, .words = "ref fields=case",
};
int main(int argc, char *argv[]) { return cli_main(&cmd, argc, argv); }
