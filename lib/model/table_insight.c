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
