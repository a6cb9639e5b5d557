#include "content/text/text_locate.h"
#include <string.h>

/* The way back to the input is kept per so many bytes of the folded text; the rest is walked. */
enum { CHECKPOINT = 64 };

/* Where a walk over the input stands. */
typedef struct {
    gsize offset;        /* of the next byte of the input */
    gboolean line_start; /* nothing but blanks and quoting marks since the line break */
    gboolean blank;      /* the last byte put out was a blank */
} Walk;

/* The same, small: the flags stand in the lowest bits. */
typedef guint64 Checkpoint;

typedef struct {
    char *bytes;
    gsize length;
} Folded;

struct TextLocator {
    const char *input;
    gsize length;
    Folded folded;
    GArray *checkpoints; /* Checkpoint, before each CHECKPOINT bytes of folded */
    gsize cursor;        /* in folded, behind the last place found */
    gsize budget;        /* bytes that may still be looked at */
};

static gboolean is_text(guchar byte)
{
    return byte > ' ' && byte != '>' && byte != '|' && byte != 0xc2;
}

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

static void add_checkpoint(GArray *checkpoints, const Walk *walk)
{
    Checkpoint here =
        (Checkpoint)walk->offset << 2 | (walk->line_start ? 2u : 0u) | (walk->blank ? 1u : 0u);
    g_array_append_val(checkpoints, here);
}

/* Copies text up to the next byte that needs a look, or a checkpoint: nearly all of an input. */
static void fold_text(const char *input, gsize length, Walk *walk, Folded *folded)
{
    gsize offset = walk->offset, put = folded->length;
    gsize stop = offset + MIN(length - offset, CHECKPOINT - 1 - put % CHECKPOINT);
    while (offset < stop && is_text((guchar)input[offset]))
        folded->bytes[put++] = input[offset++];
    if (offset == walk->offset)
        return;
    *walk = (Walk){.offset = offset};
    folded->length = put;
}

static Folded fold(const char *input, gsize length, GArray *checkpoints)
{
    Walk walk = {.line_start = TRUE, .blank = TRUE};
    Folded folded = {.bytes = g_malloc(length + 1)};
    for (;;) {
        char byte;
        gsize at;
        if (checkpoints && folded.length % CHECKPOINT == 0)
            add_checkpoint(checkpoints, &walk);
        fold_text(input, length, &walk, &folded);
        if (!walk_next(input, length, &walk, &byte, &at))
            return folded;
        folded.bytes[folded.length++] = byte;
    }
}

TextLocator *text_locator_new(const char *input, gsize length)
{
    TextLocator *locator = g_new0(TextLocator, 1);
    locator->input = input;
    locator->length = length;
    locator->checkpoints = g_array_sized_new(FALSE, FALSE, sizeof(Checkpoint),
                                             (guint)MIN(length / CHECKPOINT + 2, G_MAXINT));
    locator->folded = fold(input, length, locator->checkpoints);
    locator->budget = 64 * locator->folded.length + (1 << 20);
    return locator;
}

void text_locator_free(TextLocator *locator)
{
    if (!locator)
        return;
    g_free(locator->folded.bytes);
    g_array_unref(locator->checkpoints);
    g_free(locator);
}

/* The place in the input of a byte of the folded text. */
static gsize unfold(const TextLocator *locator, gsize position)
{
    Checkpoint before = g_array_index(locator->checkpoints, Checkpoint, position / CHECKPOINT);
    Walk walk = {.offset = (gsize)(before >> 2),
                 .line_start = (before & 2) != 0,
                 .blank = (before & 1) != 0};
    char byte;
    gsize at = 0;
    for (gsize i = 0; i <= position % CHECKPOINT; i++)
        walk_next(locator->input, locator->length, &walk, &byte, &at);
    return at;
}

static const char *search(TextLocator *locator, gsize from, const Folded *needle)
{
    gsize left = locator->folded.length - from;
    const char *start = locator->folded.bytes + from;
    if (left > locator->budget)
        return NULL;
    const char *found = memmem(start, left, needle->bytes, needle->length);
    locator->budget -= found ? (gsize)(found - start) : left;
    return found;
}

static gboolean find_folded(TextLocator *locator, const Folded *needle, gsize *start, gsize *end)
{
    const char *found = search(locator, locator->cursor, needle);
    if (!found && locator->cursor)
        found = search(locator, 0, needle);
    if (!found)
        return FALSE;
    gsize position = (gsize)(found - locator->folded.bytes);
    *start = unfold(locator, position);
    *end = unfold(locator, position + needle->length - 1) + 1;
    locator->cursor = position + needle->length;
    return TRUE;
}

static Folded fold_needle(const char *text)
{
    Folded needle = fold(text, strlen(text), NULL);
    if (needle.length && needle.bytes[needle.length - 1] == ' ')
        needle.length--;
    return needle;
}

gboolean text_locator_find(TextLocator *locator, const char *text, gsize *start, gsize *end)
{
    Folded needle = fold_needle(text);
    gboolean found =
        needle.length && locator->folded.length && find_folded(locator, &needle, start, end);
    g_free(needle.bytes);
    return found;
}

/* How much of the needle stands at `from` of the input; *end is set behind the last byte of that. A
 * needle begins with no blank and no mark, so what stands before `from` decides nothing. */
static gsize common_length(const char *input, gsize length, gsize from, const Folded *needle,
                           gsize *end)
{
    Walk walk = {.offset = from};
    gsize same = 0, at;
    char byte;
    while (same < needle->length && walk_next(input, length, &walk, &byte, &at) &&
           byte == needle->bytes[same]) {
        *end = at + 1;
        same++;
    }
    return same;
}

/* One look needs no folded input: most of its bytes are not the needle's first. *budget is of bytes
 * that may be compared, as an input that repeats itself takes many; once it is spent, nothing is
 * found. */
static gboolean find_unfolded(const char *input, gsize length, const Folded *needle, gsize *start,
                              gsize *end, gsize *budget)
{
    const char *stop = input + length, *at = input;
    while (*budget && (at = memchr(at, *needle->bytes, (gsize)(stop - at)))) {
        gsize behind = 0;
        gsize same = common_length(input, length, (gsize)(at - input), needle, &behind);
        if (same == needle->length) {
            *start = (gsize)(at - input);
            *end = behind;
            return TRUE;
        }
        *budget -= MIN(*budget, same + 1);
        at++;
    }
    return FALSE;
}

gboolean text_locate(const char *input, gsize length, const char *text, gsize *start, gsize *end)
{
    Folded needle = fold_needle(text);
    gsize budget = 4 * length + 1;
    gboolean found = needle.length && find_unfolded(input, length, &needle, start, end, &budget);
    g_free(needle.bytes);
    if (found || budget)
        return found;
    g_autoptr(TextLocator) locator = text_locator_new(input, length);
    return text_locator_find(locator, text, start, end);
}
