#include "tui/base/width.h"

#include <string.h>
#include <wchar.h>

int char_width(gunichar character)
{
    if (character <= 0x7f) /* a control has its placeholder before it gets here */
        return 1;
    int width = wcwidth((wchar_t)character);
    return width < 0 ? 1 : width;
}

/* Decodes the character at `text`; a broken one counts as a single byte. */
static gunichar next_char(const char *text, gsize length, gsize *bytes)
{
    if ((guchar)*text < 0x80) {
        *bytes = 1;
        return (guchar)*text;
    }
    gunichar character = g_utf8_get_char_validated(text, (gssize)length);
    if (character >= 0x110000) {
        *bytes = 1;
        return 0xfffd;
    }
    *bytes = (gsize)(g_utf8_next_char(text) - text);
    return character;
}

int text_width(const char *text, gssize length)
{
    gsize left = length < 0 ? strlen(text) : (gsize)length, bytes;
    int width = 0;
    for (; left > 0; text += bytes, left -= bytes)
        width += char_width(next_char(text, left, &bytes));
    return width;
}

gsize text_fit(const char *text, gsize length, int columns)
{
    gsize at = 0, bytes;
    int width = 0;
    while (at < length) {
        width += char_width(next_char(text + at, length - at, &bytes));
        if (width > columns)
            break;
        at += bytes;
    }
    return at;
}

char *text_cut(const char *text, int columns)
{
    gsize length = strlen(text);
    if (columns <= 0)
        return g_strdup("");
    if (text_fit(text, length, columns) == length)
        return g_strdup(text);
    const char *mark = columns > 2 ? ".." : "";
    gsize kept = text_fit(text, length, columns - (int)strlen(mark));
    return g_strdup_printf("%.*s%s", (int)kept, text, mark);
}

static gboolean among(gunichar character, const char *set)
{
    return character != 0 && g_utf8_strchr(set, -1, character) != NULL;
}

/* Punctuation that may not start a line (GB/T 15834 and common sense). */
static gboolean clings_left(gunichar character)
{
    return among(character, "，。、；：？！）】》〉」』”’％…—·,.;:?!)]}>%");
}

/* Punctuation that may not end a line. */
static gboolean clings_right(gunichar character)
{
    return among(character, "（【《〈「『“‘([{<");
}

/* Whether a line may be broken between two neighbours, neither of them a blank. */
static gboolean may_break(gunichar before, gunichar after)
{
    if (char_width(before) < 2 && char_width(after) < 2)
        return FALSE;
    return !clings_left(after) && !clings_right(before);
}

typedef struct {
    gsize end;  /* where the line ends */
    gsize next; /* where the next one starts */
} Break;

/* Finds the end of the line that starts at `start`. */
static Break find_break(const char *text, gsize length, gsize start, int columns)
{
    Break last = {0, 0}, full = {length, length};
    gunichar before = 0;
    gsize at = start, bytes;
    int width = 0;
    while (at < length) {
        gunichar character = next_char(text + at, length - at, &bytes);
        if (character == '\n')
            return (Break){at, at + 1};
        gboolean blank = character == ' ' || character == '\t';
        if (blank && before != ' ' && before != '\t' && before != 0)
            last = (Break){at, at + 1};
        else if (!blank && before != 0 && before != ' ' && before != '\t' &&
                 may_break(before, character))
            last = (Break){at, at};
        else if (blank && last.next == at)
            last.next = at + bytes;
        width += char_width(character);
        if (width > columns && !(blank && last.next == at + bytes)) {
            if (last.end > start)
                return last;
            return at > start ? (Break){at, at} : (Break){at + bytes, at + bytes};
        }
        before = character;
        at += bytes;
    }
    return full;
}

GArray *text_wrap(const char *text, gsize length, int first, int columns)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(TextRange));
    gsize at = 0;
    int room = MAX(first, 1);
    gboolean open = TRUE;
    while (open) {
        Break found = find_break(text, length, at, room);
        TextRange line = {at, found.end};
        g_array_append_val(lines, line);
        open = found.next < length || (found.next > found.end && text[found.end] == '\n');
        at = found.next;
        room = MAX(columns, 1);
    }
    return lines;
}
