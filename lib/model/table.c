/*
 * table.c - THE table: what the entities are.
 *
 * Everything derives from it: DDL, migration, SQL, filters, checks, columns,
 * --help, completion and the field pages of the manual.  A new field is one
 * line, a new entity one block.  Names become column names; one that is a word of SQL says its column.
 */
#include "crm/model.h"

#define F(n, t, fl, h, ...) { .name = #n, .type = &crm_t_##t, .flags = (fl), .help = h, __VA_ARGS__ }
#define REF(n, to_, fl, h, ...) F(n, ref, fl, h, .ref = #to_, __VA_ARGS__)
#define WORD(n, fl, h, list, ...) F(n, word, fl, h, .values = list, __VA_ARGS__)
#define D(n, t, h, f, ...) F(n, t, CRM_F_DERIVED, h, .derive = &(const struct crm_derive){ .fn = CRM_##f, __VA_ARGS__ })
#define X(n, t, fl, h, f, ...) { .name = #n, .type = &crm_t_##t, .flags = CRM_F_DERIVED | (fl), .help = h, \
	.derive = &(const struct crm_derive){ .fn = CRM_FORMULA, .formula = f }, __VA_ARGS__ }
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define ENTITY(n, p, l, h, ...) NAMED(n, #n, p, l, h, __VA_ARGS__)
#define NAMED(n, name_, p, l, h, ...) \
	static const struct crm_entity n = { .name = name_, .prefix = p, .label = l, .help = h, \
	    .field = n##_fields, .nfield = sizeof n##_fields / sizeof *n##_fields, __VA_ARGS__ }

enum {
	KEY = CRM_F_KEY, REQ = CRM_F_REQUIRED, UNIQ = CRM_F_UNIQUE, MANY = CRM_F_MANY, LIST = CRM_F_LISTED,
	SRCH = CRM_F_SEARCHED, SECRET = CRM_F_SECRET, AUTO = CRM_F_AUTO, IDX = CRM_F_INDEX, ONCE = CRM_F_ONCE, EXACT = CRM_F_EXACT,
};

/* What every record that people keep has: its own number, the number others know it by, its dates. */
#define ID F(id, id, AUTO | LIST, "number in this base")
#define KEPT \
	F(key, text, KEY | UNIQ, "key by which another system knows it", .alias = "external id,external key,ext id,foreign id"), \
	F(created, time, ONCE, "when it was recorded", .alias = "created at,date created"), \
	F(updated, time, AUTO, "when it was last changed"), \
	F(away, time, AUTO | IDX, "when it was put away; hidden unless asked for")

static const char *const channels[] = {
	"call", "email", "meeting", "chat", "fax", "post", "fair", "visit", "web", "note", NULL
};
static const char *const sources[] = {
	"referral", "fair", "call", "web", "campaign", "competitor", "other", NULL
};
static const char *const levels[] = { "low", "normal", "high", NULL };

static const struct crm_field client_fields[] = {
	ID,
	F(name, text, REQ | KEY | LIST | SRCH, "company, person or institution",
	    .alias = "company,company name,account,account name,organisation,organization,customer,client,client name"),
	REF(parent, client, 0, "the group it belongs to", .alias = "parent company,parent account,subsidiary of,group,holding"),
	WORD(kind, 0, "what it is", WORDS("company", "person", "institution"), .dflt = "company", .alias = "type"),
	WORD(class, IDX | LIST, "how much care it gets", WORDS("key", "standard", "corporate"), .dflt = "standard"),
	WORD(stage, IDX | LIST, "where the relation stands",
	    WORDS("suspect", "lead", "prospect", "client", "dormant", "lost"), .dflt = "lead", .alias = "status,lifecycle stage"),
	REF(owner, user, LIST, "who looks after it", .alias = "account manager,account owner,sales rep,assigned to,manager"),
	WORD(source, 0, "how it was found", sources, .alias = "lead source,origin"),
	REF(referrer, client, 0, "who recommended us", .alias = "referred by"),
	REF(referral, contract, 0, "the contract whose referral clause brought it"),
	REF(campaign, campaign, 0, "the campaign that brought it"),
	F(industry, text, IDX, "branch of trade", .alias = "sector,branch"),
	F(employees, int, 0, "people it employs", .alias = "number of employees,headcount,staff"),
	F(revenue, money, 0, "its own turnover a year", .alias = "annual revenue,turnover"),
	F(founded, int, 0, "year of foundation", .alias = "year established,established"),
	F(since, date, 0, "first day as a client", .alias = "customer since,client since"),
	F(emails, email, MANY | KEY | LIST | SRCH, "addresses for mail", .alias = "email,e-mail,e-mail address,email address,mail"),
	F(phones, phone, MANY | KEY, "telephone numbers", .alias = "phone,telephone,tel,phone number,mobile"),
	F(sites, site, MANY, "web pages", .alias = "site,website,web site,web,url,homepage"),
	F(street, text, 0, "street and number", .alias = "address,street address,address line 1,billing street"),
	F(postcode, text, 0, "postal code", .alias = "zip,zip code,postal code,zipcode"),
	F(city, text, LIST | IDX | SRCH, "town", .alias = "town,place,billing city"),
	F(region, text, 0, "state or province", .alias = "state,province,county"),
	F(country, country, IDX, "ISO 3166-1 code or English name", .alias = "office location,nation"),
	F(language, word, 0, "language of letters and calls"),
	F(vat, text, 0, "VAT number", .alias = "vat number,vat id,tax id"),
	F(registration, text, 0, "number in the trade register", .alias = "registration number,chamber of commerce,kvk"),
	F(supplier, text, 0, "whom it buys from now", .alias = "current supplier"),
	F(credit_limit, money, 0, "most it may owe us"),
	F(payment_days, int, 0, "days in which it pays", .alias = "payment terms"),
	WORD(optout, MANY, "channels it must not be approached on", channels),
	WORD(basis, 0, "lawful basis for keeping its data (GDPR article 6)",
	    WORDS("consent", "contract", "legal_obligation", "vital_interest", "public_interest", "legitimate_interest", "withdrawn")),
	WORD(prefers, 0, "channel it likes best", channels, .alias = "preferred channel"),
	F(wishes, text, SRCH, "what it likes and dislikes", .alias = "preferences"),
	F(note, text, SRCH, "anything else", .alias = "notes,remarks,comment,comments,description"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels,keywords"),
	KEPT,
	D(last_contact, time, "last interaction", MAX, .entity = "interaction", .via = "client", .field = "at"),
	D(next_followup, time, "next open follow-up", MIN, .entity = "followup", .via = "client", .field = "due", .where = "state=open"),
	D(idle, int, "days since the last interaction, or since it was recorded", DAYS, .field = "last_contact", .by = "created"),
	D(open_deals, int, "deals in progress", COUNT, .entity = "deal", .via = "client", .where = "state=open"),
	D(open_value, money, "value of the deals in progress, in the policy's currency", SUM, .entity = "deal", .via = "client", .field = "value", .where = "state=open"),
	D(won_deals, int, "deals won", COUNT, .entity = "deal", .via = "client", .where = "state=won"),
	D(won_value, money, "value of the deals won, in the policy's currency", SUM, .entity = "deal", .via = "client", .field = "value", .where = "state=won"),
	D(referrals, int, "clients it has brought", COUNT, .entity = "client", .via = "referrer"),
	D(orders, int, "orders it placed, without quotes and what was cancelled", COUNT, .entity = "order", .via = "client", .where = "kind=order cancelled="),
	D(last_order, date, "its last order", MAX, .entity = "order", .via = "client", .field = "ordered", .where = "kind=order cancelled="),
	D(spent, money, "what its orders come to, less what it sent back, in the policy's currency", SUM, .entity = "order", .via = "client", .field = "kept", .where = "kind=order cancelled="),
	D(exposure, money, "what it owes us: orders less payments, in the policy's currency", SUM, .entity = "order", .via = "client", .field = "owed", .where = "kind=order cancelled="),
	D(late_orders, int, "orders that should have been delivered by now", COUNT, .entity = "order", .via = "client", .where = "late=yes"),
	D(open_cases, int, "complaints, claims and questions that are not closed", COUNT, .entity = "case", .via = "client", .where = "closed="),
	D(contracts, int, "contracts in force", COUNT, .entity = "contract", .via = "client", .where = "state=active"),
	D(points, int, "loyalty points it may use", SUM, .entity = "points", .via = "client", .field = "usable", .where = "uses="),
	/* the policy's tiers make the formula */
	X(tier, word, 0, "tier of loyalty, by what was spent; the policy names the tiers", "nothing"),
};
ENTITY(client, "c", "name", "whom we sell to, or may");

static const struct crm_field person_fields[] = {
	ID,
	F(name, text, REQ | KEY | LIST | SRCH, "full name", .alias = "full name,contact,contact name"),
	F(emails, email, MANY | KEY | LIST | SRCH, "addresses for mail", .alias = "email,e-mail,e-mail address,email address,mail"),
	F(phones, phone, MANY | KEY | LIST, "telephone numbers", .alias = "phone,telephone,tel,phone number,mobile"),
	F(language, word, 0, "language of letters and calls"),
	F(birthday, date, 0, "date of birth"),
	WORD(optout, MANY, "channels not to be used", channels),
	WORD(prefers, 0, "channel liked best", channels),
	F(wishes, text, SRCH, "likes and dislikes", .alias = "preferences"),
	F(note, text, SRCH, "anything else", .alias = "notes,remarks"),
	F(confidential, text, SECRET, "for the owner's eyes: never in a listing that does not name it"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
	D(clients, int, "clients where the person has a role", COUNT, .entity = "role", .via = "person"),
};
ENTITY(person, "p", "name", "whom we speak with");

static const struct crm_field role_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "at which client", .alias = "company,account,company name"),
	REF(person, person, REQ | LIST, "who", .alias = "name,contact,contact name,full name"),
	F(title, text, LIST, "position", .alias = "job title,function,position"),
	WORD(influence, LIST, "part in the decision", WORDS("decider", "influencer", "user", "gatekeeper", "sponsor"), .alias = "role"),
	F(since, date, 0, "first day in this role"),
	F(until, date, 0, "last day in this role"),
	F(note, text, 0, "anything else"),
	KEPT,
};
ENTITY(role, "ro", "title", "what a person is at a client");

static const struct crm_field user_fields[] = {
	ID,
	F(login, text, KEY | UNIQ | LIST, "login name", .alias = "user name,username"),
	F(name, text, REQ | KEY | LIST | SRCH, "full name", .alias = "full name,sales agent,employee"),
	F(email, email, KEY | LIST, "address that reminders and digests go to", .alias = "e-mail,e-mail address,mail"),
	F(unit, text, LIST | IDX, "sales unit", .alias = "office,regional office,team,department"),
	F(role, word, LIST, "what the user may decide", .values = WORDS("agent", "lead", "manager", "director", "auditor"), .dflt = "agent",
	    .alias = "function,job title"),
	REF(manager, user, 0, "whom the user reports to", .alias = "reports to"),
	F(phone, phone, 0, "telephone number", .alias = "telephone,mobile"),
	F(discount_limit, percent, 0, "largest discount the user may give"),
	F(contract_limit, money, 0, "largest contract the user may sign"),
	F(target, money, SECRET, "value to win in a month"),
	F(note, text, 0, "anything else"),
	KEPT,
};
ENTITY(user, "u", "name", "who works with this base");

static const struct crm_field interaction_fields[] = {
	ID,
	F(at, time, REQ | LIST | IDX, "when it took place", .dflt = "now", .alias = "when,date,time,date time,started"),
	REF(client, client, LIST, "with which client", .alias = "company,account,customer"),
	WORD(channel, REQ | LIST, "how", channels, .alias = "medium,type"),
	WORD(direction, LIST, "in: they came to us; out: we went to them", WORDS("in", "out"), .dflt = "out"),
	F(subject, text, LIST | SRCH, "what it was about", .alias = "title,topic,text"),
	F(body, text, SRCH, "what was said", .alias = "notes,note,description,message"),
	REF(persons, person, MANY, "with whom", .alias = "person,people,contacts"),
	REF(deal, deal, 0, "about which deal", .alias = "opportunity"),
	REF(case, case, 0, "about which complaint, claim or question", .column = "case_", .alias = "complaint,ticket"),
	REF(campaign, campaign, 0, "in which campaign"),
	F(minutes, int, 0, "how long it took", .alias = "duration"),
	F(outcome, text, 0, "what came of it: reached, no answer, call back...", .alias = "result"),
	REF(agent, user, 0, "which of us", .alias = "by,user,owner,sales agent"),
	REF(answers, interaction, 0, "which one it replies to"),
	F(took, span, AUTO, "business time from the client's word that it answers until it went out"),
	F(message_id, text, UNIQ | EXACT, "Message-ID of a mail (RFC 5322)"),
	F(in_reply_to, text, IDX | EXACT, "Message-ID of the mail that it replies to, until that one is here"),
	F(sender, text, EXACT, "whom a mail says it is from", .alias = "from"),
	F(recipients, text, MANY, "whom a mail is addressed to", .alias = "to"),
	F(attachments, text, MANY, "names of the files that came with it"),
	F(number, text, UNIQ | EXACT, "yearly number of a letter or fax, given to each without one: in-2026-0001, out-2026-0001"),
	F(address, text, IDX | EXACT, "address it came from, when nobody is known by it"),
	KEPT,
};
ENTITY(interaction, "i", "subject", "a contact on any channel, in or out",
    .index = WORDS("client, at", "deal, at"));

static const struct crm_field followup_fields[] = {
	ID,
	F(due, time, REQ | LIST, "when it is to be done", .alias = "due date,when,deadline,date"),
	F(about, text, REQ | LIST | SRCH, "what is to be done", .alias = "what,subject,task,text,title"),
	WORD(kind, LIST, "how", WORDS("call", "email", "meeting", "visit", "quote", "letter", "task", "other"), .dflt = "task", .alias = "type"),
	REF(client, client, LIST, "for which client", .alias = "company,account,customer"),
	REF(person, person, 0, "with whom", .alias = "contact"),
	REF(deal, deal, 0, "for which deal", .alias = "opportunity"),
	REF(contract, contract, 0, "for which contract"),
	REF(order, order, 0, "for which order", .column = "order_"),
	REF(case, case, 0, "for which complaint, claim or question", .column = "case_"),
	REF(owner, user, LIST, "who does it", .alias = "assigned to,account manager,user"),
	WORD(priority, LIST, "how much it matters", levels, .dflt = "normal"),
	WORD(state, LIST | IDX, "open until done or dropped", WORDS("open", "done", "dropped"), .dflt = "open", .alias = "status"),
	F(remind, time, 0, "when to remind; empty: when due"),
	F(repeat, rrule, 0, "how it recurs: RFC 5545, or daily weekly monthly quarterly yearly", .alias = "recurrence,rrule"),
	F(outcome, text, 0, "what came of it", .alias = "result"),
	F(closed, time, AUTO, "when it was done or dropped"),
	F(starts, time, AUTO, "first due time of a recurring one"),
	F(rule, text, AUTO | IDX | EXACT, "the policy's rule that planned it"),
	F(situation, text, AUTO | UNIQ | EXACT, "what it was planned for, so that no rule plans it twice"),
	F(rings, time, AUTO | IDX, "when its reminder is to go out; empty once it did, or it is closed"),
	F(reminded, time, AUTO, "when its reminder went out"),
	F(claim, text, AUTO | EXACT, "who is reminding of it right now"),
	F(claimed, time, AUTO, "until when that claim holds"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
	D(late, int, "days since it was due, while it is open; below 0: days to go", DAYS, .field = "due", .until = "closed"),
};
ENTITY(followup, "f", "about", "something to be done for a client, at a time",
    .index = WORDS("state, due", "owner, state, due", "client, state, due", "deal, state, due"));

static const struct crm_field deal_fields[] = {
	ID,
	F(title, text, LIST | SRCH | KEY, "what is being sold", .alias = "name,deal name,opportunity,opportunity name"),
	REF(client, client, LIST, "who may buy", .alias = "account,company,account name,customer"),
	WORD(stage, REQ | LIST, "place in the pipeline; the policy names the stages", NULL, .alias = "deal stage,sales stage,status,phase"),
	F(state, word, AUTO | LIST, "open, won or lost: follows from the stage", .values = WORDS("open", "won", "lost")),
	F(value, money, LIST, "what it is worth", .alias = "amount,close value,deal value,revenue"),
	F(currency, currency, 0, "currency of the value; empty: the policy's"),
	F(probability, percent, 0, "chance of winning; from the stage unless set", .alias = "chance,probability %"),
	F(close, date, LIST, "day on which it should be decided", .alias = "expected close,expected close date,close by"),
	REF(owner, user, LIST, "who sells", .alias = "sales agent,agent,sales rep,deal owner,assigned to"),
	REF(person, person, 0, "with whom we deal", .alias = "contact"),
	REF(product, product, 0, "what product", .alias = "sku,article"),
	F(opened, date, IDX, "day on which it began", .alias = "engage date,created on,open date,start", .dflt = "today"),
	F(closed, date, IDX, "day on which it was won or lost", .alias = "close date,closed on,date closed"),
	WORD(source, 0, "how it came to us", sources, .alias = "lead source,origin"),
	REF(campaign, campaign, 0, "the campaign that it came from"),
	F(reason, word, IDX, "why it was lost or won", .alias = "lost reason,loss reason"),
	F(rival, text, 0, "who else was in", .alias = "competitor"),
	WORD(forecast, 0, "category in the forecast, when not the stage's",
	    WORDS("pipeline", "best_case", "commit", "closed", "omitted"), .alias = "forecast category"),
	F(note, text, SRCH, "anything else", .alias = "notes,description"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	F(entered, time, AUTO, "when it entered its stage"),
	F(last_stage, word, AUTO, "stage it was lost or won from"),
	F(cycle, int, AUTO, "days from opened to closed"),
	KEPT,
	X(weighted, money, 0, "value times probability", "share(value, probability)"),
	D(age, int, "days since it was opened, while it is open", DAYS, .field = "opened", .until = "closed"),
	D(touched, time, "last interaction about it, or when it entered its stage", LATEST, .entity = "interaction", .via = "deal", .field = "at", .by = "entered"),
	D(idle, int, "days since it was last touched", DAYS, .field = "touched"),
	D(in_stage, int, "days in its stage", DAYS, .field = "entered"),
	D(next_followup, time, "next open follow-up", MIN, .entity = "followup", .via = "deal", .field = "due", .where = "state=open"),
	D(needs, int, "needs that were told of", COUNT, .entity = "need", .via = "deal"),
	D(objections, int, "objections that are not settled", COUNT, .entity = "objection", .via = "deal", .where = "state=open,answered"),
};
ENTITY(deal, "d", "title", "a chance to sell, from first word to won or lost",
    .index = WORDS("stage, owner", "owner, state", "state, closed"));

static const struct crm_field stage_history_fields[] = {
	ID,
	REF(deal, deal, REQ | LIST, "whose"),
	F(at, time, REQ | LIST, "when"),
	F(actor, text, LIST, "by whom"),
	F(old_stage, word, LIST, "stage before"),
	F(stage, word, LIST, "stage after"),
	F(lasted, span, LIST, "how long the stage before had lasted, when it changed"),
	F(old_value, money, LIST, "value before"),
	F(value, money, LIST, "value after"),
	F(currency, currency, 0, "currency of both"),
	F(old_probability, percent, 0, "probability before"),
	F(probability, percent, 0, "probability after"),
	F(old_close, date, 0, "expected close before"),
	F(close, date, 0, "expected close after"),
	F(note, text, LIST, "why"),
};
ENTITY(stage_history, "sh", "note", "each change of a deal's stage, value, probability or close", .closed = true);

static const struct crm_field product_fields[] = {
	ID,
	F(sku, text, KEY | UNIQ | LIST, "article number", .alias = "article,article number,product code,code"),
	F(name, text, REQ | KEY | LIST | SRCH, "what it is called", .alias = "product,product name,title"),
	F(line, text, LIST | IDX, "product line", .alias = "series,category,product line,family"),
	F(price, money, LIST, "list price for one unit", .alias = "list price,sales price,unit price"),
	F(currency, currency, 0, "currency of price and cost; empty: the policy's"),
	F(cost, money, 0, "what one unit costs us", .alias = "cost price"),
	F(unit, text, 0, "what one unit is: piece, box, hour"),
	F(strengths, text, MANY | SRCH, "why it is better", .alias = "strength"),
	F(proof, text, SRCH, "what proves it"),
	WORD(state, LIST, "whether it is sold", WORDS("active", "announced", "discontinued"), .dflt = "active", .alias = "status"),
	F(note, text, SRCH, "anything else", .alias = "description,notes"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
};
ENTITY(product, "pr", "name", "what we sell");

static const struct crm_field need_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "whose", .alias = "company,account,customer"),
	F(about, text, LIST | SRCH, "what is needed, in the client's words", .alias = "need,what,subject"),
	REF(product, product, LIST, "what of ours would serve", .alias = "sku,article"),
	F(line, text, LIST | IDX, "or which product line; the product's unless said"),
	REF(deal, deal, 0, "in which deal it is dealt with", .alias = "opportunity"),
	WORD(level, LIST | IDX, "how far it is", WORDS("asked", "interested", "offered", "has", "rejected"), .dflt = "asked", .alias = "status,state"),
	WORD(importance, LIST, "how much it matters to the client", levels, .dflt = "normal"),
	F(budget, money, 0, "what the client would spend on it", .alias = "amount"),
	F(currency, currency, 0, "currency of the budget; empty: the policy's"),
	F(supplier, text, 0, "who serves it now", .alias = "current supplier"),
	F(at, date, LIST, "when it was told", .dflt = "today", .alias = "date,when"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(need, "n", "about", "what a client needs of the whole product line, and how far it is");

static const struct crm_field request_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "who asks", .alias = "company,account,customer"),
	F(about, text, REQ | LIST | SRCH, "what the assortment should become", .alias = "request,what,subject"),
	REF(product, product, LIST, "which product it is about", .alias = "sku,article"),
	F(line, text, LIST, "or which product line; the product's unless said"),
	WORD(state, LIST | IDX, "what became of it", WORDS("open", "planned", "done", "refused"), .dflt = "open", .alias = "status"),
	F(at, date, LIST, "when it was asked", .dflt = "today", .alias = "date,when"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(request, "rq", "about", "what clients ask the assortment to become");

static const struct crm_field objection_fields[] = {
	ID,
	REF(deal, deal, REQ | LIST, "raised in which deal", .alias = "opportunity"),
	WORD(kind, LIST | IDX, "what it is about", WORDS("price", "quality", "delivery", "trust", "timing", "need", "supplier", "other"), .dflt = "other", .alias = "type"),
	F(about, text, REQ | LIST | SRCH, "the objection, in the client's words", .alias = "objection,what,subject"),
	F(answer, text, LIST | SRCH, "what we said to it", .alias = "reply,response"),
	F(tried, text, MANY | AUTO, "answers before that one, which did not settle it"),
	WORD(state, ONCE | LIST | IDX, "open, answered, settled or stands", WORDS("open", "answered", "settled", "stands"), .dflt = "open", .alias = "status"),
	F(raised, time, LIST, "when", .dflt = "now", .alias = "at,date,when"),
	F(answered, time, ONCE, "when it was first answered"),
	F(settled, time, ONCE, "when it was settled, or known to stand"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(objection, "ob", "about", "what a client holds against a deal, and the answer",
    .index = WORDS("deal, state"));

static const struct crm_field contract_fields[] = {
	ID,
	F(number, text, KEY | UNIQ | LIST, "number of the contract", .alias = "contract number,reference"),
	F(title, text, REQ | LIST | SRCH, "what it is about", .alias = "name,subject"),
	REF(client, client, REQ | LIST, "with whom", .alias = "company,account,customer"),
	REF(deal, deal, 0, "the deal it comes from", .alias = "opportunity"),
	WORD(state, ONCE | LIST | IDX, "where it stands",
	    WORDS("draft", "approval", "negotiating", "awaiting", "signed", "active", "ended", "terminated", "rejected", "declined", "cancelled"),
	    .dflt = "draft", .alias = "status"),
	REF(owner, user, LIST, "who looks after it", .alias = "account manager,assigned to"),
	F(value, money, LIST, "what it is worth", .alias = "amount"),
	F(currency, currency, 0, "currency of the value; empty: the policy's"),
	F(starts, date, LIST, "first day in force", .alias = "start,start date,from"),
	F(ends, date, LIST | IDX, "last day in force; empty: open-ended", .alias = "end,end date,until,expires"),
	F(notice, text, 0, "how long before the end notice must be given: 3m, 30d, 2w", .alias = "notice period"),
	F(notice_by, date, AUTO | IDX, "last day to give notice: the end less the notice, in calendar months"),
	WORD(renewal, 0, "what happens at the end", WORDS("none", "auto", "manual"), .dflt = "none"),
	F(term, text, 0, "how long it runs, and is renewed for: 1y, 24m", .alias = "duration"),
	F(payment_days, int, 0, "days in which it is paid", .alias = "payment terms"),
	F(introductions, int, 0, "referral clause: introductions that are promised"),
	F(introductions_due, date, 0, "referral clause: by when"),
	F(reward, text, 0, "referral clause: what is given for them"),
	F(bonus_by, word, 0, "how the yearly bonus counts its steps", .values = WORDS("marginal", "whole"), .dflt = "marginal"),
	F(signed_by, text, LIST, "who signed for the client", .alias = "signed by,signee"),
	F(signed, date, LIST, "when it was signed", .alias = "signed on,signature date"),
	F(version, int, AUTO, "1, and one more with each amendment"),
	REF(amends, contract, AUTO, "the version that this one replaces"),
	REF(approver, user, AUTO, "who approved it"),
	F(closed, date, ONCE, "when it ended, or came to nothing"),
	F(reason, text, 0, "why it was rejected, declined, cancelled or terminated"),
	F(note, text, SRCH, "anything else", .alias = "notes,description"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
	D(clauses, int, "points of difference that were raised", COUNT, .entity = "clause", .via = "contract"),
	D(open_clauses, int, "points of difference that are not settled", COUNT, .entity = "clause", .via = "contract", .where = "state=open"),
	D(introduced, int, "clients that its referral clause brought", COUNT, .entity = "client", .via = "referral"),
	D(brought, money, "value of the deals won from these, in the policy's currency", SUM, .entity = "client", .via = "referral", .field = "won_value"),
	X(to_introduce, int, 0, "introductions that are still promised", "if(known(introductions), max(0, introductions - introduced), nothing)"),
	X(reward_owed, bool, 0, "whether all that was promised was introduced, so that the reward is owed",
	    "if(known(reward) and known(introductions), if(introduced >= introductions, 1, 0), nothing)"),
	D(steps, int, "steps it took from state to state", COUNT, .entity = "step", .via = "contract"),
	D(ordered, money, "what was ordered under it", SUM, .entity = "order", .via = "contract", .field = "kept", .where = "kind=order cancelled="),
};
ENTITY(contract, "k", "title", "an agreement with a client, from draft to end");

static const struct crm_field clause_fields[] = {
	ID,
	REF(contract, contract, REQ | LIST, "of which contract"),
	F(para, text, LIST, "where in the contract", .alias = "paragraph,article,section,number"),
	F(about, text, REQ | LIST | SRCH, "what the difference is about", .alias = "subject,title"),
	F(ours, text, LIST | SRCH, "our wording", .alias = "our text"),
	F(theirs, text, LIST | SRCH, "their wording", .alias = "their text"),
	F(agreed, text, LIST | SRCH, "the wording that was agreed", .alias = "agreed text"),
	WORD(state, LIST | IDX, "open, or whose wording it became", WORDS("open", "ours", "theirs", "compromise", "withdrawn"), .dflt = "open", .alias = "status"),
	REF(owner, user, 0, "who settles it"),
	F(due, date, 0, "by when"),
	F(settled, date, AUTO, "when it was settled"),
	KEPT,
};
ENTITY(clause, "cl", "about", "a difference between their wording of a contract and ours");

static const struct crm_field right_fields[] = {
	ID,
	REF(contract, contract, REQ | LIST, "by which contract"),
	F(about, text, REQ | LIST | SRCH, "what the partner is entitled to", .alias = "subject,title,entitlement"),
	WORD(kind, LIST, "what it concerns", WORDS("delivery", "price", "service", "info", "exclusivity", "other"), .dflt = "other", .alias = "type"),
	F(department, text, LIST | IDX, "which of our departments sees to it", .alias = "unit"),
	F(rule, text, 0, "what counts as keeping it: within 5 days, at most 2 % short", .alias = "due rule"),
	F(every, text, 0, "how often it is checked: 1m, 2w", .alias = "interval"),
	F(due, date, LIST | IDX, "when it is checked next", .alias = "next check"),
	F(checked, time, AUTO, "when it was checked last"),
	WORD(verdict, AUTO | LIST, "what the last check found", WORDS("ok", "breach")),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
	D(breaches, int, "checks that found a breach", COUNT, .entity = "check", .via = "right", .where = "verdict=breach"),
};
ENTITY(right, "rt", "about", "what a contract entitles the partner to, and the department that sees to it");

static const struct crm_field check_fields[] = {
	ID,
	REF(right, right, REQ | LIST, "of which right", .column = "right_"),
	F(at, time, REQ | LIST, "when", .dflt = "now", .alias = "date,when"),
	WORD(verdict, REQ | LIST, "what it found", WORDS("ok", "breach"), .alias = "result"),
	REF(agent, user, LIST, "who checked", .alias = "by,user"),
	F(note, text, LIST | SRCH, "what was seen", .alias = "notes,evidence"),
	REF(case, case, LIST, "the case that a breach opened", .column = "case_"),
	KEPT,
};
ENTITY(check, "ck", "note", "a look at whether a partner's right is kept");

static const struct crm_field term_fields[] = {
	ID,
	REF(contract, contract, LIST, "by which contract"),
	REF(client, client, LIST, "for which client, and the group below it", .alias = "company,account,customer"),
	F(class, word, LIST | IDX, "for which class of clients"),
	F(segment, text, LIST | EXACT | IDX, "for which segment: a filter that the policy names"),
	REF(campaign, campaign, LIST, "in which campaign"),
	REF(product, product, LIST, "on which product; neither product nor line: on all", .alias = "sku,article"),
	F(line, text, LIST, "on which product line"),
	F(quantity, int, LIST, "from how many", .dflt = "1", .alias = "from quantity,min quantity,minimum quantity"),
	F(price, money, LIST, "fixed price of a unit", .alias = "unit price,special price"),
	WORD(base, 0, "what the formula begins with", WORDS("list", "cost"), .dflt = "list"),
	F(markup, percent, 0, "formula: added to the base first", .alias = "margin"),
	F(discount, percent, LIST, "formula: taken off then"),
	F(rounding, money, 0, "formula: rounded to a multiple of this; empty: the policy's"),
	F(surcharge, money, 0, "formula: added after rounding; below 0 taken off"),
	F(min_margin, money, 0, "formula: the price is at least the base and this"),
	F(max_margin, money, 0, "formula: the price is at most the base and this"),
	F(currency, currency, 0, "currency of its money; empty: the policy's"),
	F(since, date, LIST, "first day", .alias = "from,start,valid from"),
	F(until, date, LIST, "last day", .alias = "end,valid until"),
	F(priority, int, LIST, "which of several equals holds: the highest", .dflt = "0"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
/* the index finds both a client's and those that are for nobody in particular */
ENTITY(term, "t", "note", "a special price: whose, on what, from how many, when",
    .index = WORDS("client, contract, campaign, class, segment"));

static const struct crm_field bonus_fields[] = {
	ID,
	REF(contract, contract, REQ | LIST, "by which contract"),
	F(period, word, LIST, "over what turnover is counted", .values = WORDS("year", "quarter", "month"), .dflt = "year"),
	F(threshold, money, REQ | LIST, "from what turnover", .alias = "from"),
	F(rate, percent, REQ | LIST, "share of it that is given back"),
	F(currency, currency, 0, "currency of the threshold; empty: the policy's"),
	F(line, text, LIST, "of which product line; empty: all"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(bonus, "bo", "note", "a step of a contract's bonus on turnover");

static const struct crm_field document_fields[] = {
	ID,
	F(title, text, REQ | LIST | SRCH, "what it is", .alias = "name,subject"),
	WORD(kind, LIST, "what sort", WORDS("contract", "offer", "letter", "minutes", "photo", "other"), .dflt = "other", .alias = "type"),
	REF(client, client, LIST, "of which client", .alias = "company,account,customer"),
	REF(contract, contract, LIST, "of which contract"),
	REF(deal, deal, 0, "of which deal"),
	REF(order, order, 0, "of which order", .column = "order_"),
	REF(case, case, 0, "of which case", .column = "case_"),
	F(file, text, LIST | EXACT, "path of the file, or URL", .alias = "path,url"),
	F(sha256, text, EXACT, "its SHA-256 when it was recorded (FIPS 180-4)"),
	F(size, int, 0, "its bytes then"),
	F(signed, date, LIST, "when it was signed"),
	F(at, time, 0, "when it was recorded", .dflt = "now"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(document, "dc", "title", "a file that belongs to a record, and what it was when recorded");

static const struct crm_field order_fields[] = {
	ID,
	F(number, text, KEY | UNIQ | LIST, "number of the order", .alias = "order number,order id,order no"),
	REF(client, client, LIST, "who ordered", .alias = "company,account,customer,customer id"),
	WORD(kind, LIST | IDX, "an order, or a quote that may become one", WORDS("order", "quote"), .dflt = "order", .alias = "type"),
	F(ordered, date, LIST | IDX, "when it was placed", .dflt = "today", .alias = "date,order date,ordered on"),
	F(promised, date, LIST | IDX, "when it is to be delivered whole, as last promised", .alias = "required date,required,due date,delivery date"),
	F(promised_first, date, ONCE, "when it was first promised", .alias = "first promise,first promised"),
	F(shipped, date, 0, "when it left whole, where deliveries are not kept one by one", .alias = "shipped date,ship date"),
	F(valid, date, 0, "last day of a quote", .alias = "valid until"),
	F(cancelled, date, IDX, "when it was cancelled"),
	REF(owner, user, LIST, "who looks after it", .alias = "account manager,sales rep,employee,sales agent"),
	REF(person, person, 0, "who placed it", .alias = "contact"),
	REF(deal, deal, 0, "the deal it comes from", .alias = "opportunity"),
	REF(contract, contract, 0, "the contract it is placed under"),
	REF(campaign, campaign, 0, "the campaign it comes from"),
	F(currency, currency, 0, "currency of its lines; empty: the policy's"),
	F(freight, money, 0, "what carrying costs the client, not part of the total"),
	F(carrier, text, 0, "who carries it", .alias = "ship via,shipper"),
	F(country, country, 0, "where it goes", .alias = "ship country"),
	F(reason, text, 0, "why it was cancelled"),
	F(note, text, SRCH, "anything else", .alias = "notes,description"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
	D(lines, int, "lines", COUNT, .entity = "line", .via = "order"),
	D(quantity, int, "units ordered", SUM, .entity = "line", .via = "order", .field = "quantity"),
	D(filled, int, "units delivered, of each line at most what was ordered", SUM, .entity = "line", .via = "order", .field = "filled"),
	D(open_lines, int, "lines that are not delivered whole", COUNT, .entity = "line", .via = "order", .where = "left=1.."),
	D(total, money, "what the lines come to", SUM, .entity = "line", .via = "order", .field = "amount"),
	D(kept, money, "the total less what was sent back", SUM, .entity = "line", .via = "order", .field = "kept"),
	D(paid, money, "what was paid of it", SUM, .entity = "payment", .via = "order", .field = "amount", .where = "paid!="),
	D(redeemed, money, "what was paid of it by loyalty points", SUM, .entity = "payment", .via = "order", .field = "amount", .where = "note=points"),
	D(points, int, "loyalty points it earned, less those taken back", SUM, .entity = "points", .via = "order", .field = "points", .where = "kind=earned,returned"),
	X(owed, money, 0, "what is not paid of it", "if(kind = 'order' and not known(cancelled), kept - paid, 0)"),
	X(delivered_pct, percent, LIST, "how much of it is delivered: units delivered, of each line at most what was ordered, by units ordered",
	    "if(known(shipped), 10000, if(quantity > 0, (20000 * filled + quantity) / (2 * quantity), 0))"),
	D(last_delivery, date, "the last delivery of any line", MAX, .entity = "line", .via = "order", .field = "last_delivery"),
	X(delivered, date, 0, "when it had been delivered whole",
	    "if(known(shipped), shipped, if(lines > 0 and open_lines = 0, last_delivery, nothing))"),
	X(state, word, LIST, "follows from its dates, lines, deliveries and payments",
	    "if(known(cancelled), 'cancelled', if(kind = 'quote', if(valid < today, 'expired', 'quote'), "
	    "if(known(shipped) or (lines > 0 and open_lines = 0), if(paid >= kept, 'completed', 'delivered'), "
	    "if(filled > 0, 'partial', 'open'))))",
	    .values = WORDS("quote", "expired", "open", "partial", "delivered", "completed", "cancelled")),
	X(late, bool, 0, "whether it should have been delivered whole by now",
	    "if(promised < today and kind = 'order' and not known(cancelled) and not known(shipped) and (lines = 0 or open_lines > 0), 1, 0)"),
	X(late_days, int, 0, "days from the promise to the delivery of the last of it, or to today; 0 when in time",
	    "if(known(promised) and kind = 'order' and not known(cancelled), max(0, days(promised, first(delivered, today))), nothing)"),
	X(otif, bool, 0, "on time and in full by the current promise; nothing while it may still be",
	    "if(kind = 'order' and not known(cancelled) and known(promised), if(known(delivered), if(delivered <= promised, 1, 0), "
	    "if(promised < today, 0, nothing)), nothing)"),
	X(otif_first, bool, 0, "the same by the first promise",
	    "if(kind = 'order' and not known(cancelled) and known(promised_first), if(known(delivered), if(delivered <= promised_first, 1, 0), "
	    "if(promised_first < today, 0, nothing)), nothing)"),
};
ENTITY(order, "o", "number", "what a client ordered, or was quoted",
    .index = WORDS("client, ordered"));

static const struct crm_field line_fields[] = {
	ID,
	REF(order, order, REQ | LIST, "of which order", .column = "order_", .alias = "order id,order number"),
	REF(product, product, REQ | LIST, "what", .alias = "sku,article,product id,product code"),
	F(quantity, int, REQ | LIST, "how many units", .alias = "qty,amount ordered"),
	F(price, money, REQ | LIST, "price of a unit", .alias = "unit price"),
	F(discount, percent, LIST, "what is taken off it", .dflt = "0"),
	F(currency, currency, 0, "currency of the price: the order's"),
	F(why, text, 0, "why this price: the rules that made it", .alias = "price reason"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
	X(amount, money, LIST, "quantity times price, less the discount, rounded half up", "share(quantity * price, 10000 - discount)"),
	D(sent, int, "units that left us", SUM, .entity = "delivery", .via = "line", .field = "quantity", .where = "quantity=1.."),
	D(back, int, "units sent back, as a number below 0", SUM, .entity = "delivery", .via = "line", .field = "quantity", .where = "quantity=..-1"),
	X(delivered, int, LIST, "units delivered", "if(known(order.shipped), max(quantity, sent), sent)"),
	X(filled, int, 0, "units delivered, at most what was ordered", "min(delivered, quantity)"),
	X(left, int, LIST, "units still to be delivered", "max(0, quantity - delivered)"),
	X(kept, money, 0, "the amount less what was sent back and not replaced",
	    "share((quantity + back + max(0, min(0 - back, sent - quantity))) * price, 10000 - discount)"),
	D(last_delivery, date, "its last delivery", MAX, .entity = "delivery", .via = "line", .field = "at", .where = "quantity=1.."),
};
ENTITY(line, "ol", "note", "a line of an order");

static const struct crm_field delivery_fields[] = {
	ID,
	REF(line, line, REQ | LIST, "of which line of an order", .alias = "order line"),
	F(quantity, int, REQ | LIST, "units delivered; below 0: sent back", .alias = "qty"),
	F(at, date, REQ | LIST, "when", .dflt = "today", .alias = "date,delivered on,when"),
	F(consignment, text, IDX, "number of the consignment", .alias = "delivery note,waybill"),
	F(note, text, LIST | SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(delivery, "dl", "consignment", "units of an order's line that were delivered, or sent back");

static const struct crm_field payment_fields[] = {
	ID,
	REF(order, order, REQ | LIST, "of which order", .column = "order_", .alias = "order id,order number"),
	F(amount, money, REQ | LIST, "how much", .alias = "value"),
	F(currency, currency, 0, "currency of the amount: the order's"),
	F(due, date, LIST | IDX, "when it should be paid", .alias = "due date"),
	F(paid, date, LIST | IDX, "when it was paid; empty: it was not", .alias = "paid on,payment date"),
	F(invoice, text, LIST, "number of the invoice", .alias = "invoice number"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
	X(late_days, int, 0, "days from due to paid, or to today; 0 when in time", "if(known(due), max(0, days(due, first(paid, today))), nothing)"),
};
ENTITY(payment, "py", "invoice", "money for an order, due or paid");

static const struct crm_field case__fields[] = {
	ID,
	F(number, text, KEY | UNIQ | LIST, "number of the case", .alias = "case number,ticket,ticket number"),
	F(about, text, REQ | LIST | SRCH, "what it is about", .alias = "subject,title,complaint"),
	WORD(kind, LIST | IDX, "what it is", WORDS("complaint", "claim", "question", "right"), .dflt = "complaint", .alias = "type"),
	REF(client, client, LIST, "whose", .alias = "company,account,customer"),
	REF(person, person, 0, "who came with it", .alias = "contact"),
	WORD(severity, LIST | IDX, "how serious it is", WORDS("low", "normal", "high", "urgent"), .dflt = "normal", .alias = "priority"),
	WORD(state, ONCE | LIST | IDX, "where it stands (ISO 10002)",
	    WORDS("received", "acknowledged", "assessed", "investigating", "decided", "accepted", "rejected", "acting", "verified", "escalated", "closed", "withdrawn"),
	    .dflt = "received", .alias = "status"),
	REF(owner, user, LIST, "who handles it", .alias = "assigned to,agent"),
	WORD(channel, 0, "how it came", channels, .alias = "medium"),
	F(received, time, LIST | IDX, "when it came", .dflt = "now", .alias = "received at,opened,date,at"),
	F(body, text, SRCH, "what happened, in the client's words", .alias = "description,text"),
	F(remedy, text, SRCH, "what the client asks for", .alias = "remedy sought"),
	REF(order, order, 0, "about which order", .column = "order_"),
	REF(product, product, 0, "about which product", .alias = "sku,article"),
	REF(contract, contract, 0, "under which contract"),
	REF(right, right, 0, "about which right of the partner", .column = "right_"),
	F(cause, text, LIST | IDX | SRCH, "what caused it; equal causes are shown together", .alias = "root cause"),
	F(why, text, SRCH, "how the cause was found: why, and why that"),
	F(decision, text, SRCH, "what was decided", .alias = "resolution"),
	F(measure, text, SRCH, "what is done that it does not happen again", .alias = "corrective action"),
	F(department, text, IDX, "which of our departments does it", .alias = "unit"),
	F(due, date, IDX, "by when the measure is taken", .alias = "due date"),
	F(done, date, 0, "when it was taken"),
	F(effect_due, date, 0, "when its effect is checked"),
	F(effective, bool, 0, "whether it removed the cause"),
	F(satisfaction, int, 0, "how content the client was afterwards, 1 to 5", .alias = "csat,rating"),
	F(responded, time, ONCE, "when the client first heard from us", .alias = "first response"),
	F(resolved, time, ONCE, "when it was decided, and the client told", .alias = "resolution date"),
	F(closed, time, ONCE | IDX, "when it was closed or withdrawn", .alias = "closed at,closing date"),
	F(respond_by, time, AUTO | IDX, "by when the client must hear from us: business time of the service level"),
	F(resolve_by, time, AUTO | IDX, "by when it must be decided, time on hold added"),
	F(clock, time, AUTO, "since when its clock runs: when it came, or was reopened"),
	F(held, span, AUTO, "business time it has been on hold"),
	F(hold_since, time, AUTO, "on hold since"),
	F(cycle, int, AUTO, "1, and one more each time it was reopened"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
	/* the clock stands still while it is on hold, and stops when it is closed */
	X(response_late, bool, 0, "whether the client hears, or heard, too late",
	    "if(known(respond_by), if(first(responded, first(closed, now)) > respond_by, 1, 0), nothing)"),
	X(resolution_late, bool, 0, "whether it is, or was, decided too late",
	    "if(known(resolve_by), if(first(resolved, first(closed, first(hold_since, now))) > resolve_by, 1, 0), nothing)"),
	X(breached, bool, 0, "either", "if(first(response_late, 0) + first(resolution_late, 0) > 0, 1, 0)"),
};
NAMED(case_, "case", "cs", "about", "a complaint, claim or question, from receipt to a verified measure",
    .index = WORDS("client, received"));

static const struct crm_field step_fields[] = {
	ID,
	REF(contract, contract, LIST, "of which contract"),
	REF(case, case, LIST, "or of which case", .column = "case_"),
	F(at, time, REQ | LIST, "when"),
	F(actor, text, LIST, "by whom"),
	F(old_state, word, LIST, "state before; empty: it went on hold, or on from there"),
	F(state, word, LIST, "state after"),
	F(lasted, span, LIST, "how long the state before, or the hold, had lasted"),
	F(note, text, LIST, "why"),
};
ENTITY(step, "st", "note", "each step of a contract or a case from state to state", .closed = true);

static const struct crm_field campaign_fields[] = {
	ID,
	F(name, text, REQ | KEY | LIST | SRCH, "what it is called", .alias = "title,campaign"),
	WORD(kind, LIST | IDX, "what it is", WORDS("promotion", "newsletter", "fair", "exhibition", "presentation", "advert", "calls"), .dflt = "promotion", .alias = "type"),
	WORD(channel, MANY | LIST, "how clients are approached, the best first; none: as each prefers", channels, .alias = "channels,medium"),
	WORD(state, LIST, "where it stands", WORDS("planned", "running", "done", "cancelled"), .dflt = "planned", .alias = "status"),
	F(since, date, LIST, "first day", .alias = "from,start,start date"),
	F(until, date, LIST, "last day", .alias = "end,end date"),
	F(place, text, LIST, "where", .alias = "location,venue"),
	F(seats, int, 0, "how many can attend; empty: any", .alias = "capacity"),
	F(subject, text, SRCH, "subject of its messages"),
	F(template, text, SRCH, "text of its messages, with {fields}"),
	F(html, text, 0, "the same as HTML; the text is its plain alternative"),
	F(quiet, int, 0, "days since a client was last approached below which it is left out; empty: the policy's"),
	F(budget, money, 0, "what it may cost"),
	F(cost, money, LIST, "what it cost"),
	F(currency, currency, 0, "currency of both; empty: the policy's"),
	REF(owner, user, LIST, "who runs it", .alias = "manager"),
	F(note, text, SRCH, "anything else", .alias = "notes,description"),
	F(tags, text, MANY, "free labels", .alias = "tag,labels"),
	KEPT,
	D(targeted, int, "members that may be approached", COUNT, .entity = "member", .via = "campaign", .where = "status!=excluded"),
	D(excluded, int, "members that are left out", COUNT, .entity = "member", .via = "campaign", .where = "status=excluded"),
	D(sent, int, "members that were approached", COUNT, .entity = "member", .via = "campaign", .where = "sent!="),
	D(responded, int, "members that responded", COUNT, .entity = "member", .via = "campaign", .where = "responded!="),
	D(registered, int, "members that have a seat", COUNT, .entity = "member", .via = "campaign", .where = "status=registered,attended"),
	D(attended, int, "members that came", COUNT, .entity = "member", .via = "campaign", .where = "status=attended"),
	D(deals, int, "deals that came from it", COUNT, .entity = "deal", .via = "campaign"),
	D(won_value, money, "value of the deals won that came from it, in the policy's currency", SUM, .entity = "deal", .via = "campaign", .field = "value", .where = "state=won"),
	X(cost_per_response, money, 0, "cost by responses", "if(responded > 0, (2 * cost + responded) / (2 * responded), nothing)"),
	X(roi, percent, 0, "won value less cost, by cost", "if(cost > 0, (won_value - cost) * 10000 / cost, nothing)"),
};
ENTITY(campaign, "cm", "name", "what clients are told, or invited to");

static const struct crm_field member_fields[] = {
	ID,
	REF(campaign, campaign, REQ | LIST, "of which campaign"),
	REF(client, client, LIST, "who", .alias = "company,account,customer"),
	REF(person, person, LIST, "whom there", .alias = "contact"),
	WORD(channel, LIST, "how", channels, .alias = "medium"),
	F(address, text, LIST | EXACT, "to which address or number"),
	WORD(status, LIST | IDX, "how far it is",
	    WORDS("targeted", "excluded", "sent", "failed", "responded", "registered", "waiting", "attended", "absent", "declined"), .dflt = "targeted", .alias = "state"),
	F(why, text, LIST, "why this channel, or why not at all"),
	F(sent, time, ONCE, "when it was approached", .alias = "sent at,sent on"),
	F(responded, time, LIST, "when it first responded", .alias = "response date"),
	F(registered, time, AUTO, "when it asked for a seat"),
	F(answer, text, SRCH, "what it answered", .alias = "response"),
	F(message_id, text, AUTO | EXACT, "Message-ID of the mail that was sent (RFC 5322)"),
	F(claim, text, AUTO | EXACT, "who is sending it right now"),
	F(claimed, time, AUTO, "until when that claim holds"),
	F(slot, text, AUTO | UNIQ | EXACT, "campaign, client and person, so that nobody is in it twice"),
	F(note, text, SRCH, "anything else", .alias = "notes"),
	KEPT,
};
ENTITY(member, "mb", "address", "a client or person in a campaign: on which channel and why, or why not",
    .index = WORDS("campaign, status"));

static const struct crm_field consent_fields[] = {
	ID,
	REF(client, client, LIST, "whose", .alias = "company,account,customer"),
	REF(person, person, LIST, "or which person's", .alias = "contact"),
	F(address, text, REQ | LIST | IDX | EXACT, "for which address or number", .alias = "email,phone,e-mail"),
	WORD(channel, REQ | LIST, "on which channel", channels, .dflt = "email", .alias = "medium"),
	WORD(state, REQ | LIST, "what was said; hold: mail comes back", WORDS("granted", "denied", "withdrawn", "hold"), .alias = "status"),
	WORD(basis, LIST, "lawful basis (GDPR article 6)",
	    WORDS("consent", "contract", "legal_obligation", "vital_interest", "public_interest", "legitimate_interest")),
	WORD(source, LIST, "how it was given", WORDS("website", "phone", "in_person", "email", "post", "fair", "bounce", "third_party", "other"), .dflt = "other"),
	F(evidence, text, SRCH, "what proves it"),
	F(at, time, REQ | LIST | ONCE, "since when", .dflt = "now", .alias = "date,when"),
	F(until, date, 0, "until when"),
	KEPT,
};
ENTITY(consent, "co", "address", "what was said about writing or calling to an address; the last word counts", .ledger = true,
    .index = WORDS("address, at"));

static const struct crm_field points_fields[] = {
	ID,
	REF(client, client, REQ | LIST, "whose", .alias = "company,account,customer"),
	F(at, date, REQ | LIST, "when", .dflt = "today", .alias = "date,when"),
	F(points, int, REQ | LIST, "how many; below 0: taken", .alias = "amount"),
	WORD(kind, REQ | LIST | IDX, "why", WORDS("earned", "redeemed", "expired", "returned", "adjusted"), .alias = "type"),
	F(expires, date, LIST | IDX, "last day to use them"),
	REF(order, order, LIST, "for which order", .column = "order_"),
	REF(uses, points, LIST, "taken from which entry"),
	F(per, money, AUTO, "earned by an order: the money that earned a point then, in the policy's currency"),
	F(situation, text, AUTO | UNIQ | EXACT, "what it was booked for, so that it is booked once"),
	F(note, text, LIST | SRCH, "anything else", .alias = "notes"),
	KEPT,
	D(taken, int, "taken from this entry, as a number below 0", SUM, .entity = "points", .via = "uses", .field = "points"),
	X(left, int, 0, "what was not taken of this entry; below 0: more than it held", "points + taken"),
	/* what was taken too much does not expire */
	X(usable, int, 0, "what may be used of it today", "if(expires < today, min(0, left), left)"),
};
ENTITY(points, "pt", "note", "the ledger of loyalty points", .ledger = true,
    .index = WORDS("client, at"));

static const struct crm_field approval_fields[] = {
	ID,
	WORD(kind, REQ | LIST | IDX, "of what", WORDS("discount", "credit", "contract", "points")),
	REF(client, client, LIST, "for which client"),
	REF(product, product, LIST, "a discount: on which product; none: on all"),
	REF(contract, contract, LIST, "which contract"),
	F(discount, percent, LIST, "a discount: up to"),
	F(amount, money, LIST, "money: up to, in the policy's currency"),
	F(points, int, LIST, "points: up to"),
	REF(approver, user, LIST, "who allows it; needs the authority"),
	F(at, time, REQ | LIST, "when", .dflt = "now"),
	F(until, date, LIST, "last day"),
	F(note, text, LIST | SRCH, "why"),
	KEPT,
};
ENTITY(approval, "ap", "note", "what someone with the authority allowed beyond another's", .closed = true);

static const struct crm_field batch_fields[] = {
	ID,
	F(uid, text, UNIQ | EXACT, "unique in the world: tells after a lost connection whether it was kept"),
	F(at, time, LIST | IDX, "when"),
	F(actor, text, LIST | IDX, "who"),
	F(command, text, LIST, "by which command"),
	F(changes, int, LIST, "records it changed"),
	REF(undoes, batch, LIST, "the batch it took back"),
};
ENTITY(batch, "ba", "command", "one run of one command that changed something", .closed = true);

static const struct crm_field change_fields[] = {
	ID,
	REF(batch, batch, REQ | LIST, "the run that made it"),
	WORD(op, LIST, "what happened", WORDS("add", "set", "rm")),
	F(entity, word, LIST, "to what kind of record"),
	F(record, text, LIST | EXACT, "to which record"),
	F(before, text, LIST | EXACT, "the changed fields before, as lines of field, tab, value"),
	F(after, text, LIST | EXACT, "the changed fields after"),
	D(at, time, "when", COPY, .field = "batch.at"),
	D(actor, text, "who", COPY, .field = "batch.actor"),
	D(command, text, "by which command", COPY, .field = "batch.command"),
};
ENTITY(change, "ch", "record", "the journal: every change of every record", .closed = true,
    .index = WORDS("record"));

const struct crm_entity *const crm_table[] = {
	&client, &person, &role, &user, &interaction, &followup, &deal, &stage_history, &product,
	&need, &request, &objection, &contract, &clause, &right, &check, &term, &bonus, &document,
	&order, &line, &delivery, &payment, &case_, &step, &campaign, &member, &consent, &points, &approval,
	&batch, &change, NULL
};
