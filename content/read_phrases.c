#include "content/read_phrases.h"

enum { LOOK_MAX = 1 << 19 };

static Spotter *spotter; /* set once by phrases_init() */

void phrases_init(void)
{
    static const SpotPhrase *const tables[] = {phrases_english,  phrases_systems, phrases_languages,
                                               phrases_returned, phrases_kinds,   phrases_people};
    if (!spotter)
        spotter = spotter_new(tables, G_N_ELEMENTS(tables));
}

SpottedText *spotted_text_new(const char *text, gsize length)
{
    SpottedText *spotted = g_new(SpottedText, 1);
    spotted->text = text;
    spotted->length = spotted->end = length;
    g_autoptr(FoldedText) folded = folded_text_new(text, MIN(length, (gsize)LOOK_MAX));
    spotted->spots = spotter_find(spotter, folded);
    return spotted;
}

void spotted_text_free(SpottedText *spotted)
{
    if (spotted)
        g_array_unref(spotted->spots);
    g_free(spotted);
}

guint spotted_first(const SpottedText *spotted, gsize at)
{
    guint low = 0, high = spotted->spots->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(spotted->spots, Spot, middle).start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

gboolean spotted_within(const SpottedText *spotted, Phrase phrase, gsize start, gsize end)
{
    for (guint i = spotted_first(spotted, start); i < spotted->spots->len; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start >= end)
            return FALSE;
        if (spot->meaning == (int)phrase)
            return TRUE;
    }
    return FALSE;
}
