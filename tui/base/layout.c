#include "tui/base/layout.h"

#include <string.h>
#include "tui/base/width.h"

#define LABEL_COLUMNS 20 /* widest label column */
#define GAP 2            /* between the columns of a table */
#define COLUMNS_MAX 6
#define TEXT_MIN 8 /* narrower than this, indents are dropped */

typedef struct {
    GPtrArray *lines;
    const Page *page;
    guint block; /* the one that is laid out */
    int width;
    int label;   /* columns of the labels of this page */
    guint table; /* whose columns these are */
    guint column_count;
    int columns[COLUMNS_MAX];
} Layout;

static void line_free(gpointer data)
{
    Line *line = data;
    g_free(line->text);
    g_array_unref(line->runs);
    g_free(line);
}

static Line *add_line(Layout *layout, char *text, int item)
{
    Line *line = g_new0(Line, 1);
    line->text = text;
    line->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    line->item = item;
    line->block = layout->block;
    g_ptr_array_add(layout->lines, line);
    return line;
}

static void add_line_run(Line *line, Style style, gsize start, gsize end)
{
    Run run = {style, start, end};
    if (start < end)
        g_array_append_val(line->runs, run);
}

/* Puts a style over a range of a line, in the place of what runs there. */
static void overlay(Line *line, Style style, gsize start, gsize end)
{
    GArray *old = line->runs;
    gboolean placed = FALSE;
    line->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    for (guint i = 0; i < old->len; i++) {
        Run run = g_array_index(old, Run, i);
        add_line_run(line, run.style, run.start, MIN(run.end, start));
        if (!placed && run.end > start) {
            add_line_run(line, style, start, end);
            placed = TRUE;
        }
        add_line_run(line, run.style, MAX(run.start, end), run.end);
    }
    if (!placed)
        add_line_run(line, style, start, end);
    g_array_unref(old);
}

/* What was searched for and lies in `range` of a text that stands at `offset` of the line. */
static void overlay_found(Line *line, const GArray *found, TextRange range, gsize offset)
{
    for (guint i = 0; found != NULL && i < found->len; i++) {
        Run run = g_array_index(found, Run, i);
        gsize start = MAX(run.start, range.start), end = MIN(run.end, range.end);
        if (start < end)
            overlay(line, run.style, start - range.start + offset, end - range.start + offset);
    }
}

/* Takes over what of the block's runs lies in `range`, moved to start at `offset` of the line. */
static void copy_runs(Line *line, const Block *block, TextRange range, gsize offset)
{
    for (guint i = 0; i < block->runs->len; i++) {
        Run run = g_array_index(block->runs, Run, i);
        gsize start = MAX(run.start, range.start), end = MIN(run.end, range.end);
        if (start < end)
            add_line_run(line, run.style, start - range.start + offset, end - range.start + offset);
    }
    overlay_found(line, block->found, range, offset);
}

/* Lays a block's text out behind `lead` (the first line) and below it. The block's mark stands at
 * `mark` of the lead. */
static void add_wrapped(Layout *layout, const Block *block, const char *lead, Style lead_style,
                        gsize mark, int hang)
{
    int columns = layout->width - hang;
    g_autoptr(GArray) ranges = text_wrap(block->text->str, block->text->len, columns, columns);
    for (guint i = 0; i < ranges->len; i++) {
        TextRange range = g_array_index(ranges, TextRange, i);
        g_autofree char *blanks = g_strnfill((gsize)hang, ' ');
        const char *before = i == 0 ? lead : blanks;
        char *text = g_strdup_printf("%s%.*s", before, (int)(range.end - range.start),
                                     block->text->str + range.start);
        Line *line = add_line(layout, text, block->item);
        if (i == 0) {
            add_line_run(line, lead_style, 0, strlen(lead));
            overlay_found(line, block->mark_found, (TextRange){0, strlen(lead) - mark}, mark);
        }
        copy_runs(line, block, range, strlen(before));
    }
}

static char *padded(const char *text, int columns)
{
    g_autofree char *cut = text_cut(text, columns);
    return g_strdup_printf("%s%*s", cut, MAX(0, columns - text_width(cut, -1)), "");
}

static void layout_text(Layout *layout, const Block *block)
{
    const char *mark = block->mark != NULL ? block->mark : "";
    int hang = block->indent + (*mark != '\0' ? text_width(mark, -1) + 1 : 0);
    if (layout->width - hang < TEXT_MIN)
        hang = *mark != '\0' ? text_width(mark, -1) + 1 : 0;
    if (hang + 2 > layout->width) /* room for a wide character */
        hang = 0;
    int indent = MAX(0, hang - (*mark != '\0' ? text_width(mark, -1) + 1 : 0));
    g_autofree char *start = g_strdup_printf("%*s%s", indent, "", mark);
    g_autofree char *lead = padded(start, hang);
    add_wrapped(layout, block, lead, STYLE_PLAIN, MIN((gsize)indent, strlen(lead)), hang);
}

static void layout_pair(Layout *layout, const Block *block)
{
    if (layout->width - layout->label < TEXT_MIN * 2) {
        g_autofree char *label = text_cut(block->mark, layout->width);
        gsize length = strlen(label);
        Line *line = add_line(layout, g_steal_pointer(&label), block->item);
        add_line_run(line, STYLE_LABEL, 0, length);
        overlay_found(line, block->mark_found, (TextRange){0, length}, 0);
        const char *lead = layout->width > 3 ? "  " : "";
        add_wrapped(layout, block, lead, STYLE_PLAIN, strlen(lead), (int)strlen(lead));
        return;
    }
    g_autofree char *label = padded(block->mark, layout->label - GAP);
    g_autofree char *lead = g_strconcat(label, "  ", NULL);
    add_wrapped(layout, block, lead, STYLE_LABEL, 0, layout->label);
}

/* Widths of a table's columns: as wide as their widest cell, the widest one giving way where the
 * terminal is too narrow. The last one takes what is left. */
static guint table_columns(const Layout *layout, guint table, int *columns)
{
    guint count = 0;
    for (guint i = 0; i < layout->page->blocks->len; i++) {
        const Block *block = layout->page->blocks->pdata[i];
        if (block->kind != BLOCK_ROW || block->table != table)
            continue;
        for (guint cell = 0; cell < MIN(block->runs->len, COLUMNS_MAX); cell++) {
            Run run = g_array_index(block->runs, Run, cell);
            int width = text_width(block->text->str + run.start, (gssize)(run.end - run.start));
            columns[cell] = MAX(columns[cell], width);
            count = MAX(count, cell + 1);
        }
    }
    return count;
}

static void fit_columns(int *columns, guint count, int width)
{
    int total = GAP * (int)(count - 1);
    for (guint i = 0; i < count; i++)
        total += columns[i];
    while (total > width) {
        guint widest = 0;
        for (guint i = 1; i < count; i++)
            if (columns[i] > columns[widest])
                widest = i;
        if (columns[widest] <= 4)
            break;
        columns[widest]--;
        total--;
    }
}

static void take_columns(Layout *layout, guint table)
{
    if (layout->column_count > 0 && layout->table == table)
        return;
    memset(layout->columns, 0, sizeof layout->columns);
    layout->table = table;
    layout->column_count = table_columns(layout, table, layout->columns);
    fit_columns(layout->columns, layout->column_count, layout->width);
}

static void layout_row(Layout *layout, const Block *block)
{
    take_columns(layout, block->table);
    const int *columns = layout->columns;
    guint count = layout->column_count;
    GString *text = g_string_new(NULL);
    Line *line = add_line(layout, NULL, block->item);
    int used = 0;
    for (guint i = 0; i < MIN(block->runs->len, count) && used < layout->width; i++) {
        Run run = g_array_index(block->runs, Run, i);
        g_autofree char *cell = g_strndup(block->text->str + run.start, run.end - run.start);
        int room = i + 1 == count ? layout->width - used : MIN(columns[i], layout->width - used);
        g_autofree char *shown = i + 1 == count ? text_cut(cell, room) : padded(cell, room);
        gsize start = text->len;
        g_string_append(text, shown);
        add_line_run(line, run.style, start, text->len);
        gsize seen = MIN(strlen(shown), run.end - run.start);
        overlay_found(line, block->found, (TextRange){run.start, run.start + seen}, start);
        used += room + GAP;
        if (i + 1 < count && used < layout->width)
            g_string_append(text, "  ");
    }
    line->text = g_string_free(text, FALSE);
}

static int label_columns(const Page *page, int width)
{
    int label = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const Block *block = page->blocks->pdata[i];
        if (block->kind == BLOCK_PAIR)
            label = MAX(label, text_width(block->mark, -1));
    }
    return MIN(MIN(label, LABEL_COLUMNS), width) + GAP;
}

GPtrArray *page_layout(const Page *page, int width)
{
    Layout layout = {
        .lines = g_ptr_array_new_with_free_func(line_free), .page = page, .width = MAX(width, 1)};
    layout.label = label_columns(page, layout.width);
    for (guint i = 0; i < page->blocks->len; i++) {
        const Block *block = page->blocks->pdata[i];
        layout.block = i;
        if (block->kind == BLOCK_BLANK)
            add_line(&layout, g_strdup(""), -1);
        else if (block->kind == BLOCK_TEXT)
            layout_text(&layout, block);
        else if (block->kind == BLOCK_PAIR)
            layout_pair(&layout, block);
        else
            layout_row(&layout, block);
    }
    return layout.lines;
}

gboolean layout_item(const GPtrArray *lines, int item, int *first, int *last)
{
    gboolean found = FALSE;
    for (guint i = 0; i < lines->len && item >= 0; i++) {
        const Line *line = lines->pdata[i];
        if (line->item != item)
            continue;
        if (!found)
            *first = (int)i;
        *last = (int)i;
        found = TRUE;
    }
    return found;
}

int layout_style(const GPtrArray *lines, Style style)
{
    for (guint i = 0; i < lines->len; i++) {
        const Line *line = lines->pdata[i];
        for (guint run = 0; run < line->runs->len; run++)
            if (g_array_index(line->runs, Run, run).style == style)
                return (int)i;
    }
    return -1;
}
