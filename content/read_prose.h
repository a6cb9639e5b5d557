/* Prose: recipients, and what was said about each, out of running text of any mail system. */
#ifndef CONTENT_READ_PROSE_H
#define CONTENT_READ_PROSE_H

#include "content/facts.h"
#include "content/read_phrases.h"

/* Adds a Facts for each recipient that the text speaks of, with action, reply and remote host where
 * the text tells them. `own` is the address that the bounce was sent to, which is rarely the one
 * that failed; NULL where unknown. A text that names nobody adds nothing. */
void prose_read(const SpottedText *spotted, const char *own, GPtrArray *cases);

/* Where the text ends and a returned message begins that stands in it; the whole length where none
 * does. */
gsize prose_end(const SpottedText *spotted);

/* Sets reply code, enhanced status, diagnostic and remote host from text[start..end), where they
 * are not known yet. */
void prose_read_reply(const SpottedText *spotted, gsize start, gsize end, Facts *facts);

#endif
