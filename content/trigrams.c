#include "content/trigrams.h"

#include <string.h>

static guint slot(const char *at)
{
    guint value = (guint)(guchar)g_ascii_tolower(at[0]) << 16 |
                  (guint)(guchar)g_ascii_tolower(at[1]) << 8 |
                  (guint)(guchar)g_ascii_tolower(at[2]);
    return (value * 2654435761u) >> (32 - TRIGRAM_BITS);
}

void trigrams_init(Trigrams *trigrams, const char *text, gsize length)
{
    memset(trigrams, 0, sizeof *trigrams);
    for (gsize i = 0; i + 3 <= length; i++) {
        guint bit = slot(text + i);
        trigrams->bits[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
    }
}

gboolean trigrams_may_contain(const Trigrams *trigrams, const char *literal, gsize length)
{
    for (gsize i = 0; i + 3 <= length; i++) {
        guint bit = slot(literal + i);
        if (!(trigrams->bits[bit / 64] >> bit % 64 & 1))
            return FALSE;
    }
    return TRUE;
}
