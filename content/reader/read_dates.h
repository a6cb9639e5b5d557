/* When it was: dates of a bounce. */
#ifndef CONTENT_READER_READ_DATES_H
#define CONTENT_READER_READ_DATES_H

#include "content/text/facts.h"

/* A date and time as mail has it (RFC 5322 3.3, its old zones too), as RFC 3339 in UTC: "Tue, 24
 * Nov 2026 06:12:40 +0800" is "2026-11-23T22:12:40Z". NULL where it is none, or before mail was.
 * g_free(). */
char *date_in_utc(const char *value);

/* Turns the dates among the facts, which were read as they stand, into RFC 3339 where they are, and
 * takes off what is no date. Their places stay. */
void dates_complete(Facts *facts);

#endif
