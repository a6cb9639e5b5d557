/* The patterns of match rules: PCRE2, caseless, UTF-8, compiled when first needed, run under match
 * limits because both the text and a person's own patterns may be hostile. */
#ifndef CONTENT_CATALOGUE_PATTERNS_H
#define CONTENT_CATALOGUE_PATTERNS_H

#include <glib.h>

#include "content/catalogue/pattern_parts.h"

typedef enum {
    PATTERN_SEARCH, /* anywhere in the text */
    PATTERN_WHOLE   /* the whole of a short text: a status or reply code */
} PatternStyle;

typedef struct Pattern Pattern;

/* `source` is lent and must outlive the pattern. Never NULL: a source that does not compile never
 * matches (the linter has told of it). */
Pattern *pattern_new(const char *source, PatternStyle style);
/* The same of parts, which are lent and must outlive it. */
Pattern *pattern_of_parts(const PatternParts *parts, PatternStyle style);
void pattern_free(Pattern *pattern);

/* NULL where the source compiles, else one line that says what is wrong, g_free() it. */
char *pattern_problem(const char *source);

/* What it is made of, lent; NULL for a pattern without any pattern syntax, which is compared. */
const PatternParts *pattern_parts(const Pattern *pattern);

/* How many bytes a match must hold literally. */
guint pattern_specificity(const Pattern *pattern);

/* True where the pattern matches `text` (valid UTF-8, `length` bytes); the match goes to *start and
 * *end (either may be NULL). `trigrams` are those of the text, NULL: none made. A pattern that runs
 * into its limit does not match. */
gboolean pattern_find(Pattern *pattern, const char *text, gsize length, const Trigrams *trigrams,
                      gsize *start, gsize *end);

#endif
