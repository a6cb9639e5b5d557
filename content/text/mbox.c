#include "content/text/mbox.h"

#include <string.h>

/* The year at the end tells the line from a sentence. */
gboolean mbox_line(const char *line, const char *stop)
{
    gsize left = MIN((gsize)(stop - line), (gsize)MBOX_LINE_MAX + 1);
    const char *end = memchr(line, '\n', left);
    gsize length = end ? (gsize)(end - line) : left;
    if (length < 20 || length > MBOX_LINE_MAX || strncmp(line, "From ", 5))
        return FALSE;
    guint digits = 0, colons = 0;
    for (gsize i = 5; i < length; i++) {
        digits += g_ascii_isdigit(line[i]) ? 1 : 0;
        colons += line[i] == ':';
    }
    return colons >= 2 && digits >= 8;
}

static gboolean is_behind_blank_line(const char *from, const char *line_end)
{
    gsize before = (gsize)(line_end - from);
    return (before >= 1 && line_end[-1] == '\n') ||
           (before >= 2 && line_end[-1] == '\r' && line_end[-2] == '\n');
}

const char *mbox_next(const char *from, const char *stop)
{
    for (const char *at = from; at < stop;) {
        const char *line_end = memmem(at, (gsize)(stop - at), "\nFrom ", 6);
        if (!line_end)
            return stop;
        if (is_behind_blank_line(from, line_end) && mbox_line(line_end + 1, stop))
            return line_end + 1;
        at = line_end + 1;
    }
    return stop;
}
