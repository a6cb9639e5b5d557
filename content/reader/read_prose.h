/* Prose: recipients, and what was said about each, out of running text of any mail system. */
#ifndef CONTENT_READER_READ_PROSE_H
#define CONTENT_READER_READ_PROSE_H

#include "content/text/facts.h"
#include "content/reader/read_candidate.h"
#include "content/reader/read_phrases.h"

/* Adds a Facts for each recipient that the text speaks of, with action, reply and remote host where
 * the text tells them. `own` lists the addresses of the sender and of who got the bounce, which are
 * rarely those that failed; NULL-terminated, may be NULL. `least` is how much must speak for an
 * address (read_candidate.h). A text that names nobody adds nothing. Returns the address
 * that a refusal calls the sender's, NULL where none does; g_free(). */
char *prose_read(const SpottedText *spotted, const char *const *own, int least, GPtrArray *cases);

/* Adds a Facts for each recipient that is listed without a domain ("could not be delivered to:" and
 * below it lines of one word): users of the domain that reports. */
void prose_read_users(const SpottedText *spotted, const char *domain, GPtrArray *cases);

/* Where the notification ends and a returned message begins that stands in it; the whole length
 * where none does. */
gsize prose_find_end(const SpottedText *spotted);

/* Sets reply code, enhanced status, diagnostic and remote host from text[start..end), where they
 * are not known yet. */
void prose_read_reply(const SpottedText *spotted, gsize start, gsize end, Facts *facts);

#endif
