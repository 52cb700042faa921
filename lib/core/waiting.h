/* waiting.h - messages that wait for an answer, and how long answers took */
#ifndef CRM_WAITING_H
#define CRM_WAITING_H

#include "session.h"

/* Seconds, as many as there are. */
struct times { double *v; size_t n, cap; };
void times_add(struct times *, int64_t seconds);
/* Sorts; to the minute from an hour on, to the hour from two days on: nobody asks for more. */
struct crm_val times_quantile(struct times *, double q);

/*
 * The messages of the client at hand that wait.  An answer settles all of them, unless both are about cases and these
 * differ.  `of` is what whoever asks keeps of a message, and is given to `took` when it was answered, or to `left`.
 */
struct waiting {
	struct message { int64_t at, about; void *of; } *v;
	size_t n, cap;
	int64_t client;
	void (*took)(void *arg, void *of, int64_t asked, int64_t answered);
	void (*left)(void *arg, void *of);
	void *arg;
};
/* Rows come in the order of client and time.  Another client, or `waiting_end`, leaves what waits. */
void waiting_client(struct waiting *, int64_t client);
void waiting_asked(struct waiting *, int64_t at, int64_t about, void *of);
void waiting_answered(struct waiting *, int64_t at, int64_t about);
void waiting_end(struct waiting *);

#endif
