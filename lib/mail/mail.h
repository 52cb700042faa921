/* mail.h - all that needs a MIME library: a module of its own, loaded by who reads mail */
#ifndef MAIL_H
#define MAIL_H

#include "crm/io.h"

#define MAIL_SYMBOL "crm_mail_module"

/* read: a message as it came, into texts that live in the arena; CRM_DATA: it is none, for it has no header. */
struct mail {
	int (*read)(const char *p, size_t n, struct crm_arena *, struct crm_message *);
};

extern const struct mail crm_mail_module __attribute__((visibility("default")));

/*
 * The module's own.  clean appends text as valid UTF-8, wrong bytes as U+FFFD, without control characters, in lines or in one.
 * decode does so from a charset by name, or NULL; html turns the text of a page into text.
 */
enum { MAIL_LINES = 1 };
void mail_clean(struct crm_buf *, const char *p, size_t n, unsigned flags);
void mail_decode(struct crm_buf *, const char *charset, const char *p, size_t n);
void mail_html(struct crm_buf *, const char *p, size_t n);
/* Headers whose padded base64 words are quoted-printable: GMime joins adjacent words of a kind, and stops at the padding. */
void mail_unpad(struct crm_buf *, const char *p, size_t n);
/* Blanks, in place, what would take memory or stack without bound. */
void mail_tame(char *p, size_t n);
/* The failed recipients of a delivery status (RFC 3464). */
void mail_failed(struct crm_parties *, const char *p, size_t n, struct crm_arena *);
/* Cuts at a character's border after at most max bytes. */
size_t mail_cut(const char *p, size_t n, size_t max);
void mail_add_party(struct crm_parties *, const char *name, const char *address, struct crm_arena *);

#endif
