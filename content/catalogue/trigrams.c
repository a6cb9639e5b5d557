#include "content/catalogue/trigrams.h"

#include <string.h>

static guint fold(char byte)
{
    return (guint)(guchar)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

static guint16 place(guint trigram)
{
    return (guint16)((trigram * 2654435761u) >> (32 - TRIGRAM_BITS));
}

static void add(Trigrams *trigrams, guint trigram)
{
    guint bit = place(trigram);
    trigrams->bits[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
}

static guint trigram_at(const char *literal)
{
    return fold(literal[0]) << 16 | fold(literal[1]) << 8 | fold(literal[2]);
}

void trigrams_init(Trigrams *trigrams, const char *text, gsize length)
{
    guint trigram = 0;
    gboolean beyond = FALSE;
    memset(trigrams, 0, sizeof *trigrams);
    for (gsize i = 0; i < length; i++) {
        trigram = (trigram << 8 | fold(text[i])) & 0xFFFFFF;
        beyond |= (guchar)text[i] >= 0x80;
        if (i >= 2)
            add(trigrams, trigram);
    }
    if (beyond)
        add(trigrams, trigram_at(TRIGRAM_BEYOND_ASCII));
}

TrigramKey trigram_key(const char *literal)
{
    TrigramKey key = {0};
    gsize length = strlen(literal), most = G_N_ELEMENTS(key.places);
    gsize count = length < 3 ? 0 : MIN(length - 2, most);
    for (gsize i = 0; i < count; i++)
        key.places[key.count++] =
            place(trigram_at(literal + (count > 1 ? i * (length - 3) / (count - 1) : 0)));
    return key;
}

gboolean trigrams_may_contain(const Trigrams *trigrams, const TrigramKey *key)
{
    for (guint i = 0; i < key->count; i++)
        if (!(trigrams->bits[key->places[i] / 64] >> key->places[i] % 64 & 1))
            return FALSE;
    return TRUE;
}
