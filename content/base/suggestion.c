#include "content/base/suggestion.h"

#include <string.h>

/* Levenshtein's distance, given up beyond `most`. Words are short: ids and keys. */
static guint distance(const char *left, const char *right, guint most)
{
    guint row[40];
    gsize width = strlen(right), height = strlen(left);
    if (width >= G_N_ELEMENTS(row) || height >= G_N_ELEMENTS(row))
        return most + 1;
    for (guint x = 0; x <= width; x++)
        row[x] = x;
    for (gsize y = 0; y < height; y++) {
        guint corner = row[0];
        row[0] = (guint)y + 1;
        for (gsize x = 0; x < width; x++) {
            guint changed = corner + (left[y] != right[x]);
            corner = row[x + 1];
            row[x + 1] = MIN(changed, MIN(row[x], corner) + 1);
        }
    }
    return row[width];
}

char *suggestion(const char *word, const char *const *words)
{
    const char *best = NULL;
    guint least = strlen(word) > 2 ? 3 : 1;
    for (; *words; words++) {
        guint own = distance(word, *words, least);
        if (own < least) {
            least = own;
            best = *words;
        }
    }
    return best ? g_strdup_printf(": did you mean \"%s\"?", best) : g_strdup("");
}
