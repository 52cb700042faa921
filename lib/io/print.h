/* print.h - typed values as text, for every writer */
#ifndef IO_PRINT_H
#define IO_PRINT_H

#include "crm/io.h"

/* Prints values without allocating for each. */
struct io_printer {
	struct crm_ctx ctx;          /* the writer's, with the currency of the row */
	const char *currency;        /* the context's own */
	char rowcurrency[8];
	struct crm_buf text, item;
	struct crm_arena arena;
};
struct io_text { const char *p; size_t n; };

void io_printer_init(struct io_printer *, const struct crm_ctx *);
void io_printer_free(struct io_printer *);
/* Takes the currency of the column's money from the row. */
void io_currency(struct io_printer *, const struct crm_outcol *, const struct crm_val *row);
/* The text of a value, the items of a many value as a list (crm_list_put); it lives until the next print. */
struct io_text io_print(struct io_printer *, const struct crm_outcol *, const struct crm_val *);
/* The next item of a many value, from *at = 0; false at the end. */
bool io_print_item(struct io_printer *, const struct crm_outcol *, const struct crm_val *, size_t *at,
    struct io_text *);
/* Puts one value, or item, as JSON has it: a number, true, false, or a string that put writes. */
void io_put_typed(struct crm_buf *, const struct crm_type *, struct io_text, bool tty,
    void (*put)(struct crm_buf *, const char *, size_t, bool tty));

#endif
