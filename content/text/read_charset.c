#include "content/text/read_text.h"
#include <gmime/gmime-charset.h>
#include <string.h>

/* What the bytes above 127 look like. */
typedef struct {
    gsize high;      /* all of them */
    gsize runs;      /* of neighbours */
    gsize low_range; /* 0x80 to 0xbf */
    gsize c0_df, e0_ff;
    gsize pairs, kana_pairs; /* lead bytes; those of EUC-JP's kana rows */
    gsize ascii_trails;      /* lead bytes with a trail of 0x40 to 0x7e */
} HighBytes;

static void count_pair(HighBytes *count, const guchar *bytes, gsize length, gsize *i)
{
    guchar lead = bytes[*i];
    guchar trail = *i + 1 < length ? bytes[*i + 1] : 0;
    count->pairs++;
    if (trail >= 0xa1 && (lead == 0xa4 || lead == 0xa5))
        count->kana_pairs++;
    if (trail >= 0x40 && trail <= 0x7e)
        count->ascii_trails++;
    if (trail >= 0x40)
        (*i)++;
}

static HighBytes count_high_bytes(const guchar *bytes, gsize length)
{
    HighBytes count = {0};
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] < 0x80)
            continue;
        count.high++;
        count.runs += i == 0 || bytes[i - 1] < 0x80;
        count.low_range += bytes[i] < 0xc0;
        count.c0_df += bytes[i] >= 0xc0 && bytes[i] < 0xe0;
        count.e0_ff += bytes[i] >= 0xe0;
    }
    for (gsize i = 0; i < length; i++)
        if (bytes[i] >= 0x80)
            count_pair(&count, bytes, length, &i);
    return count;
}

/* Cyrillic letters are 0xc0 and above, words are long; East Asian pairs use 0x80 to 0xbf too; in
 * Western text accented letters stand alone. */
static const char *guess_charset(const char *bytes, gsize length)
{
    if (memmem(bytes, length, "\x1b$B", 3) || memmem(bytes, length, "\x1b$@", 3))
        return "ISO-2022-JP";
    HighBytes count = count_high_bytes((const guchar *)bytes, length);
    if (count.high < 3 * count.runs / 2 || !count.high)
        return "windows-1252";
    if (count.low_range * 12 < count.high)
        return count.c0_df > count.e0_ff ? "KOI8-R" : "windows-1251";
    if (count.kana_pairs * 4 > count.pairs)
        return "EUC-JP";
    return count.ascii_trails * 6 > count.pairs ? "BIG5-HKSCS" : "GB18030";
}

static void close_converter(gpointer converter)
{
    g_iconv_close(converter);
}

/* From a charset to UTF-8; (GIConv)-1: unknown. Kept, not to be closed: opening one loads a file.
 */
static GIConv converter_from(const char *charset)
{
    enum { KEPT_MAX = 64 };
    static GHashTable *kept;
    if (!kept)
        kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_converter);
    GIConv converter = g_hash_table_lookup(kept, charset);
    if (converter) {
        g_iconv(converter, NULL, NULL, NULL, NULL);
        return converter;
    }
    converter = g_iconv_open("UTF-8", charset);
    if (converter == (GIConv)-1)
        return converter;
    if (g_hash_table_size(kept) == KEPT_MAX)
        g_hash_table_remove_all(kept);
    g_hash_table_insert(kept, g_strdup(charset), converter);
    return converter;
}

/* The whole, but for an incomplete or wrong sequence here and there, which becomes U+FFFD; NULL
 * where more than one in 16 bytes is wrong or the charset is unknown. */
static char *convert(const char *bytes, gsize length, const char *charset)
{
    GIConv converter = converter_from(charset);
    if (converter == (GIConv)-1)
        return NULL;
    GString *text = g_string_sized_new(length + length / 2 + 16);
    gsize wrong = 0;
    char *in = (char *)(guintptr)bytes;
    while (length && wrong <= 16 + text->len / 16) {
        char buffer[4096];
        char *out = buffer;
        gsize room = sizeof buffer;
        gsize result = g_iconv(converter, &in, &length, &out, &room);
        g_string_append_len(text, buffer, out - buffer);
        if (result != (gsize)-1 || room < 16)
            continue;
        g_string_append(text, "\xef\xbf\xbd");
        wrong++;
        in++;
        length--;
    }
    gboolean usable = !length && wrong <= 2 + text->len / 48 &&
                      g_utf8_validate(text->str, (gssize)text->len, NULL);
    return g_string_free(text, !usable);
}

static char *without_nuls(char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!text[i])
            text[i] = ' ';
    return text;
}

static gboolean is_unicode_or_ascii(const char *charset)
{
    return !charset || g_ascii_strncasecmp(charset, "utf", 3) == 0 ||
           g_ascii_strcasecmp(charset, "us-ascii") == 0;
}

/* `*length` loses a last character that is cut in two. */
static gboolean is_utf8(const char *bytes, gsize *length)
{
    const char *end;
    if (g_utf8_validate(bytes, (gssize)*length, &end))
        return TRUE;
    gsize rest = *length - (gsize)(end - bytes);
    if (rest >= 4 || g_utf8_get_char_validated(end, (gssize)rest) != (gunichar)-2)
        return FALSE;
    *length -= rest;
    return TRUE;
}

static char *from_clean_bytes(const char *bytes, gsize length, const char *charset)
{
    gboolean valid = is_utf8(bytes, &length);
    gboolean escapes = memchr(bytes, '\x1b', length) != NULL;
    if (valid && !escapes && is_unicode_or_ascii(charset))
        return g_strndup(bytes, length);
    const char *known = is_unicode_or_ascii(charset) ? NULL : g_mime_charset_iconv_name(charset);
    char *text = known ? convert(bytes, length, known) : NULL;
    if (!text && (!valid || escapes))
        text = convert(bytes, length, guess_charset(bytes, length));
    return text ? text : g_utf8_make_valid(bytes, (gssize)length);
}

char *text_from_bytes(const char *bytes, gsize length, const char *charset)
{
    if (!length)
        return g_strdup("");
    if (!memchr(bytes, '\0', length))
        return from_clean_bytes(bytes, length, charset);
    g_autofree char *copy = without_nuls(g_memdup2(bytes, length), length);
    return from_clean_bytes(copy, length, charset);
}
