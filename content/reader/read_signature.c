#include "content/reader/read_signature.h"

#include <string.h>

enum { SIGNATURE_MAX = 500, LINES_MAX = 8, FAREWELL_REST = 24 };

/* Nothing but a name or an exclamation mark may stand around the farewell in its line. */
static gboolean is_alone(const SpottedText *spotted, const Spot *spot)
{
    const char *text = spotted->text;
    for (gsize i = spot->start; i > 0 && text[i - 1] != '\n'; i--)
        if (!strchr(" \t>|*", text[i - 1]))
            return FALSE;
    gsize rest = strcspn(text + spot->end, "\n");
    for (gsize i = 0; i < rest; i++)
        if (g_ascii_isdigit(text[spot->end + i]) || text[spot->end + i] == '@')
            return FALSE;
    return rest <= FAREWELL_REST;
}

static guint lines_between(const char *text, gsize start, gsize end)
{
    guint lines = 0;
    for (gsize i = start; i < end; i++)
        lines += text[i] == '\n';
    return lines;
}

/* Where a line "-- " above `at` begins, or `none`. */
static gsize separator_before(const char *text, gsize at, gsize none)
{
    guint lines = 0;
    for (gsize i = at; i > 0 && lines <= LINES_MAX && at - i < SIGNATURE_MAX; i--) {
        if (text[i - 1] != '\n')
            continue;
        lines++;
        gsize length = strcspn(text + i, "\n");
        if (!memcmp(text + i, "--", MIN(length, 2)) &&
            (length == 2 || (length == 3 && text[i + 2] == ' ')))
            return i;
    }
    return none;
}

static gboolean speaks_of_delivery(Phrase phrase)
{
    return phrase == PHRASE_FAILED || phrase == PHRASE_DELAYED || phrase == PHRASE_DELIVERED ||
           phrase == PHRASE_UNDELIVERED || phrase == PHRASE_TRANSCRIPT || phrase == PHRASE_REPLY ||
           phrase == PHRASE_USER || phrase == PHRASE_MAIL_TO;
}

gboolean signature_holds(const SpottedText *spotted, gsize at)
{
    gsize separator = separator_before(spotted->text, at, G_MAXSIZE);
    for (guint i = spotted_first(spotted, at); i-- > 0;) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start + SIGNATURE_MAX < at)
            break;
        if (separator != G_MAXSIZE && spot->start < separator)
            break;
        if (speaks_of_delivery((Phrase)spot->meaning))
            return FALSE;
        if (spot->meaning == PHRASE_FAREWELL && is_alone(spotted, spot) &&
            lines_between(spotted->text, spot->end, at) <= LINES_MAX)
            return TRUE;
    }
    return separator != G_MAXSIZE;
}
