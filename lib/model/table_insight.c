/* table_insight.c - THE table: what is foreseen of clients and deals, and what that is judged by; who else sells */
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

static const struct crm_field goal_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "with which client", .alias = "company,account,customer"),
	F(about, text, REQ | LIST | SRCH, "what is to be reached", .alias = "goal,objective,what,subject"),
	F(measure, text, LIST, "how it is seen that it is reached", .alias = "kpi,indicator"),
	F(due, date, LIST | IDX, "by when", .alias = "due date,deadline"),
	F(reached, date, LIST, "when it was reached", .alias = "done"),
	REF(owner, user, LIST, "who sees to it", .alias = "assigned to,user"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(goal, "go", "about", "the plan of a key account: what is to be reached with it, by when",
    .index = WORDS("client, due"));

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

static const struct crm_field rival_fields[] = {
	ID,
	F(name, text, REQ | KEY | LIST | SRCH, "what it is called, and no other; a deal that names it is one it is in",
	    .alias = "rival,competitor,competitor name,company,company name"),
	F(sites, site, MANY, "web pages", .alias = "site,website,web site,web,url,homepage"),
	F(country, country, 0, "ISO 3166-1 code or English name", .alias = "nation"),
	F(lines, text, MANY | LIST, "product lines in which it meets us", .alias = "line,product lines"),
	F(note, text, SRCH, "anything else", .alias = "notes,description"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
	D(open_deals, int, "deals in progress that it is in", COUNT, .entity = "bid", .via = "rival", .where = "state=open"),
	D(won, int, "deals won from it: it was in, and we won", COUNT, .entity = "bid", .via = "rival", .where = "state=won"),
	D(lost, int, "deals lost that it was in", COUNT, .entity = "bid", .via = "rival", .where = "state=lost"),
	D(lost_to, int, "deals lost to it", COUNT, .entity = "bid", .via = "rival", .where = "took=yes"),
	X(win_rate, percent, 0, "deals won of those won and lost that it was in",
	    "if(won + lost > 0, (won * 20000 + won + lost) / (2 * (won + lost)), nothing)"),
	D(facts, int, "facts about it that hold", COUNT, .entity = "fact", .via = "rival", .where = "state=holds,old"),
	D(sightings, int, "how often it was seen", COUNT, .entity = "sighting", .via = "rival"),
	D(seen, date, "when it was last seen", MAX, .entity = "sighting", .via = "rival", .field = "at"),
};
ENTITY(rival, "rv", "name", "who sells what we sell, to those whom we sell to");

static const struct crm_field fact_fields[] = {
	ID,
	REF(rival, rival, REQ | LIST, "about which rival", .alias = "competitor"),
	WORD(kind, REQ | LIST | IDX, "strength, weakness and goal are its own; opportunity and threat are what it means to us",
	    WORDS("goal", "strength", "weakness", "opportunity", "threat"), .alias = "type,quadrant"),
	F(about, text, REQ | LIST | SRCH, "what is known", .alias = "fact,what,text,subject"),
	F(line, text, LIST, "product line that it concerns; empty: all", .alias = "product line"),
	F(at, date, REQ | LIST, "since when it is known", .dflt = "today", .alias = "date,when,since"),
	F(until, date, LIST, "last day that it holds; empty: until something else is known", .alias = "valid until,expires"),
	F(source, text, LIST | SRCH, "who says so", .alias = "from"),
	F(note, text, SRCH, "anything else", .alias = "notes,remarks"),
	KEPT,
	X(state, word, LIST, "whether it holds; old: known for over a year, and nobody said until when",
	    "if(known(until) and until < today, 'expired', if(at > today, 'coming', if(not known(until) and days(at, today) > 365, 'old', 'holds')))",
	    .values = WORDS("coming", "holds", "old", "expired")),
};
ENTITY(fact, "fa", "about", "what is known of a rival, since when, by whom, until when",
    .index = WORDS("rival, kind"));

static const struct crm_field sighting_fields[] = {
	ID,
	REF(rival, rival, REQ | LIST, "of which rival", .alias = "competitor"),
	WORD(kind, REQ | LIST | IDX, "what was seen", WORDS("price", "product", "campaign", "people", "other"), .dflt = "other", .alias = "type"),
	F(about, text, REQ | LIST | SRCH, "what it did", .alias = "sighting,what,text,subject"),
	F(at, date, REQ | LIST, "when", .dflt = "today", .alias = "date,when"),
	REF(product, product, LIST, "product of ours that it is like", .alias = "sku,article"),
	F(line, text, LIST | IDX, "or which product line; the product's unless said", .alias = "product line"),
	F(price, money, NAT | LIST, "what it asks for one unit", .alias = "unit price"),
	F(currency, currency, 0, "currency of the price; the product's unless said"),
	REF(client, client, 0, "at which client", .alias = "account,customer"),
	F(source, text, LIST | SRCH, "where it was seen: a catalogue, a fair, a site", .alias = "place,where,from"),
	REF(agent, user, 0, "which of us saw it", .alias = "by,user,owner"),
	F(note, text, SRCH, "anything else", .alias = "notes,remarks"),
	KEPT,
	X(of_ours, percent, 0, "its price in percent of our list price: 95 is 5 % below ours",
	    "if(product.price > 0 and known(price) and currency = product.currency, (price * 20000 + product.price) / (2 * product.price), nothing)"),
};
ENTITY(sighting, "si", "about", "what a rival was seen to do: a price, a product, a campaign, people",
    .index = WORDS("rival, at", "product, at"));

static const struct crm_field bid_fields[] = {
	ID,
	REF(deal, deal, REQ | LIST, "which deal", .alias = "opportunity"),
	REF(rival, rival, REQ | LIST, "which rival", .alias = "competitor"),
	WORD(role, LIST, "incumbent: the client buys from it now; challenger: it wants to be bought from, as we do",
	    WORDS("incumbent", "challenger")),
	F(price, money, NAT | LIST, "what it asks", .alias = "value,amount,offer"),
	F(currency, currency, 0, "currency of the price; the deal's unless said"),
	F(at, date, LIST, "since when it is known to be in", .dflt = "today", .alias = "date,when"),
	F(note, text, LIST | SRCH, "anything else", .alias = "notes,remarks"),
	KEPT,
	D(state, word, "how the deal stands: open, won or lost", COPY, .field = "deal.state"),
	X(took, bool, 0, "whether the deal was lost to it", "if(deal.state = 'lost' and deal.rival = rival.name, 1, 0)"),
};
ENTITY(bid, "bd", "note", "a rival that is in a deal",
    .index = WORDS("deal, rival", "rival, deal"));
