/* quote.h - texts as JSON and YAML hold them */
#ifndef IO_QUOTE_H
#define IO_QUOTE_H

#include "crm/io.h"

/* How many bytes from p are neither controls, nor '"', nor the other; eight at a time. */
size_t io_plain_run(const char *p, size_t n, char other);
/* As crm_put_json and crm_put_yaml; for a terminal, what crm_put_safe would show is escaped too. */
void io_put_json(struct crm_buf *, const char *p, size_t n, bool tty);
void io_put_yaml(struct crm_buf *, const char *p, size_t n, bool tty);
/* Puts for some characters of ASCII what stands for them; what else would move a terminal becomes visible. */
void io_put_instead(struct crm_buf *, const char *p, size_t n, const char *const instead[128]);
/* True for a number in the grammar of JSON. */
bool io_is_number(const char *p, size_t n);

#endif
