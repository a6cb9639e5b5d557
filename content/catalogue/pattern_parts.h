/* A pattern taken apart before it is used: its alternatives, and what each demands literally. Plain
 * data, so that the built-in catalogue brings it along compiled in. */
#ifndef CONTENT_CATALOGUE_PATTERN_PARTS_H
#define CONTENT_CATALOGUE_PATTERN_PARTS_H

#include "content/catalogue/trigrams.h"

/* One literal of one clause; a text must hold one literal of each clause. */
typedef struct {
    TrigramKey key;
    guint clause;
} PatternDemand;

/* One alternative (a|b|c), a pattern of its own: most fall at what they demand literally, and what
 * is left is small and fast. */
typedef struct {
    const char *source;
    const PatternDemand *demands; /* clause after clause */
    guint demand_count;           /* 0: nothing is demanded */
} PatternBranch;

typedef struct {
    const char *source; /* lent */
    guint minimum;      /* bytes that a match holds literally at least */
    const PatternBranch *branches;
    guint branch_count;
} PatternParts;

/* `source` must outlive the parts. Never NULL: syntax that is not understood is one branch that
 * demands nothing. */
PatternParts *pattern_parts_new(const char *source);
void pattern_parts_free(PatternParts *parts); /* NULL is fine */

#endif
