/* Lines of an MTA's log: facts from content/log/, the lines of one mail joined by its queue id. */
#ifndef CONTENT_READER_READ_LOG_H
#define CONTENT_READER_READ_LOG_H

#include "content/text/facts.h"

/* Adds a Facts (KIND_LOG_LINE) for each recipient whose fate a line tells; of several lines about
 * one recipient of one mail the last counts. What other lines tell of that mail is filled in: its
 * sender, the client that brought it. Lines of other kinds are passed over. */
void log_read(const char *text, gsize length, GPtrArray *cases);

/* The same for a text that is nothing but a log (log_is()), each case complete: a GPtrArray of
 * GPtrArray of Facts*, one for each mail in the order of the first recipient told. `input` is what
 * the text was made of, where the facts' places are. Both yours. */
GPtrArray *log_read_mails(const char *text, gsize length, const char *input, gsize input_length);

#endif
