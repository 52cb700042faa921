/* table_insight.c - THE table: what is foreseen of clients and deals, and what that is judged by */
#include "model/table.h"

static const struct crm_field signal_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "whose", .alias = "company,account,customer"),
	F(kind, word, REQ | LIST | IDX, "which, by the policy's names; or another, with its weight", .alias = "signal,type"),
	F(weight, int, LIST, "what it says for the client, or below 0 against; empty: the policy's"),
	F(at, date, LIST, "since when", .dflt = "today", .alias = "date,when,since"),
	F(until, date, LIST, "last day that it counts"),
	F(source, text, LIST, "who says so"),
	F(note, text, LIST | SRCH, "what was seen", .alias = "notes,remarks"),
	KEPT,
};
ENTITY(signal, "sn", "note", "what speaks for a client's reliability, or against it",
    .index = WORDS("client, at"));

static const struct crm_field figures_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "whose", .alias = "company,account,customer"),
	F(year, int, REQ | LIST, "financial year"),
	F(ebit, money, LIST, "earnings before interest and taxes", .alias = "operating profit"),
	F(total_assets, money, LIST, "total assets", .alias = "assets,balance total"),
	F(sales, money, LIST, "turnover", .alias = "revenue"),
	F(equity, money, LIST, "book value of equity", .alias = "own capital"),
	F(liabilities, money, LIST, "total liabilities", .alias = "debt"),
	F(working_capital, money, 0, "current assets less current liabilities"),
	F(retained, money, 0, "retained earnings", .alias = "retained earnings,reserves"),
	F(currency, currency, 0, "currency of all of these; empty: the policy's"),
	F(note, text, SRCH, "anything else", .alias = "notes,source"),
	KEPT,
};
ENTITY(figures, "fg", "year", "a client's figures of a year, by which its solvency is judged",
    .index = WORDS("client, year"));

static const struct crm_field score_fields[] = {
	ID,
	REF(client, client, LIST, "of which client", .alias = "company,account,customer"),
	REF(deal, deal, LIST, "or of which deal"),
	WORD(kind, REQ | LIST | IDX, "what was asked", WORDS("reliability", "prospect", "churn")),
	F(at, time, REQ | LIST, "when", .dflt = "now", .alias = "date,when"),
	F(verdict, word, LIST, "in a word: promising, careful, unprofitable; alive, fading, gone, no_repeat"),
	F(points, int, LIST, "reliability: sum of weights; prospect: points, while too few deals are closed to learn from"),
	F(chance, percent, LIST, "prospect: of winning; churn: that it still is a client"),
	F(amount, money, LIST, "churn: what it will bring, in the policy's currency"),
	F(why, text, LIST | SRCH, "the reasons"),
	KEPT,
};
ENTITY(score, "sc", "kind", "a score of a client or a deal as it was at a time", .ledger = true,
    .index = WORDS("client, kind", "deal, kind"));

static const struct crm_field segment_fields[] = {
	ID,
	F(name, word, REQ | KEY | UNIQ | LIST, "what @name stands for in filters: letters, digits, _ and -", .alias = "segment,title"),
	F(filter, text, REQ | LIST | EXACT, "which clients: crm-filter(7); may use other @names", .alias = "where,rule"),
	F(about, text, LIST | SRCH, "who they are", .alias = "description,note"),
	WORD(channel, LIST, "scheme: the channel on which each is to be approached; empty: any", channels, .alias = "medium"),
	F(every, int, LIST, "scheme: at the latest after so many days", .alias = "days,cadence"),
	F(message, text, SRCH, "scheme: what about; {fields} of the client are filled in", .alias = "subject"),
	REF(owner, user, LIST, "scheme: who does it; empty: the client's owner", .alias = "manager"),
	F(size, money, 0, "what the market buys in a year, from everybody", .alias = "market size,market"),
	F(currency, currency, 0, "currency of the size; empty: the policy's"),
	F(growth, percent, 0, "by how much it grows in a year", .alias = "market growth"),
	F(position, text, SRCH, "how we want to be seen there", .alias = "positioning"),
	KEPT,
};
ENTITY(segment, "sg", "name", "clients that have something in common: a filter with a name, a scheme and a market");
