#include "content/text/read_text.h"
#include <string.h>

/* Deeper quoting than this is one depth. */
enum { DEPTH_MAX = 64 };

static GString *from_utf16(const char *bytes, gsize length)
{
    gsize written;
    const char *charset = bytes[0] == '\xff' ? "UTF-16LE" : "UTF-16BE";
    g_autofree char *text = g_convert_with_fallback(bytes + 2, (gssize)(length - 2), "UTF-8",
                                                    charset, "?", NULL, &written, NULL);
    return text ? g_string_new_len(text, (gssize)written) : NULL;
}

static void append_lines(GString *lines, const char *bytes, gsize length)
{
    if (!length) /* bytes may be NULL */
        return;
    const char *end = bytes + length;
    while (bytes < end) {
        const char *cr = memchr(bytes, '\r', (gsize)(end - bytes));
        g_string_append_len(lines, bytes, (cr ? cr : end) - bytes);
        if (!cr)
            return;
        bytes = cr + 1;
        if (bytes + 1 < end && bytes[0] == '\r' && bytes[1] == '\n')
            bytes++;
        if (bytes < end && *bytes == '\n')
            bytes++;
        g_string_append_c(lines, '\n');
    }
}

GString *text_lines(const char *bytes, gsize length)
{
    g_autoptr(GString) converted = NULL;
    if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        converted = from_utf16(bytes, length);
    if (converted) {
        bytes = converted->str;
        length = converted->len;
    }
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    GString *lines = g_string_sized_new(length + 1);
    append_lines(lines, bytes, length);
    return lines;
}

/* ">>> RCPT TO:<...>" of a Sendmail transcript is no quoting. */
static gboolean is_transcript(const char *line, const char *end)
{
    return end - line > 5 && memcmp(line, ">>> ", 4) == 0 && g_ascii_isupper(line[4]) &&
           g_ascii_isupper(line[5]);
}

/* How deep a line is quoted; *text is set to what follows `most` marks. */
static guint line_depth(const char *line, const char *end, guint most, const char **text)
{
    guint depth = 0;
    *text = line;
    const char *at = line;
    while (depth < most && at < end && !is_transcript(at, end)) {
        while (at < end && *at == ' ' && at - *text < 3)
            at++;
        if (at == end || (*at != '>' && *at != '|'))
            break;
        at++;
        if (at < end && *at == ' ')
            at++;
        depth++;
        *text = at;
    }
    return depth;
}

static gboolean is_blank(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t'))
        line++;
    return line == end;
}

/* The greatest depth that more than half of all lines with anything on them have. */
static guint common_depth(const GString *text)
{
    gsize at_depth[DEPTH_MAX + 1] = {0}, lines = 0;
    const char *stop = text->str + text->len, *rest;
    for (const char *line = text->str; line < stop;) {
        const char *end = memchr(line, '\n', (gsize)(stop - line));
        end = end ? end : stop;
        if (!is_blank(line, end)) {
            at_depth[line_depth(line, end, DEPTH_MAX, &rest)]++;
            lines++;
        }
        line = end + 1;
    }
    gsize as_deep = 0;
    guint depth = DEPTH_MAX;
    for (; depth > 0; depth--) {
        as_deep += at_depth[depth];
        if (as_deep * 2 > lines)
            break;
    }
    return depth;
}

gboolean text_unquote(GString *text)
{
    guint depth = common_depth(text);
    if (!depth)
        return FALSE;
    const char *stop = text->str + text->len;
    char *to = text->str;
    for (const char *line = text->str; line < stop;) {
        const char *end = memchr(line, '\n', (gsize)(stop - line));
        end = end ? end + 1 : stop;
        const char *rest;
        line_depth(line, end, depth, &rest);
        memmove(to, rest, (gsize)(end - rest));
        to += end - rest;
        line = end;
    }
    g_string_truncate(text, (gsize)(to - text->str));
    return TRUE;
}
