/* The way of the mail as plain text, for reports. */
#include "content/base/safe_text.h"
#include "tui/report/route.h"
#include "tui/base/width.h"
#include <string.h>

#define COLUMNS_MAX 72

/* One line of the picture, wrapped behind its label. */
static void add_path_line(GString *picture, const PathLine *line, int columns)
{
    const char *label = line->label != NULL ? line->label : "";
    g_autofree char *safe = safe_text(line->text, -1, SAFE_TEXT_ONE_LINE, 0);
    int room = COLUMNS_MAX - columns;
    g_autoptr(GArray) ranges = text_wrap(safe, strlen(safe), room, room);
    for (guint i = 0; i < ranges->len; i++) {
        const TextRange *range = &g_array_index(ranges, TextRange, i);
        const char *start = i == 0 ? label : "";
        g_string_append_printf(picture, "%s%s%*s%.*s", picture->len > 0 ? "\n" : "", start,
                               columns - text_width(start, -1), "",
                               (int)(range->end - range->start), safe + range->start);
    }
}

char *mail_path_picture(const json_t *document)
{
    g_autoptr(GPtrArray) lines = mail_path(document, TRUE);
    g_autoptr(GString) picture = g_string_new(NULL);
    int columns = 0;
    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const char *label = ((const PathLine *)lines->pdata[i])->label;
        columns = MAX(columns, label != NULL ? text_width(label, -1) + 2 : 0);
    }
    for (guint i = 0; lines != NULL && i < lines->len; i++)
        add_path_line(picture, lines->pdata[i], columns);
    return lines != NULL ? g_strdup(picture->str) : NULL;
}
