#include "content/text_locate.h"
#include <string.h>

/* One way to the original offset is kept per so many bytes; the rest is walked. */
enum { CHECKPOINT = 1 << 12 };

/* Where a walk over the input stands. */
typedef struct {
    gsize offset;        /* of the next byte of the input */
    gboolean line_start; /* nothing but blanks and quoting marks since the line break */
    gboolean blank;      /* the last byte put out was a blank */
} Walk;

struct TextLocator {
    const char *input;
    gsize length;
    GByteArray *folded;
    GArray *checkpoints; /* Walk, before each CHECKPOINT bytes of folded */
    gsize cursor;        /* in folded, behind the last place found */
    gsize budget;        /* bytes that may still be looked at */
};

static gsize blank_length(const char *input, gsize length, gsize offset)
{
    guchar byte = (guchar)input[offset];
    if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
        return 1;
    gboolean no_break_space =
        byte == 0xc2 && offset + 1 < length && (guchar)input[offset + 1] == 0xa0;
    return no_break_space ? 2 : 0;
}

/* Puts out the next byte of the folded text and tells where in the input it stands. False at the
 * end. */
static gboolean walk_next(const char *input, gsize length, Walk *walk, char *byte, gsize *at)
{
    while (walk->offset < length) {
        gsize offset = walk->offset;
        gsize blanks = blank_length(input, length, offset);
        gboolean mark = walk->line_start && (input[offset] == '>' || input[offset] == '|');
        walk->offset += blanks ? blanks : 1;
        if (input[offset] == '\n' || input[offset] == '\r')
            walk->line_start = TRUE;
        if (!blanks && !mark)
            walk->line_start = FALSE;
        if ((blanks || mark) && walk->blank)
            continue;
        walk->blank = blanks || mark;
        *byte = walk->blank ? ' ' : input[offset];
        *at = offset;
        return TRUE;
    }
    return FALSE;
}

static void fold(const char *input, gsize length, GByteArray *folded, GArray *checkpoints)
{
    Walk walk = {.line_start = TRUE, .blank = TRUE};
    char byte;
    gsize at;
    for (;;) {
        Walk before = walk;
        if (!walk_next(input, length, &walk, &byte, &at))
            return;
        if (checkpoints && folded->len % CHECKPOINT == 0)
            g_array_append_val(checkpoints, before);
        g_byte_array_append(folded, (const guint8 *)&byte, 1);
    }
}

TextLocator *text_locator_new(const char *input, gsize length)
{
    TextLocator *locator = g_new0(TextLocator, 1);
    locator->input = input;
    locator->length = length;
    locator->folded = g_byte_array_sized_new((guint)MIN(length, G_MAXINT));
    locator->checkpoints = g_array_new(FALSE, FALSE, sizeof(Walk));
    fold(input, length, locator->folded, locator->checkpoints);
    locator->budget = 64 * (gsize)locator->folded->len + (1 << 20);
    return locator;
}

void text_locator_free(TextLocator *locator)
{
    if (!locator)
        return;
    g_byte_array_unref(locator->folded);
    g_array_unref(locator->checkpoints);
    g_free(locator);
}

/* The place in the input of a byte of the folded text. */
static gsize unfold(const TextLocator *locator, gsize position)
{
    Walk walk = g_array_index(locator->checkpoints, Walk, position / CHECKPOINT);
    char byte;
    gsize at = 0;
    for (gsize i = 0; i <= position % CHECKPOINT; i++)
        walk_next(locator->input, locator->length, &walk, &byte, &at);
    return at;
}

static const guint8 *search(TextLocator *locator, gsize from, const GByteArray *needle)
{
    gsize left = locator->folded->len - from;
    if (left > locator->budget)
        return NULL;
    const guint8 *found = memmem(locator->folded->data + from, left, needle->data, needle->len);
    locator->budget -= found ? (gsize)(found - locator->folded->data) - from : left;
    return found;
}

gboolean text_locator_find(TextLocator *locator, const char *text, gsize *start, gsize *end)
{
    g_autoptr(GByteArray) needle = g_byte_array_new();
    fold(text, strlen(text), needle, NULL);
    if (needle->len && needle->data[needle->len - 1] == ' ')
        g_byte_array_set_size(needle, needle->len - 1);
    if (!needle->len || !locator->folded->len)
        return FALSE;
    const guint8 *found = search(locator, locator->cursor, needle);
    if (!found && locator->cursor)
        found = search(locator, 0, needle);
    if (!found)
        return FALSE;
    gsize position = (gsize)(found - locator->folded->data);
    *start = unfold(locator, position);
    *end = unfold(locator, position + needle->len - 1) + 1;
    locator->cursor = position + needle->len;
    return TRUE;
}

gboolean text_locate(const char *input, gsize length, const char *text, gsize *start, gsize *end)
{
    g_autoptr(TextLocator) locator = text_locator_new(input, length);
    return text_locator_find(locator, text, start, end);
}
