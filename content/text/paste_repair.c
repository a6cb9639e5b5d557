#include "content/text/paste_repair.h"

#include <string.h>

#include "content/text/read_text.h"

/* In UTF-8. */
static const char *const no_break_blanks[] = {"\u00a0", "\u2007", "\u202f", NULL};
static const char *const without_width[] = {"\u200b", "\u2060", "\ufeff", "\u00ad", NULL};

static gboolean is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static const char *line_end(const char *line, const char *stop)
{
    const char *end = memchr(line, '\n', (gsize)(stop - line));
    return end ? end : stop;
}

static gsize blanks_at(const char *line, const char *end)
{
    gsize count = 0;
    while (line + count < end && is_blank(line[count]))
        count++;
    return count;
}

/* How many bytes all lines with anything on them begin with alike, all of them blanks. */
static gsize margin_of(const GString *text, gboolean *has_empty, gboolean *has_blank)
{
    const char *stop = text->str + text->len, *first = NULL;
    gsize margin = 0;
    for (const char *line = text->str; line < stop; line = line_end(line, stop) + 1) {
        const char *end = line_end(line, stop);
        gsize blanks = blanks_at(line, end);
        *has_empty = *has_empty || line == end;
        *has_blank = *has_blank || (blanks && line + blanks == end);
        if (line + blanks == end)
            continue;
        if (!first) {
            first = line;
            margin = blanks;
        }
        for (gsize i = 0; i < margin; i++)
            if (i >= blanks || line[i] != first[i])
                margin = i;
    }
    return margin;
}

/* The run of empty lines at `line`: how many, *next is behind them. */
static guint empty_lines(const char *line, const char *stop, const char **next)
{
    guint count = 0;
    for (; line < stop && *line == '\n'; line++)
        count++;
    *next = line;
    return count;
}

/* Whether there is a line of nothing behind each line, and three where there was one. */
static gboolean is_double_spaced(const char *text, const char *stop)
{
    enum { LINES_MIN = 6 };
    guint lines = 0, paragraphs = 0;
    for (const char *line = text; line < stop;) {
        const char *end = line_end(line, stop), *next = stop;
        guint empty = end < stop ? empty_lines(end + 1, stop, &next) : 0;
        if (end == stop || next == stop) /* the last one has what it has */
            break;
        if (empty % 2 == 0)
            return FALSE;
        lines++;
        paragraphs += empty > 1;
        line = next;
    }
    return lines >= LINES_MIN && paragraphs;
}

void text_take_off_double_spacing(GString *text)
{
    const char *stop = text->str + text->len, *line = text->str;
    while (line < stop && *line == '\n')
        line++;
    if (!is_double_spaced(line, stop))
        return;
    char *to = text->str;
    while (line < stop) {
        const char *end = line_end(line, stop), *next = stop;
        guint empty = end < stop ? empty_lines(end + 1, stop, &next) : 0;
        memmove(to, line, (gsize)(end - line));
        to += end - line;
        for (guint i = 0; end < stop && i < 1 + empty / 2; i++)
            *to++ = '\n';
        line = next;
    }
    g_string_truncate(text, (gsize)(to - text->str));
}

void text_take_off_margin(GString *text)
{
    gboolean has_empty = FALSE, has_blank = FALSE;
    gsize margin = margin_of(text, &has_empty, &has_blank);
    if (!margin && (has_empty || !has_blank))
        return;
    const char *stop = text->str + text->len;
    char *to = text->str;
    for (const char *line = text->str; line < stop;) {
        const char *end = line_end(line, stop), *next = end < stop ? end + 1 : stop;
        const char *from = blanks_at(line, end) == (gsize)(end - line) ? end : line + margin;
        memmove(to, from, (gsize)(next - from));
        to += next - from;
        line = next;
    }
    g_string_truncate(text, (gsize)(to - text->str));
}

/* The bytes that these begin with: text without any, nearly all, is only looked through for them.
 */
static const char leads[] = "\xc2\xe2\xef";

/* The length of the one that `at` begins with, 0: none. */
static gsize one_of(const char *const *characters, const char *at)
{
    for (; *characters; characters++)
        if (g_str_has_prefix(at, *characters))
            return strlen(*characters);
    return 0;
}

gsize text_plain_blanks(char *text)
{
    char *to = text;
    for (const char *at = text;;) {
        gsize run = strcspn(at, leads);
        memmove(to, at, run);
        to += run;
        at += run;
        if (!*at)
            break;
        gsize blank = one_of(no_break_blanks, at);
        gsize nothing = blank ? 0 : one_of(without_width, at);
        if (blank)
            *to++ = ' ';
        else if (!nothing)
            *to++ = *at;
        at += MAX(blank + nothing, 1);
    }
    *to = '\0';
    return (gsize)(to - text);
}

void text_plain_many_blanks(GString *text)
{
    gsize blanks = 0, no_break = 0, no_width = 0;
    for (const char *at = text->str; at += strcspn(at, leads), *at; at++) {
        no_break += one_of(no_break_blanks, at) > 0;
        no_width += one_of(without_width, at) > 0;
    }
    if (no_width && !strstr(text->str, "DKIM-Signature:"))
        no_break += no_width;
    for (const char *at = text->str; no_break && *at; at++)
        blanks += *at == ' ';
    if (no_break && no_break * 4 >= blanks && g_utf8_validate(text->str, (gssize)text->len, NULL))
        g_string_truncate(text, text_plain_blanks(text->str));
}

void text_take_off_entities(GString *text)
{
    if (memchr(text->str, '<', text->len) || !strstr(text->str, "&lt;"))
        return;
    GString *decoded = text_without_entities(text->str, text->len);
    g_string_assign(text, decoded->str);
    g_string_free(decoded, TRUE);
}
