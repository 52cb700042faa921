/* input.h - what the readers see of an input */
#ifndef IO_INPUT_H
#define IO_INPUT_H

#include "crm/io.h"

/* Sets the encoding of an input nothing was read from yet; CRM_USAGE when iconv has no such.  A byte
 * order mark outweighs it. */
int io_input_encoding(struct crm_input *, const char *encoding, struct crm_err *);
/*
 * Appends some decoded text: CRM_ROW, or CRM_DONE at the end, or CRM_IO.  What cannot be decoded
 * becomes the byte 0xFF, which is never UTF-8: the check of its row finds it there.
 */
int io_input_fill(struct crm_input *, struct crm_buf *, struct crm_err *);
void io_input_about(const struct crm_input *, struct crm_buf *);     /* "UTF-16LE with mark" */

#endif
