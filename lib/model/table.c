/*
 * table.c - THE table: what the entities are.
 *
 * Everything derives from it: DDL, migration, SQL, filters, checks, columns,
 * --help, completion and the field pages of the manual.  A new field is one
 * line, a new entity one block.  Names become column names, so none is a word of SQL.
 */
#include "crm/model.h"

#define F(n, t, fl, h, ...) { .name = #n, .type = &crm_t_##t, .flags = (fl), .help = h, __VA_ARGS__ }
#define REF(n, to_, fl, h, ...) F(n, ref, fl, h, .ref = #to_, __VA_ARGS__)
#define WORD(n, fl, h, list, ...) F(n, word, fl, h, .values = list, __VA_ARGS__)
#define D(n, t, h, f, ...) F(n, t, CRM_F_DERIVED, h, .derive = &(const struct crm_derive){ .fn = CRM_##f, __VA_ARGS__ })
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define ENTITY(n, p, l, h, ...) \
	static const struct crm_entity n = { .name = #n, .prefix = p, .label = l, .help = h, \
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
	F(minutes, int, 0, "how long it took", .alias = "duration"),
	F(outcome, text, 0, "what came of it: reached, no answer, call back...", .alias = "result"),
	REF(agent, user, 0, "which of us", .alias = "by,user,owner,sales agent"),
	REF(answers, interaction, 0, "which one it replies to"),
	F(message_id, text, UNIQ | EXACT, "Message-ID of a mail (RFC 5322)"),
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
	REF(owner, user, LIST, "who does it", .alias = "assigned to,account manager,user"),
	WORD(priority, LIST, "how much it matters", WORDS("low", "normal", "high"), .dflt = "normal"),
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
	D(weighted, money, "value times probability", SHARE, .field = "value", .by = "probability"),
	D(age, int, "days since it was opened, while it is open", DAYS, .field = "opened", .until = "closed"),
	D(touched, time, "last interaction about it, or when it entered its stage", LATEST, .entity = "interaction", .via = "deal", .field = "at", .by = "entered"),
	D(idle, int, "days since it was last touched", DAYS, .field = "touched"),
	D(in_stage, int, "days in its stage", DAYS, .field = "entered"),
	D(next_followup, time, "next open follow-up", MIN, .entity = "followup", .via = "deal", .field = "due", .where = "state=open"),
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
	&client, &person, &role, &user, &interaction, &followup, &deal, &stage_history, &product, &batch, &change, NULL
};
