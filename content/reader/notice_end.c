#include <string.h>

#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include "content/reader/read_prose.h"

static gsize line_start(const char *text, gsize at)
{
    const char *feed = memrchr(text, '\n', at);
    return feed ? (gsize)(feed - text) + 1 : 0;
}

static gboolean only_decoration(const char *text, gsize start, gsize end)
{
    for (gsize i = start; i < end; i++)
        if (g_ascii_isalpha(text[i]) || (guchar)text[i] >= 0x80)
            return FALSE;
    return TRUE;
}

/* A line that says so: "----- Original message -----". */
static gsize announced_end(const SpottedText *spotted)
{
    for (guint i = 0; i < spotted->spots->len; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->meaning != PHRASE_RETURNED)
            continue;
        gsize start = line_start(spotted->text, spot->start);
        if (only_decoration(spotted->text, start, spot->start))
            return start;
    }
    return spotted->length;
}

/* Whether the header is that of a bounce, and so of the notification itself. */
static gboolean is_of_bounce(const GPtrArray *fields)
{
    const char *from = fields_get(fields, "From"), *type = fields_get(fields, "Content-Type"),
               *path = fields_get(fields, "Return-Path");
    g_autofree char *address =
        from ? address_from_value(strchr(from, '<') ? strchr(from, '<') : from) : NULL;
    return (address && address_is_system(address, strlen(address))) ||
           (type && strstr(type, "report")) || (path && g_str_has_prefix(path, "<>")) ||
           fields_get(fields, "X-Failed-Recipients");
}

/* A header that only a message has. */
static gboolean is_header(const char *text, gsize length)
{
    static const char *const telling[] = {"Received", "Message-ID", "Return-Path", "MIME-Version",
                                          "DKIM-Signature"};
    enum { HEADER_LOOK = 1 << 14 };
    gsize start, used;
    length = MIN(length, (gsize)HEADER_LOOK);
    if (!fields_at_start(text, length, &start) || start)
        return FALSE;
    g_autoptr(GPtrArray) fields = fields_read(text, length, &used);
    guint found = 0;
    for (guint i = 0; i < G_N_ELEMENTS(telling); i++)
        found += fields_get(fields, telling[i]) != NULL;
    return found && fields->len >= 3 && !is_of_bounce(fields);
}

static guint first_of(const SpottedText *spotted, Phrase phrase)
{
    for (guint i = 0; i < spotted->spots->len; i++)
        if (g_array_index(spotted->spots, Spot, i).meaning == (int)phrase)
            return i;
    return spotted->spots->len;
}

/* A header that stands there without a word, below what was said of a failure. */
static gsize unannounced_end(const SpottedText *spotted, gsize stop)
{
    enum { TRIES_MAX = 50 };
    guint said = MIN(first_of(spotted, PHRASE_FAILED), first_of(spotted, PHRASE_UNDELIVERED));
    if (said >= spotted->spots->len)
        return stop;
    gsize at = g_array_index(spotted->spots, Spot, said).end;
    for (guint tries = 0; tries < TRIES_MAX && at < stop; tries++) {
        const char *blank = memmem(spotted->text + at, stop - at, "\n\n", 2);
        if (!blank)
            break;
        at = (gsize)(blank - spotted->text) + 2;
        if (g_ascii_isalpha(spotted->text[at]) && is_header(spotted->text + at, stop - at))
            return at;
        at--;
    }
    return stop;
}

gsize prose_find_end(const SpottedText *spotted)
{
    return unannounced_end(spotted, announced_end(spotted));
}
