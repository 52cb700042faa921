/*
 * generate.c - a sales department of any size: generate CLIENTS DIRECTORY
 *
 * Writes users, clients, people, roles, deals, interactions and followups as CSV
 * files with our field names, and clients-changed: the same clients, one in ten of them changed.  The same
 * number gives the same bytes.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USERS 20
#define LEN(a) (sizeof(a) / sizeof *(a))
#define PICK(r, column, a) ((a)[dice((r), (column), LEN(a))])

static const char *const surnames[] = {
	"Bakker", "Visser", "Müller", "Nguyễn", "García", "Kowalski", "Łukasiewicz", "Dubois", "Søndergaard", "Jansen",
	"Öztürk", "Smith", "Château", "Peeters", "Hoekstra", "Façade", "Weiß", "Andersson", "Novák", "Brånemark",
	"De Vries", "Van Dijk", "O'Neill", "Schmidt", "Rossi", "Ferrari", "Silva", "Lefèvre", "Nowak", "Hansen",
};
static const char *const trades[] = {
	"Logistics", "Bouw", "Metaal", "Software", "Textil", "Foods", "Energie", "Pharma", "Optik", "Transport",
	"Papier", "Chemie", "Machines", "Design", "Garten", "Marine", "Elektro", "Kunststof", "Möbel", "Hygiëne",
};
static const char *const forms[] = { "BV", "GmbH", "Ltd", "SA", "NV", "AG", "Sp. z o.o.", "AB" };
static const char *const industries[] = {
	"construction", "logistics", "metal", "software", "textiles", "food", "energy", "pharmaceuticals", "optics",
	"paper", "chemicals", "machinery", "design", "gardening", "shipbuilding", "electronics", "plastics", "furniture",
	"hygiene", "retail", "finance", "education", "health", "agriculture",
};
static const char *const classes[] = { "standard", "standard", "standard", "key", "corporate" };
static const char *const stages[] = { "suspect", "lead", "lead", "prospect", "client", "client" };
static const char *const heads[] = { "Oud", "Nieuw", "Oost", "West", "Hoog", "Laag", "Groot", "Klein", "Sankt", "Bad" };
static const char *const tails[] = {
	"dorp", "kerk", "burg", "haven", "felden", "stad", "wijk", "brück", "münde", "veen", "rode", "loo", "hof", "beek",
	"sluis", "brug", "berg", "horst", "donk", "stein", "ville", "mont", "ford", "ham", "by",
};
static const struct { const char *code, *dial; } countries[] = {
	{ "NL", "+3120" }, { "DE", "+4930" }, { "FR", "+3314" }, { "BE", "+322" }, { "GB", "+44207" }, { "PL", "+4822" },
};
static const char *const words[] = {
	"asks", "for", "samples", "before", "the", "season", "pays", "late", "but", "always", "wants", "one", "contact",
	"prefers", "mail", "to", "calls", "delivery", "on", "Mondays", "only", "competitor", "is", "cheaper", "by", "ten",
	"percent", "met", "at", "fair", "in", "spring", "new", "buyer", "since", "January", "quality", "matters", "most",
};
static const char *const tags[] = { "vip", "fair", "newsletter", "eco", "framework", "slow", "export", "local" };
static const char *const first[] = { "Anna", "Jürgen", "Léa", "Piet", "Zoë", "Tom", "Małgorzata", "Ivo", "Nadia", "Søren" };
static const char *const positions[] = { "buyer", "owner", "technical director", "planner", "accountant" };
static const char *const influences[] = { "decider", "influencer", "user", "gatekeeper", "sponsor" };
static const char *const channels[] = { "call", "email", "meeting", "visit", "chat" };
static const char *const kinds[] = { "call", "email", "meeting", "visit", "quote" };
static const char *const open_stages[] = { "contact", "needs", "presentation", "closing" };

/* What is thrown depends on the file, the record and the column alone (splitmix64), not on what was thrown before. */
struct row { uint64_t seed; };

static struct row
row_of(unsigned file, long i)
{
	return (struct row){ (uint64_t)file << 56 ^ (uint64_t)i * 0x2545F4914F6CDD1Du };
}

static size_t
dice(struct row r, unsigned column, size_t n)
{
	uint64_t z = r.seed + (column + 1) * 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (size_t)((z ^ z >> 31) % n);
}

static FILE *
create(const char *dir, const char *name, const char *header)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.csv", dir, name);
	if ((f = fopen(path, "w")) == NULL) {
		fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	fprintf(f, "%s\n", header);
	return f;
}

static void
finish(FILE *f)
{
	if (ferror(f) || fclose(f) != 0) {
		perror("generate");
		exit(1);
	}
}

static void
put_day(FILE *f, struct row r, unsigned column, int year)
{
	fprintf(f, "%d-%02zu-%02zu", year, 1 + dice(r, column, 12), 1 + dice(r, column + 1, 28));
}

static void
put_words(FILE *f, struct row r, unsigned column, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		fprintf(f, i ? " %s" : "%s", PICK(r, column + i, words));
}

static void
write_users(const char *dir)
{
	FILE *f = create(dir, "users", "login,name,email,unit,role");

	for (int i = 0; i < USERS; i++)
		fprintf(f, "agent%02d,%s %s,agent%02d@sales.example,unit %d,%s\n", i, first[i % LEN(first)],
		    surnames[(size_t)i % LEN(surnames)], i, i % 4, i < 4 ? "lead" : "agent");
	finish(f);
}

static void
write_clients(const char *dir, const char *file, long n, bool changed)
{
	FILE *f = create(dir, file, "name,key,class,stage,owner,industry,employees,emails,phones,street,postcode,city,"
	    "country,note,tags");

	for (long i = 1; i <= n; i++) {
		struct row r = row_of(1, i);
		size_t c = dice(r, 0, LEN(countries)), t = dice(r, 1, LEN(tags));

		fprintf(f, "%s %s %s %ld,C%06ld,%s,%s,agent%02zu,%s,%zu,", PICK(r, 2, surnames), PICK(r, 3, trades),
		    PICK(r, 4, forms), i, i, PICK(r, 5, classes), PICK(r, 6, stages), dice(r, 7, USERS), PICK(r, 8, industries),
		    1 + dice(r, 9, 5000));
		if (dice(r, 10, 5) == 0)
			fprintf(f, "\"office@c%ld.example,buying@c%ld.example\",", i, i);
		else
			fprintf(f, "info@c%ld.example,", i);
		fprintf(f, "%s%07zu,%sstraat %zu,%05zu,%s%s,%s,", countries[c].dial, dice(r, 11, 10000000), PICK(r, 12, tails),
		    1 + dice(r, 13, 300), dice(r, 14, 100000), PICK(r, 15, heads), PICK(r, 16, tails), countries[c].code);
		put_words(f, r, 20, 9);
		if (changed && i % 10 == 3)
			fputs(" CHANGED", f);
		fprintf(f, ",\"%s,%s\"\n", tags[t], tags[(t + 1 + dice(r, 17, LEN(tags) - 1)) % LEN(tags)]);
	}
	finish(f);
}

static void
write_people(const char *dir, long n)
{
	FILE *f = create(dir, "people", "key,name,emails,phones,language");
	FILE *g = create(dir, "roles", "client,person,title,influence,since");

	for (long i = 1; i <= n; i++) {
		struct row r = row_of(2, i);

		fprintf(f, "P%06ld,%s %s %ld,p%ld@people.example,%s%07zu,nl\n", i, PICK(r, 0, first), PICK(r, 1, surnames), i, i,
		    PICK(r, 2, countries).dial, dice(r, 3, 10000000));
		fprintf(g, "key:C%06ld,key:P%06ld,%s,%s,", i, i, PICK(r, 4, positions), PICK(r, 5, influences));
		put_day(g, r, 6, 2025);
		fputc('\n', g);
	}
	finish(f);
	finish(g);
}

static void
write_deals(const char *dir, long n)
{
	FILE *f = create(dir, "deals", "key,title,client,stage,value,owner,opened,close");

	for (long i = 1; i <= n; i++) {
		struct row r = row_of(3, i);

		fprintf(f, "D%06ld,%s for %s,key:C%06ld,%s,%zu.%02zu,agent%02zu,", i, PICK(r, 0, trades), PICK(r, 1, industries),
		    i * 2, PICK(r, 2, open_stages), 100 + dice(r, 3, 90000), dice(r, 4, 100), dice(r, 5, USERS));
		put_day(f, r, 6, 2025);
		fputc(',', f);
		put_day(f, r, 8, 2026);
		fputc('\n', f);
	}
	finish(f);
}

static void
write_interactions(const char *dir, long n)
{
	FILE *f = create(dir, "interactions", "at,client,channel,direction,subject,agent,minutes");

	for (long i = 0; i < n; i++) {
		struct row r = row_of(4, i);

		put_day(f, r, 0, 2025);
		fprintf(f, "T%02zu:%02zu:00Z,key:C%06ld,%s,%s,", 8 + dice(r, 2, 9), dice(r, 3, 60), 1 + i / 2, PICK(r, 4, channels),
		    dice(r, 5, 3) ? "out" : "in");
		put_words(f, r, 10, 4);
		fprintf(f, ",agent%02zu,%zu\n", dice(r, 6, USERS), 1 + dice(r, 7, 90));
	}
	finish(f);
}

/* Done ones in the past, open ones to come, and one in 5,000 due. */
static void
write_followups(const char *dir, long n)
{
	FILE *f = create(dir, "followups", "due,about,kind,client,owner,priority,state");

	for (long i = 1; i <= n; i++) {
		struct row r = row_of(5, i);
		bool late = i % 5000 == 17, done = !late && dice(r, 0, 5) < 3;

		put_day(f, r, 1, late || done ? 2025 : 2027);
		fprintf(f, "T%02zu:00:00Z,", 8 + dice(r, 3, 9));
		put_words(f, r, 10, 3);
		fprintf(f, ",%s,key:C%06ld,agent%02zu,%s,%s\n", PICK(r, 4, kinds), i, dice(r, 5, USERS),
		    dice(r, 6, 4) ? "normal" : "high", done ? "done" : "open");
	}
	finish(f);
}

int
main(int argc, char **argv)
{
	long n = argc == 3 ? strtol(argv[1], NULL, 10) : 0;

	if (n < 2) {
		fputs("usage: generate CLIENTS DIRECTORY\n", stderr);
		return 64;
	}
	write_users(argv[2]);
	write_clients(argv[2], "clients", n, false);
	write_clients(argv[2], "clients-changed", n, true);
	write_people(argv[2], n);
	write_deals(argv[2], n / 2);
	write_interactions(argv[2], n * 2);
	write_followups(argv[2], n);
	return 0;
}
