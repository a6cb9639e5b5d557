/* What a pattern demands literally, read from its source: any text that it matches holds at least
 * one of these literals. Conservative: syntax that is not understood demands nothing. */
#ifndef CONTENT_LITERALS_H
#define CONTENT_LITERALS_H

#include <glib.h>

typedef struct {
    GPtrArray *any; /* char*, one of them must occur; NULL: nothing can be said */
    guint minimum;  /* literal bytes that a match holds at least */
} Literals;

/* `pattern` is PCRE2 syntax without (?x). Clear with literals_clear(). */
void literals_of_pattern(const char *pattern, Literals *literals);
void literals_clear(Literals *literals);

#endif
