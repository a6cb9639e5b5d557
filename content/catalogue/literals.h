/* What a pattern demands literally, read from its source. Conservative: syntax that is not
 * understood demands nothing. */
#ifndef CONTENT_CATALOGUE_LITERALS_H
#define CONTENT_CATALOGUE_LITERALS_H

#include <glib.h>

/* Any text that the pattern matches satisfies one of `branches` (a|b|c); a branch is satisfied when
 * all its clauses are; a clause when one of its literals occurs, TRIGRAM_BEYOND_ASCII
 * (content/catalogue/trigrams.h) with any character beyond ASCII. */
typedef struct {
    GPtrArray *branches; /* GPtrArray* (branch) of GPtrArray* (clause) of char*; NULL: nothing is
                            demanded */
    GPtrArray *sources;  /* char*: the pattern of each branch alone; NULL where branches is */
    guint minimum;       /* literal bytes that a match holds at least */
} Literals;

/* `pattern` is PCRE2 syntax without (?x). Clear with literals_clear(). */
void literals_of_pattern(const char *pattern, Literals *literals);
void literals_clear(Literals *literals);

#endif
