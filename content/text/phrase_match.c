#include "content/text/phrase_match.h"
#include <string.h>

enum { BUCKETS = 1 << 11 };

struct Spotter {
    GArray *buckets[BUCKETS]; /* of SpotPhrase, longest first; NULL where empty */
};

/* One byte of the original, or the character it starts, in folded shape. */
typedef struct {
    char bytes[4];
    guint8 length; /* of bytes; 0: nothing is put out */
    guint8 used;   /* bytes of the original */
} Folded;

static Folded fold_two_bytes(guchar first, guchar second)
{
    Folded folded = {.bytes = {(char)first, (char)second}, .length = 2, .used = 2};
    if (first == 0xc2 && second == 0xa0) {
        folded.bytes[0] = ' ';
        folded.length = 1;
    } else if (first == 0xc2 && second == 0xad) {
        folded.length = 0;
    } else if (first == 0xc3 && second >= 0x80 && second <= 0x9e && second != 0x97) {
        folded.bytes[1] = (char)(second + 0x20);
    } else if (first == 0xd0 && second >= 0x90 && second <= 0x9f) {
        folded.bytes[1] = (char)(second + 0x20);
    } else if (first == 0xd0 && second >= 0xa0 && second <= 0xaf) {
        folded.bytes[0] = (char)0xd1;
        folded.bytes[1] = (char)(second - 0x20);
    } else if (first == 0xce && second >= 0x91 && second <= 0x9f) {
        folded.bytes[1] = (char)(second + 0x20);
    } else if (first == 0xce && second >= 0xa0 && second <= 0xa9) {
        folded.bytes[0] = (char)0xcf;
        folded.bytes[1] = (char)(second - 0x20);
    }
    return folded;
}

static Folded fold_three_bytes(const guchar *at)
{
    Folded folded = {.bytes = {(char)at[0], (char)at[1], (char)at[2]}, .length = 3, .used = 3};
    gboolean quotes = at[0] == 0xe2 && at[1] == 0x80 && at[2] >= 0x98 && at[2] <= 0x9f;
    gboolean narrow =
        at[0] == 0xef && ((at[1] == 0xbc && at[2] >= 0x81) || (at[1] == 0xbd && at[2] <= 0x9e));
    gboolean ideographic_blank = at[0] == 0xe3 && at[1] == 0x80 && at[2] == 0x80;
    if (quotes)
        folded.bytes[0] = at[2] < 0x9c ? '\'' : '"';
    else if (narrow)
        folded.bytes[0] = g_ascii_tolower((char)(at[2] - 0x80 + 0x20 + (at[1] == 0xbd ? 0x40 : 0)));
    else if (ideographic_blank)
        folded.bytes[0] = ' ';
    else
        return folded;
    folded.length = 1;
    return folded;
}

static Folded fold_one(const guchar *at, gsize left)
{
    if (*at >= 0xc2 && *at < 0xe0 && left >= 2)
        return fold_two_bytes(at[0], at[1]);
    if (*at >= 0xe0 && *at < 0xf0 && left >= 3)
        return fold_three_bytes(at);
    gboolean blank = *at <= ' ';
    return (Folded){.bytes = {blank ? ' ' : g_ascii_tolower((char)*at)}, .length = 1, .used = 1};
}

FoldedText *folded_text_new(const char *text, gsize length)
{
    FoldedText *folded = g_new0(FoldedText, 1);
    folded->bytes = g_malloc(length + 1);
    folded->offsets = g_new(guint32, length + 1);
    gboolean blank = TRUE;
    for (gsize i = 0; i < length;) {
        Folded one = fold_one((const guchar *)text + i, length - i);
        gboolean is_blank = one.length == 1 && one.bytes[0] == ' ';
        for (guint k = 0; k < one.length && !(is_blank && blank); k++) {
            folded->offsets[folded->length] = (guint32)i;
            folded->bytes[folded->length++] = one.bytes[k];
        }
        blank = one.length ? is_blank : blank;
        i += one.used;
    }
    folded->offsets[folded->length] = (guint32)length;
    folded->bytes[folded->length] = '\0';
    return folded;
}

void folded_text_free(FoldedText *folded)
{
    if (!folded)
        return;
    g_free(folded->bytes);
    g_free(folded->offsets);
    g_free(folded);
}

static guint bucket_of(const char *bytes)
{
    guint32 key = (guint32)(guchar)bytes[0] | (guint32)(guchar)bytes[1] << 8 |
                  (guint32)(guchar)bytes[2] << 16;
    return (key * 2654435761u) >> 21;
}

static gint longest_first(gconstpointer a, gconstpointer b)
{
    gsize first = strlen(((const SpotPhrase *)a)->text),
          second = strlen(((const SpotPhrase *)b)->text);
    return first < second ? 1 : first > second ? -1 : 0;
}

Spotter *spotter_new(const SpotPhrase *phrases, gsize count)
{
    Spotter *spotter = g_new0(Spotter, 1);
    for (gsize i = 0; i < count; i++) {
        GArray **bucket = &spotter->buckets[bucket_of(phrases[i].text)];
        if (!*bucket)
            *bucket = g_array_new(FALSE, FALSE, sizeof(SpotPhrase));
        g_array_append_val(*bucket, phrases[i]);
    }
    for (guint i = 0; i < BUCKETS; i++)
        if (spotter->buckets[i])
            g_array_sort(spotter->buckets[i], longest_first);
    return spotter;
}

void spotter_free(Spotter *spotter)
{
    for (guint i = 0; i < BUCKETS; i++)
        if (spotter->buckets[i])
            g_array_unref(spotter->buckets[i]);
    g_free(spotter);
}

static const SpotPhrase *phrase_at(const Spotter *spotter, const FoldedText *folded, gsize at)
{
    const GArray *bucket = spotter->buckets[bucket_of(folded->bytes + at)];
    for (guint i = 0; bucket && i < bucket->len; i++) {
        const SpotPhrase *phrase = &g_array_index(bucket, SpotPhrase, i);
        if (strncmp(folded->bytes + at, phrase->text, strlen(phrase->text)) == 0)
            return phrase;
    }
    return NULL;
}

GArray *spotter_find(const Spotter *spotter, const FoldedText *folded)
{
    GArray *spots = g_array_new(FALSE, FALSE, sizeof(Spot));
    for (gsize i = 0; i + 2 < folded->length; i++) {
        guchar byte = (guchar)folded->bytes[i];
        gboolean inside = i > 0 && g_ascii_isalnum(byte) && g_ascii_isalnum(folded->bytes[i - 1]);
        if (inside || (byte >= 0x80 && byte < 0xc0))
            continue;
        const SpotPhrase *phrase = phrase_at(spotter, folded, i);
        if (!phrase)
            continue;
        Spot spot = {folded->offsets[i], folded->offsets[i + strlen(phrase->text)],
                     phrase->meaning};
        g_array_append_val(spots, spot);
    }
    return spots;
}
