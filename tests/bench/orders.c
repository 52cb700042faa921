/*
 * orders.c - the books of a busy shop: orders LINES DIRECTORY [CLIENTS]
 *
 * Writes products, orders, lines and deliveries as CSV files with our field names.  Five lines in a hundred are not
 * delivered, as many are delivered in two parts, some late.  Clients come one after another, the last shortly before the
 * end.  The same numbers give the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { PRODUCTS = 100, DAYS = 1500 };

static uint64_t seed = 42;

static long
dice(long n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (long)((seed >> 33) % (uint64_t)n);
}

static FILE *
create(const char *dir, const char *name, const char *header)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.csv", dir, name);
	if ((f = fopen(path, "w")) == NULL) {
		perror(path);
		exit(1);
	}
	fprintf(f, "%s\n", header);
	return f;
}

/* The day so many days after 2022-01-01, months of 28 days being long enough. */
static const char *
day(long n)
{
	static char text[4][16];
	static int at;

	at = (at + 1) % 4;
	snprintf(text[at], sizeof *text, "%ld-%02ld-%02ld", 2022 + n / 336, 1 + n % 336 / 28, 1 + n % 28);
	return text[at];
}

static void
deliver(FILE *f, long line, long quantity, long at)
{
	long how = dice(20), first = quantity > 1 ? 1 + dice(quantity - 1) : 0;

	if (how == 0)
		return;
	if (how > 1 || first == 0) {
		fprintf(f, "ol%ld,%ld,%s\n", line, quantity, day(at));
	} else {
		fprintf(f, "ol%ld,%ld,%s\n", line, first, day(at > 3 ? at - 3 : 0));
		fprintf(f, "ol%ld,%ld,%s\n", line, quantity - first, day(at));
	}
}

int
main(int argc, char **argv)
{
	long lines = argc > 2 ? strtol(argv[1], NULL, 10) : 0, clients = argc > 3 ? strtol(argv[3], NULL, 10) : 1000, n = 0;
	FILE *product, *order, *line, *delivery;

	if (lines < 1 || clients < 1) {
		fputs("usage: orders LINES DIRECTORY [CLIENTS]\n", stderr);
		return 64;
	}
	product = create(argv[2], "products", "sku,name,line,price");
	for (int i = 1; i <= PRODUCTS; i++)
		fprintf(product, "S%d,Product %d,line %d,%ld\n", i, i, i % 7, 1 + dice(200));
	order = create(argv[2], "orders", "number,client,ordered,promised,owner,country");
	line = create(argv[2], "lines", "order,product,quantity,price,discount");
	delivery = create(argv[2], "deliveries", "line,quantity,at");
	for (long o = 1; n < lines; o++) {
		long ordered = dice(DAYS), promised = ordered + 7 + dice(30);

		fprintf(order, "N%ld,c%ld,%s,%s,u%ld,%s\n", o, 1 + dice(1 + (clients - 1) * ordered / DAYS), day(ordered), day(promised), 1 + dice(20),
		    dice(2) ? "NL" : "DE");
		for (long k = 1 + dice(5); k > 0 && n < lines; k--) {
			long quantity = 1 + dice(20);

			fprintf(line, "o%ld,pr%ld,%ld,%ld.%02ld,%ld\n", o, 1 + dice(PRODUCTS), quantity, dice(200), dice(100),
			    5 * dice(4));
			deliver(delivery, ++n, quantity, promised - 6 + dice(8));
		}
	}
	return ferror(order) || ferror(line) || ferror(delivery) || fclose(product) != 0 || fclose(order) != 0
	    || fclose(line) != 0 || fclose(delivery) != 0;
}
