/* Lines of an MTA's log: Exim main and reject log, Postfix, Sendmail, qmail. */
#ifndef CONTENT_READER_READ_LOG_H
#define CONTENT_READER_READ_LOG_H

#include "content/text/facts.h"

/* Adds a Facts (KIND_LOG_LINE) for each line that tells of one recipient's fate; a
 * recipient that several lines tell of is taken from the last. Lines of other kinds are passed
 * over. */
void log_read(const char *text, gsize length, GPtrArray *cases);

#endif
