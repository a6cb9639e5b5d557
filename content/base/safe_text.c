#include "content/base/safe_text.h"

#include <string.h>

/* Invisible, but not of category Cf: fillers and joiners that draw nothing. */
static gboolean is_blank_letter(gunichar c)
{
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x3164 ||
           c == 0xFFA0 || c == 0x2800;
}

static gboolean is_variation_selector(gunichar c)
{
    return (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F);
}

static gboolean is_noncharacter(gunichar c)
{
    return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Letters and signs of East Asia, most of what is above ASCII here. */
static gboolean is_plain_east_asian(gunichar c)
{
    return (c >= 0x3001 && c < 0x3164) || (c >= 0x3400 && c < 0xD7B0);
}

/* The policy, for a character above ASCII. */
static gboolean is_unsafe(gunichar c)
{
    if (is_plain_east_asian(c))
        return FALSE;
    if (c < 0xA0 || c == 0x2028 || c == 0x2029 || (c >= 0xE0000 && c <= 0xE0FFF))
        return TRUE;
    return g_unichar_type(c) == G_UNICODE_FORMAT || is_blank_letter(c) ||
           is_variation_selector(c) || is_noncharacter(c);
}

/* One unit of the input: a character, or a byte that belongs to none. */
typedef struct {
    gunichar character;
    gsize length;
    gboolean valid;
} Unit;

static Unit unit_at(const char *bytes, gsize left)
{
    guchar first = (guchar)bytes[0];
    if (first < 0x80)
        return (Unit){first, 1, TRUE};
    gunichar c = g_utf8_get_char_validated(bytes, (gssize)MIN(left, 4));
    if (c == (gunichar)-1 || c == (gunichar)-2)
        return (Unit){first, 1, FALSE};
    return (Unit){c, (gsize)g_unichar_to_utf8(c, NULL), TRUE};
}

/* Writes the shown form of a unit into `out` and returns its length. */
static gsize show_unit(const Unit *unit, const char *bytes, char out[16])
{
    gunichar c = unit->character;
    int length;
    if (!unit->valid)
        length = g_snprintf(out, 16, "<%02x>", c);
    else if (c < 0x20 || c == 0x7F)
        length = g_snprintf(out, 16, "\\x%02x", c);
    else if (c >= 0x80 && is_unsafe(c))
        length = g_snprintf(out, 16, "<U+%04X>", c);
    else {
        memcpy(out, bytes, unit->length);
        return unit->length;
    }
    return (gsize)length;
}

typedef struct {
    GString *text;
    gsize limit; /* G_MAXSIZE: none */
    gsize cut;   /* where an ellipsis would go */
    gboolean full;
} Sink;

static void sink_add(Sink *sink, const char *shown, gsize length)
{
    if (sink->text->len + length > sink->limit) {
        sink->full = TRUE;
        g_string_truncate(sink->text, sink->cut);
        g_string_append_len(sink->text, "...", (gssize)MIN(sink->limit, 3));
        return;
    }
    g_string_append_len(sink->text, shown, (gssize)length);
    if (sink->text->len + 3 <= sink->limit)
        sink->cut = sink->text->len;
}

static gboolean is_blank_control(char c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

/* Adds the tab or line end at `bytes` and returns how many bytes it took. */
static gsize add_blank_control(Sink *sink, const char *bytes, gsize left, SafeTextFlags flags)
{
    if (flags & SAFE_TEXT_LINES) {
        sink_add(sink, bytes[0] == '\t' ? "\t" : "\n", 1);
        return bytes[0] == '\r' && left > 1 && bytes[1] == '\n' ? 2 : 1;
    }
    gsize length = 1;
    while (length < left && is_blank_control(bytes[length]))
        length++;
    sink_add(sink, " ", 1);
    return length;
}

/* How many bytes from here on are shown as they stand: printable ASCII, most of what there is. */
static gsize plain_length(const char *bytes, gsize size)
{
    gsize length = 0;
    while (length < size && bytes[length] >= 0x20 && bytes[length] < 0x7F)
        length++;
    return length;
}

char *safe_text(const char *bytes, gssize length, SafeTextFlags flags, gsize limit)
{
    if (!bytes)
        return g_strdup("");
    gsize size = length < 0 ? strlen(bytes) : (gsize)length;
    Sink sink = {g_string_sized_new(MIN(size, limit ? limit : G_MAXSIZE - 16) + 16),
                 limit ? limit : G_MAXSIZE, 0, FALSE};
    for (gsize i = 0; i < size && !sink.full;) {
        gsize plain = limit ? 0 : plain_length(bytes + i, size - i);
        if (plain) {
            g_string_append_len(sink.text, bytes + i, (gssize)plain);
            i += plain;
            continue;
        }
        if (is_blank_control(bytes[i])) {
            i += add_blank_control(&sink, bytes + i, size - i, flags);
            continue;
        }
        char shown[16];
        Unit unit = unit_at(bytes + i, size - i);
        sink_add(&sink, shown, show_unit(&unit, bytes + i, shown));
        i += unit.length;
    }
    return g_string_free(sink.text, FALSE);
}

gboolean safe_text_shows(gunichar character)
{
    if (character < 0x80)
        return character >= 0x20 && character != 0x7F;
    return !is_unsafe(character);
}
