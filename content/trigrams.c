#include "content/trigrams.h"

#include <string.h>

static guint fold(char byte)
{
    return (guint)(guchar)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

static guint16 place(guint trigram)
{
    return (guint16)((trigram * 2654435761u) >> (32 - TRIGRAM_BITS));
}

void trigrams_init(Trigrams *trigrams, const char *text, gsize length)
{
    guint trigram = 0;
    memset(trigrams, 0, sizeof *trigrams);
    for (gsize i = 0; i < length; i++) {
        trigram = (trigram << 8 | fold(text[i])) & 0xFFFFFF;
        if (i < 2)
            continue;
        guint bit = place(trigram);
        trigrams->bits[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
    }
}

TrigramKey trigram_key(const char *literal)
{
    TrigramKey key = {0};
    guint trigram = 0;
    for (gsize i = 0; literal[i] && key.count < G_N_ELEMENTS(key.places); i++) {
        trigram = (trigram << 8 | fold(literal[i])) & 0xFFFFFF;
        if (i >= 2)
            key.places[key.count++] = place(trigram);
    }
    return key;
}

gboolean trigrams_may_contain(const Trigrams *trigrams, const TrigramKey *key)
{
    for (guint i = 0; i < key->count; i++)
        if (!(trigrams->bits[key->places[i] / 64] >> key->places[i] % 64 & 1))
            return FALSE;
    return TRUE;
}
