/* A cheap test whether a literal can occur in a text at all: the set of the text's three-byte
 * sequences. Hundreds of patterns are sorted out by it before one of them is compiled or run. */
#ifndef CONTENT_CATALOGUE_TRIGRAMS_H
#define CONTENT_CATALOGUE_TRIGRAMS_H

#include <glib.h>

#define TRIGRAM_BITS 16

/* Caseless in ASCII. May say yes where the text has no such sequence, never no where it has. */
typedef struct {
    guint64 bits[(1 << TRIGRAM_BITS) / 64];
} Trigrams;

/* A literal prepared for many texts: the places of trigrams spread over it. */
typedef struct {
    guint8 count; /* 0 for a literal of less than three bytes: may be anywhere */
    guint16 places[7];
} TrigramKey;

/* Stands for any character beyond ASCII where a literal is asked for: UTF-8 has no such bytes. */
#define TRIGRAM_BEYOND_ASCII "\xFF\xFF\xFF"

void trigrams_init(Trigrams *trigrams, const char *text, gsize length);
TrigramKey trigram_key(const char *literal);
gboolean trigrams_may_contain(const Trigrams *trigrams, const TrigramKey *key);

#endif
