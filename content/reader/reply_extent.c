#include <string.h>

#include "content/text/read_fields.h"
#include "content/reader/read_reply.h"

enum { REPLY_MAX = 4096 };

/* The bracket or quote that a reply stands in, '\0' where there is none. */
static char opening_of(const char *text, gsize start)
{
    static const char words[] = "(reason: ";
    gsize length = strlen(words);
    if (start >= length && !memcmp(text + start - length, words, length))
        return '(';
    char before = start ? text[start - 1] : ' ';
    return before && strchr("'\"([{", before) ? before : '\0';
}

/* The closing bracket that belongs to one opened before `start`; `stop` where none does. */
static gsize closing_bracket(const char *text, gsize start, gsize stop, char opening)
{
    char closing = opening == '(' ? ')' : opening == '[' ? ']' : '}';
    guint depth = 1;
    for (gsize i = start; i < stop; i++) {
        depth += text[i] == opening ? 1 : 0;
        if (text[i] == closing && !--depth)
            return i;
    }
    return stop;
}

/* The closing quote: one at a line's end, as quotes stand within replies, too. */
static gsize closing_quote(const char *text, gsize start, gsize stop, char quote)
{
    for (gsize i = start; i < stop; i++)
        if (text[i] == quote &&
            (i + 1 == stop || g_ascii_isspace(text[i + 1]) || strchr(".,;)", text[i + 1])))
            return i;
    return stop;
}

/* A line of another reply: "554 ...", "<<< 550-...". */
static gboolean has_other_code(const char *line, gsize length, const char *code)
{
    gboolean digits = length > 3 && g_ascii_isdigit(line[0]) && g_ascii_isdigit(line[1]) &&
                      g_ascii_isdigit(line[2]) && strchr(" -", line[3]) && strchr("245", line[0]);
    return digits && memcmp(line, code, 3);
}

/* A line that begins with "<a@example.net>:" or "a@example.net: ". */
static gboolean names_recipient(const char *line, gsize length)
{
    const char *at = memchr(line, '@', MIN(length, (gsize)256));
    const char *blank = memchr(line, ' ', length);
    gsize word = blank ? (gsize)(blank - line) : length;
    return at && (gsize)(at - line) < word && word > 1 &&
           (line[word - 1] == ':' || line[word - 1] == '>');
}

static gboolean names_field(const char *line, gsize length)
{
    static const char *const short_names[] = {"to",     "from",    "date",       "cc",
                                              "status", "subject", "diagnostic", "action"};
    gsize name = field_name_length(line, length);
    if (name && memchr(line, '-', name))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(short_names); i++)
        if (name == strlen(short_names[i]) && !g_ascii_strncasecmp(line, short_names[i], name))
            return TRUE;
    return FALSE;
}

/* Whether a line that follows goes on with the reply. */
static gboolean goes_on(const char *line, gsize length, const char *code)
{
    static const char *const others[] = {">>>", "---", "===", "***", "___", "..."};
    gsize indent = 0;
    while (indent < length && (line[indent] == ' ' || line[indent] == '\t'))
        indent++;
    line += indent;
    length -= indent;
    if (length > 4 && !memcmp(line, "<<< ", 4)) {
        line += 4;
        length -= 4;
    }
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (length >= 3 && !memcmp(line, others[i], 3))
            return FALSE;
    return length && !has_other_code(line, length, code) &&
           (indent || (!names_recipient(line, length) && !names_field(line, length)));
}

static gsize end_of_lines(const char *text, gsize start, gsize stop)
{
    const char *code = text + start;
    for (gsize at = start;;) {
        const char *feed = memchr(text + at, '\n', stop - at);
        gsize end = feed ? (gsize)(feed - text) : stop;
        if (end + 1 >= stop)
            return end;
        const char *next = memchr(text + end + 1, '\n', stop - end - 1);
        gsize length = (next ? (gsize)(next - text) : stop) - end - 1;
        if (!goes_on(text + end + 1, length, code))
            return end;
        at = end + 1;
    }
}

gsize reply_end(const char *text, gsize length, gsize start)
{
    gsize stop = MIN(length, start + REPLY_MAX);
    const char *blank = memmem(text + start, stop - start, "\n\n", 2);
    stop = blank ? (gsize)(blank - text) : stop;
    char opening = opening_of(text, start);
    gsize end = stop;
    if (opening == '\'' || opening == '"')
        end = closing_quote(text, start, stop, opening);
    else if (opening)
        end = closing_bracket(text, start, stop, opening);
    return end < stop ? end : end_of_lines(text, start, stop);
}
